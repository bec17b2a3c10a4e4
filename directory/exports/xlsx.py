"""A workbook for spreadsheets: the columns of the CSV with types, and sheets that say what the list is.

A ZIP code is text and stays 02108, numbers are numbers, a day is a date, and no text is ever a formula or a link. Yes
and no are words: LibreOffice makes formulas of truths, =TRUE(). The writer needs a file: a temporary folder holds it,
and is gone when the last piece was taken or nobody takes any more. Memory does not grow with the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from directory.exports.cited import Sources
from directory.exports.csv_file import AFTER, BEFORE, columns
from directory.exports.format import Format, Heading, Item
from directory.exports.record import PIECE
from directory.exports.xlsx_about import about
from directory.exports.xlsx_cells import Rows, Value, dated
from directory.vocabulary import vocabulary

ROWS = 1_048_576
"""Rows of a sheet, the header among them."""

BREATH = 200
"""Rows after which an empty piece is handed on: writing can end there when the reader has gone."""

WIDTHS: Mapping[str, float] = {
    **dict.fromkeys(("name", "street", "phones", "phones_shared", "website", "sources", "not_stated", "link"), 34.0),
    **dict.fromkeys(("name2", "street2", "county"), 22.0),
    **dict.fromkeys(("state", "zip", "point"), 8.0),
}
"""Widths of columns in characters; 16 for others, or what the column's name needs."""

ARROW = 4
"""Characters that the button of a filter covers of a name."""

Made = Callable[[Item, Heading], Value]

TYPED: Mapping[str, Made] = {
    "distance_miles": lambda item, _: None if item.miles is None else round(item.miles, 2),
    "updated": lambda item, _: dated(item.facility.updated),
}
"""Columns that are text in the CSV and have another type here."""

_OPTIONS = {
    "constant_memory": True,
    **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
}
_BEFORE, _AFTER = (tuple(TYPED.get(name, made) for name, made in table.items()) for table in (BEFORE, AFTER))


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


def _make(path: Path, items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """Makes the file, and hands on an empty piece now and then. When nobody waits for it any more it is not finished,
    only the writer's own file of rows is closed."""
    workbook = Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)})
    workbook.use_zip64()  # a sheet of a million rows has more than 4 GB before it is packed
    # The file's own date is that of the list: the same list is the same file.
    workbook.set_properties({"title": "Treatment facilities", "created": heading.made.replace(tzinfo=None)})
    places, sources = _places(workbook), Sources()
    try:
        for item in items:
            places.put(_cells(item, heading))
            sources.add(item.facility)
            if places.count % BREATH == 0:
                yield b""
        places.sheet.autofilter(0, 0, places.count - 1, len(columns()) - 1)
        about(workbook, heading, sources, columns())
        workbook.close()
    finally:
        for sheet in workbook.worksheets():
            sheet.row_data_fh.close()


def _places(workbook: Workbook) -> Rows:
    """The sheet of places with its header, which stays in sight, as id and name do."""
    names = columns()
    places = Rows(workbook, "Places", (max(WIDTHS.get(name, 16.0), len(name) + ARROW) for name in names))
    places.sheet.freeze_panes(1, 2)
    places.sheet.set_landscape()
    places.sheet.repeat_rows(0)
    places.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})  # a ZIP code is meant to be text
    places.put(names, workbook.add_format({"bold": True, "bottom": 1}))
    return places


def _cells(given: Item, heading: Heading) -> Iterator[Value]:
    """The cells of the CSV, in its order."""
    item = replace(given, facility=given.facility.exported())
    yield from (cell(item, heading) for cell in _BEFORE)
    yield from ("; ".join(item.facility.terms.get(facet, ())) for facet in vocabulary().facets)
    yield from (cell(item, heading) for cell in _AFTER)
