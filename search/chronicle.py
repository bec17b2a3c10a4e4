"""What has changed of the places in a generation, the newest first: of one facility, or since a day in a place.

Of one day comes first what matters most to who would go there: a place that is gone, one that is new, a service
that is gone or new. From one yearly directory to the next a hundred closings lie among thousands of changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from search.areas import county_key

FIRST = (("closed",), ("opened", "returned"), ("lost",), ("gained",))
"""Kinds of change that come first of one day, in this order, before all others."""

_RANKED = " ".join(f"WHEN '{kind}' THEN {rank}" for rank, kinds in enumerate(FIRST) for kind in kinds)
RANK = f"CASE kind {_RANKED} ELSE {len(FIRST)} END"
"""The same in SQL."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One change as it is published: of a `directory.changes.Change` what everybody may know (`chronicling.py`).
    `label` is the source's; `day` is that of the import, or of the undo where `undone`, which is when what we show
    changed. All else is as there."""

    id: str
    name: str
    city: str
    county: str
    state: str
    kind: str
    facet: str
    before: str
    after: str
    source: str
    label: str
    as_of: str
    day: str
    undone: bool


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """Which changes are asked for: from a day on ("2026", "2026-11" or "2026-11-03"), in a state (its code) and a
    county of it, of some kinds; "" and () for all."""

    day: str = ""
    state: str = ""
    county: str = ""
    kinds: tuple[str, ...] = ()


def changes_of(rows: sqlite3.Connection, public_id: str) -> list[Event]:
    """What has changed of a facility, the newest first."""
    return _read(rows.execute("SELECT data FROM changes WHERE id = ? ORDER BY number DESC", [public_id]))


def changes_since(rows: sqlite3.Connection, since: Since, start: int, stop: int) -> tuple[int, list[Event]]:
    """How many changes there are, and those from `start` to before `stop`: the newest day first, of a day in the order
    of FIRST."""
    where, values = _where(since)
    total = rows.execute(f"SELECT count(*) FROM changes{where}", values).fetchone()[0]
    page = f"SELECT number FROM changes{where} ORDER BY day DESC, {RANK}, number LIMIT ? OFFSET ?"
    return total, _ordered(rows, page, [*values, stop - start, start])


def news_since(rows: sqlite3.Connection, since: Since, start: int, stop: int) -> tuple[int, list[list[Event]]]:
    """The same by place and day: how many of these there are, and of those from `start` to before `stop` all that
    changed. What comes first of a place and day is known (`chronicling.py`); only in a state or county, where a place
    may have moved, and of several kinds together it is looked for."""
    where, values = _where(since)
    asked = where.replace(" WHERE", " AND")
    each, order = f"SELECT id, day FROM changes WHERE lead = 2{asked}", f"day DESC, {RANK}, number"
    if len(since.kinds) == 1:
        each, order = f"SELECT id, day FROM changes WHERE lead > 0{asked}", "day DESC, number"
    if since.state or len(since.kinds) > 1:
        each = f"SELECT id, day FROM changes WHERE lead > 0{asked} GROUP BY day, id"
        order = f"day DESC, min({RANK}), min(number)"
    total = rows.execute(f"SELECT count(*) FROM ({each})", values).fetchone()[0]
    places = rows.execute(f"{each} ORDER BY {order} LIMIT ? OFFSET ?", [*values, stop - start, start]).fetchall()
    # SQLite would take the index of the state or day, and look through thousands of changes for the few of each place.
    told = f"SELECT number FROM changes INDEXED BY changes_of WHERE id = ? AND day = ?{asked}"
    return total, [_ordered(rows, told, [public_id, day, *values]) for public_id, day in places]


def _ordered(rows: sqlite3.Connection, numbers: str, values: Sequence[str | int]) -> list[Event]:
    """The changes of these numbers, in order. The numbers are found first, so that what is told of each change need not
    be sorted along."""
    order = f"SELECT data FROM changes WHERE number IN ({numbers}) ORDER BY day DESC, {RANK}, number"
    return _read(rows.execute(order, values))


def _where(since: Since) -> tuple[str, list[str]]:
    asked: list[tuple[str, Sequence[str]]] = []
    if since.day:
        asked.append(("day >= ?", [since.day]))
    if since.state:
        asked.append(("state = ?", [since.state]))
    if since.county:
        asked.append(("county = ?", [county_key(since.state, since.county)]))
    if since.kinds:
        asked.append((f"kind IN ({', '.join('?' * len(since.kinds))})", since.kinds))
    where = " AND ".join(text for text, _ in asked)
    return f" WHERE {where}" if where else "", [value for _, values in asked for value in values]


def _read(found: Iterable[tuple[bytes]]) -> list[Event]:
    return [msgspec.msgpack.decode(data, type=Event) for (data,) in found]
