"""Places of the place table that have facilities of their own, for those who list pages of them: `web/sitemap.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from directory.errors import PlaceError
from directory.states import STATES
from search.generation import Generation
from search.geodesic import bent_miles, centre, earth_centred
from search.place import Place
from search.places import Places
from search.query import DEFAULT_WITHIN

LEAST = 3
"""Facilities from which on a town is worth a page. Of 12,740 real ones 1,218 towns have as many, of 4,327 that have
any; what is in the others is on the pages of their counties and of the towns around."""


def peopled(generation: Generation) -> list[str]:
    """Labels of the states and counties in which anything is listed now, then of towns with at least LEAST such
    facilities, those with the most first. Each is found again by its label, and a page of results near it has what was
    counted. Takes three seconds for 250,000 facilities."""
    names = (row.label for row in generation.places.names() if row.kind == "county")
    areas = (*(state.code for state in STATES), *names)
    inside = (place.label for place in _found(generation.places, areas) if _lists(generation, place))
    return list(dict.fromkeys((*inside, *_towns(generation))))


def _lists(generation: Generation, area: Place) -> bool:
    """Whether anything is listed in a state or county."""
    areas = generation.areas
    docs = areas.state(area.state) if area.kind == "state" else areas.county(area.state, area.county)
    return bool(generation.listed[docs].any())


def _towns(generation: Generation) -> list[str]:
    """A facility is in the town of its ZIP code; it counts where it is as near to the town's point as a search looks by
    default."""
    counted: dict[str, int] = {}
    for town, docs in _by_town(generation).items():
        for place in _found(generation.places, [town]) if len(docs) >= LEAST else ():
            near = _near(generation, place, docs)
            if near >= LEAST:
                counted[place.label] = max(near, counted.get(place.label, 0))
    return sorted(counted, key=lambda label: (-counted[label], label))


def _by_town(generation: Generation) -> dict[str, list[int]]:
    """Documents that are listed and have a point, by what their ZIP code's town is called."""
    towns = {row.zip: f"{row.city}, {row.state}" for row in generation.places.every_zip()}
    counts = generation.listed & generation.geo.located
    inside: defaultdict[str, list[int]] = defaultdict(list)
    for doc, pin in generation.pins():
        if counts[doc] and pin.zip in towns:
            inside[towns[pin.zip]].append(doc)
    return inside


def _near(generation: Generation, town: Place, docs: list[int]) -> int:
    if town.latitude is None or town.longitude is None:
        return 0
    here = np.array(centre(town.latitude, town.longitude))
    miles = bent_miles(here, earth_centred(*generation.geo.points[docs].T))
    return int(np.count_nonzero(miles <= DEFAULT_WITHIN))


def _found(places: Places, names: Iterable[str]) -> Iterator[Place]:
    """The places of names, without those that are several places' or that their own label does not find."""
    for name in names:
        try:
            place = places.find(name)
            if places.find(place.label) == place:
                yield place
        except PlaceError:
            continue
