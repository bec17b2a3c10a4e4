"""The help pages, and the page about the data. They say the same to everybody, so a browser may keep them.

The help pages need no generation: they are there before anything is published, and while none can be opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.exports.formats import FORMATS
from directory.vocabulary import Facet
from search.engine import Engine
from search.manifest import Manifest
from search.query import Query
from web.caching import SHORT, conditional, tag
from web.help_text import texts_in
from web.language import current, vocabulary
from web.site import Site, edition

KNOWN_OF = ("setting", "medication", "payment", "insurer", "age", "language")
"""Facets of which the page about the data tells how many places state anything: what people ask for first."""


@dataclass(frozen=True, eq=False, slots=True)
class HelpPages:
    """Handlers of the help pages."""

    site: Site

    def index(self, request: Request) -> Response:
        """All topics."""
        return self._words(request, "help.html", {"topics": texts_in(current()).topics.values()})

    def glossary(self, request: Request) -> Response:
        """All words, each with an anchor."""
        return self._words(request, "glossary.html", {"texts": texts_in(current())})

    def topic(self, request: Request) -> Response:
        """One topic. Raises a 404 for one that there is not."""
        topic = texts_in(current()).topics.get(request.path_params["topic"])
        if topic is None:
            raise HTTPException(404)
        return self._words(request, "help_topic.html", {"texts": texts_in(current()), "topic": topic})

    def data(self, request: Request) -> Response:
        """What the directory holds today, how old that is and what is missing."""
        with self.site.serving.engine() as engine:
            return self._answer(request, "data.html", engine.manifest, lambda: self._data(engine), self.site.today())

    def _data(self, engine: Engine) -> dict[str, object]:
        today = self.site.today()
        return {
            "ages": {source.key: months_old(source.as_of, today) for source in engine.manifest.sources},
            "known": [known_of(engine, vocabulary().facets[key]) for key in KNOWN_OF],
            "formats": FORMATS.values(),
        }

    def _words(self, request: Request, template: str, context: Mapping[str, object]) -> Response:
        """A page of words alone."""
        return self._answer(request, template, self.site.manifest(), lambda: context)

    def _answer(
        self,
        request: Request,
        template: str,
        manifest: Manifest | None,
        context: Callable[[], Mapping[str, object]],
        *parts: object,
    ) -> Response:
        """A page that differs only with the edition, our files and `parts`."""
        path, renderer = request.url.path, self.site.renderer
        shared = {"canonical": self.site.whole(path), "here": path}
        files = renderer.assets.version, texts_in(current()).version
        etag = tag(*edition(manifest), *files, path, *parts)
        return conditional(request, etag, lambda: renderer.page(template, manifest, {**shared, **context()}), SHORT)


@dataclass(frozen=True, slots=True)
class Known:
    """Of how many places we know something of a facet: they list any of its terms (`listed`), a source asked and they
    list none (`none`), no source states it (`unstated`)."""

    label: str
    listed: int
    none: int
    unstated: int


def known_of(engine: Engine, facet: Facet) -> Known:
    """What is known of a facet in the whole directory."""
    found = engine.search(Query(any_of={facet.key: tuple(facet.terms)}, size=1))
    unstated = found.not_stated.get(facet.key, 0)
    return Known(facet.label, found.total, engine.manifest.facilities - found.total - unstated, unstated)


def months_old(as_of: str, today: date) -> int | None:
    """Whole months from a date ("2022", "2022-05" or a day) until today; None where there is no date."""
    if not as_of:
        return None
    year, month = int(as_of[:4]), int(as_of[5:7] or today.month)
    return max(0, (today.year - year) * 12 + today.month - month)
