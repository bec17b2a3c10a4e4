"""The borders of states as lines, for the small map of a booklet: from the outlines that the map page draws."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate

import msgspec

from directory.exports.format import Line


class _Outlines(msgspec.Struct):
    """`states.json`, as `importers/outlines.py` writes it. Of an arc the first pair is a point in steps of `step`
    degrees, each further one the way from the point before: longitude, latitude."""

    step: float
    arcs: list[list[int]]


@cache
def borders() -> tuple[Line, ...]:
    """Every border once, those between two states as those along the shore."""
    read = (files("web") / "static" / "outlines" / "states.json").read_bytes()
    outlines = msgspec.json.decode(read, type=_Outlines)
    return tuple(tuple(_points(arc, outlines.step)) for arc in outlines.arcs)


def _points(arc: list[int], step: float) -> Iterator[tuple[float, float]]:
    longitudes, latitudes = accumulate(arc[::2]), accumulate(arc[1::2])
    return ((x * step, y * step) for x, y in zip(longitudes, latitudes, strict=True))
