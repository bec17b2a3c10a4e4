"""The way in over standard input and output, for an assistant on the same machine. Nothing but the protocol is written
to standard output."""

from __future__ import annotations

from dataclasses import replace

import anyio
from mcp.server.stdio import stdio_server

from directory.settings import Settings
from search.serving import Serving
from web.addresses import Streets
from web.app import create_app
from web.assistants.api import Api
from web.assistants.server import server, silence

HOST = "localhost"


def answer(chosen: Settings, streets: Streets | None) -> None:
    """Answer until the input ends."""
    silence()
    serving = Serving(chosen.generations)
    try:
        own = replace(chosen, hosts=(HOST,), assistants=False)
        anyio.run(_answer, Api(create_app(own, serving, streets=streets), HOST))
    finally:
        serving.close()


async def _answer(api: Api) -> None:
    made = server(api)
    async with stdio_server() as (coming, going):
        await made.run(coming, going, made.create_initialization_options())
