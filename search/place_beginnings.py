"""Places by the beginning of their names, asked at every key that somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from directory.place_names import key, words
from directory.states import STATES
from search.place import Place, of_row, of_zip
from search.place_table import PlaceRow, PlaceTable
from search.place_words import before_state

LONG = 4
"""Letters from which the beginning of a name is looked up anew each time. Of two there are up to 3,000 names, 0.3 ms;
what shorter ones find is remembered, which tells nothing of anybody."""

LONGEST = 100
"""Characters that are looked at."""

SPARE = 4
"""More rows than are asked for, since some may not be shown."""


class Beginnings:
    """Suggestions out of a place table."""

    def __init__(self, table: PlaceTable) -> None:
        self._table = table
        self._short = lru_cache(1024)(table.beginning)

    def suggest(self, prefix: str, limit: int) -> list[Place]:
        """Places whose name begins so, as `Places.suggest`."""
        parts = words(prefix[:LONGEST])
        typed = "".join(parts)
        if len(typed) < 2 or limit < 1:
            return []
        if typed.isdigit():
            return [] if len(typed) > 5 else self._zips(typed, limit)
        name, codes = _in_states(prefix[:LONGEST])
        if codes:
            return self._beginning(name, limit, codes) or self._beginning(parts, limit)
        readings = (self._beginning(name, limit, (code,)) for name, code in before_state(prefix[:LONGEST]))
        return self._beginning(parts, limit) or next(filter(None, readings), []) or self._in_begun_state(parts, limit)

    def nearly(self, prefix: str, limit: int) -> list[Place]:
        """Places whose name begins nearly so: the fewest slips first, then the largest. Takes up to 10 ms."""
        name, codes = _in_states(prefix[:LONGEST])
        return [of_row(row) for row in self._table.nearly_beginning(key(name), limit, codes)] if limit > 0 else []

    def _beginning(self, parts: tuple[str, ...], limit: int, codes: Sequence[str] = ()) -> list[Place]:
        # Both "st" and "saint": who types it may be on the way to Stockton or to St. Louis.
        starts = tuple(dict.fromkeys(("".join(parts), key(parts), key((*parts, "")))))
        look_up = self._short if min(map(len, starts)) < LONG else self._table.beginning
        rows = look_up(starts, limit + SPARE, tuple(codes))
        return [of_row(row) for row in rows if _begins(row, starts)][:limit]

    def _in_begun_state(self, parts: tuple[str, ...], limit: int) -> list[Place]:
        """ "springfield m": a whole name, and behind it the beginning of its state."""
        name, codes = key(parts[:-1]), _codes_beginning(parts[-1]) if len(parts) > 1 else ()
        rows = [row for row in self._table.named((name,)) if row.state in codes] if name else []
        return [of_row(row) for row in rows[: max(limit, 0)]]

    def _zips(self, digits: str, limit: int) -> list[Place]:
        return [of_zip(row) for row in self._table.zips_beginning(digits, limit)]


def _begins(row: PlaceRow, starts: Sequence[str]) -> bool:
    """Whether a short beginning may stand for a place: "sp" is not the one of East Harlem, which is Spanish Harlem
    too."""
    short = row.kind == "neighborhood" and min(map(len, starts)) <= LONG
    return not short or key(words(row.label.partition(",")[0])).startswith(tuple(starts))


def _in_states(prefix: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a name before a comma and the states that begin as what follows; () for no comma or no state."""
    head, comma, tail = prefix.rpartition(",")
    codes = _codes_beginning("".join(words(tail))) if comma and words(head) else ()
    return (words(head) if codes else words(prefix)), codes


def _codes_beginning(typed: str) -> tuple[str, ...]:
    return tuple(code for code, *forms in _forms() if any(form.startswith(typed) for form in forms))


@cache
def _forms() -> tuple[tuple[str, str, str], ...]:
    """Of every state its code, and what may be typed of it: the code, the name."""
    return tuple((state.code, state.code.lower(), key(words(state.name))) for state in STATES)
