"""The list of a page: one card a place. What does not depend on the question is rendered once a place and generation,
and remembered as long as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import jinja2
from markupsafe import Markup, escape

from directory.facility import Facility
from search.query import Hit, Query
from search.remembered import Remembered
from search.words import split, wishes
from web import cards, words
from web.render import Ready

if TYPE_CHECKING:
    from search.generation import Manifest

LIMIT = 12_000_000
"""Bytes of cards that are remembered: some four thousand places."""


@dataclass(frozen=True, slots=True)
class Card:
    """A place as HTML in three pieces, between which stand its distance and what it has of what was asked for. `short`
    is one line with its telephone. `told` says whether anything is promised of it: not of places no longer listed."""

    head: bytes
    body: bytes
    foot: bytes
    short: bytes
    told: bool

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.head) + len(self.body) + len(self.foot) + len(self.short)


class Cards:
    """Makes cards and remembers them. Threads may share it."""

    def __init__(self, environment: jinja2.Environment, limit: int = LIMIT) -> None:
        self._environment = environment
        self._made: Remembered[tuple[str, str], Card] = Remembered(limit, lambda card: card.size)

    def listed(self, hits: Sequence[Hit], query: Query, manifest: Manifest) -> Ready:
        """The items of the list of an answer."""
        wanted = tuple(wish.word for wish in wishes(query.q)) if query.q else ()
        chosen = [(facet, key, str(escape(label))) for facet, key, label in cards.chosen(query)]
        return Ready([piece for hit in hits for piece in self._item(hit, chosen, wanted, manifest)])

    def short(self, hits: Sequence[Hit], manifest: Manifest) -> Ready:
        """The same in short."""
        lines = ((b"<li>", _away(hit), self._card(hit.facility, manifest).short, b"\n") for hit in hits)
        return Ready([piece for line in lines for piece in line])

    def _item(
        self, hit: Hit, chosen: Sequence[cards.Wish], wanted: tuple[str, ...], manifest: Manifest
    ) -> tuple[bytes, ...]:
        card = self._card(hit.facility, manifest)
        told = _told(hit.facility, chosen, wanted) if card.told and (chosen or wanted) else b""
        return card.head, _away(hit), card.body, told, card.foot

    def _card(self, facility: Facility, manifest: Manifest) -> Card:
        key = (manifest.built, facility.id)
        card = self._made.get(key)
        if card is None:
            card = self._make(facility)
            self._made.keep(key, card)
        return card

    def _make(self, facility: Facility) -> Card:
        made = cast("_Macros", self._environment.get_template("card.html").module)
        numbers, ended = cards.numbers(facility), tuple(map(words.ended, facility.ended))
        lines = () if ended else cards.offers(facility)
        opioid = "" if ended else cards.opioid_medications(facility)
        return Card(
            head=f'<li class="hit">{made.head(facility)}<p class="where">'.encode(),
            body=made.body(facility, numbers, lines, opioid, ended).encode(),
            foot=f"{made.foot(facility)}\n".encode(),
            short=made.short(facility, numbers).encode(),
            told=not ended,
        )


class _Macros(Protocol):
    """The macros of `card.html`, as a template's module has them."""

    def head(self, facility: Facility) -> Markup: ...
    def body(self, *given: object) -> Markup: ...
    def foot(self, facility: Facility) -> Markup: ...
    def short(self, facility: Facility, numbers: tuple[cards.Number, ...]) -> Markup: ...


def _away(hit: Hit) -> bytes:
    told = words.distance(hit.miles, hit.facility.point)
    return f'<strong class="miles">{told}</strong> · '.encode() if told else b""


def _told(facility: Facility, chosen: Sequence[cards.Wish], wanted: tuple[str, ...]) -> bytes:
    """Why it is in the list, and what of the wishes it does not have. The labels of `chosen` are escaped."""
    lines = cards.wishes(facility, chosen)
    if wanted:
        lines += _words_met(facility, wanted)
    return "".join(
        [f'<p class="{kind}"><strong>{label}</strong> {" · ".join(values)}</p>' for kind, label, values in lines]
    ).encode()


def _words_met(facility: Facility, wanted: tuple[str, ...]) -> tuple[cards.Line, ...]:
    """Which of the words are in its name or address just as they were typed; nothing where it is another form."""
    have = set(split(f"{facility.name} {facility.name2} {words.address(facility)} {facility.county}"))
    met = [str(escape(word)) for word in wanted if word in have]
    return (("met", "In its name or address:", met),) if met else ()
