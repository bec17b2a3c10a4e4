"""Pages on a narrow screen: who can be called is in sight at once, and nothing is lost for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.test_browser import browser  # noqa: F401 - a fixture
from tests.web.world import METHADONE, id_of
from web.app import create_app

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
BRIEF = ("/search?near=15213", f"/facility/{id_of(METHADONE)}", f"/shortlist?ids={id_of(METHADONE)}")


@pytest.fixture(scope="module")
def address(chosen: Settings) -> Iterator[str]:
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize(
    "asked", ["near=15213&payment=medicaid&medication=methadone", "q=methadone+that+takes+medicaid+near+15213"]
)
def test_the_first_place_can_be_called_without_scrolling(phone: Page, address: str, prefix: str, asked: str) -> None:
    phone.goto(f"{address}{prefix}/search?{asked}")
    hit = phone.locator("li.hit").first
    for part in (hit.locator("h3 a"), hit.locator(".phone").first):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
    assert phone.evaluate("scrollY") == 0


@pytest.mark.parametrize("url", BRIEF)
def test_the_crisis_lines_come_first_and_are_told_whole_on_request(phone: Page, address: str, url: str) -> None:
    phone.goto(address + url)
    lines = phone.locator("aside.crisis")
    for link in ("tel:988", "sms:988", "tel:911", "tel:+18006624357"):
        box = lines.locator(f"a[href='{link}']").bounding_box()
        assert box is not None
        assert round(box["height"]) >= 44
        assert box["y"] < phone.locator("main").bounding_box()["y"]  # type: ignore[index]  # it is in sight
    told = lines.get_by_text("Give naloxone (Narcan) if you have it, and stay.")
    expect(told.locator("visible=true")).to_have_count(0)
    lines.get_by_text("More").click()
    expect(told.locator("visible=true")).to_have_count(1)
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(told.locator("visible=true")).to_have_count(1)
    expect(lines.get_by_text("More")).to_be_hidden()
    phone.emulate_media(media="print")
    expect(told.locator("visible=true")).to_have_count(1)


def test_what_to_ask_is_one_tap_away_and_open_where_there_is_room(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?near=15213")
    told = phone.get_by_text("Ask whether they have a place for you")
    expect(told).to_be_hidden()
    phone.get_by_text("Call before you go: what to ask").click()
    expect(told).to_be_visible()
    phone.reload()
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(told).to_be_visible()
    phone.set_viewport_size(PHONE)
    phone.emulate_media(media="print")
    expect(told).to_be_visible()


def test_every_filter_that_is_on_can_be_reached_and_the_page_does_not_move_sideways(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?near=15213&payment=medicaid,private&care=substance-use&listed=all")
    chips = phone.locator("main > .chips a")
    assert chips.count() > 3
    chips.first.focus()
    for chip in chips.all():
        expect(chip).to_be_focused()
        box = chip.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]
        phone.keyboard.press("Tab")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_names_on_a_map_are_seen_behind_the_pins_and_are_no_stop_of_the_keyboard(
    browser: Browser,  # noqa: F811
    address: str,
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}/search?near=Pennsylvania")
    page.get_by_role("button", name="Map of these places").click()
    names = page.locator("#map .name")
    expect(names.first).to_be_visible()
    assert set(names.evaluate_all("names => names.map(name => name.ariaHidden)")) == {"true"}
    assert set(names.evaluate_all("names => names.map(name => name.parentElement.tabIndex)")) == {-1}
    deepest = "parts => Math.min(...parts.map(part => part.closest('.leaflet-marker-icon').style.zIndex))"
    highest = deepest.replace("min", "max")
    assert names.evaluate_all(highest) < page.locator("#map .pin").evaluate_all(deepest)
    page.close()
