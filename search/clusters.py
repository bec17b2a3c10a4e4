"""What a map shows of a question: places that lie close together as one spot, however many there are.

The map is the usual square one (Mercator) of 256 pixels at zoom 0, twice as wide at each further zoom. Points are kept
in an order in which every square of it is one run (Morton), so that squares of any size are counted in one pass; none
of them lies across the antimeridian. Of 250,000 places that takes some 6 ms, of the 1,300 of a large city 0.2."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from directory.facility import Facility
from search.bitmaps import Docs
from search.geodesic import Floats

MAX_ZOOM = 18
"""At which a pixel is two feet."""

SQUARE = 64
"""Pixels of a square whose places are counted as one."""

THUMB = 44
"""Pixels to the east or to the south that there are between two spots at least: what is pressed is so large, and none
lies over another."""

MOST = 200
"""Spots of places that are not on the page of the list, of which there are at most 100 (`query.MAX_SIZE`)."""

NEAR, FEW, TOLD = 15, 25, 12
"""From this zoom on, where there are so few spots, so many of each are told by name: zooming in may not part them, the
programs of one house say."""

BITS = 28
"""Of each coordinate: 2 pixels at MAX_ZOOM, 15 cm."""

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees; west is more than east across the antimeridian."""


class View(msgspec.Struct, frozen=True):
    """What is looked at: a part of the map, at a zoom from 0 to MAX_ZOOM. `numbered`: by the numbers of a list."""

    zoom: int
    box: Box
    numbered: bool = True

    def shows(self, latitudes: Floats, longitudes: Floats) -> NDArray[np.bool_]:
        """Which points lie in it."""
        west, south, east, north = self.box
        after, before = longitudes >= west, longitudes <= east
        across = after | before if west > east else after & before
        shown: NDArray[np.bool_] = (latitudes >= south) & (latitudes <= north) & across
        return shown


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Places that are shown as one. `box` is around them; latitude and longitude are of the first in the list, or the
    mean of a square. `docs` are those that are told by name, first those on the page of the list, in its order;
    `numbers` are their places in the list."""

    count: int
    latitude: float
    longitude: float
    box: Box
    docs: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """A spot with the facilities that are told by name."""

    spot: Spot
    facilities: list[Facility]


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A name that is written on a map. `kind` is that of its place; the point is the middle of where it is written,
    which is about where the place is."""

    name: str
    kind: str
    latitude: float
    longitude: float


class Map(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows of a question: of the `total` that it finds those `placed`, that is with a point; `shown` is how
    many of these lie in the view, which is what its pins count. `names` tell where that is."""

    total: int
    placed: int
    shown: int
    pins: list[Pin]
    names: list[Name]


class Atlas:
    """The points of documents: (documents, 2), latitude and longitude in degrees, NaN for none."""

    def __init__(self, points: Floats) -> None:
        self._points = points
        docs = np.flatnonzero(~np.isnan(points[:, 0])).astype(np.int32)
        squares = _morton(*pixels(points[docs]))
        order = np.argsort(squares, kind="stable")
        self._docs, self._squares = docs[order], squares[order]
        self._latitudes, self._longitudes = np.ascontiguousarray(points[self._docs].T)
        self._rank = np.zeros(len(points), np.int32)
        self._rank[self._docs] = np.arange(len(docs), dtype=np.int32)

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        """Which of documents have a point here."""
        held: NDArray[np.bool_] = ~np.isnan(self._points[docs, 0])
        return held

    def spots(self, docs: Docs, page: Docs, first: int, view: View) -> list[Spot]:
        """The spots of documents, all with points, that lie in a view. Those of `page`, of which the first has the
        number `first` in the list and some may have no point, come first; what is too close to them joins them."""
        others = np.zeros(len(self._docs), np.bool_)
        others[self._rank[docs]] = True
        others[self._rank[page[~np.isnan(self._points[page, 0])]]] = False
        squared = sorted(self._squared(np.flatnonzero(others), view), key=lambda spot: -spot.count)
        return list(_apart([*self._listed(page, first, view), *squared], view.zoom))

    def _listed(self, page: Docs, first: int, view: View) -> Iterator[Spot]:
        points = self._points[page]
        for at in np.flatnonzero(view.shows(points[:, 0], points[:, 1])).tolist():
            latitude, longitude = points[at].tolist()
            box = (longitude, latitude, longitude, latitude)
            docs, numbers = (int(page[at]),), (first + at,)
            yield Spot(count=1, latitude=latitude, longitude=longitude, box=box, docs=docs, numbers=numbers)

    def _squared(self, ranks: NDArray[np.intp], view: View) -> Iterator[Spot]:
        """Those of each square. Squares grow until there are at most MOST."""
        ranks = ranks[view.shows(self._latitudes[ranks], self._longitudes[ranks])]
        starts = _starts(self._squares[ranks], BITS - 8 - view.zoom + SQUARE.bit_length() - 1)
        near = view.zoom >= NEAR and len(starts) <= FEW
        several = np.split(self._docs[ranks], starts[1:]) if len(starts) else []
        for docs, (latitude, longitude, *box) in zip(several, self._shapes(ranks, starts), strict=True):
            named = TOLD if near or len(docs) == 1 else 0
            yield Spot(
                count=len(docs),
                latitude=latitude,
                longitude=longitude,
                box=(box[0], box[1], box[2], box[3]),
                docs=tuple(np.sort(docs)[:named].tolist()) if named else (),
            )

    def _shapes(self, ranks: NDArray[np.intp], starts: NDArray[np.intp]) -> list[list[float]]:
        """Mean latitude and longitude, west, south, east and north of each run of ranks."""
        if not len(starts):
            return []
        points = np.stack([self._latitudes[ranks], self._longitudes[ranks]])
        low, high = (edge.reduceat(points, starts, axis=1) for edge in (np.minimum, np.maximum))
        mean = np.add.reduceat(points, starts, axis=1) / np.diff(starts, append=len(ranks))
        shapes: list[list[float]] = np.concatenate([np.clip(mean, low, high), low[::-1], high[::-1]]).T.tolist()
        return shapes


def _starts(squares: NDArray[np.uint64], bits: int) -> NDArray[np.intp]:
    """Where the runs of squares of 2**bits begin, or of larger ones where there would be too many."""
    while True:
        large = squares >> np.uint64(2 * bits)
        starts = np.flatnonzero(large[1:] != large[:-1]) + 1
        if len(starts) < MOST:
            return np.append(0, starts)[: len(squares)]
        bits += 1


def pixels(points: Floats) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Points on a map of 2**BITS pixels: to the east, and to the south."""
    latitudes = np.radians(np.clip(points[:, 0], -85.05, 85.05))
    east = (points[:, 1] + 180) / 360
    south = (1 - np.arcsinh(np.tan(latitudes)) / math.pi) / 2
    x, y = (np.clip(at * 2**BITS, 0, 2**BITS - 1).astype(np.uint64) for at in (east, south))
    return x, y


def _morton(x: NDArray[np.uint64], y: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The bits of both by turns, so that what shares a square of any size shares its first bits."""
    return _spread(x) << np.uint64(1) | _spread(y)


def _spread(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A zero before each bit of 32."""
    for shift in (16, 8, 4, 2, 1):
        keep = np.uint64(sum(((1 << shift) - 1) << at for at in range(0, 64, 2 * shift)))
        bits = (bits | bits << np.uint64(shift)) & keep
    return bits


def _apart(spots: list[Spot], zoom: int) -> Iterator[Spot]:
    """Each with those after it that are too close to be told apart."""
    x, y = (at.astype(np.int64) for at in pixels(np.array([(s.latitude, s.longitude) for s in spots]).reshape(-1, 2)))
    close, world = THUMB << (BITS - 8 - zoom), 1 << BITS
    left = np.arange(len(spots))
    while len(left):
        across = np.abs(x[left] - x[left[0]])
        apart = np.maximum(np.minimum(across, world - across), np.abs(y[left] - y[left[0]]))
        yield _joined([spots[at] for at in left[apart < close].tolist()], zoom)
        left = left[apart >= close]


def _joined(spots: list[Spot], zoom: int) -> Spot:
    """Spots as one, where the first is. Those that are not on the page of the list are named as in a square."""
    if len(spots) == 1:
        return spots[0]
    others = [spot for spot in spots if not spot.numbers]
    named = zoom >= NEAR and all(spot.docs for spot in others)
    listed = [doc for spot in spots if spot.numbers for doc in spot.docs]
    rest = sorted(doc for spot in others for doc in spot.docs)[: TOLD if named else 0]
    return msgspec.structs.replace(
        spots[0],
        count=sum(spot.count for spot in spots),
        box=_around([spot.box for spot in spots], spots[0].longitude),
        docs=(*listed, *rest),
        numbers=tuple(number for spot in spots for number in spot.numbers),
    )


def _around(boxes: list[Box], longitude: float) -> Box:
    """The box around boxes that are close to a longitude, on whichever side of the antimeridian."""

    def off(edge: float) -> float:
        return (edge - longitude + 180) % 360 - 180

    west, east = min((box[0] for box in boxes), key=off), max((box[2] for box in boxes), key=off)
    return west, min(box[1] for box in boxes), east, max(box[3] for box in boxes)
