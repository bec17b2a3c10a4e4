"""HRSA's health centers: from its own CSV and the cleaned one to listings."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.listing import Listing, Phone
from directory.vocabulary import vocabulary
from importers.source import Outcome, Read, Reading, Refused
from importers.sources.hrsa import SOURCE

SAMPLES = Path(__file__).parents[1] / "samples"
OFFICIAL = SAMPLES / "Health_Center_Service_Delivery_and_LookAlike_Sites.csv"
CLEANED = SAMPLES / "hrsa_cleaned.csv"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "hrsa" / "fqhc_sites.csv"
real = pytest.mark.skipif(not REAL.exists(), reason="the real health-center sites are not here")

SITE = {
    "BPHC Assigned Number": "BPS-H80-099001",
    "Site Name": "Alderfen Clinic",
    "Site Address": "12 Oak Street",
    "Site City": "Alabaster",
    "Site State Abbreviation": "AL",
    "Site Postal Code": "35007",
    "Site Telephone Number": "205-555-0100",
    "Site Status Description": "Active",
    "Geocoding Artifact Address Primary X Coordinate": "-86.787917",
    "Geocoding Artifact Address Primary Y Coordinate": "33.212911",
}
X, Y = (f"Geocoding Artifact Address Primary {axis} Coordinate" for axis in "XY")
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(path: Path, *rows: Mapping[str, str], leave: Sequence[str] = ()) -> Path:
    """A CSV file with these rows, each like SITE but for what it says, without the columns to leave out."""
    columns = [c for c in {**SITE, **{c: "" for row in rows for c in row}} if c not in leave]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([{**SITE, **row}.get(column, "") for column in columns] for row in rows)
    return path


def outcomes(path: Path, reading: Reading | None = None) -> list[Outcome]:
    """Every outcome of one file."""
    return list(SOURCE.read([path], reading or Reading()))


def only(path: Path, reading: Reading | None = None) -> Listing:
    """The one listing of a file."""
    (outcome,) = outcomes(path, reading)
    assert isinstance(outcome, Read), outcome
    return outcome.listing


def refusal(path: Path) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(SourceError) as error:
        outcomes(path)
    return str(error.value)


def test_the_official_sample() -> None:
    reading = Reading()
    first, second, third, fourth = outcomes(OFFICIAL, reading)
    assert isinstance(first, Read)
    assert first.listing == Listing(
        key="bps h80 099001",
        scope="hrsa",
        survey="kind:health-center",
        name="Alderfen School Based Clinic",
        name2="Alderfen Health, Inc.",
        street="12 Oak Street",
        city="Alabaster",
        county="Shelby",
        state="AL",
        zip="35007",
        phones=(Phone("2055550100"),),
        website="https://www.alderfen.example.org",
        latitude=33.212911,
        longitude=-86.787917,
        said=("kind:health-center", "payment:sliding-fee"),
        identifiers={
            "bphc": "BPS-H80-099001",
            "health_center": "H80CS99001",
            "bhcmis": "099001",
            "npi": "1000000012",
            "medicare_billing": "019999",
            "hours_per_week": "40",
        },
        raw={
            "site name": "ALDERFEN SCHOOL BASED CLINIC",
            "site postal code": "35007-1234",
            "site web address": "www.alderfen.example.org",
        },
    )
    assert isinstance(second, Read)
    assert second.listing.said == ("LOCATION|Mobile Van", "kind:health-center", "payment:sliding-fee")
    assert "npi" not in second.listing.identifiers
    assert second.listing.raw["fqhc site npi number"] == "pending"
    assert third == Refused(OFFICIAL.name, 4, "site is not active (status 'Closed').")
    assert fourth == Refused(OFFICIAL.name, 5, "site is an office where nobody is treated (type 'Administrative').")
    assert (reading.scopes, reading.as_of, reading.unused_columns) == ({"hrsa"}, "2026-04-14", set())
    assert reading.unknown == {"LOCATION|Mobile Van": 1}
    assert reading.warnings == {
        "fqhc site npi number that cannot be read left out": 1,
        "operating hours per week that cannot be read left out": 1,
    }


def test_the_comma_at_the_end_of_the_header_makes_no_column() -> None:
    header, *rows = OFFICIAL.read_text("utf-8").splitlines()
    assert header.endswith(",")
    assert len(header.split(",")) == 56
    assert {len(row) for row in csv.reader(rows)} == {55}


def test_the_cleaned_sample() -> None:
    reading = Reading()
    first, second = outcomes(CLEANED, reading)
    assert isinstance(first, Read)
    assert (first.listing.key, first.listing.zip) == ("alderfen school based clinic|12 oak street|alabaster|al", "")
    assert (first.listing.latitude, first.listing.longitude) == (33.212911, -86.787917)
    assert isinstance(second, Refused)
    assert "'ZZ' is not known" in second.reason
    assert (reading.scopes, reading.as_of, reading.unused_columns) == (set(), "", set())


@pytest.mark.parametrize("path", [OFFICIAL, CLEANED], ids=["official", "cleaned"])
def test_nothing_is_said_of_treatment(path: Path) -> None:
    first = outcomes(path)[0]
    assert isinstance(first, Read)
    terms = vocabulary().terms
    said = {f"{terms[n].facet}:{terms[n].key}" for n in vocabulary().meaning(first.listing.said)}
    assert said == {"kind:health-center", "payment:sliding-fee"}
    assert vocabulary().asked(first.listing.survey) < vocabulary().meaning(first.listing.said)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"Site Name": ""}, "site name is empty"),
        ({"Site State Abbreviation": ""}, "site state abbreviation is empty"),
        ({"Site City": "", "Site Postal Code": ""}, "city and ZIP are both empty"),
        ({"Site Status Description": ""}, "site is not active (status '')"),
        ({"Site Status Description": "Inactive"}, "site is not active"),
        ({"Health Center Type Description": "Administrative Site"}, "an office"),
    ],
)
def test_a_row_that_is_no_place_to_go_to_is_refused_alone(tmp_path: Path, row: dict[str, str], said: str) -> None:
    bad, good = outcomes(table(tmp_path / "a.csv", row, {}))
    assert isinstance(bad, Refused)
    assert said in bad.reason
    assert isinstance(good, Read)


@pytest.mark.parametrize("kind", ["", "Service Delivery Site", "Administrative/Service Delivery Site"])
def test_where_people_are_treated_is_listed(tmp_path: Path, kind: str) -> None:
    assert only(table(tmp_path / "a.csv", {"Health Center Type Description": kind})).name == "Alderfen Clinic"


@pytest.mark.parametrize(
    ("written", "hours"),
    [("40.00", "40"), ("37.50", "37.5"), ("168", "168"), ("0.00", None), ("400", None), ("nan", None), ("9-5", None)],
)
def test_the_hours_of_a_week(tmp_path: Path, written: str, hours: str | None) -> None:
    listing = only(table(tmp_path / "a.csv", {"Operating Hours per Week": written}))
    assert listing.identifiers.get("hours_per_week") == hours
    assert listing.raw == ({} if hours else {"operating hours per week": written})


@pytest.mark.parametrize(
    ("x", "y", "warning"),
    [
        ("33.212911", "-86.787917", "swapped coordinates left out"),
        ("0", "0", "coordinates 0,0 left out"),
        ("-86.787917", "", "coordinates that are not two numbers left out"),
    ],
)
def test_a_point_that_cannot_be_is_left_out(tmp_path: Path, x: str, y: str, warning: str) -> None:
    reading = Reading()
    listing = only(table(tmp_path / "a.csv", {X: x, Y: y}), reading)
    assert (listing.latitude, listing.longitude) == (None, None)
    assert reading.warnings == {warning: 1}


@pytest.mark.parametrize(
    "change", [{"Site Name": "Alderfen Health Center"}, {"Site Address": "14 Oak Street", "Site Postal Code": "35008"}]
)
def test_a_site_has_one_key_whatever_changes_of_it(tmp_path: Path, change: dict[str, str]) -> None:
    assert only(table(tmp_path / "a.csv", {})).key == only(table(tmp_path / "b.csv", change)).key


def test_a_site_without_a_number_is_named_by_its_address(tmp_path: Path) -> None:
    key = only(table(tmp_path / "a.csv", {"BPHC Assigned Number": ""})).key
    assert key == "alderfen clinic|12 oak street|alabaster|al"


def test_the_name_of_the_organisation_is_not_told_twice(tmp_path: Path) -> None:
    assert only(table(tmp_path / "a.csv", {"Health Center Name": "ALDERFEN CLINIC"})).name2 == ""


def test_a_column_nobody_knows_is_reported(tmp_path: Path) -> None:
    reading = Reading()
    outcomes(table(tmp_path / "a.csv", {"Walk-in Days": "Monday"}), reading)
    assert reading.unused_columns == {"walk-in days"}


@pytest.mark.parametrize("column", SITE)
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    assert f"has no column {column.lower()}; found: " in refusal(table(tmp_path / "a.csv", {}, leave=[column]))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html></html>", b"{}"])
def test_a_file_of_another_kind_is_refused_with_what_would_be_right(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert "Right is HRSA's CSV" in refusal(tmp_path / "a.csv")


@few
@given(st.lists(st.sampled_from(["Active", "Closed", "", "Inactive"]), max_size=12), st.booleans())
def test_every_row_is_listed_or_refused(tmp_path: Path, statuses: list[str], comma: bool) -> None:
    path = table(tmp_path / "a.csv", *({"Site Status Description": status} for status in statuses))
    header, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(f"{header.strip()}{',' * comma}\n{rest}", encoding="utf-8")
    read = outcomes(path)
    assert [isinstance(outcome, Read) for outcome in read] == [status == "Active" for status in statuses]
    assert [(outcome.file, outcome.line) for outcome in read] == [("a.csv", n + 2) for n in range(len(statuses))]


@real
def test_the_real_sites_are_read_but_for_those_whose_name_says_that_they_are_closed() -> None:
    reading = Reading()
    read = outcomes(REAL, reading)
    listings = [outcome.listing for outcome in read if isinstance(outcome, Read)]
    assert len(read) == 13_577
    assert [outcome.reason.partition(":")[0] for outcome in read if isinstance(outcome, Refused)] == [
        "its name says that it is closed"
    ] * 2
    assert sum(listing.latitude is None for listing in listings) == 0
    assert (reading.scopes, reading.as_of, reading.unknown, reading.unused_columns) == (set(), "", {}, set())
    assert reading.warnings == {"telephone number that is a placeholder or cannot be read left out": 6}
