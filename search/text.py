"""The text index, on Whoosh: what is indexed of a facility, and which documents hold a word, with their BM25F scores.

Only what `whoosh` 2.7.4, `whoosh-reloaded` and `whoosh3` share is used here, so that they stay interchangeable.
Whoosh's query language is never shown to visitors: a question is a list of plain words.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, index, scoring
from whoosh.analysis import Analyzer, Token

from directory.facility import Facility
from directory.states import state_name
from search.words import tokens

WEIGHTS: Mapping[str, float] = {
    "name": 3.0,  # a name that is typed is meant
    "place": 1.5,  # city, county, state: "albany" without `near` should find Albany
    "address": 0.5,  # a street is rarely asked for, and its words ("Center Street") mislead
}
"""Fields and how much a word counts in each."""

MEMORY_MB = 64
"""What Whoosh may hold while indexing. Twice as much saves 3 % of the time."""

CACHE_BYTES = 32 * 1024 * 1024
"""Postings kept decoded: the common words of 250,000 facilities."""


class Postings(NamedTuple):
    """Documents that hold a word, ascending, and the BM25F score of each."""

    docs: NDArray[np.int32]
    scores: NDArray[np.float32]


NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


class _Words(Analyzer):  # type: ignore[misc]  # Whoosh ships no types
    """Our own tokens as a Whoosh analyser; positions are not kept."""

    def __call__(self, value: str, mode: str = "", **_: object) -> Iterator[Any]:  # Any: Whoosh's Token
        token = Token(mode=mode)
        token.stopped, token.boost = False, 1.0
        for text in tokens(value):
            token.text = text
            yield token


def _schema() -> Any:  # Any: Whoosh's Schema
    return fields.Schema(**{name: fields.TEXT(analyzer=_Words(), phrase=False) for name in WEIGHTS})


def texts(facility: Facility) -> dict[str, str]:
    """What is indexed of a facility, by field. A correction alone may name no state."""
    state = f"{state_name(facility.state)} {facility.state}" if facility.state else ""
    return {
        "name": _names(facility),
        "place": f"{facility.city} {facility.county} {state} {facility.zip}",
        "address": f"{facility.street} {facility.street2}",
    }


def _names(facility: Facility) -> str:
    """Every name that any source has for it, each once."""
    told = ((facility.name, facility.name2), *((voice.name, voice.name2) for voice in facility.voices))
    return " ".join(dict.fromkeys(name for names in told for name in names if name))


def build_index(folder: Path, documents: Iterable[Mapping[str, str]]) -> None:
    """Index documents (as `texts` makes them) in one segment, so that Whoosh's numbers are ours, from 0 in order."""
    folder.mkdir()
    writer = index.create_in(str(folder), _schema()).writer(limitmb=MEMORY_MB)
    try:
        for document in documents:
            writer.add_document(**document)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


class TextIndex:
    """An opened index. Words are tokens as `words.tokens` makes them."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder), readonly=True)
        self._searcher = self._index.searcher(weighting=scoring.BM25F())
        self._cache: OrderedDict[str, Postings] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return int(self._searcher.doc_count_all())

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()

    def postings(self, word: str) -> Postings:
        """Documents that hold this token in any field; scores of several fields add up by WEIGHTS."""
        with self._lock:  # Whoosh's readers share one position in the file
            found = self._cache.get(word)
            if found is None:
                found = self._decode(word)
                if found.docs.size:  # a word that is nowhere is not remembered
                    self._keep(word, found)
            return found

    def _keep(self, word: str, found: Postings) -> None:
        self._cache[word] = found
        self._bytes += found.docs.nbytes + found.scores.nbytes
        while self._bytes > CACHE_BYTES:
            _, oldest = self._cache.popitem(last=False)
            self._bytes -= oldest.docs.nbytes + oldest.scores.nbytes

    def _decode(self, word: str) -> Postings:
        parts = [self._field(name, weight, word) for name, weight in WEIGHTS.items()]
        docs = np.concatenate([part.docs for part in parts])
        if not docs.size:
            return NOTHING
        unique, place = np.unique(docs, return_inverse=True)
        scores = np.bincount(place, weights=np.concatenate([part.scores for part in parts]))
        return Postings(unique, scores.astype(np.float32))

    def _field(self, field: str, weight: float, word: str) -> Postings:
        if (field, word) not in self._searcher.reader():
            return NOTHING
        matcher = self._searcher.postings(field, word)
        docs, scores = [], []
        while matcher.is_active():
            docs.append(matcher.id())
            scores.append(matcher.score() * weight)
            matcher.next()
        return Postings(np.array(docs, np.int32), np.array(scores, np.float32))
