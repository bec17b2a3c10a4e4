"""A circle for the others: the box around it and the longest chord in it, so that they measure on the ellipsoid as the
engine does. Not for circles that touch a pole or the 180th meridian: no question here is asked there."""

from __future__ import annotations

import math

from search.geodesic import FLATTEST, METRES_A_MILE, ROUNDEST, chord_metres

Box = tuple[float, float, float, float]


def box(latitude: float, longitude: float, miles: float) -> Box:
    """South, north, west and east of a circle, in degrees."""
    turn = miles * METRES_A_MILE / ROUNDEST
    high = math.degrees(turn)
    wide = math.degrees(math.asin(math.sin(turn) / math.cos(math.radians(latitude))))
    return latitude - high, latitude + high, longitude - wide, longitude + wide


def limit(miles: float) -> float:
    """The squared chord, in square metres, of so many miles: between what it is at least and at most, which are 1 mm
    apart at 25 miles and 9 cm at 100. Should a facility lie in between, totals differ and the run stops, saying so."""
    between = (chord_metres(miles, ROUNDEST) + chord_metres(miles, FLATTEST)) / 2
    return between**2


def miles(squared: float) -> float:
    """The miles over a squared chord in square metres: in the middle between least and most."""
    half = math.sqrt(squared) / 2
    metres = sum(math.asin(half / radius) * radius for radius in (FLATTEST, ROUNDEST))
    return metres / METRES_A_MILE
