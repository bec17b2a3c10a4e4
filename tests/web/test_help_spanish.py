"""The help pages in other languages: all of the English ones, nothing more, and nothing left in English.

Spanish is the only other language so far. What is told of "every language" holds for each folder beside `help/en/`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from directory.vocabulary import vocabulary
from tests.web.reading import get
from tests.web.test_help import body, plain, prose
from web.help_text import Entry, Section, Texts, Topic, texts_in

ENGLISH = texts_in()
LANGUAGES = sorted(
    folder.name for folder in files("web").joinpath("help").iterdir() if folder.is_dir() and folder.name != "en"
)
SPANISH = texts_in("es")

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_topic = pytest.mark.parametrize("topic", ENGLISH.topics.values(), ids=lambda topic: topic.key)
every_entry = pytest.mark.parametrize("entry", ENGLISH.glossary.values(), ids=lambda entry: entry.key)

SAME = {
    "988": "a number",
    "Al-Anon": "groups that call themselves so in Spanish too",
    "Nar-Anon": "groups that call themselves so in Spanish too",
    "SMART Recovery": "groups that call themselves so in Spanish too",
    "EMDR": "heard as these letters in both",
    "HIPAA": "a law that is known by these letters",
    "TRICARE": "a plan with one name",
    "Medicaid": "a plan with one name",
    "Medicare": "a plan with one name",
    "Disulfiram (Antabuse)": "one word in both languages, and a brand",
}
"""What is right to be the same as in English, and why. Other names of entries (`also`) are not asked: brands and what
people hear on the telephone stay English there."""

SPELLED = {word: str(number) for number, word in enumerate("one two three four five six seven eight".split(), start=1)}
"""Numbers that the English texts write as words; another language may write them as figures."""

ADDED = {"oprima 2": "988 answers in Spanish to those who press 2; who reads in English need not know"}
"""Words with a figure that another language may have and English has not, and why."""

FAMILIAR = re.compile(r"\b(tú|tus?|ti|contigo|tienes|puedes|quieres|eres|estás|vosotros|vuestr\w+)\b", re.IGNORECASE)
"""The Spanish pages say "usted"."""


def of(language: str, topic: Topic) -> Topic:
    """The topic in that language."""
    return texts_in(language).topics[topic.key]


def texts_of(topic: Topic) -> list[str]:
    """Everything a reader sees of a topic, in an order that is the same in every language."""
    return [topic.tab, *prose(topic)]


def figures(text: str) -> Counter[str]:
    """The numbers of a text and how often: dates, doses, levels ("2.5"), telephone numbers."""
    return Counter(re.findall(r"\d+(?:[.-]\d+)*", text))


def spelled(text: str) -> set[str]:
    """The numbers that an English text writes as words, as figures."""
    return {SPELLED[word] for word in re.findall(r"[a-z]+", text.lower()) if word in SPELLED}


def lost(english: Iterable[str], other: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The texts that lack a number of the English one at their place."""
    pairs = ((text, figures(there) - figures(text)) for there, text in zip(english, other, strict=True))
    return [(text, sorted(missing)) for text, missing in pairs if missing]


def invented(english: Iterable[str], other: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The texts with a number that the English one at their place does not have."""
    pairs = (
        (text, figures(own(text)).keys() - figures(there).keys() - spelled(there))
        for there, text in zip(english, other, strict=True)
    )
    return [(text, sorted(extra)) for text, extra in pairs if extra]


def own(text: str) -> str:
    """The text without what may be added."""
    return re.sub("|".join(map(re.escape, ADDED)), "", text)


def shape(section: Section) -> tuple[object, ...]:
    """What a section has in every language."""
    return section.key, section.sources, len(section.text), len(section.points)


def frame(topic: Topic) -> tuple[object, ...]:
    """What a topic has in every language."""
    return topic.order, topic.words, topic.see, topic.written, [search.choose for search in topic.searches]


class TestWhole:
    """Nothing is missing, nothing is added."""

    def test_spanish_is_there(self) -> None:
        assert "es" in LANGUAGES

    @every_language
    def test_every_topic_and_no_other(self, language: str) -> None:
        assert texts_in(language).topics.keys() == ENGLISH.topics.keys()

    @every_language
    def test_every_entry_and_no_other(self, language: str) -> None:
        assert texts_in(language).glossary.keys() == ENGLISH.glossary.keys()
        assert texts_in(language).glossary_written == ENGLISH.glossary_written

    @every_language
    @every_topic
    def test_a_topic_is_built_alike(self, language: str, topic: Topic) -> None:
        other = of(language, topic)
        assert frame(other) == frame(topic)
        assert [shape(section) for section in other.sections] == [shape(section) for section in topic.sections]

    @every_language
    @every_entry
    def test_an_entry_is_built_alike(self, language: str, entry: Entry) -> None:
        other = texts_in(language).glossary[entry.key]
        assert (other.terms, other.topic, other.sources) == (entry.terms, entry.topic, entry.sources)
        assert len(other.also) >= len(entry.also)

    @every_language
    def test_nothing_is_empty(self, language: str) -> None:
        texts = texts_in(language)
        said = [text for topic in texts.topics.values() for text in texts_of(topic)]
        said += [text for entry in texts.glossary.values() for text in (entry.name, entry.text, *entry.also)]
        assert [text for text in said if not text.strip() or text != text.strip()] == []

    @every_language
    def test_names_are_used_once(self, language: str) -> None:
        entries = texts_in(language).glossary.values()
        names = Counter(plain(name).casefold() for entry in entries for name in (entry.name, *entry.also))
        assert [name for name, count in names.items() if count > 1] == []


class TestTranslated:
    """Nothing is left in English."""

    @every_language
    @every_topic
    def test_no_text_of_a_topic_is_the_english_one(self, language: str, topic: Topic) -> None:
        assert {*texts_of(of(language, topic))} & {*texts_of(topic)} - SAME.keys() == set()

    @every_language
    def test_no_text_of_the_glossary_is_the_english_one(self, language: str) -> None:
        assert named(texts_in(language)) & named(ENGLISH) - SAME.keys() == set()

    def test_what_may_be_the_same_is_the_same_somewhere(self) -> None:
        assert set.union(*(named(texts_in(language)) & named(ENGLISH) for language in LANGUAGES)) == SAME.keys()


def named(texts: Texts) -> set[str]:
    """The names of the glossary and what it says of them."""
    return {text for entry in texts.glossary.values() for text in (entry.name, entry.text)}


class TestNumbers:
    """Days, dates, doses and telephone numbers are those of the English page."""

    @every_language
    @every_topic
    def test_a_topic_has_every_number(self, language: str, topic: Topic) -> None:
        assert lost(texts_of(topic), texts_of(of(language, topic))) == []

    @every_language
    @every_topic
    def test_a_topic_has_no_number_of_its_own(self, language: str, topic: Topic) -> None:
        assert invented(texts_of(topic), texts_of(of(language, topic))) == []

    @every_language
    def test_the_glossary_has_the_same_numbers(self, language: str) -> None:
        english = [text for entry in ENGLISH.glossary.values() for text in (entry.name, entry.text)]
        entries = [texts_in(language).glossary[key] for key in ENGLISH.glossary]
        other = [text for entry in entries for text in (entry.name, entry.text)]
        assert lost(english, other) == []
        assert invented(english, other) == []

    def test_numbers_are_told_apart(self) -> None:
        there = ["Call 1-800-662-4357 by day 15.", "Level 2.5, two weeks."]
        assert lost(there, ["Llame al 1-800-662-4357 el día 15.", "Nivel 2.5, 2 semanas."]) == []
        assert lost(there, ["Llame al 1-800-662-4375 el día 15.", "Nivel 2, 2 semanas."]) == [
            ("Llame al 1-800-662-4375 el día 15.", ["1-800-662-4357"]),
            ("Nivel 2, 2 semanas.", ["2.5"]),
        ]
        assert invented(there, ["Llame al 1-800-662-4357 el día 15.", "Nivel 2.5, 2 semanas y 9 días."]) == [
            ("Nivel 2.5, 2 semanas y 9 días.", ["9"])
        ]


def words_of(texts: Iterable[str]) -> list[list[str]]:
    """The words of each sentence; a point of a list is one."""
    split = (part for text in texts for part in re.split(r"(?<=[.!?:])[”)]?\s+", text))
    counted = (re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", part) for part in split)
    return [words for words in counted if words]


def syllables(word: str) -> int:
    """Strong vowels, and weak ones that lean on none; of an abbreviation its letters."""
    if word.isupper() and len(word) > 1:
        return len(word)
    return max(1, len(re.findall(r"[aeoáéíóú]|(?<![aeoáéíóúiuüy])[iuüy]+(?![aeoáéíóúiuü])", word.lower())))


def ease(texts: Iterable[str]) -> float:
    """Szigriszt-Pazos: how easy Spanish is to read; 65 to 80 is easy enough for the last years of primary school."""
    found = words_of(texts)
    words = [word for sentence in found for word in sentence]
    return 206.835 - 62.3 * sum(map(syllables, words)) / len(words) - len(words) / len(found)


class TestSpanish:
    """How it is said."""

    @pytest.mark.parametrize(
        ("word", "count"),
        [("que", 1), ("muy", 1), ("ya", 1), ("guía", 2), ("teoría", 4), ("ciudad", 2), ("metadona", 4), ("OTP", 3)],
    )
    def test_syllables_are_counted_about_right(self, word: str, count: int) -> None:
        assert syllables(word) == count

    def test_the_measure_tells_easy_from_hard(self) -> None:
        assert ease(["El gato come. Hace sol."]) > 90
        assert ease(["Las intervenciones farmacológicas requieren evaluaciones multidisciplinarias."]) < 20

    @pytest.mark.parametrize("topic", SPANISH.topics.values(), ids=lambda topic: topic.key)
    def test_a_topic_can_be_read_at_twelve(self, topic: Topic) -> None:
        assert ease(body(topic)) >= 65
        assert [" ".join(words) for words in words_of(body(topic)) if len(words) > 26] == []

    def test_the_glossary_can_be_read_at_twelve(self) -> None:
        texts = [plain(entry.text) for entry in SPANISH.glossary.values()]
        assert ease(texts) >= 65
        assert [" ".join(words) for words in words_of(texts) if len(words) > 26] == []

    def test_it_says_usted(self) -> None:
        said = [text for topic in SPANISH.topics.values() for text in texts_of(topic)]
        said += [text for entry in SPANISH.glossary.values() for text in (entry.name, entry.text, *entry.also)]
        assert [text for text in said if FAMILIAR.search(text)] == []

    def test_the_first_that_is_said_of_988_is_how_to_get_spanish(self) -> None:
        first = [next((text for text in texts_of(topic) if "988" in text), "") for topic in SPANISH.topics.values()]
        told = [text for text in first if text] + [SPANISH.glossary["988"].text]
        assert len(told) > 4
        assert [text for text in told if "oprima 2 para español" not in text or "envíe AYUDA" not in text] == []

    def test_words_with_accents_stand_where_they_are_looked_for(self, client: TestClient) -> None:
        shown = client.get("/es/help/glossary").text
        places = [shown.index(f'id="{key}"') for key in ("national-helpline", "lofexidine", "maintenance")]
        assert places == sorted(places)

    def test_places_for_a_word_are_called_what_the_filter_is_called(self, client: TestClient) -> None:
        label = vocabulary("es").facets["setting"].terms["outpatient"].label
        assert label != vocabulary().facets["setting"].terms["outpatient"].label
        assert label in get(client, "/es/help/glossary").words


class TestEnglishWords:
    """English words in a Spanish text, to be said on the telephone, are marked for whoever hears the page read."""

    def test_a_phrase_to_be_said_is_marked(self, client: TestClient) -> None:
        assert '“<span lang="en">Do you have someone who speaks Spanish?</span>”' in client.get("/es/help/calls").text

    @every_language
    def test_what_is_quoted_and_in_the_english_texts_is_marked(self, language: str) -> None:
        english = " ".join(text for topic in ENGLISH.topics.values() for text in prose(topic)).casefold()
        quoted = [match for text in marked(language) for match in re.findall("“([^”]*)”", text)]
        assert [quote for quote in quoted if quote.casefold() in english] == []
        assert any("<en>" in quote for quote in quoted)

    @every_language
    def test_another_name_that_is_an_english_word_is_marked(self, language: str) -> None:
        english = {name.casefold() for entry in ENGLISH.glossary.values() for name in (entry.name, *entry.also)}
        entries = texts_in(language).glossary.values()
        names = [name for entry in entries for name in entry.also if name.casefold() in english]
        assert [name for name in names if name[0].islower()] == []

    @every_language
    def test_what_is_marked_is_english(self, language: str) -> None:
        phrases = [phrase for text in marked(language) for phrase in re.findall("<en>(.*?)</en>", text)]
        assert [phrase for phrase in phrases if not phrase.isascii()] == []


def marked(language: str) -> list[str]:
    """The texts of a language in which English may be marked, with the marks."""
    texts = texts_in(language)
    sections = [section for topic in texts.topics.values() for section in topic.sections]
    said: list[str] = [text for section in sections for text in (*section.text, *section.points)]
    return said + [text for entry in texts.glossary.values() for text in (entry.text, *entry.also)]
