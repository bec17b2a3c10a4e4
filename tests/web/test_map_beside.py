"""The map beside the list on wide screens, and on the page of a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, expect

from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.test_browser import axe_finds, browser  # noqa: F401 - a fixture
from tests.web.test_map import TILES
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


def test_what_is_read_does_not_move_when_it_opens(browser: Browser, address: str) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.route("**/static/map*.js", lambda route: route.abort())
    page.goto(f"{address}/search?near=15213")
    parts = ["h1", ".crisis", ".list", ".hit h3 a", ".filters"]
    before = [page.locator(part).first.bounding_box() for part in parts]
    page.unroute_all()
    page.reload()
    expect(page.locator("#map .pin").first).to_be_visible()
    for was, part in zip(before, parts, strict=True):
        now = page.locator(part).first.bounding_box()
        assert was is not None
        assert now is not None
        assert abs(was["x"] - now["x"]) < 40, part
        assert abs(was["y"] - now["y"]) < 2, part
        assert abs(was["width"] - now["width"]) < 40 or part == ".hit h3 a", part
    page.close()


def test_street_maps_of_another_host_are_asked_for_by_the_button_alone(
    browser: Browser,  # noqa: F811
    chosen: Settings,
) -> None:
    streets = replace(chosen, tiles=TILES, tiles_by="Ours")
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("https://tiles.example.org/**", lambda route: route.abort())
    with serve(create_app(streets, Serving(chosen.generations))) as served:
        page.goto(f"{served}/search?near=15213")
        button = page.get_by_role("button", name="Map of these places")
        expect(button).to_have_attribute("aria-expanded", "false")
        page.wait_for_timeout(300)
        assert all(url.startswith(served) for url in asked)
        assert not [url for url in asked if "leaflet" in url or "/api/v1/map" in url]
        with page.expect_request("https://tiles.example.org/**"):
            button.click()
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_open(browser: Browser, address: str, scheme: str) -> None:  # noqa: F811
    context = browser.new_context(
        viewport={"width": 1500, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for url in (
        "/search?near=15213&within=50",
        "/search?near=15213&within=50&size=5&page=2",
        "/search?near=Pennsylvania",
    ):
        page.goto(address + url)
        expect(page.locator("#map [role=status]")).to_contain_text("in view")
        assert axe_finds(page) == [], url
    context.close()


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
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/facility/{id_of(SUBURB)}")
    page.get_by_role("button", name="Map of what is around").click()
    expect(page.locator("#map .near")).to_have_text("Far Out")
    expect(page.locator("#map .pin").first).to_be_visible()
    assert "list" not in page.locator("#map").inner_text()
    label, frame = (page.locator(part).bounding_box() for part in ("#map .near", "#map .canvas"))
    assert label is not None
    assert frame is not None
    assert frame["x"] <= label["x"] < label["x"] + label["width"] <= frame["x"] + frame["width"]
    assert said == []
    page.close()
