"""Writing the text index: Whoosh's, for which documents hold a word, and beside it the words in order, for phrases.

Whoosh is given lengths that are ready and a pool that groups postings as they come. Its own pool sorts all of them on
disk, which took half of the time. Both are what its siblings allow for too: a field type and a pool of one's own.

Documents come in any order and get their numbers at the end, so that their words are split while others are made.
"""

from __future__ import annotations

import mmap
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index
from whoosh.analysis import IDTokenizer

from search.bitmaps import Docs
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
"""The index is two of Whoosh's, each of the same documents, so that two processes can build it (`index_parts.py`)."""

LINES, WORDS = "lines", "words"
"""Files beside Whoosh's, in each part. LINES are the words of each document in order: NAME.bin are the lines, NAME.npy
where each begins and where the last one ends. WORDS are the words that names and places hold, in order, and in how
many fields each is found."""

FEW = 16
"""Documents of a word that are counted one by one: most words have fewer, for which numpy takes longer."""

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
    """A field whose values are how many tokens it has. The pool has the tokens already."""

    def __init__(self) -> None:
        super().__init__(analyzer=IDTokenizer(), phrase=False)
        self.format = Counted()

    def index(self, value: int, **_: object) -> tuple[tuple[bytes, int, float, bytes], ...]:
        """One posting, of no word, that is as often there as there are tokens."""
        return ((b"", value, 1.0, b""),)


class PartWriter:
    """One part while it is written: takes documents as they come, and writes them once their order is known."""

    def __init__(self, folder: Path, part: str) -> None:
        folder.mkdir()
        self._folder = folder
        self._fields = {field: FieldPostings(FIELDS[field]) for field in PARTS[part]}
        self._lines = LinesFile(folder, LINES)
        self._seen: Counter[str] = Counter()

    def add(self, document: Mapping[str, str]) -> None:
        """Take the fields of a document."""
        said = []
        for field, postings in self._fields.items():
            words = split(document[field]) if document[field] else []
            said.append(postings.take(words))
            if words and field in NAMING:
                self._seen.update(words)
        self._lines.add(f" {APART.join(said)} ")

    def close(self) -> None:
        """Let go of what is not written."""
        self._lines.close()

    def write(self, order: Docs) -> None:
        """Index them in one segment: Whoosh's numbers are ours, from 0. `order` says of each number as the how manieth
        its document came."""
        self._lines.write(order)
        schema = fields.Schema(**{field: Tokens() for field in self._fields})
        writer = index.create_in(str(self._folder), schema).writer()
        writer.pool = pool = Pool(self._fields, order)
        writer.codec.length_stats = False  # bounds by which Whoosh's own search skips blocks: a tenth of the time
        try:
            self._tell_lengths(writer, order)
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        _save_words(self._folder, pool.counts, self._seen)

    def _tell_lengths(self, writer: Any, order: Docs) -> None:  # Any: Whoosh ships no types
        """How many tokens each field of each document has: past `add_document`, which takes half of the time for asking
        each field what it has besides, but for the last, of which the writer learns how many there are."""
        held = [(*field, self._fields[field[0]].lengths(order)) for field in writer.schema.items()]
        for number in range(len(order) - 1):
            writer.perdocwriter.start_doc(number)
            for name, field, lengths in held:
                writer.perdocwriter.add_field(name, field, None, lengths[number])
            writer.perdocwriter.finish_doc()
        if len(order):
            writer.docnum = len(order) - 1
            writer.add_document(**{name: lengths[-1] for name, _, lengths in held if lengths[-1]})


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


class FieldPostings:
    """The postings of a field, by word: the how manieth documents hold it, as often as they do."""

    def __init__(self, kind: str) -> None:
        self._docs: defaultdict[str, array[int]] = defaultdict(_numbers)
        self._lengths = _numbers()
        self._known = _Known(kind, self._docs)

    def take(self, words: Iterable[str]) -> str:
        """Take the words of the next document, and give back its line."""
        came, length, said = len(self._lengths), 0, []
        for word in words:
            postings, written = self._known[word]
            for docs in postings:
                docs.append(came)
            length += len(postings)
            said.append(written)
        self._lengths.append(length)
        return " ".join(said)

    def handed_over(self) -> Iterator[tuple[str, array[int]]]:
        """Each word in order and its postings, which are not kept."""
        self._known.clear()
        for word in sorted(self._docs):
            yield word, self._docs.pop(word)

    def lengths(self, order: Docs) -> list[int]:
        """How many tokens each document has, in their order."""
        lengths: list[int] = np.frombuffer(self._lengths, np.uint32)[order].tolist()
        return lengths


class _Known(dict[str, "tuple[list[array[int]], str]"]):
    """Word -> the postings of its tokens, and how a line has it."""

    def __init__(self, kind: str, docs: Mapping[str, array[int]]) -> None:
        super().__init__()
        self._kind = kind
        self._docs = docs

    def __missing__(self, word: str) -> tuple[list[array[int]], str]:
        postings = [self._docs[token] for token in indexed([word], self._kind)]
        found = self[word] = postings, " ".join(in_order([word], self._kind))
        return found


class Pool:
    """What Whoosh takes postings from."""

    def __init__(self, postings: Mapping[str, FieldPostings], order: Docs) -> None:
        self._postings = postings
        self._numbers = np.empty_like(order)
        self._numbers[order] = np.arange(len(order), dtype=np.int32)
        self.counts: Counter[str] = Counter()

    def add(self, _: object) -> None:
        """What Whoosh adds tells lengths only."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All of them, by field, word and document. The weight is how often the document holds the word."""
        for field in sorted(self._postings):
            for word, held in self._postings[field].handed_over():
                docs, weights = _counted(self._numbers[np.frombuffer(held, np.uint32)])
                self.counts[word] += len(docs) if field in NAMING else 0
                yield from zip(repeat(field), repeat(word.encode()), docs, weights, repeat(b""))

    def cleanup(self) -> None:
        """Nothing is on disk."""


def _counted(docs: Docs) -> tuple[list[int], Iterable[float]]:
    """Each of these documents once, ascending, and how often it is among them."""
    if len(docs) < FEW:
        few = Counter(docs.tolist())
        return sorted(few), [float(few[doc]) for doc in sorted(few)]
    docs = np.sort(docs)
    starts = np.flatnonzero(np.diff(docs, prepend=-1))
    if len(starts) == len(docs):
        return docs.tolist(), repeat(1.0)
    return docs[starts].tolist(), np.diff(starts, append=len(docs)).astype(np.float64).tolist()


def _numbers() -> array[int]:
    return array("I")


class LinesFile:
    """A file of lines, and where each begins. They are kept in a file without a name until their order is known."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._ends = array("q", [0])
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115  closed by `close`

    def add(self, line: str) -> None:
        """The next line."""
        written = line.encode()
        self._file.write(written)
        self._ends.append(self._ends[-1] + len(written))

    def close(self) -> None:
        """Let go of the file without a name."""
        self._file.close()

    def write(self, order: Docs) -> None:
        """Write them in order."""
        ends = np.frombuffer(self._ends, np.int64)
        starts, stops = ends[:-1][order], ends[1:][order]
        np.save(self._folder / f"{self._name}.npy", np.cumsum(np.append(0, stops - starts), dtype=np.int64))
        self._file.flush()
        with (self._folder / f"{self._name}.bin").open("wb") as file:
            if self._ends[-1]:
                with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as held:
                    spans = zip(starts.tolist(), stops.tolist(), strict=True)
                    file.writelines(held[start:stop] for start, stop in spans)
