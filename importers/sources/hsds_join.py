"""The tables of an HSDS package, joined: one outcome for each organization at a location, and for what is at none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from directory.errors import RowError
from importers.source import Outcome, Read, Reading, Refused
from importers.sources.hsds_listing import Offer, listing
from importers.sources.hsds_own import ours
from importers.sources.hsds_tables import Record, Tables

_CLOSED = frozenset({"inactive", "defunct"})
_READ = frozenset({
    "organizations", "services", "locations", "service_at_location", "addresses", "physical_addresses",
    "postal_addresses", "phones", "languages", "attributes", "taxonomy_terms", "cost_options", "payments_accepted",
    "eligibility", "schedules", "organization_identifiers",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """One organization at one location, and the services it has there."""

    organization: str
    location: str
    at: list[tuple[Record, Record]]


def joined(tables: Tables, reading: Reading) -> Iterator[Outcome]:
    """Every outcome of a package; notes the columns and tables that nobody used."""
    places: dict[tuple[str, str], _Place] = {}
    seen: set[tuple[str, str]] = set()
    for at, service in _links(tables, reading):
        seen |= {("services", service.id)} if service else set()
        problem, location = _lacking(tables, at, service)
        if problem or service is None:
            yield Refused(at.row.file, at.row.line, problem)
            continue
        organization = _organization(service, tables, location)
        seen |= {("locations", location), ("organizations", organization)}
        places.setdefault((organization, location), _Place(organization, location, [])).at.append((at, service))
    some = False
    for place in places.values():
        outcome = _outcome(tables, place, reading)
        some |= isinstance(outcome, Read)
        yield outcome
    yield from _left(tables, seen)
    if some:
        _unused(tables, reading)


def as_of(tables: Tables) -> str:
    """The day of the last change the services tell of, "" when they tell of none. In what we exported ourselves it may
    be the day of an import: there places have dates of their own."""
    told = [record.row.take("last_modified")[:10] for record in tables.all("services")]
    days = (day for day in told if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day))
    return "" if ours(tables) else max(days, default="")


def _links(tables: Tables, reading: Reading) -> Iterator[tuple[Record, Record | None]]:
    """Every service at a location; a service that names none is at its organization's one location."""
    linked = set()
    for at in tables.all("service_at_location"):
        service = tables.get("services", at.row.take("service_id"))
        linked.add(at.row.take("service_id"))
        yield at, service
    for service in tables.all("services"):
        if service.id not in linked and (location := _only_location(tables, service)):
            reading.warnings["services that name no location taken to be at the one their organization has"] += 1
            service.values["location_id"] = location
            yield service, service


def _only_location(tables: Tables, service: Record) -> str:
    if own := service.row.take("location_id"):  # 1.x: a service names its location itself
        return own
    ids = [record.id for record in tables.of("organizations", service.row.take("organization_id"), "locations")]
    return ids[0] if len(ids) == 1 else ""


def _lacking(tables: Tables, at: Record, service: Record | None) -> tuple[str, str]:
    """What a link names that is not there, or ""; and the location it names."""
    location = at.row.take("location_id")
    named = at.row.take("service_id")
    if service is None:
        return f"service_at_location {at.id} names service {named!r}, which is not in these files.", location
    if not location or tables.get("locations", location) is None:
        return f"{_called(service, 'service')} is at location {location!r}, which is not in these files.", location
    return "", location


def _organization(service: Record, tables: Tables, location: str) -> str:
    place = tables.get("locations", location)
    return service.row.take("organization_id") or (place.row.take("organization_id") if place else "")


def _outcome(tables: Tables, place: _Place, reading: Reading) -> Outcome:
    first = place.at[0][0].row
    try:
        offers = _open(place, reading)
        location = tables.records["locations"][place.location]
        organization = _known(tables, place.organization, location)
        return Read(first.file, first.line, listing(tables, organization, location, offers, reading))
    except RowError as error:
        return Refused(first.file, first.line, str(error))


def _known(tables: Tables, organization: str, location: Record) -> Record:
    found = tables.get("organizations", organization)
    if found is None:
        raise RowError(f"organization {organization!r} of {_called(location, 'location')} is not in these files.")
    return found


def _open(place: _Place, reading: Reading) -> list[Offer]:
    """The services that are not closed. Raises RowError when all are."""
    status = [service.row.take("status").casefold() for _, service in place.at]
    offers = [Offer(at, service) for (at, service), s in zip(place.at, status, strict=True) if s not in _CLOSED]
    if not offers:
        raise RowError(f"{_called(place.at[0][1], 'service')} is {status[0]}, and nothing else is at this location.")
    if closed := len(status) - len(offers):
        reading.warnings["services that are inactive or defunct left out"] += closed
    return offers


def _left(tables: Tables, seen: set[tuple[str, str]]) -> Iterator[Outcome]:
    """What is at no place: services first, then locations and organizations that no service leads to."""
    for service in _missed(tables, "services", seen):
        seen.add(("organizations", service.row.take("organization_id")))
        yield _refused(service, "service", "names no location, so it cannot be placed")
    for location in _missed(tables, "locations", seen):
        seen.add(("organizations", location.row.take("organization_id")))
        yield _refused(location, "location", "comes with no service")
    for organization in _missed(tables, "organizations", seen):
        yield _refused(organization, "organization", "comes with no service at a location; full documents are right")


def _missed(tables: Tables, table: str, seen: set[tuple[str, str]]) -> Iterable[Record]:
    return [record for record in tables.all(table) if (table, record.id) not in seen]


def _refused(record: Record, kind: str, problem: str) -> Refused:
    return Refused(record.row.file, record.row.line, f"{_called(record, kind)} {problem}.")


def _called(record: Record, kind: str) -> str:
    name = record.row.take("name")
    return f"{kind} {name[:80]!r}" if name else f"{kind} {record.id}"


def _unused(tables: Tables, reading: Reading) -> None:
    """Tables nobody reads, and columns nobody took from any record."""
    for table, records in tables.records.items():
        if table not in _READ:
            reading.unused_columns.add(f"{table} (the whole table)")
            continue
        rest, taken = set(_IGNORED), set(_IGNORED)
        for record in records.values():
            rest |= record.row.rest()
            taken |= record.values.keys() - record.row.rest()
        reading.unused_columns.update(f"{table}.{column}" for column in rest - taken)


_IGNORED = (
    "id", "description", "logo", "uri", "term_uri", "parent_id", "parent_organization_id", "taxonomy_id", "language",
    "tax_status", "year_incorporated", "legal_status", "assured_date", "assurer_email", "program_id", "contact_id",
    "phone_id", "link_id", "link_type", "link_entity", "taxonomy_detail", "attention", "transportation", "note",
    "organization_id", "service_id", "location_id", "service_at_location_id", "currency", "email",
)  # fmt: skip
"""Ids of links, wordings about wordings, and who may be written to: people's addresses are not shown."""
