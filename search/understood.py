"""What is understood of a typed question: filters, place, radius, leftover text, and which words said it."""

from __future__ import annotations

import msgspec

KINDS = ("filter", "place", "radius", "emergency", "ignored", "filler", "text")
"""What became of a word. "ignored" was understood and cannot be answered (a second place, "open now", "not religious"),
"filler" carries no wish."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that was said. `words` as typed; `correction` what they were read as, "" when they were spelt right.

    Several filters of one facet with the same words are alternatives: any of them fits. `exclude`: it must not be so.
    """

    facet: str
    key: str
    words: str
    correction: str = ""
    exclude: bool = False


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What may have been meant by `words`: a filter (`facet` and `key`), a place (`near`) or a name (`text`)."""

    words: str
    facet: str = ""
    key: str = ""
    exclude: bool = False
    near: str = ""
    text: str = ""
    correction: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Words that belong together, the characters `start` to `end` of the question, and what became of them.

    `filters` are those they added.
    """

    kind: str
    words: str
    start: int
    end: int
    filters: tuple[Found, ...] = ()


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """A question, understood.

    * `filters`: see Found. Those of different facets must all fit.
    * `near`: a place as `Places.find` takes it, "" for none. `here`: the place where the person is ("near me").
    * `within`: miles, infinite for "anywhere", None when nothing was said.
    * `text`: words that were not understood, to be searched as text. Groups that stood apart are parted by semicolons.
    * `crisis`: emergency lines come first.
    * `parts`: every word of the question once, in order: the chips. `corrections`: typed and read.
    """

    asked: str
    filters: tuple[Found, ...] = ()
    near: str = ""
    here: bool = False
    within: float | None = None
    text: str = ""
    crisis: bool = False
    parts: tuple[Part, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    def without(self, part: Part) -> str:
        """The question without one of its parts: what removing its chip leaves."""
        return " ".join(f"{self.asked[: part.start]} {self.asked[part.end :]}".split())
