"""Ranking by words: a facility fits when each word is in its text or names something it offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from directory.vocabulary import vocabulary
from search.generation import Generation
from search.words import tokens, wishes

OFFERED = 0.8
"""How much a word counts that names something offered ("methadone"), against 3 to 12 for a word in the name: who types
a name wants that place first, and among the places that offer it the nearest."""


def text_scores(generation: Generation, words: str) -> NDArray[np.float32] | None:
    """A score for every document, 0 where a word is missing; None when there are no words."""
    asked = wishes(words)
    if not asked:
        return None
    total = np.zeros(len(generation), np.float32)
    every = np.ones(len(generation), np.bool_)
    for forms in asked:
        scores = _word(generation, forms)
        every &= scores > 0
        total += scores
    return np.where(every, total, np.float32(0))


def _word(generation: Generation, forms: tuple[str, ...]) -> NDArray[np.float32]:
    """The best score of a word in any of its forms, for every document."""
    scores = np.zeros(len(generation), np.float32)
    for form in forms:
        found = generation.text.postings(form)
        scores[found.docs] = np.maximum(scores[found.docs], found.scores)
    named = [number for form in forms for number in _naming().get(form, ())]
    if named:
        offered = generation.terms.any_of(named).astype(np.float32) * np.float32(OFFERED)
        scores = np.maximum(scores, offered)
    return scores


@cache
def _naming() -> Mapping[str, tuple[int, ...]]:
    """The terms whose label, brands or synonyms hold a token."""
    naming: defaultdict[str, set[int]] = defaultdict(set)
    for term in vocabulary().terms:
        for phrase in term.words:
            for word in tokens(phrase):
                naming[word].add(term.number)
    return {word: tuple(sorted(numbers)) for word, numbers in naming.items()}
