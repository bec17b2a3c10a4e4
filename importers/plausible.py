"""Whether what a geocoder answered can be the place that was asked for. A wrong point sends somebody to a wrong door;
without an answer the place keeps the point of its ZIP code, marked as such."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from directory.clean import coordinates
from directory.extents import outside
from importers.geocoder import Found
from importers.place_rows import Point, nearest
from importers.unplaced import Question

REACH = 40.0
"""Kilometres from the point of its ZIP code within which an answer is believed. An answer that names the ZIP code
itself may be farther: some of Alaska and Nevada are wider than that."""
EDGE = 10.0
"""Kilometres outside the box of its state that are forgiven: the boxes follow the shore."""

Zips = Mapping[tuple[str, str], Point]
"""(State, ZIP code) -> its point; those whose point is doubtful are not in it."""


def zips(places: Path) -> Zips:
    """The points of ZIP codes in a place table (`importers.places`)."""
    with closing(sqlite3.connect(f"{places.resolve().as_uri()}?mode=ro", uri=True)) as table:
        rows = table.execute(
            "SELECT state, zip, latitude, longitude FROM zips WHERE latitude IS NOT NULL AND NOT rough"
        )
        return {(state, code): (latitude, longitude) for state, code, latitude, longitude in rows}


def doubt(found: Found, asked: Question, points: Zips) -> str:
    """Why an answer is not believed, "" when it is."""
    point = found.latitude, found.longitude
    if not isinstance(coordinates(*map(str, point)), tuple):
        return "outside the United States"
    if outside(asked.state, *point) > EDGE:
        return "in another state"
    of_zip = points.get((asked.state, asked.zip))
    if of_zip is not None and found.zip != asked.zip and nearest([of_zip], point) > REACH:
        return f"more than {REACH:.0f} km from its ZIP code"
    return "" if found.house else "no more than the street or the town"
