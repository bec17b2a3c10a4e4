"""ZIP codes as people write them, alone or beside a town, to a point. Asked by `places.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from geopy.distance import great_circle

from directory.errors import AmbiguousPlaceError, PlaceError, UnknownPlaceError
from directory.place_names import BIG, key, words
from directory.states import state_name
from search.place import Place, after_street, of_zip
from search.place_streets import is_named, is_street, street_splits
from search.place_table import PlaceRow, PlaceTable, ZipRow
from search.place_words import before_state, name_keys, split_zip, state_of

NEAR_SPELLINGS = 5
"""How many an error offers."""

MILITARY = (
    "Military mail goes to bases abroad and to ships, so it has no point on our map. Please give the ZIP code or the"
    " town you are in or near in the United States: for a base its town, such as Jacksonville, NC."
)

APART = 50.0
"""Miles. A ZIP code and a town farther apart contradict each other; the longest rural routes are within."""


class ZipCodes:
    """Reads ZIP codes by a place table. `town_said`: labels of the town that words end in, for what to offer."""

    def __init__(self, table: PlaceTable, town_said: Callable[[str], tuple[str, ...]]) -> None:
        self._table = table
        self._town_said = town_said

    def find(self, asked: str) -> Place | None:
        """The ZIP code in a text that is one, or has one before or after a town; None for other texts. Raises
        PlaceError, with what may be meant, for one that does not exist, has no point or is not where the rest is."""
        split = split_zip(asked)
        if split is None:
            return self._other_digits(asked) if asked.isascii() and asked.isdigit() else self._first(asked)
        rest, zip5 = split
        row = self._table.zip(zip5) or self._unknown(zip5, rest)
        if rest:
            self._check_agreement(rest, row)
        place = of_zip(row) if located(row) else self._without_point(row)
        return after_street(place, rest.partition(",")[0]) if is_street(rest) else place

    def _unknown(self, zip5: str, rest: str) -> NoReturn:
        near = (*self._town_said(rest), *(place.label for place in self._near(zip5)))
        told = f"We do not know the ZIP code {zip5}. Please check it, or give a city with its state."
        raise UnknownPlaceError(told, near[:NEAR_SPELLINGS])

    def _without_point(self, row: ZipRow) -> NoReturn:
        """Refuses a ZIP code that is nowhere on the map."""
        if row.kind == "MILITARY":
            raise PlaceError(f"{row.zip} is a military ZIP code. {MILITARY}")
        near = tuple(place.label for place in self._near(row.zip))
        told = f"{row.zip} ({row.city}, {row.state}) has no point on our map."
        raise UnknownPlaceError(f"{told} Please give the ZIP code or the city of a place near you.", near)

    def _other_digits(self, digits: str) -> Place | None:
        """Four digits are a ZIP code that lost its 0 in a spreadsheet; nine are ZIP+4."""
        if len(digits) == 9:
            return self.find(digits[:5])
        row = self._table.zip("0" + digits) if len(digits) == 4 else None
        if row is not None and located(row):
            return of_zip(row)
        near = tuple(p.label for p in self._beginning(digits[:4], NEAR_SPELLINGS))
        raise UnknownPlaceError(f"{digits} is no ZIP code: a ZIP code has five digits, such as 02108.", near)

    def _check_agreement(self, rest: str, row: ZipRow) -> None:
        """A ZIP code is exact, so it wins over a name that we do not know, but not over one that contradicts it."""
        rest = self._town_of(rest)
        parts = words(rest)
        code = state_of(parts)
        readings: list[tuple[tuple[str, ...], str]] = [((), code)] if code else list(before_state(rest))
        if readings and row.state not in {code for _, code in readings}:
            code = readings[0][1]
            told = f"not in {state_name(code)}. Please give the ZIP code alone, or the city with its state."
            raise _contradiction(row, told, (*self._town_said(rest), self._table.state(code).label))
        name = next((name for name, code in readings if code == row.state), () if readings else parts)
        if not name or key(name) == key(words(row.city)):
            return
        towns = self._table.named(name_keys(name), row.state if readings else "")
        if towns and row.latitude is not None and not any(_miles(t, row) <= APART for t in towns):
            raise _contradiction(row, f"far from {towns[0].label}. Please give one of the two.", (towns[0].label,))

    def _town_of(self, rest: str) -> str:
        """ "12 Oak St, Tulsa, OK" without its street, where a town of the state is left."""
        for _, town in street_splits(rest):
            if any(self._table.named(name_keys(name), code) for name, code in before_state(town)):
                return town
        return rest

    def _first(self, asked: str) -> Place | None:
        """ "15213 Pittsburgh", "15213, PA": but 15213 Main Street is a street, and 15213 Oak may be one."""
        if not re.match("[0-9]{5}[ ,]", asked) or is_named(asked):
            return None
        zip5, rest = asked[:5], asked[5:].strip(" ,")
        if not (state_of(words(rest)) or self._is_town(rest)):
            return None
        self._check_agreement(rest, self._table.zip(zip5) or self._unknown(zip5, rest))
        return self.find(zip5)

    def _is_town(self, rest: str) -> bool:
        """Whether words behind a number are a town: with its state, or a large one; "Jackson" may be a street."""
        if any(self._table.named(name_keys(name), code) for name, code in before_state(rest)):
            return True
        return any(row.population > BIG for row in self._table.named((key(words(rest)),)))

    def _beginning(self, digits: str, limit: int) -> list[Place]:
        return [of_zip(row) for row in self._table.zips_beginning(digits, limit)]

    def _near(self, zip5: str) -> list[Place]:
        """ZIP codes of the same sorting centre (the first three digits), those with the nearest numbers."""
        region = self._beginning(zip5[:3], 100)
        return sorted(region, key=lambda p: abs(int(p.zip) - int(zip5)))[:NEAR_SPELLINGS]


def located(row: ZipRow) -> tuple[float, float] | None:
    """Latitude and longitude of a ZIP code; None when it has none."""
    return None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)


def _contradiction(row: ZipRow, told: str, others: tuple[str, ...]) -> AmbiguousPlaceError:
    """What is where the rest of the words is not, with both to choose from."""
    choices = (of_zip(row).label, *others) if located(row) else others
    return AmbiguousPlaceError(f"The ZIP code {row.zip} is in {row.city}, {row.state}, {told}", choices)


def _miles(town: PlaceRow, row: ZipRow) -> float:
    return float(great_circle((town.latitude, town.longitude), (row.latitude, row.longitude)).miles)
