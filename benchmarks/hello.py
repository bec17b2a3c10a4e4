"""The least that Starlette can answer: what our pages and our API are measured by."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def hello(_: Request) -> JSONResponse:
    """Say hello."""
    return JSONResponse({"hello": "world"})


app = Starlette(routes=[Route("/", hello)])
