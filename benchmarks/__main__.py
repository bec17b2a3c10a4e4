"""`python -m benchmarks [--quick]`: every benchmark, then one table. Goals are judged, never enforced.

This process imports nothing large and holds no data: a child's peak memory is never counted below its parent's.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.compare import Line, compare, peak, questions
from benchmarks.measure import say
from benchmarks.prepare import Inputs, prepare

SIZES = {False: (20_000, 5, 30), True: (4_000, 3, 8)}
"""--quick -> facilities, repetitions of imports and publications, of each question."""


def main() -> None:
    """Measure everything in a folder that is removed at the end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer facilities and repetitions: a minute")
    quick = bool(parser.parse_args().quick)
    count, times, asked = SIZES[quick]
    with tempfile.TemporaryDirectory(prefix="treatment-directory-bench-") as folder:
        inputs = prepare(Path(folder), count)
        lines = [*_imports(inputs, times), *_publications(inputs, times), *questions(inputs, asked)]
    print(*inputs.notes, sep="\n")
    print("Each import and publication in a process of its own, the two sides in turn; times are medians of the work")
    print("alone, without starting the process and importing modules. A peak counts the process and its readers.\n")
    print(_table(lines))


def _imports(inputs: Inputs, times: int) -> list[Line]:
    workbook = str(inputs.workbook)
    line, runs = compare(
        "import of the directory of 2022", ["import", "samhsa-directory", workbook], ["plain", workbook], times, 4.0
    )
    pages = [peak("import", [inputs.pages_source, *map(str, inputs.pages)], inputs.pages_label)]
    return [line, Line.memory("import of the directory of 2022", runs), *pages]


def _publications(inputs: Inputs, times: int) -> list[Line]:
    folder = str(inputs.folder)
    name = f"publish of {inputs.count:,} facilities"
    line, runs = compare(name, ["publish", folder], ["whoosh", folder], times, 1.5)
    say(f"{name}: {runs[0].count:,} published")
    return [line, Line.memory(name, runs)]


def _table(lines: list[Line]) -> str:
    head = ("", "ours", "theirs", "ratio", "goal", "", "p95 ours", "p95 theirs")
    rows = [head, *(line.cells() for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


if __name__ == "__main__":
    main()
