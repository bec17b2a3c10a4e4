"""Rows of FindTreatment.gov as other programs flatten them: every wording of a facility in one text, `all_services`,
without the category it stood in.

A wording that only one category has is that category's code. One that several share ("Young adults" is an age and a
group of people) is kept as it was said, and nothing is claimed of the terms it may mean: they are not stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from directory import clean
from directory.listing import Listing
from directory.vocabulary import spelling, vocabulary
from importers.row import Row
from importers.source import Reading
from importers.sources.findtreatment_listing import listing

SERVICES = "all_services"
_PART = "residential_services"
"""Repeats some of the wordings."""


def flat_listing(row: Row, reading: Reading) -> Listing:
    """One facility. Raises RowError as `listing` does."""
    row.take(_PART)
    candidates = {wording: _codes(wording) for wording in _wordings(row.take(SERVICES))}
    said = {codes[0] for codes in candidates.values() if len(codes) == 1}
    unclear = {f"|{wording}" for wording, codes in candidates.items() if len(codes) != 1}
    named = Row({"name1": row.take("name")} | {name: row.take(name) for name in row.rest()}, row.file, row.line)
    made = listing(named, frozenset(said | unclear), reading)
    reading.unknown.update(unclear)
    doubtful = {code for codes in candidates.values() if len(codes) > 1 for code in codes}
    return replace(made, survey=_stated(made.survey, frozenset(said), frozenset(doubtful)))


def _wordings(text: str) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (clean.text(part) for part in text.split(";"))))


def _codes(wording: str) -> tuple[str, ...]:
    return _by_wording().get(spelling("", wording), ())


@cache
def _by_wording() -> Mapping[str, tuple[str, ...]]:
    """Wording without category -> the codes that are spelled so."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for spelled, code in vocabulary().spellings():
        found[spelling("", spelled.partition("|")[2])].add(code)
    return {wording: tuple(sorted(codes)) for wording, codes in found.items()}


def _stated(survey: str, said: frozenset[str], doubtful: frozenset[str]) -> str:
    """The survey, or where wordings were unclear its terms one by one without those that the wordings may mean."""
    words = vocabulary()
    if not doubtful or not survey:
        return survey
    terms = words.asked(survey) - (words.meaning(doubtful) - words.meaning(said))
    return " ".join(sorted(f"{words.terms[number].facet}:{words.terms[number].key}" for number in terms))
