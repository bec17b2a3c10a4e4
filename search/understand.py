"""Understanding: what a person types becomes filters, a place, a radius and leftover text, by tables and rules alone.

Nothing is learnt and nothing is guessed: what is not sure is suggested. `Reader` is made once for a vocabulary and a
place table; `understand` keeps the last two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from directory.vocabulary import Vocabulary
from search.gazetteer import Gazetteer
from search.phrases import Phrases
from search.places import Places
from search.plain_words import EMERGENCY, FAMILY, FILLER, GENERIC, HERE, IGNORED, NEGATIONS
from search.real_words import RARE, REAL, UNLIKELY
from search.reread import reread
from search.sentence import Sentence
from search.spanish_meanings import SPANISH_UNLIKELY
from search.spanish_words import SPANISH, SPANISH_FILLER
from search.spelling import Speller
from search.understood import Understood
from search.word_spans import split

LONGEST = 400
"""Characters that are read; what comes after is searched as text. A question has at most 200."""

SMALLEST = 500
"""People of a town whose name is never taken for a misspelling."""

_PLAIN = FILLER | SPANISH | FAMILY | GENERIC | REAL
_IN_PHRASES = frozenset(
    word for table in (EMERGENCY, HERE, IGNORED, NEGATIONS) for said in table for word in said.split()
)


def understand(text: str, near: str, vocabulary: Vocabulary, places: Places) -> Understood:
    """What is meant by `text`; `near` is the place field, which wins over places in the text. Never raises."""
    return _reader(_Same(vocabulary, places)).read(text, near)


class Reader:
    """Reads questions. Threads may share it."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self.phrases = Phrases(vocabulary)
        self.gazetteer = Gazetteer(places)
        self._words = self.phrases.vocabulary | _PLAIN | _IN_PHRASES
        targets = self.phrases.vocabulary - UNLIKELY - RARE - SPANISH_UNLIKELY
        self.generic = Speller(GENERIC, self._known, (), lambda _: None)
        self.speller = Speller(targets, self._known, targets - self.phrases.certain, self.phrases.meaning)

    def read(self, text: str, near: str = "") -> Understood:
        """What is meant by `text`, asked beside the place `near`."""
        text = _mended(text)
        head, rest = text[:LONGEST], text[LONGEST:]
        found = self._once(head, near.strip(), rest)
        if rest:
            return found
        while found.text and found.text != found.asked:
            less = reread(found, self._once(found.text, found.near))
            if len(less.text) >= len(found.text):
                break
            found = less
        return found

    def _once(self, text: str, near: str, rest: str = "") -> Understood:
        return Sentence(text, split(text), self).understood(near, rest)

    def everyday(self, word: str) -> bool:
        """Whether a folded word carries no wish."""
        return word in _EVERYDAY

    def means(self, word: str) -> bool:
        """Whether a folded word means something by itself, so that it is no place."""
        return (word in self._words and (word in _EVERYDAY or self.phrases.trusted(word))) or self._misspelt(word)

    def _misspelt(self, word: str) -> bool:
        reading = self.speller.read(word)
        return reading is not None and reading.sure and self.phrases.trusted(reading.word)

    def _known(self, word: str) -> bool:
        """Whether a folded word is one, so that it is never corrected."""
        if word in self._words or word.removesuffix("s") in self._words or word.removesuffix("es") in self._words:
            return True
        town = self.gazetteer.get(word)
        return town is not None and town.people >= SMALLEST


def _mended(text: str) -> str:
    """The text with letters that stand for digits in a ZIP code as digits: "9021O"."""
    return _ZIP.sub(lambda zip5: zip5[0].translate(_DIGITS), text)


_ZIP = re.compile(r"\b(?=[A-Za-z]?[0-9]{2,4}[OolI])[0-9OolI]{5}\b")
_DIGITS = str.maketrans("OolI", "0011")

_EVERYDAY = FILLER | SPANISH_FILLER | FAMILY | GENERIC


class _Same:
    """A vocabulary and a place table as a key: the same two objects, kept so that their identity stays theirs."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self.vocabulary = vocabulary
        self.places = places

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.vocabulary is other.vocabulary and self.places is other.places

    def __hash__(self) -> int:
        return hash((id(self.vocabulary), id(self.places)))


@lru_cache(maxsize=2)
def _reader(same: _Same) -> Reader:
    return Reader(same.vocabulary, same.places)
