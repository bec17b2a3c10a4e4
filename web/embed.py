"""A search box and its results for another site, in a frame: `/embed`, and the page that writes the tag for it.

The frame is plain HTML of our host: no script, no cookie, no word to the site around it. It is the one page that may be
framed. What is chosen in the tag (a state, a filter) stays chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from directory.errors import Problem, QueryError
from search.asking import ask
from search.engine import Engine
from search.query import Answer, Query
from web import links, results, words
from web.caching import NEVER
from web.language import gettext as _
from web.language import path
from web.pages import asked
from web.params import shown, unparse
from web.site import Site

EMBED = "/embed"
TAG = "/embed/tag"
LOOKS = ("auto", "light", "dark")
COLORS = ("teal", "blue", "green", "plum", "brick")
HEIGHTS = range(320, 1601)
SHOWN = 10
"""Places in a frame; a link leads to all of them."""

SANDBOX = "allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols"
"""What a frame may do: send its form, open a page of ours in a tab of its own, and dial a number."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How a frame looks."""

    look: str = LOOKS[0]
    color: str = COLORS[0]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Its parameters, those at their usual value left out."""
        given = (("look", self.look, LOOKS[0]), ("color", self.color, COLORS[0]))
        return [(name, value) for name, value, usual in given if value != usual]


@dataclass(frozen=True, eq=False, slots=True)
class Embed:
    """Handlers of the frame and of the page that writes its tag."""

    site: Site

    def page(self, request: Request) -> Response:
        """The frame: a box, and what was found; of what is wrong, what would be right."""
        theme, rest, problems = _theme(request.query_params.multi_items())
        status = 200
        with self.site.serving.engine() as engine:
            context: dict[str, object] = {"theme": theme, "answer": None, "query": Query(), "problems": ()}
            try:
                query = replace(asked(engine, request, rest, problems), size=SHOWN, page=1)
                context |= self._found(engine, query) | {"query": query}
            except QueryError as error:
                status, context["problems"] = 400, error.problems
            return self.site.renderer.page(
                "embed.html", engine.manifest, context, status=status, headers={"Cache-Control": NEVER}
            )

    def tag(self, request: Request) -> Response:
        """The page that writes the tag, with what was chosen on it."""
        given = [pair for pair in request.query_params.multi_items() if pair[1].strip()]
        theme, rest, problems = _theme([pair for pair in given if pair[0] != "height"])
        height, wrong = _height([value for name, value in given if name == "height"])
        with self.site.serving.engine() as engine:
            query = asked(engine, request, rest, (*problems, *wrong))
            address = self._address(query, theme)
            context = {
                "query": query,
                "theme": theme,
                "height": height,
                "looks": _options(_looks(), theme.look),
                "colors": _options(_colors(), theme.color),
                "whole": bool(self.site.settings.public_url),
                "code": _code(address, height),
                "preview": address.removeprefix(self.site.settings.public_url or _nowhere()),
                "here": path(TAG),
            }
            return self.site.renderer.page("embed_tag.html", engine.manifest, context, headers={"Cache-Control": NEVER})

    def _found(self, engine: Engine, query: Query) -> dict[str, object]:
        if not _wanted(query):
            return {}
        answer = ask(engine, query).answer
        return {
            "answer": answer,
            "found": words.found(answer),
            "chips": results.chips(answer.query, words.where(answer)),
            "hits": self.site.cards.short(answer.hits, engine.manifest),
            "all": links.search(_whole(answer)),
        }

    def _address(self, query: Query, theme: Theme) -> str:
        pairs = [*unparse(query), *theme.pairs]
        written = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self.site.settings.public_url or _nowhere()}{path(EMBED)}{written}"


def _whole(answer: Answer) -> Query:
    return replace(answer.query, size=Query().size)


def _nowhere() -> str:
    """What stands for our address where the operator has set none."""
    return "https://directory.example.org"


def _wanted(query: Query) -> bool:
    """Whether anything is asked for."""
    return bool(query.q or query.near or query.any_of or query.all_of or query.none_of)


def _code(address: str, height: int) -> str:
    """The tag."""
    tag = Markup(
        '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy" '
        'referrerpolicy="no-referrer" sandbox="{}"></iframe>'
    )
    return str(tag.format(address, _("Find treatment"), height, SANDBOX))


def _looks() -> Mapping[str, str]:
    return {"auto": _("As the reader's device wants it"), "light": _("Light"), "dark": _("Dark")}


def _colors() -> Mapping[str, str]:
    return {"teal": _("Teal"), "blue": _("Blue"), "green": _("Green"), "plum": _("Plum"), "brick": _("Brick")}


def _options(choices: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(key, label, key == chosen) for key, label in choices.items()]


def _theme(given: Iterable[tuple[str, str]]) -> tuple[Theme, list[tuple[str, str]], tuple[Problem, ...]]:
    """The theme, the other parameters, and what is wrong with it."""
    allowed = {"look": LOOKS, "color": COLORS}
    given = list(given)
    rest = [pair for pair in given if pair[0] not in allowed]
    chosen = {name: value for name, value in given if name in allowed and value}
    wrong = [name for name, value in chosen.items() if value not in allowed[name]]
    problems = tuple(
        Problem(n, shown(chosen[n]), "There is no such choice.", "one of: " + ", ".join(allowed[n])) for n in wrong
    )
    return Theme(**{name: value for name, value in chosen.items() if name not in wrong}), rest, problems


def _height(values: list[str]) -> tuple[int, tuple[Problem, ...]]:
    if not values:
        return 560, ()
    if len(values) == 1 and values[0].isascii() and values[0].isdigit() and len(values[0]) < 5:
        height = int(values[0])
        if height in HEIGHTS:
            return height, ()
    allowed = f"a whole number from {HEIGHTS.start} to {HEIGHTS.stop - 1}"
    return 560, (Problem("height", shown(values[0]), "This number cannot be used.", allowed),)
