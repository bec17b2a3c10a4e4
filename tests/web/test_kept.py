"""Answers to what many ask are kept for a minute: which are, which never, and that they say the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from directory.settings import Settings
from search.asking import Reply, ask
from search.engine import Engine
from search.query import Query
from search.serving import Serving
from tests.web.conftest import MOMENT, client_of
from tests.web.test_indexable import CLOSED, OPEN
from tests.web.world import publish_world, settings_in
from web import api, kept, pages
from web.app import create_app


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is kept when it was asked for once."""
    monkeypatch.setattr(kept, "FEW", 1)
    monkeypatch.setattr(kept, "SPREAD", 1)


LARGE = (
    *("", "?page=2", "?near=Pittsburgh,+PA", "?near=pittsburgh&care=substance-use", "?near=pa&payment=medicaid"),
    "?care=substance-use&setting=outpatient",
)
"""Public questions about a large place, or about no place."""

SMALL = (
    "?near=15213",
    "?near=Adak,+AK",
    "?near=Utqiagvik,+AK",
    "?near=Esmeralda+County,+NV",
    "?near=Allegheny+County,+PA",
)
"""Public questions about a place that few people live in, or that is as large as a walk."""

NOTHING = "?near=Alaska"
"""The one of CLOSED that is about a large place, and out of search engines because nothing is found there."""

PATHS = ("/search", "/es/search", "/api/v1/facilities")


@dataclass(slots=True)
class Asked:
    """How many questions were worked out."""

    queries: list[Query] = field(default_factory=list)

    def during(self, ask_all: Callable[[], object]) -> int:
        """How many while this was done."""
        before = len(self.queries)
        ask_all()
        return len(self.queries) - before


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    noted = Asked()

    def noting(engine: Engine, query: Query) -> Reply:
        noted.queries.append(query)
        return ask(engine, query)

    for module in (pages, api):
        monkeypatch.setattr(module, "ask", noting)
    return noted


@pytest.fixture
def client(chosen: Settings) -> Iterator[TestClient]:
    """A client of a process that has not been asked anything."""
    with client_of(chosen) as made:
        yield made


@contextmanager
def keeping(chosen: Settings, megabytes: int) -> Iterator[TestClient]:
    with client_of(replace(chosen, kept=megabytes)) as made:
        yield made


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("question", LARGE)
def test_what_many_ask_is_worked_out_once_and_told_again(
    client: TestClient, asked: Asked, path: str, question: str
) -> None:
    first = client.get(path + question)
    assert asked.during(lambda: client.get(path + question)) == 0
    again = client.get(path + question)
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)
    assert again.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("question", [*SMALL, *(one for one in CLOSED if one != NOTHING)])
def test_what_may_be_about_somebody_is_never_kept(client: TestClient, asked: Asked, path: str, question: str) -> None:
    before = asked.during(lambda: client.get(path + question))
    assert asked.during(lambda: client.get(path + question)) == before


def test_only_public_questions_are_kept(chosen: Settings) -> None:
    with keeping(chosen, 100) as client:
        for path in PATHS:
            for question in (
                *LARGE,
                *SMALL,
                *OPEN,
                *CLOSED,
                "?q=methadone",
                "?q=methadone+clinic",
                "?near=nowhere",
            ):
                client.get(path + question)
        held = {key[2].decode() for key in _middleware(client)._kept}
        assert {one.removeprefix("?") for one in LARGE} <= held
        assert not held & {one.removeprefix("?") for one in (*SMALL, *CLOSED)} - {NOTHING[1:]}
        assert not any("q=m" in one or "nowhere" in one for one in held)


def _middleware(client: TestClient) -> kept.Kept:
    """What keeps answers, inside of what surrounds it."""
    layer = client.app.middleware_stack  # type: ignore[attr-defined]  # of Starlette
    while not isinstance(layer, kept.Kept):
        layer = layer.app
    return layer


@pytest.mark.parametrize(("first", "second"), [("gzip", "identity"), ("identity", "gzip")])
def test_who_says_twice_what_he_takes_spoils_it_for_nobody(client: TestClient, first: str, second: str) -> None:
    both = httpx2.Headers([("Accept-Encoding", first), ("Accept-Encoding", second)])
    for headers in (both, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}):
        for _ in range(2):
            answer = client.get("/search", headers=headers)
            assert answer.text.startswith("<!doctype html>")
    plain = client.get("/search", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_it_is_kept_when_it_was_asked_for_some_times_and_nobody_can_tell_when(
    client: TestClient, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FEW", 3)
    monkeypatch.setattr(kept, "SPREAD", 5)
    middleware = _middleware(client)

    def often_worked_out(page: int) -> int:
        return asked.during(lambda: [client.get(f"/search?page={page}") for _ in range(12)])

    often = [often_worked_out(page) for page in range(1, 31)]
    assert set(often) <= {3, 4, 5, 6, 7}
    assert len(set(often)) > 2
    assert not middleware._still


def test_of_questions_asked_once_only_so_many_are_counted_and_only_so_long(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FEW", 3)
    monkeypatch.setattr(kept, "COUNTED", 10)
    middleware = _middleware(client)
    for page in range(1, 31):
        client.get(f"/search?page={page}")
        assert len(middleware._still) <= 11
    assert not middleware._kept
    monkeypatch.setattr(kept, "SECONDS", 0.0)
    middleware._still.clear()
    for _ in range(8):
        client.get("/search")
    assert not middleware._kept


def test_languages_and_compression_are_kept_apart(client: TestClient) -> None:
    plain = {"Accept-Encoding": "identity"}
    told = {
        (path, packed): client.get(path, headers={} if packed else plain)
        for path in ("/search", "/es/search")
        for packed in (True, False, True, False)
    }
    for path in ("/search", "/es/search"):
        assert told[path, True].headers["content-encoding"] == "gzip"
        assert "content-encoding" not in told[path, False].headers
        assert told[path, True].text == told[path, False].text
    assert told["/search", True].text != told["/es/search", True].text


def test_who_asks_for_the_head_or_whether_it_still_stands_is_answered_anew(client: TestClient) -> None:
    address = "/api/v1/facilities?near=Pittsburgh,+PA"
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.head(address).content == b""
    assert client.get(address).status_code == 200


def test_a_new_edition_answers_at_once(tmp_path: Path, place_table: Path, asked: Asked) -> None:
    chosen = settings_in(tmp_path)
    publish_world(chosen, place_table)
    serving = Serving(chosen.generations)
    with TestClient(create_app(chosen, serving, clock=lambda: MOMENT)) as client:
        first = client.get("/search").text
        publish_world(chosen, place_table, fictional=True)
        serving.look()
        assert asked.during(lambda: client.get("/search")) == 1
        assert client.get("/search").text != first


def test_it_goes_after_its_time(client: TestClient, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SECONDS", 0.05)
    client.get("/search")
    limit = time.monotonic() + 10
    while _middleware(client)._kept and time.monotonic() < limit:
        time.sleep(0.01)
    assert not _middleware(client)._kept
    assert asked.during(lambda: client.get("/search")) == 1


def test_no_more_is_kept_than_the_operator_says(chosen: Settings) -> None:
    with keeping(chosen, 1) as client:
        middleware = _middleware(client)
        for page in range(1, 200):
            client.get(f"/search?near=Pittsburgh,+PA&page={page}", headers={"Accept-Encoding": "identity"})
            assert 0 <= middleware._left <= 1_000_000
        assert len(middleware._kept) == len(middleware._ends) > 1


def test_nothing_is_kept_where_the_operator_says_so(chosen: Settings, asked: Asked) -> None:
    with keeping(chosen, 0) as client:
        assert [asked.during(lambda: client.get("/search")) for _ in range(2)] == [1, 1]


def test_the_log_tells_the_same_of_an_answer_that_was_kept(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "treatment_directory.web"):
        for _ in range(2):
            client.get("/search?near=Pittsburgh,+PA")
    first, again = (record.getMessage().rsplit(" ", 2)[0] for record in caplog.records)
    assert first == again == "GET /search 200"
