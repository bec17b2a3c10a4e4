"""The addresses of this site and the few that leave it. Every link on a page or in an answer is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import quote, urlencode

from msgspec.structs import replace

from directory.errors import Problem
from directory.facility import Facility
from search.place import Place
from search.query import Query
from web import language
from web.language import gettext as _
from web.param_names import SIDES, facet_of
from web.params import encode, unparse
from web.words import address, slug

SEARCH = "/search"
ATOM = "/feeds/changes.atom"

NOTHING = Query()
"""The question that asks for nothing in particular, for links that begin one."""


def search(query: Query, path: str | None = None) -> str:
    """The address that asks a question, by default of the page of results in the current language."""
    written, path = encode(query), language.path(SEARCH) if path is None else path
    return f"{path}?{written}" if written else path


def at_page(query: Query, page: int) -> Query:
    """The same question, another page of its answer."""
    return replace(query, page=page)


def changed(query: Query, **fields: object) -> Query:
    """The question with fields replaced, from its first page."""
    return replace(query, page=1, **fields)


def without(query: Query, facet: str, key: str = "") -> Query:
    """The question without one chosen value of a facet, or without the facet when no key is given."""
    return changed(query, **{field: _less(getattr(query, field), facet, key) for field in SIDES.values()})


def chosen(query: Query) -> list[tuple[str, str]]:
    """What is chosen of every facet, as parameters."""
    return [pair for pair in unparse(query) if facet_of(pair[0])[0]]


def by_id(public_id: str) -> str:
    """The address of a facility's page without its name, which leads to the one with it."""
    return f"/facility/{public_id}"


def facility(found: Facility) -> str:
    """The page of a facility, with its name in the address."""
    return language.path(f"/facility/{found.id}/{slug(found)}")


def news(place: Place | None) -> str:
    """The feed of what changes in a state or county; "" for another place, or none."""
    if place is None or place.kind not in ("state", "county"):
        return ""
    county = {"county": place.county} if place.kind == "county" else {}
    return f"{ATOM}?{urlencode({'state': place.state, **county})}"


def corrected(
    pairs: Iterable[tuple[str, str]], problem: Problem, choice: str, page: str, known: Collection[str]
) -> str:
    """The address with one wrong value, or one unknown name, put right and everything else kept. `page` is where it was
    asked, by its bare path, and takes the parameters `known`."""
    pairs, page = [(name.strip(), value) for name, value in pairs], language.path(page)
    if problem.parameter not in known:
        return f"{page}?" + urlencode([(choice if name == problem.parameter else name, value) for name, value in pairs])
    others = [(name, _other_values(value, problem) if name == problem.parameter else value) for name, value in pairs]
    return f"{page}?" + urlencode([*((n, v) for n, v in others if v), (problem.parameter, choice)])


def directions(found: Facility) -> str:
    """A map of the way there, at another site: to the building where a source gave its point, else to its address; ""
    to a place that does not give out its address."""
    if found.front_gate:
        return ""
    if found.point == "source":
        return f"https://www.openstreetmap.org/directions?to={found.latitude}%2C{found.longitude}"
    return f"https://www.openstreetmap.org/search?query={quote(address(found), safe='')}"


def report(contact: str, found: Facility, generation: int) -> str:
    """A message to the operator about a facility, prepared for the visitor's own mail program."""
    subject = _("Listing %(id)s: %(name)s") % {"id": found.id, "name": found.name}
    listing, edition = _("Listing: %(id)s") % {"id": found.id}, _("Edition: %(number)s") % {"number": generation}
    body = "\r\n".join((found.name, listing, edition, "", _("What is wrong:"), ""))
    return f"mailto:{contact}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"


def _less(chosen: dict[str, tuple[str, ...]], facet: str, key: str) -> dict[str, tuple[str, ...]]:
    kept = {name: tuple(k for k in keys if name != facet or (key and k != key)) for name, keys in chosen.items()}
    return {name: keys for name, keys in kept.items() if keys}


def _other_values(value: str, problem: Problem) -> str:
    """What stays of a comma-separated value when the wrong part is taken out. A place's own comma is no separator."""
    if not facet_of(problem.parameter)[0]:
        return ""
    return ",".join(part for part in value.split(",") if part.strip() != problem.value)
