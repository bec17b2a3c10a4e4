"""What differs between two versions of a listing, field by field and term by term, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import msgspec

from directory.listing import Amendment, Listing
from directory.phones import phone_display
from directory.vocabulary import Term, vocabulary


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that differs. `field` is a key of FIELDS, of a facet, or "code"; `label` is what people call it.

    * "changed": `before` and `after` are the values, "" for none.
    * "gained" and "lost": `after` or `before` is the label of a term that became, or ceased to be, *yes*.
    * "stated" and "unstated": the same where the source did not ask about the term before, or does not any more, so
      that nobody can tell whether the place itself changed.
    """

    kind: str
    field: str
    label: str
    before: str = ""
    after: str = ""


def phones_text(listing: Listing) -> str:
    """Its telephone numbers on one line, each but the main one with its use."""
    return "; ".join(phone_display(p) + (f" ({p.use})" if p.use != "main" else "") for p in listing.phones)


def _point(listing: Listing) -> str:
    both = listing.latitude is not None and listing.longitude is not None
    return f"{listing.latitude}, {listing.longitude}" if both else ""


def _pairs(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value!r}" for name, value in sorted(values.items()))


def _amended(amendment: Amendment | None) -> str:
    told = msgspec.to_builtins(amendment) if amendment else {}
    return "; ".join(f"{name} {value!r}" for name, value in told.items() if name != "reasons")


FIELDS: Mapping[str, tuple[str, Callable[[Listing], str]]] = {
    "name": ("Name", lambda x: x.name),
    "name2": ("Second name", lambda x: x.name2),
    "street": ("Street", lambda x: x.street),
    "street2": ("Second line", lambda x: x.street2),
    "city": ("City", lambda x: x.city),
    "county": ("County", lambda x: x.county),
    "state": ("State", lambda x: x.state),
    "zip": ("ZIP code", lambda x: x.zip),
    "phones": ("Telephone", phones_text),
    "website": ("Website", lambda x: x.website),
    "coordinates": ("Coordinates", _point),
    "identifiers": ("Identifiers", lambda x: _pairs(x.identifiers)),
    "survey": ("What it was asked", lambda x: x.survey),
    "as_of": ("Date of the data", lambda x: x.as_of),
    "key": ("Key in the source", lambda x: x.key),
    "scope": ("Part of the source", lambda x: x.scope),
    "amendment": ("Decided by the operator", lambda x: _amended(x.amendment)),
    "raw": ("As the source wrote it", lambda x: _pairs(x.raw)),
}
"""Everything a listing says beside its terms: what people call it, and its value as text."""


def differences(before: Listing | None, after: Listing) -> tuple[Difference, ...]:
    """What `after` says that `before` did not, and the other way round. Without `before`: all that it says."""
    return (*_fields(before, after), *terms(before, after), *_codes(before, after))


def terms(before: Listing | None, after: Listing, facets: Iterable[str] | None = None) -> Iterator[Difference]:
    """The terms that differ, in vocabulary order; of these facets only, if given."""
    wanted = None if facets is None else frozenset(facets)
    had, asked_before = (_yes(before), _asked(before.survey)) if before else (frozenset[int](), frozenset[int]())
    has, asked_after = _yes(after), _asked(after.survey)
    for number in sorted(had ^ has):
        term = vocabulary().terms[number]
        if wanted is not None and term.facet not in wanted:
            continue
        if number in has:
            yield _term("gained" if number in asked_before else "stated", term, after=term.label)
        else:
            yield _term("lost" if number in asked_after else "unstated", term, before=term.label)


def _fields(before: Listing | None, after: Listing) -> Iterator[Difference]:
    for field, (label, value) in FIELDS.items():
        old, new = value(before) if before else "", value(after)
        if old != new:
            yield Difference(kind="changed", field=field, label=label, before=old, after=new)


def _term(kind: str, term: Term, before: str = "", after: str = "") -> Difference:
    label = vocabulary().facets[term.facet].label
    return Difference(kind=kind, field=term.facet, label=label, before=before, after=after)


def _codes(before: Listing | None, after: Listing) -> Iterator[Difference]:
    """Codes that came or went without any term: those the vocabulary does not know, and several codes of one term."""
    had, has = frozenset(before.said if before else ()), frozenset(after.said)
    shown = (_yes(before) if before else frozenset[int]()) ^ _yes(after)
    for code in sorted(had ^ has):
        if not vocabulary().meaning([code]) & shown:
            old, new = ("", code) if code in has else (code, "")
            yield Difference(kind="changed", field="code", label="Said by the source", before=old, after=new)


def _yes(listing: Listing) -> frozenset[int]:
    return vocabulary().meaning(listing.said)


@cache
def _asked(survey: str) -> frozenset[int]:
    return frozenset[int]().union(*(vocabulary().asked(one) for one in survey.split()))
