"""How many places there are in each county or ZIP code for every term of the vocabulary: a line a term that any place
there lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from directory.counties import counties
from directory.vocabulary import vocabulary
from search.access_counties import in_county
from search.bitmaps import Docs
from search.counting import Counts
from search.generation import Generation
from search.terms import TermIndex


class TermCount(msgspec.Struct, frozen=True, kw_only=True):
    """A term in an area: `places` list it, of `places_not_stated` no source says whether they do; `places_in_area` are
    all that are listed there now, those without a point and those that keep their address too. `code` is the ZIP code
    or the county's at the Census Bureau."""

    code: str
    name: str
    state: str
    facet: str
    term: str
    label: str
    places: int
    places_not_stated: int
    places_in_area: int


Place = tuple[str, str, str, Docs]
"""Code, name and state of an area, and the listed documents in it."""


def term_counts(generation: Generation, by: str, state: str = "") -> Iterator[TermCount]:
    """The lines by "county" or "zip", of a state or of all, in the order of areas and of the vocabulary."""
    terms, index = vocabulary().terms, generation.terms
    asked = np.stack([index.asking((number,)) for number in range(index.terms)], axis=1)
    for code, name, home, docs in _AREAS[by](generation):
        if state in ("", home) and docs.size:
            places, unsaid = _counted(index, asked, docs)
            for number in np.flatnonzero(places).tolist():
                term = terms[number]
                yield TermCount(
                    code=code,
                    name=name,
                    state=home,
                    facet=term.facet,
                    term=term.key,
                    label=term.label,
                    places=int(places[number]),
                    places_not_stated=int(unsaid[number]),
                    places_in_area=docs.size,
                )


def _counted(index: TermIndex, asked: NDArray[np.bool_], docs: Docs) -> tuple[Counts, Counts]:
    """Of each term how many documents say yes, and of how many nobody says whether they do. `asked`, (sets of surveys,
    terms), is what each set asks."""
    yes, unsaid = np.zeros(index.terms, np.int64), np.zeros(index.terms, np.int64)
    surveys = index.surveys[docs]
    for survey in np.unique(surveys):
        among = index.among(docs[surveys == survey])
        said = among.counts(among.every(), (0, index.terms))
        yes += said
        unsaid += np.where(asked[survey], 0, among.size(among.every()) - said)
    return yes, unsaid


def _counties(generation: Generation) -> Iterator[Place]:
    for fips, state, name in counties():
        docs = in_county(generation, state, name)
        yield fips, name, state, docs[generation.listed[docs]]


def _zips(generation: Generation) -> Iterator[Place]:
    inside: dict[str, list[int]] = {}
    for doc, pin in generation.pins():
        if generation.listed[doc]:
            inside.setdefault(pin.zip, []).append(doc)
    for row in generation.places.every_zip():
        yield row.zip, row.city, row.state, np.array(inside.get(row.zip, ()), np.int32)


_AREAS: Mapping[str, Callable[[Generation], Iterator[Place]]] = {"county": _counties, "zip": _zips}
