"""The access report as a file: CSV, and GeoJSON with the areas as points."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import msgspec

from directory.exports.csv_file import Cell, safe_cell
from directory.exports.record import encoded, joined
from search.access import Access, AreaAccess, Report
from search.access_method import metadata
from search.access_terms import TermCount
from search.measures import MEASURES

NOT_KNOWN = "not known"

BEFORE: Mapping[str, Callable[[AreaAccess, Report], object]] = {
    "zip": lambda row, report: row.code if report.by == "zip" else "",
    "name": lambda row, _: row.name,
    "state": lambda row, _: row.state,
    "county": lambda row, _: row.county,
    "county_fips": lambda row, _: row.county_fips,
    "latitude": lambda row, _: row.latitude,
    "longitude": lambda row, _: row.longitude,
    "point_is": lambda row, _: row.point_is,
    "point_rough": lambda row, _: row.point_rough,
    "distance_error_miles": lambda row, _: NOT_KNOWN if row.distance_error_miles is None else row.distance_error_miles,
}
AFTER: Mapping[str, Callable[[AreaAccess, Report], object]] = {
    "generation": lambda _, report: report.manifest.number,
    "data_oldest": lambda _, report: report.dates[0],
    "data_newest": lambda _, report: report.dates[1],
    "fictional": lambda _, report: report.manifest.fictional,
}
"""The columns before and after those of the measures (`access_method.MEANT` says what they mean)."""


@dataclass(frozen=True, slots=True)
class AccessFormat:
    """One way to take the report away: of a state ("" for all) and some measures (none for all), in pieces."""

    key: str
    media_type: str
    write: Callable[[Report, str, tuple[str, ...]], Iterator[bytes]]


def columns(measures: Iterable[str] = ()) -> tuple[str, ...]:
    """The header of the CSV."""
    parts = [MEASURES[key].column for key in tuple(measures) or MEASURES]
    return (*BEFORE, *(_column(part, name) for part in parts for name in Access.__struct_fields__), *AFTER)


def terms_csv(counted: Iterable[TermCount]) -> Iterator[bytes]:
    """The counts of terms as CSV, in pieces."""
    head = b"\xef\xbb\xbf" + _line(TermCount.__struct_fields__)
    lines = (_line(map(_cell, msgspec.structs.astuple(each))) for each in counted)
    return joined(chain([head], lines))


def _column(measure: str, name: str) -> str:
    return f"nearest_{measure}_{name[8:]}" if name.startswith("nearest_") else f"{measure}_{name}"


def _csv(report: Report, state: str, measures: tuple[str, ...]) -> Iterator[bytes]:
    return joined(_lines(report, state, measures))


def _lines(report: Report, state: str, measures: tuple[str, ...]) -> Iterator[bytes]:
    """UTF-8 with byte order mark, CRLF; text, and so ZIP and county codes, in quotes and never a formula."""
    yield b"\xef\xbb\xbf" + _line(columns(measures))
    for row in report.rows(state, measures):
        yield _line(map(_cell, _values(row, report)))


def _values(row: AreaAccess, report: Report) -> Iterator[object]:
    """What stands in the columns, in their order."""
    yield from (value(row, report) for value in BEFORE.values())
    yield from (getattr(access, name) for access in row.measures.values() for name in Access.__struct_fields__)
    yield from (value(row, report) for value in AFTER.values())


def _cell(value: object) -> Cell:
    """Yes and no as words, numbers as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, int | float) else safe_cell(str(value))


def _line(cells: Iterable[Cell]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return line.getvalue().encode()


def _geojson(report: Report, state: str, measures: tuple[str, ...]) -> Iterator[bytes]:
    return joined(_features(report, state, measures))


def _features(report: Report, state: str, measures: tuple[str, ...]) -> Iterator[bytes]:
    """RFC 7946: one FeatureCollection, and what it says of itself as `metadata`."""
    head = encoded({"type": "FeatureCollection", "metadata": metadata(report)})
    yield head[:-1] + b',"features":['
    names, separator = columns(measures), b"\n"
    for row in report.rows(state, measures):
        properties = dict(zip(names, _values(row, report), strict=True))
        yield separator + encoded(_feature(row, properties))
        separator = b",\n"
    yield b"\n]}\n"


def _feature(row: AreaAccess, properties: dict[str, object]) -> dict[str, object]:
    """The point of an area with what a line of the CSV has."""
    point = None if row.latitude is None else {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    return {"type": "Feature", "id": row.code, "geometry": point, "properties": properties}


FORMATS: Mapping[str, AccessFormat] = {
    "csv": AccessFormat("csv", "text/csv; charset=utf-8", _csv),
    "geojson": AccessFormat("geojson", "application/geo+json", _geojson),
}
"""By their key, which is the end of a file's name too."""
