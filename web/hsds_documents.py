"""A facility as the HSDS API writes it: as a service, as its organization, and as that service at its location, each in
short for lists and whole. Whole services are those of the download `hsds`, but for miles, which depend on a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from directory.exports.format import Heading, Item
from directory.exports.hsds_service import (
    AT,
    ORGANIZATION,
    SERVICE,
    TAXONOMY,
    Values,
    alone,
    location,
    organization,
    service,
    term,
)
from directory.exports.interchange import stable
from directory.facility import Facility
from directory.vocabulary import vocabulary

FULL, FULL_SERVICE, MINIMAL = "full", "full_service", "minimal"
"""How much of it is asked for."""

Flags = frozenset[str]

_NO_LIST = Heading(link="", made=datetime.fromtimestamp(0, UTC), generation="", total=1)
"""Of one facility by itself: there is no list to link to."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a facility is given as. `name` is the last part of the path of its list, `part` what its UUID is of;
    `write` makes the document, of which `flags` say how much is asked for."""

    name: str
    part: str
    write: Callable[[Facility, Flags], Values]


@cache
def terms() -> Mapping[str, Values]:
    """Every term of our one taxonomy by its id, in the order of the vocabulary."""
    more = {"taxonomy_id": TAXONOMY["id"], "taxonomy_detail": TAXONOMY}
    made = [term(each.facet, each.key) | more for each in vocabulary().terms]
    return {each["id"]: each for each in made}


def _service(facility: Facility, flags: Flags) -> Values:
    if MINIMAL in flags:
        return _minimal(facility)
    return _whole(facility) if FULL in flags else _short(facility)


def _minimal(facility: Facility) -> Values:
    """What the schema requires, and the date under its two names: the parameter's description has the second."""
    made = alone(facility)
    kept = {name: made[name] for name in ("id", "name", "status", "last_modified") if name in made}
    return kept | ({"modified_date": made["last_modified"]} if "last_modified" in made else {})


def _short(facility: Facility) -> Values:
    owner = organization(facility)
    return alone(facility) | {"organization_id": owner["id"], "organization": owner}


def _whole(facility: Facility) -> Values:
    return service(Item(facility), _NO_LIST)


def _organization(facility: Facility, flags: Flags) -> Values:
    """`services` are in it where more than the list is asked for."""
    made = organization(facility)
    if not flags:
        return made
    whole = _whole(facility) if FULL_SERVICE in flags else alone(facility)
    served = _without("organization", whole)
    return made | {"locations": [location(facility.exported())], "services": [served]}


def _at(facility: Facility, flags: Flags) -> Values:
    """Whole with name and status of the service: for one of these the specification's OpenAPI names the schema of a
    service, which requires them."""
    place = location(facility.exported())
    if FULL not in flags:
        return _joined(facility, _without("addresses", place), _short(facility))
    served = _without("service_at_locations", _whole(facility))
    return _joined(facility, place, served) | {name: served[name] for name in ("name", "status")}


def _joined(facility: Facility, place: Values, served: Values) -> Values:
    ids = {"id": stable(facility.id, AT), "service_id": served["id"], "location_id": place["id"]}
    return ids | {"location": place, "service": served}


def _without(name: str, values: Values) -> Values:
    return {each: value for each, value in values.items() if each != name}


KINDS = (
    Kind("services", SERVICE, _service),
    Kind("organizations", ORGANIZATION, _organization),
    Kind("service_at_locations", AT, _at),
)
