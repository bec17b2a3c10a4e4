"""A typed text taken into words, each with its place in the text, and spans of words that were found to mean something.

The base of understanding: `phrases`, `said_numbers`, `said_places` and `understand` all speak of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.words import fold

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:['’‘ʻ`´](?:[^\W_][\u0300-\u036f]*)+)*")
_BREAK = re.compile(r"[,;:!?()\n]|\.\s")
_OUT = re.compile(r"[\s/]*[oO]\b")
_SPELT_OUT = {"od'd": "oded", "od’d": "oded"}
_HELP = frozenset(
    """
    clinic clinics program programs rehab rehabs center centers therapy therapist therapists counseling counselor
    psychiatrist doctor doctors treatment detox place places house home housing facility facilities help group groups
    meds services
    """.split()
)
_PEOPLE = re.compile(
    r" (?:kids|children|teens?|youth|women|men|moms?|vets|veterans|adults|seniors|couples)\b", re.IGNORECASE
)
_MARKS = re.compile(r"[^\w]|_")


class Word(NamedTuple):
    """A word as typed, folded (lower case, no accents, no apostrophes), and its characters `start` to `end` in the
    text. `apart`: a comma, the end of a sentence or the like stands before it; `comma`: nothing else than a comma."""

    typed: str
    folded: str
    start: int
    end: int
    apart: bool
    comma: bool


class Span(NamedTuple):
    """The words `first` to `last` (exclusive) of a text."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    def overlaps(self, taken: Sequence[object]) -> bool:
        """Whether one of its words has been taken already."""
        return any(taken[at] is not None for at in range(self.first, self.last))


def split(text: str) -> list[Word]:
    """The words of a text. Punctuation belongs to none; hyphens and slashes part words ("in-patient" is two)."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        folded = folded_word(match[0])
        if folded:
            between = text[end : match.start()]
            if folded == "w" and _is_with(text, match.end(), found):
                folded = "with"
            elif folded == "4" and found and found[-1].folded in _HELP and _PEOPLE.match(text, match.end()):
                folded = "for"  # "clinic 4 kids", not "mom of 4 kids"
            apart = bool(found) and _parted(between, found[-1].folded)
            comma = apart and not _BREAK.search(between.replace(",", ""))
            found.append(Word(match[0], folded, match.start(), match.end(), apart, comma))
            end = match.end()
    return found


def _is_with(text: str, end: int, before: Sequence[Word]) -> bool:
    """Whether a W that ends here is short for "with": "w/ kids", "rehab w children", not "w/o" or "300 W Main St"."""
    if _OUT.match(text, end):
        return False
    return text[end : end + 1] == "/" or (bool(before) and not before[-1].folded[-1].isdigit())


def _parted(between: str, before: str) -> bool:
    """Whether punctuation parts two words. The full stop of "St. Louis" and "Ft. Worth" does not."""
    stop = _BREAK.search(between)
    return bool(stop) and not (between[0] == "." and len(before) <= 3 and len(between.strip()) == 1)


def folded_word(typed: str) -> str:
    """One word in the form that is compared; "" for one of marks alone."""
    if typed.lower() in _SPELT_OUT:
        return _SPELT_OUT[typed.lower()]
    return typed.lower() if typed.isascii() and typed.isalnum() else _MARKS.sub("", fold(typed))


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a phrase of ours."""
    return tuple(word.folded for word in split(text))


def typed(text: str, words: Sequence[Word], span: Span) -> str:
    """What was typed for these words, with what stood between them."""
    return text[words[span.first].start : words[span.last - 1].end]


def spans_of(words: Sequence[str], table: Iterable[str], longest: int) -> Iterator[Span]:
    """Every span whose words, joined by spaces, are in the table."""
    known = table if isinstance(table, (set, frozenset, dict)) else set(table)
    for first in range(len(words)):
        for last in range(first + 1, min(first + longest, len(words)) + 1):
            if " ".join(words[first:last]) in known:
                yield Span(first, last)


def longest_first(spans: Iterable[Span]) -> list[Span]:
    """The longest first, those of a length from left to right."""
    return sorted(spans, key=lambda span: (-len(span), span.first))
