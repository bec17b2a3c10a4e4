"""What search engines may keep: of pages of results those whose question is made of public things alone, and what these
say of themselves; of all else nothing that holds a question.

Public are places of our place table under their own names, ZIP codes, terms of the vocabulary and the number of a page.
So an address that is kept holds nothing that anybody made up: no words, no street, no position, no list, no parameter
that we do not know. Everything else carries `noindex`, in the page or, where it is no page, beside it (`web.middleware`
asks `left_out`). It can be fetched for that: a crawler that is kept out by robots.txt never sees the mark, and may keep
the bare address, in which the words stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from directory.errors import QueryError
from directory.vocabulary import vocabulary
from search.engine import Engine, find_place
from search.places import Place
from search.query import DEFAULT_SIZE, DEFAULT_WITHIN, Answer, Query
from web import language, links, words
from web.language import gettext as _
from web.param_names import SIDES, facet_of, names
from web.params import Pairs

LEFT_OUT = ("/download/", "/api/", "/hsds/", "/feeds/", "/files/", "/shortlist/")
"""How addresses begin that search engines are asked to leave out whatever is asked: copies, and what is made of
people's lists."""

ROBOTS = "User-agent: *\nDisallow:\n"
"""What crawlers are told: to leave nothing alone. Each answer says itself whether it may be kept, and an address that
is forbidden can be indexed unread."""

USUAL: Mapping[str, str] = {
    "within": f"{DEFAULT_WITHIN:.0f}",
    "sort": links.NOTHING.sort,
    "stated": links.NOTHING.stated,
    "listed": links.NOTHING.listed,
    "size": str(DEFAULT_SIZE),
}
"""What a form sends along of each parameter where nothing was chosen."""

_NAME = re.compile(r"[A-Za-z .,'-]+")
"""What the name of a town, county or state may be typed with. A key folds other letters away, so that they would stand
in an address unread."""


@dataclass(frozen=True, slots=True)
class Findable:
    """What a page of results that may be kept says of itself: the bare address of the same question in its normal form,
    and what it holds."""

    address: str
    told: str


def left_out(path: str, asked: bool) -> bool:
    """Whether an answer says beside it that it is to be left out: what is no page, and any other page than results that
    is asked for with something behind the question mark. `path` is bare; a page of results says it itself."""
    return path.startswith(LEFT_OUT) or (asked and path != links.SEARCH)


def public(engine: Engine, pairs: Pairs, answer: Answer) -> bool:
    """Whether a question that was asked with these parameters is made of public things alone."""
    pairs, place = list(pairs), answer.place
    page = str(answer.query.page)
    if not all(_ours(name, value, page) for name, value in pairs):
        return False
    return place is None or _public(engine, dict(pairs).get("near", ""), answer.query.near, place)


def findable(engine: Engine, answer: Answer) -> Findable | None:
    """What a page says that answers a public question; None where it is to be left out all the same: where nothing was
    found, or the listings are invented."""
    if engine.manifest.fictional or not answer.hits:
        return None
    place = answer.place
    return Findable(normal(answer.query, place.label if place else ""), _told(answer))


def normal(query: Query, near: str) -> str:
    """The bare address of a question in its normal form: its place by its label, its terms in the order of the
    vocabulary."""
    sides = {field: _sorted(getattr(query, field)) for field in SIDES.values()}
    return links.search(replace(query, near=near, **sides), links.SEARCH)


def _ours(name: str, value: str, page: str) -> bool:
    """Whether a parameter is a filter, the page, or says no more than is usual, written as our links and forms write
    it: 25.00000000000000041 is read as 25 miles, and its digits would stand in an address. The place is looked at on
    its own."""
    facet, _field = facet_of(name)
    if facet:
        return not value or vocabulary().facets[facet].terms.keys() >= set(value.split(","))
    right = {**USUAL, "page": page}.get(name, "")
    return name in names() and (name == "near" or value in ("", right))


def _public(engine: Engine, typed: str, near: str, place: Place) -> bool:
    """Whether a place was typed as its name or its ZIP code and nothing besides, and is found again by its label. Where
    a street was typed, the question has another text for its place (`addresses.settled`)."""
    if place.kind == "point" or " ".join(typed.split()) != near or not _again(engine, place):
        return False
    if _spaced(near) == _spaced(place.label):
        return True
    return near == place.zip if place.kind == "zip" else bool(_NAME.fullmatch(near))


def _again(engine: Engine, place: Place) -> bool:
    try:
        return find_place(engine.places, place.label).label == place.label
    except QueryError:
        return False


def _spaced(typed: str) -> str:
    return " ".join(typed.replace(",", " ").casefold().split())


def _sorted(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    facets = vocabulary().facets
    return {facet: tuple(key for key in facets[facet].terms if key in keys) for facet, keys in chosen.items()}


def _told(answer: Answer) -> str:
    """ "61 places within 25 miles of Pittsburgh, PA: Detox. …": what a search engine shows below the title."""
    found, asked = words.found(answer), ", ".join(_label(name, key) for name, key in links.chosen(answer.query))
    told = _(
        "%(found)s. Telephone numbers, what each place offers, who says so and how old that is. "
        "No advertisers' numbers."
    )
    return told % {"found": f"{found}: {asked}" if asked else found}


def _label(name: str, key: str) -> str:
    facet, _field = facet_of(name)
    return words.mark(name.removeprefix(facet)) + language.vocabulary().facets[facet].terms[key].label
