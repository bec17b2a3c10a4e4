"""The page of results as its template needs it: chips, filters with counts, the list, ways on when little is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.facility import Facility
from directory.vocabulary import Facet, Term, vocabulary
from search.query import LISTED, SORTS, Answer, Hit, Query
from web import cards, links, words

RADII = (5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0)
OPEN = ("care", "setting", "opioid", "payment")
"""Facets whose choices are in sight before anything is chosen; the others open on a click."""

IN_SIGHT = 8
"""Choices of a facet in sight, the most asked for first; all others are behind "more"."""

FEW = 3
"""Up to this many results, ways to find more are offered."""

FIRST_CHOICES: Mapping[str, tuple[str, ...]] = {
    "care": ("substance-use", "mental-health", "detox"),
    "setting": ("inpatient", "residential", "outpatient", "telehealth"),
    "opioid": ("mat", "otp", "accepts-mat"),
    "medication": ("methadone", "buprenorphine", "buprenorphine-injection", "naltrexone-injection"),
    "payment": ("medicaid", "medicare", "private", "sliding-fee", "free"),
    "group": ("veterans", "pregnant", "adolescents", "lgbtq", "criminal-justice"),
}
"""What the first page offers, by facet."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox. `count` is None where nothing was counted."""

    term: Term
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The checkboxes of one facet: those in sight, and the rest behind "more"."""

    facet: Facet
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One facility of the list. `ended` says who lists it no longer; of such a place nothing is promised."""

    facility: Facility
    distance: str
    numbers: tuple[cards.Number, ...]
    offers: tuple[cards.Offer, ...]
    opioid: str
    met: tuple[str, ...]
    ended: tuple[str, ...]


def rows(answer: Answer) -> tuple[Row, ...]:
    """The list of a page."""
    return tuple(_row(hit, answer.query) for hit in answer.hits)


def chips(query: Query, where: str) -> tuple[Link, ...]:
    """Every filter that is on, each with the address without it. `where` describes the place in words."""
    place = Link(where, links.search(links.changed(query, near="", within=Query().within)))
    former = Link(LISTED["all"], links.search(links.changed(query, listed="now")))
    also = [former] if query.listed == "all" else []
    return (*_word_chips(query), *([place] if query.near else []), *_term_chips(query), *also)


def former(query: Query, gone: int) -> Link | None:
    """The same question about places no longer listed too, of which the directory has `gone`; None where that is asked
    already, or there are none."""
    if query.listed == "all" or not gone:
        return None
    return Link("Also show places that are no longer listed", links.search(links.changed(query, listed="all")))


def groups(answer: Answer) -> tuple[Group, ...]:
    """All facets with their counts."""
    return tuple(_group(facet, answer) for facet in vocabulary().facets.values() if facet.terms)


def first_groups(counts: Mapping[str, Mapping[str, int]]) -> tuple[Group, ...]:
    """The few choices of the first page; those nothing has are left out."""
    facets = vocabulary().facets
    return tuple(
        Group(facets[facet], tuple(_first(facets[facet], keys, counts.get(facet, {}))))
        for facet, keys in FIRST_CHOICES.items()
        if facet in facets
    )


def radii(query: Query) -> tuple[tuple[str, str, bool], ...]:
    """Options of the distance: value, words, whether it is the one asked for."""
    miles = sorted({*RADII, *([query.within] if query.within else [])})
    numbers = [(f"{m!r}".removesuffix(".0"), words.miles_of(m), m == query.within) for m in miles]
    return (*numbers, ("any", "any distance", query.within is None))


def sorts(query: Query) -> tuple[tuple[str, str, bool], ...]:
    """Options of the order."""
    return tuple((key, label, key == query.sort) for key, label in SORTS.items())


def ways_on(answer: Answer) -> tuple[Link, ...]:
    """What to try when there is little: each filter less, and farther away. Nothing is promised of what they find."""
    if answer.total > FEW:
        return ()
    query = answer.query
    filters = (*_word_chips(query), *_term_chips(query))
    less = [Link(f"Search without {chip.label}", chip.url) for chip in filters]
    whole = [Link("Search the whole country", links.search(links.changed(query, near="")))] if query.near else []
    return (*_farther(answer), *less, *whole, Link("Start again", "/"))


def pages(answer: Answer) -> tuple[Link | None, Link | None]:
    """The pages before and after this one."""
    page, last = answer.query.page, answer.pages
    before = Link("Previous page", links.search(links.at_page(answer.query, min(page - 1, last)))) if page > 1 else None
    after = Link("Next page", links.search(links.at_page(answer.query, page + 1))) if page < last else None
    return before, after


def unstated(answer: Answer) -> tuple[tuple[int, str, str], ...]:
    """Of each chosen facet: how many fit but for no source stating it, its label, the address without that filter."""
    facets = vocabulary().facets
    return tuple(
        (count, facets[key].label, links.search(links.without(answer.query, key)))
        for key, count in answer.not_stated.items()
        if count and key in facets
    )


def _row(hit: Hit, query: Query) -> Row:
    found = hit.facility
    return Row(
        facility=found,
        distance=words.distance(hit.miles, found.point),
        numbers=cards.numbers(found),
        offers=cards.offers(found),
        opioid=cards.opioid_medications(found),
        met=cards.wishes_met(found, query),
        ended=tuple(map(words.ended, found.ended)),
    )


def _word_chips(query: Query) -> Iterator[Link]:
    if query.q:
        yield Link(f"“{query.q}”", links.search(links.changed(query, q="")))


def _term_chips(query: Query) -> Iterator[Link]:
    for chosen, needed in ((query.any_of, ""), (query.all_of, "must have: ")):
        for facet, keys in chosen.items():
            for key in keys:
                term = vocabulary().facets[facet].terms[key]
                yield Link(needed + term.label, links.search(links.without(query, facet, key)))


def _group(facet: Facet, answer: Answer) -> Group:
    counts, chosen = answer.facets.get(facet.key, {}), answer.query.any_of.get(facet.key, ())
    choices = [Choice(term, counts.get(key, 0), key in chosen) for key, term in facet.terms.items()]
    in_sight = [choice for choice in choices if choice.count or choice.chosen]
    shown = [choice for position, choice in enumerate(in_sight) if choice.chosen or position < IN_SIGHT]
    return Group(
        facet,
        shown=tuple(shown),
        more=tuple(choice for choice in choices if choice not in shown),
        open=facet.key in OPEN or bool(chosen),
    )


def _first(facet: Facet, keys: tuple[str, ...], counts: Mapping[str, int]) -> Iterator[Choice]:
    for key in keys:
        if key in facet.terms and counts.get(key, 1):
            yield Choice(facet.terms[key], counts.get(key), chosen=False)


def _farther(answer: Answer) -> Iterator[Link]:
    if answer.within is None:
        return
    wider = [miles for miles in RADII if miles > answer.within][:2]
    for miles in wider:
        yield Link(f"Look within {words.miles_of(miles)}", links.search(links.changed(answer.query, within=miles)))
    yield Link("Look at any distance, nearest first", links.search(links.changed(answer.query, within=None)))
