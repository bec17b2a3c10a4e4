"""One value of a parameter: text, words, miles, a whole number, a choice, a term. Each is read, or refused in words.

`VALUES` says of every parameter that takes one value how it is read and written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from search.query import LISTED, MAX_PAGE, MAX_SIZE, MAX_WITHIN, MAX_WORDS, SORTS, STATED, Query
from search.words import wishes
from web import language
from web.language import gettext as _
from web.language import marked
from web.spellings import home_of, near_terms

MAX_PLACE = 120
"""Characters of `near`."""

_MILES = re.compile(r"[0-9]{0,3}(?<=[0-9])(\.[0-9]{1,22})?|\.[0-9]{1,22}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_UNREADABLE = ("Cc", "Cs")
_USUAL = Query()


class WrongError(Exception):
    """One value cannot be used: what is wrong, what would be right, and values ready to click."""

    def __init__(self, message: str, allowed: str = "", choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.allowed, self.choices = message, allowed, choices


def read_value(name: str, values: list[str]) -> object:
    """What the field of Query gets from a parameter of one value. Raises WrongError."""
    return VALUES[name].read(_readable(_only(values)))


def read_term(facet: str, value: str) -> str:
    """The key of a facet's term. Raises WrongError that says where it belongs, or what is spelled like it."""
    return _term(facet, _readable(value))


def write_value(name: str, query: Query) -> str:
    """A parameter of one value as a question has it; "" for what is at its default."""
    value = getattr(query, name)
    return "" if value == getattr(_USUAL, name) else VALUES[name].write(value)


def shown(value: str) -> str:
    """A value as it can be repeated to the person who sent it: short, and without unreadable characters."""
    clean = "".join("\ufffd" if unicodedata.category(c) in _UNREADABLE else c for c in value)
    return clean if len(clean) <= 80 else clean[:79] + "…"


def one_of_these(keys: Iterable[str]) -> str:
    """What would be right where there is a choice."""
    return _("one of: %(keys)s") % {"keys": ", ".join(keys)}


def _only(values: list[str]) -> str:
    if len(values) > 1:
        raise WrongError(_("This is given %(count)s times.") % {"count": len(values)}, _("one value"))
    return values[0]


def _readable(value: str) -> str:
    if any(unicodedata.category(c) in _UNREADABLE for c in value):
        right = _("letters, digits and punctuation")
        raise WrongError(_("This holds a character that cannot be read."), right)
    return value


def _text(limit: int) -> Callable[[str], str]:
    def read_text(value: str) -> str:
        if len(value) > limit:
            told, right = _("This is %(count)s characters long."), _("at most %(count)s characters")
            raise WrongError(told % {"count": len(value)}, right % {"count": limit})
        return value

    return read_text


def _words(value: str) -> str:
    read = _text(MAX_WORDS)(value)
    if read and not wishes(read):
        right = _("words of letters a to z and digits")
        raise WrongError(_("There is no word in this that we can look for."), right)
    return read


def _miles(value: str) -> float | None:
    if value.casefold() == "any":
        return None
    if not _MILES.fullmatch(value) or not 0 < float(value) <= MAX_WITHIN:
        right = _("a number of miles above 0 and up to %(most)s, or any") % {"most": f"{MAX_WITHIN:.0f}"}
        raise WrongError(_("This is no distance we can search."), right, ("25", "50", "100", "any"))
    return float(value)


def _write_miles(miles: float | None) -> str:
    return "any" if miles is None else f"{miles!r}".removesuffix(".0")


def _one_of(table: Mapping[str, str], message: str) -> Callable[[str], str]:
    def read_key(value: str) -> str:
        if value.casefold() not in table:
            raise WrongError(_(message), one_of_these(table), tuple(table))
        return value.casefold()

    return read_key


def _whole(limit: int) -> Callable[[str], int]:
    def read_whole(value: str) -> int:
        if not _WHOLE.fullmatch(value) or not 1 <= int(value) <= limit:
            right = _("a whole number from 1 to %(most)s") % {"most": limit}
            raise WrongError(_("This number cannot be used."), right)
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
    raise WrongError(message, one_of_these(here.terms), near_terms(facet, key[:80]))


class Value(NamedTuple):
    """How a parameter of one value is read, raising WrongError, and written. `write` takes what is read (Any: of every
    parameter another type)."""

    read: Callable[[str], object]
    write: Callable[[Any], str] = str


VALUES: Mapping[str, Value] = {
    "q": Value(_words),
    "near": Value(_text(MAX_PLACE)),
    "within": Value(_miles, _write_miles),
    "stated": Value(_one_of(STATED, marked("This is no choice of places."))),
    "listed": Value(_one_of(LISTED, marked("This is no choice of places."))),
    "sort": Value(_one_of(SORTS, marked("This is no order we know."))),
    "page": Value(_whole(MAX_PAGE)),
    "size": Value(_whole(MAX_SIZE)),
    "said": Value(_text(MAX_WORDS)),
}
"""Parameter -> its value; it is the name of the field of Query too. In the order in which they are written."""
