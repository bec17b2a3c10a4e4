"""The question and the answer: what can be asked of the engine, and what it gives back. Knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from directory.facility import Facility
from search.places import Place
from search.tally import Tally

SORTS: Mapping[str, str] = {
    "best": "Best match",
    "distance": "Nearest first",
    "name": "Name, A to Z",
    "updated": "Newest information first",
}
"""Orders of an answer. Each ends in name, then id, so that the order is the same every time. "best" is by text where
words were given, else by distance where there is a point, else by name; without words, places of which no source says
that they treat (health centers, say) come after the others."""

LISTED: Mapping[str, str] = {
    "now": "Listed now",
    "all": "Also places that are no longer listed",
}
"""Which facilities a question is about."""

STATED: Mapping[str, str] = {
    "yes": "Places that say they offer it",
    "unknown": "Places that do not say whether they offer it",
}
"""Which facilities a filter lets through."""

DEFAULT_WITHIN = 25.0
MAX_WITHIN = 500.0
DEFAULT_SIZE = 20
MAX_SIZE = 100
MAX_PAGE = 5000
MAX_WORDS = 200
"""Limits: miles, miles, listings a page, listings a page, pages, characters of `q`."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One question.

    * `q`: words, searched in names, places and what is offered. `said`: the sentence that `q` and the filters were
    understood from; "" where nothing was understood yet (see `asking.py`). `near`: a place as typed; "" for everywhere.
    * `within`: miles around a point, None for any distance. It does not apply to a state or county, which are areas.
    * `any_of`: facet -> term keys of which a facility needs one. `all_of`: facet -> term keys it needs every one of.
    `none_of`: facet -> term keys of which it must have none. What a facility does not say is not had.
    * `stated`: "yes" for facilities that fit; "unknown" for those that may: they fit but for one facet of `any_of` and
    `all_of`, for which no source states any of the values chosen there. Without such a facet it changes nothing.
    * `listed`: "now" for places that a current source lists, "all" for those no longer listed too, which come last.
    * `page` from 1, `size` listings a page.
    """

    q: str = ""
    said: str = ""
    near: str = ""
    within: float | None = DEFAULT_WITHIN
    any_of: dict[str, tuple[str, ...]] = {}
    all_of: dict[str, tuple[str, ...]] = {}
    none_of: dict[str, tuple[str, ...]] = {}
    stated: str = "yes"
    listed: str = "now"
    sort: str = "best"
    page: int = 1
    size: int = DEFAULT_SIZE


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One facility of an answer. `miles` is geodesic, None where the question has no point or the facility has none;
    `about` says that the miles are to a ZIP code's point, not to the building."""

    facility: Facility
    miles: float | None = None
    about: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    * `total`: how many fit; `hits`: those of the page asked for, in order.
    * `place`: what `near` was taken to mean, None when it was empty. `within`: the miles that were applied, None for
    none.
    * `facets`: facet -> term key -> how many fit, each facet counted without its own choice, that is: of what the
    question finds without the facet in `any_of`, `all_of` and `none_of`; every term is there, 0 too.
    * `not_stated`: facet of `any_of` and `all_of` -> how many fit everything else, and have nothing of its `none_of`,
    while no source states any of the chosen values there. No facility is in two of these groups; together they are
    what the question finds with `stated="unknown"`.
    * `without_point`: how many fit but for having no point at all, so that no distance can be told; they are not in
    `hits`.
    * `corrected`: word of `q` -> what it was taken for. `missing`: words that are nowhere and like nothing, so that
    nothing was found. `ignored`: words past the limit, which were not looked for.
    """

    query: Query
    place: Place | None = None
    within: float | None = None
    total: int
    hits: list[Hit]
    facets: Tally
    not_stated: dict[str, int]
    without_point: int = 0
    corrected: dict[str, str] = {}
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.query.size))


class Relaxation(msgspec.Struct, frozen=True, kw_only=True):
    """A question that asks for less in one thing, and how many it finds.

    `kind` is "facet" (without the choices of `facet`), "words" (without `q`) or "within" (a wider radius)."""

    kind: str
    query: Query
    total: int
    facet: str = ""


class Remote(msgspec.Struct, frozen=True, kw_only=True):
    """Places out of reach that may serve people from afar: in the state of the place and with telehealth.

    `total`: how many; `hits`: the nearest of them, in order; those without a point last."""

    state: str
    total: int
    hits: list[Hit]
