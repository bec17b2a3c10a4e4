"""Errors as pages and, under /api, as problem+json (RFC 9457): what is wrong, what would be right, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.crisis import CRISIS
from directory.errors import GenerationError, Problem, QueryError
from directory.vocabulary import vocabulary
from search.query import LISTED, MAX_WORDS, SORTS, STATED
from search.understand import understand
from web import id_list, language, links
from web.caching import NEVER
from web.language import gettext as _
from web.language import marked, ngettext
from web.pages import form
from web.params import facet_of, read
from web.results import Link
from web.sentences import translated
from web.site import Site

API = ("/api/", "/feeds/", "/hsds/")
"""How addresses begin that programs read."""

SENTENCES: Mapping[int, tuple[str, str]] = {
    400: (
        marked("We could not read this search"),
        marked("Something in the address or the form is not what we expect."),
    ),
    404: (marked("We do not have this page"), marked("The address may be mistyped, or the page may have moved.")),
    405: (marked("This page can only be read"), marked("Nothing can be sent to it; please open it with a plain link.")),
    410: (marked("No longer listed"), marked("This place was listed once and is not any more.")),
    414: (marked("This address is too long"), marked("Please search with fewer words or fewer filters.")),
    429: (
        marked("Too many requests from your network at once"),
        marked(
            "Somebody on it, maybe not you, asked for too much. If it is urgent, call 988, or 911 if life is in danger."
        ),
    ),
    500: (
        marked("Something went wrong here"),
        marked("It is our fault, not yours. Please try again, or call one of the numbers above."),
    ),
    503: (
        marked("The directory cannot answer right now"),
        marked("Please try again in a minute. The numbers above work at any hour."),
    ),
}

WHICH = marked("Which place do you mean?")

FIELDS = {
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

    def busy(self, request: Request, seconds: int) -> Response:
        """Too much was asked for at once; in so many seconds more may be."""
        wait = ngettext("Please wait %(count)s second.", "Please wait %(count)s seconds.", seconds) % {"count": seconds}
        detail = f"{wait} {_(SENTENCES[429][1])}"
        return self.answer(request, 429, detail, headers={"Retry-After": str(seconds)})

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
        title, sentence = map(_, SENTENCES.get(status, SENTENCES[400 if status < 500 else 500]))
        every = {**(headers or {}), "Cache-Control": NEVER}
        if request.url.path.startswith(API):
            return problem_json(status, title, detail or sentence, problems, every)
        helped = _helped(request, problems)
        chosen = _only_a_choice(problems)
        context = {"title": _(WHICH) if chosen else title, "only_a_choice": chosen, "detail": detail or sentence}
        context |= {"status": status, "urgent": self._urgent(request), "here": _here(request)}
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
    asked = read(pairs)[0]
    faults = tuple(
        Fault(
            _field(problem.parameter),
            replace(problem, message=translated(problem.message)),
            tuple(Link(_choice(problem, c), links.corrected(pairs, problem, c)) for c in problem.choices),
        )
        for problem in problems
    )
    wrong = {problem.parameter for problem in problems} & {id_list.LIST, id_list.IDS}
    return {"faults": faults, "mine": "" if wrong else id_list.joined(id_list.ids_of(pairs)), **form(asked)}


def _here(request: Request) -> str:
    """The address that was asked for, in no language."""
    path, query = language.bare(request.url.path), request.url.query
    return f"{path}?{query}" if query else path


def _only_a_choice(problems: tuple[Problem, ...]) -> bool:
    """Whether nothing is wrong but that a place has to be chosen."""
    return len(problems) == 1 and problems[0].parameter == "near" and bool(problems[0].choices)


def _field(parameter: str) -> str:
    facet = language.vocabulary().facets.get(facet_of(parameter)[0])
    return _(FIELDS.get(parameter, "")) or (facet.label if facet else f"“{parameter}”")


def _choice(problem: Problem, choice: str) -> str:
    facet = language.vocabulary().facets.get(facet_of(problem.parameter)[0])
    if facet and choice in facet.terms:
        return facet.terms[choice].label
    return _(CHOICES.get(problem.parameter, {}).get(choice, choice))
