"""The terms of one facility: from the packed bits of `facilities.sqlite` to facets and keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from directory.vocabulary import Vocabulary

ANSWERS = 4096
"""Combinations of answers within one facet that are kept in words. Many facilities say the same."""

Keys = list[str]


class StoredTerms:
    """Bits in the order of a generation's manifest ("facet:key"), and the vocabulary of this program. The lists it
    gives are shared by facilities that say the same, and not to be changed."""

    def __init__(self, published: tuple[str, ...], words: Vocabulary) -> None:
        self._words = words
        self._keys: dict[str, dict[int, str]] = {facet: {} for facet in words.facets}
        for number, term in enumerate(published):
            facet, _, key = term.partition(":")
            self._keys.setdefault(facet, {})[number] = key
        self._answers: dict[tuple[str, ...], list[tuple[str, int, _Answers]]] = {}
        self._alone = self._facets({})

    def told(self, packed: bytes, surveys: tuple[str, ...]) -> tuple[dict[str, Keys], dict[str, Keys]]:
        """Facet -> keys of the terms that are yes; facet -> keys of the terms that none of the surveys asks and that
        are not yes either. In their order; facets without any are left out."""
        facets = self._answers.get(surveys)
        if facets is None:
            facets = self._answers[surveys] = self._facets(self._unasked(surveys))
        return _read(packed, facets)

    def said(self, packed: bytes) -> dict[str, Keys]:
        """The terms that are yes alone."""
        return _read(packed, self._alone)[0]

    def _facets(self, unasked: Mapping[str, Keys]) -> list[tuple[str, int, _Answers]]:
        return [
            (facet, sum(1 << number for number in keys), _Answers(keys, unasked.get(facet, [])))
            for facet, keys in self._keys.items()
        ]

    def _unasked(self, surveys: tuple[str, ...]) -> Mapping[str, Keys]:
        asked = frozenset[int]().union(*(self._words.asked(survey) for survey in surveys))
        unasked: defaultdict[str, Keys] = defaultdict(list)
        for term in self._words.terms:
            if term.number not in asked:
                unasked[term.facet].append(term.key)
        return unasked


class _Answers(dict[int, tuple[Keys, Keys]]):
    """Bits of one facet -> keys that are yes, keys that nobody was asked."""

    def __init__(self, keys: Mapping[int, str], unasked: Keys) -> None:
        super().__init__()
        self._keys = keys
        self._unasked = unasked

    def __missing__(self, bits: int) -> tuple[Keys, Keys]:
        yes = [key for number, key in self._keys.items() if bits >> number & 1]
        left = [key for key in self._unasked if key not in yes]
        found = yes, left if len(left) < len(self._unasked) else self._unasked
        if len(self) < ANSWERS:
            self[bits] = found
        return found


def _read(packed: bytes, facets: list[tuple[str, int, _Answers]]) -> tuple[dict[str, Keys], dict[str, Keys]]:
    bits = int.from_bytes(packed, "little")
    told: dict[str, Keys] = {}
    left: dict[str, Keys] = {}
    for facet, mask, answers in facets:
        yes, unasked = answers[bits & mask]
        if yes:
            told[facet] = yes
        if unasked:
            left[facet] = unasked
    return told, left
