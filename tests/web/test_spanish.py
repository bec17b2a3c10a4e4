"""The pages in Spanish: the catalogue is whole, nothing English is left on a page, and links stay in the language."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment
from starlette.testclient import TestClient

import web
from directory.crisis import CRISIS
from directory.exports.formats import FORMATS
from directory.settings import Settings
from directory.vocabulary import vocabulary
from search.place import KINDS, ROUGH
from search.place_words import RIGHT
from search.places import MILITARY
from search.query import LISTED, SORTS, STATED
from tests.web.conftest import client_of
from tests.web.reading import get, page
from tests.web.told import PLACES
from tests.web.world import GONE, HOSTILE_ONE, METHADONE, NOWHERE, ZIP_ONLY, id_of
from web.help_text import texts_in
from web.language import gettext, in_language, ngettext, written
from web.sentences import translated
from web.words import day, distance, places

ROOT = Path(web.__file__).parent


@pytest.fixture(scope="module")
def client(chosen: Settings) -> Iterator[TestClient]:
    """One for all: nothing is changed by what is asked."""
    with client_of(chosen) as made:
        yield made


LIST = f"{id_of(METHADONE)},{id_of(HOSTILE_ONE)},{id_of(GONE)},zzzzzzzzzz"
SEARCHES = (
    "/search",
    "/search?near=15213&payment=medicaid&medication=methadone",
    "/search?near=15213&payment.all=medicaid&payment.not=free&sort=name&listed=all",
    "/search?near=15213&within=any&medication=methadone&stated=unknown",
    "/search?near=Pennsylvania&q=closed&listed=all",
    "/search?q=clinica+de+metadona+cerca+de+mi",
    "/search?q=methadon+zzqx+open+now&near=15213",
    "/search?q=suicide&near=15213",
    "/search?near=15213&page=9",
    "/search?near=1+Main+St,+Pittsburgh,+PA+15213",
    f"/search?near=15213&list={id_of(METHADONE)}",
    "/search?near=40.44,-79.95&age=children&language=spanish",
)
REST = (
    "/",
    f"/facility/{id_of(METHADONE)}",
    f"/facility/{id_of(HOSTILE_ONE)}?list={id_of(METHADONE)}",
    f"/facility/{id_of(ZIP_ONLY)}",
    f"/facility/{id_of(NOWHERE)}",
    f"/facility/{id_of(GONE)}",
    "/about",
    "/about/data",
    "/about/access",
    "/about/access?state=PA&measure=detox&sort=miles",
    "/about/privacy",
    "/help",
    "/help/glossary",
    *(f"/help/{topic}" for topic in texts_in("es").topics),
    "/shortlist",
    f"/shortlist?ids={LIST}",
    f"/shortlist/sheet?ids={LIST}",
    "/shortlist/sheet",
)
WRONG = (
    "/nothing",
    "/facility/nothing",
    "/help/nothing",
    "/shortlist?ids=nothing",
    "/search?near=Xyzzyville&medication=methadon&within=-1&sort=money&size=0",
    "/search?near=Springfield",
    "/search?near=Washington&payment=methadone&nothing=1",
    f"/search?q={'a' * 300}",
    f"/{'a' * 400}",
)
PAGES = (*REST, *SEARCHES, *WRONG)


def messages() -> Catalog:
    """The catalogue as it is in the repository."""
    return read_po(BytesIO(written("es")), locale="es")


@cache
def pairs() -> list[tuple[str, str]]:
    """Every message beside its translation, each form of a plural by itself."""
    sides = [(_forms(message.id), _forms(message.string)) for message in messages() if message.id]
    return [pair for one, other in sides for pair in zip(one, other, strict=True)]


def _forms(said: object) -> list[str]:
    return [said] if isinstance(said, str) else [str(one) for one in said] if isinstance(said, (list, tuple)) else [""]


def test_the_catalogue_has_just_the_messages_of_the_code() -> None:
    given = StringIO(ROOT.joinpath("locale/babel.cfg").read_text(encoding="utf-8"))
    mapping, options = parse_mapping_cfg(given)  # type: ignore[no-untyped-call]  # as Babel ships it
    keywords = {**DEFAULT_KEYWORDS, "marked": None}
    extracted = {found[2] for found in extract_from_dir(ROOT, mapping, options, keywords)}
    assert {message.id for message in messages() if message.id} == extracted


def test_no_message_is_within_an_f_string_where_it_is_not_found() -> None:
    """Babel reads f-strings as one piece before Python 3.12: what is asked for inside stays English."""
    names = {"_", "gettext", "ngettext", "marked"}
    inside = {
        f"{path.name}:{call.lineno}"
        for path in ROOT.rglob("*.py")
        for written in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(written, ast.JoinedStr)
        for call in ast.walk(written)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
        if isinstance(call.args[0], ast.Constant)
    }
    assert inside == set()


def test_no_message_is_empty_fuzzy_or_obsolete() -> None:
    catalogue = messages()
    assert not [one for one, other in pairs() if not other]
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert not catalogue.obsolete


@pytest.mark.parametrize("pattern", [r"%\(\w+\)s", r"<[^>]*>", "#", "^ | $"])
def test_both_sides_of_a_message_have_the_same_parts(pattern: str) -> None:
    for one, other in pairs():
        assert sorted(re.findall(pattern, one)) == sorted(re.findall(pattern, other)), one


AS_WRITTEN = {"as_written": ' lang="en"'}
"""Expressions of which something is kept when a template is read: what says that a part stays in English."""

UNSPOKEN = re.compile(r'<(script|style|code|div(?= lang="en"))\b[^>]*>.*?</\1>', re.DOTALL)
SPOKEN_BY = re.compile(r'\s(?:aria-label|alt|placeholder|title|data-[\w-]+)="([^"]*)"')
TAG = re.compile(r'<[^>]*>|[^\s<>]*">')
"""A tag, or the end of one that another macro begins."""

NO_WORDS = {"SHA-256": "a name in every language"}


def untranslated(source: str) -> list[str]:
    """What a template says by itself, with letters: text and attributes outside `{% trans %}` and expressions."""
    kept = UNSPOKEN.sub("", "".join(_data_of(source)))
    said = [*SPOKEN_BY.findall(kept), *TAG.split(kept)]
    return [" ".join(each.split()) for each in said if re.search(r"[^\W\d_]", unescape(each))]


def _data_of(source: str) -> Iterator[str]:
    translating = begun = False
    for _, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data" and not translating:
            yield value
        elif kind == "name" and begun:
            translating = value == "trans" or (translating and value != "endtrans")
            yield AS_WRITTEN.get(value, "")
        begun = kind in ("block_begin", "variable_begin") or (begun and kind == "whitespace")


@pytest.mark.parametrize("template", sorted(path.name for path in ROOT.glob("templates/*.html")))
def test_a_template_says_nothing_that_cannot_be_translated(template: str) -> None:
    source = ROOT.joinpath("templates", template).read_text(encoding="utf-8")
    assert [said for said in untranslated(source) if said not in NO_WORDS] == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('<p class="a">Plain <b>words</b></p>', ["Plain", "words"]),
        ("<li>{% trans count=1 %}One {{ count }}{% pluralize %}Many{% endtrans %} left</li>", ["left"]),
        ('{# no #}<a title="Named">{{ "given" }} &middot; 12</a>', ["Named"]),
        ("<div{{ as_written }}>English</div> <code>x</code>", []),
        ("<div{{ other }}>English</div>", ["English"]),
    ],
)
def test_what_cannot_be_translated_is_seen(source: str, said: list[str]) -> None:
    assert untranslated(source) == said


def test_sentences_of_other_packages_are_in_the_catalogue() -> None:
    said = {one for one, _ in pairs()}
    named = {"HSDS 3.0 (Open Referral)", "FHIR R4 (Plan-Net)"}
    assert {each.label for each in FORMATS.values()} - named <= said
    assert {*SORTS.values(), *STATED.values(), *LISTED.values(), *(line.when for line in CRISIS), RIGHT, ROUGH} <= said
    with in_language("es"):
        for told in (
            *(f"15213 {kind} {ROUGH}" for kind in KINDS.values()),
            f"09001 is a military ZIP code. {MILITARY}",
        ):
            assert not {"is", "to", "the", "distances"} & set(translated(told).split())


class Spoken(HTMLParser):
    """What is said on a page: its text and attributes for people, without what another language has or code."""

    SILENT = ("script", "style", "code")
    VOID = ("meta", "link", "input", "br", "img")
    TOLD = ("aria-label", "alt", "placeholder", "title")

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._open: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        silent = any(self._open) or tag in self.SILENT or given.get("lang", "es") != "es"
        told = [value for name, value in given.items() if name in self.TOLD or name.startswith("data-")]
        self.said += [] if any(self._open) else told
        if tag not in self.VOID:
            self._open.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open) and data.strip():
            self.said.append(" ".join(data.split()))


@cache
def english() -> tuple[frozenset[str], tuple[str, ...]]:
    """What must not be said: whole, and as a part of something longer."""
    apart = [part for one, other in pairs() if one != other for part in re.split(r"%\(\w+\)s|<[^>]*>", one)]
    terms, spanish = vocabulary().terms, vocabulary("es").terms
    labels = [one.label for one, other in zip(terms, spanish, strict=True) if one.label != other.label]
    plain = {" ".join(part.split()) for part in apart if re.fullmatch("[^/]*[a-z]{3}[^/]*", part)}
    plain -= {other for _, other in pairs()}
    return frozenset((*plain, *labels)), tuple(part for part in plain if len(part) > 15)


def assert_spanish(html: str) -> None:
    """Nothing of the catalogue's English is said."""
    whole, parts = english()
    said = Spoken(html).said
    assert '<html lang="es">' in html
    assert not [one for one in said if one in whole or any(part in one for part in parts)]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_says_nothing_in_english_and_leads_to_no_english_page(client: TestClient, url: str) -> None:
    response = client.get(f"/es{url}".removesuffix("/"))
    if response.status_code in (301, 303):
        assert response.headers["location"].startswith("/es/")
        response = client.get(response.headers["location"])
    assert_spanish(response.text)
    leading = [(tag, address, lang) for tag, address, lang in ours(response.text) if tag != "link"]
    others = [address for _, address, lang in leading if not re.match(r"/es(/|$|\?)", address) and not lang]
    assert len(leading) > 6
    assert all(re.match("/(api|download|feeds)/", address) for address in others)


@pytest.mark.parametrize("place", PLACES)
def test_what_sources_say_of_a_place_is_told_in_spanish(site: TestClient, place: str) -> None:
    response = site.get(f"/es{PLACES[place]}")
    assert_spanish((site.get(response.headers["location"]) if response.is_redirect else response).text)


def test_an_invented_directory_says_so_in_spanish(fictional: TestClient) -> None:
    html = fictional.get("/es").text
    assert_spanish(html)
    assert "No los llame." in html


def test_without_a_generation_the_page_is_spanish_too(empty: TestClient) -> None:
    response = empty.get("/es/search")
    assert response.status_code == 503
    assert_spanish(response.text)


def ours(html: str) -> Iterator[tuple[str, str, str]]:
    """Tag, address and language of what leads to an address of ours."""
    for tag, given in page(html).tags:
        for name in ("href", "action", "formaction"):
            if given.get(name, "").startswith("/"):
                yield tag, given[name], given.get("hreflang", "")


@pytest.mark.parametrize("url", [*REST, *SEARCHES])
def test_the_switch_leads_to_the_same_page(client: TestClient, url: str) -> None:
    response = client.get(f"/es{url}".removesuffix("/"), follow_redirects=True)
    (there,) = [address for tag, address, lang in ours(response.text) if lang == "en" and tag == "a"]
    english = client.get(there)
    assert english.status_code == response.status_code
    assert '<html lang="en">' in english.text
    (back,) = [address for tag, address, lang in ours(english.text) if lang == "es" and tag == "a"]
    again = client.get(back)
    assert '<html lang="es">' in again.text
    assert [address for tag, address, lang in ours(again.text) if lang == "en" and tag == "a"] == [there]


def test_the_switch_keeps_the_question_and_the_list(client: TestClient) -> None:
    html = client.get(f"/search?near=15213&payment=medicaid&list={id_of(METHADONE)}").text
    link = f'<a href="/es/search?near=15213&amp;payment=medicaid&amp;list={id_of(METHADONE)}" lang="es" hreflang="es">'
    assert f"{link}Español</a>" in html


def test_the_switch_does_not_repeat_a_position(client: TestClient) -> None:
    assert "40.441234" not in client.get("/search?near=40.441234,-79.951234").text


@pytest.mark.parametrize("url", [f"/facility/{id_of(METHADONE)}", "/about", "/help", "/about/data", "/help/glossary"])
def test_each_language_has_its_own_tag(client: TestClient, url: str) -> None:
    one, other = (client.get(prefix + url, follow_redirects=True) for prefix in ("", "/es"))
    assert one.headers["etag"] != other.headers["etag"]
    again = client.get(f"/es{url}", headers={"If-None-Match": other.headers["etag"]}, follow_redirects=True)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "url", ["/api/v1/facilities", "/download/csv", "/healthz", "/static/site.css", "/robots.txt", "/sitemap.xml"]
)
def test_what_is_no_page_has_no_twin(client: TestClient, url: str) -> None:
    response = client.get(f"/es{url}")
    assert response.status_code == 404
    assert_spanish(response.text)


def test_pages_name_their_twins_where_the_public_address_is_known(chosen: Settings) -> None:
    with client_of(replace(chosen, public_url="https://care.example.org")) as client:
        for url, address in (("/es", "/es"), ("/es/about", "/es/about"), ("/", "/"), ("/help/calls", "/help/calls")):
            links = [link for link in get(client, url).all("link") if link.get("rel") in ("canonical", "alternate")]
            bare = address.removeprefix("/es") or "/"
            assert {
                link.get("hreflang", "it"): link["href"].removeprefix("https://care.example.org") for link in links
            } == {
                "it": address,
                "en": bare,
                "es": f"/es{bare}".removesuffix("/"),
                "x-default": bare,
            }
        assert f"https://care.example.org/es/facility/{id_of(METHADONE)}" in client.get("/sitemap-1.xml").text


def test_chips_and_what_was_understood_are_spanish(client: TestClient) -> None:
    found = get(client, "/es/search?q=clinica+de+metadna&near=15213")
    assert "Metadona" in found.words
    assert "se leyó como" in found.words
    assert found.links("/es/search")


def test_the_log_has_the_template_of_a_page_in_any_language(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "treatment_directory.web")
    client.get("/es/search?near=15213")
    client.get("/es/private")
    lines = [r.getMessage().rsplit(" ", 2)[0] for r in caplog.records if r.name == "treatment_directory.web"]
    assert lines == ["GET /search 200", "GET none 404"]


def test_suggestions_are_called_as_asked(client: TestClient) -> None:
    labels = {lang: client.get(f"/api/v1/suggest?q=methad&lang={lang}").json()["filters"] for lang in ("en", "es")}
    assert labels["en"] == client.get("/api/v1/suggest?q=methad").json()["filters"]
    assert [each["key"] for each in labels["en"]] == [each["key"] for each in labels["es"]]
    assert [each["label"] for each in labels["en"]] != [each["label"] for each in labels["es"]]
    named = client.get("/api/v1/suggest?q=river+cl&lang=es").json()["facilities"]
    assert named[0]["url"].startswith("/es/facility/")
    assert client.get("/api/v1/suggest?q=ri&lang=xx").status_code == 400


def test_the_map_of_a_spanish_page_is_spanish(client: TestClient) -> None:
    shown = {tag["id"]: tag for tag in get(client, "/es/search?near=15213").all("section") if "id" in tag}["map"]
    asked = f"{shown['data-question']}zoom=15&bounds=-80,40,-79,41"
    answer = client.get(asked).json()
    assert answer["told"].startswith("Se ven ")
    assert {url[:4] for pin in answer["pins"] for url in [place["url"] for place in pin["places"]]} == {"/es/"}
    assert client.get(asked.replace("lang=es", "lang=xx")).status_code == 400
    assert "in view" in json.dumps(client.get(asked.replace("lang=es&", "")).json())


def test_dates_miles_and_plurals_are_spanish() -> None:
    with in_language("es"):
        assert [day(each) for each in ("2022", "2022-05", "2026-11-03")] == ["2022", "mayo de 2022", "3 nov 2026"]
        assert distance(2.4, "zip") == "a unas 2.4 millas (centro del código postal)"
        assert [places(n) for n in (0, 1, 1234)] == ["ningún lugar", "1 lugar", "1,234 lugares"]
        assert ngettext("%(miles)s mile", "%(miles)s miles", 1) == "%(miles)s milla"
        assert gettext("") == ""
    assert gettext("Help") == "Help"
    assert written("en") == b""
