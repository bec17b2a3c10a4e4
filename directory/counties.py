"""Counties and what counts as one (parishes, boroughs, independent cities) with their Census codes, from
`counties.csv`: the names that the place table has them under."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class County(NamedTuple):
    """A county: its five digits at the Census Bureau (FIPS), the letters of its state, its name with what it is."""

    fips: str
    state: str
    name: str


@cache
def counties() -> tuple[County, ...]:
    """All of them, by code."""
    lines = files("directory").joinpath("counties.csv").read_text("utf-8").splitlines()
    return tuple(County(**row) for row in csv.DictReader(lines))


@cache
def fips_codes() -> Mapping[tuple[str, str], str]:
    """Codes by state and name."""
    return {(county.state, county.name): county.fips for county in counties()}


@cache
def states_of_one_county() -> frozenset[str]:
    """The letters of states and territories that are one county as a whole."""
    return frozenset(state for state, count in Counter(county.state for county in counties()).items() if count == 1)
