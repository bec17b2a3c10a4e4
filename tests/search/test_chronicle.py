"""What has changed of a place, as a generation tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from directory.changes import KINDS
from directory.listing import Amendment, Listing, Phone
from search.chronicle import Event, Since
from search.engine import Engine
from search.generation import Generation
from search.switch import folder_name
from tests.conftest import Desk, id_of, listing, listings

FIRST, SECOND, THIRD = (f"2026-11-{day:02}T03:00:00+00:00" for day in (1, 10, 20))
HOUSE = listing("house", county="Allegheny")


@pytest.fixture
def told(desk: Desk, tmp_path: Path, place_table: Path) -> Iterator[Told]:
    one = Told(desk, tmp_path / "generations", place_table)
    yield one
    one.close()


class Told:
    """Publishes a record and asks what changed."""

    def __init__(self, desk: Desk, root: Path, places: Path) -> None:
        self._desk, self._root, self._places = desk, root, places
        self._open: list[Generation] = []

    def close(self) -> None:
        for generation in self._open:
            generation.close()

    def engine(self) -> Engine:
        manifest = self._desk.publish(self._root, self._places)
        self._open.append(Generation(self._root / folder_name(manifest.number)))
        return Engine(self._open[-1])

    def all(self, **since: str) -> list[Event]:
        total, found = self.engine().changes(msgspec.convert(since, Since), 1, 1000)
        assert total == len(found)
        return found


def kinds(found: list[Event]) -> list[tuple[str, str]]:
    return [(event.kind, event.name.removeprefix("Place ")) for event in found]


def test_the_first_reading_of_a_source_or_of_a_part_of_it_opens_nothing(desk: Desk, told: Told) -> None:
    desk.take(listings(3), now=FIRST)
    desk.take([listing("m", key="mh|m", scope="mh", survey="mh")], scopes=("mh",), now=SECOND)
    desk.take([listing("other", street="9 Elm St")], key="second", now=THIRD)
    assert told.all() == []


def test_what_opened_closed_and_came_back_is_told_newest_first(desk: Desk, told: Told) -> None:
    ten = listings(10)
    desk.take(ten[:9], now=FIRST, as_of="2021")
    desk.take(ten[1:], now=SECOND, as_of="2022")
    desk.take(ten, now=THIRD, as_of="2023")
    found = told.all()
    assert kinds(found) == [("returned", "000"), ("closed", "000"), ("opened", "009")]
    assert {event.kind for event in found} <= KINDS.keys()
    newest = found[0]
    assert (newest.day, newest.as_of, newest.label, newest.undone) == (
        "2026-11-20",
        "2023",
        "The test directory",
        False,
    )
    assert told.engine().history(id_of(ten[0])) == [found[0], found[1]]


def test_services_are_told_with_their_words(desk: Desk, told: Told) -> None:
    desk.take([listing("a", survey="su", said=("MD", "OP", "SA"))], now=FIRST)
    desk.take([listing("a", survey="su", said=("OP", "SA", "SF"))], now=SECOND)
    events = told.engine().history(id_of(listing("a")))
    assert {(event.kind, event.facet) for event in events} == {("lost", "payment"), ("gained", "payment")}
    assert all(bool(event.before) != bool(event.after) for event in events)


def test_former_numbers_and_addresses_are_told_nowhere(desk: Desk, told: Told) -> None:
    desk.take([HOUSE], now=FIRST)
    desk.take([changed(street="1 Newer St", phones=(Phone("4125550177"),))], now=SECOND)
    found = told.all()
    assert sorted(event.kind for event in found) == ["moved", "phone"]
    assert not any(event.before or event.after for event in found)


def test_a_place_kept_out_has_no_history_and_one_that_keeps_its_address_no_values(desk: Desk, told: Told) -> None:
    both = [listing("gate", street="5 Hidden Way"), listing("hidden", street="7 Hidden Way")]
    desk.take(both, now=FIRST)
    desk.take(
        [msgspec.structs.replace(one, name=f"New {one.name}", said=("MD", "OP", "SA")) for one in both], now=SECOND
    )
    decided = [
        (both[0], Amendment(about=id_of(both[0]), front_gate=True)),
        (both[1], Amendment(about=id_of(both[1]), hidden=True)),
    ]
    nothing = {"name": "", "city": "", "state": "", "street": "", "zip": "", "phones": (), "said": (), "survey": ""}
    corrections = [
        listing(one.key, scope="corrections", amendment=said, latitude=None, longitude=None, **nothing)
        for one, said in decided
    ]
    desk.take(corrections, key="overlay:county", scopes=("corrections",), now=THIRD)
    found = told.all()
    assert {event.id for event in found} == {id_of(both[0])}
    assert "renamed" in {event.kind for event in found}
    assert not any(event.before or event.after for event in found)


def corrected(about: Listing, **decided: object) -> Listing:
    amendment = Amendment(about=id_of(about), **decided)  # type: ignore[arg-type]  # fields, by name
    return Listing(key=id_of(about), scope="corrections", name="", city="", state="", amendment=amendment)


def test_first_corrections_of_places_that_were_listed_before_are_news(desk: Desk, told: Told) -> None:
    late, early = listing("late", street="9 Elm St"), listings(3)
    desk.take(early, now=FIRST)
    added = listing("add|new", scope="additions", street="5 New St", amendment=Amendment())
    shut = corrected(early[0], closed="2026-10-31")
    decided = [shut, corrected(early[1], no=("payment:medicaid",)), corrected(late), added]
    desk.take(decided, key="overlay:county", scopes=("corrections", "additions"), now=SECOND)
    desk.take([late], key="second", now=THIRD)
    found = told.all()
    assert kinds(found) == [("closed", "000"), ("corrected", "000"), ("corrected", "001")]
    assert {(event.day, event.source) for event in found} == {("2026-11-10", "overlay:county")}
    desk.take([decided[1], *decided[3:]], key="overlay:county", now=THIRD, **BOTH)  # type: ignore[arg-type]  # by name
    assert kinds(told.all(day="2026-11-20")) == [("returned", "000"), ("uncorrected", "000")]


BOTH = {"scopes": ("corrections", "additions"), "options": {"allow_shrink": True}}


def test_of_one_day_comes_first_what_matters_most_and_then_by_place(desk: Desk, told: Told) -> None:
    ten = [listing(f"{n}", survey="su", said=("OP", "SA")) for n in range(10)]
    desk.take(ten, now=FIRST)
    lost, gained = (msgspec.structs.replace(ten[n], said=said) for n, said in enumerate((("SA",), ("MD", "OP", "SA"))))
    renamed = msgspec.structs.replace(ten[2], name="Place 2 now")
    desk.take([lost, gained, renamed, *ten[3:9], listing("new", street="1 New St")], now=SECOND)
    engine = told.engine()
    total, events = engine.changes(Since(), 1, 100)
    assert kinds(events) == [("closed", "9"), ("opened", "new"), ("lost", "0"), ("gained", "1"), ("renamed", "2 now")]
    paged = [event for page in range(1, 6) for event in engine.changes(Since(), page, 1)[1]]
    assert (total, paged) == (5, events)
    assert engine.news(Since(), 1, 100) == (5, [[event] for event in events])
    assert engine.news(Since(kinds=("gained", "renamed")), 2, 1) == (2, [[events[4]]])
    assert engine.news(Since(state="OH"), 1, 100) == (0, [])


def test_news_are_the_changes_by_place_and_day(desk: Desk, told: Told) -> None:
    ten = [listing(f"{n}", survey="su", said=("OP", "SA"), county="Allegheny") for n in range(10)]
    desk.take(ten, now=FIRST)
    more = [msgspec.structs.replace(each, name=f"{each.name} now", said=("MD", "SA")) for each in ten[:6]]
    away = msgspec.structs.replace(ten[7], state="OH", city="Akron", zip="44301", county="Summit", said=("MD",))
    desk.take([*more, ten[6], away], now=SECOND)
    desk.take([*ten[:4], *more[4:], ten[6], away], now=THIRD)
    engine = told.engine()
    asked = [{"kinds": kinds} for kinds in ((), ("gained",), ("closed",), ("lost", "renamed"), tuple(KINDS))]
    for given in [*asked, {"day": THIRD[:10]}, {"state": "OH"}, {"state": "PA", "kinds": ("gained",)}]:
        since = msgspec.convert(given, Since)
        by_place: dict[tuple[str, str], list[Event]] = {}
        for event in engine.changes(since, 1, 1000)[1]:
            by_place.setdefault((event.day, event.id), []).append(event)
        expected = list(by_place.values())
        assert expected
        assert engine.news(since, 1, 1000) == (len(expected), expected)
        assert engine.news(since, 2, 1) == (len(expected), expected[1:2])


def test_an_undone_run_is_told_as_such(desk: Desk, told: Told) -> None:
    desk.take(listings(9), now=FIRST)
    desk.take(listings(10), now=SECOND)
    with desk.record.writing() as writer:
        writer.undo(2, THIRD)
    assert told.all() == []  # a run that was both made and undone has changed nothing


def test_changes_are_found_by_day_state_county_and_kind(desk: Desk, told: Told) -> None:
    far = listing("far", city="Dayton", state="OH", zip="45402", latitude=39.76, longitude=-84.19)
    desk.take([HOUSE, far], now=FIRST)
    desk.take([changed(name="Other House"), far], now=SECOND)
    desk.take([changed(name="Other House"), msgspec.structs.replace(far, name="Far Away")], now=THIRD)
    assert kinds(told.all()) == [("renamed", "Far Away"), ("renamed", "Other House")]
    assert kinds(told.all(day="2026-11-15")) == [("renamed", "Far Away")]
    assert kinds(told.all(state="OH")) == [("renamed", "Far Away")]
    assert kinds(told.all(state="PA", county="allegheny county")) == [("renamed", "Other House")]
    assert told.all(state="PA", county="Berks") == []
    engine = told.engine()
    assert engine.changes(Since(kinds=("opened",)), 1, 10) == (0, [])
    total, page = engine.changes(Since(), 2, 1)
    assert (total, kinds(page)) == (2, [("renamed", "Other House")])


def changed(**fields: object) -> Listing:
    return msgspec.structs.replace(HOUSE, **fields)
