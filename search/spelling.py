"""Misspelt words to the vocabulary's: methadone, not "mathadone". Real words are never corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""Letters of a word that may be meant. Below, two words are too easily alike: "meth" and "mesh"."""

SLIPS = ((3, 0), (8, 1), (13, 2), (99, 3))
"""Letters typed up to -> slips allowed: a letter too many, missing, wrong, or two swapped."""

SOUND_SLIPS = 2
"""Slips allowed where both sound alike, whatever their length: "vivatroll"."""

LIKELY = 4
"""Words that a misspelt one is compared with, the nearest: "intensiv" is three, in two languages."""

REMEMBERED = 20_000
"""Corrections kept; a word takes about 100 bytes."""

_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("ck|q|c(?![eiy])"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("[cz](?=[eiy])|z"), "s"),
    (re.compile("(?<=[a-z])h|w"), ""),
    (re.compile("[aeiouy]+"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)


class Reading(NamedTuple):
    """What a word is read as. `sure`: it may become a filter; if not, it may be suggested. `likely` are all words that
    it is as like, of which those beside it may decide."""

    word: str
    sure: bool = True
    likely: tuple[str, ...] = ()


class Speller:
    """Corrects words to `targets`, never those that are `known`. Threads may share it."""

    def __init__(
        self,
        targets: Iterable[str],
        known: Callable[[str], bool],
        unsure: Iterable[str],
        meaning: Callable[[str], object],
    ) -> None:
        """`unsure` are targets that are only suggested; `meaning` tells whether two targets are one thing."""
        self._meaning = meaning
        self._known = known
        self._unsure = frozenset(unsure)
        self._targets: defaultdict[str, list[str]] = defaultdict(list)
        self._sounding: defaultdict[str, set[str]] = defaultdict(set)
        for word in sorted({word for word in targets if len(word) >= SHORTEST and word.isascii() and word.isalpha()}):
            self._targets[word[0]].append(word)
            if len(word) > SHORTEST:
                self._sounding[sound(word)].add(word)
        self.read = lru_cache(REMEMBERED)(self._read)

    def _read(self, word: str) -> Reading | None:
        """What a folded word is read as; None when it is known, or like nothing."""
        if len(word) < SHORTEST - 1 or len(word) > 30 or not word.isalpha() or self._known(word):
            return None
        return self._alike(word) or self._sounds(word)

    def _alike(self, word: str) -> Reading | None:
        slips = next(allowed for letters, allowed in SLIPS if len(word) <= letters)
        # The first letter is rarely wrong, except swapped with the second.
        candidates = [target for letter in dict.fromkeys(word[:2]) for target in self._targets.get(letter, ())]
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=LIKELY)
        likely = [(target, away) for target, away, _ in found if target[0] == word[0] or away == 1]
        if not likely:
            return None
        best, away = likely[0]
        alone = len(likely) == 1 or likely[1][1] > away or self._same(best, likely[1][0])
        nearest = tuple(target for target, slips in likely if slips == away)
        return Reading(best, alone and best not in self._unsure, nearest)

    def _sounds(self, word: str) -> Reading | None:
        same = self._sounding.get(sound(word), ()) if len(word) > SHORTEST else ()
        near = [target for target in same if OSA.distance(word, target) <= SOUND_SLIPS and target[0] == word[0]]
        return Reading(near[0], near[0] not in self._unsure) if len(near) == 1 else None

    def _same(self, one: str, other: str) -> bool:
        """Whether two words are one thing: "clinic" and "clinics", "naltrexone" and "naltrexona"."""
        if one.startswith(other) or other.startswith(one):
            return True
        return self._meaning(one) is not None and self._meaning(one) == self._meaning(other)


def sound(word: str) -> str:
    """A rough form of how a word sounds: vowels are one, doubled letters single, ph is f, an e at the end is
    silent."""
    word = word.removesuffix("e")
    for pattern, said in _SOUNDS:
        word = pattern.sub(said, word)
    return word
