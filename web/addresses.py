"""A visitor's own place, before it goes into any link: positions rounded, street addresses as a ZIP code or town, or,
where the operator has switched it on, as a point near by. What was typed stands in the address that the browser sent;
no link, redirect or log line of ours repeats it.
"""

from __future__ import annotations

import re
from typing import Protocol

from geopy.distance import great_circle
from msgspec.structs import replace
from starlette.requests import Request

from directory.errors import QueryError
from directory.vocabulary import vocabulary
from search.asking import interpret
from search.engine import Engine, find_place
from search.places import Place
from search.query import Answer, Query
from search.understand import understand
from web.language import gettext as _
from web.sentences import translated

POSITION = 2
"""Decimals of a position that a device measured: 0.01 degrees are 0.7 miles."""

STREET = 3
"""Decimals of a street address: 100 yards, a block. Coordinates of no more than these were typed and stay."""

BELIEVED = 30.0
"""Miles between an answer and the ZIP code or town of the address, beyond which it is another address."""


_MEASURED = re.compile(rf"\.[0-9]{{{STREET + 1}}}")
"""Decimals that a device wrote, somewhere in a sentence."""


class Streets(Protocol):
    """Where an address is, by somebody else's table; `host` is whose."""

    @property
    def host(self) -> str: ...

    def __call__(self, address: str) -> tuple[float, float] | None: ...


def settled(query: Query, engine: Engine, streets: Streets | None) -> Query:
    """The question without an exact place of the visitor's. Raises QueryError for a place that cannot be found.

    A sentence stays as it is, unless it holds a position, or a street that can be looked up: the API then answers as
    the page does.
    """
    if query.near:
        return replace(query, near=shown(query.near, engine, streets))
    private = streets is not None or _MEASURED.search(query.q)
    if not private or not query.q or query.said:
        return query
    meant = interpret(query, engine).query
    near = within(meant, engine, streets).near
    return query if near == meant.near else replace(meant, near=near)


def within(meant: Query, engine: Engine, streets: Streets | None) -> Query:
    """A question as its sentence was understood, without an exact place; a place that cannot be found stays."""
    found = _found(meant.near, engine) if meant.near else None
    return replace(meant, near=shown(meant.near, engine, streets)) if found is not None else meant


def shown(near: str, engine: Engine, streets: Streets | None) -> str:
    """`near` as links may repeat it."""
    place = find_place(engine.places, near)
    if place.kind == "point":
        return _rounded(near, place)
    return (_looked_up(near, place, streets) or place.label) if place.street else near


def rounding(query: Query, settled: Query, engine: Engine) -> str:
    """What the command line says where it read a position of `query` as `settled` has it; "" where nothing was."""
    near = query.near or (interpret(query, engine).query.near if settled != query else "")
    if near == settled.near or find_place(engine.places, near).kind != "point":
        return ""
    return f"Points are rounded to {POSITION} decimals ({settled.near}); give at most {STREET} decimals to keep them."


def note(request: Request, answer: Answer, engine: Engine, streets: Streets | None) -> str:
    """What a person should know of the point that distances are from; "" for nothing."""
    here = answer.place
    typed = _typed(request, answer.query, engine)
    meant = _found(typed, engine) if here is not None and typed else None
    if here is None or meant is None or not meant.street or not _alike(meant, here):
        return translated(here.note) if here else ""
    if here.kind == "point" and streets is not None:
        told = _("Distances are from about %(place)s: to the block, as %(host)s has it.")
        return told % {"place": typed, "host": streets.host}
    return translated(meant.note)


def _typed(request: Request, query: Query, engine: Engine) -> str:
    """The place as it was typed, if that is not what the question has: links have settled it since."""
    given = " ".join(request.query_params.get("near", "").split())
    if given != query.near:
        return given
    # In a sentence. A street address has a number, and most sentences have none.
    return understand(query.said, "", vocabulary(), engine.places).near if re.search("[0-9]", query.said) else ""


def _found(near: str, engine: Engine) -> Place | None:
    try:
        return find_place(engine.places, near)
    except QueryError:
        return None


def _alike(meant: Place, here: Place) -> bool:
    """Whether the place of a question is still the one that was typed."""
    if here.kind != "point":
        return here.label == meant.label
    return _miles((meant.latitude, meant.longitude), here) <= BELIEVED


def _rounded(near: str, place: Place) -> str:
    if all(len(decimals) <= STREET for decimals in re.findall(r"\.([0-9]+)", near)):
        return near
    return f"{place.latitude:.{POSITION}f},{place.longitude:.{POSITION}f}"


def _looked_up(near: str, place: Place, streets: Streets | None) -> str:
    """Where the address is, to the block; "" where nobody is asked, or the answer is not of that town."""
    point = streets(near) if streets is not None else None
    if point is None or _miles(point, place) > BELIEVED:
        return ""
    return f"{point[0]:.{STREET}f},{point[1]:.{STREET}f}"


def _miles(point: tuple[float | None, float | None], place: Place) -> float:
    return float(great_circle(point, (place.latitude, place.longitude)).miles)
