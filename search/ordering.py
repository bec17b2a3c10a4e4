"""The order of an answer, worked out only as far as a page needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.bitmaps import Docs
from search.geo import Away
from search.geodesic import Floats

SHORT = 1000
"""Documents up to which putting all in order takes no longer than finding those of a page."""

Key = NDArray[Any]
"""A number for every document that is put in order. Any: bool, int32 or float32."""


def page(
    docs: Docs, keys: Sequence[Key], away: Away | None, start: int, stop: int, squares: Floats | None = None
) -> Docs:
    """Those of documents, in whatever order they are, that come `start` to `stop` when put in order by keys, then by
    distance, then by number. `squares` are their squared chords where those are known."""
    stop = min(stop, len(docs))
    if keys and away is None and len(docs) <= SHORT:
        return docs[np.lexsort([docs, *reversed(keys)])[start:stop]]
    if keys or start >= stop:
        return docs[_cut(_Order(docs, keys, away), 0, np.arange(len(docs)), start, stop)]
    return docs[_alike(docs, away, start, stop, squares)]


def _alike(
    docs: Docs, away: Away | None, start: int, stop: int, squares: Floats | None = None
) -> NDArray[np.intp] | slice:
    """Where those are that come `start` to `stop` by distance and number alone."""
    if away is not None:
        return away.nearest(docs, start, stop, squares)
    return slice(start, stop) if _ascending(docs) else np.argsort(docs)[start:stop]


def _ascending(docs: Docs) -> bool:
    """As bitmaps and areas give them."""
    return bool((docs[1:] > docs[:-1]).all())


class _Order:
    """What documents are put in order by."""

    def __init__(self, docs: Docs, keys: Sequence[Key], away: Away | None) -> None:
        self.docs = docs
        self.keys = keys
        self.away = away

    def whole(self, among: NDArray[np.intp]) -> NDArray[np.intp]:
        """All of them in order."""
        ties: list[Key] = [self.docs[among]]
        if self.away is not None:
            ties.append(self.away.miles(self.docs[among]))
        found: NDArray[np.intp] = among[np.lexsort([*ties, *(key[among] for key in reversed(self.keys))])]
        return found


def _cut(order: _Order, level: int, among: NDArray[np.intp], start: int, stop: int) -> NDArray[np.intp]:
    """A part of those that are alike in the keys before `level`: of those that share its first value, of all between
    and of those that share its last value."""
    if start >= stop:
        return among[:0]
    if level == len(order.keys):
        return among[_alike(order.docs[among], order.away, start, stop)]
    values = order.keys[level][among]
    first, last = np.partition(values, (start, stop - 1))[[start, stop - 1]]
    before = int(np.count_nonzero(values < first))
    firsts = among[values == first]
    if first == last:
        return _cut(order, level + 1, firsts, start - before, stop - before)
    between, lasts = among[(values > first) & (values < last)], among[values == last]
    left = stop - before - len(firsts) - len(between)
    return np.concatenate(
        [
            _cut(order, level + 1, firsts, start - before, len(firsts)),
            order.whole(between),
            _cut(order, level + 1, lasts, 0, left),
        ]
    )
