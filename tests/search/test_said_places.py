"""Neighborhoods and street addresses within what people type; the rest of understanding is in `test_understand.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from directory.place_names import words
from directory.states import STATES, State
from directory.vocabulary import vocabulary
from search.places import Places
from search.said_states import misspelt
from search.understand import understand


@pytest.fixture(scope="module")
def places(place_table: Path) -> Iterator[Places]:
    found = Places(place_table)
    yield found
    found.close()


SAID = """
rehab in harlem                              | Harlem, New York, NY
detox near harlen                            | Harlem, New York, NY
rehab in the tenderloin                      | Tenderloin, San Francisco, CA
detox capitol hill seattle                   | Capitol Hill, Seattle, WA
methadone clinic skid row los angeles        | Skid Row, Los Angeles, CA
rehab south side chicago                     | South Side, Chicago, IL
detox flushing queens                        | Flushing, Queens, NY
suboxone kensington philly                   | Kensington, Philadelphia, PA
rehab oakland                                | Oakland, CA
rehab near 350 5th ave new york              | New York, NY
rehab near 350 5th Ave, New York, NY 10118   | New York, NY 10118
methadone 123 Main St Springfield IL         | Springfield, IL
rehab near 100 main st pittsburgh 15213      | Pittsburgh, PA 15213
rehab near 100 main st 15213                 | Pittsburgh, PA 15213
detox 15213-2582                             | Pittsburgh, PA 15213
12 step meeting st louis                     | St. Louis, MO
rehab in west la                             | W Los Angeles, CA
hampton roads suboxone                       | Norfolk, VA
detox las vegas                              | Las Vegas, NV
Mobile AL detox                              | Mobile, AL
detox zip 3301                               | Concord, NH 03301
fresno co detox                              | Fresno County, CA
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_a_place_in_a_sentence_is_the_one_that_is_meant(places: Places, line: str) -> None:
    sentence, label = (cell.strip() for cell in line.split("|"))
    found = understand(sentence, "", vocabulary(), places)
    assert places.find(found.near).label == label
    assert found.text == ""


@pytest.mark.parametrize("sentence", ["1 year old house way dallas", "24 hour detox way dallas"])
def test_a_number_begins_a_street_only_with_a_name_behind_it(places: Places, sentence: str) -> None:
    near = understand(sentence, "", vocabulary(), places).near
    assert places.find(near).street == ""


SUGGESTED = """
rehab in new york              | New York, NY
rehab in la                    | Louisiana
rehab in west la               | Louisiana
halfway house va               | Virginia
rehab tuscon                   | Tucson
rehab for misouri boys         | Missouri
rehab near troy for women in houston | troy
"""


@pytest.mark.parametrize("line", SUGGESTED.strip().splitlines())
def test_what_else_a_place_may_be_is_suggested(places: Places, line: str) -> None:
    sentence, near = (cell.strip() for cell in line.split("|"))
    assert near in {one.near for one in understand(sentence, "", vocabulary(), places).suggestions}


@pytest.mark.parametrize("sentence", ["rehab in springfield", "detox baton rouge la", "rehab in ohio", "rehab ny ny"])
def test_a_place_that_is_nothing_else_suggests_none(places: Places, sentence: str) -> None:
    assert not [one for one in understand(sentence, "", vocabulary(), places).suggestions if one.near]


@given(state=st.sampled_from(STATES), at=st.integers(0, 30), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_state_with_one_wrong_letter_is_no_other_state(state: State, at: int, letter: str) -> None:
    name = state.name.casefold()
    typed = f"{name[: at % len(name)]}{letter}{name[at % len(name) + 1 :]}"
    near = [other.code for other in STATES if OSA.distance(typed, other.name.casefold()) <= 1]
    assert misspelt(words(typed), lambda _: False) in {"", *near}


@pytest.mark.parametrize("typed", ["indians", "oregano", "new work", "virginian", "mainland", "mymichigan", "texs"])
def test_what_is_a_word_or_too_far_is_no_state(typed: str) -> None:
    assert misspelt(words(typed), {"new", "work"}.__contains__) == ""
