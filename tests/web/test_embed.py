"""The frame for other sites, and the page that writes its tag."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import client_of, serve
from tests.web.reading import get
from tests.web.test_browser import AXE, WCAG, browser  # noqa: F401 - a fixture
from tests.web.world import METHADONE
from web.app import create_app
from web.embed import COLORS, LOOKS


def tag(client: TestClient, question: str = "") -> str:
    code = re.search(r"<pre[^>]*><code>(.*?)</code>", client.get(f"/embed/tag{question}").text, re.S)
    assert code is not None
    return html.unescape(code[1])


def source(written: str) -> str:
    found = re.search(r'src="([^"]*)"', written)
    assert found is not None
    return html.unescape(found[1])


def test_the_frame_may_be_framed_and_nothing_else_may(client: TestClient) -> None:
    frame = client.get("/embed?near=15213").headers
    assert "frame-ancestors *" in frame["content-security-policy"]
    assert "x-frame-options" not in frame
    assert frame["cache-control"] == "no-store"
    assert "set-cookie" not in frame
    for path in ("/", "/search?near=15213", "/embed/tag", "/embedded", "/es", "/api/v1/facilities"):
        others = client.get(path).headers
        assert "frame-ancestors 'none'" in others["content-security-policy"], path
        assert others["x-frame-options"] == "DENY", path
    spanish = client.get("/es/embed?near=15213")
    assert "x-frame-options" not in spanish.headers
    assert '<html lang="es"' in spanish.text


def test_it_shows_what_is_found_with_telephones_and_the_crisis_lines(client: TestClient) -> None:
    page = get(client, "/embed?near=15213&medication=methadone")
    assert METHADONE.name in page.words
    assert page.links("tel:+14125550111")
    assert page.links("tel:988")
    assert page.links("/search?near=15213&medication=methadone")
    assert "<script" not in client.get("/embed?near=15213").text


def test_it_is_only_a_box_where_nothing_is_asked(client: TestClient) -> None:
    page = get(client, "/embed")
    assert METHADONE.name not in page.words
    assert "What do you need?" in page.words


def test_what_is_wrong_is_said_in_the_frame(client: TestClient) -> None:
    for question in ("near=Xyzzyville", "look=pink", "color=black", "medication=methadon", "colour=red"):
        response = client.get(f"/embed?{question}")
        assert response.status_code == 400, question
        assert "We could not read this search" in response.text
        assert 'name="q"' in response.text


def test_what_the_tag_chose_stays_chosen(client: TestClient) -> None:
    text = client.get("/embed?near=15213&medication=methadone&within=50&color=plum&look=dark").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text))
    assert hidden == {"medication": "methadone", "within": "50.0", "look": "dark", "color": "plum"}
    assert 'class="embed dark plum"' in text


def test_the_tag_is_one_sandboxed_frame(client: TestClient) -> None:
    written = tag(client, '?q=methadone"><script>&near=15213&color=blue&height=700')
    assert written.count("<") == 2
    assert written.startswith("<iframe src=")
    assert "allow-scripts" not in written
    assert "allow-same-origin" not in written
    assert 'height="700"' in written
    address = urlsplit(source(written))
    assert address.path == "/embed"
    assert dict(parse_qsl(address.query)) == {"q": 'methadone"><script>', "near": "15213", "color": "blue"}


def test_the_tag_has_the_public_address(chosen: Settings) -> None:
    with client_of(replace(chosen, public_url="https://find.example.org/here")) as client:
        assert source(tag(client)) == "https://find.example.org/here/embed"
        assert source(tag(client, "?near=15213")).endswith("/embed?near=15213")


@pytest.mark.parametrize("question", ["height=100", "height=99999", "height=x", "look=pink", "near=Xyzzyville", "x=1"])
def test_the_page_of_the_tag_refuses_what_it_cannot_write(client: TestClient, question: str) -> None:
    assert client.get(f"/embed/tag?{question}").status_code == 400


@pytest.fixture(scope="module")
def address(chosen: Settings) -> Iterator[str]:
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


@pytest.mark.browser
def test_in_another_site_it_searches_and_asks_nobody_else(browser: Browser, address: str, chosen: Settings) -> None:  # noqa: F811
    with client_of(chosen) as client:
        written = tag(client, "?near=15213").replace("https://directory.example.org", address)

    async def around(_: Request) -> HTMLResponse:
        return HTMLResponse(f"<!doctype html><title>A library</title><h1>Library</h1>{written}")

    with serve(Starlette(routes=[Route("/", around)])) as library:
        context = browser.new_context(viewport={"width": 360, "height": 800})
        page = context.new_page()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.goto(library)
        frame = page.frame_locator("iframe")
        frame.locator("ol.short li").first.wait_for()
        assert frame.locator("body").evaluate("e => getComputedStyle(e).margin") == "0px"  # its style sheet came
        frame.locator("#q").fill("methadone")
        frame.locator("button[type=submit]").click()
        frame.locator("ol.short li", has_text=METHADONE.name).wait_for()
        assert frame.locator("body").evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert {url for url in asked if not url.startswith((library, address))} == set()
        assert context.cookies() == []
        with context.expect_page() as opened:
            frame.locator("ol.short li a").first.click()
        assert opened.value.url.startswith(f"{address}/facility/")
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_look_and_color_can_be_read(browser: Browser, address: str, scheme: str) -> None:  # noqa: F811
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    page = context.new_page()
    for path in ("/embed/tag", "/es/embed/tag", "/es/embed?near=15213", "/embed?near=Xyzzyville"):
        page.goto(address + path)
        assert _violations(page) == [], path
    for look in LOOKS:
        for color in COLORS:
            page.goto(f"{address}/embed?near=15213&look={look}&color={color}")
            assert _violations(page) == [], (look, color)
    context.close()


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate("tags => axe.run({ runOnly: { type: 'tag', values: tags } })", list(WCAG))
    assert told["passes"]
    return [one["id"] for one in told["violations"]]
