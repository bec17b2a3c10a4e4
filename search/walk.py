"""Everything that a question finds, in its order, read some hundred places at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import length_hint

from directory.exports.format import Item
from search.bitmaps import Docs

BATCH = 500
"""Places read at a time."""


class Walk(Iterator[Item]):
    """The places of a list, one after another. `docs` are their numbers, which `again` finds once more, and `read`
    gives the places of some."""

    def __init__(self, docs: Docs, again: Callable[[], Docs], read: Callable[[Docs], list[Item]]) -> None:
        self._docs: Docs | None = docs
        self._again = again
        self._read = read
        self._next = 0
        self._ahead: Iterator[Item] = iter(())

    def __next__(self) -> Item:
        try:
            return next(self._ahead)
        except StopIteration:
            return self._further()

    def rest(self) -> None:
        """Let go of what was read and found, while nobody takes the next place: it is found and read again when
        somebody does."""
        self._next -= length_hint(self._ahead)
        self._ahead, self._docs = iter(()), None

    def _further(self) -> Item:
        if self._docs is None:
            self._docs = self._again()
        numbers = self._docs[self._next : self._next + BATCH]
        self._next += len(numbers)
        self._ahead = iter(self._read(numbers) if len(numbers) else ())
        return next(self._ahead)
