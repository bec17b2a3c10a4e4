"""What becomes of files that are damaged, hostile or something else: always a sentence, never a crash or a lost row."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from importers.source import Outcome, Read, Reading, Refused, Source
from importers.sources import findtreatment, samhsa_directory

DIRECTORY, LOCATOR = samhsa_directory.SOURCE, findtreatment.SOURCE
COLUMNS = ["name1", "street1", "city", "state", "zip", "phone", "type_facility", "sa"]
CELLS = ["Alderfen Recovery Center", "12 Oak Street", "Alabaster", "AL", "35007", "205-555-0100", "SA", "1"]
SHEET = ["name1", "street1", "city", "state", "zip", "phone", "service_code_info"]
ROW = ["Alderfen Recovery Center", "12 Oak Street", "Alabaster", "AL", "35007", "205-555-0100", "SA DT * MU BU"]

# Slow to start: each example writes a file, and each workbook starts a process.
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
very_few = settings(few, max_examples=12)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def read(source: Source, path: Path) -> list[Outcome]:
    """Every outcome of one file."""
    return list(source.read([path], Reading()))


def refusal(source: Source, path: Path) -> str:
    """The sentence a file is refused with; it names the file and no folder."""
    with pytest.raises(SourceError) as error:
        read(source, path)
    said = str(error.value)
    assert path.name in said
    assert str(path.parent) not in said
    return said


def as_csv(*rows: Sequence[str]) -> str:
    """The rows as CSV text."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def workbook(path: Path, *rows: Sequence[object], title: str = "Facilities List") -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    book.close()
    return path


WRONG = {
    "an HTML page": b"<!DOCTYPE html><html><body>Sign in</body></html>",
    "an old .xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "PDF": b"%PDF-1.7\n",
    "empty": b"",
    "UTF-16": b"\xff\xfe" + "name1".encode("utf-16-le"),
    "binary": bytes(range(9)) * 3 + bytes(900),
}


@pytest.mark.parametrize(("said", "content"), WRONG.items(), ids=list(WRONG))
@pytest.mark.parametrize("name", ["facilities.xlsx", "listing.csv", "page.json", "page.json.gz"])
def test_a_file_that_is_something_else_is_named_with_what_it_is(
    tmp_path: Path, name: str, said: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    sentence = refusal(DIRECTORY if name.endswith("xlsx") else LOCATOR, path)
    assert said in sentence
    assert "Right " in sentence


@pytest.mark.parametrize("name", ["absent.csv", "absent.xlsx"])
def test_a_missing_path_is_named(tmp_path: Path, name: str) -> None:
    assert "does not exist" in refusal(LOCATOR, tmp_path / name)


def test_a_folder_stands_for_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden.csv", "~$a.csv", "notes.txt"):
        (tmp_path / name).write_text(as_csv(COLUMNS, CELLS), encoding="utf-8")
    assert [outcome.file for outcome in read(LOCATOR, tmp_path)] == ["a.csv", "b.csv"]


def test_a_folder_without_files_of_the_source_is_refused(tmp_path: Path) -> None:
    assert ".xlsx" in refusal(DIRECTORY, tmp_path)


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "not a plain file" in refusal(LOCATOR, tmp_path / "pipe.csv")


# --- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_in_the_encodings_that_occur(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "listing.csv"
    path.write_bytes(as_csv(COLUMNS, ["Clínica Alderfen – Sur", *CELLS[1:]]).encode(encoding))
    reading = Reading()
    outcome = next(LOCATOR.read([path], reading))
    assert isinstance(outcome, Read)
    assert outcome.listing.name == "Clínica Alderfen – Sur"
    assert any("Windows-1252" in warning for warning in reading.warnings) == (encoding == "cp1252")


def test_nuls_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "listing.csv"
    path.write_text(as_csv(COLUMNS, ["Alder\0fen", *CELLS[1:]]), encoding="utf-8")
    reading = Reading()
    outcome = next(LOCATOR.read([path], reading))
    assert isinstance(outcome, Read)
    assert outcome.listing.name == "Alderfen"
    assert reading.warnings["listing.csv: NUL characters left out"] == 1


@pytest.mark.parametrize("cells", [CELLS[:-2], [*CELLS, "one more"]])
def test_a_ragged_row_is_refused_alone_with_its_line(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "listing.csv"
    two_lines = ["Alderfen\nNorth", *CELLS[1:]]
    path.write_text(as_csv(COLUMNS, two_lines, cells, CELLS), encoding="utf-8", newline="")
    first, ragged, last = read(LOCATOR, path)
    assert isinstance(first, Read)
    assert isinstance(last, Read)
    assert (first.line, ragged.line, last.line) == (2, 4, 5)
    assert isinstance(ragged, Refused)
    assert f"{len(cells)} cells where the header has {len(COLUMNS)}" in ragged.reason


def test_commas_at_the_end_of_a_row_and_rows_of_commas_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "listing.csv"
    path.write_text(as_csv(COLUMNS, [*CELLS, "", " "], [""] * len(COLUMNS), [], CELLS), encoding="utf-8", newline="")
    assert [(type(outcome), outcome.line) for outcome in read(LOCATOR, path)] == [(Read, 2), (Read, 5)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(as_csv([*COLUMNS, " SA "], [*CELLS, "1"]), "more than one column named sa", id="twice"),
        pytest.param(as_csv(CELLS, CELLS), "has no column name1", id="no header"),
        pytest.param(as_csv(COLUMNS) + '"Alderfen' + "\n,," * 9, "line 2 opens a quotation mark", id="open quote"),
        pytest.param(as_csv(COLUMNS) + '"' + "x" * 140_000, "line 2 is no CSV", id="huge cell"),
    ],
)
def test_a_csv_that_cannot_be_told_apart_is_refused_as_a_whole(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "listing.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert said in refusal(LOCATOR, path)


@few
@given(st.lists(st.lists(texts, min_size=8, max_size=8).filter(lambda row: any(map(str.strip, row))), max_size=6))
def test_no_row_of_a_csv_is_lost_whatever_is_in_it(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    path.write_text(as_csv(COLUMNS, *rows), encoding="utf-8", newline="")
    kept = [row for row in rows if any(cell.replace("\0", "").strip() for cell in row)]
    assert len(read(LOCATOR, path)) == len(kept)


@few
@given(st.binary(max_size=400), st.sampled_from(["any.csv", "any.json"]))
def test_bytes_of_any_kind_raise_nothing_but_a_sentence(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    try:
        read(LOCATOR, tmp_path / name)
    except SourceError as error:
        assert name in str(error)  # noqa: PT017  either is right: outcomes, or this


# --- JSON


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b'{"rows": [\n {"name1": "Ald', "line 2 column 16", id="cut off"),
        pytest.param(b'{"rows": [\n {"name1": oops}]}', "line 2 column 12", id="malformed"),
        pytest.param(b"Invalid value of limitType", "It begins 'Invalid value of limitType'", id="plain text"),
        pytest.param(b'{"error": "no"}', 'It begins \'{"error": "no"}\'', id="an error in JSON"),
        pytest.param(gzip.compress(b'{"rows": []}')[:-9], "damaged or cut off", id="cut off gzip"),
        pytest.param(gzip.compress(b"<html></html>"), "is an HTML page", id="HTML in gzip"),
        pytest.param(b"[" * 100_000, "page.json", id="deeply nested"),
    ],
)
def test_a_damaged_answer_is_refused_with_the_place(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "page.json"
    path.write_bytes(content)
    assert said in refusal(LOCATOR, path)


def test_a_gzip_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.readers._MOST_JSON", 4 << 20)
    path = tmp_path / "page.json.gz"
    path.write_bytes(gzip.compress(b"[" + b" " * (64 << 20)))
    assert "holds more than 4 MB" in refusal(LOCATOR, path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_gzip_is_told_by_content_and_a_mark_is_no_matter(tmp_path: Path, pack: object, mark: bytes) -> None:
    path = tmp_path / "page.json"
    content = mark + json.dumps([{"name1": "Alderfen", "state": "AL", "city": "Hoover"}]).encode()
    path.write_bytes(gzip.compress(content) if pack is gzip.compress else content)
    assert [type(outcome) for outcome in read(LOCATOR, path)] == [Read]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from([*COLUMNS, "services", "latitude", "longitude", "typeFacility", "website"])


@few
@given(st.lists(st.dictionaries(fields, anything, max_size=6) | anything, max_size=5))
def test_no_row_of_an_answer_is_lost_whatever_is_in_it(tmp_path: Path, rows: list[object]) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps({"rows": [{"name1": "Alderfen"}, *rows]}), encoding="utf-8")
    assert [outcome.line for outcome in read(LOCATOR, path)] == list(range(1, len(rows) + 2))


# --- workbooks


def test_rows_keep_their_numbers_and_numbers_their_form(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [[], SHEET, ROW, [], [*ROW[:4], 2108, *ROW[5:]]]
    path = workbook(tmp_path / "facilities.xlsx", *rows)
    first, second = read(DIRECTORY, path)
    assert (first.line, second.line) == (3, 5)
    assert isinstance(second, Read)
    assert (second.listing.zip, second.listing.raw["zip"]) == ("02108", "2108")


def test_a_note_beside_the_list_is_reported_and_harms_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "facilities.xlsx", SHEET, ROW, [*ROW, "checked by phone"])
    reading = Reading()
    assert [type(outcome) for outcome in DIRECTORY.read([path], reading)] == [Read, Read]
    assert reading.unused_columns == {"column 8"}


def test_a_cell_at_the_end_of_the_world_ends_neither_us_nor_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "facilities.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(SHEET)
    book.worksheets[0]["XFD1048576"] = "here"
    book.save(path)
    book.close()
    assert "row 1,048,576 and column 16,384" in refusal(DIRECTORY, path)


def _rezip(path: Path, member: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "a", compression) as archive:
        archive.writestr(member, content)


@pytest.mark.parametrize(
    ("member", "content", "said"),
    [
        ("xl/media/image.png", bytes(8 << 20), "ZIP bomb"),
        ("../../etc/passwd", b"root", "lead out of it"),
        ("/etc/passwd", b"root", "lead out of it"),
        ("..\\evil.dll", b"x", "lead out of it"),
    ],
)
def test_an_archive_that_is_a_trap_is_not_inflated(tmp_path: Path, member: str, content: bytes, said: str) -> None:
    path = workbook(tmp_path / "facilities.xlsx", SHEET, ROW)
    _rezip(path, member, content)
    assert said in refusal(DIRECTORY, path)


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "facilities.xlsx", SHEET, ROW)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(1000):
            archive.writestr(f"xl/{number}", b"")
    assert "archive of" in refusal(DIRECTORY, path)


def test_a_document_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facilities.xlsx"
    _rezip(path, "word/document.xml", b"<w/>")
    assert "no XLSX workbook" in refusal(DIRECTORY, path)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_workbook_that_is_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "facilities.xlsx", SHEET, *[ROW] * 50)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "cut off" in refusal(DIRECTORY, path)


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize("content", [b"<worksheet><sheetData><row", b"", b"\0" * 99, BILLION_LAUGHS])
def test_a_sheet_that_is_damaged_or_hostile_inside_is_refused(tmp_path: Path, content: bytes) -> None:
    path = workbook(tmp_path / "whole.xlsx", SHEET, ROW)
    damaged = tmp_path / "facilities.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(damaged, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == "xl/worksheets/sheet1.xml" else old.read(member))
    refusal(DIRECTORY, damaged)


cells = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=10).filter(
    lambda text: not text.startswith("=")
)


@very_few
@given(st.lists(st.lists(cells, min_size=7, max_size=7).filter(lambda row: any(map(str.strip, row))), max_size=6))
def test_no_row_of_a_workbook_is_lost_whatever_is_in_it(tmp_path: Path, rows: list[list[str]]) -> None:
    path = workbook(tmp_path / "any.xlsx", SHEET, ROW, *rows)
    assert [outcome.line for outcome in read(DIRECTORY, path)] == list(range(2, len(rows) + 3))
