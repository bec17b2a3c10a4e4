"""A question as a person types it: understood, answered, and what was made of it.

The page, the API, the downloads and the command line all ask here, so that a sentence means the same everywhere. The
engine itself takes every question as it is written.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from directory.errors import QueryError
from directory.vocabulary import vocabulary
from search.clusters import Map, View
from search.engine import Engine
from search.places import Places
from search.query import Answer, Query
from search.readings import instead, names, plain, settled
from search.telephone import digits, figures, is_asked, telephone_in
from search.understand import understand
from search.understood import Understood
from search.walk import Walk


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
    """What is meant by a question: filters, place and radius out of its words and what is left as words, or a name
    (see `readings`). The first reading that finds something is meant; where none does, the plain one. A telephone
    number asks whose it is, unless other wishes stand beside one that nobody lists."""
    if query.said or not query.q:
        return Asked(query=query)
    if digits(query.q):
        return Asked(query=_whose(query, query.q, ""))
    found = understand(query.q, query.near, vocabulary(), engine.places)
    meant = plain(query, found)
    if number := telephone_in(query.q):
        whose = _whose(query, number, query.q)
        if is_asked(query.q) or not (found.filters or found.near) or _finds(engine, whose):
            return Asked(query=whose, understood=found)
    elif figures(query.q) and not (found.near or found.text or found.filters):
        return Asked(query=replace(query, said=query.q), understood=found)
    first = _words if meant == query else _first
    return Asked(query=first(query, meant, found, engine), understood=found)


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


def items(engine: Engine, query: Query) -> tuple[int, Walk]:
    """Everything that `ask` finds, in the order of its pages; and how many. Raises QueryError as `Engine.search`."""
    asked = interpret(query, engine).query
    total, found = engine.items(asked)
    if total or not _droppable(asked):
        return total, found
    return engine.items(replace(asked, q=""))


def on_map(engine: Engine, query: Query, view: View) -> Map:
    """What a map shows of all that `ask` finds. Raises QueryError as `Engine.search`."""
    asked = interpret(query, engine).query
    found = engine.map(asked, view)
    if found.total or not _droppable(asked):
        return found
    return engine.map(replace(asked, q=""), view)


def unnamed(query: Query, places: Places) -> Query:
    """The question that the sentence of another makes if none of its words is taken for a name or for anything else
    than it was understood as. It may find nothing."""
    asked = replace(query, q=query.said, said="", any_of={}, all_of={}, none_of={}, page=1)
    return plain(asked, understand(query.said, query.near, vocabulary(), places))


def _whose(query: Query, number: str, said: str) -> Query:
    """The question whose a telephone number is: wherever that may be, and whatever is offered there."""
    return replace(query, q=number, said=said, near="", any_of={}, all_of={}, none_of={})


def _first(query: Query, meant: Query, found: Understood, engine: Engine) -> Query:
    """The first reading that finds something: a name, the plain one, another one. A place that may be several is asked
    back, unless what else is said settles it."""
    try:
        for named in names(query, found, engine):
            if _finds(engine, named):
                return named
        if _finds(engine, meant):
            return meant
    except QueryError as error:
        return next((one for one in settled(query, found, error, engine) if _sure(engine, one)), meant)
    return _instead(query, meant, found, engine)


def _words(query: Query, meant: Query, found: Understood, engine: Engine) -> Query:
    """A question of words alone: as it is where that finds something or is refused, else another reading that does."""
    try:
        return meant if _finds(engine, meant) else _instead(query, meant, found, engine)
    except QueryError:
        return meant


def _instead(query: Query, meant: Query, found: Understood, engine: Engine) -> Query:
    """The first other reading that finds something. Words beside a place that was only suggested may be given up."""

    def fits(other: Query) -> bool:
        loose = other.near != meant.near and _droppable(other)
        return _finds(engine, other) or (loose and _finds(engine, replace(other, q="")))

    return next((other for other in instead(query, found, engine) if fits(other)), meant)


def _finds(engine: Engine, query: Query) -> bool:
    return engine.search(replace(query, page=1, size=1)).total > 0


def _sure(engine: Engine, query: Query) -> bool:
    """Whether it finds something, and its place is one."""
    try:
        return _finds(engine, query)
    except QueryError:
        return False


def _droppable(query: Query) -> bool:
    """Whether the words may be given up: they are what is left of a sentence, and something else was asked for."""
    return bool(query.said and query.q and (query.near or query.any_of or query.all_of or query.none_of))


def warm(engine: Engine) -> None:
    """Work out what the first sentences, words and letters typed would wait for."""
    engine.text.warm()
    ask(engine, Query(q="detox"))
    engine.suggest("de")
