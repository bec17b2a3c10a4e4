"""Any table by its mapping: from rows nobody has seen to listings, and every mistake in a mapping told."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.listing import Listing, Phone
from directory.store import Record
from importers.addresses import Address, split
from importers.progress import silent
from importers.run import Options, run
from importers.source import Outcome, Read, Reading, Refused
from importers.sources.table import SOURCE, described, read

NOW = "2026-02-01T00:00:00+00:00"
SAMPLES = Path(__file__).parents[1] / "samples"
PAIRS = [
    ("table_state_programs.toml", "table_state_programs.csv"),
    ("table_services.toml", "table_services.csv"),
    ("table_latin.toml", "table_latin.csv"),
    ("table_insurer.toml", "table_insurer_2026-01-31.xlsx"),
]
MAPPING = """
[source]
key = "list"
label = "A list"
publisher = "Its publisher"
[fields]
name = "Name"
city = "City"
state = "State"
"""
TABLE = "Name,City,State,Kind\nAlderfen,Towson,MD,Detox\n"


def outcomes(mapping: str, table: str, reading: Reading, folder: Path) -> list[Outcome]:
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "t.csv").write_text(table, encoding="utf-8")
    return list(read([folder / "m.toml", folder / "t.csv"], reading))


def listings(found: list[Outcome]) -> list[Listing]:
    return [outcome.listing for outcome in found if isinstance(outcome, Read)]


def sample(number: int, reading: Reading) -> list[Outcome]:
    return list(read([SAMPLES / name for name in PAIRS[number]], reading))


def test_a_state_list_with_repeated_program_numbers_beside_head_offices() -> None:
    reading = Reading()
    found = sample(0, reading)
    first, second, *two = listings(found)
    assert first == Listing(
        key="md 0101",
        scope="all",
        name="Alderfen Recovery",
        name2="Alderfen Inc",
        street="12 Oak Street",
        street2="Suite 4",
        city="Towson",
        county="Baltimore",
        state="MD",
        zip="21204",
        phones=(Phone("4105550101"), Phone("4105550109", use="fax"), Phone("4105550102")),
        said=(
            "Level of Care|Moon Therapy",
            "care:substance-use",
            "setting:intensive-outpatient",
            "setting:outpatient",
            "setting:residential",
        ),
    )
    assert (second.phones, second.city, second.state) == ((), "Salisbury", "MD")
    assert [listing.key for listing in two] == ["md 0104|3 pine way|20715", "md 0104|44 lake dr|21601"]
    assert [outcome.line for outcome in found] == [2, 5, 7, 8, 9]
    assert isinstance(found[-1], Refused)
    assert reading.warnings == {
        "rows merged into an earlier row of the same place": 2,
        "rows left out by [rows.keep]: Status is not Active": 1,
        "keys with more than one address: each address kept as a place of its own": 1,
    }
    assert reading.unknown == {"Level of Care|Moon Therapy": 1}
    assert (reading.as_of, reading.scopes, reading.unused_columns) == ("2026-01-15", {"all"}, set())


def test_a_column_for_each_service_and_each_insurer() -> None:
    reading = Reading()
    cedar, dunmore, elder = listings(sample(1, reading))
    assert {"care:detox", "insurer:aetna", "insurer:bcbs", "age:adults"} <= set(cedar.said)
    assert "setting:telehealth" not in cedar.said
    assert "setting:telehealth" in cedar.survey.split()
    assert "setting:telehealth" not in dunmore.survey.split()  # "call us" is no answer
    assert "Telehealth|call us" in dunmore.said
    assert dunmore.said.count("age:children") == 1
    assert (elder.phones, elder.website, elder.said) == ((), "", ("Ages Served|all",))
    assert reading.scopes == set()


def test_latin_1_with_semicolons_below_a_title_and_addresses_in_one_cell() -> None:
    reading = Reading()
    found = sample(2, reading)
    first, second = listings(found)
    assert (first.name, first.street, first.city, first.state, first.zip) == (
        "Clínica Peñón", "Calle Núñez 12", "San Juan", "PR", "00901",
    )  # fmt: skip
    assert first.said == ("Servicios|Yoga", "care:detox", "insurer:aetna", "insurer:humana", "setting:residential")
    assert first.phones[1] == Phone("7875550121", use="hotline")
    assert (second.street, second.said) == ("Ave. Las Américas 5, Ste 2", ("setting:outpatient",))
    assert found[2] == Refused(
        "table_latin.csv", 6, "address 'sin dirección' is not written as street, city, state ZIP."
    )


def test_a_workbook_with_titles_two_columns_of_one_name_and_lists_in_cells() -> None:
    reading = Reading()
    fern, gorse, ivy = listings(sample(3, reading))
    assert (fern.street, fern.phones) == ("20 High Street, Floor 2", (Phone("8145550130"), Phone("8145550131")))
    assert fern.said == (
        "care:detox", "insurer:bcbs", "insurer:highmark", "setting:intensive-outpatient", "setting:outpatient",
    )  # fmt: skip
    assert (gorse.name, gorse.said[0]) == ("Gorse Group", "Programs|Art class")
    assert (ivy.latitude, reading.as_of) == (None, "2026-01-31")


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_a_second_reading_is_the_same(number: int) -> None:
    first, second = Reading(), Reading()
    assert sample(number, first) == sample(number, second)
    assert first == second


@pytest.mark.parametrize("name", [mapping for mapping, _ in PAIRS])
def test_the_samples_need_fewer_than_forty_lines(name: str) -> None:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) < 40


def test_the_mapping_says_who_says_it() -> None:
    source, files = described([SAMPLES / "table_state_programs.toml"])
    assert (source.key, source.label) == ("table:md-bha", "Maryland program list")
    assert source.publisher == "Invented Behavioral Health Administration"
    assert files[1].name == "table_state_programs.csv"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('[fields]\nname = "Nam"', "[fields] name: there is no column 'Nam' (near: Name)"),
        ('[phones]\nmain = "Telephone"', "[phones] main: there is no column 'Telephone'"),
        ('[phones]\nfon = "Name"', "'fon' is no use of a telephone; right are main, intake"),
        ('[terms]\nalways = ["care:detoks"]', "'care:detoks' is no term (near: care:detox"),
        ('[terms.yes]\nKind = "detox"', "'detox' is no term (near: care:detox"),
        ('[asks]\nterms = ["insurers:*"]', "'insurers:*' is no term"),
        ("[asks]\nterms = [1]", "[asks.terms[0]]: Expected `str`, got `int`"),
        ("[row]\nmerge = true", "'row' is no key of the top level (near: rows)"),
        ("[rows]\nmerg = true", "'merg' is no key of [rows] (near: merge)"),
        ("[rows]\nmerge = 'no'", "[rows.merge]: Expected `bool`, got `str`"),
        ('[file]\ndelimiter = ";;"', "';;' is not one character"),
        ('[file]\nencoding = "utf-9"', "'utf-9' is not known"),
        ("[file]\nheader_row = 9", "has no header in row 9"),
        ('[[terms.values]]\ncolumn = "Kind"\nvocabulary = ["cares"]', "names no facet 'cares'; right are care"),
        ("[[terms.values]]\nvocabulary = true", "'column' is missing"),
        ('[[terms.values]]\ncolumn = "Kind"\nmatch = "like"', "Invalid enum value 'like'"),
        ('[key]\ncolumns = ["Id"]', "[key] columns: there is no column 'Id'"),
        ("[key\n", "line 11"),
    ],
)
def test_a_mistake_in_a_mapping_is_told(tmp_path: Path, wrong: str, right: str) -> None:
    base = MAPPING.partition("[fields]")[0] if wrong.startswith("[fields]") else MAPPING
    extra = '\ncity = "City"\nstate = "State"' if wrong.startswith("[fields]") else ""
    with pytest.raises(SourceError) as error:
        outcomes(f"{base}\n{wrong}{extra}\n", TABLE, Reading(), tmp_path)
    assert right in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ('key = "list"', 'key = "My List"', "small letters, digits and hyphens"),
        ('label = "A list"', "", "[source]: 'label' is missing"),
        ('label = "A list"', 'label = " "', "label is empty"),
        ('label = "A list"', 'label = "A list"\nas_of = "last May"', "'last May' is no date"),
        ('label = "A list"', 'label = "A list"\nas_of = "2026-13"', "'2026-13' is no date"),
        ('label = "A list"', 'label = "A list"\nurl = "javascript:x"', "is no web address"),
        ('state = "State"', "", "state: a column is needed, or a constant"),
        ('state = "State"', 'state = { constant = "Q" }', "'Q' is no state"),
        ('city = "City"', "", "city, zip or address is needed"),
        ('name = "Name"', 'name = ""', "without a name cannot be listed"),
    ],
)
def test_a_mapping_that_cannot_be_right_is_refused(tmp_path: Path, old: str, new: str, right: str) -> None:
    with pytest.raises(SourceError) as error:
        outcomes(MAPPING.replace(old, new), TABLE, Reading(), tmp_path)
    assert right in str(error.value)


def test_the_first_path_is_the_mapping(tmp_path: Path) -> None:
    for paths in ([], [SAMPLES / "table_services.csv"], [tmp_path / "missing.toml"]):
        with pytest.raises(SourceError, match=r"mapping"):
            list(SOURCE.read(paths, Reading()))


def test_a_table_split_at_the_wrong_character_says_which_may_be_right(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=re.escape("delimiter = ';' may be right")):
        outcomes(MAPPING, TABLE.replace(",", ";"), Reading(), tmp_path)


def test_a_wrong_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING + '[file]\nencoding = "utf-8"\n', encoding="utf-8")
    (tmp_path / "t.csv").write_bytes(TABLE.replace("Alderfen", "Peñón").encode("latin-1"))
    with pytest.raises(SourceError, match="encoding needs another name"):
        list(read([tmp_path / "m.toml", tmp_path / "t.csv"], Reading()))


def test_columns_nobody_mapped_are_reported_as_they_are_written(tmp_path: Path) -> None:
    reading = Reading()
    outcomes(MAPPING, TABLE, reading, tmp_path)
    assert reading.unused_columns == {"Kind"}


def test_a_ragged_row_and_one_without_a_key_are_refused(tmp_path: Path) -> None:
    table = "Name,City,State,Id\nA,Towson,MD\nB,Towson,MD,\nC,Towson,MD,7\n"
    found = outcomes(MAPPING + '[key]\ncolumns = ["Id"]\n', table, Reading(), tmp_path)
    assert [(o.line, isinstance(o, Refused)) for o in found] == [(2, True), (3, True), (4, False)]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("12 Oak St, Hoover, AL 35216", ("12 Oak St", "Hoover", "AL", "35216")),
        ("12 Oak St\nHoover, AL 35216-1234", ("12 Oak St", "Hoover", "AL", "35216-1234")),
        ("12 Oak St, Ste 4, Charleston, West Virginia 25301, USA", ("12 Oak St, Ste 4", "Charleston", "WV", "25301")),
        ("12 Oak St, Hoover, AL", ("12 Oak St", "Hoover", "AL", "")),
        ("12 Oak St, Hoover 35216", ("12 Oak St", "Hoover", "", "35216")),
        ("12 Oak St Hoover AL 35216", ("12 Oak St Hoover", "", "AL", "35216")),
        ("500 Virginia Ave, Richmond, VA 23220", ("500 Virginia Ave", "Richmond", "VA", "23220")),
        ("", ("", "", "", "")),
    ],
)
def test_an_address_in_one_cell(written: str, parts: tuple[str, str, str, str]) -> None:
    assert split(written) == Address(*parts)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["MD", "Towson", "21204", "Y", "N", "Detox; Aetna", "410-555-0100", "12 Oak, Towson, MD 21204", ""]
)
FULL = """
[source]
key = "list"
label = "A list"
publisher = "Its publisher"
as_of = { column = "H" }
[fields]
name = "A"
address = "B"
city = "C"
state = { first = ["D", "E"] }
zip = "E"
website = "F"
latitude = "E"
longitude = "F"
[phones]
main = ["F", "G"]
[key]
columns = ["A", "G"]
[terms.yes]
G = "care:detox"
[[terms.values]]
column = "H"
separator = [";", ","]
match = "contains"
vocabulary = true
values = { "*" = "setting:residential", "aetna" = "insurer:aetna" }
[rows]
drop = { C = ["Y"] }
[asks]
terms = ["insurer:*"]
yes_columns = true
"""


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(cells, min_size=7, max_size=9), max_size=8))
def test_whatever_a_table_holds_its_rows_are_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder, reading = tmp_path_factory.mktemp("table"), Reading()
    quoted = [
        '"' + '","'.join(cell.replace('"', '""') for cell in row) + '"' for row in rows if any(map(str.strip, row))
    ]
    (folder / "t.csv").write_text("\n".join(["A,B,C,D,E,F,G,H", *quoted]) + "\n", encoding="utf-8", newline="")
    (folder / "m.toml").write_text(FULL, encoding="utf-8")
    found = list(read([folder / "m.toml", folder / "t.csv"], reading))
    told = {name: count for name, count in reading.warnings.items() if name.startswith("rows ")}
    assert len(found) + sum(told.values()) == len(quoted)
    assert found == list(read([folder / "m.toml", folder / "t.csv"], Reading()))


MAPPINGS = st.text(max_size=60) | st.lists(st.sampled_from(FULL.splitlines())).map("\n".join)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(
    mapping=st.text(max_size=60) | st.lists(st.sampled_from(FULL.splitlines())).map("\n".join),
    table=st.binary(max_size=80),
)
def test_whatever_a_mapping_or_a_table_is_only_a_source_error_escapes(
    tmp_path_factory: pytest.TempPathFactory, mapping: str, table: bytes
) -> None:
    folder = tmp_path_factory.mktemp("table")
    (folder / "m.toml").write_text(mapping, encoding="utf-8", errors="replace")
    (folder / "n.toml").write_text(FULL, encoding="utf-8")
    (folder / "t.csv").write_bytes(table)
    for name in ("m.toml", "n.toml"):
        with contextlib.suppress(SourceError):
            list(read([folder / name, folder / "t.csv"], Reading()))


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_a_second_import_changes_nothing(tmp_path: Path, number: int) -> None:
    paths = [SAMPLES / name for name in PAIRS[number]]
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record:
        source, files = described(paths)
        first, second = (run(record, source, files, Options(now=NOW), silent) for _ in range(2))
    assert first.source == source.key
    assert first.rows == first.saved + len(first.refused)
    assert (first.added, second.unchanged, second.added, second.changed) == (first.saved, first.saved, 0, 0)
