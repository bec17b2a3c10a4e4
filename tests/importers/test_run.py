"""Importing: what is added, changed, withdrawn and refused; what a run may not do; taking runs back."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import RecordError, ShrinkError, SourceError
from directory.listing import Listing, Phone
from directory.reading import Run
from directory.store import Record
from importers import progress
from importers.registry import SOURCES
from importers.run import Options, Report, run
from importers.source import Outcome, Reading, Refused
from search.generation import Generation
from tests.conftest import NOW, Desk, Row, id_of, listing, listings, source

TEN = listings(10)
OTHER = {"name": "Other Name", "phones": (Phone(number="4125550199"),)}
COUNTS = ("added", "changed", "unchanged", "withdrawn")


def counts(report: Report) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in COUNTS)


def digests(items: Iterable[Listing]) -> set[bytes]:
    return {item.digest() for item in items}


def shown(desk: Desk) -> set[bytes]:
    return digests(item.listing for item in desk.current().values())


def ids(desk: Desk) -> dict[bytes, str]:
    return {item.listing.digest(): public for public, item in desk.current().items()}


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a record's file."""
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


CHANGED = msgspec.structs.replace(TEN[0], website="https://example.org/new")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (TEN, (0, 0, 10, 0)),
        (TEN[::-1], (0, 0, 10, 0)),
        ([*TEN, listing("new", **OTHER)], (1, 0, 10, 0)),
        ([CHANGED, *TEN[1:]], (0, 1, 9, 0)),
        (TEN[1:], (0, 0, 9, 1)),
        ([CHANGED, *TEN[1:9], listing("new", **OTHER)], (1, 1, 8, 1)),
        ([*TEN[:9], msgspec.structs.replace(TEN[9], said=("OP", "SA", "VET"))], (0, 1, 9, 0)),
    ],
)
def test_a_run_is_compared_with_what_the_source_held(
    desk: Desk, second: list[Listing], expected: tuple[int, ...]
) -> None:
    assert counts(desk.take(TEN)) == (10, 0, 0, 0)
    report = desk.take(second)
    assert counts(report) == expected
    assert report.saved == report.rows == len(second)
    assert shown(desk) == digests(second)


def test_the_same_file_twice_leaves_the_same_record(desk: Desk, tmp_path: Path) -> None:
    before, after = (counted(desk, tmp_path) for _ in range(2))
    assert before == after
    assert [entry.counts["added"] for entry in runs(desk)] == [11, 0]


def counted(desk: Desk, tmp_path: Path) -> dict[str, list[tuple[object, ...]]]:
    desk.take([*TEN, TEN[0]])
    rows = rows_of(tmp_path / "record.sqlite")
    return {name: found for name, found in rows.items() if name not in ("runs", "seen")}


def runs(desk: Desk) -> Sequence[Run]:
    with desk.record.reading() as reader:
        return reader.runs()


@pytest.mark.parametrize("rows", [TEN[3:], [CHANGED, *TEN], [Refused("f", 2, "why"), *TEN[1:]]])
def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path, rows: list[Row]) -> None:
    path = tmp_path / "record.sqlite"
    with Record(f"sqlite:///{path}") as record:
        Desk(record).take(TEN)
    before = path.read_bytes()
    with Record(f"sqlite:///{path}") as record:
        dry = Desk(record).take(rows, options={"dry_run": True})
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["record.sqlite"]
    with Record(f"sqlite:///{path}") as record:
        done = Desk(record).take(rows, options={"allow_shrink": True})
    assert (dry.run, dry.dry_run, done.run, done.dry_run) == (None, True, 2, False)
    assert msgspec.structs.replace(dry, run=2, dry_run=False, would_stop="") == done


def test_a_bad_row_is_refused_with_its_line_and_the_rest_goes_in(desk: Desk) -> None:
    bad = [Refused("a.csv", 7, "state is empty"), Refused("b.csv", 2, "name is empty")]
    report = desk.take([*TEN[:5], bad[0], *TEN[5:], bad[1]])
    assert (report.rows, report.saved, len(report.refused)) == (12, 10, 2)
    with desk.record.reading() as reader:
        assert reader.refusals(1) == report.refused
        assert reader.refusals(2) == []
    assert [(r.file, r.line, r.reason) for r in report.refused] == [(r.file, r.line, r.reason) for r in bad]


def test_files_of_nothing_but_bad_rows_are_saved_as_such(desk: Desk) -> None:
    report = desk.take([Refused("a.csv", 2, "bad")])
    assert (report.rows, report.saved, len(report.refused), report.run) == (1, 0, 1, 1)


def test_files_without_any_row_are_refused(desk: Desk, tmp_path: Path) -> None:
    desk.take(TEN)
    before = rows_of(tmp_path / "record.sqlite")
    with pytest.raises(SourceError, match="holds no listing at all"):
        desk.take([])
    assert rows_of(tmp_path / "record.sqlite") == before


def test_a_file_that_breaks_off_leaves_the_record_as_it_was(desk: Desk, tmp_path: Path) -> None:
    def breaking(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
        yield from source(TEN[:3]).read(paths, reading)
        raise SourceError("f.csv line 5: it ends in the middle of a row.")

    desk.take(TEN)
    before = rows_of(tmp_path / "record.sqlite")
    with pytest.raises(SourceError, match="line 5"):
        run(desk.record, replace(source([]), read=breaking), [], Options(now=NOW), progress.silent)
    assert rows_of(tmp_path / "record.sqlite") == before


def test_what_a_run_was_made_from_is_kept(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "listings.csv"
    file.write_bytes(b"content")
    desk.take([*TEN, Refused("f", 1, "bad")], paths=[file.parent], as_of="2022-05", unknown={"QZQ": 3})
    (made,) = runs(desk)
    assert made.files == ({"name": "listings.csv", "sha256": hashlib.sha256(b"content").hexdigest()},)
    assert made.counts == {
        **{"rows": 11, "saved": 10, "added": 10, "changed": 0, "unchanged": 0, "withdrawn": 0},
        "refused": 1,
    }
    assert (made.source, made.imported, made.as_of, made.scopes) == ("test", NOW, "2022-05", ("su",))
    assert made.unknown == {"QZQ": 3}


def test_as_of_can_be_told(desk: Desk) -> None:
    report = run(desk.record, source(TEN, as_of="2022"), [], Options(now=NOW, as_of="2023-01"), progress.silent)
    assert report.as_of == "2023-01"
    assert runs(desk)[0].as_of == "2023-01"


class TestShrinking:
    """A run that would withdraw more than a fifth is stopped."""

    def test_a_fifth_may_go(self, desk: Desk) -> None:
        desk.take(TEN)
        report = desk.take(TEN[2:])
        assert (report.withdrawn, report.would_stop) == (2, "")

    def test_more_than_a_fifth_is_stopped(self, desk: Desk, tmp_path: Path) -> None:
        desk.take(TEN)
        before = rows_of(tmp_path / "record.sqlite")
        with pytest.raises(ShrinkError, match=r"withdraw 3 of 10 listings \(30\.0 %\).*--partial.*--allow-shrink"):
            desk.take(TEN[3:])
        assert rows_of(tmp_path / "record.sqlite") == before

    def test_a_dry_run_says_that_it_would_be(self, desk: Desk) -> None:
        desk.take(TEN)
        report = desk.take(TEN[3:], options={"dry_run": True})
        assert report.withdrawn == 3
        assert "would withdraw 3 of 10" in report.would_stop

    @pytest.mark.parametrize(("flag", "withdrawn", "left"), [("allow_shrink", 3, 7), ("partial", 0, 10)])
    def test_the_flags_let_it_through(self, desk: Desk, flag: str, withdrawn: int, left: int) -> None:
        desk.take(TEN)
        report = desk.take(TEN[3:], options={flag: True})
        assert (report.withdrawn, report.partial) == (withdrawn, flag == "partial")
        assert len(desk.current()) == left

    def test_each_scope_is_counted_against_what_it_covers(self, desk: Desk) -> None:
        desk.take(TEN)
        desk.take(mental(10), scopes=("mh",))
        with pytest.raises(ShrinkError, match="3 of 10"):
            desk.take(mental(7), scopes=("mh",))


def mental(count: int) -> list[Listing]:
    return [listing(f"m{n}", key=f"mh|{n}", scope="mh", survey="mh", said=("MH",)) for n in range(count)]


class TestScopes:
    """What a file covers, and what it says nothing of."""

    def test_a_file_of_one_scope_withdraws_nothing_of_another(self, desk: Desk) -> None:
        desk.take(TEN)
        report = desk.take(mental(3), scopes=("mh",))
        assert counts(report) == (3, 0, 0, 0)
        assert len(desk.current()) == 13

    def test_older_data_of_one_scope_is_shown_beside_newer_data_of_another(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2023")
        report = desk.take(mental(3), scopes=("mh",), as_of="2022")
        assert not report.older
        assert len(desk.current()) == 13

    def test_what_only_a_part_had_told_is_no_measure(self, desk: Desk) -> None:
        desk.take(TEN[:4], as_of="2022", options={"partial": True})
        report = desk.take(TEN[2:], as_of="2023")
        assert (report.withdrawn, report.would_stop) == (2, "")

    def test_much_that_only_parts_had_told_is_one(self, desk: Desk) -> None:
        many = listings(120)
        desk.take(many, as_of="2022", options={"partial": True})
        with pytest.raises(ShrinkError, match="withdraw 119 of 120"):
            desk.take(many[:1], as_of="2023")

    def test_a_file_without_a_listing_is_not_older(self, desk: Desk) -> None:
        refused = Refused("test.csv", 2, "no place")
        assert not desk.take([refused], as_of="2021").older

    def test_older_data_that_shrinks_another_scope_is_stopped(self, desk: Desk) -> None:
        desk.take(mental(10), scopes=("mh",), as_of="2021")
        desk.take(TEN, as_of="2023")
        with pytest.raises(ShrinkError, match="withdraw 8 of 10"):
            desk.take([*TEN, *mental(2)], scopes=("su", "mh"), as_of="2022")

    def test_sources_do_not_meet(self, desk: Desk) -> None:
        desk.take(TEN, key="one")
        assert counts(desk.take(TEN[:1], key="two")) == (1, 0, 0, 0)
        assert len(desk.current()) == 11

    def test_partial_runs_lie_over_the_last_complete_one(self, desk: Desk) -> None:
        new = listing("new", **OTHER)
        desk.take(TEN, as_of="2022")
        report = desk.take([CHANGED, new], as_of="2023", options={"partial": True})
        assert counts(report) == (1, 1, 0, 0)
        assert runs(desk)[1].scopes == ()
        assert shown(desk) == digests([CHANGED, *TEN[1:], new])

    def test_a_complete_run_ends_the_partial_ones_before_it(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2022")
        desk.take([listing("new", **OTHER)], scopes=(), as_of="2023")
        report = desk.take(TEN, as_of="2024")
        assert counts(report) == (0, 0, 10, 1)
        assert len(desk.current()) == 10


class TestOlderData:
    """Data of an earlier date, imported later."""

    def test_it_does_not_replace_newer(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2023")
        report = desk.take([CHANGED, listing("old", **OTHER)], as_of="2022-06")
        assert report.older
        assert (report.withdrawn, report.would_stop) == (0, "")
        assert shown(desk) == digests(TEN)

    @pytest.mark.parametrize(
        ("first", "second", "older"),
        [
            ("2023", "2022", True),
            ("2023-05", "2023-04", True),
            ("2023-05-02", "2023-05-01", True),
            ("2023", "2023", False),
            ("2022", "2023", False),
            ("", "2022", True),  # data without a date counts as of its import
            ("2022", "", False),
        ],
    )
    def test_dates_decide(self, desk: Desk, first: str, second: str, older: bool) -> None:
        desk.take(TEN, as_of=first)
        assert desk.take([CHANGED, *TEN[1:]], as_of=second).older == older
        assert (desk.current()[id_of(CHANGED)].listing == CHANGED) != older

    def test_it_is_shown_once_the_newer_is_taken_back(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2023")
        desk.take([CHANGED, *TEN[1:]], as_of="2022")
        desk.undo(1)
        assert desk.current()[id_of(CHANGED)].listing == CHANGED


class TestDuplicates:
    """Rows of one file that share a key."""

    TWINS = tuple(listing("twin", website=f"https://example.org/{n}") for n in range(3))

    @given(order=st.permutations(TWINS), later=st.permutations(TWINS))
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_their_names_do_not_depend_on_their_order(
        self, tmp_path_factory: pytest.TempPathFactory, order: list[Listing], later: list[Listing]
    ) -> None:
        with Record(f"sqlite:///{tmp_path_factory.mktemp('twins') / 'record.sqlite'}") as record:
            desk = Desk(record)
            report = desk.take(order)
            assert (report.rows, report.saved, report.added) == (3, 3, 3)
            with record.reading() as reader:
                assert set(reader.held("test")) == {"su|twin", "su|twin#2", "su|twin#3"}
            assert named(desk) == dict(zip(sorted(t.digest() for t in order), NAMES, strict=True))
            assert counts(desk.take(later)) == (0, 0, 3, 0)

    def test_rows_that_are_the_same_are_both_kept(self, desk: Desk) -> None:
        assert counts(desk.take([TEN[0], TEN[0]])) == (2, 0, 0, 0)
        assert counts(desk.take([TEN[0], TEN[0]])) == (0, 0, 2, 0)

    @pytest.mark.parametrize("left", [(0,), (1,), (2,), (0, 2), (1, 2), (0, 1)])
    def test_those_that_stay_keep_their_ids(self, desk: Desk, left: tuple[int, ...]) -> None:
        desk.take(self.TWINS)
        before = ids(desk)
        for expected in ((0, 0, len(left), 3 - len(left)), (0, 0, len(left), 0)):
            stay = [self.TWINS[n] for n in left]
            assert counts(desk.take(stay, options={"allow_shrink": True})) == expected
            assert ids(desk) == {t.digest(): before[t.digest()] for t in stay}

    def test_a_new_one_gets_the_next_name(self, desk: Desk) -> None:
        desk.take(self.TWINS[:1])
        before = desk.current().keys()
        assert counts(desk.take(self.TWINS[1::-1])) == (1, 0, 1, 0)
        assert before < desk.current().keys()


NAMES = ("su|twin", "su|twin#2", "su|twin#3")


def named(desk: Desk) -> dict[bytes, str]:
    with desk.record.reading() as reader:
        return {held.digest: key for key, held in reader.held("test").items()}


class TestUndo:
    """Taking runs back."""

    def test_the_latest(self, desk: Desk) -> None:
        desk.take(TEN)
        before = desk.current()
        desk.take([CHANGED, *TEN[1:9], listing("new", **OTHER)])
        desk.undo(2)
        assert desk.current() == before
        assert [(entry.id, entry.undone) for entry in runs(desk)] == [(1, None), (2, NOW)]

    def test_an_earlier_one_that_others_stand_on(self, desk: Desk) -> None:
        desk.take(TEN[:9])
        desk.take([CHANGED, *TEN[1:]])
        desk.take([TEN[3]], options={"partial": True})
        desk.take([listing("new", **OTHER)], options={"partial": True})
        desk.undo(2)
        assert shown(desk) == digests([*TEN[:9], listing("new", **OTHER)])
        assert counts(desk.take([CHANGED, *TEN[1:]])) == (1, 1, 8, 1)

    def test_all_of_them(self, desk: Desk) -> None:
        desk.take(TEN)
        desk.undo(1)
        assert desk.current() == {}
        with desk.record.reading() as reader:
            assert list(reader.gone()) == []
        assert counts(desk.take(TEN)) == (10, 0, 0, 0)

    def test_the_ids_are_the_same_when_it_is_made_again(self, desk: Desk) -> None:
        desk.take(TEN)
        before = desk.current().keys()
        desk.undo(1)
        desk.take(TEN)
        assert desk.current().keys() == before

    @pytest.mark.parametrize(("twice", "number", "said"), [(False, 7, "no run 7"), (True, 1, "undone on 2026")])
    def test_a_run_that_is_not_there(self, desk: Desk, twice: bool, number: int, said: str) -> None:
        desk.take(TEN)
        if twice:
            desk.undo(1)
        with pytest.raises(RecordError, match=said):
            desk.undo(number)


class TestIds:
    """Public ids stay."""

    def test_the_same_files_give_the_same_ids_in_every_record(self, tmp_path: Path) -> None:
        first, second = (sample_ids(tmp_path / name) for name in ("one.sqlite", "two.sqlite"))
        assert first == second
        assert len(first) > 600

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "Renamed Place", "key": "su|renamed"},
            {"street": "1 Elsewhere St", "key": "su|moved"},
            {"zip": "15217", "key": "su|other zip"},
            {"name2": "East Wing", "key": "su|wing"},
            {"phones": (Phone(number="4125550133"),), "name2": "West", "key": "su|phone and program"},
        ],
    )
    def test_a_place_under_another_key_keeps_its_id(self, desk: Desk, change: Mapping[str, object]) -> None:
        places = distinct(10)
        renamed = msgspec.convert(msgspec.to_builtins(places[0]) | msgspec.to_builtins(change), Listing)
        desk.take(places)
        before = desk.current().keys()
        for expected in ((0, 1, 9, 0), (0, 0, 10, 0)):
            assert counts(desk.take([renamed, *places[1:]])) == expected
            assert desk.current().keys() == before
            assert desk.current()[id_of(places[0])].listing == renamed

    def test_a_place_that_comes_back_has_its_id_again(self, desk: Desk) -> None:
        desk.take(TEN)
        desk.take(TEN[1:])
        desk.take(TEN)
        assert desk.current().keys() == {id_of(item) for item in TEN}


def distinct(count: int) -> list[Listing]:
    """Listings that share no telephone number."""
    return [listing(f"{n:03}", phones=(Phone(number=f"41255501{n:02}"),)) for n in range(count)]


def sample_ids(path: Path) -> dict[str, Listing]:
    with Record(f"sqlite:///{path}") as record:
        run(record, SOURCES["sample"], [], Options(now=NOW), progress.silent)
        return {public: item.listing for public, item in Desk(record).current().items()}


def test_shuffled_rows_give_the_same_ids(tmp_path: Path) -> None:
    rows = [*TEN, *TestDuplicates.TWINS, *mental(5)]
    shuffled = random.Random(5).sample(rows, len(rows))
    found = []
    for name, ordered in (("one", rows), ("two", shuffled)):
        with Record(f"sqlite:///{tmp_path / name}") as record:
            Desk(record).take(ordered, scopes=("su", "mh"))
            found.append({public: item.listing for public, item in Desk(record).current().items()})
    assert found[0] == found[1]


def test_unknown_codes_are_kept_counted_and_published(desk: Desk, tmp_path: Path, place_table: Path) -> None:
    odd = listing("odd", said=("QZQ", "SA", "TC|Care by kindness"))
    report = desk.take([odd], unknown={"QZQ": 1, "TC|Care by kindness": 1})
    assert report.unknown == {"QZQ": 1, "TC|Care by kindness": 1}
    assert runs(desk)[0].unknown == report.unknown
    assert desk.current()[id_of(odd)].listing.said == odd.said
    desk.publish(tmp_path / "generations", place_table)
    generation = Generation(tmp_path / "generations" / "gen-000001")
    facility = generation.facility(id_of(odd))
    generation.close()
    assert facility is not None
    assert facility.unknown == ("QZQ", "TC|Care by kindness")
    assert facility.terms == {"care": ["substance-use"]}


class TestGone:
    """Places that are no longer listed."""

    def gone(self, desk: Desk) -> dict[str, tuple[str, str, str]]:
        with desk.record.reading() as reader:
            return {lost.facility: (lost.since, lost.source, lost.listing.website) for lost in reader.gone()}

    def test_since_when_and_by_whom(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2022")
        desk.take(TEN[1:], as_of="2023-05")
        desk.take(TEN[1:], as_of="2024")
        assert self.gone(desk) == {id_of(TEN[0]): ("2023-05", "test", "")}

    def test_data_without_a_date_counts_as_of_its_import(self, desk: Desk) -> None:
        desk.take(TEN)
        desk.take(TEN[1:])
        assert self.gone(desk) == {id_of(TEN[0]): (NOW[:10], "test", "")}

    def test_runs_of_another_scope_or_a_part_say_nothing_of_it(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2021")
        desk.take(mental(2), scopes=("mh",), as_of="2022")
        desk.take(TEN[5:6], scopes=(), as_of="2022")
        desk.take(TEN[1:], as_of="2023")
        assert self.gone(desk) == {id_of(TEN[0]): ("2023", "test", "")}

    def test_the_newest_data_that_held_it_counts_whenever_it_was_imported(self, desk: Desk) -> None:
        desk.take([CHANGED, *TEN[1:]], as_of="2022")
        desk.take(TEN[1:], as_of="2023")
        desk.take(TEN, as_of="2021")
        assert self.gone(desk) == {id_of(TEN[0]): ("2023", "test", CHANGED.website)}

    def test_a_run_taken_back_neither_holds_nor_lacks_it(self, desk: Desk) -> None:
        desk.take(TEN[1:], as_of="2021")
        desk.take(TEN, as_of="2022")
        desk.take(TEN[1:], as_of="2023")
        desk.take(TEN[1:], as_of="2024")
        desk.undo(3)
        assert self.gone(desk) == {id_of(TEN[0]): ("2024", "test", "")}
        desk.undo(2)
        assert self.gone(desk) == {}


def test_older_data_again_changes_nothing(desk: Desk) -> None:
    desk.take(TEN, as_of="2023")
    first = desk.take(TEN[:9], as_of="2022")
    again = desk.take(TEN[:9], as_of="2022")
    assert (first.older, first.added, first.withdrawn) == (True, 9, 0)
    assert (again.older, again.added, again.changed, again.unchanged) == (True, 0, 0, 9)
