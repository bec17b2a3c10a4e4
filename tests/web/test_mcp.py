"""What an assistant is told: the API's answers, over both ways in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from directory.crisis import CRISIS
from directory.exports.told import INVENTED
from directory.settings import Settings
from directory.vocabulary import vocabulary
from tests.web.assisting import Assistant, over_http, over_pipe, text
from tests.web.conftest import client_of
from tests.web.test_front_gate import secret_free
from tests.web.told import PLACES
from tests.web.world import GONE, METHADONE, id_of, settings_in
from web.assistants.arguments import MOST, USUAL
from web.param_names import names

QUESTIONS: tuple[dict[str, object], ...] = (
    {},
    {"q": "methadone clinic near 15213 that takes medicaid"},
    {"q": "suboxne pittsburg"},
    {"q": "row house 07", "page": 1},
    {"near": "15213", "within": 25},
    {"near": "15213", "within": 5.5, "sort": "distance", "size": 7},
    {"near": "Allegheny County, PA", "within": "any", "page": 2, "size": 10},
    {"near": "40.44,-79.95", "payment": ["medicaid"], "setting": ["outpatient", "residential"]},
    {"payment.all": ["medicaid"], "medication.not": ["methadone"], "sort": "name"},
    {"payment": "medicaid,medicare", "stated": "unknown"},
    {"listed": "all", "q": "closed", "page": 1},
    {"size": 1, "page": 3, "near": None},
    {"fields": ["name", "phones"], "near": "15213"},
    {"q": "no such words anywhere zzyzx"},
    {"near": "springfield"},
    {"near": "nowhereville", "payment": ["medicade"], "spelling": "x"},
    {"page": 0},
    {"within": -3},
    {"q": "x" * 300},
    {"q": "<script>&size=3#?", "near": "15213 & more"},
)
FACETS = vocabulary().facets


@pytest.fixture(scope="module", params=["pipe", "http"])
def assistant(
    request: pytest.FixtureRequest, chosen: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    log = tmp_path_factory.mktemp("log") / "stderr"
    with over_pipe(chosen, log) if request.param == "pipe" else over_http(chosen) as made:
        yield made


@pytest.fixture(scope="module")
def api(chosen: Settings) -> Iterator[TestClient]:
    with client_of(chosen) as made:
        yield made


def pairs_of(question: dict[str, object]) -> list[tuple[str, str | int | float | bool | None]]:
    """The same question in an address."""
    listed = {name: value if isinstance(value, list) else [value] for name, value in question.items()}
    return [(name, str(each)) for name, values in listed.items() for each in values if each is not None]


def same(assistant: Assistant, api: TestClient, tool: str, path: str, question: dict[str, object]) -> None:
    """The tool answers what the API answers, or refuses what it refuses; with whom to call."""
    usual = {"size": USUAL} if tool == "search" and "size" not in question else {}
    expected = api.get(f"/api/v1/{path}", params=pairs_of(question | usual))
    answer = assistant.call(tool, **question)
    assert answer.structured_content == expected.json()
    assert answer.is_error == (expected.status_code != 200)
    assert all(line.number in text(answer) for line in CRISIS)


def test_four_tools_that_only_read(assistant: Assistant) -> None:
    tools = {tool.name: tool for tool in assistant.tools()}
    assert list(tools) == ["search", "facility", "facets", "places"]
    for tool in tools.values():
        hints = tool.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.open_world_hint, hints.destructive_hint) == (True, False, False)
        assert tool.description
        Draft202012Validator.check_schema(tool.input_schema)
        assert tool.input_schema["additionalProperties"] is False


def test_the_schema_of_search_has_every_parameter_of_a_question(assistant: Assistant) -> None:
    schema = next(tool for tool in assistant.tools() if tool.name == "search").input_schema
    assert {*schema["properties"]} == {*names(), "fields"} - {"said"}
    assert schema["properties"]["payment"]["items"]["enum"] == list(FACETS["payment"].terms)
    assert schema["properties"]["size"]["maximum"] == MOST
    assert all("description" in told for told in schema["properties"].values())


def test_questions_of_the_table_fit_the_schema_where_the_api_answers_them(
    assistant: Assistant, api: TestClient
) -> None:
    schema = next(tool for tool in assistant.tools() if tool.name == "search").input_schema
    for question in QUESTIONS[1:10]:
        shaped = {
            name: [value] if name in FACETS and isinstance(value, str) else value for name, value in question.items()
        }
        shaped["payment"] = ["medicaid"]
        Draft202012Validator(schema).validate(shaped)
    assert not Draft202012Validator(schema).is_valid({"size": MOST + 1})
    assert not Draft202012Validator(schema).is_valid({"payment": ["medicade"]})


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_search_answers_as_the_api(assistant: Assistant, api: TestClient, question: dict[str, object]) -> None:
    same(assistant, api, "search", "facilities", question)


KEYS = st.sampled_from([(facet.key, key) for facet in FACETS.values() for key in facet.terms])
CHOSEN = st.tuples(KEYS, st.sampled_from(["", ".all", ".not"])).map(lambda pair: {pair[0][0] + pair[1]: [pair[0][1]]})
WORDS = st.sampled_from(
    "methadone detox near pittsburgh medicaid row house free 15213 not women within 5 miles".split()
)
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "q": st.one_of(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.text(max_size=30)),
        "near": st.one_of(
            st.sampled_from(["15213", "Pittsburgh, PA", "PA", "springfield", "40.4,-80"]), st.text(max_size=9)
        ),
        "within": st.one_of(st.just("any"), st.integers(-1, 501), st.floats(0.1, 499)),
        "page": st.integers(0, 4),
        "size": st.integers(1, MOST),
        "sort": st.sampled_from(["best", "distance", "name", "updated", "worst"]),
        "stated": st.sampled_from(["yes", "unknown"]),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED, chosen_one=CHOSEN)
def test_whatever_is_asked_the_answer_is_the_apis(
    assistant: Assistant, api: TestClient, asked: dict[str, object], chosen_one: dict[str, object]
) -> None:
    for question in (asked, asked | chosen_one):
        same(assistant, api, "search", "facilities", question)


def test_text_tells_who_where_which_number_whose_word_and_what_is_not_said(assistant: Assistant) -> None:
    told = text(assistant.call("search", q="methadone near 15213"))
    for words in (
        "River Clinic, North Side",
        "100 Main St, Pittsburgh, PA 15213",
        "miles away",
        "Telephone: (412) 555-0111 x42; (800) 555-0112 (to start treatment); (412) 555-0113 (fax)",
        "Listed, Medications: Methadone, given here",
        "Source: Test Directory, data of May 2022, imported 3 Nov 2026",
        "Understood: Methadone, given here; 15213.",
        "Call before you go",
        "What is not listed here is not a “no”",
        f"/facility/{id_of(METHADONE)}/",
    ):
        assert words in told
    mental = text(assistant.call("search", q="quiet house"))
    assert "Not stated by any source: Stay there, or come and go; Help with opioids; Medications" in mental


def test_hostile_text_of_a_listing_is_one_line_and_turns_nothing_around(assistant: Assistant) -> None:
    told = text(assistant.call("search", q="script alert", said="script alert", listed="all"))
    assert "\u202e" not in told
    assert '1. "><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(2)>' in told


def test_nothing_found_and_danger_are_told(assistant: Assistant) -> None:
    assert "No place found. That does not mean that there is none" in text(assistant.call("search", q="zzyzx qwv"))
    assert "call 911 or 988" in text(assistant.call("search", q="i want to kill myself detox 15213"))
    assert "ask for a ZIP code or town" in text(assistant.call("search", q="detox near me"))


def test_more_pages_and_places_that_may_fit_are_told(assistant: Assistant) -> None:
    told = text(assistant.call("search", near="15213", payment=["medicaid"], page=2, size=4))
    assert "Page 2 of" in told
    assert "\n5. " in told
    told = text(assistant.call("search", near="15213", **{"crisis": ["walk-in"]}))
    assert "may fit: no source says for 'Help in a crisis' (stated=unknown)" in told


def test_where_is_told_in_words(assistant: Assistant) -> None:
    def told(**asked: object) -> str:
        return text(assistant.call("search", **asked))

    assert "within 1 mile of Pittsburgh, PA 15213." in told(near="15213", within=1)
    assert " in Pennsylvania." in told(near="PA")
    assert " at any distance from Pittsburgh, PA 15213." in told(near="15213", within="any")
    assert "Understood: PA; the words “quiet house”.\n" in told(q="quiet house", near="PA")


def test_a_page_for_an_assistant_is_small(assistant: Assistant) -> None:
    answer = assistant.call("search", near="15213", size=MOST + 1)
    assert answer.is_error
    assert f"Allowed: a whole number from 1 to {MOST}." in text(answer)
    assert len(assistant.call("search", near="15213").structured_content["facilities"]) == USUAL


def test_one_facility_is_the_apis(assistant: Assistant, api: TestClient) -> None:
    found = id_of(METHADONE)
    answer = assistant.call("facility", id=found)
    assert answer.structured_content == api.get(f"/api/v1/facilities/{found}").json()
    assert "Listed, Help with opioids: " in text(answer)
    assert "so neither yes nor no:\n  Kind of help: Mental health treatment" in text(answer)


def test_a_place_that_is_gone_tells_who_lists_it_no_longer(assistant: Assistant, api: TestClient) -> None:
    answer = assistant.call("facility", id=id_of(GONE))
    assert answer.is_error
    assert answer.structured_content == api.get(f"/api/v1/facilities/{id_of(GONE)}").json()
    assert "Closed Place, Pittsburgh, PA: No longer listed by Test Directory" in text(answer)
    assert "555-0199" not in text(answer)


@pytest.mark.parametrize("given_id", ["", "0000000000", "../facets", "x/../../healthz", 3, None, ["a", "b"]], ids=repr)
def test_an_id_that_never_was_is_refused(assistant: Assistant, given_id: object) -> None:
    answer = assistant.call("facility", id=given_id)
    assert answer.is_error
    assert "as the tool search gives" in text(answer) or "that the tool search gives" in text(answer)


@pytest.mark.parametrize("question", [{}, QUESTIONS[1], QUESTIONS[7], {"near": "springfield"}, {"foo": "1"}], ids=str)
def test_facets_are_the_apis(assistant: Assistant, api: TestClient, question: dict[str, object]) -> None:
    same(assistant, api, "facets", "facets", question)


def test_facets_can_be_narrowed(assistant: Assistant, api: TestClient) -> None:
    answer = assistant.call("facets", facet=["payment", "age"], near="15213")
    every = api.get("/api/v1/facets?near=15213").json()
    shown = [each for each in every["facets"] if each["key"] in ("payment", "age")]
    assert answer.structured_content == {**every, "facets": shown}
    assert "\n  medicaid: Accepts Medicaid, 31\n" in text(answer)
    wrong = assistant.call("facets", facet=["insurance"])
    assert wrong.is_error
    assert "There is no such filter. Allowed: care, setting" in text(wrong)


@pytest.mark.parametrize("question", [{"prefix": "pitts"}, {"prefix": "zzyzx"}, {}, {"prefix": "x" * 101}], ids=str)
def test_places_are_the_apis(assistant: Assistant, api: TestClient, question: dict[str, object]) -> None:
    same(assistant, api, "places", "places", question)


def test_errors_say_what_would_be_right(assistant: Assistant) -> None:
    ambiguous = text(assistant.call("search", near="springfield"))
    assert "Please say which" in ambiguous
    assert "Did you mean: Springfield, MO;" in ambiguous
    wrong = text(assistant.call("search", near="nowhereville", payment=["medicade"], spelling="x"))
    for words in ("We know no place called", "Did you mean: medicaid", "spelling 'x': There is no parameter"):
        assert words in wrong
    assert "There is no tool of this name. Allowed: search, facility" in text(assistant.call("erase"))


@pytest.mark.parametrize("value", [True, {"a": 1}, [["15213"]], [None], 10**400, -1e300], ids=lambda v: repr(v)[:20])
def test_what_is_neither_text_nor_a_number_is_refused(assistant: Assistant, value: object) -> None:
    answer = assistant.call("search", near=value)
    assert answer.is_error
    assert "near: This is neither text nor a number." in text(answer)


def test_protected_addresses_are_told_nowhere(told: Settings, site: TestClient) -> None:
    ids = [PLACES[name].split("/")[2] for name in ("shelter", "gate")]
    with over_http(told) as assistant:
        answers = [assistant.call("search", **asked) for asked in ({"q": "shelter"}, {"near": "15213", "size": 10})]
        assert not any(
            assistant.call("search", q=word).structured_content["total"] for word in ("Hiddenway", "Veiledpath")
        )
        answers += [assistant.call("facility", id=one) for one in ids]
        answers += [assistant.call("facets", q="shelter")]
    assert "Safe Shelter" in text(answers[0])
    assert "Address not given out: call first" in text(answers[0])
    for answer in answers:
        assert secret_free(text(answer) + str(answer.structured_content))


def test_invented_listings_say_so(invented: Settings) -> None:
    with over_http(invented) as assistant:
        for answer in (assistant.call("search"), assistant.call("facility", id=id_of(METHADONE))):
            assert INVENTED in text(answer)


def test_without_a_generation_an_answer_says_so(tmp_path: Path) -> None:
    with over_http(settings_in(tmp_path)) as assistant:
        answer = assistant.call("search", q="detox")
    assert answer.is_error
    assert "cannot answer right now" in text(answer) or "try again in a minute" in text(answer)
    assert "988" in text(answer)
