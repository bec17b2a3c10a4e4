"""Open Referral HSDS: documents and tables into listings."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.listing import Listing, Phone
from importers.source import Outcome, Read, Reading, Refused
from importers.sources.hsds import SOURCE

SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "hsds" / "examples"
real = pytest.mark.skipif(not REAL.exists(), reason="the examples of HSDS are not here")

TABLES_2 = {
    "organizations": 'id,name,description,url\no1,Alderfen,"Help,\nin two lines",alderfen.example.org\no2,Bracken,,\n',
    "services": (
        "id,organization_id,name,status,accepted_payments,taxonomy_ids\n"
        "s1,o1,Detox,active,Medicaid; Bitcoin,t1\ns2,o1,Evening group,active,,\ns3,o2,Old clinic,defunct,,\n"
        "s4,o2,Nowhere,active,,\n"
    ),
    "locations": (
        "id,organization_id,name,latitude,longitude\nl1,o1,Main house,39.4,-76.6\nl2,o2,Old house,,\nl3,o2,Empty,,\n"
    ),
    "services_at_location": "id,service_id,location_id\na1,s1,l1\na2,s2,l1\na3,s3,l2\na4,s9,l1\n",
    "physical_addresses": (
        "id,location_id,address_1,address_2,city,region,state_province,postal_code,country\n"
        "p1,l1,12 Oak Street,Floor 2,Towson,Baltimore County,MD,21204-1234,US\np2,l2,1 Elm,,Towson,,MD,21204,US\n"
    ),
    "phones": (
        "id,location_id,service_id,number,extension,type\n"
        "n1,l1,,410-555-0100,7,voice\nn2,,s1,410-555-0101,,fax\nn3,,s1,410-555-0102,,sms\nn4,,s2,410-555-0103,,hotline\n"
    ),
    "languages": "id,location_id,language\ng1,l1,Spanish\ng2,l1,Urdu\n",
    "taxonomy_terms": "id,term,taxonomy\nt1,Peer support,Local\n",
    "eligibility": "id,service_id,eligibility\ne1,s1,Adults only\n",
    "regular_schedules": "id,service_id,weekday,opens_at,closes_at\nr1,s1,MO,09:00,17:00\n",
}


def tables(folder: Path, **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in (TABLES_2 | changed).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def document(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


ADDRESS = {"id": "p1", "address_1": "12 Oak Street", "city": "Towson", "state_province": "MD", "postal_code": "21204"}


def location(**said: object) -> dict[str, object]:
    return {"id": "l1", "location_type": "physical", "addresses": [ADDRESS | {"address_type": "physical"}], **said}


def service(place: Mapping[str, object], **said: object) -> dict[str, object]:
    """A service document of 3.0 with one place, but for what it says."""
    organization = {"id": "o1", "name": "Alderfen"}
    at = {"id": "a1", "location": place}
    head = {"id": "s1", "name": "Evening group", "status": "active", "organization": organization}
    return {**head, "service_at_locations": [at], **said}


def only(path: Path, reading: Reading | None = None) -> Listing:
    (outcome,) = SOURCE.read([path], reading or Reading())
    assert isinstance(outcome, Read), outcome
    return outcome.listing


def reasons(outcomes: list[Outcome]) -> list[str]:
    return [outcome.reason for outcome in outcomes if isinstance(outcome, Refused)]


def test_the_listings_of_a_package_come_one_by_one(tmp_path: Path) -> None:
    at = (
        location(
            id=n, addresses=[ADDRESS | {"id": n, "address_type": "physical"}], languages=[{"id": n, "name": "Urdu"}]
        )
        for n in ("l1", "l2", "l3")
    )
    offers = [
        service(place, id=str(n), service_at_locations=[{"id": str(n), "location": place}])
        for n, place in enumerate(at)
    ]
    reading = Reading()
    told = [dict(reading.unknown) for _ in SOURCE.read([document(tmp_path / "a.json", offers)], reading)]
    assert told == [{"HSDS|Urdu": 1}, {"HSDS|Urdu": 2}, {"HSDS|Urdu": 3}]


def test_tables_of_2(tmp_path: Path) -> None:
    reading = Reading()
    outcomes = list(SOURCE.read([tables(tmp_path / "dc")], reading))
    (listing,) = [outcome.listing for outcome in outcomes if isinstance(outcome, Read)]
    assert listing == Listing(
        key="o1|l1",
        scope="all",
        name="Alderfen",
        name2="Detox; Evening group",
        street="12 Oak Street",
        street2="Floor 2",
        city="Towson",
        county="Baltimore County",
        state="MD",
        zip="21204",
        phones=(
            Phone("4105550100", extension="7"),
            Phone("4105550101", use="fax"),
            Phone("4105550103", use="hotline"),
        ),
        website="https://alderfen.example.org",
        latitude=39.4,
        longitude=-76.6,
        said=(
            "HSDS|Bitcoin", "HSDS|Urdu", "care:detox", "language:spanish", "payment:medicaid", "service:peer-support",
        ),
        raw={
            "postal_code": "21204-1234",
            "website": "alderfen.example.org",
            "phone sms": "410-555-0102",
            "eligibility": "Adults only",
            "schedules": "MO 09:00 17:00",
            "location": "Main house",
        },
    )  # fmt: skip
    assert reasons(outcomes) == [
        "service_at_location a4 names service 's9', which is not in these files.",
        "service 'Old clinic' is defunct, and nothing else is at this location.",
        "service 'Nowhere' names no location, so it cannot be placed.",
        "location 'Empty' comes with no service.",
    ]
    assert (reading.scopes, reading.unused_columns) == ({"all"}, set())
    assert reading.unknown == {"HSDS|Bitcoin": 1, "HSDS|Urdu": 1}


def test_a_zip_says_what_its_folder_says(tmp_path: Path) -> None:
    folder = tables(tmp_path / "dc")
    with ZipFile(tmp_path / "dc.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"export/{path.name}")
    assert list(SOURCE.read([tmp_path / "dc.zip"], Reading())) == list(SOURCE.read([folder], Reading()))


def test_a_document_says_what_tables_say(tmp_path: Path) -> None:
    attribute = {"id": "x", "taxonomy_term": {"id": "t", "code": "DT", "name": "Detoxification", "taxonomy": "SAMHSA"}}
    said = {
        "attributes": [attribute],
        "languages": [{"id": "g", "code": "es"}],
        "cost_options": [{"id": "c", "option": "Sliding fee"}],
        "minimum_age": 18,
        "last_modified": "2026-01-15T10:00:00Z",
        "accepted_payments": ["Aetna"],
    }
    reading = Reading()
    listing = only(document(tmp_path / "a.json", service(location(), **said)), reading)
    assert listing.said == ("care:detox", "insurer:aetna", "language:spanish", "payment:sliding-fee")
    assert (listing.raw["minimum_age"], reading.as_of) == ("18", "2026-01-15")


def test_an_organization_document_and_a_service_document_are_one_place(tmp_path: Path) -> None:
    nested = service(location())
    organization = {"id": "o1", "name": "Alderfen", "website": "alderfen.example.org", "services": [nested]}
    files = [document(tmp_path / "a.json", organization), document(tmp_path / "b.json", [nested])]
    (outcome,) = SOURCE.read(files, Reading())
    assert isinstance(outcome, Read)


def test_a_virtual_place_is_in_the_state_of_its_organization(tmp_path: Path) -> None:
    online = {"id": "l2", "location_type": "virtual", "name": "Online"}
    content = [service(location()), service(online, id="s2", service_at_locations=[{"id": "a2", "location": online}])]
    outcomes = list(SOURCE.read([document(tmp_path / "a.json", content)], Reading()))
    listings = [outcome.listing for outcome in outcomes if isinstance(outcome, Read)]
    assert [(listing.state, listing.city) for listing in listings] == [("MD", "Towson"), ("MD", "")]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"id": "l2", "location_type": "virtual"}, "virtual and its organization has no address"),
        ({"id": "l2", "location_type": "physical"}, "has no address"),
        (location(addresses=[ADDRESS | {"country": "GB"}]), "country 'GB' is not the United States"),
        (location(addresses=[ADDRESS | {"state_province": "MyState"}]), "state 'MyState' is not known"),
    ],
)
def test_a_place_nobody_could_go_to_is_refused(tmp_path: Path, place: dict[str, object], said: str) -> None:
    (reason,) = reasons(list(SOURCE.read([document(tmp_path / "a.json", service(place))], Reading())))
    assert said in reason


@pytest.mark.parametrize("status", ["inactive", "defunct", "Defunct"])
def test_a_closed_service_is_refused(tmp_path: Path, status: str) -> None:
    path = document(tmp_path / "a.json", service(location(), status=status))
    (reason,) = reasons(list(SOURCE.read([path], Reading())))
    assert f"is {status.lower()}" in reason


def test_a_postal_address_gives_the_town_and_no_street(tmp_path: Path) -> None:
    place = location(addresses=[ADDRESS | {"address_type": "postal"}])
    listing = only(document(tmp_path / "a.json", service(place)))
    assert (listing.street, listing.city, listing.zip) == ("", "Towson", "21204")


@pytest.mark.parametrize(("pages", "scopes"), [([1, 2], {"all"}), ([1], set()), ([2, 2], set())])
def test_only_every_page_of_an_answer_is_complete(tmp_path: Path, pages: list[int], scopes: set[str]) -> None:
    for number, page in enumerate(pages):
        envelope = {"total_items": 2, "total_pages": 2, "page_number": page, "contents": [service(location())]}
        document(tmp_path / f"{number}.json", envelope)
    reading = Reading()
    list(SOURCE.read([tmp_path], reading))
    assert reading.scopes == scopes


@pytest.mark.parametrize(
    "content", [{"version": "3.0"}, [], [1, "a"], {"id": 1, "name": "a term"}, "text", {"contents": 3}]
)
def test_what_is_no_hsds_is_refused_as_a_whole(tmp_path: Path, content: object) -> None:
    with pytest.raises(SourceError, match="Right are Open Referral HSDS files"):
        list(SOURCE.read([document(tmp_path / "a.json", content)], Reading()))


def test_a_package_without_a_needed_table_is_refused(tmp_path: Path) -> None:
    folder = tables(tmp_path / "dc")
    (folder / "locations.csv").unlink()
    with pytest.raises(SourceError, match=r"locations\.csv is missing; found: "):
        list(SOURCE.read([folder], Reading()))


def test_an_archive_that_inflates_too_far_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("organizations.csv", b"0" * (8 << 20))
    with pytest.raises(SourceError, match="ZIP bomb"):
        list(SOURCE.read([tmp_path / "bomb.zip"], Reading()))


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"\x00\x01\x02" * 50, b"%PDF-1.7", b'{"id": '])
def test_damaged_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(SourceError, match=r"^a\.json"):
        list(SOURCE.read([tmp_path / "a.json"], Reading()))


def test_records_nested_without_end_are_refused(tmp_path: Path) -> None:
    inner: dict[str, object] = {"id": "x"}
    for _ in range(40):
        inner = {"id": "x", "services": [inner]}
    with pytest.raises(SourceError, match="nested more than"):
        list(SOURCE.read([document(tmp_path / "a.json", {"name": "a", "website": "b", **inner})], Reading()))


values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=4)
names = st.sampled_from([
    "id", "name", "services", "organization", "service_at_locations", "location", "locations", "addresses", "phones",
    "number", "city", "state_province", "status", "languages", "attributes", "taxonomy_term", "location_type",
])  # fmt: skip


@given(content=st.recursive(values, lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=30))
def test_whatever_a_document_holds_only_a_source_error_escapes(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    path = document(tmp_path_factory.mktemp("hsds") / "a.json", content)
    try:
        first = list(SOURCE.read([path], Reading()))
    except SourceError:
        return
    assert first == list(SOURCE.read([path], Reading()))


@real
@pytest.mark.parametrize(
    "given_path", [REAL / name for name in ("", "csv", "service_full.json", "organization_full.json")]
)
def test_the_examples_of_the_specification_are_accounted_for(given_path: Path) -> None:
    """They are of a place "MyCity, MyState", so the one place in them is refused, and why."""
    (outcome,) = SOURCE.read([given_path], Reading())
    assert isinstance(outcome, Refused)
    assert "'MyState' is not known" in outcome.reason
    assert list(SOURCE.read([given_path], Reading())) == [outcome]


@real
def test_the_examples_go_in_once_their_state_is_one(tmp_path: Path) -> None:
    for path in (REAL / "csv").iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("MyState", "MD"), encoding="utf-8")
    content = (REAL / "service_full.json").read_text("utf-8").replace("MyState", "MD")
    (tmp_path / "full.json").write_text(content.replace("ABC 1234", "21204"), encoding="utf-8")
    tabular = sorted(tmp_path.glob("*.csv"))
    (from_tables,) = SOURCE.read(tabular, Reading())
    from_document = only(tmp_path / "full.json")
    assert isinstance(from_tables, Read)
    assert from_tables.listing.name == from_document.name == "Example Organization Inc."
    assert from_tables.listing.phones == from_document.phones == (Phone("+44 1234 234567", extension="100"),)


@pytest.mark.parametrize("day", ["2023-03-09", "2023-03-30", "2023-03-31"])
def test_the_date_is_any_day_of_a_month(day: str, tmp_path: Path) -> None:
    reading = Reading()
    path = document(tmp_path / "s.json", service(location(), last_modified=f"{day}T10:30:45.123Z"))
    only(path, reading)
    assert reading.as_of == day
