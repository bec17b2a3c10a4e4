"""Names of facilities as somebody types. Documents are in the order of their names, so those that begin alike stand
side by side. How common each name is is worked out when one is first asked for, which a server does before it takes a
generation (`asking.warm`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from search.ranking import text_matches
from search.words import fold, tokens

if TYPE_CHECKING:
    from search.generation import Generation
    from search.lines import Lines

SHORTEST = 2
"""Letters from which names are suggested."""

LONGEST = 100
"""Letters that are read; the longest real name has 120."""

HEAD = 8
"""Bytes of a name that are kept to find it by: with one number for each document it is found in a microsecond."""

LOOKED_AT = 64
"""Documents that hold the words, or begin so under a name of others too, from which names are taken: the best."""

FEW = 512
"""Ranks up to which sorting them all is no slower than looking for the best."""

FIVE = 5
"""Letters of a word that may be one of a name with a slip: "phenix"."""

NEVER = np.iinfo(np.int32).max


class Suggestion(NamedTuple):
    """A name, how many places that are listed have it, and the document of the first."""

    name: str
    places: int
    doc: int


class Names:
    """The names of a generation: 20 bytes a document, and 0.1 s for 100,000 of them. Threads may share it."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._names = generation.text.names
        heads = np.fromiter(map(_head, self._names), np.uint64, len(self._names))
        places, first = _common(self._names, heads, generation.listed)
        self._rank = np.full(len(heads), NEVER, np.int32)
        self._rank[first] = np.arange(len(first))
        # Looking at a few numbers one by one is faster than numpy, most of all where nothing was asked just before.
        self._heads, self._places, self._first = heads.data, places.data, first.data

    def suggest(self, typed: str, most: int = 8) -> list[Suggestion]:
        """Names that begin as typed, whatever case and accents, those of most places first; if they are too few, also
        names that hold the words, the last of which may be unfinished. Of places that are listed now."""
        typed = " ".join(typed[:LONGEST].split())
        wanted = fold(typed)
        if len(wanted) < SHORTEST:
            return []
        start, stop = self._beginning(wanted)
        found = self._named(self._commonest(start, stop, most))
        if len(found) < most:
            more = self._named([*self._listed(start, stop), *self._holding(typed)])
            found |= {name: one for name, one in more.items() if name not in found}
        return list(found.values())[:most]

    def _beginning(self, wanted: str) -> tuple[int, int]:
        """Where the documents begin and end whose name, folded as it was for sorting, begins so."""
        head = wanted.encode()[:HEAD]
        bounds = [_number(head, b"\0"), _number(head, b"\xff") + 1]
        start, stop = (bisect_left(self._heads, bound) for bound in bounds)
        if head == wanted.encode():
            return start, stop
        first = bisect_left(range(stop), wanted, lo=start, key=self._key)
        return first, bisect_left(range(stop), wanted + "\U0010ffff", lo=first, key=self._key)

    def _key(self, doc: int) -> str:
        return _sorted_by(self._names[doc])

    def _commonest(self, start: int, stop: int, most: int) -> list[int]:
        """The first document of each name, of most places first and then as they come."""
        ranks = self._rank[start:stop]
        best = np.partition(ranks, most)[:most] if len(ranks) > FEW else ranks
        return [self._first[rank] for rank in sorted(best.tolist())[:most] if rank < NEVER]

    def _listed(self, start: int, stop: int) -> list[int]:
        """Documents under a name that begins before these do: they have the second line of theirs in common."""
        listed: list[int] = np.flatnonzero(self._generation.listed[start:stop])[:LOOKED_AT].tolist()
        return [start + doc for doc in listed]

    def _holding(self, typed: str) -> list[int]:
        matches = text_matches(self._generation, typed, typing=True)
        if matches is None:
            return []
        listed = self._generation.listed[matches.docs]
        docs, scores = matches.docs[listed], matches.scores[listed]
        least = np.sort(scores)[-LOOKED_AT:][:1]  # of scores most of which tie, `partition` takes seven times as long
        docs, scores = docs[scores >= least], scores[scores >= least]
        best: list[int] = docs[np.argsort(-scores, kind="stable")[:LOOKED_AT]].tolist()
        wanted = [fold(matches.corrected.get(word, word)) for word in fold(typed).split()]
        return [doc for doc in best if _begun(wanted, self._names[doc])]

    def _named(self, docs: Iterable[int]) -> dict[str, Suggestion]:
        """The names of documents, each once."""
        found: dict[str, Suggestion] = {}
        for doc in docs:
            name = self._names[doc].partition("\t")[0]
            found.setdefault(name, Suggestion(name, self._places[doc], doc))
        return found


def _begun(wanted: Sequence[str], line: str) -> bool:
    """Whether a name has a word that begins so for each, or nearly is it, or all of them written together ("bright
    view", "Mc Lean"): not what only stands in the address or is offered there."""
    told = fold(line).split()
    left = [begin for begin in wanted if not any(word.startswith(begin) for word in told)]
    if not left or _squeezed(wanted) in _squeezed(told):
        return True
    held = tokens(line)
    return all(any(_is_meant(begin, word) for word in held) for begin in left)


def _is_meant(begin: str, word: str) -> bool:
    if word.startswith((begin, *tokens(begin), _squeezed([begin]) or begin)):
        return True
    return len(begin) >= FIVE and OSA.distance(begin, word, score_cutoff=1) <= 1


def _squeezed(words: Iterable[str]) -> str:
    return re.sub("[^a-z0-9]", "", "".join(words))


def _sorted_by(line: str) -> str:
    """What a line of names was sorted by, see `building.py`."""
    return fold(line.replace("\t", " "))


def _head(line: str) -> int:
    return _number(_sorted_by(line).encode()[:HEAD], b"\0")


def _number(head: bytes, fill: bytes) -> int:
    return int.from_bytes(head.ljust(HEAD, fill), "big")


def _common(
    names: Lines, heads: NDArray[np.uint64], listed: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How many places that are listed have the name of each document; and the first document of each name, by how many
    have it and then as they come. Worked out letter by letter, to hold few names at a time."""
    places = np.zeros(len(heads), np.int32)
    lines, first = iter(names), [np.zeros(0, np.int32)]
    letters = (heads >> np.uint64(8 * (HEAD - 1))).astype(np.int16)
    for start, stop in pairwise([0, *(np.flatnonzero(np.diff(letters)) + 1).tolist(), len(heads)]):
        called = [line.partition("\t")[0] for line in islice(lines, stop - start)]
        among = [(name, doc) for doc, name in enumerate(called, start) if listed[doc]]
        counted = Counter(name for name, _ in among)
        places[start:stop] = [counted[name] for name in called]
        first.append(np.sort(np.fromiter(dict(reversed(among)).values(), np.int32)))
    ordered = np.concatenate(first)
    return places, ordered[np.argsort(-places[ordered], kind="stable")]
