"""Who is asked: the engine, the engine without its rows, tuned SQLite, the floor, tantivy. Each makes of a question
something that is only called while the clock runs, and afterwards told what it found."""

from __future__ import annotations

import csv
import importlib.util
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from benchmarks.floor import Floor, Known, compiler
from benchmarks.tuned import Found, Tuned
from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.facility import Facility
from search.engine import Engine
from search.generation import Generation
from search.query import Answer, Query
from search.suggest import Names

HEADING = Heading(link="", made=datetime(2026, 1, 2, tzinfo=UTC), generation="1", total=0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a side found, for comparing: None where it does not know."""

    total: int | None = None
    counts: Mapping[str, int] | None = None
    ids: Sequence[str] | None = None
    rows: Sequence[str] | None = None


class Side(Protocol):
    """One of those asked."""

    kinds: frozenset[str]

    def ready(self, kind: str, query: Query) -> Callable[[], Any]:  # Any: each has its own kind of answer
        """What is called while the clock runs."""

    def seen(self, query: Query, answer: Any) -> Seen:  # Any: what `ready` gave back
        """An answer, for comparing."""


class Rowless(Generation):
    """A generation that is already open, without the reading of rows, as the floor reads none."""

    def __init__(self, generation: Generation) -> None:
        self.__dict__.update(generation.__dict__)
        self._always = generation.facilities([0])[0]

    def facilities(self, docs: Sequence[int]) -> list[Facility]:
        """The same facility as often as needed."""
        return [self._always] * len(docs)


class Ours:
    """The engine. `rows` False leaves out reading the page's facilities."""

    def __init__(self, generation: Generation, rows: bool = True) -> None:
        self.kinds = frozenset("Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8".split() if rows else "Q1 Q2 Q3 Q7".split())
        self._generation = generation if rows else Rowless(generation)
        self._engine = Engine(self._generation)
        self._names = Names(self._generation)
        self._rows = rows

    def ready(self, kind: str, query: Query) -> Callable[[], Any]:
        """A search, suggestions, or a file."""
        if kind == "Q6":
            return lambda: [one.name for one in self._names.suggest(query.q)]
        if kind == "Q8":
            return lambda: _file(self._engine.items(query)[1])
        return lambda: self._engine.search(query)

    def seen(self, query: Query, answer: Answer | list[str] | bytes) -> Seen:
        """The page's facilities are those of the engine only where it read them."""
        if isinstance(answer, bytes):
            return Seen(rows=_rows(answer))
        if isinstance(answer, list):
            return Seen()
        counts = {f"{facet}:{key}": n for facet, keys in answer.facets.items() for key, n in keys.items()}
        ids = [hit.facility.id for hit in answer.hits] if self._rows and not query.q else None
        return Seen(answer.total, counts, ids)


class Sqlite:
    """Tuned SQLite. With misspelt words, what counts as near is its own."""

    kinds = frozenset("Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8".split())

    def __init__(self, tuned: Tuned) -> None:
        self._tuned = tuned

    def ready(self, kind: str, query: Query) -> Callable[[], Any]:
        """The same."""
        if kind == "Q6":
            return lambda: self._tuned.suggest(query.q)
        if kind == "Q8":
            return lambda: _file(self._tuned.items(query))
        return lambda: self._tuned.search(query, typos=kind == "Q5")

    def seen(self, query: Query, answer: Found | list[str] | bytes) -> Seen:
        """All of it."""
        if isinstance(answer, bytes):
            return Seen(rows=_rows(answer))
        if isinstance(answer, list):
            return Seen()
        return Seen(answer.total, answer.counts, None if query.q else [one.id for one in answer.facilities])


class Bottom:
    """The floor."""

    kinds = frozenset("Q1 Q2 Q3 Q7".split())

    def __init__(self, floor: Floor, generation: Generation, tuned: Tuned) -> None:
        self._floor, self._generation, self._tuned = floor, generation, tuned

    def ready(self, kind: str, query: Query) -> Callable[[], Known]:
        """The bitmaps of words are ready beforehand."""
        if query.near:
            return self._floor.circle(query)
        if query.q:
            return self._floor.words([self._tuned.holding(word) for word in query.q.split()])
        return self._floor.everything()

    def seen(self, query: Query, answer: Known) -> Seen:
        """It does not rank by words."""
        shown = answer.docs[: answer.total].tolist()
        ids = None if query.q else [one.id for one in self._generation.facilities(shown)]
        return Seen(answer.total, self._floor.counts(query, answer), ids)


def sides(folder: Path, live: Path, generation: Generation) -> tuple[dict[str, Side], list[str]]:
    """Everybody who can be asked here, and why others cannot. `folder` keeps what they are asked from, `live` is the
    folder of the generation."""
    tuned = Tuned(folder / "others-tuned.sqlite", generation)
    asked: dict[str, Side] = {"ours": Ours(generation), "core": Ours(generation, rows=False), "sqlite": Sqlite(tuned)}
    missing = []
    if compiler():
        with np.load(live / "columns.npz") as columns:
            has = np.unpackbits(columns["yes"], axis=1, bitorder="little", count=len(generation.manifest.terms))
            asked["floor"] = Bottom(Floor(folder, columns["points"], has), generation, tuned)
    else:
        missing.append("The floor is not measured: it needs a C compiler (cc).")
    if importlib.util.find_spec("tantivy"):
        from benchmarks.tantivy_side import Tantivy  # noqa: PLC0415 - an extra: python -m pip install .[bench]

        asked["tantivy"] = Tantivy(folder / "tantivy", generation)
    else:
        missing.append("tantivy is not compared: it is not installed (`make bench` does).")
    return asked, missing


def _file(items: Any) -> bytes:  # Any: an iterator of Item
    listed: list[Item] = items
    return b"".join(FORMATS["csv"].write(listed, HEADING))


def _rows(file: bytes) -> list[str]:
    """The ids in a file. Their order may differ where two are equally far to a centimetre."""
    return sorted(row["id"] for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
