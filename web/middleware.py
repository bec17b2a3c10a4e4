"""What surrounds every answer: a log line that tells nothing of who asked what, private headers, limits."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.caching import NEVER
from web.errors import API, Errors
from web.findable import left_out

log = logging.getLogger("treatment_directory.web")

METHODS = ("GET", "HEAD")
MAX_PATH = 300
MAX_QUERY = 8000
"""Bytes of the path and of what follows the question mark."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), browsing-topics=(), interest-cohort=()",
    "Cache-Control": NEVER,
}
"""On every answer that has not set its own. `img-src` gains the host of street maps where an operator names one."""

FILES, STATIC, FRAME = "/files/", "/static/", "/embed"
"""Files of which parts may be asked for; files of pages; the one page that may stand in another site."""

OPEN = (*API, "/openapi.json", "/download/", FILES)
"""How addresses begin that any page may read: they hold nothing but the public directory."""

OPEN_HEADERS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Range, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

ASKED_FIRST: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told that asks whether it may ask."""

LEFT_OUT_HEADERS: Mapping[str, str] = {"X-Robots-Tag": "noindex"}
"""On what search engines are asked to leave out, where no page can say so itself."""

STATIC_HEADERS: Mapping[str, str] = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""The frame is sandboxed, so that its own style sheet comes from another origin."""


_HOST = re.compile(rb"([a-z0-9._-]+)(:\d{1,5})?")


class Log:
    """One line for each request: method, route template, status, milliseconds; no query, no path, no address."""

    def __init__(self, app: ASGIApp, routes: Sequence[Route]) -> None:
        self.app = app
        self.templates = {route.endpoint: route.path for route in reversed(routes)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            template = self.templates.get(scope["endpoint"], "none") if "endpoint" in scope else "none"
            log.info("%s %s %d %.0f ms", method, template, status, (time.perf_counter() - began) * 1000)


class Headers:
    """Adds headers to every answer."""

    def __init__(self, app: ASGIApp, added: Added) -> None:
        self.app = app
        self.added = added

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = list(message["headers"])
                self.added.to(message["headers"], scope["path"], bool(scope["query_string"]))
            await send(message)

        await self.app(scope, receive, adding if scope["type"] == "http" else send)


class Limits:
    """Refuses what no reader sends: other methods than GET and HEAD, and addresses too long to be a search. `posted`
    are paths to which a question is sent with POST."""

    def __init__(self, app: ASGIApp, errors: Errors, posted: Collection[str] = ()) -> None:
        self.app = app
        self.errors = errors
        self.posted = posted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = _refused(scope, self.posted) if scope["type"] == "http" else 0
        if status == 405 and _asks_first(scope):
            await Response(status_code=204, headers=ASKED_FIRST)(scope, receive, send)
            return
        if not status:
            await self.app(scope, receive, send)
            return
        headers = {"Allow": "POST" if scope["path"] in self.posted else ", ".join(METHODS)} if status == 405 else None
        # The query of an address that is too long is not worth reading.
        request = Request({**scope, "query_string": b""})
        response = await run_in_threadpool(self.errors.answer, request, status, "", headers=headers)
        await response(scope, receive, send)


class Hosts:
    """Answers only to the names of hosts that the operator has set; files of pages to any, for the page that says so.

    A name begins with `*.` for all that end so. Nobody is ever sent on to a name that a request claims."""

    def __init__(self, app: ASGIApp, errors: Errors, hosts: Collection[str]) -> None:
        self.app = app
        self.errors = errors
        self._names = frozenset(hosts)
        self._ends = tuple(name[1:] for name in hosts if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(STATIC) or self._ours(scope):
            await self.app(scope, receive, send)
            return
        response = await run_in_threadpool(self.errors.host, Request(scope))
        await response(scope, receive, send)

    def _ours(self, scope: Scope) -> bool:
        claimed = [value for name, value in scope["headers"] if name == b"host"]
        told = _HOST.fullmatch(claimed[0].lower()) if len(claimed) == 1 else None
        name = told[1].decode("ascii") if told else ""
        return name in self._names or (bool(name) and name.endswith(self._ends))


class Compressing(GZipMiddleware):
    """Compresses answers, but for files of which somebody may ask for a part by its bytes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(FILES):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class Added:
    """HEADERS as they are sent, and those of the API. `pictures` is an origin that pictures may be of besides ours."""

    def __init__(self, pictures: str = "") -> None:
        policy = HEADERS["Content-Security-Policy"].replace("img-src 'self'", f"img-src 'self' {pictures}".rstrip())
        every = {**HEADERS, "Content-Security-Policy": policy}
        framed = {**every, "Content-Security-Policy": policy.replace("frame-ancestors 'none'", "frame-ancestors *")}
        del framed["X-Frame-Options"]
        self._of_all, self._framed = _written(every), _written(framed)
        self._of_the_api, self._static = (_written({**every, **more}) for more in (OPEN_HEADERS, STATIC_HEADERS))
        self._left_out = _written(LEFT_OUT_HEADERS)

    def to(self, raw: list[tuple[bytes, bytes]], path: str, asked: bool = False) -> None:
        """Put them where they are missing; `asked` is whether anything stood behind the question mark. The answers to
        unforeseen errors pass no middleware and call this too."""
        have = {name for name, _ in raw}
        wanted = self._of_the_api if path.startswith(OPEN) else self._of_all
        if path == FRAME or path.startswith(STATIC):
            wanted = self._framed if path == FRAME else self._static
        raw.extend([one for one in wanted if one[0] not in have])
        if left_out(path, asked):
            raw.extend(self._left_out)


def _written(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    """Headers as they are sent."""
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())


def _asks_first(scope: Scope) -> bool:
    """Whether a browser asks for a page of another site what it may ask here."""
    names = {name for name, _ in scope["headers"]}
    return scope["method"] == "OPTIONS" and scope["path"].startswith(OPEN) and b"access-control-request-method" in names


def _refused(scope: Scope, posted: Collection[str]) -> int:
    if len(scope["query_string"]) > MAX_QUERY or len(scope["path"]) > MAX_PATH:
        return 414
    return 0 if scope["method"] in (("POST",) if scope["path"] in posted else METHODS) else 405
