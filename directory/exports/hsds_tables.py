"""The tables of an HSDS data package, made from services with all that is nested in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any  # a cell: text or a number

from directory.exports.hsds_service import TAXONOMY, Values

Row = tuple[str, Mapping[str, Any]]
"""A table's name, and a row of it by column."""

_ID, _TEXT, _NUMBER = "string:uuid", "string", "number"

TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "service": ("services.csv", {
        "id": _ID, "organization_id": _ID, "name": _TEXT, "url": "string:uri", "status": _TEXT, "last_modified": _TEXT,
    }),
    "organization": ("organizations.csv", {"id": _ID, "name": _TEXT, "description": _TEXT, "website": "string:uri"}),
    "location": ("locations.csv", {
        "id": _ID, "organization_id": _ID, "location_type": _TEXT, "name": _TEXT, "latitude": _NUMBER,
        "longitude": _NUMBER, "external_identifier": _TEXT, "external_identifier_type": _TEXT,
    }),
    "service_at_location": ("service_at_location.csv", {"id": _ID, "service_id": _ID, "location_id": _ID}),
    "address": ("addresses.csv", {
        "id": _ID, "location_id": _ID, "address_1": _TEXT, "address_2": _TEXT, "city": _TEXT, "region": _TEXT,
        "state_province": _TEXT, "postal_code": _TEXT, "country": _TEXT, "address_type": _TEXT,
    }),
    "phone": ("phones.csv", {
        "id": _ID, "service_id": _ID, "number": _TEXT, "extension": _NUMBER, "type": _TEXT, "description": _TEXT,
    }),
    "language": ("languages.csv", {"id": _ID, "service_id": _ID, "name": _TEXT}),
    "attribute": ("attributes.csv", {
        "id": _ID, "link_id": _ID, "taxonomy_term_id": _ID, "link_type": _TEXT, "link_entity": _TEXT, "value": _TEXT,
    }),
    "taxonomy": ("taxonomies.csv", {"id": _ID, "name": _TEXT, "description": _TEXT}),
    "taxonomy_term": ("taxonomy_terms.csv", {
        "id": _ID, "code": _TEXT, "name": _TEXT, "description": _TEXT, "taxonomy": _TEXT, "taxonomy_id": _ID,
    }),
    "metadata": ("metadata.csv", {
        "id": _ID, "resource_id": _ID, "resource_type": _TEXT, "last_action_date": _TEXT, "last_action_type": _TEXT,
        "field_name": _TEXT, "previous_value": _TEXT, "replacement_value": _TEXT, "updated_by": _TEXT,
    }),
}  # fmt: skip
"""Table -> its file, and its columns with their types as `type:format` of a table schema."""

_OF_SERVICE: Mapping[str, str] = {
    "phones": "phone", "languages": "language", "attributes": "attribute", "metadata": "metadata"
}  # fmt: skip
"""Lists in a service -> the table each of their records goes into."""


def rows(service: Values, seen: set[str]) -> Iterator[Row]:
    """The rows of every table that a service makes, its own first. `seen` are the ids of terms that have theirs: each
    term has one row in a package."""
    organization = service["organization"]
    owner = {"service_id": service["id"], "link_id": service["id"], "resource_id": service["id"]}
    owner |= {"link_entity": "service", "resource_type": "service"}
    yield "service", service | {"organization_id": organization["id"]}
    yield "organization", organization
    for at in service["service_at_locations"]:
        yield from _places(at, service["id"], organization["id"])
    for name, table in _OF_SERVICE.items():
        for record in service.get(name, ()):
            term = record.get("taxonomy_term")
            yield table, owner | record | ({"taxonomy_term_id": term["id"]} if term else {})
            if term and term["id"] not in seen:
                seen.add(term["id"])
                yield "taxonomy_term", term | {"taxonomy_id": TAXONOMY["id"]}


def _places(at: Values, service: str, organization: str) -> Iterator[Row]:
    location = at["location"]
    yield "service_at_location", {"id": at["id"], "service_id": service, "location_id": location["id"]}
    yield "location", location | {"organization_id": organization}
    for address in location["addresses"]:
        yield "address", address | {"location_id": location["id"]}
