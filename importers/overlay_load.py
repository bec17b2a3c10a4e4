"""The TOML file of an overlay, read and checked as a whole: what is wrong with its form is told with line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from directory import clean
from directory.errors import SourceError
from importers.files import files
from importers.mapping_load import is_date
from importers.near import near
from importers.overlay import Add, Correct, Identity, Overlay, Phones, Place, Words, Written

_NAMES: Mapping[str, tuple[str, ...]] = {
    "": Overlay.__struct_fields__,
    "overlay": Identity.__struct_fields__,
    "correct": Correct.__struct_fields__,
    "correct.phones": Phones.__struct_fields__,
    "add": Add.__struct_fields__,
    "add.phones": Phones.__struct_fields__,
}
"""Table -> the keys it can have."""
_FLAGS = ("hide", "front_gate")
_NOT_FIELDS = ("facility", "key", "reason", "date", "phones")


class File:
    """An overlay's TOML file. Raises SourceError naming everything that is wrong with its form."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._content = _text(path)
        self.said = _parsed(self._content, path.name)
        if problems := list(_problems(self.said.overlay)):
            raise SourceError(f"{path.name}: {'; '.join(problems)}.")

    def tables(self, given: Sequence[Path]) -> tuple[Path, ...]:
        """The CSV files that the file names and those that were given, each once."""
        named = [*(self.path.parent / name for name in self.said.files), *given]
        for path in named:
            if path.suffix.lower() == ".toml":
                raise SourceError(f"{path.name}: an overlay is one .toml file; further corrections come as .csv files.")
        return files(named, (".csv",)) if named else ()

    def corrections(self) -> Iterator[Written]:
        """Every [[correct]]."""
        for line, entry in zip(self._lines("correct"), self.said.correct, strict=True):
            yield Written(self.path.name, line, entry.facility, entry.reason, entry.date, _fields(entry))

    def additions(self) -> Iterator[Written]:
        """Every [[add]]."""
        for line, entry in zip(self._lines("add"), self.said.add, strict=True):
            yield Written(self.path.name, line, entry.key, entry.reason, entry.date, _fields(entry))

    def _lines(self, table: str) -> Sequence[int]:
        """The line each [[table]] begins on; where they cannot be told, its place in the list."""
        entries = len(getattr(self.said, table))
        lines = list(_lines(self._content, table))
        return lines if len(lines) == entries else range(1, entries + 1)


def checked_path(paths: Sequence[Path]) -> Path:
    """The overlay among the paths of an import: the first. Raises SourceError when there is none."""
    if not paths or paths[0].suffix.lower() != ".toml":
        raise SourceError("The first path is the overlay, a .toml file; .csv files of further corrections may follow.")
    if not paths[0].is_file():
        raise SourceError(f"{paths[0].name} does not exist; give the path of an overlay, a .toml file, first.")
    return paths[0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not UTF-8 text ({error}); save it as UTF-8.") from error
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read ({error.strerror}).") from error


def _parsed(content: str, name: str) -> Overlay:
    try:
        return msgspec.convert(_worded(tomllib.loads(content)), Overlay)
    except msgspec.ValidationError as error:
        raise SourceError(f"{name}{_sentence(str(error), content)}") from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; a number of 5,000 digits another
        raise SourceError(f"{name} is no TOML: {error}.") from error


def _worded(value: object) -> object:
    """Numbers and days as text: `zip = 15222` and `date = 2026-11-18` need no quotation marks."""
    if isinstance(value, dict):
        return {key: _worded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_worded(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _sentence(problem: str, content: str) -> str:
    """What msgspec says, with the line the entry begins on, keys as they stand in the file, and near names."""
    said, _, where = problem.partition(" - at ")
    path = where.strip("`").removeprefix("$").removeprefix(".")
    at = f"{_line(path, content)}: [{path}]" if path else ": the top level"
    if unknown := re.search(r"unknown field `(.*)`", said, re.DOTALL):
        allowed = _NAMES.get(re.sub(r"\[\d+\]", "", path), ())
        return f"{at} has no key {unknown[1]!r}{near(unknown[1], allowed)}; right are {', '.join(allowed)}."
    missing = re.search(r"missing required field `(.*)`", said)
    return f"{at}: {missing[1]!r} is missing." if missing else f"{at}: {said}."


def _line(path: str, content: str) -> str:
    """ " line 12" for a path within the entry that begins there; "" where that cannot be told."""
    found = re.match(r"(\w+)\[(\d+)\]", path)
    lines = list(_lines(content, found[1])) if found else []
    return f" line {lines[int(found[2])]}" if found and int(found[2]) < len(lines) else ""


def _lines(content: str, table: str) -> Iterator[int]:
    opening = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
    yield from (number for number, line in enumerate(content.split("\n"), start=1) if opening.match(line))


def _problems(said: Identity) -> Iterator[str]:
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", said.key):
        yield f'[overlay] key: {said.key!r}; small letters, digits and hyphens are right, as in "allegheny"'
    for name in ("label", "publisher"):
        if not clean.text(getattr(said, name)):
            yield f"[overlay] {name} is empty"
    if said.url and not clean.website(said.url):
        yield f"[overlay] url: {said.url!r} is no web address"
    if said.as_of and not is_date(said.as_of):
        yield f"[overlay] as_of: {said.as_of!r} is no date; 2026, 2026-11 or 2026-11-18 is right"


def _fields(entry: Place) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What an entry says, by field. A flag that is false is not there."""
    plain = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in (*_NOT_FIELDS, *_FLAGS)}
    plain |= _phones(entry.phones)
    plain |= {name: "yes" for name in _FLAGS if getattr(entry, name, False)}
    return tuple((name, _several(value)) for name, value in plain.items() if value is not None)


def _phones(phones: Phones | str | None) -> dict[str, Words | None]:
    if isinstance(phones, Phones):
        return {f"phones.{use}": getattr(phones, use) for use in phones.__struct_fields__}
    return {"phones": phones}


def _several(value: Words) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
