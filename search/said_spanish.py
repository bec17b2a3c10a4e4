"""Spanish words of a question that tell by those beside them what they are: the verb "va" or VA, "ayuda médica" or the
insurer Medica, forms of verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from search.plain_words import FAMILY, FILLER, GENERIC, PAYING
from search.spanish_words import SPANISH, SPANISH_FILLER, spanish
from search.word_spans import Word

_GOES = "va"
_SUBJECTS = frozenset(
    "se le les me te nos ella como cuando donde ya nunca siempre todo usted quien nadie que si".split()
)
_OWN = frozenset("mi mis su sus tu tus el la un una nuestro nuestra".split())
_WHERE = frozenset(
    "a al hacia bien mal muy mejor peor mas empeorando mejorando cada todos siempre solo sola diario como".split()
)
_FORMS = (
    *(
        f"{vowel}r{ending}"
        for vowel in "aei"
        for ending in ("me", "se", "te", "le", "les", "lo", "los", "la", "las", "nos")
    ),
    *("iendo", "mente", "aron", "ieron", "aban", "abamos"),
)
_SHORTEST = 7
_SHORT = frozenset("e u q k x pa pal ay ijo ija sale".split())
_HEARD = 4
_SOUNDS = (
    (re.compile("ch"), "C"),
    (re.compile("h"), ""),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("g(?=[ei])"), "j"),
    (re.compile("qu(?=[ei])|q|c(?![ei])"), "k"),
    (re.compile("[cxz]"), "s"),
    (re.compile("ll|y"), "i"),
    (re.compile("v"), "b"),
    (re.compile("n(?=[bp])"), "m"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_ADJECTIVES = frozenset({"medica", "humana"})
_OF = frozenset({"de", "del", "la", "el"})


def is_verb(words: Sequence[Word], at: int) -> bool:
    """Whether a word is "va", somebody goes: "él va a terapia", "mi hijo va mal"; not "hospital del VA"."""
    if words[at].folded != _GOES:
        return False
    after = words[at + 1].folded if at + 1 < len(words) and not words[at + 1].apart else ""
    if at == 0 or words[at].apart:
        return after in _WHERE
    before = words[at - 1]
    own = at > 1 and before.folded in FAMILY and words[at - 2].folded in _OWN
    return after in _WHERE or before.folded in _SUBJECTS or own


def is_form(words: Sequence[Word], at: int) -> bool:
    """Whether a word of a Spanish sentence says nothing though it is in no table: it ends as verbs and adverbs do
    ("mantenerme", "desgraciadamente"), sounds as one that is ("nesesito", "alluda"), or is a little one of these
    sentences ("e", "q")."""
    word = words[at].folded
    form = len(word) >= _SHORTEST and word.endswith(_FORMS)
    if not (form or word in _SHORT or (len(word) >= _HEARD and sound(word) in _sounds())):
        return False
    others = [one.folded for one in (*words[:at], *words[at + 1 :])]
    return spanish(others) or (not form and _more_spanish(others))


def _more_spanish(words: Sequence[str]) -> bool:
    """Whether little words tell that a sentence is Spanish, though most of its words may be names and wishes."""
    ours = sum(word in SPANISH for word in words)
    return ours > max(1, sum(word in FILLER and word not in SPANISH for word in words))


def sound(word: str) -> str:
    """How a folded Spanish word sounds, in most of America: "z" as "s", "v" as "b", "ll" as "y", no "h"."""
    for pattern, said in _SOUNDS:
        word = pattern.sub(said, word)
    return word


@cache
def _sounds() -> frozenset[str]:
    return frozenset(sound(word) for word in SPANISH_FILLER | FAMILY | GENERIC | {"porfavor"} if len(word) >= _HEARD)


def is_adjective(words: Sequence[Word], at: int) -> bool:
    """Whether a word that is an insurer's name is an adjective: "atención médica", not "seguro de Humana"."""
    if words[at].folded not in _ADJECTIVES:
        return False
    before = next((one.folded for one in reversed(words[:at]) if one.folded not in _OF), "")
    return before in SPANISH_FILLER and before not in PAYING | _ADJECTIVES
