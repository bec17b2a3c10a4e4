"""From listings to the rows of a generation, one a facility: those alone, those joined, those no longer listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from directory.facility import Citation, Ended, Facility
from directory.reading import Current, Reader, Run, Withdrawn
from directory.vocabulary import vocabulary
from search.grouping import Grouping
from search.making import Indexed, Maker
from search.manifest import SourceCount
from search.merging import Held, Part, ranked
from search.moving_in import here_now
from search.places import Places
from search.protecting import Guard
from search.stored import Stored
from search.words import fold

Row = tuple[str, str, Indexed, bytes]
"""Sort name, id, what is indexed, and the facility."""


class Builder:
    """Turns listings into rows of facilities, counting them by source on the way.

    `withheld` are the ids of facilities that an operator does not list at all, `gated` of those that keep their street,
    `gone` of those that are not listed any more, `lost` those that corrections name and that no source has ever listed.
    """

    def __init__(self, reader: Reader, places: Path, grouping: Grouping, guard: Guard) -> None:
        self.withheld: set[str] = set()
        self.gated: set[str] = set()
        self.gone: set[str] = set()
        self.lost: set[str] = set()
        self._reader = reader
        self._grouping = grouping
        self._guard = guard
        self._places_path = places
        self._sources = {source["key"]: source for source in reader.sources()}
        self._seen: dict[str, list[tuple[str, str]]] = {}
        self._citations: dict[tuple[int, str], Citation] = {}
        self._dropped: dict[str, dict[str, Ended]] = {}
        self._encode = msgspec.msgpack.Encoder().encode

    @property
    def moved(self) -> Mapping[str, str]:
        """Ids that lead to another facility, and which."""
        return self._grouping.moved

    def rows(self) -> Iterator[Row]:
        """The row of every facility, in no order."""
        places, held = Places(self._places_path), Held()
        try:
            maker = Maker(places, vocabulary(), self._reader.geocodes())
            for item in self._reader.current():
                yield from self._current(maker, item, held)
            for lost in self._reader.gone():
                yield from self._ended(maker, lost, held)
            for group_id, parts in held:
                yield from self._joined(maker, group_id, parts)
        finally:
            held.close()
            places.close()

    def here_now(self) -> Iterator[tuple[str, int, str, bool]]:
        """Who is listed where a place was that is not listed any more; see `moving_in.here_now`. Once all are made."""
        return here_now(self._grouping.here, self._grouping.moved, self.gone, self.gated | self.withheld)

    def notes(self) -> list[str]:
        """What an operator should know of this publication."""
        told = {
            "{count:,} corrections are about facilities that no source has listed (yet): {ids}": self.lost,
            "{count:,} facilities are not listed, as the operator decided": self.withheld,
            "{count:,} facilities keep their street, because they or their neighbors are front gate only: {ids}": (
                self.gated
            ),
        }
        return [text.format(count=len(ids), ids=", ".join(sorted(ids)[:20])) for text, ids in told.items() if ids]

    def source_counts(self) -> list[SourceCount]:
        """How many current listings each source gave, with the newest dates of its data and its imports."""
        return [_count(self._sources[key], dates) for key, dates in self._seen.items()]

    def _current(self, maker: Maker, item: Current, held: Held) -> Iterator[Row]:
        citation = self._citation(item.run, item.listing.as_of)
        self._seen.setdefault(item.source, []).append((citation.as_of, citation.imported))
        yield from self._made(maker, item, citation, held)

    def _ended(self, maker: Maker, lost: Withdrawn, held: Held) -> Iterator[Row]:
        """A withdrawn listing; nothing of one whose place others still list, or that was only a correction."""
        amendment = lost.listing.amendment
        ended = Ended(label=str(self._sources[lost.source]["label"]), since=lost.since)
        if lost.facility in self._grouping.former:
            home = self._grouping.moved.get(lost.facility, lost.facility)
            self._dropped.setdefault(home, {})[lost.source] = ended
        if lost.facility in self._grouping.former or (amendment is not None and amendment.about):
            return
        item = Current(lost.facility, lost.source, lost.listing, lost.run)
        yield from self._made(maker, item, self._citation(lost.run, lost.listing.as_of), held, (ended,))

    def _made(
        self, maker: Maker, item: Current, citation: Citation, held: Held, ended: tuple[Ended, ...] = ()
    ) -> Iterator[Row]:
        """The row of a listing that is a facility alone; others are put by."""
        facility, indexed = maker.make(item, citation, ended)
        group_id = self._grouping.corrections.get(facility.id) or self._grouping.joined.get(facility.id)
        guarded = self._guard.hides(facility.id) or self._guard.gates(facility.id, facility)
        if group_id is None and item.listing.amendment is None and not ended and not guarded:
            yield self._row(facility, indexed, ())
        else:
            held.put(group_id or facility.id, maker.part(item, facility, indexed))

    def _joined(self, maker: Maker, group_id: str, parts: Sequence[Part]) -> Iterator[Row]:
        if all(part.corrects for part in parts):
            self.lost.add(group_id)
        elif any(self._guard.hides(id_) for id_ in (group_id, *(part.facility.id for part in parts))):
            self.withheld.add(group_id)
        else:
            gated = any(self._guard.gates(part.facility.id, part.facility) for part in parts)
            self.gated.update([group_id] if gated or self._guard.gates(group_id, parts[0].facility) else [])
            voices = tuple(part.yes for part in ranked(parts)) if len(parts) > 1 else ()
            facility, indexed = maker.join(group_id, parts, gated=group_id in self.gated)
            yield self._row(replace(facility, dropped=self._dropped_by(facility)), indexed, voices)

    def _dropped_by(self, facility: Facility) -> tuple[Ended, ...]:
        """The sources that listed it and do no longer, but for those that still do under another key."""
        standing = {source.source for source in facility.sources}
        dropped = self._dropped.get(facility.id, {})
        return tuple(ended for source, ended in sorted(dropped.items()) if source not in standing)

    def _row(self, facility: Facility, indexed: Indexed, voices: tuple[bytes, ...]) -> Row:
        if not facility.listed:
            self.gone.add(facility.id)
        stored = Stored(self._flagged(facility), tuple(indexed.surveys.split()), indexed.yes, voices)
        name = fold(f"{facility.name} {facility.name2}")
        return name, facility.id, indexed, self._encode(stored)

    def _flagged(self, facility: Facility) -> Facility:
        """With a count on each telephone that many places list."""
        shared = self._grouping.shared
        if not any(phone.number in shared for phone in facility.phones):
            return facility
        return replace(facility, phones=tuple(replace(p, shared=shared.get(p.number, 0)) for p in facility.phones))

    def _citation(self, run: Run, own: str) -> Citation:
        """Of a listing in a run; `own` is the date it has for itself, "" where it has the run's."""
        if (run.id, own) not in self._citations:
            source = self._sources[run.source]
            self._citations[run.id, own] = Citation(
                source=run.source,
                label=source["label"],
                url=source["url"],
                as_of=own or run.as_of,
                imported=run.imported[:10],
                fictional=source["fictional"],
            )
        return self._citations[run.id, own]


def _count(source: Mapping[str, Any], dates: Sequence[tuple[str, str]]) -> SourceCount:  # Any: column values
    told = {name: source[name] for name in ("key", "label", "publisher", "url", "licence", "fictional")}
    told |= {"as_of": max(as_of for as_of, _ in dates), "imported": max(imported for _, imported in dates)}
    return SourceCount(**told, count=len(dates))
