"""Neighborhoods and street addresses within what people type; the rest of understanding is in `test_understand.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.vocabulary import vocabulary
from search.places import Places
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
