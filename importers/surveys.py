"""Which of SAMHSA's surveys a set of service codes answers, for sources that do not say it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from directory.vocabulary import SURVEYS, vocabulary


def survey_of(codes: AbstractSet[str]) -> str:
    """The key of the survey that most of the codes asked by one survey alone belong to; "" when none stands out."""
    asked = {survey: vocabulary().codes(survey) for survey in SURVEYS}
    own = {s: len(codes & asked[s].difference(*(asked[o] for o in asked if o != s))) for s in asked}
    best = max(own, key=lambda survey: own[survey])
    return best if own[best] > sum(own.values()) / 2 else ""
