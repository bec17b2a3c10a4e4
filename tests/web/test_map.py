"""The map of results: what it answers, what it never tells, and whose files it is made of."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from starlette.testclient import TestClient

from directory.settings import Settings
from directory.states import STATES
from tests.web.conftest import client_of
from tests.web.reading import get
from tests.web.test_front_gate import secret_free
from tests.web.world import GONE, LISTED, MANY, NOWHERE, ZIP_ONLY, id_of, settings_in
from web import assets
from web.map_page import origin

MAP = "/api/v1/map"
EVERYWHERE = "zoom=3&bounds=-180,-90,180,90"
TOWN = "zoom=12&bounds=-80.2,40.3,-79.6,40.6"
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"

SHA256 = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}
"""Of the files of Leaflet 1.9.4 that are served."""


def shown(client: TestClient, question: str) -> dict[str, Any]:  # Any: JSON
    """What a map shows."""
    response = client.get(f"{MAP}?{question}")
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    assert sum(pin["count"] for pin in told["pins"]) == told["shown"] <= told["placed"] <= told["total"]
    return told


def places(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The places that are told by name."""
    return {place["id"]: place for pin in told["pins"] for place in pin["places"]}


def test_every_place_with_a_point_is_on_the_map_once(client: TestClient) -> None:
    told = shown(client, EVERYWHERE)
    assert (told["total"], told["placed"], told["shown"]) == (len(LISTED), len(LISTED) - 1, len(LISTED) - 1)
    assert (
        told["told"]
        == f"{len(LISTED) - 1} of the {len(LISTED)} places found are in view. 1 place has no point: see the list."
    )
    assert id_of(NOWHERE) not in places(told)


def test_filters_words_and_places_are_those_of_the_list(client: TestClient) -> None:
    for question in (
        "payment=medicaid",
        "q=row&said=row",
        "near=15213&within=5",
        "near=Pennsylvania",
        "q=medicaid+15213",
    ):
        listed = client.get(f"/api/v1/facilities?{question}").json()
        assert shown(client, f"{question}&{EVERYWHERE}")["total"] == listed["total"], question


def test_the_numbers_are_those_of_the_list(client: TestClient) -> None:
    question = "near=15213&within=50&size=5&page=2"
    found = get(client, f"/search?{question}").facility_ids()
    told = places(shown(client, f"{question}&{TOWN}"))
    numbers = {place["id"]: place["number"] for place in told.values() if place["number"]}
    assert numbers == {id_: number for number, id_ in enumerate(found[:5], 6)}
    assert all(place["label"].startswith(f"{place['number']}. ") for place in told.values() if place["number"])


def test_no_pin_has_a_number_where_none_are_asked_for(client: TestClient) -> None:
    question = f"near=15213&within=50&{TOWN}"
    without = shown(client, f"{question}&numbers=none")
    assert any(place["number"] for place in places(shown(client, question)).values())
    assert not any(place["number"] for place in places(without).values())
    assert without["shown"] == shown(client, question)["shown"]


def test_towns_in_view_are_named(client: TestClient) -> None:
    named = {each["name"]: each for each in shown(client, f"near=Pennsylvania&{TOWN}")["names"]}
    town = named["Pittsburgh"]
    assert town["kind"] == "city"
    assert (town["latitude"], town["longitude"]) == (pytest.approx(40.44, abs=0.02), pytest.approx(-80, abs=0.05))
    assert "Philadelphia" not in named
    assert {each["kind"] for each in shown(client, "zoom=4&bounds=-130,20,-60,55")["names"]} == {"state"}


def test_a_point_that_is_about_says_so_and_why(client: TestClient) -> None:
    told = places(shown(client, f"q=Somewhere+In+Town&said=Somewhere+In+Town&{TOWN}"))
    assert told[id_of(ZIP_ONLY)]["about"] == "ZIP center"
    (pin,) = shown(client, f"q=Somewhere+In+Town&said=Somewhere+In+Town&{TOWN}")["pins"]
    assert (pin["about"], pin["short"], pin["count"]) == (True, "1", 1)
    assert "Pittsburgh, PA, about here (ZIP center)" in told[id_of(ZIP_ONLY)]["label"]


def test_a_place_no_longer_listed_says_so(client: TestClient) -> None:
    told = places(shown(client, f"listed=all&q=closed+place&said=closed+place&{TOWN}"))
    assert told[id_of(GONE)]["label"].endswith("no longer listed")


@pytest.mark.parametrize("zoom", range(0, 19, 3))
@pytest.mark.parametrize("listed", ["now", "all"])
def test_a_place_that_does_not_give_out_its_address_is_not_on_the_map(site: TestClient, zoom: int, listed: str) -> None:
    response = site.get(f"{MAP}?listed={listed}&size=100&zoom={zoom}&bounds=-180,-90,180,90")
    assert response.status_code == 200
    assert secret_free(response.text)
    assert places(response.json())
    assert not [place for place in places(response.json()).values() if "Safe Shelter" in place["label"]]
    assert response.json()["total"] > response.json()["placed"]


@pytest.mark.parametrize(
    ("view", "wrong"),
    [
        ("", ["zoom", "bounds"]),
        ("zoom=3", ["bounds"]),
        (f"{TOWN}&zoom=4", ["zoom"]),
        (f"{TOWN}&numbers=all", ["numbers"]),
        (f"{TOWN}&numbers=none&numbers=none", ["numbers"]),
        ("zoom=19&bounds=-80,40,-79,41", ["zoom"]),
        ("zoom=-1&bounds=-80,40,-79,41", ["zoom"]),
        ("zoom=x&bounds=-80,40,-79", ["zoom", "bounds"]),
        ("zoom=3&bounds=-80,41,-79,40", ["bounds"]),
        ("zoom=3&bounds=-80,-91,-79,40", ["bounds"]),
        ("zoom=3&bounds=-721,40,-79,41", ["bounds"]),
        ("zoom=3&bounds=nan,40,-79,41", ["bounds"]),
        ("zoom=3&bounds=-80,40,-79,1e9", ["bounds"]),
        ("zoom=3&bounds=%00", ["bounds"]),
        ("near=Xyzzyville&payment=gold&zoom=3", ["bounds", "payment", "near"]),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_would_be_right(
    client: TestClient, view: str, wrong: list[str]
) -> None:
    response = client.get(f"{MAP}?{view}")
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    problems = response.json()["problems"]
    assert [problem["parameter"] for problem in problems] == wrong
    assert all(problem["message"] for problem in problems)


@bounded(max_examples=60, deadline=None)
@given(text=st.text(max_size=40), name=st.sampled_from(["zoom", "bounds", "numbers"]))
def test_any_text_is_answered_or_refused(client_once: TestClient, text: str, name: str) -> None:
    rest = {"zoom": "3", "bounds": "-80,40,-79,41"} | {name: text.encode("utf-8", "replace").decode()}
    assert client_once.get(MAP, params=rest).status_code in (200, 400)


@pytest.fixture(scope="module")
def client_once(chosen: Settings) -> Iterator[TestClient]:
    with client_of(chosen) as made:
        yield made


@pytest.mark.parametrize("bounds", ["-190,40,-170,60", "170,40,-170,60", "530,40,550,60"])
def test_a_view_may_lie_across_the_antimeridian(client: TestClient, bounds: str) -> None:
    assert shown(client, f"zoom=4&bounds={bounds}")["shown"] == 0
    assert shown(client, "zoom=4&bounds=-440,40,-438,41")["shown"] == len(LISTED) - 1
    assert shown(client, "zoom=4&bounds=-300,-90,60,90")["shown"] == len(LISTED) - 1


def test_nothing_of_it_is_stored_or_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for question in (f"near=15213&{TOWN}", "near=15213"):
        assert client.get(f"{MAP}?{question}").headers["cache-control"] == "no-store"
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert [line.rsplit(" ", 2)[0] for line in ours] == [f"GET {MAP} 200", f"GET {MAP} 400"]


def test_a_page_of_results_opens_a_map_of_what_it_shows(client: TestClient) -> None:
    (section,) = [s for s in get(client, "/search?near=15213&payment=medicaid").all("section") if s.get("id") == "map"]
    assert "hidden" in section
    told = client.get(section["data-question"] + TOWN).json()
    assert told["total"] == len(MANY) + 1
    west, south, east, north = map(float, section["data-box"].split(","))
    assert west <= east < -79
    assert 40 < south <= north < 41
    for name in ("data-outlines", "data-script", "data-style"):
        response = client.get(section[name])
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_no_map_is_offered_where_nothing_was_found(client: TestClient) -> None:
    for url in ("/search?near=99501", "/search?page=999", "/", "/about"):
        assert "map" not in [s.get("id") for s in get(client, url).all("section")], url


def test_only_the_words_of_the_place_are_in_the_page_not_leaflet(client: TestClient) -> None:
    found = get(client, "/search?near=15213")
    loaded = [s["src"] for s in found.all("script")] + [s["href"] for s in found.all("link")]
    assert not [url for url in loaded if "leaflet" in url or "states" in url]


def test_street_maps_of_an_operator_are_allowed_and_told_of(chosen: Settings, tmp_path: Path) -> None:
    known = replace(settings_in(tmp_path, generations=chosen.generations), tiles=TILES, tiles_by="<b>Ours</b> & co")
    with client_of(known) as client:
        found = client.get("/search?near=15213")
        assert "img-src 'self' https://tiles.example.org;" in found.headers["content-security-policy"]
        assert "Streets: &lt;b&gt;Ours&lt;/b&gt; &amp; co." in found.text
        assert TILES in found.text
        assert "street maps come from https://tiles.example.org" in get(client, "/about/privacy").words


def test_without_street_maps_nobody_else_is_asked(client: TestClient) -> None:
    assert "img-src 'self';" in client.get("/").headers["content-security-policy"]
    assert "All of it comes from this site" in get(client, "/about/privacy").words


@pytest.mark.parametrize(
    ("tiles", "host"),
    [
        (TILES, "https://tiles.example.org"),
        ("http://localhost:8080/{z}/{x}/{y}", "http://localhost:8080"),
        ("/t/{z}/{x}/{y}", ""),
    ],
)
def test_the_host_of_street_maps(tiles: str, host: str) -> None:
    assert origin(tiles) == host


@pytest.mark.parametrize("name", SHA256)
def test_leaflet_is_what_was_looked_at_and_keeps_its_licence(name: str) -> None:
    assert hashlib.sha256(assets.load().by_name[name].content).hexdigest() == SHA256[name]
    carried = distribution("django-js-lib-leaflet")
    assert carried.version == "1.9.4.1"
    licence = next(file for file in carried.files or () if file.name == "LICENSE")
    assert "BSD 2-Clause" in licence.read_text()


def test_outlines_are_of_every_state_that_the_census_draws() -> None:
    states = json.loads((files("web") / "static/outlines/states.json").read_bytes())
    undrawn = {"FM", "PW", "MH"}
    assert set(states["areas"]) == {state.code for state in STATES} - undrawn
    made = assets.load().by_name
    assert {f"counties-{code}.json" for code in states["areas"]} == {
        name for name in made if name.startswith("counties-")
    }
    assert len(made["states.json"].content) < 100_000


def test_the_counties_have_the_address_of_the_states_but_for_the_name() -> None:
    made = assets.load()
    assert made.url("states.json").replace("states", "counties-PA") == made.url("counties-PA.json")
