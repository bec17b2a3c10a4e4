"""`python -m benchmarks [--quick] [--keep FOLDER] [--only PART ...]`: every benchmark, then one table.

Goals are judged, never enforced. This process imports nothing large and holds no data: a child's peak memory is never
counted below its parent's.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import goals
from benchmarks.compare import growth, imports, openings, publications, questions
from benchmarks.dearest import dearest
from benchmarks.downloads import downloads
from benchmarks.line import Line, table
from benchmarks.loads import datasette, hello
from benchmarks.measure import output, say
from benchmarks.prepare import Crowd, crowd, files

PARTS = ("imports", "publish", "open", "questions", "http", "downloads", "relevance")
NOTE = """Each import and publication in a process of its own, the two sides in turn; times are medians of the work
alone, without starting the process and importing modules. Questions are asked of everybody in random order in one
process, after their answers were compared; a ratio is our median over theirs, 1/30 a thirtieth of their time. The
floor is C without rows and ranking, and is compared with the engine without reading the rows of the page."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Facilities, few and many; repetitions of imports and publications, of each question, of each load."""

    small: int
    large: int
    times: int
    asked: int
    loads: int


SIZES = {False: Sizes(goals.SMALL, goals.LARGE, 5, 48, 5), True: Sizes(4_000, 0, 1, 24, 2)}
"""--quick -> how much."""


def main() -> None:
    """Measure everything in a folder that is removed at the end, unless it is to be kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4,000 facilities, few repetitions: two minutes")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what was built there, and take it again")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="treatment-directory-bench-") as folder:
        lines, notes = _measure(told.keep or Path(folder), SIZES[told.quick], told.only)
    print(*dict.fromkeys(notes), "", NOTE, "", table(lines), sep="\n")


def _measure(folder: Path, sizes: Sizes, parts: Sequence[str]) -> tuple[list[Line], list[str]]:
    small = crowd(folder, sizes.small)
    large = crowd(folder, sizes.large) if sizes.large else None
    lines: list[Line] = []
    notes: list[str] = []
    if "imports" in parts:
        inputs = files(small.folder, small.count)
        notes += inputs.notes
        lines += imports(inputs, sizes.times)
    if "publish" in parts:
        published = publications(small, sizes.times)
        lines += published
        lines += growth(small, large, published[0]) if large else []
    for one in filter(None, (small, large)):
        made, missing = _asked(one, sizes, parts)
        lines += made
        notes += missing
    if "relevance" in parts:
        say("relevance")
        notes.append(output("relevance"))
    return lines, notes


def _asked(one: Crowd, sizes: Sizes, parts: Sequence[str]) -> tuple[list[Line], list[str]]:
    """What is measured of both sizes."""
    lines: list[Line] = []
    notes: list[str] = []
    if "open" in parts:
        lines += openings(one, sizes.times)
    if "questions" in parts:
        made, missing = questions(one, sizes.asked)
        lines += made
        notes += missing
    if "downloads" in parts:
        made, missing = downloads(one, sizes.times)
        lines += made
        notes += missing
    if "http" in parts:
        for made, missing in (hello(one, sizes.loads), dearest(one), datasette(one, sizes.loads)):
            lines += made
            notes += missing
    return lines, notes


if __name__ == "__main__":
    main()
