"""What an operator writes to correct the directory: the shapes of its TOML file, and an entry of it or of a CSV row.

`overlay_load.py` reads the file, `overlay_fields.py` checks an entry, `overlay_join.py` makes listings of entries;
`sources/overlay.py` is the source.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from directory.listing import Phone

Words = str | list[str]
"""One, or several."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the file: a name that is not here is a mistake and not ignored. None stands for what is not written."""


class Identity(_Part, frozen=True):
    """Who says it, and the day the file was last gone over."""

    key: str
    label: str
    publisher: str
    url: str = ""
    licence: str = ""
    as_of: str = ""


class Phones(_Part, frozen=True):
    """Telephone numbers by what they are for."""

    main: Words | None = None
    intake: Words | None = None
    hotline: Words | None = None
    tty: Words | None = None
    fax: Words | None = None


class Place(_Part, frozen=True):
    """What a correction and an addition can both say; each is a field of the same name."""

    reason: str = ""
    date: str = ""
    name: str | None = None
    name2: str | None = None
    street: str | None = None
    street2: str | None = None
    city: str | None = None
    county: str | None = None
    state: str | None = None
    zip: str | None = None
    website: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    phones: Phones | str | None = None
    yes: Words | None = None
    no: Words | None = None
    front_gate: bool = False


class Correct(Place, frozen=True):
    """A correction. `facility` is the public id it is about."""

    facility: str = ""
    strike: Words | None = None
    closed: str | None = None
    hide: bool = False


class Add(Place, frozen=True):
    """A place that no source lists. `asks`: facets and terms that were asked of it, so that the rest is not listed."""

    key: str = ""
    asks: Words | None = None


class Overlay(_Part, frozen=True):
    """A whole file. `files` are tables of corrections, relative to it."""

    overlay: Identity
    files: list[str] = []
    correct: list[Correct] = []
    add: list[Add] = []


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in a file. `about` is the id it is about, or the key of an addition; `fields` are names of
    fields ("phones.main") and their values, one or several."""

    file: str
    line: int
    about: str
    reason: str
    date: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]


Value = str | bool | tuple[Phone, ...]
"""A text or a day ("" for what is cleared), telephones, or whether a term, a struck number or a flag holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was checked. `values` are by field, terms ("care:detox") and struck numbers ("strike:4125550100")
    by themselves; `raw` holds what cleaning changed."""

    file: str
    line: int
    about: str
    reason: str
    date: str
    values: dict[str, Value]
    raw: dict[str, str]
