"""Drafted mappings: they load as they are, find what is plain to see, and leave what is unsure to a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from directory.errors import SourceError
from importers.draft import draft
from importers.mapping import Mapping
from importers.mapping_load import parse
from importers.source import Read, Reading
from importers.sources.table import read
from treatment_directory import main

SAMPLES = Path(__file__).parents[1] / "samples"
STATE, SERVICES, LATIN = (SAMPLES / f"table_{name}.csv" for name in ("state_programs", "services", "latin"))
WORKBOOK = SAMPLES / "table_insurer_2026-01-31.xlsx"


def drafted(path: Path) -> Mapping:
    return parse(draft(path), "draft")


def test_the_program_is_taken_and_not_its_head_office() -> None:
    fields = drafted(STATE).fields
    assert (fields.name, fields.name2, fields.street) == ("Program Name", "Head Office Name", "Program Address 1")
    assert (fields.city, fields.zip, fields.county) == ("Program City", "Program Zip", "Program County")
    assert getattr(fields.state, "constant", "") == "MD"
    assert drafted(STATE).phones == {"main": "Program Phone", "fax": "Fax"}
    assert drafted(STATE).key.columns == ["Program Number"]


def test_columns_of_yes_and_no_are_their_terms() -> None:
    yes = drafted(SERVICES).terms.yes
    assert (yes["Detox"], yes["Blue Cross"], yes["Methadone"]) == ("care:detox", "insurer:bcbs", "medication:methadone")


def test_delimiter_encoding_and_titles_are_found() -> None:
    mapping = drafted(LATIN)
    assert (mapping.file.delimiter, mapping.file.encoding, mapping.file.header_row) == (";", "cp1252", 3)
    assert (mapping.fields.address, mapping.phones["hotline"]) == ("Dirección", "Línea de crisis")
    assert [worded.separator for worded in mapping.terms.values] == [";", ";"]


def test_the_sheet_with_the_list_is_found() -> None:
    mapping = drafted(WORKBOOK)
    assert (mapping.file.sheet, mapping.file.header_row, mapping.fields.name) == ("Providers", 3, "Practice")
    assert mapping.phones == {"main": ["Phone", "Phone (2)"]}


@pytest.mark.parametrize(("path", "rows"), [(STATE, 5), (SERVICES, 3), (LATIN, 2), (WORKBOOK, 3)])
def test_a_draft_imports_what_it_can_as_it_is(tmp_path: Path, path: Path, rows: int) -> None:
    (tmp_path / "m.toml").write_text(draft(path), encoding="utf-8")
    found = list(read([tmp_path / "m.toml", path], Reading()))
    assert sum(isinstance(outcome, Read) for outcome in found) == rows


def test_every_guess_and_every_commented_line_can_be_taken(tmp_path: Path) -> None:
    """Whoever takes the comment marks off the offered terms has a mapping that loads."""
    lines = draft(STATE).splitlines()
    taken = [
        line.removeprefix("# ") if line.startswith(('# "', "# [", "# column", "# voc")) else line for line in lines
    ]
    assert parse("\n".join(taken), "draft").terms.values[1].column == "Status"


def test_people_are_never_drafted_into_a_listing(tmp_path: Path) -> None:
    table = "Contact Name,Director,E-mail,Facility Name,City,State,Home\nAnn,Bob,a@example.org,Alderfen,Towson,MD,x\n"
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    text = draft(tmp_path / "t.csv")
    taken = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not any(word in taken for word in ("Contact", "Director", "E-mail"))
    assert parse(text, "draft").fields.name == "Facility Name"


def test_coordinates_are_no_telephone_numbers(tmp_path: Path) -> None:
    rows = "".join(f"Alderfen {i},Towson,MD,39.4{i:07},-76.6{i:07}\n" for i in range(9))
    (tmp_path / "t.csv").write_text("Name,City,State,Lat,Lon\n" + rows, encoding="utf-8")
    mapping = drafted(tmp_path / "t.csv")
    assert (mapping.fields.latitude, mapping.phones) == ("Lat", {})


def test_without_a_state_nothing_is_invented(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name,City\nAlderfen,Towson\n", encoding="utf-8")
    text = draft(tmp_path / "t.csv")
    assert 'state = { constant = "" }  # check: no column of states was found' in text
    parse(text, "draft")


@pytest.mark.parametrize("content", [b"", b"Name\n", b"%PDF-1.4", b"\x00\x01"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(SourceError, match=r"^t\.csv"):
        draft(tmp_path / "t.csv")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "t.xlsx")
    with pytest.raises(SourceError, match="holds no rows"):
        draft(tmp_path / "t.xlsx")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(st.lists(st.text(max_size=8) | st.sampled_from(["Y", "Zip", "MD", "Phone"]), min_size=3, max_size=5)))
def test_a_draft_of_anything_loads(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("draft") / "t.csv"
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace", newline="")
    try:
        text = draft(path)
    except SourceError as error:
        assert "draft" not in str(error).partition(":")[0]  # noqa: PT017  the table may be none; the draft is always right
        return
    (path.parent / "m.toml").write_text(text, encoding="utf-8")
    list(read([path.parent / "m.toml", path], Reading()))


def test_the_command_prints_or_writes_and_never_overwrites(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(main, ["map", str(STATE)]).output == draft(STATE)
    target = tmp_path / "m.toml"
    assert run(main, ["map", str(STATE), "-o", str(target)]).exit_code == 0
    assert target.read_text(encoding="utf-8") == draft(STATE)
    assert "exists already" in run(main, ["map", str(STATE), "-o", str(target)]).output
