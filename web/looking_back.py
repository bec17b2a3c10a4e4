"""What has changed: of one facility, or everywhere since a day; as JSON and as a feed. And what is being served."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from directory.changes import KINDS
from directory.errors import Problem, QueryError
from directory.facility import Facility
from search.chronicle import Event
from search.engine import Engine
from web import links
from web.api import as_json, gone, paged
from web.api_changes import Change, ChangesAnswer, GenerationAnswer, HistoryAnswer, change
from web.caching import conditional, tag
from web.changes_asked import asked_changes
from web.feed import FEED, feed
from web.pages import look_up
from web.param_values import shown
from web.records import about
from web.site import Site

CHANGES = "/api/v1/changes"
ATOM = links.ATOM


@dataclass(frozen=True, eq=False, slots=True)
class LookingBack:
    """Handlers of what has changed."""

    site: Site

    def history(self, request: Request) -> Response:
        """What has changed of one facility; 410 for one that is kept out of the directory."""
        only_none(request)
        with self.site.serving.engine() as engine:
            found = look_up(engine, request.path_params["id"])
            if found is None:
                return gone(found, engine, self.site.settings.public_url)

            def make() -> Response:
                told = tuple(map(self._change, engine.history(found.id)))
                return as_json(HistoryAnswer(**about(engine.manifest), id=found.id, name=found.name, changes=told))

            return conditional(request, self._tag(engine, "history", found.id), make)

    def changes(self, request: Request) -> Response:
        """What has changed since a day, in a state or county, the newest day first."""
        with self.site.serving.engine() as engine:
            asked = asked_changes(request, engine)

            def make() -> Response:
                total, found = engine.changes(asked.since, asked.page, asked.size)
                pages = max(1, -(-total // asked.size))
                body = ChangesAnswer(
                    **about(engine.manifest),
                    total=total,
                    page=asked.page,
                    pages=pages,
                    size=asked.size,
                    changes=tuple(map(self._change, found)),
                    links=paged(asked.page, pages, partial(asked.at, CHANGES), self.site.settings.public_url),
                )
                return as_json(body)

            return conditional(request, self._tag(engine, "changes", *map(str, asked.given), asked.page), make)

    def atom(self, request: Request) -> Response:
        """The same as an Atom feed (RFC 4287), by place and day."""
        with self.site.serving.engine() as engine:
            asked = asked_changes(request, engine)

            def make() -> Response:
                total, found = engine.news(asked.since, asked.page, asked.size)
                told = [(list(map(self._change, events)), _listed(engine, events[0].id)) for events in found]
                own, after = (asked.at(ATOM, page) for page in (asked.page, asked.page + 1))
                following = after if asked.page * asked.size < total else ""
                body = feed(told, asked.since, engine.manifest, own, following, self.site.settings.public_url)
                return Response(body, media_type=FEED)

            return conditional(request, self._tag(engine, "atom", *map(str, asked.given), asked.page), make)

    def sources(self, request: Request) -> Response:
        """The sources of the generation; every answer names them too."""
        only_none(request)
        with self.site.serving.engine() as engine:
            return conditional(request, self._tag(engine, "sources"), lambda: as_json(about(engine.manifest)))

    def generation(self, request: Request) -> Response:
        """What is being served."""
        only_none(request)
        with self.site.serving.engine() as engine:
            manifest = engine.manifest
            body = GenerationAnswer(
                **about(manifest), facilities=manifest.facilities, gone=manifest.gone, with_point=manifest.with_point
            )
            return conditional(request, self._tag(engine, "generation"), lambda: as_json(body))

    def _change(self, event: Event) -> Change:
        return change(event, KINDS[event.kind], f"{self.site.settings.public_url}{links.by_id(event.id)}")

    def _tag(self, engine: Engine, *of: object) -> str:
        return tag(engine.manifest.number, engine.manifest.built, self.site.renderer.assets.version, *of)


def _listed(engine: Engine, public_id: str) -> Facility | None:
    found = engine.facility(public_id)
    return found if found is not None and found.listed else None


def only_none(request: Request) -> None:
    """Raise QueryError where a request has parameters, which this address takes none of."""
    given = request.query_params.multi_items()
    if given:
        raise QueryError(tuple(Problem(shown(n), shown(v), "This address takes no parameters.") for n, v in given))
