"""The server of the Model Context Protocol, by its official SDK: says which tools there are and hands calls on to them.
It reads only, keeps nothing, asks nothing back of the assistant, and logs nothing that anybody asks."""

from __future__ import annotations

import logging
from functools import cache
from importlib.metadata import version
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server

from directory.exports.told import crisis_line
from web.assistants import tools
from web.assistants.api import Api, noted

NAME = "treatment-directory"
INSTRUCTIONS = (
    "A directory of places in the United States that treat drug or alcohol use or mental illness, from public lists. "
    f"{crisis_line()} Give these numbers whenever somebody may be in danger. Say of every fact who lists it and of "
    "when; say “listed as”, not “offers”; that something is not listed is no “no”. Tell people to call before they go. "
    "Send no names, birthdays or addresses of persons: what is needed, and a town or ZIP code, are enough."
)

READS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

FAILED = f"Something went wrong here. It is no answer; try again. {crisis_line()}"


def server(api: Api) -> Server[dict[str, Any]]:  # Any: as the SDK declares what a server keeps; ours keeps nothing
    """A server that answers out of this API."""

    async def listed(_: object, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=described())

    async def called(_: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await _answered(api, params)

    made = Server(
        NAME,
        version=version(NAME),
        title="Treatment directory",
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )
    made.middleware.clear()  # what is there tells calls to a tracer, where an operator has installed one
    return made


def silence() -> None:
    """Keep the SDK from logging: its lines repeat messages, host names and, with a traceback, arguments. What goes
    wrong here we log ourselves."""
    for name in ("mcp", "sse_starlette"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@cache
def described() -> list[types.Tool]:
    """The tools as the protocol tells them."""
    return [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.schema(),
            annotations=READS,
        )
        for tool in tools.TOOLS
    ]


async def _answered(api: Api, params: types.CallToolRequestParams) -> types.CallToolResult:
    try:
        answer = await tools.call(api, params.name, params.arguments or {})
    except Exception as error:  # noqa: BLE001 - the SDK would log it, or send it, with what was asked in it
        noted(error)
        answer = tools.Answer(FAILED, {}, wrong=True)
    return types.CallToolResult(
        content=[types.TextContent(text=answer.text)],
        structured_content=answer.structured,
        is_error=answer.wrong,
    )
