"""SAMHSA's national directories: from a workbook to listings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from directory.errors import SourceError
from directory.listing import Listing, Phone
from importers.source import Read, Reading, Refused
from importers.sources.samhsa_directory import SOURCE

SAMPLE = Path(__file__).parents[1] / "samples" / "samhsa_directory.xlsx"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
COLUMNS = "name1 name2 street1 street2 city state zip phone intake1 intake2 intake1a intake2a service_code_info".split()
ROW = {
    "name1": "Alderfen Recovery Center",
    "street1": "12 Oak Street",
    "city": "Alabaster",
    "state": "AL",
    "zip": "35007",
    "phone": "205-555-0100",
    "service_code_info": "SA DT * MU BU",
}
KEYS = {"su": [("OM", "MU"), ("OM", "BU"), ("TC", "SA")], "mh": [("FT", "CMHC"), ("FT", "PSY"), ("TC", "MH")]}


def workbook(
    path: Path,
    *rows: Mapping[str, object],
    columns: Sequence[str] = tuple(COLUMNS),
    title: str = "Facilities List",
    key: str = "su",
) -> Path:
    """A directory with these rows, each like ROW but for what it says, and a key sheet unless `key` is ""."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(list(columns))
    for row in rows:
        sheet.append([{**ROW, **row}.get(column.strip().lower(), "") for column in columns])
    if key:
        codes = book.create_sheet(" service code REFERENCE")
        codes.append(["Category_code", "Category_name", "Service_code", "Service_name"])
        for category, code in KEYS[key]:
            codes.append([category, "", code, "a name"])
    book.save(path)
    book.close()
    return path


def only(path: Path) -> Listing:
    """The one listing of a workbook."""
    (outcome,) = SOURCE.read([path], Reading())
    assert isinstance(outcome, Read), outcome
    return outcome.listing


def refusal(path: Path) -> str:
    """The sentence a workbook is refused with."""
    with pytest.raises(SourceError) as error:
        list(SOURCE.read([path], Reading()))
    return str(error.value)


def test_the_sample() -> None:
    reading = Reading()
    first, second, third = SOURCE.read([SAMPLE], reading)
    assert isinstance(first, Read)
    assert first.listing == Listing(
        key="su|alderfen recovery center|north|12 oak street|35007",
        scope="su",
        survey="su",
        name="Alderfen Recovery Center",
        name2="North",
        street="12 Oak Street",
        street2="Suite 3",
        city="Alabaster",
        state="AL",
        zip="35007",
        phones=(Phone("2055550100"), Phone("2055550101", use="intake"), Phone("2055550102", use="intake")),
        said=("BU", "DT", "MC", "MD", "MU", "OD", "OP", "SA", "SUMH"),
    )
    assert isinstance(second, Read)
    assert second.listing.said == ("MOON", "NU", "RES", "SA")
    assert third == Refused(SAMPLE.name, 4, "name1 is empty, and a facility without a name cannot be listed.")
    assert (reading.scopes, reading.as_of) == ({"su"}, "2025-07-04")
    assert reading.unknown == {"MOON": 1, "MOON: Moonlight counseling": 1}


@pytest.mark.parametrize("survey", ["su", "mh"])
def test_the_key_sheet_decides_which_directory_it_is(tmp_path: Path, survey: str) -> None:
    listing = only(workbook(tmp_path / "a.xlsx", {}, key=survey))
    assert (listing.scope, listing.survey) == (survey, survey)


@pytest.mark.parametrize(("codes", "survey"), [("SA * MU BU", "su"), ("MH * CMHC", "mh")])
def test_without_a_key_sheet_the_codes_decide(tmp_path: Path, codes: str, survey: str) -> None:
    assert only(workbook(tmp_path / "a.xlsx", {"service_code_info": codes}, key="")).survey == survey


def test_a_list_without_any_known_code_is_no_directory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"service_code_info": "XXA XXB"}, key="")
    assert "codes of neither directory" in refusal(path)


def test_headers_in_capitals_and_a_sheet_of_another_name_are_recognised(tmp_path: Path) -> None:
    columns = [f" {column.title()} " for column in COLUMNS]
    assert only(workbook(tmp_path / "a.xlsx", {}, columns=columns, title="Sheet1")).city == "Alabaster"


def test_a_workbook_without_the_list_is_told_which_sheets_it_has(tmp_path: Path) -> None:
    said = refusal(workbook(tmp_path / "a.xlsx", columns=["a", "b"], title="Totals"))
    assert "no sheet 'Facilities List'; its sheets are 'Totals', ' service code REFERENCE'" in said


def test_missing_columns_are_named_beside_those_found(tmp_path: Path) -> None:
    said = refusal(workbook(tmp_path / "a.xlsx", {}, columns=["name1", "city", "state"]))
    assert "no column street1, zip, phone, service_code_info; found: name1, city, state." in said


def test_two_years_of_one_directory_are_not_one_import(tmp_path: Path) -> None:
    paths = [workbook(tmp_path / name, {}) for name in ("2024.xlsx", "2025.xlsx")]
    with pytest.raises(SourceError, match=r"2025\.xlsx is another directory of the same survey"):
        list(SOURCE.read(paths, Reading()))


def test_both_directories_are(tmp_path: Path) -> None:
    paths = [workbook(tmp_path / f"{key}.xlsx", {}, key=key) for key in KEYS]
    reading = Reading()
    assert len(list(SOURCE.read(paths, reading))) == 2
    assert reading.scopes == {"su", "mh"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"name1": " "}, "name1 is empty"),
        ({"state": ""}, "state is empty"),
        ({"state": "Ontario"}, "'Ontario' is not known"),
        ({"city": "", "zip": "n/a"}, "city and ZIP are both empty"),
    ],
)
def test_a_row_that_names_no_place_is_refused_alone(tmp_path: Path, row: dict[str, str], said: str) -> None:
    bad, good = SOURCE.read([workbook(tmp_path / "a.xlsx", row, {})], Reading())
    assert isinstance(bad, Refused)
    assert (bad.line, said in bad.reason) == (2, True)
    assert isinstance(good, Read)


@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        ("phone", "205-555-0100", {}),
        ("phone", "(205) 555-0100 ext. 7", {}),
        ("phone", "999-999-9999", {"phone": "999-999-9999"}),
        ("zip", "35007-1234", {"zip": "35007-1234"}),
        ("zip", "unknown", {"zip": "unknown"}),
        ("state", "al", {}),
        ("state", "Alabama", {"state": "Alabama"}),
        ("name1", "Alderfen   Center", {}),
        ("name1", "Alder\ufffdfen", {"name1": "Alder\ufffdfen"}),
    ],
)
def test_raw_keeps_what_cleaning_lost_and_nothing_else(
    tmp_path: Path, column: str, written: str, kept: dict[str, str]
) -> None:
    assert only(workbook(tmp_path / "a.xlsx", {column: written})).raw == kept


@pytest.mark.parametrize(
    "change",
    [
        {"name1": "ALDERFEN  RECOVERY CENTER."},
        {"street1": "12 Oak-Street"},
        {"zip": "35007-1234"},
        {"phone": "205-555-0177", "city": "Hoover", "service_code_info": "SA"},
    ],
)
def test_a_place_has_the_same_key_however_a_year_spells_it(tmp_path: Path, change: dict[str, str]) -> None:
    one, other = workbook(tmp_path / "a.xlsx", {}), workbook(tmp_path / "b.xlsx", change)
    assert only(one).key == only(other).key


def test_a_number_given_twice_is_one_number(tmp_path: Path) -> None:
    phones = only(workbook(tmp_path / "a.xlsx", {"intake1": "205 555 0100", "intake2": "205-555-0100 x4"})).phones
    assert phones == (Phone("2055550100"), Phone("2055550100", extension="4", use="intake"))


def test_without_a_date_in_the_workbook_the_year_in_its_name_counts(tmp_path: Path) -> None:
    path = workbook(tmp_path / "National_Directory_2024.xlsx", {})
    _without_properties(path)
    reading = Reading()
    list(SOURCE.read([path], reading))
    assert reading.as_of == "2024"


def _without_properties(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path) as old:
        parts = {member: old.read(member) for member in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for member, content in parts.items():
            new.writestr(member, b"<x/>" if member == "docProps/core.xml" else content)


@pytest.mark.parametrize(
    ("name", "rows", "survey", "as_of"),
    [
        ("National_Directory_SA_Facilities_2022.xlsx", 12_176, "su", "2022-05-19"),
        ("National_Directory_MH_Facilities_2022.xlsx", 9_037, "mh", "2022-05-19"),
        ("national-directory-su-facilities-2023.xlsx", 12_744, "su", "2023-06-29"),
    ],
)
def test_real_directories_are_read_without_a_loss(name: str, rows: int, survey: str, as_of: str) -> None:
    path = SHARED / "samhsa_directory" / name
    if not path.exists():
        pytest.skip(f"the real directory {name} is not here")
    reading = Reading()
    read = list(SOURCE.read([path], reading))
    assert len(read) == rows
    assert [outcome for outcome in read if isinstance(outcome, Refused)] == []
    assert (reading.scopes, reading.as_of) == ({survey}, as_of)
    assert (reading.unknown, reading.unused_columns) == ({}, set())


def test_a_real_html_table_named_xls_is_refused_with_what_it_is() -> None:
    path = SHARED / "samhsa_otp" / "TreatmentProgram_20200704.xls"
    if not path.exists():
        pytest.skip("the real .xls is not here")
    assert "TreatmentProgram_20200704.xls is an HTML page saved under another name" in refusal(path)
