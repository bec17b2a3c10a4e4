"""What our own HSDS exports say where HSDS has no place for it: which terms, what was not asked, what is withheld.

`directory/exports/hsds_service.py` writes it. A location that bears our id is of such an export.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from directory.errors import RowError
from directory.exports.interchange import DIRECTORY, UNKNOWN
from importers.source import Reading
from importers.sources.hsds_tables import Record, Tables
from importers.sources.treatment_directory_cited import cited, data_of
from importers.sources.treatment_directory_terms import asked, not_stated, said


class Own(NamedTuple):
    """What was said and asked of a place, whether its street is kept from everybody, who said it there as it was
    written, and of when that is."""

    said: tuple[str, ...]
    survey: str
    front_gate: bool
    issuers: str
    sources: str
    as_of: str


def ours(tables: Tables) -> bool:
    """Whether a package is one of ours. It may be the list of any question, so it is never the whole of anything."""
    return any(is_own(place) for place in tables.all("locations"))


def is_own(place: Record) -> bool:
    """Whether a location is of one."""
    return place.row.take("external_identifier_type") == DIRECTORY


def own(tables: Tables, services: Sequence[Record], reading: Reading) -> Own:
    """Raises RowError for a place that is invented."""
    facts: defaultdict[str, list[str]] = defaultdict(list)
    found: set[str] = set()
    for record in _of(tables, services, "attributes"):
        name, value = record.row.take("link_type"), record.row.take("value")
        term = tables.get("taxonomy_terms", record.row.take("taxonomy_term_id"))
        found |= {term.row.take("code")} if term else set()
        facts[name] += [] if term else [value]
    for record in _of(tables, services, "languages"):
        record.row.take("name")  # they are among the terms as well
    told = {name: "; ".join(values) for name, values in facts.items()}
    if told.get("fictional"):
        raise RowError("it is invented for the sample, and nobody could go there.")
    return Own(
        said=said(found, facts[UNKNOWN], reading.unknown),
        survey=asked(not_stated(told.get("not_stated", ""))),
        front_gate=bool(told.get("front_gate_only")),
        issuers=told.get("has_held_an_identifier_with", ""),
        sources=told.get("sources", ""),
        as_of=data_of(cited(told.get("sources", ""))),
    )


def _of(tables: Tables, services: Sequence[Record], table: str) -> Iterator[Record]:
    return (record for service in services for record in tables.of("services", service.id, table))
