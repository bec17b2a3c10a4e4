"""Several listings of one place into one facility: which value shows, and what each source says.

* A plain value is that of the first listing that has one, in the order of `ranked`; the address comes from one listing
  as a whole, and a point that a source gave is preferred to a ZIP code's.
* A term is *yes* when any of them says so. Telephones are those of all, each with its source.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec
from msgspec.structs import replace

from directory.facility import Citation, Facility, Voice
from directory.listing import Phone
from directory.precedence import rank


class Part(msgspec.Struct, frozen=True):
    """One listing as a facility of its own, what it was asked, and its terms as packed bits."""

    facility: Facility
    survey: str
    yes: bytes

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
    """The best believed first: by source, then the newest data, then by id."""
    by_id = sorted(parts, key=lambda part: part.facility.id)
    newest = sorted(by_id, key=lambda part: part.facility.updated, reverse=True)
    return sorted(newest, key=lambda part: rank(part.citation.source))


def merge(public_id: str, parts: Sequence[Part]) -> Facility:
    """The facility of these listings, without its terms and those of its voices."""
    parts = ranked(parts)
    facilities = [part.facility for part in parts]
    best = facilities[0]
    address = next((f for f in facilities if f.street), best)
    point = next((f for f in facilities if f.point == "source"), address if address.point else best)
    return replace(
        best,
        id=public_id,
        name2=best.name2 or next((f.name2 for f in facilities if f.name2), ""),
        **{name: getattr(address, name) for name in ("street", "street2", "city", "state", "zip")},
        county=address.county or next((f.county for f in facilities if f.county), ""),
        **{name: getattr(point, name) for name in ("latitude", "longitude", "point")},
        website=next((f.website for f in facilities if f.website), ""),
        phones=_phones(parts),
        unknown=tuple(sorted({word for f in facilities for word in f.unknown})),
        sources=tuple(dict.fromkeys(part.citation for part in parts)),
        updated=max(f.updated for f in facilities),
        voices=tuple(_voice(part) for part in parts),
    )


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
        **{name: getattr(facility, name) for name in same},
    )
