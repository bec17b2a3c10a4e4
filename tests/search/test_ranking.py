"""What words find, what is told of them, and that facilities that fit alike tie."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.generation import Generation
from search.ranking import STEP, Matches, text_matches
from search.suggest import Names
from search.words import asked, fold, tokens


def matches(generation: Generation, words: str, typing: bool = False) -> Matches:
    """What is found, which must be a question."""
    found = text_matches(generation, words, typing)
    assert found is not None
    return found


def names(generation: Generation, found: Matches) -> list[str]:
    """The names found, the best first."""
    best = sorted(range(len(found.docs)), key=lambda at: (-found.scores[at], found.docs[at]))
    return [one.name for one in generation.facilities([int(found.docs[at]) for at in best])]


def test_no_words_are_no_question(named_facilities: Generation) -> None:
    assert text_matches(named_facilities, " ?! ") is None


def test_what_a_misspelt_word_was_taken_for_is_told(named_facilities: Generation) -> None:
    found = matches(named_facilities, "seernity hosptial")
    assert found.corrected == {"seernity": "serenity", "hosptial": "hospital"}
    assert matches(named_facilities, "serenity hospital").corrected == {}


def test_two_words_run_together_are_told_apart(named_facilities: Generation) -> None:
    assert matches(named_facilities, "newhope").corrected == {"newhope": "new hope"}


def test_a_misspelt_word_counts_less(named_facilities: Generation) -> None:
    right, slip = (matches(named_facilities, words).scores.max() for words in ("gaudenheim", "gaudenhiem"))
    assert 0 < slip < right


def test_a_word_that_is_nowhere_is_told_and_not_dropped(named_facilities: Generation) -> None:
    found = matches(named_facilities, "hope zyxwvu house")
    assert (found.docs.tolist(), found.missing) == ([], ("zyxwvu",))


def test_words_past_the_limit_are_told(named_facilities: Generation) -> None:
    words = " ".join(f"w{number:03}" for number in range(60))
    assert "w059" in matches(named_facilities, words).ignored


def test_facilities_that_fit_alike_tie(named_facilities: Generation) -> None:
    found = matches(named_facilities, "crossways")
    assert len(set(found.scores.tolist())) == 1 < len(found.scores)
    steps = matches(named_facilities, "recovery").scores / STEP
    assert steps == pytest.approx(steps.round(), abs=1e-3)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gau", "Gaudenheim"),
        ("new ho", "New Hope Recovery Center"),
        ("lark couns", None),
        ("larkmoor cou", "Larkmoor Couns and Trt Assoc"),
        ("serenity r", "Serenity Ridge Rehab"),
        ("kāne", "Hale Hoʻōla o Kāneʻohe"),
    ],
)
def test_the_last_word_may_be_unfinished_while_somebody_types(
    named_facilities: Generation, typed: str, name: str | None
) -> None:
    found = names(named_facilities, matches(named_facilities, typed, typing=True))
    assert name in found if name else not found
    assert len(found) >= len(matches(named_facilities, typed).docs)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hope", "Hope for Families Inc"),
        ("HOPE H", "Hope House"),
        ("gaud", "Gaudenheim"),
        ("cross", "Crossways Inc"),
        ("centro de salud san jose", "Centro de Salud San José"),
        ("hale ho", "Hale Hoʻōla o Kāneʻohe"),
        ("odilia", "Odilia Street Clinic"),
        ("slate", "Cedar Slate Wellness"),
    ],
)
def test_names_are_suggested_as_somebody_types(named_facilities: Generation, typed: str, first: str) -> None:
    assert Names(named_facilities).suggest(typed)[0].name == first


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cross ways", "Crossways Inc"),
        ("bright moor rec", "BrightMoor Recovery"),
        ("newhope", "New Hope Recovery Center"),
        ("st odilia", "Saint Odilia Medical Ctr"),
        ("mount kearsley", "Mt Kearsley Psych Ctr"),
        ("serenety ridge", "Serenity Ridge Rehab"),
        ("y.m.c.a. couns", "Y.M.C.A. Counseling Services"),
        ("gaudenhiem", "Gaudenheim"),
    ],
)
def test_a_name_is_suggested_however_it_is_half_remembered(named_facilities: Generation, typed: str, name: str) -> None:
    assert name in {one.name for one in Names(named_facilities).suggest(typed)}


def test_a_name_of_several_places_is_suggested_once_and_first(named_facilities: Generation) -> None:
    names = Names(named_facilities)
    assert names.suggest("cro")[0][:2] == ("Crossways Inc", 2)
    assert names.suggest("c") == []
    assert len(names.suggest("re", most=3)) == 3


@pytest.mark.parametrize("typed", ["methad", "detox", "street", "pennsyl", "sub", "medic", "hou", "main st"])
def test_a_name_is_not_suggested_for_what_is_only_offered_or_in_the_address(
    named_facilities: Generation, typed: str
) -> None:
    for one in Names(named_facilities).suggest(typed):
        facility = named_facilities.facilities([one.doc])[0]
        line = f"{facility.name} {facility.name2}"
        words = {*fold(line).split(), *tokens(line)}
        assert all(any(word.startswith(begin) for word in words) for begin in typed.split())


def test_a_second_line_continues_the_name_before_it(named_facilities: Generation) -> None:
    for one in named_facilities.facilities(range(len(named_facilities))):
        if one.name2 and one.listed:
            typed = f"{one.name} {one.name2}"[:-1]
            assert one.name in {found.name for found in Names(named_facilities).suggest(typed)}


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_beginning_finds_every_name_that_begins_so(named_facilities: Generation, data: st.DataObject) -> None:
    listed = [one for one in named_facilities.facilities(range(len(named_facilities))) if one.listed]
    name = data.draw(st.sampled_from(sorted({one.name for one in listed})))
    typed = fold(name[: data.draw(st.integers(2, len(name)))]).rstrip()
    counts = Counter(one.name for one in listed)
    found = {one.name: one for one in Names(named_facilities).suggest(typed, most=500)}
    begun = {name for name in counts if len(typed) >= 2 and fold(name).startswith(typed)}
    assert begun <= found.keys()
    assert {one.name: one.places for one in found.values()} == {name: counts[name] for name in found}


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from("hope house recovery center street new clinic serenity".split()), min_size=1, max_size=3
    )
)
def test_what_is_found_is_what_holds_every_word(named_facilities: Generation, words: list[str]) -> None:
    """What a pass over all places finds is there, and nothing that lacks one of the words."""
    found = matches(named_facilities, " ".join(words))
    everything = named_facilities.facilities(range(len(named_facilities)))
    wishes = asked(" ".join(words)).wishes
    for doc, one in enumerate(everything):
        held = {*tokens(f"{one.name} {one.name2}"), *tokens(f"{one.city} {one.state}", "place")}
        held |= {*tokens(one.street, "address")}
        if all(any(held.issuperset(form) for form in wish.forms) for wish in wishes):
            assert doc in found.docs
    for word in words:
        assert {*found.docs.tolist()} <= {*matches(named_facilities, word).docs.tolist()}
