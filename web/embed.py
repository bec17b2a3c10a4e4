"""A search box and its results for another site, in a frame: `/embed`, and the page that writes the tag for it.

The frame is plain HTML of our host: no script, no cookie, no word to the site around it. It is the one page that may be
framed. What is chosen in the tag (a state, a filter) stays chosen, when something is wrong too.
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
from web.faults import Asked, faults
from web.language import gettext as _
from web.language import marked, path
from web.pages import asked
from web.param_values import one_of_these, shown
from web.params import read, unparse
from web.site import Site

EMBED = "/embed"
TAG = "/embed/tag"
LOOKS = {"auto": marked("As the reader's device wants it"), "light": marked("Light"), "dark": marked("Dark")}
COLORS = {
    "teal": marked("Teal"),
    "blue": marked("Blue"),
    "green": marked("Green"),
    "plum": marked("Plum"),
    "brick": marked("Brick"),
}
"""What a frame may look like, in words; the first is the usual one."""

HEIGHT, HEIGHTS = 560, range(320, 1601)
"""Pixels that a frame has, and may have."""

THEME: Mapping[str, Mapping[str, str]] = {"look": LOOKS, "color": COLORS}
OF_FRAME = Asked(EMBED, THEME)
OF_TAG = Asked(TAG, {**THEME, "height": {}})
"""What the frame and the page of its tag take besides a question."""

RETYPED = ("q", "near", "said", "page", "size")
"""Parameters of a question that the form of a frame asks for anew, or that a frame has none of."""

SHOWN = 10
"""Places in a frame; a link leads to all of them."""

SANDBOX = "allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols"
"""What a frame may do: send its form, open a page of ours in a tab of its own, and dial a number."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How a frame looks."""

    look: str = "auto"
    color: str = "teal"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Its parameters, those at their usual value left out."""
        given = {"look": self.look, "color": self.color}
        return [(name, value) for name, value in given.items() if value != next(iter(THEME[name]))]


@dataclass(frozen=True, eq=False, slots=True)
class Embed:
    """Handlers of the frame and of the page that writes its tag."""

    site: Site

    def page(self, request: Request) -> Response:
        """The frame: a box, and what was found; of what is wrong, what would be right."""
        given = request.query_params.multi_items()
        theme, rest, problems = _theme(given)
        with self.site.serving.engine() as engine:
            status, context = 200, dict[str, object](answer=None, faults=())
            try:
                query = replace(asked(engine, request, rest, problems), size=SHOWN, page=1)
                context |= self._found(engine, query)
            except QueryError as error:
                query, status = read(rest)[0], 400
                context |= {"faults": faults(given, error.problems, OF_FRAME)}
            context |= {"query": query, "theme": theme, "kept": [*_kept(query), *theme.pairs]}
            return self._answer("embed.html", engine, context, status)

    def tag(self, request: Request) -> Response:
        """The page that writes the tag, with what was chosen on it; no tag where something is wrong with that."""
        given = [pair for pair in request.query_params.multi_items() if pair[1].strip()]
        theme, rest, problems = _theme([pair for pair in given if pair[0] != "height"])
        height, wrong = _height([value for name, value in given if name == "height"])
        with self.site.serving.engine() as engine:
            status, context = 200, dict[str, object](faults=(), here=request.url.path, theme=theme, height=height)
            try:
                query = asked(engine, request, rest, (*problems, *wrong))
                context |= self._written(query, theme, height)
            except QueryError as error:
                query, status = read(rest)[0], 400
                context |= {"faults": faults(given, error.problems, OF_TAG)}
            context |= {"query": query, "kept": _kept(query)}
            context |= {"looks": _options(LOOKS, theme.look), "colors": _options(COLORS, theme.color)}
            return self._answer("embed_tag.html", engine, context, status)

    def _answer(self, template: str, engine: Engine, context: Mapping[str, object], status: int) -> Response:
        headers = {"Cache-Control": NEVER}
        return self.site.renderer.page(template, engine.manifest, context, status=status, headers=headers)

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

    def _written(self, query: Query, theme: Theme, height: int) -> dict[str, object]:
        """The tag, and where the frame is by itself."""
        address = self._address(query, theme)
        return {
            "whole": bool(self.site.settings.public_url),
            "code": _code(address, height),
            "preview": address.removeprefix(self.site.settings.public_url or _nowhere()),
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


def _kept(query: Query) -> list[tuple[str, str]]:
    """What goes along unseen when a form asks anew: filters, how far, which order."""
    return [pair for pair in unparse(query) if pair[0] not in RETYPED]


def _options(choices: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(key, _(label), key == chosen) for key, label in choices.items()]


def _theme(given: Iterable[tuple[str, str]]) -> tuple[Theme, list[tuple[str, str]], tuple[Problem, ...]]:
    """The theme, the other parameters, and what is wrong with it."""
    given = list(given)
    rest = [pair for pair in given if pair[0] not in THEME]
    chosen = {name: value for name, value in given if name in THEME and value}
    wrong = {name: value for name, value in chosen.items() if value not in THEME[name]}
    problems = tuple(
        Problem(name, shown(value), _("There is no such choice."), one_of_these(THEME[name]), tuple(THEME[name]))
        for name, value in wrong.items()
    )
    return Theme(**{name: value for name, value in chosen.items() if name not in wrong}), rest, problems


def _height(values: list[str]) -> tuple[int, tuple[Problem, ...]]:
    if not values:
        return HEIGHT, ()
    if len(values) == 1 and values[0].isascii() and values[0].isdigit() and len(values[0]) < 5:
        height = int(values[0])
        if height in HEIGHTS:
            return height, ()
    limits = {"least": HEIGHTS.start, "most": HEIGHTS.stop - 1}
    right = _("a whole number from %(least)s to %(most)s") % limits
    return HEIGHT, (Problem("height", shown(values[0]), _("This number cannot be used."), right, (str(HEIGHT),)),)
