"""The help pages and the glossary: whole, sourced, plain, neutral, and leading nowhere that there is not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markupsafe import escape
from starlette.testclient import TestClient

from directory.settings import Settings
from directory.vocabulary import vocabulary
from tests.web.conftest import client_of
from tests.web.reading import Page, get, page
from tests.web.world import LISTED
from web.help_pages import months_old
from web.help_text import Said, Topic, explained, texts_in
from web.language import LANGUAGES

TEXTS = texts_in()
TOPICS = list(TEXTS.topics.values())
ENTRIES = list(TEXTS.glossary.values())
PAGES = ["/help", "/help/glossary", "/about/data", *(f"/help/{topic.key}" for topic in TOPICS)]

OFFICIAL = (".gov", ".mil", "988lifeline.org", "veteranscrisisline.net")
"""Ends of hosts of federal offices and of the lines they pay for."""

OWN = {
    "www.asam.org": "the names of levels of care",
    "carf.org": "what its own accreditation is",
    "www.jointcommission.org": "what its own accreditation is",
    "na.org": "what its own groups are",
    "www.aa.org": "what its own groups are",
    "smartrecovery.org": "what its own groups are",
    "al-anon.org": "what its own groups are",
    "www.nar-anon.org": "what its own groups are",
    "www.nami.org": "what its own groups are",
}
"""Hosts of others, and the one thing each may be cited for."""

FORBIDDEN = {
    "en": re.compile(
        r"success rate|guarantee|%|\bcur(e|es|ed|ing)\b|\bbest\b|\bproven\b|\bluxur|world.class|top.rated|leading|"
        r"\baddicts?\b|\babusers?\b|\babuse\b|\bjunkies?\b|\balcoholics?\b(?! anonymous)|\bhabits?\b|"
        r"\bget clean\b|\bdirty\b|percent|\bpromise|you should (take|stop)|\b\d+ (in|out of) (\d+|ten|five)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"%|\b(adict[oa]s?|drogadict\w+|alcohólic[oa]s?(?! anónimos)|viciosos?|abus\w+|garantiza\w*|promete\w*|"
        r"por ciento|(el|la|los|las) mejor(es)?|cura(r|n|mos)?|éxito|comprobad[oa]s?|lujos?|estar limpi[oa]s?|"
        r"debería (tomar|dejar)|\d+ de cada (\d+|diez|cinco))\b",
        re.IGNORECASE,
    ),
}
"""Numbers of success, promises, praise, labels for people, advice on what to take."""

TELLING = {
    "en": re.compile(
        r"drug|opioid|overdose|alcohol|addict|methadone|suboxone|detox|rehab|withdrawal|naloxone|naltrexone|medicaid|"
        r"substance|suicide|mental",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"drog|opioide|opiáceo|sobredosis|alcohol|adicci|metadona|suboxone|desintox|rehab|abstinencia|naloxona|"
        r"naltrexona|buprenorfina|medicaid|sustancia|suicid|mental",
        re.IGNORECASE,
    ),
}
"""What the title of a page does not say to whoever looks over the shoulder."""

MEDICAL = {
    "en": re.compile(r"\b(methadone|buprenorphine|naltrexone|naloxone|dose|withdrawal|overdose)\b", re.IGNORECASE),
    "es": re.compile(r"\b(metadona|buprenorfina|naltrexona|naloxona|dosis|abstinencia|sobredosis)\b", re.IGNORECASE),
}
"""What is only said with a source."""

SITE = {"en": "– Treatment directory", "es": "– Directorio de tratamiento"}
"""The ends of titles."""

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_topic = pytest.mark.parametrize("key", TEXTS.topics)


def plain(text: str) -> str:
    """A text without the marks of English words."""
    return re.sub("</?en>", "", text)


def prose(topic: Topic) -> list[str]:
    """What a topic says, paragraph by paragraph and point by point."""
    parts = [[section.heading, *section.text, *section.points] for section in topic.sections]
    labels = [search.label for search in topic.searches]
    return [topic.title, topic.summary, *(plain(text) for part in parts for text in part), *labels]


def body(topic: Topic) -> list[str]:
    """The same without headings and labels, which are no sentences."""
    parts = [(*section.text, *section.points) for section in topic.sections]
    return [topic.summary, *(plain(text) for part in parts for text in part)]


def sentences(texts: list[str]) -> list[list[str]]:
    """The words of each sentence; a point of a list is one, whether or not it ends in a full stop."""
    split = (part for text in texts for part in re.split(r"(?<=[.!?:])[”)]?\s+", text))
    counted = (re.findall(r"[A-Za-z][A-Za-z’'-]*", part) for part in split)
    return [words for words in counted if words]


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end; of an abbreviation its letters."""
    if word.isupper() and len(word) > 1:
        return len(word)
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = bool(re.search(r"[^aeiouyl]e$|[^aeioudt]ed$|[^aeioucgsxz]es$", word.lower()))
    return max(1, groups - silent)


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade: school years in the U.S. that reading it takes; 12 years of age are grade 6 to 7."""
    found = sentences(texts)
    words = [word for sentence in found for word in sentence]
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


class TestReading:
    """How hard it is to read."""

    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("cat", 1),
            ("give", 1),
            ("table", 2),
            ("methadone", 3),
            ("helped", 1),
            ("started", 2),
            ("OTP", 3),
            ("the", 1),
        ],
    )
    def test_syllables_are_counted_about_right(self, word: str, count: int) -> None:
        assert syllables(word) == count

    def test_the_measure_tells_easy_from_hard(self) -> None:
        assert grade(["The cat sat on the mat. It was warm."]) < 2
        hard = "Pharmacological interventions necessitate individualized multidisciplinary evaluation of comorbidities."
        assert grade([hard]) > 15

    @pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
    def test_a_topic_can_be_read_at_twelve(self, topic: Topic) -> None:
        assert grade(body(topic)) <= 7

    def test_the_glossary_can_be_read_at_twelve(self) -> None:
        assert grade([entry.text for entry in ENTRIES]) <= 7

    @pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
    def test_no_sentence_is_long(self, topic: Topic) -> None:
        assert [" ".join(words) for words in sentences(body(topic)) if len(words) > 26] == []

    def test_no_sentence_of_the_glossary_is_long(self) -> None:
        texts = [plain(entry.text) for entry in ENTRIES]
        assert [" ".join(words) for words in sentences(texts) if len(words) > 26] == []


class TestWords:
    """What may not be said, and where."""

    def test_the_tables_have_every_language(self) -> None:
        assert FORBIDDEN.keys() == TELLING.keys() == MEDICAL.keys() == SITE.keys() == LANGUAGES.keys()

    @every_language
    @every_topic
    def test_a_topic_gives_no_praise_no_rates_and_no_labels(self, language: str, key: str) -> None:
        said = prose(texts_in(language).topics[key])
        assert [text for text in said if FORBIDDEN[language].search(text)] == []

    @every_language
    @pytest.mark.parametrize("key", TEXTS.glossary)
    def test_an_entry_gives_none_either(self, language: str, key: str) -> None:
        entry = texts_in(language).glossary[key]
        assert not FORBIDDEN[language].search(" ".join((entry.name, entry.text, *entry.also)))

    @every_language
    @pytest.mark.parametrize("url", PAGES)
    def test_the_title_of_a_page_is_neutral(self, client: TestClient, language: str, url: str) -> None:
        title = title_of(client, LANGUAGES[language].prefix + url)
        assert title.endswith(SITE[language])
        assert not TELLING[language].search(title.removesuffix(SITE[language]))

    @every_language
    def test_titles_differ(self, client: TestClient, language: str) -> None:
        assert len({title_of(client, LANGUAGES[language].prefix + url) for url in PAGES}) == len(PAGES)


def title_of(client: TestClient, url: str) -> str:
    """What the browser shows of a page."""
    return client.get(url).text.partition("<title>")[2].partition("</title>")[0]


class TestEnglish:
    """English words within another language."""

    @given(st.lists(st.tuples(st.booleans(), st.text(alphabet="aé<>&\"'/en “", max_size=12))))
    def test_what_is_marked_is_english_and_all_else_is_text(self, pieces: list[tuple[bool, str]]) -> None:
        pieces = [(english, text) for english, text in pieces if not re.search("</?en>", text)]
        written = Said("".join(f"<en>{text}</en>" if english else text for english, text in pieces))
        assume(len(re.findall("</?en>", written)) == 2 * sum(english for english, _ in pieces))
        shown = "".join(
            f'<span lang="en">{escape(text)}</span>' if english else escape(text) for english, text in pieces
        )
        assert escape(written) == shown

    @given(st.text(alphabet="<>/en&\"' x"))
    def test_whatever_is_written_adds_no_other_tag(self, text: str) -> None:
        shown = str(escape(Said(text)))
        bare = shown.replace('<span lang="en">', "").replace("</span>", "")
        assert not set("<>\"'") & set(bare)
        assert shown.count("<span") == shown.count("</span>")
        assert "".join(re.split("</?en>", text)) == "".join(re.split("</?en>", html.unescape(bare)))

    @every_language
    def test_marks_come_in_pairs_and_are_shown_to_nobody(self, client: TestClient, language: str) -> None:
        shown = [client.get(LANGUAGES[language].prefix + url).text for url in PAGES]
        assert [html for html in shown if re.search("&lt;/?en&gt;", html)] == []

    def test_english_has_none(self) -> None:
        said = [text for topic in TOPICS for section in topic.sections for text in (*section.text, *section.points)]
        said += [text for entry in ENTRIES for text in (entry.text, *entry.also)]
        assert [text for text in said if "<en>" in text] == []


class TestSources:
    """Where it is from."""

    @pytest.mark.parametrize("key", TEXTS.sources)
    def test_a_source_is_official_secure_and_dated(self, key: str) -> None:
        source = TEXTS.sources[key]
        for url in (source.url, *source.read):
            parts = urlsplit(url)
            assert parts.scheme == "https"
            assert parts.netloc.endswith(OFFICIAL) or parts.netloc in OWN
            assert not parts.query
        assert re.fullmatch(r"20[12]\d(-[01]\d(-[0-3]\d)?)?", source.as_of)
        assert source.checked == "" or date.fromisoformat(source.checked)
        assert source.publisher
        assert source.title

    def test_what_was_read_instead_of_a_page_is_told_of_what_was_compared_only(self) -> None:
        elsewhere = [source for source in TEXTS.sources.values() if source.read]
        assert elsewhere
        assert [source.url for source in elsewhere if not source.checked or source.url in source.read] == []

    def test_every_source_is_cited_and_every_citation_there(self) -> None:
        cited = {key for topic in TOPICS for section in topic.sections for key in section.sources}
        cited |= {key for entry in ENTRIES for key in entry.sources}
        assert cited == set(TEXTS.sources)

    @pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
    def test_every_topic_shows_its_sources_with_dates(self, client: TestClient, topic: Topic) -> None:
        shown = get(client, f"/help/{topic.key}")
        cited = TEXTS.cited(key for section in topic.sections for key in section.sources)
        assert cited
        (leave,) = [str(a["href"]) for a in shown.all("a") if "leave" in (a.get("class") or "").split()]
        assert {source.url for source in cited} == set(shown.links("https://")) - {leave}
        assert "(as of 20" in shown.words
        assert "Written on 22 Nov 2026" in shown.words

    @every_language
    @every_topic
    def test_what_is_said_of_medicine_is_said_with_a_source(self, language: str, key: str) -> None:
        bare = [section for section in texts_in(language).topics[key].sections if not section.sources]
        said = {section.key: " ".join((*section.text, *section.points)) for section in bare}
        assert [section for section, text in said.items() if MEDICAL[language].search(text)] == []

    def test_every_entry_has_a_source(self) -> None:
        assert [entry.key for entry in ENTRIES if not entry.sources] == []

    def test_what_was_compared_and_what_was_not_is_told(self, client: TestClient) -> None:
        pages = {f"/help/{topic.key}": cited_in(topic) for topic in TOPICS}
        pages["/help/glossary"] = {key for entry in ENTRIES for key in entry.sources}
        for url, keys in pages.items():
            words = get(client, url).words
            assert ("Nobody has compared this page" in words) == (False in TEXTS.compared(keys))
            assert ("may be older than the page is now" in words) == (True in TEXTS.compared(keys))

    def test_a_source_tells_the_day_it_was_compared_and_no_other_does(self, client: TestClient) -> None:
        shown = get(client, "/help/glossary").words
        for key in {key for entry in ENTRIES for key in entry.sources}:
            source = TEXTS.sources[key]
            told = re.search(rf"{re.escape(source.publisher)}, {re.escape(source.title)} \(([^)]*)\)", shown)
            assert told
            assert bool(source.checked) == told[1].endswith("; compared on 22 Nov 2026")

    def test_source_is_what_all_of_was_compared(self, client: TestClient) -> None:
        heads = tuple(re.findall(r"(Source|More at):", get(client, "/help/staying-on").words))
        sections = [section for section in TEXTS.topics["staying-on"].sections if section.sources]
        assert heads == tuple(
            "More at" if False in TEXTS.compared(section.sources) else "Source" for section in sections
        )

    def test_a_link_to_a_source_tells_nobody_where_it_came_from(self, client: TestClient) -> None:
        for url in PAGES:
            out = [a for a in get(client, url).all("a") if a.get("href", "").startswith("https:")]
            assert all({"noopener", "noreferrer"} <= set(a["rel"].split()) for a in out)


class TestLinks:
    """Where they lead."""

    def test_every_link_of_ours_leads_somewhere(self, client: TestClient) -> None:
        pages: dict[str, Page] = {}
        for url in PAGES:
            for href in get(client, url).links("/"):
                path, _, anchor = href.partition("#")
                if path.startswith("/download/"):
                    continue
                if path not in pages:
                    response = client.get(path)
                    assert response.status_code == 200, href
                    pages[path] = page(response.text)
                assert not anchor or anchor in ids(pages[path]), href

    @pytest.mark.parametrize("url", PAGES)
    def test_an_anchor_is_there_once(self, client: TestClient, url: str) -> None:
        found = list(ids(get(client, url)))
        assert len(found) == len(set(found))

    def test_searches_choose_what_there_is(self) -> None:
        facets = vocabulary().facets
        searches = [search for topic in TOPICS for search in topic.searches]
        for search in searches:
            for facet, keys in search.choose.items():
                assert set(keys) <= facets[facet].terms.keys(), search.label
        assert any(search.address == "/search?opioid=otp" for search in searches)

    def test_topics_and_words_that_are_named_exist(self) -> None:
        for topic in TOPICS:
            assert set(topic.see) <= TEXTS.topics.keys() - {topic.key}
            assert set(topic.words) <= TEXTS.glossary.keys()
        assert {entry.topic for entry in ENTRIES} <= TEXTS.topics.keys() | {""}

    def test_the_index_leads_to_every_page(self, client: TestClient) -> None:
        assert set(get(client, "/help").links("/help/")) >= {f"/help/{topic.key}" for topic in TOPICS}

    def test_a_topic_that_there_is_not_is_a_404(self, client: TestClient) -> None:
        assert "tel:988" in get(client, "/help/nothing", 404).links("tel:")


def cited_in(topic: Topic) -> set[str]:
    """The keys of the sources that a topic names."""
    return {key for section in topic.sections for key in section.sources}


def ids(found: Page) -> Iterator[str]:
    """The anchors of a page."""
    return (attributes["id"] for _, attributes in found.tags if "id" in attributes)


class TestGlossary:
    """Words, and finding the one for a term."""

    def test_it_explains_enough(self) -> None:
        assert len(ENTRIES) >= 60

    def test_every_term_exists_and_has_one_entry(self) -> None:
        known = {f"{term.facet}:{term.key}" for term in vocabulary().terms}
        terms = [term for entry in ENTRIES for term in entry.terms]
        assert set(terms) <= known
        assert len(terms) == len(set(terms))

    def test_names_are_used_once(self) -> None:
        names = [name.casefold() for entry in ENTRIES for name in (entry.name, *entry.also)]
        assert sorted({name for name in names if names.count(name) > 1}) == []

    def test_a_term_of_the_vocabulary_finds_its_entry(self) -> None:
        found = explained("opioid:otp")
        assert found
        assert found.name == "Opioid treatment program (OTP)"
        assert explained("otp") == found

    def test_what_it_does_not_explain_it_does_not_find(self) -> None:
        assert explained("medication:haloperidol") is None

    def test_every_entry_is_on_the_page_under_its_anchor(self, client: TestClient) -> None:
        shown = get(client, "/help/glossary")
        assert {entry.key for entry in ENTRIES} <= set(ids(shown))
        assert all(entry.text in shown.words for entry in ENTRIES)

    def test_a_topic_explains_its_words_in_place(self, client: TestClient) -> None:
        for topic in TOPICS:
            shown = get(client, f"/help/{topic.key}")
            assert len([each for each in shown.all("details") if each.get("class") == "word"]) == len(topic.words)
            assert all(TEXTS.glossary[key].text in shown.words for key in topic.words)

    def test_every_word_that_a_topic_explains_is_of_some_topic(self) -> None:
        assert {entry.topic for entry in ENTRIES} - {""} == TEXTS.topics.keys()


class TestPages:
    """The pages as pages."""

    @pytest.mark.parametrize("url", PAGES)
    def test_a_page_is_whole_with_the_crisis_lines_first(self, client: TestClient, url: str) -> None:
        html = client.get(url).text
        found = page(html)
        assert len(found.all("h1")) == len(found.all("main")) == 1
        for dial in ("tel:988", "sms:988", "tel:911", "tel:+18006624357"):
            assert html.index(f'href="{dial}"') < html.index("<h1")

    @pytest.mark.parametrize("url", PAGES)
    def test_nothing_has_a_width_of_its_own(self, client: TestClient, url: str) -> None:
        found = get(client, url)
        assert not [attributes for _, attributes in found.tags if {"style", "width"} & attributes.keys()]
        longest = max(re.findall(r"\S+", found.words.replace("https://", "")), key=len)
        assert len(longest) <= 40

    @pytest.mark.parametrize("url", PAGES)
    def test_a_table_can_be_scrolled_by_itself(self, client: TestClient, url: str) -> None:
        found = get(client, url)
        assert len(found.all("table")) == sum(1 for div in found.all("div") if div.get("class") == "scroll")

    @pytest.mark.parametrize("url", PAGES)
    def test_it_may_be_kept_and_is_not_sent_twice(self, client: TestClient, url: str) -> None:
        first = client.get(url)
        assert first.headers["cache-control"] == "public, max-age=300"
        assert client.get(url, headers={"If-None-Match": first.headers["etag"]}).status_code == 304

    def test_tags_of_pages_differ(self, client: TestClient) -> None:
        assert len({client.get(url).headers["etag"] for url in PAGES}) == len(PAGES)

    def test_their_addresses_are_told_where_there_is_a_public_one(self, chosen: Settings) -> None:
        with client_of(replace(chosen, public_url="https://find.example.org")) as client:
            links = [link for url in PAGES for link in get(client, url).all("link")]
        told = [link["href"] for link in links if link["rel"] == "canonical"]
        assert told == [f"https://find.example.org{url}" for url in PAGES]

    def test_every_page_links_to_help(self, client: TestClient) -> None:
        assert all({"/help", "/help/calls"} <= set(get(client, url).links("/")) for url in ("/", "/search", "/about"))

    def test_without_a_directory_the_page_about_it_has_the_crisis_lines(self, empty: TestClient) -> None:
        assert "tel:988" in get(empty, "/about/data", 503).links("tel:")


class TestData:
    """What the page about the data counts."""

    def test_every_place_is_counted_once_a_row(self, client: TestClient) -> None:
        rows = re.findall(
            r'<th scope="row">(.*?)</th><td>([\d,]+)</td><td>([\d,]+)</td><td>([\d,]+)</td></tr>',
            html := client.get("/about/data").text,
        )
        assert "Medications" in [row[0] for row in rows]
        assert [sum(map(int, row[1:])) for row in rows] == [len(LISTED)] * len(rows)
        assert "4 years" in html

    def test_what_it_counts_is_what_a_search_finds(self, client: TestClient) -> None:
        html = client.get("/about/data").text
        listed = re.search(r'<th scope="row">Medications</th><td>(\d+)</td>', html)
        assert listed
        keys = ",".join(vocabulary().facets["medication"].terms)
        assert int(listed[1]) == client.get(f"/api/v1/facilities?medication={keys}").json()["total"]

    def test_it_tells_where_calls_go_and_who_publishes(self, client: TestClient) -> None:
        shown = get(client, "/about/data")
        assert "We route no calls" in shown.words
        assert "under what licence" in shown.words

    @pytest.mark.parametrize(
        ("as_of", "months"),
        [("", None), ("2026", 0), ("2024", 24), ("2022-05", 54), ("2026-11-03", 0), ("2026-10-31", 1), ("2027-01", 0)],
    )
    def test_age_is_counted_in_whole_months(self, as_of: str, months: int | None) -> None:
        assert months_old(as_of, date(2026, 11, 22)) == months
