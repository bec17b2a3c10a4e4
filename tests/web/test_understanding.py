"""A sentence means the same on the page, in the API and in downloads, and what was understood can be taken back."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from search.query import MAX_WORDS, Query
from tests.web.reading import Page, get, page
from tests.web.test_pages import foreign_scripts
from tests.web.world import HOSTILE, MENTAL, METHADONE, id_of
from web.params import parse

SENTENCE = "methadone clinic near 15213 that takes medicaid"
MEANT = "/search?near=15213&opioid=otp&payment=medicaid&said=methadone+clinic+near+15213+that+takes+medicaid"


def leads_to(client: TestClient, **asked: str) -> Query:
    """The question that the page makes of one that it understands."""
    response = client.get("/search", params=asked)
    assert response.status_code == 303
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers
    return parse(parse_qsl(urlsplit(response.headers["location"]).query))


def after(client: TestClient, **asked: str) -> Page:
    """The page that a sentence leads to."""
    return get(client, client.get("/search", params=asked).headers["location"])


def test_a_sentence_becomes_an_address_that_says_what_was_understood(client: TestClient) -> None:
    response = client.get("/search", params={"q": SENTENCE})
    assert (response.status_code, response.headers["location"]) == (303, MEANT)
    assert client.get(MEANT).status_code == 200


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("suboxone in pittsburgh", Query(near="pittsburgh", any_of={"medication": ("buprenorphine",)})),
        ("detox within 50 miles of 15213", Query(near="15213", within=50.0, any_of={"care": ("detox",)})),
        ("rehab in the bronx xyzzy", Query(near="The Bronx, NY", q="xyzzy", any_of={"care": ("substance-use",)})),
        ("rehab, not methadone", Query(any_of={"care": ("substance-use",)}, none_of={"medication": ("methadone",)})),
    ],
)
def test_what_sentences_mean(client: TestClient, sentence: str, meant: Query) -> None:
    found = leads_to(client, q=sentence)
    assert (found.q, found.near, found.within) == (meant.q, meant.near, meant.within)
    assert (found.any_of, found.none_of, found.said) == (meant.any_of, meant.none_of, sentence)


def test_what_was_chosen_besides_stays(client: TestClient) -> None:
    found = leads_to(client, q="detox", near="15213", payment="medicaid", within="50", sort="name")
    assert (found.near, found.within, found.sort) == ("15213", 50.0, "name")
    assert found.any_of == {"care": ("detox",), "payment": ("medicaid",)}


def test_words_that_mean_nothing_else_are_searched_at_their_own_address(client: TestClient) -> None:
    assert get(client, "/search?q=river").facility_ids() == [id_of(METHADONE)]
    assert client.get("/search?q=river").status_code == 200


def test_the_page_says_what_was_typed_and_each_thing_can_be_taken_back(client: TestClient) -> None:
    found = after(client, q=SENTENCE)
    assert f"You typed: “{SENTENCE}”" in found.words
    assert found.facility_ids() == [id_of(METHADONE)]
    said = "said=methadone+clinic+near+15213+that+takes+medicaid"
    for rest in ("opioid=otp&payment=medicaid", "near=15213&payment=medicaid", "near=15213&opioid=otp"):
        assert f"/search?{rest}&{said}" in found.links()
        assert client.get(f"/search?{rest}&{said}").status_code == 200


def test_the_words_can_be_searched_as_they_are(client: TestClient) -> None:
    found = after(client, q="Methadone at River Clinic, near 15213")
    (literal,) = found.links("/search?q=Methadone+at+River")
    assert literal == ("/search?q=Methadone+at+River+Clinic%2C+near+15213&said=Methadone+at+River+Clinic%2C+near+15213")
    exact = get(client, literal)
    assert "These exact words are searched in names and addresses" in exact.words
    assert "/search?q=Methadone+at+River+Clinic%2C+near+15213" in exact.links()


def test_what_was_chosen_besides_stays_with_the_exact_words(client: TestClient) -> None:
    found = after(client, q="detox in pittsburgh", payment="medicaid")
    assert "/search?q=detox+in+pittsburgh&payment=medicaid&said=detox+in+pittsburgh" in found.links()


def test_misspelt_words_are_said_to_be_read_otherwise(client: TestClient) -> None:
    found = after(client, q="methadoen in pittsburgh")
    assert "Read “methadoen” as methadone" in found.words
    assert found.facility_ids() == [id_of(METHADONE)]


def test_what_may_have_been_meant_is_a_link_that_adds_it(client: TestClient) -> None:
    found = after(client, q="methadone near 15213")
    assert "Did you mean:" in found.words
    more = "/search?near=15213&opioid=otp&medication=methadone&said=methadone+near+15213"
    assert more in found.links()
    assert more not in get(client, more).links()


def test_words_that_no_name_has_are_dropped_and_said_to_be(client: TestClient) -> None:
    found = after(client, q="methadone xyzzyplugh near 15213")
    assert "No place here has “xyzzyplugh” in its name or address; these fit the rest." in found.words
    assert found.facility_ids() == [id_of(METHADONE)]


def test_what_is_left_of_a_sentence_without_its_last_filter_finds_something(client: TestClient) -> None:
    found = after(client, q="methadone xyzzyplugh")
    less = [url for url in found.links() if url.startswith("/search?") and "methadone" not in url.partition("said=")[0]]
    assert less
    for url in less:
        assert get(client, url).facility_ids(), url


def test_what_cannot_be_searched_by_is_said(client: TestClient) -> None:
    found = after(client, q="detox near 15213 open now")
    assert "Not used, because no source says it: “open now”" in found.words


@pytest.mark.parametrize("sentence", ["I want to kill myself", "suicidal, detox near 15213", "my brother overdosed"])
def test_in_an_emergency_the_lines_come_first_and_larger(client: TestClient, sentence: str) -> None:
    found = after(client, q=sentence)
    (crisis,) = [a for a in found.all("aside") if "crisis" in a["class"].split()]
    assert "urgent" in crisis["class"].split()
    assert "in danger, call or text now" in found.words.partition("You typed")[0]
    literal = get(client, f"/search?q={sentence}&said={sentence}")
    assert [a for a in literal.all("aside") if "urgent" in a.get("class", "")]


def test_no_other_page_is_urgent(client: TestClient) -> None:
    for url in ("/", "/search", "/search?q=river", MEANT):
        assert not [a for a in get(client, url).all("aside") if "urgent" in a.get("class", "")]


def test_near_me_asks_where_that_is(client: TestClient) -> None:
    found = after(client, q="detox near me")
    assert "To search near you, give your ZIP code or city" in found.words
    first = next(a for tag, a in found.tags if tag == "input")
    assert (first["id"], first["name"]) == ("here", "near")
    hidden = {(i["name"], i["value"]) for i in found.all("input") if i.get("type") == "hidden"}
    assert {("care", "detox"), ("said", "detox near me")} <= hidden
    assert "To search near you" not in get(client, "/search?near=15213&care=detox&said=detox+near+me").words


def test_near_a_road_asks_for_a_town_and_keeps_the_rest(client: TestClient) -> None:
    found = after(client, q="detox near 5th avenue")
    assert "To search near you, give your ZIP code or city" in found.words
    assert "Not used" not in found.words
    hidden = {(i["name"], i["value"]) for i in found.all("input") if i.get("type") == "hidden"}
    assert {("care", "detox"), ("said", "detox near 5th avenue")} <= hidden


def test_another_place_of_a_sentence_is_a_link_to_it(client: TestClient) -> None:
    found = after(client, q="detox 15213 or 01103")
    assert "/search?near=01103&care=detox&said=detox+15213+or+01103" in found.links()
    beside = get(client, "/search?q=hope&near=15213")
    assert not beside.links("/search?near=hope")


def test_exact_words_leave_out_what_was_tried_for_an_insurer(client: TestClient) -> None:
    found = after(client, q="detox that takes bcbs in pittsburgh")
    said = "detox+that+takes+bcbs+in+pittsburgh"
    assert f"/search?q={said}&said={said}" in found.links()


@pytest.mark.parametrize("place", ["springfield", "springfeild"])
def test_a_place_that_is_not_clear_is_asked_about_and_all_else_stays(client: TestClient, place: str) -> None:
    where = client.get("/search", params={"q": f"suboxone in {place}, medicaid"}).headers["location"]
    asked = get(client, where, 400)
    choices = [link for link in asked.links("/search") if "near=Springfield%2C+MA" in link]
    assert choices
    query = parse(parse_qsl(urlsplit(choices[0]).query))
    assert query.any_of == {"medication": ("buprenorphine",), "payment": ("medicaid",)}
    assert query.said == f"suboxone in {place}, medicaid"
    assert "You typed" in asked.words
    assert client.get(choices[0]).status_code == 200


def test_new_words_in_the_form_are_understood_anew(client: TestClient) -> None:
    form = {"said": SENTENCE, "was": "", "near": "15213", "payment": "medicaid"}
    assert client.get("/search", params={**form, "q": ""}).status_code == 200
    found = leads_to(client, **form, q="detox")
    assert (found.said, found.any_of) == ("detox", {"care": ("detox",), "payment": ("medicaid",)})


def test_the_form_sends_the_sentence_along(client: TestClient) -> None:
    found = get(client, "/search?q=xyzzy&near=15213&payment.not=free&said=xyzzy+near+15213+not+free")
    hidden = {(i["name"], i["value"]) for i in found.all("input") if i.get("type") == "hidden"}
    assert hidden == {("said", "xyzzy near 15213 not free"), ("was", "xyzzy")}
    assert ("payment.not", "free") in {(i["name"], i["value"]) for i in found.all("input") if "checked" in i}


def test_the_api_says_what_it_understood_at_once(client: TestClient) -> None:
    data = client.get("/api/v1/facilities", params={"q": SENTENCE}).json()
    assert [facility["id"] for facility in data["facilities"]] == [id_of(METHADONE)]
    told = data["understood"]
    assert (told["asked"], told["near"], told["text"], told["crisis"]) == (SENTENCE, "15213", "", False)
    assert [(f["facet"], f["key"], f["words"]) for f in told["filters"]] == [
        ("opioid", "otp", "methadone clinic"),
        ("payment", "medicaid", "medicaid"),
    ]
    assert {"parts", "corrections", "suggestions", "within", "here", "dropped"} <= set(told)
    assert data["links"]["self"] == MEANT.replace("/search", "/api/v1/facilities")
    assert data["links"]["html"] == MEANT
    assert client.get(data["links"]["self"]).json() == data


def test_the_api_tells_corrections_and_drops(client: TestClient) -> None:
    told = client.get("/api/v1/facilities?q=methadoen+xyzzyplugh+near+15213+any+distance").json()["understood"]
    assert told["corrections"] == [{"typed": "methadoen", "read": "methadone"}]
    assert told["dropped"] == "xyzzyplugh"


@pytest.mark.parametrize("question", ["", "medication=methadone"])
def test_without_a_sentence_nothing_was_understood(client: TestClient, question: str) -> None:
    assert client.get(f"/api/v1/facilities?{question}").json()["understood"] is None


def test_words_searched_as_they_are_are_told_as_words(client: TestClient) -> None:
    question = {"q": "methadone near 15213", "said": "methadone near 15213"}
    told = client.get("/api/v1/facilities", params=question).json()["understood"]
    assert (told["filters"], told["near"], told["text"]) == ([], "", "methadone near 15213")
    assert {part["kind"] for part in told["parts"]} == {"text"}


def test_a_filter_that_was_taken_back_is_not_told(client: TestClient) -> None:
    told = client.get(MEANT.replace("/search", "/api/v1/facilities").replace("&payment=medicaid", "")).json()
    assert [each["key"] for each in told["understood"]["filters"]] == ["otp"]


def test_an_unclear_place_in_a_sentence_is_a_problem_of_near(client: TestClient) -> None:
    response = client.get("/api/v1/facilities", params={"q": "detox in springfield"})
    (problem,) = response.json()["problems"]
    assert (response.status_code, problem["parameter"]) == (400, "near")
    assert "Springfield, MA" in problem["choices"]


def test_page_api_facets_and_download_find_the_same(client: TestClient) -> None:
    for sentence in (SENTENCE, "medicaid xyzzyplugh near 15213", "mental health", "not methadone, near 15213"):
        asked = {"q": sentence, "size": "100"}
        listed = after(client, **asked).facility_ids()
        data = client.get("/api/v1/facilities", params=asked).json()
        rows = list(
            csv.DictReader(io.StringIO(client.get("/download/csv", params={"q": sentence}).text.lstrip("\ufeff")))
        )
        assert listed == [f["id"] for f in data["facilities"]] == [row["id"] for row in rows]
        assert client.get("/api/v1/facets", params=asked).json()["total"] == len(listed) > 0
        assert (id_of(MENTAL) in listed) == (sentence not in (SENTENCE, "medicaid xyzzyplugh near 15213"))


@pytest.mark.parametrize("name", ["q", "said"])
def test_hostile_sentences_stay_text(client: TestClient, name: str) -> None:
    for sentence in (HOSTILE, f"detox {HOSTILE}", '"><script>alert(1)</script> medicaid near 15213'):
        response = client.get("/search", params={name: sentence})
        if response.status_code == 303:
            response = client.get(response.headers["location"])
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert not foreign_scripts(page(response.text))
        assert not page(response.text).all("img")


def test_a_sentence_as_long_as_may_be_is_understood(client: TestClient) -> None:
    longest = f"detox medicaid near 15213 {'a,b ' * 50}"[:MAX_WORDS]
    assert len(longest) == MAX_WORDS
    assert after(client, q=longest).words
    assert client.get("/search", params={"q": longest + "x"}).status_code == 400
    assert client.get("/search", params={"said": longest + "x"}).status_code == 400


words = st.sampled_from(
    "detox medicaid not near 15213 in pittsburgh xyzzy , ; . \" ' me within 50 miles suicide house metadone no".split()
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(words, max_size=40).map(lambda many: " ".join(many)[:MAX_WORDS].strip()))
def test_every_sentence_leads_to_a_page_in_one_step(client: TestClient, sentence: str) -> None:
    response = client.get("/search", params={"q": sentence})
    if response.status_code == 303:
        response = client.get(response.headers["location"])
    assert response.status_code in (200, 400)
    assert page(response.text).all("h1")
