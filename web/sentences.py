"""Sentences that `search` and `directory` say in English and that pages show, in the current language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from web.language import DEFAULT, current, gettext, marked

SORTED = (
    marked("Best match"),
    marked("Nearest first"),
    marked("Name, A to Z"),
    marked("Newest information first"),
    marked("Listed now"),
    marked("Also places that are no longer listed"),
    marked("Places that say they offer it"),
    marked("Places that do not say whether they offer it"),
)
"""The choices of a question (`search.query`)."""

CALLED = (
    marked("In distress, or thinking about suicide. Any hour."),
    marked("Overdose or danger to life. Give naloxone (Narcan) if you have it, and stay."),
    marked("Help finding treatment. Free, confidential, any hour, English and Spanish."),
    marked("crisis or suicide"),
    marked("overdose: give naloxone, stay"),
    marked("find treatment"),
)
"""What the crisis lines are for, whole and in few words (`directory.crisis`)."""

TAKEN = (
    marked("CSV (spreadsheet)"),
    marked("Excel workbook"),
    marked("GeoJSON (map)"),
    marked("JSON lines"),
    marked("PDF booklet (large type)"),
    marked("vCard (address book)"),
    marked("plain text (for messages)"),
    marked("HSDS 3.0 tables (ZIP)"),
)
"""What formats of lists are called (`directory.exports.formats`), but for those that have a name."""

OF_PLACES = (
    marked("%(zip)s is for post office boxes: distances are from about its post office."),
    marked("%(zip)s belongs to a single organization or building: distances are from about where that is."),
    marked("Sources disagree about where it is, by more than 15 miles."),
    marked("We do not look up streets: distances are from about the middle of ZIP code %(zip)s."),
    marked("We do not look up streets: distances are from about the middle of %(place)s."),
    marked("We do not know the ZIP code %(zip)s. Please check it, or give a city with its state."),
    marked(
        "%(zip)s is a military ZIP code. Military mail goes to bases abroad and to ships, so it has no point on our"
        " map. Please give the ZIP code or the town you are in or near in the United States: for a base its town, such"
        " as Jacksonville, NC."
    ),
    marked("%(zip)s (%(place)s) has no point on our map. Please give the ZIP code or the city of a place near you."),
    marked("%(digits)s is no ZIP code: a ZIP code has five digits, such as 02108."),
    marked(
        "The ZIP code %(zip)s is in %(place)s, not in %(state)s. Please give the ZIP code alone, or the city with its"
        " state."
    ),
    marked("The ZIP code %(zip)s is in %(place)s, far from %(town)s. Please give one of the two."),
    marked("this place has no point on the map"),
    marked("No place was given; %(right)s would be right."),
    marked("This is longer than %(count)s characters; %(right)s would be right."),
    marked("The place has characters in it that cannot be read; %(right)s would be right."),
    marked("%(point)s seems to be written longitude first; the latitude comes first, as in 40.44, -79.95."),
    marked("%(point)s is outside the United States; a longitude in America has a minus, as in 40.44, -79.95."),
    marked(
        "%(point)s is no point on Earth: a latitude is between -90 and 90, a longitude between -180 and 180, as in"
        " 40.44, -79.95."
    ),
    marked("%(point)s is outside the United States and its territories; %(right)s would be right."),
    marked(
        "This is a military address. Military mail goes to bases abroad and to ships, so it has no point on our"
        " map. Please give the ZIP code or the town you are in or near in the United States: for a base its town, such"
        " as Jacksonville, NC."
    ),
    marked("We do not know where you are. Please give %(right)s."),
    marked("We know no place called “%(place)s”. Please give %(right)s."),
    marked("“%(place)s” is the name of a state and of a city. Please say which, as in “%(one)s”."),
    marked("“%(place)s” is the name of more than one place. Please say which, as in “%(one)s”."),
    marked("“%(place)s” is a region. Please say which, as in “%(one)s”."),
    marked("“%(place)s” is a part of a state. Please say which, as in “%(one)s”."),
    marked("“%(place)s” is outside the United States. We know no places there; the closest ones are these."),
)
"""What is told of a place, and why one cannot be searched (`search.place`, `search.places`, `search.place_words`)."""

RIGHT = marked(
    "a ZIP code (02108), a city with its state (Springfield, MO), a county (Allegheny County, PA) or a state"
)
"""What a person may type: a value of some of these (`right`) that is a message itself."""


def translated(sentences: str) -> str:
    """One or more of these sentences in the current language; what is none of them as it is."""
    if current() == DEFAULT or not sentences:
        return sentences
    for message, pattern in _patterns((*SORTED, *CALLED, *OF_PLACES)):
        if found := pattern.fullmatch(sentences):
            values = found.groupdict()
            rest = values.pop("rest")
            values = {name: gettext(value) if name == "right" else value for name, value in values.items()}
            return f"{gettext(message) % values} {translated(rest)}" if rest else gettext(message) % values
    return sentences


@cache
def _patterns(messages: Iterable[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Messages, and how each is recognised with its values, other sentences behind it."""
    return tuple((message, re.compile(rf"{_pattern(message)}(?: (?P<rest>.+))?")) for message in messages)


def _pattern(message: str) -> str:
    numbers = re.sub(r"%\\\((zip|digits|count)\\\)s", r"(?P<\1>[0-9]+)", re.escape(message))
    return re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", numbers)
