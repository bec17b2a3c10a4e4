"""A generation of the sample listings, and the rows it was made from, read again without our importers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from directory.listing import Listing
from directory.store import Record
from importers import places
from importers.progress import silent
from importers.registry import source_named
from importers.run import Options, run
from search.build import Plan, publish
from search.engine import Engine
from search.generation import Generation
from search.switch import folder_name
from tests.conftest import Desk, listing

NOW = "2026-11-22T03:00:00+00:00"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the sample as the csv module reads it: its values, codes in capitals, and its point if it has one."""

    values: Mapping[str, str]
    codes: frozenset[str]
    point: tuple[float, float] | None


@pytest.fixture(scope="session")
def sample_generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """The sample, imported and published."""
    folder = tmp_path_factory.mktemp("sample")
    places.ensure(folder / "places.sqlite")
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        run(record, source_named("sample"), [], Options(now=NOW), silent)
        with record.reading() as reader:
            plan = Plan(root=folder / "generations", places=folder / "places.sqlite", now=NOW, match=False)
            manifest = publish(reader, plan, lambda _: None)
    generation = Generation(folder / "generations" / folder_name(manifest.number))
    yield generation
    generation.close()


@pytest.fixture(scope="session")
def engine(sample_generation: Generation) -> Engine:
    """An engine on the sample."""
    return Engine(sample_generation)


@pytest.fixture(scope="session")
def rows() -> list[SourceRow]:
    """The sample's rows."""
    return [
        row
        for name in ("sample-su.csv", "sample-mh.csv")
        for row in _read(Path(str(files("importers.samples") / name)))
    ]


def _read(path: Path) -> Iterator[SourceRow]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        for values in csv.DictReader(file):
            codes = frozenset(name.upper() for name, value in values.items() if value == "1")
            point = (float(values["latitude"]), float(values["longitude"])) if values["latitude"] else None
            yield SourceRow(values, codes, point)


@pytest.fixture(scope="session")
def named_facilities(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[Generation]:
    """A generation of the invented facilities in facilities.txt, for what words find."""
    folder = tmp_path_factory.mktemp("named")
    lines = Path(__file__).with_name("facilities.txt").read_text("utf-8").splitlines()
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take(_named(str(line), text) for line, text in enumerate(lines) if not text.startswith("#"))
        number = desk.publish(folder / "generations", place_table).number
    generation = Generation(folder / "generations" / folder_name(number))
    yield generation
    generation.close()


def _named(key: str, line: str) -> Listing:
    *values, codes = (value.strip() for value in line.split("|"))
    told = dict(zip(("name", "name2", "street", "city", "state"), values, strict=True))
    said = tuple(sorted(codes.split())) or ("OP", "SA")
    return listing(key, **told, zip="", latitude=None, longitude=None, said=said)
