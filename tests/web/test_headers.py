"""What comes with every answer: privacy, caching, and a log that tells nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from directory.settings import Settings
from tests.web.conftest import client_of
from tests.web.reading import page
from tests.web.test_pages import PAGES
from tests.web.world import METHADONE, id_of, settings_in
from web.middleware import HEADERS

FACILITY = f"/facility/{id_of(METHADONE)}"
OTHERS = (
    "/download/csv",
    "/api/v1/facilities",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/favicon.svg",
    "/api/v1/nothing",
)


@pytest.mark.parametrize("url", [*PAGES, *OTHERS])
def test_every_answer_is_private_and_sets_no_cookie(client: TestClient, url: str) -> None:
    headers = client.get(url).headers
    assert all(name in headers for name in HEADERS)
    assert "set-cookie" not in headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "geolocation=(self)" in headers["permissions-policy"]


@pytest.mark.parametrize(
    "url", ["/", "/search?near=15213", "/download/csv", "/api/v1/facilities", "/nothing", "/readyz"]
)
def test_what_somebody_asked_for_is_stored_nowhere(client: TestClient, url: str) -> None:
    assert client.get(url).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "url", [FACILITY, "/about", "/about/data", f"/api/v1/facilities/{id_of(METHADONE)}", "/api/v1/facets"]
)
def test_what_anybody_may_read_is_kept_shortly_and_not_sent_twice(client: TestClient, url: str) -> None:
    first = client.get(url)
    assert first.headers["cache-control"] == "public, max-age=300"
    again = client.get(url, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_facets_of_a_question_are_tagged_but_not_stored(client: TestClient) -> None:
    first = client.get("/api/v1/facets?near=15213")
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["etag"] != client.get("/api/v1/facets").headers["etag"]


def test_static_files_are_kept_for_good_under_a_name_that_changes_with_them(client: TestClient) -> None:
    name = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    response = client.get(name)
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/site.000000000000.css").status_code == 404


@pytest.mark.parametrize("url", ["/", "/search?near=15213", FACILITY, "/about", "/download/csv", *OTHERS, "/nothing"])
def test_head_is_get_without_the_body(client: TestClient, url: str) -> None:
    head, full = client.head(url), client.get(url)
    assert (head.status_code, head.content) == (full.status_code, b"")
    assert head.headers["content-type"] == full.headers["content-type"]


NOT_HERE = {
    "en": "This server does not answer to the name you used.",
    "es": "Este servidor no responde al nombre que usted usó.",
}


class TestHosts:
    """The names the server answers to."""

    @pytest.fixture
    def client(self, chosen: Settings, tmp_path: Path) -> Iterator[TestClient]:
        hosts = ("care.example.org", "*.care.example.org")
        with client_of(settings_in(tmp_path, generations=chosen.generations, hosts=hosts)) as client:
            yield client

    @pytest.mark.parametrize("name", ["care.example.org", "CARE.example.org:8000", "es.care.example.org"])
    def test_its_own(self, client: TestClient, name: str) -> None:
        assert client.get("/", headers={"Host": name}).status_code == 200

    @pytest.mark.parametrize(
        "name",
        [
            "evil.example",
            "",
            "care.example.org.evil.example",
            "evilcare.example.org",
            "care.example.org:80@evil.example",
            "care.example.org/api/",
            "*.care.example.org/",
            'evil.example"><script>alert(1)</script>',
            "evil.example/api/v1/facilities?",
        ],
    )
    @pytest.mark.parametrize("path", ["/", "/es/search?near=15213", "/download/csv", "/nothing", "/about/"])
    def test_another_gets_a_page_that_names_none(self, client: TestClient, name: str, path: str) -> None:
        response = client.get(path, headers={"Host": name})
        assert (response.status_code, response.headers.get("location")) == (400, None)
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
        assert all(header in response.headers for header in HEADERS)
        assert response.text.index('href="tel:988"') < response.text.index("<h1")
        assert NOT_HERE["es" if path.startswith("/es") else "en"] in page(response.text).words
        assert "care.example.org" not in response.text
        assert "evil" not in response.text
        assert 'role="search"' not in response.text

    def test_a_program_gets_a_problem(self, client: TestClient) -> None:
        response = client.get("/api/v1/facilities?near=15213", headers={"Host": "evil.example"})
        assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
        assert response.json()["detail"] == "This server does not answer to the name you used."
        assert response.json()["crisis"]
        assert "evil" not in response.text

    def test_two_names_are_none(self, client: TestClient) -> None:
        twice = [("Host", "care.example.org"), ("Host", "evil.example")]
        assert client.get("/", headers=twice).status_code == 400

    def test_the_public_address_is_a_link(self, chosen: Settings, tmp_path: Path) -> None:
        public = "https://care.example.org"
        hosts = ("care.example.org", "inside.example")
        known = settings_in(tmp_path, generations=chosen.generations, hosts=hosts, public_url=public)
        with client_of(known) as client:
            told = client.get("/", headers={"Host": "evil.example"}).text
            assert public in page(told).links()
            problem = client.get("/api/v1/facilities", headers={"Host": "evil.example"}).json()
        assert problem["detail"].endswith(f"It answers to: {public}")
        assert "inside" not in f"{told}{problem}"

    def test_its_style_sheet_comes_by_any_name(self, client: TestClient) -> None:
        sheet = client.get("/", headers={"Host": "evil.example"}).text.split('rel="stylesheet" href="')[1].split('"')[0]
        assert client.get(sheet, headers={"Host": "evil.example"}).status_code == 200


def test_the_log_tells_nothing_of_what_was_asked(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for url in (
        "/search?q=detox+private&near=15213",
        "/search?q=privatexyz&near=15213",
        FACILITY,
        f"{FACILITY}/wrong",
        "/private",
        "/search?private=1",
    ):
        client.get(url, headers={"User-Agent": "private", "Referer": "private"})
    lines = [r.getMessage() for r in caplog.records if r.name == "treatment_directory.web"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == [
        "GET /search 303",
        "GET /search 200",
        "GET /facility/{id} 200",
        "GET /facility/{id}/{slug} 301",
        "GET none 404",
        "GET /search 400",
    ]
    ours = "".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))
    assert "private" not in ours
    assert "15213" not in ours
    assert id_of(METHADONE) not in ours


def test_an_unknown_method_is_not_logged_by_its_name(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "treatment_directory.web")
    client.request("PRIVATE", "/")
    assert [r.getMessage().split()[0] for r in caplog.records if r.name == "treatment_directory.web"] == ["other"]
