"""The web application: one list of routes, one of middleware, one of handlers."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import wraps

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from directory.errors import GenerationError, QueryError
from directory.settings import Settings, settings
from search.serving import Serving
from web import assets, hsds_api
from web.access import ACCESS, AccessReports
from web.access_table import PAGE
from web.addresses import Streets
from web.api import Api
from web.api_pages import OPENAPI, ApiPages
from web.api_pages import PAGE as API_PAGE
from web.assistants import ways_in
from web.downloads import SLOTS, STOPPED, Downloads
from web.embed import EMBED, TAG, Embed
from web.errors import Errors
from web.help_pages import HelpPages
from web.hits import Cards
from web.kept import Kept
from web.language import DEFAULT, in_language
from web.languages import SPOKEN, Languages
from web.limiting import Buckets, Throttle
from web.looking_back import ATOM, CHANGES, LookingBack
from web.map import Maps
from web.map_page import origin
from web.middleware import Added, Compressing, Headers, Hosts, Limits, Log
from web.pages import Pages
from web.records import Records
from web.render import renderers
from web.shortlist import Shortlist
from web.site import Site, now
from web.sitemap import Sitemap
from web.slots import Slots
from web.suggesting import Suggestions
from web.whole_files import WholeFiles

Handler = Callable[[Request], Response]


def make_app(streets: Streets | None = None) -> Starlette:
    """The application with the settings of the environment; uvicorn's workers call it by way of
    `treatment_directory:make_app`, which brings what looks up streets."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    chosen = settings()
    return create_app(chosen, Serving(chosen.generations, warmed=True), streets=streets)


def create_app(
    chosen: Settings,
    serving: Serving,
    clock: Callable[[], datetime] = now,
    streets: Streets | None = None,
    ticks: Callable[[], int] = time.monotonic_ns,
) -> Starlette:
    """The application. It closes `serving` when it shuts down. `clock` tells the moment, aware and in UTC; `streets`
    looks up street addresses of visitors, by default nobody does; `ticks` counts nanoseconds, for the limit on
    requests."""
    shown = renderers(assets.load())
    kept = {code: Cards(one.environment) for code, one in shown.items()}, Records(chosen.public_url)
    site = Site(chosen, serving, shown, clock, Slots(SLOTS, STOPPED), *kept, streets)
    errors, added = Errors(site), Added(origin(chosen.tiles))
    access = AccessReports(site)
    pages = [*_page_routes(Pages(site), HelpPages(site), Shortlist(site), Embed(site)), Route(PAGE, access.page)]
    routes = [*pages, *_routes(Pages(site), Api(site), Suggestions(site), Maps(site), Downloads(site))]
    routes += [*_site_map(Sitemap(site)), *_back_routes(LookingBack(site))]
    routes += _file_routes(WholeFiles(site))
    routes += [Route(ACCESS, access.answer), Route(f"{ACCESS}.{{format}}", access.file)]
    routes.append(Route(OPENAPI, inline(ApiPages(site).openapi)))
    routes += hsds_api.routes(site)
    assistants = ways_in.routes(chosen)
    routes += assistants

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        serving.close()

    def server_error(request: Request, error: Exception) -> Response:
        with in_language(request.scope.get(SPOKEN, DEFAULT)):  # it was forgotten with what went wrong
            response = errors.server(request, error)
        added.to(response.raw_headers, request.url.path)
        return response

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Log, routes=routes),
            Middleware(Headers, added=added),
            Middleware(Languages, pages=pages),
            *_throttled(chosen, errors, ticks),
            *([] if "*" in chosen.hosts else [Middleware(Hosts, errors=errors, hosts=chosen.hosts)]),
            Middleware(Limits, errors=errors, posted=[route.path for route in assistants]),
            *([Middleware(Kept, site=site, most=chosen.kept * 1_000_000)] if chosen.kept else []),
            Middleware(Compressing, compresslevel=1),
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


def _page_routes(pages: Pages, helps: HelpPages, lists: Shortlist, embed: Embed) -> list[Route]:
    """What people read: each of these is there in every language."""
    return [
        Route("/", inline(pages.home)),
        Route("/search", _asking(pages.site)(pages.search)),
        Route("/facility/{id}", inline(pages.facility)),
        Route("/facility/{id}/{slug}", inline(pages.facility)),
        Route("/about", inline(pages.about)),
        Route("/about/privacy", inline(pages.about)),
        Route("/about/data", inline(helps.data)),
        Route(API_PAGE, inline(ApiPages(pages.site).page)),
        Route("/help", inline(helps.index)),
        Route("/help/glossary", inline(helps.glossary)),
        Route("/help/{topic}", inline(helps.topic)),
        Route("/shortlist", inline(lists.page)),
        Route("/shortlist/sheet", inline(lists.sheet)),
        Route("/shortlist/qr.svg", inline(lists.picture)),
        Route(EMBED, inline(embed.page)),
        Route(TAG, inline(embed.tag)),
    ]


def _routes(pages: Pages, api: Api, suggestions: Suggestions, maps: Maps, downloads: Downloads) -> list[Route]:
    asking = _asking(pages.site)
    return [
        Route("/download/{format}", downloads.download),
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


def _back_routes(back: LookingBack) -> list[Route]:
    return [
        Route("/api/v1/facilities/{id}/history", inline(back.history)),
        Route(CHANGES, inline(back.changes)),
        Route("/api/v1/sources", inline(back.sources)),
        Route("/api/v1/generations/current", inline(back.generation)),
        Route(ATOM, inline(back.atom)),
    ]


def _file_routes(files: WholeFiles) -> list[Route]:
    return [
        Route("/api/v1/files", inline(files.list)),
        Route("/files/{name}", inline(files.newest)),
        Route("/files/{number:int}/{name}", inline(files.file)),
    ]


def _site_map(maps: Sitemap) -> list[Route]:
    return [Route("/sitemap.xml", maps.sitemap), Route("/sitemap-{page:int}.xml", maps.sitemap)]


def _throttled(chosen: Settings, errors: Errors, ticks: Callable[[], int]) -> list[Middleware]:
    """The limit on requests, if the operator wants one."""
    if not chosen.rate:
        return []
    return [Middleware(Throttle, errors=errors, buckets=Buckets(chosen.rate, chosen.burst, ticks))]


def inline(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler that answers where requests are read, without a thread: an answer takes a millisecond, and handing it
    over and back takes longer. Not for what waits or writes files."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        return handler(request)

    return answer


def _asking(site: Site) -> Callable[[Handler], Callable[[Request], Response | Awaitable[Response]]]:
    """How handlers of questions answer: one that may ask a geocoder waits, and so has a thread."""
    return _plain if site.streets else inline


def _plain(handler: Handler) -> Handler:
    """A handler for a thread."""
    return handler
