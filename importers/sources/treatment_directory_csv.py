"""A row of our own CSV as a facility; `directory.exports.csv_file` says what is in its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from directory.errors import RowError
from directory.exports.csv_file import plain_cell
from directory.vocabulary import vocabulary
from importers.row import Row
from importers.source import Reading
from importers.sources.treatment_directory_cited import cited
from importers.sources.treatment_directory_terms import not_stated, parts
from importers.sources.treatment_directory_told import Held, Number, Told, Where

NEEDED = ("id", "name", "city", "state", "zip", "phones", "not_stated", "listed", "fictional", "sources", "updated")
"""Columns without which a table is not one of ours."""

_USED = re.compile(r"(.+?)(?: \((intake|hotline|tty|fax)\))?")
_UNUSED = ("distance_miles", "distance_about", "listings", "no_longer_listed", "updated", "link", "phones_shared")
"""Of the list it was in, of all places of that directory, or of how it was made there; `updated` may be the day of an
import."""


def told_by(row: Row, reading: Reading) -> Told:
    """Raises RowError when a cell cannot be read."""
    row.take(*_UNUSED)
    facets = vocabulary().facets
    told = Told(
        id=_text(row, "id"),
        name=_text(row, "name"),
        name2=_text(row, "name2"),
        address=Where(**{name: _text(row, name) for name in Where.__struct_fields__}),
        phones=tuple(map(_number, _parts(row, "phones"))),
        website=_text(row, "website"),
        latitude=_degrees(row, "latitude"),
        longitude=_degrees(row, "longitude"),
        point=_text(row, "point"),
        terms={facet: keys for facet in facets if (keys := tuple(_parts(row, facet)))},
        not_stated=_grouped(not_stated(_text(row, "not_stated"))),
        unknown=tuple(_parts(row, "unknown")),
        sources=cited(_text(row, "sources")),
        listed=_text(row, "listed") != "no",
        front_gate=bool(_text(row, "front_gate_only")),
        held_with=tuple(Held(name=name) for name in _parts(row, "has_held_an_identifier_with")),
        fictional=bool(_text(row, "fictional")),
    )
    reading.unused_columns.update(row.rest())
    return told


def _text(row: Row, column: str) -> str:
    return plain_cell(row.take(column))


def _parts(row: Row, column: str) -> Iterator[str]:
    return parts(_text(row, column))


def _degrees(row: Row, column: str) -> float | None:
    written = _text(row, column)
    try:
        return float(written) if written else None
    except ValueError as error:
        raise RowError(f"{column} is {written[:80]!r}, which is no number.") from error


def _number(written: str) -> Number:
    found = _USED.fullmatch(written)
    return Number(number=found[1], use=found[2] or "main") if found else Number(number=written)


def _grouped(found: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Facet -> keys, of terms as "care:detox"."""
    groups: dict[str, tuple[str, ...]] = {}
    for term in found:
        facet, _, key = term.partition(":")
        groups[facet] = (*groups.get(facet, ()), key)
    return groups
