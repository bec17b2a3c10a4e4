"""Outlines of states and counties: made of invented squares, and those of the map from the files of the Census."""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from importers.outline_arcs import arcs_of, joined, numbered, outer_first
from importers.outline_shapes import Coordinates, Shape, shapes
from importers.outlines import main, make, read

ROOT = Path(__file__).parents[2]
MADE = ROOT / "web" / "static" / "outlines"
SHA256 = "cb8286e72bb320a3beb8a21721ac8ecd9cdddb6a97b8ab12eff97da671385c00"
"""Of all files of outlines, one after the other by name."""


def square(west: float, south: float, size: float = 1.0, corners: int = 4) -> Coordinates:
    """A closed ring with so many points a side."""
    along = np.linspace(0, 1, corners, endpoint=False)
    sides = [(along, 0 * along), (0 * along + 1, along), (1 - along, 0 * along + 1), (0 * along, 1 - along)]
    ring = np.concatenate([np.stack(side, axis=1) for side in sides]) * size + (west, south)
    return np.concatenate([ring, ring[:1]]).round(6)


def county(geoid: str, *rings: Coordinates) -> Shape:
    """A shape of the counties' file."""
    return Shape({"GEOID": geoid}, rings)


TOWN = [county("01001", square(-80, 40)), county("01003", square(-79, 40)), county("02001", square(-78, 40))]
CODES = {"01": "AA", "02": "BB"}


def rings_of(file: dict[str, Any], area: str) -> list[list[tuple[int, int]]]:
    """The rings of an area, in steps, as a map puts them together."""
    lines = [np.array(arc).reshape(-1, 2).cumsum(axis=0).tolist() for arc in file["arcs"]]
    turned = {~n: line[::-1] for n, line in enumerate(lines)} | dict(enumerate(lines))
    return [[tuple(point) for n in ring for point in turned[n]] for ring in file["areas"][area]]


def test_counties_of_a_state_become_its_outline() -> None:
    made = {name: json.loads(content) for name, content in make(TOWN, CODES).items()}
    assert sorted(made) == ["counties-AA.json", "counties-BB.json", "states.json"]
    assert list(made["states.json"]["areas"]) == ["AA", "BB"]
    (ring,) = rings_of(made["states.json"], "AA")
    assert set(ring) == {(-8000, 4000), (-7800, 4000), (-7800, 4100), (-8000, 4100)}
    assert made["states.json"]["borders"] == len(made["states.json"]["arcs"]) == 3
    assert (made["counties-AA.json"]["borders"], len(made["counties-AA.json"]["arcs"])) == (4, 5)
    assert made["states.json"]["about"].startswith("Outlines from the U.S. Census Bureau")
    assert "public domain" in made["states.json"]["about"]


def test_what_lies_beyond_the_antimeridian_goes_on_westwards() -> None:
    made = json.loads(make([county("02001", square(-180, 52), square(179, 52))], CODES)["counties-BB.json"])
    assert {x * made["step"] for ring in rings_of(made, "02001") for x, _ in ring} == {-181, -180, -179}


def test_small_islands_are_left_out_but_never_an_area() -> None:
    shores = numbered({"mainland": [square(0, 0), square(5, 5, 0.01)], "atoll": [square(9, 9, 0.01)]})
    made = arcs_of(shores, 0.02, 0.001)
    assert {name: len(rings) for name, rings in made.by_area.items()} == {"mainland": 1, "atoll": 1}
    (ring,) = made.by_area["atoll"]
    assert sum(len(made.arcs[max(n, ~n)]) - 1 for n in ring) >= 3


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12, unique=True), st.integers(4, 9)
)
def test_neighbors_still_touch_and_nothing_is_lost(cells: list[tuple[int, int]], corners: int) -> None:
    rings = numbered({f"{x}{y}": [square(x, y, corners=corners)] for x, y in cells})
    made, outer = outer_first(arcs_of(rings, 0.1, 0.0), rings.by_area)
    uses = [n for rings in made.by_area.values() for ring in rings for n in ring]
    assert len(uses) == len(set(uses))
    assert outer == sum(((n in uses) + (~n in uses)) == 1 for n in range(len(made.arcs)))
    for several in made.by_area.values():
        for ring in several:
            ends = [
                (made.arcs[n][0], made.arcs[n][-1]) if n >= 0 else (made.arcs[~n][-1], made.arcs[~n][0]) for n in ring
            ]
            assert all((last == first).all() for (_, last), (first, _) in pairwise([*ends, ends[0]]))
    whole = joined(rings, {"all": list(rings.by_area)})
    edges = {
        frozenset(step)
        for ring in whole.by_area["all"]
        for step in zip(ring.tolist(), np.roll(ring, -1).tolist(), strict=True)
    }
    assert len(edges) == corners * sum(
        (x + i, y + j) not in cells for x, y in cells for i, j in ((0, 1), (1, 0), (0, -1), (-1, 0))
    )


def boundary_files(rings: list[Coordinates]) -> tuple[bytes, bytes]:
    """A shapefile of one area, and its table."""
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])]).astype("<i4")
    body = struct.pack("<i32xii", 5, len(rings), sum(map(len, rings))) + starts.tobytes()
    body += np.concatenate(rings).astype("<f8").tobytes()
    shp = bytes(100) + struct.pack(">ii", 1, len(body) // 2) + body
    column = b"GEOID".ljust(11, b"\0") + b"C" + bytes(4) + bytes([5]) + bytes(15)
    dbf = b"\3\0\0\0" + struct.pack("<IHH", 1, 65, 6) + bytes(20) + column + b"\r" + b" 01001"
    return shp, dbf


def test_rings_are_read_from_boundary_files() -> None:
    rings = [square(-80, 40), square(-79.8, 40.2, 0.1)]
    (shape,) = shapes(*boundary_files(rings))
    assert shape.row == {"GEOID": "01001"}
    assert all((read == ring).all() for read, ring in zip(shape.rings, rings, strict=True))


def test_other_shapes_and_files_that_are_no_pair_are_refused() -> None:
    shp, dbf = boundary_files([square(-80, 40)])
    with pytest.raises(ValueError, match="no polygons"):
        shapes(shp[:108] + b"\x0f" + shp[109:], dbf)
    with pytest.raises(ValueError, match="shorter"):
        shapes(shp[:100], dbf)


def test_other_files_than_those_of_2016_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read(tmp_path)
    for name in ("cb_2016_us_county_500k.shp", "cb_2016_us_county_500k.dbf", "cb_2016_us_state_500k.dbf"):
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(SourceError, match="not the file of 2016"):
        read(tmp_path)


def test_the_outlines_are_what_the_files_of_the_census_give(tmp_path: Path) -> None:
    main(str(files("_plotly_geo") / "package_data"), str(tmp_path))
    made = {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    assert made == {path.name: path.read_bytes() for path in sorted(MADE.iterdir())}
    assert sha256(b"".join(made.values())).hexdigest() == SHA256


def test_whose_they_are_is_told() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert "cartographic boundary files of 2016" in notice
    assert "public domain in the United States" in notice
    assert b"U.S. Census Bureau" in (MADE / "states.json").read_bytes()
