"""Parameters to a question and back."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.errors import Problem, QueryError
from directory.vocabulary import vocabulary
from search.query import DEFAULT_SIZE, DEFAULT_WITHIN, LISTED, MAX_PAGE, MAX_SIZE, MAX_WORDS, SORTS, STATED, Query
from search.words import wishes
from web import param_names, param_values, params

FACETS = {facet.key: list(facet.terms) for facet in vocabulary().facets.values() if facet.terms}


def text(limit: int) -> st.SearchStrategy[str]:
    characters = st.characters(exclude_categories=("Cc", "Cs"))
    return st.text(characters, max_size=limit).map(lambda value: " ".join(value.split()))


def chosen() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    one = st.sampled_from(list(FACETS)).flatmap(
        lambda facet: st.tuples(
            st.just(facet), st.lists(st.sampled_from(FACETS[facet]), min_size=1, max_size=4, unique=True).map(tuple)
        )
    )
    return st.lists(one, max_size=4).map(dict)


queries = st.builds(
    Query,
    q=text(MAX_WORDS).filter(lambda words: not words or bool(wishes(words))),
    near=text(param_values.MAX_PLACE),
    within=st.none() | st.floats(0.001, 500),
    any_of=chosen(),
    all_of=chosen(),
    none_of=chosen(),
    said=text(MAX_WORDS),
    stated=st.sampled_from(list(STATED)),
    listed=st.sampled_from(list(LISTED)),
    sort=st.sampled_from(list(SORTS)),
    page=st.integers(1, MAX_PAGE),
    size=st.integers(1, MAX_SIZE),
)


def problems(*pairs: tuple[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(QueryError) as caught:
        params.parse(pairs)
    return caught.value.problems


@given(queries)
def test_every_question_survives_its_address(query: Query) -> None:
    assert params.parse(params.unparse(query)) == query
    assert params.parse(parse_qsl(params.encode(query))) == query
    assert params.encode(query) == urlencode(params.unparse(query))


@given(
    st.lists(st.tuples(st.text(max_size=20) | st.sampled_from(param_names.names()), st.text(max_size=40)), max_size=12)
)
def test_any_parameters_are_a_question_or_problems_that_can_be_shown(pairs: list[tuple[str, str]]) -> None:
    query, wrong = params.read(pairs)
    assert params.parse(params.unparse(query)) == query
    for problem in wrong:
        (problem.parameter + problem.value + problem.message).encode()
        assert problem.message
        assert len(problem.value) <= 80


def test_nothing_asked_is_the_default_question() -> None:
    assert params.parse([]) == Query()
    assert params.encode(Query()) == ""


def test_empty_values_mean_not_given() -> None:
    pairs = [("q", ""), ("near", "  "), ("within", ""), ("medication", ""), ("page", "")]
    assert params.parse(pairs) == Query()


def test_white_space_is_made_single() -> None:
    assert params.parse([("q", " detox\n\tfor  women ")]).q == "detox for women"


def test_values_come_repeated_or_separated_by_commas() -> None:
    one = params.parse([("medication", "methadone,naltrexone")])
    other = params.parse([("medication", "methadone"), ("medication", "naltrexone"), ("medication", "methadone")])
    assert one.any_of == other.any_of == {"medication": ("methadone", "naltrexone")}


def test_keys_may_be_written_in_any_case() -> None:
    assert params.parse([("medication", "Methadone")]).any_of == {"medication": ("methadone",)}


def test_all_asks_for_every_value() -> None:
    query = params.parse([("medication.all", "methadone,naltrexone"), ("medication", "methadone")])
    assert query.all_of == {"medication": ("methadone", "naltrexone")}
    assert query.any_of == {"medication": ("methadone",)}


def test_not_asks_for_none_of_the_values() -> None:
    query = params.parse([("medication.not", "methadone,naltrexone"), ("medication.all", "buprenorphine")])
    assert query.none_of == {"medication": ("methadone", "naltrexone")}
    assert (query.any_of, query.all_of) == ({}, {"medication": ("buprenorphine",)})
    assert params.encode(query) == "medication.all=buprenorphine&medication.not=methadone&medication.not=naltrexone"


@pytest.mark.parametrize(
    ("q", "was", "said"),
    [
        *((q, was, "detox xyz") for q, was in (("xyz", "xyz"), (" xyz ", "xyz"), ("", ""))),
        *((q, was, "") for q, was in (("new", "xyz"), ("new", ""), ("", "xyz"))),
    ],
)
def test_words_changed_in_a_form_forget_the_sentence_they_came_from(q: str, was: str, said: str) -> None:
    query = params.parse([("q", q), ("said", "detox xyz"), ("was", was), ("care", "detox")])
    assert (query.q, query.said, query.any_of) == (q.strip(), said, {"care": ("detox",)})
    assert "was" not in params.encode(query)


@pytest.mark.parametrize(
    ("value", "miles"),
    [("any", None), ("ANY", None), ("0.5", 0.5), (".5", 0.5), ("500", 500.0), ("25", DEFAULT_WITHIN)],
)
def test_distances(value: str, miles: float | None) -> None:
    assert params.parse([("within", value)]).within == miles


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("within", v) for v in ("0", "-5", "501", "nan", "inf", "1e9", "1e2", "9" * 400, "25 miles", "٢٥", "0x10")),
        *(("page", v) for v in ("0", "-1", "1.5", str(MAX_PAGE + 1), "9" * 400, "one", "٣")),
        *(("size", v) for v in ("0", str(MAX_SIZE + 1), "all")),
        ("sort", "price"),
        ("listed", "never"),
        ("stated", "no"),
        ("said", "a" * (MAX_WORDS + 1)),
        ("medication.not", "heroin"),
        ("medication.not.not", "methadone"),
        ("near.not", "15213"),
        ("q", "a" * (MAX_WORDS + 1)),
        ("near", "a" * (param_values.MAX_PLACE + 1)),
        ("q", "a\x00b"),
        ("near", "\x7f"),
        ("near", "\ud800"),
        ("medication", "heroin"),
        ("medication.all", "heroin"),
        ("nonsense", "1"),
        ("medication.any", "methadone"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_would_be_right(name: str, value: str) -> None:
    (problem,) = problems((name, value))
    assert problem.parameter == name
    assert problem.message
    assert problem.allowed


def test_every_wrong_parameter_is_named_at_once() -> None:
    wrong = problems(
        ("within", "far"), ("medication", "methadon,xyzzy"), ("page", "0"), ("colour", "red"), ("near", "PA")
    )
    assert [(p.parameter, p.value) for p in wrong] == [
        ("within", "far"),
        ("medication", "methadon"),
        ("medication", "xyzzy"),
        ("page", "0"),
        ("colour", "red"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("medication", "methadon", "methadone"),
        ("medication", "suboxone", "buprenorphine"),
        ("payment", "medicade", "medicaid"),
        ("setting", "out-patient", "outpatient"),
        ("language", "spanisch", "spanish"),
        ("nera", "15213", "near"),
        ("medications", "methadone", "medication"),
    ],
)
def test_a_mistyped_value_is_answered_with_what_was_probably_meant(name: str, value: str, meant: str) -> None:
    (problem,) = problems((name, value))
    assert meant in problem.choices


def test_a_value_of_another_facet_is_told_where_it_belongs() -> None:
    (problem,) = problems(("setting", "methadone"))
    assert "medication" in problem.message


@pytest.mark.parametrize("name", [name for name in param_names.names() if not param_names.facet_of(name)[0]])
def test_a_single_value_may_not_be_repeated(name: str) -> None:
    (problem,) = problems((name, "1"), (name, "2"))
    assert problem.parameter == name
    assert "2 times" in problem.message


def test_a_repeated_value_that_is_empty_once_is_given_once() -> None:
    assert params.parse([("near", ""), ("near", "15213")]).near == "15213"


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "fbclid", "gclid"])
def test_what_networks_append_to_a_shared_link_is_ignored_and_not_kept(name: str) -> None:
    query = params.parse([("near", "15213"), (name, "x")])
    assert params.encode(query) == "near=15213"


def test_too_many_values_are_one_problem() -> None:
    wrong = problems(("medication", ",".join(["methadone"] * 500)))
    assert len(wrong) == 1


def test_the_understood_part_is_kept_beside_the_problems() -> None:
    query, wrong = params.read([("near", "15213"), ("within", "far"), ("size", str(DEFAULT_SIZE + 1))])
    assert (query.near, query.within, query.size) == ("15213", DEFAULT_WITHIN, DEFAULT_SIZE + 1)
    assert len(wrong) == 1


@pytest.mark.parametrize("words", ["(((", "!?", "。", "-"])
def test_words_that_hold_nothing_to_look_for_are_said_to(words: str) -> None:
    with pytest.raises(QueryError, match="no word in this"):
        params.parse([("q", words)])
