"""What is asked of the HSDS API: the parameters of the specification's OpenAPI document. Most of them become parameters
of our own questions, so that both are read, refused and answered in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from starlette.requests import Request

from directory.errors import Problem, QueryError
from directory.exports.hsds_service import TAXONOMY
from search.query import MAX_WITHIN
from web.hsds_documents import FULL, FULL_SERVICE, MINIMAL, Flags, terms
from web.hsds_ids import UUID
from web.param_values import shown
from web.spellings import near_names

METERS = 1609.344
"""Of a mile."""

SEARCH, TERM, TAXONOMY_ID, POSTCODE, PROXIMITY = "search", "taxonomy_term_id", "taxonomy_id", "postcode", "proximity"
ORGANIZATION_ID, MODIFIED_AFTER, PARENT_ID, TOP_ONLY = "organization_id", "modified_after", "parent_id", "top_only"

_PAGED = (SEARCH, "text", "page", "per_page", "format")
_NARROWED = (TERM, TAXONOMY_ID, ORGANIZATION_ID, MODIFIED_AFTER)
TAKES: Mapping[str, tuple[str, ...]] = {
    "services": (*_PAGED, *_NARROWED, MINIMAL, FULL),
    "organizations": (*_PAGED, FULL, FULL_SERVICE),
    "service_at_locations": (*_PAGED, *_NARROWED, POSTCODE, PROXIMITY, FULL),
    "taxonomies": _PAGED,
    "taxonomy_terms": (*_PAGED, TAXONOMY_ID, TOP_ONLY, PARENT_ID),
}
"""The parameters of each list. `text` is another name for `search`."""

OF_ONE: Mapping[str, tuple[str, ...]] = {"organizations": (FULL_SERVICE,)}
"""Those of one of a list; others take none."""

OURS: Mapping[str, str] = {
    SEARCH: "q", "text": "q", "page": "page", "per_page": "size", POSTCODE: "near", PROXIMITY: "within"
}  # fmt: skip
"""Parameters of theirs -> of our questions."""

MOST_WHOLE = 25
"""Whole documents on a page: 500 kB, and as long to write as fifty searches."""

_FLAGS = frozenset({FULL, FULL_SERVICE, MINIMAL, TOP_ONLY})
_BESIDE = frozenset({ORGANIZATION_ID, "page", "per_page", "format", FULL, MINIMAL})
"""What `organization_id` goes with: an organization has one service, so nothing else is left to ask."""

_METERS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,9})?")
_COUNT = re.compile(r"[0-9]{1,9}")
_ZIP = re.compile(r"([0-9]{5})(-?[0-9]{4})?")


class _WrongError(Exception):
    """One value cannot be used: what is wrong, what would be right."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: parameters with their values as they were read, and what is wrong with others."""

    read: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of our questions."""
        chosen = [value.split(":") for name, value in self.read if name == TERM]
        return [(OURS[name], value) for name, value in self.read if name in OURS] + [(f, key) for f, key in chosen]

    @property
    def flags(self) -> Flags:
        """Names of what is to be so."""
        return frozenset(name for name, value in self.read if name in _FLAGS and value)

    def one(self, name: str) -> str:
        """The value of a parameter, "" for none."""
        return dict(self.read).get(name, "")

    def check(self) -> Wanted:
        """Itself. Raises QueryError where anything is wrong."""
        if self.problems:
            raise QueryError(self.problems)
        return self

    def renamed(self, error: QueryError) -> QueryError:
        """What is wrong with a question of ours, beside `problems`, under the names of theirs; without choices, which
        are of values we take."""
        names = {OURS[name]: name for name, _ in self.read if name in OURS}
        ours = [each for each in error.problems if each not in self.problems]
        told = [replace(each, parameter=names.get(each.parameter, SEARCH), choices=()) for each in ours]
        return QueryError((*self.problems, *told))


def wanted(request: Request, takes: tuple[str, ...]) -> Wanted:
    """What a request asks of an address that takes these parameters. An empty value is none."""
    pairs = [(name, " ".join(value.split())) for name, value in request.query_params.multi_items()]
    given = [pair for pair in pairs if pair[1]]
    read: list[tuple[str, str]] = []
    problems = [*_beside([pair for pair in given if pair[0] in takes])]
    for name, value in given:
        try:
            read.append((name, _value(name, value, takes, [each for each, _ in read])))
        except _WrongError as error:
            message, allowed = error.args
            near = () if name in takes else near_names(name, takes)
            problems.append(Problem(shown(name), shown(value), message, allowed, near))
    return Wanted(tuple(read), tuple(problems))


def _value(name: str, value: str, takes: tuple[str, ...], before: list[str]) -> str:
    if name not in takes:
        allowed = f"one of: {', '.join(takes)}" if takes else "no parameter"
        raise _WrongError("There is no parameter of this name.", allowed)
    if name in before and name != TERM:
        raise _WrongError("This is given more than once.", "one value")
    return _READERS.get(name, _flag if name in _FLAGS else str)(value)


def _beside(given: list[tuple[str, str]]) -> Iterator[Problem]:
    """What is wrong with one parameter because of another."""
    names = {name for name, _ in given}
    for name, value in given:
        if ORGANIZATION_ID in names and name not in _BESIDE:
            told = "An organization has one service, which nothing else narrows."
            yield Problem(shown(name), shown(value), told, f"{ORGANIZATION_ID} without it")
        if name == PROXIMITY and POSTCODE not in names:
            yield Problem(name, shown(value), "There is nothing to be near.", "a postcode beside it")
    whole = next((name for name, value in given if name in (FULL, FULL_SERVICE) and value.casefold() == "true"), "")
    for name, value in given if whole else ():
        if name == "per_page" and _COUNT.fullmatch(value) and int(value) > MOST_WHOLE:
            yield Problem(name, shown(value), f"This is too many with {whole}.", f"at most {MOST_WHOLE} whole ones")


def _flag(value: str) -> str:
    if value.casefold() not in ("true", "false"):
        raise _WrongError("This is neither true nor false.", "true or false")
    return "true" if value.casefold() == "true" else ""


def _format(value: str) -> str:
    if value.casefold() != "json":
        raise _WrongError("There is no such format here.", "json; /download/hsds and /download/jsonl give whole lists")
    return value


def _zip(value: str) -> str:
    found = _ZIP.fullmatch(value)
    if not found:
        raise _WrongError("This is no ZIP code.", "five digits, or nine")
    return found[1]


def _miles(value: str) -> str:
    most = MAX_WITHIN * METERS
    if not _METERS.fullmatch(value) or not 1 <= float(value) <= most:
        raise _WrongError("This is no distance we can search.", f"a number of meters from 1 to {most:.0f}")
    return f"{float(value) / METERS:.12f}"


def _term(value: str) -> str:
    """Facet and key of a term."""
    found = terms().get(value.lower())
    if found is None:
        raise _WrongError("There is no term of this id.", "an id of /hsds/taxonomy_terms")
    return str(found["code"])


def _taxonomy(value: str) -> str:
    if value.lower() != TAXONOMY["id"]:
        raise _WrongError("There is no taxonomy of this id.", str(TAXONOMY["id"]))
    return value


def _uuid(value: str) -> str:
    if not UUID.fullmatch(value.lower()):
        raise _WrongError("This is no id.", "a UUID")
    return value.lower()


def _moment(value: str) -> str:
    """A moment or a day, in UTC where it says no other time."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as error:
        raise _WrongError("This is no date and time.", "as in 2026-05-31T12:00:00Z") from error


_READERS: Mapping[str, Callable[[str], str]] = {
    "format": _format,
    POSTCODE: _zip,
    PROXIMITY: _miles,
    TERM: _term,
    TAXONOMY_ID: _taxonomy,
    ORGANIZATION_ID: _uuid,
    PARENT_ID: _uuid,
    MODIFIED_AFTER: _moment,
}
