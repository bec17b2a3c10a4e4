"""Practitioners of FindTreatment.gov: the practice is listed, the person is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listing import Listing, Phone
from importers.source import Read, Reading, Refused
from importers.sources.findtreatment import SOURCE
from importers.sources.findtreatment_practice import TOGETHER, UNNAMED, practice

ROW = {
    "name1": "Alder, Jo",
    "typeFacility": "BUPREN",
    "street1": "12 Oak Street",
    "city": "Hoover",
    "state": "AL",
    "zip": "35216",
    "phone": "205-555-0100",
    "services": None,
}


def read(folder: Path, *rows: dict[str, Any], reading: Reading | None = None) -> list[Listing]:
    """The listings of rows like ROW but for what they say; none may be refused."""
    path = folder / "answer.json"
    path.write_text(json.dumps({"rows": [{**ROW, **row} for row in rows]}), encoding="utf-8")
    outcomes = list(SOURCE.read([path], reading or Reading()))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    return [outcome.listing for outcome in outcomes if isinstance(outcome, Read)]


def test_a_person_is_listed_as_the_practice(tmp_path: Path) -> None:
    reading = Reading()
    (one,) = read(tmp_path, {}, reading=reading)
    assert one == Listing(
        key="bupren||12 oak street||35216",
        scope="practices",
        name="Practice at 12 Oak Street",
        street="12 Oak Street",
        city="Hoover",
        state="AL",
        zip="35216",
        phones=(Phone("2055550100"),),
        said=("care:substance-use", "medication:buprenorphine", "opioid:mat"),
    )
    assert reading.warnings[UNNAMED] == 1
    assert reading.unused_columns == set()


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"name1": "Alder, Jo"}, "Practice at 12 Oak Street"),
        ({"name1": "Jo Alder MD"}, "Practice at 12 Oak Street"),
        ({"name1": "JO ALDER", "name2": "M.D."}, "Practice at 12 Oak Street"),
        ({"name1": "Dr. Jo Alder Family Practice"}, "Practice at 12 Oak Street"),
        ({"name1": "Jo Alder", "name2": "Bracken Recovery Center"}, "Bracken Recovery Center"),
        ({"name1": "Bracken Recovery Center", "name2": "Jo Alder, NP"}, "Bracken Recovery Center"),
        ({"name1": "Jo Alder", "street1": ""}, "Practice in Hoover"),
        ({"name1": "Jo Alder", "street1": "", "city": ""}, "Practice in 35216"),
    ],
)
def test_what_it_is_called(tmp_path: Path, row: dict[str, str], name: str) -> None:
    (one,) = read(tmp_path, {**row, "frid": "ab12"})
    assert (one.name, one.name2, one.identifiers) == (name, "", {})
    assert b"alder" not in msgspec.json.encode(one).lower()


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("website", "https://joalder.example.org", False),
        ("website", "https://bracken.example.org", True),
        ("street2", "Office of Dr. Alder", False),
        ("street2", "Suite 5", True),
    ],
)
def test_what_repeats_the_name_is_left_out_with_it(tmp_path: Path, column: str, value: str, kept: bool) -> None:
    (one,) = read(tmp_path, {column: value})
    assert (getattr(one, column) != "") == kept
    assert b"alder" not in msgspec.json.encode(one).lower()


def test_an_organisation_keeps_its_name_and_counts_as_none_left_out(tmp_path: Path) -> None:
    reading = Reading()
    (one,) = read(tmp_path, {"name1": "Bracken Recovery Center", "website": "bracken.example.org"}, reading=reading)
    assert (one.name, one.website) == ("Bracken Recovery Center", "https://bracken.example.org")
    assert reading.warnings[UNNAMED] == 0


def test_practitioners_at_one_address_are_one_practice(tmp_path: Path) -> None:
    reading = Reading()
    rows: list[dict[str, Any]] = [
        {"name1": "Jo Alder"},
        {"name1": "Bo Birch", "street1": "12 OAK STREET.", "phone": "205-555-0101"},
        {"name1": "Cy Cedar", "street2": "Suite 9"},
        {"name1": "Di Dogwood", "typeFacility": "SA"},
    ]
    found = read(tmp_path, *rows, reading=reading)
    assert [one.scope for one in found] == ["all", "practices", "practices"]
    assert [phone.number for phone in found[1].phones] == ["2055550100", "2055550101"]
    assert (reading.warnings[TOGETHER], reading.warnings[UNNAMED]) == (1, 3)


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"name1": f"Practitioner {n}", "phone": f"205-555-010{n}", "website": f"{'ab'[n % 2]}.example.org"}
        for n in range(4)
    ]
    (first,), (second,) = read(tmp_path, *rows), read(tmp_path, *reversed(rows))
    assert first.digest() == second.digest()


def test_without_a_street_one_telephone_is_one_practice(tmp_path: Path) -> None:
    nowhere = {"street1": ""}
    found = read(tmp_path, nowhere, {**nowhere, "name1": "Bo Birch"}, {**nowhere, "phone": "205-555-0101"})
    assert len(found) == 2


@pytest.mark.parametrize(
    ("kind", "scope", "said"),
    [
        ("OTP", "all", ("care:substance-use", "opioid:otp")),
        ("HRSA", "health-centers", ("kind:health-center",)),
        ("HC", "health-centers", ("kind:health-center",)),
        ("XYZ", "all", ("typeFacility|XYZ",)),
    ],
)
def test_rows_of_other_kinds_are_listed_by_name(tmp_path: Path, kind: str, scope: str, said: tuple[str, ...]) -> None:
    (one,) = read(tmp_path, {"name1": "Alderfen", "typeFacility": kind})
    assert (one.name, one.scope, one.said, one.survey) == ("Alderfen", scope, said, "")


@given(
    st.text(st.characters(categories=["Lu", "Ll"]), min_size=3, max_size=12),
    st.text(st.characters(categories=["Lu", "Ll"]), min_size=3, max_size=12),
    st.sampled_from(["{1}, {0}", "{0} {1}", "Dr. {0} {1}", "{1}, {0}, M.D.", "{0} {1}, DO, FAAFP"]),
)
def test_no_name_of_a_person_gets_through(first: str, last: str, form: str) -> None:
    one = Listing(
        key="k", scope="all", name=form.format(first, last), city="9", state="AL", street="12", raw={"name1": last}
    )
    made = practice(one, Reading())
    organisation = made.name == one.name  # a word such as "Care" alone makes one
    assert organisation or (made.name, made.name2, made.raw) == ("Practice at 12", "", {})
