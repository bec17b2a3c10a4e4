"""Which changes somebody asks for: since when, where, of which kinds, and which page of them. Called by
`looking_back`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request

from directory.changes import KINDS
from directory.counties import counties
from directory.errors import Problem, QueryError
from directory.place_names import county_key
from directory.states import STATES, state_code, state_name
from search.chronicle import Since
from search.engine import Engine
from search.query import MAX_PAGE, MAX_SIZE
from web.param_values import shown
from web.spellings import near_names

MAX_COUNTY = 60
SIZE = 100
"""Changes a page, where nothing is said."""

Pairs = Sequence[tuple[str, str]]

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes, and which page of them; `given` are the parameters but for the page."""

    since: Since
    page: int
    size: int
    given: tuple[tuple[str, str], ...]

    def at(self, address: str, page: int) -> str:
        """Where a page is of what `address` answers."""
        written = urlencode([*self.given, *([("page", str(page))] if page > 1 else [])])
        return f"{address}?{written}" if written else address


def asked_changes(request: Request, engine: Engine) -> Asked:
    """Which changes a request asks for. Raises QueryError that names every wrong parameter."""
    given = [(name, " ".join(value.split())) for name, value in request.query_params.multi_items()]
    given = [pair for pair in given if pair[1]]
    pairs = list(_parts(given))
    values, problems = _read(pairs)
    state, county = values.get("state", ""), values.get("county", "")
    if county and not any(name == "state" for name, _ in pairs):
        problems.append(Problem("state", "", "A county needs its state.", "PA or Pennsylvania"))
    if county and state and not _known(engine, state, county):
        problems.append(_unknown(state, county))
    if problems:
        raise QueryError(tuple(problems))
    kinds = tuple(dict.fromkeys(value for name, value in pairs if name == "kind"))
    since = Since(day=values.get("since", ""), state=state, county=county, kinds=kinds)
    page, size = int(values.get("page", 1)), int(values.get("size", SIZE))
    return Asked(since, page, size, tuple(pair for pair in given if pair[0] != "page"))


def _parts(given: Pairs) -> Iterator[tuple[str, str]]:
    """Each kind by itself, whether they were repeated or separated by commas; all else as it was given."""
    for name, value in given:
        for part in value.split(",") if name == "kind" else (value,):
            if part.strip():
                yield name, part.strip()


def _read(pairs: Pairs) -> tuple[dict[str, str], list[Problem]]:
    """What was said by each parameter, and what is wrong; of `kind`, which may be said more than once, the last."""
    times = Counter(name for name, _ in pairs)
    values, problems = {}, []
    for name, value in pairs:
        reader = _READERS.get(name)
        found = reader.read(value) if reader and (name == "kind" or times[name] == 1) else None
        if found is None:
            problems.append(_problem(name, value, reader))
        else:
            values[name] = found
    return values, problems


def _problem(name: str, value: str, reader: _Reader | None) -> Problem:
    """A value that cannot be used, or a parameter there is not, with those that are spelled like it."""
    if reader is None:
        right, near = "one of: " + ", ".join(_READERS), near_names(name, tuple(_READERS))
        return Problem(shown(name), shown(value), "There is no parameter of this name.", right, near)
    return Problem(name, shown(value), "This cannot be used.", reader.right, near_names(value, reader.known))


def _known(engine: Engine, state: str, county: str) -> bool:
    """Whether a state has such a county, by the Census Bureau or by a source that told of a change there."""
    name = _name(state, county)
    if name in _counties(state):
        return True
    return bool(name) and engine.changes(Since(state=state, county=county), 1, 0)[0] > 0


def _unknown(state: str, county: str) -> Problem:
    """A county that a state does not have, with those spelled like it."""
    known, called = _counties(state), state_name(state)
    near = tuple(known[name] for name in near_names(_name(state, county), tuple(known)))
    right = f"a county of {called}, such as {next(iter(known.values()))}" if known else f"no county: {called} has none"
    return Problem("county", shown(county), f"{called} has no county of this name.", right, near)


def _counties(state: str) -> Mapping[str, str]:
    """The counties of a state by what `_name` makes of them."""
    return {_name(state, county.name): county.name for county in counties() if county.state == state}


def _name(state: str, county: str) -> str:
    """A county's name as it is compared, without its state: of two of a state only the names are alike."""
    return county_key(state, county).removeprefix(f"{state} ")


def _day(value: str) -> str | None:
    if not _DAY.fullmatch(value):
        return None
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return None
    return value


def _text(value: str) -> str | None:
    return value if len(value) <= MAX_COUNTY and value.isprintable() else None


def _whole(limit: int) -> Callable[[str], str | None]:
    return lambda value: value if re.fullmatch("[0-9]{1,9}", value) and 1 <= int(value) <= limit else None


class _Reader(NamedTuple):
    """What a parameter is read with, which gives None for what it cannot be; what would be right; and all it can be,
    where that is a choice."""

    read: Callable[[str], str | None]
    right: str
    known: Sequence[str] = ()


_READERS: Mapping[str, _Reader] = {
    "since": _Reader(_day, "a day, month or year: 2026-11-03, 2026-11 or 2026"),
    "state": _Reader(state_code, "a state or territory: PA or Pennsylvania", [state.name for state in STATES]),
    "county": _Reader(_text, "a county's name"),
    "kind": _Reader(lambda value: value if value in KINDS else None, "one of: " + ", ".join(KINDS), tuple(KINDS)),
    "page": _Reader(_whole(MAX_PAGE), f"a whole number from 1 to {MAX_PAGE}"),
    "size": _Reader(_whole(MAX_SIZE), f"a whole number from 1 to {MAX_SIZE}"),
}
