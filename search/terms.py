"""Sets of documents by term: filters, facet counts, and what no source states.

Each document has one bit a term for *yes*, kept twice: as a row of the document, for questions about few documents, and
as a bitmap of the term, for questions about many. What was asked of a document is known by its surveys.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.bitmaps import Bitmap, Bits, Docs, bitmap, bitmap_of, documents, size, turned, unpacked, words
from search.counting import Counts, count_bitmaps, count_rows

Mask = NDArray[Any]
"""Some of the documents a question is about. Any: of `Few` one bool a document, of `Many` a bitmap. Masks of one object
go together with &, | and, where another mask is in the same expression, ~."""

Span = tuple[int, int]
"""Terms by number, from the first to before the second."""

MANY = 0.15
"""Share of all documents from which on bitmaps are faster than rows, which take longer the more documents there are."""


def pack(rows: Iterable[Iterable[int]], count: int, terms: int) -> Bits:
    """Pack the term numbers of `count` rows: (count, ceil(terms / 8))."""
    bits = np.zeros((count, -(-terms // 8)), np.uint8)
    line = np.zeros(bits.shape[1] * 8, np.uint8)
    for number, row in enumerate(rows):
        line[:] = 0
        line[list(row)] = 1
        bits[number] = np.packbits(line, bitorder="little")
    return bits


class TermSets(NamedTuple):
    """The terms of documents in both ways. Of rows those words of 64 terms are kept of which any document says one:
    `said`. `rows` is (documents, said); `bitmaps` has one for each bit of a whole row."""

    said: NDArray[np.intp]
    rows: NDArray[np.uint64]
    bitmaps: NDArray[np.uint64]


def term_sets(yes: Bits) -> TermSets:
    """Both from the packed terms of each document."""
    rows = words(yes)
    said = np.flatnonzero(rows.any(axis=0))
    return TermSets(said, np.ascontiguousarray(rows[:, said]), turned(yes, 64 * rows.shape[1]))


class TermIndex:
    """Which terms are *yes* of every document, and which were asked. Term numbers are the vocabulary's.

    `yes` are the packed terms of each document, `asked` those of each set of surveys, `surveys` which of these sets a
    document answered. `sets` are made of `yes`, where they are known already.
    """

    def __init__(
        self, yes: Bits, asked: Bits, surveys: NDArray[np.int32], terms: int, sets: TermSets | None = None
    ) -> None:
        self.terms = terms
        self.sets = sets or term_sets(yes)
        self.said, self.rows, self.bitmaps = self.sets
        self._said = self.said.tolist()
        self._width = len(self.bitmaps) // 64
        self.surveys = surveys
        self._asked: NDArray[np.bool_] = np.unpackbits(asked, axis=1, count=terms, bitorder="little").view(np.bool_)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def named(self) -> frozenset[int]:
        """Terms that at least one document says."""
        return frozenset(np.flatnonzero(self.bitmaps.any(axis=1)).tolist())

    def any_of(self, terms: Iterable[int]) -> NDArray[np.bool_]:
        """Documents for which at least one of these terms is yes."""
        found = np.bitwise_or.reduce(self.bitmaps[list(terms)], axis=0)
        mask: NDArray[np.bool_] = unpacked(found)[: len(self)]
        return mask

    def among(self, docs: Docs) -> Few | Many:
        """A question about these documents, in whatever order they are."""
        if len(docs) > MANY * len(self):
            return Many(self, bitmap_of(docs, len(self)))
        return Few(self, docs)

    def ground(self, mask: NDArray[np.bool_]) -> Few | Many:
        """A question about documents that many questions begin with."""
        docs = np.flatnonzero(mask).astype(np.int32)
        return Many(self, bitmap(mask), lasting=True) if len(docs) > MANY * len(self) else Few(self, docs)

    def spread(self, span: Span, count: Callable[[slice], Counts]) -> Counts:
        """Counts of these terms, from counts of those words among `said` that hold any of them."""
        first, last = span[0] // 64, -(-span[1] // 64)
        some = slice(bisect_left(self._said, first), bisect_left(self._said, last))
        counts = np.zeros((last - first, 64), np.int64)
        if some.start < some.stop:
            counts[self.said[some] - first] = count(some).reshape(-1, 64)
        return counts.ravel()[span[0] - 64 * first : span[1] - 64 * first]

    def wanted(self, terms: Iterable[int]) -> NDArray[np.uint64]:
        """A row in which these terms are yes."""
        return _wanted(terms, self._width)[self.said]

    def asking(self, terms: Iterable[int]) -> NDArray[np.bool_]:
        """Of each set of surveys, whether it asks for one of these terms."""
        first, *others = terms
        found = self._asked[:, first]
        for term in others:
            found = found | self._asked[:, term]
        return found


class Few:
    """Some documents and their rows."""

    def __init__(self, index: TermIndex, docs: Docs) -> None:
        self._index = index
        self._docs = docs
        self._rows = index.rows.take(docs, axis=0)
        self._every = np.ones(len(docs), np.bool_)

    def every(self) -> Mask:
        """All of them."""
        return self._every

    def any_of(self, terms: Iterable[int]) -> Mask:
        """Those for which at least one of these terms is yes."""
        return _holding(self._rows, self._index.wanted(terms))

    def all_of(self, terms: Iterable[int]) -> Mask:
        """Those for which every one of these terms is yes."""
        terms = list(terms)
        wanted = self._index.wanted(terms)
        if sum(np.bitwise_count(wanted)) < len(set(terms)):  # one that nobody says
            return ~self._every
        found = self._every.copy()
        for column in np.flatnonzero(wanted):
            found &= (self._rows[:, column] & wanted[column]) == wanted[column]
        return found

    def stated(self, terms: Iterable[int]) -> Mask:
        """Those for which a source asks about one of these terms, or says it unasked."""
        terms = list(terms)
        asked: Mask = self._index.asking(terms).take(self._index.surveys.take(self._docs))
        return asked | self.any_of(terms)

    def size(self, mask: Mask) -> int:
        """How many these are."""
        return int(np.count_nonzero(mask))

    def docs(self, mask: Mask) -> Docs:
        """Their document numbers, in the order given."""
        return self._docs if mask is self._every else self._docs.compress(mask)

    def counts(self, mask: Mask, span: Span) -> Counts:
        """How many of these say yes to each of these terms."""
        rows = self._rows if mask is self._every else self._rows.compress(mask, axis=0)
        return self._index.spread(span, lambda some: count_rows(rows[:, some]))


class Many:
    """A bitmap of documents."""

    def __init__(self, index: TermIndex, base: Bitmap, lasting: bool = False) -> None:
        """`lasting` is one that many questions are about: its counts are kept."""
        self._index = index
        self._base = base
        self._size = size(base)
        self._lasting = lasting

    def every(self) -> Mask:
        """All of them."""
        return self._base

    def any_of(self, terms: Iterable[int]) -> Mask:
        """Those for which at least one of these terms is yes."""
        found: Mask = np.bitwise_or.reduce(self._index.bitmaps[list(terms)], axis=0) & self._base
        return found

    def all_of(self, terms: Iterable[int]) -> Mask:
        """Those for which every one of these terms is yes."""
        found: Mask = np.bitwise_and.reduce(self._index.bitmaps[list(terms)], axis=0) & self._base
        return found

    def stated(self, terms: Iterable[int]) -> Mask:
        """Those for which a source asks about one of these terms, or says it unasked."""
        terms = list(terms)
        asked = bitmap(self._index.asking(terms).take(self._index.surveys))
        return (asked & self._base) | self.any_of(terms)

    def size(self, mask: Mask) -> int:
        """How many these are."""
        return size(mask)

    def docs(self, mask: Mask) -> Docs:
        """Their document numbers, ascending."""
        return documents(mask)

    def counts(self, mask: Mask, span: Span) -> Counts:
        """How many of these say yes to each of these terms: by the rest where they are more than half."""
        found = size(mask)
        if not self._lasting or 2 * found <= self._size:
            return self._counted(mask, found, span)
        total = self._totals[span[0] : span[1]]
        return total.copy() if found == self._size else total - self._counted(self._base & ~mask, found, span)

    @cached_property
    def _totals(self) -> Counts:
        return self._counted(self._base, self._size, (0, self._index.terms))

    def _counted(self, mask: Mask, found: int, span: Span) -> Counts:
        index = self._index
        if found > MANY * len(index):
            blocks = index.bitmaps.reshape(-1, 64, index.bitmaps.shape[1])
            return index.spread(
                span, lambda some: np.concatenate([count_bitmaps(blocks[word], mask) for word in index.said[some]])
            )
        rows, docs = index.rows, documents(mask)
        return index.spread(span, lambda some: count_rows(rows[:, some].take(docs, axis=0)))


def _wanted(terms: Iterable[int], width: int) -> NDArray[np.uint64]:
    """A row in which these terms are yes."""
    wanted = [0] * width
    for term in terms:
        wanted[term // 64] |= 1 << (term % 64)
    return np.array(wanted, np.uint64)


def _holding(rows: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each row has one of the wanted bits."""
    found = np.zeros(len(rows), np.bool_)
    for column in np.flatnonzero(wanted):
        found |= (rows[:, column] & wanted[column]) != 0
    return found
