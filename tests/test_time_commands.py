"""The commands that look back: history, changes, as-of, and publishing an earlier day."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from directory.commands import DAY
from directory.settings import Settings
from directory.store import Record
from tests.conftest import Desk, id_of, listing, listings
from treatment_directory import main

ROWS = listings(6)
PLACE = ROWS[0]
ID = id_of(PLACE)
NEW = listing("new", city="Temple", state="TX", zip="76501", latitude=31.1, longitude=-97.3, street="9 Main St")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def said(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def weeks(data: Settings) -> Settings:
    """Three runs of November: data of 2021; of 2022 with a place renamed and one new; of 2023 without the renamed."""
    with Record(data.database_url) as record:
        desk = Desk(record)
        renamed = msgspec.structs.replace(PLACE, name="Renamed\x1b[2J", said=("MU", "OP", "SA"))
        desk.take(ROWS, as_of="2021", now="2026-11-01T03:00:00+00:00")
        desk.take([renamed, *ROWS[1:], NEW], as_of="2022", now="2026-11-08T03:00:00+00:00")
        desk.take([*ROWS[1:], NEW], as_of="2023", now="2026-11-15T03:00:00+00:00")
    return data


class TestHistory:
    def test_in_words(self, weeks: Settings) -> None:
        told = said("history", ID)
        assert "The test directory, listing su|000: no longer listed, last in data of 2022" in told
        assert "changed: data of 2022, imported 2026-11-08T03:00:00+00:00, run 2" in told
        assert "Name: Place 000 -> Renamed\ufffd[2J" in told
        assert "\x1b" not in told
        assert "Medications: + Methadone" in told
        assert told.rstrip().endswith("no longer listed: data of 2023, imported 2026-11-15T03:00:00+00:00, run 3")

    def test_an_undone_run_is_marked(self, weeks: Settings) -> None:
        said("undo", "3")
        told = said("history", ID)
        assert "listed, last in data of 2022" in told
        assert ", does not count" in told.splitlines()[-1]

    def test_as_json(self, weeks: Settings) -> None:
        told = json.loads(said("history", ID, "--json"))
        assert [step["kind"] for step in told["listings"][0]["steps"]] == ["listed", "changed", "withdrawn"]
        assert told["listings"][0]["steps"][1]["differences"][0] == {
            "kind": "changed",
            "field": "name",
            "label": "Name",
            "before": "Place 000",
            "after": "Renamed\x1b[2J",
        }

    def test_an_unknown_id(self, weeks: Settings) -> None:
        result = run("history", ID[:-1] + "?")
        assert result.exit_code == 1
        assert f"Did you mean {ID}" in result.output


class TestChanges:
    def test_in_words(self, weeks: Settings) -> None:
        told = said("changes", "--since", "2026-11-08").splitlines()
        assert told[0] == "Pennsylvania, Allegheny County"
        assert f"  Renamed\ufffd[2J, Pittsburgh ({ID})" in told
        assert "    2026-11-08  name: Place 000 -> Renamed\ufffd[2J  [The test directory, data of 2022, run 2]" in told
        assert "    2026-11-15  no longer listed  [The test directory, data of 2023, run 3]" in told
        assert "Texas, Bell County" in told
        assert told[-1].startswith("Since 2026-11-08: 1 opened, 1 closed, 1 renamed, ")

    def test_a_place_is_told_once_under_its_newest_name(self, weeks: Settings) -> None:
        told = said("changes", "--since", "2026-11-01").splitlines()
        assert [line for line in told if ID in line] == [f"  Renamed\ufffd[2J, Pittsburgh ({ID})"]
        assert "    2026-11-01  first listed  [The test directory, data of 2021, run 1]" in told

    def test_as_json(self, weeks: Settings) -> None:
        told = json.loads(said("changes", "--since", "2026-11-08", "--json"))
        assert [(one["kind"], one["county"], one["run"]) for one in told if not one["facet"]] == [
            ("renamed", "Allegheny County", 2),
            ("closed", "Allegheny County", 3),
            ("opened", "Bell County", 2),
        ]
        assert json.loads(said("changes", "--since", "2027", "--json")) == []

    @pytest.mark.parametrize(
        ("options", "kinds"),
        [
            (("--state", "Texas"), {"opened"}),
            (("--county", "bell"), {"opened"}),
            (("--county", "Allegheny", "--since", "2026-11-01", "--until", "2026-11-07"), {"opened"}),
            (("--state", "PA", "--since", "2026-11-15"), {"closed"}),
        ],
    )
    def test_a_place_and_a_time(self, weeks: Settings, options: tuple[str, ...], kinds: set[str]) -> None:
        told = json.loads(said("changes", "--since", "2026-11-08", *options, "--json"))
        assert {one["kind"] for one in told} == kinds

    def test_nothing_changed(self, weeks: Settings) -> None:
        assert said("changes", "--since", "2027", "--until", "2028") == "Since 2027 until 2028: nothing changed.\n"

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ((), "Missing option '--since'"),
            (("--since", "yesterday"), "'yesterday' is no date; write 2022, 2022-05 or 2022-05-19"),
            (("--since", "2026-02-30"), "is no date"),
            (("--since", ""), "'' is no date"),
            (("--since", "2026", "--state", "Texarkana"), "'Texarkana' is no state"),
            (("--since", "2026-11-08", "--until", "2026-11-07"), "--until 2026-11-07 is before --since 2026-11-08"),
        ],
    )
    def test_what_cannot_be_asked(self, weeks: Settings, options: tuple[str, ...], told: str) -> None:
        result = run("changes", *options)
        assert result.exit_code > 0
        assert told in result.output


class TestAsOf:
    @pytest.mark.parametrize(
        ("options", "total"),
        [
            (("2021",), 6),
            (("2022-06-30",), 7),
            (("2023",), 6),
            (("2023", "--imported-by", "2026-11-08"), 7),
            (("2022", "--near", "Temple, TX"), 1),
            (("2022", "--medication", "methadone"), 1),
            (("2023", "--medication", "methadone"), 0),
        ],
    )
    def test_search_on_the_record(self, weeks: Settings, options: tuple[str, ...], total: int) -> None:
        assert json.loads(said("as-of", *options, "--json"))["total"] == total
        assert not weeks.generations.exists()

    def test_a_day_before_the_first_data(self, weeks: Settings) -> None:
        result = run("as-of", "2020")
        assert result.exit_code == 1
        assert result.stderr.endswith(
            "Error: The record says nothing of 2020: its oldest data is of 2021. Ask for that day or a later one.\n"
        )
        assert not weeks.generations.exists()

    def test_a_day_before_the_first_import(self, weeks: Settings) -> None:
        told = "Error: Nothing had been imported by 2026-10: the first import was on 2026-11-01."
        assert told in run("as-of", "2023", "--imported-by", "2026-10").stderr
        assert told in run("publish", "--imported-by", "2026-10", "--to", "elsewhere").stderr

    def test_an_undone_run_is_no_beginning(self, weeks: Settings) -> None:
        said("undo", "1")
        assert "its oldest data is of 2022." in run("as-of", "2021").stderr

    def test_an_earlier_day_is_published_to_a_folder_of_its_own(
        self, weeks: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said("publish")
        said("publish", "--as-of", "2022", "--to", str(tmp_path / "then"))
        assert json.loads(said("search", "--json"))["total"] == 6
        monkeypatch.setenv("TREATMENT_DIRECTORY_GENERATIONS", str(tmp_path / "then"))
        assert json.loads(said("search", "--json"))["total"] == 7

    def test_what_is_live_is_never_of_an_earlier_day(self, weeks: Settings) -> None:
        result = run("publish", "--as-of", "2022")
        assert result.exit_code == 1
        assert "--to FOLDER" in result.output


@pytest.mark.parametrize("written", ["2022", "2022-05", "2022-05-19"])
def test_a_day(written: str) -> None:
    assert DAY.convert(written, None, None) == written


OVERLAY = """
[overlay]
key = "bell"
label = "Bell County"
publisher = "Bell County"
[[correct]]
facility = "{id}"
reason = "The door says so."
date = "2026-11-10"
street2 = "Suite 4"
"""


def test_a_correction_is_a_change_of_the_place_it_is_about(weeks: Settings, tmp_path: Path) -> None:
    place = ROWS[1]
    (tmp_path / "bell.toml").write_text(OVERLAY.format(id=id_of(place)), encoding="utf-8")
    said("import", "overlay", str(tmp_path / "bell.toml"))
    told = said("changes", "--since", "2026-11-16")
    assert f"{place.name}, {place.city} ({id_of(place)})" in told
    assert "corrected by the operator: street2: The door says so." in told
    (tmp_path / "bell.toml").write_text(OVERLAY.partition("[[")[0], encoding="utf-8")
    said("import", "overlay", str(tmp_path / "bell.toml"))
    assert "the operator's correction was taken back" in said("changes", "--since", "2026-11-16")
    assert "Bell County" in said("history", id_of(place))
