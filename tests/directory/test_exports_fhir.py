"""FHIR: valid by the models of fhir.resources, with what Plan-Net demands, and the same list as the CSV.

The models are those of R4B (4.3.0), the nearest that the package has: of the resources used here R4 (4.0.1), which
Plan-Net builds on, has the same elements.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any  # JSON

import msgspec
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.exports.fhir_codes import SPECIALTIES, TYPES
from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.facility import Ended, Facility, Voice
from directory.listing import Phone
from directory.vocabulary import vocabulary
from tests.directory.test_exports import (
    ANY_TEXT,
    CHANGED,
    HEADING,
    MADE,
    SOURCE,
    csv_rows,
    facility,
    hostile_facility,
    written,
)

FHIR = FORMATS["fhir"]
FULL = facility(
    **{name: value for name, value in CHANGED.items() if name not in ("ended", "front_gate", "point")},
    **{"point": "source"},
)
"""A facility with something in every field."""


def bundle(items: Iterable[Item], heading: Heading = HEADING) -> Any:
    """The bundle, which the models have found valid."""
    data = written(FHIR, items, heading)
    Bundle.model_validate_json(data)
    return json.loads(data)


def three(item: Item) -> tuple[Any, Any, Any]:
    """The organization, the location and the service of a facility."""
    organization, location, service = (entry["resource"] for entry in bundle([item])["entry"])
    return organization, location, service


def codes(concepts: Iterable[Any]) -> list[str]:
    return [concept["coding"][0]["code"] for concept in concepts]


@pytest.mark.parametrize("items", [[], [Item(facility())], [Item(FULL, miles=1.5, about=True), Item(facility())]])
def test_a_bundle_is_valid(items: list[Item]) -> None:
    made = bundle(items)
    assert (made["resourceType"], made["type"]) == ("Bundle", "collection")
    assert len(made.get("entry", ())) == 3 * len(items)


@settings(deadline=None)
@given(
    texts=st.lists(ANY_TEXT, min_size=14, max_size=14),
    point=st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.just((None, None)),
)
def test_hostile_text_makes_none_invalid(texts: list[str], point: tuple[Any, Any]) -> None:
    hostile = hostile_facility(texts, point)
    bundle([Item(hostile, miles=3.14)], Heading(texts[0], MADE, texts[1], 1))


def test_a_model_would_refuse_a_wrong_one() -> None:
    with pytest.raises(ValueError, match="status"):
        Bundle.model_validate_json(written(FHIR, [Item(FULL)]).replace(b'"status":"active"', b'"status":["active"]'))


def test_resources_refer_to_one_another() -> None:
    made = bundle([Item(FULL), Item(facility())])
    addresses = [entry["fullUrl"] for entry in made["entry"]]
    assert len(set(addresses)) == 6
    assert addresses == [f"urn:uuid:{entry['resource']['id']}" for entry in made["entry"]]
    for organization, location, service in (addresses[:3], addresses[3:]):
        resources = {entry["fullUrl"]: entry["resource"] for entry in made["entry"]}
        assert resources[location]["managingOrganization"] == {"reference": organization}
        assert resources[service]["providedBy"] == {"reference": organization}
        assert resources[service]["location"] == [{"reference": location}]


def test_what_plan_net_demands_is_there() -> None:
    organization, location, service = three(Item(facility(terms={"care": ["detox"]})))
    assert (organization["active"], codes(organization["type"])) == (True, ["fac"])
    assert organization["name"] == "Elderfen Cove"
    assert organization["address"][0]["city"] == "Boston"
    assert location["status"] == "active"
    assert (service["active"], codes(service["category"])) == (True, ["behav"])
    for resource in (organization, location, service):
        assert resource["meta"]["profile"][0].endswith(f"/plannet-{resource['resourceType']}")


def test_no_profile_is_claimed_of_a_place_that_is_not_listed() -> None:
    organization, location, service = three(Item(facility(ended=(Ended(label="A list", since="2023"),))))
    assert (organization["active"], location["status"], service["active"]) == (False, "inactive", False)
    assert not [one for one in (organization, location, service) if "profile" in one.get("meta", {})]


def test_the_list_is_that_of_the_csv() -> None:
    items = [Item(facility(id=f"a{number}")) for number in range(250)]
    ids = [entry["resource"]["identifier"][0]["value"] for entry in bundle(items)["entry"]]
    assert ids[::3] == [row["id"] for row in csv_rows(written(FORMATS["csv"], items))]


_PAIRED = ("latitude", "longitude")
"""FHIR has a position whole or not at all."""


@pytest.mark.parametrize("field", [f.name for f in msgspec.structs.fields(Facility) if f.name not in _PAIRED])
def test_every_field_of_a_facility_is_in_it(field: str) -> None:
    changed = facility(**{field: CHANGED[field]})
    assert written(FHIR, [Item(changed)]) != written(FHIR, [Item(facility())])


@pytest.mark.parametrize(("point", "told"), [("source", True), ("geocoder", True), ("zip", False), ("rounded", False)])
def test_a_position_is_the_buildings(point: str, told: bool) -> None:
    _, location, _ = three(Item(facility(latitude=42.5, longitude=-71.25, point=point)))
    assert location.get("position") == ({"longitude": -71.25, "latitude": 42.5} if told else None)


def test_telephones_have_extension_and_use() -> None:
    _, location, service = three(
        Item(facility(phones=(Phone("6175550123", "10", "intake"), Phone("6175550100", "", "fax"))))
    )
    first, second = service["telecom"]
    assert location["telecom"] == service["telecom"]
    assert (first["system"], first["value"], first["use"]) == ("phone", "(617) 555-0123 x10", "work")
    assert [one["valueString"] for one in first["extension"]] == ["intake", "10"]
    assert second["system"] == "fax"


def test_a_number_that_many_places_share_has_a_comment() -> None:
    _, location, service = three(Item(facility(phones=(Phone("6175550123", shared=1312), Phone("6175550100")))))
    assert location["telecom"] == service["telecom"]
    told, plain = ({one["url"]: one["valueString"] for one in each["extension"]} for each in service["telecom"])
    assert told["http://hl7.org/fhir/StructureDefinition/contactpoint-comment"] == (
        "This number is listed for 1,312 places: it may be a call center. Say which place you mean."
    )
    assert len(plain) == len(told) - 1


def test_terms_are_characteristics_programs_and_codes_of_others() -> None:
    terms = {
        "care": ["substance-use", "detox"],
        "setting": ["outpatient"],
        "payment": ["medicaid"],
        "insurer": ["aetna"],
    }
    _, _, service = three(Item(facility(terms=terms, not_stated={"payment": ["free"]})))
    assert codes(service["program"]) == ["payment:medicaid", "insurer:aetna"]
    assert codes(service["characteristic"]) == ["care:substance-use", "care:detox", "setting:outpatient"]
    assert codes(service["specialty"]) == ["261QR0405X"]
    assert codes(service["type"]) == ["108", "317"]
    told = {one["url"].rpartition("/")[2]: one["valueString"] for one in service["extension"]}
    assert told == {"not_stated": "payment:free"}


def test_the_tables_name_terms_that_exist() -> None:
    terms = {f"{term.facet}:{term.key}" for term in vocabulary().terms}
    assert [one for one in (*SPECIALTIES, *TYPES) if not one.terms <= terms] == []


def test_sources_and_dates_are_in_the_meta() -> None:
    organization, _, _ = three(Item(facility(sources=(SOURCE,), updated="2025-12")))
    meta = organization["meta"]
    assert (meta["source"], meta["lastUpdated"]) == (SOURCE.url, "2025-12-01T00:00:00Z")
    assert meta["tag"][0]["display"] == "Sample, as of 2025-12, imported 2026-01-01"


def test_a_front_gate_address_never_leaves() -> None:
    voice = Voice(
        id="b", citation=SOURCE, name="n", city="c", state="MA", street="5 Secret St", latitude=1.5, longitude=2.5
    )
    secret = {"street": "5 Secret St", "street2": "Rear", "latitude": 42.123456, "longitude": -71.123456}
    data = written(FHIR, [Item(facility(**secret, front_gate=True, voices=(voice,)), miles=3.0)])
    assert b"front_gate_only" in data
    assert not [told for told in (b"Secret", b"Rear", b"42.1", b"-71.1", b"2.5") if told in data]


def test_writing_does_not_run_ahead_of_reading() -> None:
    pulled = 0

    def counted() -> Iterable[Item]:
        nonlocal pulled
        for number in range(2000):
            pulled = number + 1
            yield Item(facility(id=f"number-{number}-"))

    seen = b""
    for piece in FHIR.write(counted(), HEADING):
        seen += piece
        assert f"number-{pulled - 1}-".encode() in seen
    assert pulled == 2000
