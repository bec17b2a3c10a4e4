"""The filters beside a list, with counts. What is the same on every page is written once, when first asked for: a panel
has hundreds of boxes, and they were most of the time and weight of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from markupsafe import Markup, escape

from directory.vocabulary import Facet, Term, vocabulary
from search.query import Answer

OPEN = ("care", "setting", "opioid", "payment")
"""Facets whose choices are in sight before anything is chosen, all of them, those that nothing has behind "more". The
others open on a click and hold only what a place in the list has or what is chosen."""

IN_SIGHT = 8
"""Choices of a facet in sight, the most asked for first; all others are behind "more"."""

NOTHING = '<p class="hint">No place in this list has any of these.</p>'


_Box = tuple[str, str, str, str]
"""A checkbox: its key, what stands before the count, what after it in sight (with help), what after it elsewhere."""


_Counted = tuple[int, _Box]


@dataclass(frozen=True, slots=True)
class _Block:
    """One facet: what stands before its choices, and its boxes."""

    key: str
    head: str
    keys: tuple[str, ...]
    boxes: tuple[_Box, ...]

    def html(self, counts: Mapping[str, int], chosen: Sequence[str]) -> Iterator[str]:
        every = self.key in OPEN
        yield f"<details{' open' if chosen or every else ''}>{self.head}"
        counted = list(zip(map(counts.get, self.keys, repeat(0)), self.boxes, strict=True))
        some = [one for one in counted if one[0]]
        if chosen:
            some = [one for one in counted if one[0] or one[1][0] in chosen]
        shown = some[:IN_SIGHT] + [one for one in some[IN_SIGHT:] if one[1][0] in chosen]
        yield _list(shown, chosen, 2) if shown else NOTHING
        rest = [one for one in some[IN_SIGHT:] if one[1][0] not in chosen]
        yield _more(rest + [one for one in counted if not one[0] and one[1][0] not in chosen] if every else rest)
        yield "</fieldset></details>\n"


def panel(answer: Answer) -> Markup:
    """The choices of every facet. Their words are of the vocabulary, and escaped."""
    any_of = answer.query.any_of
    blocks = (block.html(answer.facets.get(block.key, {}), any_of.get(block.key, ())) for block in _blocks())
    return Markup("".join(piece for block in blocks for piece in block))  # noqa: S704 - made of escaped pieces


def _more(counted: Sequence[_Counted]) -> str:
    if not counted:
        return ""
    return f'<details class="more"><summary>{len(counted)} more</summary>{_list(counted, (), 3)}</details>'


def _list(counted: Sequence[_Counted], chosen: Sequence[str], tail: int) -> str:
    lines = "".join([f"{box[1]}{count:,}{box[tail]}" for count, box in counted])
    for key in chosen:
        lines = lines.replace(f'value="{key}"', f'value="{key}" checked', 1)
    return f'<ul class="choices">{lines}</ul>'


@cache
def _blocks() -> tuple[_Block, ...]:
    facets = [facet for facet in vocabulary().facets.values() if facet.terms]
    return tuple(_Block(f.key, _head(f), tuple(f.terms), tuple(map(_box, f.terms.values()))) for f in facets)


def _head(facet: Facet) -> str:
    label, told = escape(facet.label), escape(facet.help)
    legend = f'<fieldset><legend class="unseen">{label}</legend>'
    return f'<summary>{label}</summary>{legend}<p class="hint">{told}</p>'


def _box(term: Term) -> _Box:
    name = f'name="{escape(term.facet)}" value="{escape(term.key)}" form="search"'
    told = f'<span class="hint">{escape(term.help)}</span>' if term.help else ""
    head = f'<li><label class="choice"><input type="checkbox" {name}><span>{escape(term.label)} <span class="count">('
    return term.key, head, f")</span>{told}</span></label>\n", ")</span></span></label>\n"
