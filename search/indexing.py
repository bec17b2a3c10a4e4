"""Writing the text index: Whoosh's, for which documents hold a word, and beside it the words in order, for phrases.

Whoosh is given tokens that are ready and a pool that groups postings as they come. Its own pool sorts all of them on
disk, which took half of the time. Both are what its siblings allow for too: a field type and a pool of one's own.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index
from whoosh.analysis import IDTokenizer

from search.stems import stem
from search.words import in_order, indexed, split

FIELDS: Mapping[str, str] = {
    "name": "name",
    "program": "name",
    "other": "name",
    "place": "place",
    "address": "address",
}
"""Fields, and the kind of text that each is (`words.READINGS`)."""

PARTS: Mapping[str, tuple[str, ...]] = {"names": ("name", "program", "other", "address"), "places": ("place",)}
"""The index is two of Whoosh's, each of the same documents and about as much work, so that two processes can build it
(`index_parts.py`)."""

LINES, WORDS = "lines", "words"
"""Files beside Whoosh's, in each part. LINES are the words of each document in order: NAME.bin are the lines, NAME.npy
where each begins and where the last one ends. WORDS are the words that names and places hold, in order, and in how
many fields each is found."""

NAMING = ("name", "other", "place", "program")
"""Fields whose words somebody may have meant to type. A street is not looked for by a misspelt name."""

APART = " | "
"""Between the fields of a line, so that no phrase runs from one into the next."""


class Counted(formats.Format):  # type: ignore[misc]  # Whoosh ships no types
    """How often a word is in a field, kept as the weight of the posting and nowhere else."""

    posting_size = 0

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, object] = {}

    def decode_frequency(self, _: bytes) -> int:
        """Asked for by no search of ours."""
        return 1


class Tokens(fields.TEXT):  # type: ignore[misc]  # Whoosh ships no types
    """A field whose values are lists of tokens. Whoosh is told how long they are; the pool has them already."""

    def __init__(self) -> None:
        super().__init__(analyzer=IDTokenizer(), phrase=False)
        self.format = Counted()

    def index(self, value: list[str], **_: object) -> tuple[tuple[bytes, int, float, bytes], ...]:
        """One posting, of no word, that is as often there as there are tokens."""
        return ((b"", len(value), 1.0, b""),)


def build_part(folder: Path, part: str, documents: Iterable[Mapping[str, str]]) -> None:
    """Index the fields of a part in one segment: Whoosh's numbers are ours, from 0 in order."""
    folder.mkdir()
    chosen = {field: FIELDS[field] for field in PARTS[part]}
    writer = index.create_in(str(folder), fields.Schema(**{field: Tokens() for field in chosen})).writer()
    writer.pool = pool = Pool(chosen)
    writer.codec.length_stats = False  # bounds by which Whoosh's own search skips blocks; they took a tenth of the time
    seen: Counter[str] = Counter()
    try:
        with LinesFile(folder, LINES) as lines:
            for doc, document in enumerate(documents):
                words = {field: split(document[field]) for field in chosen}
                writer.add_document(**pool.take(doc, words))
                lines.add(f" {APART.join(' '.join(in_order(words[field], kind)) for field, kind in chosen.items())} ")
                seen.update(chain.from_iterable(words[field] for field in chosen if field in NAMING))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    _save_words(folder, pool.counts, seen)


def read_words(folder: Path) -> tuple[bytes, NDArray[np.int32]]:
    """The words of an index as they were written, for `parse_words`, and in how many fields each is found."""
    return (folder / f"{WORDS}.txt").read_bytes(), np.load(folder / f"{WORDS}.npy")


def parse_words(written: bytes) -> dict[str, str]:
    """Tokens in order, each with the word it mostly stands for."""
    return dict(line.split("\t") for line in written.decode().splitlines())


def _save_words(folder: Path, counts: Mapping[str, int], seen: Mapping[str, int]) -> None:
    shown = {stem(word): word for word, _ in sorted(seen.items(), key=lambda one: (one[1], one[0]))}
    tokens = sorted(word for word, count in counts.items() if count)
    lines = (f"{token}\t{shown.get(token, token)}\n" for token in tokens)
    (folder / f"{WORDS}.txt").write_text("".join(lines), "utf-8", newline="\n")
    np.save(folder / f"{WORDS}.npy", np.array([counts[token] for token in tokens], np.int32))


class Pool:
    """Postings on their way to the index, by field and word. Documents come in order, so each list is sorted."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        """`kinds` are the fields and what kind of text each is."""
        self._kinds = kinds
        self._docs: dict[str, defaultdict[str, array[int]]] = {field: defaultdict(_numbers) for field in kinds}
        self._weights: dict[str, defaultdict[str, array[float]]] = {field: defaultdict(_floats) for field in kinds}
        self.counts: Counter[str] = Counter()

    def take(self, doc: int, words: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Take the words of a document, by field, and give them back as tokens."""
        tokens = {field: list(indexed(words[field], kind)) for field, kind in self._kinds.items()}
        for field, held in tokens.items():
            docs, weights = self._docs[field], self._weights[field]
            for word, count in Counter(held).items():
                docs[word].append(doc)
                weights[word].append(count)
        return tokens

    def add(self, _: object) -> None:
        """What Whoosh adds tells lengths only."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All of them, by field, word and document."""
        for field in sorted(self._docs):
            docs, weights = self._docs.pop(field), self._weights.pop(field)
            for word in sorted(docs):
                self.counts[word] += len(docs[word]) if field in NAMING else 0
                yield from zip(repeat(field), repeat(word.encode()), docs[word], weights[word], repeat(b""))

    def cleanup(self) -> None:
        """Nothing is on disk."""


def _numbers() -> array[int]:
    return array("I")


def _floats() -> array[float]:
    return array("f")


class LinesFile:
    """A file of lines, and where each begins."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._starts = array("q", [0])
        self._file: BinaryIO = (folder / f"{name}.bin").open("wb")

    def add(self, line: str) -> None:
        """The line of the next document."""
        written = line.encode()
        self._file.write(written)
        self._starts.append(self._starts[-1] + len(written))

    def __enter__(self) -> LinesFile:
        return self

    def __exit__(self, *_: Any) -> None:  # Any: an exception or none
        self._file.close()
        np.save(self._folder / f"{self._name}.npy", np.frombuffer(self._starts, np.int64))
