"""Reads the Census Bureau's cartographic boundary files: rings of coordinates (`.shp`) and their table (`.dbf`), as far
as `outlines.py` needs them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]
"""(points, 2): longitude and latitude in degrees. Of a ring the last point is the first."""

POLYGON = 5
HEAD = 100
"""The type of a shape of rings; bytes before the first shape."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: its row of the table, and its rings, holes among them."""

    row: dict[str, str]
    rings: tuple[Coordinates, ...]


def shapes(shp: bytes, dbf: bytes) -> list[Shape]:
    """The areas of a pair of files, in their order. Raises ValueError for files that are no polygons or no pair."""
    return [Shape(row, rings) for row, rings in zip(table(dbf), _polygons(shp), strict=True)]


def table(dbf: bytes) -> list[dict[str, str]]:
    """The rows of a dBase table by the names of its columns."""
    rows, start, width = struct.unpack_from("<IHH", dbf, 4)
    columns = [(name, slice(first, last)) for name, first, last in _columns(dbf[32 : start - 1])]
    lines = (dbf[start + n * width :][:width].decode("utf-8") for n in range(rows))
    return [{name: line[part].strip() for name, part in columns} for line in lines]


def _columns(described: bytes) -> Iterator[tuple[str, int, int]]:
    first = 1  # a mark for deleted rows comes before them
    for at in range(0, len(described), 32):
        name, width = described[at : at + 11].split(b"\0")[0].decode("ascii"), described[at + 16]
        yield name, first, first + width
        first += width


def _polygons(shp: bytes) -> Iterator[tuple[Coordinates, ...]]:
    at = HEAD
    while at < len(shp):
        words, kind = struct.unpack_from(">4xi", shp, at)[0], struct.unpack_from("<i", shp, at + 8)[0]
        if kind != POLYGON:
            raise ValueError(f"shapes of type {kind} are no polygons")
        yield tuple(_rings(shp, at + 8))
        at += 8 + 2 * words


def _rings(shp: bytes, at: int) -> Iterator[Coordinates]:
    parts, points = struct.unpack_from("<ii", shp, at + 36)
    starts = [*struct.unpack_from(f"<{parts}i", shp, at + 44), points]
    every = np.frombuffer(shp, "<f8", 2 * points, at + 44 + 4 * parts).reshape(points, 2)
    for start, stop in pairwise(starts):
        yield every[start:stop]
