"""Answers to what many ask, kept for a minute, so that the next who asks the same waits for nothing.

Kept is what a page or the API answers to a question of public things alone (`findable.public`) about a state, the whole
country, or a town of LARGE people or more, once it was asked some times within SECONDS. Words, streets, positions,
somebody's list, counties, small towns and ZIP codes are never kept. It lies in memory alone, without who asked or when,
and goes after SECONDS, or when the directory has a new edition.

How often it has to be asked is drawn anew each time, FEW and up to SPREAD more: who measures how long an answer takes
cannot tell from it whether one other person has asked the same.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.query import Answer
from web.languages import SPOKEN
from web.site import Site, edition

LARGE = 50_000
"""Inhabitants: a town of so many asks about itself every day."""

SECONDS = 60.0

FEW, SPREAD = 3, 8
"""How often a question is worked out before its answer is kept: FEW times, and less than SPREAD more."""

COUNTED = 1_000
"""Questions of which it is counted how often they were asked; of more, the oldest is forgotten."""

MARK = "kept"
"""Where a request's scope says that its answer may be kept: the edition that it is of."""

ASKED = ("/search", "/api/v1/facilities")
"""What is looked for among the answers kept, in any language."""

BESIDES = 1_000
"""Bytes that an answer takes besides its own and those of its address."""

Key = tuple[str, str, bytes, bool]
"""Path, language, what follows the question mark, whether it is compressed."""


class Answered(NamedTuple):
    """An answer as it was sent, the edition it is of, and who worked it out, for the log."""

    edition: tuple[object, ...]
    endpoint: object
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def may_be_kept(request: Request, answer: Answer, of: tuple[object, ...]) -> None:
    """Say of the answer to a public question, of an edition, that it may be kept, unless it is about a small place."""
    place = answer.place
    if place is None or place.kind == "state" or (place.kind == "city" and place.population >= LARGE):
        request.scope[MARK] = of


class Kept:
    """Answers again what was asked just before. At most `most` bytes are kept; what was asked last stays."""

    def __init__(self, app: ASGIApp, site: Site, most: int) -> None:
        self.app = app
        self._site = site
        self._left = most
        self._kept: OrderedDict[Key, Answered] = OrderedDict()
        self._ends: dict[Key, asyncio.TimerHandle] = {}
        self._still: dict[int, tuple[int, float]] = {}  # how often a question has to be asked still, and until when

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope) if scope["type"] == "http" and scope["path"] in ASKED else None
        if key is None:
            await self.app(scope, receive, send)
            return
        found = self._kept.get(key)
        if found is None or found.edition != edition(self._site.manifest()):
            await self.app(scope, receive, _Noting(self, key, scope, send))
            return
        self._kept.move_to_end(key)
        scope["endpoint"] = found.endpoint
        await send({"type": "http.response.start", "status": 200, "headers": list(found.headers)})
        await send({"type": "http.response.body", "body": found.body})

    def keep(self, key: Key, answered: Answered) -> None:
        """Keep an answer for SECONDS if it was asked for often enough, and let go of those that are asked for least
        lately where there are too many."""
        if not self._often(key):
            return
        self._forget(key)
        self._kept[key] = answered
        self._left -= _size(key, answered)
        self._ends[key] = asyncio.get_running_loop().call_later(SECONDS, self._forget, key)
        while self._left < 0:
            self._forget(next(iter(self._kept)))

    def _often(self, key: Key) -> bool:
        """Count that a question was asked; the count begins anew when it is kept, and SECONDS after it began."""
        now, code = asyncio.get_running_loop().time(), hash(key)  # nobody can tell a question from it
        while self._still and (len(self._still) > COUNTED or next(iter(self._still.values()))[1] <= now):
            del self._still[next(iter(self._still))]
        left, ends = self._still.get(code) or (FEW + secrets.randbelow(SPREAD), now + SECONDS)
        self._still[code] = left - 1, ends
        if left > 1:
            return False
        del self._still[code]
        return True

    def _forget(self, key: Key) -> None:
        if key in self._kept:
            self._left += _size(key, self._kept.pop(key))
            self._ends.pop(key).cancel()


class _Noting:
    """Sends an answer on, and keeps it when it may be and came in one piece."""

    def __init__(self, kept: Kept, key: Key, scope: Scope, send: Send) -> None:
        self._kept = kept
        self._key = key
        self._scope = scope
        self._send = send
        self._headers: tuple[tuple[bytes, bytes], ...] | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and MARK in self._scope:
            self._headers = tuple(message["headers"])
        elif message["type"] == "http.response.body" and self._headers is not None and not message.get("more_body"):
            told = self._scope[MARK], self._scope.get("endpoint"), self._headers, bytes(message.get("body", b""))
            self._kept.keep(self._key, Answered(*told))
        else:
            self._headers = None
        await self._send(message)


def _key(scope: Scope) -> Key | None:
    """What an answer is known by; None of a request that asks for less than the whole, or whether it still stands."""
    headers = Headers(scope=scope)
    if scope["method"] != "GET" or "if-none-match" in headers:
        return None
    compressed = "gzip" in headers.get("accept-encoding", "")  # as the middleware that compresses asks
    return scope["path"], scope.get(SPOKEN, ""), scope["query_string"], compressed


def _size(key: Key, answered: Answered) -> int:
    return len(key[2]) + len(answered.body) + BESIDES
