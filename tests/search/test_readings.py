"""A sentence that may be a name, may wish for several things at once, or fits nothing: which question it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.errors import QueryError
from search.asking import ask, interpret, items, unnamed
from search.engine import Engine
from search.query import Query
from tests.search.test_merging import listing, published
from web.heard import heard, understood

PITTSBURGH = {"zip": "15213", "city": "Pittsburgh", "state": "PA", "latitude": 40.44, "longitude": -79.95}
ILLINOIS = {"zip": "62701", "city": "Springfield", "state": "IL", "latitude": 39.80, "longitude": -89.65}
ALBANY = {"zip": "12207", "city": "Albany", "state": "NY", "latitude": 42.65, "longitude": -73.75}
PORTLAND = {"zip": "04101", "city": "Portland", "state": "ME", "latitude": 43.66, "longitude": -70.26}
ROWS = [
    listing("pond", name="Tealbrook Pond Psych Hosp", said=("MH",), survey="mh", street="1 Ash St", **ILLINOIS),
    listing("reach", name="Thimblewick Reach Addiction Services", said=("SA", "RES"), street="2 Ash St", **ILLINOIS),
    listing("rise", name="Thimblewick Rise Inc", said=("SA", "BU"), street="3 Ash St", **PITTSBURGH),
    listing("moor", name="Oatmoor Residential Treatment", said=("SA",), street="4 Ash St", **PITTSBURGH),
    listing("both", name="Quillmere Care", said=("SA", "VET", "group:ptsd"), street="5 Ash St", **PITTSBURGH),
    listing("one", name="Larkhollow Care", said=("SA", "VET", "NOE", "PI"), street="6 Ash St", **PITTSBURGH),
    listing("day", name="New Day Recovery", said=("MH",), survey="mh", street="8 Ash St", **PITTSBURGH),
    listing("maine", name="Fernhollow Point", said=("SA",), street="9 Ash St", **PORTLAND),
    listing("women", name="Womens Recovery Ctr", said=("SA",), street="10 Ash St", **ILLINOIS),
    listing("lakes", name="Finger Lakes Quillmere Detox", said=("SA", "DT"), street="11 Ash St", **ILLINOIS),
    listing("york", name="Fernhollow Clinic", said=("SA", "DT", "MD"), street="7 Ash St", **ALBANY),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("readings")
    generation = published(folder, place_table, {"samhsa-directory": ROWS}, match=False)
    yield Engine(generation)
    generation.close()


def names(engine: Engine, sentence: str) -> list[str]:
    return [hit.facility.name for hit in ask(engine, Query(q=sentence)).answer.hits]


NAMES = {
    "tealbrook pond psychiatric hospital": "Tealbrook Pond Psych Hosp",
    "tealbrok pond psychiatrict hosptial": "Tealbrook Pond Psych Hosp",
    "tealbrook pond psychiatric hospital springfield": "Tealbrook Pond Psych Hosp",
    "teal brook pond hospital": "Tealbrook Pond Psych Hosp",
    "thimblewick raech addiction servcies": "Thimblewick Reach Addiction Services",
    "thimblewick reach": "Thimblewick Reach Addiction Services",
    "please call thimblewick reach for me": "Thimblewick Reach Addiction Services",
    "oat moor residential": "Oatmoor Residential Treatment",
    "psych hospital springfield il": "Tealbrook Pond Psych Hosp",
    "new day recovery pittsburgh pa": "New Day Recovery",
    "women's recovery center springfield": "Womens Recovery Ctr",
    "fernhollow point rehab portland": "Fernhollow Point",
    "finger lakes detox": "Finger Lakes Quillmere Detox",
}


@pytest.mark.parametrize("sentence", NAMES)
def test_a_name_is_found_though_it_holds_words_of_the_vocabulary(engine: Engine, sentence: str) -> None:
    assert names(engine, sentence) == [NAMES[sentence]]


@pytest.mark.parametrize("sentence", [*NAMES, "veterans ptsd", "narcan pittsburgh pa", "residential treatment"])
def test_the_list_is_that_of_the_page_and_the_address_is_not_read_again(engine: Engine, sentence: str) -> None:
    meant = interpret(Query(q=sentence), engine).query
    total, found = items(engine, Query(q=sentence))
    assert sentence in (meant.said, meant.q)
    assert interpret(meant, engine).query == meant
    assert [item.facility.name for item in found] == names(engine, sentence) == list(_shown(engine, meant))
    assert total == ask(engine, meant).answer.total


def _shown(engine: Engine, meant: Query) -> Iterator[str]:
    yield from (hit.facility.name for hit in ask(engine, meant).answer.hits)


def test_a_region_is_asked_about_though_a_name_begins_so(engine: Engine) -> None:
    with pytest.raises(QueryError, match="is a region"):
        ask(engine, Query(q="detox in the finger lakes"))


def test_where_nothing_is_near_a_small_town_the_nearest_is_found_however_far(engine: Engine) -> None:
    asked = interpret(Query(q="suboxone thermopolis"), engine).query
    assert (asked.near, asked.within, asked.q) == ("thermopolis", None, "")
    assert names(engine, "suboxone thermopolis") == ["Thimblewick Rise Inc"]
    assert interpret(Query(q="suboxone thermopolis", within=50), engine).query.within == 50


def test_what_is_all_understood_stays_a_filter_whoever_is_called_so(engine: Engine) -> None:
    assert interpret(Query(q="residential treatment"), engine).query.any_of == {"setting": ("residential",)}
    assert names(engine, "residential treatment") == ["Thimblewick Reach Addiction Services"]


def test_a_wish_that_is_in_no_such_name_stays_a_filter(engine: Engine) -> None:
    meant = interpret(Query(q="thimblewick rehab with suboxone"), engine).query
    assert meant.any_of["medication"] == ("buprenorphine",)
    assert names(engine, "thimblewick rehab with suboxone") == ["Thimblewick Rise Inc"]


def test_what_is_excluded_is_never_taken_for_a_name(engine: Engine) -> None:
    meant = interpret(Query(q="tealbrook pond no methadone"), engine).query
    assert (meant.none_of, meant.q) == ({"medication": ("methadone",)}, "tealbrook pond")


def test_the_filters_of_a_name_can_be_asked_for_after_all(engine: Engine) -> None:
    named = interpret(Query(q="tealbrook pond psychiatric hospital"), engine).query
    meant = unnamed(named, engine.places)
    assert (named.any_of, meant.any_of) == ({}, {"kind": ("psychiatric-hospital",)})
    assert interpret(meant, engine).query == meant


@pytest.mark.parametrize(
    ("sentence", "offered"),
    [
        ("please call thimblewick reach addiction services", "Treatment for drug or alcohol use: 2 places"),
        ("tealbrook pond psychiatric hospital springfield", "Psychiatric hospital"),
        ("narcan pittsburgh pa", "Naloxone (Narcan): no places"),
        ("veterans pittsburgh pa", ""),
    ],
)
def test_filters_that_were_not_asked_for_are_offered(engine: Engine, sentence: str, offered: str) -> None:
    told = [link.label for link in heard(ask(engine, Query(q=sentence)), engine).suggestions]
    assert told[:1] == [offered] * bool(offered)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("veterans with ptsd", ["Quillmere Care"]),
        ("ptsd or veterans", ["Larkhollow Care", "Quillmere Care"]),
        ("veterans lgbtq", ["Larkhollow Care", "Quillmere Care"]),
    ],
)
def test_two_wishes_of_a_kind_are_both_meant_if_anything_has_both(
    engine: Engine, sentence: str, found: list[str]
) -> None:
    assert names(engine, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("psychiatric hospital in pittsburgh pa", {"kind": ("psychiatric-hospital",)}),
        ("mental health unit in albany ny", {"care": ("mental-health",)}),
    ],
)
def test_a_place_that_is_not_called_so_is_no_name(engine: Engine, sentence: str, meant: dict[str, object]) -> None:
    """Words of filters are in many names and texts: who asks for a psychiatric hospital wants no other place."""
    asked = interpret(Query(q=sentence), engine).query
    assert (asked.any_of, asked.q) == (meant, "")


def test_a_place_that_was_only_suggested_is_tried_where_nothing_is_found(engine: Engine) -> None:
    meant = interpret(Query(q="luxury rehab voorheesville"), engine).query
    assert (meant.near, meant.any_of) == ("voorheesville", {"care": ("substance-use",)})
    assert names(engine, "luxury rehab voorheesville") == ["Fernhollow Clinic"]


def test_words_that_find_nothing_may_hold_a_place(engine: Engine) -> None:
    reply = ask(engine, Query(q="xqzzyv voorheesville"))
    assert (reply.answer.query.near, reply.dropped) == ("voorheesville", "xqzzyv")
    assert [hit.facility.name for hit in reply.answer.hits] == ["Fernhollow Clinic"]
    assert names(engine, "fernhollow voorheesville") == ["Fernhollow Clinic"]
    total, _ = items(engine, Query(q="xqzzyv voorheesville"))
    assert total == 1


@pytest.mark.parametrize("sentence", ["xqzzyv", "xqzzyv wvyqx", "fernhollow", "fernhollow point"])
def test_words_alone_stay_where_they_find_something_or_no_reading_does(engine: Engine, sentence: str) -> None:
    assert interpret(Query(q=sentence), engine).query == Query(q=sentence)


def test_words_beside_a_place_there_is_not_are_refused(engine: Engine) -> None:
    with pytest.raises(QueryError, match="near"):
        ask(engine, Query(q="xqzzyv", near="Xyzzyville"))


TAKEN: dict[str, tuple[Query, list[str], str, list[tuple[str, str]]]] = {
    "a name of nothing but filters": (
        Query(q="psych hospital springfield il"),
        ["Tealbrook Pond Psych Hosp"],
        "psych hospital",
        [("text", "psych hospital"), ("place", "springfield il")],
    ),
    "a region beside a place": (
        Query(q="finger lakes", near="Springfield, IL"),
        ["Finger Lakes Quillmere Detox"],
        "finger lakes",
        [("text", "finger lakes")],
    ),
    "a place that was only suggested": (
        Query(q="fernhollow voorheesville"),
        ["Fernhollow Clinic"],
        "fernhollow",
        [("text", "fernhollow"), ("place", "voorheesville")],
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_told_is_what_was_asked(engine: Engine, case: str) -> None:
    query, found, words, parts = TAKEN[case]
    reply = ask(engine, query)
    assert [hit.facility.name for hit in reply.answer.hits] == found
    told = understood(reply, engine.places)
    assert told is not None
    assert (told.text, told.near, told.filters) == (words, reply.answer.query.near, ())
    assert [(part.kind, part.words) for part in told.parts] == parts
    assert heard(reply, engine).unused == ()
    again = understood(ask(engine, reply.answer.query), engine.places)
    assert again is not None
    assert (again.text, again.near, again.filters) == (told.text, told.near, told.filters)


def test_what_else_was_meant_is_told_as_a_filter(engine: Engine) -> None:
    told = understood(ask(engine, Query(q="narcan pittsburgh pa")), engine.places)
    assert told is not None
    assert [(each.facet, each.key, each.words) for each in told.filters] == [
        ("service", "naloxone-education", "narcan")
    ]
    told = understood(ask(engine, Query(q="rehab that takes aetna in pittsburgh pa")), engine.places)
    assert told is not None
    assert {(each.facet, each.key) for each in told.filters} == {("care", "substance-use"), ("payment", "private")}


def test_what_pays_besides_an_insurer_that_nobody_names_is_asked(engine: Engine) -> None:
    """Who has Humana's Medicare is helped by Medicare, not by any private insurance."""
    meant = interpret(Query(q="humana medicaid rehab albany ny"), engine).query
    assert meant.any_of == {"care": ("substance-use",), "payment": ("medicaid",)}


def test_with_written_short_makes_no_alternatives(engine: Engine) -> None:
    assert names(engine, "veterans w/ ptsd") == ["Quillmere Care"]


def test_where_nothing_fits_what_else_was_meant_is_asked(engine: Engine) -> None:
    meant = interpret(Query(q="narcan pittsburgh pa"), engine).query
    assert (meant.any_of, meant.near) == ({"service": ("naloxone-education",)}, "pittsburgh pa")
    assert names(engine, "narcan pittsburgh pa") == ["Larkhollow Care"]
    assert interpret(Query(q="rehab that takes aetna in pittsburgh pa"), engine).query.any_of == {
        "care": ("substance-use",),
        "payment": ("private",),
    }


def test_where_nothing_fits_at_all_the_sentence_is_left_as_it_was_understood(engine: Engine) -> None:
    meant = interpret(Query(q="narcan springfield il"), engine).query
    assert (meant.any_of, ask(engine, meant).answer.total) == ({"medication": ("naloxone",)}, 0)


def test_a_state_is_meant_by_a_name_that_a_town_in_it_has_too(engine: Engine) -> None:
    assert interpret(Query(q="detox new york"), engine).query.near == "New York state"
    assert names(engine, "detox new york") == ["Fernhollow Clinic"]


def test_a_code_that_is_a_word_says_which_town(engine: Engine) -> None:
    assert interpret(Query(q="portland me rehab"), engine).query.near == "Portland, ME"
    assert names(engine, "portland me rehab") == ["Fernhollow Point"]


def test_words_without_a_wish_are_no_name_for_holding_words_of_one(engine: Engine) -> None:
    assert interpret(Query(q="one more day please"), engine).query.q == ""
    assert interpret(Query(q="new day"), engine).query.q == "new day"


@pytest.mark.parametrize("sentence", ["detox springfield", "detox washington", "rehab portland"])
def test_other_places_of_several_are_asked_back(engine: Engine, sentence: str) -> None:
    with pytest.raises(QueryError):
        ask(engine, Query(q=sentence))


HOSTILE = (
    "🙏🙏🙏",
    "((((",
    "'; DROP TABLE facilities; --",
    '" OR ""="',
    "AND OR NOT",
    "name:hope* ~2",
    "\u202eabc \u202eabc",
    "\u202exoted",
    "st " * 66,
    "oat moor " * 22,
    "veterans ptsd or " * 11,
    "x" * 10_000,
    "tealbrook pond hospital " * 400,
    "\x00\x01",
    "مستشفى",
)


@pytest.mark.parametrize("sentence", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_breaks_it(engine: Engine, sentence: str) -> None:
    reply = ask(engine, Query(q=sentence))
    total, found = items(engine, Query(q=sentence))
    assert (total, len(list(found))) == (reply.answer.total, reply.answer.total)
