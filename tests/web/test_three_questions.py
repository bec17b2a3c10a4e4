"""The three questions of the first page: an ordinary form whose answers are an ordinary search."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.web.reading import get

FORM = re.compile('<form class="search" action="/search" method="get" aria-label="Three questions">(.*?)</form>', re.S)
ABOUT = {
    "alcohol or drugs": [("care", "substance-use")],
    "medicine for opioid use": [("opioid", "mat")],
    "mental health": [("care", "mental-health")],
    "co-occurring": [("care", "co-occurring")],
    "in crisis now": [],
}
"""What is answered -> what is searched for."""


def test_the_answers_are_those_that_are_tested_here(client: TestClient) -> None:
    form = FORM.search(client.get("/").text)
    assert form
    answers = re.findall('type="radio" name="(.*?)" value="(.*?)"', form[1])
    assert answers == [("age", ""), ("age", ""), ("age", "children"), *(("q", about) for about in ABOUT)]
    assert set(re.findall(' name="(.*?)"', form[1])) == {"age", "q", "near"}


@pytest.mark.parametrize("age", ["", "children"])
@pytest.mark.parametrize("about", ABOUT)
def test_three_answers_end_in_an_address_that_can_be_read_and_changed(client: TestClient, age: str, about: str) -> None:
    response = client.get(f"/search?{urlencode({'age': age, 'q': about, 'near': '15213'})}")
    assert response.status_code == 303
    asked = parse_qsl(urlsplit(response.headers["location"]).query)
    expected = [("near", "15213"), *ABOUT[about], *([("age", age)] if age else []), ("said", about)]
    assert sorted(asked) == sorted(expected)
    assert client.get(response.headers["location"]).status_code == 200


def test_nothing_has_to_be_answered(client: TestClient) -> None:
    assert client.get("/search?near=").status_code == 200


def test_in_a_crisis_the_lines_come_large(client: TestClient) -> None:
    location = client.get("/search?q=in+crisis+now&near=15213").headers["location"]
    assert 'class="crisis urgent"' in client.get(location).text


def test_helping_someone_else_is_explained_beside_the_question(client: TestClient) -> None:
    assert "/help/someone-else" in get(client, "/").links("/help/")
