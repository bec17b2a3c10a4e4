"""Building the text index: names and streets here, and towns in a second process where there is enough to do.

The parts are as much work, so that two processors take half the time. The second process gets a line for each document
while the first goes on; with few documents starting it would take longer than the work.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from search.indexing import PARTS, LinesFile, build_part

HERE, THERE = PARTS
"""The part that is built in this process, and the other."""

NAMES = "names"
"""A file beside the parts: each document's name and program as they are shown."""

MANY = 4000
"""Documents from which on a second process is started: their places take as long as its start, 0.3 s."""

BATCH = 500
"""Documents sent at a time."""

END = b".\n"
"""Said last. A process whose lines end without it was left alone and stops."""


def build_index(folder: Path, documents: Iterable[Mapping[str, str]]) -> None:
    """Index documents, as `text.texts` makes them, numbered from 0 in order. Raises OSError when a part fails."""
    folder.mkdir()
    other = _Other(folder / THERE)
    try:
        with LinesFile(folder, NAMES) as names:
            build_part(folder / HERE, HERE, _told(documents, names, other))
        other.finish()
    finally:
        other.stop()


def _told(documents: Iterable[Mapping[str, str]], names: LinesFile, other: _Other) -> Iterator[Mapping[str, str]]:
    """The documents, each told to the other part on the way."""
    for document in documents:
        names.add(f"{document['name']}\t{document['program']}")
        other.add(document)
        yield document


class _Other:
    """The other part: kept until there is enough for a process of its own, then sent there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._sending: SimpleQueue[bytes] = SimpleQueue()
        self._thread = Thread()

    def add(self, document: Mapping[str, str]) -> None:
        """Take a document."""
        self._lines.append(_line(document))
        if self._process is not None and len(self._lines) >= BATCH:
            self._hand_over()
        elif self._process is None and len(self._lines) >= MANY and (os.cpu_count() or 1) > 1:
            self._start()

    def finish(self) -> None:
        """Build it, or wait until it is built."""
        if self._process is None:
            build_part(self._folder, THERE, map(document_of, self._lines))
            return
        self._hand_over()
        self._sending.put(END)
        self._thread.join()
        _, said = self._process.communicate()
        if self._process.returncode:
            raise OSError(f"the index of places failed: {said.decode(errors='replace').strip()[-300:]}")

    def stop(self) -> None:
        """End the process if it is still there."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._sending.put(END)
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
        self._hand_over()

    def _hand_over(self) -> None:
        self._sending.put("".join(self._lines).encode())
        self._lines.clear()

    def _send(self, there: BinaryIO) -> None:
        """Write what is to be sent, in a thread of its own: a pipe holds little, and the other may be slower."""
        try:
            while (lines := self._sending.get()) is not END:
                there.write(lines)
            there.write(END)
            there.flush()
        except OSError:
            pass  # it ended; `finish` tells why


def _line(document: Mapping[str, str]) -> str:
    return "\t".join(" ".join(document[field].split()) for field in PARTS[THERE]) + "\n"


def document_of(line: str) -> dict[str, str]:
    """The document of a line."""
    return dict(zip(PARTS[THERE], line.rstrip("\n").split("\t"), strict=True))
