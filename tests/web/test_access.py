"""The access report over HTTP: the page with its map and table, JSON and files, all of one report."""

from __future__ import annotations

import csv
import gzip
import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from itertools import pairwise
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

from directory.counties import counties
from directory.settings import Settings
from directory.states import STATES
from search.access_file import columns
from search.measures import MEASURES
from search.serving import Serving
from tests.web.conftest import client_of, serve
from tests.web.reading import get
from tests.web.world import METHADONE, id_of
from web.access_table import CLASSES, MEASURED
from web.app import create_app

HEAVIEST = 60_000
"""Bytes over the wire."""


@pytest.fixture(scope="module")
def client(chosen: Settings) -> Iterator[TestClient]:
    """One for all: its report is worked out once."""
    with client_of(chosen) as made:
        yield made


class Drawn(HTMLParser):
    """The shapes of a map: titles by class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shapes: list[tuple[str, str, str]] = []
        self._open: list[str] | None = None
        self._titled = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "path":
            self._open = [given["class"] or "", given["d"] or ""]
        self._titled = tag == "title" and self._open is not None

    def handle_data(self, data: str) -> None:
        if self._titled and self._open is not None:
            self.shapes.append((data, *self._open))  # type: ignore[arg-type]  # two of them

    def handle_endtag(self, tag: str) -> None:
        self._titled = False
        self._open = None if tag == "path" else self._open


class TestPage:
    """`/about/access`."""

    def test_map_and_table_say_the_same(self, client: TestClient) -> None:
        html = client.get("/about/access?state=PA&measure=otp").text
        shapes = Drawn(html).shapes
        assert len(shapes) == 67
        told = dict(re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th><td>([0-9.]+)', html))
        assert len(told) == 67
        ends = [end for end, _ in CLASSES]
        for title, level, path in shapes:
            name, _, miles = title.partition(": ")
            assert miles == f"{told[name]} miles"
            assert level == f"m{next(at for at, end in enumerate(ends) if float(told[name]) <= end)}"
            assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path)

    def test_a_row_leads_to_the_places(self, client: TestClient) -> None:
        (link,) = [url for url in get(client, "/about/access?state=PA").links("/search") if "Allegheny" in url]
        assert "opioid=otp" in link
        assert get(client, link).links(f"/facility/{id_of(METHADONE)}")

    def test_the_nation_is_there_by_state(self, client: TestClient) -> None:
        html = client.get("/about/access").text
        assert len(Drawn(html).shapes) == 56
        assert {f'href="/about/access?state={state.code}"' in html for state in STATES if state.code != "FM"} >= {True}

    @pytest.mark.parametrize("state", ["", *(state.code for state in STATES)])
    def test_it_is_light_wherever_it_is_of(self, client: TestClient, state: str) -> None:
        response = client.get(f"/about/access?state={state}")
        assert response.status_code == 200
        assert len(gzip.compress(response.content, 1)) < HEAVIEST

    def test_a_state_that_is_not_drawn_has_a_table(self, client: TestClient) -> None:
        html = client.get("/about/access?state=PW").text
        assert "There is no map of its counties." in html
        assert "<table" in html

    def test_the_farthest_come_first_where_that_is_asked(self, client: TestClient) -> None:
        html = client.get("/about/access?state=VA&sort=miles").text
        cells = re.findall(r"</th><td>([^<]+)", html)
        miles = [float(told) for told in cells if told != "not known"]
        assert miles == sorted(miles, reverse=True)
        assert cells == [*(f"{each:.1f}" for each in miles), *["not known"] * (len(cells) - len(miles))]
        assert len(miles) < len(cells)
        assert 'aria-sort="descending"' in html

    def test_a_wrong_choice_is_told(self, client: TestClient) -> None:
        response = client.get("/about/access?state=Narnia&measure=luck&sort=color")
        assert response.status_code == 400
        assert "PA or Pennsylvania" in response.text

    def test_colors_are_the_style_sheets(self, client: TestClient) -> None:
        html = client.get("/about/access?state=PA").text
        assert "fill=" not in html
        assert "style=" not in html
        (sheet,) = [tag["href"] for tag in get(client, "/about/access").all("link") if "access" in tag["href"]]
        css = client.get(sheet).text
        assert css.count("--m4:") == 3
        for at in range(len(CLASSES)):
            assert f".m{at} {{ fill: var(--m{at}); }}" in css

    def test_shades_differ_by_lightness_in_one_direction(self, client: TestClient) -> None:
        (sheet,) = [tag["href"] for tag in get(client, "/about/access").all("link") if "access" in tag["href"]]
        for shades in re.findall(
            r"--m0: #(\w+); --m1: #(\w+); --m2: #(\w+); --m3: #(\w+); --m4: #(\w+);", client.get(sheet).text
        ):
            bright = [
                sum(int(shade[at : at + 2], 16) * share for at, share in ((0, 0.21), (2, 0.72), (4, 0.07)))
                for shade in shades
            ]
            steps = [one - other for one, other in pairwise(bright)]
            assert min(map(abs, steps)) > 20
            assert len({step > 0 for step in steps}) == 1


class TestData:
    """JSON and files."""

    def test_json_is_of_one_state(self, client: TestClient) -> None:
        data = client.get("/api/v1/access?state=Pennsylvania&measure=otp&measure=detox").json()
        assert (data["by"], data["state"], data["data_newest"]) == ("county", "PA", "2022-05")
        assert len(data["areas"]) == 67
        (found,) = [area for area in data["areas"] if area["code"] == "42003"]
        assert list(found["measures"]) == ["otp", "detox"]
        assert found["measures"]["otp"]["nearest_id"] == id_of(METHADONE)
        assert found["measures"]["otp"]["in_county"] == 1
        assert found["measures"]["otp"]["not_stated_within_25_miles"] == 1
        assert client.get("/api/v1/access").status_code == 400

    def test_json_by_zip(self, client: TestClient) -> None:
        areas = client.get("/api/v1/access?by=zip&state=RI&measure=otp").json()["areas"]
        assert {area["code"][:2] for area in areas} == {"02"}
        assert {area["distance_error_miles"] for area in areas} == {None}

    def test_csv_is_of_everything_or_of_a_state(self, client: TestClient) -> None:
        for query, rows in (("", len(counties())), ("?state=PA", 67)):
            response = client.get(f"/api/v1/access.csv{query}")
            assert response.headers["content-type"] == "text/csv; charset=utf-8"
            lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
            assert tuple(lines[0]) == columns()
            assert len(lines) == 1 + rows

    def test_geojson(self, client: TestClient) -> None:
        response = client.get("/api/v1/access.geojson?state=PA&measure=otp")
        assert response.headers["content-type"] == "application/geo+json"
        assert len(response.json()["features"]) == 67

    def test_a_head_holds_no_slot(self, client: TestClient) -> None:
        for _ in range(6):
            assert client.head("/api/v1/access.csv").status_code == 200

    def test_there_is_no_other_format(self, client: TestClient) -> None:
        response = client.get("/api/v1/access.xlsx")
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def status_of(url: str) -> int:
    with urlopen(url, timeout=90) as answer:
        answer.read()
        return int(answer.status)


def test_other_requests_are_answered_while_it_is_worked_out(chosen: Settings) -> None:
    """Fifty who ask at once wait for one report, and take no thread from anybody."""
    working = threading.Event()
    go_on = threading.Event()
    serving = Serving(chosen.generations)
    with serving.engine() as engine:
        whole, made = engine.access, []

        def slow(by: str, corners: object) -> object:
            made.append(by)
            working.set()
            assert go_on.wait(60)
            return whole(by, corners)  # type: ignore[arg-type]  # passed on

        engine.access = slow  # type: ignore[method-assign, assignment]  # slowed down, not replaced
        with serve(create_app(chosen, serving)) as base, ThreadPoolExecutor(50) as pool:
            asked = [pool.submit(status_of, f"{base}/about/access?state=PA") for _ in range(50)]
            assert working.wait(30)
            assert status_of(f"{base}/download/csv?near=15213") == 200
            go_on.set()
            assert {done.result() for done in asked} == {200}
    assert made == ["county"]


def test_a_county_page_does_not_wait_for_zip_codes(chosen: Settings) -> None:
    """Each kind is worked out by itself."""
    working = threading.Event()
    go_on = threading.Event()
    serving = Serving(chosen.generations)
    with serving.engine() as engine:
        whole = engine.access

        def slow(by: str, corners: object) -> object:
            if by == "zip":
                working.set()
                assert go_on.wait(60)
            return whole(by, corners)  # type: ignore[arg-type]  # passed on

        engine.access = slow  # type: ignore[method-assign, assignment]  # slowed down, not replaced
        with serve(create_app(chosen, serving)) as base, ThreadPoolExecutor(2) as pool:
            zips = pool.submit(status_of, f"{base}/api/v1/access?by=zip&state=RI")
            try:
                assert working.wait(30)
                assert status_of(f"{base}/about/access?state=PA") == 200
                assert not zips.done()
            finally:
                go_on.set()
            assert zips.result() == 200


def test_measures_are_called_on_the_page_as_in_the_report() -> None:
    assert {key: each.label for key, each in MEASURES.items()} == MEASURED
