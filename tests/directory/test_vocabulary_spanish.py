"""`terms_es.csv` says every facet and term in Spanish, and the Spanish vocabulary is the English one in all else."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest

from directory.errors import DirectoryError
from directory.vocabulary import LANGUAGES, Facet, Term, vocabulary

TERMS = files("directory") / "terms_es.csv"
COLUMNS = ["facet", "key", "label", "help"]

# Labels that are the same word in both languages. Insurers are names and need none.
SAME = {
    "medication:disulfiram",
    "medication:droperidol",
    "medication:haloperidol",
    "language:hindi",
    "language:hmong",
    "language:ojibwa",
    "language:yupik",
}

# What stands in English within a Spanish sentence: names of organisations, and terms that people hear.
NAMES = re.compile(
    r"National Committee for Quality Assurance|Council on Accreditation|Healthcare Facilities Accreditation Program|"
    r"Joint Commission|sliding scale|recovery coach|foster care|[A-Z]\w+ (Health )?Plan\b"
)
ENGLISH = re.compile(r"\b(the|and|or|of|with|for|in|who|people|place|health|treatment|program|was|network)\b")
FAMILIAR = re.compile(r"\b(tú|tu|tus|te|ti|tienes|puedes|quieres|tomas|vives|necesitas|pregunta|vos)\b", re.IGNORECASE)
NEVER_SHOWN = re.compile(r"\b(drogadict|adict[oa]|alcohólic|borrach|limpi[oa]s?\b|suci[oa]|vicio)", re.IGNORECASE)
SHORT = re.compile(
    r"\b(?:\d+|IOP|PHP|OTP|MAT|MOUD|FQHC|ACT|AOT|CBT|DBT|TMS|ECT|EMDR|AIMS|PTSD|PrEP|GED|DUI|DWI|TRICARE|SAMHSA|DEA)\b"
)
PLACEHOLDER = re.compile(r"\b(TODO|TBD|XX+|FIXME)\b|[?¿\[\]{}<>_*�]|Ã|Â")


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(TERMS.read_text(encoding="utf-8").splitlines(), strict=True))


def name(item: Facet | Term) -> str:
    return f"{item.facet}:{item.key}" if isinstance(item, Term) else f"{item.key}:"


def items(language: str) -> Iterator[Facet | Term]:
    for facet in vocabulary(language).facets.values():
        yield facet
        yield from facet.terms.values()


def pairs() -> Iterator[tuple[Facet | Term, Facet | Term]]:
    """Each facet and term in English and in Spanish."""
    return zip(items("en"), items("es"), strict=True)


def is_insurer(item: Facet | Term) -> bool:
    return isinstance(item, Term) and item.facet == "insurer"


# The file


def test_file_is_plain_csv_with_one_line_a_row() -> None:
    text = TERMS.read_bytes().decode("utf-8")
    cells = list(csv.reader(text.splitlines(), strict=True))
    assert cells[0] == COLUMNS
    assert {len(row) for row in cells} == {len(COLUMNS)}
    assert "\r" not in text
    assert text.count("\n") == len(cells), "a cell holds a line break, or the last line does not end"
    assert [row for row in cells for cell in row if cell != " ".join(cell.split())] == []


def test_it_has_every_facet_and_term_in_the_order_of_the_vocabulary_and_no_others() -> None:
    assert [f"{row['facet']}:{row['key']}" for row in rows()] == [name(item) for item in items("en")]


def test_the_vocabulary_says_what_the_file_says() -> None:
    assert [(row["label"], row["help"]) for row in rows()] == [(item.label, item.help) for item in items("es")]


# What people read


def test_every_label_and_help_is_fit_to_be_shown() -> None:
    for english, item in pairs():
        assert 0 < len(item.label) <= 60, item
        assert bool(item.help) == bool(english.help), item
        assert item.help.endswith("."), item
        assert ". " not in item.help, f"one sentence, please: {item}"
        assert item.help[0].isupper(), item
        assert item.label[0].isupper() or is_insurer(item), item


def test_words_are_those_we_use_with_people() -> None:
    for item in items("es"):
        said = f"{item.label} {item.help}"
        assert not PLACEHOLDER.search(said), item
        assert not FAMILIAR.search(said), f"people are addressed as usted: {item}"
        assert not NEVER_SHOWN.search(said.replace("Alcohólicos Anónimos", "")), item


def test_helps_are_in_spanish() -> None:
    for english, spanish in pairs():
        assert spanish.help != english.help, spanish
        assert not ENGLISH.search(NAMES.sub("", spanish.help)), spanish


def test_labels_are_in_spanish_but_for_the_names_of_insurers_and_words_that_are_the_same() -> None:
    for english, spanish in pairs():
        if not is_insurer(spanish):
            assert (spanish.label == english.label) == (name(english) in SAME), spanish
            assert not ENGLISH.search(NAMES.sub("", spanish.label)), spanish
        assert not re.search(r"\((was|network)\b", spanish.label), spanish


def test_labels_within_a_facet_are_distinct() -> None:
    for facet in vocabulary("es").facets.values():
        labels = [term.label.casefold() for term in facet.terms.values()]
        assert len(labels) == len(set(labels)), facet.key


def test_numbers_brands_and_the_short_names_that_people_hear_are_kept() -> None:
    for english, spanish in pairs():
        assert set(SHORT.findall(english.label)) <= set(SHORT.findall(spanish.label)), spanish
        assert set(SHORT.findall(english.help)) <= set(SHORT.findall(spanish.help)), spanish
        if name(english).startswith("medication:"):
            assert re.findall(r"\(.*\)", english.label) == re.findall(r"\(.*\)", spanish.label), spanish


def test_it_is_hardly_longer_than_the_english() -> None:
    english = sum(len(item.label) + len(item.help) for item in items("en"))
    assert sum(len(item.label) + len(item.help) for item in items("es")) < 1.2 * english


# What programs read


def test_all_but_labels_and_helps_is_that_of_the_english_vocabulary() -> None:
    english, spanish = vocabulary(), vocabulary("es")
    terms = [
        replace(term, label=own.label, help=own.help) for term, own in zip(spanish.terms, english.terms, strict=True)
    ]
    assert terms == list(english.terms)
    assert list(spanish.facets) == list(english.facets)
    for key, facet in spanish.facets.items():
        assert facet.key == key
        assert list(facet.terms) == list(english.facets[key].terms)
        assert facet.span == english.facets[key].span
        assert all(term is spanish.terms[term.number] for term in facet.terms.values())
    assert {code: term.number for code, term in spanish.homes.items()} == {
        code: term.number for code, term in english.homes.items()
    }
    assert all(term is spanish.terms[term.number] for term in spanish.homes.values())
    assert list(spanish.spellings()) == list(english.spellings())
    said = [*english.homes, *(name(term) for term in english.terms)]
    assert [spanish.meaning([one]) for one in said] == [english.meaning([one]) for one in said]


def test_what_people_type_is_looked_up_in_english() -> None:
    for term, spanish in zip(vocabulary().terms, vocabulary("es").terms, strict=True):
        assert term.words == (term.label, *spanish.brands, *spanish.synonyms)


def test_each_language_is_one_object() -> None:
    assert vocabulary() is vocabulary("en") is vocabulary(language="en")
    assert vocabulary("es") is vocabulary(language="es")
    assert len({id(vocabulary(language)) for language in LANGUAGES}) == len(LANGUAGES)


def test_another_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(DirectoryError, match=r"not in 'fr'.*en, es"):
        vocabulary("fr")
