"""A facility as a service of HSDS 3.0, with its organization, its one location and where each fact is from.

HSDS has no place for much of what we publish: that is in `attributes` of the service under the names it has as a column
of the CSV format (`interchange.FACTS`), without a taxonomy's term. An attribute *with* one is a term that is yes. So
what is not stated is never among the terms, and what is neither there nor among them was asked and not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any  # what HSDS takes: text, numbers, lists of objects

from directory.exports.format import Heading, Item
from directory.exports.interchange import DIRECTORY, facts, instant, labels, present, stable, yes
from directory.exports.told import shared
from directory.facility import Facility, Voice
from directory.listing import Phone
from directory.phones import phone_display

TAXONOMY: Mapping[str, str] = {
    "id": stable("taxonomy"),
    "name": DIRECTORY,
    "description": "What a place offers, as this directory tells it apart: facet and term, as in payment:medicaid.",
}

KINDS: Mapping[str, str] = {"main": "voice", "tty": "textphone"}
"""What HSDS calls the use of a number (after RFC 6350); "fax" is one, "intake" and "hotline" are ours alone."""

SERVICE, ORGANIZATION, AT = "service", "organization", "at"
"""What of a facility the ids of its service, its organization, and the one at the other's location are made of."""

DATED = ("sources", "updated")
"""Columns that say in HSDS what its dates cannot: that no more than a month or a year is known."""

Values = dict[str, Any]

_SPOKEN = ("street", "street2", "city", "county", "state", "zip", "name", "name2", "website")


def service(item: Item, heading: Heading) -> Values:
    """The service with all that belongs to it."""
    item = replace(item, facility=item.facility.exported())
    facility = item.facility
    return alone(facility) | present(
        {
            "organization": organization(facility),
            "phones": [_phone(facility, phone) for phone in facility.phones if phone.number],
            "service_at_locations": [{"id": stable(facility.id, AT), "location": location(facility)}],
            "languages": [_language(facility, key) for key in facility.terms.get("language", ())],
            "attributes": [*_terms(facility), *_facts(item, heading)],
            "metadata": list(_metadata(facility)),
        }
    )


def alone(facility: Facility) -> Values:
    """The service without what belongs to it."""
    return {"id": stable(facility.id, SERVICE), "name": facility.name2 or facility.name} | present(
        {
            "url": facility.website,
            "status": "active" if facility.listed else "inactive",
            "last_modified": instant(facility.updated),
        }
    )


def organization(facility: Facility) -> Values:
    """Whose service it is: HSDS wants one, and our sources name places."""
    by = ", ".join(dict.fromkeys(source.label for source in facility.sources)) or "nobody"
    told = (
        f"A place for treatment of drug use or for mental health, as listed by {by}. No source describes it in words."
    )
    name = {"name": facility.name, "description": told}
    return {"id": stable(facility.id, ORGANIZATION), **name, **present({"website": facility.website})}


def location(facility: Facility) -> Values:
    """Where it is, of a facility as it is exported. A point that is not the building's is left out: nobody is to drive
    there."""
    point = {} if facility.about else {"latitude": facility.latitude, "longitude": facility.longitude}
    return {
        "id": stable(facility.id, "location"),
        "location_type": "physical",
        **present({"name": facility.name, **point}),
        "external_identifier": facility.id,
        "external_identifier_type": DIRECTORY,
        "addresses": [_address(facility)],
    }


def _address(facility: Facility) -> Values:
    """All that HSDS requires is there, empty where it is not known or not told."""
    return {
        "id": stable(facility.id, "address"),
        "address_1": facility.street,
        **present({"address_2": facility.street2, "region": facility.county}),
        "city": facility.city,
        "state_province": facility.state,
        "postal_code": facility.zip,
        "country": "US",
        "address_type": "physical",
    }


def _phone(facility: Facility, phone: Phone) -> Values:
    """HSDS has extensions as numbers: one that is none ("007") is told with the number."""
    number = str(int(phone.extension)) if phone.extension.isascii() and phone.extension.isdigit() else ""
    fits = phone.extension == number
    labels = {source.source: source.label for source in facility.sources}
    by = labels.get(phone.source, phone.source)
    return present(
        {
            "id": stable(facility.id, "phone", phone.number, phone.extension),
            "number": phone.number if fits else phone_display(phone),
            "extension": int(number) if fits and number else None,
            "type": KINDS.get(phone.use, phone.use),
            "description": " ".join(filter(None, (f"Listed by {by}." if by else "", shared(phone.shared)))),
        }
    )


def _language(facility: Facility, key: str) -> Values:
    return {"id": stable(facility.id, "language", key), "name": labels("language", key)[0]}


def _terms(facility: Facility) -> Iterator[Values]:
    for facet, key in yes(facility.terms):
        named = {"id": stable(facility.id, "term", facet, key), "link_type": facet}
        yield {**named, "value": "yes", "taxonomy_term": term(facet, key)}


@lru_cache(maxsize=2000)
def term(facet: str, key: str) -> Values:
    """A term of ours as HSDS has terms. Shared: not to be changed."""
    label, description = labels(facet, key)
    named = {"id": stable("term", facet, key), "code": f"{facet}:{key}", "name": label, "description": description}
    return {**named, "taxonomy": DIRECTORY}


def _facts(item: Item, heading: Heading) -> Iterator[Values]:
    for number, (name, value) in enumerate(facts(item, heading, DATED)):
        yield {"id": stable(item.facility.id, "fact", name, str(number)), "link_type": name, "value": value}


def _metadata(facility: Facility) -> Iterator[Values]:
    """Every source with its date; where several speak of the place, what each says, field by field."""
    for number, source in enumerate(facility.sources):
        date, kind = (source.as_of, "as of") if source.as_of else (source.imported, "imported")
        yield _entry(facility, (date, kind, source.label), str(number), "", source.url)
    for voice in facility.voices:
        cited = voice.citation
        by = (cited.as_of or cited.imported, "as of" if cited.as_of else "imported", cited.label)
        yield from (_entry(facility, by, voice.id, name, value) for name, value in _spoken(voice) if value)
        for reason in voice.reasons:
            by = (reason.date, "corrected", cited.label)
            told = f"not there: {reason.reason}" if reason.field in voice.denied else reason.reason
            yield _entry(facility, by, f"{voice.id} reason", reason.field, told)


def _spoken(voice: Voice) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(voice, name)) for name in _SPOKEN)
    yield "phones", "; ".join(map(phone_display, voice.phones))
    if voice.latitude is not None and voice.longitude is not None:
        yield "point", f"{voice.latitude}, {voice.longitude}"
    yield from ((facet, "; ".join(keys)) for facet, keys in voice.terms.items())


def _entry(facility: Facility, by: tuple[str, str, str], key: str, field: str, value: str) -> Values:
    date, kind, label = by
    return {
        "id": stable(facility.id, "metadata", key, field, kind),
        "last_action_date": date,
        "last_action_type": kind,
        "field_name": field,
        "previous_value": "",
        "replacement_value": value,
        "updated_by": label,
    }
