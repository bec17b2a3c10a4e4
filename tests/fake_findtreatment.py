"""A FindTreatment.gov API on this machine, for tests: the real format and the real oddities, and every way to fail.

    with FakeFindTreatment({"MD": 5}) as fake:
        fake.script("500", "ok")          # what the next calls get; after that every call gets "ok"
        fetch(fake.url("sType=both"), folder, client=fake.client())
        assert len(fake.asked) == 2

Shapes from SAMHSA's guide 1.9: an envelope of page, totalPages, recordCount and rows; coordinates and ZIP as strings;
pages of at most 2000 rows. A call it cannot read is answered with status 200 and a sentence, longitude first with an
empty list.
"""

from __future__ import annotations

import gzip
import json
import math
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from importers.download import Client
from importers.sources.findtreatment_api import PATH
from importers.sources.findtreatment_plan import STATE_IDS

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

_CAPITALS = {
    "AS": (-14.2781, -170.7025),
    "GU": (13.4745, 144.7504),
    "HI": (21.3069, -157.8583),
    "MP": (15.1890, 145.7540),
    "PR": (18.4655, -66.1057),
    "VI": (17.7466, -64.7032),
}
"""Where the facilities of a state stand: what a circle has to find. Every other state stands in Maryland."""


class FakeFindTreatment:
    """The server, what it knows, what it was asked, and how it answers next.

    `facilities`: state -> how many. `practitioners`, two of them at every address, and `health_centers` are the same,
    and come only without sType, as the guide says.
    """

    def __init__(
        self,
        facilities: Mapping[str, int],
        practitioners: Mapping[str, int] | None = None,
        health_centers: Mapping[str, int] | None = None,
    ) -> None:
        self.facilities = dict(facilities)
        self.practitioners = dict(practitioners or {})
        self.health_centers = dict(health_centers or {})
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.slept: list[float] = []
        self.now = NOW
        self.closing = threading.Event()
        self._modes: deque[str] = deque()
        self._server = _Server(("127.0.0.1", 0), _Handler, self)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"

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

    def url(self, query: str) -> str:
        return f"{self.origin}{PATH}?{query}"

    def client(self, **changes: Any) -> Client:  # Any: the fields of Client, each of its own type
        """A client that may ask this server, never sleeps, and reads the clock of this server."""
        parts: dict[str, Any] = {
            "hosts": frozenset({"findtreatment.gov"}),
            "local": frozenset({self.origin}),
            "timeout": 5.0,
            "sleep": self.slept.append,
            "now": lambda: self.now,
        }
        return Client(**(parts | changes))

    def script(self, *modes: str) -> None:
        """What the next calls get, one each: names of MODES, or "redirect:" with an address."""
        self._modes.extend(modes)

    def next_mode(self) -> str:
        return self._modes.popleft() if self._modes else "ok"

    def envelope(self, asked: Mapping[str, str]) -> dict[str, Any] | None:
        """The answer to a call, or None for a call it cannot read."""
        try:
            page, size = int(asked.get("page", "1")), min(int(asked.get("pageSize", "30")), 2000)
            latitude, longitude = (float(part) for part in asked["sAddr"].strip("\"'").split(","))
            kinds = _KINDS if "sType" not in asked else ("SA",)
            found = self._found(kinds, asked["limitType"], asked["limitValue"], latitude, longitude)
        except (KeyError, ValueError):
            return None
        shown = found[(page - 1) * size : page * size]
        rows = [{"_irow": place, **row} for place, row in enumerate(shown, (page - 1) * size + 1)]
        return {"page": page, "totalPages": math.ceil(len(found) / size), "recordCount": len(found), "rows": rows}

    def _found(
        self, kinds: Sequence[str], limit: str, value: str, latitude: float, longitude: float
    ) -> list[dict[str, Any]]:
        if not -15 <= latitude <= 72:
            return []
        codes = {str(number): code for code, number in STATE_IDS.items()}
        held = dict(zip(_KINDS, (self.facilities, self.practitioners, self.health_centers), strict=True))
        rows = [row for kind in kinds for code, count in held[kind].items() for row in _rows(kind, code, count)]
        test: Callable[[dict[str, Any]], bool] = {
            "0": lambda row: row["state"] == codes.get(value),
            "1": lambda row: value == "1119" and row["state"] == "MD",
            "2": lambda row: _metres(row, latitude, longitude) <= float(value),
        }[limit]
        return [row for row in rows if test(row)]


_KINDS = ("SA", "BUPREN", "HRSA")


def _rows(kind: str, code: str, count: int) -> list[dict[str, Any]]:
    """Facilities with services; practitioners and health centers have none. Two practitioners share an address."""
    latitude, longitude = _CAPITALS.get(code, (39.141375, -77.203552))
    service = {"f1": "Type of Care", "f2": "TC", "f3": "Substance use treatment; Detoxification"}
    names = {"SA": "House {} of " + code, "BUPREN": "Alder{}, Jo, M.D.", "HRSA": "Health Center {} of " + code}
    return [
        {
            "name1": names[kind].format(number),
            "name2": "",
            "street1": f"{(number + 1) // 2 if kind == 'BUPREN' else number} Main Street",
            "city": "Springfield",
            "street2": None,
            "state": code,
            "zip": "02108",
            "phone": "434-971-8454 x1",
            "typeFacility": kind,
            "intake1": None,
            "hotline1": None,
            "website": None,
            "latitude": str(latitude),
            "longitude": str(longitude),
            "miles": 3.14,
            "services": [service] if kind == "SA" else None,
        }
        for number in range(1, count + 1)
    ]


def _metres(row: Mapping[str, Any], latitude: float, longitude: float) -> float:
    north, east = float(row["latitude"]) - latitude, float(row["longitude"]) - longitude
    return 111_195 * math.hypot(north, east * math.cos(math.radians(latitude)))


class _Server(ThreadingHTTPServer):
    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], fake: FakeFindTreatment
    ) -> None:
        self.fake = fake
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        fake = self.server.fake
        asked = dict(parse_qsl(urlsplit(self.path).query))
        fake.asked.append(asked)
        fake.headers.append(dict(self.headers))
        mode, _, argument = fake.next_mode().partition(":")
        envelope = fake.envelope(asked)
        if envelope is None:
            self.answer(b"Invalid or missing request parameter.", kind="text/plain")
        else:
            MODES[mode](self, envelope, argument)

    def answer(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """A whole answer. Header names are given with _ for -; Content-Length can be overridden."""
        self.send_response(status)
        for name, value in {"Content_Type": kind, "Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: tests look at `asked`."""


Envelope = dict[str, Any]


def _body(envelope: Envelope) -> bytes:
    return json.dumps(envelope).encode()


def _ok(handler: _Handler, envelope: Envelope, _: str) -> None:
    handler.answer(_body(envelope))


def _gzip(handler: _Handler, envelope: Envelope, _: str) -> None:
    handler.answer(gzip.compress(_body(envelope)), Content_Encoding="gzip")


def _half_gzip(handler: _Handler, envelope: Envelope, _: str) -> None:
    handler.answer(gzip.compress(_body(envelope))[:-9], Content_Encoding="gzip")


def _bomb(handler: _Handler, _: Envelope, megabytes: str) -> None:
    handler.answer(gzip.compress(bytes(int(megabytes) * 2**20)), Content_Encoding="gzip")


def _huge(handler: _Handler, _: Envelope, megabytes: str) -> None:
    handler.answer(bytes(int(megabytes) * 2**20))


def _coding(handler: _Handler, envelope: Envelope, coding: str) -> None:
    handler.answer(_body(envelope), Content_Encoding=coding)


def _status(handler: _Handler, _: Envelope, status: str) -> None:
    handler.answer(b"no", int(status), "text/plain")


def _busy(handler: _Handler, _: Envelope, retry_after: str) -> None:
    handler.answer(b"slow down", 429, "text/plain", Retry_After=retry_after)


def _slow(handler: _Handler, _: Envelope, __: str) -> None:
    handler.server.fake.closing.wait(30)
    handler.close_connection = True


def _trickle(handler: _Handler, _: Envelope, __: str) -> None:
    """One byte after the other for as long as the other side listens."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.fake.closing.wait(0.001):
        handler.wfile.write(b" ")


def _truncated(handler: _Handler, envelope: Envelope, _: str) -> None:
    body = _body(envelope)
    handler.answer(body[: len(body) // 2], Content_Length=str(len(body)))


def _truncated_chunks(handler: _Handler, envelope: Envelope, _: str) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"ffff\r\n" + _body(envelope)[:50])
    handler.close_connection = True


def _dropped(handler: _Handler, envelope: Envelope, _: str) -> None:
    """Half a body, then a reset: with a linger of 0 seconds, close() sends RST instead of FIN."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(_body(envelope)[:50])
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def _hung_up(handler: _Handler, _: Envelope, __: str) -> None:
    handler.close_connection = True


def _redirect(handler: _Handler, _: Envelope, target: str) -> None:
    handler.answer(b"", 302, "text/plain", Location=target)


def _text(handler: _Handler, _: Envelope, text: str) -> None:
    handler.answer(text.encode(), kind="text/html")


def _changed(handler: _Handler, envelope: Envelope, field_and_value: str) -> None:
    """The envelope with one field replaced: "changed:page=7" """
    name, _, value = field_and_value.partition("=")
    handler.answer(_body(envelope | {name: json.loads(value)}))


def _one_more(handler: _Handler, envelope: Envelope, _: str) -> None:
    handler.answer(_body(envelope | {"recordCount": envelope["recordCount"] + 1}))


MODES: Mapping[str, Callable[[_Handler, Envelope, str], None]] = {
    "ok": _ok,
    "gzip": _gzip,
    "half-gzip": _half_gzip,
    "bomb": _bomb,
    "huge": _huge,
    "coding": _coding,
    "status": _status,
    "429": _busy,
    "500": lambda handler, envelope, _: _status(handler, envelope, "500"),
    "slow": _slow,
    "trickle": _trickle,
    "truncated": _truncated,
    "truncated-chunks": _truncated_chunks,
    "dropped": _dropped,
    "hung-up": _hung_up,
    "redirect": _redirect,
    "html": lambda handler, envelope, _: _text(handler, envelope, "<!DOCTYPE html><title>Down for maintenance</title>"),
    "empty": lambda handler, envelope, _: _text(handler, envelope, ""),
    "text": _text,
    "changed": _changed,
    "one-more": _one_more,
}
"""The ways to answer, each with its argument after a colon: "429:7", "status:403", "changed:page=7"."""
