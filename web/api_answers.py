"""Types of the API's answers to questions: lists of places, filters, places on the map, suggestions."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from web.api_types import About, FacilityPart, Links


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """What a place was taken to mean: "zip", "city", "neighborhood", "county", "state" or "point". Distances are from
    its point, which is `approximate` for all but coordinates that were given."""

    kind: str
    label: str
    latitude: float | None
    longitude: float | None
    approximate: bool
    note: str


class PlaceFound(msgspec.Struct, frozen=True, kw_only=True):
    """A place whose name begins as was typed. `population` is told of towns alone (`kind` "city"); it is null for
    all else, and where it is not known."""

    kind: str
    label: str
    state: str
    county: str
    latitude: float | None
    longitude: float | None
    approximate: bool
    population: int | None


class PlacesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Places by the beginning of a name, the likeliest first."""

    places: tuple[PlaceFound, ...]


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A misspelt word and what it was read as."""

    typed: str
    read: str


class WordsRead(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that was said, and in which words."""

    facet: str
    key: str
    words: str
    correction: str
    exclude: bool


class PartRead(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the sentence that belong together, from character `start` to before `end`, and what became of them."""

    kind: str
    words: str
    start: int
    end: int
    filters: tuple[WordsRead, ...]


class Meant(msgspec.Struct, frozen=True, kw_only=True):
    """What may have been meant by some words: a filter, a place or a name."""

    words: str
    facet: str
    key: str
    exclude: bool
    near: str
    text: str
    correction: str


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of a sentence: filters, place, miles (null where it said nothing of them, or any distance), words
    left to be searched, whether it sounds like an emergency, and words given up because nothing has them."""

    asked: str
    filters: tuple[WordsRead, ...]
    near: str
    here: bool
    within: float | None
    text: str
    crisis: bool
    parts: tuple[PartRead, ...]
    suggestions: tuple[Meant, ...]
    corrections: tuple[Correction, ...]
    dropped: str


class FacilitiesAnswer(About, frozen=True, kw_only=True):
    """A page of what was found, in order. `facets` are how many places of the whole answer have each term, a facet with
    a choice being counted without it; `not_stated`, how many more may fit because no source says; `without_point`, how
    many would but have no point on the map. `understood` is null where there was no sentence to understand."""

    total: int
    page: int
    pages: int
    size: int
    near: Near | None
    within: float | None
    understood: Sentence | None
    facilities: tuple[FacilityPart, ...]  # type: ignore[valid-type]  # made from the fields of another
    facets: dict[str, dict[str, int]]
    not_stated: dict[str, int]
    without_point: int
    links: Links


class TermCount(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a filter, what it means, and how many places of the answer have it."""

    key: str
    label: str
    help: str
    count: int


class FacetCount(msgspec.Struct, frozen=True, kw_only=True):
    """A filter with its values. `key` is the name of its parameter."""

    key: str
    label: str
    help: str
    terms: tuple[TermCount, ...]


class FacetsAnswer(About, frozen=True, kw_only=True):
    """The vocabulary, with counts for a question."""

    total: int
    facets: tuple[FacetCount, ...]


class FilterSuggested(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that the last words begin; `text` is the sentence with it."""

    facet: str
    key: str
    label: str
    text: str


class PlaceSuggested(PlaceFound, frozen=True, kw_only=True):
    """A place that the last words begin; `text` is the sentence with it."""

    text: str


class NameSuggested(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a facility, how many places have it, and the page of the one or the list of all. `id` and `where` are
    of a name that one place has."""

    name: str
    places: int
    url: str
    id: str | UnsetType = UNSET
    where: str | UnsetType = UNSET


class SuggestAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may be typing."""

    filters: tuple[FilterSuggested, ...]
    places: tuple[PlaceSuggested, ...]
    facilities: tuple[NameSuggested, ...]


class PinnedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a pin tells by name: its number in the list (null where it is not on that page), all of it in words,
    and why its point is not the building's, empty where it is."""

    id: str
    number: int | None
    label: str
    about: str
    url: str


class MapPin(msgspec.Struct, frozen=True, kw_only=True):
    """A spot on the map: how many places it stands for, where, the box they lie in (west, south, east, north), what
    stands on it, whether no building is known there, and the places that are told by name."""

    count: int
    latitude: float
    longitude: float
    bounds: tuple[float, float, float, float]
    short: str
    about: bool
    label: str
    places: tuple[PinnedPlace, ...]


class MapName(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a town, county or state in view, what it is, and where to write it: the middle of the name, at or
    beside the place, so that no name lies over another and few under pins."""

    name: str
    kind: str
    latitude: float
    longitude: float


class MapAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a view shows of a question: how many places were found, how many of them have a point that may be told, how
    many lie in view, the same in words, the pins, and names that tell where the view is."""

    total: int
    placed: int
    shown: int
    told: str
    pins: tuple[MapPin, ...]
    names: tuple[MapName, ...]
