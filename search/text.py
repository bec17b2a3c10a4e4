"""The text index, on Whoosh: what is indexed of a facility, and which documents hold a word, with their BM25F scores.

Only what `whoosh` 2.7.4, `whoosh-reloaded` and `whoosh3` share is used, so that they stay interchangeable. Whoosh's
query language is never shown to visitors: a question is a list of plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.facility import Facility
from directory.states import state_name
from search.index_parts import NAMES
from search.indexing import APART, PARTS, parse_words
from search.lexicon import Lexicon
from search.lines import Lines
from search.naming import naming
from search.postings import NOTHING, Docs, Postings
from search.remembered import Remembered
from search.text_part import TextPart

__all__ = ["WEIGHTS", "Postings", "TextIndex", "texts"]

WEIGHTS: Mapping[str, float] = {
    "name": 3.0,  # a name that is typed is meant
    "program": 2.0,  # the second line of a name: a programme, a building, or whom it belongs to
    "other": 2.0,  # what other sources call it
    "place": 1.5,  # city, county, state: "albany" without `near` should find Albany
    "address": 0.5,  # a street is rarely asked for, and its words ("Center Street") mislead
}
"""Fields and how much a word counts in each."""

COMMON = 4000
"""In how many documents a word is that is decoded before anybody asks: a millisecond for each."""

CACHE_BYTES = 32 * 1024 * 1024
"""Postings kept decoded: the common words of 250,000 facilities."""


def texts(facility: Facility) -> dict[str, str]:
    """What is indexed of a facility, by field. A correction alone may name no state."""
    state = f"{state_name(facility.state)} {facility.state}" if facility.state else ""
    return {
        "name": facility.name,
        "program": facility.name2,
        "other": _other_names(facility),
        "place": f"{facility.city} {facility.county} {state} {facility.zip}",
        "address": f"{facility.street} {facility.street2}",
    }


def _other_names(facility: Facility) -> str:
    """What other sources call it, each name once."""
    told = (name for voice in facility.voices for name in (voice.name, voice.name2))
    return " ".join(dict.fromkeys(name for name in told if name and name not in (facility.name, facility.name2)))


class TextIndex:
    """An opened index. Words are tokens as `words.tokens` makes them. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self.parts = [TextPart(folder / part) for part in PARTS]
        self.names = Lines(folder, NAMES)
        self._common: dict[str, Postings] = {}
        self._kept: Remembered[tuple[str, ...], Postings] = Remembered(CACHE_BYTES, lambda found: found.nbytes)
        if len({len(self.names), *map(len, self.parts)}) != 1:
            raise ValueError("the parts of the text index count different numbers of documents")

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of its names and places, made when one is first looked for."""
        words = [(parse_words(written), counts) for written, counts in (part.words for part in self.parts)]
        return Lexicon(words, naming(), len(self))

    @cached_property
    def _in_names(self) -> frozenset[str]:
        return frozenset(parse_words(self.parts[0].words[0]))

    def warm(self) -> None:
        """Decode the words that many documents hold, and keep them: 160 of 250,000 facilities, 15 MB, a second. A
        question of such words would else wait for each of them, 10 milliseconds for the commonest."""
        found = ((word, self._decode(word)) for word in self.lexicon.common(COMMON))
        self._common = {word: held for word, held in found if held.docs.size}

    def close(self) -> None:
        """Let go of the files."""
        self.names.close()
        for part in self.parts:
            part.close()

    def postings(self, word: str) -> Postings:
        """Documents that hold this token in any field; scores of several fields add up by WEIGHTS."""
        return self.kept((word,), lambda: (self._common.get(word) or self._decode(word)).tabled(len(self)))

    def kept(self, key: tuple[str, ...], make: Callable[[], Postings]) -> Postings:
        """What was made of these tokens, or is made now; remembered, too, where it is nothing."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            self._kept.keep(key, found)
        return found

    def holding(self, docs: Docs, phrase: str) -> NDArray[np.bool_]:
        """Which documents hold a phrase of tokens, in whatever field."""
        held: NDArray[np.bool_] = np.logical_or.reduce([part.lines.holding(docs, phrase) for part in self.parts])
        return held

    def may_be_named(self, phrase: str) -> bool:
        """Whether each of its tokens is in a name; most phrases have one that is in none."""
        return bool(phrase) and self._in_names.issuperset(phrase.split())

    def named(self, docs: Docs, phrase: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which of them hold it in a name, and of which it is the name."""
        lines = self.parts[0].lines
        held = lines.holding(docs, f" {phrase} ")
        whole = np.zeros_like(held)
        whole[held] = lines.beginning(docs[held], f" {phrase}{APART}")
        return held, whole

    def _decode(self, word: str) -> Postings:
        fields = [(part, field) for part in self.parts for field in part.fields]
        told = [(WEIGHTS[field], part.postings(field, word)) for part, field in fields]
        found = [(weight, held) for weight, held in told if held is not None]
        if len(found) <= 1:
            return Postings(found[0][1].docs, found[0][1].scores * np.float32(found[0][0])) if found else NOTHING
        scores = np.zeros(len(self), np.float32)
        for weight, held in found:
            scores[held.docs] += held.scores * np.float32(weight)
        docs = np.flatnonzero(scores).astype(np.int32)
        return Postings(docs, scores[docs])
