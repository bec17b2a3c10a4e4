"""Runs tasks of `tasks.py`, each in a fresh process. Imports nothing large; see `__main__.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """What a task took: seconds on the clock and of the processor, peak memory in megabytes, and what it counted."""

    seconds: float
    processor: float
    megabytes: float
    count: int
    pairs: int


def run(task: str, *arguments: str) -> Measured:
    """Run a task once."""
    return Measured(**json.loads(output(task, *arguments)))


def output(task: str, *arguments: str) -> str:
    """What a task printed. Its standard error is ours."""
    command = [sys.executable, "-m", "benchmarks.tasks", task, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def turns(ours: Sequence[str], theirs: Sequence[str], times: int) -> tuple[list[Measured], list[Measured]]:
    """Run two tasks in turn, A B A B ..."""
    pairs = []
    for number in range(1, times + 1):
        pairs.append((run(*ours), run(*theirs)))
        mine, other = pairs[-1]
        say(f"{ours[0]} {number}/{times}: {mine.seconds:.2f} s against {other.seconds:.2f} s")
    return [mine for mine, _ in pairs], [other for _, other in pairs]


def say(text: str) -> None:
    """Tell how far it is, on standard error."""
    print(text, file=sys.stderr, flush=True)
