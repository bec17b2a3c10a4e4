"""What somebody may be typing: names of facilities, filters and places, for the box of a search. Answered at once and
kept nowhere; the log tells no more of it than of any other answer."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from directory.errors import QueryError
from directory.exports.record import encoded
from directory.facility import Facility
from search.completing import Wish, complete
from search.query import Query
from search.suggest import Suggestion
from search.telephone import begun
from web import links
from web.api import one_text, suggested
from web.caching import NEVER
from web.language import in_language, vocabulary
from web.languages import LANG, spoken_in
from web.site import Site

NAMES = 4
"""Names of facilities at once, beside up to three filters and three places: more than ten choices nobody reads."""


@dataclass(frozen=True, eq=False, slots=True)
class Suggestions:
    """The handler of `/api/v1/suggest`."""

    site: Site

    def suggest(self, request: Request) -> Response:
        """What `q` may go on as; nothing below two letters or digits. Raises QueryError for anything else than one
        short `q`, besides a `lang` in which filters are called."""
        spoken, unknown = spoken_in(request.query_params.multi_items())
        if unknown:
            raise QueryError(unknown)
        typed = one_text(request, "q", "What was typed so far is needed.", (LANG,))
        with in_language(spoken), self.site.serving.engine() as engine:
            filters, places = ([], []) if begun(typed) else complete(typed, engine.places)
            body = {
                "filters": [_filter(wish) for wish in filters],
                "places": [suggested(where.place) | {"text": where.text} for where in places],
                "facilities": [_named(name, facility) for name, facility in engine.suggest(typed, NAMES)],
            }
        return Response(encoded(body), headers={"Cache-Control": NEVER}, media_type="application/json")


def _filter(wish: Wish) -> dict[str, object]:
    term = vocabulary().facets[wish.term.facet].terms[wish.term.key]
    return {"facet": term.facet, "key": term.key, "label": term.label, "text": wish.text}


def _named(found: Suggestion, facility: Facility | None) -> dict[str, object]:
    """A name with what leads to the place that has it, or to the list of those that do."""
    if facility is None:
        literal = Query(q=found.name, said=found.name)  # "Hope Methadone Clinic" is a name here, and no wish
        return {"name": found.name, "places": found.places, "url": links.search(literal)}
    where = ", ".join(part for part in (facility.city, facility.state) if part)
    told = {"id": facility.id, "where": where, "url": links.facility(facility)}
    return {"name": found.name, "places": found.places, **told}
