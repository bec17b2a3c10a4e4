"""The names of listings in the record, and giving a run's sightings other names.

A name is `LISTINGS.key`: the source's own key of the first listing that was seen under it, or that with `#2`, `#3` ...
A place keeps it when the source gives it another key. `importers/naming.py` decides which listing has which name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from directory.content import Content, stored
from directory.listing import public_id
from directory.reading import Held, Order, Reader, Run, batches
from directory.store import Writer
from directory.tables import LISTINGS, RENAMED, SAID, SEEN, VERSIONS


class Sighting(NamedTuple):
    """One listing of a run: the row id and name it is seen under, and what the source said."""

    listing: int
    name: str
    content: Content


def given(reader: Reader, source: str, until: Order | None = None) -> dict[str, str]:
    """Every name that runs of a source gave, runs taken back included -> its scope. With `until`, those of the runs
    before it."""
    query = select(LISTINGS.c.key, LISTINGS.c.scope).where(LISTINGS.c.source == source)
    if until is not None:
        earlier = [run.id for run in reader.runs(source) if run.order < until]
        query = query.where(LISTINGS.c.id.in_(select(SEEN.c.listing).where(SEEN.c.run.in_(earlier))))
    return dict(map(tuple, reader._connection.execute(query)))


def keys(reader: Reader, held: Mapping[str, Held]) -> dict[str, str]:
    """Name -> the source's own key in what is held under it."""
    names = {item.version: name for name, item in held.items()}
    found = {}
    for batch in batches(sorted(names)):
        query = select(VERSIONS.c.id, VERSIONS.c.digest, VERSIONS.c.content).where(VERSIONS.c.id.in_(batch))
        for version, digest, data in reader._connection.execute(query):
            found[names[version]] = stored(digest, data).key
    return found


def sightings(reader: Reader, run: int) -> list[Sighting]:
    """Everything a run held."""
    rows = SEEN.join(LISTINGS, SEEN.c.listing == LISTINGS.c.id).join(VERSIONS, SEEN.c.version == VERSIONS.c.id)
    columns = (LISTINGS.c.id, LISTINGS.c.key, VERSIONS.c.digest, VERSIONS.c.content)
    query = select(*columns).select_from(rows).where(SEEN.c.run == run)
    found = reader._connection.execute(query)
    return [Sighting(listing, name, stored(digest, data)) for listing, name, digest, data in found]


def rename(writer: Writer, run: Run, moves: Sequence[tuple[Sighting, str]]) -> None:
    """Let a run have seen these listings under other names. What is left of the old names, `retire` clears away."""
    for batch in batches(sighting.listing for sighting, _ in moves):
        writer._connection.execute(delete(SEEN).where(SEEN.c.run == run.id, SEEN.c.listing.in_(batch)))
    writer.saw(run.id, run.source, ((name, sighting.content) for sighting, name in moves))


def retire(writer: Writer, source: str, moved: Mapping[int, tuple[str, str]]) -> None:
    """Clear away what nothing is seen under any more. `moved`: listing's row id -> its name, and the name that most
    lately took over from it, to which the old public id leads from now on."""
    runs = [run.id for run in writer.runs(source)]
    led: dict[str, str] = {}
    for batch in batches(sorted(moved)):
        seen = writer.sightings(runs, batch)
        used = {listing for _, listing in seen}
        dead = [listing for listing in batch if listing not in used]
        _drop_versions(writer, batch, set(seen.values()))
        writer._connection.execute(delete(LISTINGS).where(LISTINGS.c.id.in_(dead)))
        led |= {public_id(source, moved[n][0]): public_id(source, moved[n][1]) for n in dead}
    _lead(writer, led)


def _drop_versions(writer: Writer, listings: Sequence[int], used: set[int]) -> None:
    """Remove the versions of listings that no run saw: they are kept under another name."""
    query = select(VERSIONS.c.id).where(VERSIONS.c.listing.in_(listings))
    unseen = [version for version in writer._connection.execute(query).scalars() if version not in used]
    for batch in batches(unseen):
        writer._connection.execute(delete(SAID).where(SAID.c.version.in_(batch)))
        writer._connection.execute(delete(VERSIONS).where(VERSIONS.c.id.in_(batch)))


def _lead(writer: Writer, led: Mapping[str, str]) -> None:
    """Note where ids lead now, also those that led to one of them: never to one that leads on."""
    earlier = {old: led[home] for old, home in writer.renamed().items() if home in led}
    for batch in batches(earlier):
        writer._connection.execute(delete(RENAMED).where(RENAMED.c.id.in_(batch)))
    for some in batches((earlier | dict(led)).items()):
        writer._connection.execute(insert(RENAMED), [{"id": old, "facility": home} for old, home in some])
