"""Which service codes an invented place has: as frequent, and as often together, as they are in reality.

The numbers are in `shares.csv`, counted in SAMHSA's directories of 2023 (substance use, 12,744 places) and 2022 (mental
health, 9,037) and rounded: how many per cent of the places have a code if they have all the codes of `within`, how many
`otherwise`, and the codes it is `never_with`. Each code looks at the one that tells most about it, so a clinic that
tests for HIV will mostly test for hepatitis as well, and only an opioid treatment program gives methadone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

import numpy as np


@dataclass(frozen=True, slots=True)
class Odds:
    """The chances of one code, from 0 to 1. `column` is its own; `within` and `never_with` are those of others."""

    column: int
    within: tuple[int, ...]
    never_with: tuple[int, ...]
    inside: float
    outside: float


@dataclass(frozen=True, slots=True)
class Survey:
    """One questionnaire: its codes in the order of the columns, and their odds in an order that can be drawn."""

    codes: tuple[str, ...]
    odds: tuple[Odds, ...]

    def draw(self, count: int, random: np.random.RandomState) -> list[list[str]]:
        """The codes of `count` places, in the order of the columns.

        A whole column at a time: 100,000 places a second and more, where code by code it was 20,000.
        """
        chances = random.random_sample((len(self.codes), count))
        has = np.zeros(chances.shape, dtype=bool)
        for odds in self.odds:
            inside = has[odds.within, :].all(axis=0)
            barred = has[odds.never_with, :].any(axis=0)
            has[odds.column] = (chances[odds.column] < np.where(inside, odds.inside, odds.outside)) & ~barred
        names = np.array(self.codes, dtype=object)
        return [names[place].tolist() for place in has.T]

    def fixed(self, wanted: Mapping[str, bool]) -> Survey:
        """The same survey, where every place has (or has not) these codes."""
        certain = {self.codes.index(code): float(has) for code, has in wanted.items()}
        return replace(self, odds=tuple(_fixed(odds, certain.get(odds.column)) for odds in self.odds))


def drawn(asked: Survey, seed: int, batch: int = 1000) -> Iterator[list[str]]:
    """The codes of one place after another, without end; `batch` of them are drawn at once."""
    random = np.random.RandomState(seed)
    while True:
        yield from asked.draw(batch, random)


@cache
def survey(key: str) -> Survey:
    """The questionnaire "su" or "mh"."""
    lines = (files("importers.samples") / "shares.csv").read_text(encoding="utf-8").splitlines()
    rows = {row["code"]: row for row in csv.DictReader(lines) if row["survey"] == key}
    codes = tuple(rows)
    order = TopologicalSorter({code: f"{row['within']} {row['never_with']}".split() for code, row in rows.items()})
    return Survey(codes, tuple(_odds(codes, rows[code]) for code in order.static_order()))


def _odds(codes: Sequence[str], row: Mapping[str, str]) -> Odds:
    return Odds(
        column=codes.index(row["code"]),
        within=tuple(codes.index(code) for code in row["within"].split()),
        never_with=tuple(codes.index(code) for code in row["never_with"].split()),
        inside=float(row["percent"]) / 100,
        outside=float(row["otherwise"] or 0) / 100,
    )


def _fixed(odds: Odds, certain: float | None) -> Odds:
    return odds if certain is None else replace(odds, inside=certain, outside=certain, never_with=())
