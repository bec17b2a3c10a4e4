"""What has changed of a place, on its page; and the list that goes along from everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.changes import KINDS
from directory.store import Record
from directory.vocabulary import vocabulary
from tests.conftest import Desk, id_of
from tests.web.conftest import client_of
from tests.web.reading import get
from tests.web.world import METHADONE, SUBURB, said, settings_in
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
    assert "555-0111" not in told


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
