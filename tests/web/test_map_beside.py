"""The map beside the list on wide screens, and on the page of a place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, expect

from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.test_browser import browser  # noqa: F401 - a fixture
from tests.web.world import SUBURB, id_of
from web.app import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(chosen: Settings) -> Iterator[str]:
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


def test_on_a_wide_screen_it_opens_beside_the_list(browser: Browser, address: str) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.goto(f"{address}/search?near=15213")
    pins = page.locator("#map .pin")
    expect(pins.first).to_be_visible()
    boxes = [page.locator(part).bounding_box() for part in (".list", "#map", ".filters")]
    assert all(box is not None for box in boxes)
    ends = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert all(one[1] <= other[0] for one, other in pairwise(ends))
    page.mouse.wheel(0, 1500)
    expect(page.locator("#map .canvas")).to_be_in_viewport()
    page.locator("#hit-1").hover()
    expect(page.locator("#map .pin.lit")).to_have_count(1)
    page.get_by_role("button", name="Map of these places").click()
    expect(pins.first).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_on_a_narrow_one_nothing_is_loaded_for_it(browser: Browser, address: str) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/search?near=15213")
    page.wait_for_timeout(300)
    assert [url for url in asked if "leaflet" in url or "/api/v1/map" in url] == []
    page.close()


def test_the_page_of_a_place_has_one_when_it_is_asked_for(browser: Browser, address: str) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/facility/{id_of(SUBURB)}")
    page.get_by_role("button", name="Map of these places").click()
    expect(page.locator("#map .near")).to_have_text("Far Out")
    expect(page.locator("#map .pin").first).to_be_visible()
    assert said == []
    page.close()
