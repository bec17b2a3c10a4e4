"""Places without a network: a ZIP code, city, county, state or pair of coordinates, as people write them, to a point.

Reads the table that `importers/places.py` builds. Nothing is guessed: an unknown name is answered with near spellings,
a name that several places share with the choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from directory.errors import AmbiguousPlaceError, PlaceError, UnknownPlaceError
from directory.place_names import BIG, OUTSHINES, UNLISTED, key, words
from search.place import Place, after_street, of_row
from search.place_beginnings import Beginnings
from search.place_regions import NAMED, around_first, begun, in_part, part_of_state, region_in_state, region_of
from search.place_streets import is_named, street_splits
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
    state_of,
)
from search.place_zip_codes import MILITARY, NEAR_SPELLINGS, ZipCodes, located
from search.said_states import misspelt
from search.said_tables import ALIASES

__all__ = ["MILITARY", "Place", "Places"]

CHOICES = 8
"""How many an error offers."""


LARGE = 5_000
"""People of a town from which nothing else is suggested for the beginning of its name: Pitsburg, Ohio, has 380."""


class Places:
    """The place table, opened for reading. Threads may share it: a look-up is a few queries of microseconds each."""

    def __init__(self, path: Path) -> None:
        """Raises GenerationError when there is no table at `path`, or one of another schema."""
        self._table = PlaceTable(path)
        self._zips = ZipCodes(self._table, self._town_said)
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
        for read in (
            self._point,
            self._zips.find,
            self._in_county,
            self._region,
            self._in_state,
            self._state,
            self._anywhere,
            self._called,
            self._street,
        ):
            place = read(asked)
            if place is not None:
                return place
        raise self._unknown(asked)

    def suggest(self, prefix: str, limit: int = 8, *, nearly: bool = False) -> list[Place]:
        """Places whose name begins so, or that lie in a region whose name does, the largest first; ZIP codes in order.
        With `nearly`, where there are none but small towns, also those whose name begins nearly so. Nothing below two
        letters or digits."""
        found = self._beginnings.suggest(prefix, limit)
        meant = [self._meant(label) for label in begun(prefix)]
        if meant:
            found = sorted(_once([*found, *meant]), key=lambda place: -place.population)
        if nearly and all(place.kind == "city" and place.population < LARGE for place in found):
            found = _once([*found, *self._beginnings.nearly(prefix, limit)])
        return found[: max(limit, 0)]

    def _meant(self, label: str) -> Place:
        """The place of a label, or the state, where a town is called so too: "nueva yo"."""
        try:
            return self.find(label)
        except AmbiguousPlaceError as error:
            return self.find(error.choices[0])

    def names(self) -> Iterator[NameRow]:
        """Every name of a town, neighbourhood or county, by its key, the largest place of a name first: 66,000 rows."""
        return self._table.names()

    def zip_point(self, zip5: str) -> tuple[float, float] | None:
        """Latitude and longitude of a ZIP code; None when it is unknown or has no point."""
        row = self._table.zip(zip5)
        return None if row is None else located(row)

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

    def every_place(self) -> list[PlaceRow]:
        """Every town, neighborhood, county and state, the largest first: 61,000 rows."""
        return self._table.every_place()

    def _point(self, asked: str) -> Place | None:
        point = coordinates(asked)
        if point is None:
            return None
        label = coordinates_label(*point)
        return Place(kind="point", label=label, latitude=point[0], longitude=point[1], approximate=False)

    def _in_county(self, asked: str) -> Place | None:
        """ "Salem, Fulton County, AR": the label of one of two towns of a state with the same name."""
        parts = [words(part) for part in asked.split(",")]
        code = state_of(parts[-1]) if len(parts) == 3 else None
        if code is None:
            return None
        towns = [t for t in self._table.named(name_keys(parts[0]), code) if key(words(t.county)) in name_keys(parts[1])]
        return of_row(towns[0]) if len(towns) == 1 else None

    def _region(self, asked: str) -> Place | None:
        """ "Cape Cod", "Southern California", "Tijuana"."""
        region = region_of(asked) or (None if self._named_in_state(asked) else region_in_state(asked))
        if region is None:
            return self._part(asked)
        if region.abroad:
            told = f"“{asked}” is outside the United States. We know no places there; the closest ones are these."
            raise UnknownPlaceError(told, region.labels)
        if len(region.labels) == 1 or self._compact(region.labels):
            return self.find(region.labels[0])
        raise _ambiguous(asked, region.labels, "is a region")

    def _compact(self, labels: Sequence[str]) -> bool:
        """Whether a region is no larger than what is looked for around the first of its towns: Hampton Roads."""
        places = [self.find(label) for label in labels]
        points = [(place.latitude, place.longitude) for place in places if place.kind != "county"]
        return len(points) == len(places) and around_first(points)

    def _part(self, asked: str) -> Place | None:
        """Asks where in "eastern Kentucky", unless a place is called so: West New York is in New Jersey. A small place
        that is called so is among the choices: of "South LA" the neighborhood."""
        found = part_of_state(asked)
        called = self._table.named(name_keys(words(asked))) if found else []
        if found is None or any(row.population >= NAMED for row in called):
            return None
        part, code = found
        state, alike = self._table.state(code), [row for row in called if not row.minor][:1]
        named = (*alike, *self._named_in_state(asked)[:1])
        inside = in_part(part, self._table.largest(code), state)[: CHOICES - 1 - len(named)]
        rows = dict.fromkeys((*inside, *named, state))
        raise _ambiguous(asked, [row.label for row in rows], "is a part of a state")

    def _in_state(self, asked: str) -> Place | None:
        found = self._named_in_state(asked)
        return self._only(found, asked, 0) if found else None

    def _named_in_state(self, asked: str) -> list[PlaceRow]:
        ways = (self._table.named(name_keys(name), code) for name, code in before_state(asked))
        return next(filter(None, ways), [])

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
            labels = [row.label for row in (state, *cities)]
            raise _ambiguous(asked, labels, "is the name of a state and of a city")
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
        raise _ambiguous(asked, [row.label for row in towns], "is the name of more than one place")

    def _called(self, asked: str) -> Place | None:
        """What everybody calls a place, and its name in Spanish: "SLC", "Filadelfia"."""
        meant = ALIASES.get(words(asked))
        return self.find(meant) if meant else None

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

    def _town_said(self, rest: str) -> tuple[str, ...]:
        """The town of words that end in one: before a ZIP code that there is not, behind a name that we do not know."""
        try:
            place = self._in_state(rest) or self._street(rest)
        except AmbiguousPlaceError as error:
            return error.choices
        return (place.label,) if place else ()

    def _unknown(self, asked: str) -> PlaceError:
        parts = words(asked)
        if {"apo", "fpo", "dpo"} & set(parts):
            return PlaceError(f"This is a military address. {MILITARY}")
        if " ".join(parts) in WHEREVER:
            return PlaceError(f"We do not know where you are. Please give {RIGHT}.")
        stated = next(iter(before_state(asked)), None) or _before_misspelt(parts)
        name, code = stated or (words(asked.partition(",")[0]), "")
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


def _once(places: Iterable[Place]) -> list[Place]:
    return list({place.label: place for place in places}.values())


def _before_misspelt(parts: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """The name and the state of words that end in a misspelt one: "Portland Oregan"."""
    ways = ((parts[:at], misspelt(parts[at:], lambda _: False)) for at in range(max(1, len(parts) - 2), len(parts)))
    return next((way for way in ways if way[1]), None)


def _outshines(first: PlaceRow, other: PlaceRow, least: int) -> bool:
    return first.population > least and first.population >= OUTSHINES * max(other.population, UNLISTED)


def _ambiguous(asked: str, labels: Sequence[str], what: str) -> AmbiguousPlaceError:
    choices = tuple(labels[:CHOICES])
    return AmbiguousPlaceError(f"“{asked}” {what}. Please say which, as in “{choices[0]}”.", choices)
