"""URL parameters to a question and back. The page, the API, downloads and the command line all read them here.

`parse(unparse(query)) == query` for every question that can be asked; a wrong one is refused naming every parameter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote_plus

from directory.errors import Problem, QueryError
from directory.vocabulary import vocabulary
from search.query import (
    DEFAULT_SIZE,
    DEFAULT_WITHIN,
    LISTED,
    MAX_PAGE,
    MAX_SIZE,
    MAX_WITHIN,
    MAX_WORDS,
    SORTS,
    STATED,
    Query,
)
from search.words import wishes
from web import id_list, language
from web.language import gettext as _
from web.language import marked
from web.spellings import home_of, near_names, near_terms

Pairs = Iterable[tuple[str, str]]

SIDES: Mapping[str, str] = {"": "any_of", ".all": "all_of", ".not": "none_of"}
"""What ends the name of a facet's parameter -> the field of Query: one of the values is needed, every one, none."""

WAS = "was"
"""What a form showed as words. It goes along with `said`, and where the words were changed the sentence they came from
is forgotten, so that new words are understood anew. Read here and never written."""

AS = "as"
"""What the ticks of a facet are taken for, whatever they were sent as: the value is a parameter's name, so that
"payment.not" leaves out what is ticked under "payment". Buttons send it. Read here and never written."""

SHOW = "show"
"""The facet of which a page shows every choice. It is of the page and not of the question: buttons send it, it is
dropped where questions are read, and never written."""

MAX_PLACE = 120
MAX_VALUES = 200
"""Limits: characters of `near`; values in one question, so that a long address cannot keep us busy."""

_PLAIN = re.compile(r"[a-zA-Z0-9_.-]*").fullmatch
"""Values that stand in an address as they are, as most do; every page writes a dozen addresses."""

_MILES = re.compile(r"[0-9]{0,3}(?<=[0-9])(\.[0-9]{1,22})?|\.[0-9]{1,22}")
_WHOLE = re.compile(r"[0-9]{1,9}")
# What social networks and mailers append to a link somebody shares. Refusing it would turn away the person
# who follows the link; it is dropped, never read and never written.
_APPENDED = re.compile(r"utm_[a-z]+|fbclid|gclid|msclkid|mc_[ce]id|igshid|twclid|ttclid")


class _WrongError(Exception):
    """One value cannot be used: what is wrong, what would be right, and values ready to click."""

    def __init__(self, message: str, allowed: str = "", choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.allowed, self.choices = message, allowed, choices


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


def _single(query: Query) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The parameters of one value, those before the filters and those after them."""
    written = [(name, write(query)) for name, write in _WRITERS.items()]
    return [each for each in written[:3] if each[1]], [each for each in written[3:] if each[1]]


def _sides(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The filters, each with its values."""
    used = query.any_of.keys() | query.all_of.keys() | query.none_of.keys()
    for facet in vocabulary().facets if used else ():
        if facet in used:
            for suffix, field in SIDES.items():
                if keys := getattr(query, field).get(facet):
                    yield facet + suffix, keys


def names() -> list[str]:
    """Every parameter there is, in the order they are written."""
    facets = [facet + suffix for facet in vocabulary().facets for suffix in SIDES]
    single = list(_WRITERS)
    return [*single[:3], *facets, *single[3:]]


def facet_of(name: str) -> tuple[str, str]:
    """The facet of a parameter and the field of Query it fills ("payment.not" -> "payment", "none_of"); ("", "") for a
    parameter that is of no facet."""
    facet, dot, rest = name.partition(".")
    field = SIDES.get(dot + rest, "")
    return (facet, field) if field and facet in vocabulary().facets else ("", "")


def one_of_these(keys: Iterable[str]) -> str:
    """What would be right where there is a choice."""
    return _("one of: %(keys)s") % {"keys": ", ".join(keys)}


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
        if name in _READERS:
            self._take_single(name, values)
        elif facet_of(name)[0]:
            self._take_terms(name, values)
        elif not _APPENDED.fullmatch(name):
            known = names()
            error = _WrongError(_("There is no parameter of this name."), one_of_these(known), near_names(name, known))
            self._wrong(name, values[0], error)

    def query(self) -> Query:
        return Query(**self._single, **self._sides)  # type: ignore[arg-type]  # one reader per field

    def _take_single(self, name: str, values: list[str]) -> None:
        try:
            self._single[name] = _READERS[name](_readable(_only(values)))
        except _WrongError as error:
            self._wrong(name, values[0], error)

    def _take_terms(self, name: str, values: list[str]) -> None:
        facet, field = facet_of(name)
        keys: dict[str, None] = {}
        for value in (part.strip() for each in values for part in each.split(",") if part.strip()):
            self._left -= 1
            if self._left < 0:
                if self._left == -1:
                    most = _("at most %(count)s values") % {"count": MAX_VALUES}
                    self._wrong(name, value, _WrongError(_("This is one value too many."), most))
                return
            try:
                keys[_term(facet, _readable(value))] = None
            except _WrongError as error:
                self._wrong(name, value, error)
        if keys:
            self._sides[field][facet] = tuple(keys)

    def _wrong(self, name: str, value: str, error: _WrongError) -> None:
        self.problems.append(Problem(shown(name), shown(value), error.message, error.allowed, error.choices))


def _typed_anew(pairs: Pairs) -> Pairs:
    """The parameters without WAS, and without `said` where `q` is not what the form showed."""
    pairs = list(pairs)
    shown = next((value for name, value in pairs if name == WAS), None)
    if shown is None:
        return pairs
    typed = next((value for name, value in pairs if name == "q"), "")
    left = (WAS,) if typed.split() == shown.split() else (WAS, "said")
    return [(name, value) for name, value in pairs if name not in left]


def _taken_as(pairs: Pairs) -> Pairs:
    """The parameters without AS, wishes of the facets it names under the names it gives. One that names no parameter of
    a facet stays, to be refused."""
    pairs = list(pairs)
    names = {facet: value for name, value in pairs if name == AS for facet in [facet_of(value)[0]] if facet}
    if not names:
        return pairs
    wishes = {facet + side: name for facet, name in names.items() for side in ("", ".all")}
    return [(wishes.get(name, name), value) for name, value in pairs if name != AS or not facet_of(value)[0]]


def _grouped(pairs: Pairs) -> dict[str, list[str]]:
    """Values by parameter, white space made single. An empty value means "not given": forms send them."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        plain = " ".join(value.split())
        if plain:
            given.setdefault(name.strip(), []).append(plain)
    return given


def _only(values: list[str]) -> str:
    if len(values) > 1:
        raise _WrongError(_("This is given %(count)s times.") % {"count": len(values)}, _("one value"))
    return values[0]


def _readable(value: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in value):
        right = _("letters, digits and punctuation")
        raise _WrongError(_("This holds a character that cannot be read."), right)
    return value


def shown(value: str) -> str:
    """A value as it can be repeated to the person who sent it: short, and without unreadable characters."""
    clean = "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in value)
    return clean if len(clean) <= 80 else clean[:79] + "…"


def _text(limit: int) -> Callable[[str], str]:
    def read_text(value: str) -> str:
        if len(value) > limit:
            told, right = _("This is %(count)s characters long."), _("at most %(count)s characters")
            raise _WrongError(told % {"count": len(value)}, right % {"count": limit})
        return value

    return read_text


def _words(value: str) -> str:
    read = _text(MAX_WORDS)(value)
    if read and not wishes(read):
        right = _("words of letters a to z and digits")
        raise _WrongError(_("There is no word in this that we can look for."), right)
    return read


def _miles(value: str) -> float | None:
    if value.casefold() == "any":
        return None
    if not _MILES.fullmatch(value) or not 0 < float(value) <= MAX_WITHIN:
        right = _("a number of miles above 0 and up to %(most)s, or any") % {"most": f"{MAX_WITHIN:.0f}"}
        raise _WrongError(_("This is no distance we can search."), right, ("25", "50", "100", "any"))
    return float(value)


def _one_of(table: Mapping[str, str], message: str) -> Callable[[str], str]:
    def read_key(value: str) -> str:
        if value.casefold() not in table:
            raise _WrongError(_(message), one_of_these(table), tuple(table))
        return value.casefold()

    return read_key


def _whole(limit: int) -> Callable[[str], int]:
    def read_whole(value: str) -> int:
        if not _WHOLE.fullmatch(value) or not 1 <= int(value) <= limit:
            right = _("a whole number from 1 to %(most)s") % {"most": limit}
            raise _WrongError(_("This number cannot be used."), right)
        return int(value)

    return read_whole


def _term(facet: str, value: str) -> str:
    facets, key = language.vocabulary().facets, value.casefold()
    here = facets[facet]
    if key in here.terms:
        return key
    home = home_of(key)
    if home:
        told = _("This belongs to “%(home)s” (%(key)s), not to “%(facet)s”.")
        message = told % {"home": facets[home].label, "key": home, "facet": here.label}
    else:
        message = _("There is no such choice in “%(facet)s”.") % {"facet": here.label}
    raise _WrongError(message, one_of_these(here.terms), near_terms(facet, key[:80]))


def _write_miles(query: Query) -> str:
    if query.within is None:
        return "any"
    return "" if query.within == DEFAULT_WITHIN else f"{query.within!r}".removesuffix(".0")


_READERS: Mapping[str, Callable[[str], object]] = {
    "q": _words,
    "near": _text(MAX_PLACE),
    "within": _miles,
    "stated": _one_of(STATED, marked("This is no choice of places.")),
    "listed": _one_of(LISTED, marked("This is no choice of places.")),
    "sort": _one_of(SORTS, marked("This is no order we know.")),
    "page": _whole(MAX_PAGE),
    "size": _whole(MAX_SIZE),
    "said": _text(MAX_WORDS),
}
_WRITERS: Mapping[str, Callable[[Query], str]] = {
    "q": lambda query: query.q,
    "near": lambda query: query.near,
    "within": _write_miles,
    "stated": lambda query: "" if query.stated == "yes" else query.stated,
    "listed": lambda query: "" if query.listed == "now" else query.listed,
    "sort": lambda query: "" if query.sort == "best" else query.sort,
    "page": lambda query: "" if query.page == 1 else str(query.page),
    "size": lambda query: "" if query.size == DEFAULT_SIZE else str(query.size),
    "said": lambda query: query.said,
}
