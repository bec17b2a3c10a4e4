"""Relevance: our order of answers beside that of SQLite FTS5's BM25, on the same facilities and the judgments of
`judgments_sample.csv` and `judgments_real.csv`. `python -m benchmarks.relevance` tells every judgment that is not met.

FTS5 is given the same names, places and addresses, and all words the vocabulary has for what a facility offers; of what
is typed it looks for any word, or for every word.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from benchmarks.judging import MOST, Judge, Judgment, Verdict, read, verdict
from benchmarks.prepare import ROOT, SHARED
from directory.errors import QueryError
from directory.facility import Facility
from directory.store import Record
from directory.vocabulary import vocabulary
from importers import places, progress
from importers.registry import source_named
from importers.run import Options, run
from search.asking import items
from search.build import Plan, publish
from search.engine import Engine
from search.generation import Generation
from search.query import Query
from search.switch import current, folder_name
from search.text import texts

HERE = Path(__file__).parent
NOW = "2026-01-02T03:04:05+00:00"
REAL: Mapping[str, str] = {
    "findtreatment": "findtreatment/reconstructed_2022",
    "samhsa-otp": "samhsa_otp/TreatmentProgram_20200704.csv",
    "va": "va/vast.csv",
}
"""Source -> file, beside the checkout."""

BM25 = "bm25(words, 3.0, 2.0, 2.0, 1.5, 0.5, 1.0)"
Order = Callable[[Judgment], Sequence[int]]


class Scores(NamedTuple):
    """The verdicts of one side."""

    side: str
    verdicts: list[Verdict]

    def __str__(self) -> str:
        told = self.verdicts
        means = [fmean(getattr(one, name) for one in told) for name in ("ndcg", "recall", "first", "clean")]
        return f"  {self.side:32}" + "".join(f"{mean:>12.3f}" for mean in means)


def report(every: bool = False) -> str:
    """A table for each set of judgments; with `every`, also what of ours is not as it must be."""
    real = Path(os.environ.get(SHARED) or ROOT.parent / "shared" / "data")
    told = [_judged("the sample", "judgments_sample.csv", {"sample": []}, every)]
    if all((real / path).exists() for path in REAL.values()):
        listed = {source: [real / path] for source, path in REAL.items()}
        told.append(_judged("real listings", "judgments_real.csv", listed, every))
    else:
        told.append("Relevance on real listings is not judged: they are not there.")
    return "\n".join(told)


def _judged(name: str, file: str, sources: Mapping[str, list[Path]], every: bool) -> str:
    judgments = read(HERE / file)
    with tempfile.TemporaryDirectory(prefix="treatment-directory-bench-") as folder:
        generation = _published(Path(folder), sources)
        facilities = generation.facilities(range(len(generation)))
        judge, orders = Judge(facilities, generation.places), _orders(generation, facilities)
        truths = [judge.truth(judgment) for judgment in judgments]
        scores = [
            Scores(side, [verdict(order(one), truth) for one, truth in zip(judgments, truths, strict=True)])
            for side, order in orders.items()
        ]
        generation.close()
    head = f"Relevance: {len(judgments)} judgments of {len(facilities):,} facilities of {name}\n" + " " * 34
    missed = [
        f"  {one.query!r} near {one.near!r}: {told}" for one, told in zip(judgments, scores[0].verdicts, strict=True)
    ]
    wrong = [line for line, told in zip(missed, scores[0].verdicts, strict=True) if every and min(told) < 1]
    columns = "".join(f"{column:>12}" for column in ("nDCG@10", f"recall@{MOST}", "first", "none bad"))
    return "\n".join([head + columns, *map(str, scores), *wrong])


def _published(folder: Path, sources: Mapping[str, list[Path]]) -> Generation:
    places.ensure(folder / "places.sqlite")
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        for source, paths in sources.items():
            run(record, source_named(source), paths, Options(now=NOW), progress.silent)
        plan = Plan(root=folder / "generations", places=folder / "places.sqlite", now=NOW)
        with record.reading() as reader:
            publish(reader, plan, lambda _: None)
    return Generation(plan.root / folder_name(current(plan.root) or 0))


def _orders(generation: Generation, facilities: Sequence[Facility]) -> dict[str, Order]:
    engine, rows = Engine(generation), _bm25(facilities)
    docs = {one.id: doc for doc, one in enumerate(facilities)}
    return {
        "ours": lambda one: _ours(engine, docs, one),
        "SQLite FTS5 BM25, any word": lambda one: _theirs(rows, one, " OR "),
        "SQLite FTS5 BM25, every word": lambda one: _theirs(rows, one, " AND "),
    }


def _ours(engine: Engine, docs: Mapping[str, int], judgment: Judgment) -> list[int]:
    """As the pages and the API ask; a question that is refused finds nothing."""
    try:
        _, found = items(engine, Query(q=judgment.query, near=judgment.near))
        return [docs[item.facility.id] for item, _ in zip(found, range(MOST), strict=False)]
    except QueryError:
        return []


def _theirs(rows: sqlite3.Connection, judgment: Judgment, joined: str) -> list[int]:
    words = joined.join(f'"{word}"' for word in re.findall(r"\w+", f"{judgment.query} {judgment.near}"))
    found = rows.execute(f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY {BM25} LIMIT {MOST}", [words])
    return [doc for (doc,) in found]


def _bm25(facilities: Sequence[Facility]) -> sqlite3.Connection:
    rows = sqlite3.connect(":memory:")
    fields = (*texts(facilities[0]), "offered")
    rows.execute(f"CREATE VIRTUAL TABLE words USING fts5({', '.join(fields)}, tokenize='porter unicode61')")
    facets = vocabulary().facets
    for doc, one in enumerate(facilities):
        offered = [word for facet, keys in one.terms.items() for key in keys for word in facets[facet].terms[key].words]
        values = (doc, *texts(one).values(), " ".join(offered))
        rows.execute(f"INSERT INTO words(rowid, {', '.join(fields)}) VALUES (?{', ?' * len(fields)})", values)
    return rows


if __name__ == "__main__":
    print(report(every=True))
