"""Spanish words of a question that tell by those beside them what they are: the verb "va" or VA, "ayuda médica" or the
insurer Medica, forms of verbs."""

from __future__ import annotations

from collections.abc import Sequence

from search.plain_words import FAMILY, PAYING
from search.spanish_words import SPANISH_FILLER, spanish
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
    """Whether a word of a Spanish sentence ends as verbs and adverbs do: "mantenerme", "desgraciadamente"."""
    word = words[at].folded
    return (
        len(word) >= _SHORTEST
        and word.endswith(_FORMS)
        and spanish([one.folded for one in (*words[:at], *words[at + 1 :])])
    )


def is_adjective(words: Sequence[Word], at: int) -> bool:
    """Whether a word that is an insurer's name is an adjective: "atención médica", not "seguro de Humana"."""
    if words[at].folded not in _ADJECTIVES:
        return False
    before = next((one.folded for one in reversed(words[:at]) if one.folded not in _OF), "")
    return before in SPANISH_FILLER and before not in PAYING | _ADJECTIVES
