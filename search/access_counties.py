"""Which places are in which county, for the access report; and where that is not known of all."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from directory.counties import counties, states_of_one_county
from search.access_areas import Area
from search.bitmaps import Docs
from search.generation import Generation
from search.measures import Mask

UNKNOWN = -1
"""Counted where it is not known how many there are."""


def in_county(generation: Generation, state: str, county: str) -> Docs:
    """The documents in a county, ascending: where it is the only one, all of the state (Guam, the District of
    Columbia), whether or not somebody named it."""
    areas = generation.areas
    return areas.state(state) if state in states_of_one_county() else areas.county(state, county)


class CountyCounts:
    """Counts documents in counties. `outside` are those listed of which no county is known."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self.outside: Mask = generation.listed.copy()
        for county in counties():
            self.outside[in_county(generation, county.state, county.name)] = False

    def of(self, areas: Iterable[Area], groups: tuple[Mask, ...]) -> NDArray[np.int32]:
        """How many of each group are in the county of each area, (areas, groups). UNKNOWN where the area has no county,
        and instead of 0 where one of the group is in the state, but nobody knows in which county."""
        counted: dict[tuple[str, str], tuple[int, ...]] = {("", ""): (UNKNOWN,) * len(groups)}
        keys = [(area.state, area.county) if area.county else ("", "") for area in areas]
        for key in dict.fromkeys(keys):
            if key not in counted:
                counted[key] = tuple(self._counted(*key, group) for group in groups)
        return np.array([counted[key] for key in keys], np.int32).reshape(-1, len(groups))

    def _counted(self, state: str, county: str, group: Mask) -> int:
        inside = int(np.count_nonzero(group[in_county(self._generation, state, county)]))
        if inside:
            return inside
        anywhere = self._generation.areas.state(state)
        return UNKNOWN if (group & self.outside)[anywhere].any() else 0
