"""The terms of our own exports, as listings have them. Called by the readers of what we export, HSDS among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from directory.vocabulary import SURVEYS, vocabulary
from importers.wordings import terms


def said(found: Iterable[str], unknown: Iterable[str], counts: Counter[str]) -> tuple[str, ...]:
    """Terms that are yes ("care:detox") and unknown wordings together, sorted. A term that our vocabulary does not know
    is an unknown wording too; those are counted."""
    found = frozenset(found)
    strange = {wording for wording in (*unknown, *(found - terms())) if wording}
    counts.update(strange)
    return tuple(sorted(found | strange))


@lru_cache(maxsize=1000)
def asked(not_stated: frozenset[str]) -> str:
    """What was asked of a place of which this is not stated: whole surveys where all of one was, and single terms."""
    words = vocabulary()
    every = {term.number: f"{term.facet}:{term.key}" for term in words.terms}
    left = {number: term for number, term in every.items() if term not in not_stated}
    surveys = [survey for survey in SURVEYS if words.asked(survey) <= left.keys()]
    covered = frozenset[int]().union(*map(words.asked, surveys))
    return " ".join((*surveys, *(term for number, term in left.items() if number not in covered)))


@lru_cache(maxsize=1000)
def not_stated(cell: str) -> frozenset[str]:
    """The terms that a cell of the column `not_stated` names: "detox; payment:free". A facet alone is all its terms."""
    return frozenset(term for part in parts(cell) for term in _named(part))


def parts(cell: str) -> Iterator[str]:
    """The parts of a cell that holds several."""
    return filter(None, cell.split("; "))


def _named(part: str) -> Iterable[str]:
    facet = vocabulary().facets.get(part)
    return [f"{part}:{key}" for key in facet.terms] if facet else [part]
