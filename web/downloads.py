"""Lists to take away. A file streams while it is written; however the connection ends, what it held is given back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import anyio
import anyio.to_thread
from msgspec.structs import replace
from starlette.concurrency import iterate_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from directory.errors import GenerationError
from directory.exports.format import Format, Heading, TooLongError
from directory.exports.formats import FORMATS
from search.asking import Reply, ask, interpret, items
from search.engine import Engine
from search.query import Query
from search.serving import Serving
from web import links
from web.borders import borders
from web.caching import NEVER
from web.pages import asked
from web.results import chips
from web.site import Site
from web.slots import Slot
from web.words import found

SLOTS = 4
"""Downloads at once in one process: each holds a thread now and then, and a generation."""

STOPPED = 24
"""Weights of downloads beside these whose readers have stopped or read slowly. One that is written as it is read holds
less than 1 MB: what is not sent yet, and where it goes on."""

MADE_FIRST: Mapping[str, int] = {"xlsx": 8, "pdf": 8, "hsds-package": 8}
"""The weights of formats that lie ready as a whole before their first byte is sent, in memory or in a temporary file;
others have 1."""

SECONDS = 900.0
"""After this a download is broken off, however it goes."""

STALLED = 60.0
"""Seconds until a piece is taken after which it is. Between us and a reader lie some 100 kB, so that 2 kB a second are
enough to stay."""


class Download(StreamingResponse):
    """A stream that calls `done` once it has ended, in whatever way: sent, broken off, or never begun."""

    def __init__(
        self, pieces: Iterator[bytes], slot: Slot, done: Callable[[], object], headers: dict[str, str], media_type: str
    ) -> None:
        super().__init__(iterate_in_threadpool(pieces), headers=headers, media_type=media_type)
        self._slot = slot
        self._done = done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def moving(message: Message) -> None:
            last = message["type"] == "http.response.body" and not message.get("more_body")
            async with self._slot.sending(last):
                with anyio.fail_after(STALLED):
                    await send(message)

        try:
            with anyio.fail_after(SECONDS):
                async with self._slot.held():
                    await super().__call__(scope, receive, moving)
        except TimeoutError:
            pass  # the server logs one line and hangs up, without the end of the body: the reader knows it is not whole
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._done)


@dataclass(frozen=True, eq=False, slots=True)
class Downloads:
    """The handler of downloads."""

    site: Site

    def download(self, request: Request) -> Response:
        """The whole list that a question finds, in one of FORMATS."""
        chosen, made = _format(request.path_params["format"]), self.site.clock()
        headers = {"Cache-Control": NEVER, "Content-Disposition": f'attachment; filename="{_name(chosen, made)}"'}
        with ExitStack() as held:
            engine = held.enter_context(self.site.serving.engine())
            query = asked(engine, request)
            total, listed = items(engine, query)
            _check(chosen, total)
            fresh = partial(serves, self.site.serving, engine)
            slot = self.site.slots.take(held, fresh, MADE_FIRST.get(chosen.key, 1), listed.rest)
            pieces = chosen.write(listed, heading(engine, query, total, self.site.settings.public_url, made))
            if isinstance(pieces, Generator):
                held.callback(pieces.close)
            if request.method == "HEAD":
                return Response(headers=headers, media_type=chosen.media_type)
            return Download(pieces, slot, held.pop_all().close, headers, chosen.media_type)


def _name(chosen: Format, made: datetime) -> str:
    return f"treatment-facilities-{made:%Y-%m-%d}.{chosen.extension}"


def serves(serving: Serving, engine: Engine) -> bool:
    """Whether this is the engine that answers now."""
    try:
        with serving.engine() as live:
            return live is engine
    except GenerationError:
        return False


def heading(engine: Engine, query: Query, total: int, public_url: str, made: datetime) -> Heading:
    """What a file says of itself. Its link has what was understood of a sentence. `made` is told to the second."""
    manifest, query = engine.manifest, interpret(query, engine).query
    return Heading(
        link=public_url + links.search(query),
        made=made.replace(microsecond=0),
        generation=str(manifest.number),
        total=total,
        fictional=manifest.fictional,
        asked=in_words(ask(engine, replace(query, page=1, size=1))),
        licences={source.key: source.licence for source in manifest.sources},
        outlines=borders,
    )


def in_words(reply: Reply) -> str:
    """The question as the page has it in its heading and chips: "59 places within 25 miles of Pittsburgh, PA · Accepts
    Medicaid"."""
    query = replace(reply.answer.query, near="", q="" if reply.dropped else reply.answer.query.q)
    dropped = [f"“{reply.dropped}” is in no name or address of these"] if reply.dropped else []
    return " · ".join((found(reply.answer), *(chip.label for chip in chips(query, "")), *dropped))


def _check(chosen: Format, total: int) -> None:
    """Refuses a list that is too long for its format."""
    try:
        chosen.check(total)
    except TooLongError as error:
        raise HTTPException(400, str(error)) from error


def _format(key: str) -> Format:
    if key not in FORMATS:
        raise HTTPException(404, f"There is no download of this kind. There are: {', '.join(FORMATS)}.")
    return FORMATS[key]
