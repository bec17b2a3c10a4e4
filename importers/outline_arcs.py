"""Rings of neighboring areas as arcs that are kept once and simplified once, so that neighbors still touch afterwards.

An arc runs from one point at which more than two lines meet to the next. Where areas are joined, what lay between them
is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from importers.outline_shapes import Coordinates

Numbers = NDArray[np.int64]
"""Points by number. Of a ring the first is not repeated at its end."""

FEWEST = 3
"""Corners of a ring that is not flat."""


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings by the name of their area; `points` are the coordinates of their numbers."""

    points: Coordinates
    by_area: dict[str, list[Numbers]]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs as coordinates, and the rings of each area as their numbers; ~n is arc n turned around."""

    arcs: list[Coordinates]
    by_area: dict[str, list[list[int]]]


def numbered(areas: Mapping[str, Sequence[Coordinates]]) -> Rings:
    """Rings with a number for each point; points at one place have one."""
    rings = [(name, ring[:-1]) for name, several in areas.items() for ring in several]
    points, numbers = np.unique(np.concatenate([ring for _, ring in rings]), axis=0, return_inverse=True)
    ends = np.cumsum([len(ring) for _, ring in rings])
    by_area: dict[str, list[Numbers]] = {name: [] for name in areas}
    for (name, _), ring in zip(rings, np.split(numbers.ravel(), ends[:-1]), strict=True):
        by_area[name].append(ring)
    return Rings(points, by_area)


def joined(rings: Rings, groups: Mapping[str, Iterable[str]]) -> Rings:
    """The outlines of groups of areas: their lines but for those that two of a group share."""
    by_group = {
        group: list(_loops([ring for name in names for ring in rings.by_area[name]])) for group, names in groups.items()
    }
    return Rings(rings.points, by_group)


def arcs_of(rings: Rings, tolerance: float, smallest: float) -> Arcs:
    """The arcs of rings, simplified: no point that is left out lay farther than `tolerance` (degrees of latitude) from
    its line. Rings of less than `smallest` square degrees are left out, unless an area has no larger one; where an
    area would become flat, its arcs keep more points."""
    kept = {name: _large(rings.points, several, smallest) for name, several in rings.by_area.items()}
    cut = _Cut(rings.points, [ring for several in kept.values() for ring in several])
    by_area = {name: [cut.ring(ring) for ring in several] for name, several in kept.items()}
    return _simplified([rings.points[arc] for arc in cut.arcs], by_area, tolerance)


def outer_first(arcs: Arcs, names: Iterable[str]) -> tuple[Arcs, int]:
    """Some areas, with the arcs first that only one of them has, and how many those are."""
    by_area = {name: arcs.by_area[name] for name in names}
    uses = Counter(max(number, ~number) for rings in by_area.values() for ring in rings for number in ring)
    order = sorted(uses, key=lambda number: (uses[number] > 1, number))
    return _renumbered(Arcs(arcs.arcs, by_area), order), sum(count == 1 for count in uses.values())


def _loops(rings: Sequence[Numbers]) -> Iterable[Numbers]:
    """Closed lines made of the steps of rings of which none goes the other way."""
    steps = [step for ring in rings for step in zip(ring.tolist(), np.roll(ring, -1).tolist(), strict=True)]
    have = set(steps)
    onward: dict[int, list[int]] = {}
    for first, second in steps:
        if (second, first) not in have:
            onward.setdefault(first, []).append(second)
    for start in sorted(onward):
        while onward[start]:
            loop = [start]
            while (after := onward[loop[-1]].pop()) != start:
                loop.append(after)
            yield np.array(loop)


def _large(points: Coordinates, rings: Sequence[Numbers], smallest: float) -> list[Numbers]:
    sizes = [_size(points[ring]) for ring in rings]
    return [ring for ring, size in zip(rings, sizes, strict=True) if size >= min(smallest, max(sizes))]


def _size(ring: Coordinates) -> float:
    """Square degrees of latitude within a ring."""
    x, y = (ring - ring[0]).T
    flat = x * np.cos(np.radians(ring[:, 1].mean()))
    return abs(float(np.dot(flat, np.roll(y, -1)) - np.dot(y, np.roll(flat, -1)))) / 2


class _Cut:
    """Rings cut where more than two lines meet."""

    def __init__(self, points: Coordinates, rings: Sequence[Numbers]) -> None:
        self.arcs: list[Numbers] = []
        self._known: dict[bytes, int] = {}
        steps = np.concatenate([np.stack([ring, np.roll(ring, -1)], axis=1) for ring in rings])
        lines = np.unique(np.sort(steps, axis=1), axis=0)
        self._meet = np.bincount(lines.ravel(), minlength=len(points)) > 2

    def ring(self, ring: Numbers) -> list[int]:
        """The arcs of a ring."""
        corners = np.flatnonzero(self._meet[ring])
        turned = np.roll(ring, -int(corners[0] if len(corners) else ring.argmin()))
        closed = np.append(turned, turned[0])
        cuts = [0, *np.flatnonzero(self._meet[closed])[1:].tolist()] if len(corners) else [0, len(ring)]
        return [self._arc(closed[first : last + 1]) for first, last in pairwise(cuts)]

    def _arc(self, arc: Numbers) -> int:
        """Its number, ~number where it is known the other way around."""
        if (known := self._known.get(arc.tobytes())) is not None:
            return known
        if (known := self._known.get(arc[::-1].tobytes())) is not None:
            return ~known
        self._known[arc.tobytes()] = len(self.arcs)
        self.arcs.append(arc)
        return len(self.arcs) - 1


def _simplified(arcs: list[Coordinates], by_area: dict[str, list[list[int]]], tolerance: float) -> Arcs:
    """Arcs with fewer points; those of an area that would have no corners left are simplified less."""
    allowed = [tolerance] * len(arcs)
    made = [_thinned(arc, tolerance) for arc in arcs]
    while flat := _numbers(rings for rings in by_area.values() if _flat(rings, made)):
        for number in flat:
            allowed[number] /= 2
            made[number] = _thinned(arcs[number], allowed[number])
    whole = {name: [ring for ring in rings if not _flat([ring], made)] for name, rings in by_area.items()}
    return _renumbered(Arcs(made, whole), _numbers(whole.values()))


def _renumbered(arcs: Arcs, used: Sequence[int]) -> Arcs:
    """Those arcs that are used, in this order."""
    new = {old: number for number, old in enumerate(used)} | {~old: ~number for number, old in enumerate(used)}
    by_area = {name: [[new[number] for number in ring] for ring in rings] for name, rings in arcs.by_area.items()}
    return Arcs([arcs.arcs[old] for old in used], by_area)


def _numbers(areas: Iterable[list[list[int]]]) -> list[int]:
    """The arcs of areas, ascending, whichever way around."""
    return sorted({max(number, ~number) for rings in areas for ring in rings for number in ring})


def _flat(rings: Iterable[list[int]], arcs: list[Coordinates]) -> bool:
    """Whether none of these rings has corners enough."""
    return all(sum(len(arcs[max(n, ~n)]) - 1 for n in ring) < FEWEST for ring in rings)


def _thinned(arc: Coordinates, tolerance: float) -> Coordinates:
    """The line without the points that lie closer to it than the tolerance (Douglas and Peucker)."""
    flat = arc * (np.cos(np.radians(arc[:, 1].mean())), 1.0)
    keep = np.zeros(len(arc), np.bool_)
    keep[[0, -1]] = True
    parts = [(0, len(arc) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first > 1:
            off = _off(flat[first : last + 1])
            farthest = int(off.argmax())
            if off[farthest] > tolerance:
                keep[first + farthest] = True
                parts += [(first, first + farthest), (first + farthest, last)]
    return arc[keep]


def _off(line: Coordinates) -> NDArray[np.float64]:
    """How far the points of a line are from the stretch between its ends."""
    start, way = line[0], line[-1] - line[0]
    length = float(way @ way)
    along = np.clip((line - start) @ way / length, 0, 1) if length else np.zeros(len(line))
    away: NDArray[np.float64] = np.hypot(*(line - start - along[:, None] * way).T)
    return away
