"""Tables nobody has seen: CSV of any delimiter and encoding, and sheets of workbooks, with the header where it is.

For `sources/table.py` and for drafting; files of a known source have their stricter readers in `readers.py`.
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from directory import clean
from directory.errors import SourceError
from importers.files import expect
from importers.mapping import Layout, folded
from importers.readers import BadRow
from importers.row import Row
from importers.source import Reading
from importers.xlsx import Workbook, open_workbook

RIGHT = "Right is a table: a CSV file or an XLSX workbook."
Numbered = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the header as it is written, a second column of a name numbered, and the rows by folded names."""

    file: str
    header: tuple[str, ...]
    rows: Iterator[Row]


@contextlib.contextmanager
def open_grid(path: Path, layout: Layout, reading: Reading) -> Iterator[Grid]:
    """A table while it is open. Raises SourceError, also while rows are read, when it is none."""
    with open_cells(path, layout, reading) as (records, padded):
        header = _header(records, layout, path.name)
        names = [folded(column) for column in header]
        rows = (_row(names, cells, path.name, line, padded) for line, cells in records)
        yield Grid(path.name, header, rows)


@contextlib.contextmanager
def open_cells(path: Path, layout: Layout, reading: Reading) -> Iterator[tuple[Numbered, bool]]:
    """The rows that are not empty with their lines, and whether they may be shorter or longer than the header."""
    kinds = frozenset({"text", "zip"}) | (frozenset({"utf-16"}) if layout.encoding else frozenset())
    if expect(path, kinds, RIGHT) == "zip":
        with open_workbook(path, RIGHT) as book:
            yield _cells(book, layout), True
    else:
        yield _records(path, layout, layout.encoding or _encoding(path, reading)), False


def _cells(book: Workbook, layout: Layout) -> Numbered:
    """The rows of the sheet that is named, or of the first."""
    names = [folded(name) for name in book.sheets]
    if layout.sheet and folded(layout.sheet) not in names:
        found = ", ".join(map(repr, book.sheets))
        raise SourceError(f"{book.file} has no sheet {layout.sheet!r} ([file] sheet); its sheets are {found}.")
    # A sheet as Workbook offers it takes its first row for the header and drops what stands beside it.
    return book._rows(names.index(folded(layout.sheet)) if layout.sheet else 0)


def _encoding(path: Path, reading: Reading) -> str:
    """UTF-8, or else Windows-1252, which the report mentions."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        reading.warnings[f"{path.name} is not UTF-8; read as Windows-1252"] += 1
        return "cp1252"
    return "utf-8-sig"


def _records(path: Path, layout: Layout, encoding: str) -> Numbered:
    errors = "strict" if layout.encoding else "replace"  # cp1252 leaves five bytes undefined
    encoding = "utf-8-sig" if encoding.casefold() in ("utf-8", "utf8") else encoding
    try:
        with path.open(encoding=encoding, errors=errors, newline="") as stream:
            yield from _parsed(stream, layout.delimiter, path.name)
    except UnicodeError as error:
        raise SourceError(f"{path.name} is not {encoding} ({error}); [file] encoding needs another name.") from error


def _parsed(stream: IO[str], delimiter: str, file: str) -> Numbered:
    line, ended = 1, []

    def lines() -> Iterator[str]:
        for text in stream:
            yield text.replace("\0", "")
        ended.append(1)

    reader = csv.reader(lines(), delimiter=delimiter)
    try:
        for cells in reader:
            if ended:  # only now complete, at the end of the file
                raise SourceError(f"{file} line {line} opens a quotation mark that is never closed.")
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:  # a cell above csv's limit of 131,072 characters
        raise SourceError(f"{file} line {line} is no CSV ({error}); a quotation mark may be missing.") from error


def _header(records: Numbered, layout: Layout, file: str) -> tuple[str, ...]:
    cells = next((cells for line, cells in records if line >= layout.header_row), None)
    if cells is None:
        wanted = f"row {layout.header_row} ([file] header_row)" if layout.header_row else "any row"
        raise SourceError(f"{file} has no header in {wanted}. {RIGHT}")
    other = [d for d in ";\t|," if d != layout.delimiter and cells[0].count(d) > 1]
    if len([cell for cell in cells if cell.strip()]) == 1 and other:
        raise SourceError(
            f"{file} has one column only, {cells[0][:60]!r}; [file] delimiter = {other[0]!r} may be right."
        )
    return named(cells)


def named(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of columns: one that is empty is "column 7", and the second "Phone" is "Phone (2)"."""
    names: list[str] = []
    seen: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        plain = clean.text(cell) or f"column {place}"
        free = (f"{plain} ({number})" if number > 1 else plain for number in range(1, len(cells) + 2))
        names.append(next(name for name in free if folded(name) not in seen))
        seen.add(folded(names[-1]))
    return tuple(names)


def _row(names: Sequence[str], cells: list[str], file: str, line: int, padded: bool) -> Row:
    extra = [cell for cell in cells[len(names) :] if cell.strip()]
    if extra or (len(cells) < len(names) and not padded):
        return BadRow(f"{len(cells)} cells where the header has {len(names)}.", file, line)
    return Row(dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False)), file, line)
