"""XLSX workbooks, untrusted: checked as ZIP archives here, read by `xlsx_child.py` in a process of its own."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

import msgspec

from directory import clean
from directory.errors import SourceError
from importers import xlsx_child
from importers.files import expect
from importers.readers import fold_header
from importers.row import Row
from importers.source import Sheet
from importers.xlsx_child import Frame

_MOST_MEMBERS = 1000
_MOST_BYTES = 400 << 20  # inflated; a real directory has 12 MB
_MOST_RATIO = 200  # inflated : compressed, above which a member of a megabyte is a bomb; a real sheet has 8
_MOST_FRAME = 64 << 20
_PATIENCE = 150.0  # seconds for one frame; the child's CPU limit of 120 ends it before


@contextlib.contextmanager
def open_workbook(path: Path, right: str) -> Iterator[Workbook]:
    """A workbook while it is open. SourceError, here or while rows are read, when it is none; `right` says what is."""
    expect(path, frozenset({"zip"}), right)
    properties = _checked(path, right)
    book = Workbook(path, properties, right)
    try:
        yield book
    finally:
        book.close()


class Workbook:
    """The sheets of an open workbook. Read one sheet, then the next: asking for one skips what is left of the last.

    `properties` has "modified" and "created" (ISO times in UTC) where the workbook carries them.
    """

    def __init__(self, path: Path, properties: Mapping[str, str], right: str) -> None:
        self.file = path.name
        self.properties = properties
        self._path = path
        self._right = right
        self._child = _Child(path, "calamine")
        self._open = False
        try:
            self.sheets = tuple(self._child.receive().sheets)
        except _DiedError:
            self.sheets = tuple(self._again().sheets)

    def find(self, name: str) -> Sheet | None:
        """The sheet of this name, whatever its case and spaces, or None."""
        folded = [clean.text(sheet).casefold() for sheet in self.sheets]
        return self.sheet(folded.index(name.casefold())) if name.casefold() in folded else None

    def having(self, columns: Sequence[str]) -> Sheet | None:
        """The one sheet whose header has all these columns; None when no sheet or more than one has."""
        fitting = [i for i in range(len(self.sheets)) if set(columns) <= set(self.sheet(i).header)]
        return self.sheet(fitting[0]) if len(fitting) == 1 else None

    def sheet(self, index: int) -> Sheet:
        """A sheet by its place from 0. Its first row that is not empty is the header; lines are row numbers."""
        rows = self._rows(index)
        _, first = next(rows, (0, [""]))
        header = fold_header(first, self.file)
        return Sheet(self.file, header, (self._row(header, *row) for row in rows), self.properties)

    def close(self) -> None:
        """End the process that reads."""
        self._child.close()

    def _row(self, header: tuple[str, ...], line: int, cells: list[str]) -> Row:
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        for number, cell in enumerate(cells[len(header) :], start=len(header) + 1):
            if cell:  # a note beside the list: nobody takes it, so the report names it
                return Row({**dict(zip(header, cells, strict=False)), f"column {number}": cell}, self.file, line)
        return Row(dict(zip(header, cells, strict=False)), self.file, line)

    def _rows(self, index: int) -> Iterator[tuple[int, list[str]]]:
        frame = self._ask(index)
        while not frame.done:
            yield from frame.rows
            try:
                frame = self._child.receive()
            except _DiedError as error:
                raise self._unreadable(str(error)) from error
        self._open = False

    def _ask(self, index: int) -> Frame:
        """The first frame of a sheet, from the careful reader when the fast one dies of it."""
        try:
            while self._open and not self._child.receive().done:
                pass
            self._open = True
            self._child.send(index)
            return self._child.receive()
        except _DiedError:
            self._again()
        try:
            self._child.send(index)
            return self._child.receive()
        except _DiedError as error:
            raise self._unreadable(str(error)) from error

    def _again(self) -> Frame:
        self._child.close()
        self._child = _Child(self._path, "openpyxl")
        try:
            return self._child.receive()
        except _DiedError as error:
            raise self._unreadable(str(error)) from error

    def _unreadable(self, problem: str) -> SourceError:
        return SourceError(f"{self.file} cannot be read as a workbook: {problem}. {self._right}")


class _DiedError(Exception):
    """The child ended without answering, or answered that it cannot read the file."""


class _Child:
    """A process that reads a workbook, and the two pipes to it."""

    def __init__(self, path: Path, engine: str) -> None:
        # -P: nothing is imported from the folder of the script or of the file
        command = [sys.executable, "-P", xlsx_child.__file__, engine, str(path.resolve())]
        self._process = subprocess.Popen(  # noqa: S603  our own program; the path is one argument
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._in = cast("IO[bytes]", self._process.stdin)
        self._out = cast("IO[bytes]", self._process.stdout)

    def send(self, index: int) -> None:
        """Ask for a sheet."""
        try:
            self._in.write(b"%d\n" % index)
            self._in.flush()
        except OSError as error:
            raise _DiedError("the reader stopped") from error

    def receive(self) -> Frame:
        """The next frame. Raises _DiedError when none comes in time, or when it tells of a problem."""
        timer = threading.Timer(_PATIENCE, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            size = int.from_bytes(self._out.read(4), "big")
            body = self._out.read(size) if size <= _MOST_FRAME else b""
        finally:
            timer.cancel()
        if not body or len(body) < size:
            raise _DiedError("the reader stopped; the file is damaged, or far larger than it looks")
        frame = msgspec.msgpack.decode(body, type=Frame)
        if frame.problem:
            raise _DiedError(frame.problem)
        return frame

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._in.close()
        self._out.close()
        self._process.wait()


def _checked(path: Path, right: str) -> dict[str, str]:
    """The properties of an archive that is safe to inflate. Raises SourceError for any other."""
    try:
        with zipfile.ZipFile(path) as archive:
            problem = _problem(archive.infolist())
            if problem:
                raise SourceError(f"{path.name} {problem}. {right}")
            return _properties(archive)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise SourceError(f"{path.name} is a damaged or cut off XLSX workbook ({error}). {right}") from error


def _problem(members: list[zipfile.ZipInfo]) -> str:
    names = [member.filename for member in members]
    ratios = (m.file_size / max(m.compress_size, 1) for m in members if m.file_size > 1 << 20)
    checks = (
        (len(members) > _MOST_MEMBERS, f"is an archive of {len(members)} files; a workbook has some dozens"),
        (sum(m.file_size for m in members) > _MOST_BYTES, f"would inflate to more than {_MOST_BYTES >> 20} MB"),
        (max(ratios, default=0) > _MOST_RATIO, "inflates more than any real workbook does: it is a ZIP bomb"),
        (any(_climbs(name) for name in names), "is an archive with paths that lead out of it"),
        (any(m.flag_bits & 1 for m in members), "is locked with a password; save it without one"),
        ("xl/workbook.xml" not in {n.lower() for n in names}, "is a ZIP archive, but no XLSX workbook"),
    )
    return next((sentence for wrong, sentence in checks if wrong), "")


def _climbs(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":")


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    """When the workbook was modified and created; read with an expression because a parser would follow entities."""
    if "docProps/core.xml" not in archive.namelist():
        return {}
    with archive.open("docProps/core.xml") as stream:
        xml = stream.read(64 << 10).decode("utf-8", "replace")
    return dict(re.findall(r"<dcterms:(modified|created)\b[^<>]{0,200}>([0-9TZ:.+-]{10,35})<", xml))
