"""The names of the place table in memory, so that every word of a question can be asked whether it is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.place_names import key, words
from search.place_table import SLIPS
from search.places import Places

MOST_SLIPS = 2
"""Slips allowed in a place's name within a question. Where the whole text is a place, `Places` allows three."""

_EVERY_NAME = (
    "SELECT n.key, p.population, p.label, p.state, p.kind = 'city' AND NOT p.minor"
    " FROM names n JOIN places p ON p.id = n.place WHERE p.kind <> 'state' ORDER BY p.id"
)


class Name(NamedTuple):
    """What is known of a name: people of its largest town, that town's label, the states that have the name, and
    whether it is one of a town and not of a neighbourhood or county alone."""

    people: int
    label: str
    states: frozenset[str]
    town: bool


class Gazetteer:
    """The names of the place table in memory, so that any word of a question can be asked whether it is one: 40,000
    names take about 15 MB and 0.2 s once. Threads may share it."""

    def __init__(self, places: Places) -> None:
        self._names = _names(places)
        self._letters: defaultdict[str, list[str]] = defaultdict(list)
        for name, known in self._names.items():
            if known.town:
                self._letters[name[0]].append(name)
        self.alike = lru_cache(4096)(self._alike)

    def get(self, name: str) -> Name | None:
        """What is known of the name with this key."""
        return self._names.get(name)

    def _alike(self, name: str, code: str, least: int) -> str:
        """The place that a misspelt key is meant for: the fewest slips, then the most people. "" for none.

        `code`: a state it must be in, or "". `least`: people it must have.
        """
        slips = next((allowed for letters, allowed in SLIPS if len(name) <= letters), 3)
        nearby = [n for letter in dict.fromkeys(name[:2]) for n in self._letters.get(letter, ())] if name else []
        found = process.extract(name, nearby, scorer=OSA.distance, score_cutoff=min(slips, MOST_SLIPS), limit=None)
        fits = [
            (away, -known.people, known.label)
            for near_name, away, _ in found
            for known in (self._names[near_name],)
            if known.people >= least and (not code or code in known.states)
        ]
        return min(fits)[2].partition(",")[0] if fits else ""


def _names(places: Places) -> dict[str, Name]:
    """Every name of a town or county, by key."""
    rows: defaultdict[str, list[tuple[int, str, str, int]]] = defaultdict(list)
    for name, people, label, state, town in _every_name(places):
        rows[name].append((people, label, state, town))
    shared: dict[frozenset[str], frozenset[str]] = {}
    return {name: _known(name, listed, shared) for name, listed in rows.items()}


def _known(name: str, rows: list[tuple[int, str, str, int]], shared: dict[frozenset[str], frozenset[str]]) -> Name:
    """Of towns and counties of one name, the largest first. Most names are of one state, so the sets are shared."""
    states = frozenset(state for _, _, state, _ in rows)
    towns = [row for row in rows if row[3]] or rows
    # A name may also be another one of a larger town: Harrisburg is written so, Harrisonburg is not.
    people, label, _, town = next((row for row in towns if key(words(row[1].partition(",")[0])) == name), towns[0])
    return Name(people, label, shared.setdefault(states, states), bool(town))


def _every_name(places: Places) -> Iterable[tuple[str, int, str, str, int]]:
    """Key, people, label, state, and whether it is a town, the largest first."""
    return places._table._rows(_EVERY_NAME)
