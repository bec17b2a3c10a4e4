"""URL parameters to a question and back. The page, the API, downloads and the command line all read them here.

`parse(unparse(query)) == query` for every question that can be asked; a wrong one is refused naming every parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote_plus

from directory.errors import Problem, QueryError
from directory.vocabulary import vocabulary
from search.query import Query
from web import id_list
from web.language import gettext as _
from web.param_names import AFTER, BEFORE, SIDES, appended, facet_of, names
from web.param_values import VALUES, WrongError, one_of_these, read_term, read_value, shown, write_value
from web.spellings import near_names

Pairs = Iterable[tuple[str, str]]

WAS = "was"
"""What a form showed as words. It goes along with `said`, and where the words were changed the sentence they came from
is forgotten, so that new words are understood anew. Read here and never written."""

AS = "as"
"""What the ticks of a facet are taken for, whatever they were sent as: the value is a parameter's name, so that
"payment.not" leaves out what is ticked under "payment". Buttons send it. Read here and never written."""

SHOW = "show"
"""The facet of which a page shows every choice. It is of the page and not of the question: buttons send it, it is
dropped where questions are read, and never written."""

MAX_VALUES = 200
"""Values in one question, so that a long address cannot keep us busy."""

_PLAIN = re.compile(r"[a-zA-Z0-9_.-]*").fullmatch
"""Values that stand in an address as they are, as most do; every page writes a dozen addresses."""


def parse(pairs: Pairs) -> Query:
    """The question that parameters ask. Raises QueryError that names every parameter that is wrong."""
    query, problems = read(pairs)
    if problems:
        raise QueryError(problems)
    return query


def read(pairs: Pairs) -> tuple[Query, tuple[Problem, ...]]:
    """What could be understood, and everything that could not: an error page keeps the first and shows the second."""
    reading = _Reading()
    pairs = list(pairs)
    for name, values in _grouped(_taken_as(_typed_anew(pairs))).items():
        if name != id_list.LIST and (name != SHOW or values[0] not in vocabulary().facets):
            reading.take(name, values)
    return reading.query(), (*reading.problems, *_listed(pairs))


def unparse(query: Query) -> list[tuple[str, str]]:
    """The parameters that ask a question, in one fixed order; what is at its default is left out."""
    before, after = _single(query)
    return [*before, *((name, key) for name, keys in _sides(query) for key in keys), *after]


def encode(query: Query) -> str:
    """`unparse` as the part of an address after the question mark. The terms of the vocabulary stand in it as they are:
    a page of a question with two hundred of them writes as many addresses."""
    before, after = (
        [f"{name}={value if _PLAIN(value) else quote_plus(value)}" for name, value in each] for each in _single(query)
    )
    return "&".join([*before, *(f"{name}=" + f"&{name}=".join(keys) for name, keys in _sides(query)), *after])


def _single(query: Query) -> Iterator[list[tuple[str, str]]]:
    """The parameters of one value, those before the filters and those after them."""
    for each in (BEFORE, AFTER):
        yield [(name, value) for name in each if (value := write_value(name, query))]


def _sides(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The filters, each with its values."""
    used = query.any_of.keys() | query.all_of.keys() | query.none_of.keys()
    for facet in vocabulary().facets if used else ():
        if facet in used:
            for suffix, field in SIDES.items():
                if keys := getattr(query, field).get(facet):
                    yield facet + suffix, keys


def _listed(pairs: Pairs) -> tuple[Problem, ...]:
    """What is wrong with the list that goes along; what is in it is the page's affair."""
    try:
        id_list.ids_of(pairs)
    except QueryError as error:
        return error.problems
    return ()


class _Reading:
    """A question while it is being read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._single: dict[str, object] = {}
        self._sides: dict[str, dict[str, tuple[str, ...]]] = {field: {} for field in SIDES.values()}
        self._left = MAX_VALUES

    def take(self, name: str, values: list[str]) -> None:
        if name in VALUES:
            self._take_single(name, values)
        elif facet_of(name)[0]:
            self._take_terms(name, values)
        elif not appended(name):
            known = names()
            error = WrongError(_("There is no parameter of this name."), one_of_these(known), near_names(name, known))
            self._wrong(name, values[0], error)

    def query(self) -> Query:
        return Query(**self._single, **self._sides)  # type: ignore[arg-type]  # one reader per field

    def _take_single(self, name: str, values: list[str]) -> None:
        try:
            self._single[name] = read_value(name, values)
        except WrongError as error:
            self._wrong(name, values[0], error)

    def _take_terms(self, name: str, values: list[str]) -> None:
        facet, field = facet_of(name)
        keys: dict[str, None] = {}
        for value in (part.strip() for each in values for part in each.split(",") if part.strip()):
            self._left -= 1
            if self._left < 0:
                if self._left == -1:
                    most = _("at most %(count)s values") % {"count": MAX_VALUES}
                    self._wrong(name, value, WrongError(_("This is one value too many."), most))
                return
            try:
                keys[read_term(facet, value)] = None
            except WrongError as error:
                self._wrong(name, value, error)
        if keys:
            self._sides[field][facet] = tuple(keys)

    def _wrong(self, name: str, value: str, error: WrongError) -> None:
        self.problems.append(Problem(shown(name), shown(value), error.message, error.allowed, error.choices))


def _typed_anew(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters without WAS, and without `said` where `q` is not what the form showed."""
    was = next((value for name, value in pairs if name == WAS), None)
    if was is None:
        return pairs
    typed = next((value for name, value in pairs if name == "q"), "")
    left = (WAS,) if typed.split() == was.split() else (WAS, "said")
    return [(name, value) for name, value in pairs if name not in left]


def _taken_as(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters without AS, wishes of the facets it names under the names it gives. One that names no parameter of
    a facet stays, to be refused."""
    taken = {facet: value for name, value in pairs if name == AS and (facet := facet_of(value)[0])}
    if not taken:
        return pairs
    wishes = {facet + side: name for facet, name in taken.items() for side in ("", ".all")}
    return [(wishes.get(name, name), value) for name, value in pairs if name != AS or not facet_of(value)[0]]


def _grouped(pairs: Pairs) -> dict[str, list[str]]:
    """Values by parameter, white space made single. An empty value means "not given": forms send them."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        plain = " ".join(value.split())
        if plain:
            given.setdefault(name.strip(), []).append(plain)
    return given
