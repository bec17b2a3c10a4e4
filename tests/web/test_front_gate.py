"""A place that does not give out its address: it is told nowhere; and what distances say of points."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.exports.formats import FORMATS
from directory.facility import Facility
from directory.settings import Settings
from search.asking import ask
from search.query import LISTED, Query
from search.serving import Serving
from tests.web.reading import get
from tests.web.told import EXACT, PLACES, STREET, VEILED
from tests.web.unpacked import unpacked
from web import links, words
from web.cards import structured
from web.terminal import answer_table

PLAIN = Facility(id="0123456789", name="A", city="Pittsburgh", state="PA", street="1 Elm St", zip="15213")


def secret_free(text: str) -> bool:
    exact = [f"{value}"[:7] for value in EXACT.values()]
    return not [word for word in (STREET, VEILED, "Hiddenway", "Veiledpath", *exact) if word in text]


@pytest.mark.parametrize("listed", LISTED)
def test_the_address_of_a_front_gate_is_told_nowhere(site: TestClient, told: Settings, listed: str) -> None:
    queries = [f"?listed={listed}&size=100", f"?near=15213&listed={listed}", f"?q=shelter&said=shelter&listed={listed}"]
    paths = ["/search", "/api/v1/facilities", "/api/v1/facets", *(f"/download/{key}" for key in FORMATS)]
    urls = [path + query for path in paths for query in queries]
    for url in (*urls, "/", "/about/data", PLACES["shelter"], PLACES["gate"]):
        response = site.get(url)
        assert response.status_code == 200, url
        assert secret_free(unpacked(response.content)), url
    assert "Safe Shelter" in site.get(f"/download/csv{queries[0]}").text
    serving = Serving(told.generations)
    with serving.engine() as engine:
        table = answer_table(engine, ask(engine, Query(q="shelter", said="shelter", listed=listed)))
    serving.close()
    assert secret_free(table)
    assert "Address not given out: call first" in table


def test_one_facility_of_the_api_tells_no_more(site: TestClient) -> None:
    shelter = site.get(PLACES["shelter"].replace("/facility", "/api/v1/facilities")).json()
    assert (shelter["address"]["street"], shelter["latitude"], shelter["longitude"]) == ("", None, None)
    assert {(voice.get("street", ""), voice.get("latitude")) for voice in shelter["voices"]} == {("", None)}


@pytest.mark.parametrize("word", ["Hiddenway", "Veiledpath"])
def test_nobody_finds_a_front_gate_by_its_street(site: TestClient, word: str) -> None:
    assert site.get(f"/api/v1/facilities?q={word}").json()["total"] == 0


def test_a_front_gate_says_to_call_and_has_no_directions(site: TestClient) -> None:
    for name in ("shelter", "gate"):
        found = get(site, PLACES[name])
        assert "This place does not give out its address. Call first; they tell you where to come." in found.words
        assert not found.links("https://www.openstreetmap.org")
        assert "streetAddress" not in site.get(PLACES[name]).text
    card = get(site, "/search?near=15213&q=shelter").words
    assert "miles (address not given out)" in card
    assert "This place does not give out its address. Call first." in card


def test_a_reason_that_may_tell_the_address_is_left_out(site: TestClient) -> None:
    found = get(site, PLACES["shelter"]).words
    assert "(address not given out): People hide here." in found
    assert "old mill" not in found


@pytest.mark.parametrize(
    ("point", "shown"),
    [
        ("source", "2.4 miles"),
        ("geocoder", "2.4 miles"),
        ("zip", "about 2.4 miles (ZIP center)"),
        ("rounded", "about 2.4 miles (address not given out)"),
    ],
)
def test_miles_say_when_and_why_they_are_about(point: str, shown: str) -> None:
    assert words.distance(2.4, point) == shown


@pytest.mark.parametrize(
    ("point", "shown"),
    [("source", "less than 0.1 miles"), ("zip", "in the same ZIP code"), ("rounded", "close by")],
)
def test_miles_to_where_it_is_asked_from_do_not_look_like_next_door(point: str, shown: str) -> None:
    assert words.distance(0.0, point).startswith(shown)


def test_the_kinds_of_points_that_need_words_have_them() -> None:
    assert "looked up by its address, not given by a source" in words.POINTS["geocoder"]
    assert set(words.ABOUT) == set(words.AT_POINT) <= set(words.POINTS)


def test_a_front_gate_never_leaves_even_when_it_has_a_street() -> None:
    gate = replace(PLAIN, front_gate=True, point="source", latitude=40.4, longitude=-79.9)
    assert links.directions(gate) == ""
    assert "geo" not in structured(gate, "/")
    assert "Elm" not in str(structured(gate, "/"))
