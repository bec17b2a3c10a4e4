"""Names of facilities as somebody types. Documents are in the order of their names, so those that begin alike stand
side by side, and twice looking in the middle finds them: nothing is kept for it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.ranking import text_matches
from search.words import fold

if TYPE_CHECKING:
    from search.generation import Generation

SHORTEST = 2
"""Letters from which names are suggested."""

LOOKED_AT = 400
"""Documents from which names are taken: the first that begin so, or the best that hold the words."""


class Suggestion(NamedTuple):
    """A name, and of how many places among those that were looked at."""

    name: str
    places: int


def suggest(generation: Generation, typed: str, most: int = 8) -> list[Suggestion]:
    """Names that begin as typed, whatever case and accents, those of most places first; if they are too few, also names
    that hold the words, the last of which may be unfinished. Of places that are listed now."""
    wanted = fold(" ".join(typed.split()))
    if len(wanted) < SHORTEST:
        return []
    names = _names(generation, _beginning(generation, wanted))
    if len(names) < most:
        names += [
            one for one in _names(generation, _holding(generation, typed)) if one.name not in {n.name for n in names}
        ]
    return names[:most]


def _beginning(generation: Generation, wanted: str) -> range:
    """The documents whose name, folded as it was for sorting, begins so."""
    names = generation.text.names
    every = range(len(names))

    def key(doc: int) -> str:
        return fold(names[doc].replace("\t", " "))

    first = bisect_left(every, wanted, key=key)
    return range(first, bisect_left(every, wanted + "\U0010ffff", lo=first, key=key))


def _holding(generation: Generation, typed: str) -> list[int]:
    matches = text_matches(generation, typed, typing=True)
    if matches is None:
        return []
    best = np.argsort(-matches.scores, kind="stable")[:LOOKED_AT]
    return [int(doc) for doc in matches.docs[best]]


def _names(generation: Generation, docs: range | list[int]) -> list[Suggestion]:
    """The names of documents that are listed, each once, those of most places first and then as they come."""
    among = [doc for doc in docs[:LOOKED_AT] if generation.listed[doc]]
    counted = Counter(generation.text.names[doc].partition("\t")[0] for doc in among)
    return [Suggestion(name, count) for name, count in counted.most_common()]
