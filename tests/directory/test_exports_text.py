"""Plain text: every place on a line that one text message holds."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.exports.text import LINE, TEXT, ascii_of
from directory.facility import Ended
from directory.listing import Phone
from tests.directory.test_exports import ANY_TEXT, HEADING, MADE, SOURCE, csv_rows, facility, hostile_facility, written

PHONES = (Phone("6175550100", use="fax"), Phone("6175550123", "10"), Phone("6175550124", use="intake"))


def lines(items: list[Item], heading: Heading = HEADING) -> list[str]:
    return written(TEXT, items, heading).decode("ascii").split("\n")[:-1]


def test_a_place_is_a_line_between_what_it_is_and_whom_to_call() -> None:
    where = {"street": "5 Elm St", "street2": "Suite 2", "point": "zip"}
    place = facility(name="Peña’s Place – “Mill”", **where, phones=PHONES, sources=(SOURCE,))
    assert lines([Item(place, miles=2.44, about=True)], replace(HEADING, total=1)) == [
        "1 place to call, list of 2 Jan 2026, 10:30 UTC. Call before you go.",
        '1. Pena\'s Place - "Mill", 5 Elm St, Suite 2, Boston, MA 02108, (617) 555-0123 x10, about 2.4 mi',
        "Source: Sample, data of December 2025.",
        "This list: https://example.org/search?near=02108",
        "In a crisis call or text 988. Overdose or danger to life: 911.",
    ]


def test_the_first_line_says_what_was_asked_and_is_a_message_too() -> None:
    first, *_, link, _ = lines([], replace(HEADING, link="/search?near=15213", asked="59 places in Texas · Free"))
    assert first == "59 places in Texas; Free, list of 2 Jan 2026, 10:30 UTC. Call before you go."
    assert link == "This list: /search?near=15213 (at the server this list is from)"
    long = lines([], replace(HEADING, asked=f"59 places · {'x' * 300}"))[0]
    assert long.endswith("..., list of 2 Jan 2026, 10:30 UTC. Call before you go.")
    assert len(long) == LINE


def test_a_number_that_many_places_share_says_so_however_long_the_rest() -> None:
    shared = tuple(msgspec.structs.replace(phone, shared=1312) for phone in PHONES)
    place = facility(name="x" * 90, street="y" * 90, city="z" * 90, phones=shared)
    first, line, meaning, *_ = lines([Item(place, miles=2.44)], replace(HEADING, total=1))
    assert "(617) 555-0123 x10 (shared by 1,312 places)" in line
    assert len(line) <= LINE
    assert meaning == "A number that many places share may be a call center. Say which place you mean."
    assert "share" not in first + " ".join(lines([Item(facility(phones=PHONES))]))


@pytest.mark.parametrize(
    ("miles", "point", "told"),
    [
        (0.0, "zip", "in the same ZIP code"),
        (0.0, "rounded", "close by"),
        (0.04, "source", "less than 0.1 mi"),
        (2.44, "zip", "about 2.4 mi"),
        (2.44, "source", "2.4 mi"),
    ],
)
def test_no_place_is_no_miles_away(miles: float, point: str, told: str) -> None:
    assert lines([Item(facility(point=point), miles)])[1].endswith(f", {told}")


def test_every_place_of_the_csv_is_there_in_its_order() -> None:
    items = [Item(facility(name=f"Place {number}x")) for number in range(1500)]
    told = lines(items, replace(HEADING, total=1500))
    assert told[0].startswith("1,500 places to call")
    names = [found[1] for line in told if (found := re.match(r"\d+\. (Place \d+x), ", line))]
    assert names == [row["name"] for row in csv_rows(written(FORMATS["csv"], items))]


def test_an_invented_list_says_so_and_one_without_a_link_has_none() -> None:
    told = lines([Item(facility())], replace(HEADING, fictional=True, link=""))
    assert told[1] == "These places are invented for demonstration. Do not call them."
    assert not [line for line in told if line.startswith("This list")]


def test_a_front_gate_address_never_leaves() -> None:
    told = lines([Item(facility(street="5 Secret St", street2="Rear", front_gate=True))])
    assert told[1] == "1. Elderfen Cove, address not given out, Boston, MA 02108, no number listed"


def test_a_place_that_is_no_longer_listed_says_so_instead_of_a_number() -> None:
    place = facility(phones=PHONES, ended=(Ended(label="A list", since="2023"),))
    assert lines([Item(place)])[1] == "1. Elderfen Cove, Boston, MA 02108, NO LONGER LISTED"


def test_every_source_is_told_once_with_the_dates_of_its_data() -> None:
    older, another = (
        msgspec.structs.replace(SOURCE, as_of="2022"),
        msgspec.structs.replace(SOURCE, source="b", as_of=""),
    )
    items = [Item(facility(sources=cited)) for cited in ((SOURCE,), (older, another), ())]
    assert [line for line in lines(items) if line.startswith("Source: ")] == [
        "Source: Sample, data of 2022 to December 2025.",
        "Source: Sample, date of the data not stated.",
    ]


def test_a_source_that_one_place_cites_twice_has_both_dates() -> None:
    twice = (SOURCE, msgspec.structs.replace(SOURCE, as_of="2022"))
    assert "Source: Sample, data of 2022 to December 2025." in lines([Item(facility(sources=twice))])


@given(texts=st.lists(ANY_TEXT | st.text(min_size=300), min_size=14, max_size=14), miles=st.floats(0, 13_000))
def test_any_text_is_one_short_line_of_ascii(texts: list[str], miles: float) -> None:
    hostile = hostile_facility(texts, (None, None))
    told = lines([Item(hostile, miles)] * 3, Heading("", MADE, texts[0], 3))
    assert len(told) == 6
    assert max(map(len, told[1:5])) <= LINE
    assert all(line.isprintable() for line in told)


@pytest.mark.parametrize(
    ("written_as", "told"),
    [("Kāneʻohe", "Kane'ohe"), ("a\u202eb\r\nc", "a b c"), ("シカゴ", "???"), ("½ way…", "1?2 way..."), ("\ud800", "")],
)
def test_other_letters_are_written_in_ascii(written_as: str, told: str) -> None:
    assert ascii_of(written_as) == told
