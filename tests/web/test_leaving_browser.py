"""Leaving in a hurry, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from tests.web.test_browser import address, browser, pytestmark

__all__ = ["address", "browser", "pytestmark"]

ELSEWHERE = "https://www.weather.gov/"


def opened(browser: Browser, address: str, *, scripts: bool = True) -> Page:
    """The help, opened from the first page, with the other site played by the test."""
    context = browser.new_context(java_script_enabled=scripts)

    def weather(route: Route) -> None:
        route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")

    context.route(f"{ELSEWHERE}**", weather)
    page = context.new_page()
    page.goto(address)
    page.goto(f"{address}/help")
    return page


def test_the_link_leaves_and_back_leads_past_the_page(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == f"{address}/"
    page.context.close()


def test_without_scripts_it_is_a_plain_link(browser: Browser, address: str) -> None:
    page = opened(browser, address, scripts=False)
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(ELSEWHERE)
    page.context.close()


def test_three_escapes_in_a_row_leave_and_fewer_do_not(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Weather")
    page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)
    page.context.close()


def test_it_is_large_enough_for_a_thumb_on_a_narrow_phone(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.set_viewport_size({"width": 320, "height": 640})
    box = page.get_by_role("link", name="Leave this page").bounding_box()
    assert box is not None
    assert round(box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()
