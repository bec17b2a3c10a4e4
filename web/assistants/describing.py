"""One place in plain words, out of its record: who, where, which telephone, what is listed, who says so and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from directory.exports import told as words
from directory.exports.told import plain
from directory.vocabulary import vocabulary
from web.api_types import FacilityRecord, ListedHere, PhoneNumber
from web.words import dropped, ended

FIRST = ("care", "setting", "opioid", "medication", "payment")
"""Facets that are told of each place of a list; those of one place are told all."""

SHOWN = 12
"""Values of a facet that are named before "and 3 more". The structured answer has them all."""

UNSAID = "No source was asked about these, so neither yes nor no:"

LONGEST = 200
"""Characters of a name or a website."""


def short(place: FacilityRecord) -> list[str]:
    """A place of a list."""
    return [*_who(place), *_lists("Listed, ", place.terms, FIRST), *_silent(place), *_whence(place)]


def whole(place: FacilityRecord) -> list[str]:
    """A place by itself."""
    every = tuple(vocabulary().facets)
    said = plain("; ".join(place.unknown))
    more = [f"Also said by a source, in its words: {words.cut(said, LONGEST)}"] if said else []
    unsaid = [UNSAID, *_lists("  ", place.not_stated, every)] if place.not_stated else []
    return [*_who(place), *_lists("Listed, ", place.terms, every), *more, *_whence(place), *unsaid]


def here(place: ListedHere) -> str:
    """A place that is listed now where another was."""
    parts = (f"{_names(place)} (id {place.id})", f"telephone: {_phones(place)}", f"page: {place.url}")
    return "; ".join(parts)


def _who(place: FacilityRecord) -> Iterator[str]:
    """Name, id, address, distance, telephones."""
    yield f"{_names(place)} (id {place.id})"
    at = place.address
    street = ", ".join(plain(part) for part in (at.street, at.street2) if part)
    kept = words.NOT_GIVEN_OUT if place.front_gate else ""
    town = plain(f"{at.city}, {at.state} {at.zip}")
    yield "; ".join(part for part in (", ".join(p for p in (street, town) if p), kept, _away(place)) if part)
    if place.listed:
        yield f"Telephone: {_phones(place)}"
        yield from [words.SHARED] if any(phone.shared for phone in place.phones) else []


def _names(place: FacilityRecord | ListedHere) -> str:
    return ", ".join(words.cut(plain(name), LONGEST) for name in (place.name, place.name2) if name)


def _phones(place: FacilityRecord | ListedHere) -> str:
    return "; ".join(map(_phone, place.phones)) or "none listed"


def _away(place: FacilityRecord) -> str:
    told = words.away(place.distance_miles, place.point)
    return f"{told} away" if told.endswith("miles") else told


def _phone(phone: PhoneNumber) -> str:
    use = plain(words.USES.get(phone.use, phone.use))
    beside = "; ".join(part for part in (use, words.shared_briefly(phone.shared)) if part)
    return plain(phone.display) + (f" ({beside})" if beside else "")


def _lists(lead: str, terms: Mapping[str, tuple[str, ...]], facets: tuple[str, ...]) -> Iterator[str]:
    """Labels of terms by facet, each facet on a line."""
    known = vocabulary().facets
    for facet in facets:
        if labels := [known[facet].terms[key].label for key in terms.get(facet, ()) if key in known[facet].terms]:
            more = f"; and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
            yield f"{lead}{known[facet].label}: {'; '.join(labels[:SHOWN])}{more}"


def _silent(place: FacilityRecord) -> Iterator[str]:
    """The facets of a list of which no source states anything."""
    known = vocabulary().facets
    silent = [known[key].label for key in FIRST if place.not_stated.get(key) and not place.terms.get(key)]
    if silent:
        yield f"Not stated by any source: {'; '.join(silent)}"


def _whence(place: FacilityRecord) -> Iterator[str]:
    """Who lists it, and who does no longer; where more of it stands."""
    yield f"Source: {'; '.join(words.source(citation) for citation in place.sources) or 'none now'}"
    yield from (plain(ended(one)) for one in place.ended)
    yield from (plain(dropped(one)) for one in place.dropped)
    if place.website:
        yield f"Website: {words.cut(plain(place.website), LONGEST)}"
    yield f"Page: {place.url}"
