"""FindTreatment.gov: from saved answers and exports to listings."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.listing import Listing, Phone
from directory.vocabulary import vocabulary
from importers.source import Read, Reading, Refused
from importers.sources.findtreatment import SOURCE

SAMPLES = Path(__file__).parents[1] / "samples"
ANSWER = SAMPLES / "findtreatment_v2.json"
OLD = SAMPLES / "findtreatment_listing_2019.json"
EXPORT = SAMPLES / "FindTreament_Facility_listing_2026_01_15_093000.csv"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "findtreatment"
ROW = {"name1": "Alderfen", "street1": "12 Oak Street", "city": "Hoover", "state": "AL", "zip": "35216"}
real = pytest.mark.skipif(not REAL.exists(), reason="the real data of FindTreatment.gov is not here")


def answer(path: Path, *rows: Mapping[str, object], **envelope: int) -> Path:
    """A saved answer with these rows, each like ROW but for what it says."""
    path.write_text(json.dumps({**envelope, "rows": [{**ROW, **row} for row in rows]}), encoding="utf-8")
    return path


def listings(*paths: Path, reading: Reading | None = None) -> list[Listing]:
    """The listings of files in which every row becomes one."""
    outcomes = list(SOURCE.read(paths, reading or Reading()))
    assert [outcome for outcome in outcomes if isinstance(outcome, Refused)] == []
    return [outcome.listing for outcome in outcomes if isinstance(outcome, Read)]


def services(*blocks: tuple[str, str]) -> dict[str, object]:
    """Blocks of services as the API sends them."""
    return {"services": [{"f1": "", "f2": category, "f3": wordings} for category, wordings in blocks]}


def test_the_sample_answer() -> None:
    reading = Reading()
    sa, mh, otp = listings(ANSWER, reading=reading)
    assert sa == Listing(
        key="su|alderfen recovery center||12 oak street|35007",
        scope="all",
        survey="su",
        name="Alderfen Recovery Center",
        street="12 Oak Street",
        city="Alabaster",
        state="AL",
        zip="35007",
        phones=(Phone("2055550100", extension="12"), Phone("2055550101", use="intake")),
        website="https://alderfen.example.org",
        latitude=33.2129116,
        longitude=-86.787917,
        said=("BU", "DT", "MU", "SA", "TAP|Moonlight counseling"),
    )
    assert (mh.survey, mh.said, mh.phones[1]) == ("mh", ("MH",), Phone("2055550199", use="hotline"))
    assert (otp.survey, otp.said, otp.latitude) == ("", ("care:substance-use", "opioid:otp"), None)
    assert otp.raw == {"latitude": "-86.81", "longitude": "33.39", "phone": "(999) 999-9999"}
    assert reading.unknown == {"TAP|Moonlight counseling": 1}
    assert reading.warnings["swapped coordinates left out"] == 1
    assert (reading.scopes, reading.unused_columns, reading.total) == ({"all"}, set(), 3)


def test_the_sample_export() -> None:
    reading = Reading()
    first, second, third = SOURCE.read([EXPORT], reading)
    assert isinstance(first, Read)
    assert isinstance(second, Read)
    assert first.listing.said == ("BU", "DT", "MU", "SA", "ZZZ")
    assert (first.listing.county, first.listing.raw) == ("Shelby", {"zip4": "1234"})
    assert second.listing.said == ("MSMH",)
    assert third == Refused(EXPORT.name, 4, "column sa holds 'yes'; a service column holds 1 or nothing.")
    assert (reading.scopes, reading.as_of, reading.unknown) == (set(), "2026-01-15", {"ZZZ": 1})


def test_a_place_has_one_key_in_every_form() -> None:
    outcomes = list(SOURCE.read([ANSWER, OLD, EXPORT], Reading()))
    firsts = [outcome for outcome in outcomes if isinstance(outcome, Read) and outcome.listing.survey == "su"]
    assert len({outcome.file for outcome in firsts}) == 3
    assert len({outcome.listing.key for outcome in firsts}) == 1


def test_the_old_listing_names_its_facility() -> None:
    (listing,) = listings(OLD)
    assert set(listing.identifiers) == {"frid"}


@pytest.mark.parametrize(
    ("kind", "wordings", "survey"),
    [
        ("SA", ("TC", "Detoxification"), "su"),
        ("SU", ("TC", "Detoxification"), "su"),
        ("MH", ("TC", "Mental health treatment"), "mh"),
        ("HRSA", ("OM", "Methadone used in Treatment"), "su"),
        ("HRSA", ("TC", "never heard of"), ""),
        ("SA", None, ""),
        ("OTP", None, ""),
    ],
)
def test_what_was_asked_of_a_row(tmp_path: Path, kind: str, wordings: tuple[str, str] | None, survey: str) -> None:
    blocks = services(wordings) if wordings else {"services": None}
    assert listings(answer(tmp_path / "a.json", {"typeFacility": kind, **blocks}))[0].survey == survey


def test_a_wording_means_what_its_category_makes_of_it(tmp_path: Path) -> None:
    shared = "No formal relationship with prescribing entity"
    path = answer(tmp_path / "a.json", services(("OMSC", shared)), services(("SMAT", shared)))
    first, second = listings(path)
    assert first.said != second.said
    assert not any("|" in said for said in (*first.said, *second.said))


@pytest.mark.parametrize("broken", ["text", [1], [{"f2": 1, "f3": "x"}], {"f2": "TC"}])
def test_services_that_are_none_refuse_the_row_alone(tmp_path: Path, broken: object) -> None:
    path = answer(tmp_path / "a.json", {"services": broken}, {})
    bad, good = SOURCE.read([path], Reading())
    assert isinstance(bad, Refused)
    assert "services" in bad.reason
    assert isinstance(good, Read)


def test_a_field_nobody_knows_is_reported(tmp_path: Path) -> None:
    reading = Reading()
    listings(answer(tmp_path / "a.json", {"hours": {"mon": "9-5"}}), reading=reading)
    assert reading.unused_columns == {"hours"}


def test_a_website_that_is_a_trap_is_left_out_and_kept_in_raw(tmp_path: Path) -> None:
    reading = Reading()
    (listing,) = listings(answer(tmp_path / "a.json", {"website": "javascript:alert(1)"}), reading=reading)
    assert (listing.website, listing.raw) == ("", {"website": "javascript:alert(1)"})
    assert reading.warnings["website that cannot be linked to left out"] == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param([(1, 2, 2), (2, 2, 2)], "", id="all"),
        pytest.param([(1, 3, 3), (3, 3, 3)], "page 2 of 3 missing", id="a page is missing"),
        pytest.param([(1, 2, 5), (2, 2, 5)], "recordCount is 5, but 2 rows", id="rows are missing"),
        pytest.param([(1, 2, 2), (1, 2, 2)], "page 2 of 2 missing", id="a page twice"),
        pytest.param([(1, 1, 1), (1, 1, 9)], "not pages of one answer", id="two questions"),
    ],
)
def test_only_a_complete_set_of_pages_withdraws(tmp_path: Path, given: list[tuple[int, int, int]], said: str) -> None:
    for number, (page, pages, records) in enumerate(given):
        answer(tmp_path / f"{number}.json", {}, page=page, totalPages=pages, recordCount=records)
    reading = Reading()
    listings(tmp_path, reading=reading)
    assert reading.scopes == (set() if said else {"all"})
    assert any("incomplete" in warning and said in warning for warning in reading.warnings) == bool(said)


def test_bare_rows_are_read_but_never_taken_for_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([ROW]), encoding="utf-8")
    reading = Reading()
    assert len(listings(tmp_path / "a.json", reading=reading)) == 1
    assert reading.scopes == set()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"page": 1, "totalPages": 0, "recordCount": 0, "rows": []}, "lat,lng is right"),
        ([{"id": 1, "colour": "red"}], "fields found: colour, id"),
        ({"message": "limit exceeded"}, "limit exceeded"),
    ],
)
def test_an_answer_of_another_kind_is_refused(tmp_path: Path, content: object, said: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SourceError, match=r"^a\.json .*") as error:
        listings(tmp_path / "a.json")
    assert said in str(error.value)


@real
def test_the_reconstructed_pages_are_read_without_a_loss() -> None:
    reading = Reading()
    assert len(listings(REAL / "reconstructed_2022", reading=reading)) == 19_627
    assert (reading.scopes, reading.unknown, reading.unused_columns) == ({"all"}, {}, set())


@real
def test_a_real_listing_of_2019_keeps_the_five_wordings_nobody_uses_now() -> None:
    reading = Reading()
    assert len(listings(REAL / "listing_2019-05-23.json", reading=reading)) == 25
    assert reading.as_of == "2019-05-23"
    assert set(reading.unknown) == {
        "EXCL|All Clients in Opioid Treatment Program",
        "EXCL|Methadone and buprenorphine clients only",
        "OTHR|Treatment for internet use disorder",
        "SET|Computerized treatment/telemedicine",
        "TAP|Rational emotive behavioral therapy",
    }


@real
def test_real_exports_are_read_without_a_loss() -> None:
    reading = Reading()
    read = listings(REAL / "export_2022-05-25", reading=reading)
    lines = sum(len(path.read_text("utf-8").splitlines()) - 1 for path in (REAL / "export_2022-05-25").iterdir())
    assert len(read) == lines
    assert (reading.scopes, reading.unknown, reading.unused_columns) == (set(), {}, set())


@real
def test_a_real_flattened_pull_keeps_what_is_clear_and_claims_nothing_of_the_rest() -> None:
    reading = Reading()
    read = listings(REAL / "california_residential_2025_flattened.json", reading=reading)
    assert len(read) == 478
    assert {unknown[0] for unknown in reading.unknown} == {"|"}
    assert sum(reading.unknown.values()) < 0.06 * sum(len(one.said) for one in read)
    assert all(one.phones or one.website for one in read)


@real
def test_copies_of_exports_with_fewer_columns_go_in() -> None:
    for name, rows in (("su.csv", 14_034), ("mh.csv", 11_375)):
        outcomes = list(SOURCE.read([SHARED / "locator_2021" / name], Reading()))
        assert len(outcomes) == rows
        assert sum(isinstance(outcome, Refused) for outcome in outcomes) < 0.01 * rows


def test_a_flattened_row(tmp_path: Path) -> None:
    path = tmp_path / "flat.json"
    flat = {"name": "Alderfen", "city": "Hoover", "state": "AL", "zip": "35216", "phone": "205-555-0100"}
    wordings = "Substance use treatment; Young Adults; Methadone used in Treatment; Care by kindness"
    path.write_text(json.dumps([flat | {"all_services": wordings, "residential_services": ""}]), encoding="utf-8")
    reading = Reading()
    (one,) = listings(path, reading=reading)
    assert one.said == ("MU", "SA", "|Care by kindness", "|Young Adults")
    assert reading.unknown == {"|Care by kindness": 1, "|Young Adults": 1}
    asked = vocabulary().asked(one.survey)
    names = {f"{vocabulary().terms[number].facet}:{vocabulary().terms[number].key}" for number in asked}
    assert "medication:methadone" in names
    assert "age:young-adults" not in names
    assert reading.unused_columns == set()


def test_a_kind_nobody_knows_is_kept_and_reported(tmp_path: Path) -> None:
    reading = Reading()
    (one,) = listings(answer(tmp_path / "a.json", {"typeFacility": "XYZ"}), reading=reading)
    assert one.said == ("typeFacility|XYZ",)
    assert reading.unknown == {"typeFacility|XYZ": 1}
