"""Outlines of counties and states, as `importers/outlines.py` makes them: closed lines in degrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import accumulate

import msgspec
import numpy as np

from directory.states import STATES
from search.geodesic import Floats

Ring = tuple[tuple[float, float], ...]
"""Corners of a closed line: degrees of longitude, beyond -180 in the Pacific, and latitude."""


class _Outlines(msgspec.Struct):
    """A file of outlines. Of an arc the first pair is a point in steps of `step` degrees, each further one the way from
    the point before: longitude, latitude. A ring is numbers of arcs, ~n for arc n turned around."""

    step: float
    arcs: list[list[int]]
    areas: dict[str, list[list[int]]]


@cache
def state_rings() -> Mapping[str, tuple[Ring, ...]]:
    """The outlines of states, by their letters."""
    return _rings("states")


def county_rings(state: str) -> Mapping[str, tuple[Ring, ...]]:
    """The outlines of a state's counties, by their code at the Census Bureau; none for a state that is not drawn."""
    return _rings(f"counties-{state}") if state in state_rings() else {}


def county_corners() -> dict[str, Floats]:
    """The corners of every county by its code, (corners, 2): latitude and longitude."""
    every = (county_rings(state.code) for state in STATES)
    return {
        code: np.array([corner for ring in rings for corner in ring])[:, ::-1]
        for counties in every
        for code, rings in counties.items()
    }


def _rings(name: str) -> dict[str, tuple[Ring, ...]]:
    read = (files("web") / "static" / "outlines" / f"{name}.json").read_bytes()
    outlines = msgspec.json.decode(read, type=_Outlines)
    arcs = [tuple(_points(arc, outlines.step)) for arc in outlines.arcs]
    lines = {number: arc for at, arc in enumerate(arcs) for number, arc in ((at, arc), (~at, arc[::-1]))}
    return {
        code: tuple(tuple(point for number in ring for point in lines[number][:-1]) for ring in rings)
        for code, rings in outlines.areas.items()
    }


def _points(arc: list[int], step: float) -> Iterator[tuple[float, float]]:
    longitudes, latitudes = accumulate(arc[::2]), accumulate(arc[1::2])
    return ((x * step, y * step) for x, y in zip(longitudes, latitudes, strict=True))
