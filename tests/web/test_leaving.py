"""Leaving in a hurry: a link on every page that needs no script, what it cannot do, and titles that tell nobody."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.reading import page
from tests.web.test_pages import PAGES
from web import assets

TELLING = re.compile("drug|alcohol|addict|substance|mental|opioid|methadone|rehab", re.IGNORECASE)


@pytest.mark.parametrize("url", PAGES)
def test_every_page_can_be_left_by_one_link_that_says_what_stays(client: TestClient, url: str) -> None:
    found = page(client.get(url).text)
    (leave,) = [a for a in found.all("a") if a.get("class") == "leave"]
    assert leave["href"] == "https://www.weather.gov/"
    assert {"noopener", "noreferrer"} <= set(leave["rel"].split())
    (_,) = [p for p in found.all("p") if p.get("id") == leave["aria-describedby"]]
    assert "your browser's history still lists the pages you opened here" in found.words
    assert "/help/privacy#device" in found.links()


def test_what_stays_on_a_device_is_told_where_the_link_leads(client: TestClient) -> None:
    assert 'id="device"' in client.get("/help/privacy").text


@pytest.mark.parametrize(
    "url", ["/", "/search", "/help", "/about", "/about/privacy", "/about/data", "/help/opioid-medicine"]
)
def test_titles_name_no_substance_and_no_illness(client: TestClient, url: str) -> None:
    title = re.search("<title>(.*?)</title>", client.get(url).text)
    assert title
    assert not TELLING.search(title[1])


def test_the_script_for_it_is_tiny() -> None:
    script = assets.load().by_name["site.js"].content.decode()
    begin = script.index("// Back leads past")
    assert script.index("\n\n", begin) - begin <= 400
