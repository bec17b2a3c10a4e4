"""Clients of a small published directory: `client` of a real one, `fictional` of an invented one, `empty` of none,
`site` of one in which several sources speak of the same places."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from directory.settings import Settings
from search.serving import Serving
from tests.web.told import publish_told
from tests.web.world import publish_world, settings_in
from web.app import create_app

MOMENT = datetime(2026, 11, 22, 10, 30, 15, tzinfo=UTC)
"""When it is for every client."""


@pytest.fixture(scope="session")
def chosen(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """Settings of the published directory."""
    made = settings_in(tmp_path_factory.mktemp("real"))
    publish_world(made, place_table)
    return made


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """Settings of the same directory, marked as invented."""
    made = settings_in(tmp_path_factory.mktemp("invented"))
    publish_world(made, place_table, fictional=True)
    return made


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """Settings of the directory in which several sources speak (`told.py`)."""
    made = settings_in(tmp_path_factory.mktemp("told"))
    publish_told(made, place_table)
    return made


def client_of(settings: Settings) -> TestClient:
    """A client of the application with these settings; to be used with `with`."""
    app = create_app(settings, Serving(settings.generations), clock=lambda: MOMENT)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@contextmanager
def serve(app: Starlette) -> Iterator[str]:
    """A real server on a free port of this machine for the length of the `with`; its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, access_log=False, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    limit = time.monotonic() + 10
    while not server.started and time.monotonic() < limit:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def client(chosen: Settings) -> Iterator[TestClient]:
    with client_of(chosen) as made:
        yield made


@pytest.fixture
def fictional(invented: Settings) -> Iterator[TestClient]:
    with client_of(invented) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(settings_in(tmp_path)) as made:
        yield made


@pytest.fixture
def site(told: Settings) -> Iterator[TestClient]:
    with client_of(told) as made:
        yield made
