"""Plain text for text messages: a line for each place, each short enough to be a message of its own.

A line is at most LINE characters of ASCII: one text message of the old 7-bit kind, on any telephone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from directory.exports import told
from directory.exports.cited import Sources
from directory.exports.format import Format, Heading, Item
from directory.exports.record import joined
from directory.facility import Facility
from directory.listing import Phone

LINE = 160
"""Characters that one text message holds."""

NAME, STREET, TOWN, NUMBER = 56, 36, 32, 22
"""Characters that name, street, town and number may have: with what stands between them no more than LINE. The name
gives way to how many places share the number."""

_WRITTEN = str.maketrans(
    {"‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "ß": "ss", "æ": "ae"}
)
"""Characters with another way to write them in ASCII; accents are taken off, anything else becomes "?"."""


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces."""
    return joined(f"{line}\n".encode() for line in _lines(items, heading))


TEXT = Format(
    key="text", label="plain text (for messages)", media_type="text/plain; charset=utf-8", extension="txt", write=write
)


def ascii_of(value: str) -> str:
    """The text on one line in ASCII: "Peña’s" as "Pena's"."""
    folded = unicodedata.normalize("NFKD", told.plain(value).translate(_WRITTEN))
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(kept.encode("ascii", "replace").decode().split())


def _lines(items: Iterable[Item], heading: Heading) -> Iterator[str]:
    made = f", list of {told.moment(heading)}. Call before you go."
    asked = ascii_of(heading.asked.replace(" · ", "; ")) or f"{told.count(heading.total)} to call"
    yield told.cut(asked, max(LINE - len(made), NAME)) + made
    if heading.fictional:
        yield told.INVENTED
    sources, shared = Sources(), False
    for number, item in enumerate(items, start=1):
        yield _line(number, item)
        sources.add(item.facility)
        shared = shared or bool(_shared(item.facility))
    if shared:
        yield told.SHARED
    for _, one in sources:
        yield told.cut(f"{told.cut(ascii_of(f'Source: {one.first.label}'), NAME)}, {ascii_of(one.days())}.", LINE)
    if heading.link:
        yield f"This list: {told.link(heading)}"
    yield "In a crisis call or text 988. Overdose or danger to life: 911."


def _line(number: int, item: Item) -> str:
    facility = item.facility.exported()
    rest = (
        "address not given out" if facility.front_gate else told.cut(ascii_of(told.street(facility)), STREET),
        told.cut(ascii_of(told.town(facility)), TOWN),
        _numbers(facility),
    )
    after = "".join(f", {part}" for part in rest if part)
    name = told.cut(ascii_of(facility.name), min(NAME, LINE - len(f"{number}. {after}")))
    line = f"{number}. {name}{after}" if name else f"{number}. {after.removeprefix(', ')}"
    away = told.away(item.miles, facility.point).replace("miles", "mi")
    whole = f"{line}, {away}" if away else line
    return whole if len(whole) <= LINE else told.cut(line, LINE)


def _numbers(facility: Facility) -> str:
    """The first number to call, and how many places share it; or what is to be known instead."""
    if not facility.listed:
        return "NO LONGER LISTED"
    spoken = [ascii_of(shown) for _, shown in _spoken(facility)]
    shared = f" ({told.shared_briefly(_shared(facility))})" if _shared(facility) else ""
    return told.cut(spoken[0], NUMBER) + shared if spoken else "no number listed"


def _spoken(facility: Facility) -> Iterator[tuple[Phone, str]]:
    """The numbers that somebody speaks at."""
    return ((phone, shown) for phone, shown, _ in told.numbers(facility) if phone.use not in ("fax", "tty"))


def _shared(facility: Facility) -> int:
    """How many places list the first number to call, 0 for few."""
    return next((phone.shared for phone, _ in _spoken(facility)), 0)
