"""Sentences the pages share, in the current language: dates, miles, addresses, where a fact comes from. Plain, and no
promise the data lacks."""

from __future__ import annotations

import unicodedata

from directory.facility import Citation, Ended, Facility, Voice
from search.places import Place
from search.query import Answer
from web.language import gettext as _
from web.language import marked, ngettext

_MONTHS = marked("January February March April May June July August September October November December")

PHONE_USES = {
    "main": marked("main number"),
    "intake": marked("to ask about starting treatment"),
    "hotline": marked("the facility's hotline"),
    "tty": marked("TTY, for people who are deaf or hard of hearing"),
    "fax": marked("fax"),
    "mental health": marked("mental health clinic"),
    "after hours": marked("after hours"),
    "patient advocate": marked("patient advocate"),
    "enrollment": marked("to enroll"),
    "pharmacy": marked("pharmacy"),
    "health line": marked("to ask a nurse"),
}

QUESTIONS = (
    marked("Do you have a place for me, and when can I start?"),
    marked("Do you take my insurance or Medicaid plan?"),
    marked("What will I pay, and is there help with the cost?"),
    marked("Can I start medication on the first day? Can I keep taking the medicine I am on?"),
    marked("What should I bring, and how do people get there?"),
    marked("If you cannot take me, who else should I call?"),
)
"""What to ask on the telephone: on the page of a facility and on a call sheet."""

MARKS = {"": "", ".all": marked("must have: "), ".not": marked("not: ")}
"""What stands before the label of a chosen value, by what ends its parameter (`param_names.SIDES`)."""

ABOUT = {"zip": marked("ZIP center"), "rounded": marked("address not given out")}
"""Why miles to a point of a kind are only about."""

AT_POINT = {"zip": marked("in the same ZIP code"), "rounded": marked("close by (address not given out)")}
"""What is said instead of a number, which would look like next door, where such a point is where was asked for."""

CLOSE = 0.05
"""Miles that would be written as none."""

POINTS = {
    "zip": marked("We know where its ZIP code is, not the building: distances to it are “about”."),
    "geocoder": marked("Its position was looked up by its address, not given by a source."),
    "rounded": marked("Distances to it are “about”: they are measured to a point near it."),
}
"""What a page says of the kind of a facility's point."""


def mark(side: str) -> str:
    """What stands before a label on a side (MARKS), in the current language."""
    return _(MARKS[side])


def questions() -> tuple[str, ...]:
    """QUESTIONS in the current language."""
    return tuple(map(_, QUESTIONS))


def day(date: str) -> str:
    """ "2022" -> "2022", "2022-05" -> "May 2022", "2026-11-03" or a time on that day -> "3 Nov 2026"."""
    year, *rest = date[:10].split("-")
    if not rest:
        return year
    month = _(_MONTHS).split()[int(rest[0]) - 1]
    if len(rest) == 1:
        return _("%(month)s %(year)s") % {"month": month, "year": year}
    return f"{int(rest[1])} {month[:3]} {year}"


def distance(miles: float | None, point: str) -> str:
    """ "2.4 miles", "about 2.4 miles (ZIP center)" by the kind of a facility's point; "" where none can be told."""
    if miles is None:
        return ""
    if miles < CLOSE and point in AT_POINT:
        return _(AT_POINT[point])
    told = miles_of(miles) if miles >= CLOSE else _("less than 0.1 miles")
    return _("about %(miles)s (%(why)s)") % {"miles": told, "why": _(ABOUT[point])} if point in ABOUT else told


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
    who = {"source": told.label, "day": day(told.since) if told.since else ""}
    if told.reason:
        since = _("No longer listed: closed since %(day)s, says %(source)s.")
        ever = _("No longer listed: closed, says %(source)s.")
        return f"{(since if told.since else ever) % who} {told.reason}"
    plain = _("No longer listed by %(source)s since %(day)s.") if told.since else _("No longer listed by %(source)s.")
    return plain % who


def source(citation: Citation) -> str:
    """ "SAMHSA National Directory, data of May 2022, imported 3 Nov 2026": an import date is no verification."""
    return _("%(said)s, imported %(day)s") % {"said": said(citation), "day": day(citation.imported)}


def _data(citation: Citation) -> str:
    """ "data of 3 Nov 2026"; "data of May 2022" and "data of 2022" are a message of their own: in Spanish another word
    stands before a day."""
    if not citation.as_of:
        return _("date of the data not stated")
    if citation.as_of.count("-") < 2:
        return _("data of %(month)s") % {"month": day(citation.as_of)}
    return _("data of %(day)s") % {"day": day(citation.as_of)}


def dropped(told: Ended) -> str:
    """Who lists a place no longer that others still list."""
    who = {"source": told.label, "day": day(told.since)}
    if told.since:
        lost = _("No longer listed by %(source)s since %(day)s, while others still list it.")
    else:
        lost = _("No longer listed by %(source)s, while others still list it.")
    first = _("It may have closed: call first.")
    return f"{lost % who} {first}"


def found(answer: Answer) -> str:
    """The heading of a result: "23 places within 25 miles of Pittsburgh, PA"; "... that may fit" where no source states
    what was chosen."""
    counted, query = capitalized(places(answer.total)), answer.query
    if answer.place is not None:
        told = f"{counted} {where(answer)}"
    else:
        told = _("%(places)s in the whole directory") % {"places": counted} if answer.total else _("No places found")
    maybe = query.stated == "unknown" and (query.any_of or query.all_of)
    return _("%(found)s that may fit") % {"found": told} if maybe else told


def capitalized(sentence: str) -> str:
    """With a capital at its beginning, and all else as it is."""
    return sentence[:1].upper() + sentence[1:]


def places(count: int) -> str:
    """ "no places", "1 place", "1,234 places"."""
    return ngettext("%(count)s place", "%(count)s places", count) % {"count": f"{count:,}"} if count else _("no places")


def where(answer: Answer) -> str:
    """The part of `found` that says where: within miles of a point, in an area, or at any distance from a point."""
    if answer.place is None:
        return ""
    named = {"place": place(answer.place)}
    if answer.within is not None:
        return _("within %(miles)s of %(place)s") % {**named, "miles": miles_of(answer.within)}
    area = answer.place.kind in ("state", "county")
    return (_("in %(place)s") if area else _("at any distance from %(place)s")) % named


def place(found: Place) -> str:
    """What a place is called; a point is somebody's position."""
    return _("your position (about %(place)s)") % {"place": found.label} if found.kind == "point" else found.label


def miles_of(within: float) -> str:
    """ "1 mile", "25 miles"."""
    shown = number(within)
    return ngettext("%(miles)s mile", "%(miles)s miles", 1 if shown == "1" else 2) % {"miles": shown}


def slug(facility: Facility) -> str:
    """The readable end of a facility's address: name and city in ASCII, at most 60 characters."""
    name = unicodedata.normalize("NFKD", f"{facility.name} {facility.city}").replace("'", "")
    folded = name.encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    return "-".join(words)[:60].strip("-") or "facility"
