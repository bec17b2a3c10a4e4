"""The order in which files of one source are imported changes nothing but the numbers of the runs."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.changes import Lens, Window
from directory.errors import RecordError
from directory.history import history
from directory.listing import Listing, Phone, public_id
from directory.reading import Reader
from directory.shown import changes
from directory.store import Record
from importers import progress
from importers.registry import source_named
from importers.run import Options, Report, run
from tests.conftest import Desk, id_of, listing

SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
DIRECTORIES = (
    "National_Directory_SA_Facilities_2022.xlsx",
    "national-directory-su-facilities-2023.xlsx",
    "National_Directory_MH_Facilities_2022.xlsx",
)
DATES = ("2020", "2021-05", "2021-05-19", "")
"""The last counts as of the day on which it is imported, which is `UNDATED`."""
UNDATED = "2021-03-01T00:00:00+00:00"


@dataclass(frozen=True)
class File:
    """What one file holds, the scopes it covers completely, and the date of its data."""

    date: str
    scopes: tuple[str, ...]
    rows: tuple[Listing, ...]


def place(scope: str, name: str, street: str, phone: int, **more: object) -> Listing:
    said = {"key": f"{scope}|{name}|{street}", "scope": scope, "survey": scope, "name": name, "street": street}
    return listing(name, **(said | {"phones": (Phone(number=f"412555010{phone}"),)} | more))


PLACES = st.builds(
    place,
    st.sampled_from(["su", "su", "mh"]),
    st.sampled_from(["River House", "Oak House", "Elm House"]),
    st.sampled_from(["1 A St", "2 B St"]),
    st.integers(1, 3),
    website=st.sampled_from(["", "https://example.org/"]),
)
WORLDS = st.lists(PLACES, max_size=5)
"""What there is on a day: places renamed and moved since the day before, twins under one key, rows that repeat."""


@st.composite
def files(draw: st.DrawFn) -> list[File]:
    """Some files of one source. Those of one date are cut from one world, so they do not contradict each other."""
    worlds = {date: draw(WORLDS) for date in DATES}
    found = [draw(cuts(worlds, date)) for date in draw(st.lists(st.sampled_from(DATES[:3]), min_size=2, max_size=4))]
    return found + ([draw(cuts(worlds, ""))] if draw(st.booleans()) else [])


@st.composite
def cuts(draw: st.DrawFn, worlds: dict[str, list[Listing]], date: str) -> File:
    """A complete file of one or both scopes, or some keys of a world with all their listings."""
    scopes = draw(st.sampled_from([(), ("su",), ("mh",), ("mh", "su")]))
    keys = {one.key for one in worlds[date]}
    chosen = keys if scopes else draw(st.sets(st.sampled_from(sorted(keys)))) if keys else set()
    return File(date, scopes, tuple(x for x in worlds[date] if x.key in chosen and x.scope in (scopes or (x.scope,))))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty record, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "record.sqlite"
    Record(f"sqlite:///{path}").close()
    return path


@contextmanager
def fresh(empty: Path) -> Iterator[Desk]:
    path = shutil.copy(empty, empty.with_name("copy.sqlite"))
    try:
        with Record(f"sqlite:///{path}") as record:
            yield Desk(record)
    finally:
        for left in empty.parent.glob("copy.sqlite*"):
            left.unlink()


def take(desk: Desk, file: File) -> Report | None:
    if not file.rows:
        return None
    rows = random.Random(len(file.rows)).sample(file.rows, len(file.rows))
    return desk.take(rows, scopes=file.scopes, as_of=file.date, now=UNDATED, options={"allow_shrink": True})


State = tuple[set[tuple[str, bytes, str]], set[tuple[str, bytes, str, str]]]


def state(reader: Reader) -> State:
    """What is current and what is gone: public id, what is said, since when."""
    current = {(item.facility, item.listing.digest(), item.run.as_of) for item in reader.current()}
    gone = {(lost.facility, lost.listing.digest(), lost.since, lost.run.as_of) for lost in reader.gone()}
    return current, gone


def ids(found: State) -> set[str]:
    current, gone = found
    return {row[0] for row in current} | {row[0] for row in gone}


def imported(desk: Desk, order: Iterable[File]) -> State:
    """The record after these imports; every id that was given on the way leads to a place, and every place is sound."""
    ever: set[str] = set()
    for file in order:
        take(desk, file)
        with desk.record.reading() as reader:
            found = state(reader)
            ever |= ids(found)
            check(reader, found, ever)
    return found


def check(reader: Reader, found: State, ever: set[str]) -> None:
    renamed = reader.renamed()
    assert {renamed.get(public, public) for public in ever} == ids(found)
    assert not renamed.keys() & ids(found)
    assert {home[3] for home in reader.homes()} == ids(found)
    assert {change.id for change in changes(reader, Window(since="2000"), Lens())} <= ids(found)
    for public in ids(found):
        assert all(told.steps for told in history(reader, public, {}).listings)


@given(some=files(), seed=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_imports_does_not_matter(empty: Path, some: list[File], seed: random.Random) -> None:
    some = [file for file in some if file.rows]
    orders = [some, some[::-1], seed.sample(some, len(some)), sorted(some, key=lambda file: file.date)]
    found = []
    for order in orders if some else []:
        with fresh(empty) as desk:
            found.append(imported(desk, order))
            for file in order:
                report = take(desk, file)
                assert report is not None
                assert (report.added, report.changed) == (0, 0)
            with desk.record.reading() as reader:
                assert state(reader) == found[-1]
    assert all(other == found[0] for other in found)


EARLY = File("2021", ("su",), tuple(place("su", name, "1 A St", n) for n, name in enumerate(["River House", "Oak"])))
LATE = File("2022", ("su",), tuple(place("su", name, "1 A St", n) for n, name in enumerate(["Lake House", "Oak"])))
LATEST = File("2023", ("su",), tuple(place("su", name, "1 A St", n) for n, name in enumerate(["Sea House", "Oak"])))


@pytest.mark.parametrize("order", list(permutations((EARLY, LATE, LATEST))))
def test_a_place_has_its_earliest_key_and_its_other_ids_lead_to_it(desk: Desk, order: Sequence[File]) -> None:
    imported(desk, order)
    first = id_of(EARLY.rows[0])
    assert desk.current()[first].listing == LATEST.rows[0]
    with desk.record.reading() as reader:
        assert set(reader.renamed().values()) <= {first}
        kinds = [step.kind for told in history(reader, first, {}).listings for step in told.steps]
        assert kinds == ["listed", "changed", "changed"]


UNSEEN = (
    "PRAGMA foreign_key_check",
    "SELECT id FROM versions WHERE id NOT IN (SELECT version FROM seen)",
    "SELECT id FROM listings WHERE id NOT IN (SELECT listing FROM seen)",
    "SELECT version FROM said WHERE version NOT IN (SELECT id FROM versions)",
    "SELECT id FROM versions WHERE id NOT IN (SELECT version FROM said)",
)


def test_a_renaming_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    imported(desk, (LATEST, LATE, EARLY))
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as rows:
        assert [rows.execute(query).fetchall() for query in UNSEEN] == [[]] * len(UNSEEN)
        assert rows.execute("SELECT count(*) FROM versions").fetchone() == (4,)


def test_an_import_that_fails_while_it_renames_was_never_there(desk: Desk, tmp_path: Path) -> None:
    take(desk, LATE)
    path = tmp_path / "record.sqlite"
    with closing(sqlite3.connect(path)) as rows:
        rows.execute("CREATE TRIGGER stop BEFORE INSERT ON renamed BEGIN SELECT RAISE(ABORT, 'no more'); END")
        before = list(rows.iterdump())
    with pytest.raises(RecordError, match="no more"):
        take(desk, EARLY)
    with closing(sqlite3.connect(path)) as rows:
        assert list(rows.iterdump()) == before


def test_a_dry_run_of_older_data_tells_the_same(desk: Desk) -> None:
    take(desk, LATE)
    dry = desk.take(EARLY.rows, as_of="2021", options={"dry_run": True})
    done = desk.take(EARLY.rows, as_of="2021")
    assert (dry.older, dry.added, dry.changed) == (done.older, done.added, done.changed) == (True, 2, 0)


def test_a_run_taken_back_is_no_ground_for_names_and_keeps_a_history(desk: Desk) -> None:
    wrong = File("2021-06", ("su",), (place("su", "Wrong", "9 Z St", 9),))
    for file in (LATE, wrong):
        take(desk, file)
    desk.undo(2)
    take(desk, EARLY)
    assert desk.current()[id_of(EARLY.rows[0])].listing == LATE.rows[0]
    with desk.record.reading() as reader:
        (told,) = history(reader, id_of(wrong.rows[0]), {}).listings
        assert [(step.kind, step.run) for step in told.steps] == [("listed", 2)]


def test_an_id_leads_to_where_the_newest_data_that_counts_took_it(desk: Desk) -> None:
    for file in (LATEST, LATE):
        take(desk, file)
    desk.undo(1)
    take(desk, EARLY)
    with desk.record.reading() as reader:
        assert set(reader.renamed().values()) == {id_of(EARLY.rows[0])}


def test_decisions_outlast_a_renaming(desk: Desk) -> None:
    take(desk, LATE)
    one, other = sorted(map(id_of, LATE.rows))
    with desk.record.writing() as writer:
        writer.decide(one, other, True, "one door", UNDATED)
    take(desk, EARLY)
    with desk.record.reading() as reader:
        assert reader.decisions()[0] == {(one, other)}
        assert reader.renamed() == {id_of(LATE.rows[0]): id_of(EARLY.rows[0])}


def test_an_id_that_led_elsewhere_is_used_again_for_a_place_that_is_new(desk: Desk) -> None:
    for file in (LATE, EARLY, File("2023", ("su",), (EARLY.rows[1],))):
        take(desk, file)
    again = File("2024", ("su",), LATE.rows)
    take(desk, again)
    with desk.record.reading() as reader:
        assert reader.renamed() == {}
    assert desk.current().keys() == {id_of(LATE.rows[0]), id_of(LATE.rows[1])}


MOVED = (
    File("2021", ("mh",), (place("mh", "House", "1 A St", 1, key="one"),)),
    File("2022", ("su",), (place("su", "House", "1 A St", 1, key="one"),)),
    File("2023", ("mh",), (place("mh", "Other", "2 B St", 2, key="two"),)),
)


@pytest.mark.parametrize("order", list(permutations(MOVED)))
def test_a_key_of_two_scopes_is_two_listings(desk: Desk, order: Sequence[File]) -> None:
    """What one scope no longer lists says nothing of the other, whichever came first."""
    current, gone = imported(desk, order)
    first, second = id_of(MOVED[0].rows[0]), public_id("test", "one#2")
    assert {row[0] for row in current} == {second, id_of(MOVED[2].rows[0])}
    assert {row[0] for row in gone} == {first}


def test_a_part_knows_a_place_by_the_key_it_was_given_last(desk: Desk) -> None:
    for file in (EARLY, LATE, File("2023", (), LATE.rows[:1])):
        take(desk, file)
    assert desk.current().keys() == {id_of(one) for one in EARLY.rows}


def test_a_place_under_the_first_key_of_another_is_another(desk: Desk) -> None:
    both = File("2023", ("su",), (*LATE.rows, place("su", "River House", "1 A St", 7)))
    for file in (EARLY, LATE, both):
        take(desk, file)
    assert desk.current()[id_of(EARLY.rows[0])].listing == LATE.rows[0]
    assert desk.current()[public_id("test", f"{both.rows[2].key}#2")].listing == both.rows[2]


@pytest.mark.skipif(not (SHARED / "samhsa_directory").is_dir(), reason="the real directories are not there")
def test_real_directories_in_two_orders(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate((DIRECTORIES, DIRECTORIES[::-1])):
        with Record(f"sqlite:///{tmp_path / str(number)}.sqlite") as record:
            for name in order:
                options = Options(now=UNDATED, allow_shrink=True)
                run(
                    record,
                    source_named("samhsa-directory"),
                    [SHARED / "samhsa_directory" / name],
                    options,
                    progress.silent,
                )
            with record.reading() as reader:
                found.append(state(reader))
    assert all(other == found[0] for other in found)
