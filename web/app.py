"""The web application: one list of routes, one of middleware, one of handlers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import wraps
from threading import BoundedSemaphore

from starlette.applications import Starlette
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
from web.addresses import Streets
from web.api import Api
from web.downloads import SLOTS, Downloads
from web.errors import Errors
from web.help_pages import HelpPages
from web.hits import Cards
from web.map import Maps
from web.map_page import origin
from web.middleware import Added, Headers, Limits, Log
from web.pages import Pages
from web.records import Records
from web.render import renderer
from web.shortlist import Shortlist
from web.site import Site, today
from web.sitemap import Sitemap
from web.suggesting import Suggestions

Handler = Callable[[Request], Response]


def make_app(streets: Streets | None = None) -> Starlette:
    """The application with the settings of the environment; uvicorn's workers call it by way of
    `treatment_directory:make_app`, which brings what looks up streets."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    chosen = settings()
    return create_app(chosen, Serving(chosen.generations, warmed=True), streets=streets)


def create_app(
    chosen: Settings, serving: Serving, clock: Callable[[], date] = today, streets: Streets | None = None
) -> Starlette:
    """The application. It closes `serving` when it shuts down. `clock` tells the day, in UTC by default; `streets`
    looks up street addresses of visitors, by default nobody does."""
    shown = renderer(assets.load())
    kept = Cards(shown.environment), Records(chosen.public_url)
    site = Site(chosen, serving, shown, clock, BoundedSemaphore(SLOTS), *kept, streets)
    errors, added = Errors(site), Added(origin(chosen.tiles))
    routes = _routes(Pages(site), HelpPages(site), Api(site), Suggestions(site), Maps(site), Downloads(site))
    routes += _site_map(Sitemap(site))
    routes += _list_routes(Shortlist(site))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        serving.close()

    def server_error(request: Request, error: Exception) -> Response:
        response = errors.server(request, error)
        added.to(response.raw_headers, request.url.path)
        return response

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Log, routes=routes),
            Middleware(Headers, added=added),
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
    app.state.streets = streets
    app.router.redirect_slashes = False  # the redirect would repeat whatever host name the request claims
    return app


def _routes(
    pages: Pages, helps: HelpPages, api: Api, suggestions: Suggestions, maps: Maps, downloads: Downloads
) -> list[Route]:
    asking = _plain if pages.site.streets else inline
    return [
        Route("/", inline(pages.home)),
        Route("/search", asking(pages.search)),
        Route("/facility/{id}", inline(pages.facility)),
        Route("/facility/{id}/{slug}", inline(pages.facility)),
        Route("/download/{format}", downloads.download),
        Route("/about", inline(pages.about)),
        Route("/about/privacy", inline(pages.about)),
        Route("/about/data", inline(helps.data)),
        Route("/help", inline(helps.index)),
        Route("/help/glossary", inline(helps.glossary)),
        Route("/help/{topic}", inline(helps.topic)),
        Route("/api/v1/facilities", asking(api.facilities)),
        Route("/api/v1/facilities/{id}", inline(api.facility)),
        Route("/api/v1/facets", asking(api.facets)),
        Route("/api/v1/places", inline(api.places)),
        Route("/api/v1/suggest", inline(suggestions.suggest)),
        Route("/api/v1/map", asking(maps.map)),
        Route("/healthz", inline(pages.healthz)),
        Route("/readyz", inline(pages.readyz)),
        Route("/robots.txt", inline(pages.robots)),
        Route("/favicon.svg", inline(pages.favicon)),
        Route("/static/{name}", inline(pages.static)),
    ]


def _list_routes(lists: Shortlist) -> list[Route]:
    return [
        Route("/shortlist", inline(lists.page)),
        Route("/shortlist/sheet", inline(lists.sheet)),
        Route("/shortlist/qr.svg", inline(lists.picture)),
    ]


def _site_map(maps: Sitemap) -> list[Route]:
    return [Route("/sitemap.xml", maps.sitemap), Route("/sitemap-{page:int}.xml", maps.sitemap)]


def inline(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler that answers where requests are read, without a thread: an answer takes a millisecond, and handing it
    over and back takes longer. Not for what waits or writes files."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        return handler(request)

    return answer


def _plain(handler: Handler) -> Handler:
    """A handler for a thread: one that may ask a geocoder."""
    return handler
