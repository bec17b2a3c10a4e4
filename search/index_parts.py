"""Writing the text index: names and streets here, and towns in a second process where there is enough to do.

The second process gets a line for each document while the first goes on making documents, so that two processors are
both at work; with few documents starting it would take longer than the work.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from search.bitmaps import Docs
from search.indexing import PARTS, LinesFile, PartWriter

HERE, THERE = PARTS
"""The part that is built in this process, and the other."""

NAMES = "names"
"""A file beside the parts: each document's name and program as they are shown."""

MANY = 4000
"""Documents from which on a second process is started: fewer take no longer than its start, 0.3 s."""

BATCH = 500
"""Documents sent at a time."""

END = b".\n"
"""Said behind the last document; then come the bytes of their order. A process that is not told so was left alone and
stops."""


class TextWriter:
    """The text index while it is written: takes documents, as `text.texts` makes them, in any order. `many` is about
    how many will come."""

    def __init__(self, folder: Path, many: int) -> None:
        folder.mkdir()
        self._names = LinesFile(folder, NAMES)
        self._here = PartWriter(folder / HERE, HERE)
        self._there = _Other(folder / THERE, alone=many < MANY or (os.cpu_count() or 1) == 1)

    def __enter__(self) -> TextWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._there.stop()
        self._here.close()
        self._names.close()

    def add(self, document: Mapping[str, str]) -> None:
        """Take a document."""
        self._there.add(document)
        self._here.add(document)
        self._names.add(f"{document['name']}\t{document['program']}")

    def write(self, order: Docs) -> None:
        """Write the index. `order` says of each document number as the how manieth its document came. Raises OSError
        when a part fails."""
        self._there.order(order)
        self._names.write(order)
        self._here.write(order)
        self._there.finish(order)


class _Other:
    """The other part: kept here when this process is to be `alone`, else sent to another, which is started at once."""

    def __init__(self, folder: Path, alone: bool) -> None:
        self._folder = folder
        self._lines: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._sending: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = Thread()
        if not alone:
            self._start()

    def add(self, document: Mapping[str, str]) -> None:
        """Take a document."""
        self._lines.append(_line(document))
        if self._process is not None and len(self._lines) >= BATCH:
            self._hand_over()

    def order(self, order: Docs) -> None:
        """Tell the process, if there is one, in which order they are to be written."""
        if self._process is not None:
            self._hand_over()
            self._sending.put(END + f"{order.nbytes}\n".encode() + order.tobytes())
            self._sending.put(None)

    def finish(self, order: Docs) -> None:
        """Write it, or wait until it is written."""
        if self._process is None:
            write_part(self._folder, map(document_of, self._lines), lambda: order)
            return
        self._thread.join()
        _, said = self._process.communicate()
        if self._process.returncode:
            raise OSError(f"the index of places failed: {said.decode(errors='replace').strip()[-300:]}")

    def stop(self) -> None:
        """End the process if it is still there."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._sending.put(None)
            self._thread.join()
            self._process.communicate()

    def _start(self) -> None:
        command = [sys.executable, "-P", "-m", "search.index_child", str(self._folder.absolute())]
        known = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(  # noqa: S603  our own module; the folder is one argument
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=known
        )
        self._thread = Thread(target=self._send, args=[self._process.stdin], daemon=True)
        self._thread.start()

    def _hand_over(self) -> None:
        self._sending.put("".join(self._lines).encode())
        self._lines.clear()

    def _send(self, there: BinaryIO) -> None:
        """Write what is to be sent, in a thread of its own: a pipe holds little, and the other may be slower."""
        try:
            while (lines := self._sending.get()) is not None:
                there.write(lines)
            there.flush()
        except OSError:
            pass  # it ended; `finish` tells why


def write_part(folder: Path, documents: Iterable[Mapping[str, str]], order: Callable[[], Docs]) -> None:
    """Write the other part. Its order is asked for when all documents have been taken."""
    with closing(PartWriter(folder, THERE)) as part:
        for document in documents:
            part.add(document)
        part.write(order())


def _line(document: Mapping[str, str]) -> str:
    return "\t".join(" ".join(document[field].split()) for field in PARTS[THERE]) + "\n"


def document_of(line: str) -> dict[str, str]:
    """The document of a line."""
    return dict(zip(PARTS[THERE], line.rstrip("\n").split("\t"), strict=True))
