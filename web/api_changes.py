"""Types of the API's answers about the directory itself: what has changed, what is served, files, access."""

from __future__ import annotations

import msgspec

from search.access import AreaAccess
from search.chronicle import Event
from web.api_types import About, Links


class Change(Event, frozen=True, kw_only=True):
    """One change of what is published of a place. `kind` is a key and `what` the same in words; `facet`, `before` and
    `after` tell of services. `day` is when what we show changed, `as_of` the date of the data that told it; `undone`,
    that an import was taken back. Former telephone numbers and addresses are not told."""

    what: str
    url: str


class HistoryAnswer(About, frozen=True, kw_only=True):
    """What has changed of one place since its sources were first read, the newest first."""

    id: str
    name: str
    changes: tuple[Change, ...]


class ChangesAnswer(About, frozen=True, kw_only=True):
    """What has changed since each source was first read, the newest day first; of a day what closed, what opened,
    services lost, services gained, then all else."""

    total: int
    page: int
    pages: int
    size: int
    changes: tuple[Change, ...]
    links: Links


class GenerationAnswer(About, frozen=True, kw_only=True):
    """What is being served: how many places a source lists now, how many none lists any more, how many have a point."""

    facilities: int
    gone: int
    with_point: int


class WholeFile(msgspec.Struct, frozen=True, kw_only=True):
    """The whole directory as a file: its format, its size in bytes, its SHA-256 (hexadecimal), and where it is."""

    name: str
    format: str
    label: str
    media_type: str
    size: int
    sha256: str
    url: str


class FilesAnswer(About, frozen=True, kw_only=True):
    """The files of the generation that is served; none where they have not been made (yet)."""

    files: tuple[WholeFile, ...]


class AccessAnswer(About, frozen=True, kw_only=True):
    """The access report on the counties or ZIP codes of a state.

    `data_oldest` and `data_newest` are dates of the sources' data; `point_is`, from which point of an area distances
    are told. `without_address` and `without_point`: places in no distance because they keep their address, or have no
    point. `measures` are labels by key."""

    by: str
    state: str
    data_oldest: str
    data_newest: str
    point_is: str
    without_address: int
    without_point: int
    method: tuple[str, ...]
    measures: dict[str, str]
    areas: tuple[AreaAccess, ...]


def change(event: Event, what: str, url: str) -> Change:
    """A change as the API tells it."""
    return Change(**msgspec.structs.asdict(event), what=what, url=url)
