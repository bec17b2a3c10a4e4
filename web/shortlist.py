"""Somebody's own list: its page, the sheet to call from, the picture of its link. The list is in the address alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from directory.facility import Facility
from search.engine import Engine
from search.query import Query
from web import cards, comparing, id_list, results, sharing, words
from web.caching import NEVER
from web.language import bare
from web.language import gettext as _
from web.results import Link
from web.site import Site

LIST, SHEET, PICTURE = "/shortlist", "/shortlist/sheet", "/shortlist/qr.svg"


@dataclass(frozen=True, slots=True)
class Moves:
    """Addresses of the list with one place further up, further down, or without it; "" where there is no such."""

    up: str
    down: str
    without: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. `kind` is "listed", "ended", "withheld" or "unknown"; of the last two `place` is None. Of an
    ended place no more is told than that, and no number."""

    id: str
    kind: str
    place: Facility | None
    moves: Moves
    numbers: tuple[cards.Number, ...] = ()
    offers: tuple[cards.Offer, ...] = ()
    opioid: str = ""

    @property
    def name(self) -> str:
        """What it is called, where that can be told."""
        return self.place.name if self.place else self.id


@dataclass(frozen=True, eq=False, slots=True)
class Shortlist:
    """Handlers of the list."""

    site: Site

    def page(self, request: Request) -> Response:
        """The list: in calling order, side by side, and the ways to send it."""
        with self.site.serving.engine() as engine:
            ids = _asked(engine, request)
            entries = tuple(_entries(engine, ids))
            places = _callable(entries)
            link = sharing.link_of(request, self.site.settings.public_url, ids) if ids else ""
            shown = {
                "entries": entries,
                "beside": places[: comparing.MOST],
                "numbers": [cards.numbers(place) for place in places[: comparing.MOST]],
                "parts_of": comparing.compared(places[: comparing.MOST]),
                "said": comparing.said(),
                "mine": id_list.joined(ids),
                "sheet": id_list.address(ids, SHEET),
                "picture": id_list.address(ids, PICTURE),
                "share": sharing.share(link, places) if link else None,
                "here": bare(id_list.address(ids)),
                "canonical": {} if ids else self.site.whole(LIST),
                "query": Query(),
                "radii": results.radii(Query().within),
            }
            return self._page("shortlist.html", engine, shown)

    def sheet(self, request: Request) -> Response:
        """The list on paper: whom to call in which order, what to say and to ask, room for what they answer."""
        with self.site.serving.engine() as engine:
            ids = _asked(engine, request)
            entries = tuple(_entries(engine, ids))
            shown = {
                "entries": [entry for entry in entries if entry.kind == "listed"],
                "left_out": [entry for entry in entries if entry.kind != "listed"],
                "today": words.day(self.site.today().isoformat()),
                "back": id_list.address(ids),
                "here": bare(id_list.address(ids, SHEET)),
            }
            return self._page("sheet.html", engine, shown)

    def picture(self, request: Request) -> Response:
        """The link of the list as a QR code."""
        with self.site.serving.engine() as engine:
            ids = _asked(engine, request)
        link = sharing.link_of(request, self.site.settings.public_url, ids)
        if not ids or not link:
            raise HTTPException(404)
        return Response(sharing.picture(link), media_type="image/svg+xml", headers={"Cache-Control": NEVER})

    def _page(self, template: str, engine: Engine, shown: Mapping[str, object]) -> Response:
        return self.site.renderer.page(template, engine.manifest, shown, headers={"Cache-Control": NEVER})


def mine(ids: tuple[str, ...]) -> Link | None:
    """The way to a list from elsewhere; None where there is none yet."""
    return Link(_("Your list (%(count)s)") % {"count": len(ids)}, id_list.address(ids)) if ids else None


def adding(ids: tuple[str, ...], place: Facility) -> Link:
    """What the page of a place offers: to put it into the list, or the list."""
    if place.id in ids:
        return Link(_("It is in your list: see the list"), id_list.address(ids))
    if len(ids) >= id_list.MOST:
        return Link(_("Your list is full: see the list"), id_list.address(ids))
    return Link(_("Add to my list"), id_list.address((*ids, place.id)))


def _asked(engine: Engine, request: Request) -> tuple[str, ...]:
    """The ids of a request, those of places that go by another now under that, each once."""
    ids = id_list.ids_of(request.query_params.multi_items(), id_list.IDS)
    return tuple(dict.fromkeys(engine.moved(each) or each for each in ids))


def _entries(engine: Engine, ids: Sequence[str]) -> Iterator[Entry]:
    for at, public_id in enumerate(ids):
        place, moves = engine.facility(public_id), _moves(ids, at)
        if place is None:
            yield Entry(public_id, "withheld" if engine.withheld(public_id) else "unknown", None, moves)
        elif place.listed:
            told = cards.numbers(place), cards.offers(place), cards.opioid_medications(place)
            yield Entry(public_id, "listed", place, moves, *told)
        else:
            yield Entry(public_id, "ended", place, moves)


def _callable(entries: Sequence[Entry]) -> tuple[Facility, ...]:
    return tuple(entry.place for entry in entries if entry.place and entry.kind == "listed")


def _moves(ids: Sequence[str], at: int) -> Moves:
    rest = (*ids[:at], *ids[at + 1 :])
    return Moves(
        up=id_list.address((*rest[: at - 1], ids[at], *rest[at - 1 :])) if at else "",
        down=id_list.address((*rest[: at + 1], ids[at], *rest[at + 1 :])) if at < len(rest) else "",
        without=id_list.address(rest),
    )
