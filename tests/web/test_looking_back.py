"""What has changed, as the API and the feed tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.changes import KINDS
from directory.listing import Phone
from directory.store import Record
from directory.vocabulary import vocabulary
from tests.conftest import Desk, id_of
from tests.web import reading
from tests.web.conftest import client_of
from tests.web.world import HOSTILE, METHADONE, SUBURB, listing, said, settings_in
from web.api_changes import Change
from web.feed import XHTML
from web.news import lines, title

ATOM = {"a": "http://www.w3.org/2005/Atom"}
CALL = "Call before you go."
ODD = listing("odd", name=f"Odd {HOSTILE}", city="Dayton", state="OH", zip="45402", latitude=39.76, longitude=-84.19)
AMBER = listing("amber", name="Alder House", phones=(Phone(number="4125550166"),))
NEWER = replace(METHADONE, name="Lake Clinic", street="1 Newer Street", said=said("care:substance-use"))
FIRST, SECOND, THIRD = (f"2026-11-{day:02}T03:00:00+00:00" for day in (1, 10, 20))


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[TestClient]:
    """A directory in which everything changed on one day."""
    folder = tmp_path_factory.mktemp("pressed")
    chosen = settings_in(folder)
    renamed, shut = AMBER, listing("zinc", name="Zinc House", street="9 Far Rd")
    swap = listing("swap", said=said("care:substance-use", "age:older-adults"))
    opened = listing("opened", name="New House", street="3 Near Ln", phones=())
    others = [listing(f"{n}", street=f"{n} High St") for n in range(4)]
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take([renamed, swap, shut, *others], now=FIRST)
        told = replace(renamed, name="Amber House", phones=(Phone(number="4125550144"),))
        desk.take([told, replace(swap, said=said("care:substance-use", "sex:male")), opened, *others], now=SECOND)
        desk.publish(chosen.generations, place_table)
    with client_of(chosen) as client:
        yield client


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


def test_a_former_street_or_number_is_told_nowhere(changed: TestClient, pressed: TestClient) -> None:
    for path in ("/api/v1/changes", "/feeds/changes.atom", f"/api/v1/facilities/{id_of(METHADONE)}/history"):
        told = changed.get(path).text
        assert METHADONE.street not in told
        assert not [number for number in ("555-0111", "5550111") if number in told]
        assert ("1 Newer Street" in told) == path.startswith("/feeds/")
    for path in ("/api/v1/changes", "/feeds/changes.atom", f"/api/v1/facilities/{id_of(AMBER)}/history"):
        told = pressed.get(path).text
        assert "Amber House" in told
        assert not [number for number in ("555-0166", "5550166") if number in told]


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
        ("state=PA&county=Nope", "county"),
        ("state=PA&county=%3F", "county"),
        ("state=OH&county=Allegheny", "county"),
        ("state=FM&county=Chuuk", "county"),
        ("kind=closed,exploded", "kind"),
    ],
)
def test_what_cannot_be_asked_is_named_with_what_would_be_right(changed: TestClient, question: str, wrong: str) -> None:
    for path in ("/api/v1/changes", "/feeds/changes.atom"):
        problems = get(changed, f"{path}?{question}", 400)["problems"]
        assert wrong in {each["parameter"] for each in problems}
        assert all(each["allowed"] for each in problems)


@pytest.mark.parametrize(
    ("question", "wrong", "meant"),
    [
        ("state=PA&county=Alegheny", "county", "Allegheny County"),
        ("state=PA&county=Berk+County", "county", "Berks County"),
        ("state=MD&county=Baltimore+Cty", "county", "Baltimore city"),
        ("state=Pensylvania", "state", "Pennsylvania"),
        ("kind=closed,openned", "kind", "opened"),
        ("knd=closed", "knd", "kind"),
    ],
)
def test_what_is_mistyped_is_offered_as_it_was_meant(
    changed: TestClient, question: str, wrong: str, meant: str
) -> None:
    for path in ("/api/v1/changes", "/feeds/changes.atom"):
        (problem,) = get(changed, f"{path}?{question}", 400)["problems"]
        assert problem["parameter"] == wrong
        assert problem["choices"][0] == meant
        right = question.replace(problem["value"].replace(" ", "+"), meant) if wrong != "knd" else "kind=closed"
        assert changed.get(f"{path}?{right}").status_code == 200


def test_every_wrong_parameter_is_named_beside_a_county_there_is_not(changed: TestClient) -> None:
    problems = get(changed, "/api/v1/changes?state=PA&county=Nope&kind=x,closed,y&size=0", 400)["problems"]
    named = [(each["parameter"], each["value"]) for each in problems]
    assert sorted(named) == [("county", "Nope"), ("kind", "x"), ("kind", "y"), ("size", "0")]
    (problem,) = get(changed, "/api/v1/changes?state=Xyzzy&county=Berks", 400)["problems"]
    assert (problem["parameter"], problem["value"]) == ("state", "Xyzzy")


def test_a_county_is_known_as_people_write_it(changed: TestClient) -> None:
    for county in ("Allegheny", "ALLEGHENY COUNTY", "allegheny+county"):
        assert get(changed, f"/api/v1/changes?state=Pennsylvania&county={county}")["total"] > 0


def test_a_county_that_only_a_source_names_is_known_where_something_changed(tmp_path: Path, place_table: Path) -> None:
    chosen = settings_in(tmp_path)
    oak = listing("oak", city="Oaktown", county="Oak Hills Region", state="CT", zip="", street="1 Oak St")
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record:
        desk = Desk(record)
        desk.take([oak, SUBURB], now=FIRST)
        desk.take([replace(oak, name="Oak House"), SUBURB], now=SECOND)
        desk.publish(chosen.generations, place_table)
    with client_of(chosen) as client:
        told = get(client, "/api/v1/changes?state=CT&county=Oak+Hills+Region")["changes"]
        assert [(each["county"], each["name"]) for each in told] == [("Oak Hills Region", "Oak House")]
        get(client, "/api/v1/changes?state=CT&county=Elm+Hills+Region", 400)
        assert get(client, "/api/v1/changes?state=CT&county=Windham")["total"] == 0


def test_kinds_are_repeated_or_separated_by_commas(pressed: TestClient) -> None:
    told = get(pressed, "/api/v1/changes?kind=closed,opened")
    assert [each["kind"] for each in told["changes"]] == ["closed", "opened"]
    for same in ("kind=closed&kind=opened", "kind=opened,+closed,,closed", "kind=closed,opened&kind=opened"):
        assert get(pressed, f"/api/v1/changes?{same}")["changes"] == told["changes"]
        entries = _feed(pressed, f"?{same}").findall("a:entry", ATOM)
        assert [(each.findtext("a:title", namespaces=ATOM) or "").rpartition(": ")[2] for each in entries] == [
            "no longer listed",
            "newly listed",
        ]
    pages = get(pressed, "/api/v1/changes?kind=closed,opened&size=1")
    assert get(pressed, pages["links"]["next"])["changes"] == told["changes"][1:]


def test_the_feed_is_atom_and_holds_hostile_text_as_text(changed: TestClient) -> None:
    response = changed.get("/feeds/changes.atom?state=OH")
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.findtext("a:title", namespaces=ATOM) == "Changes in the treatment directory: Ohio"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-20T00:00:00Z"
    (entry,) = feed.findall("a:entry", ATOM)
    told = f"its name changed: Odd {HOSTILE} → Other {HOSTILE}"
    assert entry.findtext("a:title", namespaces=ATOM) == f"Other {HOSTILE}, Dayton, OH: {told}"
    content = entry.find("a:content", ATOM)
    assert content is not None
    assert (
        "".join(content.itertext()) == f"{told.capitalize()[:1]}{told[1:]}.Says The test directory, data of 2026.{CALL}"
    )
    assert {each.tag.partition("}")[2] for each in content.iter()} == {"content", "div", "p"}
    for element in (feed, entry):
        assert {element.find(f"a:{name}", ATOM) is not None for name in ("id", "title", "updated", "link")} == {True}


def test_an_entry_tells_all_that_changed_of_a_place_on_a_day(changed: TestClient) -> None:
    every = get(changed, "/api/v1/changes?size=100")["changes"]
    entries = _feed(changed, "").findall("a:entry", ATOM)
    ids = [each.findtext("a:id", namespaces=ATOM) for each in entries]
    assert len(ids) == len(set(ids)) == len({(each["id"], each["day"]) for each in every}) == 3
    (clinic,) = (each for each in entries if "Lake Clinic" in (each.findtext("a:title", namespaces=ATOM) or ""))
    own = [each for each in every if each["name"] == "Lake Clinic"]
    assert {each.get("term") for each in clinic.findall("a:category", ATOM)} == {each["kind"] for each in own}
    content = " ".join(each.text or "" for each in clinic.iter(f"{{{XHTML}}}p"))
    assert all(each["before"] in content and each["after"] in content for each in own)
    title = clinic.findtext("a:title", namespaces=ATOM) or ""
    outpatient = vocabulary().facets["setting"].terms["outpatient"].label
    assert title.startswith(f"Lake Clinic, Pittsburgh, PA: no longer lists “{outpatient}”, “")
    assert "”; its name changed: River Clinic / North Side → Lake Clinic / North Side; " in title
    assert title.endswith("; its address changed, now 1 Newer Street, Pittsburgh, PA 15213")


def test_of_one_day_closings_come_first_then_what_is_new_then_services_lost(pressed: TestClient) -> None:
    told = get(pressed, "/api/v1/changes?size=100")["changes"]
    kinds = [each["kind"] for each in told]
    assert kinds == ["closed", "opened", "lost", "gained", "renamed", "phone"]
    pages = [get(pressed, f"/api/v1/changes?size=2&page={page}")["changes"] for page in (1, 2, 3)]
    assert [each for page in pages for each in page] == told
    titles = [each.findtext("a:title", namespaces=ATOM) for each in _feed(pressed, "").findall("a:entry", ATOM)]
    phone = "its telephone changed, now (412) 555-0144"
    assert titles == [
        "Zinc House, Pittsburgh, PA: no longer listed",
        "New House, Pittsburgh, PA: newly listed",
        "Place swap, Pittsburgh, PA: no longer lists “Accepts older adults”; now lists “Accepts men and boys”",
        f"Amber House, Pittsburgh, PA: its name changed: Alder House → Amber House; {phone}",
    ]
    (only,) = _feed(pressed, "?kind=lost").findall("a:entry", ATOM)
    assert (only.findtext("a:title", namespaces=ATOM) or "").endswith(": no longer lists “Accepts older adults”")


def test_every_kind_of_change_can_be_told_in_an_entry() -> None:
    usual = dict.fromkeys(("id", "county", "source", "as_of", "day", "url", "what"), "x")
    for kind in KINDS:
        change = Change(
            **usual, name="A", city="B", state="PA", kind=kind, facet="", before="", after="", label="S", undone=True
        )
        told = title([change], None)
        assert re.fullmatch(r"A, B, PA: [a-z][^{}]+", told)
        assert "An import was taken back." in lines([change], None)
        many = [replace(change, facet="language", after=f"Language {n}") for n in range(9)]
        if "“" in title(many, None):
            spoken = vocabulary().facets["language"].label
            assert title(many, None).count("“") == 3
            assert " and 6 more" in title(many, None)
            assert any(
                f"under {spoken}: “Language 0”, " in line and "“Language 8”" in line for line in lines(many, None)
            )


def test_a_feed_leads_to_its_next_page_and_its_ids_are_whole(changed: TestClient) -> None:
    first = _feed(changed, "?size=2")
    (following,) = [link.get("href") for link in first.findall("a:link[@rel='next']", ATOM)]
    assert following == "/feeds/changes.atom?size=2&page=2"
    ids = [
        each.text or ""
        for page in (first, _feed(changed, "?size=2&page=2"))
        for each in page.iter(f"{{{ATOM['a']}}}id")
    ]
    assert len(set(ids)) == len(ids) == 5
    assert all(each.startswith("tag:") for each in ids)


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/search?near=Pennsylvania", "?state=PA"),
        ("/search?near=Allegheny+County,+PA", "?state=PA&county=Allegheny+County"),
        ("/about/data", ""),
        ("/search?near=15213", None),
        ("/search", None),
    ],
)
def test_pages_of_a_state_or_county_lead_to_their_feed(
    changed: TestClient, prefix: str, path: str, asked: str | None
) -> None:
    page = reading.get(changed, f"{prefix}{path}")
    feeds = [link["href"] for link in page.all("link") if link.get("type") == "application/atom+xml"]
    address = None if asked is None else f"/feeds/changes.atom{asked}"
    assert feeds == ([] if address is None else [address])
    assert [link for link in page.links() if link.startswith("/feeds/")] == feeds
    if address:
        told = ElementTree.fromstring(changed.get(address).content)
        assert any("Lake Clinic" in (each.findtext("a:title", namespaces=ATOM) or "") for each in told.iter())


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
