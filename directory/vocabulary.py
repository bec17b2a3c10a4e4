"""The vocabulary: facets and their terms, read from `terms.csv`, the one place where a filter is declared. The terms
of the facet `insurer` are the rows of `insurers.csv`. `terms_es.csv` has the label and help of every one in Spanish.

Importers use it to recognise what a source says, publishing to turn that into terms, search and pages to offer them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import zip_longest

from directory.errors import DirectoryError
from directory.insurers import Insurer, insurers

SURVEYS: Mapping[str, str] = {
    "su": "SAMHSA substance-use survey (N-SUMHSS)",
    "mh": "SAMHSA mental-health survey (N-SUMHSS)",
}
"""The questionnaires a listing can answer. Each is a column of `terms.csv`: the codes that survey asks for a term."""

SOME_YEARS = frozenset({"BMW", "MMW", "MWS"})
"""Codes of the substance-use survey that some years ask and others do not (BMW and MMW until 2022, MWS since 2023).
Where a listing lacks them they are not stated, since it may never have been asked. ULC and DLC share a term."""

LANGUAGES: Mapping[str, str] = {"en": "terms.csv", "es": "terms_es.csv"}
"""The languages that the vocabulary is in, and the file that has its labels and helps in each."""

_INSURER = "insurer"


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a facet.

    `codes` are the service codes that are this term; `derived` are codes of other terms that make this one true as
    well. `asked_by` are the surveys that ask for any of them. `words` are brands, synonyms and slang to search by.
    """

    number: int
    facet: str
    key: str
    label: str
    help: str
    codes: frozenset[str]
    derived: frozenset[str]
    asked_by: frozenset[str]
    spellings: tuple[str, ...]
    brands: tuple[str, ...]
    synonyms: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Everything this term is called: its label, brands and synonyms."""
        return (self.label, *self.brands, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of alike terms: one parameter in every URL, one block of choices on a page."""

    key: str
    label: str
    help: str
    terms: dict[str, Term] = field(default_factory=dict)

    @property
    def span(self) -> tuple[int, int]:
        """The numbers of its terms, which follow one another: from the first to before the second."""
        first = next((term.number for term in self.terms.values()), 0)
        return first, first + len(self.terms)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facets, in the order of `terms.csv`. `terms` numbers them from 0; `homes` maps a code to the term it is."""

    facets: Mapping[str, Facet]
    terms: tuple[Term, ...]
    homes: Mapping[str, Term]
    _meanings: Mapping[str, tuple[int, ...]]
    _spellings: Mapping[str, str]

    def code(self, category: str, wording: str) -> str | None:
        """The service code of a wording within a category ("OM", "Methadone used in Treatment"), or None."""
        return self._spellings.get(spelling(category, wording))

    def spellings(self) -> Iterable[tuple[str, str]]:
        """Every "CATEGORY|wording" as `spelling` forms it, with its service code."""
        return self._spellings.items()

    def meaning(self, said: Iterable[str]) -> frozenset[int]:
        """The numbers of the terms that are *yes* when a source says these codes or terms ("BU", "opioid:otp").
        Unknown ones mean nothing."""
        return frozenset(number for code in said for number in self._meanings.get(code, ()))

    def knows(self, said: str) -> bool:
        """Whether a code or term that a source says has a meaning here."""
        return said in self._meanings

    def asked(self, survey: str) -> frozenset[int]:
        """The numbers of the terms asked, by surveys of SURVEYS or one by one: "su", "opioid:otp care:detox"."""
        asked = frozenset(survey.split())
        terms = (term for term in self.terms if asked & term.asked_by or f"{term.facet}:{term.key}" in asked)
        return frozenset(term.number for term in terms)

    def codes(self, survey: str) -> frozenset[str]:
        """Every code that a survey of SURVEYS asks."""
        return _asked_codes()[survey]


def spelling(category: str, wording: str) -> str:
    """One form for the ways a wording is written: case, spaces, registered marks and end punctuation do not count."""
    plain = wording.replace("®", "").replace("™", "")
    folded = " ".join(plain.split()).strip(" .").casefold()
    return f"{category.strip().upper()}|{folded}"


@cache
def vocabulary(language: str = "en") -> Vocabulary:
    """The vocabulary that comes with the program, its labels and helps in a language of LANGUAGES; in each it is one
    object. What people type is looked up in the English one. Raises DirectoryError naming what is wrong."""
    return _in(language)


@cache
def _in(language: str) -> Vocabulary:
    """Behind `vocabulary`, whose cache tells `vocabulary()` and `vocabulary("en")` apart."""
    if language not in LANGUAGES:
        raise DirectoryError(f"The vocabulary is not in {language!r}. Choose one of: {', '.join(LANGUAGES)}.")
    return _assemble(_rows() if language == "en" else _translated(LANGUAGES[language]))


def _translated(file: str) -> list[dict[str, str]]:
    """The rows with label and help as a file has them, which says the same facets and terms in the same order."""
    rows, said = _rows(), _read(file)
    for at, (row, one) in enumerate(zip_longest(rows, said, fillvalue=dict[str, str]()), start=1):
        if _named(row) != _named(one):
            raise DirectoryError(f"{file}: row {at} is {_named(one)!r} and should be {_named(row)!r}, as in terms.csv.")
    return [{**row, "label": one["label"], "help": one["help"]} for row, one in zip(rows, said, strict=True)]


def _named(row: Mapping[str, str]) -> str:
    """Facet and key of a row, "setting:outpatient"; "" past the end of a file."""
    return f"{row['facet']}:{row['key']}" if row else ""


@cache
def _asked_codes() -> Mapping[str, frozenset[str]]:
    rows = _rows()
    return {survey: frozenset(code for row in rows for code in row[survey].split()) for survey in SURVEYS}


@cache
def _rows() -> list[dict[str, str]]:
    rows = _read(LANGUAGES["en"])
    at = next(number for number, row in enumerate(rows, start=1) if row["facet"] == _INSURER)
    return [*rows[:at], *map(_insurer_row, insurers().values()), *rows[at:]]


def _read(file: str) -> list[dict[str, str]]:
    text = (files("directory") / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _insurer_row(one: Insurer) -> dict[str, str]:
    """An insurer as a row of `terms.csv`."""
    return {
        **dict.fromkeys((*SURVEYS, "derived", "spellings"), ""),
        "facet": _INSURER,
        "key": one.key,
        "label": one.label,
        "help": one.help,
        "brands": "; ".join(one.brands),
        "synonyms": "; ".join(dict.fromkeys((*one.aliases, *one.alone))),
    }


def _assemble(rows: list[dict[str, str]]) -> Vocabulary:
    facets: dict[str, Facet] = {}
    terms: list[Term] = []
    asked = _asked_codes()
    surveys = {code: {survey for survey in SURVEYS if code in asked[survey]} for row in rows for code in _codes(row)}
    for row in rows:
        if not row["key"]:
            facets[row["facet"]] = Facet(row["facet"], row["label"], row["help"])
            continue
        if row["facet"] not in facets or row["key"] in facets[row["facet"]].terms:
            raise DirectoryError(
                f"terms.csv: facet {row['facet']!r} must be declared before {row['key']!r}, which may be there once."
            )
        term = _term(len(terms), row, surveys)
        terms.append(term)
        facets[term.facet].terms[term.key] = term
    return Vocabulary(facets, tuple(terms), *_indexes(terms))


def _codes(row: dict[str, str]) -> frozenset[str]:
    return frozenset(code for survey in SURVEYS for code in row[survey].split())


def _term(number: int, row: dict[str, str], surveys: Mapping[str, set[str]]) -> Term:
    codes, derived = _codes(row), frozenset(row["derived"].split())
    return Term(
        number=number,
        facet=row["facet"],
        key=row["key"],
        label=row["label"],
        help=row["help"],
        codes=codes,
        derived=derived,
        asked_by=frozenset(survey for code in (codes | derived) - SOME_YEARS for survey in surveys[code]),
        spellings=_list(row["spellings"], "|"),
        brands=_list(row["brands"], ";"),
        synonyms=_list(row["synonyms"], ";"),
    )


def _list(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def _indexes(
    terms: list[Term],
) -> tuple[dict[str, Term], dict[str, tuple[int, ...]], dict[str, str]]:
    homes: dict[str, Term] = {}
    meanings: dict[str, list[int]] = {}
    spellings: dict[str, str] = {}
    for term in terms:
        for code in term.codes:
            if code in homes:
                raise DirectoryError(
                    f"terms.csv: code {code} is in {homes[code].key!r} and in {term.key!r}; it may have one home."
                )
            homes[code] = term
        for code in (*term.codes, *term.derived, f"{term.facet}:{term.key}"):
            meanings.setdefault(code, []).append(term.number)
        for entry in term.spellings:
            code, category, wording = entry.split(":", 2)
            spellings[spelling(category, wording)] = code
    return homes, {code: tuple(numbers) for code, numbers in meanings.items()}, spellings
