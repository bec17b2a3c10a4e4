"""Lists to take away. A file streams while it is written; however the connection ends, what it held is given back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import anyio
import anyio.to_thread
from starlette.concurrency import iterate_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from directory.exports.format import Format, Heading, Item
from directory.exports.formats import FORMATS
from search.asking import interpret, items
from search.engine import Engine
from search.query import Query
from web import links
from web.caching import NEVER
from web.pages import asked
from web.site import Site

SLOTS = 4
"""Downloads at once in one process: each holds a thread now and then, and a generation."""

SECONDS = 900.0
"""After this a download is broken off, so that a reader who stopped reading does not keep a slot."""


class Download(StreamingResponse):
    """A stream that calls `done` once it has ended, in whatever way: sent, broken off, or never begun."""

    def __init__(
        self, pieces: Iterator[bytes], done: Callable[[], object], headers: dict[str, str], media_type: str
    ) -> None:
        super().__init__(iterate_in_threadpool(pieces), headers=headers, media_type=media_type)
        self._done = done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with anyio.fail_after(SECONDS):
                await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._done)


@dataclass(frozen=True, eq=False, slots=True)
class Downloads:
    """The handler of downloads."""

    site: Site

    def download(self, request: Request) -> Response:
        """The whole list that a question finds, in one of FORMATS."""
        chosen = _format(request.path_params["format"])
        headers = {"Cache-Control": NEVER, "Content-Disposition": f'attachment; filename="{self._name(chosen)}"'}
        with ExitStack() as held:
            self._take_slot(held)
            pieces = self._pieces(held, chosen, request)
            if request.method == "HEAD":
                return Response(headers=headers, media_type=chosen.media_type)
            return Download(pieces, held.pop_all().close, headers, chosen.media_type)

    def _take_slot(self, held: ExitStack) -> None:
        if not self.site.slots.acquire(blocking=False):
            detail = "Several downloads are under way. Please try again in half a minute."
            raise HTTPException(503, detail, {"Retry-After": "30"})
        held.callback(self.site.slots.release)

    def _pieces(self, held: ExitStack, chosen: Format, request: Request) -> Iterator[bytes]:
        """The file in pieces. The generation stays pinned, and the list open, until `held` is closed."""
        engine = held.enter_context(self.site.serving.engine())
        query = asked(engine, request)
        total, found = items(engine, query)
        _close_with(held, found)
        public_url, made = self.site.settings.public_url, self.site.today()
        pieces = chosen.write(found, heading(engine, query, total, public_url, made))
        _close_with(held, pieces)
        return pieces

    def _name(self, chosen: Format) -> str:
        return f"treatment-facilities-{self.site.today().isoformat()}.{chosen.extension.lstrip('.')}"


def heading(engine: Engine, query: Query, total: int, public_url: str, made: date) -> Heading:
    """What a file says of itself. Its link has what was understood of a sentence."""
    manifest, query = engine.manifest, interpret(query, engine).query
    return Heading(
        link=public_url + links.search(query) if public_url else "",
        made=made.isoformat(),
        generation=str(manifest.number),
        total=total,
        fictional=manifest.fictional,
    )


def _close_with(held: ExitStack, pieces: Iterator[bytes] | Iterator[Item]) -> None:
    if isinstance(pieces, Generator):
        held.callback(pieces.close)


def _format(key: str) -> Format:
    if key not in FORMATS:
        raise HTTPException(404, f"There is no download of this kind. There are: {', '.join(FORMATS)}.")
    return FORMATS[key]
