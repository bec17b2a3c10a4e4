"""The page of one facility beyond its facts: others near it, what its words mean, and how to say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.listing import Listing
from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import client_of
from tests.web.reading import Page, get
from tests.web.told import PLACES, STREET
from tests.web.world import HOSTILE_ONE, MANY, MENTAL, METHADONE, NOWHERE, SUBURB, ZIP_ONLY, id_of, settings_in
from web.cards import gist
from web.help_text import explained

CONTACT = "corrections@example.org"


@pytest.fixture
def reachable(chosen: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A client of a directory whose operator can be written to."""
    with client_of(settings_in(tmp_path, generations=chosen.generations, contact=CONTACT)) as made:
        yield made


def facility(client: TestClient, public_id: str) -> Page:
    """The page of a facility, at its one address."""
    path = client.get(f"/facility/{public_id}").headers.get("location", f"/facility/{public_id}")
    return get(client, path)


def test_the_nearest_that_offer_the_same_are_named_in_order_with_their_miles(client: TestClient) -> None:
    found = facility(client, id_of(SUBURB))
    around = f"near={SUBURB.latitude},{SUBURB.longitude}&within=25&care=substance-use"
    answer = client.get(f"/api/v1/facilities?{around}").json()["facilities"]
    assert found.facility_ids() == [each["id"] for each in answer if each["id"] != id_of(SUBURB)]
    assert id_of(METHADONE) in found.facility_ids()
    named = found.words.split("Others near here")[1]
    assert "also list: Treatment for drug or alcohol use" in named
    assert named.count(" miles") == len(found.facility_ids()) + 1  # and the radius


def test_no_more_than_five_are_named_and_never_the_place_itself(site: TestClient) -> None:
    center = PLACES["center"].split("/")[2]
    found = facility(site, center)
    assert len(found.facility_ids()) == 5
    assert center not in found.facility_ids()


def test_the_search_for_others_finds_them(client: TestClient) -> None:
    found = facility(client, id_of(SUBURB))
    (link,) = found.links("/search?near=15146&care.all=")
    assert set(found.facility_ids()) < set(get(client, link).facility_ids())


def test_what_nobody_else_offers_is_said(client: TestClient) -> None:
    found = facility(client, id_of(METHADONE))
    assert "No other place within 25 miles lists all of" in found.words
    assert found.facility_ids() == []


@pytest.mark.parametrize("listing", [NOWHERE, HOSTILE_ONE], ids=["no point", "offers nothing known"])
def test_without_a_point_or_an_offer_no_others_are_named(client: TestClient, listing: Listing) -> None:
    assert "Others near here" not in facility(client, id_of(listing)).words


def test_miles_from_a_zip_code_are_about(client: TestClient) -> None:
    assert "Miles are from about where this place is." in facility(client, id_of(ZIP_ONLY)).words
    assert "Miles are from about where" not in facility(client, id_of(SUBURB)).words


@pytest.mark.parametrize("name", ["shelter", "gate"])
def test_of_an_address_that_is_not_given_out_no_others_are_named(site: TestClient, name: str) -> None:
    found = facility(site, PLACES[name].split("/")[2])
    assert "Others near here" not in found.words
    assert STREET not in found.words


def test_a_message_to_the_operator_is_prepared(reachable: TestClient) -> None:
    (link,) = facility(reachable, id_of(METHADONE)).links("mailto:")
    assert urlsplit(link).path == CONTACT
    given = parse_qs(urlsplit(link).query)
    assert set(given) == {"subject", "body"}
    assert "River Clinic" in given["subject"][0]
    assert given["body"][0].split("\r\n") == [
        "River Clinic",
        f"Listing: {id_of(METHADONE)}",
        "Edition: 1",
        "",
        "What is wrong:",
        "",
    ]


def test_a_hostile_name_adds_nothing_to_the_message(reachable: TestClient) -> None:
    (link,) = facility(reachable, id_of(HOSTILE_ONE)).links("mailto:")
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}
    assert not set('<>"\u202e ') & set(link)


def test_without_a_contact_nobody_is_promised(client: TestClient) -> None:
    found = facility(client, id_of(METHADONE))
    assert found.links("mailto:") == []
    assert "Report an error" in found.words
    assert "Neither its sources nor whoever runs this directory" in found.words


def test_terms_with_an_entry_are_explained_in_place(client: TestClient) -> None:
    entry = explained("opioid:otp")
    assert entry
    found = facility(client, id_of(METHADONE))
    assert entry.text in found.words
    assert f"/help/glossary#{entry.key}" in found.links("/help/")


def test_what_a_word_adds_nothing_to_is_not_said_twice(client: TestClient) -> None:
    entry = explained("setting:outpatient")
    assert entry
    found = facility(client, id_of(METHADONE))
    assert "You live at home and come in for visits" in found.words
    assert f"/help/glossary#{entry.key}" not in found.links("/help/")
    assert entry.adds_to("You live at home.")
    assert not entry.adds_to("You live at home, and come in for visits; counted when a place says so.")
    assert entry.adds_to("Counted when a place says so; you live at home and come in for visits.")


def test_what_a_place_is_stands_under_its_name(client: TestClient, chosen: Settings) -> None:
    told = "Treatment for drug or alcohol use; outpatient; medications used here: methadone."
    assert f"River Clinic North Side {told}" in facility(client, id_of(METHADONE)).words
    assert "Quiet House Mental health treatment." in facility(client, id_of(MENTAL)).words
    found = client.get(f"/es/facility/{id_of(METHADONE)}", follow_redirects=True).text
    told = "Tratamiento por consumo de drogas o alcohol; ambulatorio; medicamentos que se usan aquí: metadona."
    assert f'<p class="lead">{told}</p>' in found
    with Serving(chosen.generations).engine() as engine:
        river = engine.facility(id_of(METHADONE))
    assert river
    given = {"setting": ["outpatient", "telehealth"], "medication": ["naltrexone", "methadone", "buprenorphine"]}
    assert gist(replace(river, terms=given)) == (
        "Outpatient and telehealth; medications used here: methadone, buprenorphine, and naltrexone."
    )
    assert gist(replace(river, terms={"kind": ["va-health-care"]})) == "VA medical center or clinic."


def test_of_what_is_not_known_nothing_is_said_under_the_name(client: TestClient) -> None:
    assert 'class="lead"' not in client.get(f"/facility/{id_of(HOSTILE_ONE)}", follow_redirects=True).text


def test_leaving_for_directions_is_said(client: TestClient) -> None:
    found = facility(client, id_of(MANY[0]))
    assert "Directions (leaves this site for openstreetmap.org, which will see the address)" in found.words
