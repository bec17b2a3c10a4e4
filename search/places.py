"""Places without a network: a ZIP code, city, county, state or pair of coordinates, as people write them, to a point.

Reads the table that `importers/places.py` builds. Nothing is guessed: an unknown name is answered with near spellings,
a name that several places share with the choices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from geopy.distance import great_circle

from directory.errors import AmbiguousPlaceError, PlaceError, UnknownPlaceError
from directory.place_names import BIG, OUTSHINES, UNLISTED, key, words
from directory.states import state_name
from search.place import Place, after_street, of_row, of_zip
from search.place_beginnings import Beginnings
from search.place_streets import is_named, is_street, street_splits
from search.place_table import NameRow, PlaceRow, PlaceTable, ZipRow
from search.place_words import (
    RIGHT,
    WHEREVER,
    before_state,
    coordinates,
    coordinates_label,
    county_stem,
    name_keys,
    readable,
    said_state,
    split_zip,
    state_of,
)

__all__ = ["Place", "Places"]

CHOICES = 8
NEAR_SPELLINGS = 5
"""How many an error offers."""

MILITARY = (
    "Military mail goes to bases abroad and to ships, so it has no point on our map. Please give the ZIP code or the"
    " town you are in or near in the United States: for a base its town, such as Jacksonville, NC."
)

APART = 50.0
"""Miles. A ZIP code and a town farther apart contradict each other; the longest rural routes are within."""


class Places:
    """The place table, opened for reading. Threads may share it: a look-up is a few queries of microseconds each."""

    def __init__(self, path: Path) -> None:
        """Raises GenerationError when there is no table at `path`, or one of another schema."""
        self._table = PlaceTable(path)
        self._beginnings = Beginnings(self._table)

    def close(self) -> None:
        """Closes the table; the object is of no use afterwards."""
        self._table.close()

    def find(self, text: str) -> Place:
        """The one place that is meant.

        A street address is read as its ZIP code or town. Raises UnknownPlaceError with near spellings,
        AmbiguousPlaceError with choices, and PlaceError for what cannot be used: an empty text, a military ZIP code, a
        ZIP code in another state than the one beside it.
        """
        asked = readable(text)
        readings = (self._point, self._zip, self._in_county, self._in_state, self._state, self._anywhere, self._street)
        for read in readings:
            place = read(asked)
            if place is not None:
                return place
        raise self._unknown(asked)

    def suggest(self, prefix: str, limit: int = 8, *, nearly: bool = False) -> list[Place]:
        """Places whose name begins so, the largest first; ZIP codes in order. Where none does, and with `nearly`, those
        whose name begins nearly so. Nothing below two letters or digits."""
        found = self._beginnings.suggest(prefix, limit)
        return found or (self._beginnings.nearly(prefix, limit) if nearly else [])

    def names(self) -> list[NameRow]:
        """Every name of a town, neighbourhood or county, the largest place first: 66,000 rows."""
        return self._table.names()

    def zip_point(self, zip5: str) -> tuple[float, float] | None:
        """Latitude and longitude of a ZIP code; None when it is unknown or has no point."""
        row = self._table.zip(zip5)
        return None if row is None else _located(row)

    def zip_county(self, zip5: str) -> str:
        """The county most of a ZIP code is in, such as "Allegheny County"; "" when it is not known."""
        row = self._table.zip(zip5)
        return "" if row is None else row.county

    def zips(self) -> dict[tuple[str, str], tuple[tuple[float, float] | None, str]]:
        """What `zip_point` and `zip_county` tell of every ZIP code, by state and ZIP: 42,789 at once cost what 2,000
        one by one do, and a ZIP code of another state is seen to be wrong."""
        rows = self._table.zip_points()
        return {(state, z): (None if lat is None or lon is None else (lat, lon), c) for state, z, c, lat, lon in rows}

    def every_zip(self) -> list[ZipRow]:
        """The whole table of ZIP codes, in order."""
        return self._table.every_zip()

    def _point(self, asked: str) -> Place | None:
        point = coordinates(asked)
        if point is None:
            return None
        label = coordinates_label(*point)
        return Place(kind="point", label=label, latitude=point[0], longitude=point[1], approximate=False)

    def _zip(self, asked: str) -> Place | None:
        split = split_zip(asked)
        if split is None:
            return self._other_digits(asked) if asked.isascii() and asked.isdigit() else self._zip_first(asked)
        rest, zip5 = split
        row = self._table.zip(zip5)
        if row is None:
            near = (*self._town_said(rest), *(p.label for p in self._zips_near(zip5)))
            raise UnknownPlaceError(
                f"We do not know the ZIP code {zip5}. Please check it, or give a city with its state.",
                near[:NEAR_SPELLINGS],
            )
        if rest:
            self._check_agreement(rest, row)
        place = of_zip(row) if _located(row) else self._without_point(row)
        return after_street(place, rest.partition(",")[0]) if is_street(rest) else place

    def _town_said(self, rest: str) -> tuple[str, ...]:
        """The town of words that end in one: before a ZIP code that there is not, behind a name that we do not know."""
        try:
            place = self._in_state(rest) or self._street(rest)
        except AmbiguousPlaceError as error:
            return error.choices
        return (place.label,) if place else ()

    def _without_point(self, row: ZipRow) -> NoReturn:
        """Refuses a ZIP code that is nowhere on the map."""
        if row.kind == "MILITARY":
            raise PlaceError(f"{row.zip} is a military ZIP code. {MILITARY}")
        near = tuple(place.label for place in self._zips_near(row.zip))
        told = f"{row.zip} ({row.city}, {row.state}) has no point on our map."
        raise UnknownPlaceError(f"{told} Please give the ZIP code or the city of a place near you.", near)

    def _other_digits(self, digits: str) -> Place:
        """Four digits are a ZIP code that lost its 0 in a spreadsheet; nine are ZIP+4."""
        if len(digits) == 9:
            return self.find(digits[:5])
        row = self._table.zip("0" + digits) if len(digits) == 4 else None
        if row is not None and _located(row):
            return of_zip(row)
        near = tuple(p.label for p in self._zips_beginning(digits[:4], NEAR_SPELLINGS))
        raise UnknownPlaceError(f"{digits} is no ZIP code: a ZIP code has five digits, such as 02108.", near)

    def _check_agreement(self, rest: str, row: ZipRow) -> None:
        """A ZIP code is exact, so it wins over a name that we do not know, but not over one that contradicts it."""
        here = f"The ZIP code {row.zip} is in {row.city}, {row.state}"
        rest = self._town_of(rest)
        parts = words(rest)
        code = state_of(parts)
        readings: list[tuple[tuple[str, ...], str]] = [((), code)] if code else list(before_state(rest))
        if readings and row.state not in {code for _, code in readings}:
            elsewhere = state_name(readings[0][1])
            raise PlaceError(f"{here}, not in {elsewhere}. Please give the ZIP code alone, or the city with its state.")
        name = next((name for name, code in readings if code == row.state), () if readings else parts)
        if not name or key(name) == key(words(row.city)):
            return
        towns = self._table.named(name_keys(name), row.state if readings else "")
        if towns and row.latitude is not None and not any(_miles(t, row) <= APART for t in towns):
            raise PlaceError(f"{here}, far from {towns[0].label}. Please give one of the two.")

    def _town_of(self, rest: str) -> str:
        """ "12 Oak St, Tulsa, OK" without its street, where a town of the state is left."""
        for _, town in street_splits(rest):
            if any(self._table.named(name_keys(name), code) for name, code in before_state(town)):
                return town
        return rest

    def _zip_first(self, asked: str) -> Place | None:
        """ "15213 Pittsburgh", "15213, PA": but 15213 Main Street is a street."""
        row = self._table.zip(asked[:5]) if re.match("[0-9]{5}[ ,]", asked) else None
        if row is None:
            return None
        rest = asked[5:].strip(" ,")
        parts, town = words(rest), key(words(row.city))
        said = state_of(parts) == row.state or key(parts) == town
        said = said or any((key(name), code) == (town, row.state) for name, code in before_state(rest))
        return self._zip(row.zip) if said else None

    def _in_county(self, asked: str) -> Place | None:
        """ "Salem, Fulton County, AR": the label of one of two towns of a state with the same name."""
        parts = [words(part) for part in asked.split(",")]
        code = state_of(parts[-1]) if len(parts) == 3 else None
        if code is None:
            return None
        towns = [t for t in self._table.named(name_keys(parts[0]), code) if key(words(t.county)) in name_keys(parts[1])]
        return of_row(towns[0]) if len(towns) == 1 else None

    def _in_state(self, asked: str) -> Place | None:
        for name, code in before_state(asked):
            found = self._table.named(name_keys(name), code)
            if found:
                return self._only(found, asked, 0)
        return None

    def _state(self, asked: str) -> Place | None:
        parts = words(asked)
        said = said_state(parts)
        code = said or state_of(parts)
        if code is None:
            return None
        state = self._table.state(code)
        names = {"".join(parts), key(parts)}
        cities = [] if said else [c for c in self._table.named(tuple(names)) if c.population > BIG]
        if cities:
            raise _ambiguous(asked, [state, *cities], "is the name of a state and of a city")
        return of_row(state)

    def _anywhere(self, asked: str) -> Place | None:
        parts = words(asked)
        found = self._table.named(name_keys(parts)) if parts else []
        return self._only(found, asked, BIG) if found else None

    def _only(self, rows: Sequence[PlaceRow], asked: str, least: int) -> Place:
        """The one that is meant by the rule at `OUTSHINES`. Neighbourhoods count only where no town has the name."""
        towns = [row for row in rows if not row.minor] or list(rows)
        first, others = towns[0], towns[1:]
        # A county is never taken for its size: Cook County is in Illinois, Minnesota and Georgia.
        if not others or (first.kind != "county" and _outshines(first, others[0], least)):
            return of_row(first)
        raise _ambiguous(asked, towns, "is the name of more than one place")

    def _street(self, asked: str) -> Place | None:
        """The town of "350 5th Ave, New York": streets are not looked up, but the rest may be what is wanted."""
        splits = list(street_splits(asked))
        named = [split for split in splits if is_named(split[0])]
        for read, ways in ((self._in_state, splits), (self._anywhere, named)):
            for street, town in ways:
                place = read(town)
                if place is not None:
                    return after_street(place, street)
        return None

    def _unknown(self, asked: str) -> PlaceError:
        parts = words(asked)
        if {"apo", "fpo", "dpo"} & set(parts):
            return PlaceError(f"This is a military address. {MILITARY}")
        if " ".join(parts) in WHEREVER:
            return PlaceError(f"We do not know where you are. Please give {RIGHT}.")
        name, code = next(iter(before_state(asked)), (words(asked.partition(",")[0]), ""))
        parted = asked.split(",")
        endings = (",".join(parted[at:]) for at in (-2, -1) if -at < len(parted))  # "Some Clinic, Tulsa, OK"
        near = next(filter(None, map(self._town_said, endings)), ())
        near = near or (self._spelt_alike(key(name), code) if name else ())
        if not near and len(parts) > len(name):
            near = self._spelt_alike(key(parts), "")
        return UnknownPlaceError(f"We know no place called “{asked}”. Please give {RIGHT}.", near)

    def _spelt_alike(self, folded: str, code: str) -> tuple[str, ...]:
        """Labels of near spellings: those in the state first, then by slips, then by people. Counties that were written
        without their last word, or with another one, come before all."""
        stem = county_stem(folded)
        counties = self._table.counties_beginning(stem, code)
        same = [row.id for row in counties if county_stem(key(words(row.county))) == stem]
        near = [*same, *self._table.near(folded, code)]
        return tuple(row.label for row in self._table.by_id(dict.fromkeys(near[: 2 * NEAR_SPELLINGS])))[:NEAR_SPELLINGS]

    def _zips_beginning(self, digits: str, limit: int) -> list[Place]:
        return [of_zip(row) for row in self._table.zips_beginning(digits, limit)]

    def _zips_near(self, zip5: str) -> list[Place]:
        """ZIP codes of the same sorting centre (the first three digits), those with the nearest numbers."""
        region = self._zips_beginning(zip5[:3], 100)
        return sorted(region, key=lambda p: abs(int(p.zip) - int(zip5)))[:NEAR_SPELLINGS]


def _outshines(first: PlaceRow, other: PlaceRow, least: int) -> bool:
    return first.population > least and first.population >= OUTSHINES * max(other.population, UNLISTED)


def _ambiguous(asked: str, rows: Sequence[PlaceRow], what: str) -> AmbiguousPlaceError:
    choices = tuple(row.label for row in rows[:CHOICES])
    return AmbiguousPlaceError(f"“{asked}” {what}. Please say which, as in “{choices[0]}”.", choices)


def _miles(town: PlaceRow, row: ZipRow) -> float:
    return float(great_circle((town.latitude, town.longitude), (row.latitude, row.longitude)).miles)


def _located(row: ZipRow) -> tuple[float, float] | None:
    return None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
