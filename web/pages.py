"""The pages people read. Each handler asks the engine and hands its template what it needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from directory.crisis import crisis_line
from directory.errors import GenerationError, Problem, QueryError
from directory.exports.formats import FORMATS
from directory.facility import Facility
from search.asking import Reply, ask, interpret
from search.engine import Engine
from search.query import Answer, Query
from search.telephone import digits
from web import addresses, cards, facts, history, id_list, links, results, shortlist, voices, ways, words
from web.alternatives import alternatives, here_now
from web.caching import FOREVER, NEVER, SHORT, conditional, tag
from web.findable import ROBOTS, findable, public
from web.heard import heard
from web.hits import Adding
from web.kept import may_be_kept
from web.language import bare
from web.language import gettext as _
from web.map_page import around, opening, origin
from web.panel import panel, unboxed
from web.params import AS, SHOW, Pairs, read
from web.site import Site, edition
from web.sitemap import has_map

CARRYING = ("heard", "chips", "ways", "afar", "unstated", "stated", "pages", "former")
"""What of a page of results leads to other such pages, and takes somebody's list along."""


@dataclass(frozen=True, eq=False, slots=True)
class Pages:
    """Handlers of the pages."""

    site: Site

    def home(self, request: Request) -> Response:
        """The first page: one form, a few choices, what is in the directory."""
        ids = id_list.ids_of(request.query_params.multi_items())
        with self.site.serving.engine() as engine:
            counts = engine.search(Query(size=1)).facets
            context = {
                "groups": results.first_groups(counts),
                "canonical": {} if ids else self.site.whole("/"),
                "here": id_list.along("/", ids),
                "mine": id_list.joined(ids),
                "my_list": shortlist.mine(ids),
            }
            return self._page("home.html", engine, context | form(Query()), NEVER)

    def search(self, request: Request) -> Response:
        """A page of results; of a sentence first the address that says what was understood."""
        with self.site.serving.engine() as engine:
            query = asked(engine, request)
            ids = id_list.ids_of(request.query_params.multi_items())
            meant = interpret(query, engine).query
            # What was understood stands in the address, where each thing can be taken back; so does what ticks are for.
            settled = bool(query.said) and not request.query_params.get("said")  # a sentence with an exact place in it
            if meant != query or settled or AS in request.query_params:
                meant = addresses.within(meant, engine, self.site.streets)
                return RedirectResponse(id_list.along(links.search(meant), ids), 303, {"Cache-Control": NEVER})
            reply = ask(engine, query)
            known = None
            if public(engine, request.query_params.multi_items(), reply.answer):
                known = findable(engine, reply.answer)
                may_be_kept(request, reply.answer, edition(engine.manifest))
            told: dict[str, object] = {
                "findable": known,
                "canonical": self.site.whole(known.address) if known else {},
                "place_note": addresses.note(request, reply.answer, engine, self.site.streets),
            }
            shown = self._results(engine, reply, ids, request.query_params.get(SHOW, ""))
            return self._page("results.html", engine, shown | told, NEVER)

    def facility(self, request: Request) -> Response:
        """One facility; 410 for one that is no longer listed, 301 to its right address."""
        asked, ids = request.path_params["id"], id_list.ids_of(request.query_params.multi_items())
        with self.site.serving.engine() as engine:
            found = look_up(engine, asked)
            if found is None:
                here = {"here": request.url.path}
                return self._page("withheld.html", engine, form(Query()) | here, NEVER, 410)
            right = links.facility(found)
            if found.id != asked or request.path_params.get("slug", words.slug(found)) != words.slug(found):
                return RedirectResponse(id_list.along(right, ids), 301, {"Cache-Control": NEVER if ids else SHORT})
            if not found.listed:
                return self._page("gone.html", engine, self._told(found) | self._elsewhere(engine, found), NEVER, 410)
            parts = self.site.renderer.assets.version, self.site.settings.contact, found.id
            etag = tag(engine.manifest.number, engine.manifest.built, *parts)
            if ids:
                return self._facility(engine, found, ids, NEVER)
            return conditional(request, etag, lambda: self._facility(engine, found))

    def about(self, request: Request) -> Response:
        """The pages about the directory itself; which one is the last part of the path. They are there without a
        generation."""
        page = request.url.path.removeprefix("/about").strip("/") or "about"
        streets, tiles = self.site.streets, self.site.settings.tiles
        asks = {"asks": streets.host if streets else "", "tiles": origin(tiles)}
        renderer, here, manifest = self.site.renderer, request.url.path, self.site.manifest()
        etag = tag(*edition(manifest), renderer.assets.version, page, *asks.values())
        context = {"canonical": self.site.whole(here), "here": here, "formats": FORMATS.values(), **asks}
        return conditional(request, etag, lambda: renderer.page(f"{page}.html", manifest, context), SHORT)

    def robots(self, request: Request) -> Response:
        """That crawlers may fetch everything, since each answer says whether it may be kept; where the site map is."""
        has = has_map(self.site, self.site.manifest())
        named = f"Sitemap: {self.site.absolute('/sitemap.xml')}\n" if has else ""
        return PlainTextResponse(ROBOTS + named, headers={"Cache-Control": SHORT})

    def favicon(self, request: Request) -> Response:
        """The icon, under the name browsers ask for."""
        asset = self.site.renderer.assets.by_name["favicon.svg"]
        return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": SHORT})

    def static(self, request: Request) -> Response:
        """A static file under its hashed name."""
        asset = self.site.renderer.assets.served(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": FOREVER})

    def healthz(self, request: Request) -> Response:
        """Whether the process is up."""
        return PlainTextResponse("ok\n")

    def readyz(self, request: Request) -> Response:
        """Whether a verified generation is open."""
        try:
            with self.site.serving.engine() as engine:
                return PlainTextResponse(f"ready: generation {engine.manifest.number}\n")
        except GenerationError:
            return PlainTextResponse("not ready: no generation can be opened\n", 503, {"Retry-After": "5"})

    def _results(self, engine: Engine, reply: Reply, ids: tuple[str, ...], whole: str = "") -> dict[str, object]:
        """What the page of results shows; of the facet `whole` every choice. `ids` is the list that goes along."""
        answer, cards = reply.answer, self.site.cards
        query, rest = answer.query, _rest(reply)
        beyond = ways.afar(engine, rest)
        told = heard(reply, engine)
        shown = {
            "answer": answer,
            "found": words.found(answer),
            "number": digits(query.q) if query == Query(q=query.q, said=query.said) else 0,
            "line": crisis_line(digits(query.q)),
            "heard": told,
            "urgent": told.crisis,
            "hits": cards.listed(answer.hits, rest.query, engine.manifest, Adding(links.search(query), ids)),
            "chips": results.chips(query, words.where(answer), reply.dropped),
            "panel": panel(answer, whole),
            "unboxed": unboxed(query),
            "ways": ways.ways_on(engine, rest),
            "afar": beyond,
            "afar_hits": cards.short(beyond.remote.hits, engine.manifest) if beyond else "",
            "unstated": ways.unstated(answer),
            "stated": ways.stated(query),
            "wished": ways.wished(query),
            "pages": results.pages(answer),
            "map": opening(replace(answer, query=rest.query), self.site.settings, ids),
            "former": results.former(query, engine.manifest.gone),
            "takes": results.takes(query) if answer.total else (),
            "news": links.news(answer.place),
            "mine": id_list.joined(ids),
            "here": bare(id_list.along(links.search(query), ids)),
            "along": partial(id_list.along, ids=ids),
            "my_list": shortlist.mine(ids),
            **form(query, answer),
        }
        return shown | {name: id_list.carrying(shown[name], ids) for name in CARRYING}

    def _facility(self, engine: Engine, found: Facility, ids: tuple[str, ...] = (), cache: str = SHORT) -> HTMLResponse:
        """A facility that is listed, with others near it and ways to say what is wrong here."""
        contact = self.site.settings.contact
        context = {
            **self._others(engine, found),
            "publishers": voices.publishers(found),
            "add": shortlist.adding(ids, found),
            "here": bare(id_list.along(links.facility(found), ids)),
            "report": links.report(contact, found, engine.manifest.number) if contact else "",
            "history": history.steps(engine.history(found.id)),
            "map": around(found, self.site.settings, ids),
            "along": partial(id_list.along, ids=ids),
            "mine": id_list.joined(ids),
            "canonical": {} if ids else self.site.whole(bare(links.facility(found))),
        }
        return self._page("facility.html", engine, self._told(found) | context, cache)

    def _others(self, engine: Engine, found: Facility, named: Collection[str] = ()) -> dict[str, object]:
        """Others near a facility, but for those `named` already."""
        others = alternatives(engine, found, named)
        hits = self.site.cards.short(others.hits, engine.manifest) if others else ""
        return {"others": others, "other_hits": hits}

    def _elsewhere(self, engine: Engine, gone: Facility) -> dict[str, object]:
        """Where to go instead of a facility that is not listed any more."""
        here = here_now(engine, gone)
        listed = {how: self.site.cards.short(hits, engine.manifest) if hits else "" for how, hits in here.items()}
        named = [hit.facility.id for hits in here.values() for hit in hits]
        return {**listed, **self._others(engine, gone, named), **form(Query())}

    def _told(self, found: Facility) -> dict[str, object]:
        """What a page tells of a facility."""
        address = links.facility(found)
        return {
            "facility": found,
            "numbers": cards.numbers(found),
            "website": cards.site_of(found),
            "offers": cards.offers(found),
            "opioid": cards.opioid_medications(found),
            "gist": cards.gist(found),
            "facts": facts.facts(found),
            "first": facts.FIRST,
            "denied": facts.denied(found),
            "held": facts.held(found),
            "said": voices.said(found),
            "corrections": voices.corrections(found),
            "told": voices.told(found),
            "points": {point: _(told) for point, told in words.POINTS.items()},
            "structured": cards.structured(found, self.site.absolute(address)),
            "canonical": self.site.whole(bare(address)),
            "here": bare(address),
        }

    def _page(
        self, template: str, engine: Engine, context: Mapping[str, object], cache: str, status: int = 200
    ) -> HTMLResponse:
        headers = {"Cache-Control": cache}
        return self.site.renderer.page(template, engine.manifest, context, status=status, headers=headers)


def look_up(engine: Engine, typed: str) -> Facility | None:
    """The facility of an id, typed in small letters or capitals, or that it leads to; None for one that an operator
    keeps out of the directory. Raises a 404 for an id that never was."""
    public_id = typed.lower()
    if not id_list.PUBLIC_ID.fullmatch(public_id):
        raise _never_was()
    found = engine.facility(engine.moved(public_id) or public_id)
    if found is None and not engine.withheld(public_id):
        raise _never_was()
    return found


def _never_was() -> HTTPException:
    return HTTPException(404, _("No place in this directory has the id in this address. It may be mistyped."))


def asked(engine: Engine, request: Request, pairs: Pairs | None = None, problems: tuple[Problem, ...] = ()) -> Query:
    """The question of a request, or of some of its parameters. Raises QueryError that names every wrong parameter, an
    unknown place among them, beside the `problems` of the others."""
    query, wrong = read(request.query_params.multi_items() if pairs is None else pairs)
    problems += wrong
    try:
        private = addresses.settled(query, engine, None if problems else request.app.state.streets)
    except QueryError as error:
        problems += error.problems
    if problems:
        raise QueryError(problems)
    return private


def _rest(reply: Reply) -> Answer:
    """The answer under the question that it answers: without the words that were dropped."""
    if not reply.dropped:
        return reply.answer
    return replace(reply.answer, query=replace(reply.answer.query, q=""))


def form(query: Query, answer: Answer | None = None) -> dict[str, object]:
    """What the search form of every page needs."""
    return {"query": query, "radii": results.radii(query.within), "sorts": results.sorts(query, answer)}
