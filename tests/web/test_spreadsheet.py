"""Lists in a real spreadsheet: LibreOffice opens the CSV and the workbook, and writes what it has as CSV again."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from directory.exports.csv_file import plain_cell
from directory.listing import Phone
from directory.settings import Settings
from directory.store import Record
from importers import progress
from importers.run import Options, run
from search.build import Plan, publish
from tests.web.conftest import MOMENT, client_of
from tests.web.world import NOW, listing, settings_in, source

pytestmark = pytest.mark.spreadsheet

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SECONDS = 120

COMMA_QUOTE_UTF8 = "44,34,76,1,"
QUOTED_IS_TEXT = f"CSV:{COMMA_QUOTE_UTF8},0,true,true"
"""What the import dialog is told: a comma, quotes, UTF-8, from the first line, quoted fields are text."""
AS_CSV = f"csv:Text - txt - csv (StarCalc):{COMMA_QUOTE_UTF8},0,true,false,false"
AS_XML = "fods"

NAMES = (
    "=1+1",
    "+1-617-555-0100",
    "-2+3",
    "@SUM(1)",
    '=HYPERLINK("http://evil.example/","x")',
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "1e5",
    "00501",
    "3/4",
    "2026-01-02",
    "TRUE",
    '"House", the "other"',
    "Çelik’s Place ʻOhana 🏥",
    ";,;",
)
"""What a spreadsheet would run, or take for something else than text."""

UPDATED = "2026-05-17"
"""The date of the data."""

Convert = Callable[[Path, str, str], str]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Opens a file and writes it in another form; gives its text. An empty `opened` opens as a double click does."""
    if SOFFICE is None:
        _missing("LibreOffice is not installed")
    own = tmp_path_factory.mktemp("profile").as_uri()

    def converted(path: Path, opened: str, form: str) -> str:
        folder = path.parent / f"from-{path.suffix[1:]}"
        command = [SOFFICE, f"-env:UserInstallation={own}", "--headless", *([f"--infilter={opened}"] if opened else [])]
        command += ["--convert-to", form, "--outdir", str(folder), str(path)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        made = folder / f"{path.stem}.{form.partition(':')[0]}"
        assert made.exists(), ended.stderr
        return made.read_text(encoding="utf-8-sig")

    return converted


def _missing(reason: str) -> NoReturn:
    """Skip, saying why; where every test must run (.ci/run), fail."""
    if os.environ.get("TREATMENT_DIRECTORY_TESTS_NEED_SPREADSHEET"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """A directory of places in Boston, 02108, with names that a spreadsheet would not leave alone."""
    chosen = settings_in(tmp_path_factory.mktemp("boston"))
    there = {"city": "Boston", "state": "MA", "zip": "02108", "latitude": 42.3575, "longitude": -71.0636}
    places = [
        listing(f"b{number}", name=name, name2=name, street=name, phones=(Phone(number="6175550100"),), **there)
        for number, name in enumerate(NAMES)
    ]
    with Record(chosen.database_url) as record:
        run(record, source(places), [], Options(now=NOW, as_of=UPDATED), progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=chosen.generations, places=place_table, now=NOW, match=False), lambda _: None)
    return chosen


@pytest.fixture
def files(boston: Settings, tmp_path: Path) -> dict[str, Path]:
    """The list of everything near Boston, as downloaded."""
    with client_of(boston) as client:
        got = {name: client.get(f"/download/{name}?near=02108").content for name in ("csv", "xlsx")}
    made = {name: tmp_path / f"list.{name}" for name in got}
    for name, content in got.items():
        made[name].write_bytes(content)
    return made


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_csv_keeps_every_cell(convert: Convert, files: dict[str, Path]) -> None:
    ours = rows(files["csv"].read_text(encoding="utf-8-sig"))
    theirs = rows(convert(files["csv"], QUOTED_IS_TEXT, AS_CSV))
    assert len(ours) == len(NAMES) + 1
    assert {row[ours[0].index("zip")] for row in theirs[1:]} == {"02108"}
    assert theirs == ours


def test_the_workbook_keeps_every_cell_without_being_asked_anything(convert: Convert, files: dict[str, Path]) -> None:
    header, *ours = rows(files["csv"].read_text(encoding="utf-8-sig"))
    again, *theirs = rows(convert(files["xlsx"], "", AS_CSV))
    assert again == header
    assert {row[header.index("zip")] for row in theirs} == {"02108"}
    told = [dict(zip(header, row, strict=True)) for row in theirs]
    assert told == [_as_typed(dict(zip(header, map(plain_cell, row), strict=True))) for row in ours]
    assert {row["updated"] for row in told} == {UPDATED}


def _as_typed(row: dict[str, str]) -> dict[str, str]:
    """A row of the CSV as a spreadsheet writes it out of typed cells: miles without zeros at their end."""
    return row | {"distance_miles": f"{float(row['distance_miles']):g}"}


def test_the_workbook_tells_when_it_was_made_as_a_moment(convert: Convert, files: dict[str, Path]) -> None:
    sheets = convert(files["xlsx"], "", AS_XML)
    assert f'office:date-value="{MOMENT:%Y-%m-%dT%H:%M:%S}"' in sheets
    assert f"{MOMENT:%Y-%m-%d %H:%M:%S} UTC" in sheets
    assert f'office:date-value="{UPDATED}"' in sheets


@pytest.mark.parametrize(("name", "opened"), [("csv", ""), ("csv", QUOTED_IS_TEXT), ("xlsx", "")])
def test_nothing_in_it_is_a_formula(convert: Convert, files: dict[str, Path], name: str, opened: str) -> None:
    sheets = convert(files[name], opened, AS_XML)
    assert "HYPERLINK" in sheets
    assert re.findall(r'table:formula="[^"]*"', sheets) == []


def test_a_formula_would_have_been_seen(convert: Convert, tmp_path: Path) -> None:
    unsafe = tmp_path / "unsafe.csv"
    unsafe.write_text('"name"\r\n"=1+1"\r\n', encoding="utf-8")
    assert 'table:formula="of:=1+1"' in convert(unsafe, "", AS_XML)
