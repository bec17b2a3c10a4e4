"""A part of the text index, opened: the postings of each of its fields, with BM25 scores."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh import index, scoring

from search.indexing import LINES, PARTS, read_words
from search.lines import Lines
from search.postings import Postings, lengths, raw

B, K1 = 0.75, 1.2
"""BM25's: how much a long field counts against a word, and how soon more of the same word counts no more. Whoosh's own
values; names are too short for others to matter."""


class TextPart:
    """One of Whoosh's indexes. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder), readonly=True)
        self.searcher = self._index.searcher(weighting=scoring.BM25F(B=B, K1=K1))
        self.fields = PARTS[folder.name]
        self.lines = Lines(folder, LINES)
        self.words = read_words(folder)
        self._relative: dict[str, NDArray[np.float64]] = {}
        self._lock = threading.Lock()  # Whoosh's readers share one position in the file

    def __len__(self) -> int:
        return int(self.searcher.doc_count_all())

    def close(self) -> None:
        """Let go of the files."""
        self.lines.close()
        self.searcher.close()
        self._index.close()

    def postings(self, field: str, word: str) -> Postings | None:
        """Documents that hold a token in a field, and BM25 as Whoosh's own scorer has it; None where it is nowhere."""
        with self._lock:
            if (field, word.encode()) not in self.searcher.reader():
                return None
            docs, counts = raw(self.searcher, field, word)
            share = self.searcher.idf(field, word) * (K1 + 1)
            scores = share * counts / (counts + K1 * self._lengths(field)[docs])
        return Postings(docs, scores.astype(np.float32))

    def _lengths(self, field: str) -> NDArray[np.float64]:
        """By document: 1 for a field of average length, less for a shorter one."""
        if field not in self._relative:
            average = self.searcher.avg_field_length(field) or 1
            self._relative[field] = (1 - B) + B * lengths(self.searcher, field).astype(np.float64) / average
        return self._relative[field]
