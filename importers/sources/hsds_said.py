"""The terms that the words of an HSDS listing mean: exact matches only; other words are kept as "HSDS|wording"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from directory.vocabulary import vocabulary
from importers.source import Reading
from importers.sources.hsds_tables import Record, Tables
from importers.values import fold
from importers.wordings import term_of, terms, with_implied

_PAYMENT, _LANGUAGE = ("payment", "insurer"), ("language",)
_LANGUAGES: Mapping[str, str] = {
    "es": "spanish", "spa": "spanish", "ase": "sign-language", "sgn": "sign-language", "zh": "chinese",
    "zho": "chinese", "ht": "creole", "hat": "creole", "vi": "vietnamese", "vie": "vietnamese", "ru": "russian",
    "rus": "russian", "pt": "portuguese", "por": "portuguese", "ar": "arabic", "ara": "arabic", "fr": "french",
    "fra": "french", "ko": "korean", "kor": "korean", "tl": "tagalog", "tgl": "tagalog", "fil": "tagalog",
    "hi": "hindi", "hin": "hindi", "pl": "polish", "pol": "polish", "fa": "farsi", "fas": "farsi", "hmn": "hmong",
    "ja": "japanese", "jpn": "japanese", "de": "german", "deu": "german", "it": "italian", "ita": "italian",
    "el": "greek", "ell": "greek", "he": "hebrew", "heb": "hebrew", "oj": "ojibwa", "oji": "ojibwa",
}  # fmt: skip
"""ISO 639 codes of the languages in the vocabulary."""

_Wording = tuple[str, Collection[str]]
"""What is written, and the facets it can only be of; none for any."""


def said(
    tables: Tables, organization: Record, place: Record, offers: Sequence[tuple[Record, Record]], reading: Reading
) -> tuple[str, ...]:
    """The terms and the unknown wordings of a listing, sorted; unknown ones are counted."""
    found: set[str] = set()
    for wording, facets in _wordings(tables, organization, place, offers):
        term = wording if wording in terms() else term_of(wording, facets)
        found.add(term or f"HSDS|{wording}")
    unknown = {word for word in found if word.startswith("HSDS|")}
    reading.unknown.update(unknown)
    # A service may be called just what a term is called; most are called something else, which is no word to report.
    found.update(term for _, service in offers if (term := term_of(service.row.take("name"))))
    if found == unknown:
        reading.warnings[
            "listings of which no term of the vocabulary is known: see whether they are for treatment"
        ] += 1
    return tuple(sorted(unknown | with_implied(found - unknown)))


def _wordings(
    tables: Tables, organization: Record, place: Record, offers: Sequence[tuple[Record, Record]]
) -> Iterator[_Wording]:
    services = [("services", service.id) for _, service in offers]
    owners = [*services, *(("service_at_location", at.id) for at, _ in offers), ("locations", place.id)]
    for record in _of(tables, [("locations", place.id), *services], "languages"):
        yield _language(record), _LANGUAGE
    for record in _of(tables, [*owners, ("organizations", organization.id)], "attributes"):
        yield from ((word, ()) for word in _attribute(tables, record))
    for _, service in offers:
        ids = re.split(r"[;,|]", service.row.take("taxonomy_ids", "taxonomy_id"))
        yield from ((w, ()) for i in ids if (t := tables.get("taxonomy_terms", i.strip())) for w in _term(t))
        yield from ((word, _PAYMENT) for word in _split(service.row.take("accepted_payments")))
    for record in _of(tables, services, "payments_accepted"):
        yield from ((word, _PAYMENT) for word in _split(record.row.take("payment")))
    for record in _of(tables, services, "cost_options"):
        record.row.take("valid_from", "valid_to", "amount", "amount_description")
        yield from ((word, _PAYMENT) for word in [record.row.take("option")] if word)


def _of(tables: Tables, owners: Iterable[tuple[str, str]], table: str) -> Iterator[Record]:
    return (record for owner, owner_id in owners for record in tables.of(owner, owner_id, table))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,|\n]", cell) if part.strip()]


def _language(record: Record) -> str:
    """3.0 has a name, a code or both, 2.x a column `language`."""
    code = record.row.take("code").casefold()
    name = record.row.take("name", "language")
    known = _LANGUAGES.get(code.partition("-")[0]) or _LANGUAGES.get(name.casefold())
    return f"language:{known}" if known else name or code


def _attribute(tables: Tables, record: Record) -> list[str]:
    """The words of its taxonomy's term; without one, its value."""
    named = record.row.take("taxonomy_term_id", "taxonomy_id")
    value = record.row.take("value", "taxonomy_detail", "label")
    term = tables.get("taxonomy_terms", named) if named else None
    if term is not None:
        return _term(term)
    return [value] if value else [named] if named else []


def _term(record: Record) -> list[str]:
    """Its code where that is SAMHSA's or ours ("opioid:otp"), else its name."""
    code, name = record.row.take("code", "term_code"), record.row.take("name", "term")
    taxonomy = fold(record.row.take("taxonomy", "vocabulary"))
    home = vocabulary().homes.get(code.upper()) if re.search("samhsa|sumhss", taxonomy) else None
    if home is not None:
        return [f"{home.facet}:{home.key}"]
    word = code if code in terms() else name or code
    return [word] if word else []
