"""The way in over HTTP: streamable HTTP without sessions and streams. Every request is answered by itself, in JSON, and
leaves nothing behind."""

from __future__ import annotations

from dataclasses import dataclass

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from directory.settings import Settings
from web.assistants.api import Api
from web.assistants.server import server, silence

MAX_BODY = 32_768
"""Bytes of a request. The longest question that can be asked has a quarter of it."""


@dataclass(frozen=True, eq=False, slots=True)
class Door:
    """Answers assistants from the API of the application it stands in."""

    security: TransportSecuritySettings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A manager for each request: it may run only once, and the application need not know when it starts and ends.
        manager = StreamableHTTPSessionManager(
            server(Api(scope["app"], Headers(scope=scope).get("host", ""))),
            json_response=True,
            stateless=True,
            security_settings=self.security,
            max_request_body_size=MAX_BODY,
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def door(chosen: Settings) -> Door:
    """The way in by these names of the host alone, with any port; from a browser, only for pages of theirs."""
    silence()
    hosts = [name for host in chosen.hosts for name in (host, f"{host}:*")]
    origins = [f"{scheme}://{name}" for scheme in ("https", "http") for name in hosts]
    return Door(TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins))
