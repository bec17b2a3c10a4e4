"""What people read: the first page, results, a facility, and the pages about the directory."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from directory.exports.formats import FORMATS
from directory.settings import Settings
from directory.vocabulary import vocabulary
from tests.web.conftest import client_of
from tests.web.reading import Page, get, page
from tests.web.world import GONE, HOSTILE_ONE, LISTED, MANY, MENTAL, METHADONE, ZIP_ONLY, id_of, settings_in
from web.assets import load
from web.panel import OPEN

OURS = re.compile("/static/(site|map)[.][0-9a-f]{12}[.]js").fullmatch
PAGES = (
    "/",
    "/search",
    "/search?near=15213&medication=methadone",
    "/search?near=15213&within=1&q=xyzzyplugh",
    "/search?near=15213&care=substance-use&q=xyzzyplugh&said=rehab+xyzzyplugh+near+15213",
    "/search?said=i+want+to+die+near+me",
    "/search?medication=methadone&stated=unknown",
    "/search?near=Pennsylvania&page=2&size=5",
    "/search?page=999",
    "/search?near=15213&listed=all",
    "/search?listed=never",
    "/search?near=Xyzzyville&medication=methadon",
    f"/facility/{id_of(METHADONE)}",
    f"/facility/{id_of(HOSTILE_ONE)}",
    f"/facility/{id_of(MENTAL)}",
    f"/facility/{id_of(GONE)}",
    "/facility/nosuchplac",
    "/about",
    "/about/privacy",
    "/about/data",
    "/about/access",
    "/help",
    "/help/glossary",
    "/help/opioid-medicine",
    "/download/floppy",
    "/nowhere",
    "/shortlist",
    f"/shortlist?ids={id_of(METHADONE)},{id_of(HOSTILE_ONE)},{id_of(MENTAL)},{id_of(GONE)},zzzzzzzzzz",
    f"/shortlist/sheet?ids={id_of(METHADONE)},{id_of(HOSTILE_ONE)},{id_of(GONE)},zzzzzzzzzz",
    f"/search?near=15213&list={id_of(METHADONE)}",
)


def foreign_scripts(found: Page) -> list[dict[str, str]]:
    """Scripts of a page but for our own file, which waits until the page is there and has its words beside it, and data
    that is no program."""
    data = {"type": "application/ld+json"}
    scripts = [{n: value for n, value in s.items() if not n.startswith("data-")} for s in found.all("script")]
    return [s for s in scripts if s != data and not (s.keys() == {"src", "defer"} and OURS(s["src"]))]


def test_the_first_page_has_a_form_first_choices_and_live_counts(client: TestClient) -> None:
    home = get(client, "/")
    assert {i["name"] for i in home.all("input")} >= {"q", "near", "setting", "opioid", "medication", "payment"}
    assert f"{len(LISTED)} places" in home.words
    assert "data of May 2022, imported 3 Nov 2026" in home.words


def test_results_say_what_was_found_and_where(client: TestClient) -> None:
    found = get(client, "/search?near=15213&within=50")
    assert f"{len(LISTED) - 1} places within 50 miles of Pittsburgh, PA 15213" in found.words
    assert "Call before you go" in found.words


def test_a_result_has_name_distance_address_labelled_phones_offers_and_dated_source(client: TestClient) -> None:
    found = get(client, "/search?near=15213&medication=methadone")
    assert f"/facility/{id_of(METHADONE)}/river-clinic-pittsburgh" in found.links()
    assert {"tel:+14125550111;ext=42", "tel:+18005550112"} <= set(found.links("tel:"))
    for words in (
        "River Clinic",
        "North Side",
        "miles",
        "100 Main St, Pittsburgh, PA 15213",
        "(412) 555-0111 x42 main number",
        "to ask about starting treatment",
        "(412) 555-0113 fax",
        "Methadone, given here",
        "Accepts Medicaid",
        "Test Directory, data of May 2022, imported 3 Nov 2026",
        "Has what you chose: Methadone, given here",
    ):
        assert words in found.words


def test_a_fax_is_no_link(client: TestClient) -> None:
    found = get(client, "/search?medication=methadone")
    assert "tel:+14125550113" not in found.links("tel:")


def test_no_page_calls_an_import_a_verification(client: TestClient) -> None:
    for url in PAGES:
        assert "verified" not in client.get(url).text.lower()


def test_a_distance_to_a_zip_center_is_about(client: TestClient) -> None:
    found = get(client, "/search?near=15213&q=Somewhere+In+Town&said=Somewhere+In+Town")
    assert found.facility_ids() == [id_of(ZIP_ONLY)]
    assert "in the same ZIP code" in found.words
    found = get(client, "/search?near=15214&q=Somewhere+In+Town&said=Somewhere+In+Town")
    assert re.search(r"about \d+\.\d miles \(ZIP center\)", found.words)


def test_places_without_a_point_are_told_of_apart(client: TestClient) -> None:
    found = get(client, "/search?near=15213")
    assert "1 more place fits but has no point on the map" in found.words


def test_medications_nobody_asked_about_are_not_stated(client: TestClient) -> None:
    found = get(client, "/search?q=Quiet+House&said=Quiet+House")
    assert "Medications for opioid use not stated by any source" in found.words


def test_what_no_source_states_is_counted_beside_a_filter(client: TestClient) -> None:
    found = get(client, "/search?medication=methadone")
    told = "1 more place fits everything else, but no source says whether it offers “Methadone, given here”. Show it"
    assert told in found.words


def test_every_filter_that_is_on_can_be_taken_off(client: TestClient) -> None:
    found = get(client, "/search?q=river&near=15213&medication=methadone&payment=medicaid&payment.all=medicaid")
    off = found.links("/search")
    assert "/search?near=15213&medication=methadone&payment=medicaid&payment.all=medicaid" in off
    assert "/search?q=river&medication=methadone&payment=medicaid&payment.all=medicaid" in off
    assert "/search?q=river&near=15213&payment=medicaid&payment.all=medicaid" in off


def test_what_the_list_has_is_offered_once_and_of_the_first_facets_all(client: TestClient) -> None:
    url = "/search?medication=methadone&language=spanish"
    found, facets = get(client, url), client.get(f"/api/v1/facets?{url.partition('?')[2]}").json()["facets"]
    boxes = [(i["name"], i["value"]) for i in found.all("input") if i.get("type") == "checkbox"]
    counts = {(facet["key"], term["key"]): term["count"] for facet in facets for term in facet["terms"]}
    assert len(counts) == len(vocabulary().terms)
    first = {("medication", "methadone"), ("language", "spanish"), *(pair for pair in counts if pair[0] in OPEN)}
    assert Counter(boxes) == Counter(pair for pair, count in counts.items() if count or pair in first)
    ticked = {(i["name"], i["value"]) for i in found.all("input") if "checked" in i}
    assert ticked == {("medication", "methadone"), ("language", "spanish")}


def test_the_form_sends_what_it_shows_and_keeps_what_it_cannot_show(client: TestClient) -> None:
    found = get(client, "/search?near=15213&within=7.5&payment=medicaid&payment.all=medicaid&size=5&sort=name")
    hidden = {(i["name"], i["value"]) for i in found.all("input") if i.get("type") == "hidden"}
    assert hidden == {("payment", "medicaid"), ("size", "5")}
    chosen = [o["value"] for o in found.all("option") if "selected" in o]
    assert chosen == ["7.5", "name"]


def test_paging_shows_every_facility_once(client: TestClient) -> None:
    seen: list[str] = []
    url = "/search?near=Pennsylvania&size=7"
    while url:
        found = get(client, url)
        seen += found.facility_ids()
        url = next((a["href"] for a in found.all("a") if "next" in a.get("rel", "").split()), "")
    assert sorted(seen) == sorted(id_of(each) for each in LISTED)


def test_every_format_can_be_downloaded_from_a_result(client: TestClient) -> None:
    found = get(client, "/search?near=15213&medication=methadone")
    assert {f"/download/{key}?near=15213&medication=methadone" for key in FORMATS} <= set(found.links())


def test_a_facility_tells_yes_not_listed_and_not_stated_apart(client: TestClient) -> None:
    found = get(client, f"/facility/{id_of(METHADONE)}")
    offered, rest = found.words.split("Asked about, but not listed")
    not_listed, not_stated = rest.split("Not stated by any source")
    assert "Methadone, given here" in offered
    assert "Naltrexone, used here" in not_listed
    assert "Naloxone (Narcan)" in not_stated


def test_a_facility_has_labelled_phones_links_out_and_dated_sources(client: TestClient) -> None:
    found = get(client, f"/facility/{id_of(METHADONE)}")
    assert found.links("tel:+1412555") == ["tel:+14125550111;ext=42"]
    out = [a for a in found.all("a") if a.get("href", "").startswith("https:")]
    assert [a["href"].split("/")[2] for a in out] == ["www.weather.gov", "www.openstreetmap.org", "river.example.org"]
    assert all({"noopener", "noreferrer"} <= set(a["rel"].split()) for a in out)
    assert found.words.count("leaves this site") == 2
    assert "Test Directory, data of May 2022, imported 3 Nov 2026" in found.words
    assert "Call before you go" in found.words


def test_hostile_text_stays_text(client: TestClient) -> None:
    for url in (f"/facility/{id_of(HOSTILE_ONE)}", "/search?q=alert", "/search?near=15213"):
        response = client.get(url)
        found = page(response.text)
        assert "alert(1)" in found.words
        assert not found.all("img")
        assert foreign_scripts(found) == []
        assert "{{7*7}}" in found.text
        assert "javascript:" not in " ".join(found.links())


def test_hostile_questions_stay_text(client: TestClient) -> None:
    for parameter in ("q", "near", "medication", "nonsense"):
        response = client.get("/search", params={parameter: '"><script>alert(1)</script>'})
        assert "<script>alert" not in response.text
        assert foreign_scripts(page(response.text)) == []


def test_a_facility_has_one_address(client: TestClient) -> None:
    right = f"/facility/{id_of(METHADONE)}/river-clinic-pittsburgh"
    assert client.get(right).status_code == 200
    moved = client.get(f"/facility/{id_of(METHADONE)}/another-name")
    assert (moved.status_code, moved.headers["location"]) == (301, right)
    for typed in (right.replace(id_of(METHADONE), id_of(METHADONE).upper()), f"/facility/{id_of(METHADONE).upper()}"):
        for prefix in ("", "/es"):
            led = client.get(f"{prefix}{typed}")
            assert (led.status_code, led.headers["location"]) == (301, f"{prefix}{right}")


def test_an_id_there_never_was_is_said_to_be_no_place(client: TestClient) -> None:
    told = {
        "": "No place in this directory has the id",
        "/es": "Ningún lugar de este directorio tiene el identificador",
    }
    for prefix, words in told.items():
        response = client.get(f"{prefix}/facility/nosuchplac")
        assert response.status_code == 404
        assert words in page(response.text).words


def test_canonical_links_are_written_where_the_public_address_is_known(chosen: Settings, tmp_path: Path) -> None:
    public = settings_in(tmp_path, generations=chosen.generations, public_url="https://care.example.org")
    with client_of(public) as client:
        (link,) = [a for a in get(client, f"/facility/{id_of(METHADONE)}").all("link") if a["rel"] == "canonical"]
    assert link["href"] == f"https://care.example.org/facility/{id_of(METHADONE)}/river-clinic-pittsburgh"


def test_a_facility_no_longer_listed_says_so_without_its_phone(client: TestClient) -> None:
    gone = get(client, f"/facility/{id_of(GONE)}", 410)
    assert "Closed Place is no longer listed" in gone.words
    assert "No longer listed by Test Directory since" in gone.words
    assert "0199" not in gone.text


def test_the_data_page_tells_sources_with_dates_and_counts(client: TestClient) -> None:
    data = get(client, "/about/data")
    assert f"Test Directory May 2022 3 Nov 2026 {len(LISTED)}" in data.words


@pytest.mark.parametrize("url", PAGES)
def test_every_page_shows_the_crisis_lines_before_its_heading(client: TestClient, url: str) -> None:
    html = client.get(url).text
    for dial in ("tel:988", "sms:988", "tel:911", "tel:+18006624357"):
        assert f'href="{dial}"' in html
        assert html.index(f'href="{dial}"') < html.index("<h1")
    assert "naloxone" in html


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_whole(client: TestClient, url: str) -> None:
    found = page(client.get(url).text)
    assert found.all("html") == [{"lang": "en"}]
    assert len(found.all("h1")) == len(found.all("main")) == 1
    names = [name for name, _ in found.tags]
    assert names[: names.index("body")].count("title") == 1  # a picture within the page may have titles of its own
    assert found.all("a")[0]["href"] == "#main"
    identifiers = [a["id"] for _, a in found.tags if "id" in a]
    assert len(identifiers) == len(set(identifiers))
    labelled = {a["for"] for a in found.all("label") if "for" in a}
    fields = [
        i for tag in ("input", "select") for i in found.all(tag) if i.get("type") not in ("checkbox", "radio", "hidden")
    ]
    assert {f["id"] for f in fields} <= labelled
    described = " ".join(a[n] for _, a in found.tags for n in ("aria-describedby", "aria-labelledby") if n in a).split()
    assert set(described) <= set(identifiers)


@pytest.mark.parametrize("url", PAGES)
def test_no_page_loads_anything_from_elsewhere_or_runs_another_script(client: TestClient, url: str) -> None:
    found = page(client.get(url).text)
    loaded = [
        a[n]
        for tag, a in found.tags
        for n in ("src", "href", "action", "srcset", "data", "poster")
        if n in a and tag != "a"
    ]
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert foreign_scripts(found) == []
    assert not [n for _, a in found.tags for n in a if n == "style" or n.startswith("on")]


def test_the_stylesheet_is_small_and_loads_nothing(client: TestClient) -> None:
    (sheet,) = [a["href"] for a in get(client, "/").all("link") if a["rel"] == "stylesheet"]
    css = client.get(sheet).text
    assert len(css.encode()) <= 20_000
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("name", ["access.css", "embed.css"])
def test_the_styles_of_two_pages_are_small_too(client: TestClient, name: str) -> None:
    """Beside `site.css`, that of the page of access and that of the box in somebody else's page."""
    css = client.get(load().url(name)).content
    assert 0 < len(css) <= 2_500
    assert b"@import" not in css


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("/search?near=15213", "Best match (nearest first)"),
        ("/es/search?near=15213", "Lo que mejor coincide (primero lo más cercano)"),
        ("/search?near=15213&q=xyzzyplugh", "Best match"),
        ("/search?near=Pennsylvania", "Best match"),
        ("/search", "Best match"),
    ],
)
def test_the_best_match_is_called_the_nearest_where_it_is(client: TestClient, url: str, called: str) -> None:
    assert f'<option value="best" selected>{called}</option>' in client.get(url).text


def test_the_scripts_are_small_and_ask_nobody_else(client: TestClient) -> None:
    """Our own, of every page and of the map; what draws the map is another's, and comes from here too."""
    scripts = [s["src"] for s in get(client, "/search?near=15213").all("script") if "src" in s]
    assert [ours[1] for ours in map(OURS, scripts) if ours] == ["site", "map"]
    told = [client.get(script) for script in scripts]
    assert {one.headers["content-type"] for one in told} == {"text/javascript; charset=utf-8"}
    assert sum(len(one.content) for one in told) <= 15_000
    for one in told:
        assert not re.search(r"https?:|storage|cookie|innerHTML|\beval\b", one.text)


def test_a_page_of_results_is_light(client: TestClient) -> None:
    with client.stream("GET", "/search?near=Pennsylvania&size=20", headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert len(b"".join(response.iter_raw())) < 60_000


@pytest.mark.parametrize("url", PAGES)
def test_invented_listings_are_called_so_on_every_page(fictional: TestClient, client: TestClient, url: str) -> None:
    notice = "These listings are invented for demonstration. Do not call them."
    assert notice in page(fictional.get(url).text).words
    assert notice not in page(client.get(url).text).words


def test_invented_facilities_are_kept_out_of_search_engines(fictional: TestClient, client: TestClient) -> None:
    url = f"/facility/{id_of(MANY[0])}"
    robots = [m for m in get(fictional, url).all("meta") if m.get("name") == "robots"]
    assert robots == [{"name": "robots", "content": "noindex"}]
    assert not [m for m in get(client, url).all("meta") if m.get("name") == "robots"]
