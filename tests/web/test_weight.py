"""What a first page costs somebody on an old phone: requests before anything is seen, and bytes over the wire."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from directory.store import Record
from importers import progress
from importers.registry import source_named
from importers.run import Options, run
from search.build import Plan, publish
from tests.web.conftest import client_of
from tests.web.reading import page
from tests.web.world import NOW, settings_in

MOST = 60_000
"""Bytes of a page with all it loads, compressed, without the map."""

BLOCKING = 2
"""Requests before there is something to read: the page, and its style."""


SEARCHES = ("/", "/search?near=15213", "/search?near=Pennsylvania&care=substance-use&size=100")


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[TestClient]:
    """A client of the invented sample, as `make demo` serves it."""
    chosen = settings_in(tmp_path_factory.mktemp("weighed"))
    chosen.data.mkdir(parents=True, exist_ok=True)
    with Record(chosen.database_url) as record:
        run(record, source_named("sample"), (), Options(now=NOW), progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=chosen.generations, places=place_table, now=NOW, match=False), lambda _: None)
    with client_of(chosen) as made:
        yield made


@pytest.mark.parametrize("url", [*SEARCHES, "/es", *(f"/es{url}" for url in SEARCHES[1:])])
def test_a_page_is_light(client: TestClient, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    weigh(client, url, capsys)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_page_of_the_sample_is_light(sampled: TestClient, prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    most = f"{prefix}/search?near=New+York,+NY&within=any&size=100"
    assert sampled.get(most).text.count('class="hit"') > 20
    weigh(sampled, most, capsys)
    weigh(sampled, page(sampled.get(most).text).links(f"{prefix}/facility/")[0], capsys)


def weigh(client: TestClient, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what a page costs. Fails where it costs too much."""
    response = client.get(url)
    found = page(response.text)
    styles = [link["href"] for link in found.all("link") if link.get("rel") == "stylesheet"]
    scripts = [script for script in found.all("script") if "src" in script]
    later = [script["src"] for script in scripts if "defer" in script]
    icons = [link["href"] for link in found.all("link") if link.get("rel") == "icon"]
    assert len(later) == len(scripts), "a script that is not deferred holds the page up"
    assert 1 + len(styles) <= BLOCKING
    weights = {each: _wire(client, str(each)) for each in (url, *styles, *later, *icons)}
    with capsys.disabled():
        print(f"\n{url}: {sum(weights.values()):,} bytes in {len(weights)} requests, {1 + len(styles)} before content")
    assert sum(weights.values()) <= MOST


def _wire(client: TestClient, url: str) -> int:
    """Bytes of an answer as a browser gets it."""
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    sent = response.headers.get("content-length")
    return int(sent) if sent else len(gzip.compress(response.content, 1))
