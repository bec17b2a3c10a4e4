"""What a first page costs somebody on an old phone: requests before anything is seen, and bytes over the wire."""

from __future__ import annotations

import gzip

import pytest
from starlette.testclient import TestClient

from tests.web.reading import page

MOST = 60_000
"""Bytes of a page with all it loads, compressed, without the map."""

BLOCKING = 2
"""Requests before there is something to read: the page, and its style."""


@pytest.mark.parametrize("url", ["/", "/search?near=15213", "/search?near=Pennsylvania&care=substance-use&size=100"])
def test_a_page_is_light(client: TestClient, url: str, capsys: pytest.CaptureFixture[str]) -> None:
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
