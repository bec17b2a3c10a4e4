"""The API: the same questions and answers as the pages, as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from msgspec.structs import asdict as asdict_of
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from directory.errors import Problem, QueryError
from directory.exports.format import Item
from directory.exports.record import encoded
from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.asking import Reply, ask
from search.engine import Engine
from search.places import Place
from search.query import Answer
from web import links, words
from web.api_fields import ALL, Fields, asked_fields, only_fields
from web.api_types import RECORD_FIELDS, Links, ListedHere
from web.caching import NEVER, SHORT, conditional, tag
from web.errors import problem_json
from web.findable import public
from web.heard import understood
from web.kept import may_be_kept
from web.pages import asked, look_up
from web.params import encode
from web.records import Records, about, facility_record
from web.site import Site, edition

FACILITIES = "/api/v1/facilities"
MAX_PREFIX = 100


@dataclass(frozen=True, eq=False, slots=True)
class Api:
    """Handlers of the API."""

    site: Site

    def facilities(self, request: Request) -> Response:
        """A page of the facilities a question finds, with counts."""
        fields = asked_fields(request)
        with self.site.serving.engine() as engine:
            query = asked(engine, request, fields.rest, fields.problems)

            def make() -> Response:
                reply = ask(engine, query)
                if public(engine, request.query_params.multi_items(), reply.answer):
                    may_be_kept(request, reply.answer, edition(engine.manifest))
                body = answered(reply, engine, self.site.records, self.site.settings.public_url, fields)
                return Response(body, media_type="application/json")

            return conditional(request, self._tag(engine, "facilities", encode(query), *fields.names), make, NEVER)

    def facility(self, request: Request) -> Response:
        """One facility; 410 with what is known of one that is no longer listed."""
        fields = only_fields(request)
        with self.site.serving.engine() as engine:
            found = look_up(engine, request.path_params["id"])
            if found is None or not found.listed:
                return gone(found, engine, self.site.settings.public_url)
            told = facility_record(Item(found), self.site.settings.public_url)
            # `sources` are here those of the place, and none where `fields` leaves them out: never the directory's.
            head = {name: value for name, value in about(engine.manifest).items() if name not in RECORD_FIELDS}
            body = {**head, **fields.among(told)}
            return conditional(request, self._tag(engine, found.id, *fields.names), lambda: as_json(body))

    def facets(self, request: Request) -> Response:
        """Every facet and term with its words, and how many a question finds of each."""
        with self.site.serving.engine() as engine:
            query = asked(engine, request)
            etag = self._tag(engine, "facets", encode(query))
            cache = NEVER if request.url.query else SHORT

            def make() -> Response:
                answer = ask(engine, query).answer
                return as_json({"total": answer.total, "facets": _facets(answer), **about(engine.manifest)})

            return conditional(request, etag, make, cache)

    def places(self, request: Request) -> Response:
        """Places whose name begins with a prefix."""
        prefix = one_text(request, "prefix", "The beginning of a place's name is needed.")
        with self.site.serving.engine() as engine:
            return as_json(
                {"places": [suggested(place) for place in engine.places.suggest(prefix, nearly=True)]}, NEVER
            )

    def _tag(self, engine: Engine, *of: str) -> str:
        """Differs with the generation, the program and what was asked."""
        return tag(engine.manifest.number, engine.manifest.built, "api", self.site.renderer.assets.version, *of)


def answered(reply: Reply, engine: Engine, records: Records, public_url: str, fields: Fields = ALL) -> bytes:
    """An answer as the API and the command line give it, in JSON: a `FacilitiesAnswer`. `public_url` goes before every
    link."""
    answer = reply.answer
    query = answer.query
    head = {
        "total": answer.total,
        "page": query.page,
        "pages": answer.pages,
        "size": query.size,
        "near": near(answer.place),
        "within": answer.within,
        "understood": _understood(reply, engine),
    }
    foot = {
        "facets": dict(answer.facets),
        "not_stated": answer.not_stated,
        "without_point": answer.without_point,
        "links": _links(answer, public_url, fields),
    }
    facilities = records.listed(answer.hits, engine.manifest, fields)
    ends = encoded(foot)[1:-1], b",", records.about(engine.manifest)[1:]
    return b"".join([encoded(head)[:-1], b',"facilities":', *facilities, b",", *ends])


def near(place: Place | None) -> dict[str, object] | None:
    """What a place was taken to mean."""
    if place is None:
        return None
    names = ("kind", "label", "latitude", "longitude", "approximate", "note")
    return {name: getattr(place, name) for name in names}


def suggested(place: Place) -> dict[str, object]:
    """A place whose name begins as was typed. `population` is told of towns alone, and null where it is not known: of
    a county or state we have but a sum of overlapping towns and neighborhoods, which serves the order only."""
    names = ("kind", "label", "state", "county", "latitude", "longitude", "approximate")
    people = place.population if place.kind == "city" else 0
    return {**{name: getattr(place, name) for name in names}, "population": people or None}


def _understood(reply: Reply, engine: Engine) -> dict[str, object] | None:
    """What was made of a sentence, as it was asked; `within` is null where it said nothing of it or any distance. None
    where there was no sentence."""
    found = understood(reply, engine.places)
    if found is None:
        return None
    told = asdict_of(found)
    told["corrections"] = [{"typed": typed, "read": read} for typed, read in found.corrections]
    return {**told, "dropped": reply.dropped}


def _links(answer: Answer, public_url: str, fields: Fields) -> Links:
    """This page of the answer, the one after, the one before, and the same for people."""
    query = answer.query

    def at(number: int) -> str:
        return fields.along(links.search(links.at_page(query, number), FACILITIES))

    return replace(paged(query.page, answer.pages, at, public_url), html=public_url + links.search(query))


def paged(page: int, last: int, at: Callable[[int], str], public_url: str) -> Links:
    """Links of a page of so many: itself, the one after and the one before."""
    after, before = page + 1 if page < last else 0, min(page - 1, last)
    own, following, former = (public_url + at(number) if number else None for number in (page, after, before))
    return Links(self=own, next=following, prev=former)


def gone(found: Facility | None, engine: Engine, public_url: str) -> Response:
    """Why there is no facility to give: who lists it no longer, and what is listed there now; or that it is kept out of
    the directory, and nothing else of it."""
    never = {"Cache-Control": NEVER}
    if found is None:
        return problem_json(410, "Not listed", "This place is not listed in this directory.", headers=never)
    detail = " ".join(f"{found.name}, {found.city}, {found.state}: {words.ended(ended)}" for ended in found.ended)
    here = tuple(_here(each, by_address, public_url) for each, by_address in engine.here_now(found))
    more = {"id": found.id, "ended": found.ended, "listed_here_now": here}
    return problem_json(410, "No longer listed", detail, headers=never, more=more)


def _here(facility: Facility, by_address: bool, public_url: str) -> ListedHere:
    told = {**facility_record(Item(facility), public_url), "same": "address" if by_address else "telephone"}
    return msgspec.convert({name: told[name] for name in ListedHere.__struct_fields__}, ListedHere)


def _facets(answer: Answer) -> list[dict[str, object]]:
    """The vocabulary with counts."""
    return [
        {
            "key": facet.key,
            "label": facet.label,
            "help": facet.help,
            "terms": [
                {"key": t.key, "label": t.label, "help": t.help, "count": answer.facets[facet.key][t.key]}
                for t in facet.terms.values()
            ],
        }
        for facet in vocabulary().facets.values()
    ]


def one_text(request: Request, name: str, needed: str, besides: tuple[str, ...] = ()) -> str:
    """The one parameter of a request, short and readable. Raises QueryError that says what is `needed` for anything
    else but parameters `besides`."""
    given = request.query_params.multi_items()
    unknown = [(other, value) for other, value in given if other != name and other not in besides]
    problems = [Problem(n[:80], v[:80], "There is no parameter of this name.", name) for n, v in unknown]
    values = [value for other, value in given if other == name]
    if len(values) != 1 or len(values[0]) > MAX_PREFIX or not values[0].isprintable():
        problems.append(Problem(name, "".join(values)[:80], needed, f"one value of at most {MAX_PREFIX} characters"))
    if problems:
        raise QueryError(tuple(problems))
    return values[0]


def as_json(body: object, cache: str = SHORT) -> Response:
    return Response(encoded(body), headers={"Cache-Control": cache}, media_type="application/json")
