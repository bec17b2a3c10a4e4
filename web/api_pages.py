"""What the API says of itself: its OpenAPI document, and a page for people with examples to copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from search.engine import Engine
from search.query import Query
from web.api_changes import WholeFile
from web.api_operations import OPERATIONS
from web.api_parameters import FILTERS
from web.caching import SHORT, conditional, tag
from web.language import gettext as _
from web.language import vocabulary
from web.looking_back import only_none
from web.openapi import document
from web.site import Site
from web.whole_files import START, listed

OPENAPI = "/openapi.json"
PAGE = "/about/api"


@dataclass(frozen=True, eq=False, slots=True)
class ApiPages:
    """Handlers of what is told of the API."""

    site: Site

    def openapi(self, request: Request) -> Response:
        """The document for programs."""
        only_none(request)
        body = document(self.site.settings.public_url)
        return conditional(request, tag(body), lambda: Response(body, media_type="application/json"), SHORT)

    def page(self, request: Request) -> Response:
        """The page for people."""
        path, renderer, chosen = request.url.path, self.site.renderer, self.site.settings
        with self.site.serving.engine() as engine:
            manifest = engine.manifest
            files = tuple(replace(file, label=_(file.label)) for file in listed(chosen.generations, manifest.number))
            context = {
                "canonical": self.site.whole(path),
                "here": path,
                "operations": [each for each in OPERATIONS if files or not each.path.startswith(START)],
                "filters": FILTERS,
                "facets": list(vocabulary().facets),
                "examples": _examples(engine, files),
                "start": chosen.public_url or str(request.base_url).rstrip("/"),
                "files": files,
                "rate": chosen.rate,
            }
            sums = (each.sha256 for each in files)
            told = path, context["start"], chosen.rate
            etag = tag(manifest.number, manifest.built, renderer.assets.version, *told, *sums)
            return conditional(request, etag, lambda: renderer.page("api.html", manifest, context), SHORT)


def _examples(engine: Engine, files: Sequence[WholeFile]) -> Mapping[str, str]:
    """An address of each operation that answers, by its id; where there are no files, those of a file are not shown."""
    hits = engine.search(Query(size=1)).hits
    some = hits[0].facility.id if hits else "0000000000"
    parts = {"id": some, "format": "csv", "number": engine.manifest.number, "name": files[0].name if files else ""}
    return {each.id: each.path.format(**parts) + each.example for each in OPERATIONS}
