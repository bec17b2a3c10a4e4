"""A Nominatim server on this machine, for tests: the real format, and every way to fail.

    with FakeNominatim() as fake:
        fake.script("500", "ok")          # what the next calls get; after that every call gets "ok"
        fake.geocoder().find("12 Oak Street, Pittsburgh, PA 15213")
        assert len(fake.asked) == 1

Shape from Nominatim's documentation of /search with format=json and addressdetails=1: a list of places, coordinates as
strings. It knows one house for every address, in Oakland, Pittsburgh.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from importers.geocoder import Geocoder, client_for

HOUSE: Mapping[str, Any] = {
    "place_id": 1,
    "licence": "Data © OpenStreetMap contributors, ODbL 1.0",
    "lat": "40.4443",
    "lon": "-79.9532",
    "class": "place",
    "type": "house",
    "place_rank": 30,
    "display_name": "12, Oak Street, Pittsburgh, Allegheny County, Pennsylvania, 15213, United States",
    "address": {"house_number": "12", "road": "Oak Street", "state": "Pennsylvania", "postcode": "15213"},
}


class FakeNominatim:
    """The server, what it was asked, and how it answers next. Its clock moves only when somebody sleeps."""

    def __init__(self, path: str = "") -> None:
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.clock = 1000.0
        self.closing = threading.Event()
        self.modes: deque[str] = deque()
        self.path = path
        self._server = _Server(("127.0.0.1", 0), _Handler, self)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}{path}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def geocoder(self, **of_client: Any) -> Geocoder:  # Any: the fields of Client, each of its own type
        """A geocoder for this server that moves this clock instead of waiting."""
        client = client_for(self.url, **({"sleep": self.sleep, "monotonic": self.now} | of_client))
        return Geocoder(self.url, client, monotonic=self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.clock += seconds

    def now(self) -> float:
        return self.clock

    def script(self, *modes: str) -> None:
        """What the next calls get, one each: names of MODES, with an argument after a colon."""
        self.modes.extend(modes)

    def addresses(self) -> list[str]:
        """What was asked for, in order."""
        return [asked["q"] for asked in self.asked]


class _Server(ThreadingHTTPServer):
    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], fake: FakeNominatim) -> None:
        self.fake = fake
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        fake, parts = self.server.fake, urlsplit(self.path)
        if parts.path != f"{fake.path}/search":
            self.answer(b"no such page", 404)
            return
        fake.asked.append(dict(parse_qsl(parts.query)))
        fake.headers.append(dict(self.headers))
        fake.times.append(fake.clock)
        mode, _, argument = (fake.modes.popleft() if fake.modes else "ok").partition(":")
        MODES[mode](self, argument)

    def answer(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """A whole answer. Header names are given with _ for -."""
        self.send_response(status)
        for name, value in {"Content_Type": kind, "Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: tests look at `asked`."""


def _json(handler: _Handler, value: object) -> None:
    handler.answer(json.dumps(value).encode())


def _at(handler: _Handler, point: str) -> None:
    """A house at "latitude,longitude" or "latitude,longitude,ZIP"."""
    latitude, longitude, *code = point.split(",")
    _json(handler, [{**HOUSE, "lat": latitude, "lon": longitude, "address": {"postcode": "".join(code)}}])


def _slow(handler: _Handler, _: str) -> None:
    handler.server.fake.closing.wait(30)


def _status(handler: _Handler, status: str) -> None:
    handler.answer(b"no", int(status), "text/plain")


def _busy(handler: _Handler, retry_after: str) -> None:
    handler.answer(b"slow down", 429, "text/plain", Retry_After=retry_after)


MODES: Mapping[str, Callable[[_Handler, str], None]] = {
    "ok": lambda handler, _: _json(handler, [HOUSE]),
    "at": _at,
    "street": lambda handler, _: _json(handler, [{**HOUSE, "place_rank": 26, "address": {"road": "Oak Street"}}]),
    "nothing": lambda handler, _: _json(handler, []),
    "slow": _slow,
    "status": _status,
    "busy": _busy,
    "html": lambda handler, _: handler.answer(b"<!DOCTYPE html><title>Log in</title>", kind="text/html"),
    "text": lambda handler, text: handler.answer(text.encode()),
    "large": lambda handler, _: handler.answer(b"[" + b" " * 2**21 + b"]"),
    "redirect": lambda handler, target: handler.answer(b"", 302, "text/plain", Location=target),
}
"""The ways to answer, each with its argument after a colon: "status:403", "at:40.4,-80.0"."""
