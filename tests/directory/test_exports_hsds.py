"""HSDS 3.0: valid by the specification's own schemas, the same list as the CSV, and nothing left behind."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import tracemalloc
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any  # what a file holds when it is read again
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZipFile

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.exports.interchange import SITE, stable
from directory.exports.record import text
from directory.facility import Facility, Voice
from directory.listing import Phone, Reason
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

SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SCHEMAS = SHARED / "hsds" / "schema" / "compiled"
official = pytest.mark.skipif(not SCHEMAS.exists(), reason="the schemas of HSDS are not here")

FULL = facility(
    **{name: value for name, value in CHANGED.items() if name not in ("ended", "front_gate", "point")},
    **{"point": "source"},
)
"""A facility with something in every field."""
BOTH = pytest.mark.parametrize("key", ["hsds", "hsds-package"])


def document(items: Iterable[Item], heading: Heading = HEADING) -> Any:  # Any: JSON
    return json.loads(written(FORMATS["hsds"], items, heading))


def package(items: Iterable[Item], heading: Heading = HEADING) -> ZipFile:
    return ZipFile(io.BytesIO(written(FORMATS["hsds-package"], items, heading)))


def tables(items: Iterable[Item]) -> dict[str, list[dict[str, str]]]:
    """Each table of a package, as `datapackage.json` names them."""
    made = package(items)
    described = json.loads(made.read("datapackage.json"))["resources"]
    return {one["name"]: _rows(made.read(one["path"]), one["schema"]["fields"]) for one in described}


def _rows(data: bytes, fields: list[dict[str, str]]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    assert reader.fieldnames == [field["name"] for field in fields]
    return list(reader)


def problems(name: str, instance: object) -> list[str]:
    """What an official schema says of it; ids must be UUIDs."""
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator(name).iter_errors(instance)]


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["uuid"]))


REQUIRED_OF_METADATA = ("last_action_date", "field_name", "previous_value", "replacement_value", "updated_by")


def typed(row: dict[str, str]) -> dict[str, Any]:
    """A row with its numbers as numbers, and without empty cells, as a reader of tables has it. What the schema demands
    may be empty text."""
    numbers = {"latitude", "longitude", "extension"}
    needed = {
        "address_1",
        "city",
        "state_province",
        "postal_code",
        "name",
        "number",
        "description",
        *REQUIRED_OF_METADATA,
    }
    kept = {column: cell for column, cell in row.items() if cell or column in needed}
    return {column: float(cell) if column in numbers else cell for column, cell in kept.items()}


@official
def test_the_document_is_what_the_specification_asks() -> None:
    made = document([Item(FULL, miles=1.5, about=True), Item(facility())])
    assert problems("service_package.json", made) == []


@official
def test_the_tables_are_what_the_specification_asks() -> None:
    made = tables([Item(FULL, miles=1.5, about=True), Item(facility())])
    assert made.keys() <= json.loads((SCHEMAS / "tabular.json").read_text("utf-8"))["properties"].keys()
    assert problems("tabular.json", {name: [typed(row) for row in rows] for name, rows in made.items()}) == []


TEXTS = st.lists(ANY_TEXT, min_size=14, max_size=14)


@official
@settings(deadline=None)
@given(TEXTS)
def test_hostile_text_makes_neither_invalid(texts: list[str]) -> None:
    items = [Item(hostile_facility(texts, (None, None)), miles=3.14)]
    heading = Heading(texts[0], MADE, texts[1], 1)
    assert problems("service_package.json", document(items, heading)) == []
    assert package(items, heading).testzip() is None
    made = tables(items)
    assert problems("tabular.json", {name: [typed(row) for row in rows] for name, rows in made.items()}) == []


@settings(deadline=None)
@given(TEXTS)
def test_both_say_the_same(texts: list[str]) -> None:
    items = [Item(hostile_facility(texts, (42.5, -71.5))), Item(FULL)]
    for service, row in zip(document(items), tables(items)["service"], strict=True):
        assert row["id"] == service["id"]
        assert row["name"] == service["name"].replace("\0", "\ufffd")


def test_rows_of_tables_lead_to_one_another() -> None:
    made = tables([Item(FULL), Item(msgspec.structs.replace(FULL, id="other"))])
    ids = {name: [row["id"] for row in rows] for name, rows in made.items()}
    assert {name: len(ids[name]) - len(set(ids[name])) for name in ids} == dict.fromkeys(ids, 0)
    links = {f"{name}_id": name for name in ("organization", "service", "location", "taxonomy_term", "taxonomy")}
    for rows in made.values():
        for row in rows:
            assert all(row[column] in ids[name] for column, name in links.items() if row.get(column))
    assert {row["link_id"] for row in made["attribute"]} == set(ids["service"])
    assert {row["resource_id"] for row in made["metadata"]} == set(ids["service"])
    assert [row["code"] for row in made["taxonomy_term"]] == ["payment:medicaid"]


def order(key: str, items: list[Item]) -> list[str]:
    """The public ids of a list, in order."""
    if key == "hsds":
        places = [service["service_at_locations"][0]["location"] for service in document(items)]
    else:
        places = tables(items)["location"]
    return [place["external_identifier"] for place in places]


@BOTH
@pytest.mark.parametrize("count", [0, 1, 250])
def test_the_list_is_that_of_the_csv(key: str, count: int) -> None:
    items = [Item(facility(id=f"a{number}")) for number in range(count)]
    assert order(key, items) == [row["id"] for row in csv_rows(written(FORMATS["csv"], items))]


@BOTH
@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Facility)])
def test_every_field_of_a_facility_is_in_it(key: str, field: str) -> None:
    changed = facility(**{field: CHANGED[field]})
    assert written(FORMATS[key], [Item(changed)]) != written(FORMATS[key], [Item(facility())])


@BOTH
@pytest.mark.parametrize("item", [Item(facility(), miles=1.5), Item(facility(), about=True)])
def test_distance_is_in_it(key: str, item: Item) -> None:
    assert written(FORMATS[key], [item]) != written(FORMATS[key], [Item(facility())])


def test_not_stated_is_apart_from_no() -> None:
    place = facility(terms={"payment": ["medicaid"]}, not_stated={"payment": ["free"]})
    (service,) = document([Item(place)])
    told = service["attributes"]
    assert [one["taxonomy_term"]["code"] for one in told if "taxonomy_term" in one] == ["payment:medicaid"]
    assert [one["value"] for one in told if one["link_type"] == "not_stated"] == ["payment:free"]


def test_each_fact_has_its_source_and_date() -> None:
    reason = Reason("street", "The sign says so.", "2026-01-03")
    voice = Voice(id="b", citation=SOURCE, name="Elderfen", city="Boston", state="MA", reasons=(reason,))
    (service,) = document([Item(facility(sources=(SOURCE,), voices=(voice,)))])
    told = [
        (one["field_name"], one["replacement_value"], one["last_action_date"], one["last_action_type"])
        for one in service["metadata"]
    ]
    assert told == [
        ("", SOURCE.url, "2025-12", "as of"),
        ("city", "Boston", "2025-12", "as of"),
        ("state", "MA", "2025-12", "as of"),
        ("name", "Elderfen", "2025-12", "as of"),
        ("street", "The sign says so.", "2026-01-03", "corrected"),
    ]
    assert {one["updated_by"] for one in service["metadata"]} == {SOURCE.label}


@pytest.mark.parametrize(
    ("phone", "number", "extension"),
    [
        (Phone("6175550123", "10"), "6175550123", 10),
        (Phone("6175550123", "007"), "(617) 555-0123 x007", None),
        (Phone("888-PARNEXT"), "888-PARNEXT", None),
    ],
)
def test_an_extension_is_a_number_or_with_the_number(phone: Phone, number: str, extension: int | None) -> None:
    (service,) = document([Item(facility(phones=(phone,)))])
    assert (service["phones"][0]["number"], service["phones"][0].get("extension")) == (number, extension)


def test_a_phone_says_who_lists_it_and_how_many_share_it() -> None:
    phones = (
        Phone("6175550123", source="sample", shared=12),
        Phone("6175550124", source="sample"),
        Phone("6175550125"),
    )
    (service,) = document([Item(facility(phones=phones, sources=(SOURCE,)))])
    assert [phone.get("description") for phone in service["phones"]] == [
        "Listed by Sample. This number is listed for 12 places: it may be a call center. Say which place you mean.",
        "Listed by Sample.",
        None,
    ]


@pytest.mark.parametrize(("updated", "moment"), [("2022", "2022-01-01"), ("2022-05", "2022-05-01"), ("soon", None)])
def test_a_date_is_never_called_newer_than_it_is(updated: str, moment: str | None) -> None:
    (service,) = document([Item(facility(updated=updated))])
    assert service.get("last_modified") == (moment and f"{moment}T00:00:00Z")


@pytest.mark.parametrize(("point", "told"), [("source", True), ("geocoder", True), ("zip", False), ("rounded", False)])
def test_a_point_that_is_not_the_buildings_is_not_told(point: str, told: bool) -> None:
    (service,) = document([Item(facility(latitude=42.5, longitude=-71.5, point=point))])
    assert ("latitude" in service["service_at_locations"][0]["location"]) == told


@BOTH
def test_a_front_gate_address_never_leaves(key: str) -> None:
    secret = {"street": "5 Secret St", "street2": "Rear", "latitude": 42.123456, "longitude": -71.123456}
    voice = Voice(
        id="b", citation=SOURCE, name="n", city="c", state="MA", street="5 Secret St", latitude=1.5, longitude=2.5
    )
    item = Item(facility(**secret, front_gate=True, voices=(voice,)), miles=3.0)
    made = package([item])
    data = b"".join(map(made.read, made.namelist())) if key == "hsds-package" else written(FORMATS[key], [item])
    assert b"front_gate_only" in data
    assert not [told for told in (b"Secret", b"Rear", b"42.1", b"-71.1", b"2.5") if told in data]


def many(count: int) -> Iterator[Item]:
    return (Item(msgspec.structs.replace(FULL, id=f"number-{number}")) for number in range(count))


def test_the_services_leave_while_they_are_read() -> None:
    """The other tables have to wait: a ZIP holds one after the other."""
    pulled = 0

    def counted() -> Iterator[Item]:
        nonlocal pulled
        for item in many(2000):
            pulled += 1
            yield item

    pieces = FORMATS["hsds-package"].write(counted(), HEADING)
    while not next(pieces):
        pass
    assert pulled < 2000


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def test_a_download_that_is_broken_off_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened = open_files()
    pieces = FORMATS["hsds-package"].write(many(2000), HEADING)
    next(pieces)
    assert list(tmp_path.iterdir()) == []
    assert open_files() > opened
    pieces.close()  # type: ignore[attr-defined]  # it is a generator
    assert open_files() == opened


@BOTH
def test_memory_does_not_grow_with_the_list(key: str) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in FORMATS[key].write(many(count), HEADING):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(1500) < peak(500) + 200_000


@given(parts=st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_ids_are_uuids_of_version_5(parts: list[str]) -> None:
    assert stable(*parts) == str(uuid5(uuid5(NAMESPACE_URL, SITE), text("\n".join(parts))))
