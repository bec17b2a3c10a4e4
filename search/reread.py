"""The leftover words of a question read once more by themselves: what says nothing then is no text to be searched.

A word may be kept as text for the sake of one beside it ("near Treatment, FL" beside Pittsburgh) that is a place, or
nothing, where what stood around both has been understood. So a question and its leftover text are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from search.understood import Part, Understood

BETWEEN = len("; ")
"""What parts two groups of words in `Understood.text`."""

_KINDS = {"filter": "ignored", "radius": "ignored", "place": "ignored"}
"""What becomes of a word that alone would be a filter or a second place."""


def reread(found: Understood, again: Understood) -> Understood:
    """A question, with the words of its text as `again` reads that text."""
    parts = tuple(_parts(found, again))
    return replace(
        found,
        near=found.near or again.near,
        text="; ".join(part.words for part in parts if part.kind == "text"),
        parts=parts,
        suggestions=tuple(dict.fromkeys((*found.suggestions, *again.suggestions))),
    )


def _parts(found: Understood, again: Understood) -> Iterator[Part]:
    """The parts of the question, those of its text taken apart; a place stays one where the question had none."""
    begins = 0
    for part in found.parts:
        if part.kind != "text":
            yield part
            continue
        for one in again.parts:
            first, last = max(one.start, begins), min(one.end, begins + len(part.words))
            if first < last:
                kind = one.kind if one.kind == "place" and not found.near else _KINDS.get(one.kind, one.kind)
                start = part.start + first - begins
                yield Part(kind=kind, words=again.asked[first:last], start=start, end=start + last - first)
        begins += len(part.words) + BETWEEN
