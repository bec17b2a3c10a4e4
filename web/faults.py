"""What is wrong with a question, as a page shows it: the field in words, and links that put it right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from directory.errors import Problem
from search.query import LISTED, SORTS, STATED
from web import id_list, language, links, words
from web.language import gettext as _
from web.language import marked
from web.param_names import facet_of
from web.param_names import names as names_of_questions
from web.param_values import one_of_these
from web.results import Link
from web.sentences import translated
from web.spellings import near_names

FIELDS: Mapping[str, str] = {
    "q": marked("What you need"),
    "near": marked("Place"),
    "within": marked("Distance"),
    "stated": marked("Said or not said"),
    "listed": marked("Which places"),
    "sort": marked("Order"),
    "page": marked("Page"),
    "size": marked("Page size"),
    "said": marked("What you typed"),
    "list": marked("Your list"),
    "ids": marked("Your list"),
    "state": marked("State"),
    "measure": marked("Nearest"),
    "look": marked("Light or dark"),
    "color": marked("Color"),
    "height": marked("Height in pixels"),
}

CHOICES: Mapping[str, Mapping[str, str]] = {
    "within": {"any": marked("any distance")},
    "sort": SORTS,
    "listed": LISTED,
    "stated": STATED,
}
"""Parameters of which values have words of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked: the page, by its bare path, and what it takes besides the parameters of a question:
    a name and what its values are called."""

    page: str = links.SEARCH
    more: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every parameter the page takes."""
        return [*names_of_questions(), *self.more]


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem as the page shows it: the field, what is wrong, what is right, and links that put it right."""

    field: str
    problem: Problem
    fixes: tuple[Link, ...]


def faults(pairs: Iterable[tuple[str, str]], problems: Iterable[Problem], asked: Asked) -> tuple[Fault, ...]:
    """The problems of a question that was asked with these parameters. A link keeps all that was right."""
    pairs = list(pairs)
    return tuple(_fault(pairs, _with_more(problem, asked), asked) for problem in problems)


def _fault(pairs: list[tuple[str, str]], problem: Problem, asked: Asked) -> Fault:
    fixes = (Link(_choice(problem, c, asked), _put_right(pairs, problem, c, asked)) for c in problem.choices)
    return Fault(_field(problem.parameter), replace(problem, message=translated(problem.message)), tuple(fixes))


def _with_more(problem: Problem, asked: Asked) -> Problem:
    """A name that is unknown may have been meant for one that the page takes besides."""
    if not asked.more or problem.parameter in (*asked.names, id_list.LIST, id_list.IDS):
        return problem
    meant = near_names(problem.parameter, asked.names)
    return replace(problem, allowed=one_of_these(asked.names), choices=meant)


def _put_right(pairs: list[tuple[str, str]], problem: Problem, choice: str, asked: Asked) -> str:
    return links.corrected(pairs, problem, choice, asked.page, asked.names)


def _field(parameter: str) -> str:
    facet = language.vocabulary().facets.get(facet_of(parameter)[0])
    return _(FIELDS.get(parameter, "")) or (facet.label if facet else f"“{parameter}”")


def _choice(problem: Problem, choice: str, asked: Asked) -> str:
    facet = language.vocabulary().facets.get(facet_of(problem.parameter)[0])
    if facet and choice in facet.terms:
        return facet.terms[choice].label
    if problem.parameter == "within" and choice != "any":
        return words.miles_of(float(choice))
    return _({**CHOICES, **asked.more}.get(problem.parameter, {}).get(choice, choice))
