"""Nearest documents, and how many within a radius, for very many points at once: the same answers as `geo.py` gives for
one point, for 41,000 in the time it takes for some hundreds.

Points are taken tile by tile. A straight line through the earth is a distance like any other, so what is too far from
the middle of a tile is too far from everything in it, and few documents are left to measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.bitmaps import Docs
from search.geo import SURE, GeoIndex
from search.geodesic import (
    FLATTEST,
    METRES_A_MILE,
    NEAR,
    ROUNDEST,
    Floats,
    bent_miles,
    chord_metres,
    earth_centred,
    geodesic_miles,
)

TILE = 256
"""Points of a tile at most: with 2,000 documents around them a table of 4 MB."""

SLACK = 0.01
"""Metres: what lengths within a tile may be wrong by, a thousand times over."""

Rows = NDArray[np.intp]


class _Tile(NamedTuple):
    """Points that lie close together: which they are, the middle, how far the farthest lies from it, and where they are
    seen from there; metres."""

    rows: Rows
    middle: Floats
    radius: float
    places: Floats


class Nearness:
    """Points, (points, 2) degrees, none of them NaN, held against documents of an index."""

    def __init__(self, index: GeoIndex, points: Floats) -> None:
        self._index = index
        self._points = points
        self._places = earth_centred(points[:, 0], points[:, 1])
        self._tiles = list(self._cut())

    def nearest(self, docs: Docs) -> tuple[Docs, Floats]:
        """Of each point the nearest of documents that all have points, of several the one with the lowest number, and
        geodesic miles; -1 and NaN where there are no documents."""
        found, miles = np.full(len(self._points), -1, np.int32), np.full(len(self._points), np.nan)
        places = self._index.places[docs]
        for tile in self._tiles if len(docs) else ():
            away = _away(tile, places)
            reached = np.flatnonzero(away <= _reach(away.min(keepdims=True) + tile.radius) + tile.radius)
            near, squares = docs[reached], _squares(tile, places[reached])
            limits = _reach(np.sqrt(squares.min(axis=1))) + SLACK
            rows, columns = (squares <= limits[:, None] ** 2).nonzero()
            exact = self._miles(tile.rows[rows], near[columns])
            order = np.lexsort((near[columns], exact, rows))
            first = order[np.unique(rows[order], return_index=True)[1]]
            found[tile.rows], miles[tile.rows] = near[columns[first]], exact[first]
        return found, miles

    def within(self, docs: Docs, groups: NDArray[np.float32], radii: Sequence[float]) -> NDArray[np.int32]:
        """How many of documents that all have points are within each radius, in miles: (points, radii, groups), where
        `groups` is (documents, groups), 1 for a document that counts there."""
        counts = np.zeros((len(self._points), len(radii), groups.shape[1]), np.int32)
        places = self._index.places[docs]
        farthest = chord_metres(max(radii) + SURE, FLATTEST) + SLACK
        for tile in self._tiles if len(docs) else ():
            near = np.flatnonzero(_away(tile, places) <= farthest + tile.radius)
            squares = _squares(tile, places[near])
            for at, radius in enumerate(radii):
                inside = self._inside(tile, docs[near], squares, radius)
                counts[tile.rows, at] = np.rint(inside.astype(np.float32) @ groups[near])
        return counts

    def _cut(self) -> Iterator[_Tile]:
        """Points of one square degree, TILE at most."""
        cells = np.floor(self._points) @ (1000, 1)
        order = np.argsort(cells, kind="stable")
        edges = np.flatnonzero(np.diff(cells[order])) + 1
        for cell in np.split(order, edges) if len(order) else ():
            for start in range(0, len(cell), TILE):
                rows = cell[start : start + TILE]
                middle = self._places[rows].mean(axis=0)
                places = self._places[rows] - middle
                yield _Tile(rows, middle, float(np.linalg.norm(places, axis=1).max()) + SLACK, places)

    def _inside(self, tile: _Tile, docs: Docs, squares: Floats, radius: float) -> NDArray[np.bool_]:
        """Which documents are in reach: by the straight line, and within centimetres of the border by the geodesic."""
        inside: NDArray[np.bool_] = squares <= chord_metres(radius + SURE, FLATTEST) ** 2
        surely = max(chord_metres(radius - SURE, ROUNDEST), 0.0) ** 2
        rows, columns = (inside & (squares > surely)).nonzero()
        if rows.size:
            inside[rows, columns] = self._geodesic(tile.rows[rows], docs[columns]) <= radius
        return inside

    def _miles(self, rows: Rows, docs: Docs) -> Floats:
        """Geodesic miles between points and documents, pair by pair."""
        miles = bent_miles(self._places[rows], self._index.places[docs])
        far = (miles > NEAR).nonzero()[0]
        miles[far] = self._geodesic(rows[far], docs[far])
        return miles

    def _geodesic(self, rows: Rows, docs: Docs) -> Floats:
        """The same by the iteration: of pairs far apart and of those at a border."""
        return geodesic_miles(self._points[rows, 0], self._points[rows, 1], self._index.points[docs])


def _away(tile: _Tile, places: Floats) -> Floats:
    """Metres from the middle of a tile to x, y, z in metres, (n, 3)."""
    lines = places - tile.middle
    away: Floats = np.sqrt(np.einsum("ij,ij->i", lines, lines))
    return away


def _squares(tile: _Tile, places: Floats) -> Floats:
    """Squared chords, (points, places), in square metres."""
    theirs = places - tile.middle
    ours, away = (np.einsum("ij,ij->i", lines, lines) for lines in (tile.places, theirs))
    squares: Floats = ours[:, None] + away - 2 * (tile.places @ theirs.T)
    return squares.clip(0, out=squares)


def _reach(chords: Floats) -> Floats:
    """How long, in metres, the chord to another document can be that is no farther away along the ground than one at
    the end of these chords."""
    most = 2 * ROUNDEST * np.arcsin(np.minimum(chords / (2 * ROUNDEST), 1)) + 2 * SURE * METRES_A_MILE
    longest: Floats = 2 * FLATTEST * np.sin(np.minimum(most / (2 * FLATTEST), np.pi / 2))
    return longest
