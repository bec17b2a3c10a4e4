"""Places that are no longer listed, and those an operator keeps out: their pages, lists, API and counts."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from directory.facility import Ended, Facility
from directory.settings import Settings
from search.generation import Generation
from search.query import LISTED, Query
from search.switch import current, folder_name
from tests.web.reading import get, page
from tests.web.told import COUNTY, LOCATOR_SAID, LOST, PLACES, SHUT, id_in
from web import words
from web.results import former

PLAIN = Facility(id="0123456789", name="A", city="Pittsburgh", state="PA", street="1 Elm St", zip="15213")


def test_of_a_gone_place_the_page_tells_who_since_when_and_what_was_said(site: TestClient) -> None:
    found = get(site, PLACES["lost"], 410)
    assert "Former House is no longer listed" in found.words
    assert "No longer listed by Locator since 1 Oct 2026." in found.words
    assert "may now belong to someone else" in found.words
    old = found.words.split("What was last said of it")[1]
    assert "This is old and may be wrong." in old
    for what in ("9 Oak Street", "Outpatient", f"{LOCATOR_SAID}, imported 2 Oct 2026"):
        assert what in old
    whole = site.get(PLACES["lost"]).text
    assert not page("".join(re.split('<section class="afar".*?</section>', whole, flags=re.DOTALL))).links("tel:+1412")
    assert "0199" not in whole
    assert "/search?near=15213" in found.links()


def test_of_a_closed_place_the_reason_is_told(site: TestClient) -> None:
    found = get(site, PLACES["shut"], 410).words
    assert f"No longer listed: closed since 31 Oct 2026, says {COUNTY}. The owner said so" in found
    assert "It may have closed" not in found


def test_a_place_kept_out_says_nothing_of_itself(site: TestClient) -> None:
    for url in (PLACES["secret"], PLACES["secret"].replace("/facility", "/api/v1/facilities")):
        response = site.get(url)
        assert response.status_code == 410
        assert not [word for word in ("Never Told", "Oak", "0197", "They asked") if word in response.text]


@pytest.mark.parametrize(("name", "since"), [("lost", "2026-10-01"), ("shut", "2026-10-31")])
def test_the_api_says_who_lists_it_no_longer(site: TestClient, name: str, since: str) -> None:
    problem = site.get(PLACES[name].replace("/facility", "/api/v1/facilities"))
    assert (problem.status_code, problem.headers["content-type"]) == (410, "application/problem+json")
    assert [ended["since"] for ended in problem.json()["ended"]] == [since]
    assert "No longer listed" in problem.json()["detail"]


def test_places_no_longer_listed_are_shown_on_request_last_without_telephone(site: TestClient) -> None:
    now = get(site, "/search?near=15213&size=100")
    gone = [id_in(LOST), id_in(SHUT)]
    assert not set(gone) & set(now.facility_ids())
    assert "/search?near=15213&listed=all&size=100" in now.links()
    every = get(site, "/search?near=15213&size=100&listed=all")
    assert every.facility_ids() == [*now.facility_ids(), *every.facility_ids()[-2:]]
    assert set(every.facility_ids()[-2:]) == set(gone)
    assert "No longer listed by Locator since 1 Oct 2026." in every.words
    assert f"Remove {LISTED['all']}" in every.words
    assert "/search?near=15213&size=100" in every.links()
    assert every.links("tel:+1412") == now.links("tel:+1412")
    assert ("listed", "all") in {(i["name"], i["value"]) for i in every.all("input") if i.get("type") == "hidden"}


def test_nothing_is_promised_of_a_place_no_longer_listed(site: TestClient) -> None:
    found = get(site, "/search?q=former+house&said=former+house&listed=all&setting=outpatient")
    assert found.facility_ids() == [id_in(LOST)]
    assert "Has what you chose" not in found.words


def test_the_data_page_counts_listings_places_and_those_gone(site: TestClient, told: Settings) -> None:
    number = current(told.generations)
    assert number is not None
    generation = Generation(told.generations / folder_name(number))
    manifest = generation.manifest
    generation.close()
    found = get(site, "/about/data")
    listings = sum(source.count for source in manifest.sources)
    assert f"{listings} entries of these sources make {manifest.facilities} places." in found.words
    assert f"{manifest.gone} more places were listed once and are not any more" in found.words
    assert "/search?listed=all" in found.links()
    assert "Which source is believed first" in found.words


def test_where_nothing_is_gone_nothing_is_offered() -> None:
    offered = former(Query(), 3)
    assert former(Query(), 0) is None
    assert offered is not None
    assert offered.url == "/search?listed=all"


@pytest.mark.parametrize(
    ("ended", "shown"),
    [
        (Ended(label="A", since="2026-05"), "No longer listed by A since May 2026."),
        (Ended(label="A", since=""), "No longer listed by A."),
        (
            Ended(label="A", since="2026", reason="It burned."),
            "No longer listed: closed since 2026, says A. It burned.",
        ),
    ],
)
def test_how_an_end_is_told(ended: Ended, shown: str) -> None:
    assert words.ended(ended) == shown
