"""Rows of one place into one listing: a state lists a program once for each of its services."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from directory.listing import Listing
from importers.source import Outcome, Read, Reading
from importers.values import fold, key

_FILLED = ("name2", "street2", "county", "website")
_DIFFERING = ("name", "name2", "street2", "county", "website", "latitude", "longitude")


def merged(outcomes: Sequence[Outcome], reading: Reading) -> list[Outcome]:
    """The outcomes with rows of one key and one address as one, where the first of them stood.

    Rows of one key at different addresses are different places: their addresses become part of their keys.
    """
    groups: dict[str, dict[str, list[Read]]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Read):
            listing = outcome.listing
            groups.setdefault(listing.key, {}).setdefault(_place(listing), []).append(outcome)
    first: dict[int, Read] = {}
    for places in groups.values():
        if len(places) > 1:
            reading.warnings["keys with more than one address: each address kept as a place of its own"] += 1
        for place, reads in places.items():
            first[id(reads[0])] = _one(reads, place if len(places) > 1 else "")
            if len(reads) > 1:
                reading.warnings["rows merged into an earlier row of the same place"] += len(reads) - 1
    return [first.get(id(o), o) for o in outcomes if not isinstance(o, Read) or id(o) in first]


def _place(listing: Listing) -> str:
    """An address in one spelling: "12 Oak Street" and "12 Oak St." are one."""
    words = (_SHORT.get(word, word) for word in fold(listing.street).split())
    return key(" ".join(words), listing.zip or listing.city)


_SHORT = dict(
    pair.split("=")
    for pair in (
        "street=st road=rd avenue=ave av=ave drive=dr lane=ln court=ct boulevard=blvd highway=hwy place=pl square=sq "
        "parkway=pkwy circle=cir terrace=ter route=rte suite=ste building=bldg floor=fl north=n south=s east=e west=w "
        "northeast=ne northwest=nw southeast=se southwest=sw first=1st second=2nd third=3rd saint=st mount=mt fort=ft"
    ).split()
)
"""Words of addresses -> their postal abbreviations."""


def _one(reads: Sequence[Read], place: str) -> Read:
    listings = [read.listing for read in reads]
    listing = listings[0] if len(listings) == 1 else _joined(listings)
    if place:
        listing = msgspec.structs.replace(listing, key=f"{listing.key}|{place}")
    return Read(reads[0].file, reads[0].line, listing)


def _joined(listings: Sequence[Listing]) -> Listing:
    """The first, with what others say besides: terms, telephones, and values that it leaves empty."""
    head = listings[0]
    filled = {name: next(filter(None, (getattr(each, name) for each in listings)), "") for name in _FILLED}
    point = next(((e.latitude, e.longitude) for e in listings if e.latitude is not None), (None, None))
    phones = {(phone.number, phone.extension): phone for each in reversed(listings) for phone in reversed(each.phones)}
    return msgspec.structs.replace(
        head,
        **filled,
        latitude=point[0],
        longitude=point[1],
        phones=tuple(reversed(phones.values())),
        said=tuple(sorted({said for each in listings for said in each.said})),
        survey=" ".join(sorted({term for each in listings for term in each.survey.split()})),
        raw=_raw(listings, head),
    )


def _raw(listings: Sequence[Listing], head: Listing) -> dict[str, str]:
    """What each row spelled differently, and values of later rows that differ from those shown."""
    raw: dict[str, str] = {}
    for each in reversed(listings):
        raw |= each.raw
    for name in _DIFFERING:
        others = {str(value) for each in listings if (value := getattr(each, name)) and value != getattr(head, name)}
        if others and getattr(head, name):
            raw[f"{name} in other rows"] = "; ".join(sorted(others))
    return raw
