"""Errors as pages and, under /api, as problem+json (RFC 9457): what is wrong, what would be right, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.errors import GenerationError, Problem, QueryError
from directory.vocabulary import vocabulary
from search.query import LISTED, MAX_WORDS, SORTS, STATED
from search.understand import understand
from web import id_list, links
from web.caching import NEVER
from web.crisis import CRISIS
from web.pages import form
from web.params import facet_of, read
from web.results import Link
from web.site import Site

API = "/api/"

SENTENCES: Mapping[int, tuple[str, str]] = {
    400: ("We could not read this search", "Something in the address or the form is not what we expect."),
    404: ("We do not have this page", "The address may be mistyped, or the page may have moved."),
    405: ("This page can only be read", "Nothing can be sent to it; please open it with a plain link."),
    410: ("No longer listed", "This place was listed once and is not any more."),
    414: ("This address is too long", "Please search with fewer words or fewer filters."),
    500: (
        "Something went wrong here",
        "It is our fault, not yours. Please try again, or call one of the numbers above.",
    ),
    503: ("The directory cannot answer right now", "Please try again in a minute. The numbers above work at any hour."),
}

WHICH = "Which place do you mean?"

FIELDS = {
    "q": "What you need",
    "near": "Place",
    "within": "Distance",
    "stated": "Said or not said",
    "listed": "Which places",
    "sort": "Order",
    "page": "Page",
    "size": "Page size",
    "said": "What you typed",
    "list": "Your list",
    "ids": "Your list",
}

CHOICES: Mapping[str, Mapping[str, str]] = {"sort": SORTS, "listed": LISTED, "stated": STATED}
"""Parameters whose values have words of their own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem as the page shows it: the field, what is wrong, what is right, and links that put it right."""

    field: str
    problem: Problem
    fixes: tuple[Link, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Errors:
    """Handlers of what can go wrong; `app.create_app` lists them."""

    site: Site

    def http(self, request: Request, error: Exception) -> Response:
        """What a handler or the router refused: 404, 405 ..."""
        assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's type of a handler is wider than its use
        detail = error.detail if error.detail != HTTPException(error.status_code).detail else ""
        return self.answer(request, error.status_code, detail, headers=error.headers)

    def query(self, request: Request, error: Exception) -> Response:
        """A question with wrong parameters: all of them are named."""
        assert isinstance(error, QueryError)  # noqa: S101
        return self.answer(request, 400, "", error.problems)

    def unavailable(self, request: Request, error: Exception) -> Response:
        """No generation can be opened."""
        return self.answer(request, 503, "", headers={"Retry-After": "30"})

    def server(self, request: Request, error: Exception) -> Response:
        """A mistake of ours. What went wrong is for the log, not for the page."""
        return self.answer(request, 500, "")

    def answer(
        self,
        request: Request,
        status: int,
        detail: str,
        problems: tuple[Problem, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The error in the form that was asked for."""
        title, sentence = SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])
        every = {**(headers or {}), "Cache-Control": NEVER}
        if request.url.path.startswith(API):
            return problem_json(status, title, detail or sentence, problems, every)
        helped = _helped(request, problems)
        title = WHICH if _only_a_choice(problems) else title
        context = {"title": title, "detail": detail or sentence, "status": status, "urgent": self._urgent(request)}
        context |= helped
        return self.site.renderer.page("error.html", self.site.manifest(), context, status=status, headers=every)

    def _urgent(self, request: Request) -> bool:
        """Whether what was typed sounds like an emergency."""
        typed = request.query_params.get("said") or request.query_params.get("q") or ""
        if not typed:
            return False
        try:
            with self.site.serving.engine() as engine:
                return understand(typed[:MAX_WORDS], "", vocabulary(), engine.places).crisis
        except GenerationError:
            return False


def problem_json(
    status: int,
    title: str,
    detail: str,
    problems: tuple[Problem, ...] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """An error of the API. `more` are members beyond those every error has."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "problems": [asdict(problem) for problem in problems],
        "crisis": [asdict(line) for line in CRISIS],
        **(more or {}),
    }
    return Response(msgspec.json.encode(body), status, headers, "application/problem+json")


def _helped(request: Request, problems: tuple[Problem, ...]) -> dict[str, object]:
    """The form as far as it was understood, and each problem with links that put it right."""
    pairs = request.query_params.multi_items()
    asked, _ = read(pairs)
    faults = tuple(
        Fault(
            _field(problem.parameter),
            problem,
            tuple(Link(_choice(problem, c), links.corrected(pairs, problem, c)) for c in problem.choices),
        )
        for problem in problems
    )
    wrong = {problem.parameter for problem in problems} & {id_list.LIST, id_list.IDS}
    return {"faults": faults, "mine": "" if wrong else id_list.joined(id_list.ids_of(pairs)), **form(asked)}


def _only_a_choice(problems: tuple[Problem, ...]) -> bool:
    """Whether nothing is wrong but that a place has to be chosen."""
    return len(problems) == 1 and problems[0].parameter == "near" and bool(problems[0].choices)


def _field(parameter: str) -> str:
    facet = vocabulary().facets.get(facet_of(parameter)[0])
    return FIELDS.get(parameter) or (facet.label if facet else f"“{parameter}”")


def _choice(problem: Problem, choice: str) -> str:
    facet = vocabulary().facets.get(facet_of(problem.parameter)[0])
    if facet and choice in facet.terms:
        return facet.terms[choice].label
    return CHOICES.get(problem.parameter, {}).get(choice, choice)
