"""The comparisons of imports, publications and questions, as lines of the final table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks import goals
from benchmarks.line import Line
from benchmarks.measure import Measured, output, run, say, turns
from benchmarks.prepare import Crowd, Inputs

WHO = {"floor": "the floor", "sqlite": "tuned SQLite", "tantivy": "tantivy"}


def imports(inputs: Inputs, times: int) -> list[Line]:
    """A real directory against plain SQLite, and the peak of a large import."""
    workbook, name = str(inputs.workbook), "import of the directory of 2022"
    line, runs = against(name, ["import", "samhsa-directory", workbook], ["plain", workbook], times, goals.IMPORT)
    say(inputs.pages_label)
    pages = run("import", inputs.pages_source, *map(str, inputs.pages))
    return [line, Line.memory(name, runs), Line.memory(inputs.pages_label, [pages])]


def publications(crowd: Crowd, times: int) -> list[Line]:
    """Publishing against Whoosh alone."""
    folder, name = str(crowd.folder), f"publish of {crowd.count:,} facilities"
    line, runs = against(name, ["publish", folder], ["whoosh", folder], times, goals.PUBLISH)
    return [line, Line.memory(name, runs)]


def growth(small: Crowd, large: Crowd, measured: Line) -> list[Line]:
    """Milliseconds for a facility among many against those among few, once; and the peak among many. `measured` is
    publishing the few."""
    each = 1000 * large.published.seconds / large.count, 1000 * measured.ours / small.count
    name = f"publish of {large.count:,} facilities"
    return [
        Line(f"{name}, for each, against {small.count:,}", "ms", *each, goals.LINEAR),
        Line(f"peak memory, {name}", "MB", large.published.megabytes),
    ]


def openings(crowd: Crowd, times: int) -> list[Line]:
    """Opening a generation against reading its files once, and what it holds in memory."""
    name = f"opening {crowd.count:,} facilities, against reading every file once"
    line, _ = against(name, ["open", str(crowd.folder)], ["read", str(crowd.folder)], times, goals.OPEN)
    held = json.loads(output("memory", str(crowd.folder)))
    goal = goals.MEMORY if crowd.count == goals.LARGE else None
    about = f"memory at {crowd.count:,} after every question, above the bare process"
    peak = f"{about}, at its highest"
    return [
        line,
        Line(about, "MB", held["after"] - held["bare"], goal=goal),
        Line(peak, "MB", held["highest"] - held["bare"]),
    ]


def questions(crowd: Crowd, times: int) -> tuple[list[Line], list[str]]:
    """Everybody's answers, and who could not be asked."""
    say(f"questions to {crowd.count:,} facilities")
    told = json.loads(output("questions", str(crowd.folder), str(times)))
    by_kind: dict[str, dict[str, Mapping[str, Any]]] = {}
    for one in told["figures"]:
        by_kind.setdefault(one["kind"], {})[one["side"]] = one
    return [line for kind, told in by_kind.items() for line in _lines(crowd.count, kind, told)], told["notes"]


def _lines(count: int, kind: str, told: Mapping[str, Mapping[str, Any]]) -> Iterator[Line]:
    """One for each other side, the floor compared with the engine without its rows, and one of our own steadiness."""
    for side in (side for side in WHO if side in told):
        ours, theirs = told["core" if side == "floor" else "ours"], told[side]
        name = f"{kind} {ours['label']}; {count:,}, {WHO[side]}"
        goal = goals.AGAINST.get(count, {}).get((kind, side))
        yield Line(name, "ms", ours["median"], theirs["median"], goal, (ours["p95"], theirs["p95"]))
    tail = told["ours"]["tail"]
    yield Line(f"{kind} at {count:,}: p95 over the median of the same question", "", tail, 1.0, goals.TAIL)


def against(
    name: str, ours: Sequence[str], theirs: Sequence[str], times: int, goal: float
) -> tuple[Line, list[Measured]]:
    """Two tasks in turn. Both must have handled as many rows and terms. Also gives our single runs."""
    say(name)
    mine, others = turns(ours, theirs, times)
    counted = {(one.count, one.pairs) for one in (*mine, *others)}
    if len(counted) != 1:
        raise SystemExit(f"{name}: the two sides did not handle the same rows: {sorted(counted)}")
    seconds = [median(one.seconds for one in runs) for runs in (mine, others)]
    processor = [median(one.processor for one in runs) for runs in (mine, others)]
    say(f"{name}: {processor[0] / processor[1]:.2f}x in processor time")
    return Line(name, "s", seconds[0], seconds[1], goal), mine
