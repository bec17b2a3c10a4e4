"""Sentences the pages share: dates, miles, addresses, where a fact comes from. Plain, and no promise the data lacks."""

from __future__ import annotations

import unicodedata

from directory.facility import Citation, Ended, Facility, Voice
from search.places import Place
from search.query import Answer

_MONTHS = "January February March April May June July August September October November December".split()

PHONE_USES = {
    "main": "main number",
    "intake": "to ask about starting treatment",
    "hotline": "the facility's hotline",
    "tty": "TTY, for people who are deaf or hard of hearing",
    "fax": "fax",
    "mental health": "mental health clinic",
    "after hours": "after hours",
    "patient advocate": "patient advocate",
    "enrollment": "to enroll",
    "pharmacy": "pharmacy",
    "health line": "to ask a nurse",
}


QUESTIONS = (
    "Do you have a place for me, and when can I start?",
    "Do you take my insurance or Medicaid plan?",
    "What will I pay, and is there help with the cost?",
    "Can I start medication on the first day? Can I keep taking the medicine I am on?",
    "What should I bring, and how do people get there?",
    "If you cannot take me, who else should I call?",
)
"""What to ask on the telephone: on the page of a facility and on a call sheet."""


def day(date: str) -> str:
    """ "2022" -> "2022", "2022-05" -> "May 2022", "2026-11-03" or a time on that day -> "3 Nov 2026"."""
    year, *rest = date[:10].split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month[:3]} {year}"


MARKS = {"": "", ".all": "must have: ", ".not": "not: "}
"""What stands before the label of a chosen value, by what ends its parameter (`params.SIDES`)."""

ABOUT = {"zip": "ZIP center", "rounded": "address not given out"}
"""Why miles to a point of a kind are only about."""

POINTS = {
    "zip": "We know where its ZIP code is, not the building: distances to it are “about”.",
    "geocoder": "Its position was looked up by its address, not given by a source.",
    "rounded": "Distances to it are “about”: they are measured to a point near it.",
}
"""What a page says of the kind of a facility's point."""


def distance(miles: float | None, point: str) -> str:
    """ "2.4 miles", "about 2.4 miles (ZIP center)" by the kind of a facility's point; "" where none can be told."""
    if miles is None:
        return ""
    shown = number(miles) if miles >= 0.05 else "less than 0.1"
    unit = "mile" if shown == "1" else "miles"
    return f"about {shown} {unit} ({ABOUT[point]})" if point in ABOUT else f"{shown} {unit}"


def number(miles: float) -> str:
    """Miles with one digit after the point, none from 100 on or where it would be a zero."""
    return f"{miles:.0f}" if miles >= 99.95 else f"{miles:.1f}".removesuffix(".0")


def address(facility: Facility | Voice) -> str:
    """The address on one line, as much of it as there is."""
    parts = (facility.street, facility.street2, facility.city, f"{facility.state} {facility.zip}".strip())
    return ", ".join(part for part in parts if part)


def said(citation: Citation) -> str:
    """ "SAMHSA National Directory, data of May 2022": who says a single fact, and how old that is."""
    return f"{citation.label}, {_data(citation)}"


def ended(told: Ended) -> str:
    """Who lists a place no longer, or says that it closed, since when, and why if that is known."""
    since = f" since {day(told.since)}" if told.since else ""
    if told.reason:
        return f"No longer listed: closed{since}, says {told.label}. {told.reason}"
    return f"No longer listed by {told.label}{since}."


def source(citation: Citation) -> str:
    """ "SAMHSA National Directory, data of May 2022, imported 3 Nov 2026": an import date is no verification."""
    return f"{said(citation)}, imported {day(citation.imported)}"


def _data(citation: Citation) -> str:
    return f"data of {day(citation.as_of)}" if citation.as_of else "date of the data not stated"


def dropped(told: Ended) -> str:
    """Who lists a place no longer that others still list."""
    since = f" since {day(told.since)}" if told.since else ""
    return f"No longer listed by {told.label}{since}, while others still list it. It may have closed: call first."


def found(answer: Answer) -> str:
    """The heading of a result: "23 places within 25 miles of Pittsburgh, PA"; "... that may fit" where no source states
    what was chosen."""
    counted = places(answer.total).capitalize()
    maybe = " that may fit" if answer.query.stated == "unknown" and (answer.query.any_of or answer.query.all_of) else ""
    if answer.place is None:
        return f"{counted} in the whole directory{maybe}" if answer.total else f"No places found{maybe}"
    return f"{counted} {where(answer)}{maybe}"


def places(count: int) -> str:
    """ "no places", "1 place", "1,234 places"."""
    return f"{count:,} place{'' if count == 1 else 's'}" if count else "no places"


def where(answer: Answer) -> str:
    """The part of `found` that says where: within miles of a point, in an area, or at any distance from a point."""
    if answer.place is None:
        return ""
    if answer.within is not None:
        return f"within {miles_of(answer.within)} of {place(answer.place)}"
    area = answer.place.kind in ("state", "county")
    return f"in {answer.place.label}" if area else f"at any distance from {place(answer.place)}"


def place(found: Place) -> str:
    """What a place is called; a point is somebody's position."""
    return f"your position (about {found.label})" if found.kind == "point" else found.label


def miles_of(within: float) -> str:
    """ "1 mile", "25 miles"."""
    return f"{number(within)} mile{'' if within == 1 else 's'}"


def slug(facility: Facility) -> str:
    """The readable end of a facility's address: name and city in ASCII, at most 60 characters."""
    name = unicodedata.normalize("NFKD", f"{facility.name} {facility.city}").replace("'", "")
    folded = name.encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    return "-".join(words)[:60].strip("-") or "facility"
