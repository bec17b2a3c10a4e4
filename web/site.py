"""What every handler needs, put together once by `app.create_app`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import BoundedSemaphore

from directory.errors import GenerationError
from directory.settings import Settings
from search.generation import Manifest
from search.serving import Serving
from web.addresses import Streets
from web.hits import Cards
from web.records import Records
from web.render import Renderer


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """Settings, the generation being served, the renderer, the clock, the places for downloads (`slots`), and what was
    written of a place before: for pages (`cards`), for the API (`records`). `streets` looks up visitors' street
    addresses, where the operator wants that."""

    settings: Settings
    serving: Serving
    renderer: Renderer
    today: Callable[[], date]
    slots: BoundedSemaphore
    cards: Cards
    records: Records
    streets: Streets | None = None

    def absolute(self, path: str) -> str:
        """An address with the public one in front where the operator has set it, else the path itself."""
        return self.settings.public_url + path

    def manifest(self) -> Manifest | None:
        """What is being served, None when nothing can be: error pages are shown all the same."""
        try:
            with self.serving.engine() as engine:
                return engine.manifest
        except GenerationError:
            return None


def today() -> date:
    """The day it is, in UTC."""
    return datetime.now(UTC).date()
