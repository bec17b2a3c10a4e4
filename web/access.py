"""The access report over HTTP: as JSON of one state, as files of all or one, and as a page with a map.

A report takes seconds to work out. It is read where it was written with the whole files; else it is worked out, once an
edition. Both in a thread, and kept: two of them, some 35 MB.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import anyio
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from search.access import Report
from search.access_areas import AREAS, POINTS
from search.access_file import FORMATS
from search.access_method import method
from search.engine import Engine
from search.measures import MEASURES
from web.access_asked import OF_FILES, OF_PAGE, Asked, asked_access
from web.access_table import PAGE, table
from web.api import as_json
from web.api_changes import AccessAnswer
from web.caching import conditional, tag
from web.county_outlines import county_corners
from web.downloads import Download, serves
from web.records import about
from web.site import Site
from web.whole_files import stored_report

ACCESS = "/api/v1/access"


class AccessReports:
    """Handlers of the report, and the reports of the edition that was asked for last."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._locks = {by: anyio.Lock() for by in AREAS}
        self._made: Mapping[tuple[int, str, str], Report] = {}

    async def answer(self, request: Request) -> Response:
        """The areas of a state."""
        asked = asked_access(request, OF_FILES, of_one_state=True)
        with self.site.serving.engine() as engine:
            report = await self._report(engine, asked.by)
            make = partial(_answer, report, asked, engine)
            return await run_sync(conditional, request, self._tag(engine, asked), make)

    async def file(self, request: Request) -> Response:
        """The areas of a state, or of all, as a file."""
        name = request.path_params["format"]
        if name not in FORMATS:
            raise HTTPException(404, f"There is no such file. There are: {', '.join(FORMATS)}.")
        asked, chosen = asked_access(request, OF_FILES), FORMATS[name]
        attached = {"Content-Disposition": f'attachment; filename="access-by-{asked.by}.{name}"'}
        with self.site.serving.engine() as engine:
            report = await self._report(engine, asked.by)

            def make() -> Response:
                if request.method == "HEAD":
                    return Response(headers=attached, media_type=chosen.media_type)
                with ExitStack() as held:
                    slot = self.site.slots.take(held, partial(serves, self.site.serving, engine))
                    pieces = chosen.write(report, asked.state, asked.measures)
                    return Download(pieces, slot, held.pop_all().close, attached, chosen.media_type)

            return conditional(request, self._tag(engine, asked, name), make)

    async def page(self, request: Request) -> Response:
        """The map and the table of a state's counties, or of all states."""
        asked = asked_access(request, OF_PAGE)
        renderer = self.site.renderer
        with self.site.serving.engine() as engine:
            report = await self._report(engine, "county")
            shared = {"canonical": self.site.whole(PAGE), "report": report}

            def make() -> Response:
                return renderer.page("access.html", engine.manifest, {**shared, **table(report, asked)})

            return await run_sync(conditional, request, self._tag(engine, asked, "page"), make)

    async def _report(self, engine: Engine, by: str) -> Report:
        """The report of an engine's edition; who asks for it while it is worked out waits without a
        thread, and who asks for the other does not wait."""
        manifest = engine.manifest
        key = manifest.number, manifest.built, by
        async with self._locks[by]:
            if key not in self._made:
                made = await run_sync(partial(_made, engine, by, self.site.settings.generations))
                kept = {other: report for other, report in self._made.items() if other[:2] == key[:2]}
                self._made = kept | {key: made}
            return self._made[key]

    def _tag(self, engine: Engine, asked: Asked, *of: str) -> str:
        return tag(engine.manifest.number, engine.manifest.built, self.site.renderer.assets.version, asked, *of)


def _made(engine: Engine, by: str, root: Path) -> Report:
    return stored_report(root, engine.manifest, by) or engine.access(by, county_corners())


def _answer(report: Report, asked: Asked, engine: Engine) -> Response:
    """The areas that are asked for as JSON: of ZIP codes a few megabytes."""
    oldest, newest = report.dates
    body = AccessAnswer(
        **about(engine.manifest),
        by=asked.by,
        state=asked.state,
        data_oldest=oldest,
        data_newest=newest,
        point_is=POINTS[asked.by],
        without_address=report.left_out,
        without_point=report.without_point,
        method=method(report),
        measures={key: MEASURES[key].label for key in asked.measures or MEASURES},
        areas=tuple(report.rows(asked.state, asked.measures)),
    )
    return as_json(body)
