"""The two ways in for assistants: what stands on the wires and in the logs, what is refused, and that nobody pays for
them who does not use them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from directory.settings import PREFIX, Settings
from directory.store import Record
from search.build import Plan, publish
from tests.web.assisting import COMMAND, HOSTS, Assistant, address, environment, over_http, over_pipe, text
from tests.web.conftest import client_of
from tests.web.test_limiting import Clock, app_of
from tests.web.world import publish_world, settings_in
from web.assistants.door import MAX_BODY

WORD = "zebrafish"
"""Stands in every question here, and must stand in no log."""

ASK = {"name": "search", "arguments": {"q": f"detox {WORD} near 15213"}}
WATCH = """
import sys

def watch(event, what):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print(event, what, file=sys.stderr)

sys.addaudithook(watch)
print("watched", file=sys.stderr)
"""


def message(method: str, params: object = None, number: int = 1) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}


INITIALIZE = message(
    "initialize",
    {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
)


def post(url: str, body: object, **headers: str) -> httpx2.Response:
    accepted = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    return httpx2.post(url, json=body, headers={**accepted, **headers}, timeout=60)


@pytest.fixture(scope="module")
def url(chosen: Settings) -> Iterator[str]:
    with address(chosen) as made:
        yield made


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_both_generations_of_the_protocol_are_answered(chosen: Settings, tmp_path: Path, mode: str) -> None:
    for way in (over_pipe(chosen, tmp_path / "log", mode), over_http(chosen, mode)):
        with way as assistant:
            assert len(assistant.tools()) == 4
            assert assistant.call("places", prefix="pitts").structured_content["places"][0]["state"] == "PA"


def test_an_assistant_is_told_how_to_speak_of_it(chosen: Settings) -> None:
    with over_http(chosen, "legacy") as assistant:
        told = assistant.client.instructions or ""
    for words in ("988", "911", "1-800-662-4357", "call before they go", "no names, birthdays or addresses"):
        assert words in told


def test_only_the_protocol_is_on_standard_output_and_nothing_on_standard_error(chosen: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, *COMMAND],
        env=environment(chosen),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        lines = []
        for sent in (INITIALIZE, message("tools/call", ASK, 2), message(WORD, ASK, 3), {WORD: 1}):
            process.stdin.write(json.dumps(sent) + "\n")
            process.stdin.flush()
            if "id" in sent:
                lines.append(process.stdout.readline())
        rest, errors = process.communicate(timeout=60)
    answers = [json.loads(line) for line in lines]
    assert [(each["jsonrpc"], each["id"]) for each in answers] == [("2.0", 1), ("2.0", 2), ("2.0", 3)]
    assert WORD in answers[1]["result"]["structuredContent"]["understood"]["asked"]
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert (errors, process.returncode) == ("", 0)


def test_nothing_of_the_network_is_touched(chosen: Settings, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    with over_pipe(chosen, tmp_path / "log", more={"PYTHONPATH": str(tmp_path)}) as assistant:
        assert not assistant.call("search", q=f"detox near 15213 {WORD}").is_error
    assert (tmp_path / "log").read_text() == "watched\n"


def test_a_new_generation_is_followed(tmp_path: Path, place_table: Path) -> None:
    settings = settings_in(tmp_path / "data")
    publish_world(settings, place_table)
    with over_pipe(settings, tmp_path / "log") as assistant:
        assert _generation(assistant) == 1
        with Record(settings.database_url) as record, record.reading() as reader:
            later = Plan(root=settings.generations, places=place_table, now="2026-11-04T09:00:00Z", match=False)
            publish(reader, later, lambda _: None)
        limit = time.monotonic() + 30
        while _generation(assistant) == 1 and time.monotonic() < limit:
            time.sleep(0.1)
        assert _generation(assistant) == 2


def _generation(assistant: Assistant) -> object:
    return assistant.call("search", size=1).structured_content["generation"]


def test_what_is_asked_over_http_is_in_no_log(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    assert post(url, message("tools/call", ASK)).status_code == 200
    post(url, message("tools/call", {"name": WORD, "arguments": {WORD: WORD}}))
    post(url, message("tools/call", {"name": "search", "arguments": WORD}))
    post(url, message(WORD, {WORD: WORD}))
    post(url, [WORD])
    post(url, message("tools/call", ASK), **{"MCP-Protocol-Version": WORD})
    assert post(url, message("tools/call", ASK), Origin=f"https://{WORD}.example").status_code == 403
    assert "other /mcp 200 " in caplog.text
    assert "GET /api/v1/facilities 200 " in caplog.text
    assert WORD not in caplog.text


def test_answers_are_json_and_keep_nothing(url: str) -> None:
    response = post(url, message("tools/call", ASK))
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert "mcp-session-id" not in response.headers
    assert "mcp-session-id" not in post(url, INITIALIZE).headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "elsewhere.example"}, 400),
        ({"Host": "127.0.0.1.elsewhere.example"}, 400),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Content-Type": "text/plain"}, 400),
    ],
    ids=str,
)
def test_only_our_own_names_and_pages_may_ask(url: str, headers: dict[str, str], status: int) -> None:
    assert post(url, message("tools/list"), **headers).status_code == status


def test_requests_have_a_size(url: str) -> None:
    def padded(size: int) -> bytes:
        return json.dumps(message("tools/list")).encode().ljust(size)

    headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    assert httpx2.post(url, content=padded(MAX_BODY), headers=headers).status_code == 200
    assert httpx2.post(url, content=padded(MAX_BODY + 1), headers=headers).status_code == 413
    pieces = (b" " * 1000 for _ in range(MAX_BODY // 1000 + 1))
    assert httpx2.post(url, content=pieces, headers=headers).status_code == 413


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT", "OPTIONS"])
def test_there_is_no_stream_to_open_and_no_session_to_end(url: str, method: str) -> None:
    response = httpx2.request(method, url, headers={"Accept": "text/event-stream"})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/search", "/api/v1/facilities", "/mcp/", "/"])
def test_everything_else_still_takes_no_post(url: str, path: str) -> None:
    assert httpx2.post(url.removesuffix("/mcp") + path, json={}).status_code == 405


def test_it_is_off_until_an_operator_wants_it(chosen: Settings) -> None:
    with client_of(chosen) as client:
        assert client.post("/mcp", json=message("tools/list")).status_code == 405
        assert client.get("/mcp").status_code == 404


def test_the_limit_on_requests_counts_a_call_once(chosen: Settings) -> None:
    limited = replace(chosen, assistants=True, hosts=HOSTS, rate=1, burst=3)
    headers = {"Accept": "application/json, text/event-stream"}
    with app_of(limited, Clock()) as app:
        client = TestClient(app, client=("203.0.113.7", 50000))
        asked = [client.post("/mcp", json=message("tools/call", ASK), headers=headers) for _ in range(4)]
    assert [response.status_code for response in asked] == [200, 200, 200, 429]


def test_the_web_server_and_other_commands_do_without_the_sdk(tmp_path: Path, chosen: Settings) -> None:
    names = "('mcp', 'mcp_types', 'pydantic', 'opentelemetry')"
    code = f"import sys, treatment_directory as t; t.make_app(); print([n for n in {names} if n in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment(chosen), capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


@pytest.mark.parametrize("call", ["t.main(['mcp'])", "t.main(['serve', '--port', '1'])"])
def test_without_the_sdk_a_sentence_says_what_to_install(chosen: Settings, call: str) -> None:
    code = f"import sys; sys.modules['mcp'] = None; import treatment_directory as t; {call}"
    wanted = {f"{PREFIX}ASSISTANTS": "yes", f"{PREFIX}HOSTS": "localhost"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment(chosen, wanted), capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "python -m pip install 'treatment-directory[mcp]'" in run.stderr


def test_what_goes_wrong_is_told_without_what_was_asked(
    chosen: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_in(tmp_path, assistants=True, hosts=HOSTS)
    with over_http(settings) as assistant:
        answer = assistant.call("search", q=WORD)
    assert answer.is_error
    assert "988" in text(answer)
    assert WORD not in caplog.text
