"""Whose HSDS files they are: a small TOML file that an operator puts before them, `import hsds PUBLISHER.toml FILES`.

    key = "md-211"
    label = "211 Maryland"
    publisher = "Maryland Information Network"
    url = "https://211md.org/"
    licence = "CC BY-SA 4.0"

Two publishers are two sources, "hsds:md-211" and another: the files of one withdraw nothing of the other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from directory import clean
from directory.errors import SourceError


class Publisher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says. `key` never changes afterwards: public ids carry it."""

    key: str
    label: str
    publisher: str
    url: str = ""
    licence: str = "As the publisher of the files states"


def load(path: Path) -> Publisher:
    """The publisher of a file. Raises SourceError that names every mistake in it, and what would be right."""
    try:
        said = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Publisher)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read ({error.strerror}).") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"{path.name} is no TOML: {error}.") from error
    except msgspec.ValidationError as error:
        right = ", ".join(Publisher.__struct_fields__)
        raise SourceError(f"{path.name}: {str(error).partition(' - at ')[0]}; right are {right}.") from error
    if problems := list(_problems(said)):
        raise SourceError(f"{path.name}: {'; '.join(problems)}.")
    return said


def _problems(said: Publisher) -> Iterator[str]:
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", said.key):
        yield f'key is {said.key!r}; small letters, digits and hyphens are right, as in "md-211"'
    for name in ("label", "publisher"):
        if not clean.text(getattr(said, name)):
            yield f"{name} is empty"
    if said.url and not clean.website(said.url):
        yield f"url is {said.url!r}, which is no web address"
