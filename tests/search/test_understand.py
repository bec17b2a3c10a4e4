"""What people type, and what has to be understood of it: the table `judgments.txt`, to which anybody may add a line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.vocabulary import vocabulary
from search.places import Places
from search.understand import understand
from search.understood import Understood

LINES = (Path(__file__).parent / "judgments.txt").read_text(encoding="utf-8").splitlines()
JUDGMENTS = [line for line in LINES if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def places(place_table: Path) -> Iterator[Places]:
    opened = Places(place_table)
    yield opened
    opened.close()


@pytest.mark.parametrize("line", JUDGMENTS)
def test_judgment(line: str, places: Places) -> None:
    question, _, expected = line.partition("=>")
    found = understand(question.strip(), "", vocabulary(), places)
    assert told(found) == wanted(expected), found


def told(found: Understood) -> dict[str, object]:
    """What was understood, as the table says it."""
    return {
        "filters": {("-" * f.exclude) + f"{f.facet}:{f.key}" for f in found.filters},
        "near": found.near.casefold(),
        "within": found.within,
        "text": found.text.casefold(),
        "here": found.here,
        "crisis": found.crisis,
    }


def wanted(expected: str) -> dict[str, object]:
    """A line of the table, from "care:detox; near=miami; within=20; here"."""
    filters, *others = (part.strip() for part in expected.split(";"))
    said = dict(part.partition("=")[::2] for part in others)
    assert said.keys() <= {"near", "within", "text", "here", "crisis"}, f"unknown words in {expected!r}"
    within = said.get("within")
    return {
        "filters": set(filters.split()),
        "near": said.get("near", ""),
        "within": None if within is None else math.inf if within == "inf" else float(within),
        "text": said.get("text", ""),
        "here": "here" in said,
        "crisis": "crisis" in said,
    }


def test_the_table_is_large_and_names_terms_that_exist() -> None:
    known = {f"{term.facet}:{term.key}" for term in vocabulary().terms}
    named = {name for line in JUDGMENTS for name in wanted(line.partition("=>")[2])["filters"]}  # type: ignore[attr-defined]
    assert len(JUDGMENTS) >= 150
    assert {str(name).removeprefix("-") for name in named} <= known
