"""Where the states lie: the corners of a box around each, to tell a point that cannot be in the state it is said to be
in. Used by `clean.py` and for what geocoders answer.

South, north, west and east in degrees, rounded outward to tenths, from the Census Bureau's cartographic boundary files
(which follow the shores); of the freely associated states, which it does not draw, from their outermost islands. Every
point of the place table's ZIP codes lies in its box.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

KM_A_DEGREE = 111.2
"""Of latitude; of longitude at the equator."""


class Box(NamedTuple):
    """Corners, in degrees."""

    south: float
    north: float
    west: float
    east: float


_TABLE = """
AL 30.2 35.1 -88.5 -84.8
AK 51.2 71.4 -179.2 -129.9
AK 51.2 53.1 172.4 180.0
AZ 31.3 37.1 -114.9 -109.0
AR 33.0 36.5 -94.7 -89.6
CA 32.5 42.1 -124.5 -114.1
CO 36.9 41.1 -109.1 -102.0
CT 40.9 42.1 -73.8 -71.7
DE 38.4 39.9 -75.8 -75.0
DC 38.7 39.0 -77.2 -76.9
FL 24.5 31.1 -87.7 -80.0
GA 30.3 35.1 -85.7 -80.8
HI 18.9 28.5 -178.4 -154.8
ID 41.9 49.1 -117.3 -111.0
IL 36.9 42.6 -91.6 -87.4
IN 37.7 41.8 -88.1 -84.7
IA 40.3 43.6 -96.7 -90.1
KS 36.9 40.1 -102.1 -94.5
KY 36.4 39.2 -89.6 -81.9
LA 28.9 33.1 -94.1 -88.8
ME 42.9 47.5 -71.1 -66.9
MD 37.9 39.8 -79.5 -75.0
MA 41.2 42.9 -73.6 -69.9
MI 41.6 48.3 -90.5 -82.4
MN 43.4 49.4 -97.3 -89.4
MS 30.1 35.0 -91.7 -88.0
MO 35.9 40.7 -95.8 -89.0
MT 44.3 49.1 -116.1 -104.0
NE 39.9 43.1 -104.1 -95.3
NV 35.0 42.1 -120.1 -114.0
NH 42.6 45.4 -72.6 -70.6
NJ 38.9 41.4 -75.6 -73.8
NM 31.3 37.1 -109.1 -103.0
NY 40.4 45.1 -79.8 -71.8
NC 33.8 36.6 -84.4 -75.4
ND 45.9 49.1 -104.1 -96.5
OH 38.4 42.0 -84.9 -80.5
OK 33.6 37.1 -103.1 -94.4
OR 41.9 46.3 -124.6 -116.4
PA 39.7 42.3 -80.6 -74.6
RI 41.1 42.1 -71.9 -71.1
SC 32.0 35.3 -83.4 -78.5
SD 42.4 46.0 -104.1 -96.4
TN 34.9 36.7 -90.4 -81.6
TX 25.8 36.6 -106.7 -93.5
UT 36.9 42.1 -114.1 -109.0
VT 42.7 45.1 -73.5 -71.4
VA 36.5 39.5 -83.7 -75.2
WA 45.5 49.1 -124.8 -116.9
WV 37.2 40.7 -82.7 -77.7
WI 42.4 47.1 -92.9 -86.8
WY 40.9 45.1 -111.1 -104.0
PR 17.8 18.6 -68.0 -65.2
VI 17.6 18.5 -65.1 -64.5
GU 13.2 13.7 144.6 145.0
AS -14.6 -11.0 -171.1 -168.1
MP 14.1 20.6 144.8 146.1
FM 0.9 10.2 137.3 163.2
PW 2.7 8.3 131.0 134.9
MH 4.4 14.8 160.7 172.3
"""


def outside(state: str, latitude: float, longitude: float) -> float:
    """About how many kilometres a point lies outside the box of a state (its code); 0 within it. Raises KeyError for a
    code that is not in the table."""
    return min(_kilometres(box, latitude, longitude) for box in boxes()[state])


@cache
def boxes() -> dict[str, tuple[Box, ...]]:
    """The boxes of each state; Alaska has two, since it lies on both sides of the antimeridian."""
    found: dict[str, tuple[Box, ...]] = {}
    for line in _TABLE.strip().splitlines():
        code, *corners = line.split()
        found[code] = (*found.get(code, ()), Box(*map(float, corners)))
    return found


def _kilometres(box: Box, latitude: float, longitude: float) -> float:
    north_south = max(box.south - latitude, latitude - box.north, 0.0)
    east_west = max(box.west - longitude, longitude - box.east, 0.0) * math.cos(math.radians(latitude))
    return KM_A_DEGREE * math.hypot(north_south, east_west)
