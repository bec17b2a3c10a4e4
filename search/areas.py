"""Areas of documents: what lies in a state or a county."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from directory import place_names
from search.bitmaps import Docs

county_key = place_names.county_key

NOWHERE: Docs = np.empty(0, np.int32)


class Areas:
    """The documents of each state and county."""

    def __init__(self, states: Grouped, counties: Grouped) -> None:
        self._states = states
        self._counties = counties

    def state(self, code: str) -> Docs:
        """Documents in a state, by its two-letter code, ascending."""
        return self._states.of(code)

    def county(self, state: str, county: str) -> Docs:
        """Documents in a county of a state, ascending."""
        return self._counties.of(county_key(state, county)[:40])


class Sorted(NamedTuple):
    """Documents by a code: those of code 0 first, each code's ascending and up to its end."""

    docs: Docs
    ends: NDArray[np.int64]


def grouped(codes: NDArray[np.int32], count: int) -> Sorted:
    """Documents by the code that each has, of so many."""
    ends = np.cumsum(np.bincount(codes, minlength=count)).astype(np.int64)
    return Sorted(np.argsort(codes, kind="stable").astype(np.int32), ends)


class Grouped:
    """Documents by a name they share. `names` are all there are, in the order of their codes; `docs` and `ends` are
    those of `Sorted`."""

    def __init__(self, names: Sequence[str], docs: Docs, ends: NDArray[np.int64]) -> None:
        self._codes = {name: code for code, name in enumerate(names)}
        self._docs = docs
        self._ends = ends

    def of(self, name: str) -> Docs:
        """Those of a name, ascending."""
        code = self._codes.get(name)
        if code is None:
            return NOWHERE
        return self._docs[self._ends[code - 1] if code else 0 : self._ends[code]]
