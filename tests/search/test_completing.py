"""What a sentence that is being typed may go on as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.vocabulary import Term, vocabulary
from search.completing import MOST, complete
from search.places import Places
from search.understand import understand


@pytest.fixture(scope="module")
def places(place_table: Path) -> Iterator[Places]:
    opened = Places(place_table)
    yield opened
    opened.close()


def meant(text: str, places: Places) -> set[tuple[str, str]]:
    """The filters that a sentence is understood to ask for."""
    return {(one.facet, one.key) for one in understand(text, "", vocabulary(), places).filters}


def filters(typed: str, places: Places) -> list[str]:
    """The keys of the filters that are suggested."""
    return [wish.term.key for wish in complete(typed, places)[0]]


def labels(typed: str, places: Places) -> list[str]:
    """The places that are suggested."""
    return [where.place.label for where in complete(typed, places)[1]]


@settings(max_examples=200, deadline=None)
@given(term=st.sampled_from(vocabulary().terms), data=st.data())
def test_what_is_filled_in_asks_for_that_filter_alone(places: Places, term: Term, data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(term.words)).split()[0]
    for wish in complete(first[: data.draw(st.integers(2, max(2, len(first))))], places)[0]:
        assert meant(wish.text, places) == {(wish.term.facet, wish.term.key)}


@settings(max_examples=200, deadline=None)
@given(term=st.sampled_from(vocabulary().terms), before=st.sampled_from(["detox,", "no insurance", "not", "near"]))
def test_behind_other_words_it_is_asked_for_too(places: Places, term: Term, before: str) -> None:
    for wish in complete(f"{before} {term.label[:12]}", places)[0]:
        assert (wish.term.facet, wish.term.key) in meant(wish.text, places)


@settings(max_examples=300, deadline=None)
@given(typed=st.text(max_size=100))
def test_whatever_is_typed_little_is_suggested(places: Places, typed: str) -> None:
    assert all(len(found) <= MOST for found in complete(typed, places))


@pytest.mark.parametrize("typed", ["detox near springf", "detox in springf", "detox springf", "springf"])
def test_a_place_is_suggested_where_it_was_begun(places: Places, typed: str) -> None:
    assert "Springfield, MO" in labels(typed, places)
    for where in complete(typed, places)[1]:
        assert where.text.endswith(where.place.label)
        assert understand(where.text, "", vocabulary(), places).near


@pytest.mark.parametrize("typed", ["mental he", "takes medi", "detox me", "springfield mo"])
def test_the_rest_of_a_filter_or_state_is_no_place(places: Places, typed: str) -> None:
    assert [label for label in labels(typed, places) if not label.endswith(", MO")] == []


@pytest.mark.parametrize("typed", ["detox in boston medi", "detox near erie, pa medi", "detox in los angeles medi"])
def test_behind_a_whole_place_a_filter_may_come(places: Places, typed: str) -> None:
    wishes, where = complete(typed, places)
    assert (wishes[0].text, where) == (f"{typed}caid", [])
    assert {("care", "detox"), ("payment", "medicaid")} <= meant(wishes[0].text, places)


def test_behind_near_there_are_only_places(places: Places) -> None:
    assert filters("near men", places) == []
    assert filters("men", places)


@pytest.mark.parametrize("said", ["takes", "takes ", "speaks"])
def test_no_word_is_written_twice(places: Places, said: str) -> None:
    for typed in (f"{said} aetn", f"{said} spani"):
        assert all(wish.text.split().count(said.strip()) == 1 for wish in complete(typed, places)[0])
