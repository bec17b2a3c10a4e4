"""Several listings of one place into one facility: which value shows, and what each source says.

* A plain value is that of the first listing that has one, in the order of `ranked`; the address comes from one listing
  as a whole, and a point that a source gave is preferred to one that was looked up, and that to a ZIP code's.
* A term is *yes* when any of them says so. Telephones are those of all, each with its source.
* Then an operator's corrections apply (`amending.py`).
* A place that no source lists any more keeps what was said of it, but for telephones and website: its old number may
  belong to somebody else by now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import or_

import msgspec
from msgspec.structs import replace

from directory.facility import Citation, Facility, Voice
from directory.listing import Amendment, Phone
from directory.precedence import rank, tier
from search.amending import amend


class Part(msgspec.Struct, frozen=True):
    """One listing as a facility of its own, what it was asked, its terms as packed bits, and what an operator decides
    by it, with his *no* as packed bits."""

    facility: Facility
    survey: str
    yes: bytes
    amendment: Amendment | None = None
    no: bytes = b""

    @property
    def corrects(self) -> bool:
        """Whether it is an operator's correction and no place of its own."""
        return self.amendment is not None and bool(self.amendment.about)

    @property
    def citation(self) -> Citation:
        """Where it comes from."""
        return self.facility.sources[0]


class Held:
    """Parts put by until all of a facility are there; on disk, in a file without a name. Iterates group by group."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("CREATE TABLE parts (facility TEXT, part BLOB)")
        self._rows.execute("BEGIN")
        self._encode = msgspec.msgpack.Encoder().encode

    def put(self, public_id: str, part: Part) -> None:
        """Keep a part of this facility."""
        self._rows.execute("INSERT INTO parts VALUES (?, ?)", (public_id, self._encode(part)))

    def __iter__(self) -> Iterator[tuple[str, list[Part]]]:
        decode = msgspec.msgpack.Decoder(Part).decode
        rows = self._rows.execute("SELECT facility, part FROM parts ORDER BY facility")
        for public_id, group in groupby(rows, key=lambda row: row[0]):
            yield public_id, [decode(part) for _, part in group]

    def close(self) -> None:
        """Forget them."""
        self._rows.close()


def ranked(parts: Sequence[Part]) -> list[Part]:
    """The best believed first: by tier of the source, then the newest data, then by source, then by id."""
    by_id = sorted(parts, key=lambda part: part.facility.id)
    by_source = sorted(by_id, key=lambda part: rank(part.citation.source))
    newest = sorted(by_source, key=lambda part: part.facility.updated, reverse=True)
    return sorted(newest, key=lambda part: tier(part.citation.source))


_POINTS = ("source", "geocoder", "zip")
"""Kinds of points, the best first."""


def merge(public_id: str, parts: Sequence[Part], locate: Callable[[Facility], Facility]) -> Facility:
    """The facility of these listings, without its terms and those of its voices. At least one is no correction.
    `locate` finds the point of a facility by its address."""
    parts = ranked(parts)
    places = [part for part in parts if not part.corrects]
    facilities = [part.facility for part in places]
    best = facilities[0]
    address = next((f for f in facilities if f.street), best)
    points = sorted((f for f in (address, *facilities) if f.point), key=lambda f: _POINTS.index(f.point))
    point = points[0] if points else best
    standing = [f for f in facilities if f.listed]
    merged = replace(
        best,
        id=public_id,
        **{name: getattr(address, name) for name in ("street", "street2", "city", "state", "zip")},
        county=address.county or next((f.county for f in facilities if f.county), ""),
        **{name: getattr(point, name) for name in ("latitude", "longitude", "point")},
        website=next((f.website for f in facilities if f.website), ""),
        phones=_phones(places),
        unknown=tuple(sorted({word for f in facilities for word in f.unknown})),
        sources=tuple(dict.fromkeys(part.citation for part in parts)),
        updated=max(part.facility.updated for part in parts),
        voices=tuple(_voice(part) for part in parts) if len(parts) > 1 else (),
        ended=() if standing else tuple(dict.fromkeys(ended for f in facilities for ended in f.ended)),
        held_with=tuple(dict.fromkeys(held for f in facilities for held in f.held_with)),
    )
    return amend(merged, [(part.facility, part.amendment) for part in parts if part.amendment is not None], locate)


def terms(parts: Sequence[Part], width: int) -> bytes:
    """The terms of these listings together, packed: what any says, but for what an operator denies; and what he says
    is there whatever another of his lists denies."""
    places, corrections = _bits(p for p in parts if not p.corrects), _bits(p for p in parts if p.corrects)
    no = reduce(or_, (int.from_bytes(part.no, "little") for part in parts), 0)
    return (places & ~no | corrections).to_bytes(width, "little")


def _bits(parts: Iterable[Part]) -> int:
    return reduce(or_, (int.from_bytes(part.yes, "little") for part in parts), 0)


def _phones(parts: Sequence[Part]) -> tuple[Phone, ...]:
    """Every number once, with the first use and source it has."""
    found: dict[tuple[str, str], Phone] = {}
    for part in parts:
        for phone in part.facility.phones:
            found.setdefault((phone.number, phone.extension), replace(phone, source=part.citation.source))
    return tuple(found.values())


def _voice(part: Part) -> Voice:
    facility = part.facility
    same = ("id", "name", "name2", "street", "street2", "city", "county", "state", "zip", "phones", "website")
    own = facility.point == "source"
    return Voice(
        citation=part.citation,
        surveys=tuple(part.survey.split()),
        latitude=facility.latitude if own else None,
        longitude=facility.longitude if own else None,
        reasons=part.amendment.reasons if part.amendment else (),
        **{name: getattr(facility, name) for name in same},
    )
