"""What benchmarks judge by: lines of the table, and orders of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.judging import Truth, read, verdict
from benchmarks.line import HEAD, Line
from benchmarks.prepare import ROOT

FILES = sorted((ROOT / "benchmarks").glob("judgments_*.csv"))


@pytest.mark.parametrize(
    ("line", "ratio", "goal", "met"),
    [
        (Line("", "ms", 2.0, 1.0, 4.0), "2.00x", "<= 4.00x", "met"),
        (Line("", "ms", 5.0, 1.0, 4.0), "5.00x", "<= 4.00x", "NOT met"),
        (Line("", "ms", 1.0, 10.0, 1 / 5), "1/10", "<= 1/5", "met"),
        (Line("", "ms", 3.0, 10.0, 1 / 5), "1/3.33", "<= 1/5", "NOT met"),
        (Line("", "/s", 100.0, 1000.0, 0.2, most=True), "1/10", ">= 1/5", "NOT met"),
        (Line("", "/s", 300.0, 1000.0, 0.2, most=True), "1/3.33", ">= 1/5", "met"),
        (Line("", "MB", 250.0, goal=200.0), "", "<= 200 MB", "NOT met"),
        (Line("", "MB", 150.0), "", "", ""),
    ],
)
def test_a_line_tells_the_ratio_and_whether_the_goal_is_met(line: Line, ratio: str, goal: str, met: str) -> None:
    cells = dict(zip(HEAD, line.cells(), strict=False))
    assert (cells["ratio"], cells["goal"], line.cells()[5]) == (ratio, goal, met)


def truth(first: set[int], more: set[int], wrong: set[int]) -> Truth:
    return Truth(frozenset(first), frozenset(first | more), frozenset(wrong))


def test_the_best_order_has_all_of_it() -> None:
    assert verdict([1, 2, 3, 9], truth({1}, {2, 3}, {7})) == (1.0, 1.0, True, True)


def test_what_must_come_first_counts_most() -> None:
    swapped = verdict([2, 1, 3], truth({1}, {2, 3}, set()))
    assert not swapped.first
    assert verdict([1, 9, 8], truth({1}, {2, 3}, set())).ndcg > swapped.ndcg
    assert swapped.recall == 1.0


def test_what_must_not_be_counts_among_the_first_ten_alone() -> None:
    right = list(range(10, 20))
    assert not verdict([10, 7], truth(set(), set(right), {7})).clean
    assert verdict([*right, 7], truth(set(), set(right), {7})).clean


def test_nothing_found_is_nothing_gained() -> None:
    assert verdict([], truth({1}, set(), {7})) == (0.0, 0.0, False, True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_judgments_say_what_is_right_and_each_question_once(path: Path) -> None:
    judgments = read(path)
    assert len(judgments) >= 60
    asked = [(one.query.casefold(), one.near) for one in judgments]
    assert len(set(asked)) == len(asked)
    assert all(one.query and (one.must_first or one.must_appear) for one in judgments)
