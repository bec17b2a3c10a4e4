"""Answers a browser may keep: they carry a tag, and the one that has it already is told so with 304."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

SHORT = "public, max-age=300"
FOREVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"
NEVER = "no-store"
"""Cache-Control of pages anybody may have read, of files whose name changes with them, of what may be kept but not
shown without asking whether it still stands, of what somebody asked for."""


def tag(*parts: object) -> str:
    """A weak entity tag that differs when any part does."""
    digest = hashlib.blake2b("\n".join(map(str, parts)).encode(), digest_size=8).hexdigest()
    return f'W/"{digest}"'


def conditional(request: Request, etag: str, make: Callable[[], Response], cache: str = SHORT) -> Response:
    """What `make` makes with its tag, or 304 without making it when the browser has this tag already."""
    headers: Mapping[str, str] = {"ETag": etag, "Cache-Control": cache}
    if _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    response = make()
    response.headers.update(headers)
    return response


def _has(sent: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 asks of If-None-Match."""
    plain = etag.removeprefix("W/")
    return sent.strip() == "*" or plain in [part.strip().removeprefix("W/") for part in sent.split(",")]
