"""The workbook, read again by openpyxl: the cells of the CSV with types, and a sheet that says what it is."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from directory.crisis import CRISIS
from directory.exports.csv_file import columns, plain_cell
from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.exports.xlsx import CUT, LONGEST, ROWS, XLSX, cell_text
from directory.exports.xlsx_about import Sources
from directory.facility import Citation
from directory.listing import Phone
from tests.directory.test_exports import ANY_TEXT, HEADING, SOURCE, csv_rows, facility, hostile_facility, written

POINT = {"latitude": 42.3576, "longitude": -71.0684, "point": "source"}
SECRET = {"street": "5 Secret St", "street2": "Rear", "latitude": 42.123456, "longitude": -71.123456}


def book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def rows(data: bytes) -> list[dict[str, Any]]:
    header, *rest = book(data)["Places"].iter_rows()
    return [{str(name.value): cell for name, cell in zip(header, row, strict=True)} for row in rest]


def about(data: bytes) -> list[tuple[Any, Any]]:
    return [(label, value) for label, value in book(data)["About this list"].iter_rows(values_only=True)]


@pytest.mark.parametrize("count", [0, 1, 450])
def test_places_and_columns_are_those_of_the_csv_in_its_order(count: int) -> None:
    items = [Item(facility(id=f"a{number}", name=f"Place {number}"), miles=number / 7) for number in range(count)]
    data = written(XLSX, items)
    assert [cell.value for cell in next(book(data)["Places"].iter_rows())] == list(columns())
    table = csv_rows(written(FORMATS["csv"], items))
    assert [row["id"].value for row in rows(data)] == [row["id"] for row in table]
    for cells, line in zip(rows(data), table, strict=True):
        told = {name: "" if cell.value is None else cell.value for name, cell in cells.items()}
        assert float(told.pop("distance_miles")) == float(line.pop("distance_miles"))
        assert told == {name: plain_cell(value) for name, value in line.items()}


def test_numbers_are_numbers_and_a_zip_is_text() -> None:
    (row,) = rows(written(XLSX, [Item(facility(**POINT, updated="2025-12"), miles=1.239, about=True)]))
    kinds = {name: (row[name].value, row[name].data_type) for name in ("zip", "latitude", "distance_miles", "updated")}
    assert kinds == {
        "zip": ("02108", "s"),
        "latitude": (42.3576, "n"),
        "distance_miles": (1.24, "n"),
        "updated": ("2025-12", "s"),
    }


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
    older = replace_date("2022")
    items = [Item(facility(sources=(SOURCE,))), Item(facility(sources=(older,))), Item(facility())]
    told = about(written(XLSX, items, Heading("https://example.org/search", "2026-01-02", "7", 3, fictional=True)))
    assert [label for label, _ in told[: len(CRISIS)]] == [line.name for line in CRISIS]
    said = dict(told)
    assert said["The search behind this list"] == "https://example.org/search"
    assert (said["Made on"], said["Generation of the data"], said["Places"]) == ("2 January 2026", "7", 3)
    assert said["Source"] == "Sample, data of 2022 to December 2025, 2 places. https://example.org"
    assert said["Invented"] == "These places are invented for demonstration. Do not call them."
    assert "public domain" in said["Licence"]
    assert "Invented" not in dict(about(written(XLSX, items)))


def test_it_says_what_was_asked_when_and_under_which_licences() -> None:
    asked, made = "1 place within 25 miles of Pittsburgh, PA · Accepts Medicaid", "2026-01-02T10:30:00Z"
    heading = Heading(
        "/search?near=15213", made, "7", 1, asked=asked, licences={"sample": "CC0-1.0", "other": "Not here"}
    )
    said = about(written(XLSX, [Item(facility(sources=(SOURCE,)))], heading))
    told = dict(said)
    assert told["What this list is"] == asked
    assert told["The search behind this list"] == "/search?near=15213 (at the server this list is from)"
    assert told["Made on"] == "2 January 2026, 10:30 UTC"
    assert [value for label, value in said if label == "Licence"] == ["Sample: CC0-1.0"]


def replace_date(as_of: str) -> Citation:
    return msgspec.structs.replace(SOURCE, as_of=as_of)


def test_counting_sources_does_not_grow_with_the_list() -> None:
    sources = Sources()
    for number in range(500):
        sources.add(facility(sources=(replace_date(f"20{number % 90:02}"),)))
    assert len(sources.dates["sample"]) <= 2
    assert list(sources.lines()) == ["Sample, data of 2000 to 2089, 500 places. https://example.org"]


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
    data = written(XLSX, [Item(hostile, miles=3.14159)], Heading(texts[0], texts[1], texts[2], 1))
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
    assert written(XLSX, items) != written(XLSX, items, replace(HEADING, made="2026-01-03"))


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
