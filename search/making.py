"""Making facilities: from current listings to what is stored and indexed of one. `build.py` is its only caller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, reduce
from operator import or_

import msgspec

from directory.facility import Citation, Facility
from directory.reading import Current
from directory.vocabulary import Vocabulary
from search.areas import county_key
from search.merging import Part, merge
from search.places import Places
from search.text import texts

NOWHERE = (float("nan"), float("nan"))
"""The point of a facility that has none."""


class Indexed(msgspec.Struct, frozen=True, array_like=True):
    """What the text index and the columns take of a facility. `yes` are its terms, packed as `terms.pack` does."""

    words: dict[str, str]
    point: tuple[float, float]
    state: str
    county: str
    updated: int
    surveys: str
    yes: bytes


class Maker:
    """Makes facilities of current listings. Whatever many of them share is looked up once: codes, ZIP codes, counties.

    With 65 codes a listing this is most of the work of a publication beside the text index.
    """

    def __init__(self, places: Places, words: Vocabulary) -> None:
        self._meaning = cache(lambda code: _bits(words.meaning([code])))
        self._width = -(-len(words.terms) // 8)
        self._zips = places.zips()
        self._county = cache(county_name)
        self._county_key = cache(lambda state, county: county_key(state, county)[:40])

    def make(self, item: Current, citation: Citation) -> tuple[Facility, Indexed]:
        """What we publish of a current listing, and what is indexed of it. Without coordinates of its own it gets its
        ZIP code's, marked "zip"; a ZIP code of another state gives it none."""
        listing = item.listing
        own = listing.latitude is not None and listing.longitude is not None
        of_zip, zip_county = self._zips.get((listing.state, listing.zip), (None, ""))
        point = (listing.latitude, listing.longitude) if own else of_zip
        meant = list(map(self._meaning, listing.said))
        yes = reduce(or_, meant, 0).to_bytes(self._width, "little")
        facility = Facility(
            id=item.facility,
            name=listing.name,
            name2=listing.name2,
            street=listing.street,
            street2=listing.street2,
            city=listing.city,
            county=self._county(listing.state, listing.county, zip_county),
            state=listing.state,
            zip=listing.zip,
            phones=listing.phones,
            website=listing.website,
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            point=("source" if own else "zip") if point else "",
            unknown=() if all(meant) else tuple(c for c, n in zip(listing.said, meant, strict=True) if not n),
            sources=(citation,),
            updated=citation.as_of or citation.imported,
        )
        return facility, self._indexed(facility, listing.survey, yes)

    def join(self, group_id: str, parts: Sequence[Part]) -> tuple[Facility, Indexed]:
        """The facility that several listings are, and what is indexed of it."""
        yes = reduce(or_, (int.from_bytes(part.yes, "little") for part in parts)).to_bytes(self._width, "little")
        surveys = " ".join(sorted({word for part in parts for word in part.survey.split()}))
        facility = merge(group_id, parts)
        return facility, self._indexed(facility, surveys, yes)

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
        )


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def county_name(state: str, said: str, of_zip: str) -> str:
    """The county a source names, in the place table's spelling where they agree; else the ZIP code's main county."""
    same = county_key(state, said) == county_key(state, of_zip)
    return of_zip if same or not said else said
