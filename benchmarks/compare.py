"""The comparisons, as lines of the final table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Measured, output, run, say, turns
from benchmarks.prepare import Inputs

MEGABYTES = 400.0
"""Goal: peak memory of an import and of a publication."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: our figure and theirs in a unit, and the goal: for the ratio, or for ours where theirs is None."""

    name: str
    unit: str
    ours: float
    theirs: float | None = None
    goal: float | None = None
    tails: tuple[float, float] | None = None

    @classmethod
    def memory(cls, name: str, runs: Sequence[Measured]) -> Line:
        """A line about the largest peak of several runs."""
        return cls(f"peak memory, {name}", "MB", max(one.megabytes for one in runs), goal=MEGABYTES)

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        ratio = None if self.theirs is None else self.ours / self.theirs
        judged = self.ours if ratio is None else ratio
        goal = "" if self.goal is None else f"<= {self.goal:g}{' MB' if ratio is None else 'x'}"
        verdict = "" if self.goal is None else "met" if judged <= self.goal else "NOT met"
        shown = "" if ratio is None else f"{ratio:.2f}x"
        tails = [self._text(tail) for tail in self.tails or (None, None)]
        return (self.name, self._text(self.ours), self._text(self.theirs), shown, goal, verdict, *tails)

    def _text(self, value: float | None) -> str:
        return "" if value is None else f"{value:.0f} MB" if self.unit == "MB" else f"{value:.2f} {self.unit}"


def compare(
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


def peak(task: str, arguments: Sequence[str], name: str) -> Line:
    """Only the peak memory of one run."""
    say(name)
    return Line.memory(name, [run(task, *arguments)])


def questions(inputs: Inputs, times: int) -> list[Line]:
    """The engine against tuned SQLite; no goals yet."""
    say("questions")
    answers = json.loads(output("questions", str(inputs.folder), str(times)))
    return [
        Line(one["name"], "ms", one["ours"][0], one["theirs"][0], tails=(one["ours"][1], one["theirs"][1]))
        for one in answers
    ]
