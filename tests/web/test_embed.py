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
from tests.web.reading import get, page
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
    assert hidden == {"medication": "methadone", "within": "50", "look": "dark", "color": "plum"}
    assert 'class="embed dark plum"' in text


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_what_the_tag_chose_stays_chosen_when_something_is_wrong(client: TestClient, prefix: str) -> None:
    asked = "opioid=mat&payment.not=free&within=50&sort=name&listed=all&look=dark&color=plum"
    response = client.get(f"{prefix}/embed?near=Springfield&{asked}")
    assert response.status_code == 400
    assert dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', response.text)) == dict(
        parse_qsl(asked)
    )
    (near,) = [each for each in page(response.text).all("input") if each["name"] == "near"]
    assert near["value"] == "Springfield"
    assert 'class="embed dark plum"' in response.text


@pytest.mark.parametrize(("prefix", "label"), [("", "Methadone, given here"), ("/es", "Metadona, dada aquí")])
def test_what_was_meant_is_a_link_that_keeps_the_rest(client: TestClient, prefix: str, label: str) -> None:
    response = client.get(f"{prefix}/embed?near=15213&medication=methadon&payment=medicaid&look=dark")
    link = f"{prefix}/embed?near=15213&payment=medicaid&look=dark&medication=methadone"
    assert f'<a href="{html.escape(link)}" target="_self">{label}</a>' in response.text
    assert client.get(link).status_code == 200
    response = client.get(f"{prefix}/embed?near=Springfield&opioid=mat&look=dark")
    choices = page(response.text).links(f"{prefix}/embed?opioid=mat&look=dark&near=Springfield")
    assert len(choices) > 2
    assert client.get(choices[0]).status_code == 200


def test_a_look_that_there_is_not_can_be_put_right(client: TestClient) -> None:
    links = page(client.get("/embed?look=pink,dark&near=15213&medication=methadone").text).links("/embed?")
    assert "/embed?near=15213&medication=methadone&look=light" in links
    spanish = client.get("/es/embed?color=black").text
    for words in ("Color: “black”", "No existe esa opción.", "Ciruela"):
        assert words in spanish


@pytest.mark.parametrize(
    ("path", "named"), [("/embed", ("look", "color")), ("/es/embed/tag", ("look", "color", "height"))]
)
def test_an_unknown_parameter_is_told_every_known_one(client: TestClient, path: str, named: tuple[str, ...]) -> None:
    response = client.get(f"{path}?colour=blue&near=15213")
    assert response.status_code == 400
    assert f"size, said, {', '.join(named)}<" in response.text
    assert f"{path}?color=blue&near=15213" in page(response.text).links()


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
    for prefix in ("", "/es"):
        response = client.get(f"{prefix}/embed/tag?{question}&payment=medicaid&color=plum")
        assert response.status_code == 400
        assert "<iframe" not in html.unescape(response.text)
        assert '<input type="hidden" name="payment" value="medicaid">' in response.text
        assert '<option value="plum" selected>' in response.text


def test_the_page_of_the_tag_says_what_would_be_right_and_keeps_the_rest(client: TestClient) -> None:
    response = client.get("/embed/tag?near=Springfield&payment=medicaid&color=plum&height=700")
    choices = page(response.text).links("/embed/tag?payment=medicaid&color=plum&height=700&near=Springfield")
    assert len(choices) > 2
    assert 'height="700"' in tag(client, choices[0].removeprefix("/embed/tag"))
    spanish = client.get("/es/embed/tag?height=100").text
    for words in ("Altura en píxeles: “100”", "Este número no se puede usar.", "un número entero de 320 a 1600"):
        assert words in spanish


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
