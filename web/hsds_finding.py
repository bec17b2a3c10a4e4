"""Which facilities a question to the HSDS API finds: those of our API, in its order."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from starlette.requests import Request

from directory.errors import QueryError
from directory.exports.hsds_service import ORGANIZATION
from directory.exports.interchange import instant
from directory.facility import Facility
from search.asking import ask
from search.engine import Engine
from search.query import Query
from web.hsds_ids import Ids
from web.hsds_parameters import MODIFIED_AFTER, ORGANIZATION_ID, Wanted
from web.pages import asked


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, and those of the page that was asked for."""

    total: int
    facilities: list[Facility]


def question(engine: Engine, request: Request, want: Wanted) -> Query:
    """What is asked for as a question of ours. Raises QueryError that names every parameter that is wrong."""
    try:
        return asked(engine, request, want.pairs, want.problems)
    except QueryError as error:
        raise want.renamed(error) from error


def find(engine: Engine, query: Query, want: Wanted, ids: Ids) -> Found:
    """What a question finds. Raises QueryError for a sentence that names a place there is not, or several."""
    try:
        return _find(engine, query, want, ids)
    except QueryError as error:
        raise want.renamed(error) from error


def _find(engine: Engine, query: Query, want: Wanted, ids: Ids) -> Found:
    organization, after = want.one(ORGANIZATION_ID), want.one(MODIFIED_AFTER)
    if organization:
        return _of(engine, query, ids.find(engine, ORGANIZATION, organization))
    if after:
        return _newest(engine, query, datetime.fromisoformat(after))
    answer = ask(engine, query).answer
    return Found(answer.total, [hit.facility for hit in answer.hits])


def _of(engine: Engine, query: Query, public_id: str | None) -> Found:
    """The one facility of an organization, if there is one that is listed."""
    one = engine.facility(engine.moved(public_id) or public_id) if public_id else None
    listed = [one] if one is not None and one.listed else []
    return Found(len(listed), listed if query.page == 1 else [])


def _newest(engine: Engine, query: Query, since: datetime) -> Found:
    """The newest first, down to a moment. In that order they are the beginning of all that is found, and its end is
    looked for by halves: 15 questions for 25,000 places."""
    reply = ask(engine, replace(query, sort="updated"))
    answered = replace(reply.answer.query, q="") if reply.dropped else reply.answer.query

    def older(number: int) -> bool:
        (hit,) = engine.search(replace(answered, page=number + 1, size=1)).hits
        told = instant(hit.facility.updated)
        return not told or datetime.fromisoformat(told) < since

    total = bisect_left(range(reply.answer.total), True, key=older)
    first = (query.page - 1) * query.size
    return Found(total, [hit.facility for hit in reply.answer.hits[: max(total - first, 0)]])
