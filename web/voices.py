"""Who says what of a facility: which sources list a plain fact, which list another, what an operator corrected.

Of a place that one source lists there is no dispute; all of it is that source's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from directory import addresses
from directory.clean import website
from directory.facility import Citation, Facility, Voice
from directory.likeness import likeness, plain
from directory.listing import Phone, Reason
from directory.phones import phone_display
from web import words
from web.language import gettext as _
from web.language import marked, vocabulary

Place = Facility | Voice

_ALIKE = 90.0
"""From this likeness (0 to 100) two names are one, spelled in two ways. Matching asks for less, with other evidence."""

_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("street", "street2", "city", "state", "zip"), marked("address")),
    **dict.fromkeys(("phones", "strike"), marked("telephone")),
    **dict.fromkeys(("latitude", "longitude"), marked("position")),
    "name": marked("name"),
    "name2": marked("program"),
    "county": marked("county"),
    "website": marked("website"),
    "closed": marked("closed"),
    "front_gate": marked("address not given out"),
}
"""The fields of an operator's reasons, as a page calls them."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another value of a fact than the one shown, and who lists it."""

    value: str
    by: str


@dataclass(frozen=True, slots=True)
class Said:
    """A plain fact: who lists it as it is shown, and who lists it otherwise."""

    by: tuple[str, ...]
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What an operator corrected for one reason: "Corrected by LABEL on 18 Nov 2026 (name; not: Accepts Medicaid)", and
    the reason."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """One source's words on a place."""

    source: str
    names: tuple[str, ...]
    address: str
    website: str
    numbers: tuple[str, ...]
    corrections: tuple[Correction, ...]


def said(facility: Facility) -> Mapping[str, Said]:
    """Who lists the name, address, website and main telephone of a facility, and who lists others, not shown."""
    return {fact: _said(facility, shown, same) for fact, (shown, same) in _FACTS.items()}


def listing_number(facility: Facility, phone: Phone) -> tuple[str, ...]:
    """Who lists a number of a facility, with the dates of their data."""
    if not facility.voices:
        return tuple(map(words.said, facility.sources))
    return _labels(v.citation for v in facility.voices if any(phone.number == each.number for each in v.phones))


def another_main(facility: Facility, phone: Phone) -> bool:
    """Whether it is a main number of another source than the one that gives the first."""
    first = next((each.source for each in facility.phones if each.use == "main"), "")
    return phone.use == "main" and phone.source != first


def corrections(facility: Facility) -> tuple[Correction, ...]:
    """What operators corrected, the best believed first."""
    return tuple(found for voice in facility.voices for found in _corrections(facility, voice))


def told(facility: Facility) -> tuple[Told, ...]:
    """What each source says of a facility that several list."""
    return tuple(
        Told(
            source=words.source(voice.citation),
            names=tuple(filter(None, (voice.name, voice.name2))),
            address=words.address(voice),
            website=voice.website,
            numbers=tuple(map(phone_display, voice.phones)),
            corrections=tuple(_corrections(facility, voice)),
        )
        for voice in facility.voices
    )


def publishers(facility: Facility) -> tuple[tuple[str, str], ...]:
    """The sources of a facility that name a page of their own, and that page: who lists something wrong can put it
    right there."""
    named = ((each.label, website(each.url)) for each in facility.sources)
    return tuple(dict.fromkeys(each for each in named if each[1]))


def _said(facility: Facility, shown: Callable[[Place], str], same: Callable[[Facility, Voice], bool]) -> Said:
    if not facility.voices:
        return Said(tuple(map(words.said, facility.sources)))
    if not shown(facility):
        return Said(())
    speaking = [voice for voice in facility.voices if shown(voice)]
    others = (Other(shown(voice), words.said(voice.citation)) for voice in speaking if not same(facility, voice))
    return Said(_labels(v.citation for v in speaking if same(facility, v)), tuple(dict.fromkeys(others)))


def _labels(citations: Iterator[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(words.said, citations)))


def _same_name(facility: Facility, voice: Voice) -> bool:
    """Alike as they are spelled, or one is the other's program."""
    town = plain(facility.city)
    pairs = ((facility.name, voice.name), (facility.name2, voice.name), (facility.name, voice.name2))
    return any(one and other and likeness(plain(one), plain(other), town) >= _ALIKE for one, other in pairs)


def _street(place: Place) -> str:
    return words.address(place) if place.street else ""


def _same_street(facility: Facility, voice: Voice) -> bool:
    if facility.zip and voice.zip and facility.zip[:5] != voice.zip[:5]:
        return False
    mine, theirs = (addresses.address(place.street, place.street2) for place in (facility, voice))
    as_written = (facility.street + facility.street2).casefold() == (voice.street + voice.street2).casefold()
    return as_written or (addresses.same_address(mine, theirs) and not addresses.other_unit(mine, theirs))


def _same_host(facility: Facility, voice: Voice) -> bool:
    return _host(facility.website) == _host(voice.website)


def _host(address: str) -> str:
    return (urlsplit(website(address)).hostname or "").removeprefix("www.")


def _main(place: Place) -> str:
    return ", ".join(phone_display(phone) for phone in place.phones if phone.use == "main")


def _shown_main(facility: Facility, voice: Voice) -> bool:
    """Whether any of its main numbers is shown, with its name beside it."""
    shown = {phone.number for phone in facility.phones}
    return any(phone.number in shown for phone in voice.phones if phone.use == "main")


_FACTS: Mapping[str, tuple[Callable[[Place], str], Callable[[Facility, Voice], bool]]] = {
    "name": (lambda place: place.name, _same_name),
    "address": (_street, _same_street),
    "website": (lambda place: website(place.website), _same_host),
    "number": (_main, _shown_main),
}
"""Fact -> how it is shown, and when a source lists the same."""


def _corrections(facility: Facility, voice: Voice) -> Iterator[Correction]:
    """One for each reason and day. Of a place whose address is not given out, none that may tell the address."""
    fields: dict[tuple[str, str], dict[str, None]] = {}
    for reason in voice.reasons:
        field = _field(reason)
        if not (facility.front_gate and field in ("address", "position")):
            what = _("not: %(term)s") % {"term": field} if reason.field in voice.denied else _(field)
            fields.setdefault((reason.reason, reason.date), {})[what] = None
    for (why, date), named in fields.items():
        what = "; ".join(filter(None, named))
        told = _("Corrected by %(source)s on %(day)s (%(what)s)") if what else _("Added by %(source)s on %(day)s")
        yield Correction(told % {"source": voice.citation.label, "day": words.day(date), "what": what}, why)


def _field(reason: Reason) -> str:
    """A field as a page calls it: "phones.main" is its telephone, "medication:methadone" the term; "" for an addition,
    which has one reason for all of it."""
    facet, _, key = reason.field.removeprefix("asks:").partition(":")
    if facet in vocabulary().facets:
        term = vocabulary().facets[facet].terms.get(key)
        return term.label if term else vocabulary().facets[facet].label
    return _FIELDS.get(facet.partition(".")[0], facet)
