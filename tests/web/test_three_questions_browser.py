"""The three questions of the first page in a real browser, without scripts."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.web.test_browser import address, browser, pytestmark

__all__ = ["address", "browser", "pytestmark"]


def test_three_taps_end_in_an_address_that_can_be_changed(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address)
    page.get_by_text("Not sure? Three questions").click()
    helping = page.get_by_role("link", name="How to help someone else")
    expect(helping).to_be_hidden()
    page.get_by_label("Someone I love").check()
    expect(helping).to_be_visible()
    page.get_by_label("Medicine for opioid use").check()
    page.get_by_label("Where?").fill("15213")
    page.get_by_role("button", name="Show places").click()
    assert page.url == f"{address}/search?near=15213&opioid=mat&said=medicine+for+opioid+use"
    page.locator("details.on summary").click()
    expect(page.get_by_role("link", name="Remove Medication for opioid use disorder, given here")).to_be_visible()
    context.close()
