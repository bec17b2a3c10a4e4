"""The geographic index: which documents lie within a radius of a point, and how many geodesic miles away.

Points are sorted by cells of a grid, so that a radius is a few slices. The straight line through the earth decides
which of those are in reach; only where it cannot (within centimetres of the border) is the geodesic asked, so that the
answer equals what `geopy.distance.geodesic` says.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from search.bitmaps import Docs
from search.geodesic import (
    FLATTEST,
    METRES_A_MILE,
    ROUNDEST,
    Floats,
    arc_miles,
    centre,
    chord_metres,
    earth_centred,
    geodesic_miles,
)

CELLS = 4
"""Cells a degree. A quarter of a degree is 17 miles: 25 miles are four or five rows, 100 miles a dozen."""

ROWS, COLUMNS = 180 * CELLS, 360 * CELLS

SURE = 0.001 / METRES_A_MILE
"""Miles, a millimetre. Where the bounds are that close, their middle is the distance; it is also added to both sides
of a border, a thousand times what rounding can do to a chord."""


class GeoIndex:
    """Points of documents, in document order. `points` is (documents, 2): latitude and longitude in degrees, NaN for
    none."""

    def __init__(self, points: Floats) -> None:
        self.points = points
        self.places = earth_centred(points[:, 0], points[:, 1])
        self.located: NDArray[np.bool_] = ~np.isnan(points[:, 0])
        docs = np.flatnonzero(self.located).astype(np.int32)
        cells = _cells(points[docs])
        order = np.argsort(cells, kind="stable")
        self._cells = cells[order]
        self.docs = docs[order]
        self.places_by_cell = np.ascontiguousarray(self.places[self.docs].T)

    def away(self, latitude: float, longitude: float) -> Away:
        """Distances from a point."""
        return Away(self, latitude, longitude)

    def runs(self, latitude: float, longitude: float, miles: float) -> list[slice]:
        """Where, in the order of cells, the documents of all cells lie that a circle can touch; at least one run."""
        first, last = _spans(latitude, longitude, miles)
        starts, stops = np.searchsorted(self._cells, first, "left"), np.searchsorted(self._cells, last, "right")
        return [slice(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]


class Away:
    """Distances of documents from one point, in degrees."""

    def __init__(self, index: GeoIndex, latitude: float, longitude: float) -> None:
        self._index = index
        self._latitude = latitude
        self._longitude = longitude
        self._here = centre(latitude, longitude)

    def within(self, miles: float) -> Docs:
        """Documents at most `miles` away, in no order: sorting 18,000 takes twice as long as finding them."""
        index = self._index
        runs = index.runs(self._latitude, self._longitude, miles)
        squares = self._squares(np.concatenate([index.places_by_cell[:, run] for run in runs], axis=1))
        inner = max(chord_metres(miles - SURE, ROUNDEST), 0.0)
        reached = squares <= chord_metres(miles + SURE, FLATTEST) ** 2
        docs, squares = np.concatenate([index.docs[run] for run in runs])[reached], squares[reached]
        border = np.flatnonzero(squares > inner**2)
        if border.size:
            docs = np.delete(docs, border[self._geodesic(docs[border]) > miles])
        return docs

    def miles(self, docs: Docs) -> Floats:
        """Geodesic miles, to the millimetre; NaN for documents without a point."""
        return self._measured(docs, self._chords(docs))

    def nearest(self, docs: Docs, start: int, stop: int) -> NDArray[np.intp]:
        """Where in `docs`, all with points, those are that come `start` to `stop` in the order of distance, then
        number; 0 <= start < stop <= len(docs). Only those are measured that could be among them."""
        chords = self._chords(docs)
        first, last = np.partition(chords, (start, stop - 1))[[start, stop - 1]]
        least = float(arc_miles(first, FLATTEST)) - 2 * SURE
        most = float(arc_miles(last, ROUNDEST)) + 2 * SURE
        near = chords < chord_metres(least, ROUNDEST)
        among = np.flatnonzero(~near & (chords <= chord_metres(most, FLATTEST)))
        exact = self._measured(docs[among], chords[among])
        skipped = int(np.count_nonzero(near))
        found: NDArray[np.intp] = among[np.lexsort((docs[among], exact))[start - skipped : stop - skipped]]
        return found

    def _chords(self, docs: Docs) -> Floats:
        chords: Floats = np.sqrt(self._squares(self._index.places.take(docs, axis=0).T))
        return chords

    def _squares(self, places: Floats) -> Floats:
        """Squared chords in square metres to x, y, z in metres, (3, documents)."""
        x, y, z = (places[axis] - self._here[axis] for axis in range(3))
        squares: Floats = x * x + y * y + z * z
        return squares

    def _measured(self, docs: Docs, chords: Floats) -> Floats:
        least, most = arc_miles(chords, FLATTEST), arc_miles(chords, ROUNDEST)
        miles = least + (most - least) / 2
        far = np.flatnonzero(most - least > SURE)
        if far.size:
            miles[far] = self._geodesic(docs[far])
        return miles

    def _geodesic(self, docs: Docs) -> Floats:
        return geodesic_miles(self._latitude, self._longitude, self._index.points[docs])


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
    phi = math.radians(latitude)
    low, high = (_row(latitude + way * math.degrees(turn)) for way in (-1, 1))
    whole = np.array([low * COLUMNS], np.int32), np.array([(high + 1) * COLUMNS - 1], np.int32)
    if abs(phi) + turn >= math.pi / 2:
        return whole
    wide = math.degrees(math.asin(min(1.0, math.sin(turn) / math.cos(phi))))
    west, east = (math.floor((longitude + way * wide + 180) * CELLS) for way in (-1, 1))
    if east - west >= COLUMNS - 1:
        return whole
    rows = np.arange(low, high + 1, dtype=np.int32)[:, None] * COLUMNS
    first, last = _around(west % COLUMNS, west % COLUMNS + east - west)
    return (rows + first).ravel(), (rows + last).ravel()


def _row(latitude: float) -> int:
    return min(max(math.floor((latitude + 90) * CELLS), 0), ROWS - 1)


def _around(west: int, east: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last columns of one run, or of two where it goes on after 180 degrees."""
    if east < COLUMNS:
        return np.array([west], np.int32), np.array([east], np.int32)
    return np.array([west, 0], np.int32), np.array([COLUMNS - 1, east - COLUMNS], np.int32)
