"""What has changed of the places in a generation, the newest first: of one facility, or since a day in a place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from search.areas import county_key


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One change as it is published. `label` is the source's; `day` is that of the import, or of the undo where
    `undone`, which is when what we show changed. All else as in `directory.changes.Change`."""

    number: int
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
    return _read(rows.execute("SELECT number, data FROM changes WHERE id = ? ORDER BY number DESC", [public_id]))


def changes_since(rows: sqlite3.Connection, since: Since, start: int, stop: int) -> tuple[int, list[Event]]:
    """How many changes there are, and those from `start` to before `stop`, the newest first."""
    where, values = _where(since)
    total = rows.execute(f"SELECT count(*) FROM changes{where}", values).fetchone()[0]
    order = f"SELECT number, data FROM changes{where} ORDER BY day DESC, number DESC LIMIT ? OFFSET ?"
    return total, _read(rows.execute(order, [*values, stop - start, start]))


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


def _read(found: Iterable[tuple[int, bytes]]) -> list[Event]:
    return [replace(msgspec.msgpack.decode(data, type=Event), number=number) for number, data in found]
