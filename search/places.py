"""Places without a network: a ZIP code, city, county, state or pair of coordinates, as people write them, to a point.

Reads the table that `importers/places.py` builds. Nothing is guessed: an unknown name is answered with near spellings,
a name that several places share with the choices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
from geopy.distance import great_circle

from directory.errors import AmbiguousPlaceError, PlaceError, UnknownPlaceError
from directory.place_names import BIG, OUTSHINES, UNLISTED, key, words
from directory.states import STATES, state_name
from search.place_table import PlaceRow, PlaceTable, ZipRow
from search.place_words import (
    RIGHT,
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

CHOICES = 8
NEAR_SPELLINGS = 5
"""How many an error offers."""

APART = 50.0
"""Miles. A ZIP code and a town farther apart contradict each other; the longest rural routes are within."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place that was found. `label` finds it again.

    `kind` is "zip", "city", "county", "state" or "point". Latitude and longitude are degrees: of a ZIP and a town about
    its post office, of a county and a state about where its people live, so `approximate`. Only coordinates that were
    typed are exact. `rough` says that two sources of a ZIP's point disagree by more than 15 miles. `population` is for
    ordering: of a county and a state it is the sum of its towns and neighbourhoods.
    """

    kind: str
    label: str
    state: str = ""
    county: str = ""
    zip: str = ""
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = True
    rough: bool = False
    population: int = 0


class Places:
    """The place table, opened for reading. Threads may share it: a look-up is a few queries of microseconds each."""

    def __init__(self, path: Path) -> None:
        """Raises GenerationError when there is no table at `path`, or one of another schema."""
        self._table = PlaceTable(path)

    def close(self) -> None:
        """Closes the table; the object is of no use afterwards."""
        self._table.close()

    def find(self, text: str) -> Place:
        """The one place that is meant.

        Raises UnknownPlaceError with near spellings, AmbiguousPlaceError with choices, and PlaceError for what cannot
        be used: an empty text, a military ZIP code, a ZIP code in another state than the one beside it.
        """
        asked = readable(text)
        for read in (self._point, self._zip, self._in_county, self._in_state, self._state, self._anywhere):
            place = read(asked)
            if place is not None:
                return place
        raise self._unknown(asked)

    def suggest(self, prefix: str, limit: int = 8) -> list[Place]:
        """Places whose name begins so, the largest first; ZIP codes in order. Nothing below two letters or digits."""
        parts = words(prefix[:100])
        typed = "".join(parts)
        if len(typed) < 2 or limit < 1:
            return []
        if typed.isdigit():
            return [] if len(typed) > 5 else self._zips_beginning(typed, limit)
        head, comma, tail = prefix.rpartition(",")
        if comma and words(head):
            codes = _codes_beginning("".join(words(tail)))
            return self._beginning(words(head), limit, codes)
        readings = (self._beginning(name, limit, (code,)) for name, code in before_state(prefix))
        return self._beginning(parts, limit) or next(filter(None, readings), [])

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

    def _point(self, asked: str) -> Place | None:
        point = coordinates(asked)
        if point is None:
            return None
        label = coordinates_label(*point)
        return Place(kind="point", label=label, latitude=point[0], longitude=point[1], approximate=False)

    def _zip(self, asked: str) -> Place | None:
        split = split_zip(asked)
        if split is None:
            if asked.isascii() and asked.isdigit():
                return self._other_digits(asked)
            return None
        rest, zip5 = split
        row = self._table.zip(zip5)
        if row is None:
            near = tuple(p.label for p in self._zips_near(zip5))
            raise UnknownPlaceError(
                f"We do not know the ZIP code {zip5}. Please check it, or give a city with its state.", near
            )
        if rest:
            self._check_agreement(rest, row)
        return _zip_place(row)

    def _other_digits(self, digits: str) -> Place:
        """Four digits are a ZIP code that lost its 0 in a spreadsheet; nine are ZIP+4."""
        if len(digits) == 9:
            return self.find(digits[:5])
        row = self._table.zip("0" + digits) if len(digits) == 4 else None
        if row is not None and row.latitude is not None:
            return _zip_place(row)
        near = tuple(p.label for p in self._zips_beginning(digits[:4], NEAR_SPELLINGS))
        raise UnknownPlaceError(f"{digits} is no ZIP code: a ZIP code has five digits, such as 02108.", near)

    def _check_agreement(self, rest: str, row: ZipRow) -> None:
        """A ZIP code is exact, so it wins over a name that we do not know, but not over one that contradicts it."""
        here = f"The ZIP code {row.zip} is in {row.city}, {row.state}"
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

    def _in_county(self, asked: str) -> Place | None:
        """ "Salem, Fulton County, AR": the label of one of two towns of a state with the same name."""
        parts = [words(part) for part in asked.split(",")]
        code = state_of(parts[-1]) if len(parts) == 3 else None
        if code is None:
            return None
        towns = [t for t in self._table.named(name_keys(parts[0]), code) if key(words(t.county)) in name_keys(parts[1])]
        return _place(towns[0]) if len(towns) == 1 else None

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
        return _place(state)

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
            return _place(first)
        raise _ambiguous(asked, towns, "is the name of more than one place")

    def _unknown(self, asked: str) -> PlaceError:
        parts = words(asked)
        if {"apo", "fpo", "dpo"} & set(parts):
            return PlaceError(
                f"Military addresses have no point on our map; {RIGHT} in the United States would be right."
            )
        name, code = next(iter(before_state(asked)), (words(asked.partition(",")[0]), ""))
        near = self._after_street(asked) or (self._spelt_alike(key(name), code) if name else ())
        if not near and len(parts) > len(name):
            near = self._spelt_alike(key(parts), "")
        return UnknownPlaceError(f"We know no place called “{asked}”. Please give {RIGHT}.", near)

    def _after_street(self, asked: str) -> tuple[str, ...]:
        """The town of "100 Main St, Pittsburgh, PA": streets are not looked up, but the rest may be what is wanted."""
        if not re.match(r"[0-9]+\s", asked) or "," not in asked:
            return ()
        try:
            place = self._in_state(",".join(asked.split(",")[-2:]))
        except AmbiguousPlaceError as error:
            return error.choices
        return (place.label,) if place else ()

    def _spelt_alike(self, folded: str, code: str) -> tuple[str, ...]:
        """Labels of near spellings: those in the state first, then by slips, then by people. Counties that were written
        without their last word, or with another one, come before all."""
        stem = county_stem(folded)
        counties = self._table.counties_beginning(stem, code)
        same = [row.id for row in counties if county_stem(key(words(row.county))) == stem]
        near = [*same, *self._table.near(folded, code)]
        return tuple(row.label for row in self._table.by_id(dict.fromkeys(near[: 2 * NEAR_SPELLINGS])))[:NEAR_SPELLINGS]

    def _beginning(self, parts: tuple[str, ...], limit: int, codes: Sequence[str] = ()) -> list[Place]:
        # Both "st" and "saint": who types it may be on the way to Stockton or to St. Louis.
        starts = {"".join(parts), key(parts), key((*parts, ""))}
        return [_place(row) for row in self._table.beginning(starts, limit, codes)]

    def _zips_beginning(self, digits: str, limit: int) -> list[Place]:
        return [_zip_place(row) for row in self._table.zips_beginning(digits, limit)]

    def _zips_near(self, zip5: str) -> list[Place]:
        """ZIP codes of the same sorting centre (the first three digits), those with the nearest numbers."""
        region = self._zips_beginning(zip5[:3], 100)
        return sorted(region, key=lambda p: abs(int(p.zip) - int(zip5)))[:NEAR_SPELLINGS]


def _outshines(first: PlaceRow, other: PlaceRow, least: int) -> bool:
    return first.population > least and first.population >= OUTSHINES * max(other.population, UNLISTED)


def _place(row: PlaceRow) -> Place:
    return Place(
        kind=row.kind,
        label=row.label,
        state=row.state,
        county=row.county,
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
    )


def _zip_place(row: ZipRow) -> Place:
    if row.latitude is None or row.longitude is None:
        what = "is a military ZIP code; it" if row.kind == "MILITARY" else f"({row.city}, {row.state})"
        raise PlaceError(
            f"{row.zip} {what} has no point on our map. Please give the ZIP code or the city of a place near you."
        )
    label = f"{row.city}, {row.state} {row.zip}"
    return Place(
        kind="zip",
        label=label,
        state=row.state,
        county=row.county,
        zip=row.zip,
        latitude=row.latitude,
        longitude=row.longitude,
        rough=bool(row.rough),
    )


def _ambiguous(asked: str, rows: Sequence[PlaceRow], what: str) -> AmbiguousPlaceError:
    choices = tuple(row.label for row in rows[:CHOICES])
    return AmbiguousPlaceError(f"“{asked}” {what}. Please say which, as in “{choices[0]}”.", choices)


def _miles(town: PlaceRow, row: ZipRow) -> float:
    return float(great_circle((town.latitude, town.longitude), (row.latitude, row.longitude)).miles)


def _codes_beginning(typed: str) -> tuple[str, ...]:
    return tuple(
        s.code for s in STATES if not typed or s.code.lower().startswith(typed) or key(words(s.name)).startswith(typed)
    )


def _located(row: ZipRow) -> tuple[float, float] | None:
    return None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
