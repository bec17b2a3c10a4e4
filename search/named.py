"""Whether a sentence is a name: "sedgmoor spring outpatient longview" holds a filter and a town, and is one place.

The words that understanding could make nothing of decide. Where a name holds all of them, each further part of the
sentence that the same name holds too is taken as part of it, and what is in no such name stays what it was understood
as. So "residential treatment", of which every word is understood, stays a filter, whoever is called that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from search.postings import Docs
from search.stems import stem
from search.understood import Part
from search.words import STOPWORDS, Tokens, forms, indexed, split

if TYPE_CHECKING:
    from search.text import TextIndex

LONGEST = 12
"""Words of a name and a town. What is longer is a story."""

RARE, FEWEST = 0.02, 16
"""Share of all places, and number, up to which a word is rare enough to make a name: "gateway", not "groups"."""

LOOKED_AT = 128
"""Names that are compared word by word: 0.2 ms."""

NAME_FIELDS = 3
"""Fields of a line of the names that are names; the last one is the address."""

FURTHER = ("filter", "emergency", "ignored", "filler")
"""Parts that may belong to a name, in the order in which they are tried; places come between."""

Word = tuple[Tokens, ...]
"""The ways to meet a word, misspelt or not."""


def name_parts(text: TextIndex, parts: Sequence[Part], places: Iterable[Part] = (), whole: bool = False) -> list[Part]:
    """The parts of a sentence that are one name, in order; nothing where it is none, or no more than its `text` is.

    `places` are places that may be misread; they may be where the name's place is, too. With `whole` every filter has
    to be of the name, and no unknown word is needed."""
    known = [part for part in parts if part.kind == "text" or (whole and part.kind == "filter")]
    if not known or any(each.exclude for part in known for each in part.filters):
        return []
    further = [*places, *(part for kind in FURTHER for part in parts if part.kind == kind and part not in known)]
    found = _Names(text, parts)
    if not (whole or found.rare(known)) or not found.take(known):
        return []
    taken = [part for part in further if not any(one.exclude for one in part.filters) and found.take([part])]
    return sorted((*known, *taken), key=lambda part: part.start) if taken or whole else []


def is_called(text: TextIndex, names: str, said: str) -> bool:
    """Whether names of one place hold every telling word that is said, misspelt or not."""
    held = set(indexed(split(names), "name"))
    ways = _Names(text, ())
    return all(any(held.issuperset(way) for way in ways.ways(word)) for word in split(said) if word not in STOPWORDS)


class _Names:
    """Names that hold all words that were taken: `_docs` may hold them, those looked at do."""

    def __init__(self, text: TextIndex, parts: Sequence[Part]) -> None:
        said = [word for part in parts for word in split(part.words)]
        self._pairs = {one: stem(one + other) for one, other in pairwise(said)}
        self._pairs_before = {other: stem(one + other) for one, other in pairwise(said)}
        self._text = text
        self._docs: Docs | None = None
        self._words: list[Word] = []
        self._placed: list[Word] = []

    def rare(self, parts: Sequence[Part]) -> bool:
        """Whether a word of these parts is in few places."""
        most = max(FEWEST, RARE * len(self._text))
        words = _words(parts)
        return len(words) <= LONGEST and any(0 < len(self._holding(self.ways(word))) <= most for word in words)

    def take(self, parts: Sequence[Part]) -> bool:
        """Take parts if a name holds them with all that were taken before; nothing changes if none does."""
        said = _words(parts)
        placed = any(part.kind == "place" for part in parts)
        if not said or len(said) + len(self._words) + len(self._placed) > LONGEST:
            return False
        words = [self.ways(word) for word in said]
        every = [self._holding(word) for word in words]
        docs = reduce(_common, every if self._docs is None else (self._docs, *every))
        names, places = (self._words, [*self._placed, *words]) if placed else ([*self._words, *words], self._placed)
        held = any(self._held(doc, names, places) for doc in docs[:LOOKED_AT].tolist())
        if held:
            self._docs, self._words, self._placed = docs, names, places
        return held

    def ways(self, word: str) -> Word:
        """A word as typed, or as one with the word beside it ("oat grass"), or as it was probably meant."""
        lexicon, ways = self._text.lexicon, forms(word)
        joined = ((pairs[word],) for pairs in (self._pairs, self._pairs_before) if word in pairs)
        known = tuple(way for way in (*ways, *joined) if all(map(lexicon.count, way)))
        if known or len(ways[0]) > 1:
            return known
        parted = lexicon.parted(ways[0][0])
        return (*((near.word,) for near in lexicon.meant(word, ways[0][0])), *((parted,) if parted else ()))

    def _holding(self, word: Word) -> Docs:
        """Documents that hold a word anywhere."""
        found = [reduce(_common, (self._text.postings(token).docs for token in way)) for way in word]
        if len(found) == 1:
            return found[0]
        held = np.zeros(len(self._text), np.bool_)
        for docs in found:
            held[docs] = True
        return held.nonzero()[0].astype(np.int32)

    def _held(self, doc: int, names: Sequence[Word], places: Sequence[Word]) -> bool:
        """Whether a name holds these words, and name or town those."""
        line = self._text.parts[0].lines[doc].split("|")
        name = set(indexed((word for field in line[:NAME_FIELDS] for word in field.split()), "name"))
        if not _every(names, name):
            return False
        return not places or _every(places, name.union(self._text.parts[1].lines[doc].split()))


def _words(parts: Sequence[Part]) -> list[str]:
    """The words that tell something, each once."""
    return list(dict.fromkeys(word for part in parts for word in split(part.words) if word not in STOPWORDS))


def _every(words: Sequence[Word], held: set[str]) -> bool:
    return all(any(held.issuperset(way) for way in word) for word in words)


def _common(one: Docs, other: Docs) -> Docs:
    """Documents of two ascending lists."""
    few, many = sorted((one, other), key=len)
    if not len(few):
        return few
    both: Docs = few[many[np.minimum(np.searchsorted(many, few), len(many) - 1)] == few]
    return both
