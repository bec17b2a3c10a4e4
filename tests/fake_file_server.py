"""A server of one file on this machine, for tests: it knows ranges and validators, and every way to fail.

with FakeFileServer(b"name,street\\n...") as fake:
    fake.script("cut:5", "ok")        # what the next calls get; after that every call gets "ok"
    fetch_file(fake.url(), folder, client=fake.client())
    assert fake.asked[1]["Range"] == "bytes=5-"
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from importers.download import Client

MODIFIED = "Sat, 21 Nov 2026 08:00:00 GMT"


class FakeFileServer:
    """The server, its file (`body`), the headers it was asked with, and how it answers next.

    `validators`: which of "etag", "weak" and "modified" it sends. `extra`: headers of every whole answer.
    """

    def __init__(self, body: bytes, *validators: str, **extra: str) -> None:
        self.body = body
        self.validators = validators
        self.extra = extra
        self.asked: list[dict[str, str]] = []
        self.slept: list[float] = []
        self.closing = threading.Event()
        self._modes: deque[str] = deque()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self
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

    def url(self, path: str = "/files/Programs_2026-01-31.csv") -> str:
        return self.origin + path

    def client(self, **changes: Any) -> Client:  # Any: the fields of Client, each of its own type
        """A client that may ask this server and any public one, and never sleeps."""
        parts: dict[str, Any] = {
            "hosts": frozenset(),
            "local": frozenset({self.origin}),
            "anywhere": True,
            "timeout": 5.0,
            "sleep": self.slept.append,
        }
        return Client(**(parts | changes))

    def script(self, *modes: str) -> None:
        """What the next calls get, one each: names of MODES with an argument after a colon."""
        self._modes.extend(modes)

    def next_mode(self) -> str:
        return self._modes.popleft() if self._modes else "ok"

    def ranges(self) -> list[str]:
        """The Range each call asked for, "" for none."""
        return [asked.get("Range", "") for asked in self.asked]

    def marks(self) -> dict[str, str]:
        """The validators of the file as it is now."""
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:8]}"'
        known = {"etag": ("ETag", etag), "weak": ("ETag", f"W/{etag}"), "modified": ("Last-Modified", MODIFIED)}
        return dict(known[name] for name in self.validators)


class _Server(ThreadingHTTPServer):
    fake: FakeFileServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    @property
    def fake(self) -> FakeFileServer:
        return self.server.fake

    def do_GET(self) -> None:
        self.fake.asked.append(dict(self.headers))
        mode, _, argument = self.fake.next_mode().partition(":")
        MODES[mode](self, argument)
        self.close_connection = True

    def head(self, status: int, length: int | None, **headers: str) -> None:
        """The head of an answer. Header names are given with _ for -."""
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in {**self.fake.marks(), **self.fake.extra, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: tests look at `asked`."""


def _ok(handler: _Handler, _: str) -> None:
    """As a good server answers: 304, a part, or the whole."""
    fake, asked = handler.fake, handler.headers
    marks = fake.marks()
    if asked.get("If-None-Match") == marks.get("ETag", "-") or asked.get("If-Modified-Since") == marks.get(
        "Last-Modified", "-"
    ):
        handler.head(304, None)
    elif "Range" in asked and asked.get("If-Range") in marks.values():
        _part(handler, "")
    else:
        handler.head(200, len(fake.body))
        handler.wfile.write(fake.body)


def _part(handler: _Handler, total: str) -> None:
    """The part that is asked for, whatever the validators say."""
    body = handler.fake.body
    start = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
    if start >= len(body):
        handler.head(416, 0)
        return
    handler.head(206, len(body) - start, Content_Range=f"bytes {start}-{len(body) - 1}/{total or len(body)}")
    handler.wfile.write(body[start:])


def _cut(handler: _Handler, sent: str) -> None:
    """As `_ok`, but it breaks off after so many bytes of the body."""
    body, start = handler.fake.body, 0
    if "Range" in handler.headers and handler.headers.get("If-Range") in handler.fake.marks().values():
        start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        handler.head(206, len(body) - start, Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")
    else:
        handler.head(200, len(body))
    handler.wfile.write(body[start : start + int(sent)])


def _endless(handler: _Handler, _: str) -> None:
    handler.head(200, None)
    while not handler.fake.closing.is_set():
        handler.wfile.write(b"," * 2**16)


def _trickle(handler: _Handler, _: str) -> None:
    handler.head(200, 1_000_000)
    while not handler.fake.closing.wait(0.001):
        handler.wfile.write(b",")


def _slow(handler: _Handler, _: str) -> None:
    handler.fake.closing.wait(30)


def _bomb(handler: _Handler, megabytes: str) -> None:
    body = gzip.compress(bytes(int(megabytes) * 2**20))
    handler.head(200, len(body), Content_Encoding="gzip")
    handler.wfile.write(body)


def _gzip(handler: _Handler, missing: str) -> None:
    """Compressed although nobody asked, as some shops of files do; without its last bytes."""
    body = gzip.compress(handler.fake.body)
    body = body[: len(body) - int(missing or 0)]
    handler.head(200, len(body), Content_Encoding="gzip")
    handler.wfile.write(body)


def _bare(status: int, **headers: str) -> Callable[[_Handler, str], None]:
    """An answer without a body; "{}" in a header is the argument."""

    def answer(handler: _Handler, argument: str) -> None:
        filled = {name: value.format(argument) for name, value in headers.items()}
        handler.head(int(argument) if status == 0 else status, 0, **filled)

    return answer


MODES: Mapping[str, Callable[[_Handler, str], None]] = {
    "ok": _ok,
    "part": _part,
    "cut": _cut,
    "endless": _endless,
    "trickle": _trickle,
    "slow": _slow,
    "bomb": _bomb,
    "gzip": _gzip,
    "status": _bare(0),
    "429": _bare(429, Retry_After="{}"),
    "redirect": _bare(302, Location="{}"),
    "coding": _bare(200, Content_Encoding="{}"),
}
