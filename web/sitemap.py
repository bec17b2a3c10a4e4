"""The site map for search engines (sitemaps.org, 0.9): an index, and pages of the facilities that are listed. The first
of them begins with the other pages that may be found; the last has the lists of states, counties and towns.

It holds whole addresses, in every language, so there is none where the operator has not set the public one; nor of an
invented directory.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from search.engine import Engine
from search.manifest import Manifest
from search.query import Query
from search.remembered import Remembered
from web import links
from web.caching import conditional, tag
from web.findable import normal
from web.help_text import texts_in
from web.site import Site

PAGE = 10_000
"""Facilities on a page. The format allows 50,000 addresses; this many take a thread two seconds, and 1.4 MB."""

AREAS = 20_000
"""Lists of places on the last page, the towns with the fewest facilities left out: 40,000 addresses in two languages.
250,000 facilities have 18,371, written in four seconds once a generation."""

LIMIT = 8_000_000
"""Bytes of pages that are remembered, compressed: those of 250,000 facilities fit."""

NONE = "This directory has no site map: whoever runs it has not set its public address, or its listings are invented."

_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


PLAIN = (
    "/",
    "/about",
    "/about/access",
    "/about/api",
    "/about/data",
    "/about/privacy",
    "/help",
    "/help/glossary",
)
"""Pages that are no facility's, but for the topics of help."""


def plain() -> tuple[str, ...]:
    """The addresses of those pages, without a language."""
    return (*PLAIN, *(f"/help/{topic}" for topic in texts_in().topics))


def _remembered() -> Remembered[tuple[str, int], bytes]:
    return Remembered(LIMIT, len)


@dataclass(frozen=True, eq=False, slots=True)
class Sitemap:
    """Handlers of the index (page 0) and of its pages; each is written once a generation."""

    site: Site
    _written: Remembered[tuple[str, int], bytes] = field(default_factory=_remembered)
    _writing: Lock = field(default_factory=Lock)

    def sitemap(self, request: Request) -> Response:
        """The index, or the page whose number is in the path. Raises a 404 for one that there is not."""
        page = int(request.path_params.get("page", 0))
        with self.site.serving.engine() as engine:
            manifest = engine.manifest
            if not has_map(self.site, manifest):
                raise HTTPException(404, NONE)
            if page > pages(manifest) or request.path_params.get("page") == 0:
                raise HTTPException(404)
            etag = tag(manifest.number, manifest.built, self.site.settings.public_url, "sitemap", page)
            return conditional(request, etag, lambda: Response(self._page(engine, page), media_type="application/xml"))

    def _page(self, engine: Engine, page: int) -> bytes:
        key = (engine.manifest.built, page)
        with self._writing:  # one at a time, however many ask: searches go on beside it
            written = self._written.get(key)
            if written is None:
                written = zlib.compress(self._listed(engine, page) if page else self._index(engine.manifest))
                self._written.keep(key, written)
        return zlib.decompress(written)

    def _index(self, manifest: Manifest) -> bytes:
        numbers = range(1, pages(manifest) + 1)
        entries = [(self.site.absolute(f"/sitemap-{number}.xml"), manifest.built) for number in numbers]
        return _document("sitemapindex", "sitemap", entries)

    def _listed(self, engine: Engine, page: int) -> bytes:
        if page == pages(engine.manifest):
            return self._areas(engine)
        hits = engine.search(Query(sort="name", page=page, size=PAGE)).hits
        found = (hit.facility for hit in hits)
        entries = [(url, each.updated) for each in found for url in self.site.whole(links.facility(each)).values()]
        if page == 1:
            built = engine.manifest.built
            entries = [(url, built) for path in plain() for url in self.site.whole(path).values()] + entries
        return _document("urlset", "url", entries)

    def _areas(self, engine: Engine) -> bytes:
        """The lists of states, counties and towns, by the addresses that they are known by."""
        found = (normal(links.NOTHING, near) for near in engine.peopled()[:AREAS])
        entries = [(url, engine.manifest.built) for path in found for url in self.site.whole(path).values()]
        return _document("urlset", "url", entries)


def has_map(site: Site, manifest: Manifest | None) -> bool:
    """Whether a generation gets a site map."""
    return bool(site.settings.public_url and manifest and manifest.facilities and not manifest.fictional)


def pages(manifest: Manifest) -> int:
    """How many pages there are: those that its facilities fill, and the one of states, counties and towns."""
    return -(-manifest.facilities // PAGE) + 1


def _document(root: str, item: str, entries: Sequence[tuple[str, str]]) -> bytes:
    """Addresses with the day each was changed, as far as it is known: "2022", "2022-05", "2022-05-19" or a time."""
    return "".join((_BEGIN.format(root), *_items(item, entries), f"</{root}>\n")).encode()


def _items(item: str, entries: Iterable[tuple[str, str]]) -> Iterable[str]:
    for address, changed in entries:
        yield f"<{item}><loc>{escape(address)}</loc><lastmod>{changed}</lastmod></{item}>\n"
