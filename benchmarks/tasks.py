"""`python -m benchmarks.tasks TASK ARGUMENT...`: one task in this process; prints what it took as JSON."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from benchmarks import datasette_rows
from benchmarks.asking import ask
from benchmarks.invented import write_workbook
from benchmarks.plain import index_plainly, insert, texts_of
from benchmarks.questions import KINDS
from benchmarks.relevance import report
from benchmarks.sides import HEADING, Ours
from directory.exports.formats import FORMATS
from directory.store import Record
from directory.tables import SAID
from directory.vocabulary import vocabulary
from importers import places, progress
from importers.registry import source_named
from importers.run import Options, run
from importers.samples.make import rows, write
from search.asking import warm
from search.build import Plan, publish
from search.engine import Engine
from search.generation import Generation
from search.manifest import read_manifest
from search.query import Query
from search.switch import current, folder_name

NOW = "2026-01-02T03:04:05+00:00"
SEED = 2026
CSV_FILE = "everything.csv"
ROWS = 5_000


class Clock:
    """Measures what is done inside `running`, once or several times, and then counts what was handled."""

    def __init__(self) -> None:
        self._taken = (0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The work that counts."""
        began = time.perf_counter(), _processor()
        yield
        self._taken = (
            self._taken[0] + time.perf_counter() - began[0],
            self._taken[1] + _processor() - began[1],
        )

    def report(self, count: int, pairs: int = 0) -> None:
        """Print what it took. The peak is that of this process and of the largest it started, added up."""
        peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        seconds, processor = self._taken
        print(
            json.dumps(
                {
                    "seconds": seconds,
                    "processor": processor,
                    "megabytes": sum(peaks) / unit,
                    "count": count,
                    "pairs": pairs,
                }
            )
        )


def sample(folder: str, count: str, survey: str) -> None:
    """Make the file of one survey. Both tasks invent the same rows, each beside the other."""
    with (Path(folder) / f"sample-{survey}.csv").open("w", encoding="utf-8", newline="") as file:
        write(survey, rows(int(count), SEED), file)


def record(folder: str) -> None:
    """Build the place table and import what was invented."""
    there = Path(folder)
    places.ensure(there / "places.sqlite")
    files = [there / "sample-su.csv", there / "sample-mh.csv"]
    with _record(there) as held:
        run(held, source_named("sample"), files, Options(now=NOW), progress.silent)


def texts(folder: str) -> None:
    """Set aside the texts of the facilities of the live generation."""
    there = Path(folder)
    (there / "texts.json").write_bytes(msgspec.json.encode(texts_of(there / "generations")))


def workbook(path: str, count: str) -> None:
    """Write an invented workbook."""
    write_workbook(Path(path), int(count), SEED)


def import_files(source: str, *paths: str) -> None:
    """Import files into an empty record."""
    clock, chosen = Clock(), source_named(source)
    vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        with clock.running(), _record(Path(folder)) as record:
            report = run(record, chosen, [*map(Path, paths)], Options(now=NOW), progress.silent)
        with _record(Path(folder)) as record, record.writing() as writer:
            pairs = writer._connection.execute(select(func.count()).select_from(SAID)).scalar_one()
    clock.report(report.saved, pairs)


def plain(path: str) -> None:
    """Read a workbook and insert its rows and terms with plain sqlite3."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, clock.running():
        counted = insert(Path(path), Path(folder) / "plain.sqlite")
    clock.report(*counted)


def publish_record(folder: str) -> None:
    """Publish what was prepared."""
    clock, there = Clock(), Path(folder)
    vocabulary()
    with clock.running(), _record(there) as record, record.reading() as reader:
        manifest = publish(reader, _plan(there), lambda _: None)
    clock.report(manifest.facilities)


def whoosh(folder: str) -> None:
    """Index the prepared texts alone, with Whoosh as it comes, in two processes."""
    clock, there = Clock(), Path(folder)
    told = msgspec.json.decode((there / "texts.json").read_bytes(), type=list[dict[str, str]])
    with tempfile.TemporaryDirectory() as empty, clock.running():
        index_plainly(Path(empty), told)
    clock.report(len(told))


def open_generation(folder: str) -> None:
    """Open the live generation."""
    clock, live = Clock(), _live(Path(folder))
    vocabulary()
    with clock.running():
        opened = Generation(live)
    clock.report(len(opened))
    opened.close()


def read_generation(folder: str) -> None:
    """Read every file of the live generation once."""
    clock, live = Clock(), _live(Path(folder))
    vocabulary()
    manifest = read_manifest(live)
    with clock.running():
        for path in live.rglob("*"):
            if path.is_file():
                path.read_bytes()
    clock.report(manifest.facilities + manifest.gone)


def csv_file(folder: str) -> None:
    """Write every facility of the live generation as CSV."""
    clock, generation = Clock(), Generation(_live(Path(folder)))
    path = Path(folder) / CSV_FILE
    with clock.running(), path.open("wb") as file:
        total, found = Engine(generation).items(Query())
        file.writelines(FORMATS["csv"].write(found, HEADING))
    clock.report(total, path.stat().st_size)


def csv_writer(folder: str) -> None:
    """Write the same cells with `csv.writer`, from lists of ROWS; reading them into the lists does not count."""
    clock, count = Clock(), -1  # without the header
    path = Path(folder) / f"again-{CSV_FILE}"
    with (
        (Path(folder) / CSV_FILE).open(encoding="utf-8-sig", newline="") as given,
        path.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        cells = csv.reader(given, quoting=csv.QUOTE_NONNUMERIC)
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        while some := list(islice(cells, ROWS)):
            with clock.running():
                writer.writerows(some)
            count += len(some)
        with clock.running():
            file.flush()
    clock.report(count, path.stat().st_size)
    path.unlink()


def memory(folder: str) -> None:
    """Megabytes: of this process before it opens the live generation, after it has made it ready for visitors and
    answered each question once, and at its highest."""
    vocabulary()
    bare = _resident()
    generation = Generation(_live(Path(folder)))
    warm(Engine(generation))
    ours = Ours(generation)
    for key, kind in KINDS.items():
        for query in kind.queries(len(generation)):
            ours.ready(key, query)()
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"bare": bare, "after": _resident(), "highest": highest}))


def questions(folder: str, times: str) -> None:
    """Ask everybody in random order."""
    print(json.dumps(ask(Path(folder), int(times))))


def datasette(folder: str) -> None:
    """Write what datasette serves."""
    generation = Generation(_live(Path(folder)))
    datasette_rows.write(Path(folder) / "others-datasette.sqlite", generation)


def addresses() -> None:
    """Tell what is asked over HTTP."""
    print(json.dumps(datasette_rows.addresses()))


def terms() -> None:
    """Tell the filters there are: facet -> keys."""
    print(json.dumps({facet.key: list(facet.terms) for facet in vocabulary().facets.values() if facet.terms}))


def relevance() -> None:
    """Compare the order of answers."""
    print(report())


TASKS: Mapping[str, Callable[..., None]] = {
    "sample": sample,
    "record": record,
    "texts": texts,
    "workbook": workbook,
    "import": import_files,
    "plain": plain,
    "publish": publish_record,
    "whoosh": whoosh,
    "open": open_generation,
    "read": read_generation,
    "csv": csv_file,
    "csv-writer": csv_writer,
    "memory": memory,
    "questions": questions,
    "datasette": datasette,
    "addresses": addresses,
    "terms": terms,
    "relevance": relevance,
}


def _record(folder: Path) -> Record:
    return Record(f"sqlite:///{folder / 'record.sqlite'}")


def _live(folder: Path) -> Path:
    root = folder / "generations"
    return root / folder_name(current(root) or 0)


def _processor() -> float:
    """Seconds of the processor that this process and those it has waited for took."""
    return sum(os.times()[:4])


def _resident() -> float:
    """Megabytes of this process that are in memory now."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], check=True, capture_output=True, text=True)
    return int(told.stdout) / 1024


def _plan(folder: Path) -> Plan:
    return Plan(root=folder / "generations", places=folder / "places.sqlite", now=NOW, keep=1, match=False)


def main(arguments: Sequence[str]) -> None:
    """Run one task."""
    TASKS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
