"""What has changed, as the API and the feed tell it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.changes import KINDS
from directory.store import Record
from tests.conftest import Desk, id_of
from tests.web.conftest import client_of
from tests.web.world import HOSTILE, METHADONE, SUBURB, listing, said, settings_in

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ODD = listing("odd", name=f"Odd {HOSTILE}", city="Dayton", state="OH", zip="45402", latitude=39.76, longitude=-84.19)
NEWER = replace(METHADONE, name="Lake Clinic", street="1 Newer Street", said=said("care:substance-use"))
FIRST, SECOND, THIRD = (f"2026-11-{day:02}T03:00:00+00:00" for day in (1, 10, 20))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[TestClient]:
    """A directory that was read three times."""
    folder = tmp_path_factory.mktemp("changed")
    chosen = settings_in(folder)
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take([METHADONE, SUBURB, ODD], now=FIRST, as_of="2024")
        desk.take([NEWER, SUBURB, ODD], now=SECOND, as_of="2025", options={"allow_shrink": True})
        desk.take(
            [NEWER, replace(ODD, name=f"Other {HOSTILE}")], now=THIRD, as_of="2026", options={"allow_shrink": True}
        )
        desk.publish(chosen.generations, place_table)
    with client_of(chosen) as client:
        yield client


def get(client: TestClient, path: str, status: int = 200) -> Any:  # Any: JSON
    response = client.get(path)
    assert response.status_code == status, response.text
    return response.json()


def test_the_history_of_a_facility_tells_what_changed_newest_first(changed: TestClient) -> None:
    data = get(changed, f"/api/v1/facilities/{id_of(METHADONE)}/history")
    assert (data["id"], data["name"]) == (id_of(METHADONE), "Lake Clinic")
    kinds = [each["kind"] for each in data["changes"]]
    assert {"renamed", "moved", "lost"} <= set(kinds)
    assert {(each["day"], each["as_of"]) for each in data["changes"]} == {("2026-11-10", "2025")}
    assert all(each["what"] == KINDS[each["kind"]] for each in data["changes"])
    renamed = data["changes"][kinds.index("renamed")]
    assert (renamed["before"], renamed["after"]) == ("River Clinic / North Side", "Lake Clinic / North Side")
    assert data["crisis"]


def test_a_former_street_or_number_is_told_nowhere(changed: TestClient) -> None:
    for path in ("/api/v1/changes", "/feeds/changes.atom", f"/api/v1/facilities/{id_of(METHADONE)}/history"):
        told = changed.get(path).text
        assert METHADONE.street not in told
        assert "Newer Street" not in told
        assert "5550111" not in told


def test_changes_are_told_by_day_state_county_and_kind(changed: TestClient) -> None:
    every = get(changed, "/api/v1/changes")
    assert every["total"] == len(every["changes"])
    assert [each["day"] for each in every["changes"]] == sorted((c["day"] for c in every["changes"]), reverse=True)
    assert {each["name"] for each in get(changed, "/api/v1/changes?state=OH")["changes"]} == {f"Other {HOSTILE}"}
    assert {each["name"] for each in get(changed, "/api/v1/changes?state=Ohio")["changes"]} == {f"Other {HOSTILE}"}
    assert get(changed, "/api/v1/changes?state=PA&county=Berks")["total"] == 0
    allegheny = get(changed, "/api/v1/changes?state=PA&county=Allegheny")
    assert {each["name"] for each in allegheny["changes"]} == {"Lake Clinic", "Far Out"}
    closed = get(changed, "/api/v1/changes?since=2026-11-15&kind=closed")
    assert [(each["name"], each["kind"]) for each in closed["changes"]] == [("Far Out", "closed")]


def test_pages_of_changes_follow_one_another(changed: TestClient) -> None:
    whole = get(changed, "/api/v1/changes?state=PA")["changes"]
    seen, path = [], "/api/v1/changes?state=PA&size=2"
    while path:
        data = get(changed, path)
        seen += data["changes"]
        path = data["links"]["next"]
    assert seen == whole
    assert len(whole) > 2


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("since=yesterday", "since"),
        ("since=2026-13", "since"),
        ("state=Xyzzy", "state"),
        ("county=Berks", "state"),
        ("kind=exploded", "kind"),
        ("page=0", "page"),
        ("size=101", "size"),
        ("since=2026&since=2025", "since"),
        ("near=15213", "near"),
        ("state=PA&county=%00", "county"),
    ],
)
def test_what_cannot_be_asked_is_named_with_what_would_be_right(changed: TestClient, question: str, wrong: str) -> None:
    for path in ("/api/v1/changes", "/feeds/changes.atom"):
        problems = get(changed, f"{path}?{question}", 400)["problems"]
        assert wrong in {each["parameter"] for each in problems}
        assert all(each["allowed"] for each in problems)


def test_the_feed_is_atom_and_holds_hostile_text_as_text(changed: TestClient) -> None:
    response = changed.get("/feeds/changes.atom?state=OH")
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.findtext("a:title", namespaces=ATOM) == "Changes in the treatment directory: Ohio"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-20T00:00:00Z"
    (entry,) = feed.findall("a:entry", ATOM)
    assert (entry.findtext("a:title", namespaces=ATOM) or "").startswith(f"Other {HOSTILE}, Dayton, OH: name: ")
    for element in (feed, entry):
        assert {element.find(f"a:{name}", ATOM) is not None for name in ("id", "title", "updated", "link")} == {True}
    ids = [each.findtext("a:id", namespaces=ATOM) for each in _feed(changed, "").findall("a:entry", ATOM)]
    assert len(ids) == len(set(ids)) == get(changed, "/api/v1/changes")["total"]


def test_a_feed_leads_to_its_next_page_and_its_ids_are_whole(changed: TestClient) -> None:
    first = _feed(changed, "?size=2")
    (following,) = [link.get("href") for link in first.findall("a:link[@rel='next']", ATOM)]
    assert following == "/feeds/changes.atom?size=2&page=2"
    ids = [
        each.text or ""
        for page in (first, _feed(changed, "?size=2&page=2"))
        for each in page.iter(f"{{{ATOM['a']}}}id")
    ]
    assert len(set(ids)) == len(ids) == 6
    assert all(each.startswith("tag:") for each in ids)


def test_a_feed_without_changes_is_a_feed(changed: TestClient) -> None:
    feed = _feed(changed, "?state=AK")
    assert not feed.findall("a:entry", ATOM)
    assert feed.findtext("a:updated", namespaces=ATOM)


def test_sources_and_the_generation_are_told(changed: TestClient) -> None:
    sources = get(changed, "/api/v1/sources")
    assert [(each["key"], each["count"], each["as_of"]) for each in sources["sources"]] == [("test", 2, "2026")]
    generation = get(changed, "/api/v1/generations/current")
    assert (generation["generation"], generation["facilities"], generation["gone"]) == (1, 2, 1)


def test_a_facility_there_never_was_has_no_history(changed: TestClient) -> None:
    assert get(changed, "/api/v1/facilities/zzzzzzzzzz/history", 404)["crisis"]
    gone = get(changed, f"/api/v1/facilities/{id_of(SUBURB)}/history")
    assert [each["kind"] for each in gone["changes"]] == ["closed"]


def _feed(client: TestClient, question: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(f"/feeds/changes.atom{question}").content)
