"""One line of the final table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measure import Measured

MEGABYTES = 400.0
"""Goal: peak memory of an import and of a publication."""

HEAD = ("", "ours", "theirs", "ratio", "goal", "", "p95 ours", "p95 theirs")


@dataclass(frozen=True, slots=True)
class Line:
    """Our figure and theirs in a unit, and the goal: for the ratio, or for ours where theirs is None. A ratio below one
    is written as a fraction: 1/30 takes a thirtieth of their time. With `most` the figure should be high, not low."""

    name: str
    unit: str
    ours: float
    theirs: float | None = None
    goal: float | None = None
    tails: tuple[float, float] | None = None
    most: bool = False

    @classmethod
    def memory(cls, name: str, runs: Sequence[Measured]) -> Line:
        """A line about the largest peak of several runs."""
        return cls(f"peak memory, {name}", "MB", max(one.megabytes for one in runs), goal=MEGABYTES)

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        ratio = None if self.theirs is None else self.ours / self.theirs
        judged = self.ours if ratio is None else ratio
        tails = [self._text(tail) for tail in self.tails or (None, None)]
        return (self.name, self._text(self.ours), self._text(self.theirs), _times(ratio), *self._judged(judged), *tails)

    def _judged(self, judged: float) -> tuple[str, str]:
        if self.goal is None:
            return "", ""
        met = judged >= self.goal if self.most else judged <= self.goal
        bound = _times(self.goal) if self.theirs is not None else self._text(self.goal)
        return f"{'>=' if self.most else '<='} {bound}", "met" if met else "NOT met"

    def _text(self, value: float | None) -> str:
        if value is None:
            return ""
        return f"{value:,.0f}{self.unit and ' ' + self.unit}" if value >= 100 else f"{value:.3g} {self.unit}".rstrip()


def table(lines: Sequence[Line]) -> str:
    """All lines, in columns."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _times(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"{ratio:.2f}x" if ratio > 0.85 or ratio == 0 else f"1/{1 / ratio:.3g}"
