"""The engine: from a question to an answer. `search` is the whole walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Any

import numpy as np

from directory.exports.format import Item
from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.access import Report, report
from search.access_areas import Corners
from search.access_terms import TermCount, term_counts
from search.bitmaps import Docs
from search.chronicle import Event, Since
from search.clusters import Atlas, Map, Pin, View
from search.filters import Choice, Sieve, choices
from search.generation import Generation
from search.geo import Away
from search.geodesic import Floats
from search.manifest import Manifest
from search.map_names import Names as MapNames
from search.ordering import Key, page
from search.peopled import peopled
from search.places import Places
from search.query import Answer, Hit, Query, Relaxation, Remote
from search.relaxing import next_ring, out_of_reach, relaxations
from search.scene import AREAS, Scene, find_place, scene
from search.suggest import Names, Suggestion
from search.tally import Tally
from search.text import TextIndex
from search.walk import Walk
from search.window import Window

__all__ = ["Engine", "find_place"]

REMOTE = 5
"""Places out of reach that are shown."""


class Engine:
    """Answers questions from one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        care = vocabulary().facets["care"].terms.values()
        treats = generation.terms.any_of(term.number for term in care)
        self._treats = None if treats.all() else treats

    @property
    def manifest(self) -> Manifest:
        """What the generation holds."""
        return self._generation.manifest

    @property
    def places(self) -> Places:
        """The places of the generation."""
        return self._generation.places

    @property
    def text(self) -> TextIndex:
        """The words of the generation."""
        return self._generation.text

    def search(self, query: Query) -> Answer:
        """Answer a question. Raises QueryError when `near` names no place, or several, and for filters there are
        not."""
        here = scene(self._generation, query)
        chosen = choices(query)
        sieve = Sieve(here.reached(), chosen, query.stated)
        docs, squares = _found(sieve)
        first = (query.page - 1) * query.size
        return Answer(
            query=query,
            place=here.place,
            within=here.within,
            total=len(docs),
            hits=self._hits(here, self._page(query, here, docs, first, first + query.size, squares)),
            facets=self._counts(sieve),
            not_stated=sieve.not_stated(),
            without_point=_without_point(here, query, chosen),
            **_read(here),
        )

    def relax(self, query: Query) -> tuple[Relaxation, ...]:
        """What the question finds with one thing less, where that is more: each facet, the words, the radius. Raises as
        `search`."""
        return tuple(relaxations(scene(self._generation, query), query, choices(query)))

    def next_ring(self, answer: Answer) -> Relaxation | None:
        """The next wider radius in which more is found than was; None where there is none."""
        query = answer.query
        return next_ring(scene(self._generation, query), query, choices(query), answer.total)

    def remote(self, query: Query) -> Remote | None:
        """Places in the same state, out of reach, that offer telehealth and fit; None where `near` is in no state.
        Raises as `search`."""
        here = scene(self._generation, query)
        docs = out_of_reach(here, query, choices(query))
        if docs is None or here.place is None:
            return None
        located = self._generation.geo.located[docs]
        near = page(docs[located], (), here.away, 0, REMOTE)
        return Remote(
            state=here.place.state, total=len(docs), hits=self._hits(here, np.append(near, docs[~located])[:REMOTE])
        )

    def suggest(self, typed: str, most: int = 8) -> list[tuple[Suggestion, Facility | None]]:
        """Names that somebody may be typing, best first; with the facility of a name that only one has."""
        found = self._names.suggest(typed, most)
        alone = [one.doc for one in found if one.places == 1]
        facilities = dict(zip(alone, self._generation.facilities(alone), strict=True))
        return [(one, facilities.get(one.doc)) for one in found]

    @cached_property
    def _names(self) -> Names:
        return Names(self._generation)

    def items(self, query: Query) -> tuple[int, Walk]:
        """Everything that fits, in the order of the pages, whatever page is asked for; and how many. Raises as
        `search`."""
        here = scene(self._generation, query)
        docs = self._all(here, query)
        return len(docs), Walk(docs, partial(self._again, query), partial(self._items, here.away))

    def map(self, query: Query, view: View) -> Map:
        """What a map shows of a question, the page of the list that is asked for by its numbers unless the view is
        without them; without places that do not give out their address. Raises as `search`."""
        generation = self._generation
        here = scene(generation, query)
        docs, _ = _found(Sieve(here.reached(), choices(query), query.stated))
        first = (query.page - 1) * query.size
        listed = self._page(query, here, docs, first, first + query.size) if view.numbered else docs[:0]
        placed = docs[self._atlas.holds(docs)]
        spots = self._atlas.spots(placed, listed, first + 1, view)
        return Map(
            total=len(docs),
            placed=len(placed),
            shown=sum(spot.count for spot in spots),
            pins=[Pin(spot=spot, facilities=generation.shown(spot.docs)) for spot in spots],
            names=self._map_names.of(view, spots, _point(here)),
        )

    @cached_property
    def _map_names(self) -> MapNames:
        return MapNames(self.places.every_place())

    @cached_property
    def _atlas(self) -> Atlas:
        generation = self._generation
        return Atlas(np.where(generation.gated[:, None], np.nan, generation.geo.points))

    def access(self, by: str, corners: Corners) -> Report:
        """The access report by "county" or "zip". `corners` are of counties. Takes seconds."""
        return report(self._generation, by, corners)

    def term_counts(self, by: str, state: str = "") -> Iterator[TermCount]:
        """How many places there are of every term in each "county" or "zip", of a state or of all."""
        return term_counts(self._generation, by, state)

    def peopled(self) -> list[str]:
        """Labels of the states, counties and towns that have facilities, as `peopled` has them. Takes seconds."""
        return peopled(self._generation)

    def facility(self, public_id: str) -> Facility | None:
        """The facility of a public id, or None."""
        return self._generation.facility(public_id)

    def history(self, public_id: str) -> list[Event]:
        """What has changed of a facility since its sources were first read, the newest first."""
        return self._generation.changes_of(public_id)

    def changes(self, since: Since, page: int, size: int) -> tuple[int, list[Event]]:
        """How many changes there are, and a page of them, from 1, the newest first."""
        return self._generation.changes_since(since, (page - 1) * size, page * size)

    def news(self, since: Since, page: int, size: int) -> tuple[int, list[list[Event]]]:
        """The same by place and day: how many of these there are, and a page of them."""
        return self._generation.news_since(since, (page - 1) * size, page * size)

    def here_now(self, gone: Facility) -> list[tuple[Facility, bool]]:
        """Places that are listed now where one was that is not any more, and whether by its address (else by its
        telephone). None of a place that keeps its address, and none that does."""
        others = [] if gone.front_gate else self._generation.here_now(gone.id)
        found = ((self._generation.facility(other), by_address) for other, by_address in others)
        return [(each, by) for each, by in found if each is not None and each.listed and not each.front_gate]

    def moved(self, public_id: str) -> str | None:
        """The id of the facility that another id of the same place leads to, or None."""
        return self._generation.moved(public_id)

    def all_moved(self) -> dict[str, str]:
        """Every id that leads to another, and that."""
        return self._generation.all_moved()

    def all_ids(self) -> list[str]:
        """Every id that there is: of facilities, of those that lead to one, and of those kept out of the directory."""
        return self._generation.all_ids()

    def withheld(self, public_id: str) -> bool:
        """Whether an operator keeps the facility of an id out of the directory."""
        return self._generation.withheld(public_id)

    def _page(
        self, query: Query, here: Scene, docs: Docs, start: int, stop: int, squares: Floats | None = None
    ) -> Docs:
        """A part of the documents in the order asked for."""
        keys: list[Key] = [] if query.listed == "now" else [~self._generation.listed[docs]]
        scores = here.scores(docs) if query.sort == "best" else None
        if scores is not None:
            keys.append(-scores)
        elif query.sort == "best" and self._treats is not None:
            keys.append(~self._treats[docs])
        if query.sort == "updated":
            keys.append(-self._generation.updated[docs])
        return page(docs, keys, here.away if query.sort != "name" else None, start, stop, squares)

    def _hits(self, here: Scene, docs: Docs) -> list[Hit]:
        facilities = self._generation.shown(docs.tolist())
        items = zip(facilities, _miles(here.away, docs), strict=True)
        return [Hit(facility=f, miles=m, about=a) for f, m, a in (_placed(*item) for item in items)]

    def _all(self, here: Scene, query: Query) -> Docs:
        """The documents that fit, in the order asked for."""
        sieve = Sieve(here.reached(), choices(query), query.stated)
        docs = sieve.among.docs(sieve.found())
        return self._page(query, here, docs, 0, len(docs))

    def _again(self, query: Query) -> Docs:
        return self._all(scene(self._generation, query), query)

    def _items(self, away: Away | None, docs: Docs) -> list[Item]:
        facilities = self._generation.facilities(docs.tolist())
        return [Item(*_placed(*item)) for item in zip(facilities, _miles(away, docs), strict=True)]

    def _counts(self, sieve: Sieve) -> Tally:
        """How many fit each term; a facet with a choice is counted without it, so that the other choices show."""
        counts = sieve.among.counts(sieve.found(), (0, self._generation.terms.terms))
        for facet in sieve.chosen:
            span = vocabulary().facets[facet].span
            counts[slice(*span)] = sieve.among.counts(sieve.found(without=facet), span)
        return Tally(counts)


def _found(sieve: Sieve) -> tuple[Docs, Floats | None]:
    """The documents that fit, and their squared chords where those are known."""
    among, found = sieve.among, sieve.found()
    return among.reached(found) if isinstance(among, Window) else (among.docs(found), None)


def _point(here: Scene) -> tuple[float, float] | None:
    """Of the place that was asked for, unless it is an area."""
    place = here.place
    if place is None or place.kind in AREAS or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _miles(away: Away | None, docs: Docs) -> list[float | None]:
    return [None] * len(docs) if away is None else away.miles(docs).tolist()


def _placed(facility: Facility, away: float | None) -> tuple[Facility, float | None, bool]:
    """A facility, how far away it is if it has a point, and whether that is about."""
    told = None if facility.latitude is None else away
    return facility, told, told is not None and facility.about


def _without_point(here: Scene, query: Query, chosen: Mapping[str, Choice]) -> int:
    """How many would fit but have no point, when distance decides."""
    unplaced = here.without_point() if here.generation.unplaced else None
    if unplaced is None:
        return 0
    sieve = Sieve(unplaced, chosen, query.stated)
    return unplaced.size(sieve.found())


def _read(here: Scene) -> dict[str, Any]:  # Any: fields of Answer
    """How the words were taken."""
    if here.matches is None:
        return {}
    told = here.matches
    return {"corrected": dict(told.corrected), "missing": told.missing, "ignored": told.ignored}
