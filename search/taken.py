"""What was made of a sentence, as the question has it that is answered: words may be taken for a name, or for something
else than they say first (see `readings`), and what was chosen besides counts. The page, the API, assistants and the
command line all tell this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from search.query import Query
from search.readings import INSURED
from search.telephone import digits
from search.understood import Found, Part, Understood
from search.words import split


def taken(found: Understood, query: Query) -> Understood:
    """`found` as `query` has it: filters and place are those asked for, `text` is what is searched as words. Words that
    are searched are text, whatever else they may mean; a filter that is not asked for is left out of its part."""
    parts = tuple(each for part in found.parts for each in _parts(part, found, query))
    return replace(
        found,
        near=query.near,
        within=None if _literal(query) else found.within,
        text=query.q,
        filters=tuple(dict.fromkeys(each for part in parts for each in part.filters)),
        parts=parts,
        corrections=tuple((typed, read) for typed, read in found.corrections if typed not in query.q),
    )


def _literal(query: Query) -> bool:
    """Whether the sentence is searched as it is: on request, or since it is a name."""
    return bool(query.said) and query.said == query.q


def _parts(part: Part, found: Understood, query: Query) -> Iterator[Part]:
    """A part as the question has it; text of which some words are the place is several."""
    searched = query.q != found.text and _holds(query.q, part.words)
    filters = () if _literal(query) else tuple(_filters(part, found, query))
    if _literal(query) or (searched and not filters and (part.kind != "place" or query.near != found.near)):
        yield replace(part, kind="text", filters=())
    elif part.kind == "text" and query.near != found.near:
        yield from _placed(part, found, query)
    else:
        yield replace(part, filters=filters)


def _holds(text: str, words: str) -> bool:
    """Whether a text has these words side by side, or both are one telephone number."""
    if number := digits(text):
        return re.sub(r"\D", "", words).endswith(str(number))
    return f" {' '.join(split(words))} " in f" {' '.join(split(text))} "


def _filters(part: Part, found: Understood, query: Query) -> Iterator[Found]:
    """The filters of a part that are asked for; where none is, those that its words were taken for instead."""
    kept = [each for each in part.filters if _asked(query, each)]
    if kept or not part.filters:
        yield from kept
        return
    others = [Found(facet=s.facet, key=s.key, words=s.words) for s in found.suggestions if s.facet and not s.exclude]
    if any(each.facet == "insurer" for each in part.filters):
        others.append(Found(facet=INSURED[0], key=INSURED[1], words=part.words))
    yield from (each for each in others if each.words == part.words and _asked(query, each))


def _asked(query: Query, one: Found) -> bool:
    sides = (query.none_of,) if one.exclude else (query.any_of, query.all_of)
    return any(one.key in side.get(one.facet, ()) for side in sides)


def _placed(part: Part, found: Understood, query: Query) -> Iterator[Part]:
    """Text, with the place that it was only suggested to be, where that is asked for: "promises malibu"."""
    place = next((one.words for one in found.suggestions if one.near == query.near and one.words in part.words), "")
    start = found.asked.find(place, part.start, part.end) if place else -1
    if start < 0:
        yield part
        return
    end = start + len(place)
    cuts = (("text", part.start, start), ("place", start, end), ("text", end, part.end))
    for kind, first, last in cuts:
        said = found.asked[first:last].strip()
        if said:
            at = found.asked.index(said, first)
            yield Part(kind=kind, words=said, start=at, end=at + len(said))
