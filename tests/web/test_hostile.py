"""Listings in which every text is hostile, in a real browser: nothing runs, nobody else is asked, everything is read.

The pages' own policy is switched off: not it is to keep scripts out, but that no text ever becomes one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from directory import clean
from search.making import shortened
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.hostile import FLAG, TEXTS, id_of, publish_hostile
from tests.web.test_browser import browser, pytestmark
from tests.web.walking import Watch
from tests.web.world import settings_in
from web.app import create_app

__all__ = ["browser", "pytestmark"]

ALL = ",".join(map(id_of, TEXTS))
NEAR = "/search?near=15213&size=100"
LISTS = {
    "results": NEAR,
    "results with a list": f"{NEAR}&list={id_of('script')},{id_of('long')}",
    "places by words": f"/search?{urlencode({'near': '15213', 'q': 'many words', 'said': 'many words'})}",
    "shortlist": f"/shortlist?ids={ALL}",
    "side by side": f"/shortlist?ids={id_of('image')},{id_of('long')},{id_of('letters')},{id_of('marks')}",
    "call sheet": f"/shortlist/sheet?ids={ALL}",
    "data": "/about/data",
    "first page": "/",
}
ERRORS = r"status of (400|404|410)"
"""What a console says of pages that are meant to be errors."""
MOST = 400_000
"""Bytes of a page, before it is packed, on which all of these places are."""

HARM = """([flag, ours]) => {
  const all = [...document.querySelectorAll('*')];
  const shown = (some) => some.map((one) => one.outerHTML.slice(0, 99));
  const loading = ['href', 'src', 'action', 'formaction', 'srcdoc', 'data'];
  const harmless = new RegExp(ours.replace('ORIGIN', location.origin));
  const turning = (part) => part.nodeType === Node.TEXT_NODE && /[\\u202a-\\u202e\\u2066-\\u2069]/.test(part.data);
  const loose = (style) => style.display === 'inline' && !style.unicodeBidi.startsWith('isolate');
  const hidden = /[\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069]/g;
  return {
    ran: window[flag] !== undefined,
    tags: shown(all.filter((one) => one.matches('iframe, object, embed, base, style, img:not(.qr)'))),
    handlers: shown(all.filter((one) => [...one.attributes].some(({ name }) => /^on|^autofocus/.test(name)))),
    scripts: shown([...document.scripts].filter((one) => !one.src && one.type !== 'application/ld+json')),
    links: all.flatMap((one) => loading.map((name) => one.getAttribute(name))).filter((to) => to && !harmless.test(to)),
    unbounded: shown(all.filter((one) => [...one.childNodes].some(turning) && loose(getComputedStyle(one)))),
    invisible: (document.documentElement.textContent.match(hidden) ?? []).length,
  };
}"""
OURS = "^(#|/(?!/)|ORIGIN/|tel:|sms:|mailto:|https://(www.weather.gov|www.openstreetmap.org|evil.example)/)"
"""Where links and files of a page may lead; evil.example is what the operator's own files name as the publisher."""
HARMLESS = {"ran": False, "tags": [], "handlers": [], "scripts": [], "links": [], "unbounded": [], "invisible": 0}
"""What HARM finds on a page. `unbounded`: what would turn around the words beside a text that turns words around."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[str]:
    """The address of a server with the hostile directory."""
    chosen = settings_in(tmp_path_factory.mktemp("hostile"))
    for report in publish_hostile(chosen, place_table):
        assert (report.saved, report.refused) == (len(TEXTS), [])
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow phone without the pages' own policy."""
    made = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True, reduced_motion="reduce")
    yield made
    made.close()


def calm(page: Page, watch: Watch, typed: str = "") -> None:
    """The page is whole, and no text became anything else. What cannot be seen is only in what was `typed`."""
    page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true })")
    watch.sound(page)
    found = page.evaluate(HARM, [FLAG, OURS])
    assert found == {**HARMLESS, "invisible": found["invisible"] if typed else 0}, page.url[:200]
    assert page.locator("h1").inner_text().strip()


@pytest.mark.parametrize("url", LISTS.values(), ids=LISTS)
def test_lists_are_harmless_and_whole(context: BrowserContext, address: str, url: str) -> None:
    watch, page = Watch(context, address), context.new_page()
    response = page.goto(address + url)
    assert response is not None
    assert response.status == 200
    calm(page, watch)
    assert len(response.body()) < MOST
    page.emulate_media(media="print")
    calm(page, watch)
    assert page.pdf().startswith(b"%PDF")


def test_every_place_is_in_the_list_with_its_text_and_its_number(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + NEAR)
    for number, (kind, text) in enumerate(TEXTS.items()):
        card = page.locator(f"#p-{id_of(kind)}")
        assert card.locator("h3 a").text_content() == published(text)
        assert card.locator("a[href^='tel:']").first.get_attribute("href") == f"tel:+1412555{100 + number:04};ext=7"


@pytest.mark.parametrize("kind", TEXTS)
def test_a_page_of_a_place_says_the_text_and_nothing_happens(context: BrowserContext, address: str, kind: str) -> None:
    watch, page = Watch(context, address), context.new_page()
    response = page.goto(f"{address}/facility/{id_of(kind)}")
    assert response is not None
    calm(page, watch)
    assert len(response.body()) < MOST
    text = published(TEXTS[kind])
    assert page.locator("h1").text_content() == text
    assert page.title().startswith(" ".join(text.split()))
    for part in ("address", ".name2", "[aria-labelledby=unknown]", ".differs"):
        assert text[:50] in str(page.locator(part).first.text_content()), part
    assert page.get_by_role("link", name="Its own website").count() == 0
    (structured,) = page.locator("script[type='application/ld+json']").all_text_contents()
    told: dict[str, Any] = json.loads(structured)  # Any: schema.org, as it is written
    assert told["name"] == text
    assert told["address"]["addressLocality"] == text


def test_a_map_shows_them_as_words(context: BrowserContext, address: str) -> None:
    watch, page = Watch(context, address), context.new_page()
    page.goto(address + NEAR)
    page.get_by_role("button", name="Map of these places").press("Enter")
    pins = page.locator("#map .pin")
    expect(pins.first).to_be_visible()
    told = set()
    for pin in pins.all():
        pin.evaluate("pin => pin.click()")  # some lie on others
        told.update(page.locator("#map .told a:not([href^='#'])").all_text_contents())
        calm(page, watch)
    assert told
    names = [published(text) for text in TEXTS.values()]
    assert all(any(name in words for name in names) for words in told)


@pytest.mark.parametrize("typed", ["<scr", '"><', "javascript", "endless", "many wo", "{{7", "safe", "=hyper"])
def test_suggestions_are_words(context: BrowserContext, address: str, typed: str) -> None:
    watch, page = Watch(context, address), context.new_page()
    page.goto(address)
    with page.expect_response("**/api/v1/suggest?*") as answered:
        page.locator("form[role=search] #q").press_sequentially(typed)
    suggested = [one["name"] for one in answered.value.json()["facilities"]]
    options = page.locator("[role=listbox]:visible [role=option]")
    if suggested:
        expect(options.filter(has_text=suggested[0][:50])).not_to_have_count(0)
    assert options.locator("*:not(span.hint)").count() == 0
    calm(page, watch)


def test_names_that_begin_so_are_suggested(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    for typed, kind in (("javascript", "address"), ("endless", "long"), ("safe", "override")):
        page.goto(address)
        page.locator("form[role=search] #q").press_sequentially(typed)
        option = page.locator("[role=option]").filter(has_text=published(TEXTS[kind])[:60]).first
        option.click()
        page.wait_for_url(f"**/facility/{id_of(kind)}/*")


@pytest.mark.parametrize("kind", TEXTS)
def test_what_is_typed_comes_back_as_words(context: BrowserContext, address: str, kind: str) -> None:
    watch, page = Watch(context, address, ERRORS), context.new_page()
    text = TEXTS[kind][:100]
    asked = (
        f"/search?{urlencode({'q': text, 'near': '15213', 'said': text})}",
        f"/search?{urlencode({'near': text})}",
        f"/search?{urlencode({'near': '15213', 'payment': text, text: text})}",
        f"/facility/{quote(text, safe='')}",
        f"/shortlist?{urlencode({'ids': text})}",
    )
    for url in asked:
        page.goto(address + url)
        calm(page, watch, text)


def published(text: str) -> str:
    """A text as it is published: one line, without what is not to be seen (`calm`), its beginning where it is long."""
    return shortened(clean.text(text))
