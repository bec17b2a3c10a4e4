"""What a page says of a sentence: what was typed, how it was read, what else may have been meant. The filters that came
out of it are the chips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from directory.errors import QueryError
from directory.vocabulary import vocabulary
from search.asking import Reply, interpret, unnamed
from search.engine import Engine
from search.places import Places
from search.plain_words import HERE
from search.query import DEFAULT_WITHIN, Query
from search.readings import INSURED
from search.said_tables import NEAR
from search.taken import taken
from search.understand import understand
from search.understood import Found, Suggestion, Understood
from search.words import fold
from web import language, links, words
from web.language import gettext as _
from web.results import Link


@dataclass(frozen=True, slots=True)
class Heard:
    """What is told of a sentence.

    * `typed`: the sentence, "" where it is the words that are searched; `exact` where they are on request.
    * `read`: misspelt words and what they were read as. `unused`: words that nothing can be searched by.
    * `dropped`: words that are in no name or address of what was found. `here`: a place is missing ("near me").
    * `crisis`: the emergency lines come first. `other`: the same words literally, or understood.
    """

    typed: str = ""
    exact: bool = False
    crisis: bool = False
    here: bool = False
    read: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    dropped: str = ""
    suggestions: tuple[Link, ...] = ()
    other: Link | None = None


def understood(reply: Reply, places: Places) -> Understood | None:
    """What was made of the sentence, as the question has it that was answered. None where there was no sentence."""
    found = _read(reply, places)
    return taken(found, reply.answer.query) if found is not None else None


def _read(reply: Reply, places: Places) -> Understood | None:
    """What the words of the sentence say; of one that was understood before (`said`) they are read again."""
    said = reply.answer.query.said
    return reply.understood or (understand(said, "", vocabulary(), places) if said else None)


def heard(reply: Reply, engine: Engine) -> Heard:
    """What a page tells of a question."""
    query, found = reply.answer.query, _read(reply, engine.places)
    if found is None:
        return Heard()
    if query.said and query.said == query.q:
        return _exactly(reply, found, engine)
    told = taken(found, query)
    return Heard(
        typed=query.said,
        crisis=found.crisis,
        here=found.here and not query.near,
        read=told.corrections,
        unused=_unused(told),
        dropped=reply.dropped,
        suggestions=(*_otherwise(engine, query, found), *_suggestions(query, found)),
        other=_other(engine, _literally(query, found)) if query.said else None,
    )


def _other(engine: Engine, literal: Query) -> Link:
    """The same words literally, with how many that finds. Every word of the sentence has to be in a name or address, so
    that a count above 0 often means that it was a name."""
    total = engine.search(replace(literal, size=1)).total
    instead = _("Search for exactly these words instead")
    none = _("no name or address has them all")
    return Link(f"{instead}: {words.places(total)}" if total else f"{instead} ({none})", links.search(literal))


def _exactly(reply: Reply, found: Understood, engine: Engine) -> Heard:
    """Of words that are searched as they are, on request or since they are a name, which the filters are offered of."""
    query = reply.answer.query
    anew = links.changed(query, said="")
    if interpret(anew, engine).query.q == query.q:
        anew = unnamed(query, engine.places)
    other = Link(_("Understand this sentence instead"), links.search(anew))
    return Heard(
        typed=query.said,
        exact=True,
        crisis=found.crisis,
        dropped=reply.dropped,
        suggestions=tuple(_otherwise(engine, query, found)) if reply.understood else (),
        other=other,
    )


def _unused(found: Understood) -> tuple[str, ...]:
    ignored = [part.words for part in found.parts if part.kind == "ignored"]
    return tuple(words for words in ignored if not (found.here and _is_here(fold(words))))


def _is_here(said: str) -> bool:
    """Whether words ask for places near something: "near me", "near 5th avenue"."""
    return said in HERE or any(said.startswith(f"{lead} ") for lead in NEAR)


def _otherwise(engine: Engine, query: Query, found: Understood) -> Iterator[Link]:
    """The filters that were said, where words of them were taken for a name or nothing fitted them, with how many
    do."""
    sides = (query.any_of, query.all_of, query.none_of)
    said = [one for one in found.filters if not one.exclude]
    left = [one for one in said if not any(one.key in side.get(one.facet, ()) for side in sides)]
    meant = unnamed(query, engine.places)
    total = _total(engine, meant) if left else None
    if left and (query.q != meant.q or not total):
        labels = dict.fromkeys(language.vocabulary().facets[one.facet].terms[one.key].label for one in left)
        told = "" if total is None else f": {words.places(total)}"
        both = _(" and ").join(labels)
        yield Link(f"{both}{told}", links.search(meant))


def _total(engine: Engine, query: Query) -> int | None:
    """How many a question finds; None where its place has to be asked back."""
    try:
        return engine.search(replace(query, size=1)).total
    except QueryError:
        return None


def _literally(query: Query, found: Understood) -> Query:
    """The sentence as words, without what was made of it; what was chosen besides stays."""
    left = _without(query, found.filters)
    if any(each.facet == "insurer" for each in found.filters):
        left = links.without(left, *INSURED)  # what was tried instead of the insurer
    near = "" if query.near == found.near else query.near
    within = query.within if found.within is None else DEFAULT_WITHIN
    return links.changed(left, q=query.said, near=near, within=within)


def _without(query: Query, filters: tuple[Found, ...]) -> Query:
    for each in filters:
        query = links.without(query, each.facet, each.key)
    return query


def _suggestions(query: Query, found: Understood) -> Iterator[Link]:
    """Links to what else may have been meant, without what is asked for already."""
    for each in found.suggestions:
        label, meant = _meant(query, found, each)
        if meant != links.changed(query):
            yield Link(label, links.search(links.changed(meant, said=query.said or query.q)))


def _meant(query: Query, found: Understood, each: Suggestion) -> tuple[str, Query]:
    """The words of a suggestion, and the question that it makes: its words are no longer searched as text."""
    if each.text:
        inside = tuple(one for one in found.filters if one.words in each.text)
        return _("the name “%(name)s”") % {"name": each.text}, links.changed(_without(query, inside), q=each.text)
    if each.near:
        elsewhere = links.changed(query, near=each.near, q=_less(query, each))
        said = not query.near or any(part.kind == "place" for part in found.parts)  # not beside a place field
        return _("near %(place)s") % {"place": each.near}, elsewhere if said else query
    field = "none_of" if each.exclude else "any_of"
    chosen: Mapping[str, tuple[str, ...]] = getattr(query, field)
    term = language.vocabulary().facets[each.facet].terms[each.key]
    label = words.mark(".not") + term.label if each.exclude else term.label
    if each.key in chosen.get(each.facet, ()):
        return label, links.changed(query)
    more = {**chosen, each.facet: (*chosen.get(each.facet, ()), each.key)}
    return label, links.changed(query, **{field: more}, q=_less(query, each))


def _less(query: Query, each: Suggestion) -> str:
    """The words of a question without those of a suggestion, where they stand in it as words."""
    padded = f" {query.q} "
    at = padded.casefold().find(f" {each.words.casefold()} ")
    if at < 0:
        return query.q
    return " ".join((padded[: at + 1] + padded[at + 1 + len(each.words) :]).split()).strip("; ")
