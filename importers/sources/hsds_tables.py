"""The tables of an HSDS package, whichever form it came in: records by id, and which record belongs to which.

Filled by `hsds_csv.py` and `hsds_json.py`, read by `hsds_join.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from importers.row import Row

ALIASES: Mapping[str, str] = {
    "services_at_location": "service_at_location",
    "service_at_locations": "service_at_location",
    "services_at_locations": "service_at_location",
    "taxonomy": "taxonomy_terms",
    "taxonomy_term": "taxonomy_terms",
    "other_attributes": "attributes",
    "service_attributes": "attributes",
    "service_taxonomy": "attributes",
    "cost_option": "cost_options",
    "payment_accepted": "payments_accepted",
    "payment_methods": "payments_accepted",
    "regular_schedules": "schedules",
    "regular_schedule": "schedules",
    "accessibility_for_disabilities": "accessibility",
    "contact": "contacts",
    "eligibilities": "eligibility",
}
"""Names of tables in 1.x, 2.x and in documents -> the name here, which is that of 3.0 where it has one."""

OWNERS: Mapping[str, str] = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "service_at_location_id": "service_at_location",
}
"""Columns that name the record a record belongs to -> that record's table."""

_ENTITIES = {
    "organization": "organizations",
    "service": "services",
    "location": "locations",
    "service_at_location": "service_at_location",
}
ANY = "*"
"""The owner's table where a record names its owner's id and not its table."""


@dataclass(slots=True)
class Record:
    """One record. The first file that names it gives its place; others fill what that one left empty."""

    id: str
    row: Row
    values: dict[str, str]


@dataclass(slots=True)
class Tables:
    """Records by table and id, in the order they came."""

    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    _links: dict[tuple[str, str, str], dict[str, None]] = field(default_factory=dict)

    def add(self, table: str, values: Mapping[str, str], file: str, line: int) -> str:
        """Keep a record and link it to those it names; its id, made of its content where it has none."""
        values = {column: value for column, value in values.items() if value.strip()}
        found = values.get("id", "").strip() or _digest(values)
        known = self.records.setdefault(table, {}).get(found)
        if known is None:
            own = dict(values)
            self.records[table][found] = Record(found, Row(own, file, line), own)
        else:
            known.values.update({c: v for c, v in values.items() if c not in known.values})
        for owner, owner_id in _owners(values):
            self.link(owner, owner_id, table, found)
        return found

    def link(self, owner: str, owner_id: str, table: str, record_id: str) -> None:
        """Note that a record of `table` belongs to a record of `owner`."""
        self._links.setdefault((owner, owner_id, table), {})[record_id] = None

    def get(self, table: str, record_id: str) -> Record | None:
        """The record of an id, if it is here."""
        return self.records.get(table, {}).get(record_id)

    def all(self, table: str) -> Iterable[Record]:
        """Every record of a table."""
        return self.records.get(table, {}).values()

    def of(self, owner: str, owner_id: str, table: str) -> Iterator[Record]:
        """The records of `table` that belong to one record."""
        ids = self._links.get((owner, owner_id, table), {}) | self._links.get((ANY, owner_id, table), {})
        return (record for i in ids if (record := self.get(table, i)) is not None)


def _owners(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((owner, values[column].strip()) for column, owner in OWNERS.items() if column in values)
    if "link_id" in values:
        entity = values.get("link_entity", values.get("link_type", "")).strip().casefold()
        yield _ENTITIES.get(entity, ANY), values["link_id"].strip()


def _digest(values: Mapping[str, str]) -> str:
    return hashlib.blake2b(msgspec.json.encode(sorted(values.items())), digest_size=8).hexdigest()
