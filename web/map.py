"""What a map shows of a question: `/api/v1/map`, which takes the same parameters as a page of results, and a view."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from directory.errors import Problem
from directory.exports.record import encoded
from directory.facility import Facility
from search.asking import on_map
from search.clusters import MAX_ZOOM, Box, Map, Name, Pin, Spot, View
from web import id_list, links, words
from web.caching import NEVER
from web.language import gettext as _
from web.language import in_language, ngettext
from web.languages import LANG, spoken_in
from web.pages import asked
from web.site import Site

WORLD: Box = (-180.0, -90.0, 180.0, 90.0)

DECIMALS = 6
"""Of a degree: 11 cm."""

NUMBERS = ("list", "none")
"""Which numbers pins carry: of the page of the list that is asked for, which is usual, or none."""

VIEW = {
    "zoom": f"a whole number from 0 to {MAX_ZOOM}",
    "bounds": "west,south,east,north in degrees",
    "numbers": f"one of {', '.join(NUMBERS)}",
}

TURNED = 720.0
"""Degrees east or west that a view may lie at: a map can be moved around the earth, twice at most."""

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")


class Place(msgspec.Struct, frozen=True):
    """A place that is told by name. `number` is its place in the list, None where it is not on the page that is shown;
    `label` is all of it in words; `about` says why its point is not the building's, "" where it is."""

    id: str
    number: int | None
    label: str
    about: str
    url: str


@dataclass(frozen=True, eq=False, slots=True)
class Maps:
    """The handler of `/api/v1/map`."""

    site: Site

    def map(self, request: Request) -> Response:
        """What lies in a view: at most 300 pins, which may be of many places each. `lang` is the language of its words
        and links."""
        given = request.query_params.multi_items()
        view, problems = _view([value for value in given if value[0] in VIEW])
        spoken, unknown = spoken_in(given)
        with in_language(spoken), self.site.serving.engine() as engine:
            query = asked(engine, request, [pair for pair in given if pair[0] not in (*VIEW, LANG)], problems + unknown)
            found = on_map(engine, query, view)
            counts = {"total": found.total, "placed": found.placed, "shown": found.shown}
            ids = id_list.ids_of(given)
            pins = [_pin(pin, ids) for pin in found.pins]
            body = encoded(
                {**counts, "told": told(found), "pins": pins, "names": [_name(name) for name in found.names]}
            )
        return Response(body, headers={"Cache-Control": NEVER}, media_type="application/json")


def told(found: Map) -> str:
    """How much of the list is in view."""
    seen = ngettext(
        "%(shown)s of the %(places)s found is in view.", "%(shown)s of the %(places)s found are in view.", found.shown
    ) % {"shown": f"{found.shown:,}", "places": words.places(found.total)}
    lost = found.total - found.placed
    if not lost:
        return seen
    told = ngettext("%(places)s has no point: see the list.", "%(places)s have no point: see the list.", lost)
    return f"{seen} {told % {'places': words.capitalized(words.places(lost))}}"


def _pin(pin: Pin, ids: tuple[str, ...]) -> dict[str, object]:
    """`label` says in words what is there, `short` with a number: those of the list, or how many. `about` is a spot of
    which no building is known; `places` are those that are told by name."""
    spot = pin.spot
    unlisted = len(pin.facilities) - len(spot.numbers)
    numbers: tuple[int | None, ...] = spot.numbers + (None,) * unlisted
    places = [_place(*each, ids) for each in zip(pin.facilities, numbers, strict=True)]
    more = spot.count - len(places)
    rest = [_rest(more, bool(places))] if more else []
    return {
        "count": spot.count,
        "latitude": round(spot.latitude, DECIMALS),
        "longitude": round(spot.longitude, DECIMALS),
        "bounds": [round(edge, DECIMALS) for edge in spot.box],
        "short": _short(spot),
        "about": bool(places) and all(place.about for place in places),
        "label": "; ".join([*(place.label for place in places), *rest]),
        "places": places,
    }


def _name(name: Name) -> Name:
    return msgspec.structs.replace(
        name, latitude=round(name.latitude, DECIMALS), longitude=round(name.longitude, DECIMALS)
    )


def _rest(count: int, besides: bool) -> str:
    """Those that are not told by name; `besides` others that are."""
    if besides:
        return ngettext("%(count)s more", "%(count)s more", count) % {"count": f"{count:,}"}
    return _("%(places)s: zoom in") % {"places": words.places(count)}


def _short(spot: Spot) -> str:
    """ "3", "3, 7", "3 +4" by numbers in the list and how many besides; "1,200" for many others; "" for one."""
    if spot.numbers and spot.count > min(len(spot.numbers), 2):
        return f"{spot.numbers[0]} +{spot.count - 1:,}"
    return ", ".join(map(str, spot.numbers)) or (f"{spot.count:,}" if spot.count > 1 else "")


def _place(facility: Facility, number: int | None, ids: tuple[str, ...]) -> Place:
    about = _(words.ABOUT.get(facility.point, ""))
    where = ", ".join(part for part in (facility.city, facility.state) if part)
    notes = (
        _("about here (%(why)s)") % {"why": about} if about else "",
        "" if facility.listed else _("no longer listed"),
    )
    label = ", ".join(part for part in (facility.name, where, *notes) if part)
    url = id_list.along(links.facility(facility), ids)
    return Place(facility.id, number, f"{number}. {label}" if number else label, about, url)


def _view(given: list[tuple[str, str]]) -> tuple[View, tuple[Problem, ...]]:
    """The view that is asked for, and what is wrong with it."""
    values = {name: [value for other, value in given if other == name] for name in VIEW}
    zoom, box = _zoom(values["zoom"]), _box(values["bounds"])
    numbers = next((kind for kind in NUMBERS if values["numbers"] in ([kind], [])), None)
    wrong = [name for name, read in (("zoom", zoom), ("bounds", box), ("numbers", numbers)) if read is None]
    message = "A map needs this once."
    problems = tuple(Problem(name, ascii(",".join(values[name])[:80])[1:-1], message, VIEW[name]) for name in wrong)
    return View(zoom or 0, box or WORLD, numbers != "none"), problems


def _zoom(values: list[str]) -> int | None:
    if len(values) != 1 or not re.fullmatch("[0-9]{1,2}", values[0]) or int(values[0]) > MAX_ZOOM:
        return None
    return int(values[0])


def _box(values: list[str]) -> Box | None:
    edges = values[0].split(",") if len(values) == 1 else []
    if len(edges) != 4 or not all(_DEGREES.fullmatch(edge) for edge in edges):
        return None
    west, south, east, north = map(float, edges)
    if not (max(abs(west), abs(east)) <= TURNED and -90 <= south <= north <= 90):
        return None
    if east - west >= 360:
        return (WORLD[0], south, WORLD[2], north)
    return (_turned(west), south, _turned(east), north)


def _turned(longitude: float) -> float:
    """Between -180 and 180."""
    return longitude if abs(longitude) <= 180 else (longitude + 180) % 360 - 180
