"""What tests of the whole walk share: listings and sources made to measure, a record, a place table, a generation."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from directory.listing import Listing, Phone, public_id
from directory.reading import Current
from directory.settings import PREFIX, SETTINGS, Settings, settings
from directory.store import Record
from importers import places, progress
from importers.run import Options, Report, run
from importers.source import Outcome, Read, Reading, Refused, Source
from search.build import Plan, publish
from search.manifest import Manifest

NOW = "2026-11-22T03:00:00+00:00"
"""The time of every import and publish that does not say another."""

Row = Listing | Refused


def listing(label: str, /, **changes: object) -> Listing:
    """A listing in Pittsburgh that answered the substance-use survey, named by its key, but for what is given."""
    usual: dict[str, object] = {
        "key": f"su|{label}",
        "scope": "su",
        "survey": "su",
        "name": f"Place {label}",
        "street": f"{sum(label.encode())} Forbes Ave",
        "city": "Pittsburgh",
        "state": "PA",
        "zip": "15213",
        "phones": (Phone(number="4125550100"),),
        "latitude": 40.44,
        "longitude": -79.95,
        "said": ("OP", "SA"),
    }
    return msgspec.convert(usual | changes, Listing)


def listings(count: int, **changes: object) -> list[Listing]:
    """So many listings that differ in name and street."""
    return [listing(f"{number:03}", **changes) for number in range(count)]


def source(
    rows: Iterable[Row],
    *,
    key: str = "test",
    scopes: Sequence[str] = ("su",),
    as_of: str = "",
    unknown: Mapping[str, int] | None = None,
) -> Source:
    """A source that yields these listings and refusals, and covers these scopes completely."""

    def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
        reading.scopes.update(scopes)
        reading.as_of = as_of
        reading.unknown.update(unknown or {})
        for line, row in enumerate(rows, start=2):
            yield row if isinstance(row, Refused) else Read("test.csv", line, row)

    return Source(
        key=key,
        label=f"The {key} directory",
        publisher="nobody",
        url="https://example.org/",
        licence="CC0-1.0",
        takes="nothing",
        read=read,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A record, and the few things one does with it."""

    record: Record

    def take(
        self,
        rows: Iterable[Row],
        *,
        now: str = NOW,
        paths: Sequence[Path] = (),
        options: Mapping[str, bool] | None = None,
        **of_source: object,
    ) -> Report:
        """Import these rows. `of_source` are arguments of `source`, `options` flags of `Options`."""
        made = source(rows, **of_source)  # type: ignore[arg-type]  # passed on as they come
        chosen = replace(Options(now=now), **(options or {}))  # type: ignore[arg-type]  # flags, by name
        return run(self.record, made, paths, chosen, progress.silent)

    def undo(self, number: int) -> None:
        """Take a run back."""
        with self.record.writing() as writer:
            writer.undo(number, NOW)

    def current(self) -> dict[str, Current]:
        """What is current, by public id."""
        with self.record.reading() as reader:
            return {item.facility: item for item in reader.current()}

    def names(self) -> set[str]:
        """The names of what is current."""
        return {item.listing.name.removeprefix("Place ") for item in self.current().values()}

    def publish(self, root: Path, place_table: Path, **changes: object) -> Manifest:
        """Publish what is current to `root`. `changes` are fields of `Plan`."""
        plan = replace(Plan(root=root, places=place_table, now=NOW, match=False), **changes)  # type: ignore[arg-type]  # by name
        with self.record.reading() as reader:
            return publish(reader, plan, lambda _: None)


def id_of(item: Listing, source_key: str = "test") -> str:
    """The public id of a listing that no other came before."""
    return public_id(source_key, item.key)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty record in `tmp_path`, and what one does with it."""
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record:
        yield Desk(record)


@pytest.fixture(scope="session")
def place_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place table, built once."""
    path = tmp_path_factory.getbasetemp() / "places.sqlite"
    places.ensure(path)
    return path


METHADONE = listing("methadone", said=("MD", "MU", "OP", "OTP", "SA"), survey="su")
MENTAL = listing("mental", key="mh|mental", scope="mh", survey="mh", said=("MD", "MH", "OP"))
ZIP_ONLY = listing("zip only", latitude=None, longitude=None, said=("MC", "OP", "SA"))
NOWHERE = listing("nowhere", zip="", latitude=None, longitude=None)
NEW_CODE = listing("new code", said=("QZQ", "SA", "TC|Care by kindness"))
CLOSED = listing("closed")
LISTED = (METHADONE, MENTAL, ZIP_ONLY, NOWHERE, NEW_CODE)
"""What the small generation shows; CLOSED was listed before."""


@pytest.fixture(scope="session")
def small_generation(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Path:
    """The folder `generations` with one generation of LISTED. Not to be changed; `generations` is a copy to change."""
    folder = tmp_path_factory.mktemp("small")
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        both = ("su", "mh")
        desk.take([*LISTED, CLOSED], scopes=both, as_of="2022", now="2026-10-01T00:00:00+00:00")
        desk.take(LISTED, scopes=both, as_of="2023-05", unknown={"QZQ": 1})
        desk.publish(folder / "generations", place_table)
    return folder / "generations"


@pytest.fixture
def generations(small_generation: Path, tmp_path: Path) -> Path:
    """A copy of the small generation's folder that a test may do anything to."""
    return Path(shutil.copytree(small_generation, tmp_path / "generations", symlinks=True))


@pytest.fixture
def data(tmp_path: Path, place_table: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that keep everything in `tmp_path / "data"`, set in the environment, with the place table there."""
    for setting in SETTINGS:
        monkeypatch.delenv(PREFIX + setting.name, raising=False)
    folder = tmp_path / "data"
    folder.mkdir()
    os.link(place_table, folder / "places.sqlite")
    monkeypatch.setenv(f"{PREFIX}DATA", str(folder))
    monkeypatch.setenv(f"{PREFIX}FILES", "csv,xlsx,geojson,jsonl")  # the access report would take ten seconds
    return settings()
