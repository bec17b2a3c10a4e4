"""What every handler needs, put together once by `app.create_app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from directory.errors import GenerationError
from directory.settings import Settings
from search.manifest import Manifest
from search.serving import Serving
from web.addresses import Streets
from web.hits import Cards
from web.language import current, twins
from web.records import Records
from web.render import Renderer
from web.slots import Slots


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """Settings, the generation being served, the renderers and the cards of places by language, the clock, the places
    for downloads (`slots`), and what was written of a place before for the API (`records`). `streets` looks up
    visitors' street addresses, where the operator wants that."""

    settings: Settings
    serving: Serving
    renderers: Mapping[str, Renderer]
    clock: Callable[[], datetime]
    slots: Slots
    cards_in: Mapping[str, Cards]
    records: Records
    streets: Streets | None = None

    @property
    def renderer(self) -> Renderer:
        """The renderer of the current language."""
        return self.renderers[current()]

    @property
    def cards(self) -> Cards:
        """What was written of places before, in the current language."""
        return self.cards_in[current()]

    def today(self) -> date:
        """The day it is, in UTC."""
        return self.clock().date()

    def absolute(self, path: str) -> str:
        """An address with the public one in front where the operator has set it, else the path itself."""
        return self.settings.public_url + path

    def whole(self, address: str) -> Mapping[str, str]:
        """The public address of a page, by its bare one, in every language; none where the operator has set none."""
        if not self.settings.public_url:
            return {}
        return {twin.language.code: self.settings.public_url + twin.url for twin in twins(address)}

    def manifest(self) -> Manifest | None:
        """What is being served, None when nothing can be: error pages are shown all the same."""
        try:
            with self.serving.engine() as engine:
                return engine.manifest
        except GenerationError:
            return None


def edition(manifest: Manifest | None) -> tuple[object, ...]:
    """What a page of words alone differs by from one generation to the next; nothing where there is none."""
    return (manifest.number, manifest.built) if manifest else ()


def now() -> datetime:
    """The moment it is, in UTC: the clock of whoever makes a list."""
    return datetime.now(UTC)
