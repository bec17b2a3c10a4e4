"""Term sets equal plain Python sets, whatever the documents and terms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.terms import TermIndex, pack

TERMS = 19
rows = st.lists(st.sets(st.integers(0, TERMS - 1)), max_size=30)
chosen = st.sets(st.integers(0, TERMS - 1), min_size=1)


@given(yes=rows, wanted=chosen)
def test_filters_are_set_operations(yes: list[set[int]], wanted: set[int]) -> None:
    index = _index(yes, yes)
    assert index.any_of(wanted).tolist() == [bool(row & wanted) for row in yes]
    assert index.all_of(wanted).tolist() == [wanted <= row for row in yes]


@given(yes=rows)
def test_counts_are_sums(yes: list[set[int]]) -> None:
    docs = np.arange(0, len(yes), 2)
    expected = [sum(term in yes[doc] for doc in docs) for term in range(TERMS)]
    assert _index(yes, yes).counts(docs).tolist() == expected


@given(pairs=st.lists(st.tuples(st.sets(st.integers(0, TERMS - 1)), st.sets(st.integers(0, TERMS - 1)))), wanted=chosen)
def test_a_term_is_stated_when_it_is_asked_or_said(pairs: list[tuple[set[int], set[int]]], wanted: set[int]) -> None:
    yes, asked = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    assert _index(yes, asked).stated(wanted).tolist() == [bool((y | a) & wanted) for y, a in pairs]


def _index(yes: list[set[int]], asked: list[set[int]]) -> TermIndex:
    return TermIndex(pack(yes, len(yes), TERMS), pack(asked, len(asked), TERMS), TERMS)
