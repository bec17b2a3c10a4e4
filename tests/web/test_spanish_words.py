"""The words of the pages in Spanish: one word for one thing, dates after the right preposition, answers understood."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from directory.facility import Citation
from directory.vocabulary import vocabulary
from tests.web.reading import get
from web.help_text import Section, Topic, texts_in
from web.language import gettext, in_language, written
from web.words import said

AVOIDED = {
    r"\bmedicinas?\b": "medicamento",
    r"\bfármacos?\b": "medicamento",
    r"\bcentros?\b": "lugar",
    r"\bestablecimientos?\b": "lugar",
    r"\binstalación\b": "lugar",
}
"""What is not said -> what is said in its place, so that help, filters and messages use the same word."""

FIXED = re.compile(
    r"\bcentros? (de llamadas|de salud|de tratamiento residencial|de atención de salud mental|residencial|comunitario|"
    r"médico|del código postal|de %\(place\)s|de Pensilvania)\b",
    re.IGNORECASE,
)
"""Names of kinds of places, and the middle of something."""


def texts() -> list[str]:
    """All that is said in Spanish: labels and helps of filters, messages of the pages, help pages, the glossary."""
    words, helps = vocabulary("es"), texts_in("es")
    facets = [text for facet in words.facets.values() for text in (facet.label, facet.help)]
    terms = [text for term in words.terms for text in (term.label, term.help)]
    entries = [text for entry in helps.glossary.values() for text in (entry.name, entry.text, *entry.also)]
    return [
        *facets,
        *terms,
        *entries,
        *(text for topic in helps.topics.values() for text in _topic(topic)),
        *_messages(),
    ]


def _topic(topic: Topic) -> list[str]:
    own = [topic.title, topic.tab, topic.summary, *(search.label for search in topic.searches)]
    return own + [text for section in topic.sections for text in _section(section)]


def _section(section: Section) -> tuple[str, ...]:
    return (section.heading, *section.text, *section.points)


def _messages() -> list[str]:
    catalogue = read_po(BytesIO(written("es")), locale="es")
    strings = [message.string or "" for message in catalogue if message.id]
    return [text for each in strings for text in ([each] if isinstance(each, str) else each)]


@pytest.mark.parametrize("avoided", AVOIDED)
def test_one_word_is_used_for_one_thing(avoided: str) -> None:
    found = [text for text in texts() if re.search(avoided, FIXED.sub("", text), re.IGNORECASE)]
    assert found == [], f"say “{AVOIDED[avoided]}”"


def test_the_words_that_are_used_are_there() -> None:
    everything = " ".join(texts())
    assert [word for word in set(AVOIDED.values()) if everything.count(word) < 50] == []


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2023-06-29", "datos del 29 jun 2023"),
        ("2022-05", "datos de mayo de 2022"),
        ("2022", "datos de 2022"),
        ("", "no se dice la fecha de los datos"),
    ],
)
def test_the_date_of_data_stands_after_its_preposition(date: str, told: str) -> None:
    citation = Citation(source="sample", label="Sample", url="", as_of=date, imported="2026-11-03")
    with in_language("es"):
        assert said(citation) == f"Sample, {told}"


def test_the_answer_about_opioids_is_understood(client: TestClient) -> None:
    with in_language("es"):
        answer = gettext("medicine for opioid use")
    for typed in (answer, "medicina para opioides"):
        response = client.get("/es/search", params={"q": typed, "near": "15213"})
        assert "opioid=mat" in response.headers["location"]


@pytest.mark.parametrize("url", ["/search?near=15213", "/about/data"])
def test_downloads_in_english_are_called_so_where_pages_are_not(client: TestClient, url: str) -> None:
    assert "(en inglés)" in get(client, f"/es{url}").words
    assert "(in English)" not in get(client, url).words
