"""Making facilities: from current listings to what is stored and indexed of one. `build.py` is its only caller."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

import msgspec
from msgspec.structs import replace

from directory.clean import text
from directory.facility import Citation, Ended, Facility
from directory.geocodes import Geocode, address_key
from directory.insurers import held_with
from directory.listing import Listing, Phone
from directory.reading import Current
from directory.vocabulary import Vocabulary
from search.amending import front_gate
from search.areas import county_key
from search.merging import Part, merge, terms
from search.places import Places
from search.text import texts

NOWHERE = (float("nan"), float("nan"))
"""The point of a facility that has none."""

TEN_DIGITS = re.compile("[2-9][0-9]{9}")

LONGEST = 300
"""Characters of one text of a place that are published. Of 60,000 real listings the longest name has 135."""


class Indexed(msgspec.Struct, frozen=True):
    """What the text index and the columns take of a facility. `yes` are its terms, packed as `terms.pack` does;
    `telephones` the ten digits of its numbers for callers, none of a place that is not listed any more."""

    words: dict[str, str]
    point: tuple[float, float]
    state: str
    county: str
    updated: int
    surveys: str
    yes: bytes
    listed: bool
    gated: bool
    telephones: tuple[int, ...]


class Maker:
    """Makes facilities of current listings. Whatever many of them share is looked up once: codes, ZIP codes, counties.

    With 65 codes a listing this is most of the work of a publication beside the text index.
    """

    def __init__(self, places: Places, words: Vocabulary, geocodes: Mapping[str, Geocode]) -> None:
        self._meaning = cache(lambda code: _bits(words.meaning([code])))
        self._width = -(-len(words.terms) // 8)
        self._zips = places.zips()
        self._geocodes = geocodes
        self._county = cache(county_name)
        self._county_key = cache(lambda state, county: county_key(state, county)[:40])

    def make(self, item: Current, citation: Citation, ended: tuple[Ended, ...] = ()) -> tuple[Facility, Indexed]:
        """What we publish of a listing, and what is indexed of it. `ended` says who lists it no longer."""
        listing = item.listing
        meant = list(map(self._meaning, listing.said))
        yes = reduce(or_, meant, 0).to_bytes(self._width, "little")
        facility = Facility(
            id=item.facility,
            name=shortened(listing.name),
            name2=shortened(listing.name2),
            street=shortened(listing.street),
            street2=shortened(listing.street2),
            city=shortened(listing.city),
            county=shortened(self._county(listing.state, listing.county, self._zip(listing)[1])),
            state=listing.state,
            zip=listing.zip,
            phones=tuple(map(_phone, listing.phones)),
            website=listing.website,
            unknown=() if all(meant) else _unknown(listing.said, meant),
            sources=(citation,),
            ended=ended,
            held_with=held_with(listing, citation.source),
            updated=citation.as_of or citation.imported,
            **self._point(listing),
        )
        return facility, self._indexed(facility, listing.survey, yes)

    def part(self, item: Current, facility: Facility, indexed: Indexed) -> Part:
        """A listing as a part of a facility."""
        amendment = item.listing.amendment
        denied = reduce(or_, map(self._meaning, amendment.no), 0) if amendment else 0
        return Part(facility, indexed.surveys, indexed.yes, amendment, denied.to_bytes(self._width, "little"))

    def join(self, group_id: str, parts: Sequence[Part], *, gated: bool) -> tuple[Facility, Indexed]:
        """The facility that several listings are, and what is indexed of it. `gated`: it keeps its street."""
        surveys = " ".join(sorted({word for part in parts for word in part.survey.split()}))
        facility = merge(group_id, parts, self._located)
        facility = front_gate(facility) if gated else facility
        return facility, self._indexed(facility, surveys, terms(parts, self._width))

    def _zip(self, place: Listing | Facility) -> tuple[tuple[float, float] | None, str]:
        """The point and county of its ZIP code; a ZIP code of another state has none."""
        return self._zips.get((place.state, place.zip), (None, ""))

    def _point(self, place: Listing | Facility) -> dict[str, Any]:  # Any: floats and a word
        """Its own coordinates, else those a geocoder found for its address, else its ZIP code's; and which they are."""
        if place.latitude is not None and place.longitude is not None:
            return {"latitude": place.latitude, "longitude": place.longitude, "point": "source"}
        found = self._geocodes.get(address_key(place)) if self._geocodes else None
        if found is not None and found.latitude is not None:
            return {"latitude": found.latitude, "longitude": found.longitude, "point": "geocoder"}
        of_zip, _ = self._zip(place)
        return {"latitude": of_zip[0], "longitude": of_zip[1], "point": "zip"} if of_zip else {}

    def _located(self, facility: Facility) -> Facility:
        """With the point and county of its address, where it has another than its sources said."""
        unplaced = replace(facility, latitude=None, longitude=None, point="")
        return replace(unplaced, county=self._zip(facility)[1] or facility.county, **self._point(unplaced))

    def _indexed(self, facility: Facility, survey: str, yes: bytes) -> Indexed:
        located = facility.latitude is not None and facility.longitude is not None
        return Indexed(
            words=texts(facility),
            point=(facility.latitude, facility.longitude) if located else NOWHERE,  # type: ignore[arg-type]  # checked a line above
            state=facility.state,
            county=self._county_key(facility.state, facility.county),
            updated=int(facility.updated.replace("-", "").ljust(8, "0")),
            surveys=" ".join(survey.split()),
            yes=yes,
            listed=facility.listed,
            gated=facility.front_gate,
            telephones=tuple({int(p.number) for p in facility.phones if facility.listed and _can_be_called(p)}),
        )


def shortened(written: str) -> str:
    """The beginning of a text that is longer than LONGEST: a page has to stay one that can be read and sent."""
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1].rstrip()}…"


def _can_be_called(phone: Phone) -> bool:
    return phone.use != "fax" and bool(TEN_DIGITS.fullmatch(phone.number))


def _phone(phone: Phone) -> Phone:
    """Where it is no number of the plan, as much of what the source wrote as is shown."""
    return phone if len(phone.number) <= LONGEST else replace(phone, number=shortened(phone.number))


def _unknown(said: Sequence[str], meant: Sequence[int]) -> tuple[str, ...]:
    """What means nothing to the vocabulary. The record keeps it as it came, so it is cleaned here."""
    return tuple(shortened(text(code)) for code, bits in zip(said, meant, strict=True) if not bits)


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def county_name(state: str, said: str, of_zip: str) -> str:
    """The county a source names, in the place table's spelling where they agree; else the ZIP code's main county."""
    same = county_key(state, said) == county_key(state, of_zip)
    return of_zip if same or not said else said
