"""`python -m benchmarks.tasks TASK ARGUMENT...`: one task in this process; prints what it took as JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from benchmarks.invented import write_workbook
from benchmarks.plain import insert, texts_of
from benchmarks.questions import ask
from directory.store import Record
from directory.tables import SAID
from directory.vocabulary import vocabulary
from importers import places, progress
from importers.registry import source_named
from importers.run import Options, run
from importers.samples.make import rows, write
from search.build import Plan, publish
from search.text import build_index

NOW = "2026-01-02T03:04:05+00:00"
SEED = 2026


class Clock:
    """Measures what is done inside `running`, and then counts what was handled."""

    def __init__(self) -> None:
        self._taken = (0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The work that counts."""
        began = time.perf_counter(), time.process_time()
        yield
        self._taken = (time.perf_counter() - began[0], time.process_time() - began[1])

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


def prepare(folder: str, count: str) -> None:
    """Make facilities, import them, build the place table, and set aside the texts of the facilities."""
    there = Path(folder)
    files = [there / "sample-su.csv", there / "sample-mh.csv"]
    invented = list(rows(int(count), SEED))
    for survey, path in zip(("su", "mh"), files, strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            write(survey, invented, file)
    places.ensure(there / "places.sqlite")
    with _record(there) as record:
        run(record, source_named("sample"), files, Options(now=NOW), progress.silent)
        with record.reading() as reader:
            publish(reader, _plan(there), lambda _: None)
    texts = texts_of(there / "generations")
    (there / "texts.json").write_bytes(msgspec.json.encode(texts))


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
    """Index the prepared texts alone, as a publication does."""
    clock, there = Clock(), Path(folder)
    texts = msgspec.json.decode((there / "texts.json").read_bytes(), type=list[dict[str, str]])
    with tempfile.TemporaryDirectory() as empty, clock.running():
        build_index(Path(empty) / "text", texts)
    clock.report(len(texts))


def questions(folder: str, times: str) -> None:
    """Ask the engine and SQLite in turn."""
    print(json.dumps(ask(Path(folder), int(times))))


TASKS: Mapping[str, Callable[..., None]] = {
    "prepare": prepare,
    "workbook": workbook,
    "import": import_files,
    "plain": plain,
    "publish": publish_record,
    "whoosh": whoosh,
    "questions": questions,
}


def _record(folder: Path) -> Record:
    return Record(f"sqlite:///{folder / 'record.sqlite'}")


def _plan(folder: Path) -> Plan:
    return Plan(root=folder / "generations", places=folder / "places.sqlite", now=NOW, keep=1, match=False)


def main(arguments: Sequence[str]) -> None:
    """Run one task."""
    TASKS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
