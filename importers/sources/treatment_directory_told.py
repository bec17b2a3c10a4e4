"""A facility as our own exports tell of it, and the listing that it is here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from sys import intern

import msgspec

from directory import clean
from directory.errors import RowError
from directory.listing import Amendment, Listing, Phone
from directory.phones import phone_display
from importers.row import Row
from importers.source import Reading
from importers.sources.treatment_directory_cited import Cited, data_of
from importers.sources.treatment_directory_terms import asked, said
from importers.values import Values, described

Keys = Mapping[str, tuple[str, ...]]
"""Facet -> keys of terms."""


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Its address."""

    street: str = ""
    street2: str = ""
    city: str = ""
    county: str = ""
    state: str = ""
    zip: str = ""


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number."""

    number: str
    extension: str = ""
    use: str = "main"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An insurer with which it has held an identifier."""

    name: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of an exported facility; see `directory.exports.record`. The rest is what it was made of there.
    `fictional`: a table says it of the place, other formats of its sources."""

    id: str
    name: str
    name2: str = ""
    address: Where
    phones: tuple[Number, ...] = ()
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    point: str = ""
    terms: dict[str, tuple[str, ...]]
    not_stated: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()
    listed: bool = True
    front_gate: bool = False
    held_with: tuple[Held, ...] = ()
    fictional: bool = False


_ABOUT = frozenset({"zip", "rounded"})
"""Points that are not the building's: they are worked out again from the ZIP code."""


def listing(told: Told, file: str, line: int, reading: Reading) -> Listing:
    """Raises RowError when it is not to be listed here."""
    if not told.id:
        raise RowError("id is empty, and a place is known by it.")
    if not told.listed:
        raise RowError(f"no source of that directory lists {told.name[:80]!r} any more.")
    if told.fictional or any(source.fictional for source in told.sources):
        raise RowError(f"{told.name[:80]!r} is invented for the sample, and nobody could go there.")
    values = Values(Row(_flat(told), file, line), reading.warnings)
    return msgspec.structs.replace(
        described(values, {}, told.id),
        survey=asked(_set(told.not_stated)),
        phones=tuple(_phones(told, reading.warnings, values.raw)),
        said=said(_set(told.terms), told.unknown, reading.unknown),
        identifiers={"issuers": "; ".join(held.name for held in told.held_with)} if told.held_with else {},
        raw=values.raw | _kept(told),
        as_of=data_of(told.sources),
        amendment=Amendment(front_gate=True) if told.front_gate else None,
    )


def _set(keys: Keys) -> frozenset[str]:
    return frozenset(f"{facet}:{key}" for facet, some in keys.items() for key in some)


def _flat(told: Told) -> dict[str, str]:
    plain = {name: getattr(told, name) for name in ("name", "name2", "website")}
    point = {"latitude": told.latitude, "longitude": told.longitude} if told.point not in _ABOUT else {}
    degrees = {name: "" if value is None else repr(value) for name, value in point.items()}
    return plain | msgspec.structs.asdict(told.address) | degrees


def _phones(told: Told, warnings: Counter[str], raw: dict[str, str]) -> Iterator[Phone]:
    for number in told.phones:
        written = phone_display(Phone(number.number, number.extension))
        phone = clean.phone(written, intern(number.use))  # a default is left out where it is the very same text
        if phone is None:
            warnings["telephone number that is a placeholder or cannot be read left out"] += 1
            raw["phones"] = written
        else:
            yield phone


def _kept(told: Told) -> dict[str, str]:
    """Who said it there and how old it was, and that a point was looked up: our model has no place for either."""
    sources = "; ".join(source.written() for source in told.sources)
    kept = {"sources": sources, "point": told.point if told.point == "geocoder" else ""}
    return {name: value for name, value in kept.items() if value}
