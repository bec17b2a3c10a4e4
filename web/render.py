"""Templates to HTML. One environment for each language of the pages; English is the only one yet."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

from search.generation import Manifest
from web import links, words
from web.assets import Assets
from web.crisis import CRISIS
from web.help_text import explained

TOKEN = f"\0{secrets.token_hex(16)} "
"""What a template prints in the place of something `Ready`. Nobody can type it: it is another in each process."""


class Ready(tuple[bytes, ...]):
    """Escaped HTML in pieces, which a template prints as they are: what is large and the same for many pages is written
    and encoded once."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders the pages of one language. Everything a template prints is escaped; an unknown name is an error."""

    environment: jinja2.Environment
    assets: Assets

    def page(
        self,
        template: str,
        manifest: Manifest | None,
        context: Mapping[str, object],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """One page. `manifest` is of the generation it was made from, None when none could be opened."""
        ready = {name: value for name, value in context.items() if isinstance(value, Ready)}
        marks = {name: Markup(f"{TOKEN}{name}" if ready[name] else "") for name in ready}  # noqa: S704 - a mark of ours
        pieces = self.environment.get_template(template).generate({"manifest": manifest, **context, **marks})
        return HTMLResponse(b"".join(_bytes(pieces, {marks[name]: ready[name] for name in ready})), status, headers)


def _bytes(pieces: Iterable[str], ready: Mapping[str, Sequence[bytes]]) -> Iterator[bytes]:
    """A page, piece by piece: one curly quote makes a string of a whole page wide, and that is slow to join and to
    encode."""
    for piece in pieces:
        if piece in ready:
            yield from ready[piece]
        else:
            yield piece.encode()


def renderer(assets: Assets, language: str = "en") -> Renderer:
    """The renderer of a language."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    given = {"language": language, "asset": assets.url, "links": links, "words": words}
    given |= {"explained": explained}
    environment.globals |= given
    block = environment.get_template("parts.html").module.crisis_block  # type: ignore[attr-defined]  # a macro
    environment.globals["crisis_blocks"] = {urgent: block(CRISIS, urgent) for urgent in (False, True)}
    return Renderer(environment, assets)
