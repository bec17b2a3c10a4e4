"""Ways on where little is found: what a question finds without one of its wishes, and what may serve from afar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from msgspec.structs import replace

from directory.vocabulary import vocabulary
from search.bitmaps import Docs
from search.filters import Choice, Sieve
from search.geo import Circle
from search.query import Query, Relaxation
from search.scene import Scene

RINGS = (10.0, 25.0, 50.0, 100.0, 250.0, None)
"""Radii that are tried one after another, in miles; None is any distance."""

AFAR = ("setting", "telehealth")
"""What serves people who do not live near."""

WAYS = ("any_of", "all_of", "none_of")


def relaxations(scene: Scene, query: Query, chosen: Mapping[str, Choice]) -> Iterator[Relaxation]:
    """The question with one thing less, where that finds more: without the choices of a facet, without the words, in
    the next wider radius."""
    sieve = Sieve(scene.reached(), chosen, query.stated)
    total = sieve.among.size(sieve.found())
    for facet in chosen:
        found = sieve.among.size(sieve.found(without=facet))
        if found > total:
            yield Relaxation(kind="facet", facet=facet, query=_without(query, facet), total=found)
    if scene.matches is not None:
        found = _total(scene._replace(matches=None), query, chosen)
        if found > total:
            yield Relaxation(kind="words", query=replace(query, q="", page=1), total=found)
    wider = next_ring(scene, query, chosen, total)
    if wider is not None:
        yield wider


def next_ring(scene: Scene, query: Query, chosen: Mapping[str, Choice], total: int) -> Relaxation | None:
    """The first wider radius that finds more than `total`; None where there is none or no radius applies."""
    if scene.within is None:
        return None
    for ring in RINGS:
        if ring is None or ring > scene.within:
            found = _total(scene._replace(within=ring), query, chosen)
            if found > total:
                return Relaxation(kind="within", query=replace(query, within=ring, page=1), total=found)
    return None


def out_of_reach(scene: Scene, query: Query, chosen: Mapping[str, Choice]) -> Docs | None:
    """Documents in the state of the place that serve from afar, fit the question, and lie outside the radius or county;
    of a state, which has no outside, all that serve from afar. None for a place in no state."""
    if scene.place is None or not scene.place.state:
        return None
    area = scene.generation.areas.state(scene.place.state)
    inside = scene.area()
    if scene.place.kind != "state":
        area = _beyond(area, scene, inside)
    sieve = Sieve(scene.among(area), chosen, query.stated)
    facet, key = AFAR
    afar = sieve.among.any_of([vocabulary().facets[facet].terms[key].number])
    return sieve.among.docs(sieve.found() & afar)


def _beyond(area: Docs, scene: Scene, inside: Docs | Circle | str) -> Docs:
    """Documents of an area that are not inside; at any distance all that have a point are."""
    if isinstance(inside, str):
        return area[~scene.generation.geo.located[area]]
    if isinstance(inside, Circle):
        inside = inside.docs[inside.inside]
    return np.setdiff1d(area, inside, assume_unique=True)


def _total(scene: Scene, query: Query, chosen: Mapping[str, Choice]) -> int:
    sieve = Sieve(scene.reached(), chosen, query.stated)
    return sieve.among.size(sieve.found())


def _without(query: Query, facet: str) -> Query:
    left = {way: {key: keys for key, keys in getattr(query, way).items() if key != facet} for way in WAYS}
    return replace(query, **left, page=1)
