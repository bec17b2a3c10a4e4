"""A question as a person types it: one meaning on the page, in the API, in downloads and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.asking import ask, interpret, items
from search.engine import Engine
from search.query import DEFAULT_WITHIN, Query
from tests.search.test_merging import listing, published

HERE = {"zip": "15213", "city": "Pittsburgh", "state": "PA", "latitude": 40.44, "longitude": -79.95}
ROWS = [
    listing("otp", name="Larkmoor Clinic", said=("OTP", "MU", "MD", "SA"), survey="su", **HERE),
    listing("office", name="Quillmere Care", said=("BU", "PI", "SA"), survey="su", street="9 Elm St", **HERE),
    listing(
        "quiet",
        name="Quiet House",
        said=("SA",),
        survey="su",
        street="80 Ash St",
        zip="90012",
        city="Los Angeles",
        state="CA",
        latitude=34.05,
        longitude=-118.24,
    ),
    listing("mind", name="Fernhollow Center", said=("MH",), survey="mh", street="12 Oak St", **HERE),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("asking")
    generation = published(folder, place_table, {"samhsa-directory": ROWS}, match=False)
    yield Engine(generation)
    generation.close()


def names(engine: Engine, query: Query) -> list[str]:
    return [hit.facility.name for hit in ask(engine, query).answer.hits]


SENTENCES = {
    "methadone clinic near 15213 that takes medicaid": ["Larkmoor Clinic"],
    "suboxne in pittsburgh pa": ["Quillmere Care"],
    "no methadone near 15213 rehab": ["Quillmere Care"],
    "mental health 15213": ["Fernhollow Center"],
    "larkmore clinic": ["Larkmoor Clinic"],
    "quillmere": ["Quillmere Care"],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_finds_what_it_means(engine: Engine, sentence: str) -> None:
    assert names(engine, Query(q=sentence)) == SENTENCES[sentence]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_list_is_that_of_the_page(engine: Engine, sentence: str) -> None:
    query = Query(q=sentence)
    total, found = items(engine, query)
    assert [item.facility.name for item in found] == names(engine, query)
    assert total == ask(engine, query).answer.total


def test_what_was_understood_is_a_question_that_is_not_read_again(engine: Engine) -> None:
    once = interpret(Query(q="methadone clinic near 15213 that takes medicaid"), engine).query
    assert (once.near, once.q, once.any_of) == ("15213", "", {"opioid": ("otp",), "payment": ("medicaid",)})
    assert interpret(once, engine).query == once
    assert interpret(once, engine).understood is None


def test_a_choice_made_outright_is_kept(engine: Engine) -> None:
    query = Query(q="takes medicaid within 10 miles", any_of={"payment": ("free",)}, near="15213", within=50.0)
    made = interpret(query, engine).query
    assert (made.any_of, made.within) == ({"payment": ("free", "medicaid")}, 50.0)
    assert interpret(Query(q="within 10 miles of 15213"), engine).query.within == 10.0
    assert interpret(Query(q="detox anywhere near 15213"), engine).query.within is None
    assert interpret(Query(q="detox"), engine).query.within == DEFAULT_WITHIN


def test_words_that_nothing_has_are_given_up_only_in_a_sentence(engine: Engine) -> None:
    reply = ask(engine, Query(q="xqzzyv methadone near 15213"))
    assert (reply.dropped, [hit.facility.name for hit in reply.answer.hits]) == ("xqzzyv", ["Larkmoor Clinic"])
    assert reply.answer.query.q == "xqzzyv"
    assert names(engine, Query(q="xqzzyv")) == []
    assert names(engine, Query(q="xqzzyv", near="15213")) == []


def test_exact_words_can_be_asked_for(engine: Engine) -> None:
    asked = Query(q="suboxone", said="suboxone")
    assert ask(engine, asked).understood is None
    assert interpret(asked, engine).query == asked


def test_words_without_a_wish_are_a_name_where_a_place_has_them(engine: Engine) -> None:
    assert names(engine, Query(q="Quiet House")) == ["Quiet House"]
    assert ask(engine, Query(q="please help me")).answer.total == len(ROWS)
