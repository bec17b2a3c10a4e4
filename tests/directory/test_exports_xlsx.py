"""The workbook, read again by openpyxl: the cells of the CSV with types, and a sheet that says what it is."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from directory.crisis import CRISIS
from directory.exports.cited import Sources
from directory.exports.csv_file import columns, plain_cell
from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.exports.xlsx import ROWS, XLSX
from directory.exports.xlsx_cells import CUT, LONGEST, cell_text
from directory.facility import Citation
from directory.listing import Phone
from directory.vocabulary import vocabulary
from tests.directory.test_exports import ANY_TEXT, HEADING, MADE, SOURCE, csv_rows, facility, hostile_facility, written

POINT = {"latitude": 42.3576, "longitude": -71.0684, "point": "source"}
SECRET = {"street": "5 Secret St", "street2": "Rear", "latitude": 42.123456, "longitude": -71.123456}


def book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def rows(data: bytes) -> list[dict[str, Any]]:
    header, *rest = book(data)["Places"].iter_rows()
    return [{str(name.value): cell for name, cell in zip(header, row, strict=True)} for row in rest]


def about(data: bytes) -> list[tuple[Any, ...]]:
    return list(book(data)["About this list"].iter_rows(values_only=True))


def told_in(data: bytes) -> dict[Any, Any]:
    """What the sheet says of the list, and of each source by its name."""
    return {first: rest[0] if not any(rest[1:]) else rest for first, *rest in about(data)}


@pytest.mark.parametrize("count", [0, 1, 450])
def test_places_and_columns_are_those_of_the_csv_in_its_order(count: int) -> None:
    items = [Item(facility(id=f"a{number}", name=f"Place {number}"), miles=number / 7) for number in range(count)]
    data = written(XLSX, items)
    assert [cell.value for cell in next(book(data)["Places"].iter_rows())] == list(columns())
    table = csv_rows(written(FORMATS["csv"], items))
    assert [row["id"].value for row in rows(data)] == [row["id"] for row in table]
    for cells, line in zip(rows(data), table, strict=True):
        told = {name: "" if cell.value is None else cell.value for name, cell in cells.items()}
        assert told.pop("distance_miles") == float(line.pop("distance_miles"))
        assert told == {name: plain_cell(value) for name, value in line.items()}


def test_numbers_are_numbers_and_a_zip_is_text() -> None:
    (row,) = rows(written(XLSX, [Item(facility(**POINT, phones=(Phone("6175550123"),)), miles=1.239, about=True)]))
    names = ("zip", "phones", "latitude", "distance_miles", "distance_about", "listed")
    assert {name: (row[name].value, row[name].data_type) for name in names} == {
        "zip": ("02108", "s"),
        "phones": ("(617) 555-0123", "s"),
        "latitude": (42.3576, "n"),
        "distance_miles": (1.24, "n"),
        "distance_about": ("yes", "s"),
        "listed": ("yes", "s"),
    }


def midnight(day: str) -> datetime:
    """What openpyxl makes of a day."""
    return datetime.fromisoformat(day)


@pytest.mark.parametrize("updated", ["2022-05-17", "1999-12-31", "2024-02-29"])
def test_a_day_is_a_date(updated: str) -> None:
    (row,) = rows(written(XLSX, [Item(facility(updated=updated))]))
    cell = row["updated"]
    assert (cell.is_date, cell.number_format) == (True, "yyyy-mm-dd")
    assert cell.value == midnight(updated)


@pytest.mark.parametrize("updated", ["2022", "2022-05", "2022-02-30", "1899-12-31", "20220517", "2022-W20-1", "soon"])
def test_what_is_no_whole_day_is_not_called_one(updated: str) -> None:
    (row,) = rows(written(XLSX, [Item(facility(updated=updated))]))
    assert (row["updated"].value, row["updated"].data_type) == (updated, "s")


@pytest.mark.parametrize("value", ["=1+1", "{=1+1}", "@SUM(A1)", "https://example.org", "mailto:a@example.org", "12"])
def test_no_text_becomes_a_formula_a_link_or_a_number(value: str) -> None:
    (row,) = rows(written(XLSX, [Item(facility(name=value))]))
    assert (row["name"].value, row["name"].data_type, row["name"].hyperlink) == (value, "s", None)


def test_the_header_stays_in_sight_and_filters() -> None:
    sheet = book(written(XLSX, [Item(facility())]))["Places"]
    assert sheet.freeze_panes == "C2"
    assert re.fullmatch(r"A1:[A-Z]+2", sheet.auto_filter.ref)
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_the_second_sheet_says_what_the_list_is() -> None:
    items = [Item(facility(sources=(SOURCE,))), Item(facility(sources=(replace_date("2022-05-17"),))), Item(facility())]
    data = written(XLSX, items, replace(HEADING, total=3, fictional=True))
    assert [row[0] for row in about(data)[: len(CRISIS)]] == [line.name for line in CRISIS]
    said = told_in(data)
    assert said["The search behind this list"] == HEADING.link
    assert (said["Made"], said["Generation of the data"], said["Places"]) == (MADE.replace(tzinfo=None), "7", 3)
    assert said["Invented"] == "These places are invented for demonstration. Do not call them."
    *rest, licence = said["Sample"]
    assert rest == ["https://example.org", 2, midnight("2022-05-17"), "2025-12", midnight("2026-01-01")]
    assert "public domain" in licence
    assert "Invented" not in told_in(written(XLSX, items))


def test_when_it_was_made_is_a_moment_in_utc() -> None:
    sheet = book(written(XLSX, []))["About this list"]
    (cell,) = [row[1] for row in sheet.iter_rows() if row[0].value == "Made"]
    assert (cell.is_date, cell.number_format) == (True, 'yyyy-mm-dd hh:mm:ss "UTC"')


def test_it_says_what_was_asked_and_under_which_licences() -> None:
    asked = "1 place within 25 miles of Pittsburgh, PA · Accepts Medicaid"
    licences = {"sample": "CC0-1.0", "other": "Not here"}
    heading = replace(HEADING, link="/search?near=15213", asked=asked, licences=licences)
    said = told_in(written(XLSX, [Item(facility(sources=(SOURCE,)))], heading))
    assert said["What this list is"] == asked
    assert said["The search behind this list"] == "/search?near=15213 (at the server this list is from)"
    assert said["Sample"][-1] == "CC0-1.0"
    assert "Not here" not in str(said)


def test_a_place_that_cites_a_source_of_two_dates_counts_once_with_both() -> None:
    said = told_in(written(XLSX, [Item(facility(sources=(SOURCE, replace_date("2022"))))]))
    assert said["Sample"][1:4] == [1, "2022", "2025-12"]


def test_no_row_is_higher_than_excel_allows() -> None:
    sheet = book(written(XLSX, [], replace(HEADING, asked="x" * 4_000)))["About this list"]
    (row,) = [cells[0].row for cells in sheet.iter_rows() if cells[0].value == "What this list is"]
    assert 400 < sheet.row_dimensions[row].height <= 409


def test_a_source_without_a_date_says_so() -> None:
    said = told_in(written(XLSX, [Item(facility(sources=(replace_date(""),)))]))
    assert said["Sample"][2:4] == ["not stated", "not stated"]


def test_the_third_sheet_says_what_every_column_and_every_word_in_it_means() -> None:
    header, *meanings = book(written(XLSX, []))["Columns"].iter_rows(values_only=True)
    assert header == ("Column", "Word in it", "What it means")
    assert [column for column, word, _ in meanings if word is None] == list(columns())
    words = [(term.facet, term.key, term.label) for term in vocabulary().terms]
    assert [row for row in meanings if row[1] is not None] == words
    assert all(meaning for *_, meaning in meanings)


def replace_date(as_of: str) -> Citation:
    return msgspec.structs.replace(SOURCE, as_of=as_of)


def test_counting_sources_does_not_grow_with_the_list() -> None:
    sources = Sources()
    for number in range(500):
        sources.add(facility(sources=(replace_date(f"20{number % 90:02}"),)))
    ((key, one),) = sources
    assert (key, one.places, one.oldest, one.newest) == ("sample", 500, "2000", "2089")
    assert len(one.dates) <= 2


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a\0b\x1f\ufffe\ud800", "a\ufffdb\ufffd\ufffd\ufffd"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), "x" * (LONGEST - len(CUT)) + CUT),
        ("🏥" * LONGEST, "🏥" * ((LONGEST - len(CUT)) // 2) + CUT),
    ],
)
def test_a_cell_holds_what_it_can_and_says_what_it_cannot(value: str, cell: str) -> None:
    assert cell_text(value) == cell
    (row,) = rows(written(XLSX, [Item(facility(name=value))]))
    assert row["name"].value == cell


def test_a_sheet_holds_all_rows_but_the_header() -> None:
    assert XLSX.most == ROWS - 1


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(ANY_TEXT, min_size=14, max_size=14), point=st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
def test_any_text_can_be_written_and_read_again(texts: list[str], point: tuple[float, float]) -> None:
    hostile = hostile_facility(texts, point)
    data = written(XLSX, [Item(hostile, miles=3.14159)], Heading(texts[0], MADE, texts[1], 1))
    (row,) = rows(data)
    plain = "_x" not in texts[0]  # Excel's own escape; openpyxl leaves it as it stands
    assert not plain or (row["name"].value or "") == cell_text(texts[0])
    assert row["latitude"].value == pytest.approx(point[0])
    assert len(about(data)) > len(CRISIS)


def test_a_front_gate_address_never_leaves() -> None:
    (row,) = rows(written(XLSX, [Item(facility(**SECRET, front_gate=True), miles=3.0)]))
    told = {name: row[name].value for name in ("street", "street2", "latitude", "longitude", "front_gate_only")}
    assert told == {"street": None, "street2": None, "latitude": None, "longitude": None, "front_gate_only": "yes"}


def test_the_same_list_is_the_same_file() -> None:
    items = [Item(facility(phones=(Phone("6175550123"),)))]
    assert written(XLSX, items) == written(XLSX, items)
    assert written(XLSX, items) != written(XLSX, items, replace(HEADING, made=MADE.replace(second=16)))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go during a test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_reader_who_leaves_leaves_no_file_behind(temporary: Path, taken: int) -> None:
    pieces = XLSX.write((Item(facility(id=f"a{number}")) for number in range(450)), HEADING)
    read = [next(pieces) for _ in range(taken)]
    assert list(temporary.iterdir())
    assert read[0] == b""
    assert isinstance(pieces, Generator)
    pieces.close()
    assert list(temporary.iterdir()) == []


def test_a_list_that_breaks_leaves_no_file_behind(temporary: Path) -> None:
    def breaking() -> Iterator[Item]:
        yield Item(facility())
        raise OSError("the generation is gone")

    with pytest.raises(OSError, match="the generation is gone"):
        written(XLSX, breaking())
    assert list(temporary.iterdir()) == []
    assert written(XLSX, [Item(facility())])
    assert list(temporary.iterdir()) == []


def test_rows_are_written_as_they_come_and_not_held(temporary: Path) -> None:
    places = (Item(facility(id=f"a{number}", street="x" * 20_000)) for number in range(400))
    pieces = XLSX.write(places, HEADING)
    assert next(pieces) == b""
    assert sum(path.stat().st_size for path in temporary.rglob("*") if path.is_file()) > 3_000_000
    assert isinstance(pieces, Generator)
    pieces.close()
