"""Templates to HTML. One environment for each language of the pages, whose messages its templates are compiled with."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

from directory.crisis import CRISIS
from search.manifest import Manifest
from web import links, words
from web.assets import Assets
from web.help_text import explained
from web.language import DEFAULT, LANGUAGES, Language, in_language, twins, written
from web.sentences import translated
from web.translating import Translating

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


def renderers(assets: Assets) -> Mapping[str, Renderer]:
    """The renderers of all languages, by code."""
    return {code: renderer(assets, language) for code, language in LANGUAGES.items()}


def renderer(assets: Assets, language: Language) -> Renderer:
    """The renderer of a language."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[Translating],
    )
    as_written = Markup("" if language.code == DEFAULT else f' lang="{DEFAULT}"')  # noqa: S704 - a word of ours
    given = {"language": language.code, "prefix": language.prefix, "twins": twins, "as_written": as_written}
    given |= {"asset": assets.url, "links": links, "words": words, "translated": translated}
    environment.globals |= given | {"explained": partial(explained, language=language.code)}
    with in_language(language.code):
        block = environment.get_template("parts.html").module.crisis_block  # type: ignore[attr-defined]  # a macro
        environment.globals["crisis_blocks"] = {urgent: block(CRISIS, urgent) for urgent in (False, True)}
    digest = hashlib.blake2b(written(language.code), digest_size=6).hexdigest()
    return Renderer(environment, replace(assets, version=f"{assets.version}-{language.code}-{digest}"))
