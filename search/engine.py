"""The engine: from a question to an answer. `search` is the whole walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from directory.exports.format import Item
from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.bitmaps import Docs
from search.filters import Choice, Sieve, choices
from search.generation import Generation, Manifest
from search.ordering import Key, page
from search.places import Places
from search.query import Answer, Hit, Query, Relaxation, Remote
from search.relaxing import next_ring, out_of_reach, relaxations
from search.scene import Scene, find_place, scene

__all__ = ["Engine", "find_place"]

BATCH = 500
"""Facilities read at a time when a whole list is asked for."""

REMOTE = 5
"""Places out of reach that are shown."""


class Engine:
    """Answers questions from one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._facets = {
            facet.key: (tuple(facet.terms), (min(numbers), max(numbers) + 1) if numbers else (0, 0))
            for facet in vocabulary().facets.values()
            for numbers in [[term.number for term in facet.terms.values()]]
        }

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

    def search(self, query: Query) -> Answer:
        """Answer a question. Raises QueryError when `near` names no place, or several, and for filters there are
        not."""
        here = scene(self._generation, query)
        chosen = choices(query)
        sieve = Sieve(here.reached(), chosen, query.stated)
        docs = sieve.among.docs(sieve.found())
        first = (query.page - 1) * query.size
        return Answer(
            query=query,
            place=here.place,
            within=here.within,
            total=len(docs),
            hits=self._hits(here, self._page(query, here, docs, first, first + query.size)),
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

    def items(self, query: Query) -> tuple[int, Iterator[Item]]:
        """Everything that fits, in the order of the pages, whatever page is asked for; and how many. Raises as
        `search`."""
        here = scene(self._generation, query)
        sieve = Sieve(here.reached(), choices(query), query.stated)
        docs = sieve.among.docs(sieve.found())
        return len(docs), self._items(here, self._page(query, here, docs, 0, len(docs)))

    def facility(self, public_id: str) -> Facility | None:
        """The facility of a public id, or None."""
        return self._generation.facility(public_id)

    def moved(self, public_id: str) -> str | None:
        """The id of the facility that another id of the same place leads to, or None."""
        return self._generation.moved(public_id)

    def all_moved(self) -> dict[str, str]:
        """Every id that leads to another, and that."""
        return self._generation.all_moved()

    def withheld(self, public_id: str) -> bool:
        """Whether an operator keeps the facility of an id out of the directory."""
        return self._generation.withheld(public_id)

    def _page(self, query: Query, here: Scene, docs: Docs, start: int, stop: int) -> Docs:
        """A part of the documents in the order asked for."""
        keys: list[Key] = [] if query.listed == "now" else [~self._generation.listed[docs]]
        scores = here.scores(docs) if query.sort == "best" else None
        if scores is not None:
            keys.append(-scores)
        elif query.sort == "best" and self._treats is not None:
            keys.append(~self._treats[docs])
        if query.sort == "updated":
            keys.append(-self._generation.updated[docs])
        return page(docs, keys, here.away if query.sort != "name" else None, start, stop)

    def _hits(self, here: Scene, docs: Docs) -> list[Hit]:
        return [Hit(facility=item.facility, miles=item.miles, about=item.about) for item in self._items(here, docs)]

    def _items(self, here: Scene, docs: Docs) -> Iterator[Item]:
        for start in range(0, len(docs), BATCH):
            batch = docs[start : start + BATCH]
            miles = here.away.miles(batch).tolist() if here.away is not None else [None] * len(batch)
            for away, facility in zip(miles, self._generation.facilities(batch.tolist()), strict=True):
                told = None if facility.latitude is None else away
                yield Item(facility, told, told is not None and facility.about)

    def _counts(self, sieve: Sieve) -> dict[str, dict[str, int]]:
        """How many fit each term; a facet with a choice is counted without it, so that the other choices show."""
        found = sieve.among.counts(sieve.found(), (0, self._generation.terms.terms)).tolist()
        counted = {
            facet: dict(zip(keys, found[slice(*span)], strict=True)) for facet, (keys, span) in self._facets.items()
        }
        for facet in sieve.chosen:
            keys, span = self._facets[facet]
            rest = sieve.among.counts(sieve.found(without=facet), span).tolist()
            counted[facet] = dict(zip(keys, rest, strict=True))
        return counted


def _without_point(here: Scene, query: Query, chosen: Mapping[str, Choice]) -> int:
    """How many would fit but have no point, when distance decides."""
    unplaced = here.without_point()
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
