"""Files into rows and values: CSV and JSON here, workbooks in `xlsx.py`. Called by sources."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TypeVar, cast

import msgspec

from directory import clean
from directory.errors import RowError, SourceError
from importers.files import beginning, expect, expect_bytes
from importers.row import Row
from importers.source import Reading, Sheet

T = TypeVar("T")

# A page of 2,000 API rows is 8 MB, all 24,816 facilities in one answer would be 100 MB.
_MOST_JSON = 512 * 1024 * 1024


class BadRow(Row):
    """A row whose cells cannot be told apart: whatever is asked of it, it is refused with its reason."""

    __slots__ = ("_reason",)

    def __init__(self, reason: str, file: str, line: int) -> None:
        super().__init__({}, file, line)
        self._reason = reason

    def take(self, *names: str) -> str:
        """Raises RowError."""
        raise RowError(self._reason)


def read_csv(path: Path, reading: Reading, right: str) -> Sheet:
    """A CSV file, read row by row in constant memory. A row of empty cells is no row; a ragged one is a BadRow.

    UTF-8, or else Windows-1252, which `reading.warnings` mentions. `line` is the line a row begins on.
    Raises SourceError, also while rows are read, when the file is no CSV; `right` says what would be right.
    """
    expect(path, frozenset({"text"}), right)
    records = _records(path, _encoding(path, reading))
    _, first = next(records, (0, [""]))
    header = fold_header(first, path.name)
    return Sheet(path.name, header, (_row(header, cells, path.name, line) for line, cells in records))


def read_json(path: Path, shape: msgspec.json.Decoder[T], right: str) -> T:
    """The content of a JSON file, plain or gzip-compressed whatever its name, as `shape` decodes it.

    Raises SourceError naming line and column when it is damaged; `right` says what would be right.
    """
    zipped = expect(path, frozenset({"json", "gzip"}), right) == "gzip"
    content = _content(path, zipped, right)
    expect_bytes(bytes(content[:8192]), path.name, frozenset({"json"}), right)
    try:
        return shape.decode(memoryview(content).toreadonly()[_mark(content) :])
    except msgspec.ValidationError as error:
        began = beginning(bytes(content[:400]))
        raise SourceError(f"{path.name} is JSON of another form ({error}). It begins {began!r}. {right}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"{path.name} is damaged at {_position(content, str(error))} ({error}). {right}") from error


def fold_header(cells: Sequence[str], file: str) -> tuple[str, ...]:
    """Column names without case and stray spaces, a nameless one "column 7". SourceError for a name used twice."""
    names = tuple(clean.text(cell).casefold() or f"column {i}" for i, cell in enumerate(cells, start=1))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceError(f"{file} has more than one column named {', '.join(twice)}; each column needs its own name.")
    return names


def require(sheet: Sheet, columns: Sequence[str], right: str) -> None:
    """Raises SourceError naming the columns that are missing, those found, and `right`: what would be right."""
    if missing := [name for name in columns if name not in sheet.header]:
        found = ", ".join(sheet.header[:20]) + (" ..." if len(sheet.header) > 20 else "")
        other = next((name for mark, name in _MARKS.items() if len(sheet.header) == 1 and mark in found), "")
        hint = f" Its cells are parted by {other}; save it with commas." if other else ""
        raise SourceError(f"{sheet.file} has no column {', '.join(missing)}; found: {found[:500]}.{hint} {right}")


_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}
"""What parts cells in files that are almost CSV."""


def _encoding(path: Path, reading: Reading) -> str:
    decoder, nuls, encoding = codecs.getincrementaldecoder("utf-8")(), 0, "utf-8-sig"
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            nuls += chunk.count(0)
            encoding = encoding if _decodes(decoder, chunk) else "cp1252"
    if not _decodes(decoder, b"", final=True) or encoding == "cp1252":
        encoding = "cp1252"
        reading.warnings[f"{path.name} is not UTF-8; read as Windows-1252"] += 1
    if nuls:
        reading.warnings[f"{path.name}: NUL characters left out"] += nuls
    return encoding


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _records(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The line each record begins on and its cells, those of empty cells left out."""
    line = 1
    # cp1252 leaves five bytes undefined; they become U+FFFD, which cleaning drops and `raw` keeps.
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        ended: list[int] = []
        reader = csv.reader(_lines(stream, ended))
        try:
            for cells in reader:
                if ended:
                    raise SourceError(f"{path.name} line {line} opens a quotation mark that is never closed.")
                if any(map(str.strip, cells)):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:  # a cell above csv's limit of 131,072 characters
            raise SourceError(
                f"{path.name} line {line} is no CSV ({error}); a quotation mark may be missing."
            ) from error


def _lines(stream: IO[str], ended: list[int]) -> Iterator[str]:
    """The lines; `ended` is filled at the end: a record that is only then complete has an open quotation mark."""
    for line in stream:
        yield line.replace("\0", "") if "\0" in line else line
    ended.append(1)


def _row(header: Sequence[str], cells: list[str], file: str, line: int) -> Row:
    width = len(header)
    if len(cells) > width and not any(map(str.strip, cells[width:])):
        cells = cells[:width]
    if len(cells) != width:
        return BadRow(f"{len(cells)} cells where the header has {width}.", file, line)
    return Row(dict(zip(header, cells, strict=True)), file, line)


def _content(path: Path, zipped: bool, right: str) -> bytearray:
    content = bytearray()
    try:
        with cast("IO[bytes]", gzip.open(path)) if zipped else path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                content += chunk
                if len(content) > _MOST_JSON:
                    raise SourceError(f"{path.name} holds more than {_MOST_JSON >> 20} MB. {right}")
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} is damaged or cut off ({error}). {right}") from error
    return content


def _mark(content: bytearray) -> int:
    return 3 if content.startswith(codecs.BOM_UTF8) else 0


def _position(content: bytearray, problem: str) -> str:
    """Where msgspec stopped: it names the byte, or the input is cut off at its end."""
    named = re.search(r"\(byte (\d+)\)", problem)
    offset = int(named[1]) + _mark(content) if named else len(content)
    line = content.count(b"\n", 0, offset) + 1
    column = offset - content.rfind(b"\n", 0, offset)
    return f"line {line} column {column}"
