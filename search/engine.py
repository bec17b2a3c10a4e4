"""The engine: from a question to an answer. `search` is the whole walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.errors import AmbiguousPlaceError, PlaceError, Problem, QueryError, UnknownPlaceError
from directory.exports.format import Item
from directory.facility import Facility
from directory.vocabulary import Facet, vocabulary
from search.generation import Generation, Manifest
from search.places import Place, Places
from search.query import Answer, Hit, Query
from search.ranking import text_scores

AREAS = ("state", "county")
"""Kinds of place that are areas: what lies in them is found, and no distance is told."""

BATCH = 500
"""Facilities read at a time when a whole list is asked for."""

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Scene:
    """A question before its filters: which documents are in reach and hold the words, with miles and scores."""

    place: Place | None
    within: float | None
    reach: Mask
    miles: Floats | None
    scores: NDArray[np.float32] | None


class Engine:
    """Answers questions from one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._vocabulary = vocabulary()

    @property
    def manifest(self) -> Manifest:
        """What the generation holds."""
        return self._generation.manifest

    @property
    def places(self) -> Places:
        """The places of the generation."""
        return self._generation.places

    def search(self, query: Query) -> Answer:
        """Answer a question. Raises QueryError when `near` names no place, or several."""
        scene = self._scene(query)
        filters = self._filters(query)
        fits = _all(scene.reach, *filters.values())
        docs = self._ordered(query, scene, np.flatnonzero(fits))
        shown = docs[(query.page - 1) * query.size : query.page * query.size]
        return Answer(
            query=query,
            place=scene.place,
            within=scene.within,
            total=len(docs),
            hits=[Hit(facility=i.facility, miles=i.miles, about=i.about) for i in self._items(shown, scene)],
            facets=self._counts(scene, filters, fits),
            not_stated=self._not_stated(query, scene, filters),
            without_point=self._without_point(query, scene, filters),
        )

    def items(self, query: Query) -> tuple[int, Iterator[Item]]:
        """Everything that fits, in the order of the pages, whatever page is asked for; and how many. Raises as
        `search`."""
        scene = self._scene(query)
        docs = self._ordered(query, scene, np.flatnonzero(_all(scene.reach, *self._filters(query).values())))
        return len(docs), self._items(docs, scene)

    def facility(self, public_id: str) -> Facility | None:
        """The facility of a public id, or None."""
        return self._generation.facility(public_id)

    def moved(self, public_id: str) -> str | None:
        """The id of the facility that another id of the same place leads to, or None."""
        return self._generation.moved(public_id)

    def withheld(self, public_id: str) -> bool:
        """Whether an operator keeps the facility of an id out of the directory."""
        return self._generation.withheld(public_id)

    def _scene(self, query: Query) -> _Scene:
        place = find_place(self.places, query.near) if query.near.strip() else None
        reach, miles, within = self._reach(place, query.within)
        reach = reach & self._about(query)
        scores = text_scores(self._generation, query.q)
        if scores is not None:
            reach = reach & (scores > 0)
        return _Scene(place, within, reach, miles, scores)

    def _reach(self, place: Place | None, within: float | None) -> tuple[Mask, Floats | None, float | None]:
        """Which documents the place covers, the miles to each (NaN for none), and the radius that was applied."""
        generation = self._generation
        if place is None:
            return np.ones(len(generation), np.bool_), None, None
        if place.kind == "state":
            return generation.areas.state(place.state), None, None
        if place.kind == "county":
            return generation.areas.county(place.state, place.county), None, None
        if place.latitude is None or place.longitude is None:
            raise QueryError((Problem("near", place.label, "this place has no point on the map"),))
        docs, found = generation.geo.within(place.latitude, place.longitude, within)
        miles = np.full(len(generation), np.nan)
        miles[docs] = found
        return ~np.isnan(miles), miles, within

    def _about(self, query: Query) -> Mask:
        """The documents a question is about, before anything is asked of them."""
        generation = self._generation
        return generation.listed if query.listed == "now" else np.ones(len(generation), np.bool_)

    def _filters(self, query: Query) -> dict[str, Mask]:
        """The documents each chosen facet lets through."""
        terms = self._generation.terms
        masks = {facet: terms.any_of(self._numbers(facet, keys)) for facet, keys in query.any_of.items() if keys}
        for facet, keys in query.all_of.items():
            every = terms.all_of(self._numbers(facet, keys))
            masks[facet] = masks[facet] & every if facet in masks else every
        return masks

    def _numbers(self, facet: str, keys: Sequence[str]) -> list[int]:
        chosen = self._facet(facet).terms
        unknown = [key for key in keys if key not in chosen]
        if unknown:
            allowed = ", ".join(chosen)
            raise QueryError(tuple(Problem(facet, key, "there is no such value", allowed) for key in unknown))
        return [chosen[key].number for key in keys]

    def _facet(self, facet: str) -> Facet:
        if facet not in self._vocabulary.facets:
            raise QueryError((Problem(facet, "", "there is no such filter", ", ".join(self._vocabulary.facets)),))
        return self._vocabulary.facets[facet]

    def _ordered(self, query: Query, scene: _Scene, docs: NDArray[np.intp]) -> NDArray[np.intp]:
        """The documents in the order asked for. Document numbers are the order by name, then id, and break every
        tie."""
        by_score = -scene.scores[docs] if scene.scores is not None else None
        by_miles = scene.miles[docs] if scene.miles is not None else None
        by_date = -self._generation.updated[docs]
        keys: dict[str, list[Mask | Floats | NDArray[np.float32] | NDArray[np.int32] | None]] = {
            "best": [by_score, by_miles],
            "distance": [by_miles],
            "name": [],
            "updated": [by_date, by_miles],
        }
        used = [key for key in keys[query.sort] if key is not None]
        if query.listed == "all":
            used.insert(0, ~self._generation.listed[docs])
        return docs[np.lexsort([docs, *reversed(used)])] if used else docs

    def _items(self, docs: NDArray[np.intp], scene: _Scene) -> Iterator[Item]:
        for start in range(0, len(docs), BATCH):
            batch = docs[start : start + BATCH]
            for doc, facility in zip(batch, self._generation.facilities(batch.tolist()), strict=True):
                miles = None if scene.miles is None else float(scene.miles[doc])
                yield Item(facility, miles, miles is not None and facility.about)

    def _counts(self, scene: _Scene, filters: Mapping[str, Mask], fits: Mask) -> dict[str, dict[str, int]]:
        """How many fit each term; a facet with a choice is counted without it, so that the other choices show."""
        counted = {"": self._generation.terms.counts(np.flatnonzero(fits))}
        for facet in filters:
            rest = _all(scene.reach, *(mask for other, mask in filters.items() if other != facet))
            counted[facet] = self._generation.terms.counts(np.flatnonzero(rest))
        return {
            facet.key: {
                term.key: int(counted.get(facet.key, counted[""])[term.number]) for term in facet.terms.values()
            }
            for facet in self._vocabulary.facets.values()
        }

    def _not_stated(self, query: Query, scene: _Scene, filters: Mapping[str, Mask]) -> dict[str, int]:
        stated = {}
        for facet in filters:
            chosen = self._numbers(facet, (*query.any_of.get(facet, ()), *query.all_of.get(facet, ())))
            rest = _all(scene.reach, *(mask for other, mask in filters.items() if other != facet))
            stated[facet] = int((rest & ~self._generation.terms.stated(chosen)).sum())
        return stated

    def _without_point(self, query: Query, scene: _Scene, filters: Mapping[str, Mask]) -> int:
        """How many would fit but have no point, when distance decides."""
        if scene.miles is None:
            return 0
        nowhere = ~self._generation.geo.located & self._about(query)
        words = scene.scores > 0 if scene.scores is not None else nowhere
        return int(_all(nowhere, words, *filters.values()).sum())


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


def _all(first: Mask, *others: Mask) -> Mask:
    found = first.copy()
    for mask in others:
        found &= mask
    return found
