"""A few places side by side: in what they differ, facet by facet, and what all of them offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.facility import Facility
from directory.vocabulary import Term
from web.facts import FIRST, FacetFacts, facts
from web.language import gettext as _
from web.language import marked

MOST = 4
"""Places side by side."""

SAID: Mapping[str, str] = {
    "yes": marked("Yes"),
    "not_listed": marked("Not listed"),
    "not_stated": marked("Not stated"),
    "denied": marked("No, says a correction"),
}
"""What is known of a term at a place. "Not listed": a source asked, and it was not ticked. "Not stated": none asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """A term and what is known of it at each place: keys of SAID."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One facet: `rows` of what some of the places have, and not all, and `same`, the labels of what every one has.
    `first` is of what people ask first."""

    label: str
    rows: tuple[Row, ...]
    same: tuple[str, ...]
    first: bool


def said() -> dict[str, str]:
    """SAID in the current language."""
    return {kind: _(told) for kind, told in SAID.items()}


def compared(places: Sequence[Facility]) -> tuple[Part, ...]:
    """The facets of which at least one place has something."""
    sides = zip(*(facts(place) for place in places), strict=True)
    parts = (_part(side) for side in sides)
    return tuple(part for part in parts if part.rows or part.same)


def _part(side: Sequence[FacetFacts]) -> Part:
    rows = _rows(side)
    return Part(
        label=side[0].label,
        rows=tuple(row for row in rows if set(row.cells) != {"yes"}),
        same=tuple(row.label for row in rows if set(row.cells) == {"yes"}),
        first=side[0].key in FIRST,
    )


def _rows(side: Sequence[FacetFacts]) -> tuple[Row, ...]:
    offered: dict[str, Term] = {term.key: term for facet in side for term in facet.yes}
    return tuple(Row(term.label, tuple(_said(facet, term) for facet in side)) for term in offered.values())


def _said(facet: FacetFacts, term: Term) -> str:
    kinds: Mapping[str, tuple[Term, ...]] = {
        "yes": facet.yes,
        "not_listed": facet.not_listed,
        "not_stated": facet.not_stated,
    }
    return next((kind for kind, terms in kinds.items() if any(term.key == each.key for each in terms)), "denied")
