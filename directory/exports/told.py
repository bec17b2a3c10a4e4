"""A facility in plain words: what text messages, address books and the booklet tell of it. All text is safe to print:
one line, no control characters, nothing that turns the direction of writing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from directory.crisis import CRISIS
from directory.exports.format import Heading
from directory.facility import Citation, Ended, Facility
from directory.listing import Phone
from directory.phones import phone_display
from directory.vocabulary import vocabulary

NOT_GIVEN_OUT = "Address not given out: call first"
INVENTED = "These places are invented for demonstration. Do not call them."
CALL_FIRST = "Call before you go: what is listed may have changed."
SAY_WHICH = "Say which place you mean."
SHARED = f"A number that many places share may be a call center. {SAY_WHICH}"

USES: Mapping[str, str] = {"main": "", "intake": "to start treatment", "tty": "TTY"}
"""What a number is for, in a few words; a use that is not here is told as it is."""

OFFERS: Mapping[str, str] = {
    "care": "Help with",
    "setting": "Stay or visit",
    "medication": "Medications",
    "payment": "Listed ways to pay, ask when you call",
}
"""Facets that are told, and what stands before their terms."""

CLOSE = 0.05
"""Miles that would be written as none."""

AT_POINT: Mapping[str, str] = {"zip": "in the same ZIP code", "rounded": "close by"}
"""Kinds of points that are not the building's, and what is said of one that is where was asked for."""

SHOWN = 6
"""Terms of a facet that are named before "and 3 more"."""

MONTHS = "January February March April May June July August September October November December".split()

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that are no text on a line: controls, directions, halves, unassigned, ends of lines."""


def plain(value: str) -> str:
    """The text on one line: what is no character of it becomes a space, and spaces are one each."""
    if not value.isprintable():
        value = "".join(" " if unicodedata.category(c) in _DROPPED else c for c in value)
    return " ".join(value.split())


def cut(value: str, most: int) -> str:
    """The text, or as much of it as fits with "..." at its end."""
    return value if len(value) <= most else f"{value[: most - 3].rstrip()}..."


def crisis_line() -> str:
    """All crisis lines in one line: "988 Suicide & Crisis Lifeline: call or text 988. Emergency: ..."."""
    return " ".join(f"{one.name}: call {'or text ' if one.text else ''}{one.number}." for one in CRISIS)


def town(facility: Facility) -> str:
    """ "Boston, MA 02108"."""
    region = plain(f"{facility.state} {facility.zip}")
    return ", ".join(part for part in (plain(facility.city), region) if part)


def street(facility: Facility) -> str:
    """The street on one line. Of a facility as it is exported, see `Facility.exported`."""
    return ", ".join(part for part in (plain(facility.street), plain(facility.street2)) if part)


def numbers(facility: Facility) -> Iterator[tuple[Phone, str, str]]:
    """Telephone numbers with how they are read and what they are for ("" for the main number). None of a place that is
    no longer listed: they may be somebody else's by now."""
    for phone in facility.phones if facility.listed else ():
        yield phone, plain(phone_display(phone)), plain(USES.get(phone.use, phone.use))


def shared(places: int, number: str = "This number") -> str:
    """What is to be known of a number that so many places list (`Phone.shared`), in the words of the place's page; ""
    where few do. In a text of several numbers it has to be named."""
    return f"{number} is listed for {count(places)}: it may be a call center. {SAY_WHICH}" if places else ""


def shared_briefly(places: int) -> str:
    """The same beside a number, where there is little room: "shared by 312 places"."""
    return f"shared by {count(places)}" if places else ""


def shared_numbers(facility: Facility) -> Iterator[str]:
    """A sentence for each of its numbers that many places list, in a text that is not beside the number."""
    for phone in facility.phones if facility.listed else ():
        if phone.shared:
            yield shared(phone.shared, plain(phone_display(phone)))


def away(miles: float | None, point: str) -> str:
    """ "2.4 miles", "about 2.4 miles" by the kind of a facility's point; "" where none can be told. Never "0.0":
    a ZIP code's point where was asked would look like next door."""
    if miles is None:
        return ""
    if miles < CLOSE and point in AT_POINT:
        return AT_POINT[point]
    number = f"{miles:.1f}" if miles >= CLOSE else "less than 0.1"
    return f"{'about ' if point in AT_POINT else ''}{number} miles"


def offers(facility: Facility) -> Iterator[tuple[str, str]]:
    """What is listed of each facet of OFFERS: ("Medications", "Methadone, given here; ... and 2 more")."""
    for facet, label in OFFERS.items():
        if labels := list(_labels(facet, facility.terms.get(facet, ()))):
            more = f"; and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
            yield label, "; ".join(labels[:SHOWN]) + more


def source(citation: Citation) -> str:
    """ "SAMHSA National Directory, data of May 2022, imported 3 Nov 2026"."""
    data = f"data of {day(citation.as_of)}" if citation.as_of else "date of the data not stated"
    return plain(f"{citation.label}, {data}, imported {day(citation.imported)}")


def ended(facility: Facility) -> Iterator[str]:
    """Who lists a place no longer: all of them, or some while others still do."""
    yield from (_ended(one, "") for one in facility.ended)
    yield from (_ended(one, ", while others still do. It may have closed") for one in facility.dropped)


def day(date: str) -> str:
    """ "2022" -> "2022", "2022-06" -> "June 2022", "2022-06-19" -> "19 Jun 2022"; what is no date as it is."""
    year, *rest = date[:10].split("-")
    if not rest or not all(part.isdecimal() for part in (year, *rest)) or not 1 <= int(rest[0]) <= 12:
        return plain(date)
    month = MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month[:3]} {year}"


def moment(heading: Heading) -> str:
    """When a list was made: "19 May 2022, 10:30 UTC"."""
    return f"{day(heading.moment)}, {heading.made:%H:%M} UTC"


def link(heading: Heading) -> str:
    """The link that rebuilds a list; one that leads nowhere by itself with where it does."""
    shown = plain(heading.link)
    return f"{shown} (at the server this list is from)" if shown and not heading.web else shown


def count(total: int) -> str:
    """ "1 place", "1,234 places"."""
    return f"{total:,} place{'' if total == 1 else 's'}"


def _ended(one: Ended, beside: str) -> str:
    since = f" since {day(one.since)}" if one.since else ""
    return plain(f"No longer listed by {one.label}{since}{beside}. {one.reason}")


def _labels(facet: str, keys: Iterable[str]) -> Iterator[str]:
    known = vocabulary().facets[facet].terms
    return (known[key].label for key in keys if key in known)
