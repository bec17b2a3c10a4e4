"""Filters: the choices of a question, checked, and which documents they let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from directory.errors import Problem, QueryError
from directory.vocabulary import Facet, vocabulary
from search.query import STATED, Query
from search.terms import Mask
from search.window import Among


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen of one facet, as numbers of terms."""

    some: tuple[int, ...] = ()
    every: tuple[int, ...] = ()
    none: tuple[int, ...] = ()

    @property
    def wished(self) -> tuple[int, ...]:
        """The values a document should have."""
        return (*self.some, *self.every)

    def fits(self, among: Among) -> Mask:
        """Documents that have what is chosen."""
        found = among.any_of(self.some) if self.some else among.every()
        if self.every:
            found = found & among.all_of(self.every)
        return self._but(among, found)

    def open(self, among: Among) -> Mask:
        """Documents for which no source states any of the wished values, and that have nothing that is excluded."""
        return self._but(among, among.every() & ~among.stated(self.wished))

    def _but(self, among: Among, found: Mask) -> Mask:
        return found & ~among.any_of(self.none) if self.none else found


def choices(query: Query) -> dict[str, Choice]:
    """The choices of a question by facet. Raises QueryError for facets and values there are not, and for a word in
    `stated` that is none."""
    if query.stated not in STATED:
        raise QueryError((Problem("stated", query.stated, "there is no such value", ", ".join(STATED)),))
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for way, chosen in (("some", query.any_of), ("every", query.all_of), ("none", query.none_of)):
        for facet, keys in chosen.items():
            if keys:
                found.setdefault(facet, {})[way] = _numbers(facet, keys)
    return {facet: Choice(**ways) for facet, ways in found.items()}


class Sieve:
    """Documents and the choices they are held against."""

    def __init__(self, among: Among, chosen: Mapping[str, Choice], stated: str) -> None:
        self.among = among
        self.chosen = chosen
        self._unknown = stated == "unknown"
        self._fits = {facet: choice.fits(among) for facet, choice in chosen.items()}
        self._masks: dict[str, Mask] = {}
        self._fitted: dict[str, Mask] = {}

    def found(self, without: str = "") -> Mask:
        """What the question finds, with all choices or without those of one facet."""
        if without not in self._masks:
            self._masks[without] = self._found(without)
        return self._masks[without]

    def not_stated(self) -> dict[str, int]:
        """`Answer.not_stated`."""
        return {facet: self.among.size(self._fitting(facet) & left) for facet, left in self._open.items()}

    @cached_property
    def _open(self) -> dict[str, Mask]:
        return {facet: choice.open(self.among) for facet, choice in self.chosen.items() if choice.wished}

    def _found(self, without: str) -> Mask:
        return self._open_once(without) if self._unknown and self._open.keys() - {without} else self._fitting(without)

    def _fitting(self, without: str) -> Mask:
        """Documents that fit each choice, or each but one."""
        if without not in self._fitted:
            passed = (fits for facet, fits in self._fits.items() if facet != without)
            self._fitted[without] = reduce(and_, passed, self.among.every())
        return self._fitted[without]

    def _open_once(self, without: str) -> Mask:
        """Documents that fit each choice but one, which is open for them."""
        fits = self.among.every()
        once = fits & ~fits
        for facet, passed in self._fits.items():
            if facet != without:
                once = once & passed | fits & self._open[facet] if facet in self._open else once & passed
                fits = fits & passed
        return once


def _numbers(facet: str, keys: Sequence[str]) -> tuple[int, ...]:
    chosen = _facet(facet).terms
    unknown = [key for key in keys if key not in chosen]
    if unknown:
        allowed = ", ".join(chosen)
        raise QueryError(tuple(Problem(facet, key, "there is no such value", allowed) for key in unknown))
    return tuple(chosen[key].number for key in keys)


def _facet(facet: str) -> Facet:
    facets = vocabulary().facets
    if facet not in facets:
        raise QueryError((Problem(facet, "", "there is no such filter", ", ".join(facets)),))
    return facets[facet]
