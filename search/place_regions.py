"""Places that no table of towns has: regions ("Cape Cod"), parts of states ("eastern Kentucky"), towns of Mexico.

A region of one county is that county, a small one the first of its towns; of others, those who ask are told what lies
in it. Knows no table of places.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from directory.place_names import key, words
from search.place_table import PlaceRow
from search.place_words import before_state, state_of
from search.region_tables import ABROAD_TABLE, REGION_TABLE
from search.said_tables import ALIASES, ONLY_MARKED

SHORTEST, LONGEST = 3, 100
"""Letters of the beginning of a region's name from which it is looked up; characters that are looked at."""

ABOUT = 30_000
"""People that a region of one county counts as within a question, so that its bare name is taken for it: Maui."""

PART = 1 / 3
"""Of the width or height of a state: its east or its north."""

BESIDE = 0.15
"""Degrees to the north and to the east together, 5 to 10 miles, within which a town is beside a larger one."""

REACH, DEGREE = 25.0, 69.1
"""Miles around a town that are looked at where nobody says how many; miles of a degree from south to north."""

NAMED = 1_000
"""People of a place from which it is meant by a name that may also be a part of a state: West New York, NJ."""


class _Extent(NamedTuple):
    """The least and the greatest degree of a state's towns, and the middle of its people."""

    low: float
    high: float
    middle: float


def _any(_: float, __: _Extent) -> bool:
    return True


def _low(at: float, extent: _Extent) -> bool:
    return at < extent.low + PART * (extent.high - extent.low)


def _high(at: float, extent: _Extent) -> bool:
    return at > extent.high - PART * (extent.high - extent.low)


def _not_low(at: float, extent: _Extent) -> bool:
    return not _low(at, extent)


def _below(at: float, extent: _Extent) -> bool:
    return at < extent.middle


def _above(at: float, extent: _Extent) -> bool:
    return at > extent.middle


def _amid(at: float, extent: _Extent) -> bool:
    return abs(at - extent.middle) <= (extent.high - extent.low) / 4


_PARTS: Mapping[str, tuple[Callable[[float, _Extent], bool], Callable[[float, _Extent], bool]]] = {
    "north": (_any, _high),
    "south": (_any, _low),
    "east": (_high, _any),
    "west": (_low, _any),
    "central": (_amid, _amid),
    "northeast": (_above, _above),
    "northwest": (_below, _above),
    "southeast": (_above, _below),
    "southwest": (_below, _below),
    "upstate": (_any, _not_low),
}
"""What parts of states are called, without "ern": where their towns are from west to east, and from south to north. A
corner is seen from where people live: most of Florida is far from its northwest."""


class Region(NamedTuple):
    """A region: labels of places in it, or near it where it is `abroad`; the states that those are in."""

    labels: tuple[str, ...]
    abroad: bool

    @property
    def states(self) -> frozenset[str]:
        """Codes of the states that the labels are in."""
        return frozenset(label.rpartition(", ")[2] for label in self.labels)


def _read(table: str, abroad: bool) -> Iterator[tuple[str, Region]]:
    for line in table.strip().splitlines():
        name, _, labels = line.partition(" = ")
        yield key(words(name)), Region(labels=tuple(labels.split("; ")), abroad=abroad)


REGIONS: Mapping[str, Region] = dict((*_read(REGION_TABLE, abroad=False), *_read(ABROAD_TABLE, abroad=True)))
"""Regions by the key of their name."""

_CALLED: Mapping[str, tuple[str, ...]] = {
    **{name: region.labels for name, region in REGIONS.items()},
    **{key(name): (meant,) for name, meant in ALIASES.items() if name not in ONLY_MARKED},
}


def begun(typed: str) -> Iterator[str]:
    """Labels of what a region or another name that begins so may mean: "filad", "long isl"."""
    start = key(words(typed[:LONGEST]))
    if len(start) >= SHORTEST:
        yield from (label for name, labels in _CALLED.items() if name.startswith(start) for label in labels)


def region_of(text: str) -> Region | None:
    """The region that a text names."""
    return REGIONS.get(key(words(text)))


def region_in_state(text: str) -> Region | None:
    """The region that a text names with its state: "Long Island NY"."""
    named = ((REGIONS.get(key(name)), code) for name, code in before_state(text))
    return next((found for found, code in named if found is not None and code in found.states), None)


def part_of_state(text: str) -> tuple[str, str] | None:
    """Part and code of "Southern California", "upstate NY", "Northeast Ohio"; None for anything else, for what a comma
    parts ("Central, SC" is a town), and for another name of a place: "West Va"."""
    parts = words(text)
    part = parts[0].removesuffix("ern") if parts and "," not in text else ""
    code = state_of(parts[1:]) if part in _PARTS and state_of(parts) is None and parts not in ALIASES else None
    return (part, code) if code else None


def in_part(part: str, towns: Sequence[PlaceRow], state: PlaceRow) -> list[PlaceRow]:
    """Those of a state's towns, the largest first, that lie in a part of it, without those beside a larger one."""
    wide, high = (
        _Extent(min(map(degrees, towns)), max(map(degrees, towns)), degrees(state)) for degrees in (_east, _north)
    )
    across, along = _PARTS[part]
    found: list[PlaceRow] = []
    for town in towns:
        if across(_east(town), wide) and along(_north(town), high) and all(_apart(town, other) for other in found):
            found.append(town)
    return found


def around_first(points: Sequence[tuple[float | None, float | None]]) -> bool:
    """Whether all points, in degrees, are within `REACH` of the first."""
    (north, east), *others = [(latitude or 0.0, longitude or 0.0) for latitude, longitude in points]
    slim = math.cos(math.radians(north))
    return all(math.hypot(other[0] - north, slim * (other[1] - east)) * DEGREE <= REACH for other in others)


def _apart(one: PlaceRow, other: PlaceRow) -> bool:
    return abs(one.latitude - other.latitude) + abs(one.longitude - other.longitude) > BESIDE


def _north(row: PlaceRow) -> float:
    return row.latitude


def _east(row: PlaceRow) -> float:
    """The longitude, beyond the antimeridian below -180 as the rest of Alaska."""
    return row.longitude - 360 if row.state == "AK" and row.longitude > 0 else row.longitude
