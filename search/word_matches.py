"""Where a word of a question is met: as typed, written out, as one with its neighbour or as two, named by something
that is offered; and only if that is nowhere, as what it was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.naming import naming
from search.postings import NOTHING, SPARSE, Docs, Postings
from search.stems import stem
from search.words import Tokens, Wish

if TYPE_CHECKING:
    from search.generation import Generation
    from search.text import TextIndex

Scores = NDArray[np.float32]

OFFERED = 0.8
"""How much a word counts that names something offered ("methadone"), against 3 to 12 for a word in the name: who types
a name wants that place first, and among the places that offer it the nearest."""

MISSPELT = 0.5
"""How much a word counts that was probably meant, for each slip, against one that is there as typed."""

COMPLETED = 1.0
"""The score of a word that only begins as typed, while somebody types: how rare its end is tells nothing."""

APART = 0.9
"""How much a word counts that was written as one or as two: "clean slate", "CleanSlate"."""

RARE = 2
"""In how many names or places a word may be and still be a slip that a source made too, so that what is like it and
common is looked for as well: "recvery"."""

COMMON = 50
"""How many times as common that other word must be."""


@dataclass(slots=True)
class WordMatch:
    """Where a word is: postings, of which the best counts, and documents that offer what it names. `meant` is what it
    was taken for, and `token` the same as it is indexed."""

    word: str
    postings: list[Postings] = field(default_factory=list)
    offering: NDArray[np.bool_] | None = None
    meant: str = ""
    token: str = ""

    @property
    def anywhere(self) -> bool:
        """Whether anything holds or offers it."""
        return bool(self.postings) or self.offering is not None

    def join(self, held: Postings) -> None:
        """Add what holds it and its neighbour as one word, instead of what it was taken for."""
        if self.meant:
            self.meant, self.token, self.offering = "", "", None
            self.postings.clear()
        self.postings.append(held)

    def size(self) -> int:
        """At most so many documents."""
        offering = 0 if self.offering is None else int(np.count_nonzero(self.offering))
        return offering + sum(len(one.docs) for one in self.postings)

    def docs(self, documents: int) -> Docs:
        """All of them, ascending."""
        if self.offering is None and len(self.postings) == 1:
            return self.postings[0].docs
        mask = np.zeros(documents, np.bool_) if self.offering is None else self.offering.copy()
        for one in self.postings:
            mask[one.docs] = True
        return np.flatnonzero(mask).astype(np.int32)

    def scores(self, docs: Docs, documents: int) -> Scores:
        """The best score for each of these documents, 0 where the word is not."""
        if self.offering is None and len(self.postings) == 1:
            return scores_at(self.postings[0], docs, documents)
        offered = np.float32(OFFERED)
        best = np.zeros(len(docs), np.float32) if self.offering is None else self.offering[docs] * offered
        for one in self.postings:
            np.maximum(best, scores_at(one, docs, documents), out=best)
        return best

    def met(self, docs: Docs, documents: int) -> tuple[NDArray[np.intp], Scores]:
        """Where in these documents the word is, and its best score there."""
        if self.offering is None and len(self.postings) == 1:
            return met_at(self.postings[0], docs, documents)
        scores = self.scores(docs, documents)
        both = scores.nonzero()[0]
        return both, scores[both]


def match_word(generation: Generation, wish: Wish) -> WordMatch:
    """A word as typed; if that is nowhere, or hardly anywhere, what it may have been meant to be."""
    found = WordMatch(wish.word)
    _add(generation, found, wish.forms)
    if len(wish.forms[0]) == 1:
        _part(generation.text, found, wish.forms[0][0])
        if not found.anywhere or _doubtful(generation.text, wish):
            _correct(generation, found, wish.forms[0][0])
    return found


def _add(generation: Generation, found: WordMatch, forms: Iterable[Tokens], share: float = 1.0) -> None:
    """Add the documents of these forms, of each of which every token must be there."""
    for form in forms:
        held = _holding(generation.text, form)
        if held.docs.size:
            found.postings.append(_worth(held, share))
        terms = generation.terms.named.intersection(naming().get(form[0], ()) if len(form) == 1 else ())
        if terms:
            offering = generation.terms.any_of(terms)
            found.offering = offering if found.offering is None else found.offering | offering


def _holding(text: TextIndex, form: Tokens) -> Postings:
    """Documents that hold every token; the score is the mean, as it stands for one word."""
    if len(form) == 1:
        return text.postings(form[0])
    return text.kept(form, lambda: _all_of([text.postings(token) for token in form], len(text)))


def _all_of(parts: Sequence[Postings], documents: int) -> Postings:
    fewest = min(parts, key=lambda part: len(part.docs))
    scores = np.array([scores_at(part, fewest.docs, documents) for part in parts])
    every = scores.all(axis=0)
    return Postings(fewest.docs[every], scores.mean(axis=0, dtype=np.float32)[every])


def _worth(held: Postings, share: float) -> Postings:
    return held if share == 1 else Postings(held.docs, held.scores * np.float32(share))


def _doubtful(text: TextIndex, wish: Wish) -> bool:
    """Whether a word is so rare that it may be a slip."""
    return len(wish.word) > 5 and 0 < max(text.lexicon.count(form[0]) for form in wish.forms) <= RARE


def _correct(generation: Generation, found: WordMatch, token: str) -> None:
    """Add the words that a word may have been meant to be."""
    text = generation.text
    known = text.lexicon.count(token)
    near = [one for one in text.lexicon.meant(found.word, token) if text.lexicon.count(one.word) >= COMMON * known]
    if near:
        found.token = near[0].word
        found.meant = "" if known else text.lexicon.shown(near[0].word)
    for one in near:
        _add(generation, found, [(one.word,)], MISSPELT**one.cost)


def _part(text: TextIndex, found: WordMatch, token: str) -> None:
    """Add the names that write a word as two: "tricounty"."""
    parts = text.lexicon.parted(token)
    held = side_by_side(text, parts) if parts else NOTHING
    if held.docs.size:
        if not found.anywhere:
            found.token, found.meant = " ".join(parts), " ".join(map(text.lexicon.shown, parts))
        found.postings.append(_worth(held, APART))


def side_by_side(text: TextIndex, phrase: Tokens) -> Postings:
    """Documents that hold these tokens one after the other."""
    return text.kept((" ".join(phrase),), lambda: _held_so(text, phrase))


def _held_so(text: TextIndex, phrase: Tokens) -> Postings:
    held = _holding(text, phrase)
    kept = text.holding(held.docs, f" {' '.join(phrase)} ")
    return Postings(held.docs[kept], held.scores[kept])


def join_words(generation: Generation, wishes: Sequence[Wish], found: Sequence[WordMatch]) -> None:
    """Two words beside each other that names write as one count for both: "clean slate"."""
    for at in range(len(wishes) - 1):
        one, other = wishes[at].forms[0], wishes[at + 1].forms[0]
        held = generation.text.postings(stem(one[0] + other[0])) if len(one) == len(other) == 1 else NOTHING
        if held.docs.size:
            for one_of_both in found[at : at + 2]:
                one_of_both.join(_worth(held, APART))


def completions(generation: Generation, begun: str) -> list[Postings]:
    """The postings of words that begin so."""
    words = generation.text.lexicon.completed(begun)
    docs = [generation.text.postings(word).docs for word in words]
    return [Postings(one, np.full(len(one), COMPLETED, np.float32)) for one in docs]


def scores_at(held: Postings, docs: Docs, documents: int) -> Scores:
    """The scores of these documents, 0 where the word is not."""
    if held.docs is docs:
        return held.scores
    scores = np.zeros(len(docs), np.float32)
    both, found = met_at(held, docs, documents)
    scores[both] = found
    return scores


def met_at(held: Postings, docs: Docs, documents: int) -> tuple[NDArray[np.intp], Scores]:
    """Where in these documents, ascending, the word is, and its scores there: looked up where they are few or there is
    no table."""
    if not held.docs.size:
        return np.zeros(0, np.intp), NOTHING.scores
    if held.table is None or SPARSE * len(docs) < documents:
        place = np.minimum(held.docs.searchsorted(docs), len(held.docs) - 1)
        both = (held.docs.take(place) == docs).nonzero()[0]
        return both, held.scores.take(place.take(both))
    codes = held.table.codes.take(docs)
    both = (codes != 0).nonzero()[0]
    return both, held.table.scores.take(codes.take(both))
