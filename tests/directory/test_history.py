"""Looking back: the record on another day, the history of a facility, and what an undo leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from directory.differences import FIELDS, Difference, differences
from directory.errors import RecordError
from directory.history import History, Then, current_as_of, history
from directory.listing import Amendment, Listing, Phone
from directory.store import Record
from directory.vocabulary import vocabulary
from tests.conftest import NOW, Desk, id_of, listing, listings

TEN = listings(10)
PLACE = TEN[0]
ID = id_of(PLACE)
METHADONE = vocabulary().facets["medication"].terms["methadone"].label


def changed(item: Listing, **changes: object) -> Listing:
    return msgspec.structs.replace(item, **changes)


def told(desk: Desk, asked: str = ID, moved: Mapping[str, str] | None = None) -> History:
    with desk.record.reading() as reader:
        return history(reader, asked, moved or {})


def steps(desk: Desk) -> list[tuple[str, int, bool]]:
    """Kind, run and whether it counts, of each step of PLACE."""
    (only,) = told(desk).listings
    return [(step.kind, step.run, step.undone is None) for step in only.steps]


def values(before: Listing | None, after: Listing) -> list[tuple[str, str, str, str]]:
    return [(d.kind, d.field, d.before, d.after) for d in differences(before, after)]


class TestDifferences:
    """What differs between two versions."""

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"name": "New"}, ("name", "Place 000", "New")),
            ({"street2": "Suite 2"}, ("street2", "", "Suite 2")),
            ({"website": "https://example.org"}, ("website", "", "https://example.org")),
            (
                {"phones": (Phone(number="4125550100"), Phone(number="8005550100", use="intake"))},
                ("phones", "(412) 555-0100", "(412) 555-0100; (800) 555-0100 (intake)"),
            ),
            ({"latitude": None, "longitude": None}, ("coordinates", "40.44, -79.95", "")),
            ({"latitude": 40.45}, ("coordinates", "40.44, -79.95", "40.45, -79.95")),
            ({"identifiers": {"npi": "1"}}, ("identifiers", "", "npi '1'")),
            ({"raw": {"zip": "15213-1"}}, ("raw", "", "zip '15213-1'")),
            ({"said": ("OP", "QZQ", "SA")}, ("code", "", "QZQ")),
        ],
    )
    def test_a_field(self, change: dict[str, object], expected: tuple[str, str, str]) -> None:
        assert values(PLACE, changed(PLACE, **change)) == [("changed", *expected)]
        field, before, after = expected
        assert values(changed(PLACE, **change), PLACE) == [("changed", field, after, before)]

    @pytest.mark.parametrize(
        ("kind", "before", "after"),
        [
            ("gained", {"said": ("SA",)}, {"said": ("MU", "SA")}),
            ("stated", {"said": ("SA",), "survey": "mh"}, {"said": ("MU", "SA"), "survey": "mh"}),
            ("lost", {"said": ("MU", "SA")}, {"said": ("SA",)}),
            ("unstated", {"said": ("MU", "SA"), "survey": "mh"}, {"said": ("SA",), "survey": "mh"}),
        ],
    )
    def test_a_term_by_whether_the_source_asked(
        self, kind: str, before: dict[str, object], after: dict[str, object]
    ) -> None:
        found = [d for d in differences(changed(PLACE, **before), changed(PLACE, **after)) if d.field == "medication"]
        assert [(d.kind, d.label, d.before or d.after) for d in found] == [(kind, "Medications", METHADONE)]

    def test_the_first_version_is_all_that_it_says(self) -> None:
        found = {d.field: d.after for d in differences(None, PLACE)}
        assert found["name"] == "Place 000"
        assert found["care"] == "Treatment for drug or alcohol use"
        assert "street2" not in found

    def test_nothing_differs_from_itself(self) -> None:
        assert differences(PLACE, PLACE) == ()

    @pytest.mark.parametrize("field", Listing.__struct_fields__)
    def test_no_field_changes_unseen(self, field: str) -> None:
        other: dict[str, object] = {"latitude": 1.0, "longitude": 1.0, "phones": (Phone(number="1"),), "said": ("MU",)}
        other |= {"identifiers": {"npi": "1"}, "raw": {"zip": "1"}, "amendment": Amendment(closed="2026")}
        assert differences(PLACE, changed(PLACE, **{field: other.get(field, "xx")}))

    def test_two_codes_of_one_term_are_told_apart(self) -> None:
        assert values(changed(PLACE, said=("ULC",)), changed(PLACE, said=("DLC",))) == [
            ("changed", "code", "", "DLC"),
            ("changed", "code", "ULC", ""),
        ]

    def test_labels_are_distinct(self) -> None:
        assert len({label for label, _ in FIELDS.values()}) == len(FIELDS)


class TestHistory:
    """Every version behind an id."""

    def test_listed_changed_withdrawn_and_back(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2020")
        desk.take(TEN, as_of="2021")
        desk.take([changed(PLACE, said=("MU", "OP", "SA")), *TEN[1:]], as_of="2022")
        desk.take(TEN[1:], as_of="2023")
        desk.take(TEN[1:], as_of="2024")
        desk.take([changed(PLACE, phones=()), *TEN[1:]], as_of="2025-05-19")
        (only,) = told(desk).listings
        assert [(s.kind, s.run, s.as_of, s.imported) for s in only.steps] == [
            ("listed", 1, "2020", NOW),
            ("changed", 3, "2022", NOW),
            ("withdrawn", 4, "2023", NOW),
            ("returned", 6, "2025-05-19", NOW),
        ]
        assert [d.after for d in only.steps[1].differences if d.field == "medication"] == [METHADONE]
        assert only.steps[2].differences == ()
        assert [(d.field, d.before) for d in only.steps[3].differences if d.kind == "changed"] == [
            ("phones", "(412) 555-0100")
        ]
        assert (only.source, only.label, only.key, only.id, only.name) == (
            "test",
            "The test directory",
            PLACE.key,
            ID,
            "Place 000",
        )
        assert (only.listed, only.last) == (True, "2025-05-19")

    def test_the_date_of_the_data_orders_it(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2023")
        desk.take([changed(PLACE, name="Former"), *TEN[1:]], as_of="2022")
        (only,) = told(desk).listings
        assert [(s.kind, s.run) for s in only.steps] == [("listed", 2), ("changed", 1)]
        assert (
            Difference(kind="changed", field="name", label="Name", before="Former", after="Place 000")
            in only.steps[1].differences
        )

    def test_an_undone_run_is_told_and_does_not_count(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2021")
        desk.take([changed(PLACE, name="Wrong"), *TEN[1:]], as_of="2022")
        desk.take(TEN[1:], as_of="2023")
        desk.take(TEN, as_of="2024")
        desk.undo(2)
        desk.undo(3)
        assert steps(desk) == [("listed", 1, True), ("changed", 2, False), ("withdrawn", 3, False)]
        assert told(desk).listings[0].last == "2024"

    def test_when_every_run_was_undone(self, desk: Desk) -> None:
        desk.take(TEN)
        desk.undo(1)
        (only,) = told(desk).listings
        assert steps(desk) == [("listed", 1, False)]
        assert (only.listed, only.last, only.name) == (False, "", "Place 000")

    def test_parts_and_other_scopes_withdraw_nothing(self, desk: Desk) -> None:
        desk.take(TEN, as_of="2021")
        desk.take(TEN[1:], as_of="2022", scopes=())
        desk.take([listing("m", key="mh|m", scope="mh")], as_of="2023", scopes=("mh",))
        assert steps(desk) == [("listed", 1, True)]

    def test_all_listings_of_a_merged_facility(self, desk: Desk) -> None:
        other = id_of(PLACE, "other")
        desk.take(TEN, as_of="2021")
        desk.take(TEN, as_of="2022", key="other")
        for asked in (ID, other):
            found = told(desk, asked, {other: ID})
            assert (found.asked, found.id) == (asked, ID)
            assert [(one.source, one.id) for one in found.listings] == [("other", other), ("test", ID)]
        assert [one.source for one in told(desk, other).listings] == ["other"]

    @pytest.mark.parametrize("typed", [str.upper, lambda i: f" {i} ", lambda i: i.replace("0", "o").replace("1", "l")])
    def test_ids_as_people_type_them(self, desk: Desk, typed: Callable[[str], str]) -> None:
        desk.take(TEN)
        for item in TEN:
            assert told(desk, typed(id_of(item))).id == id_of(item)

    def test_an_unknown_id(self, desk: Desk) -> None:
        desk.take(TEN)
        with pytest.raises(RecordError, match=r"no facility 'nothing'. An id is ten letters and digits[^?]*$"):
            told(desk, "nothing")
        with pytest.raises(RecordError, match=f"Did you mean {ID}"):
            told(desk, ID[:-1] + "?")

    def test_an_empty_record(self, desk: Desk) -> None:
        with pytest.raises(RecordError, match="knows no facility"):
            told(desk)


class TestThen:
    """The record on another day."""

    @pytest.fixture
    def years(self, desk: Desk) -> Desk:
        """Runs 1 to 3: data of 2021, of 2023-05-19 and a part without a date, imported in 2026-10, -11 and -12."""
        desk.take(TEN[:8], as_of="2021", now="2026-10-01T00:00:00+00:00")
        desk.take(TEN[1:9], as_of="2023-05-19", now="2026-11-01T00:00:00+00:00")
        desk.take(TEN[9:], scopes=(), now="2026-12-01T00:00:00+00:00")
        return desk

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [
            ("2020", []),
            ("2020-12-31", []),
            ("2021", TEN[:8]),
            ("2021-01-01", TEN[:8]),
            ("2023-04", TEN[:8]),
            ("2023-05-18", TEN[:8]),
            ("2023-05-19", TEN[1:9]),
            ("2023-05", TEN[1:9]),
            ("2023", TEN[1:9]),
            ("2026-11-30", TEN[1:9]),
            ("2026-12-01", TEN[1:]),
            ("", TEN[1:]),
        ],
    )
    def test_by_the_date_of_the_data(self, years: Desk, as_of: str, expected: list[Listing]) -> None:
        with years.record.reading() as reader:
            assert [item.listing for item in current_as_of(reader, as_of)] == expected

    @pytest.mark.parametrize(
        ("known_by", "expected"),
        [("2026-09", []), ("2026-10-01", TEN[:8]), ("2026-11", TEN[1:9]), ("2026-12-01", TEN[1:])],
    )
    def test_as_known_then(self, years: Desk, known_by: str, expected: list[Listing]) -> None:
        with years.record.reading() as reader:
            assert [item.listing for item in current_as_of(reader, "", known_by)] == expected

    def test_a_run_undone_since_counted_then(self, years: Desk) -> None:
        with years.record.writing() as writer:
            writer.undo(2, "2027-01-05T00:00:00+00:00")
        with years.record.reading() as reader:
            assert len(list(current_as_of(reader, "2023"))) == 8
            assert [item.listing for item in current_as_of(reader, "2023", "2027-01-04")] == TEN[1:9]
            assert [item.listing for item in current_as_of(reader, "2023", "2027-01-05")] == TEN[:8]
            assert [run.undone is None for run in Then(reader, "", "2027-01-04").runs()] == [True, True, True]

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [("2018", ""), ("2019", "First"), ("2020", "First"), ("2021", "Second"), ("2022", "Second"), ("2023", "Third")],
    )
    @pytest.mark.parametrize("scopes", [(), ("su",)])
    def test_a_listing_of_a_later_date_is_as_an_earlier_run_held_it(
        self, desk: Desk, scopes: tuple[str, ...], as_of: str, expected: str
    ) -> None:
        for name, own, run in (("First", "2019", "2017"), ("Second", "2021", "2018"), ("Third", "2023", "2019")):
            desk.take([changed(PLACE, name=name, as_of=own), changed(TEN[1], as_of=run)], as_of=run, scopes=scopes)
        with desk.record.reading() as reader:
            then = Then(reader, as_of)
            assert "".join(item.listing.name for item in then.current() if item.facility == ID) == expected
            assert "".join(told.name for id_, _, told in then.light() if id_ == ID) == expected
            assert list(then.gone()) == []

    def test_a_listing_of_a_later_date_that_was_withdrawn_before_was_not_there(self, desk: Desk) -> None:
        desk.take([changed(PLACE, as_of="2017"), *TEN[1:]], as_of="2017")
        desk.take(TEN[1:], as_of="2018")
        desk.take([changed(PLACE, as_of="2023"), *TEN[1:]], as_of="2019")
        with desk.record.reading() as reader:
            for day, there in (("2017", True), ("2018", False), ("2020", False), ("2023", True)):
                assert (ID in {item.facility for item in current_as_of(reader, day)}) is there, day

    def test_everything_a_reader_answers_is_of_then(self, years: Desk) -> None:
        with years.record.reading() as reader:
            then = Then(reader, "2023")
            assert [(lost.facility, lost.since) for lost in then.gone()] == [(ID, "2023-05-19")]
            assert list(Then(reader, "2022").gone()) == []
            assert [run.id for run in then.runs("test")] == [1, 2]
            assert {i for i, _, _ in then.light()} == {id_of(item) for item in TEN[1:9]}


FIVE: tuple[tuple[list[Listing], dict[str, object]], ...] = (
    (TEN[:8], {"as_of": "2021"}),
    ([changed(TEN[0], website="https://example.org/1"), *TEN[1:9]], {"as_of": "2022"}),
    ([changed(TEN[2], said=("MU", "OP", "SA")), TEN[9]], {"as_of": "2022-06", "scopes": ()}),
    ([changed(TEN[3], name="Older"), *TEN[4:8]], {"as_of": "2020"}),
    ([*TEN[2:], listing("m", key="mh|m", scope="mh")], {"as_of": "2023", "scopes": ("su", "mh")}),
)
"""Five runs: complete, complete with a change, a part, older data, and two scopes."""


def shown(desk: Desk) -> tuple[object, ...]:
    """Everything that is shown: ids with what is said of them, and what is gone."""
    with desk.record.reading() as reader:
        now = {item.facility: (item.source, item.listing, item.run.as_of) for item in reader.current()}
        gone = sorted((lost.facility, lost.since, msgspec.json.encode(lost.listing)) for lost in reader.gone())
    return now, gone


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1)], ids=str)
@pytest.mark.parametrize("wrong", range(5))
def test_a_run_taken_back_might_never_have_been_made(tmp_path: Path, wrong: int, order: tuple[int, ...]) -> None:
    records = []
    for name, left_out in (("undone", None), ("never", wrong)):
        with Record(f"sqlite:///{tmp_path / name}") as record:
            desk = Desk(record)
            numbers = {}
            for step in order:
                rows, fields = FIVE[step]
                if step != left_out:
                    numbers[step] = desk.take(rows, options={"allow_shrink": True}, **fields).run  # type: ignore[arg-type]  # fields of the source
            if left_out is None:
                desk.undo(numbers[wrong] or 0)
            records.append(shown(desk))
    assert records[0] == records[1]


def test_undone_all_at_once_or_one_by_one_in_any_order(desk: Desk) -> None:
    for rows, fields in FIVE:
        desk.take(rows, options={"allow_shrink": True}, **fields)  # type: ignore[arg-type]  # fields of the source
    for number in (3, 1, 5, 2, 4):
        desk.undo(number)
    assert shown(desk) == ({}, [])


def test_a_place_keeps_the_id_it_was_shown_under_when_its_first_run_is_taken_back(desk: Desk) -> None:
    places = [changed(item, phones=(Phone(number=f"412555{n:04}"),)) for n, item in enumerate(TEN)]
    desk.take(places, as_of="2021")
    desk.take([changed(places[0], key="su|renamed", name="Renamed"), *places[1:]], as_of="2022")
    desk.undo(1)
    assert desk.current()[ID].listing.name == "Renamed"
