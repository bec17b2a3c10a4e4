"""What a page needs to open its map. It is loaded when somebody asks for it, and from here alone, unless the operator
names street maps on another host."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from directory.settings import Settings
from search.places import Place
from search.query import Answer
from search.scene import AREAS
from web import links, words

MAP = "/api/v1/map"

COUNTRY = (-125.0, 24.5, -66.9, 49.4)
"""Where a map begins that has no place to show: the forty-eight states."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page of results needs to open a map. `question` is the address of what is shown, to which the view is
    added; `box` is around the places of the page, with longitudes that go westwards beyond -180; `near` is the point
    that was asked for, `label` what it is called; `tiles` are the street maps. Each is "" for none."""

    question: str
    box: str
    near: str
    label: str
    tiles: str
    tiles_by: str


def opening(answer: Answer, chosen: Settings) -> Opening | None:
    """How the map of an answer begins; None where there is nothing to show."""
    if not answer.hits:
        return None
    points = [(f.latitude, f.longitude) for f in (hit.facility for hit in answer.hits) if not f.front_gate]
    north = [latitude for latitude, _ in points if latitude is not None]
    east = [_westwards(longitude) for _, longitude in points if longitude is not None]
    box = (min(east), min(north), max(east), max(north)) if north else COUNTRY
    question = links.search(answer.query, MAP)
    question += "&" if "?" in question else "?"
    edges = ",".join(f"{edge:.4f}" for edge in box)
    return Opening(question, edges, *_near(answer.place), chosen.tiles, chosen.tiles_by)


def _near(place: Place | None) -> tuple[str, str]:
    """The point of a place that is no area, and what it is called."""
    if place is None or place.kind in AREAS or place.latitude is None or place.longitude is None:
        return "", ""
    return f"{place.latitude:.4f},{_westwards(place.longitude):.4f}", words.place(place)


def _westwards(longitude: float) -> float:
    return longitude - 360 if longitude > 0 else longitude


def origin(tiles: str) -> str:
    """The scheme and host of street maps that are not on this host, else ""."""
    parts = urlsplit(tiles.partition("{")[0])
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
