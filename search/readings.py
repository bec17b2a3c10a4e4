"""The questions that a sentence may be: by its filters and place, as a name, and with less where nothing fits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from directory.errors import QueryError
from directory.facility import Facility
from directory.place_names import words
from search.engine import Engine, find_place
from search.named import is_called, name_parts
from search.place_regions import part_of_state, region_of
from search.place_words import said_state
from search.query import DEFAULT_WITHIN, MAX_WITHIN, Query
from search.text import TextIndex
from search.understood import Found, Part, Suggestion, Understood
from search.word_matches import side_by_side
from search.words import STOPWORDS, sequence, split, wishes

IN_NAMES = frozenset({"care", "setting", "kind", "group", "operator", "approach", "opioid", "service"})
"""Facets of what places call themselves: a question of nothing else may be a name ("psychiatric hospital kentucky")."""

WORDS_TOO = frozenset({"me", "la", "de", "al"})
"""Codes of states that are words, too, and are codes after the name of a town that the state has."""

LONG_NAME = 3
"""Words of filters from which they may be a name where a place of it decides."""

TOGETHER = frozenset({"group", "care", "service", "approach"})
"""Facets of which a place may well have several, so that two that are said are both wished: "PTSD program for
veterans". Of others ("PHP, IOP", "Medicaid Medicare") any fits."""

PEOPLE = 2_000
"""People of a place that is tried where nothing is found by its name as a word."""

INSURED = ("payment", "private")
"""The filter that is tried instead of an insurer that no place is known to take."""

_EITHER = re.compile(r"\b(?:or|o|u)\b|(?<!\bw)/")
"""What makes alternatives of two wishes; "w/" is "with"."""

Wishes = list[tuple[str, str]]
"""Filters, each as its facet and key."""


def plain(query: Query, found: Understood) -> Query:
    """The question that the words make by what was understood of them. What was chosen outright is kept, and what the
    words add to it is one more alternative."""
    if not (found.filters or (found.near and not query.near) or found.within is not None or found.text != query.q):
        return query
    within = query.within if found.within is None or query.within != DEFAULT_WITHIN else _radius(found.within)
    some, every = _wished(found, query.any_of)
    return replace(
        query,
        q=found.text if wishes(found.text) else "",
        said=query.q,
        near=query.near or found.near,
        within=within,
        any_of=_with(query.any_of, some),
        all_of=_with(query.all_of, every),
        none_of=_with(query.none_of, [(each.facet, each.key) for each in found.filters if each.exclude]),
    )


def names(query: Query, found: Understood, engine: Engine, whole: bool = False) -> Iterator[Query]:
    """The question if words that were understood are part of a name: of a place that is called so. Words that carry no
    wish at all ("Quiet House") are one if a place has them side by side. `whole`: every filter is taken for words."""
    text = engine.text
    if not (found.filters or found.text):
        yield from (replace(query, **said, said=query.q) for said in _plain_names(text, found))
        return
    chosen = name_parts(text, found.parts, _doubtful(found, engine), whole)
    if chosen:
        left = tuple(part for part in found.parts if part not in chosen)
        filters = tuple(each for part in left for each in part.filters)
        near = "" if any(part.kind == "place" for part in chosen) else found.near
        said = " ".join(part.words for part in chosen)
        named = plain(query, replace(found, text=said, filters=filters, parts=left, near=near))
        yield replace(named, said=query.q)


def _plain_names(text: TextIndex, found: Understood) -> Iterator[dict[str, str]]:
    """Words that carry no wish, where a name holds them side by side: with the place ("Denver Cares"), or before or
    after it ("New Day Recovery, Columbus, Ohio")."""
    rest = [part for part in found.parts if part.kind not in ("place", "radius")]
    telling = [word for part in rest for word in split(part.words) if word not in STOPWORDS]
    if telling and _named(text, found.asked):
        yield {"q": found.asked}
    if len(telling) > 1 and len(rest) < len(found.parts):
        said = found.asked[rest[0].start : rest[-1].end]
        if not any(rest[0].end <= part.start < rest[-1].start for part in found.parts if part not in rest):
            yield from [{"q": said, "near": found.near}] if _named(text, said) else []


def _named(text: TextIndex, said: str) -> bool:
    phrase = tuple(sequence(said))
    return bool(phrase) and side_by_side(text, phrase).docs.size > 0


def instead(query: Query, found: Understood, engine: Engine) -> Iterator[Query]:
    """Questions that a sentence may be meant as if `plain` finds nothing, the likeliest first: a name made of nothing
    but filters; any of several wishes of one kind; what else some of the words may mean."""
    if all(each.facet in IN_NAMES for each in found.filters):
        yield from (one for one in names(query, found, engine, whole=True) if _calls(engine, one))
    meant = plain(query, found)
    if meant.all_of != query.all_of:
        wished = [(facet, key) for facet, keys in meant.all_of.items() for key in keys]
        yield replace(meant, any_of=_with(meant.any_of, wished), all_of=query.all_of)
    yield from _placed(query, found, engine)
    others = (_otherwise(found, part) for part in found.parts if any(not each.exclude for each in part.filters))
    yield from (plain(query, other) for other in others if other is not None)
    if found.within is None and query.within == DEFAULT_WITHIN:  # "methadone bemidji": the nearest, however far
        yield from (replace(one, within=None) for one in _placed(query, found, engine))


def _placed(query: Query, found: Understood, engine: Engine) -> Iterator[Query]:
    """With the place that was only suggested, where a question has none and one place is so called: "hazelden betty
    ford naples"."""
    if query.near or found.near:
        return
    for one in found.suggestions:
        if one.near and one.words in found.text and _is_one(engine, one.near):
            rest = found.text.replace(one.words, " ")
            yield plain(query, replace(found, near=one.near, text=" ".join(rest.strip(" ;").split())))


def _is_one(engine: Engine, near: str) -> bool:
    """Whether one place has this name, and is no hamlet."""
    try:
        place = find_place(engine.places, near)
    except QueryError:
        return False
    return place is not None and (place.kind in ("state", "zip") or place.population >= PEOPLE)


def _calls(engine: Engine, query: Query) -> bool:
    """Whether the first place that a question finds is called what it asks for: "mental health" is in many names, but
    a place in Guam with the words elsewhere is not called so."""
    hits = engine.search(replace(query, page=1, size=1)).hits
    return bool(hits) and is_called(engine.text, _names(hits[0].facility), query.q)


def _names(one: Facility) -> str:
    return " ".join((one.name, one.name2, *(f"{voice.name} {voice.name2}" for voice in one.voices)))


def settled(query: Query, found: Understood, error: QueryError, engine: Engine) -> Iterator[Query]:
    """The questions that one may be whose place may be several: in the state whose code follows, though it is a word
    ("portland me iop"); for a whole state, where a town in it has its name ("new york"); a long name, which a place in
    one of them has ("women's recovery center cleveland")."""
    choices = next((problem.choices for problem in error.problems if problem.parameter == "near"), ())
    place = next((part for part in found.parts if part.kind == "place"), None)
    after = split(found.asked[place.end :])[:1] if place else []
    coded = [choice for choice in choices if after and choice.endswith(f", {after[0].upper()}")]
    meant = plain(query, found)
    if len(coded) == 1 and after[0] in WORDS_TOO:
        yield replace(meant, near=coded[0])
    yield from _state(meant, choices)
    said = [word for each in found.parts if each.kind == "filter" for word in split(each.words)]
    begins = place is not None and place.start == 0 and (region_of(found.near) or part_of_state(found.near))
    if said and (begins or len(said) >= LONG_NAME) and all(each.facet in IN_NAMES for each in found.filters):
        yield from names(query, found, engine, whole=True)


def _state(query: Query, choices: Sequence[str]) -> Iterator[Query]:
    state = said_state(words(choices[0])) if choices else None
    inside = state and all(choice.endswith(f", {state}") for choice in choices[1:])
    if inside:
        yield replace(query, near=choices[0])


def _wished(found: Understood, chosen: Mapping[str, Sequence[str]]) -> tuple[Wishes, Wishes]:
    """The filters of which any fits, and those that must all fit: several of one facet, said apart and not as
    alternatives. What adds to a choice made outright is an alternative."""
    every = [one for facet in sorted(TOGETHER - chosen.keys()) for one in _together(found, facet)]
    filters = dict.fromkeys((each.facet, each.key) for each in found.filters if not each.exclude)
    return [one for one in filters if one not in every], every


def _together(found: Understood, facet: str) -> Wishes:
    """The filters of a facet that must all fit; none where there are fewer than two."""
    said = [part for part in found.parts if any(each.facet == facet and not each.exclude for each in part.filters)]
    wished = [tuple(dict.fromkeys(each.key for each in part.filters if each.facet == facet)) for part in said]
    between = (found.asked[one.end : other.start].lower() for one, other in pairwise(said))
    if any(len(keys) > 1 for keys in wished) or any(map(_EITHER.search, between)):
        return []
    different = dict.fromkeys((facet, key) for keys in wished for key in keys)
    return list(different) if len(different) > 1 else []


def _with(chosen: Mapping[str, tuple[str, ...]], more: Wishes) -> dict[str, tuple[str, ...]]:
    found = dict(chosen)
    for facet, key in more:
        found[facet] = tuple(dict.fromkeys((*found.get(facet, ()), key)))
    return found


def _radius(miles: float) -> float | None:
    return None if math.isinf(miles) else min(max(miles, 0.1), MAX_WITHIN)


def _otherwise(found: Understood, part: Part) -> Understood | None:
    """The same, with the words of a part meaning what else they may: of the same facets where there is such, else
    whatever is suggested for them. Few sources name insurers; more tell that private insurance is accepted."""
    others = [one for one in found.suggestions if one.words == part.words and one.facet and not one.exclude]
    if any(each.facet == "insurer" for each in part.filters):
        paid = any(each.facet == INSURED[0] and each not in part.filters for each in found.filters)
        if paid:  # "humana medicare": the second is known of more places
            return _without(found, part)
        others = [Suggestion(words=part.words, facet=INSURED[0], key=INSURED[1])]
    alike = [one for one in others if one.facet in {each.facet for each in part.filters}]
    given_up = {one.facet for one in alike}
    meant = tuple(Found(facet=one.facet, key=one.key, words=one.words) for one in alike or others)
    if not meant:
        return None
    kept = tuple(each for each in part.filters if given_up and each.facet not in given_up)
    changed = replace(part, filters=(*kept, *meant))
    parts = tuple(changed if one is part else one for one in found.parts)
    return replace(found, parts=parts, filters=tuple(each for one in parts for each in one.filters))


def _without(found: Understood, part: Part) -> Understood:
    """The same without the filters of a part."""
    parts = tuple(replace(part, kind="ignored", filters=()) if one is part else one for one in found.parts)
    return replace(found, parts=parts, filters=tuple(each for one in parts for each in one.filters))


def _doubtful(found: Understood, engine: Engine) -> list[Part]:
    """The place of a sentence, where it was misspelt or may be several."""
    parts = [part for part in found.parts if part.kind == "place"]
    read = {typed for typed, _ in found.corrections}
    if not parts or any(part.words in read for part in parts):
        return parts
    try:
        find_place(engine.places, found.near)
    except QueryError:
        return parts
    return []
