"""The filters beside a list, with counts. What is the same on every page is written once, when first asked for: a panel
has hundreds of boxes, and they were most of the time and weight of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import escape

from directory.vocabulary import Facet, Term
from search.query import Answer, Query
from web import links
from web.language import current, marked, ngettext, vocabulary
from web.language import gettext as _
from web.params import AS, SHOW
from web.render import Ready
from web.words import MARKS

OPEN = ("care", "setting", "opioid", "payment")
"""Facets whose choices are in sight before anything is chosen, all of them, those that nothing has behind "more". The
others open on a click and hold only what a place in the list has or what is chosen."""

IN_SIGHT = 8
"""Choices of a facet in sight, the most asked for first; all others are behind "more"."""

A_FEW = 4
"""So many more are shown at once. Of a facet that is not OPEN, more than that are fetched by a button, which keeps what
is ticked: with all of them a page weighs twice as much, and most people never open that facet."""

MEANT: Mapping[str, tuple[str, str]] = {
    "": (marked("Any is enough"), marked("Any of the ticks is enough.")),
    ".all": (marked("Must have all"), marked("Every tick is needed.")),
    ".not": (marked("Leave them out"), ""),
}
"""What the ticks of a facet can be sent as: what its button says, and what is told where they are."""


class _Numbers(dict[int, str]):
    """Counts as they are read, "1,234", those asked for before remembered: a panel writes hundreds."""

    def __missing__(self, count: int) -> str:
        shown = f"{count:,}"
        if len(self) < NUMBERS:
            self[count] = shown
        return shown


NUMBERS = 20_000
_SHOWN = _Numbers()


@dataclass(frozen=True, slots=True)
class _Block:
    """One facet. `heads` stand before the counts of its choices and `tails` behind them, in sight with help, behind
    "more" without; `feet` behind all of them, where any is enough and where every one is needed; `button` fetches the
    rest, `more` (by whether there is one) opens it; `nothing` stands where there is no choice; `marks` before a label
    that is chosen."""

    key: str
    head: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[tuple[str, ...], tuple[str, ...]]
    feet: tuple[str, str]
    button: tuple[str, str]
    more: tuple[str, str]
    nothing: str
    marks: Mapping[str, str]

    def html(self, counts: Sequence[int], chosen: Mapping[str, str], whole: bool) -> str:
        every = self.key in OPEN
        shown, rest = self._sorted_out(counts, chosen, every)
        if whole or (not every and len(rest) <= A_FEW):
            shown, rest = shown + rest, []
        boxes = self._list(shown, counts, 0) if shown else self.nothing
        if rest:
            boxes += self._behind(rest, counts) if every else self.button[len(rest) != 1].format(count=len(rest))
        needed = _needed(chosen) if chosen else False
        if chosen:
            boxes = self._marked(boxes, chosen, needed)
        opened, foot = " open" if chosen or every or whole else "", self.feet[needed] if shown else ""
        return f'<details id="facet-{self.key}"{opened}>{self.head}{boxes}{foot}</fieldset></details>\n'

    def _behind(self, rest: Sequence[int], counts: Sequence[int]) -> str:
        more, told = self._list(rest, counts, 1), self.more[len(rest) != 1].format(count=len(rest))
        return f'<details class="more"><summary>{told}</summary>{more}</details>'

    def _sorted_out(self, counts: Sequence[int], chosen: Mapping[str, str], every: bool) -> tuple[list[int], list[int]]:
        """Which choices are in sight and which behind "more"."""
        picked = {number for number, key in enumerate(self.keys) if key in chosen} if chosen else ()
        said = [number for number, count in enumerate(counts) if count or number in picked]
        shown, rest = said[:IN_SIGHT], said[IN_SIGHT:]
        if picked:
            shown += [number for number in rest if number in picked]
            rest = [number for number in rest if number not in picked]
        if every:
            rest += [number for number, count in enumerate(counts) if not count and number not in picked]
        return shown, rest

    def _list(self, which: Sequence[int], counts: Sequence[int], tail: int) -> str:
        heads, tails, shown = self.heads, self.tails[tail], _SHOWN
        lines = "".join([f"{heads[number]}{shown[counts[number]]}{tails[number]}" for number in which])
        return f'<ul class="choices">{lines}</ul>'

    def _marked(self, boxes: str, chosen: Mapping[str, str], needed: bool) -> str:
        """The boxes, those of what is chosen ticked and sent as what they are chosen for; where every tick is needed,
        all the others too."""
        for key, side in chosen.items():
            plain, ticked = (_sent(self.key + s, key) for s in ("", side))
            boxes = boxes.replace(f"{plain}><span>", f"{ticked} checked><span>{self.marks[side]}", 1)
        return boxes.replace(f'name="{self.key}"', f'name="{self.key}.all"') if needed else boxes


def panel(answer: Answer, whole: str = "") -> Ready:
    """The choices of every facet, of the facet `whole` all that a place has. Their words are of the vocabulary, and
    escaped."""
    chosen = _chosen(answer.query)
    counts = answer.facets
    return Ready(
        [
            block.html(counts.of(block.key), chosen.get(block.key, {}), block.key == whole).encode()
            for block in _blocks(current())
        ]
    )


def unboxed(query: Query) -> list[tuple[str, str]]:
    """The parameters of what is chosen for more than one thing that its box does not send: a box sends one."""
    sent = {(facet + side, key) for facet, sides in _chosen(query).items() for key, side in sides.items()}
    return [pair for pair in links.chosen(query) if pair not in sent]


def _chosen(query: Query) -> dict[str, dict[str, str]]:
    """Facet -> value that is chosen -> what ends the name of the parameter that its box sends: the last of several."""
    chosen: dict[str, dict[str, str]] = {}
    for name, key in links.chosen(query):
        facet = name.partition(".")[0]
        chosen.setdefault(facet, {})[key] = name.removeprefix(facet)
    return chosen


def _needed(chosen: Mapping[str, str]) -> bool:
    """Whether every tick of a facet is needed: some are, and none is one of those of which any is enough."""
    sides = set(chosen.values())
    return ".all" in sides and "" not in sides


@cache
def _blocks(language: str) -> tuple[_Block, ...]:
    """The blocks of a language, which has to be the current one."""
    return tuple(_block(facet) for facet in vocabulary().facets.values() if facet.terms)


def _block(facet: Facet) -> _Block:
    terms = facet.terms.values()
    tails = tuple(_tail(term.help) for term in terms), tuple(_tail("") for _ in terms)
    more = ngettext("%(count)s more", "%(count)s more", 1), ngettext("%(count)s more", "%(count)s more", 2)
    told = tuple(escape(each) % {"count": "{count}"} for each in more)
    nothing = _("No place in this list has any of these.")  # no message is found within an f-string
    return _Block(
        facet.key,
        _head(facet),
        tuple(facet.terms),
        tuple(map(_box, terms)),
        tails,
        (_foot(facet, ""), _foot(facet, ".all")),
        (_button(facet, told[0]), _button(facet, told[1])),
        (told[0], told[1]),
        f'<p class="hint">{escape(nothing)}</p>',
        {side: str(escape(_(mark))) for side, mark in MARKS.items()},
    )


def _head(facet: Facet) -> str:
    label, told = escape(facet.label), escape(facet.help)
    legend = f'<fieldset><legend class="unseen">{label}</legend>'
    return f'<summary>{label}</summary>{legend}<p class="hint">{told}</p>'


def _box(term: Term) -> str:
    sent = _sent(term.facet, term.key)
    return f'<li><label class="choice"><input type="checkbox" {sent}><span>{escape(term.label)} <span class="count">('


def _tail(told: str) -> str:
    hint = f'<span class="hint">{escape(told)}</span>' if told else ""
    return f")</span>{hint}</span></label>\n"


def _sent(name: str, key: str) -> str:
    return f'name="{escape(name)}" value="{escape(key)}" form="search"'


def _button(facet: Facet, more: str) -> str:
    """Asks the same question, with what is ticked by now, and shows every choice of this facet."""
    sent, action = _sent(SHOW, facet.key), f'formaction="{links.search(links.NOTHING)}#facet-{escape(facet.key)}"'
    return f'<p><button class="as" {sent} {action}>{more}</button></p>'


def _foot(facet: Facet, side: str) -> str:
    """What the ticks mean now, and a button for each other thing they may mean."""
    buttons = " ".join(
        f'<button class="as" {_sent(AS, facet.key + other)}>{escape(_(meant[0]))}</button>'
        for other, meant in MEANT.items()
        if other != side
    )
    return f'<p class="hint meaning">{escape(_(MEANT[side][1]))} {buttons}</p>'
