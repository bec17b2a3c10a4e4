"""Questions asked of everybody in random order, in one process, and their answers compared before the clock runs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.questions import KINDS
from benchmarks.sides import Seen, Side, sides
from search.generation import Generation
from search.query import Query
from search.switch import current, folder_name

SECONDS = 20.0
"""At most so long for each side and kind: at 250,000 SQLite takes seconds to count everything."""

FEWEST = 3


@dataclass(slots=True)
class Told:
    """A question to a side, and the milliseconds it took each time."""

    kind: str
    side: str
    ask: Callable[[], Any]  # Any: each side has its own kind of answer
    times: int
    taken: list[float]


def ask(folder: Path, times: int) -> dict[str, object]:
    """Median, 95th percentile and tail of each kind and side, in milliseconds; notes on who could not be asked."""
    root = folder / "generations"
    live = root / folder_name(current(root) or 0)
    generation = Generation(live)
    everybody, notes = sides(folder, live, generation)
    told = [one for key in KINDS for one in _prepared(key, everybody, times, len(generation))]
    order = [one for one in told for _ in range(one.times)]
    random.Random(0).shuffle(order)
    for one in order:
        began = time.perf_counter()
        one.ask()
        one.taken.append(1000 * (time.perf_counter() - began))
    return {"notes": notes, "facilities": len(generation), "figures": _figures(told)}


def _prepared(key: str, everybody: dict[str, Side], times: int, facilities: int) -> list[Told]:
    """The questions of a kind, warmed up; those whose sides do not agree end the run."""
    told = []
    queries = KINDS[key].queries(facilities)
    for query in queries:
        seen: dict[str, Seen] = {}
        for name, side in everybody.items():
            if key in side.kinds:
                call = side.ready(key, query)
                seen[name] = side.seen(query, call())
                began = time.perf_counter()
                call()
                share = SECONDS / len(queries) / max(time.perf_counter() - began, 1e-6)
                each = -(-times // len(queries))
                told.append(Told(key, name, call, max(min(each, int(share)), FEWEST), []))
        if key != "Q5":  # which words are near a misspelt one is each side's own
            _agree(key, query, seen)
    return told


def _agree(key: str, query: Query, seen: dict[str, Seen]) -> None:
    ours = seen["ours"]
    for name, theirs in seen.items():
        for what in ("total", "counts", "ids", "rows"):
            mine, other = getattr(ours, what), getattr(theirs, what)
            if mine is not None and other is not None and mine != other:
                raise SystemExit(f"{key} {query}: {name} has other {what} than the engine: {_apart(mine, other)}")


def _apart(mine: Any, other: Any) -> str:  # Any: of whatever was compared
    if isinstance(mine, dict):
        return str({name: (mine[name], other.get(name)) for name in mine if mine[name] != other.get(name)})
    return f"{mine!r:.400} and {other!r:.400}"


def _figures(told: Sequence[Told]) -> list[dict[str, object]]:
    """A tail is the 95th percentile of times, each divided by the median of its own variant: how steady one question
    is, not how much its variants differ."""
    made: list[dict[str, object]] = []
    for kind, side in dict.fromkeys((one.kind, one.side) for one in told):
        those = [one for one in told if (one.kind, one.side) == (kind, side)]
        taken = [ms for one in those for ms in one.taken]
        steady = [ms / median(one.taken) for one in those for ms in one.taken]
        figures = {"median": median(taken), "p95": _p95(taken), "tail": _p95(steady), "times": len(taken)}
        made.append({"kind": kind, "label": KINDS[kind].label, "side": side, **figures})
    return made


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
