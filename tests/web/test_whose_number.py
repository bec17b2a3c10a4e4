"""A telephone number that is typed asks whose it is: one that is listed finds its places, another finds none."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from search.telephone import digits, telephone_in
from tests.web.reading import get, page
from tests.web.told import CENTER, HARBOR, PLACES, id_in
from tests.web.world import GONE, METHADONE, id_of

AREA, LINE = st.from_regex("[2-9][0-9]{2}", fullmatch=True), st.from_regex("[0-9]{4}", fullmatch=True)
WRITTEN = st.sampled_from(
    [
        "({}) {}-{}",
        "{}-{}-{}",
        "{}.{}.{}",
        "{}{}{}",
        "{} {} {}",
        "1-{}-{}-{}",
        "+1 {} {} {}",
        "+1{}{}{}",
        "({}){}-{} x42",
    ]
)


def found(client: TestClient, typed: str, path: str = "/api/v1/facilities") -> list[str]:
    answer = client.get(f"{path}?q={quote_plus(typed)}").json()
    assert answer["total"] == len(answer["facilities"])
    return [facility["id"] for facility in answer["facilities"]]


@pytest.mark.parametrize(
    "typed",
    [
        "4125550111",
        "(412) 555-0111",
        "412.555.0111",
        "+1 412 555 0111",
        "412-555-0111 x42",
        "whose number is 412-555-0111?",
    ],
)
def test_a_number_finds_who_lists_it(client: TestClient, typed: str) -> None:
    assert found(client, typed) == [id_of(METHADONE)]


def test_every_number_for_callers_does_and_a_fax_does_not(client: TestClient) -> None:
    assert found(client, "800-555-0112") == [id_of(METHADONE)]
    assert found(client, "412-555-0113") == []


def test_a_number_that_an_operator_struck_finds_nothing(site: TestClient) -> None:
    assert found(site, "412-555-0101") == []


def test_a_number_of_a_place_that_is_gone_finds_nothing(client: TestClient) -> None:
    assert GONE.phones[0].number == "4125550199"
    for listed in ("now", "all"):
        assert client.get(f"/api/v1/facilities?q=412-555-0199&listed={listed}").json()["total"] == 0


def test_a_number_of_many_places_finds_them_all(site: TestClient) -> None:
    assert {id_in(place) for place in CENTER} <= set(found(site, "412-555-0177"))
    assert id_in(HARBOR) not in found(site, "412-555-0177")


@pytest.mark.parametrize("typed", ["412-555-0199", "is 412-555-0199 a clinic in pittsburgh that takes medicaid"])
def test_a_number_that_nobody_lists_finds_nothing_and_the_page_says_so(client: TestClient, typed: str) -> None:
    assert found(client, typed) == []
    answer = get(client, str(client.get(f"/search?q={quote_plus(typed)}", follow_redirects=True).url))
    assert "No place here lists this telephone number." in answer.words
    assert "/help/calls" in answer.links("/help/calls")
    assert "Ningún lugar de aquí" in get(client, f"/es/search?q={quote_plus('412-555-0199')}").words


def test_a_number_that_nobody_lists_leaves_other_wishes_alone(client: TestClient) -> None:
    wishes = found(client, "i need methadone in pittsburgh")
    assert found(client, "i need methadone in pittsburgh call me at 412-555-0199") == wishes != []


def test_whose_a_number_is_has_nothing_to_do_with_where_somebody_stands(client: TestClient) -> None:
    near = "near=Los+Angeles,+CA&payment=medicaid"
    assert client.get(f"/api/v1/facilities?q=412-555-0111&{near}").json()["total"] == 1
    there = client.get(f"/search?q=412-555-0111&{near}")
    assert (there.status_code, there.headers["location"]) == (303, "/search?q=412-555-0111")
    narrowed = client.get("/search?q=412-555-0111&said=412-555-0111&near=Los+Angeles,+CA").text
    assert "No place here lists this telephone number" not in narrowed


@pytest.mark.parametrize("typed", ["412\u2011555\u20110111", "412\u2013555\u20130111", "\uff14\uff11\uff12 555 0111"])
def test_numbers_copied_from_elsewhere_are_read(client: TestClient, typed: str) -> None:
    assert found(client, typed) == [id_of(METHADONE)]


@pytest.mark.parametrize("typed", ["412-555-011", "555-0111", "(412) 55-0111"])
def test_a_number_with_a_slip_does_not_find_everything(client: TestClient, typed: str) -> None:
    assert found(client, typed) == []


@pytest.mark.parametrize("typed", ["412-555-0", "(412) 555-01", "412-555-0111", "1-412-555"])
def test_the_beginning_of_a_number_suggests_no_town(client: TestClient, typed: str) -> None:
    answer = client.get(f"/api/v1/suggest?q={quote_plus(typed)}").json()
    assert (answer["places"], answer["filters"]) == ([], [])


def test_the_number_of_a_crisis_line_is_told_to_be_one(client: TestClient) -> None:
    told = "1-800-662-4357 is the SAMHSA National Helpline, whoever lists it."
    assert told in get(client, "/search?q=800-662-4357").words
    assert told not in get(client, "/search?q=412-555-0111").words


@pytest.mark.parametrize("typed", ["whose is (412) 555-0111?", "412 555 0111 methadone", "call +1-412-555-0111"])
def test_the_number_is_told_to_be_what_is_searched(client: TestClient, typed: str) -> None:
    told = client.get(f"/api/v1/facilities?q={quote_plus(typed)}").json()["understood"]
    assert told["text"] == "(412) 555-0111"
    assert [part["kind"] for part in told["parts"] if "0111" in part["words"]] == ["text"]
    assert told["filters"] == []
    shown = page(client.get(f"/search?q={quote_plus(typed)}", follow_redirects=True).text)
    assert "Not used" not in shown.words


def test_a_page_a_download_and_the_api_say_the_same(client: TestClient) -> None:
    assert [link for link in get(client, "/search?q=412-555-0111").links("/facility/") if id_of(METHADONE) in link]
    assert client.get("/download/csv?q=412-555-0111").text.count("River Clinic") >= 1
    assert client.get("/download/jsonl?q=412-555-0199").text.count("\n") <= 1


@given(AREA, AREA, LINE, WRITTEN)
def test_a_number_is_read_however_it_is_written(area: str, exchange: str, line: str, written: str) -> None:
    typed = written.format(area, exchange, line)
    assert digits(typed) == int(area + exchange + line)
    assert telephone_in(f"call {typed}, please") == telephone_in(typed) == f"({area}) {exchange}-{line}"
    assert digits(telephone_in(typed)) == digits(typed)


NONE = (
    *("15213", "15213-1234", "152131234", "1234567893", "40.7604,-73.9849", "988", "911", "555-0111", ""),
    *("412 555 01112", "24129 5550111", "room 412-555-0111a", "012-555-0111", "412-155-0111"),
)


@pytest.mark.parametrize("typed", NONE)
def test_other_figures_are_no_telephone_number(typed: str) -> None:
    assert telephone_in(typed) == ""
    assert digits(typed) == 0


def test_the_place_page_is_where_the_number_leads(site: TestClient) -> None:
    assert "(412) 555-0177" in get(site, PLACES["center"]).words
