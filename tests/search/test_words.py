"""Words are found in the forms people and sources write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.stems import stem
from search.words import LONGEST, MOST, STOPWORDS, asked, fold, forms, sequence, tokens, wishes


def met(indexed: str, question: str) -> bool:
    """Whether a name holds every word of a question in one of its forms."""
    held = set(tokens(indexed))
    return all(any(held.issuperset(form) for form in wish.forms) for wish in wishes(question))


@pytest.mark.parametrize(
    ("indexed", "question"),
    [
        ("Behav Hlth Servs Ctr", "behavioral health services center"),
        ("Behavioral Health Services Center", "behav hlth servs ctr"),
        ("Behavioural Healthcare Centres", "bh care ctr"),
        ("Canon City Trt", "Cañon City treatment"),
        ("Kahiau Ho'ola", "kahiau hoʻola"),
        ("St Vincent Hosp", "saint vincent hospital"),
        ("Saint Vincents", "st. vincent's"),
        ("Women's Recovery", "womens recovery"),
        ("Couns Assoc", "counselling associates"),
        ("Couns Assoc", "counseling association"),
        ("Veterans Programs", "veteran program"),
        ("Y.M.C.A. of the Lakes", "ymca lake"),
        ("Tri-County MH", "tricounty mental health"),
        ("Drug & Alcohol Council", "drug and alc council"),
        ("Twelve Step House", "12 steps"),
        ("12 Step House", "twelve step"),
    ],
)
def test_either_form_finds_the_other(indexed: str, question: str) -> None:
    assert met(indexed, question)


@pytest.mark.parametrize(
    ("indexed", "question"),
    [
        ("Recovery House", "recover"),
        ("Housing Works", "house"),
        ("Healing Place", "heal"),
        ("Street Clinic", "saint clinic"),
        ("House 180", "360"),
    ],
)
def test_words_that_are_not_the_same_stay_apart(indexed: str, question: str) -> None:
    assert not met(indexed, question)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("services", "service"),
        ("families", "family"),
        ("churches", "church"),
        ("children", "child"),
        ("counselling", "counseling"),
        ("beginnings", "begin"),
        ("crisis", "crisis"),
        ("kansas", "kansas"),
        ("james", "james"),
        ("wellness", "wellness"),
    ],
)
def test_stems_are_of_plurals_and_long_ing_forms(word: str, same: str) -> None:
    assert stem(word) == stem(same)


def test_saint_is_of_names_and_street_of_addresses() -> None:
    assert list(tokens("St Agnes Ave", "name")) == ["saint", "agne", "ave"]
    assert list(tokens("9 St Agnes Ave", "address")) == ["9", "street", "agne", "avenue"]
    assert {("saint",), ("street",)} <= set(forms("st"))


def test_phrases_are_kept_in_order_and_are_searched_as_words_too() -> None:
    question = asked('“New Hope” ctr "house"')
    assert question.phrases == (("new", "hope"),)
    assert [wish.word for wish in question.wishes] == ["new", "hope", "ctr", "house"]
    assert list(sequence("Tri-County MH Ctr")) == ["tri", "county", "mh", "center"]


def test_words_without_a_wish_are_left_out() -> None:
    assert [wish.word for wish in wishes("help for my sister near the river")] == ["sister", "river"]


def test_a_question_of_such_words_alone_keeps_them() -> None:
    assert [wish.word for wish in wishes("the who")] == ["the", "who"]


def test_accents_and_okinas_fold() -> None:
    assert fold("Peñasco Ānuenue Hoʻōla") == "penasco anuenue hoola"


@given(st.lists(st.text("abcdefgh", min_size=3, max_size=60), min_size=1, max_size=60, unique=True))
def test_no_more_is_looked_for_than_the_limits_say_and_the_rest_is_told(words: list[str]) -> None:
    question = asked(" ".join(words))
    told = {wish.word for wish in question.wishes} | set(question.ignored)
    assert told == {word for word in words if len(word) <= LONGEST}
    assert len(question.wishes) <= MOST


@given(st.text(max_size=80))
def test_what_is_indexed_can_be_asked_for(text: str) -> None:
    held = set(tokens(text))
    for wish in wishes(text):
        assert wish.word not in STOPWORDS or not (held - STOPWORDS)
        assert any(held.issuperset(form) for form in wish.forms)
