"""Open Referral's Human Services Data Specification (HSDS): documents of 3.0, tables of 3.0 and of 2.x.

Directories of 211 services and counties publish in it. One listing is one organization at one location, with all its
services there. A TOML file before the files says whose they are: the source "hsds:KEY" (`hsds_publisher.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from directory.errors import SourceError
from importers.archive import unpacked
from importers.fetch_file import fetcher
from importers.files import expect, files
from importers.source import Outcome, Read, Reading, Source
from importers.sources.hsds_csv import read_tables
from importers.sources.hsds_join import as_of, joined
from importers.sources.hsds_json import Pages, read_document
from importers.sources.hsds_own import ours
from importers.sources.hsds_publisher import load
from importers.sources.hsds_tables import ALIASES, Tables

_RIGHT = (
    "Right are Open Referral HSDS files: JSON documents of organizations or services with their locations, or the CSV "
    "tables of a datapackage (organizations.csv, services.csv, locations.csv, service_at_location.csv ...), as a "
    "folder or a ZIP archive."
)
_ENDINGS = (".json", ".json.gz", ".csv", ".zip")
_NEEDED = ("organizations", "services", "locations")


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
    """One outcome for each organization at a location, each service at none, and each organization or location without
    services. `scopes` is {"all"} for packages of tables and for every page of one answer: those are complete, unless
    this program has written them.
    """
    dates: list[str] = []
    pages = Pages()
    parted = False
    documents, folders, archives = _sorted(files(_apart(paths)[1], _ENDINGS))
    packages = [_Package(group) for group in folders]
    with ExitStack() as stack:
        packages += [_Package(stack.enter_context(unpacked(path, _ENDINGS[:3], _RIGHT))) for path in archives]
        for package in [*packages, *([_Package(documents)] if documents else [])]:
            tables, outcomes = package.tables(reading, pages)
            yield from outcomes
            changed = as_of(tables)
            own: set[str] = set()
            for place in joined(tables, reading):
                own |= {place.listing.as_of} if isinstance(place, Read) else set()
                yield place
            dates.append(min(filter(None, own), default=changed))
            parted |= ours(tables)
    reading.as_of = min(dates)  # of several packages, the oldest: no fact is called newer than it is
    if not parted and (pages.files == 0 or (not packages and pages.complete())):
        reading.scopes.add("all")


def described(paths: Sequence[Path]) -> tuple[Source, list[Path]]:
    """The source of the publisher that the first file names, "hsds:md-211", or "hsds" where none does; and all files,
    so that a run records the checksum of each. Raises SourceError naming what is wrong in the description."""
    first, rest = _apart(paths)
    if first is None:
        return SOURCE, list(paths)
    if not rest:
        raise SourceError(f"{first.name} says whose the files are; give the files after it. {_RIGHT}")
    said = load(first)
    fields = {name: getattr(said, name) for name in ("label", "publisher", "url", "licence")}
    return replace(SOURCE, key=f"hsds:{said.key}", **fields), list(paths)


SOURCE = Source(
    key="hsds",
    label="Open Referral (HSDS)",
    publisher="the organization whose HSDS files were imported",
    url="https://docs.openreferral.org/",
    licence="As the publisher of the files states",
    takes="HSDS 3.0 documents (JSON), or the tables of HSDS 3.0 or 2.x (a folder of CSV files, or a ZIP of them); "
    "before them, where there are several publishers, a TOML file that says whose they are",
    read=read,
    fetch=fetcher(),
    described=described,
)


def _apart(paths: Sequence[Path]) -> tuple[Path | None, Sequence[Path]]:
    """The description, where the first path is one, and the files."""
    if paths and paths[0].suffix.lower() == ".toml":
        return paths[0], paths[1:]
    return None, paths


class _Package:
    """Files that belong together: ids in them mean the same."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._csv = [path for path in paths if path.suffix.lower() == ".csv"]
        described = {path.name.lower() for path in paths} & {"datapackage.json"} if self._csv else set()
        self._json = [path for path in paths if path not in self._csv and path.name.lower() not in described]

    def tables(self, reading: Reading, pages: Pages) -> tuple[Tables, list[Outcome]]:
        """The tables of these files, and the rows that could not go into them. Raises SourceError without any."""
        tables = Tables()
        if self._csv:
            self._check()
        outcomes = read_tables(self._csv, tables, reading, _RIGHT)
        for path in self._json:
            read_document(path, tables, reading, pages, _RIGHT)
        if not any(tables.records.get(name) for name in _NEEDED):
            names = ", ".join(path.name for path in (*self._csv, *self._json)[:10])
            raise SourceError(f"{names}: no organization, service or location is in there. {_RIGHT}")
        return tables, outcomes

    def _check(self) -> None:
        named = {ALIASES.get(path.stem.casefold(), path.stem.casefold()) for path in self._csv}
        if missing := [f"{name}.csv" for name in _NEEDED if name not in named]:
            found = ", ".join(path.name for path in self._csv[:12])
            raise SourceError(f"{', '.join(missing)} is missing; found: {found}. {_RIGHT}")


def _sorted(paths: Sequence[Path]) -> tuple[list[Path], list[list[Path]], list[Path]]:
    """Documents, the tables of each folder, and archives."""
    archives = [path for path in paths if expect(path, frozenset({"zip", "text", "json", "gzip"}), _RIGHT) == "zip"]
    rest = [path for path in paths if path not in archives]
    tabular = [path for path in rest if path.suffix.lower() == ".csv"]
    folders = list(dict.fromkeys(path.parent for path in tabular))
    described = [path for path in rest if path.name.lower() == "datapackage.json" and path.parent in folders]
    documents = [path for path in rest if path not in tabular and path not in described]
    return documents, [[path for path in tabular if path.parent == folder] for folder in folders], archives
