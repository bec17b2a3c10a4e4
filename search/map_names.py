"""The names that are written on a map, so that people see where they are: of states from afar, then of towns and
counties, the most populous of the view, none over another and few under pins. They are of the place table, and chosen
here so that a page needs no more than to write them down. Of 40,000 names that takes 1 to 5 ms."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from directory.states import state_name
from search.clusters import BITS, MAX_ZOOM, Name, Spot, View, pixels
from search.place_table import PlaceRow

WRITTEN: Sequence[tuple[int, Mapping[str, int]]] = (
    (3, {}),
    (4, {"state": 60}),
    (6, {"state": 20, "city": 20}),
    (7, {"city": 24}),
    (10, {"city": 24, "county": 12}),
    (MAX_ZOOM, {"city": 24, "neighborhood": 12}),
)
"""Up to a zoom: kinds of places, those that come first, and how many of each at most. Counties are drawn from 7 on
(map.js), where most are too small for their name."""

TRIED = 60
"""Places of a kind, the most populous of the view, for which room is looked for."""

LETTER, LINE = 7.5, 20
"""Pixels that a letter of a name is wide, and a name is high, as site.css writes it."""

APART = 12
"""Pixels between two names at least."""

NUMBERED, COUNTED, ALONE = (64, 34), (40, 34), (18, 18)
"""Pixels to the east and to the south that a pin covers: with numbers of the list, with a count, of one place."""

LABEL = (210, 30, -34)
"""Those of the label of the place that was asked for, and how much farther south than the place it is."""

SCALE = (110, 34)
"""Those of the scale in the south-western corner."""

BESIDE = 26
"""Pixels from a place to a name that stands to the east or to the west of its pin."""

LEADING = {"state": 4, "city": 4}
"""Names of a kind that come first: they tell the most."""

HIDDEN = {True: 0.5, False: 0.2}
"""The part of a name that may lie under pins, by whether it is one of those."""

MISSED = (72, 40)
"""Pixels around a place without room for its name in which no smaller place is named: not Clay instead of Syracuse."""

CELL = 8
"""Pixels of a square that is taken or free."""

Cells = set[tuple[int, int]]


class Names:
    """The names of places, which come the largest first."""

    def __init__(self, rows: Sequence[PlaceRow]) -> None:
        self._rows = _kinds(rows)
        self._points = {
            kind: np.array([point for _, point in each]).reshape(-1, 2) for kind, each in self._rows.items()
        }
        self._pixels = {kind: pixels(points) for kind, points in self._points.items()}

    def of(self, view: View, spots: Iterable[Spot], label: tuple[float, float] | None = None) -> list[Name]:
        """Those that are written in a view among its pins and the `label` at the point that was asked for."""
        sheet = _Sheet(view)
        sheet.cover([(spot.latitude, spot.longitude, *_covered(spot), 0) for spot in spots])
        sheet.cover([(*label, *LABEL)] if label else [])
        kinds = next(kinds for most, kinds in WRITTEN if view.zoom <= most)
        return [name for kind, most in kinds.items() for name in self._few(kind, most, view, sheet)]

    def _few(self, kind: str, most: int, view: View, sheet: _Sheet) -> list[Name]:
        """Those of a kind for which there is room, at most so many."""
        if kind not in self._rows:
            return []
        points, (east, south) = self._points[kind], self._pixels[kind]
        seen = np.flatnonzero(view.shows(points[:, 0], points[:, 1]))[:TRIED].tolist()
        leading = LEADING.get(kind, 0)
        tried = ((self._rows[kind][at][0], (int(east[at]), int(south[at])), n < leading) for n, at in enumerate(seen))
        placed = ((name, sheet.room(name, pixel, HIDDEN[first], kind != "state")) for name, pixel, first in tried)
        found = (Name(name=name, kind=kind, latitude=at[0], longitude=at[1]) for name, at in placed if at)
        return list(islice(found, most))


class _Sheet:
    """What of a view is written on. Pixels are counted from its north-west corner, across the antimeridian too."""

    def __init__(self, view: View) -> None:
        self._pins: Cells = set()
        self._names: Cells = set()
        self._pixel = 2 ** (BITS - 8 - view.zoom)
        west, south, east, north = view.box
        x, y = pixels(np.array([(north, west), (south, east)]))
        self._west, self._north = int(x[0]), int(y[0])
        self._width, self._height = self._at(int(x[1]), int(y[1]))
        self._pins |= _cells(SCALE[0] / 2, self._height - SCALE[1] / 2, *SCALE)

    def _at(self, east: int, south: int) -> tuple[float, float]:
        return (east - self._west) % 2**BITS / self._pixel, (south - self._north) / self._pixel

    def cover(self, things: Sequence[tuple[float, float, float, float, float]]) -> None:
        """Takes the room of things: latitude, longitude, pixels wide and high, and how much farther south."""
        x, y = pixels(np.array([thing[:2] for thing in things]).reshape(-1, 2))
        for east, south, (_, _, width, height, down) in zip(x.tolist(), y.tolist(), things, strict=True):
            across, below = self._at(east, south)
            self._pins |= _cells(across, below + down, width, height)

    def room(self, name: str, pixel: tuple[int, int], most: float, apart: bool) -> tuple[float, float] | None:
        """Takes the room of a name, where the fewest pins lie over it, and tells the point of its middle; None where
        there is none in view of which at `most` such a part is hidden. Not all names may stand `apart` from their
        place."""
        across, below = self._at(*pixel)
        width, height = len(name) * LETTER, LINE
        places = [(across + x, below + y) for x, y in _aside(width, apart)]
        cells = {at: _cells(*at, width, height) for at in places if self._holds(*at, width)}
        hidden = {at: len(box & self._pins) for at, box in cells.items() if box.isdisjoint(self._names)}
        best = min(hidden, key=hidden.__getitem__, default=None)
        if best is None or hidden[best] > most * len(cells[best]):
            self._names |= _cells(across, below, *MISSED)
            return None
        self._names |= _cells(*best, width + 2 * APART, height + 2 * APART)
        return _point(pixel[0] + (best[0] - across) * self._pixel, pixel[1] + (best[1] - below) * self._pixel)

    def _holds(self, across: float, below: float, width: float) -> bool:
        return width / 2 <= across <= self._width - width / 2 and LINE / 2 <= below <= self._height - LINE / 2


def _aside(width: float, apart: bool) -> Sequence[tuple[float, float]]:
    """Pixels to the east and to the south of its place at which a name may stand, the best first."""
    beside = width / 2 + BESIDE
    near = ((0, 0), (0, 14), (0, -14))
    return (*near, (0, 30), (0, -30), (beside, 0), (-beside, 0)) if apart else near


def _cells(across: float, below: float, width: float, height: float) -> Cells:
    """The squares under a box around a point."""
    columns = range(math.floor((across - width / 2) / CELL), math.ceil((across + width / 2) / CELL))
    rows = range(math.floor((below - height / 2) / CELL), math.ceil((below + height / 2) / CELL))
    return {(column, row) for column in columns for row in rows}


def _covered(spot: Spot) -> tuple[int, int]:
    return NUMBERED if spot.numbers else COUNTED if spot.count > 1 else ALONE


def _point(east: float, south: float) -> tuple[float, float]:
    """The latitude and longitude of a pixel."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - south / 2 ** (BITS - 1))))), east / 2**BITS * 360 - 180


def _kinds(rows: Iterable[PlaceRow]) -> dict[str, list[tuple[str, tuple[float, float]]]]:
    """Kind -> names with their points. A name of the Postal Service's alone is not written."""
    kinds: defaultdict[str, list[tuple[str, tuple[float, float]]]] = defaultdict(list)
    counties: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        point = row.latitude, row.longitude
        if row.kind == "county":
            counties[row.state].append(point)
        if row.kind == "state":
            kinds["state"].append((row.state, point))
        elif not row.minor:
            kinds[row.kind].append((row.label.partition(",")[0], point))
    kinds["state"] = list(_middles(kinds["state"], counties))
    return kinds


def _middles(
    states: Iterable[tuple[str, tuple[float, float]]], counties: Mapping[str, Sequence[tuple[float, float]]]
) -> Iterator[tuple[str, tuple[float, float]]]:
    """States by name, amid their counties: where the people of New York state live is New Jersey."""
    for code, point in states:
        middle: NDArray[np.float64] = np.mean(counties.get(code) or [point], axis=0)
        yield state_name(code), (float(middle[0]), float(middle[1]))
