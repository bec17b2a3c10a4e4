"""What can go wrong, as people see it."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from directory.crisis import CRISIS
from directory.settings import Settings
from search.engine import Engine
from tests.web.conftest import client_of
from tests.web.reading import page


def test_a_wrong_search_names_every_parameter_and_offers_what_was_meant(client: TestClient) -> None:
    response = client.get("/search?near=15213&within=far&medication=methadon&payment=medicaid")
    assert response.status_code == 400
    found = page(response.text)
    for words in ("2 things need a change", "Distance: “far”", "Medications: “methadon”", "or any"):
        assert words in found.words
    assert "/search?near=15213&within=far&payment=medicaid&medication=methadone" in found.links()
    assert "/search?near=15213&medication=methadon&payment=medicaid&within=50" in found.links()


@pytest.mark.parametrize(
    ("prefix", "told"), [("", ("25 miles", "any distance")), ("/es", ("25 millas", "cualquier distancia"))]
)
def test_a_wrong_distance_offers_some_in_words(client: TestClient, prefix: str, told: tuple[str, ...]) -> None:
    html = client.get(f"{prefix}/search?near=15213&within=far").text
    for number, words in zip(("25", "any"), told, strict=True):
        assert f'<a href="{prefix}/search?near=15213&amp;within={number}">{words}</a>' in html


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/about/access", ("State: “ZZ”", "Nearest: “zoo”")),
        ("/es/about/access", ("Estado: “ZZ”", "Lo más cercano: “zoo”")),
    ],
)
def test_the_fields_of_the_access_page_have_words(client: TestClient, path: str, fields: tuple[str, ...]) -> None:
    response = client.get(f"{path}?state=ZZ&measure=zoo")
    assert response.status_code == 400
    for field in fields:
        assert field in page(response.text).words


def test_a_shared_place_name_offers_its_choices_and_keeps_the_rest(client: TestClient) -> None:
    response = client.get("/search?near=Springfield&medication=methadone")
    assert response.status_code == 400
    choices = [link for link in page(response.text).links("/search?") if "near=Springfield" in link]
    assert len(choices) > 2
    assert all("medication=methadone" in choice for choice in choices)
    assert client.get(choices[0]).status_code == 200


def test_an_unknown_place_stays_in_the_form(client: TestClient) -> None:
    response = client.get("/search?near=Pittsburg+Heightsss")
    assert response.status_code == 400
    (near,) = [i for i in page(response.text).all("input") if i["name"] == "near"]
    assert (near["value"], near["aria-invalid"]) == ("Pittsburg Heightsss", "true")


def test_an_unknown_name_can_be_put_right(client: TestClient) -> None:
    response = client.get("/search?nera=15213&q=detox")
    assert "/search?near=15213&q=detox" in page(response.text).links()


@pytest.mark.parametrize(
    "path", ["/nothing", "/facility/nosuchplac", "/facility/%00", "/static/site.css", "/download/../x"]
)
def test_404(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert page(response.text).all("form")


def test_an_unknown_format_names_those_that_exist(client: TestClient) -> None:
    response = client.get("/download/floppy?near=15213")
    assert response.status_code == 404
    assert "csv, xlsx, geojson, jsonl" in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/search", "/nothing"])
def test_405(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert "tel:988" in response.text


@pytest.mark.parametrize("path", ["/search?q=" + "a" * 9000, "/" + "a" * 400])
def test_an_address_too_long_is_414(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 414
    assert "tel:988" in response.text


@pytest.mark.parametrize("path", ["/", "/search", "/facility/abcdefghjk", "/about/data", "/download/csv"])
def test_503_without_a_generation(empty: TestClient, path: str) -> None:
    response = empty.get(path)
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert "tel:988" in response.text


def test_503_of_the_api_speaks_of_the_crisis_lines_it_has(empty: TestClient) -> None:
    told = empty.get("/api/v1/facilities").json()
    assert told["detail"] == "Please try again in a minute. The crisis lines answer at any hour."
    assert [line["number"] for line in told["crisis"]] == [line.number for line in CRISIS]
    assert "Las líneas de crisis contestan a cualquier hora." in empty.get("/es/search").text


def test_503_keeps_what_was_typed(empty: TestClient) -> None:
    (near,) = [
        i for i in page(empty.get("/search?near=15213&medication=methadone").text).all("input") if i["name"] == "near"
    ]
    assert near["value"] == "15213"


def test_health_and_readiness(client: TestClient, empty: TestClient) -> None:
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 200)
    assert (empty.get("/healthz").status_code, empty.get("/readyz").status_code) == (200, 503)


def test_a_mistake_of_ours_is_a_page_with_every_header(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Engine, "search", broken)
    for path in ("/search?q=xyzzy", "/api/v1/facilities?q=xyzzy"):
        response = client.get(path)
        assert response.status_code == 500
        assert "988" in response.text
        assert "above" not in response.text
        assert "secret" not in response.text
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert response.headers["cache-control"] == "no-store"


def helps(html: str) -> None:
    """Asserts that a page has the crisis lines before its heading, and a box to search with."""
    for dial in ("tel:988", "sms:988", "tel:911", "tel:+18006624357"):
        assert html.index(f'href="{dial}"') < html.index("<h1")
    (form,) = [each for each in page(html).all("form") if each.get("role") == "search"]
    assert form["action"] == "/search"
    assert {"q", "near"} <= {each["name"] for each in page(html).all("input")}


def test_a_page_of_500_helps(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Engine, "search", broken)
    for path in ("/", "/search?near=15213"):
        response = client.get(path)
        assert response.status_code == 500
        helps(response.text)


def test_a_page_of_503_helps(empty: TestClient, chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.app.SLOTS", 0)
    monkeypatch.setattr("web.slots.COMES", 0.1)
    with client_of(chosen) as busy:
        for response in (empty.get("/search?near=15213"), busy.get("/download/csv?near=15213")):
            assert response.status_code == 503
            assert response.headers["retry-after"] == "30"
            helps(response.text)


def test_no_redirect_repeats_the_host_a_request_claims(client: TestClient) -> None:
    for path in ("/search/?near=15213", "/api/v1/facets/", "/about/"):
        response = client.get(path, headers={"Host": "elsewhere.example"}, follow_redirects=False)
        assert (response.status_code, response.headers.get("location")) == (404, None)


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize(
    "path", ["/help", "/help/calls", "/help/glossary", "/help/privacy", "/about", "/about/privacy"]
)
def test_pages_of_words_alone_need_no_generation(empty: TestClient, client: TestClient, prefix: str, path: str) -> None:
    response = empty.get(prefix + path)
    assert response.status_code == 200
    heading = re.search("<h1.*?</h1>", client.get(prefix + path).text, re.DOTALL)
    assert heading is not None
    assert heading[0] in response.text
    assert response.text.index('href="tel:988"') < response.text.index("<h1")
    tag = response.headers["etag"]
    assert tag != client.get(prefix + path).headers["etag"]
    assert empty.get(prefix + path, headers={"If-None-Match": tag}).status_code == 304
