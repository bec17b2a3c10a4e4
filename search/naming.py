"""Which terms of the vocabulary a word names: "methadone" in a question finds the places that offer it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from directory.vocabulary import vocabulary
from search.words import tokens


@cache
def naming() -> Mapping[str, tuple[int, ...]]:
    """Token -> the numbers of the terms whose label, brands or synonyms hold it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for term in vocabulary().terms:
        for phrase in term.words:
            for word in tokens(phrase):
                found[word].add(term.number)
    return {word: tuple(sorted(numbers)) for word, numbers in found.items()}
