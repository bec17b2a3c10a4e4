"""Veterans Affairs: from answers of its API, from VAST and its clinical services, to listings."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.listing import Listing, Phone
from directory.vocabulary import vocabulary
from importers.source import Outcome, Read, Reading, Refused
from importers.sources.va import SOURCE
from importers.sources.va_api import OTHER_SERVICES
from importers.sources.va_vast import JOINED, NOT_KEPT

SAMPLES = Path(__file__).parents[1] / "samples"
ANSWER = SAMPLES / "va_facilities.json"
GEO = SAMPLES / "va_facilities_geo.json"
VAST = SAMPLES / "va_vast.csv"
CLINICS = SAMPLES / "va_clinical_services.csv"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "va"
real = pytest.mark.skipif(not REAL.exists(), reason="the real data of VA is not here")

PLACE = {"address_1": "12 Oak Street", "city": "Alabaster", "state": "AL", "zip": "35007"}
FACILITY: Mapping[str, object] = {"name": "Alderfen VA Clinic", "address": {"physical": PLACE}}
SITE = {
    "STA_NO": "999BZ",
    "StationName": "Alderfen VA Clinic",
    "CategoryID": "11",
    "Address2": "12 Oak Street",
    "CITY": "Alabaster",
    "ST": "AL",
    "ZIP": "35007",
    "STA_PHONE": "205-555-0100 x",
}


def answer(path: Path, *facilities: Mapping[str, object], query: str = "", **pagination: int) -> Path:
    """A saved answer with these facilities, each like FACILITY but for what it says."""
    data = [_resource({**FACILITY, **facility}) for facility in facilities]
    content = {"data": data, "links": {"self": f"https://api.va.example/f?{query}"}, "meta": {"pagination": pagination}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _resource(attributes: dict[str, object]) -> dict[str, object]:
    return {"id": attributes.pop("id", "vha_999BZ"), "type": "va_facilities", "attributes": attributes}


def vast(path: Path, *sites: Mapping[str, str]) -> Path:
    """A VAST table with these sites, each like SITE but for what it says."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list({**SITE, **sites[0]}))
        writer.writeheader()
        writer.writerows({**SITE, **site} for site in sites)
    return path


def clinics(path: Path, *stops: str) -> Path:
    """The clinical services of SITE: these stop codes."""
    lines = ["Sta6a,PrimaryStopCode,PrimaryStopCodeName", *(f"999BZ,{stop},A CLINIC" for stop in stops)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def read(*paths: Path, reading: Reading | None = None) -> list[Outcome]:
    """Every outcome of the files."""
    return list(SOURCE.read(paths, reading or Reading()))


def only(*paths: Path, reading: Reading | None = None) -> Listing:
    """The one listing of files in which every row becomes one."""
    (outcome,) = read(*paths, reading=reading)
    assert isinstance(outcome, Read), outcome
    return outcome.listing


def reason(*paths: Path) -> str:
    """Why the one row of the files is refused."""
    (outcome,) = read(*paths)
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def refusal(*paths: Path) -> str:
    """The sentence the files are refused with."""
    with pytest.raises(SourceError) as error:
        read(*paths)
    return str(error.value)


def test_the_sample_answer() -> None:
    reading = Reading()
    clinic, center, *rest = read(ANSWER, reading=reading)
    assert isinstance(clinic, Read)
    assert clinic.listing == Listing(
        key="vha_999BZ",
        scope="vha",
        survey="care:mental-health",
        name="Alderfen VA Clinic",
        street="12 Oak Street",
        street2="Alderfen Plaza, Suite 4",
        city="Alabaster",
        state="AL",
        zip="35007",
        phones=(
            Phone("2055550100"),
            Phone("2055550100", extension="12", use="mental health"),
            Phone("2055550101", use="after hours"),
            Phone("2055550102", use="fax"),
        ),
        website="https://www.alderfen.example.org/clinic",
        latitude=33.2129116,
        longitude=-86.787917,
        said=("care:mental-health", "group:veterans", "kind:va-health-care", "operator:va"),
        identifiers={"va": "vha_999BZ"},
        raw={"address.physical.zip": "35007-1234"},
    )
    assert isinstance(center, Read)
    assert (center.listing.key, center.listing.scope, center.listing.survey) == ("vc_9990V", "vc", "")
    assert center.listing.said == ("care:mental-health", "group:veterans", "operator:va")
    assert rest == [
        Refused(ANSWER.name, 3, "a cemetery, not a place of treatment."),
        Refused(ANSWER.name, 4, "an office for benefits, not a place of treatment."),
        Refused(ANSWER.name, 5, "closed, as VA says (operating status CLOSED)."),
    ]
    assert (reading.scopes, reading.as_of) == ({"vha", "vc"}, "2026-01-05")
    assert (reading.unused_columns, reading.unknown, reading.warnings) == (set(), {}, {OTHER_SERVICES: 2})


def test_geojson_says_the_same_and_withdraws_nothing() -> None:
    reading = Reading()
    geo = read(GEO, reading=reading)
    assert [o.listing for o in geo if isinstance(o, Read)] == [o.listing for o in read(ANSWER) if isinstance(o, Read)]
    assert (reading.scopes, reading.as_of, reading.unused_columns) == (set(), "2026-01-05", set())


def test_the_sample_of_vast_with_its_clinical_services() -> None:
    reading = Reading()
    nameless, clinic, center, domiciliary, *rest = read(VAST, CLINICS, reading=reading)
    assert isinstance(nameless, Refused)
    assert isinstance(clinic, Read)
    assert clinic.listing.said == (
        *("VA clinic|Opioid treatment program", "care:substance-use", "group:veterans", "kind:va-health-care"),
        *("operator:va", "opioid:mat"),
    )
    assert (clinic.listing.street, clinic.listing.street2) == ("12 Oak Street", "Alderfen Plaza, Suite 4")
    assert (clinic.listing.survey, clinic.listing.raw) == ("", {"zip4": "1234"})
    assert isinstance(center, Read)
    assert center.listing.phones == (Phone("2055550110"),)
    assert isinstance(domiciliary, Read)
    assert {"care:mental-health", "care:substance-use", "setting:residential"} <= set(domiciliary.listing.said)
    assert [type(outcome) for outcome in rest] == [Refused] * 4
    assert "mobile unit" in str(rest[0])
    assert "suspended" in str(rest[1])
    assert "state 'PH' is not known" in str(rest[2])
    station = "station 997 is not among the facilities listed from these files."
    assert rest[3] == Refused(CLINICS.name, 6, station)
    assert reading.warnings == {JOINED: 3, NOT_KEPT: 1}
    assert (reading.scopes, reading.as_of, reading.unused_columns) == ({"vha", "vc"}, "2026-01-05", set())


def test_a_place_has_one_key_in_every_form() -> None:
    keys = [{o.listing.key for o in read(path) if isinstance(o, Read)} for path in (ANSWER, GEO, VAST)]
    assert keys[0] == keys[1] == keys[2] - {"vha_999BU"}


def test_files_together_list_a_place_once_and_join_the_clinics_to_it() -> None:
    outcomes = read(VAST, CLINICS, ANSWER)
    clinic = next(o.listing for o in outcomes if isinstance(o, Read) and o.listing.key == "vha_999BZ")
    assert (clinic.website, "opioid:mat" in clinic.said) == ("https://www.alderfen.example.org/clinic", True)
    again = [o.reason for o in outcomes if isinstance(o, Refused) and "already" in o.reason]
    assert again == [f"{key} was read from {ANSWER.name} already." for key in ("vha_999BZ", "vc_9990V")]


def test_version_1_of_the_api(tmp_path: Path) -> None:
    facility = {
        "facilityType": "va_health_facility",
        "timeZone": "America/Chicago",
        "parent": {"id": "vha_999", "link": "https://api.va.example"},
        "address": {"physical": {"address1": "12 Oak Street", "city": "Alabaster", "state": "AL", "zip": "35007"}},
        "phone": {"main": "205-555-0100", "mentalHealthClinic": "205-555-0103", "afterHours": "205-555-0104 x 7"},
        "operationalHoursSpecialInstructions": ["By appointment."],
        "services": {
            "health": [{"name": "Addiction", "serviceId": "addiction"}, {"name": "Dental", "serviceId": "dental"}],
            "link": "https://api.va.example",
            "lastUpdated": "2026-02-03",
        },
        "operatingStatus": {"code": "NORMAL", "supplementalStatus": [{"id": "COVID_LOW"}]},
    }
    reading = Reading()
    listing = only(answer(tmp_path / "a.json", facility), reading=reading)
    assert listing.street == "12 Oak Street"
    assert [(phone.number[-4:], phone.use) for phone in listing.phones] == [
        ("0100", "main"),
        ("0103", "mental health"),
        ("0104", "after hours"),
    ]
    assert "care:substance-use" in listing.said
    assert listing.survey == "care:mental-health"
    assert (reading.as_of, reading.unused_columns) == ("2026-02-03", set())


@pytest.mark.parametrize(
    ("services", "survey", "said"),
    [
        ({"health": ["MentalHealthCare"]}, "care:mental-health", True),
        ({"health": ["PrimaryCare"]}, "care:mental-health", False),
        ({"health": []}, "", False),
        ({}, "", False),
        (None, "", False),
    ],
)
def test_what_was_asked_of_a_facility(tmp_path: Path, services: object, survey: str, said: bool) -> None:
    listing = only(answer(tmp_path / "a.json", {"services": services}))
    assert (listing.survey, "care:mental-health" in listing.said) == (survey, said)


@pytest.mark.parametrize(
    ("stop", "terms"),
    [
        ("513", {"care:substance-use"}),
        ("560", {"care:substance-use"}),
        ("523", {"care:substance-use", "opioid:mat"}),
        ("502", {"care:mental-health"}),
        ("562", {"care:mental-health"}),
        ("545", set()),
        ("203", set()),
    ],
)
def test_what_a_clinic_says(tmp_path: Path, stop: str, terms: set[str]) -> None:
    listing = only(vast(tmp_path / "a.csv", {}), clinics(tmp_path / "b.csv", stop))
    own = set(listing.said) - {"group:veterans", "kind:va-health-care", "operator:va"}
    assert {term for term in own if vocabulary().knows(term)} == terms
    assert all("|" in term for term in own - terms)
    assert listing.survey == ""


def test_no_clinic_makes_a_certified_opioid_treatment_program() -> None:
    assert not any("opioid:otp" in o.listing.said for o in read(VAST, CLINICS) if isinstance(o, Read))


@pytest.mark.parametrize(
    ("facility", "said"),
    [
        ({"operating_status": {"code": "TEMPORARY_CLOSURE"}}, "closed for a time"),
        ({"operating_status": {"code": "COMING_SOON"}}, "not open yet"),
        ({"active_status": "T"}, "closed for a time, as VA says (active status T)"),
        ({"mobile": True}, "a mobile unit"),
        ({"id": "vzz_1"}, "of a kind that is not known (id 'vzz_1')"),
        ({"id": "999"}, "is not a kind and a station number such as vha_520BZ"),
        ({"id": ""}, "id is empty"),
        ({"name": None}, "a facility without a name cannot be listed"),
        ({"address": {"physical": {}}}, "without a state a facility cannot be placed"),
        ({"address": "12 Oak Street"}, "without a state a facility cannot be placed"),
    ],
)
def test_a_facility_that_cannot_be_listed_says_why(tmp_path: Path, facility: dict[str, object], said: str) -> None:
    assert said in reason(answer(tmp_path / "a.json", facility))


@pytest.mark.parametrize("status", ["NORMAL", "NOTICE", "LIMITED"])
def test_a_facility_that_is_open_in_part_is_listed(tmp_path: Path, status: str) -> None:
    assert only(answer(tmp_path / "a.json", {"operating_status": {"code": status}}))


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ({"POD": "T"}, "closed for a time"),
        ({"SUSPENDED": "Y"}, "suspended"),
        ({"Mobile": "1"}, "a mobile unit"),
        ({"CategoryID": "7"}, "categoryid '7' is not known; 11, 8, 9 are"),
        ({"STA_NO": "null"}, "sta_no is empty"),
        ({"StationName": "null"}, "stationname is empty"),
    ],
)
def test_a_site_that_cannot_be_listed_says_why(tmp_path: Path, site: dict[str, str], said: str) -> None:
    assert said in reason(vast(tmp_path / "a.csv", site))


@pytest.mark.parametrize(
    ("lines", "street", "street2"),
    [
        (("579 Jefferson Avenue", "McDonald Center", ""), "579 Jefferson Avenue", "McDonald Center"),
        (
            ("McDonald Center Building 5", "579 Jefferson Avenue", ""),
            "579 Jefferson Avenue",
            "McDonald Center Building 5",
        ),
        (("Ottoville Road", "1st Floor, Suite 1", ""), "Ottoville Road", "1st Floor, Suite 1"),
        (("75-377 Hualalai Road", "", "Suite 2"), "75-377 Hualalai Road", "Suite 2"),
        (("", "", ""), "", ""),
    ],
)
def test_the_street_is_the_line_with_a_house_number(
    tmp_path: Path, lines: tuple[str, str, str], street: str, street2: str
) -> None:
    place = {**PLACE, **{f"address_{n}": line for n, line in enumerate(lines, start=1)}}
    listing = only(answer(tmp_path / "a.json", {"address": {"physical": place}}))
    assert (listing.street, listing.street2) == (street, street2)


@pytest.mark.parametrize(
    ("query", "given", "scopes"),
    [
        ("page=1&per_page=1", [(1, 2, 2), (2, 2, 2)], {"vha", "vc"}),
        ("page=1&perPage=1", [(1, 2, 2), (2, 2, 2)], {"vha", "vc"}),
        ("state=AL&page=1", [(1, 2, 2), (2, 2, 2)], set()),
        ("page=1", [(1, 3, 3), (3, 3, 3)], set()),
        ("page=1", [(1, 2, 5), (2, 2, 5)], set()),
        ("page=1", [(1, 2, 2), (1, 2, 2)], set()),
    ],
)
def test_only_all_pages_for_the_whole_of_va_withdraw(
    tmp_path: Path, query: str, given: list[tuple[int, int, int]], scopes: set[str]
) -> None:
    for number, (page, pages, total) in enumerate(given):
        path, told = tmp_path / f"{number}.json", {"current_page": page, "total_pages": pages, "total_entries": total}
        answer(path, {"id": f"vha_99{number}"}, query=query, **told)
    reading = Reading()
    read(tmp_path, reading=reading)
    assert reading.scopes == scopes
    assert any("nothing is withdrawn" in warning for warning in reading.warnings) == (not scopes)


def test_a_field_nobody_knows_is_reported(tmp_path: Path) -> None:
    reading = Reading()
    only(answer(tmp_path / "a.json", {"beds": {"residential": 12}}), reading=reading)
    only(vast(tmp_path / "a.csv", {"BEDS": "12"}), reading=reading)
    assert reading.unused_columns == {"beds.residential", "beds"}


def test_a_damaged_facility_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    good = {"id": "vha_999", "attributes": FACILITY}
    path.write_text(json.dumps({"data": ["x", {"id": "vha_1"}, good]}), encoding="utf-8")
    first, second, third = read(path)
    assert "not a facility as the API sends it" in str(first)
    assert "neither attributes nor properties" in str(second)
    assert isinstance(third, Read)


def test_a_ragged_line_is_refused_alone(tmp_path: Path) -> None:
    path = vast(tmp_path / "a.csv", {})
    path.write_text(path.read_text("utf-8") + "1,2\n", encoding="utf-8")
    _, bad = read(path)
    assert bad == Refused("a.csv", 3, f"2 cells where the header has {len(SITE)}.")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", '{"errors": [{"title": "limit"}]}', "without `data` and without `features`"),
        ("a.json", '{"data": {"id": "vha_1"}}', "JSON of another form"),
        ("a.json", '{"data": [', "is damaged at line 1"),
        ("a.json", "<html></html>", "is an HTML page"),
        ("a.csv", "STA_NO,StationName\n999,x\n", "has no column categoryid, address2, city"),
        ("a.csv", "Sta6a,PrimaryStopCode\n999,513\n", "has no column sta_no"),
        ("a.csv", "", "is empty"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert said in refusal(tmp_path / name)


def test_clinical_services_alone_are_refused_row_by_row() -> None:
    assert {type(outcome) for outcome in read(CLINICS)} == {Refused}
    assert len(read(CLINICS)) == 6


@real
@pytest.mark.parametrize(
    ("name", "listed", "refused"),
    [("all.json", 58, 42), ("search-state.json", 10, 0), ("search-state-geojson.json", 10, 0), ("vast.csv", 1553, 142)],
)
def test_real_files_are_read_without_a_loss(name: str, listed: int, refused: int) -> None:
    reading = Reading()
    kinds = Counter(map(type, read(REAL / name, reading=reading)))
    assert kinds == Counter({Read: listed, Refused: refused})
    assert (reading.unused_columns, reading.unknown) == (set(), {})
    assert reading.scopes == ({"vha", "vc"} if name == "vast.csv" else set())


@real
def test_real_clinical_services_are_all_accounted_for() -> None:
    reading = Reading()
    outcomes = read(REAL / "vast.csv", REAL / "clinical-services.csv", reading=reading)
    listed = [outcome.listing for outcome in outcomes if isinstance(outcome, Read)]
    assert len(listed) == 1553
    assert len(outcomes) + reading.warnings[JOINED] + reading.warnings[NOT_KEPT] == 1_695 + 14_722
    assert sum("care:substance-use" in listing.said for listing in listed) == 271
    assert sum("opioid:mat" in listing.said for listing in listed) == 11
    assert reading.as_of == "2020-05-20"


@real
def test_real_files_of_every_form_give_a_place_one_key() -> None:
    outcomes = read(REAL)
    keys = [outcome.listing.key for outcome in outcomes if isinstance(outcome, Read)]
    assert len(keys) == len(set(keys)) == 1553
