"""Postings as arrays. Whoosh gives one posting at a time, a microsecond each and three calls; its files hold blocks of
128, which are read here whole. The reader of blocks is private in all three forks, and this module is the only one that
knows it: where it is not as expected, Whoosh's public matcher is asked instead.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

Docs = NDArray[np.int32]
Floats = NDArray[np.float32]

SPARSE = 64
"""Documents for one that is looked up from which on searching is faster than a table of all; and for one that holds a
word from which on its table is not worth keeping."""


MOST_CODES = 255
"""Different scores that a table has codes for."""


class Raw(NamedTuple):
    """Documents that hold a word in a field, ascending, and how often."""

    docs: Docs
    counts: Floats


class Table(NamedTuple):
    """The score of every document by a code: `codes` has one a document, 0 where the word is not, and `scores` the
    scores by code. A word has a few dozen different ones."""

    codes: NDArray[np.uint8]
    scores: Floats


class Postings(NamedTuple):
    """Documents that hold a word, ascending, and the BM25F score of each. `table` tells the same of every document; it
    is None where nobody has made one."""

    docs: Docs
    scores: Floats
    table: Table | None = None

    @property
    def nbytes(self) -> int:
        """Bytes of all, and of the objects around them."""
        tables = 0 if self.table is None else self.table.codes.nbytes + self.table.scores.nbytes
        return self.docs.nbytes + self.scores.nbytes + tables + 512

    def tabled(self, documents: int) -> Postings:
        """The same with a table, where the word is common enough to be worth one."""
        if SPARSE * len(self.docs) <= documents:
            return self
        ordered = np.sort(self.scores)
        scores = ordered[np.append(True, ordered[1:] > ordered[:-1])]
        if len(scores) > MOST_CODES:
            return self
        codes = np.zeros(documents, np.uint8)
        codes[self.docs] = scores.searchsorted(self.scores) + 1
        return self._replace(table=Table(codes, np.append(np.float32(0), scores)))


NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


def raw(searcher: Any, field: str, word: str) -> Raw:  # Any: Whoosh's Searcher
    """The postings of a word that is in the field."""
    matcher = searcher.postings(field, word)
    return _blocks(matcher) if readable(matcher) else one_by_one(matcher)


def readable(matcher: Any) -> bool:  # Any: Whoosh's matcher
    """Whether the blocks of a matcher that has just been opened can be read here."""
    return all(hasattr(matcher, name) for name in ("_read_data", "_data", "_blocklength", "_next_block", "_atend"))


def one_by_one(matcher: Any) -> Raw:  # Any: Whoosh's matcher
    """The same by Whoosh's public interface."""
    docs, counts = [], []
    while matcher.is_active():
        docs.append(matcher.id())
        counts.append(matcher.weight())
        matcher.next()
    return Raw(np.array(docs, np.int32), np.array(counts, np.float32))


def _blocks(matcher: Any) -> Raw:  # Any: Whoosh's matcher
    """A block holds the differences between documents, and weights: None where all are 1, one number where all are
    alike, or one a posting."""
    docs, counts = [], []
    while not matcher._atend:
        matcher._read_data()
        steps, weights, _ = matcher._data
        docs.append(np.cumsum(np.array(steps, np.int32), dtype=np.int32))
        counts.append(np.broadcast_to(np.array(1.0 if weights is None else weights, np.float32), len(steps)))
        matcher._next_block()
    return Raw(np.concatenate(docs), np.concatenate(counts))


def lengths(searcher: Any, field: str) -> Floats:  # Any: Whoosh's Searcher
    """How many words a field has in each document, as far as Whoosh keeps it: exactly up to 10, then in steps."""
    reader = searcher.reader()
    count = reader.doc_count_all()
    written = _column(reader, field, count)
    if written is None:
        found = (reader.doc_field_length(doc, field) or 0 for doc in range(count))
        return np.fromiter(found, np.float32, count)
    steps = np.array([byte_to_length(byte) for byte in range(256)], np.float32)
    return steps[written]


def _column(reader: Any, field: str, count: int) -> NDArray[np.uint8] | None:  # Any: Whoosh's reader
    """Whoosh's column of lengths, a byte a document; it ends with the last document that has the field."""
    try:
        file, start, length = reader._perdoc._get_column_file(f"_{field}_len")
        written = np.frombuffer(bytes(file.get(start, length)), np.uint8)
        file.close()
    except (AttributeError, KeyError, NameError, TypeError):
        return None
    return np.pad(written, (0, count - len(written))) if len(written) <= count else None
