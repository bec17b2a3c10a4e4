"""One question to the API of the same process: an assistant gets what every other program gets, by the same limits,
filters and words."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

LOG = logging.getLogger("treatment_directory.assistants")


@dataclass(slots=True)
class Got:
    """What the API answered: a status, and JSON."""

    status: int = 500
    body: bytearray = field(default_factory=bytearray)

    async def take(self, message: Message) -> None:
        """The way it comes."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.body += message.get("body", b"")


@dataclass(frozen=True, eq=False, slots=True)
class Api:
    """The API of an application. `host` is the name by which it is asked; it has to be one of its own."""

    app: ASGIApp
    host: str

    async def get(self, path: str, pairs: Sequence[tuple[str, str]] = ()) -> Got:
        """What is answered to a path with parameters."""
        got = Got()
        try:
            await self.app(self._scope(path, pairs), _nothing, got.take)
        except Exception as error:  # noqa: BLE001 - Starlette raises what it has answered with a 500; see `noted`
            noted(error)
        return got

    def _scope(self, path: str, pairs: Sequence[tuple[str, str]]) -> Scope:
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "root_path": "",
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode(pairs, errors="replace").encode(),
            "headers": [(b"host", self.host.encode("latin-1", "replace"))],
            "client": None,  # who asks the outer address was counted there
            "server": None,
        }


def noted(error: Exception) -> None:
    """One line in the log: what went wrong and where. No message, which may repeat what somebody asked."""
    last = extract_tb(error.__traceback__)[-1]
    LOG.error("%s in %s, line %s", type(error).__name__, Path(last.filename).name, last.lineno)


async def _nothing() -> Message:
    """The body of a question: there is none."""
    return {"type": "http.request", "body": b"", "more_body": False}
