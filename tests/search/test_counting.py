"""Counts by rows and by bitmaps equal counting bit by bit, whatever the number of documents."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.bitmaps import bitmap, bitmap_of, documents, size, turned, words
from search.counting import TALL, count_bitmaps, count_rows

SIZES = sorted({0, 1, 2, *(TALL * 3**depth + more for depth in range(4) for more in (-1, 0, 1))})


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 1.0])
def test_rows_are_counted_around_every_depth(count: int, share: float) -> None:
    bits = np.random.default_rng(count).random((count, 128)) < share
    rows = words(np.packbits(bits, axis=1, bitorder="little"))
    assert count_rows(rows).tolist() == bits.sum(axis=0).tolist()


@given(st.integers(0, 300), st.integers(1, 19))
def test_bitmaps_are_the_rows_turned(count: int, terms: int) -> None:
    bits = np.random.default_rng(count * 31 + terms).random((count, terms)) < 0.4
    turned_bits = turned(np.packbits(bits, axis=1, bitorder="little"), terms)
    some = np.arange(count) % 3 == 0
    assert [documents(row).tolist() for row in turned_bits] == [np.flatnonzero(column).tolist() for column in bits.T]
    assert count_bitmaps(turned_bits, bitmap(some)).tolist() == bits[some].sum(axis=0).tolist()


@given(st.sets(st.integers(0, 199)))
def test_a_bitmap_holds_its_documents(docs: set[int]) -> None:
    found = bitmap_of(np.array(sorted(docs), np.int32), 200)
    assert documents(found).tolist() == sorted(docs)
    assert size(found) == len(docs)
