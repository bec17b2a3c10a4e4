"""The names of the place table in memory, so that every word of a question can be asked whether it is one."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.place_names import BIG, key, words
from search.place_regions import ABOUT, REGIONS, Region
from search.place_table import SLIPS, NameRow
from search.places import Places

TOWNS = frozenset({"city", "neighborhood"})
"""Kinds of places that a misspelt name is taken for."""

MOST_SLIPS = 2
"""Slips allowed in a place's name within a question. Where the whole text is a place, `Places` allows three."""


UNCOUNTED = 20_000
"""People of a neighborhood of which nobody says how many it has, as many as let a bare name be a place: Pilsen."""


class Name(NamedTuple):
    """What is known of a name: people of its largest town, that town's label, the states that have the name, whether
    it is one of a town and not of a neighbourhood or county alone, and whether of a neighborhood with its city."""

    people: int
    label: str
    states: frozenset[str]
    town: bool
    inside: bool


class Gazetteer:
    """The names of the place table in memory, so that any word of a question can be asked whether it is one: 40,000
    names take about 15 MB and 0.2 s once. Threads may share it."""

    def __init__(self, places: Places) -> None:
        self._names = _names(places)
        self._letters: defaultdict[str, list[str]] = defaultdict(list)
        for name, known in self._names.items():
            if known.town or known.inside:
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
            (away, -known.people, known.label.partition(",")[0] if known.town else known.label)
            for near_name, away, _ in found
            for known in (self._names[near_name],)
            if known.people >= least and (not code or code in known.states)
        ]
        return min(fits)[2] if fits else ""


def _names(places: Places) -> dict[str, Name]:
    """Every name of a town, neighborhood, county or region, by key."""
    shared: dict[frozenset[str], frozenset[str]] = {}
    towns = {name: _known(name, list(rows), shared) for name, rows in groupby(places.names(), lambda row: row.key)}
    return towns | {name: _region(name, region, towns.get(name)) for name, region in REGIONS.items()}


def _known(name: str, rows: list[NameRow], shared: dict[frozenset[str], frozenset[str]]) -> Name:
    """Of places of one name, the largest first. Most names are of one state, so the sets are shared."""
    states = frozenset(row.state for row in rows)
    towns = [row for row in rows if row.kind in TOWNS and not row.minor] or rows
    # A name may also be another one of a larger town: Harrisburg is written so, Harrisonburg is not.
    first = next((row for row in towns if _bare(row) == name), towns[0])
    inside = _with_city(first, name)
    people = max(first.population, BIG) if inside else first.population or _of_neighborhood(first, name)
    town = first.kind in TOWNS and not first.minor and _bare(first) == name
    return Name(people, first.label, shared.setdefault(states, states), town, inside)


def _of_neighborhood(row: NameRow, name: str) -> int:
    """People that a neighborhood counts as which no list counts: all of ours are well known."""
    return UNCOUNTED if row.kind == "neighborhood" and _bare(row) == name else 0


def _region(name: str, region: Region, town: Name | None) -> Name:
    """A region's name, which may be a town's too: Long Island is in Kansas as well. One of several counties is asked
    about, so it needs "in" or its state: "Finger Lakes Addiction Counseling" is a name."""
    states = region.states | town.states if town else region.states
    taken = len(region.labels) == 1 or region.abroad or name.endswith("area")  # else Bay, Arkansas, is read there
    people = ABOUT if taken else 0
    return Name(people, region.labels[0], states, town=False, inside=False)


def _bare(row: NameRow) -> str:
    return key(words(row.label.partition(",")[0]))


def _with_city(row: NameRow, name: str) -> bool:
    """Whether a neighborhood is said with its city, which leaves no doubt: "Capitol Hill Seattle"."""
    return row.kind == "neighborhood" and name != _bare(row)
