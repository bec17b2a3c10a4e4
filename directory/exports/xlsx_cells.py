"""The cells of a workbook: each with the type it has. Called by the modules of its sheets.

A spreadsheet has no time zones: a moment is written as its time in UTC, and the cell's format says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""UTF-16 units of a cell."""

CUT = " [cut: the CSV has all of it]"

SHOWN: Mapping[type, str] = {
    datetime: 'yyyy-mm-dd hh:mm:ss "UTC"',
    date: "yyyy-mm-dd",
}
"""How dates are shown: as ISO 8601 writes them, wherever the spreadsheet is at home."""

LINE = 15.0
"""Height of a line in points. Rows of several lines are given theirs, since not every spreadsheet works it out."""

HIGHEST = 409.0
"""The most points that Excel allows a row."""

Value = str | int | float | date | datetime | None

_NO_XML = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and CR, which it does not keep."""
_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d", re.ASCII)
"""A day that a spreadsheet has a number for: those begin with 1900."""


def cell_text(value: str) -> str:
    """The text as a cell can hold it: U+FFFD for what XML cannot, and cut with a word where it is too long."""
    kept = _NO_XML.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    octets = kept.encode("utf-16-le") if len(kept) > LONGEST // 2 else b""
    if len(octets) <= 2 * LONGEST:
        return kept
    return octets[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def dated(written: str) -> date | str:
    """A source's date: a day where it is a whole one; a month or a year as the text it is, no day being known."""
    try:
        return date.fromisoformat(written) if _DAY.fullmatch(written) else written
    except ValueError:
        return written


class Rows:
    """A sheet that is written row by row, from the top. `widths` of its columns are in characters."""

    def __init__(self, workbook: Workbook, name: str, widths: Iterable[float]) -> None:
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.count = 0
        self._widths = tuple(widths)
        for column, width in enumerate(self._widths):
            self.sheet.set_column(column, column, width)
        self._dates = {
            kind: workbook.add_format({"num_format": shown, "align": "left", "valign": "top"})
            for kind, shown in SHOWN.items()
        }
        self._number = workbook.add_format({"align": "right", "indent": 1})

    def put(self, values: Iterable[Value], style: Format | None = None, *, first: Format | None = None) -> None:
        """One row; None and "" are empty cells. `style` is that of text and numbers, `first` that of the first cell,
        where it has another. Text in a style that wraps has the lines it needs."""
        values = tuple(values)
        if style is not None and style.text_wrap:
            lines = max(map(self._lines, range(len(values)), values))
            self.sheet.set_row(self.count, min(HIGHEST, LINE * lines))
        for column, value in enumerate(values):
            if value is not None and value != "":
                self._put(column, value, style if column or first is None else first)
        self.count += 1

    def _lines(self, column: int, value: Value) -> int:
        """Lines that a cell has, a little generously: a width is in zeros, and letters are a quarter narrower."""
        room = self._widths[column] * 1.1
        parts = cell_text(value).split("\n") if isinstance(value, str) else ()
        return max(1, sum(ceil(max(len(part), 1) / room) for part in parts))

    def _put(self, column: int, value: Value, style: Format | None) -> None:
        if isinstance(value, str):
            self.sheet.write_string(self.count, column, cell_text(value), style)
        elif isinstance(value, date):
            plain = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            self.sheet.write_datetime(self.count, column, plain, self._dates[type(value)])
        else:
            self.sheet.write_number(self.count, column, value, style or self._number)
