"""A facility as three resources of FHIR R4: Organization, Location and HealthcareService, as Plan-Net profiles them.

Where FHIR has no element for what we publish, the service has extensions under the names of the CSV format's columns
(`interchange.FACTS`). FHIR takes no empty values and no control characters: text is plain, what is empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from directory.exports.fhir_codes import (
    BEHAVIORAL,
    FACILITY,
    VOCABULARY,
    Concept,
    concept,
    profile,
    specialties,
    types,
)
from directory.exports.format import Heading, Item
from directory.exports.interchange import SITE, facts, instant, labels, present, stable, yes
from directory.exports.told import plain, shared
from directory.facility import Citation, Facility
from directory.listing import Phone
from directory.phones import phone_display

Resource = dict[str, object]

PAYING = frozenset({"payment", "insurer"})
"""Facets whose terms are programs that a service is for (`program`); all others are its characteristics."""

_SYSTEMS = {"fax": "fax", "tty": "other"}
_EXTENSION = "http://hl7.org/fhir/StructureDefinition/contactpoint-extension"
_COMMENT = "http://hl7.org/fhir/StructureDefinition/contactpoint-comment"
"""Of HL7's pack of extensions: "a comment ... such as usage notes"."""


def entries(item: Item, heading: Heading) -> Iterator[Resource]:
    """The three, each as an entry of a bundle, which refer to one another by their addresses in it."""
    item = replace(item, facility=item.facility.exported())
    for resource in (_organization(item.facility), _location(item.facility), _service(item, heading)):
        yield {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _organization(facility: Facility) -> Resource:
    website = [{"system": "url", "value": plain(facility.website)}] if plain(facility.website) else []
    return _head(facility, "Organization") | present(
        {
            "active": facility.listed,
            "type": [FACILITY],
            "name": plain(facility.name),
            "telecom": website,
            "address": [_address(facility)],
        }
    )


def _location(facility: Facility) -> Resource:
    return _head(facility, "Location") | present(
        {
            "status": "active" if facility.listed else "inactive",
            "name": plain(facility.name),
            "telecom": _telecom(facility),
            "address": _address(facility),
            "position": _position(facility),
            "managingOrganization": _reference(facility, "Organization"),
        }
    )


def _service(item: Item, heading: Heading) -> Resource:
    facility = item.facility
    terms = list(yes(facility.terms))
    said = [f"{facet}:{key}" for facet, key in terms]
    return _head(facility, "HealthcareService") | present(
        {
            "extension": list(_facts(item, heading)),
            "active": facility.listed,
            "providedBy": _reference(facility, "Organization"),
            "category": [BEHAVIORAL],
            "type": types(said),
            "specialty": specialties(said),
            "location": [_reference(facility, "Location")],
            "name": plain(facility.name2) or plain(facility.name),
            "telecom": _telecom(facility),
            "program": list(_concepts(term for term in terms if term[0] in PAYING)),
            "characteristic": list(_concepts(term for term in terms if term[0] not in PAYING)),
        }
    )


def _head(facility: Facility, kind: str) -> Resource:
    """What all three begin with. Of a place that is not listed any more no profile is claimed: Plan-Net has only what
    is active."""
    link = next((source.url for source in facility.sources if re.fullmatch(r"\S+", plain(source.url))), "")
    meta = {
        "lastUpdated": instant(facility.updated),
        "source": plain(link),
        "profile": [profile(kind)] if facility.listed else [],
        "tag": [tag for source in facility.sources if (tag := _tag(source))],
    }
    identifier = [{"system": f"{SITE}facility", "value": plain(facility.id)}] if plain(facility.id) else []
    head = present({"meta": present(meta), "identifier": identifier})
    return {"resourceType": kind, "id": stable(facility.id, kind), **head}


def _tag(source: Citation) -> dict[str, object]:
    """A source and its dates."""
    said = f", as of {source.as_of}" if source.as_of else ""
    display = plain(f"{source.label}{said}, imported {source.imported}")
    return present({"system": f"{SITE}source", "code": plain(source.source), "display": display})


def _address(facility: Facility) -> Resource:
    lines = [line for line in (plain(facility.street), plain(facility.street2)) if line]
    return {"type": "physical"} | present(
        {
            "line": lines,
            "city": plain(facility.city),
            "district": plain(facility.county),
            "state": plain(facility.state),
            "postalCode": plain(facility.zip),
            "country": "US",
        }
    )


def _position(facility: Facility) -> Resource:
    """The building's point; none where only about where it is may be told, or is known."""
    if facility.about or facility.latitude is None or facility.longitude is None:
        return {}
    return {"longitude": facility.longitude, "latitude": facility.latitude}


def _telecom(facility: Facility) -> list[Resource]:
    return [_phone(phone) for phone in facility.phones if plain(phone_display(phone))]


def _phone(phone: Phone) -> Resource:
    """A number as it is read, with its extension once more by itself, what it is for here, and how many share it."""
    told = {f"{SITE}fhir/phone-use": plain(phone.use), _EXTENSION: plain(phone.extension)}
    told |= {_COMMENT: shared(phone.shared)}
    value = {"system": _SYSTEMS.get(phone.use, "phone"), "value": plain(phone_display(phone)), "use": "work"}
    return present({"extension": [{"url": url, "valueString": text} for url, text in told.items() if text]}) | value


def _concepts(terms: Iterable[tuple[str, str]]) -> Iterator[Concept]:
    for facet, key in terms:
        if code := plain(f"{facet}:{key}"):
            yield concept(VOCABULARY, code, plain(labels(facet, key)[0]) or code)


def _facts(item: Item, heading: Heading) -> Iterator[Resource]:
    """The link that rebuilds the list is the bundle's."""
    for name, value in facts(item, heading):
        if name != "link" and (text := plain(value)):
            yield {"url": f"{SITE}fhir/{name}", "valueString": text}


def _reference(facility: Facility, kind: str) -> Resource:
    return {"reference": f"urn:uuid:{stable(facility.id, kind)}"}
