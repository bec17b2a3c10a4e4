"""What has changed: of one facility, or everywhere since a day; as JSON and as a feed. And what is being served."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from directory.changes import KINDS
from directory.errors import Problem, QueryError
from directory.facility import Facility
from directory.states import state_code
from search.chronicle import Event, Since
from search.engine import Engine
from search.query import MAX_PAGE, MAX_SIZE
from web import links
from web.api import as_json, gone, paged
from web.api_changes import Change, ChangesAnswer, GenerationAnswer, HistoryAnswer, change
from web.caching import conditional, tag
from web.feed import FEED, feed
from web.pages import look_up
from web.param_values import shown
from web.records import about
from web.site import Site

CHANGES = "/api/v1/changes"
ATOM = links.ATOM
MAX_COUNTY = 60

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which changes, and which page of them; `given` are the parameters but for the page."""

    since: Since
    page: int
    size: int
    given: tuple[tuple[str, str], ...]

    def at(self, page: int) -> str:
        """The address of a page."""
        written = urlencode([*self.given, *([("page", str(page))] if page > 1 else [])])
        return f"{CHANGES}?{written}" if written else CHANGES


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
        asked = asked_changes(request)
        with self.site.serving.engine() as engine:

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
                    links=paged(asked.page, pages, asked.at, self.site.settings.public_url),
                )
                return as_json(body)

            return conditional(request, self._tag(engine, "changes", *map(str, asked.given), asked.page), make)

    def atom(self, request: Request) -> Response:
        """The same as an Atom feed (RFC 4287), by place and day."""
        asked = asked_changes(request)
        with self.site.serving.engine() as engine:

            def make() -> Response:
                total, found = engine.news(asked.since, asked.page, asked.size)
                told = [(list(map(self._change, events)), _listed(engine, events[0].id)) for events in found]
                own, after = (ATOM + asked.at(page).removeprefix(CHANGES) for page in (asked.page, asked.page + 1))
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


def asked_changes(request: Request) -> _Asked:
    """Which changes a request asks for. Raises QueryError that names every wrong parameter."""
    values: dict[str, object] = {"since": "", "state": "", "county": "", "kind": (), "page": 1, "size": 100}
    problems: list[Problem] = []
    given = [(name, " ".join(value.split())) for name, value in request.query_params.multi_items()]
    given = [pair for pair in given if pair[1]]
    for name, value in given:
        read, right = _READERS.get(name, (None, "one of: " + ", ".join(_READERS)))
        once = name == "kind" or sum(other == name for other, _ in given) == 1
        found = read(value) if read and once else None
        if found is None:
            problems.append(Problem(shown(name), shown(value), "This cannot be used.", right))
        else:
            values[name] = (*values[name], found) if name == "kind" else found  # type: ignore[misc]  # a tuple
    if values["county"] and not values["state"]:
        problems.append(Problem("state", "", "A county needs its state.", "PA or Pennsylvania"))
    if problems:
        raise QueryError(tuple(problems))
    which = Since(day=values["since"], state=values["state"], county=values["county"], kinds=values["kind"])  # type: ignore[arg-type]  # as _READERS make them
    return _Asked(which, values["page"], values["size"], tuple(pair for pair in given if pair[0] != "page"))  # type: ignore[arg-type]  # likewise


def _listed(engine: Engine, public_id: str) -> Facility | None:
    found = engine.facility(public_id)
    return found if found is not None and found.listed else None


def only_none(request: Request) -> None:
    """Raise QueryError where a request has parameters, which this address takes none of."""
    given = request.query_params.multi_items()
    if given:
        raise QueryError(tuple(Problem(shown(n), shown(v), "This address takes no parameters.") for n, v in given))


def _day(value: str) -> str | None:
    if not _DAY.fullmatch(value):
        return None
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return None
    return value


def _whole(limit: int) -> Callable[[str], int | None]:
    return lambda value: int(value) if re.fullmatch("[0-9]{1,9}", value) and 1 <= int(value) <= limit else None


_READERS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "since": (_day, "a day, month or year: 2026-11-03, 2026-11 or 2026"),
    "state": (state_code, "a state or territory: PA or Pennsylvania"),
    "county": (lambda value: value if len(value) <= MAX_COUNTY and value.isprintable() else None, "a county's name"),
    "kind": (lambda value: value if value in KINDS else None, "one of: " + ", ".join(KINDS)),
    "page": (_whole(MAX_PAGE), f"a whole number from 1 to {MAX_PAGE}"),
    "size": (_whole(MAX_SIZE), f"a whole number from 1 to {MAX_SIZE}"),
}
