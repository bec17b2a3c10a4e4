"""What a page needs to open its map. It is loaded when somebody asks for it, or with a page of results where there is
room beside the list, and from here alone. If the operator names street maps on another host, it is never loaded
unasked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from directory.facility import Facility
from directory.settings import Settings
from search.places import Place
from search.query import Answer, Query
from search.scene import AREAS
from web import id_list, links, words
from web.languages import lang

MAP = "/api/v1/map"

SIDE = 0.06
"""Degrees from a facility to the edges of its map: some four miles."""

COUNTRY = (-125.0, 24.5, -66.9, 49.4)
"""Where a map begins that has no place to show: the forty-eight states."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page of results needs to open a map. `question` is the address of what is shown, to which the view is
    added; `box` is around the places of the page, with longitudes that go westwards beyond -180; `near` is the point
    that was asked for, `label` what it is called; `tiles` are the street maps. Each is "" for none. `of_list`
    is of a map that has a list, `beside` of one that may open by itself next to it."""

    question: str
    box: str
    near: str
    label: str
    tiles: str
    tiles_by: str
    of_list: bool = False
    beside: bool = False


def opening(answer: Answer, chosen: Settings, ids: tuple[str, ...] = ()) -> Opening | None:
    """How the map of an answer begins; None where there is nothing to show. `ids` is the list that goes along."""
    if not answer.hits:
        return None
    points = [(f.latitude, f.longitude) for f in (hit.facility for hit in answer.hits) if not f.front_gate]
    north = [latitude for latitude, _ in points if latitude is not None]
    east = [_westwards(longitude) for _, longitude in points if longitude is not None]
    box = (min(east), min(north), max(east), max(north)) if north else COUNTRY
    streets = chosen.tiles, chosen.tiles_by
    alone = not origin(chosen.tiles)
    return Opening(
        _question(answer.query, ids), _edges(box), *_near(answer.place), *streets, of_list=True, beside=alone
    )


def around(found: Facility, chosen: Settings, ids: tuple[str, ...] = ()) -> Opening | None:
    """How the map of a facility begins, with what else is near; None for one that has no point or keeps its address."""
    if found.front_gate or found.latitude is None or found.longitude is None:
        return None
    point = found.latitude, found.longitude
    box = point[1] - SIDE, point[0] - SIDE, point[1] + SIDE, point[0] + SIDE
    question = f"{_question(Query(near=f'{point[0]:.5f},{point[1]:.5f}'), ids)}numbers=none&"
    where = f"{point[0]:.5f},{_westwards(point[1]):.5f}"
    box = _westwards(box[0]), box[1], _westwards(box[0]) + 2 * SIDE, box[3]
    return Opening(question, _edges(box), where, found.name, chosen.tiles, chosen.tiles_by)


def _question(query: Query, ids: tuple[str, ...]) -> str:
    question = id_list.along(links.search(query, MAP), ids)
    return f"{question}{'&' if '?' in question else '?'}{lang()}"


def _edges(box: tuple[float, float, float, float]) -> str:
    return ",".join(f"{edge:.4f}" for edge in box)


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
