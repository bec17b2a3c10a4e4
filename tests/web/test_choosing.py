"""Any, all and none of the values of a filter, chosen on the page as its form sends them, without a script."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import pytest
from starlette.testclient import TestClient

from directory.vocabulary import vocabulary
from search.query import Answer, Query
from search.tally import Tally
from tests.web.reading import Page, get, page
from tests.web.world import LISTED, MANY, METHADONE, id_of
from web.panel import panel
from web.render import Ready

NEAR = "/search?near=15213"


def sent(found: Page, *, tick: tuple[str, ...] = (), untick: tuple[str, ...] = (), press: str = "") -> str:
    """The address that the form of a page asks for: boxes are named by their value, a button by what it sends."""
    fields = [(i["name"], i["value"]) for i in found.all("input") if i.get("type") == "hidden"]
    for box in found.all("input"):
        if box.get("type") == "checkbox" and (("checked" in box) != (box["value"] in (*tick, *untick))):
            fields.append((box["name"], box["value"]))
    fields += [(b["name"], b["value"]) for b in found.all("button") if press and b.get("value") == press]
    return f"{NEAR}&{urlencode(fields)}"


def total(client: TestClient, question: str) -> int:
    """How many the API finds."""
    return int(client.get(f"/api/v1/facilities?near=15213&{question}").json()["total"])


def asked(client: TestClient, url: str) -> tuple[str, Page]:
    """The address that a form's address leads to, and its page."""
    response = client.get(url)
    where = response.headers["location"] if response.status_code == 303 else url
    return where, get(client, where)


def test_any_of_the_ticks_is_enough_until_all_are_wanted(client: TestClient) -> None:
    _, some = asked(client, sent(get(client, NEAR), tick=("medicaid", "methadone", "outpatient")))
    assert "Any of the ticks is enough." in some.words
    ticked = sent(get(client, NEAR), tick=("mental-health", "substance-use"), press="care.all")
    where, every = asked(client, ticked)
    assert where == f"{NEAR}&care.all=substance-use&care.all=mental-health"
    assert "Remove must have: Mental health treatment" in every.words
    assert "Every tick is needed." in every.words
    assert total(client, "care.all=substance-use&care.all=mental-health") == len(every.facility_ids()) == 0
    assert total(client, "care=substance-use&care=mental-health") > 0
    back, _ = asked(client, sent(every, press="care"))
    assert back == f"{NEAR}&care=substance-use&care=mental-health"


def test_where_all_are_needed_another_tick_is_needed_too(client: TestClient) -> None:
    every = get(client, f"{NEAR}&payment.all=medicaid")
    where, _ = asked(client, sent(every, tick=("free",)))
    assert "payment.all=medicaid" in where
    assert "payment.all=free" in where


def test_what_is_ticked_can_be_left_out_and_taken_back(client: TestClient) -> None:
    where, left = asked(client, sent(get(client, NEAR), tick=("medicaid",), press="payment.not"))
    assert where == f"{NEAR}&payment.not=medicaid"
    assert not {id_of(each) for each in (METHADONE, *MANY)} & set(left.facility_ids())
    assert left.words.startswith(f"{len(LISTED) - 1 - len(MANY) - 1} place")
    assert NEAR in left.links()
    more, _ = asked(client, sent(left, tick=("outpatient",), press="setting.not"))
    assert more == f"{NEAR}&setting.not=outpatient&payment.not=medicaid"
    back, _ = asked(client, sent(left, untick=("medicaid",)))
    assert "payment" not in back


def test_counts_are_of_what_each_choice_has_whatever_is_left_out(client: TestClient) -> None:
    counted = {q: client.get(f"/api/v1/facets?near=15213&{q}").json()["facets"] for q in ("", "payment.not=medicaid")}
    payment = {q: next(f for f in facets if f["key"] == "payment") for q, facets in counted.items()}
    assert payment[""] == payment["payment.not=medicaid"]
    label = vocabulary().facets["payment"].terms["medicaid"].label
    assert f"not: {label} ({len(MANY) + 1})" in get(client, f"{NEAR}&payment.not=medicaid").words


@pytest.mark.parametrize("value", ["payment.some", "nothing", "near", "payment.not.all"])
def test_ticks_cannot_be_taken_for_what_is_no_filter(client: TestClient, value: str) -> None:
    problems = client.get(f"/api/v1/facilities?payment=medicaid&as={value}").json()["problems"]
    assert [problem["parameter"] for problem in problems] == ["as"]


def test_every_button_is_in_a_group_with_a_name_and_sends_the_form(client: TestClient) -> None:
    buttons = [b for b in get(client, NEAR).all("button") if b.get("name") == "as"]
    assert buttons
    assert {b["form"] for b in buttons} == {"search"}
    assert len({b["value"] for b in buttons}) == len(buttons)


def test_a_button_fetches_the_choices_that_are_not_in_sight() -> None:
    has_all = Tally(np.ones(len(vocabulary().terms), np.int64))
    answer = Answer(query=Query(any_of={"insurer": ("aetna",)}), total=1, hits=[], facets=has_all, not_stated={})
    buttons = {b["value"]: b for b in _shown(panel(answer)).all("button") if b.get("name") == "show"}
    assert {"insurer", "medication"} <= buttons.keys()
    for facet, button in buttons.items():
        assert button["form"] == "search"
        assert button["formaction"] == f"/search#facet-{facet}"
        assert len(_boxes(_shown(panel(answer)), facet)) < len(vocabulary().facets[facet].terms)
        assert _boxes(_shown(panel(answer, facet)), facet) == set(vocabulary().facets[facet].terms)
        assert "aetna" in _boxes(_shown(panel(answer, facet)), "insurer")


def test_only_a_facet_can_be_shown_whole(client: TestClient) -> None:
    assert get(client, f"{NEAR}&show=insurer").words
    assert client.get(f"{NEAR}&show=nonsense").status_code == 400


def _shown(made: Ready) -> Page:
    return page(b"".join(made).decode())


def _boxes(found: Page, facet: str) -> set[str | None]:
    return {box["value"] for box in found.all("input") if box["name"] == facet}
