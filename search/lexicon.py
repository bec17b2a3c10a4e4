"""The words there are: which of them a misspelt word may have been, and which begin as somebody types.

Looking through 60,000 words takes 0.3 ms: a word that is one slip away has nearly the same letters, which two
bit operations tell for all of them at once; only the few that are left are compared letter by letter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Levenshtein

SLIPS = ((3, 0), (7, 1), (99, 2))
"""Letters typed up to -> slips allowed: a letter too many, missing, wrong, or two swapped."""

SWAPPED = 0.75
"""What two swapped letters cost, against 1 for another slip: fingers do it more often than they miss."""

OTHER_START = 0.5
"""What another first letter costs beside: it is seldom wrong."""

UNLIKELY = 0.2
"""Share of the commonest word's count below which a word that is as near is not meant: "counceling" is no council."""

MOST = 4
"""Words one misspelt word may be taken for."""

COMPLETED = 32
"""Words one beginning may be completed to, the commonest."""

SHORTEST_START = 2
"""Letters from which a word is completed."""

SHORTEST_PART = 3
"""Letters of each of two words that one may be: "tri county"."""

OFFERED = 0.02
"""Share of all documents that a word of the vocabulary counts as being in, beside those that hold it."""

REMEMBERED = 4096


Part = tuple[Mapping[str, str], NDArray[np.int32]]
"""Tokens, each with the word to show for it, and how common each is."""


class Near(NamedTuple):
    """A word that may have been meant, and the slips to it."""

    word: str
    cost: float


class Lexicon:
    """Words with how common they are. Threads may share it."""

    def __init__(self, parts: Iterable[Part], offered: Iterable[str], documents: int) -> None:
        """`offered` are words of the vocabulary."""
        known: dict[str, int] = {}
        self._shown: dict[str, str] = {}
        for words, counts in parts:
            self._shown = {**words, **self._shown}
            for word, count in zip(words, counts.tolist(), strict=True):
                known[word] = known.get(word, 0) + count
        for word in offered:
            known[word] = known.get(word, 0) + 1 + int(OFFERED * documents)
        self._words = sorted(known)
        self._counts = np.array([known[word] for word in self._words], np.int64)
        self._letters = np.array([_letters(word) for word in self._words], np.uint64)
        self._lengths = np.array([len(word) for word in self._words], np.int16)
        self.near = lru_cache(REMEMBERED)(self._near)
        self.parted = lru_cache(REMEMBERED)(self._parted)
        self.completed = lru_cache(REMEMBERED)(self._completed)

    def count(self, word: str) -> int:
        """How common a word is; 0 for one that is nowhere."""
        at = bisect_left(self._words, word)
        return int(self._counts[at]) if at < len(self._words) and self._words[at] == word else 0

    def common(self, least: int) -> list[str]:
        """Words that are at least so common."""
        return [self._words[at] for at in np.flatnonzero(self._counts >= least).tolist()]

    def shown(self, token: str) -> str:
        """The word that a token mostly stands for: "services" for "service"."""
        return self._shown.get(token, token)

    def meant(self, word: str, token: str) -> tuple[Near, ...]:
        """What a misspelt word may have been, the likeliest first, by its token or as typed: a slip in its end makes
        another stem of it ("servcies")."""
        return self.near(token) or (self.near(word) if word != token else ())

    def _near(self, word: str) -> tuple[Near, ...]:
        """What a misspelt word may have been, the likeliest first. Numbers are never misspelt."""
        slips = next((allowed for letters, allowed in SLIPS if len(word) <= letters), 0)
        if not slips or not word.isalpha():
            return ()
        found = [(self._cost(word, at, slips), at) for at in self._alike(word, slips)]
        best = min((cost for cost, _ in found), default=0.0)
        nearest = sorted((at for cost, at in found if cost == best < 9), key=lambda at: -self._counts[at])
        common = [at for at in nearest if self._counts[at] >= UNLIKELY * self._counts[nearest[0]]]
        return tuple(Near(self._words[at], best) for at in common[:MOST])

    def _alike(self, word: str, slips: int) -> list[int]:
        """Words that are about as long and have nearly the same letters."""
        others = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        alike = (others <= 2 * slips) & (np.abs(self._lengths - len(word)) <= slips)
        return np.flatnonzero(alike).tolist()

    def _cost(self, word: str, at: int, slips: int) -> float:
        other = self._words[at]
        away = OSA.distance(word, other, score_cutoff=slips)
        if not 0 < away <= slips or not other.isalpha():
            return 9.0
        swapped = Levenshtein.distance(word, other) - away
        start = OTHER_START * (word[0] != other[0] and word[:2] != other[1::-1])
        return away - (1 - SWAPPED) * swapped + start

    def _parted(self, word: str) -> tuple[str, ...]:
        """The two words that a word is when cut where both are commonest; nothing if there is no such place."""
        cuts = ((word[:at], word[at:]) for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1))
        worth = {cut: min(map(self.count, cut)) for cut in cuts}
        best = max(worth, key=lambda cut: worth[cut], default=("", ""))
        return best if worth.get(best) else ()

    def _completed(self, start: str) -> tuple[str, ...]:
        """The commonest words that begin so, the word itself left out."""
        if len(start) < SHORTEST_START:
            return ()
        first, last = bisect_left(self._words, start), bisect_left(self._words, start + "\U0010ffff")
        among = sorted(range(first, last), key=lambda at: (-self._counts[at], at))
        return tuple(self._words[at] for at in among[: COMPLETED + 1] if self._words[at] != start)[:COMPLETED]


def _letters(word: str) -> int:
    """A bit for each letter and digit that a word has."""
    bits = 0
    for letter in set(word):
        bits |= 1 << (ord(letter) % 64)
    return bits
