"""A map of areas in classes, as an SVG within the page: from our own outlines, without colors, which are the style
sheet's affair."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from web.county_outlines import Ring

WIDTH, HEIGHT = 1000, 620
"""Of the map, in units of the picture. A unit is less than a pixel on most screens: finer would only be heavier."""

INSETS: Mapping[str, tuple[float, float, float, float]] = {
    "AK": (0, 470, 230, 150),
    "HI": (240, 530, 130, 90),
    "PR": (740, 560, 90, 50),
    "VI": (840, 560, 40, 50),
    "GU": (890, 560, 30, 50),
    "MP": (930, 520, 30, 90),
    "AS": (970, 570, 30, 40),
}
"""States that lie far off, and the boxes they are drawn in: left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area on the map: what a pointer is told, its class, and the lines of its path."""

    title: str
    level: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A map: its size and its areas."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


Level = tuple[str, str]
"""What a pointer is told of an area, and its class."""


def state_map(rings: Mapping[str, Sequence[Ring]], levels: Mapping[str, Level]) -> Picture:
    """The counties of a state, by their codes."""
    frame = _frame([point for several in rings.values() for ring in several for point in ring], (0, 0, WIDTH, HEIGHT))
    return Picture(WIDTH, HEIGHT, tuple(_shapes(rings, levels, frame)))


def national_map(rings: Mapping[str, Sequence[Ring]], levels: Mapping[str, Level]) -> Picture:
    """The states by their letters: those that lie together, and the others in boxes of their own."""
    together = {code: several for code, several in rings.items() if code not in INSETS}
    frame = _frame([point for several in together.values() for ring in several for point in ring], (0, 0, WIDTH, 560))
    shapes = [*_shapes(together, levels, frame)]
    for code, box in INSETS.items():
        alone = {code: rings[code]}
        shapes += _shapes(alone, levels, _frame([point for ring in rings[code] for point in ring], box))
    return Picture(WIDTH, HEIGHT, tuple(shapes))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees to units: an equirectangular map, true to scale in the middle."""

    west: float
    north: float
    across: float
    down: float
    left: float
    top: float

    def at(self, point: tuple[float, float]) -> tuple[int, int]:
        x, y = (point[0] - self.west) * self.across + self.left, (self.north - point[1]) * self.down + self.top
        return round(x), round(y)


def _frame(points: Sequence[tuple[float, float]], box: tuple[float, float, float, float]) -> _Frame:
    """What fits all points into the middle of a box."""
    left, top, width, height = box
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(width / ((east - west) * narrow), height / (north - south))
    spare = width - (east - west) * narrow * scale, height - (north - south) * scale
    return _Frame(west, north, scale * narrow, scale, left + spare[0] / 2, top + spare[1] / 2)


def _shapes(rings: Mapping[str, Sequence[Ring]], levels: Mapping[str, Level], frame: _Frame) -> Iterator[Shape]:
    for code, several in rings.items():
        path = "".join(_path([frame.at(point) for point in ring]) for ring in several)
        if path:
            yield Shape(*levels[code], path)


def _path(points: Sequence[tuple[int, int]]) -> str:
    """A closed line by its steps; nothing for one that has no width in whole units."""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
    steps = list(_straight(step for step in steps if step != (0, 0)))
    if len(steps) < 2:
        return ""
    moves = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves}z"


def _straight(steps: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Steps in the same direction as one."""
    held = (0, 0)
    for step in steps:
        if held[0] * step[1] == held[1] * step[0] and held[0] * step[0] + held[1] * step[1] >= 0:
            held = held[0] + step[0], held[1] + step[1]
        else:
            yield held
            held = step
    yield held
