"""Judgments: what a person typed, and which facilities are right, said in a way that needs no rows of a source.

A line of `judgments_*.csv` has these columns: `query` and `near`, as typed; `must_first`, one of which must come first;
`must_appear`, which are right as well; `must_not`, which may not be among the first ten. Each of the three is empty or
holds kinds of facilities, separated by ";". A kind is one or more of these, all of which must hold:

* `facet:key`: it has the term; `!facet:key`: it has not;
* `name:word`: a word of one of its names, as the source writes it;
* `state:PA`, `city:Mesa`, `zip:15213`; a space in a city is written "_";
* `near:15213/25`: within so many miles of a ZIP code; `nearest:15213`: of all that fit, those nearest to it.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.geodesic import geodesic_miles
from search.places import Places

FIRST, RIGHT = 3, 1
"""How much a facility gains that must come first, and one that must appear: 2 ** grade - 1."""

PAGE, MOST = 10, 100
"""Places that nDCG looks at; that recall looks at."""


class Judgment(NamedTuple):
    """One line."""

    query: str
    near: str
    must_first: str
    must_appear: str
    must_not: str


class Verdict(NamedTuple):
    """How one order of facilities does on one judgment."""

    ndcg: float
    recall: float
    first: bool
    clean: bool


class Truth(NamedTuple):
    """A judgment's documents: those that must come first, all that are right, and those that are wrong."""

    first: frozenset[int]
    right: frozenset[int]
    wrong: frozenset[int]


def read(path: Path) -> list[Judgment]:
    """The judgments of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Judgment(**row) for row in csv.DictReader(file)]


def verdict(found: Sequence[int], truth: Truth) -> Verdict:
    """Judge the documents found, best first."""
    grades = [FIRST] * len(truth.first) + [RIGHT] * len(truth.right - truth.first)
    gained = [FIRST if doc in truth.first else RIGHT if doc in truth.right else 0 for doc in found[:PAGE]]
    recall = len(truth.right & set(found[:MOST])) / min(MOST, len(truth.right))
    first = bool(found) and found[0] in (truth.first or truth.right)
    return Verdict(_gain(gained) / _gain(grades[:PAGE]), recall, first, not truth.wrong & set(found[:PAGE]))


def _gain(grades: Iterable[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(2 + at) for at, grade in enumerate(grades))


class Judge:
    """Knows which facilities a judgment means."""

    def __init__(self, facilities: Sequence[Facility], places: Places) -> None:
        self._facilities, self._places = facilities, places
        self._has: dict[str, set[int]] = {}
        for doc, one in enumerate(facilities):
            for mark in _marks(one):
                self._has.setdefault(mark, set()).add(doc)
        self._points = np.array([(one.latitude or math.nan, one.longitude or math.nan) for one in facilities])

    def truth(self, judgment: Judgment) -> Truth:
        """The documents. Raises ValueError when a judgment means none, or knows no such term."""
        first, more, wrong = map(self._kinds, judgment[2:])
        if not first | more or (judgment.must_first and not first) or (judgment.must_appear and not more):
            raise ValueError(f"{judgment}: there is no such facility.")
        return Truth(first, first | more, wrong)

    def _kinds(self, told: str) -> frozenset[int]:
        return frozenset(doc for kind in told.split(";") if kind.strip() for doc in self._kind(kind.split()))

    def _kind(self, parts: Sequence[str]) -> set[int]:
        docs = set(range(len(self._facilities)))
        for part in sorted(parts, key=lambda part: part.startswith("nearest:")):
            name, _, value = part.partition(":")
            docs = _PARTS[name](self, docs, value) if name in _PARTS else self._term(docs, part)
        return docs

    def _term(self, docs: set[int], part: str) -> set[int]:
        name = part.removeprefix("!")
        facet, _, key = name.partition(":")
        if facet not in ("name", "state", "city", "zip") and key not in vocabulary().facets[facet].terms:
            raise ValueError(f"{part} is no term.")
        those = self._has.get(name if facet != "name" else name.lower(), set())
        return docs - those if part.startswith("!") else docs & those

    def _near(self, docs: set[int], value: str) -> set[int]:
        zip5, _, miles = value.partition("/")
        return {doc for doc, away in self._away(docs, zip5).items() if away <= float(miles)}

    def _nearest(self, docs: set[int], value: str) -> set[int]:
        away = self._away(docs, value)
        least = min(away.values(), default=0.0)
        return {doc for doc, miles in away.items() if miles <= least + 0.01}

    def _away(self, docs: set[int], zip5: str) -> dict[int, float]:
        point = self._places.zip_point(zip5)
        if point is None:
            raise ValueError(f"{zip5} has no point.")
        placed = [doc for doc in sorted(docs) if not np.isnan(self._points[doc, 0])]
        miles = geodesic_miles(*point, self._points[placed])
        return dict(zip(placed, miles.tolist(), strict=True))


_PARTS: Mapping[str, Callable[[Judge, set[int], str], set[int]]] = {"near": Judge._near, "nearest": Judge._nearest}


def _marks(one: Facility) -> set[str]:
    """What a facility is known by in a judgment."""
    names = " ".join((one.name, one.name2, *(f"{voice.name} {voice.name2}" for voice in one.voices)))
    words = {f"name:{word}" for word in re.findall(r"\w+", names.lower())}
    terms = {f"{facet}:{key}" for facet, keys in one.terms.items() for key in keys}
    return words | terms | {f"state:{one.state}", f"city:{one.city.replace(' ', '_')}", f"zip:{one.zip[:5]}"}
