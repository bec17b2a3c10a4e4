"""The site map: what is listed and nothing else, in addresses that answer, and none where it could not be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from directory.settings import Settings
from search.peopled import LEAST
from tests.conftest import Desk, listing
from tests.web.conftest import client_of
from tests.web.told import PLACES
from tests.web.world import GONE, LISTED, id_of, settings_in
from web import sitemap
from web.language import LANGUAGES

HERE = "https://care.example.org/find"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def public(chosen: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A client of a directory whose public address is known."""
    with client_of(settings_in(tmp_path, generations=chosen.generations, public_url=HERE)) as made:
        yield made


def entries(client: TestClient, path: str, root: str) -> dict[str, str]:
    """The addresses of a document of this kind, each with when it was changed."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/xml"
    document = ElementTree.fromstring(response.text.encode())
    assert document.tag == SPACE + root
    return {e.findtext(f"{SPACE}loc", ""): e.findtext(f"{SPACE}lastmod", "") for e in document}


def pages_of(client: TestClient) -> list[str]:
    """The paths of the pages that the index names."""
    return [address.removeprefix(HERE) for address in entries(client, "/sitemap.xml", "sitemapindex")]


def test_it_names_every_listed_facility_by_the_address_that_answers(public: TestClient) -> None:
    page, _ = pages_of(public)
    every = entries(public, page, "urlset")
    found = {address: changed for address, changed in every.items() if "/facility/" in address}
    assert {address.split("/")[-2] for address in found} == {id_of(each) for each in LISTED}
    assert [public.get(address.removeprefix(HERE)).status_code for address in found] == [200] * len(found)
    assert set(found.values()) == {"2022-05"}


def test_pages_hold_so_many_and_together_all(public: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PAGE", 10)
    found = [entries(public, page, "urlset") for page in pages_of(public)[:-1]]
    spoken = len(LANGUAGES)
    others = len(sitemap.plain()) * spoken
    assert [len(each) for each in found] == [others + 10 * spoken] + [10 * spoken] * 2 + [(len(LISTED) - 30) * spoken]
    assert len({address for each in found for address in each}) == others + len(LISTED) * spoken


def test_it_begins_with_the_other_pages_that_may_be_found(public: TestClient) -> None:
    others = [address for address in entries(public, "/sitemap-1.xml", "urlset") if "/facility/" not in address]
    assert f"{HERE}/es/help/withdrawal" in others
    for address in others:
        response = public.get(address.removeprefix(HERE) or "/")
        assert response.status_code == 200, address
        assert "noindex" not in response.text, address


def test_it_ends_with_lists_of_places_that_have_something(public: TestClient) -> None:
    lists = list(entries(public, pages_of(public)[-1], "urlset"))
    english = ["Pennsylvania", "Allegheny+County%2C+PA", "Pittsburgh%2C+PA"]
    assert lists == [f"{HERE}{prefix}/search?near={near}" for near in english for prefix in ("", "/es")]
    for address in lists:
        response = public.get(address.removeprefix(HERE))
        assert response.status_code == 200
        assert "noindex" not in response.text
        assert f'<link rel="canonical" href="{address}">' in response.text
        assert 'class="hit"' in response.text


def test_lists_are_in_letters_an_address_may_have(desk: Desk, place_table: Path, tmp_path: Path) -> None:
    towns = {"Cañon City": ("CO", "81212", 38.44, -105.24), "Coeur d'Alene": ("ID", "83814", 47.69, -116.78)}
    desk.take(
        [
            listing(f"{zip5} {n}", city=city, state=state, zip=zip5, county="", latitude=latitude, longitude=longitude)
            for city, (state, zip5, latitude, longitude) in towns.items()
            for n in range(LEAST)
        ]
    )
    desk.publish(tmp_path / "generations", place_table)
    with client_of(settings_in(tmp_path, generations=tmp_path / "generations", public_url=HERE)) as client:
        lists = list(entries(client, pages_of(client)[-1], "urlset"))
        assert {f"{HERE}/search?near={near}" for near in ("Ca%C3%B1on+City%2C+CO", "Coeur+d%27Alene%2C+ID")} < set(
            lists
        )
        for address in lists:
            assert f'<link rel="canonical" href="{address}">' in client.get(address.removeprefix(HERE)).text


def test_towns_with_little_are_on_their_countys_list(desk: Desk, place_table: Path, tmp_path: Path) -> None:
    few = [
        listing(f"few {n}", city="Monroeville", zip="15146", latitude=40.43, longitude=-79.76) for n in range(LEAST - 1)
    ]
    far = [listing(f"far {n}", city="Erie", zip="16501", latitude=40.43, longitude=-79.76) for n in range(LEAST)]
    nowhere = [
        listing(f"nowhere {n}", city="Altoona", zip="16601", latitude=None, longitude=None) for n in range(LEAST)
    ]
    desk.take([*few, *far, *nowhere])
    desk.publish(tmp_path / "generations", place_table)
    with client_of(settings_in(tmp_path, generations=tmp_path / "generations", public_url=HERE)) as client:
        lists = entries(client, pages_of(client)[-1], "urlset")
    assert f"{HERE}/search?near=Allegheny+County%2C+PA" in lists
    assert not [each for each in lists if "Monroeville" in each or "near=Erie%2C" in each]
    assert f"{HERE}/search?near=Altoona%2C+PA" in lists  # its places have the point of their ZIP code


def test_what_is_gone_closed_or_hidden_is_not_in_it(told: Settings, tmp_path: Path, public: TestClient) -> None:
    with client_of(settings_in(tmp_path / "told", generations=told.generations, public_url=HERE)) as client:
        written = client.get("/sitemap-1.xml").text
    assert PLACES["harbor"] in written
    assert not [name for name in ("lost", "shut", "secret") if PLACES[name] in written]
    assert id_of(GONE) not in public.get("/sitemap-1.xml").text


@pytest.mark.parametrize("path", ["/sitemap-0.xml", "/sitemap-3.xml", "/sitemap-99999999999999999999.xml"])
def test_a_page_that_there_is_not_is_a_404(public: TestClient, path: str) -> None:
    assert public.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml"])
def test_it_is_not_sent_twice(public: TestClient, path: str) -> None:
    response = public.get(path)
    assert response.headers["cache-control"] == "public, max-age=300"
    assert public.get(path, headers={"If-None-Match": response.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml"])
def test_without_a_public_address_there_is_none_and_it_says_why(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "has not set its public address" in response.text


def test_of_invented_listings_there_is_none(invented: Settings, tmp_path: Path) -> None:
    with client_of(settings_in(tmp_path, generations=invented.generations, public_url=HERE)) as client:
        assert client.get("/sitemap.xml").status_code == 404
        assert "Sitemap:" not in client.get("/robots.txt").text


def test_robots_are_told_where_it_is_if_there_is_one(public: TestClient, client: TestClient, empty: TestClient) -> None:
    assert f"Sitemap: {HERE}/sitemap.xml" in public.get("/robots.txt").text.splitlines()
    for other in (client, empty):
        assert "Sitemap:" not in other.get("/robots.txt").text
        assert "User-agent: *" in other.get("/robots.txt").text.splitlines()
