"""Sets of documents by term: filters, facet counts, and what no source states.

Each document has one bit a term for *yes* and one for *asked*, packed eight to a byte: 25,000 facilities and 350 terms
are 1.1 MB each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
Mask = NDArray[np.bool_]
CHUNK = 4096
"""Rows unpacked at a time while counting: 4,096 x 350 bytes stay in the processor's cache."""


def pack(rows: Iterable[Iterable[int]], documents: int, terms: int) -> Bits:
    """Pack the term numbers of each document, in document order: (documents, ceil(terms / 8))."""
    bits = np.zeros((documents, -(-terms // 8)), np.uint8)
    line = np.zeros(bits.shape[1] * 8, np.uint8)
    for number, row in enumerate(rows):
        line[:] = 0
        line[list(row)] = 1
        bits[number] = np.packbits(line, bitorder="little")
    return bits


def by_facet(packed: bytes, homes: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The terms of one document by facet, in their order. `homes` gives facet and key of each bit."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number in np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little").nonzero()[0].tolist():
        facet, key = homes[number]
        found[facet].append(key)
    return dict(found)


class TermIndex:
    """Which terms are *yes* and which were asked, of every document. Term numbers are the vocabulary's."""

    def __init__(self, yes: Bits, asked: Bits, terms: int) -> None:
        self._yes = yes
        self._asked = asked
        self._terms = terms

    def any_of(self, terms: Iterable[int]) -> Mask:
        """Documents for which at least one of these terms is yes."""
        return self._any(self._yes, terms)

    def all_of(self, terms: Iterable[int]) -> Mask:
        """Documents for which every one of these terms is yes."""
        found = np.ones(len(self._yes), np.bool_)
        for term in terms:
            found &= self._any(self._yes, [term])
        return found

    def stated(self, terms: Iterable[int]) -> Mask:
        """Documents for which a source asks about one of these terms, or says it unasked."""
        terms = list(terms)
        found: Mask = self._any(self._asked, terms) | self._any(self._yes, terms)
        return found

    def counts(self, docs: NDArray[np.intp]) -> NDArray[np.int64]:
        """How many of these documents say yes, for every term."""
        total = np.zeros(self._terms, np.int64)
        for start in range(0, len(docs), CHUNK):
            chunk = self._yes[docs[start : start + CHUNK]]
            unpacked = np.unpackbits(chunk, axis=1, count=self._terms, bitorder="little")
            total += unpacked.sum(axis=0, dtype=np.int32)
        return total

    def _any(self, bits: Bits, terms: Iterable[int]) -> Mask:
        wanted = np.zeros(bits.shape[1], np.uint8)
        for term in terms:
            wanted[term // 8] |= 1 << (term % 8)
        columns = np.flatnonzero(wanted)
        return np.asarray((bits[:, columns] & wanted[columns]).any(axis=1))
