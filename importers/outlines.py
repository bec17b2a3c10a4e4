"""Makes the outlines of the map, of states and counties: `python -m importers.outlines FROM web/static/outlines`.

They are facts of the Census Bureau: its cartographic boundary files of 2016, 1:500,000, works of the United States
government and in the public domain. FROM is a folder with these files, as the package plotly-geo 1.0.0 carries them in
`_plotly_geo/package_data`; it is needed for nothing else. What is made is simplified to what a map of a page shows: one
file of all states, and one of the counties of each. The same files give the same outlines to the byte.

A file is JSON: `step`, degrees; `arcs`, lines as whole steps, longitude and latitude by turns, each after the first
counted from the one before; the first `borders` of them are borders of states; `areas`, by code of the state or number
of the county the rings of each, which are numbers of arcs, ~n for arc n turned around. Longitudes go from -180 on
westwards, so that the Aleutians and Guam lie west of Alaska and Hawaii.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.errors import SourceError
from importers.outline_arcs import Arcs, arcs_of, joined, numbered, outer_first
from importers.outline_shapes import Coordinates, Shape, shapes, table

SHA256: Mapping[str, str] = {
    "cb_2016_us_county_500k.shp": "06463cf329d6f412d7f3323748225aca1ca495a8c04af58cfaf169fc3a8c8df4",
    "cb_2016_us_county_500k.dbf": "7fc0fed7a05fd336bb7d6004ae895cb8758dbe9d337d0d1f733df69b85b413de",
    "cb_2016_us_state_500k.dbf": "c31141152bc839ed2ae452f5726d7113299a1188035c1cbf4f1109f3aadb3620",
}
"""The files that are read. States are their counties, joined."""

ABOUT = "Outlines from the U.S. Census Bureau, cartographic boundary files 2016 (public domain), simplified."

STATES = (0.01, 0.02, 0.003)
COUNTIES = (0.002, 0.006, 0.0002)
"""Step, tolerance and smallest island, in degrees and square degrees: of states for a map of the country (0.02 degrees
are a pixel and a half at zoom 6), of counties from there to a town's; 0.003 square degrees are 37 km²."""


def make(counties: Sequence[Shape], codes: Mapping[str, str]) -> dict[str, bytes]:
    """The files by name. `codes` are the states' letters by the numbers that counties have of them."""
    rings = numbered({shape.row["GEOID"]: [_westwards(ring) for ring in shape.rings] for shape in counties})
    of_state = {codes[number]: list(geoids) for number, geoids in groupby(sorted(rings.by_area), lambda g: g[:2])}
    states = arcs_of(joined(rings, of_state), *STATES[1:])
    made = {"states.json": _written(states, len(states.arcs), STATES[0])}
    every = arcs_of(rings, *COUNTIES[1:])
    for code, geoids in of_state.items():
        made[f"counties-{code}.json"] = _written(*outer_first(every, geoids), COUNTIES[0])
    return made


def read(folder: Path) -> tuple[list[Shape], dict[str, str]]:
    """The counties and the letters of states. Raises SourceError for a file that is missing or another."""
    held = {name: _checked(folder / name) for name in SHA256}
    counties = shapes(held["cb_2016_us_county_500k.shp"], held["cb_2016_us_county_500k.dbf"])
    return counties, {row["STATEFP"]: row["STUSPS"] for row in table(held["cb_2016_us_state_500k.dbf"])}


def _checked(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(content).hexdigest() != SHA256[path.name]:
        raise SourceError(f"{path} is not the file of 2016 that the outlines are made from.")
    return content


def _westwards(ring: Coordinates) -> Coordinates:
    """A ring west of the antimeridian goes on beyond -180."""
    return np.where(ring > (0, 90), ring - (360, 0), ring)


def _written(made: Arcs, borders: int, step: float) -> bytes:
    arcs = [_moving(np.rint(arc / step).astype(np.int64)) for arc in made.arcs]
    body = {"about": ABOUT, "step": step, "borders": borders, "arcs": arcs, "areas": made.by_area}
    return json.dumps(body, separators=(",", ":")).encode() + b"\n"


def _moving(arc: NDArray[np.int64]) -> list[int]:
    """Where a line begins, and its steps; those that go nowhere once rounded are left out."""
    steps = arc[1:] - arc[:-1]
    return [*arc[0].tolist(), *steps[steps.any(axis=1)].ravel().tolist()]


def main(source: str, target: str) -> None:
    """Write the files of outlines to a folder."""
    for name, content in make(*read(Path(source))).items():
        (Path(target) / name).write_bytes(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
