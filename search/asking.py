"""A question as a person types it: understood, answered, and what was made of it.

The page, the API, the downloads and the command line all ask here, so that a sentence means the same everywhere. The
engine itself takes every question as it is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from directory.exports.format import Item
from directory.vocabulary import vocabulary
from search.engine import Engine
from search.query import DEFAULT_WITHIN, MAX_WITHIN, Answer, Query
from search.understand import understand
from search.understood import Understood
from search.words import wishes


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question with everything in its place. `understood` is None where there was nothing to understand, or where it
    was understood before (`Query.said`)."""

    query: Query
    understood: Understood | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, and what became of the words. `dropped` are words of a sentence that are in no name or address that
    fits the rest, so that the answer is that of the rest; "" where none were."""

    answer: Answer
    understood: Understood | None = None
    dropped: str = ""


def interpret(query: Query, engine: Engine) -> Asked:
    """What is meant by a question: filters, place and radius out of its words, what is left as words. A choice that was
    made outright is kept, and what the words add to it is one more alternative. Words that carry no wish at all
    ("Quiet House") are a name if any place has them."""
    if query.said or not query.q:
        return Asked(query=query)
    found = understand(query.q, query.near, vocabulary(), engine.places)
    if found.text != query.q and not (found.filters or found.near or found.here or found.within is not None):
        literal = replace(query, said=query.q)
        if not found.text and engine.search(replace(literal, near="", page=1, size=1)).total:
            return Asked(query=literal, understood=found)
    place = found.near and not query.near
    if not (found.filters or place or found.within is not None or found.text != query.q):
        return Asked(query=query, understood=found)
    return Asked(query=_explicit(query, found), understood=found)


def ask(engine: Engine, query: Query) -> Reply:
    """Understand a question and answer it. Raises QueryError as `Engine.search`."""
    asked = interpret(query, engine)
    answer = engine.search(asked.query)
    if answer.total or not _droppable(asked.query):
        return Reply(answer=answer, understood=asked.understood)
    rest = engine.search(replace(asked.query, q=""))
    if not rest.total:
        return Reply(answer=answer, understood=asked.understood)
    kept = replace(rest, query=asked.query)
    return Reply(answer=kept, understood=asked.understood, dropped=asked.query.q)


def items(engine: Engine, query: Query) -> tuple[int, Iterator[Item]]:
    """Everything that `ask` finds, in the order of its pages; and how many. Raises QueryError as `Engine.search`."""
    asked = interpret(query, engine).query
    total, found = engine.items(asked)
    if total or not _droppable(asked):
        return total, found
    return engine.items(replace(asked, q=""))


def _droppable(query: Query) -> bool:
    """Whether the words may be given up: they are what is left of a sentence, and something else was asked for."""
    return bool(query.said and query.q and (query.near or query.any_of or query.all_of or query.none_of))


def _explicit(query: Query, found: Understood) -> Query:
    yes = [(each.facet, each.key) for each in found.filters if not each.exclude]
    no = [(each.facet, each.key) for each in found.filters if each.exclude]
    within = query.within if found.within is None or query.within != DEFAULT_WITHIN else _radius(found.within)
    return replace(
        query,
        q=found.text if wishes(found.text) else "",
        said=query.q,
        near=query.near or found.near,
        within=within,
        any_of=_with(query.any_of, yes),
        none_of=_with(query.none_of, no),
    )


def _radius(miles: float) -> float | None:
    return None if math.isinf(miles) else min(max(miles, 0.1), MAX_WITHIN)


def _with(chosen: Mapping[str, tuple[str, ...]], more: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found = dict(chosen)
    for facet, key in more:
        found[facet] = tuple(dict.fromkeys((*found.get(facet, ()), key)))
    return found
