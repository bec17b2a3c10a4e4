"""Ways on from a list, each with how many it finds: one wish less, farther away, what is not stated, what serves from
afar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from directory.states import state_name
from search.engine import Engine
from search.query import STATED, Answer, Query, Relaxation, Remote
from web import language, links, words
from web.language import gettext as _
from web.language import vocabulary
from web.results import Link, told

FEW = 5
"""Up to this many results, every way to find more is offered."""

SOME = 20
"""Up to this many, fewer than a page, the next wider radius and what serves from afar are offered."""

AFAR = ("setting", "telehealth")


@dataclass(frozen=True, slots=True)
class Unstated:
    """How many more may fit: of each facet the labels of what was chosen and how many say nothing of it."""

    total: int
    groups: tuple[tuple[str, int], ...]
    url: str


@dataclass(frozen=True, slots=True)
class Afar:
    """What treats from afar in a state."""

    state: str
    remote: Remote
    url: str


def ways_on(engine: Engine, answer: Answer) -> tuple[Link, ...]:
    """What to try when there is little: each thing less, and farther away, with how many that finds."""
    query = answer.query
    if answer.total > SOME or query.page > answer.pages:
        return ()
    if answer.total > FEW:
        wider = engine.next_ring(answer)
        return (_way(query, wider),) if wider else ()
    found = engine.relax(query)
    whole = [Link(_("Search the whole country"), links.search(links.changed(query, near="")))] if query.near else []
    less = tuple(_way(query, each) for each in found)
    return (
        *less,
        *_anywhere(engine, answer, found),
        *_everything(engine, answer, found),
        *whole,
        Link(_("Start again"), language.path("/")),
    )


def unstated(answer: Answer) -> Unstated | None:
    """What may fit, since no source states what was chosen; None where there is nothing, or it is what is shown."""
    query, counts = answer.query, {facet: count for facet, count in answer.not_stated.items() if count}
    if not counts or query.stated != "yes":
        return None
    groups = tuple((wished(query, facet), count) for facet, count in counts.items())
    return Unstated(sum(counts.values()), groups, links.search(links.changed(query, stated="unknown")))


def stated(query: Query) -> Link | None:
    """The way back from what may fit to what does; None where that is shown."""
    if query.stated == "yes" or not (query.any_of or query.all_of):
        return None
    return Link(told(STATED, "yes"), links.search(links.changed(query, stated="yes")))


def wished(query: Query, facet: str = "") -> str:
    """What was chosen of a facet, or of all, in words: “Medicare” or “Accepts Medicaid”."""
    facets = vocabulary().facets
    chosen = [(f, k) for side in (query.any_of, query.all_of) for f, keys in side.items() for k in keys]
    labels = dict.fromkeys(facets[f].terms[k].label for f, k in chosen if facet in ("", f))
    return _either(labels)


def afar(engine: Engine, answer: Answer) -> Afar | None:
    """What treats by video or telephone in the same state; None where there is none, or there is no need."""
    query, (facet, key) = answer.query, AFAR
    asked = any(key in side.get(facet, ()) for side in (query.any_of, query.all_of, query.none_of))
    if asked or answer.place is None or not answer.place.state or answer.total > SOME:
        return None
    remote = engine.remote(query)
    if remote is None or not remote.hits:
        return None
    every = _and(query.all_of, facet, key)
    state = state_name(remote.state)
    return Afar(state, remote, links.search(links.changed(query, near=state, all_of=every)))


def _way(query: Query, found: Relaxation) -> Link:
    return Link(f"{_label(query, found)}: {words.places(found.total)}", links.search(found.query))


def _label(query: Query, found: Relaxation) -> str:
    if found.kind == "words":
        return _("Without the words “%(words)s”") % {"words": query.q}
    if found.kind == "within":
        return _radius(found.query.within)
    facet = vocabulary().facets[found.facet]
    wishes = wished(query, found.facet)
    excluded = [facet.terms[key].label for key in query.none_of.get(found.facet, ())]
    lifted = _("With %(wishes)s too") % {"wishes": _either(excluded)} if excluded else ""
    less = _("Without %(wishes)s") % {"wishes": wishes} if wishes else ""
    return " · ".join(part for part in (less, lifted) if part)


def _either(labels: Iterable[str]) -> str:
    return _(" or ").join(f"“{label}”" for label in labels)


def _radius(within: float | None) -> str:
    if within is None:
        return _("At any distance, nearest first")
    return _("Within %(miles)s") % {"miles": words.miles_of(within)}


def _anywhere(engine: Engine, answer: Answer, found: tuple[Relaxation, ...]) -> Iterator[Link]:
    """The nearest that fit at any distance, where a narrower ring was offered."""
    rings = [each.query.within for each in found if each.kind == "within"]
    if rings and rings[0] is not None:
        query = links.changed(answer.query, within=None)
        yield Link(f"{_radius(None)}: {words.places(_count(engine, query))}", links.search(query))


def _everything(engine: Engine, answer: Answer, found: tuple[Relaxation, ...]) -> Iterator[Link]:
    """All there is at the place, where no single wish less finds anything."""
    query = links.changed(answer.query, q="", any_of={}, all_of={}, none_of={}, stated="yes")
    if found or query == links.changed(answer.query):
        return
    count = _count(engine, query)
    if count > answer.total:
        less = _("Without all filters and words")
        yield Link(f"{less}: {words.places(count)}", links.search(query))


def _count(engine: Engine, query: Query) -> int:
    return engine.search(replace(query, size=1)).total


def _and(chosen: Mapping[str, tuple[str, ...]], facet: str, key: str) -> dict[str, tuple[str, ...]]:
    return {**chosen, facet: tuple(dict.fromkeys((*chosen.get(facet, ()), key)))}
