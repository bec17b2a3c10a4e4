"""Of when our own exports are, read back: each place has the newest date of the data about it, no newer and no more
precise, whatever else is in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from directory.exports.csv_file import AFTER
from directory.exports.format import Item
from directory.facility import Citation, Facility
from directory.history import Then, history
from directory.store import Record
from importers.progress import silent
from importers.registry import source_named
from importers.run import Options, run
from importers.sources.treatment_directory_cited import Cited, cited, data_of
from search.serving import Serving
from tests.conftest import NOW, Desk, listing
from tests.directory.test_exports import HEADING, facility
from tests.importers.test_round_trip import READERS, each_format, exported, published, taken
from tests.web.conftest import MOMENT
from tests.web.world import settings_in
from web.app import create_app

OLD, NEW, BOTH, NEVER = (listing(name, name=name) for name in ("Old", "New", "Both", "Never"))
DATES = {"Old": "2019", "New": "2022-05-17", "Both": "2022-05", "Never": ""}
"""Of places that one source dates so, and of one that two do."""


@pytest.fixture
def several(desk: Desk, tmp_path: Path, place_table: Path) -> list[Facility]:
    """A directory of sources of several years, and of one that tells no date."""
    desk.take([OLD, BOTH], key="a", as_of="2019")
    desk.take([NEW], key="b", as_of="2022-05-17")
    desk.take([BOTH], key="c", as_of="2022-05")
    desk.take([NEVER], key="d")
    return published(desk, tmp_path / "first", place_table, match=True)


@pytest.fixture
def again(tmp_path: Path) -> Iterator[Record]:
    """The record of another directory."""
    with Record(f"sqlite:///{tmp_path / 'again.sqlite'}") as record:
        yield record


def dates(facilities: list[Facility]) -> dict[str, str]:
    """Name -> the date that its one source has."""
    return {one.name: source.as_of for one in facilities for source in one.sources}


@each_format
def test_each_place_has_the_newest_date_of_its_own_data(
    form: str, several: list[Facility], again: Record, tmp_path: Path, place_table: Path
) -> None:
    dated = [one for one in several if one.name != "Never"]
    assert taken(again, form, exported(dated, form, tmp_path)).as_of == "2019"
    after = published(Desk(again), tmp_path / "again", place_table)
    assert dates(after) == {name: date for name, date in DATES.items() if date}
    assert {one.name: one.updated for one in after} == dates(after)


@each_format
def test_a_day_of_import_is_no_date(
    form: str, several: list[Facility], again: Record, tmp_path: Path, place_table: Path
) -> None:
    (never,) = [one for one in several if one.name == "Never"]
    assert never.updated == NOW[:10]
    assert taken(again, form, exported([never], form, tmp_path)).as_of == ""
    assert dates(published(Desk(again), tmp_path / "again", place_table)) == {"Never": ""}


@each_format
def test_a_place_without_a_date_is_as_old_as_the_oldest_of_its_file(
    form: str, several: list[Facility], again: Record, tmp_path: Path, place_table: Path
) -> None:
    taken(again, form, exported(several, form, tmp_path))
    assert dates(published(Desk(again), tmp_path / "again", place_table)) == DATES | {"Never": "2019"}


@each_format
def test_the_operators_word_on_the_date_goes_for_every_place(
    form: str, several: list[Facility], again: Record, tmp_path: Path, place_table: Path
) -> None:
    path = exported(several, form, tmp_path)
    run(again, source_named(READERS[form]), [path], Options(now=NOW, as_of="2018-03"), silent)
    assert set(dates(published(Desk(again), tmp_path / "again", place_table)).values()) == {"2018-03"}


@each_format
def test_another_day_has_no_data_of_a_later_one(
    form: str, several: list[Facility], again: Record, tmp_path: Path
) -> None:
    taken(again, form, exported(several, form, tmp_path))
    with again.reading() as reader:
        then = Then(reader, "2022-05")
        assert {item.listing.name for item in then.current()} == {"Old", "Both", "New", "Never"}
        then = Then(reader, "2021")
        assert {item.listing.name for item in then.current()} == {"Old", "Never"}
        assert {told.name for _, _, told in then.light()} == {"Old", "Never"}


@each_format
def test_its_page_and_its_history_say_so(form: str, several: list[Facility], tmp_path: Path, place_table: Path) -> None:
    chosen = settings_in(tmp_path / "web")
    chosen.data.mkdir()
    with Record(chosen.database_url) as record:
        taken(record, form, exported(several, form, tmp_path))
        made = {one.name: one.id for one in published(Desk(record), chosen.generations, place_table)}
        with record.reading() as reader:
            (told,) = history(reader, made["New"], {}).listings
    assert ([step.as_of for step in told.steps], told.last) == (["2022-05-17"], "2022-05-17")
    with TestClient(create_app(chosen, Serving(chosen.generations), lambda: MOMENT)) as client:
        for name, shown in (("New", "17 May 2022"), ("Both", "May 2022"), ("Old", "2019")):
            page = client.get(f"/facility/{made[name]}", follow_redirects=True)
            assert set(re.findall(r"data of ([\w ]+)", page.text)) == {shown}, name


def test_a_date_that_is_new_is_a_change_of_the_place_alone(desk: Desk, tmp_path: Path, place_table: Path) -> None:
    desk.take([OLD, NEW], as_of="2019")
    first = published(desk, tmp_path / "first", place_table)
    desk.take([NEW], as_of="2022", scopes=())
    second = published(desk, tmp_path / "first", place_table)
    with Record(f"sqlite:///{tmp_path / 'again.sqlite'}") as record:
        taken(record, "csv", exported(first, "csv", tmp_path))
        report = taken(record, "csv", exported(second, "csv", tmp_path))
        assert (report.changed, report.unchanged) == (1, 1)


LABELS = st.text(min_size=1).filter(lambda label: "; " not in label and ", " not in label and ";" not in label[-1:])
SOME = st.builds(
    Citation,
    source=st.just("x"),
    url=st.just(""),
    label=LABELS,
    as_of=st.sampled_from(["", "2022", "2022-05", "2022-05-17"]),
    imported=st.just("2026-01-01"),
)


@given(st.lists(SOME, max_size=4))
def test_sources_in_a_cell_are_read_as_they_were_written(sources: list[Citation]) -> None:
    cell = str(AFTER["sources"](Item(facility(sources=tuple(sources))), HEADING))
    assert cited(cell) == tuple(Cited(label=s.label, as_of=s.as_of, imported=s.imported) for s in sources)
    assert "; ".join(source.written() for source in cited(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("A; B, as of 2022-05, imported 2026-01-01", "2022-05"),
        ("A, as of 2019, imported 2026-01-01; B, as of 2022, imported 2026-01-01", "2022"),
        ("A, imported 2026-01-01", ""),
        ("A, as of 2022-13-45, imported 2026-01-01", ""),
        ("as of 2022", ""),
        ("", ""),
    ],
)
def test_the_date_of_a_place_is_the_newest_that_one_of_its_sources_tells(cell: str, date: str) -> None:
    assert data_of(cited(cell)) == date
