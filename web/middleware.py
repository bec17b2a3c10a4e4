"""What surrounds every answer: a log line that tells nothing of who asked what, private headers, limits."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.caching import NEVER
from web.errors import API, Errors

log = logging.getLogger("treatment_directory.web")

METHODS = ("GET", "HEAD")
MAX_PATH = 300
MAX_QUERY = 8000
"""Bytes of the path and of what follows the question mark."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), browsing-topics=(), interest-cohort=()",
    "Cache-Control": NEVER,
}
"""On every answer that has not set its own."""

API_HEADERS: Mapping[str, str] = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""The API may be read by any page: it holds nothing but the public directory."""


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
    """Adds HEADERS to every answer, and those of the API to its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, adding if scope["type"] == "http" else send)


class Limits:
    """Refuses what no reader sends: other methods than GET and HEAD, and addresses too long to be a search."""

    def __init__(self, app: ASGIApp, errors: Errors) -> None:
        self.app = app
        self.errors = errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = _refused(scope) if scope["type"] == "http" else 0
        if not status:
            await self.app(scope, receive, send)
            return
        headers = {"Allow": ", ".join(METHODS)} if status == 405 else None
        # The query of an address that is too long is not worth reading.
        request = Request({**scope, "query_string": b""})
        response = await run_in_threadpool(self.errors.answer, request, status, "", headers=headers)
        await response(scope, receive, send)


def add_headers(headers: MutableHeaders, path: str) -> None:
    """Puts HEADERS where they are missing; the answers to unforeseen errors pass no middleware and call this too."""
    for name, value in (API_HEADERS if path.startswith(API) else {}).items():
        headers[name] = value
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def _refused(scope: Scope) -> int:
    if len(scope["query_string"]) > MAX_QUERY or len(scope["path"]) > MAX_PATH:
        return 414
    return 0 if scope["method"] in METHODS else 405
