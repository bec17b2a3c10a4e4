"""An assistant, as the tests play one: the official client of the protocol over standard input and output, with a real
process at the other end, or over HTTP, with a real server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult, Tool

from directory.settings import PREFIX, Settings
from search.serving import Serving
from tests.web.conftest import serve
from web.app import create_app
from web.assistants.ways_in import PATH

COMMAND = ("-m", "treatment_directory", "mcp")
HOSTS = ("127.0.0.1", "localhost", "testserver")


@dataclass(frozen=True)
class Assistant:
    """A client in a thread of its own."""

    portal: BlockingPortal
    client: Client

    def tools(self) -> list[Tool]:
        return self.portal.call(self.client.list_tools).tools

    def call(self, name: str, **arguments: object) -> CallToolResult:
        answer: CallToolResult = self.portal.call(self.client.call_tool, name, arguments)
        return answer


def text(answer: CallToolResult) -> str:
    """The words of an answer."""
    return "\n".join(getattr(part, "text", "") for part in answer.content)


def environment(settings: Settings, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process needs to answer with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**kept, f"{PREFIX}DATA": str(settings.data), **(more or {})}


@contextmanager
def over_pipe(
    settings: Settings, log: Path, mode: str = "auto", more: Mapping[str, str] | None = None
) -> Iterator[Assistant]:
    """The command, started by an assistant; what it writes to standard error goes into `log`."""
    started = StdioServerParameters(command=sys.executable, args=list(COMMAND), env=environment(settings, more))
    with log.open("w") as file, _client(stdio_client(started, errlog=file), mode) as made:
        yield made


@contextmanager
def over_http(settings: Settings, mode: str = "auto") -> Iterator[Assistant]:
    """The web server, asked by an assistant."""
    with address(settings) as url, _client(url, mode) as made:
        yield made


@contextmanager
def address(settings: Settings) -> Iterator[str]:
    """A real server that answers assistants: where."""
    chosen = replace(settings, assistants=True, hosts=HOSTS)
    with serve(create_app(chosen, Serving(chosen.generations))) as url:
        yield url + PATH


@contextmanager
def _client(server: Any, mode: str) -> Iterator[Assistant]:  # Any: an address, or what stdio_client makes
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server, mode=mode)) as client:
        yield Assistant(portal, client)
