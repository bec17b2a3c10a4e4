"""Areas of documents: their state and county, as numbers, so that "in Texas" and "in Bell County" are one
comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from directory import place_names

county_key = place_names.county_key


class Areas:
    """State and county keys of documents, in document order."""

    def __init__(self, states: Sequence[str], counties: Sequence[str]) -> None:
        self._states = np.array(states, dtype="U2")
        self._counties = np.array(counties, dtype="U40")

    def state(self, code: str) -> NDArray[np.bool_]:
        """Documents in a state, by its two-letter code."""
        found: NDArray[np.bool_] = self._states == code
        return found

    def county(self, state: str, county: str) -> NDArray[np.bool_]:
        """Documents in a county of a state."""
        found: NDArray[np.bool_] = self._counties == county_key(state, county)[:40]
        return found
