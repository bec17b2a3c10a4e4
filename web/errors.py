"""Errors as pages and, under /api, as problem+json (RFC 9457): what is wrong, what would be right, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.crisis import CRISIS
from directory.errors import GenerationError, Problem, QueryError
from directory.vocabulary import vocabulary
from search.query import MAX_WORDS
from search.understand import understand
from web import id_list, language
from web.caching import NEVER
from web.faults import Asked, faults
from web.language import gettext as _
from web.language import marked, ngettext
from web.pages import form
from web.params import read
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
    410: (marked("No longer kept"), marked("What was at this address once is not there any more.")),
    414: (marked("This address is too long"), marked("Please search with fewer words or fewer filters.")),
    416: (
        marked("This file has no such part"),
        marked("It ends before the part that was asked for. Ask for the whole file, without Range."),
    ),
    429: (
        marked("Too many requests from your network at once"),
        marked(
            "Somebody on it, maybe not you, asked for too much. If it is urgent, call 988, or 911 if life is in danger."
        ),
    ),
    500: (
        marked("Something went wrong here"),
        marked("It is our fault, not yours. Please try again, or call one of the crisis lines."),
    ),
    503: (
        marked("The directory cannot answer right now"),
        marked("Please try again in a minute. The crisis lines answer at any hour."),
    ),
}

OF_PROGRAMS: Mapping[int, tuple[str, str]] = {
    404: (
        "There is nothing at this address",
        "It may be mistyped, or what it names is not in this directory. /about/api says what can be asked.",
    ),
    405: ("This address can only be read", "Nothing can be sent to it; ask with GET or HEAD."),
}
"""What programs are told where the same words would not be true of what they read."""

WHICH = marked("Which place do you mean?")
ELSEWHERE = marked("The directory has another address")


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

    def host(self, request: Request) -> Response:
        """A name that this server does not answer to; it is not repeated, and nobody is led anywhere by it. Of the
        right names only the public one is told: the others may be of a network of the operator's own."""
        right = self.site.settings.public_url
        told = _("This server does not answer to the name you used. It answers to: %(right)s") % {"right": right}
        detail = told if right else _("This server does not answer to the name you used.")
        return self.answer(_nameless(request), 400, detail, elsewhere=_(ELSEWHERE))

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
        elsewhere: str = "",
    ) -> Response:
        """The error in the form that was asked for. `elsewhere` is its title where nothing can be found under the
        address that was used."""
        by_program = request.url.path.startswith(API)
        known = {**SENTENCES, **(OF_PROGRAMS if by_program else {})}
        usual, sentence = map(_, known.get(status, SENTENCES[400 if status < 500 else 500]))
        title = elsewhere or usual
        every = {**(headers or {}), "Cache-Control": NEVER}
        if by_program:
            return problem_json(status, title, detail or sentence, problems, every)
        helped = _helped(request, problems)
        chosen = _only_a_choice(problems)
        context = {"title": _(WHICH) if chosen else title, "only_a_choice": chosen, "detail": detail or sentence}
        context |= {"elsewhere": bool(elsewhere), "public_url": self.site.settings.public_url}
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
    wrong = {problem.parameter for problem in problems} & {id_list.LIST, id_list.IDS}
    mine = "" if wrong else id_list.joined(id_list.ids_of(pairs))
    return {"faults": faults(pairs, problems, Asked()), "mine": mine, **form(asked)}


def _nameless(request: Request) -> Request:
    """The same without the name of the host, and without a question that nobody will answer under it."""
    headers = [pair for pair in request.scope["headers"] if pair[0] != b"host"]
    return Request({**request.scope, "headers": headers, "query_string": b""})


def _here(request: Request) -> str:
    """The address that was asked for, in no language."""
    path, query = language.bare(request.url.path), request.url.query
    return f"{path}?{query}" if query else path


def _only_a_choice(problems: tuple[Problem, ...]) -> bool:
    """Whether nothing is wrong but that a place has to be chosen."""
    return len(problems) == 1 and problems[0].parameter == "near" and bool(problems[0].choices)
