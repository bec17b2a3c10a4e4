"""Which name each listing of a run has in the record, from what the source held before data of its date.

The answer depends on the listings and on what was held, never on the order of rows: every step sorts, or takes only
what is the one of its kind. `renaming.py` makes it independent of the order of imports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, count

from directory import names
from directory.content import Content
from directory.reading import Held, Order, Reader
from importers.succession import successors


def named(
    reader: Reader, source: str, contents: Sequence[Content], scopes: Collection[str], until: Order | None
) -> list[str]:
    """The names of listings, in their order. `scopes` are those they cover completely. `until` is the `Run.order` of
    their run, None when it is the newest of all."""
    naming = _Naming(reader, contents, reader.held(source, until))
    if naming.nameless:
        naming.keyed()
        naming.continued(scopes)
    if naming.nameless:
        naming.fresh(names.given(reader, source, until))
    return naming.names


class _Naming:
    """`names` are in the order of the listings. `nameless` are those without one yet, by number; `left` is what was
    held under names that no listing has taken."""

    def __init__(self, reader: Reader, contents: Sequence[Content], held: Mapping[str, Held]) -> None:
        self._reader, self._held = reader, held
        self.names, left = _same(contents, held)
        self.nameless = {number: contents[number] for number, name in enumerate(self.names) if not name}
        self.left = {name: held[name] for name in sorted(left, key=_rank)}

    def keyed(self) -> None:
        """One that has the key the source gave it last time keeps that name; of several, by name and by digest."""
        alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        keys = names.keys(self._reader, self.left)
        for name in reversed(self.left):
            alike[self.left[name].scope, keys[name]].append(name)
        for number, content in self._sorted():
            if alike.get((content.scope, content.key)):
                self._take(number, alike[content.scope, content.key].pop())

    def continued(self, scopes: Collection[str]) -> None:
        """One that continues a lost listing takes over its name, so that the place keeps its public id."""
        lost = {name: item for name, item in self.left.items() if item.scope in scopes}
        if lost:
            new = {number: content.listing() for number, content in self.nameless.items()}
            for number, name in successors(self._reader.contents(lost), new).items():
                self._take(number, name)

    def fresh(self, given: Mapping[str, str]) -> None:
        """The rest are named by their keys: key, key#2, key#3 ... as far as nothing else has the name, in this run or
        before it. A source's own keys hold no "#".

        Sources list a few places twice (14 pairs among 19,627). A name of another scope is another listing's for ever.
        """
        taken = {*self.names, *self._held}
        for number, content in self._sorted():
            free = (name for name in _names(content.key) if name not in taken)
            name = next(name for name in free if given.get(name, content.scope) == content.scope)
            taken.add(name)
            self.names[number] = name

    def _sorted(self) -> list[tuple[int, Content]]:
        return sorted(self.nameless.items(), key=lambda item: item[1].digest)

    def _take(self, number: int, name: str) -> None:
        self.names[number] = name
        del self.nameless[number], self.left[name]


def _same(contents: Sequence[Content], held: Mapping[str, Held]) -> tuple[list[str], list[str]]:
    """A listing that is to the letter what was held keeps that name; "" for the others. And the names that are left."""
    found: dict[bytes, str] = {}
    alike: defaultdict[bytes, list[str]] = defaultdict(list)
    for name, item in held.items():
        if found.setdefault(item.digest, name) != name:
            alike[item.digest].append(name)
    for digest, others in alike.items():
        others.append(found[digest])
        others.sort(key=_rank, reverse=True)
        found[digest] = others.pop()
    taken = [_next(found, alike, content.digest) for content in contents]
    return taken, [*found.values(), *chain.from_iterable(alike.values())]


def _next(found: dict[bytes, str], alike: Mapping[bytes, list[str]], digest: bytes) -> str:
    name = found.pop(digest, "")
    if name and alike.get(digest):
        found[digest] = alike[digest].pop()
    return name


def _rank(name: str) -> tuple[int, str]:
    """key before key#2, and key#9 before key#10."""
    return len(name), name


def _names(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}#{number}" for number in count(2))
