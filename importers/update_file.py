"""The file that says what `update` imports: TOML, one `[[source]]` after the other; checked as a whole before any runs.

[[source]]
key = "findtreatment"
from = ["https://findtreatment.gov/locator/exportsAsJson/v2?sType=both"]
"""

from __future__ import annotations

import glob
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from directory.errors import SourceError
from importers.mapping_load import is_date
from importers.registry import SOURCES


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[source]]`: its key, what it is imported from, and how, as for `import`.

    `paths` (in the file: `from`) are addresses, and files, folders or globs relative to the file. `label` is what to
    call it where a key is there twice; "" is the key. `enabled = false`: imported only where it is named.
    """

    key: str
    paths: list[str] = msgspec.field(default_factory=list, name="from")
    as_of: str = ""
    partial: bool = False
    allow_shrink: bool = False
    label: str = ""
    enabled: bool = True

    @property
    def name(self) -> str:
        """What `update NAME` and the report call it."""
        return self.label or self.key


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: list[Entry]


def load(path: Path) -> list[Entry]:
    """The sources of a file, in its order. Raises SourceError that names every mistake, and what would be right."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text ({error}); save it as UTF-8.") from error
    except OSError as error:
        told = "it says what to import; docs/operating.md has an example"
        raise SourceError(f"{path} cannot be read ({error.strerror}); {told}.") from error
    return _parsed(content, path.name)


def chosen(entries: Sequence[Entry], names: Sequence[str]) -> list[Entry]:
    """Those of these keys or labels, in the order of the file; without names, or for "all", every enabled one.

    Raises SourceError naming what is not there.
    """
    if not names or list(names) == ["all"]:
        return [entry for entry in entries if entry.enabled]
    known = {name for entry in entries for name in (entry.key, entry.name)}
    if unknown := [name for name in names if name not in known]:
        there = ", ".join(dict.fromkeys(entry.name for entry in entries))
        raise SourceError(f"The file has no source {', '.join(unknown)}; it has {there}.")
    return [entry for entry in entries if {entry.key, entry.name} & set(names)]


def resolved(entry: Entry, folder: Path) -> list[str]:
    """Addresses as they are, paths from the folder of the file, globs as the files they fit, sorted by name.

    Raises SourceError for a glob that nothing fits.
    """
    return [one for written in entry.paths for one in _resolved(written, folder)]


def _resolved(written: str, folder: Path) -> list[str]:
    if "://" in written:
        return [written]
    path = Path(written).expanduser()
    if not glob.has_magic(written) or (folder / path).exists():
        return [str(folder / path)]
    pattern = str(path) if path.is_absolute() else str(Path(glob.escape(str(folder))) / path)
    if found := sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
        return found
    raise SourceError(f"No file fits {written!r} in {folder}; save one there, or correct `from`.")


def _parsed(content: str, name: str) -> list[Entry]:
    try:
        entries = msgspec.convert(tomllib.loads(content), _File).source
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"{name} is no TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise SourceError(f"{name}: {_sentence(str(error))}") from error
    if problems := [problem for entry in entries for problem in _problems(entry)] or list(_repeats(entries)):
        raise SourceError(f"{name}: " + "; ".join(problems) + ".")
    return entries


def _sentence(problem: str) -> str:
    """What msgspec says, with the place as it stands in the file: "[[source]] 2" is the second one."""
    said, _, where = problem.partition(" - at ")
    counted = re.search(r"source\[(\d+)\](?:\.(\w+))?", where)
    place = f"[[source]] {int(counted[1]) + 1}" if counted else "the file"
    inner = f" {counted[2]}" if counted and counted[2] else ""
    right = f"right are {', '.join(field.encode_name for field in msgspec.structs.fields(Entry))}"
    unknown = re.search(r"unknown field `(.*)`", said)
    if unknown:
        return f"{unknown[1]!r} is no key of {place}; {right if counted else 'right is [[source]]'}."
    missing = re.search(r"missing required field `(.*)`", said)
    return f"{place}: {missing[1]} is missing." if missing else f"{place}{inner}: {said}."


def _problems(entry: Entry) -> Iterator[str]:
    where = f"[[source]] {entry.name}"
    source = SOURCES.get(entry.key)
    if source is None:
        yield f"{where}: there is no source {entry.key!r}; there are {', '.join(SOURCES)}"
    elif not entry.paths and not source.fictional:
        yield f"{where}: `from` is missing; it takes {source.takes}"
    if entry.as_of and not is_date(entry.as_of):
        yield f"{where}: as_of is {entry.as_of!r}; 2022, 2022-05 or 2022-05-19 is right"
    if entry.name == "all":
        yield f"{where}: all stands for every source; another label is right"


def _repeats(entries: Sequence[Entry]) -> Iterator[str]:
    names = [entry.name for entry in entries]
    if not names:
        yield "there is no [[source]] in it"
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f"two sources are called {name}; a label of its own for each is right"
