"""Lists to take away: names, types, and that nothing is held longer than the connection."""

from __future__ import annotations

import csv
import io
import socket
import time
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from directory.exports.format import Format, Heading, Item
from directory.exports.formats import FORMATS
from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.world import LISTED
from web import downloads, slots
from web.app import create_app
from web.downloads import SLOTS


@pytest.mark.parametrize("chosen_format", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_has_a_dated_name_and_its_type(client: TestClient, chosen_format: Format) -> None:
    response = client.get(f"/download/{chosen_format.key}?near=15213")
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == chosen_format.media_type.split(";")[0]
    name = f"treatment-facilities-2026-11-22.{chosen_format.extension}"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_a_list_is_whole_whatever_page_is_asked_for(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/download/csv?page=2&size=3").text.lstrip("\ufeff"))))
    assert len({row["id"] for row in rows if row.get("id")}) == len(LISTED)


@pytest.mark.parametrize("question", ["near=Xyzzyville", "medication=methadon", "colour=red"])
def test_a_wrong_question_is_a_page_and_not_a_file(client: TestClient, question: str) -> None:
    response = client.get(f"/download/csv?{question}")
    assert response.status_code == 400
    assert "content-disposition" not in response.headers


def test_a_list_too_long_for_its_format_is_refused_in_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(FORMATS["csv"], key="few", label="A small file", most=len(LISTED) - 1)
    monkeypatch.setattr(downloads, "FORMATS", {"few": few, "enough": replace(few, most=len(LISTED))})
    for _ in range(SLOTS + 1):
        response = client.get("/download/few")
        assert response.status_code == 400
        assert f"This list has {len(LISTED)} places; A small file takes at most {len(LISTED) - 1}." in response.text
        assert "content-disposition" not in response.headers
    assert client.get("/download/enough").status_code == 200


def test_refusals_and_head_give_their_slot_back(client: TestClient) -> None:
    for _ in range(SLOTS + 2):
        assert client.get("/download/csv?near=Xyzzyville").status_code == 400
        assert client.head("/download/csv").status_code == 200
        assert client.get("/download/csv").status_code == 200


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A format that never ends, and a note of each time it was closed."""
    closed: list[str] = []

    def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 100_000
        finally:
            closed.append("closed")

    made = replace(FORMATS["csv"], key="endless", write=write)
    monkeypatch.setattr(downloads, "FORMATS", {**FORMATS, "endless": made})
    return closed


SCOPE: dict[str, Any] = {
    "type": "http",
    "asgi": {"version": "3.0", "spec_version": "2.4"},
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/download/endless",
    "raw_path": b"/download/endless",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"host", b"testserver")],
    "client": None,
    "server": ("testserver", 80),
    "state": {},
}


async def _receive() -> MutableMapping[str, Any]:
    await anyio.sleep_forever()
    return {}


async def _broken_off(app: Starlette, after: int) -> None:
    """One download whose reader is gone after so many messages."""
    messages = 0

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal messages
        messages += 1
        if messages > after:
            raise OSError("the reader is gone")

    with pytest.raises(Exception, match=r".*"):  # ClientDisconnect, as the server would see it
        await app(dict(SCOPE), _receive, send)


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_reader_who_leaves_frees_slot_and_generation(chosen: Settings, endless: list[str], after: int) -> None:
    serving = Serving(chosen.generations)
    app = create_app(chosen, serving)

    async def walk() -> None:
        for _ in range(SLOTS + 1):
            await _broken_off(app, after)

    anyio.run(walk)
    assert len(endless) == SLOTS + 1
    assert serving._live is not None
    assert serving._live.users == 0
    serving.close()


def test_more_downloads_than_slots_are_asked_to_come_back(
    chosen: Settings, endless: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "COMES", 0.2)
    monkeypatch.setattr(slots, "WAITS", 0.2)
    serving = Serving(chosen.generations)
    app = create_app(chosen, serving)
    statuses: list[int] = []

    async def stalled() -> None:
        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await anyio.sleep_forever()

        await app(dict(SCOPE), _receive, send)

    async def walk() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(SLOTS):
                group.start_soon(stalled)
            with anyio.fail_after(10):
                while len(statuses) < SLOTS:
                    await anyio.sleep(0.01)
            group.start_soon(stalled)
            with anyio.fail_after(10):
                while len(statuses) <= SLOTS:
                    await anyio.sleep(0.01)
            group.cancel_scope.cancel()

    anyio.run(walk)
    assert statuses == [200] * SLOTS + [503]
    assert serving._live is not None
    assert serving._live.users == 0
    serving.close()


def test_a_download_that_is_all_sent_waits_for_no_place(
    chosen: Settings, endless: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a server: uvicorn ends what is all sent, however long it would wait; another need not."""
    monkeypatch.setattr("web.app.SLOTS", 1)
    monkeypatch.setattr(slots, "YIELDS", 0.05)
    serving = Serving(chosen.generations)
    app = create_app(chosen, serving)
    ended: list[bool] = []

    async def walk() -> None:
        let_in = anyio.Event()

        async def takes_all(_: MutableMapping[str, Any]) -> None:
            let_in.set()
            await anyio.sleep(0)

        async def takes_the_end_late(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                group.start_soon(app, dict(SCOPE), _receive, takes_all)
                await let_in.wait()

        async with anyio.create_task_group() as group:
            with anyio.move_on_after(slots.WAITS / 2):
                await app(SCOPE | {"path": "/download/csv", "raw_path": b"/download/csv"}, _receive, takes_the_end_late)
                ended.append(True)
            group.cancel_scope.cancel()

    anyio.run(walk)
    assert ended == [True]
    serving.close()


def test_a_real_reader_who_hangs_up_frees_slot_and_generation(chosen: Settings, endless: list[str]) -> None:
    serving = Serving(chosen.generations)
    with serve(create_app(chosen, serving)) as address:
        host, port = address.removeprefix("http://").split(":")
        for _ in range(SLOTS + 1):
            with socket.create_connection((host, int(port)), timeout=10) as connection:
                connection.sendall(b"GET /download/endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b" 200 " in connection.recv(64)
            limit = time.monotonic() + 10
            while serving._live and serving._live.users and time.monotonic() < limit:
                time.sleep(0.01)
    assert len(endless) == SLOTS + 1


ASKED = "/download/{}?near=15213&payment=medicaid"


def test_what_was_asked_is_in_the_file_also_without_a_public_address(client: TestClient) -> None:
    told = client.get(ASKED.format("geojson")).json()
    page = client.get("/search?near=15213&payment=medicaid").text
    heading, chip = told["asked"].split(" · ")
    assert heading in page
    assert heading.endswith("within 25 miles of Pittsburgh, PA 15213")
    assert chip == "Accepts Medicaid"
    assert told["link"] == "/search?near=15213&payment=medicaid"
    rows = list(csv.DictReader(io.StringIO(client.get(ASKED.format("csv")).text.lstrip("\ufeff"))))
    assert {row["link"] for row in rows} == {told["link"]}


def test_words_that_were_given_up_are_told_and_not_asked_for(client: TestClient) -> None:
    told = client.get("/download/geojson", params={"q": "zzyzx medicaid near 15213"}).json()["asked"]
    assert told.endswith(" · Accepts Medicaid · “zzyzx” is in no name or address of these")


def test_a_list_tells_the_second_and_is_called_by_the_day(chosen: Settings) -> None:
    moment = datetime(2026, 11, 22, 23, 59, 59, 999_999, tzinfo=UTC)
    with TestClient(create_app(chosen, Serving(chosen.generations), clock=lambda: moment)) as timed:
        response = timed.get("/download/geojson")
        assert response.json()["made"] == "2026-11-22T23:59:59Z"
        assert '-2026-11-22.geojson"' in response.headers["content-disposition"]
        assert timed.get("/download/fhir").json()["timestamp"] == "2026-11-22T23:59:59Z"
