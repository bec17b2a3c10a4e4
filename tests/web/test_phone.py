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
READABLE = 14
"""Pixels of the smallest letters that say what a number is for."""

READ_BACK = 160
"""Pixels below the first screen at which the telephone of the first place may end where words that were typed are read
back, with what else they may mean."""

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
    ("asked", "below"),
    [
        ("near=15213&payment=medicaid&medication=methadone", 0),
        ("q=methadone+that+takes+medicaid+near+15213", READ_BACK),
    ],
)
def test_the_first_place_can_be_called_from_the_first_screen_or_just_below_what_was_read(
    phone: Page, address: str, prefix: str, asked: str, below: int
) -> None:
    phone.goto(f"{address}{prefix}/search?{asked}")
    hit = phone.locator("li.hit").first
    for part in (hit.locator("h3 a"), hit.locator(".phone").first):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"] + below
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
    for aim in lines.locator(".aim").all():
        assert aim.evaluate("aim => parseFloat(getComputedStyle(aim).fontSize)") >= READABLE
    expect(lines.get_by_text("naloxone").locator("visible=true")).to_have_text(["overdose: give naloxone, stay"])
    told = lines.get_by_text("Give naloxone (Narcan) if you have it, and stay.")
    expect(told.locator("visible=true")).to_have_count(0)
    lines.get_by_text("More about these numbers").click()
    expect(told.locator("visible=true")).to_have_count(1)
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(told.locator("visible=true")).to_have_count(1)
    expect(lines.get_by_text("More about these numbers")).to_be_hidden()
    expect(lines.get_by_text("overdose: give naloxone, stay")).to_be_hidden()
    phone.emulate_media(media="print")
    expect(told.locator("visible=true")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_keyboard_goes_through_the_top_as_it_is_read_and_nothing_is_beside_the_screen(
    phone: Page, address: str, prefix: str, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    phone.goto(f"{address}{prefix}/search?near=15213")
    boxes = [
        stop.bounding_box() for stop in phone.locator("header nav li:not(:has(.leave)) a, aside :is(a, summary)").all()
    ]
    assert len(boxes) >= 10
    read = [(round(box["y"] + box["height"] / 2, -1), box["x"]) for box in boxes if box]
    assert read == sorted(read)
    assert all(box and 0 <= box["x"] < box["x"] + box["width"] <= width for box in boxes)


def test_what_to_ask_is_said_on_screens_and_on_paper_whatever_the_browser_can_fold(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?near=15213")
    told = phone.get_by_text("Ask if they have room")
    expect(told).to_be_visible()
    assert told.evaluate("told => told.closest('details')") is None
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
