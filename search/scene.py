"""A question before its filters: which documents its place and its words reach, and how far away they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from directory.errors import AmbiguousPlaceError, PlaceError, Problem, QueryError, UnknownPlaceError
from search.bitmaps import Docs
from search.generation import Generation
from search.geo import Away, Circle
from search.places import Place, Places
from search.query import Query
from search.ranking import Matches, text_matches
from search.window import Among, Window

AREAS = ("state", "county")
"""Kinds of place that are areas: what lies in them is found, and no distance is told."""

SPARSE = 0.01
"""Share of all documents up to which those that hold the words are measured, instead of finding all in reach."""


class Scene(NamedTuple):
    """What a question is about. `within` are the miles that apply, None for none; `away` is None where no distance is
    told, `matches` where there are no words."""

    generation: Generation
    place: Place | None
    within: float | None
    away: Away | None
    matches: Matches | None
    listed: str

    def reached(self) -> Among:
        """What the place and the words reach."""
        if self.matches is not None and self.away is not None and self.within is not None:
            docs = self._placed(self.matches.docs, "located")
            if len(docs) < SPARSE * len(self.generation):
                return self._few(self.away.reached(docs, self.within))
        return self.among(self.area())

    def without_point(self) -> Among | None:
        """What would be reached but for having no point; None where distance does not decide."""
        return None if self.away is None else self.among("nowhere")

    def area(self) -> Docs | Circle | str:
        """What the place covers: documents, a circle, or the name of a ground."""
        areas, place = self.generation.areas, self.place
        if place is None:
            return "everywhere"
        if place.kind == "state":
            return areas.state(place.state)
        if place.kind == "county":
            return areas.county(place.state, place.county)
        if self.away is None or self.within is None:
            return "located"
        return self.away.circle(self.within)

    def among(self, area: Docs | Circle | str) -> Among:
        """Documents of an area that hold the words and are listed as asked."""
        if isinstance(area, Circle):
            return self._window(area)
        if not isinstance(area, str):
            return self._few(area if self.matches is None else _both(np.sort(area), self.matches.docs))
        if self.matches is None:
            return self.generation.grounds[area, self.listed]
        return self._few(self._placed(self.matches.docs, area))

    def scores(self, docs: Docs) -> NDArray[np.float32] | None:
        """The scores of documents that hold the words; None where there are none."""
        found = self.matches
        if found is None:
            return None
        return found.scores if docs is found.docs else found.scores[found.docs.searchsorted(docs)]

    def _few(self, docs: Docs) -> Among:
        """Those of documents that are listed as asked."""
        listed = self.generation.listed.take(docs)
        every = self.listed == "all" or listed.all()
        return self.generation.terms.among(docs if every else docs.compress(listed))

    def _window(self, circle: Circle) -> Window:
        """Those of a circle that hold the words and are listed as asked."""
        inside = circle.inside
        if self.listed != "all":
            inside = inside & self.generation.listed.take(circle.docs)
        if self.matches is not None:
            held = np.zeros(len(self.generation), np.bool_)
            held[self.matches.docs] = True
            inside = inside & held.take(circle.docs)
        return Window(self.generation.cells, circle, inside)

    def _placed(self, docs: Docs, ground: str) -> Docs:
        """Those of documents that have a point, have none, or all."""
        wanted = {"everywhere": None, "located": True, "nowhere": False}[ground]
        return docs if wanted is None else docs[self.generation.geo.located[docs] == wanted]


def scene(generation: Generation, query: Query) -> Scene:
    """The scene of a question. Raises QueryError when `near` names no place, or several, or one without a point."""
    place = find_place(generation.places, query.near) if query.near.strip() else None
    away, within = None, None
    if place is not None and place.kind not in AREAS:
        if place.latitude is None or place.longitude is None:
            raise QueryError((Problem("near", place.label, "this place has no point on the map"),))
        away, within = generation.geo.away(place.latitude, place.longitude), query.within
    return Scene(generation, place, within, away, text_matches(generation, query.q), query.listed)


def find_place(places: Places, near: str) -> Place:
    """The place that `near` names. Raises QueryError, with choices where several places share the name."""
    try:
        return places.find(near)
    except AmbiguousPlaceError as error:
        raise QueryError((Problem("near", near, str(error), choices=error.choices),)) from error
    except UnknownPlaceError as error:
        raise QueryError((Problem("near", near, str(error), choices=error.suggestions),)) from error
    except PlaceError as error:
        raise QueryError((Problem("near", near, str(error)),)) from error


def _both(one: Docs, other: Docs) -> Docs:
    """Documents of two ascending lists."""
    few, many = sorted((one, other), key=len)
    if not len(few):
        return few
    found = np.searchsorted(many, few)
    both: Docs = few[many[np.minimum(found, len(many) - 1)] == few]
    return both
