"""CMS's Opioid Treatment Program Providers: from its CSV to listings."""

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
from importers.sources.cms_otp import SOURCE

SAMPLE = Path(__file__).parents[1] / "samples" / "cms_otp_providers_2025.csv"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "cms" / "otp_providers_2022.csv"
real = pytest.mark.skipif(not REAL.exists(), reason="the real list of Medicare's opioid treatment programs is not here")

ROW = {
    "NPI": "1000000012",
    "PROVIDER NAME": "ALDERFEN RECOVERY INC",
    "ADDRESS LINE 1": "12 OAK ST",
    "ADDRESS LINE 2": "",
    "CITY": "ALABASTER",
    "STATE": "AL",
    "ZIP": "35007-1234",
    "MEDICARE ID EFFECTIVE DATE": "01/15/2020",
    "PHONE": "2055550100",
}
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(
    path: Path, *rows: Mapping[str, str], columns: Sequence[str] = tuple(ROW), encoding: str = "utf-8-sig"
) -> Path:
    """A CSV file with these rows, each like ROW but for what it says."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([{**ROW, **row}.get(column, "") for column in columns] for row in rows)
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


def test_the_sample() -> None:
    reading = Reading()
    first, second, third = outcomes(SAMPLE, reading)
    assert isinstance(first, Read)
    assert first.listing == Listing(
        key="alderfen recovery services of oh iv|617 mcbride rd|44022",
        scope="cms-otp",
        survey="opioid:otp payment:medicare",
        name="Alderfen Recovery Services of OH-IV",
        street="617 McBride Rd",
        street2="Ste 5",
        city="Chagrin",
        state="OH",
        zip="44022",
        phones=(Phone("2165550100"),),
        said=("care:substance-use", "opioid:otp", "payment:medicare"),
        identifiers={"npi": "1000000012 1000000020", "medicare_since": "2020-01-01"},
        raw={
            "provider name": "ALDERFEN RECOVERY SERVICES OF OH-IV",
            "address line 1": "617 MCBRIDE RD",
            "address line 2": "STE 5",
            "city": "CHAGRIN",
            "zip": "44022-1234",
        },
    )
    assert isinstance(second, Read)
    assert (second.listing.name, second.listing.street) == ("Brindle XLII LLC", "12 E 2nd St")
    assert second.listing.phones == (Phone("7575550101", extension="12"),)
    assert third == Refused(SAMPLE.name, 4, "provider name is empty, and a facility without a name cannot be listed.")
    assert (reading.scopes, reading.as_of, reading.unused_columns) == ({"cms-otp"}, "2025", set())


def test_every_term_said_and_asked_is_in_the_vocabulary() -> None:
    first = outcomes(SAMPLE)[0]
    assert isinstance(first, Read)
    assert all(map(vocabulary().knows, first.listing.said))
    assert vocabulary().asked(first.listing.survey) < vocabulary().meaning(first.listing.said)


@pytest.mark.parametrize(
    ("column", "written", "identifier"),
    [
        ("NPI", "1000000012", "npi"),
        ("NPI", "1000000012 1000000020", "npi"),
        ("NPI", " 1000000012  1000000020 ", "npi"),
        ("NPI", "100000001", ""),
        ("NPI", "1.0E+09", ""),
        ("MEDICARE ID EFFECTIVE DATE", "01/15/2020", "medicare_since"),
        ("MEDICARE ID EFFECTIVE DATE", "soon", ""),
    ],
)
def test_what_is_no_identifier_is_left_out_and_kept_in_raw(
    tmp_path: Path, column: str, written: str, identifier: str
) -> None:
    reading = Reading()
    listing = only(table(tmp_path / "a.csv", {column: written}), reading)
    assert set(listing.identifiers) == {"npi", "medicare_since"} if identifier else {"npi"} ^ {"medicare_since"}
    assert listing.raw.get(column.lower()) == (None if identifier else written)
    assert reading.warnings == ({} if identifier else {f"{column.lower()} that cannot be read left out": 1})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"PROVIDER NAME": ""}, "provider name is empty"),
        ({"STATE": "ZZ"}, "'ZZ' is not known"),
        ({"CITY": "", "ZIP": ""}, "city and ZIP are both empty"),
    ],
)
def test_a_row_that_names_no_place_is_refused_alone(tmp_path: Path, row: dict[str, str], said: str) -> None:
    bad, good = outcomes(table(tmp_path / "a.csv", row, {}))
    assert isinstance(bad, Refused)
    assert said in bad.reason
    assert isinstance(good, Read)


@pytest.mark.parametrize("column", ROW)
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    path = table(tmp_path / "a.csv", {}, columns=[c for c in ROW if c != column])
    assert f"a.csv has no column {column.lower()}; found: " in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html></html>", b"{}"])
def test_a_file_of_another_kind_is_refused_with_what_would_be_right(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert "Right is the CSV of CMS's Opioid Treatment Program Providers" in refusal(tmp_path / "a.csv")


def test_two_years_are_not_one_import(tmp_path: Path) -> None:
    for name in ("2024.csv", "2025.csv"):
        table(tmp_path / name, {})
    with pytest.raises(SourceError, match=r"2025\.csv would be read beside 2024\.csv"):
        list(SOURCE.read([tmp_path], Reading()))


@few
@given(st.permutations(list(ROW)), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
def test_the_order_of_columns_and_the_encoding_say_nothing(tmp_path: Path, columns: list[str], encoding: str) -> None:
    row = {"PROVIDER NAME": "CLÍNICA ALDERFEN"}
    one = table(tmp_path / "a.csv", row)
    other = table(tmp_path / "b.csv", row, columns=columns, encoding=encoding)
    assert only(one) == only(other)


@real
def test_the_real_list_is_read_without_a_loss() -> None:
    reading = Reading()
    listings = [outcome.listing for outcome in outcomes(REAL, reading) if isinstance(outcome, Read)]
    assert len(listings) == 1_339
    assert sum(" " in listing.identifiers["npi"] for listing in listings) == 34
    assert sum(listing.phones[0].extension != "" for listing in listings) == 56
    assert all("medicare_since" in listing.identifiers for listing in listings)
    assert (reading.scopes, reading.as_of) == ({"cms-otp"}, "2022-03")
    assert (reading.unknown, reading.unused_columns, reading.warnings) == ({}, set(), {})
