"""A table of corrections (CSV), row by row: one field of one facility in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from directory import clean
from directory.errors import RowError
from importers.overlay import Written
from importers.readers import read_csv, require
from importers.row import Row
from importers.source import Reading, Refused

_COLUMNS = ("facility", "field", "value", "reason", "date")
_RIGHT = f"Right is a CSV file with the columns {', '.join(_COLUMNS)}."
_SEPARATORS = {"yes": "[;,]", "no": "[;,]", "strike": "[;,]"} | dict.fromkeys(("phones",), ";")
"""Field, up to its first stop -> what stands between several values; other fields have one."""


def rows(table: Path, reading: Reading) -> Iterator[Written | Refused]:
    """Every row as an entry; a ragged one is refused. Raises SourceError when it is no such table."""
    sheet = read_csv(table, reading, _RIGHT)
    require(sheet, _COLUMNS, _RIGHT)
    for row in sheet.rows:
        try:
            yield _written(row)
        except RowError as error:
            yield Refused(row.file, row.line, str(error))
        else:
            reading.unused_columns.update(row.rest())


def _written(row: Row) -> Written:
    facility, field, value, reason, date = (row.take(column) for column in _COLUMNS)
    name = clean.text(field).casefold()
    separator = _SEPARATORS.get(name.partition(".")[0])
    parts = re.split(separator, value) if separator else [value]
    several = tuple(part for part in parts if part.strip()) or ("",)
    return Written(row.file, row.line, facility, reason, date, ((name, several),))
