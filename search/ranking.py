"""Ranking by words: a facility fits when each word is in its text or names something it offers.

No word is dropped silently: one that is nowhere is looked for as what it was probably meant to be, and told; one that
is like nothing either leaves an answer without documents, and is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.lexicon import SHORTEST_START
from search.postings import NOTHING, Docs, Postings
from search.telephone import digits
from search.word_matches import WordMatch, completions, join_words, match_word, scores_at, side_by_side
from search.words import Tokens, Wish, asked, sequence

if TYPE_CHECKING:
    from search.generation import Generation
    from search.text import TextIndex

Scores = NDArray[np.float32]

WHOLE_NAME = 1.5
"""Factor for a facility whose name is what was typed, word for word: it comes before others that hold more of it."""

IN_ORDER = 1.2
"""Factor for a name that holds what was typed in this order: "Hope House" before "House of Hope"."""

CLOSE = 60
"""Documents, the best by words, whose names are compared with what was typed."""

STEP = 0.05
"""Scores are rounded to this, so that facilities that fit alike tie, and distance, name and id decide."""


class Matches(NamedTuple):
    """Documents that hold the words, ascending, and the score of each.

    * `corrected`: word -> what it was taken for, where it was misspelt or run together.
    * `missing`: words that are nowhere and like nothing; then there are no documents.
    * `ignored`: words that were not looked for, past the limit."""

    docs: Docs
    scores: Scores
    corrected: Mapping[str, str] = {}
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def text_matches(generation: Generation, words: str, typing: bool = False) -> Matches | None:
    """What holds every word, and every phrase in quotes; None when there are no words. With `typing` the last word
    may be the beginning of one."""
    if number := digits(words):
        return _called(generation, number, words)
    question = asked(words)
    if not question.wishes:
        return None
    wishes, begun = _unfinished(question.wishes, typing and not words.endswith((" ", '"')))
    found = [match_word(generation, wish) for wish in wishes]
    join_words(generation, wishes, found)
    if begun:
        found[-1].postings.extend(completions(generation, begun))
    missing = tuple(one.word for one in found if not one.anywhere)
    corrected = {one.word: one.meant for one in found if one.meant}
    if missing:
        return Matches(NOTHING.docs, NOTHING.scores, corrected, missing, question.ignored)
    matched = _phrases(generation.text, question.phrases, _every(len(generation), found))
    instead = {wish.forms[0][0]: one.token for wish, one in zip(wishes, found, strict=True) if one.token}
    typed = " ".join(instead.get(token, token) for token in sequence(words))
    scores = np.rint(_in_order(generation.text, typed, matched) / STEP) * np.float32(STEP)
    return Matches(matched.docs, np.maximum(scores, np.float32(STEP)), corrected, (), question.ignored)


def _called(generation: Generation, number: int, typed: str) -> Matches:
    """What has this telephone number."""
    docs = generation.with_telephone(number)
    return Matches(docs, np.ones(len(docs), np.float32), missing=() if docs.size else (typed,))


def _unfinished(wishes: tuple[Wish, ...], typing: bool) -> tuple[tuple[Wish, ...], str]:
    """The words to look for, and the last one if it may be unfinished; one letter alone waits for the next."""
    last = wishes[-1].word
    if not typing or (len(last) < SHORTEST_START and len(wishes) == 1):
        return wishes, ""
    return (wishes, last) if len(last) >= SHORTEST_START else (wishes[:-1], "")


def _every(documents: int, found: Sequence[WordMatch]) -> Postings:
    """Documents that hold every word, begun with the rarest, and the sum of their scores."""
    ordered = sorted(found, key=WordMatch.size)
    docs = ordered[0].docs(documents)
    total = ordered[0].scores(docs, documents)
    for one in ordered[1:]:
        both, scores = one.met(docs, documents)
        docs, total = docs[both], total[both] + scores
    return Postings(docs, total)


def _phrases(text: TextIndex, phrases: Sequence[Tokens], matched: Postings) -> Postings:
    """Those that hold every phrase."""
    for phrase in phrases:
        kept = scores_at(side_by_side(text, phrase), matched.docs, len(text)) > 0
        matched = Postings(matched.docs[kept], matched.scores[kept])
    return matched


def _in_order(text: TextIndex, typed: str, matched: Postings) -> Scores:
    """Scores raised for names that are, or hold, what was typed in this order, among the best of them."""
    best = _best(matched.scores) if text.may_be_named(typed) else NOTHING.docs
    if not best.size:
        return matched.scores
    held, whole = text.named(matched.docs[best], typed)
    scores = matched.scores.copy()
    scores[best] *= np.where(whole, WHOLE_NAME, np.where(held, IN_ORDER, 1)).astype(np.float32)
    return scores


def _best(scores: Scores) -> NDArray[np.intp]:
    """Which are the best, at most CLOSE; those that tie with one that is left out are left out too."""
    if len(scores) <= CLOSE:
        return np.arange(len(scores))
    worse = -scores  # numpy looks for a large number among many that tie 25 times as long as for a small one
    return np.flatnonzero(worse < np.partition(worse, CLOSE)[CLOSE])
