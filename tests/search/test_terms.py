"""Term sets equal plain Python sets, whatever the documents and terms, and however few or many they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.bitmaps import bitmap_of
from search.terms import MANY, Few, Many, TermIndex, pack

TERMS = 150
SILENT = range(64, 128)
"""Terms that no document says: a whole word of them is not kept."""

terms = st.integers(0, TERMS - 1).filter(lambda term: term not in SILENT)
rows = st.lists(st.sets(terms), min_size=1, max_size=30)
chosen = st.sets(st.integers(0, TERMS - 1), min_size=1, max_size=4)


@given(yes=rows, wanted=chosen, data=st.data())
def test_filters_are_set_operations(yes: list[set[int]], wanted: set[int], data: st.DataObject) -> None:
    docs = data.draw(st.sets(st.integers(0, len(yes) - 1)).map(sorted))
    for among in _both(_index(yes, [set()], [0] * len(yes)), docs):
        assert among.docs(among.any_of(wanted)).tolist() == [doc for doc in docs if yes[doc] & wanted]
        assert among.docs(among.all_of(wanted)).tolist() == [doc for doc in docs if wanted <= yes[doc]]
        assert among.docs(among.every() & ~among.any_of(wanted)).tolist() == [d for d in docs if not yes[d] & wanted]
        assert among.size(among.every()) == len(docs)


@given(yes=rows, span=st.tuples(st.integers(0, TERMS), st.integers(0, TERMS)).map(sorted), step=st.integers(1, 4))
def test_counts_are_sums(yes: list[set[int]], span: list[int], step: int) -> None:
    docs = list(range(0, len(yes), step))
    expected = [sum(term in yes[doc] for doc in docs) for term in range(*span)]
    for among in _both(_index(yes, [set()], [0] * len(yes)), docs):
        assert among.counts(among.every(), (span[0], span[1])).tolist() == expected


@given(
    yes=rows, asked=st.lists(st.sets(st.integers(0, TERMS - 1)), min_size=1, max_size=4), wanted=chosen, data=st.data()
)
def test_a_term_is_stated_when_it_is_asked_or_said(
    yes: list[set[int]], asked: list[set[int]], wanted: set[int], data: st.DataObject
) -> None:
    surveys = data.draw(st.lists(st.integers(0, len(asked) - 1), min_size=len(yes), max_size=len(yes)))
    docs = list(range(0, len(yes), 2))
    expected = [doc for doc in docs if (yes[doc] | asked[surveys[doc]]) & wanted]
    for among in _both(_index(yes, asked, surveys), docs):
        assert among.docs(among.stated(wanted)).tolist() == expected


class TestManyDocuments:
    """Every way of counting, on both sides of where one takes over from the other."""

    COUNT = 2000

    @pytest.fixture
    def bits(self) -> np.ndarray:
        random = np.random.default_rng(1)
        bits = random.random((self.COUNT, TERMS)) < random.random(TERMS)
        bits[:, list(SILENT)] = False
        return bits

    @pytest.fixture
    def index(self, bits: np.ndarray) -> TermIndex:
        packed = np.packbits(bits, axis=1, bitorder="little")
        return TermIndex(packed, pack([[]], 1, TERMS), np.zeros(self.COUNT, np.int32), TERMS)

    @pytest.mark.parametrize("lasting", [False, True])
    @pytest.mark.parametrize("base", [2000, 1501])
    @pytest.mark.parametrize("count", [0, 1, 299, 300, 301, 749, 750, 751, 999, 1000, 1001, 1201, 1500, 1501])
    def test_many(self, bits: np.ndarray, index: TermIndex, lasting: bool, base: int, count: int) -> None:
        order = np.random.default_rng(count).permutation(self.COUNT)[:base].astype(np.int32)
        many = Many(index, bitmap_of(order, self.COUNT), lasting)
        for size in (count, base):
            mask = bitmap_of(order[:size], self.COUNT)
            for span in ((0, TERMS), (60, 70), (130, 150), (64, 128), (3, 3)):
                expected = bits[order[:size], span[0] : span[1]].sum(axis=0).tolist()
                assert many.counts(mask, span).tolist() == expected

    def test_counts_that_are_kept_are_not_handed_out(self, bits: np.ndarray, index: TermIndex) -> None:
        many = index.ground(np.ones(self.COUNT, np.bool_))
        many.counts(many.every(), (0, TERMS))[:] = -1
        assert many.counts(many.every(), (0, TERMS)).tolist() == bits.sum(axis=0).tolist()

    @pytest.mark.parametrize("count", [0, int(MANY * 2000), int(MANY * 2000) + 1, 2000])
    def test_few_become_many(self, bits: np.ndarray, index: TermIndex, count: int) -> None:
        docs = np.arange(count, dtype=np.int32)
        among = index.among(docs)
        assert isinstance(among, Many if count > MANY * self.COUNT else Few)
        for span in ((0, TERMS), (60, 70)):
            assert among.counts(among.every(), span).tolist() == bits[:count, span[0] : span[1]].sum(axis=0).tolist()
        found = among.any_of([1, 140]) & ~among.all_of([2, 3])
        held = (bits[:count, 1] | bits[:count, 140]) & ~(bits[:count, 2] & bits[:count, 3])
        assert among.docs(found).tolist() == np.flatnonzero(held).tolist()


def _index(yes: Sequence[set[int]], asked: Sequence[set[int]], surveys: Sequence[int]) -> TermIndex:
    codes = np.array(surveys, np.int32)
    return TermIndex(pack(yes, len(yes), TERMS), pack(asked, len(asked), TERMS), codes, TERMS)


def _both(index: TermIndex, docs: Sequence[int]) -> tuple[Few, Many, Many]:
    numbers = np.array(docs, np.int32)
    many = bitmap_of(numbers, len(index))
    return Few(index, numbers), Many(index, many), Many(index, many, lasting=True)
