"""The page of results as its template needs it: chips, the form's options, pages; the choices of the first page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from directory.exports.formats import FORMATS
from directory.vocabulary import Facet, Term
from search.query import DEFAULT_SIZE, LISTED, SORTS, STATED, Answer, Query
from search.scene import AREAS
from web import links, words
from web.language import current, vocabulary
from web.language import gettext as _
from web.param_names import SIDES

RADII = (5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0)
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
    """The checkboxes of one facet on the first page."""

    facet: Facet
    shown: tuple[Choice, ...]


def chips(query: Query, where: str, dropped: str = "") -> tuple[Link, ...]:
    """Every filter that is on, each with the address without it. `where` describes the place in words; `dropped` are
    words that nothing has, without which all else goes on."""
    rest = links.changed(query, q="") if dropped else query
    return (*_word_chips(query), *_place_chips(rest, where), *_term_chips(rest), *_group_chips(rest))


def former(query: Query, gone: int) -> Link | None:
    """The same question about places no longer listed too, of which the directory has `gone`; None where that is asked
    already, or there are none."""
    if query.listed == "all" or not gone:
        return None
    return Link(_("Also show places that are no longer listed"), links.search(links.changed(query, listed="all")))


def first_groups(counts: Mapping[str, Mapping[str, int]]) -> tuple[Group, ...]:
    """The few choices of the first page; those nothing has are left out."""
    facets = vocabulary().facets
    return tuple(
        Group(facets[facet], tuple(_first(facets[facet], keys, counts.get(facet, {}))))
        for facet, keys in FIRST_CHOICES.items()
        if facet in facets
    )


def told(table: Mapping[str, str], key: str) -> str:
    """A choice of a question (SORTS, LISTED, STATED) in the current language."""
    return _(table[key])


def radii(within: float | None) -> Markup:
    """Options of the distance, the one asked for selected."""
    return _radii(within, current())


def sorts(query: Query, answer: Answer | None) -> Markup:
    """Options of the order, the one asked for selected. Around a point and without words the best match is the nearest,
    and is called so; in a whole state or county there are no miles."""
    place = answer.place if answer else None
    nearest = place is not None and place.kind not in AREAS and not query.q
    return _sorts(query.sort, nearest, current())


def takes(query: Query) -> tuple[Link, ...]:
    """The whole list that a question finds, in each format."""
    written = links.search(links.changed(query, size=DEFAULT_SIZE), "")
    return tuple(Link(_(each.label), f"/download/{each.key}{written}") for each in FORMATS.values())


def pages(answer: Answer) -> tuple[Link | None, Link | None]:
    """The pages before and after this one."""
    page, last = answer.query.page, answer.pages
    former = links.at_page(answer.query, min(page - 1, last))
    before = Link(_("Previous page"), links.search(former)) if page > 1 else None
    after = Link(_("Next page"), links.search(links.at_page(answer.query, page + 1))) if page < last else None
    return before, after


@lru_cache(maxsize=128)
def _radii(within: float | None, language: str) -> Markup:
    miles = sorted({*RADII, *([within] if within else [])})
    numbers = [(f"{m!r}".removesuffix(".0"), words.miles_of(m), m == within) for m in miles]
    return _options((*numbers, ("any", _("any distance"), within is None)))


@lru_cache(maxsize=32)
def _sorts(chosen: str, nearest: bool, language: str) -> Markup:
    called = {key: _(label) for key, label in SORTS.items()}
    if nearest:
        called["best"] = _("Best match (nearest first)")
    return _options((key, label, key == chosen) for key, label in called.items())


def _options(choices: Iterable[tuple[str, str, bool]]) -> Markup:
    option = Markup('<option value="{}"{}>{}</option>')
    return Markup("\n").join(option.format(key, " selected" if on else "", label) for key, label, on in choices)


def _word_chips(query: Query) -> Iterator[Link]:
    if query.q:
        yield Link(f"“{query.q}”", links.search(links.changed(query, q="")))


def _place_chips(query: Query, where: str) -> Iterator[Link]:
    if query.near:
        yield Link(where, links.search(links.changed(query, near="", within=Query().within)))


def _group_chips(query: Query) -> Iterator[Link]:
    if query.stated == "unknown" and (query.any_of or query.all_of):
        yield Link(told(STATED, "unknown"), links.search(links.changed(query, stated="yes")))
    if query.listed == "all":
        yield Link(told(LISTED, "all"), links.search(links.changed(query, listed="now")))


def _term_chips(query: Query) -> Iterator[Link]:
    for side, field in SIDES.items():
        for facet, keys in getattr(query, field).items():
            for key in keys:
                term = vocabulary().facets[facet].terms[key]
                yield Link(words.mark(side) + term.label, links.search(links.without(query, facet, key)))


def _first(facet: Facet, keys: tuple[str, ...], counts: Mapping[str, int]) -> Iterator[Choice]:
    for key in keys:
        if key in facet.terms and counts.get(key, 1):
            yield Choice(facet.terms[key], counts.get(key), chosen=False)
