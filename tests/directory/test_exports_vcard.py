"""vCards, read again by vobject."""

from __future__ import annotations

from dataclasses import replace
from typing import Any  # vobject has no types

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.exports.told import plain
from directory.exports.vcard import FOLD, VCARD, folded
from directory.facility import Ended
from directory.listing import Phone
from tests.directory.test_exports import ANY_TEXT, HEADING, MADE, SOURCE, csv_rows, facility, hostile_facility, written

PHONES = (
    Phone("6175550123", "10"),
    Phone("6175550124", use="intake"),
    Phone("6175550125", use="fax"),
    Phone("617555HELP", use="hotline"),
    Phone("see website", use="tty"),
)


def cards(data: bytes) -> list[Any]:
    return list(vobject.readComponents(data.decode()))


def card(item: Item, heading: Heading = HEADING) -> Any:
    (made,) = cards(written(VCARD, [item], heading))
    made.validate()
    return made


def test_a_card_has_what_an_address_book_shows() -> None:
    place = facility(
        name="Elderfen; Cove, \\ Inc",
        name2="Unit 5",
        street="5 Elm St",
        street2="Suite 2",
        website="https://example.org/a?b=c,d",
        latitude=42.3576,
        longitude=-71.0684,
        point="source",
        terms={"payment": ["medicaid"]},
        sources=(SOURCE,),
    )
    made = card(Item(place))
    assert made.version.value == "3.0"
    assert made.fn.value == "Elderfen; Cove, \\ Inc"
    assert made.org.value == ["Elderfen; Cove, \\ Inc", "Unit 5"]
    address = made.adr.value
    told = (address.street, address.city, address.region, address.code, address.country, address.box, address.extended)
    assert told == ("5 Elm St\nSuite 2", "Boston", "MA", "02108", "United States", "", "")
    assert made.url.value == "https://example.org/a?b=c%2Cd"
    assert made.geo.value == "42.357600;-71.068400"
    assert (made.uid.value, made.rev.value) == ("treatment-directory-0abc", "2026-01-02T10:30:15Z")


def test_the_note_tells_what_is_listed_by_whom_and_to_call_first() -> None:
    note = card(Item(facility(terms={"payment": ["medicaid"]}, sources=(SOURCE,)))).note.value
    assert "Call before you go" in note
    assert "Accepts Medicaid" in note
    assert "Source: Sample, data of December 2025, imported 1 Jan 2026." in note
    assert "988 Suicide & Crisis Lifeline: call or text 988." in note
    assert "Invented" not in note


def test_numbers_have_types_labels_and_extensions() -> None:
    numbers = card(Item(facility(phones=PHONES))).tel_list
    assert [(one.value, one.params["TYPE"]) for one in numbers] == [
        ("+1-617-555-0123,10", ["WORK", "VOICE", "PREF"]),
        ("+1-617-555-0124", ["WORK", "VOICE"]),
        ("+1-617-555-0125", ["WORK", "FAX"]),
        ("+1-617-555-4357", ["WORK", "VOICE"]),
        ("see website", ["WORK", "VOICE"]),
    ]


def test_an_extension_is_dialled_after_a_pause_and_one_that_cannot_be_is_told() -> None:
    phones = (Phone("6175550127", "117", use="intake"), Phone("6175550128", "front desk"))
    data = written(VCARD, [Item(facility(phones=phones))])
    assert b"+1-617-555-0127\\,117\r\n" in data
    (made,) = cards(data)
    assert [one.value for one in made.tel_list] == ["+1-617-555-0127,117", "+1-617-555-0128"]
    labels = [one.value for one in made.contents["x-ablabel"]]
    assert labels == ["to start treatment, extension 117", "extension front desk"]


def test_what_a_number_is_for_stands_in_its_group() -> None:
    made = card(Item(facility(phones=PHONES)))
    labels = {one.group: one.value for one in made.contents["x-ablabel"]}
    assert labels.pop("item1") == "extension 10"
    assert labels == {"item2": "to start treatment", "item3": "fax", "item4": "hotline", "item5": "TTY"}
    assert [one.group for one in made.tel_list] == [f"item{number}" for number in range(1, 6)]


def test_the_note_names_each_number_that_many_places_share() -> None:
    phones = (Phone("6175550123", shared=78), Phone("6175550124", "5", use="intake", shared=4), Phone("6175550125"))
    note = card(Item(facility(phones=phones))).note.value
    assert "\n(617) 555-0123 is listed for 78 places: it may be a call center. Say which place you mean.\n" in note
    assert "\n(617) 555-0124 x5 is listed for 4 places: it may" in note
    assert note.count("call center") == 2
    ended = facility(phones=phones, ended=(Ended(label="A list", since="2023-05"),))
    assert "call center" not in card(Item(ended)).note.value


@pytest.mark.parametrize("point", ["zip", "rounded", ""])
def test_a_point_that_is_only_about_guides_nobody(point: str) -> None:
    made = card(Item(facility(latitude=42.5, longitude=-71.5, point=point)))
    assert "geo" not in made.contents


def test_a_front_gate_address_never_leaves() -> None:
    secret = {"street": "5 Secret St", "street2": "Rear", "latitude": 42.123456, "longitude": -71.123456}
    data = written(VCARD, [Item(facility(**secret, point="source", front_gate=True))])
    assert not [told for told in (b"Secret", b"Rear", b"42.1", b"-71.1", b"GEO") if told in data]
    assert "Address not given out: call first" in cards(data)[0].note.value


def test_a_place_that_is_no_longer_listed_has_no_number() -> None:
    made = card(Item(facility(phones=PHONES, ended=(Ended(label="A list", since="2023-05"),))))
    assert "tel" not in made.contents
    assert "No longer listed by A list since May 2023" in made.note.value


def test_every_place_of_the_csv_has_a_card_in_its_order() -> None:
    items = [Item(facility(name=f"Place {number}")) for number in range(300)]
    names = [made.fn.value for made in cards(written(VCARD, items, replace(HEADING, total=300)))]
    assert names == [row["name"] for row in csv_rows(written(FORMATS["csv"], items))]


@given(texts=st.lists(ANY_TEXT, min_size=14, max_size=14), point=st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
def test_any_text_makes_a_card_that_can_be_read_again(texts: list[str], point: tuple[float, float]) -> None:
    hostile = hostile_facility(texts, point)
    data = written(VCARD, [Item(hostile)], Heading(texts[0], MADE, texts[1], 1))
    (made,) = cards(data)
    assert made.fn.value == (plain(texts[0]) or "Place without a name")
    assert made.adr.value.city == plain(texts[4])
    assert max(map(len, data.split(b"\r\n"))) <= FOLD
    assert data.count(b"BEGIN:VCARD") == data.count(b"\r\nEND:VCARD\r\n") == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_folding_tears_no_character_and_loses_nothing(line: str) -> None:
    parts = folded(line).removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, parts)) <= FOLD
    assert parts[0].decode() + "".join(part.decode()[1:] for part in parts[1:]) == line
    assert all(part.startswith(b" ") for part in parts[1:])
