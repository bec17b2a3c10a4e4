"""A list of places in an address: their public ids, in the order in which somebody means to call them. Nothing else
keeps the list. `params` reads it on the page of results, `pages` on that of a facility, `shortlist` on its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace

from directory.errors import Problem, QueryError
from web import language, words
from web.language import gettext as _

PUBLIC_ID = re.compile("[0-9a-z]{10}")

LIST = "list"
"""The parameter that carries somebody's list along while they search. It is of the page and not of the question."""

IDS = "ids"
"""The parameter of the list's own page."""

MOST = 20
"""Places in a list: an afternoon of telephone calls, and a link that a text message still takes."""


def ids_of(pairs: Iterable[tuple[str, str]], name: str = LIST) -> tuple[str, ...]:
    """The ids that a parameter gives, each once. Raises QueryError for what is no id, and for too many."""
    given = (part.strip().casefold() for key, value in pairs if key == name for part in value.split(","))
    ids = tuple(dict.fromkeys(part for part in given if part))
    wrong = next((each for each in ids if not PUBLIC_ID.fullmatch(each)), "")
    if wrong or len(ids) > MOST:
        raise QueryError((_problem(name, _readable(wrong) or words.places(len(ids))),))
    return ids


def joined(ids: Iterable[str]) -> str:
    """Ids as a parameter has them."""
    return ",".join(ids)


def address(ids: Iterable[str], path: str = "/shortlist") -> str:
    """The address of a list."""
    written, path = joined(ids), language.path(path)
    return f"{path}?{IDS}={written}" if written else path


def along(url: str, ids: tuple[str, ...]) -> str:
    """An address of this site that takes the list along."""
    if not ids:
        return url
    path, mark, fragment = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{LIST}={joined(ids)}{mark}{fragment}"


def carrying(shown: object, ids: tuple[str, ...]) -> object:
    """Links that take the list along: what has a `url`, tuples of such things and what holds them; anything else as it
    is."""
    if isinstance(shown, tuple):
        return tuple(carrying(each, ids) for each in shown)
    if not ids or not is_dataclass(shown) or isinstance(shown, type):
        return shown
    if hasattr(shown, "url"):
        return replace(shown, url=along(shown.url, ids))
    return replace(shown, **{field.name: carrying(getattr(shown, field.name), ids) for field in fields(shown)})


def _problem(name: str, value: str) -> Problem:
    right = _("up to %(most)s ids of places, ten small letters or digits each, with commas between them")
    return Problem(name, value, _("This is no list of places."), right % {"most": MOST})


def _readable(value: str) -> str:
    """What was sent, as it can be repeated: short, without what cannot be printed."""
    return "".join(c if c.isprintable() else "\ufffd" for c in value[:80])
