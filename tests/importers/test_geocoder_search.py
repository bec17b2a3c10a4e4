"""Asking the operator's geocoder while a visitor waits: never long, and never for all at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from importers.geocoder_search import WAITING, StreetSearch
from tests.fake_nominatim import FakeNominatim

STREET = "12 Oak Street, Pittsburgh, PA 15213"


@pytest.fixture
def fake() -> Iterator[FakeNominatim]:
    with FakeNominatim() as made:
        yield made


@pytest.fixture
def streets(fake: FakeNominatim) -> StreetSearch:
    return StreetSearch(fake.url, fake.geocoder(retries=0), fake.now)


def test_finds_a_house_and_names_the_server(streets: StreetSearch, fake: FakeNominatim) -> None:
    assert streets(STREET) == (40.4443, -79.9532)
    assert streets.host == fake.host


@pytest.mark.parametrize(
    "mode", ["nothing", "street", "status:503", "busy:600", "html", "text:[]x", "redirect:/", "large"]
)
def test_anything_but_a_house_is_no_answer(streets: StreetSearch, fake: FakeNominatim, mode: str) -> None:
    fake.script(mode)
    assert streets(STREET) is None
    assert len(fake.asked) == 1


def test_questions_are_a_second_apart(streets: StreetSearch, fake: FakeNominatim) -> None:
    for _ in range(3):
        streets(STREET)
    assert [later - earlier for earlier, later in zip(fake.times, fake.times[1:], strict=False)] == [1.0, 1.0]


def test_after_a_failure_nobody_is_asked_for_half_a_minute(streets: StreetSearch, fake: FakeNominatim) -> None:
    fake.script("status:500")
    assert [streets(STREET) for _ in range(3)] == [None, None, None]
    assert len(fake.asked) == 1
    fake.sleep(31)
    assert streets(STREET) == (40.4443, -79.9532)


def test_a_silent_server_holds_up_a_few_and_not_all(fake: FakeNominatim) -> None:
    fake.script(*["slow"] * 40)
    streets = StreetSearch(fake.url)
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(streets, [STREET] * 20)) == [None] * 20
    assert 1 <= len(fake.asked) <= WAITING
