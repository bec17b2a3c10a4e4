"""A facility's page says who says what: corrections, disputes, numbers of many places, insurers."""

from __future__ import annotations

import json
from html import escape

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.exports.formats import FORMATS
from directory.facility import Citation, Facility, Voice
from directory.listing import Reason
from directory.vocabulary import vocabulary
from tests.web.reading import get, page
from tests.web.told import COUNTY, DAY, LOCATOR_SAID, PLACES, SHOWN_DAY, YEARLY_SAID
from tests.web.unpacked import unpacked
from tests.web.world import HOSTILE
from web.facts import facts
from web.voices import corrections, said

PLAIN = Facility(id="0123456789", name="A", city="Pittsburgh", state="PA", street="1 Elm St", zip="15213")


def test_a_correction_is_told_at_the_top_with_who_when_and_why(site: TestClient) -> None:
    found = get(site, PLACES["harbor"])
    corrected = f"Corrected by {COUNTY} on {SHOWN_DAY} (telephone): Called: disconnected"
    assert corrected in found.words
    assert found.words.index(corrected) < found.words.index("What you get here")
    assert found.words.count(f"Corrected by {COUNTY} on {SHOWN_DAY} (not: Accepts Medicaid): They stopped.") == 2


def test_a_term_that_is_denied_is_never_told_as_one_that_is_there(site: TestClient) -> None:
    label = vocabulary("es").facets["payment"].terms["medicaid"].label
    assert f"(no: {label}): They stopped." in get(site, f"/es{PLACES['harbor']}").words
    for path in (f"/api/v1{PLACES['harbor'].replace('facility', 'facilities')}", "/download/jsonl?near=15213&size=100"):
        (told,) = (json.loads(line) for line in site.get(path).text.splitlines() if "They stopped." in line)
        denied = [voice["denied"] for voice in told["voices"] if "denied" in voice]
        assert denied == [["payment:medicaid"]]
    packed = unpacked(site.get("/download/hsds?near=15213").content)
    assert "not there: They stopped." in packed


def test_what_is_there_and_what_is_not_are_told_apart_in_one_correction() -> None:
    named = ("asks:insurer", "medication:methadone", "payment:medicaid", "phones.main")
    voice = Voice(
        id="1",
        citation=Citation(source="overlay:county", label="County", url="", as_of="", imported=DAY),
        name="",
        city="",
        state="",
        reasons=tuple(Reason(field, "Called.", DAY) for field in named),
    ).with_terms({"medication": ["methadone"]})
    (told,) = corrections(replace(PLAIN, voices=(voice,)))
    what = "Insurance company; Methadone, given here; not: Accepts Medicaid; telephone"
    assert told.what == f"Corrected by County on {SHOWN_DAY} ({what})"


def test_a_struck_number_is_nowhere(site: TestClient) -> None:
    html = site.get(PLACES["harbor"]).text
    found = page(html)
    assert "0101" not in html
    public_id = PLACES["harbor"].split("/")[2]
    answers = [f"/api/v1/facilities/{public_id}", *(f"/download/{form}" for form in FORMATS)]
    said = {answer: unpacked(site.get(answer).content).replace("-", "") for answer in answers}
    assert not [answer for answer in answers if "5550101" in said[answer]]
    assert [answer for answer in answers if "5550110" not in said[answer]] == []
    assert found.links("tel:+1412") == ["tel:+14125550110", "tel:+14125550102"]


def test_every_number_says_what_it_is_for_who_lists_it_and_when(site: TestClient) -> None:
    found = get(site, PLACES["harbor"])
    assert f"(412) 555-0110 Main number. Listed by {COUNTY}, data of {SHOWN_DAY}." in found.words
    assert f"(412) 555-0102 To ask about starting treatment. Listed by {YEARLY_SAID}." in found.words


def test_what_sources_disagree_on_is_marked_where_it_is_shown(site: TestClient) -> None:
    above = get(site, PLACES["harbor"]).words.split("Where this comes from")[0]
    assert "Another name is listed by Program List, date of the data not stated: Wchs Inc" in above
    assert f"Another main number is listed by {YEARLY_SAID}: (412) 555-0109" in above
    assert f"Another website is listed by {YEARLY_SAID}: https://old-harbor.example.com" in above
    assert "Another address" not in above


def test_the_address_and_the_website_say_who_lists_them(site: TestClient) -> None:
    found = get(site, PLACES["harbor"]).words
    assert (
        f"Allegheny County Listed by {LOCATOR_SAID}; {YEARLY_SAID}; Program List, date of the data not stated." in found
    )
    assert f"(leaves this site: https://harbor.example.org/) Listed by {LOCATOR_SAID}." in found


def test_a_term_says_who_lists_it_and_who_was_asked_and_does_not(site: TestClient) -> None:
    found = get(site, PLACES["harbor"]).words
    assert f"Methadone, given here Listed by {LOCATOR_SAID}; not by {YEARLY_SAID}, which asked about it." in found
    assert f"Listed by {LOCATOR_SAID}; {YEARLY_SAID}. Help with opioids" in found


def test_what_an_operator_denies_is_neither_offered_nor_called_not_listed(site: TestClient) -> None:
    found = get(site, PLACES["harbor"]).words
    assert (
        f"Accepts Medicaid is listed by {LOCATOR_SAID}; {YEARLY_SAID}. Not right, says {COUNTY} ({SHOWN_DAY})" in found
    )
    assert "Accepts Medicaid" not in found.split("Asked about, but not listed")[1].split("Not stated by any source")[0]


def test_a_place_of_one_source_says_it_once(site: TestClient) -> None:
    found = get(site, PLACES["center"]).words
    assert f"What you get here Listed by {LOCATOR_SAID}." in found
    assert "Who lists what" not in found
    assert "What each of them says" not in found


def test_a_number_of_many_places_is_called_perhaps_a_call_center(site: TestClient) -> None:
    assert "This number is listed for 6 places: it may be a call center." in get(site, PLACES["center"]).words
    assert "main number; this number is listed for 6 places" in get(site, "/search?q=plan+home").words


def test_insurers_say_who_lists_them_and_what_a_register_does_not_say(site: TestClient) -> None:
    found = get(site, PLACES["lake"]).words
    assert (
        "Listed by Billing Register, data of November 2026. Confirm with the facility that your plan is taken." in found
    )
    assert "Has held an identifier with Aetna · Cigna" in found
    assert "does not say that a plan is accepted" in found


@pytest.mark.parametrize("name", PLACES)
def test_hostile_reasons_and_labels_stay_text(site: TestClient, name: str) -> None:
    html = site.get(PLACES[name]).text
    found = page(html)
    assert not found.all("img")
    assert "<script>alert" not in html
    if name in ("harbor", "shut"):
        assert escape(HOSTILE[:20]) in html.replace("&#34;", "&quot;")


def test_a_place_that_one_source_dropped_may_have_closed(site: TestClient) -> None:
    dropped = (
        "No longer listed by Yearly Directory since 2023, while others still list it. It may have closed: call first."
    )
    assert dropped in get(site, PLACES["lake"]).words
    assert get(site, "/search?near=15213&size=100").words.count(dropped) == 1


def test_a_place_of_one_source_is_that_sources_in_all() -> None:
    assert {fact.others for fact in said(PLAIN).values()} == {()}
    assert not any(facet.differ for facet in facts(PLAIN))
