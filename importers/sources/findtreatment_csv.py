"""Files of the FindTreatment.gov export button: a line a facility, plain columns first, then one for each code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from directory.errors import RowError
from directory.listing import Listing
from directory.vocabulary import vocabulary
from importers.readers import read_csv, require
from importers.row import Row
from importers.source import Outcome, Reading, outcomes
from importers.sources.findtreatment_listing import RIGHT, listing

_NEEDED = ("name1", "street1", "city", "state", "zip")
"""The locator writes all plain columns; copies that others made lack telephones or kinds, and say less."""
_CODE = re.compile("[a-z0-9]{2,8}")
"""What the header of a service column can look like; columns without a name and of other programs are none."""
_PLAIN = frozenset(
    [
        "name1",
        "name2",
        "street1",
        "street2",
        "city",
        "state",
        "zip",
        "zip4",
        "county",
        "phone",
        "intake_prompt",
        "intake1",
        "intake2",
        "hotline1",
        "website",
        "latitude",
        "longitude",
        "type_facility",
        "frid",
        "_irow",
        "miles",
    ]
)


def read_export(path: Path, reading: Reading) -> Iterator[Outcome]:
    """The facilities of one export. Which codes have a column depends on the search."""
    sheet = read_csv(path, reading, RIGHT)
    require(sheet, _NEEDED, RIGHT)
    codes = _codes([c for c in sheet.header if c not in _PLAIN and _CODE.fullmatch(c)])
    known = frozenset(vocabulary().homes)

    def make(row: Row) -> Listing:
        said = _said(row, codes)
        if not said <= known:
            reading.unknown.update(said - known)
        return listing(row, said, reading)

    yield from outcomes(sheet.rows, make, reading)


def _codes(columns: Sequence[str]) -> Mapping[str, str]:
    """Column -> code: the code itself in lower case, or an older spelling of it (`msnh` for MSMH)."""
    homes = vocabulary().homes
    return {c: c.upper() if c.upper() in homes else vocabulary().code("CODE", c) or c.upper() for c in columns}


def _said(row: Row, codes: Mapping[str, str]) -> frozenset[str]:
    """The codes marked "1". Raises RowError for a mark that is neither that nor "0" nor empty."""
    said = set()
    for column in row.rest() & codes.keys():  # those with a value: 60 of 172
        mark = row.take(column)
        if mark == "1":
            said.add(codes[column])
        elif mark not in ("", "0"):
            raise RowError(f"column {column} holds {mark[:40]!r}; a service column holds 1 or nothing.")
    return frozenset(said)
