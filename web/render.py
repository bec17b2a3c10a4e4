"""Templates to HTML. One environment for each language of the pages; English is the only one yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import jinja2
from starlette.responses import HTMLResponse

from search.generation import Manifest
from web import links, words
from web.assets import Assets
from web.crisis import CRISIS


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
        pieces = self.environment.get_template(template).generate(manifest=manifest, **context)
        # Piece by piece: one curly quote makes a string of a whole page wide, and that is slow to join and to encode.
        return HTMLResponse(b"".join([piece.encode() for piece in pieces]), status, headers)


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
    given = {"language": language, "crisis": CRISIS, "asset": assets.url, "links": links, "words": words}
    environment.globals |= given
    return Renderer(environment, assets)
