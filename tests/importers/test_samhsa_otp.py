"""The Opioid Treatment Program Directory: from CSV and HTML tables of any year to listings."""

from __future__ import annotations

import csv
import html
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.listing import Listing, Phone
from directory.vocabulary import vocabulary
from importers.source import Outcome, Read, Reading, Refused
from importers.sources.samhsa_otp import SOURCE

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE, PAGE = SAMPLES / "TreatmentProgram_20250704.csv", SAMPLES / "TreatmentProgram_20250704.xls"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "samhsa_otp"
real = pytest.mark.skipif(not REAL.exists(), reason="the real directory of opioid treatment programs is not here")

Y2020_02 = ["Program Name", "DBA", "Street", "City", "State", "Zipcode", "Phone", "Certification"]
Y2020_07 = [*Y2020_02, "FullCertification"]
CMS_USE = "First Full Certification Date/CMS Use"
Y2026 = ["Program Name", "Street", "City", "State", "Zip Code", "Phone", "Certification", CMS_USE]
ROW = {
    "Program Name": "Alderfen Recovery, LLC",
    "Street": "12 Oak Street",
    "City": "Agawam",
    "State": "MA",
    "Zipcode": "01001",
    "Zip Code": "01001",
    "Phone": "(413) 555-0100",
    "Certification": "Certified",
}
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(path: Path, *rows: Mapping[str, str], columns: Sequence[str] = Y2020_07, encoding: str = "utf-8") -> Path:
    """A CSV file with these rows, each like ROW but for what it says."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([{**ROW, **row}.get(column, "") for column in columns] for row in rows)
    return path


def page(path: Path, *rows: Sequence[str], end: str = "</table></div>") -> Path:
    """An HTML page with a table of these rows, the first of them the header."""
    cells = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    path.write_text(f"<div><table>{cells}{end}", encoding="utf-8")
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
    first, second, third, fourth = outcomes(SAMPLE, reading)
    assert isinstance(first, Read)
    assert first.listing == Listing(
        key="alderfen recovery llc|12 oak street suite 3|01001",
        scope="otp",
        survey="opioid:otp",
        name="Alderfen Recovery, LLC",
        street="12 Oak Street, Suite 3",
        city="Agawam",
        state="MA",
        zip="01001",
        phones=(Phone("4135550100"),),
        said=("care:substance-use", "licence:otp-certification", "opioid:otp"),
        identifiers={"certification": "Certified", "certified": "2015-03-01"},
    )
    assert isinstance(second, Read)
    assert (second.listing.name2, second.listing.raw) == ("Harrow Lane Clinic", {"zipcode": "02108-1234"})
    assert second.listing.phones == (Phone("6175550101", extension="12"),)
    assert isinstance(third, Read)
    assert (third.listing.name, third.listing.street) == ("Corvale Treatment Center", "31 Elm St")
    assert third.listing.raw["program name"] == "CORVALE TREATMENT CENTER"
    assert third.listing.identifiers == {"certification": "Provisional"}
    assert isinstance(fourth, Refused)
    assert "'Ontario' is not known" in fourth.reason
    assert (reading.scopes, reading.as_of, reading.unknown) == ({"otp"}, "2025-07-04", {})
    assert (reading.unused_columns, reading.warnings) == (set(), {})


def test_both_forms_of_one_day_make_the_same_listings() -> None:
    csv_form, html_form = outcomes(SAMPLE), outcomes(PAGE)
    assert [o.listing for o in csv_form if isinstance(o, Read)] == [o.listing for o in html_form if isinstance(o, Read)]
    assert [type(o) for o in csv_form] == [type(o) for o in html_form]


def test_a_row_of_a_page_is_found_by_its_line() -> None:
    assert [outcome.line for outcome in outcomes(PAGE)] == [5, 7, 9, 11]


def test_every_term_said_is_in_the_vocabulary() -> None:
    said = {said for outcome in outcomes(SAMPLE) if isinstance(outcome, Read) for said in outcome.listing.said}
    assert {term for term in said if not vocabulary().knows(term)} == set()
    assert len(vocabulary().asked("opioid:otp")) == 1


@pytest.mark.parametrize("columns", [Y2020_02, Y2020_07, Y2026, Y2026[::-1]])
@pytest.mark.parametrize("spelt", [str.title, str.upper, " {} ".format])
def test_any_year_names_the_same_place(tmp_path: Path, columns: Sequence[str], spelt: Callable[[str], str]) -> None:
    row = {spelt(column): ROW.get(column, "") for column in columns}
    listing = only(table(tmp_path / "a.csv", row, columns=list(row)))
    assert listing.key == "alderfen recovery llc|12 oak street|01001"


def test_the_date_of_the_newest_form_is_read(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", {CMS_USE: "03/01/2015"}, columns=Y2026)
    assert only(path).identifiers["certified"] == "2015-03-01"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = table(tmp_path / "a.csv", {"Program Name": "Clínica Alderfen – Sur’s"}, encoding=encoding)
    assert only(path).name == "Clínica Alderfen – Sur’s"


def test_a_page_in_windows_1252_says_so(tmp_path: Path) -> None:
    reading, path = Reading(), tmp_path / "a.xls"
    page(path, Y2020_02, ["Clínica Alderfen", "", "12 Oak Street", "Agawam", "MA", "01001", "", "Certified"])
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert only(path, reading).name == "Clínica Alderfen"
    assert reading.warnings == {"a.xls is not UTF-8; read as Windows-1252": 1}


@pytest.mark.parametrize(
    ("dba", "name2", "raw"),
    [
        ("Harrow Lane Clinic", "Harrow Lane Clinic", {}),
        ("Alderfen Recovery, LLC", "", {}),
        ("ALDERFEN RECOVERY LLC.", "", {"dba": "ALDERFEN RECOVERY LLC."}),
        ("N/A", "", {"dba": "N/A"}),
        ("HARROW LANE CLINIC", "Harrow Lane Clinic", {"dba": "HARROW LANE CLINIC"}),
    ],
)
def test_the_trade_name_is_the_second_name(tmp_path: Path, dba: str, name2: str, raw: dict[str, str]) -> None:
    listing = only(table(tmp_path / "a.csv", {"DBA": dba}))
    assert (listing.name, listing.name2, listing.raw) == ("Alderfen Recovery, LLC", name2, raw)


@pytest.mark.parametrize(
    ("written", "kept", "raw"),
    [
        ("3/1/15", "2015-03-01", {}),
        ("03/01/2015", "2015-03-01", {}),
        ("", None, {}),
        ("13/45/15", None, {"fullcertification": "13/45/15"}),
    ],
)
def test_the_day_of_certification(tmp_path: Path, written: str, kept: str | None, raw: dict[str, str]) -> None:
    reading = Reading()
    listing = only(table(tmp_path / "a.csv", {"FullCertification": written}), reading)
    assert (listing.identifiers.get("certified"), listing.raw) == (kept, raw)
    assert reading.warnings.total() == len(raw)


def test_a_status_nobody_knows_is_kept_and_reported(tmp_path: Path) -> None:
    reading = Reading()
    listing = only(table(tmp_path / "a.csv", {"Certification": "Suspended"}), reading)
    assert listing.said == ("CERTIFICATION|Suspended", "care:substance-use", "opioid:otp")
    assert reading.unknown == {"CERTIFICATION|Suspended": 1}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"Program Name": " "}, "program name is empty"),
        ({"State": ""}, "state is empty"),
        ({"City": "", "Zipcode": "?"}, "city and ZIP are both empty"),
        ({"Certification": "Revoked"}, "its certification is 'Revoked'"),
        ({"Program Name": "*CLOSED* Alderfen Clinic"}, "its name says that it is closed"),
        ({"Program Name": "Alderfen Clinic (permanently closed)"}, "its name says that it is closed"),
    ],
)
def test_a_row_that_names_no_place_is_refused_alone(tmp_path: Path, row: dict[str, str], said: str) -> None:
    bad, good = outcomes(table(tmp_path / "a.csv", row, {}))
    assert isinstance(bad, Refused)
    assert said in bad.reason
    assert isinstance(good, Read)


@pytest.mark.parametrize(
    ("name", "as_of"),
    [
        ("TreatmentProgram_20200704.csv", "2020-07-04"),
        ("otp 2020-02.csv", "2020-02"),
        ("opioid-treatment-directory-1779729812.csv", "2026-05-25"),
        ("directory.csv", "2015-03"),
        ("directory 2014.csv", "2014"),
    ],
)
def test_how_old_a_file_is(tmp_path: Path, name: str, as_of: str) -> None:
    days = ["3/1/15", "3/9/15", "3/30/15", "11/7/03", "1/1/48"]
    reading = Reading()
    outcomes(table(tmp_path / name, *({"FullCertification": day} for day in days)), reading)
    assert reading.as_of == as_of


def test_two_files_are_not_one_import() -> None:
    with pytest.raises(SourceError, match="Import one file at a time"):
        list(SOURCE.read([SAMPLE, PAGE], Reading()))


def test_missing_columns_are_named_beside_those_found(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", {}, columns=["Program Name", "City", "State"])
    assert "no column street, zipcode, phone, certification; found: program name, city, state." in refusal(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old .xls workbook"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"[]", "is JSON"),
        (b"<html><body><p>404 Not Found</p></body></html>", "without a table"),
        (b"<table></table>", "without a table"),
        (b"<table><tr><td>a</td></tr></table><table></table>", "no column program name"),
        (b"<table><tr><td>a", "cut off"),
        (b"<table><tr><td>a</td><td>A</td></tr></table>", "more than one column named a"),
        (b"<table><![foo[ <tr><td>a</td></tr></table>", "no HTML that can be read"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_would_be_right(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    told = refusal(tmp_path / "a.xls")
    assert said in told
    assert "Right is" in told or "its own name" in told


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_a_page_cut_off_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    content = PAGE.read_bytes()
    (tmp_path / "a.xls").write_bytes(content[: int(len(content) * share) - 12])
    assert "Right is" in refusal(tmp_path / "a.xls")


def test_a_page_of_two_tables_is_refused(tmp_path: Path) -> None:
    row = ["Alderfen", "", "12 Oak Street", "Agawam", "MA", "01001", "", "Certified"]
    assert "with 2 tables" in refusal(page(tmp_path / "a.xls", Y2020_02, row, end="</table><table></table>"))


@pytest.mark.parametrize(
    "flood",
    [
        "<td>" * 600,
        "<" * 400_000,
        "<td " + "a " * 200_000,
        "<!--" + "-" * 400_000,
        "<td>" + "a" * 400_000,
        "&" * 400_000,
    ],
    ids=["cells", "brackets", "attributes", "comment", "cell", "entities"],
)
def test_a_page_that_never_ends_is_refused_soon(tmp_path: Path, flood: str) -> None:
    path, began = page(tmp_path / "a.xls", Y2020_02, end=f"<tr>{flood}"), time.perf_counter()
    assert "Right is" in refusal(path)
    assert time.perf_counter() - began < 5


def test_a_huge_page_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.xls").open("wb") as stream:
        stream.writelines([b"<table>", b" " * (33 << 20)])
    assert "more than 32 MB" in refusal(tmp_path / "a.xls")


def test_a_row_of_other_width_is_refused_alone(tmp_path: Path) -> None:
    good = ["Alderfen", "", "12 Oak Street", "Agawam", "MA", "01001", "", "Certified"]
    first, second = outcomes(page(tmp_path / "a.xls", Y2020_02, good[:-1], good))
    assert isinstance(first, Refused)
    assert first.reason == "7 cells where the header has 8."
    assert isinstance(second, Read)


@few
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=6, max_size=6))
def test_both_forms_agree_whatever_they_hold(tmp_path: Path, cells: list[str]) -> None:
    row = ["Alderfen", *cells[:3], "MA", "01001", *cells[3:5]]
    paths = tmp_path / "a.csv", page(tmp_path / "a.xls", Y2020_02, row)
    table(paths[0], dict(zip(Y2020_02, row, strict=True)), columns=Y2020_02)
    one, other = (outcomes(path) for path in paths)
    assert isinstance(one[0], Read) == isinstance(other[0], Read)
    if isinstance(one[0], Read) and isinstance(other[0], Read):
        assert one[0].listing == other[0].listing


@few
@given(st.text(st.sampled_from('<>/!-[]&;"= tablerdhscipx\n'), max_size=300))
@example("<td><table><tr><th>program name")
@example("<!doctype")
@example("<table><tr><td>&#99999999999;</td></tr></table>")
def test_any_page_is_a_sentence_or_rows(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xls").write_text("<div>" + content, encoding="utf-8")
    assert "a.xls" in refusal(tmp_path / "a.xls")


@real
def test_the_real_directory_is_read_without_a_loss_in_both_forms() -> None:
    listings = []
    for name in ("TreatmentProgram_20200704.csv", "TreatmentProgram_20200704.xls"):
        reading = Reading()
        read = outcomes(REAL / name, reading)
        assert len(read) == 1_767
        listings.append([outcome.listing for outcome in read if isinstance(outcome, Read)])
        assert (reading.scopes, reading.as_of, reading.unknown) == ({"otp"}, "2020-07-04", {})
        assert (reading.unused_columns, reading.warnings) == (set(), {})
    assert listings[0] == listings[1]
    assert len(listings[0]) == 1_767
    assert sum("certified" not in listing.identifiers for listing in listings[0]) == 137
    assert len({listing.key for listing in listings[0]}) == 1_766  # one clinic is listed under two trade names
