"""The language of a request, from its address: `/es/search` is the page `/search` in Spanish."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from directory.errors import Problem
from web.language import DEFAULT, LANGUAGES, current, in_language

SPOKEN = "language"
"""Where a request's scope says its language: handlers of what is not foreseen run after it was forgotten."""


LANG = "lang"
"""The parameter of what pages fetch for people: the code of a language."""


def lang() -> str:
    """LANG for an address, "lang=es&"; nothing for what needs none."""
    return "" if current() == DEFAULT else f"{LANG}={current()}&"


def spoken_in(pairs: Iterable[tuple[str, str]]) -> tuple[str, tuple[Problem, ...]]:
    """The language that parameters ask for, and what is wrong with that."""
    given = [value for name, value in pairs if name == LANG] or [DEFAULT]
    if len(given) == 1 and given[0] in LANGUAGES:
        return given[0], ()
    allowed = "one of: " + ", ".join(LANGUAGES)
    return DEFAULT, (Problem(LANG, ascii(",".join(given)[:80])[1:-1], "This is no language of these pages.", allowed),)


class Languages:
    """Takes the language off the path of a page. Whatever else stands behind it is left as it is, and so not found."""

    def __init__(self, app: ASGIApp, pages: Iterable[Route]) -> None:
        self.app = app
        self.pages = frozenset(route.path.split("/")[1] for route in pages)
        self.prefixes = {each.prefix: each.code for each in LANGUAGES.values() if each.prefix}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begins, _, rest = scope["path"][1:].partition("/") if scope["type"] == "http" else ("", "", "")
        code = self.prefixes.get(f"/{begins}", DEFAULT)
        if code == DEFAULT:
            await self.app(scope, receive, send)
            return
        scope[SPOKEN] = code
        if rest.partition("/")[0] in self.pages:
            scope["path"] = f"/{rest}"
        with in_language(code):
            await self.app(scope, receive, send)
