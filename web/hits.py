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
from web import cards, id_list, links, words
from web.language import gettext as _
from web.render import Ready

if TYPE_CHECKING:
    from search.manifest import Manifest

LIMIT = 12_000_000
"""Bytes of cards that are remembered: some four thousand places."""


@dataclass(frozen=True, slots=True)
class Card:
    """A place as HTML in three pieces, between which stand its distance and what it has of what was asked for. `short`
    is one line with its telephone. `told` says whether anything is promised of it: not of places no longer listed.
    `page` is its address, `add` ends the link that adds it to a list."""

    head: bytes
    body: bytes
    foot: bytes
    short: bytes
    told: bool
    page: bytes
    add: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return sum(map(len, (self.head, self.body, self.foot, self.short, self.page, self.add)))


class Adding:
    """What cards say of somebody's list: `url` is the address of the page of results, without the list. The address is
    written once, and each card appends its id."""

    def __init__(self, url: str, ids: tuple[str, ...]) -> None:
        start = str(escape(f"{url}{'&' if '?' in url else '?'}{id_list.LIST}="))
        first = start + "".join([f"{each}," for each in ids])
        self._ids = ids
        self._carried = id_list.along("", ids).encode()
        add = f'<p class="no-print"><a class="add" rel="nofollow" href="{first}'
        self._add = b"" if len(ids) >= id_list.MOST else add.encode()
        self._has = _has(id_list.address(ids)).encode() if ids else b""

    def to(self, card: Card, public_id: str) -> tuple[bytes, bytes]:
        """The beginning of a card, the list in its link; and the link that adds the place, or that it is in the list:
        nothing where the list is full, or the place no longer listed."""
        add = self._add + card.add if self._add and card.told else b""
        if not self._ids:
            return card.head, add
        head = card.head.replace(b'"%b"' % card.page, b'"%b%b"' % (card.page, self._carried), 1)
        return head, self._has if public_id in self._ids else add


class Cards:
    """Makes cards and remembers them. Threads may share it."""

    def __init__(self, environment: jinja2.Environment, limit: int = LIMIT) -> None:
        self._environment = environment
        self._made: Remembered[tuple[str, str], Card] = Remembered(limit, lambda card: card.size)

    def listed(self, hits: Sequence[Hit], query: Query, manifest: Manifest, adding: Adding) -> Ready:
        """The items of the list of an answer."""
        wanted = tuple(wish.word for wish in wishes(query.q)) if query.q else ()
        chosen = [(facet, key, str(escape(label))) for facet, key, label in cards.chosen(query)]
        return Ready([piece for hit in hits for piece in self._item(hit, chosen, wanted, manifest, adding)])

    def short(self, hits: Sequence[Hit], manifest: Manifest) -> Ready:
        """The same in short."""
        lines = ((b"<li>", _away(hit), self._card(hit.facility, manifest).short, b"\n") for hit in hits)
        return Ready([piece for line in lines for piece in line])

    def _item(
        self, hit: Hit, chosen: Sequence[cards.Wish], wanted: tuple[str, ...], manifest: Manifest, adding: Adding
    ) -> tuple[bytes, ...]:
        card = self._card(hit.facility, manifest)
        told = _told(hit.facility, chosen, wanted) if card.told and (chosen or wanted) else b""
        head, add = adding.to(card, hit.facility.id)
        return head, _away(hit), card.body, told, add, card.foot

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
            head=f'<li class="hit" id="p-{facility.id}">{made.head(facility)}<p class="where">'.encode(),
            body=made.body(facility, numbers, lines, opioid, ended).encode(),
            foot=f"{made.foot(facility)}\n".encode(),
            short=made.short(facility, numbers).encode(),
            told=not ended,
            page=links.facility(facility).encode(),
            add=made.add(facility).encode(),
        )


class _Macros(Protocol):
    """The macros of `card.html`, as a template's module has them."""

    def head(self, facility: Facility) -> Markup: ...
    def body(self, *given: object) -> Markup: ...
    def foot(self, facility: Facility) -> Markup: ...
    def short(self, facility: Facility, numbers: tuple[cards.Number, ...]) -> Markup: ...
    def add(self, facility: Facility) -> Markup: ...


def _has(address: str) -> str:
    """What the card of a place says that is in the list. Nothing has to be escaped in the list's address."""
    told, see = _("In your list."), _("See the list")  # no message is found within an f-string
    return f'<p class="no-print">{told} <a class="add" href="{address}">{see}</a></p>'


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
    return (("met", _("In its name or address:"), met),) if met else ()
