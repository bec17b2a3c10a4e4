"""The geographic index: which documents lie within a radius of a point, and how many geodesic miles away.

Points are sorted by cells of a grid, so that a radius is a few slices. The straight line through the earth decides
which of those are in reach; only where it cannot (within centimetres of the border) is the geodesic asked, so that the
answer equals what `geopy.distance.geodesic` says.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.bitmaps import Docs
from search.geodesic import (
    FLATTEST,
    METRES_A_MILE,
    NEAR,
    ROUNDEST,
    Floats,
    arc_miles,
    bent_miles,
    centre,
    chord_metres,
    earth_centred,
    geodesic_miles,
)

CELLS = 4
"""Cells a degree. A quarter of a degree is 17 miles: 25 miles are four or five rows, 100 miles a dozen."""

ROWS, COLUMNS = 180 * CELLS, 360 * CELLS

SURE = 0.001 / METRES_A_MILE
"""Miles, a millimetre: added to both sides of a border, a thousand times what rounding can do to a chord."""

CROWD, CLOSE = 10, 4
"""From how many times as many as are wanted a small circle is looked at first, of four times as many on the average."""

WORD = 64
"""Points of one word of a bitmap. Runs begin and end between words, so that they are pieces of bitmaps too."""

ELSEWHERE = 1e9
"""Metres along each axis: no circle reaches what fills up the last word."""


class Circle(NamedTuple):
    """What a radius reaches. `runs` are slices of the order of cells, ascending, apart, and whole words; `docs`,
    `squares` (squared chords in square metres) and `inside` are of all that stands in them."""

    runs: list[slice]
    docs: Docs
    squares: Floats
    inside: NDArray[np.bool_]


class CellOrder(NamedTuple):
    """Documents in the order of cells. `places`, (documents, 3), are x, y and z of each in document order, in metres;
    `cells` are the cells of those with a point, ascending; `docs` and `places_by_cell`, (3, documents), are in their
    order and filled up to a whole word."""

    places: Floats
    cells: NDArray[np.int32]
    docs: Docs
    places_by_cell: Floats


def cell_order(points: Floats) -> CellOrder:
    """Put points, as `GeoIndex` takes them, in order."""
    places = earth_centred(points[:, 0], points[:, 1])
    docs = np.flatnonzero(~np.isnan(points[:, 0])).astype(np.int32)
    cells = _cells(points[docs])
    order = np.argsort(cells, kind="stable")
    filled = np.pad(docs[order], (0, -len(docs) % WORD))
    places_by_cell = np.ascontiguousarray(places[filled].T)
    places_by_cell[:, len(docs) :] = ELSEWHERE
    return CellOrder(places, cells[order], filled, places_by_cell)


class GeoIndex:
    """Points of documents, in document order. `points` is (documents, 2): latitude and longitude in degrees, NaN for
    none. `order` is theirs, where it is known already."""

    def __init__(self, points: Floats, order: CellOrder | None = None) -> None:
        self.points = points
        self.located: NDArray[np.bool_] = ~np.isnan(points[:, 0])
        self.places, self._cells, self.docs, self.places_by_cell = order or cell_order(points)

    def away(self, latitude: float, longitude: float) -> Away:
        """Distances from a point."""
        return Away(self, latitude, longitude)

    def runs(self, latitude: float, longitude: float, miles: float) -> list[slice]:
        """Where, in the order of cells, the documents of all cells lie that a circle can touch: whole words, apart; at
        least one run, be it of nothing."""
        first, last = _spans(latitude, longitude, miles)
        starts, ends = self._cells.searchsorted(first).tolist(), self._cells.searchsorted(last, "right").tolist()
        runs: list[slice] = []
        for begin, end in sorted(zip(starts, ends, strict=True)):
            start, stop = begin // WORD * WORD, -(-end // WORD) * WORD
            if runs and start <= runs[-1].stop:
                runs[-1] = slice(runs[-1].start, max(stop, runs[-1].stop))
            else:
                runs.append(slice(start, stop))
        return runs


class Away:
    """Distances of documents from one point, in degrees."""

    def __init__(self, index: GeoIndex, latitude: float, longitude: float) -> None:
        self._index = index
        self._latitude = latitude
        self._longitude = longitude
        self._here = np.array(centre(latitude, longitude))[:, None]

    def circle(self, miles: float) -> Circle:
        """What lies at most so many miles away."""
        index = self._index
        runs = index.runs(self._latitude, self._longitude, miles)
        docs = np.concatenate([index.docs[run] for run in runs])
        squares = self._squares(np.concatenate([index.places_by_cell[:, run] for run in runs], axis=1))
        return Circle(runs, docs, squares, self._reached(docs, squares, miles))

    def reached(self, docs: Docs, miles: float) -> Docs:
        """Those of documents, all with points, that are at most `miles` away: for few, faster than a circle."""
        return docs[self._reached(docs, self.squares(docs), miles)]

    def miles(self, docs: Docs) -> Floats:
        """Geodesic miles, to the millimetre; NaN for documents without a point."""
        miles = bent_miles(self._here.ravel(), self._index.places.take(docs, axis=0))
        far = (miles > NEAR).nonzero()[0]
        if far.size:
            miles[far] = self._geodesic(docs[far])
        return miles

    def squares(self, docs: Docs) -> Floats:
        """Squared chords to documents, in square metres; NaN for those without a point."""
        return self._squares(self._index.places.take(docs, axis=0).T)

    def nearest(self, docs: Docs, start: int, stop: int, squares: Floats | None = None) -> NDArray[np.intp]:
        """Where in `docs`, all with points, those are that come `start` to `stop` in the order of distance, then
        number; 0 <= start < stop <= len(docs). Only those are measured that could be among them. `squares` are theirs
        where they are known."""
        if squares is None:
            squares = self.squares(docs)
        first, last = _bounds(squares, start, stop)
        least = arc_miles(math.sqrt(first), FLATTEST) - 2 * SURE
        most = arc_miles(math.sqrt(last), ROUNDEST) + 2 * SURE
        near = chord_metres(least, ROUNDEST) ** 2 if start and least > 0 else 0.0
        between = squares <= chord_metres(most, FLATTEST) ** 2
        if near:
            between &= squares >= near
        among = between.nonzero()[0]
        order = np.lexsort((docs[among], squares[among]))
        if not _told_apart(squares[among[order]], most):
            order = np.lexsort((docs[among], self.miles(docs[among])))
        skipped = int(np.count_nonzero(squares < near)) if near else 0
        found: NDArray[np.intp] = among[order[start - skipped : stop - skipped]]
        return found

    def _reached(self, docs: Docs, squares: Floats, miles: float) -> NDArray[np.bool_]:
        """Which are in reach: by the straight line, and within centimetres of the border by the geodesic."""
        inner = max(chord_metres(miles - SURE, ROUNDEST), 0.0)
        inside: NDArray[np.bool_] = squares <= chord_metres(miles + SURE, FLATTEST) ** 2
        border = (inside & (squares > inner**2)).nonzero()[0]
        if border.size:
            inside[border[self._geodesic(docs[border]) > miles]] = False
        return inside

    def _squares(self, places: Floats) -> Floats:
        """Squared chords in square metres to x, y, z in metres, (3, documents)."""
        lines = places - self._here
        lines *= lines
        squares: Floats = np.add.reduce(lines, axis=0)
        return squares

    def _geodesic(self, docs: Docs) -> Floats:
        return geodesic_miles(self._latitude, self._longitude, self._index.points[docs])


def _bounds(squares: Floats, start: int, stop: int) -> tuple[float, float]:
    """The values that stand at `start` and before `stop` when put in order; 0 for the first of all. Where few of many
    are wanted, first those are taken that would be enough if all lay evenly around."""
    if len(squares) > CROWD * stop:
        near = squares[squares <= squares.max() * (CLOSE * stop / len(squares))]
        if len(near) >= stop:
            squares = near
    if not start:
        return 0.0, float(np.partition(squares, stop - 1)[stop - 1])
    first, last = np.partition(squares, (start, stop - 1))[[start, stop - 1]].tolist()
    return first, last


def _told_apart(squares: Floats, most: float) -> bool:
    """Whether squared chords, ascending and of at most so many miles, are in the order of the geodesics over them: two
    that differ do so by more than the earth's flattening can turn round."""
    chord = chord_metres(most, FLATTEST)
    longest = arc_miles(chord, ROUNDEST)
    if longest == math.inf:
        return False
    doubt = (longest - arc_miles(chord, FLATTEST) + SURE) * METRES_A_MILE
    steps = squares[1:] - squares[:-1]
    return not ((steps > 0) & (steps <= 2 * chord * doubt)).any()


def _cells(points: Floats) -> NDArray[np.int32]:
    """The cell of each point: row of latitude from the south times COLUMNS, plus column of longitude from -180."""
    rows = np.floor((points[:, 0] + 90) * CELLS).clip(0, ROWS - 1)
    columns = np.floor((points[:, 1] + 180) * CELLS) % COLUMNS
    cells: NDArray[np.int32] = (rows * COLUMNS + columns).astype(np.int32)
    return cells


def _spans(latitude: float, longitude: float, miles: float) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last cell of each run of cells that the circle can touch, one or two a row.

    On a unit sphere of the same latitudes and longitudes nothing is farther away than on the ellipsoid divided by its
    smallest radius of curvature; there the box around a circle is known exactly.
    """
    turn = miles * METRES_A_MILE / ROUNDEST + 1e-9
    phi, high = math.radians(latitude), math.degrees(turn)
    rows = np.arange(_row(latitude - high) * COLUMNS, (_row(latitude + high) + 1) * COLUMNS, COLUMNS, dtype=np.int32)
    if abs(phi) + turn >= math.pi / 2:
        return rows[:1], rows[-1:] + (COLUMNS - 1)
    wide = math.degrees(math.asin(min(1.0, math.sin(turn) / math.cos(phi))))
    west, east = (math.floor((longitude + way * wide + 180) * CELLS) for way in (-1, 1))
    if east - west >= COLUMNS - 1:
        return rows[:1], rows[-1:] + (COLUMNS - 1)
    first, last = west % COLUMNS, west % COLUMNS + east - west
    if last < COLUMNS:
        return rows + first, rows + last
    return np.concatenate([rows + first, rows]), np.concatenate([rows + (COLUMNS - 1), rows + (last - COLUMNS)])


def _row(latitude: float) -> int:
    return min(max(math.floor((latitude + 90) * CELLS), 0), ROWS - 1)
