"""The read API of HSDS 3.0 (Open Referral) under /hsds/: the same facilities in the same order as our own API, in the
specification's documents and pages. `app.create_app` takes its routes."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from directory.facility import Facility
from search.engine import Engine
from web.api import as_json, gone
from web.caching import NEVER, SHORT, conditional, tag
from web.hsds_documents import FULL, KINDS, Kind
from web.hsds_finding import find, question
from web.hsds_ids import Ids
from web.hsds_parameters import OF_ONE, TAKES, wanted
from web.hsds_terms import VOCABULARIES, Vocabulary, paged
from web.pages import look_up
from web.params import encode
from web.records import about
from web.site import Site

ROOT = "/hsds/"
VERSION = "3.0"
PROFILE = f"https://github.com/openreferral/specification/tree/{VERSION}"
OPENAPI = f"https://raw.githubusercontent.com/openreferral/specification/{VERSION}/schema/openapi.json"
"""Where the specification says what it is, and what such an API answers. Nothing is loaded from there."""


def routes(site: Site) -> list[Route]:
    """Every address. The handlers run in threads: 100 whole services take 55 ms to write."""
    ids = Ids()
    lists: list[Facilities | Words] = [*(Facilities(site, ids, kind) for kind in KINDS), *map(Words, VOCABULARIES)]
    made = [Route(ROOT, Root(site).root)]
    for each in lists:
        made += [Route(ROOT + each.name, each.page), Route(f"{ROOT}{each.name}/{{id}}", each.one)]
    return made


@dataclass(frozen=True, eq=False, slots=True)
class Root:
    """The handler of the API's own address."""

    site: Site

    def root(self, request: Request) -> Response:
        """What this is; and, as every answer of our API has it, of which generation and sources, and whom to call."""
        wanted(request, ()).check()
        told = {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI}
        with self.site.serving.engine() as engine:
            return _tagged(request, told | about(engine.manifest))


@dataclass(frozen=True, eq=False, slots=True)
class Facilities:
    """Handlers of facilities as one kind of document."""

    site: Site
    ids: Ids
    kind: Kind

    @property
    def name(self) -> str:
        """The last part of the address of the list."""
        return self.kind.name

    def page(self, request: Request) -> Response:
        """A page of what a question finds."""
        want = wanted(request, TAKES[self.name])
        with self.site.serving.engine() as engine:
            query = question(engine, request, want)

            def make() -> Response:
                found = find(engine, query, want, self.ids)
                made = [self.kind.write(each, want.flags) for each in found.facilities]
                return as_json(paged(found.total, query, made))

            return conditional(request, self._tag(engine, encode(query), *map(str, want.read)), make, NEVER)

    def one(self, request: Request) -> Response:
        """One of them; 410 for one that is no longer listed, with what is known of it."""
        want = wanted(request, OF_ONE.get(self.name, ())).check()
        with self.site.serving.engine() as engine:
            found = self._facility(engine, request.path_params["id"])
            if found is None or not found.listed:
                return gone(found, engine, self.site.settings.public_url)
            flags = want.flags | {FULL}
            return conditional(
                request, self._tag(engine, found.id, *sorted(flags)), lambda: as_json(self.kind.write(found, flags))
            )

    def _facility(self, engine: Engine, uuid: str) -> Facility | None:
        """Whose id this is; None for what is kept out of the directory. Raises a 404 for an id that never was."""
        public_id = self.ids.find(engine, self.kind.part, uuid)
        if public_id is None:
            raise HTTPException(404)
        return look_up(engine, public_id)

    def _tag(self, engine: Engine, *of: str) -> str:
        manifest = engine.manifest
        return tag(manifest.number, manifest.built, "hsds", self.name, self.site.renderer.assets.version, *of)


@dataclass(frozen=True, eq=False, slots=True)
class Words:
    """Handlers of what is the same in every generation: the taxonomy and its terms."""

    words: Vocabulary

    @property
    def name(self) -> str:
        """The last part of the address of the list."""
        return self.words.name

    def page(self, request: Request) -> Response:
        """A page of them."""
        return _tagged(request, self.words.page(wanted(request, TAKES[self.name])))

    def one(self, request: Request) -> Response:
        """One of them."""
        wanted(request, ()).check()
        found = self.words.all().get(request.path_params["id"].lower())
        if found is None:
            raise HTTPException(404)
        return _tagged(request, found)


def _tagged(request: Request, body: object) -> Response:
    """What anybody may keep for a while, under a tag of what it says; but not what somebody searched for."""
    response = as_json(body)
    return conditional(request, tag(bytes(response.body)), lambda: response, NEVER if request.url.query else SHORT)
