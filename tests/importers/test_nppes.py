"""NPPES: from millions of provider records, zipped or not, to listings of the organisations that treat."""

from __future__ import annotations

import csv
import io
import os
import struct
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.listing import Listing, Phone
from directory.vocabulary import vocabulary
from importers.readers import BadRow
from importers.source import Outcome, Read, Reading, Refused
from importers.sources import nppes_files
from importers.sources.nppes import NOT_LISTED, SOURCE
from importers.sources.nppes_files import tables
from importers.sources.nppes_rows import DEACTIVATED, MISREAD, NO_ORGANISATION, NO_TREATMENT, kept
from importers.sources.nppes_taxonomy import KEPT, TAXONOMIES

SAMPLES = Path(__file__).parents[1] / "samples"
MAIN = SAMPLES / "npidata_pfile_20260105-20260111.csv"
FURTHER = SAMPLES / "pl_pfile_20260105-20260111.csv"
FULL = "npidata_pfile_20050523-20260111.csv"
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "nppes"
real = pytest.mark.skipif(not REAL.exists(), reason="the real data of NPPES is not here")

_AT = "Provider Business Practice Location Address"
ROW = {
    "NPI": "1000000001",
    "Entity Type Code": "2",
    "Provider Organization Name (Legal Business Name)": "ALDERFEN RECOVERY, INC.",
    "Provider First Line Business Practice Location Address": "12 OAK STREET",
    f"{_AT} City Name": "ALABASTER",
    f"{_AT} State Name": "AL",
    f"{_AT} Postal Code": "350071234",
    f"{_AT} Country Code (If outside U.S.)": "US",
    f"{_AT} Telephone Number": "2055550100",
    "NPI Deactivation Date": "",
    "NPI Reactivation Date": "",
    "Healthcare Provider Taxonomy Code_1": "261QR0405X",
    "Healthcare Provider Taxonomy Code_2": "",
    "Other Provider Identifier Type Code_1": "",
    "Other Provider Identifier Issuer_1": "",
}


def text(*rows: Mapping[str, str]) -> str:
    """An npidata file with these rows, each like ROW but for what it says."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*ROW, *(name for name in {**rows[0]} if name not in ROW)], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return out.getvalue()


def npidata(path: Path, *rows: Mapping[str, str]) -> Path:
    """The same, on disk."""
    path.write_text(text(*rows), encoding="utf-8", newline="")
    return path


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """A ZIP as it is downloaded."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(*paths: Path, reading: Reading | None = None) -> list[Outcome]:
    """Every outcome of the files."""
    return list(SOURCE.read(paths, reading or Reading()))


def listings(*paths: Path, reading: Reading | None = None) -> list[Listing]:
    """The listings of files in which every row becomes one or is counted."""
    outcomes = read(*paths, reading=reading)
    assert [outcome for outcome in outcomes if isinstance(outcome, Refused)] == []
    return [outcome.listing for outcome in outcomes if isinstance(outcome, Read)]


def refusal(*paths: Path) -> str:
    """The sentence the files are refused with."""
    with pytest.raises(SourceError) as error:
        read(*paths)
    return str(error.value)


def test_the_sample() -> None:
    reading = Reading()
    first, hospital, resumed, foreign, further, abroad = read(MAIN, FURTHER, reading=reading)
    assert isinstance(first, Read)
    assert first.listing == Listing(
        key="1000000001",
        scope="main",
        survey="",
        name="Alderfen Recovery, Inc.",
        name2="Alderfen Clinic",
        street="12 Oak Street",
        street2="Suite 4",
        city="Alabaster",
        state="AL",
        zip="35007",
        phones=(Phone("2055550100"), Phone("2055550101", use="fax")),
        said=("TAXONOMY|261QM2800X Methadone clinic", "care:substance-use", "setting:outpatient"),
        identifiers={
            "npi": "1000000001",
            "parent": "Alderfen Group",
            "taxonomy": "261QM2800X 261QR0405X",
            "issuers": "AETNA; CIGNA",
        },
        raw={
            "parent organization lbn": "ALDERFEN GROUP",
            "provider organization name (legal business name)": "ALDERFEN RECOVERY, INC.",
            "provider other organization name": "ALDERFEN CLINIC",
            "provider first line business practice location address": "12 OAK STREET",
            "provider second line business practice location address": "SUITE 4",
            "provider business practice location address city name": "ALABASTER",
            "provider business practice location address postal code": "350071234",
        },
    )
    assert isinstance(hospital, Read)
    assert hospital.listing.said == ("care:mental-health", "kind:psychiatric-hospital", "setting:inpatient")
    assert isinstance(resumed, Read)
    assert resumed.listing.key == "1000000006"
    outside = "its place of practice is outside the United States (country 'CA')."
    assert foreign == Refused(MAIN.name, 8, outside)
    assert isinstance(further, Read)
    assert further.listing.key == "1000000001|7 elm court|unit 2|35124"
    assert (further.listing.scope, further.listing.name) == ("secondary", "Alderfen Recovery, Inc.")
    assert (further.listing.said, further.listing.identifiers) == (first.listing.said, first.listing.identifiers)
    assert further.listing.phones == (Phone("2055550130", extension="14"), Phone("2055550131", use="fax"))
    assert isinstance(abroad, Refused)
    assert reading.warnings == {NO_TREATMENT: 1, NO_ORGANISATION: 1, DEACTIVATED: 1, NOT_LISTED: 1}
    assert (reading.as_of, reading.scopes, reading.unused_columns) == ("2026-01-11", set(), set())


def test_every_row_of_the_sample_is_accounted_for() -> None:
    reading = Reading()
    assert len(read(MAIN, FURTHER, reading=reading)) + reading.warnings.total() == 7 + 3


def test_a_zip_reads_as_its_members_do(tmp_path: Path) -> None:
    members = {f"folder/{path.name}": path.read_bytes() for path in (FURTHER, MAIN)}
    others = {
        "npidata_pfile_20260105-20260111_fileheader.csv": b'"NPI"\n',
        "othername_pfile_20260105-20260111.csv": b'"NPI","Provider Other Organization Name"\n',
        "NPPES_Data_Dissemination_Readme.pdf": b"%PDF-",
    }
    path = zipped(tmp_path / "NPPES_Data_Dissemination_010526_011126_Weekly.zip", {**members, **others})
    assert read(path) == read(MAIN, FURTHER)


def test_a_folder_of_unpacked_files_reads_as_the_zip_does(tmp_path: Path) -> None:
    for path in (MAIN, FURTHER):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "endpoint_pfile_20260105-20260111.csv").write_text('"NPI","Endpoint"\n')
    (tmp_path / "pl_pfile_20260105-20260111_fileheader.csv").write_text('"NPI"\n')
    assert read(tmp_path) == read(MAIN, FURTHER)


@pytest.mark.parametrize(("code", "said"), TAXONOMIES.items())
def test_each_taxonomy_says_terms_of_the_vocabulary_wherever_it_stands(
    tmp_path: Path, code: str, said: tuple[str, ...]
) -> None:
    assert all(vocabulary().knows(term) or "|" in term for term in said)
    other = {"Healthcare Provider Taxonomy Code_1": "207Q00000X", "Healthcare Provider Taxonomy Code_15": code}
    (listing,) = listings(npidata(tmp_path / "a.csv", other))
    assert (listing.said, listing.survey) == (tuple(sorted(said)), "")


def test_a_methadone_clinic_is_not_called_certified_nor_said_to_give_methadone() -> None:
    assert not {"opioid:otp", "opioid:mat", "medication:methadone"} & set(TAXONOMIES["261QM2800X"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Entity Type Code": "1"}, NO_ORGANISATION),
        ({"Entity Type Code": "1.0"}, NO_ORGANISATION),
        ({"Entity Type Code": ""}, NO_ORGANISATION),
        ({"Healthcare Provider Taxonomy Code_1": "207Q00000X"}, NO_TREATMENT),
        ({"NPI Deactivation Date": "03/04/2024"}, DEACTIVATED),
        ({"NPI Deactivation Date": "03/04/2024", "NPI Reactivation Date": "12/31/2023"}, DEACTIVATED),
    ],
)
def test_what_is_not_listed_is_counted(tmp_path: Path, row: dict[str, str], reason: str) -> None:
    reading = Reading()
    assert read(npidata(tmp_path / "a.csv", row), reading=reading) == []
    assert reading.warnings == {reason: 1}


def test_an_npi_that_was_taken_up_again_is_listed(tmp_path: Path) -> None:
    row = {"NPI Deactivation Date": "12/31/2023", "NPI Reactivation Date": "01/02/2024"}
    assert len(listings(npidata(tmp_path / "a.csv", row))) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"NPI": "12345"}, "NPI '12345' is not ten digits."),
        ({"Provider Organization Name (Legal Business Name)": ""}, "a facility without a name cannot be listed"),
        ({"Provider Organization Name (Legal Business Name)": "<UNAVAIL>"}, "its name is empty or withheld"),
        ({f"{_AT} State Name": "ONTARIO"}, "state 'ONTARIO' is not known"),
        ({f"{_AT} City Name": "", f"{_AT} Postal Code": ""}, "cannot be placed"),
        ({f"{_AT} Country Code (If outside U.S.)": "MX"}, "outside the United States (country 'MX')"),
    ],
)
def test_a_row_that_cannot_be_listed_is_refused_alone(tmp_path: Path, row: dict[str, str], reason: str) -> None:
    bad, good = read(npidata(tmp_path / "a.csv", row, {}))
    assert isinstance(bad, Refused)
    assert reason in bad.reason
    assert isinstance(good, Read)


def test_a_ragged_row_is_refused_alone(tmp_path: Path) -> None:
    path = npidata(tmp_path / "a.csv", {}, {})
    path.write_text(path.read_text(encoding="utf-8") + '"1000000009","2"\n', encoding="utf-8")
    *_, last = read(path)
    assert last == Refused("a.csv", 4, f"2 cells where the header has {len(ROW)}.")


@pytest.mark.parametrize(
    ("written", "zip5"),
    [
        ("350071234", "35007"),
        ("350071234.0", "35007"),
        ("35007.0", "35007"),
        ("21081234.0", "02108"),
        ("2108.0", "02108"),
        ("9261117.0", "00926"),
        ("926.0", "00926"),
    ],
)
def test_zip_codes_that_became_floats(tmp_path: Path, written: str, zip5: str) -> None:
    assert listings(npidata(tmp_path / "a.csv", {f"{_AT} Postal Code": written}))[0].zip == zip5


def test_other_numbers_that_became_floats(tmp_path: Path) -> None:
    row = {
        "NPI": "1000000001.0",
        "Entity Type Code": "2.0",
        f"{_AT} Telephone Number": "2055550100.0",
        "Other Provider Identifier Type Code_1": "1.0",
        "Other Provider Identifier Issuer_1": "AETNA; US",
        "Provider Other Organization Name": "<UNAVAIL>",
    }
    (listing,) = listings(npidata(tmp_path / "a.csv", row))
    assert (listing.key, listing.name2, listing.phones) == ("1000000001", "", (Phone("2055550100"),))
    assert listing.identifiers["issuers"] == "AETNA, US"


@pytest.mark.parametrize("kind", ["05", "5.0", ""])
def test_only_other_identifiers_name_an_issuer(tmp_path: Path, kind: str) -> None:
    row = {"Other Provider Identifier Type Code_1": kind, "Other Provider Identifier Issuer_1": "MEDICAID"}
    assert "issuers" not in listings(npidata(tmp_path / "a.csv", row))[0].identifiers


def test_columns_are_found_by_name_whatever_the_layout(tmp_path: Path) -> None:
    """Years differ: 329 columns, 330, longer names; spreadsheet tools add an index without a name."""
    moved = {"": "7", **dict(reversed(ROW.items())), "Provider Name in 2031": "x"}
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([list(moved), list(moved.values())])
    (tmp_path / "a.csv").write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    reading = Reading()
    assert listings(tmp_path / "a.csv", reading=reading) == listings(npidata(tmp_path / "b.csv", {}))
    assert reading.unused_columns == {"provider name in 2031"}


def test_an_extension_that_is_no_number_is_kept_as_it_is_written(tmp_path: Path) -> None:
    further = tmp_path / FURTHER.name
    further.write_text(FURTHER.read_text("utf-8").replace('"14"', '"front desk"'), encoding="utf-8")
    *_, listing, _ = read(MAIN, further)
    assert isinstance(listing, Read)
    assert listing.listing.phones[0] == Phone("2055550130")
    assert "front desk" in listing.listing.raw.values()


def test_locations_without_their_organisations_are_refused_row_by_row() -> None:
    reading = Reading()
    outcomes = read(FURTHER, reading=reading)
    assert len(outcomes) == 3
    assert {type(outcome) for outcome in outcomes} == {Refused}
    assert "npidata file, which was not given" in str(outcomes[0])
    assert reading.warnings == {}


@pytest.mark.parametrize(
    ("names", "scopes", "as_of"),
    [
        (["npidata_pfile_20260105-20260111.csv"], set(), "2026-01-11"),
        ([FULL], {"main"}, "2026-01-11"),
        ([FULL, "pl_pfile_20050523-20260111.csv"], {"main", "secondary"}, "2026-01-11"),
        ([FULL, "pl_pfile_20260105-20260111.csv"], {"main"}, "2026-01-11"),
        (["organizations.csv"], set(), ""),
    ],
)
def test_only_the_complete_file_withdraws(tmp_path: Path, names: list[str], scopes: set[str], as_of: str) -> None:
    for name in names:
        (tmp_path / name).write_bytes((FURTHER if name.startswith("pl") else MAIN).read_bytes())
    reading = Reading()
    read(*(tmp_path / name for name in names), reading=reading)
    assert (reading.scopes, reading.as_of) == (scopes, as_of)


def test_files_of_two_days_are_imported_one_after_the_other(tmp_path: Path) -> None:
    assert "one at a time, oldest first" in refusal(MAIN, npidata(tmp_path / FULL, {}))


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252(tmp_path: Path) -> None:
    names = (
        {"Provider Organization Name (Legal Business Name)": name} for name in ("CAFÉ ONE", "CAF\u00c9 TWO", "THREE")
    )
    one, rest = text(next(names)), text(*names)
    content = one.encode("cp1252") + rest.partition("\n")[2].encode()
    (tmp_path / "a.csv").write_bytes(content)
    reading = Reading()
    assert [listing.name for listing in listings(tmp_path / "a.csv", reading=reading)] == [
        "Café One",
        "Café Two",
        "THREE",
    ]
    assert reading.warnings == {MISREAD: 1}


cells = st.text(st.sampled_from('a,"\n\r é'), max_size=6)
codes = st.sampled_from(["261QM2800X", "207Q00000X", "", "x\n261QM2800X", '"261QM2800X"'])
records = st.lists(st.tuples(cells, st.sampled_from(["1", "2", "2\n", ""]), cells, codes, codes), max_size=8)
few = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADER = (
    "NPI",
    "Entity Type Code",
    "Note",
    "Healthcare Provider Taxonomy Code_1",
    "Healthcare Provider Taxonomy Code_2",
)


@few
@given(rows=records, quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), end=st.sampled_from(["\n", "\r\n"]))
def test_records_are_those_of_a_plain_csv_pass(
    tmp_path: Path, rows: list[Sequence[str]], quoting: int, end: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator=end).writerows([HEADER, *rows])  # type: ignore[arg-type]  # an int
    path = zipped(tmp_path / "a.zip", {FULL: out.getvalue().encode()})
    plain = [cells for cells in csv.reader(io.StringIO(out.getvalue(), newline="")) if cells][1:]
    (table,) = tables(path)
    assert [cells for _, cells in table.records()] == plain
    # csv.writer leaves a lone carriage return bare when nothing else needs quotation marks: then records are ragged.
    wanted = [row for row in plain if len(row) == len(HEADER) and row[1] == "2" and KEPT & {row[3], row[4]}]
    rows_found = [row for row in kept(table, Counter()) if not isinstance(row, BadRow)]
    found = [[row.take(name.casefold()) for name in (HEADER[0], *HEADER[2:])] for row in rows_found]
    assert found == [[cell.strip() for cell in (row[0], *row[2:])] for row in wanted]


def test_lines_count_the_lines_inside_quotation_marks(tmp_path: Path) -> None:
    name = "Provider Organization Name (Legal Business Name)"
    first, second = read(npidata(tmp_path / "a.csv", {name: "ALDERFEN\nRECOVERY"}, {"NPI": "x"}))
    assert isinstance(first, Read)
    assert (first.line, first.listing.name) == (2, "Alderfen Recovery")
    assert (second.line, type(second)) == (4, Refused)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<html><body>Not found</body></html>", "is an HTML page"),
        (b'"NPI","Provider First Name"\n', "is no table of NPPES that is read here"),
        (b'"NPI","NPI"\n', "more than one column named npi"),
        (text({}).encode() + b'"1000000002","2', "line 3 opens a quotation mark that is never closed"),
        (text({}).encode() + b'"' + b"x" * 200_000, "line 3 is no CSV"),
        (b"x" * (1024 * 1024 + 1), "a line of more than"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert said in refusal(tmp_path / "a.csv")


def test_missing_columns_are_told_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"NPI","Entity Type Code"\n"1000000001","2"\n')
    assert "it begins 'npi, entity type code'" in refusal(tmp_path / "a.csv")


def test_a_zip_without_provider_files_is_refused(tmp_path: Path) -> None:
    assert "holds no npidata_pfile CSV" in refusal(zipped(tmp_path / "a.zip", {"readme.txt": b"x"}))


def test_only_headers_are_no_data(tmp_path: Path) -> None:
    (tmp_path / "npidata_pfile_20260105-20260111_fileheader.csv").write_text('"NPI"\n')
    assert "hold no table of NPPES" in refusal(tmp_path)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_zip_that_is_cut_off_is_refused(tmp_path: Path, keep: float) -> None:
    path = zipped(tmp_path / "a.zip", {FULL: MAIN.read_bytes()})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert "a.zip is damaged or cut off" in refusal(path)


def test_a_member_that_is_damaged_is_refused_when_it_is_found(tmp_path: Path) -> None:
    noise = "".join(chr(32 + place * place % 91) for place in range(60_000)).replace('"', "")
    rows = [{"Provider Organization Name (Legal Business Name)": noise[n : n + 500]} for n in range(0, 60_000, 500)]
    path = zipped(tmp_path / "a.zip", {FULL: text(*rows).encode()})
    content = bytearray(path.read_bytes())
    content[-600:-400] = bytes(200)
    path.write_bytes(content)
    assert f"a.zip: {FULL} cannot be unpacked" in refusal(path)


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {FULL: MAIN.read_bytes()})
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    for flags in (6, directory + 8):
        content[flags] |= 1
    path.write_bytes(content)
    assert "locked with a password" in refusal(path)


def test_a_way_of_compression_that_is_not_known_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {FULL: MAIN.read_bytes()})
    content = bytearray(path.read_bytes())
    for method in (8, content.index(b"PK\x01\x02") + 10):
        content[method : method + 2] = struct.pack("<H", 9)  # Deflate64
    path.write_bytes(content)
    assert "cannot be unpacked" in refusal(path)


def test_a_high_ratio_is_usual_and_the_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {FULL: text({}).encode() + b"\n" * 5_000_000})
    assert path.stat().st_size * 500 < 5_000_000
    assert len(listings(path)) == 1
    monkeypatch.setattr(nppes_files, "MOST", 1_000_000)
    assert "would be larger than" in refusal(path)


@real
def test_real_organisations_of_329_columns() -> None:
    reading = Reading()
    assert len(listings(REAL / "organizations_raw_40.csv", reading=reading)) == 12
    assert reading.warnings == {NO_TREATMENT: 28}
    assert (reading.unused_columns, reading.unknown) == (set(), {"TAXONOMY|261QM2800X Methadone clinic": 1})


@real
def test_real_organisations_that_a_spreadsheet_tool_damaged() -> None:
    reading = Reading()
    read = listings(REAL / "organizations_1765_float_damage.csv", reading=reading)
    assert (len(read), reading.warnings) == (64, {NO_TREATMENT: 1701})
    assert all(len(listing.zip) == 5 and listing.phones for listing in read)
    assert all(phone.number.isdigit() for listing in read for phone in listing.phones)
    assert reading.unused_columns == set()


@real
def test_real_locations_are_all_accounted_for() -> None:
    path = REAL / "pl_pfile_20251103-20251109.csv"
    assert len(read(path)) == 9_528
    reading = Reading()
    listings(REAL / "organizations_1765_float_damage.csv", path, reading=reading)
    assert reading.warnings == {NO_TREATMENT: 1701, NOT_LISTED: 9_528}
    assert reading.as_of == ""  # the npidata file does not say
