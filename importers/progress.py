"""How far an import is: a bar on a terminal, a plain line now and then elsewhere. Always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from importers.source import Outcome, Reading

EVERY = 5000
"""Rows between two plain lines."""


def show(outcomes: Iterable[Outcome], reading: Reading) -> Iterator[Outcome]:
    """Pass the outcomes on, telling how many there have been."""
    return _bar(outcomes, reading) if sys.stderr.isatty() else _lines(outcomes)


def silent(outcomes: Iterable[Outcome], _: Reading) -> Iterable[Outcome]:
    """Pass the outcomes on and say nothing."""
    return outcomes


def _bar(outcomes: Iterable[Outcome], reading: Reading) -> Iterator[Outcome]:
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rows", total=None)
        for number, outcome in enumerate(outcomes, start=1):
            yield outcome
            if number % 100 == 0:
                progress.update(task, completed=number, total=reading.total)


def _lines(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    number = 0
    for number, outcome in enumerate(outcomes, start=1):
        yield outcome
        if number % EVERY == 0:
            print(f"read {number:,} rows", file=sys.stderr, flush=True)  # this is what it is for
    print(f"read {number:,} rows in all", file=sys.stderr, flush=True)
