"""Overdoses whose words are searched for in several pieces, which a line of `judgments.txt` cannot say."""

from __future__ import annotations

import pytest

from search.overdoses import in_danger
from search.word_spans import split


@pytest.mark.parametrize(
    "told",
    [
        "swallowed a bunch of tylenol",
        "mi hija se tragó un frasco de tylenol",
        "i took twenty five advil",
        "took my dog to the vet, came home and he had taken all the Klonopin",
    ],
)
def test_an_overdose_is_a_danger(told: str) -> None:
    words = split(told)
    assert in_danger(words, [word.folded for word in words])


def test_a_misspelt_drug_counts_as_it_is_read() -> None:
    words = split("he took 30 seroqel")
    assert not in_danger(words, [word.folded for word in words])
    assert in_danger(words, ["he", "took", "30", "seroquel"])


@pytest.mark.parametrize("told", ["she took all he had, pills too", "he never took 40, she sold pills"])
def test_punctuation_parts_an_amount_from_a_drug(told: str) -> None:
    words = split(told)
    assert not in_danger(words, [word.folded for word in words])
