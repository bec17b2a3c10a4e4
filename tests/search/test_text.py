"""The text index: arrays of postings that are Whoosh's, phrases, the words there are, and what is remembered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import index_parts, postings
from search.index_parts import TextWriter
from search.indexing import FIELDS
from search.lexicon import Lexicon
from search.remembered import Remembered
from search.text import WEIGHTS, TextIndex

HUNDRED = 100
"""Documents that are said to come: enough for a second process where a test makes MANY smaller."""

WORDS = ("harbor", "light", "clinic", "house", "hope", "recovery", "center", "county")


def document(**texts: str) -> dict[str, str]:
    """A document with these texts and no others."""
    return dict.fromkeys(FIELDS, "") | texts


def build_index(folder: Path, rows: Iterable[dict[str, str]], order: Sequence[int] | None = None) -> None:
    """Index documents in the order in which they come, or another."""
    with TextWriter(folder, HUNDRED) as text:
        count = 0
        for count, row in enumerate(rows, 1):  # noqa: B007  how many there were
            text.add(row)
        text.write(np.array(range(count) if order is None else order, np.int32))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TextIndex:
    """1,000 documents: words in several blocks of postings, often twice in a field, in some fields not at all."""
    random = np.random.default_rng(7)
    names = [" ".join(random.choice(WORDS, random.integers(1, 14))) for _ in range(1000)]
    rows = [
        document(
            name=name,
            program=names[-at] if at % 3 else "",
            place="harbor county" if at % 5 else "",
            address=names[at // 2],
        )
        for at, name in enumerate(names)
    ]
    folder = tmp_path_factory.mktemp("text") / "text"
    build_index(folder, rows)
    return TextIndex(folder)


def searcher_of(index: TextIndex, field: str) -> Any:  # Any: Whoosh's Searcher
    """The searcher of the part that has a field."""
    return next(part.searcher for part in index.parts if field in part.fields)


@pytest.mark.parametrize("word", WORDS)
def test_scores_are_whooshs_own(index: TextIndex, word: str) -> None:
    theirs = np.zeros(len(index))
    for field, weight in WEIGHTS.items():
        searcher = searcher_of(index, field)
        matcher = searcher.postings(field, word) if (field, word) in searcher.reader() else None
        while matcher is not None and matcher.is_active():
            theirs[matcher.id()] += weight * matcher.score()
            matcher.next()
    found = index.postings(word)
    assert found.docs.tolist() == np.flatnonzero(theirs).tolist()
    assert found.scores == pytest.approx(theirs[found.docs], abs=1e-5)


@pytest.mark.parametrize("field", ["name", "program", "place"])
def test_blocks_say_what_the_public_matcher_says(index: TextIndex, field: str) -> None:
    opened = searcher_of(index, field).postings(field, "harbor")
    assert postings.readable(opened)
    block, single = postings.raw(searcher_of(index, field), field, "harbor"), postings.one_by_one(opened)
    assert block.docs.tolist() == single.docs.tolist()
    assert block.counts.tolist() == single.counts.tolist()


def test_a_fork_without_these_blocks_is_read_one_by_one(index: TextIndex) -> None:
    class Public:
        """The public part of a matcher."""

        def __init__(self) -> None:
            self._matcher = searcher_of(index, "name").postings("name", "hope")
            self.is_active, self.id = self._matcher.is_active, self._matcher.id
            self.weight, self.next = self._matcher.weight, self._matcher.next

    class Fork:
        """A searcher that gives such matchers."""

        def postings(self, *_: str) -> Public:
            return Public()

    read = postings.raw(Fork(), "name", "hope")
    assert read.docs.tolist() == postings.raw(searcher_of(index, "name"), "name", "hope").docs.tolist()


@pytest.mark.parametrize("field", ["name", "program", "place"])
def test_lengths_are_whooshs_own(index: TextIndex, field: str) -> None:
    reader = searcher_of(index, field).reader()
    assert postings._column(reader, field, len(index)) is not None
    theirs = [reader.doc_field_length(doc, field) or 0 for doc in range(len(index))]
    assert postings.lengths(searcher_of(index, field), field).tolist() == theirs


def test_a_word_that_is_nowhere_has_no_postings(index: TextIndex) -> None:
    assert index.postings("nowhere").docs.tolist() == []


@settings(max_examples=40, deadline=None)
@given(phrase=st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join), step=st.sampled_from([1, 100]))
def test_a_phrase_is_where_its_words_stand_in_this_order(index: TextIndex, phrase: str, step: int) -> None:
    docs = np.arange(0, len(index), step, dtype=np.int32)
    wanted = [f" {phrase} " in index.parts[0].lines[doc] for doc in docs.tolist()]
    assert index.parts[0].lines.holding(docs, f" {phrase} ").tolist() == wanted
    starts = [index.parts[0].lines[doc].startswith(f" {phrase} ") for doc in docs.tolist()]
    assert index.parts[0].lines.beginning(docs, f" {phrase} ").tolist() == starts


def test_an_index_of_nothing_opens(tmp_path: Path) -> None:
    build_index(tmp_path / "text", [])
    empty = TextIndex(tmp_path / "text")
    assert (len(empty), len(empty.names), empty.postings("hope").docs.tolist()) == (0, 0, [])
    empty.close()


def test_two_processes_build_what_one_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_parts, "MANY", 3)
    monkeypatch.setattr(index_parts, "BATCH", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    rows = [document(name=f"Hope {at}", place=f"Harbor\t{at % 9}\n", address="5 Light St") for at in range(100)]
    build_index(tmp_path / "two", rows)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    build_index(tmp_path / "one", rows)
    one, two = TextIndex(tmp_path / "one"), TextIndex(tmp_path / "two")
    for word in ("hope", "harbor", "light", "7"):
        assert one.postings(word).docs.tolist() == two.postings(word).docs.tolist() != []
        assert one.postings(word).scores.tolist() == two.postings(word).scores.tolist()
    assert [one.parts[1].lines[doc] for doc in range(100)] == [two.parts[1].lines[doc] for doc in range(100)]


@pytest.mark.parametrize("processes", [1, 2])
def test_documents_may_come_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    monkeypatch.setattr(index_parts, "MANY", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: processes)
    rows = [document(name=f"Hope {at % 7} hope", place=f"Harbor {at % 9}" if at % 3 else "") for at in range(100)]
    order = np.random.default_rng(3).permutation(100).tolist()
    build_index(tmp_path / "sorted", [rows[came] for came in order])
    build_index(tmp_path / "unsorted", rows, order)
    one, other = TextIndex(tmp_path / "sorted"), TextIndex(tmp_path / "unsorted")
    for word in ("hope", "harbor", "5", "8"):
        assert other.postings(word).docs.tolist() == one.postings(word).docs.tolist() != []
        assert other.postings(word).scores.tolist() == one.postings(word).scores.tolist()
    for mine, theirs in zip(other.parts, one.parts, strict=True):
        assert list(mine.lines) == list(theirs.lines)
        assert mine.words[0] == theirs.words[0]
    assert [other.names[doc] for doc in range(100)] == [f"{rows[came]['name']}\t" for came in order]


def test_a_second_process_that_fails_is_an_error_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_parts, "MANY", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def rows() -> Iterator[dict[str, str]]:
        (tmp_path / "text" / index_parts.THERE).mkdir()
        yield from (document(place=f"Harbor {at}") for at in range(9000))

    with pytest.raises(OSError, match="FileExistsError"):
        build_index(tmp_path / "text", rows())


def test_documents_that_fail_end_the_second_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_parts, "MANY", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def rows() -> Iterator[dict[str, str]]:
        yield from (document(place="Harbor") for _ in range(10))
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        build_index(tmp_path / "text", rows())
    assert list((tmp_path / "text").rglob("_MAIN_1.toc")) == []


COUNTS = {
    "house": 900,
    "hose": 2,
    "hope": 300,
    "recovery": 800,
    "center": 950,
    "council": 30,
    "counsel": 700,
    "360": 40,
}
COUNTS |= {"tri": 20, "county": 90, "try": 2, "saint": 50}
LEXICON = Lexicon(
    [({word: "houses" if word == "house" else word for word in COUNTS}, np.array([*COUNTS.values()], np.int32))],
    ["methadone", "hope"],
    1000,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hosue", ["house"]),  # swapped
        ("huose", ["house"]),
        ("hous", ["house"]),  # missing; "hose" is as near and hardly ever there
        ("houuse", ["house"]),  # doubled
        ("mouse", ["house"]),  # the first letter
        ("recvry", []),  # two slips in six letters
        ("recovrey", ["recovery"]),
        ("rceovrey", ["recovery"]),
        ("councel", ["counsel"]),
        ("methdone", ["methadone"]),  # of the vocabulary, in no name
        ("370", []),  # no number is another
        ("try", []),
        ("hop", []),  # too short
    ],
)
def test_a_misspelt_word_is_near_what_was_meant(typed: str, meant: list[str]) -> None:
    assert [one.word for one in LEXICON.near(typed)] == meant


def test_swapped_letters_are_nearer_than_wrong_ones() -> None:
    swapped, wrong, start = (LEXICON.near(word)[0].cost for word in ("hosue", "hoise", "bouse"))
    assert swapped < wrong < start


@given(st.text("aceghinorstuvy", min_size=4, max_size=9))
def test_near_is_what_a_pass_over_all_words_finds(typed: str) -> None:
    from rapidfuzz.distance import OSA

    allowed = 1 if len(typed) <= 7 else 2
    close = {word for word in (*COUNTS, "methadone") if 0 < OSA.distance(typed, word) <= allowed and word.isalpha()}
    near = LEXICON.near(typed)
    assert {one.word for one in near} <= close
    assert bool(near) == bool(close)


def test_a_word_is_cut_in_two_and_completed_by_the_commonest() -> None:
    assert LEXICON.parted("tricounty") == ("tri", "county")
    assert LEXICON.parted("counterfeit") == ()
    assert LEXICON.completed("cou") == ("counsel", "county", "council")
    assert LEXICON.completed("c") == ()
    assert (LEXICON.shown("house"), LEXICON.shown("unheard")) == ("houses", "unheard")


def test_what_was_used_least_recently_is_forgotten_first() -> None:
    kept: Remembered[str, bytes] = Remembered(10, len)
    for key in "abc":
        kept.keep(key, b"1234")
        kept.get("a")
    assert [kept.get(key) is not None for key in "abc"] == [True, False, True]
    kept.keep("d", bytes(11))
    assert len(kept) == 0
