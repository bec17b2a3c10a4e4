"""An HTML page that is one table, as some publishers save it under the name of a workbook. Called by sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

from directory.errors import SourceError
from importers.files import expect
from importers.readers import BadRow, fold_header
from importers.row import Row
from importers.source import Reading, Sheet

_MOST_BYTES = 32 * 1024 * 1024  # the directory of 1,767 programs is 0.4 MB
_MOST_PENDING = 64 * 1024  # markup that is open for longer is no table; the parser would read it again and again
_MOST_CELL = 131_072  # characters, as in a CSV file
_MOST_CELLS = 500  # in one row
_PIECE = 8 * 1024

_CELLS = frozenset({"td", "th"})


def read_html_table(path: Path, reading: Reading, right: str) -> Sheet:
    """The rows of the only table of a page, the first of them the header. `line` is the line a row begins on.

    UTF-8, or else Windows-1252, which `reading.warnings` mentions. Raises SourceError, also while rows are read, when
    the file is no such page, is cut off or is too large; `right` says what would be right.
    """
    expect(path, frozenset({"html"}), right)
    records = _records(_text(path, reading, right), path.name, right)
    _, first = next(records)
    header = fold_header(first, path.name)
    return Sheet(path.name, header, (_row(header, cells, path.name, line) for line, cells in records))


def _text(path: Path, reading: Reading, right: str) -> str:
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise SourceError(f"{path.name} is an HTML page of more than {_MOST_BYTES >> 20} MB. {right}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.warnings[f"{path.name} is not UTF-8; read as Windows-1252"] += 1
        return content.decode("cp1252", "replace")


def _records(text: str, file: str, right: str) -> Iterator[tuple[int, list[str]]]:
    """The line each row of the table begins on and its cells, rows without a cell left out; at least one."""
    parser, found = _Parser(), False
    for start in range(0, len(text), _PIECE):
        _feed(parser, text[start : start + _PIECE], file, right)
        found = found or bool(parser.records)
        yield from parser.records
        parser.records.clear()
    if not parser.tables or (parser.closed and not found):
        raise SourceError(f"{file} is an HTML page without a table. {right}")
    if not parser.closed:
        raise SourceError(f"{file} is cut off: the table in it is never closed. {right}")
    if parser.tables > 1:
        raise SourceError(f"{file} is an HTML page with {parser.tables} tables, not with the one of programs. {right}")


def _feed(parser: _Parser, piece: str, file: str, right: str) -> None:
    try:
        parser.feed(piece)
    except AssertionError as error:  # how html.parser refuses a declaration it does not know, "<![x["
        raise SourceError(f"{file} line {parser.getpos()[0]} is no HTML that can be read ({error}). {right}") from error
    if len(parser.rawdata) > _MOST_PENDING or parser.overlong:
        raise SourceError(f"{file} line {parser.getpos()[0]} opens a tag or cell that does not end. {right}")


class _Parser(HTMLParser):
    """Fills `records` with rows as they end; the text of nothing but cells counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.records: list[tuple[int, list[str]]] = []
        self.tables = 0
        self.closed = False
        self.overlong = False
        self._line = 0
        self._cells: list[str] = []
        self._cell: list[str] | None = None
        self._length = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A row or cell ends where the next begins, whether or not it is closed."""
        if tag == "table":
            self.tables += 1
        elif tag == "tr":
            self._end_row()
            self._line = self.getpos()[0]
        elif tag in _CELLS:
            self._end_cell()
            self._cell, self._length = [], 0
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Closes a cell, a row or the table."""
        if tag in _CELLS:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.closed = True

    def handle_data(self, data: str) -> None:
        """Text, its entities resolved."""
        if self._cell is not None:
            self._cell.append(data)
            self._length += len(data)
            self.overlong = self.overlong or self._length > _MOST_CELL

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._cells.append("".join(self._cell))
            self.overlong = self.overlong or len(self._cells) > _MOST_CELLS
            self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if any(map(str.strip, self._cells)):
            self.records.append((self._line, self._cells))
        self._cells = []


def _row(header: Sequence[str], cells: Sequence[str], file: str, line: int) -> Row:
    if len(cells) != len(header):
        return BadRow(f"{len(cells)} cells where the header has {len(header)}.", file, line)
    return Row(dict(zip(header, cells, strict=True)), file, line)
