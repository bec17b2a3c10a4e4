"""The pages in a real browser: nothing overflows, nothing is asked of anyone else, nothing needs a script."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.world import GONE, HOSTILE_ONE, METHADONE, id_of
from web.app import create_app

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = (
    "/",
    "/search?near=15213&payment=medicaid&medication=methadone",
    "/search?near=Pennsylvania",
    "/search?near=15213&q=closed&listed=all",
    f"/facility/{id_of(GONE)}",
    "/search?near=Xyzzyville&medication=methadon",
    f"/facility/{id_of(METHADONE)}",
    f"/facility/{id_of(HOSTILE_ONE)}",
    "/about",
    "/about/data",
)
SIZES = {"a narrow phone": (320, 640), "zoomed to 200 %": (640, 360), "a desk": (1280, 800)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        _missing("Chromium is not installed")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except Error as error:
            _missing(f"Chromium does not start: {error}")
        yield opened
        opened.close()


def _missing(reason: str) -> NoReturn:
    """Skip, saying why; where every test must run (.ci/run), fail."""
    if os.environ.get("TREATMENT_DIRECTORY_TESTS_NEED_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def address(chosen: Settings) -> Iterator[str]:
    """The address of a server with the published directory."""
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_and_nobody_else_is_asked(browser: Browser, address: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for url in PAGES:
        page.goto(address + url)
        page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    assert asked
    assert all(url.startswith(address) for url in asked)
    assert [text for text in said if "status of 400" not in text and "status of 410" not in text] == []
    context.close()


def test_a_search_works_with_scripts_off(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Near").fill("15213")
    page.get_by_label("Methadone, given here").check()
    page.get_by_role("button", name="Find treatment").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "1 place within 25 miles of Pittsburgh, PA 15213"
    page.get_by_role("link", name="Remove Methadone, given here").click()
    assert "35 places" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Accepts Medicaid").check()
    page.get_by_role("button", name="Show results").click()
    assert "payment=medicaid" in page.url
    page.get_by_role("link", name="River Clinic").click()
    assert page.get_by_role("heading", level=1).inner_text() == "River Clinic"
    context.close()


def test_targets_are_large_enough_for_a_thumb(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/search?near=15213&medication=methadone")
    for target in page.locator(".crisis a, .phone[href], .chips a, button:visible, .paging a").all():
        box = target.bounding_box()
        assert box is not None
        assert round(box["height"]) >= 44, target.inner_text()
    context.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_main_part(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main part"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_a_printed_list_has_numbers_and_no_form(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search?near=15213")
    page.emulate_media(media="print")
    assert not page.locator("form").first.is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator(".phone").first.is_visible()
    assert page.locator(".crisis").is_visible()
    page.close()
