"""A workbook for spreadsheets: the columns of the CSV with types, and a sheet that says what the list is.

A ZIP code is text and stays 02108, numbers are numbers, and no text is ever a formula or a link. The writer needs a
file: a temporary folder holds it, and is gone when the last piece was taken or nobody takes any more. Memory does not
grow with the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from directory.exports.csv_file import AFTER, BEFORE, Cell, columns
from directory.exports.format import Format, Heading, Item
from directory.exports.record import PIECE
from directory.exports.xlsx_about import Sources, about
from directory.vocabulary import vocabulary

ROWS = 1_048_576
"""Rows of a sheet, the header among them."""

LONGEST = 32_767
"""UTF-16 units of a cell."""

CUT = " [cut: the CSV has all of it]"

BREATH = 200
"""Rows after which an empty piece is handed on: writing can end there when the reader has gone."""

WIDTHS: Mapping[str, float] = {
    **dict.fromkeys(("name", "street", "phones", "website", "sources", "not_stated"), 34.0),
    **dict.fromkeys(("state", "zip", "fictional"), 8.0),
}
"""Widths of columns in characters; 16 for others."""

TYPED: Mapping[str, Callable[[Item, Heading], Cell]] = {
    "distance_miles": lambda item, _: None if item.miles is None else round(item.miles, 2)
}
"""Columns that are text in the CSV and have another type here."""

_OPTIONS = {
    "constant_memory": True,
    **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
}

_NO_XML = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and CR, which it does not keep."""


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces: first empty ones while it is made, then what it holds."""
    with TemporaryDirectory(prefix="treatment-directory-") as folder:
        path = Path(folder) / "list.xlsx"
        yield from _make(path, items, heading)
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


XLSX = Format(
    key="xlsx",
    label="Excel workbook",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension="xlsx",
    write=write,
    most=ROWS - 1,
)


def cell_text(value: str) -> str:
    """The text as a cell can hold it: U+FFFD for what XML cannot, and cut with a word where it is too long."""
    kept = _NO_XML.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    octets = kept.encode("utf-16-le") if len(kept) > LONGEST // 2 else b""
    if len(octets) <= 2 * LONGEST:
        return kept
    return octets[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


@dataclass(eq=False, slots=True)
class _Places:
    """The sheet of places while it is written, row by row."""

    sheet: Worksheet
    rows: int = 0
    sources: Sources = field(default_factory=Sources)

    def put(self, cells: Iterable[Cell]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                self.sheet.write_string(self.rows, column, cell_text(cell))
            elif isinstance(cell, float):
                self.sheet.write_number(self.rows, column, cell)
        self.rows += 1


def _make(path: Path, items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """Makes the file, and hands on an empty piece now and then. When nobody waits for it any more it is not finished,
    only the writer's own file of rows is closed."""
    workbook = Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)})
    workbook.use_zip64()  # a sheet of a million rows has more than 4 GB before it is packed
    workbook.set_properties({"title": "Treatment facilities", "created": _time(heading.made)})
    places = _Places(_sheet(workbook, columns()))
    try:
        places.put(columns())
        for item in items:
            places.put(_cells(item, heading))
            places.sources.add(item.facility)
            if places.rows % BREATH == 0:
                yield b""
        places.sheet.autofilter(0, 0, places.rows - 1, len(columns()) - 1)
        about(workbook, heading, places.sources, cell_text)
        workbook.close()
    finally:
        for sheet in workbook.worksheets():
            sheet.row_data_fh.close()


def _sheet(workbook: Workbook, names: Iterable[str]) -> Worksheet:
    sheet = workbook.add_worksheet("Places")
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, None, bold)
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, 16.0))
    return sheet


def _cells(given: Item, heading: Heading) -> Iterator[Cell]:
    """The cells of the CSV, in its order."""
    item = replace(given, facility=given.facility.exported())
    yield from (cell(item, heading) for cell in ({**BEFORE, **TYPED}).values())
    yield from ("; ".join(item.facility.terms.get(facet, ())) for facet in vocabulary().facets)
    yield from (cell(item, heading) for cell in AFTER.values())


def _time(made: str) -> datetime:
    """When the list was made, as the file's own date: the same list is the same file."""
    try:
        return datetime.fromisoformat(made).replace(tzinfo=None)
    except ValueError:
        return datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
