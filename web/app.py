"""The web application: one list of routes, one of middleware, one of handlers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from threading import BoundedSemaphore

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from directory.errors import GenerationError, QueryError
from directory.settings import Settings, settings
from search.serving import Serving
from web import assets
from web.api import Api
from web.downloads import SLOTS, Downloads
from web.errors import Errors
from web.hits import Cards
from web.middleware import Headers, Limits, Log, add_headers
from web.pages import Pages
from web.records import Records
from web.render import renderer
from web.site import Site, today


def make_app() -> Starlette:
    """The application with the settings of the environment: what uvicorn's workers call (`web.app:make_app`)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    chosen = settings()
    return create_app(chosen, Serving(chosen.generations))


def create_app(chosen: Settings, serving: Serving, clock: Callable[[], date] = today) -> Starlette:
    """The application. It closes `serving` when it shuts down. `clock` tells the day, in UTC by default."""
    shown = renderer(assets.load())
    kept = Cards(shown.environment), Records(chosen.public_url)
    site = Site(chosen, serving, shown, clock, BoundedSemaphore(SLOTS), *kept)
    errors = Errors(site)
    routes = _routes(Pages(site), Api(site), Downloads(site))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        serving.close()

    def server_error(request: Request, error: Exception) -> Response:
        response = errors.server(request, error)
        add_headers(MutableHeaders(raw=response.raw_headers), request.url.path)
        return response

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Log, routes=routes),
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(chosen.hosts), www_redirect=False),
            Middleware(Limits, errors=errors),
            Middleware(GZipMiddleware, compresslevel=1),
        ],
        exception_handlers={
            QueryError: errors.query,
            GenerationError: errors.unavailable,
            HTTPException: errors.http,
            500: server_error,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # the redirect would repeat whatever host name the request claims
    return app


def _routes(pages: Pages, api: Api, downloads: Downloads) -> list[Route]:
    return [
        Route("/", pages.home),
        Route("/search", pages.search),
        Route("/facility/{id}", pages.facility),
        Route("/facility/{id}/{slug}", pages.facility),
        Route("/download/{format}", downloads.download),
        Route("/about", pages.about),
        Route("/about/privacy", pages.about),
        Route("/about/data", pages.about),
        Route("/api/v1/facilities", api.facilities),
        Route("/api/v1/facilities/{id}", api.facility),
        Route("/api/v1/facets", api.facets),
        Route("/api/v1/places", api.places),
        Route("/healthz", pages.healthz),
        Route("/readyz", pages.readyz),
        Route("/robots.txt", pages.robots),
        Route("/favicon.svg", pages.favicon),
        Route("/static/{name}", pages.static),
    ]
