"""What has changed of a place, on its page; and the list that goes along from everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.changes import KINDS
from directory.listing import Amendment, Listing, Phone, Reason
from directory.store import Record
from directory.vocabulary import vocabulary
from tests.conftest import Desk, id_of
from tests.web.conftest import client_of
from tests.web.reading import get
from tests.web.world import METHADONE, SUBURB, listing, said, settings_in
from web.history import WHAT

NEWER = replace(METHADONE, name="Lake Clinic", said=said("care:substance-use", "payment:medicaid"), phones=())


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("changed")
    chosen = settings_in(folder)
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take([METHADONE, SUBURB], now="2026-11-01T03:00:00+00:00", as_of="2024")
        desk.take([NEWER, SUBURB], now="2026-11-10T03:00:00+00:00", as_of="2025-06")
        desk.publish(chosen.generations, place_table)
    with client_of(chosen) as client:
        yield client


TAKES = listing("takes", name="Takes Many", said=said("care:substance-use", "age:older-adults", "setting:outpatient"))
BEFORE = listing("before", name="Old Path Servs", street="9 Path Way", phones=(Phone("4125550131"),))
AFTER = listing("after", name="New Path", street="9 Path Way", phones=(Phone("4125550132"), Phone("4125550131")))
SHUT = listing("shut", name="Shut House", street="8 Shut Rd", phones=())


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[TestClient]:
    """A directory with a place that takes others now, one that an operator joined, and first corrections."""
    folder = tmp_path_factory.mktemp("others")
    chosen = settings_in(folder)
    terms = (
        "group:veterans",
        "age:young-adults",
        "sex:male",
        "language:sign-language",
        "payment:medicaid",
        "setting:outpatient",
    )
    now = replace(TAKES, said=said("care:substance-use", *terms))
    with Record(chosen.database_url) as record:
        desk = Desk(record)
        stay = [listing(f"{n}", street=f"{n} High St") for n in range(4)]
        desk.take([TAKES, BEFORE, SHUT, *stay], now="2026-11-01T03:00:00+00:00")
        desk.take([now, AFTER, SHUT, *stay], now="2026-11-10T03:00:00+00:00")
        with record.writing() as writer:
            writer.decide(id_of(BEFORE), id_of(AFTER), True, "one door", "2026-11-12")
        first, then = correction(TAKES, name="Takes Many"), correction(SHUT, closed="2026-10-31")
        unknown = correction(listing("nobody lists this"), closed="2026-10-31")
        desk.take(
            [first, then, unknown], key="overlay:county", scopes=("corrections",), now="2026-11-20T03:00:00+00:00"
        )
        desk.publish(chosen.generations, place_table, match=True)
    with client_of(chosen) as client:
        yield client


def correction(about: Listing, name: str = "", closed: str = "") -> Listing:
    reasons = (Reason("closed" if closed else "name", "A sign says so.", "2026-11-18"),)
    amendment = Amendment(about=id_of(about), reasons=reasons, closed=closed)
    return Listing(key=id_of(about), scope="corrections", name=name, city="", state="", amendment=amendment)


def test_every_kind_of_change_has_words() -> None:
    assert WHAT.keys() == KINDS.keys()


def test_a_page_tells_what_changed_when_and_who_says_so(changed: TestClient) -> None:
    told = get(changed, f"/facility/{id_of(METHADONE)}/lake-clinic-pittsburgh").words
    assert "What has changed here (1)" in told
    assert "10 Nov 2026 The test directory, data of June 2025" in told
    assert "Its name changed: River Clinic / North Side → Lake Clinic / North Side" in told
    methadone = vocabulary().facets["medication"].terms["methadone"].label
    assert re.search(rf"Not listed any more: [^.]*{re.escape(methadone)}", told)
    assert "Its telephone numbers changed" in told
    assert told.index("Not listed any more") < told.index("Its name changed")
    assert "555-0111" not in told


@pytest.mark.parametrize(
    ("prefix", "now", "gone", "language"),
    [("", "Now listed", "Not listed any more", "en"), ("/es", "Ahora aparece", "Ya no aparece", "es")],
)
def test_who_is_taken_is_told_by_facet(others: TestClient, prefix: str, now: str, gone: str, language: str) -> None:
    """Of sex, ages, groups, languages, ways to pay and insurers each in a line of its own."""
    told = get(others, f"{prefix}/facility/{id_of(TAKES)}/takes-many-pittsburgh").words
    facets = vocabulary(language).facets

    def line(facet: str, *keys: str) -> str:
        return f"{facets[facet].label}: {' · '.join(facets[facet].terms[key].label for key in keys)}"

    lost, found = told.split(gone)[1].split(now)
    assert lost.strip().strip(":").strip() == line("age", "older-adults")
    expected = [
        line("payment", "medicaid"),
        line("group", "veterans"),
        line("age", "young-adults"),
        line("sex", "male"),
        line("language", "sign-language"),
    ]
    assert sorted(expected, key=found.find) == expected
    assert all(each in found for each in expected)


def test_an_entry_that_goes_on_under_another_name_is_told_as_renamed(others: TestClient) -> None:
    told = get(others, f"/facility/{id_of(BEFORE)}/new-path-pittsburgh").words
    assert "Its name changed: Old Path Servs → New Path" in told
    assert "listed by this source" not in told


def test_what_an_operator_first_corrects_is_in_the_history(others: TestClient) -> None:
    told = get(others, f"/facility/{id_of(TAKES)}/takes-many-pittsburgh").words
    assert "20 Nov 2026 The overlay:county directory Corrected by whoever runs this directory" in told
    events = others.get("/api/v1/changes?kind=corrected").json()["changes"]
    assert {(event["name"], event["day"], event["source"]) for event in events} == {
        ("Takes Many", "2026-11-20", "overlay:county"),
        ("Shut House", "2026-11-20", "overlay:county"),
    }
    (shut,) = others.get("/api/v1/changes?kind=closed").json()["changes"]
    assert (shut["name"], shut["source"], shut["day"]) == ("Shut House", "overlay:county", "2026-11-20")


def test_in_spanish_services_have_their_spanish_words(changed: TestClient) -> None:
    told = get(changed, f"/es/facility/{id_of(METHADONE)}/lake-clinic-pittsburgh").words
    assert "Qué ha cambiado aquí" in told
    methadone = vocabulary("es").facets["medication"].terms["methadone"].label
    assert re.search(rf"Ya no aparece: [^.]*{re.escape(methadone)}", told)


def test_a_place_of_which_nothing_changed_has_no_history(changed: TestClient) -> None:
    assert "What has changed" not in get(changed, f"/facility/{id_of(SUBURB)}/far-out-monroeville").words


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_list_goes_along_over_the_first_page(changed: TestClient, prefix: str) -> None:
    ids = id_of(SUBURB)
    results = changed.get(f"{prefix}/search?near=15213&list={ids}").text
    home = f'href="{prefix or "/"}?list={ids}"'
    assert home in results
    first = changed.get(f"{prefix or '/'}?list={ids}").text
    assert first.count(f'<input type="hidden" name="list" value="{ids}">') == 2
    assert f'href="{prefix}/shortlist?ids={ids}"' in first
    assert 'name="list"' not in changed.get(prefix or "/").text


def test_a_list_goes_along_over_the_map(changed: TestClient) -> None:
    ids = id_of(SUBURB)
    question = re.search(r'data-question="([^"]*)"', changed.get(f"/search?near=15213&list={ids}").text)
    assert question is not None
    asked = question[1].replace("&amp;", "&") + "zoom=9&bounds=-81,40,-79,41"
    urls = [place["url"] for pin in changed.get(asked).json()["pins"] for place in pin["places"]]
    assert urls
    assert all(url.endswith(f"?list={ids}") for url in urls)


def test_the_map_of_a_place_is_around_it(changed: TestClient) -> None:
    text = changed.get(f"/facility/{id_of(SUBURB)}/far-out-monroeville").text
    assert 'data-near="40.43000,-79.76000"' in text
    assert 'data-label="Far Out"' in text
    question = re.search(r'data-question="([^"]*)"', text)
    assert question is not None
    pins = changed.get(question[1].replace("&amp;", "&") + "zoom=12&bounds=-80,40,-79,41").json()["pins"]
    places = [place for pin in pins for place in pin["places"]]
    assert id_of(SUBURB) in {place["id"] for place in places}
    assert {place["number"] for place in places} == {None}
