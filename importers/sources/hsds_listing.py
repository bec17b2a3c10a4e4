"""One organization at one location as a listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from directory import clean
from directory.errors import RowError
from directory.listing import Amendment, Listing, Phone
from importers.row import Row
from importers.source import Reading
from importers.sources.hsds_own import Own, is_own, own
from importers.sources.hsds_said import said
from importers.sources.hsds_tables import Record, Tables
from importers.values import Values, described

_USES: Mapping[str, str] = {
    "": "main", "voice": "main", "main": "main", "cell": "main", "landline": "main", "phone": "main",
    "toll free": "main", "toll-free": "main", "intake": "intake", "fax": "fax", "tty": "tty", "tdd": "tty",
    "tty/tdd": "tty", "textphone": "tty", "hotline": "hotline", "crisis": "hotline", "crisis line": "hotline",
}  # fmt: skip
"""The type of a number -> its use here. Text, video and pager numbers cannot be dialled and are left out."""
_COLUMNS: Mapping[str, str] = {
    "name2": "services", "street": "address_1", "street2": "address_2", "state": "state_province", "zip": "postal_code"
}  # fmt: skip
"""What a field of a listing is called here, where it has another name."""
_COUNTRIES = frozenset({"", "us", "usa", "united states", "united states of america", "pr", "gu", "vi", "as", "mp"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A service where it is offered."""

    at: Record
    service: Record


def listing(tables: Tables, organization: Record, place: Record, offers: list[Offer], reading: Reading) -> Listing:
    """Raises RowError when nobody could be sent there."""
    virtual = place.row.take("location_type").casefold() == "virtual"
    own_said = own(tables, [offer.service for offer in offers], reading) if is_own(place) else None
    flat = _plain(organization, place, offers) | _address(tables, organization, place, virtual, reading)
    values = Values(Row(flat, place.row.file, place.row.line), reading.warnings)
    found = described(values, _COLUMNS, f"{organization.id}|{place.id}", virtual=virtual)
    phones = _phones(tables, organization, place, offers, reading, values.raw)
    raw = values.raw | _kept(tables, organization, place, offers)
    found = msgspec.structs.replace(found, phones=phones, raw=raw)
    if own_said is not None:
        return _own(found, own_said)
    told = said(tables, organization, place, [(offer.at, offer.service) for offer in offers], reading)
    return msgspec.structs.replace(found, said=told)


def _own(found: Listing, told: Own) -> Listing:
    """A listing of what we exported ourselves. There a service without a name of its own is called as its place is."""
    return msgspec.structs.replace(
        found,
        survey=told.survey,
        name2="" if found.name2 == found.name else found.name2,
        said=told.said,
        identifiers={"issuers": told.issuers} if told.issuers else {},
        raw=found.raw | ({"sources": told.sources} if told.sources else {}),
        as_of=told.as_of,
        amendment=Amendment(front_gate=True) if told.front_gate else None,
    )


def _plain(organization: Record, place: Record, offers: list[Offer]) -> dict[str, str]:
    urls = [offer.service.row.take("url") for offer in offers]
    names = dict.fromkeys(offer.service.row.take("name") for offer in offers)
    own = place.row.take("url"), organization.row.take("website", "url")
    return {
        "name": organization.row.take("name"),
        "services": "; ".join(filter(None, names)),
        "website": next(filter(None, (*own, *urls)), ""),
        "latitude": place.row.take("latitude"),
        "longitude": place.row.take("longitude"),
    }


def _address(tables: Tables, organization: Record, place: Record, virtual: bool, reading: Reading) -> dict[str, str]:
    """The physical address; of a postal one only the town; of a virtual place only the state."""
    physical, postal = _addresses(tables, place)
    if virtual:
        return {"state_province": _state(tables, organization, place)}
    if not physical and not postal:
        raise RowError("the location has no address, and is not said to be virtual.")
    row = (physical or postal)[0].row
    if row.take("country").casefold() not in _COUNTRIES:
        raise RowError(f"country {row.take('country')!r} is not the United States.")
    columns = ("city", "state_province", "postal_code") + (("address_1",) if physical else ())
    found = {column: row.take(column) for column in columns}
    if not physical:
        row.take("address_1", "address_2")
        reading.warnings["street left out: only a postal address is given"] += 1
    elif len(physical) > 1:
        reading.warnings["further addresses of one location left out"] += 1
    region = row.take("region")
    second = ", ".join(filter(None, (row.take("address_2"), row.take("address_3"), row.take("address_4"))))
    county = region if is_own(place) or "county" in region.casefold() else ""
    return found | {"address_2": second if physical else "", "county": county}


def _addresses(tables: Tables, place: Record) -> tuple[list[Record], list[Record]]:
    """Physical and postal ones."""
    mixed = list(tables.of("locations", place.id, "addresses"))
    only_postal = {id(record) for record in mixed if record.row.take("address_type").casefold() == "postal"}
    physical = [
        *tables.of("locations", place.id, "physical_addresses"),
        *(r for r in mixed if id(r) not in only_postal),
    ]
    return physical, [
        *tables.of("locations", place.id, "postal_addresses"),
        *(r for r in mixed if id(r) in only_postal),
    ]


def _state(tables: Tables, organization: Record, place: Record) -> str:
    """The state that all the organization's addresses are in. Raises RowError when there is none, or more than one."""
    others = [place, *_locations(tables, organization)]
    addresses = (address for other in others for group in _addresses(tables, other) for address in group)
    states = {clean.state(written) for address in addresses if (written := address.row.take("state_province"))}
    if len(states) != 1:
        why = "no address" if not states else "addresses in " + ", ".join(sorted(states))
        raise RowError(f"the location is virtual and its organization has {why}, so its state is not known.")
    return states.pop()


def _locations(tables: Tables, organization: Record) -> Iterator[Record]:
    """Those the organization names, and those its services are at."""
    yield from tables.of("organizations", organization.id, "locations")
    for service in tables.of("organizations", organization.id, "services"):
        for at in tables.of("services", service.id, "service_at_location"):
            if (location := tables.get("locations", at.row.take("location_id"))) is not None:
                yield location


def _phones(
    tables: Tables, organization: Record, place: Record, offers: list[Offer], reading: Reading, raw: dict[str, str]
) -> tuple[Phone, ...]:
    """Numbers of the services there, of the place and of the organization, each once. A contact's own are left out."""
    found: dict[tuple[str, str], Phone] = {}
    for record in _owned(tables, organization, place, offers, "phones"):
        kind = record.row.take("type").casefold()
        extension, number = record.row.take("extension"), record.row.take("number").strip("\"' ")
        use = _USES.get(kind)
        phone = clean.phone(f"{number} x{extension}" if extension else number, use or "main") if number else None
        if use is None or phone is None:
            reason = f"telephone number of type {kind!r} left out" if use is None else _UNREADABLE
            reading.warnings[reason] += 1
            raw[f"phone {kind}".strip()] = number
        else:
            found.setdefault((phone.number, phone.extension), phone)
    return tuple(found.values())


_UNREADABLE = "telephone number that is a placeholder or cannot be read left out"


def _owned(
    tables: Tables, organization: Record, place: Record, offers: Iterable[Offer], table: str
) -> Iterator[Record]:
    for offer in offers:
        yield from tables.of("service_at_location", offer.at.id, table)
    yield from tables.of("locations", place.id, table)
    for offer in offers:
        yield from tables.of("services", offer.service.id, table)
    yield from tables.of("organizations", organization.id, table)


_AS_WRITTEN = (
    "eligibility_description", "minimum_age", "maximum_age", "interpretation_services", "application_process",
    "fees_description", "fees", "wait_time", "accreditations", "licenses", "alert",
)  # fmt: skip
"""What services say in sentences; kept and never made into terms."""


def _kept(tables: Tables, organization: Record, place: Record, offers: list[Offer]) -> dict[str, str]:
    """What is said in sentences, as it was written."""
    services = [offer.service for offer in offers]
    kept = {column: _joined(service.row.take(column) for service in services) for column in _AS_WRITTEN}
    told = (r for s in services for r in tables.of("services", s.id, "eligibility"))
    kept["eligibility"] = _joined(record.row.take("eligibility") for record in told)
    kept["schedules"] = _joined(map(_schedule, _owned(tables, organization, place, offers, "schedules")))
    kept["status"] = _joined(s for service in services if (s := service.row.take("status")).casefold() != "active")
    kept["alternate_name"] = _joined(r.row.take("alternate_name") for r in (organization, *services))
    kept["location"] = _joined([place.row.take("name"), place.row.take("alternate_name")])
    kept["external_identifier"] = _joined([place.row.take("external_identifier")])
    place.row.take("external_identifier_type")
    kept["tax_id"] = organization.row.take("tax_id", "tax_identifier")
    for record in tables.of("organizations", organization.id, "organization_identifiers"):
        scheme = record.row.take("identifier_scheme", "identifier_type")
        record.row.take("identifier_type")
        kept[f"identifier {scheme}".strip()] = record.row.take("identifier")
    return {name: text for name, text in kept.items() if text}


_HOURS = ("weekday", "byday", "opens_at", "closes_at", "description", "notes")


def _schedule(record: Record) -> str:
    record.row.take("valid_from", "valid_to", "dtstart", "timezone", "until", "count", "wkst", "freq", "interval")
    record.row.take("byweekno", "bymonthday", "byyearday", "schedule_link", "attending_type")
    return " ".join(filter(None, (record.row.take(column) for column in _HOURS)))


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
