"""What cannot be, in the words around it: insurance that somebody lost, a stay that nobody can do, a plan that is not
taken. To filter by these would find the opposite of what is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from search.claims import Claim, Owners, own
from search.phrases import Meaning
from search.plain_words import AFTER_NEGATION, phrases
from search.word_spans import Span

if TYPE_CHECKING:
    from search.sentence import Sentence

LONGEST = 5
"""Words of a phrase of these tables."""

UNABLE = phrases("cant; cannot; unable to; not able to; no puedo; no puede; no podemos; no pueden")
DOING = frozenset("do doing go use have take hacer ir usar tomar tener".split())
"""What nobody can is told by both: "can't do inpatient"; "can't find inpatient" asks for it."""

NO_OPTION = phrases(
    """
    is not an option; isnt an option; not an option; is no option; is out of the question; out of the question; is not
    possible; isnt possible; is impossible; no es una opcion; no es opcion; no es posible
    """
)
"""After a thing they say that it cannot be."""

NOT_TAKING = phrases(
    """
    not accept; not accepting; doesnt accept; does not accept; dont accept; do not accept; wont accept; will not accept;
    isnt accepting; arent accepting; no longer accepts; no longer accept; no longer accepting; not take; not taking;
    doesnt take; does not take; dont take; do not take; wont take; will not take; isnt taking; arent taking; no longer
    takes; no longer take; no longer taking; stopped taking; stopped accepting; no acepta; no aceptan; no aceptaron
    """
)
NOT_TAKEN = phrases("not accepted; is not accepted; isnt accepted; not taken; is not taken; isnt taken")
"""Before and after a plan they say that it is not taken: by whom, and what is wanted instead, is not known."""

LOSING = phrases(
    """
    lost; losing; cut off; cut off of; cut off from; cut me off; cut him off; cut her off; kicked off; kicked off of;
    lapsed; expired; perdi; perdio; perdimos; perdieron; perdiendo; quitaron; cortaron
    """
)
ENDED = phrases(
    """
    cut off; cut; ended; ending; ends; lapsed; expired; ran out; terminated; canceled; cancelled; se acabo; se vencio;
    vencio; termino; se termino
    """
)
"""Before and after an insurance they say that it is lost."""

_OWN = frozenset("my his her our their your the a health medical mi mis su sus el la los nuestro".split())
_BETWEEN = frozenset("is was are were got gets getting has have had been just be being about to will ya me".split())
_KIND = frozenset("treatment program programs care stay".split())
_OR = frozenset({"or", "nor", "o", "ni"})
_INSURANCE = frozenset({"insurance", "coverage", "seguro", "aseguranza"})
_NO_PLAN = frozenset({"sliding-fee", "free", "assistance", "self-pay"})

_DENIED = frozenset({"setting", "opioid", "medication", "detox", "alcohol", "care:detox", "approach:12-step"})
"""What may be excluded because somebody cannot do it: who cannot go to therapy by day still wants therapy."""

TREATMENT = Meaning("care", "substance-use")
_TREATED = frozenset(
    """
    rehab rehabs rehabilitation rehabilitacion addiction addictions adiccion adicciones treatment tratamiento substance
    sud aod aoda chemical recovery
    """.split()
)
_BESIDE = frozenset("drug drugs drogas abuse use misuse disorder dependency dependence center program de".split())


def turnable(said: Set[str], filters: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Which of these filters a negation of the words excludes. Treatment of addiction only where the words are of
    nothing else: who wants no drugs, or no inpatient rehab, may well want it."""
    others = tuple(meaning for meaning in filters if meaning != TREATMENT)
    named = bool(said & _TREATED) and said <= _TREATED | _BESIDE
    return filters if named and not others else others


def deny(sentence: Sentence, owners: Owners) -> None:
    """Take the plans and stays that cannot be, with the words that say so."""
    for first, last in list(_insurances(owners, sentence)):
        _lost(sentence, owners, first, last)
    for table, words, denied in ((NOT_TAKING, _OWN, False), (UNABLE, AFTER_NEGATION | DOING, True)):
        for start, at in list(_before(sentence, owners, table, words)):
            _deny(sentence, owners, Span(start, at), denied)
    for claim in [claim for claim in dict.fromkeys(owners) if claim is not None and claim.kind == "filter"]:
        for table, denied in ((NO_OPTION, True), (NOT_TAKEN, False)):
            end = _after(sentence, owners, claim.span.last, table, _KIND)
            if end and owners[claim.span.first] is claim:
                _own_denied(owners, claim, Span(claim.span.first, end), denied)


def _insurances(owners: Owners, sentence: Sentence) -> Iterator[Span]:
    """Words that are an insurance, known by name or not."""
    for claim in dict.fromkeys(owners):
        if claim is not None and claim.kind in ("filter", "hint") and _plan(claim.filters or claim.possible):
            yield claim.span
    for at, word in enumerate(sentence.folded):
        if word in _INSURANCE and owners[at] is None:
            yield Span(at, at + 1)


def _plan(meanings: tuple[Meaning, ...]) -> bool:
    return bool(meanings) and all(m.facet in ("insurer", "payment") and m.key not in _NO_PLAN for m in meanings)


def _lost(sentence: Sentence, owners: Owners, first: int, last: int) -> None:
    """Who lost an insurance has none."""
    at = next((start for start, at in _before(sentence, owners, LOSING, _OWN) if at == first), first)
    end = _after(sentence, owners, last, ENDED, _BETWEEN) or last
    if (at, end) != (first, last):
        own(owners, Claim("filter", Span(at, end), sentence.meaning("uninsured")))


def _before(sentence: Sentence, owners: Owners, table: Set[str], between: Set[str]) -> Iterator[Span]:
    """Where a phrase of the table begins, and where begins what follows it and a few little words."""
    for first in range(len(owners)):
        for size in range(LONGEST, 0, -1):
            at = first + size
            if not _says(sentence, owners, first, size, table):
                continue
            while at < len(owners) and at < first + size + 4 and owners[at] is None and sentence.follows(at) in between:
                at += 1
            doing = table is not UNABLE or sentence.follows(first + size) in DOING
            if doing and sentence.follows(at):
                yield Span(first, at)
            break


def _after(sentence: Sentence, owners: Owners, at: int, table: Set[str], between: Set[str]) -> int:
    """Where a phrase of the table ends that follows with little words before it; 0 where none does."""
    for start in range(at, min(at + 4, len(owners))):
        for size in range(LONGEST, 0, -1):
            if sentence.follows(start) and _says(sentence, owners, start, size, table):
                return start + size
        if owners[start] is not None or sentence.follows(start) not in between:
            break
    return 0


def _says(sentence: Sentence, owners: Owners, first: int, size: int, table: Set[str]) -> bool:
    """Whether so many words, which nothing has claimed, are in the table and no comma parts them."""
    last = first + size
    if last > len(owners) or any(owners[first:last]) or any(word.apart for word in sentence.words[first + 1 : last]):
        return False
    return " ".join(sentence.folded[first:last]) in table


def _deny(sentence: Sentence, owners: Owners, span: Span, denied: bool) -> None:
    """What follows a denial is denied, and what follows that after "or"."""
    start, at = span
    while at < len(owners):
        claim = owners[at]
        if (
            claim is None
            or claim.kind != "filter"
            or not _own_denied(owners, claim, Span(start, claim.span.last), denied)
        ):
            return
        start = claim.span.last
        at = start + 1
        if sentence.follows(start) not in _OR:
            return


def _own_denied(owners: Owners, claim: Claim, span: Span, denied: bool) -> bool:
    """Whether a claim is changed: a plan is ignored; of what is `denied` that is excluded which can be."""
    if _plan(claim.filters):
        own(owners, Claim("ignored", span))
        return True
    left = tuple(m for m in claim.filters if m.facet in _DENIED or f"{m.facet}:{m.key}" in _DENIED)
    if denied and left:
        own(owners, claim._replace(span=span, filters=left, possible=(), exclude=True))
    return denied and bool(left)
