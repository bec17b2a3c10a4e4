"""Questions asked of the engine and of tuned SQLite in turn, on the same facilities, in one process."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from statistics import median

from benchmarks.tuned import Tuned
from directory.vocabulary import vocabulary
from search.engine import Engine
from search.generation import Generation
from search.query import Query
from search.switch import current, folder_name

CITIES = (
    *((40.7128, -74.0060), (34.0522, -118.2437), (41.8781, -87.6298), (29.7604, -95.3698)),
    *((39.9526, -75.1652), (33.4484, -112.0740), (42.3601, -71.0589), (47.6062, -122.3321)),
)
"""New York, Los Angeles, Chicago, Houston, Philadelphia, Phoenix, Boston, Seattle: latitude, longitude."""

WORDS = ("meadow texas", "mill california", "grove florida", "orchard ohio", "cove virginia", "glen michigan")
CHOSEN = {"care": ("substance-use",), "payment": ("medicaid",)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of question with its variants: places or words."""

    name: str
    within: float | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Sequence[tuple[float, float]] = ()
    words: Sequence[str] = ("",)

    def queries(self) -> list[Query]:
        """Every variant as a question."""
        near = [f"{latitude},{longitude}" for latitude, longitude in self.places] or [""]
        return [
            Query(q=words, near=place, within=self.within, any_of=dict(self.chosen), sort=self._sort(words, place))
            for words, place in product(self.words, near)
        ]

    @staticmethod
    def _sort(words: str, place: str) -> str:
        return "best" if words else "distance" if place else "name"


KINDS = (
    Asked("Q1: 25 miles, two filters, all facet counts", within=25.0, chosen=CHOSEN, places=CITIES),
    Asked("Q2: 100 miles of a large city, all facet counts", within=100.0, places=CITIES),
    Asked("Q3: two words in the whole country", words=WORDS),
    Asked("Q7: everything, by name"),
)


def ask(folder: Path, times: int) -> list[dict[str, object]]:
    """Median and 95th percentile in milliseconds of each kind, for both sides."""
    root = folder / "generations"
    generation = Generation(root / folder_name(current(root) or 0))
    engine, tuned = Engine(generation), Tuned(folder / "tuned.sqlite", generation, vocabulary())
    try:
        return [_kind(kind, engine, tuned, times) for kind in KINDS]
    finally:
        tuned.close()
        generation.close()


def _kind(kind: Asked, engine: Engine, tuned: Tuned, times: int) -> dict[str, object]:
    queries = kind.queries()
    for query in queries:  # warm, and the same answers
        _same(query, engine.search(query).total, tuned.search(query).total)
    ours: list[float] = []
    theirs: list[float] = []
    order = [query for _ in range(-(-times // len(queries))) for query in queries] if len(queries) < times else queries
    random.Random(0).shuffle(order)
    for query in order:
        start = time.perf_counter()
        engine.search(query)
        between = time.perf_counter()
        tuned.search(query)
        ours.append(1000 * (between - start))
        theirs.append(1000 * (time.perf_counter() - between))
    return {"name": kind.name, "ours": _figures(ours), "theirs": _figures(theirs)}


def _same(query: Query, ours: int, theirs: int) -> None:
    """A sphere is up to 0.6 % off the ellipsoid, so a circle may differ by as many; everything else is the same."""
    if abs(ours - theirs) > (0.02 * ours + 2 if query.near else 0):
        raise SystemExit(f"{query}: {ours} found by the engine, {theirs} by SQLite.")


def _figures(taken: list[float]) -> tuple[float, float]:
    return median(taken), sorted(taken)[int(0.95 * (len(taken) - 1))]
