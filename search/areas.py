"""Areas of documents: what lies in a state or a county."""

from __future__ import annotations

from collections.abc import Sequence

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


class Grouped:
    """Documents by a name they share. `names` are all there are, `codes` which of these each document has."""

    def __init__(self, names: Sequence[str], codes: NDArray[np.int32]) -> None:
        order = np.argsort(codes, kind="stable").astype(np.int32)
        ends = np.cumsum(np.bincount(codes, minlength=len(names)))[:-1]
        self._docs = dict(zip(names, np.split(order, ends), strict=True)) if names else {}

    def of(self, name: str) -> Docs:
        """Those of a name, ascending."""
        return self._docs.get(name, NOWHERE)
