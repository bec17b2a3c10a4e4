"""HSDS as documents: one record with all that belongs to it nested, lists of them, or pages as an API answers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from directory.errors import SourceError
from importers.readers import read_json
from importers.source import Reading
from importers.sources.hsds_tables import ALIASES, OWNERS, Tables

_ONE: Mapping[str, tuple[str, str]] = {
    "organization": ("organizations", "organization_id"),
    "service": ("services", "service_id"),
    "location": ("locations", "location_id"),
    "taxonomy_term": ("taxonomy_terms", "taxonomy_term_id"),
    "program": ("programs", "program_id"),
}
"""Where one record is nested: its table, and the column of the outer record that names it."""
_COLUMN = {table: column for column, table in OWNERS.items()}
_DEEPEST = 12  # a service in an organization with its attribute's taxonomy is 6 deep
_DECODER = msgspec.json.Decoder(object)


@dataclass(slots=True)
class Pages:
    """What the answers that were read say of themselves."""

    files: int = 0
    numbers: list[int] = field(default_factory=list)
    totals: set[tuple[int, int]] = field(default_factory=set)
    records: int = 0

    def complete(self) -> bool:
        """Whether these files are every page of one answer, and nothing else."""
        if len(self.totals) != 1 or self.files != len(self.numbers):
            return False
        ((pages, records),) = self.totals
        return sorted(self.numbers) == list(range(1, pages + 1)) and records == self.records


def read_document(path: Path, tables: Tables, reading: Reading, pages: Pages, right: str) -> None:
    """Fill `tables` from one file. Raises SourceError when it is not JSON; what is no HSDS is named in a warning."""
    pages.files += 1
    found = 0
    for number, record in enumerate(_records(read_json(path, _DECODER, right), pages), start=1):
        table = _table(record)
        if table:
            found += 1
            _add(tables, table, record, path.name, number, 0)
    if not found:
        reading.warnings[f"{path.name} holds no organization, service or location; left out"] += 1


def _records(content: object, pages: Pages) -> Iterator[Mapping[str, object]]:
    listed = content
    if isinstance(content, dict):
        listed = next(
            (content[k] for k in ("contents", "items", "services", "organizations") if _bare(content, k)), None
        )
        if listed is None:
            listed = [content]
        elif "contents" in content:
            _note(content, pages)
    return (record for record in (listed if isinstance(listed, list) else []) if isinstance(record, dict))


def _bare(content: Mapping[str, object], name: str) -> bool:
    """Whether a document is only an envelope around this list."""
    return isinstance(content.get(name), list) and "name" not in content and "id" not in content


def _note(content: Mapping[str, object], pages: Pages) -> None:
    page, count, items = (content.get(name) for name in ("page_number", "total_pages", "total_items"))
    listed = content.get("contents")
    if isinstance(page, int) and isinstance(count, int) and isinstance(items, int) and isinstance(listed, list):
        pages.numbers.append(page)
        pages.totals.add((count, items))
        pages.records += len(listed)


def _table(record: Mapping[str, object]) -> str:
    """The table of an outermost record, told by what only such a record has; "" when it is none that lists a place."""
    marks = (
        ("service_at_location", record.keys() >= {"location"} and bool(record.keys() & {"service", "service_id"})),
        (
            "services",
            bool(record.keys() & {"organization", "service_at_locations", "organization_id"} - {"locations"})
            and "name" in record
            and not record.keys() & {"location_type", "latitude", "addresses"},
        ),
        ("locations", bool(record.keys() & {"location_type", "latitude", "addresses", "physical_addresses"})),
        ("services", "status" in record and "name" in record),
        ("organizations", "name" in record and bool(record.keys() & _OF_ORGANIZATION)),
    )
    return next((table for table, holds in marks if holds), "")


_OF_ORGANIZATION = frozenset(
    {"services", "locations", "organization_identifiers", "website", "tax_status", "legal_status", "year_incorporated"}
)


def _add(tables: Tables, table: str, record: Mapping[str, object], file: str, line: int, depth: int) -> str:
    """Keep a record and everything nested in it; its id."""
    if depth > _DEEPEST:
        raise SourceError(f"{file}: record {line} is nested more than {_DEEPEST} deep; HSDS is not.")
    values = {name: text for name, value in record.items() if (text := _text(value))}
    for name, (inner, column) in _ONE.items():
        value = record.get(name)
        if isinstance(value, dict):
            values[column] = _add(tables, inner, value, file, line, depth + 1)
    own = tables.add(table, values, file, line)
    for name, value in record.items():
        for inner_record in value if isinstance(value, list) else ():
            _nest(tables, (table, own), ALIASES.get(name, name), inner_record, (file, line, depth + 1))
    return own


def _nest(tables: Tables, owner: tuple[str, str], inner: str, record: object, place: tuple[str, int, int]) -> None:
    table, own = owner
    if not isinstance(record, dict):
        return
    column = _COLUMN.get(table)
    # A number shared by an organization and a location comes twice under one id: links carry both.
    owned = {**record, column: own} if column and column not in record else record
    tables.link(table, own, inner, _add(tables, inner, owned, *place))


def _text(value: object) -> str:
    """A value as a table would hold it; several words in one cell, as 2.x documents list ways to pay."""
    if isinstance(value, list):
        return "; ".join(word for word in value if isinstance(word, str))
    return "" if isinstance(value, bool | dict) or value is None else str(value)
