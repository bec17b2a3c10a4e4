"""The pages in a real browser: nothing overflows, nothing is asked of anyone else, nothing needs a script."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from importlib import resources
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright

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
    "/about/access?state=PA",
    "/help",
    "/help/glossary",
    f"/shortlist?ids={id_of(METHADONE)},{id_of(HOSTILE_ONE)},{id_of(GONE)},zzzzzzzzzz",
    f"/shortlist/sheet?ids={id_of(METHADONE)},{id_of(HOSTILE_ONE)},{id_of(GONE)},zzzzzzzzzz",
    f"/search?near=15213&list={id_of(METHADONE)}",
    "/es",
    "/es/search?near=15213&payment=medicaid&medication=methadone",
    f"/es/facility/{id_of(METHADONE)}",
    "/es/help/opioid-medicine",
    f"/es/shortlist?ids={id_of(METHADONE)},{id_of(HOSTILE_ONE)},{id_of(GONE)}",
    f"/es/shortlist/sheet?ids={id_of(METHADONE)},{id_of(HOSTILE_ONE)}",
    "/nowhere",
    "/search?payment=gold",
    "/about/privacy",
    "/about/access",
    "/about/api",
    "/embed/tag",
    "/es/about/data",
    "/es/help/glossary",
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
    assert [text for text in said if not re.search("status of 4(00|04|10)", text)] == []
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
    page.get_by_role("link", name="River Clinic", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "River Clinic"
    context.close()


def test_targets_are_large_enough_for_a_thumb(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/search?near=15213&medication=methadone")
    page.locator("details.on summary").click()
    aims = ".crisis a, .phone[href], .chips a, button:visible, .paging a, .jump a, main summary:visible, h3 a, .foot a"
    for target in page.locator(aims).all():
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


def words_box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="What do you need?")


def choices(page: Page) -> Locator:
    """What is suggested and seen."""
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def near_box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Near", exact=True)


def test_a_name_is_found_by_the_keyboard_alone(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    box = words_box(page)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("river clin")
    listed = page.get_by_role("listbox", name="Suggestions")
    expect(choices(page).first).to_have_text("River Clinic Pittsburgh, PA")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == listed.get_attribute("id")
    expect(page.get_by_role("status").filter(has_text="Suggestions: ")).to_have_count(1)
    box.press("ArrowDown")
    option = page.get_by_role("option", selected=True).and_(choices(page))
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    expect(box).to_be_focused()
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("River Clinic")
    page.close()


def test_a_filter_and_a_place_are_filled_in_and_understood(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    words_box(page).press_sequentially("subo")
    choices(page).filter(has_text="Buprenorphine (Suboxone), prescribed here").click()
    expect(words_box(page)).to_have_value("Suboxone")
    expect(words_box(page)).to_be_focused()
    near_box(page).press_sequentially("pittsb")
    expect(choices(page).first).to_contain_text("people")
    near_box(page).press("ArrowDown")
    near_box(page).press("Enter")
    expect(near_box(page)).to_have_value("Pittsburgh, PA")
    near_box(page).press("Enter")
    page.wait_for_url("**/search?*medication=buprenorphine*")
    expect(page.get_by_role("link", name="Remove Buprenorphine (Suboxone), prescribed here")).to_be_visible()
    page.close()


def test_escape_and_leaving_close_the_list_and_enter_searches(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    box = words_box(page)
    box.press_sequentially("row")
    expect(choices(page).first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("row")
    box.press_sequentially(" ")
    expect(choices(page).first).to_be_visible()
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    box.press("End")
    box.press_sequentially("house")
    expect(choices(page).first).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/search?*")
    page.close()


def test_letters_are_asked_about_once_they_pause_and_only_here(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    words_box(page).press_sequentially("r")
    page.wait_for_timeout(300)
    words_box(page).press_sequentially("iver clinic", delay=5)
    expect(choices(page).first).to_be_visible()
    suggested = [url for url in asked if "/api/" in url]
    assert suggested == [f"{address}/api/v1/suggest?lang=en&q=river%20clinic"]
    assert all(url.startswith(address) for url in asked)
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    page.close()


def test_a_position_is_rounded_before_it_goes_anywhere(browser: Browser, address: str) -> None:
    context = browser.new_context(
        geolocation={"latitude": 40.443712, "longitude": -79.951234}, permissions=["geolocation"]
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("button", name="Use my position").click()
    expect(near_box(page)).to_have_value("40.44,-79.95")
    expect(page.get_by_text("Your position, rounded to about a mile, stays in this link")).to_be_visible()
    page.get_by_role("button", name="Find treatment").first.click()
    page.wait_for_url("**/search?*near=40.44%2C-79.95*")
    expect(page.get_by_role("link", name="River Clinic", exact=True)).to_be_visible()
    assert all("443" not in url.removeprefix(address) and "9512" not in url for url in asked)
    context.close()


def test_a_position_that_is_refused_is_told_plainly(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=[])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Use my position").click()
    expect(page.get_by_text("Your position was not given to this page. A ZIP code or city works too.")).to_be_visible()
    expect(near_box(page)).to_have_value("")
    context.close()


def test_without_scripts_there_is_nothing_that_does_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("button", name="Use my position")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Near", exact=True)).to_have_count(0)
    page.goto(f"{address}/search?near=15213")
    page.get_by_label("Accepts Medicaid").check()
    page.locator("button[value='payment.not']").click()
    assert page.url == f"{address}/search?near=15213&payment.not=medicaid"
    expect(page.get_by_role("link", name="Remove not: Accepts Medicaid")).to_be_visible()
    page.get_by_label("not: Accepts Medicaid").uncheck()
    page.get_by_role("button", name="Show results").click()
    assert "payment" not in page.url
    context.close()


def test_suggestions_fit_a_narrow_phone_and_a_thumb(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address)
    words_box(page).press_sequentially("row ho")
    expect(choices(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    targets = [*choices(page).all(), page.get_by_role("button", name="Use my position")]
    for target in targets:
        box = target.bounding_box()
        assert box is not None
        assert round(box["height"]) >= 44
    context.close()


def opened_map(page: Page, url: str) -> Locator:
    """The pins of the map of a page of results, opened by its button."""
    page.goto(url)
    button = page.get_by_role("button", name="Map of these places")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#map [role=status]")).to_contain_text("in view")
    return page.locator("#map .pin")


@pytest.mark.parametrize("size", SIZES)
def test_a_map_is_loaded_when_it_is_opened_and_only_from_here(browser: Browser, address: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/search?near=15213&within=50")
    assert not [url for url in asked if "leaflet" in url or "states" in url or "/api/v1/map" in url]
    pins = opened_map(page, f"{address}/search?near=15213&within=50")
    expect(page.locator("#map .land").first).to_have_count(1)
    assert all(url.startswith(address) for url in asked)
    for name in ("leaflet.", "states.", "counties-PA.", "/api/v1/map"):
        assert name in " ".join(asked)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in [*pins.all(), page.locator("#map .leaflet-control-zoom-in")]:
        box = target.bounding_box()
        assert box is not None
        assert round(min(box["width"], box["height"])) >= 44
    context.close()


def test_a_map_goes_by_the_keyboard_and_in_step_with_the_list(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    pins = opened_map(page, f"{address}/search?near=15213&medication=methadone")
    pin = pins.filter(has_text="1")
    expect(pin).to_have_accessible_name("1. River Clinic, Pittsburgh, PA")
    page.locator("#map .canvas").focus()
    with page.expect_request("**/api/v1/map?*"):
        page.keyboard.press("ArrowRight")
    with page.expect_request("**/api/v1/map?*zoom=13*"):
        page.keyboard.press("-")
    expect(page.locator("#map .canvas")).to_be_focused()
    card = page.locator("li.hit").first
    pin.focus()
    expect(card).to_have_class("hit lit")
    page.keyboard.press("Enter")
    expect(page.locator("#map .told").get_by_role("link", name="1. River Clinic")).to_have_attribute(
        "href", f"/facility/{id_of(METHADONE)}/river-clinic-pittsburgh"
    )
    page.locator("#map .told").get_by_role("link", name="in the list").press("Enter")
    assert page.url.endswith("#hit-1")
    card.hover()
    expect(pin).to_have_class(re.compile(r"\blit\b"))
    page.get_by_role("link", name="Skip past the map").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li.hit') !== null")
    context.close()


def test_a_map_that_is_put_away_comes_back_as_it_was(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    pins = opened_map(page, f"{address}/search?near=15213&medication=methadone")
    page.on("request", lambda request: asked.append(request.url))
    button = page.get_by_role("button", name="Map of these places")
    button.click()
    expect(page.locator("#map .canvas")).to_be_hidden()
    button.click()
    expect(pins).to_have_count(1)
    page.wait_for_timeout(400)
    assert asked == []
    context.close()


def test_a_map_that_cannot_be_loaded_says_so(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/api/v1/map?*", lambda route: route.abort())
    page.goto(f"{address}/search?near=15213")
    page.get_by_role("button", name="Map of these places").click()
    expect(page.locator("#map [role=status]")).to_have_text("The map cannot be shown now. The list has everything.")
    page.close()


def test_a_closer_look_parts_a_spot(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    many = opened_map(page, f"{address}/search?near=Pennsylvania&sort=name&size=1").and_(page.locator(".many"))
    before = many.count()
    with page.expect_request("**/api/v1/map?*"):
        many.first.press("Enter")
    expect(page.locator("#map .pin")).not_to_have_count(before)
    expect(page.locator("#map .canvas")).to_be_focused()
    context.close()


def test_hostile_names_are_harmless_on_a_map(browser: Browser, address: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("pageerror", lambda error: said.append(str(error)))
    pins = opened_map(page, f"{address}/search?near=15213&within=50&size=100")
    for pin in pins.all():
        if pin.is_visible() and "script" in (pin.get_attribute("title") or ""):
            pin.press("Enter")
            break
    expect(page.locator("#map .told")).to_contain_text("script")
    assert page.locator("#map .told script, #map .told img, #map .canvas script").count() == 0
    assert said == []
    page.close()


def test_no_map_without_scripts_and_none_on_paper(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search?near=15213")
    expect(page.locator("#map")).to_be_hidden()
    expect(page.get_by_role("link", name="River Clinic", exact=True)).to_be_visible()
    context.close()
    page = browser.new_page()
    opened_map(page, f"{address}/search?near=15213")
    page.emulate_media(media="print")
    expect(page.locator("#map")).to_be_hidden()
    page.close()


def test_what_is_ticked_is_counted_before_it_is_asked_for(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search?near=Pennsylvania")
    button = page.locator(".apply button")
    expect(button).to_have_text("Show results")
    page.locator(".filters").get_by_label("Accepts Medicaid").check()
    expect(button).to_have_text(re.compile("^Show [0-9]+ results?$"))
    promised = int(re.findall("[0-9]+", button.inner_text())[0])
    expect(page.locator(".apply [role=status]")).to_have_text(button.inner_text())
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{promised} place"))
    page.close()


WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")


def axe_finds(page: Page) -> list[tuple[str, str]]:
    """The rules that a page breaks, each with what breaks it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # from outside the page, whose own policy lets no foreign script in
    told = page.evaluate("tags => axe.run({ runOnly: { type: 'tag', values: tags } })", list(WCAG))
    assert told["passes"], page.url
    return [(one["id"], node["html"][:200]) for one in told["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_wcag_2_2_aa(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page, found = context.new_page(), []
    for url in PAGES:
        page.goto(address + url)
        page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true })")
        found += [(url, *one) for one in axe_finds(page)]
    context.close()
    assert found == []
