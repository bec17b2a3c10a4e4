"""What changed in what the record shows: kinds, days, places; and all of looking back against a plain model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.changes import KINDS, SERVICES, Change, Lens, Window, by_place
from directory.content import encoded
from directory.history import Then, history
from directory.listing import Amendment, Listing, Phone, Reason, public_id
from directory.reading import Reader, Run
from directory.shown import changes
from directory.store import Record, Writer
from directory.vocabulary import vocabulary
from tests.conftest import Desk, id_of, listing, listings

TEN = listings(10)
PLACE = TEN[0]
OUTPATIENT = vocabulary().facets["setting"].terms["outpatient"].label
METHADONE = vocabulary().facets["medication"].terms["methadone"].label


def day(number: int) -> str:
    return f"2026-11-{number:02}"


def at(number: int) -> str:
    return f"{day(number)}T03:00:00+00:00"


def undo(desk: Desk, run: int, on: int) -> None:
    with desk.record.writing() as writer:
        writer.undo(run, at(on))


def found(desk: Desk, since: str = "2026", lens: Lens | None = None, **window: str) -> list[Change]:
    with desk.record.reading() as reader:
        return list(changes(reader, Window(since, **window), lens or Lens()))  # type: ignore[arg-type]  # texts, by name


def kinds(desk: Desk, since: str = "2026", **window: str) -> list[tuple[str, str, int]]:
    return [(one.kind, one.name.removeprefix("Place "), one.run) for one in found(desk, since, None, **window)]


def changed(item: Listing, **fields: object) -> Listing:
    return msgspec.structs.replace(item, **fields)


class TestKinds:
    """What a change is."""

    def test_opened_closed_and_returned(self, desk: Desk) -> None:
        desk.take(TEN[:9], now=at(1), as_of="2021")
        desk.take(TEN[1:], now=at(2), as_of="2022")
        desk.take(TEN, now=at(3), as_of="2023")
        assert kinds(desk, day(2)) == [("opened", "009", 2), ("closed", "000", 2), ("returned", "000", 3)]
        assert len(kinds(desk, day(1))) == 12

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ({}, {"name2": "West"}, [("renamed", "", "Place 000", "Place 000 / West")]),
            (
                {},
                {"street": "1 Main St", "zip": "15217"},
                [("moved", "", f"{PLACE.street}, Pittsburgh, PA 15213", "1 Main St, Pittsburgh, PA 15217")],
            ),
            ({}, {"phones": (Phone(number="4125550123"),)}, [("phone", "", "(412) 555-0100", "(412) 555-0123")]),
            ({}, {"website": "https://example.org"}, []),
            ({"survey": "mh"}, {"survey": "mh", "said": ("MD", "OP", "SA")}, None),
        ],
    )
    def test_what_a_listing_says_otherwise(
        self,
        desk: Desk,
        before: dict[str, object],
        after: dict[str, object],
        expected: list[tuple[str, str, str, str]] | None,
    ) -> None:
        desk.take([changed(PLACE, **before)], now=at(1))
        desk.take([changed(PLACE, **after)], now=at(2))
        told = [(c.kind, c.facet, c.before, c.after) for c in found(desk, day(2))]
        medicaid = vocabulary().facets["payment"].terms["medicaid"]
        asked = medicaid.number in vocabulary().asked("mh")
        assert told == (
            [("gained" if asked else "stated", "payment", "", medicaid.label)] if expected is None else expected
        )

    def test_services_gained_and_lost(self, desk: Desk) -> None:
        desk.take([PLACE], now=at(1))
        desk.take([changed(PLACE, said=("MU", "SA", "VET"))], now=at(2))
        told = [(c.kind, c.facet, c.before, c.after) for c in found(desk, day(2))]
        assert ("gained", "medication", "", METHADONE) in told
        assert [(kind, before) for kind, facet, before, _ in told if facet == "setting"] == [("lost", OUTPATIENT)]
        assert ("gained", "group") in {(kind, facet) for kind, facet, _, _ in told}
        assert {facet for _, facet, _, _ in told} <= set(SERVICES)

    def test_a_place_that_two_sources_list_is_closed_when_both_have_dropped_it(self, desk: Desk) -> None:
        lens = Lens(moved={id_of(PLACE, "b"): id_of(PLACE, "a")})
        for number, (key, rows) in enumerate([("a", TEN), ("b", TEN[:2]), ("a", TEN[1:]), ("b", TEN[1:2])], start=1):
            desk.take(rows, key=key, now=at(number), options={"allow_shrink": True})
        told = [(c.kind, c.source, c.run) for c in found(desk, lens=lens) if c.id == id_of(PLACE, "a")]
        assert told == [("opened", "a", 1), ("joined", "b", 2), ("left", "a", 3), ("closed", "b", 4)]

    def test_a_place_under_another_entry_of_its_source_is_not_closed(self, desk: Desk) -> None:
        other = listing("other", street=PLACE.street, phones=(Phone(number="4125550199"),))
        desk.take([*TEN[1:], PLACE], now=at(1))
        desk.take([other, *TEN[1:]], now=at(2))
        lens = Lens(moved={id_of(other): id_of(PLACE)})
        told = found(desk, day(2), lens)
        assert [(c.kind, c.before, c.after) for c in told] == [
            ("renamed", "Place 000", "Place other"),
            ("phone", "(412) 555-0100", "(412) 555-0199"),
        ]
        assert {c.id for c in told} == {id_of(PLACE)}

    def test_an_entry_more_or_less_of_one_source_is_told_as_such(self, desk: Desk) -> None:
        mind = listing("mind", key="mh|mind", scope="mh", survey="mh")
        some, more = listing("some"), listing("more", key="mh|more", scope="mh")
        lens = Lens(moved={id_of(mind): id_of(PLACE), id_of(PLACE, "other"): id_of(PLACE)})
        shrink = {"allow_shrink": True}
        desk.take([PLACE, some], now=at(1), scopes=("su",))
        desk.take([mind, more], now=at(2), scopes=("mh",))
        desk.take([some], now=at(3), scopes=("su",), options=shrink)
        desk.take([PLACE], key="other", now=at(4))
        desk.take([more], now=at(5), scopes=("mh",), options=shrink)
        kinds = [c.kind for c in found(desk, lens=lens) if c.id == id_of(PLACE)]
        assert kinds == ["opened", "entry-added", "entry-dropped", "joined", "left"]

    def test_an_entry_of_another_survey_goes_on_about_a_place(self, desk: Desk) -> None:
        mind = changed(PLACE, key="mh|mind", scope="mh", name="New Name")
        desk.take([PLACE], now=at(1), scopes=("su", "mh"))
        desk.take([mind], now=at(2), scopes=("su", "mh"), options={"allow_shrink": True})
        lens = Lens(moved={id_of(mind): id_of(PLACE)})
        assert [(c.kind, c.after) for c in found(desk, day(2), lens)] == [("renamed", "New Name")]

    def test_what_an_operator_denies_or_closes(self, desk: Desk) -> None:
        desk.take([PLACE], now=at(1))
        told = (Reason("payment:medicaid", "Called.", "2026-11-01"), Reason("closed", "A sign.", "2026-11-01"))
        decided = {"about": id_of(PLACE), "no": ("payment:medicaid",), "reasons": told, "closed": "2026-10-31"}
        amendment = msgspec.convert(decided, Amendment)
        said = Listing(key=id_of(PLACE), scope="corrections", name="", city="", state="", amendment=amendment)
        desk.take([said], key="overlay:county", now=at(2), scopes=("corrections",))
        opened = msgspec.structs.replace(said, amendment=msgspec.structs.replace(amendment, closed=""))
        desk.take([opened], key="overlay:county", now=at(3), scopes=("corrections",))
        reasons = "not payment:medicaid: Called.; closed: A sign."
        lens = Lens(moved={id_of(said, "overlay:county"): id_of(PLACE)})
        assert [(c.kind, c.name, c.after) for c in found(desk, day(2), lens)] == [
            ("closed", "Place 000", ""),
            ("corrected", "Place 000", reasons),
            ("returned", "Place 000", ""),
            ("corrected", "Place 000", reasons),
        ]

    def test_while_an_operator_says_that_a_place_is_closed_no_source_closes_or_opens_it(self, desk: Desk) -> None:
        shrink = {"allow_shrink": True}
        amendment = Amendment(about=id_of(PLACE), closed="2026-10-31")
        shut = Listing(key=id_of(PLACE), scope="corrections", name="", city="", state="", amendment=amendment)
        corrected = {"scopes": ("corrections",), "options": shrink}
        desk.take(TEN[:2], now=at(1))
        desk.take([shut], key="overlay:county", now=at(2), **corrected)  # type: ignore[arg-type]  # by name
        desk.take([shut], key="overlay:city", now=at(3), **corrected)  # type: ignore[arg-type]
        desk.take(TEN[1:2], now=at(4), options=shrink)
        desk.take(TEN[:2], now=at(5))
        opened = changed(shut, amendment=Amendment(about=id_of(PLACE)))
        desk.take([opened], key="overlay:city", now=at(6), **corrected)  # type: ignore[arg-type]
        desk.take([opened], key="overlay:county", now=at(7), **corrected)  # type: ignore[arg-type]
        desk.take(TEN[1:2], now=at(8), options=shrink)
        lists = {id_of(shut, f"overlay:{name}"): id_of(PLACE) for name in ("county", "city")}
        for since in range(1, 9):
            told = [(c.kind, c.run) for c in found(desk, day(since), Lens(moved=lists)) if c.id == id_of(PLACE)]
            every = [("opened", 1), ("closed", 2), ("corrected", 2), ("corrected", 3), ("corrected", 6)]
            every += [("returned", 7), ("corrected", 7), ("closed", 8)]
            assert told == [each for each in every if each[1] >= since]

    def test_every_field_of_a_change(self, desk: Desk) -> None:
        desk.take([changed(PLACE, county="Allegheny")], now=at(1), as_of="2022-05")
        assert msgspec.to_builtins(found(desk)) == [
            {
                "id": id_of(PLACE),
                "name": "Place 000",
                "city": "Pittsburgh",
                "county": "Allegheny",
                "state": "PA",
                "kind": "opened",
                "facet": "",
                "before": "",
                "after": "",
                "source": "test",
                "as_of": "2022-05",
                "imported": at(1),
                "run": 1,
                "undone": None,
            }
        ]


class TestDays:
    """What counts is when it came to be shown."""

    @pytest.fixture
    def weeks(self, desk: Desk) -> Desk:
        for number in range(1, 6):
            desk.take(TEN[: 4 + number], now=at(number), as_of=f"20{number:02}")
        return desk

    @pytest.mark.parametrize(
        ("since", "until", "runs"),
        [
            ("2026-11-03", "", [3, 4, 5]),
            ("2026-11-03", "2026-11-04", [3, 4]),
            ("2026-11-06", "", []),
            ("2026-11", "", [1] * 5 + [2, 3, 4, 5]),
            ("2027", "", []),
            ("2025", "2026-11-01", [1] * 5),
            ("2025", "2025", []),
        ],
    )
    def test_both_ends_are_included(self, weeks: Desk, since: str, until: str, runs: list[int]) -> None:
        assert [run for _, _, run in kinds(weeks, since, until=until)] == runs

    def test_older_data_that_is_not_shown_changes_nothing(self, weeks: Desk) -> None:
        weeks.take(TEN[5:], now=at(9), as_of="2000")
        assert kinds(weeks, day(6)) == []

    def test_older_data_under_a_part_is_shown(self, desk: Desk) -> None:
        desk.take(TEN[:1], now=at(1), as_of="2022", scopes=())
        desk.take([changed(PLACE, name="Old"), *TEN[1:3]], now=at(2), as_of="2021")
        assert kinds(desk, day(2)) == [("opened", "001", 2), ("opened", "002", 2)]

    def test_an_undo_is_a_change_on_its_day(self, weeks: Desk) -> None:
        undo(weeks, 5, 9)
        assert kinds(weeks, day(8)) == [("closed", "008", 5)]
        assert [(c.undone, c.imported, c.when) for c in found(weeks, day(8))] == [(at(9), at(5), at(9))]
        assert kinds(weeks, day(10)) == []
        assert kinds(weeks, day(5), until=day(8)) == [("opened", "008", 5)]

    def test_what_was_made_and_undone_in_that_time_has_changed_nothing(self, weeks: Desk) -> None:
        undo(weeks, 5, 9)
        assert kinds(weeks, day(5)) == []

    def test_an_undone_run_that_later_ones_stand_on(self, weeks: Desk) -> None:
        undo(weeks, 3, 9)
        assert kinds(weeks, day(6)) == []
        assert kinds(weeks, day(3), until=day(8)) == [("opened", "006", 3), ("opened", "007", 4), ("opened", "008", 5)]
        assert kinds(weeks, day(3)) == [("opened", "006", 4), ("opened", "007", 4), ("opened", "008", 5)]

    def test_an_empty_record(self, desk: Desk) -> None:
        assert found(desk) == []


class TestPlaces:
    """In which place."""

    ROWS = (
        listing("1", county="Bell County", state="TX", city="Temple"),
        listing("2", county="BELL", state="TX", city="Belton"),
        listing("3", county="Bell", state="KY", city="Pineville"),
        listing("4", state="TX", city="Austin"),
    )

    @pytest.mark.parametrize(
        ("window", "names"),
        [
            ({}, "1234"),
            ({"state": "TX"}, "124"),
            ({"county": "bell county"}, "123"),
            ({"state": "TX", "county": "Bell"}, "12"),
            ({"state": "PA"}, ""),
            ({"county": "Nowhere"}, ""),
        ],
    )
    def test_asked_for(self, desk: Desk, window: dict[str, str], names: str) -> None:
        desk.take(self.ROWS, now=at(1))
        assert "".join(name for _, name, _ in kinds(desk, **window)) == names

    def test_a_county_that_the_source_does_not_name(self, desk: Desk) -> None:
        desk.take(self.ROWS, now=at(1))
        lens = Lens(county=lambda item: item.county or "Travis")
        assert [(c.name, c.county) for c in found(desk, lens=lens, county="Travis")] == [("Place 4", "Travis")]

    @pytest.mark.parametrize("state", ["TX", "OK"])
    def test_who_moved_away_is_told_in_both_places(self, desk: Desk, state: str) -> None:
        desk.take(self.ROWS, now=at(1))
        desk.take([changed(self.ROWS[0], state="OK"), *self.ROWS[1:]], now=at(2))
        assert kinds(desk, day(2), state=state) == [("moved", "1", 2)]

    def test_sorted_by_place_then_time(self, desk: Desk) -> None:
        desk.take(self.ROWS, now=at(1))
        desk.take([changed(self.ROWS[1], phones=()), *self.ROWS[::2]], now=at(2), options={"allow_shrink": True})
        told = [(c.state, c.county, c.name[6:], c.kind) for c in by_place(found(desk))]
        assert told == [
            ("KY", "Bell", "3", "opened"),
            ("TX", "", "4", "opened"),
            ("TX", "", "4", "closed"),
            ("TX", "BELL", "2", "opened"),
            ("TX", "BELL", "2", "phone"),
            ("TX", "Bell County", "1", "opened"),
        ]


KEYS = ("su|a", "su|b", "mh|a", "mh|b")
DATES = ("2020", "2021-05", "2021-05-19", "2022", "")


@dataclass(frozen=True)
class Step:
    """One import of the model: the state that it saw of each key, of the scopes that it covers; when it was undone."""

    number: int
    as_of: str
    scopes: tuple[str, ...]
    held: Mapping[str, int]
    made: int
    undone: str | None = None

    def order(self) -> tuple[str, bool, bool, int]:
        part = bool(self.as_of and not self.scopes)
        return (self.as_of or day(self.made), not self.as_of, part, self.number)


Picture = dict[str, int]


def picture(steps: Sequence[Step]) -> Picture:
    """What is shown after these runs: nothing but a dict, filled in the order of the data."""
    shown: Picture = {}
    for step in sorted(steps, key=Step.order):
        for scope in step.scopes:
            shown = {key: value for key, value in shown.items() if key[:2] != scope}
        shown.update(step.held)
    return shown


def item(key: str, value: int) -> Listing:
    return listing(key, key=key, scope=key[:2], phones=(Phone(number=f"412555010{value}"),))


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Imports on the days 1, 2, 3 ..., some of them undone on a later day."""
    steps: list[Step] = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        held = draw(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 2)))
        scopes = draw(st.sampled_from([(), ("su",), ("mh",), ("mh", "su")]))
        undone = draw(st.one_of(st.none(), st.integers(number, 12)))
        when = None if undone is None else f"{day(undone)}T04:00:0{number}+00:00"
        steps.append(Step(number, draw(st.sampled_from(DATES)), scopes, held, number, when))
    return steps


def write(writer: Writer, step: Step) -> None:
    entry = {"key": "s", "label": "S", "publisher": "P", "url": "", "licence": "L", "fictional": False}
    writer.save_source(entry)
    made = Run(source="s", imported=at(step.made), as_of=step.as_of, scopes=step.scopes)
    listings = {key: encoded(item(key, value)) for key, value in step.held.items()}
    assert writer.save_run(made, listings, []) == step.number


def recorded(writer: Writer, steps: Sequence[Step]) -> None:
    for step in steps:
        write(writer, step)
    for step in steps:
        if step.undone is not None:
            writer.undo(step.number, step.undone)


def shown(reader: Reader) -> Picture:
    return {one.listing.key: int(one.listing.phones[0].number[-1]) for one in reader.current()}


def known(steps: Sequence[Step], moment: str) -> list[Step]:
    """The runs that counted at a moment."""
    return [step for step in steps if at(step.made) <= moment and (step.undone is None or step.undone > moment)]


def end(number: int) -> str:
    """The last second of a day."""
    return f"{day(number)}T23:59:59"


@given(steps=stories(), since=st.integers(1, 13), days=st.integers(0, 12), as_of=st.sampled_from(DATES))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_looking_back_agrees_with_a_plain_model(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], since: int, days: int, as_of: str
) -> None:
    with Record(f"sqlite:///{tmp_path_factory.mktemp('story') / 'r.sqlite'}") as record, record.writing() as writer:
        recorded(writer, steps)
        live = [step for step in steps if step.undone is None]
        assert shown(writer) == picture(live)
        check_gone(writer, live)
        check_then(writer, steps, as_of, since)
        check_history(writer, steps)
        check_changes(writer, steps, since, since + days)


def check_gone(reader: Reader, live: Sequence[Step]) -> None:
    gone = {public_id("s", key) for step in live for key in step.held if key not in picture(live)}
    assert {lost.facility for lost in reader.gone()} == gone


def check_then(reader: Reader, steps: Sequence[Step], as_of: str, on: int) -> None:
    counted = [step for step in known(steps, end(on)) if step.order()[0][: len(as_of)] <= as_of or not as_of]
    assert shown(Then(reader, as_of, day(on))) == picture(counted)


def check_history(reader: Reader, steps: Sequence[Step]) -> None:
    """The steps that count are those where the picture after so many runs differs from the picture before them."""
    live = sorted((step for step in steps if step.undone is None), key=Step.order)
    for key in {key for step in steps for key in step.held}:
        pictures = [picture(live[:number]).get(key) for number in range(len(live) + 1)]
        moves = [n for n in range(len(live)) if pictures[n] != pictures[n + 1]]
        (told,) = history(reader, public_id("s", key), {}).listings
        assert [step.run for step in told.steps if step.undone is None] == [live[n].number for n in moves]
        assert [step.kind == "withdrawn" for step in told.steps if step.undone is None] == [
            pictures[n + 1] is None for n in moves
        ]
        assert told.listed == (pictures[-1] is not None)
        assert {step.run for step in told.steps if step.undone} <= {step.number for step in steps if step.undone}


def check_changes(reader: Reader, steps: Sequence[Step], since: int, until: int) -> None:
    """Applied to what was shown before, the changes give what was shown at the end; and each is one that a run made."""
    now = picture(known(steps, end(since - 1)))
    brief = {s.number for s in steps if s.undone and day(since) <= day(s.made) and s.undone <= end(until)}
    lasting = [step for step in steps if step.number not in brief]
    ids = {public_id("s", key): key for key in KEYS}
    for change in changes(reader, Window(since=day(since), until=day(until)), Lens()):
        key, kind = ids[change.id], change.kind
        assert kind in KINDS
        assert (key in now) == (kind not in ("opened", "returned"))
        if kind == "closed":
            del now[key]
        elif kind == "phone":
            assert now[key] == int(change.before[-1])
            now[key] = int(change.after[-1])
        else:
            now[key] = picture(known(lasting, change.when))[key]
    assert now == picture(known(steps, end(until)))
