"""States whose names are misspelt in a question: "pensylvania", "north carlina"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from directory.place_names import words
from directory.states import STATES

SHORTEST = 5
"""Letters of a word that may be a misspelt one: "texs" may be anything."""

TWO_SLIPS = 7
"""Letters of the state's word from which two slips are allowed."""

OTHERS = frozenset(
    """
    indian indians texan texans oregano georges georgie georgina virginal virgins hawaiian montano dakotas mainland
    michiana illiana valmont
    """.split()
)
"""Words that are as near to a state's, and are words."""

_FAR = 9


def _by_start() -> dict[tuple[int, str], list[tuple[tuple[str, ...], str]]]:
    """Names of states in words, and in one word, with their codes, by how many words and the first letter."""
    found = defaultdict(list)
    for state in STATES:
        name = words(state.name)
        for form in dict.fromkeys((name, ("".join(name),))):
            found[len(form), form[0][0]].append((form, state.code))
    return dict(found)


_NAMES = _by_start()


def misspelt(parts: Sequence[str], known: Callable[[str], bool]) -> str:
    """The code of the state that folded words are a misspelling of; "" for none, or several as likely. `known`: whether
    a word is one, so that it is meant as it stands. The first letter is right, as it mostly is."""
    names = _NAMES.get((len(parts), parts[0][:1]), ())
    near = sorted((slips, code) for name, code in names if 0 < (slips := _slips(parts, name, known)) < _FAR)
    alone = near and (len(near) == 1 or near[0][0] < near[1][0])
    return near[0][1] if alone and not _nearer("".join(parts), near[0][0]) else ""


def _nearer(typed: str, slips: int) -> bool:
    """Whether fewer slips part words from a state that begins with another letter: "aansas" is no Arkansas."""
    others = (
        form[0] for (size, first), forms in _NAMES.items() if size == 1 and first != typed[0] for form, _ in forms
    )
    return any(OSA.distance(typed, other, score_cutoff=slips) < slips for other in others)


def _slips(parts: Sequence[str], name: Sequence[str], known: Callable[[str], bool]) -> int:
    """How many slips part words from a state's name; `_FAR` for too many."""
    total = 0
    for part, right in zip(parts, name, strict=True):
        total += _word(part, right, known)
        if total >= _FAR:
            return _FAR
    return total


def _word(typed: str, right: str, known: Callable[[str], bool]) -> int:
    if typed == right:
        return 0
    longer = len(typed) - len(right)
    if len(typed) < SHORTEST or typed[0] != right[0] or not -2 <= longer <= 1 or typed.startswith(right):
        return _FAR
    slips = OSA.distance(typed, right, score_cutoff=2)
    allowed = 1 + (len(right) >= TWO_SLIPS)
    return _FAR if slips > allowed or typed in OTHERS or known(typed) else slips
