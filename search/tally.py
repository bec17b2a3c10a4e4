"""Facet counts: how many fit each term. They stay one array until somebody looks at a facet: making a dictionary of
hundreds of terms takes as long as counting them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from directory.vocabulary import vocabulary
from search.counting import Counts


class Tally(Mapping[str, dict[str, int]]):
    """Facet -> term key -> how many. Every facet and term of the vocabulary is there, 0 too. `whole` are the counts by
    number of term."""

    def __init__(self, whole: Counts) -> None:
        self._whole: list[int] = whole.tolist()

    def __getitem__(self, facet: str) -> dict[str, int]:
        return dict(zip(vocabulary().facets[facet].terms, self.of(facet), strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(vocabulary().facets)

    def __len__(self) -> int:
        return len(vocabulary().facets)

    def __repr__(self) -> str:
        return repr(dict(self))

    def of(self, facet: str) -> list[int]:
        """The counts of a facet, in the order of the vocabulary."""
        return self._whole[_spans()[facet]]


@cache
def _spans() -> dict[str, slice]:
    return {facet.key: slice(*facet.span) for facet in vocabulary().facets.values()}
