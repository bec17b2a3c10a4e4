"""The rules that say whether two listings are one place, as a table: which facts decide, and what then comes of it.

Measured before the rules were written (real files of 2020 to 2023): at one address 31 % of the pairs of two agencies'
lists have different names (legal and trade names) and 30 % different telephones; one telephone serves up to 78 places,
one address up to six unrelated practices. So two of address, telephone and name must agree, and nearly always one of
them is the address. `docs/matching.md` tells how the pairs were labelled that hold these rules. The facts are found in
`evidence.py`.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Decides a pair of which all `facts` hold and none of `unless`. `outcome` is "same", "review" or "apart"."""

    outcome: str
    facts: frozenset[str]
    unless: frozenset[str]


def _rule(outcome: str, facts: str, unless: str = "") -> Rule:
    return Rule(outcome, frozenset(facts.split()), frozenset(unless.split()))


# The first that holds decides. The numbers are the pairs each decides among the 52,000 listings of the directories of
# 2022 and 2023, OTP 2020, CMS 2022, VA, HRSA and NPPES; the pairs of each were read, all or a sample.
RULES = (
    # Programs of one agency: 15,011 pairs of one source stay apart, 14 are one place listed twice.
    _rule("same", "siblings address phone twins", "unit renamed"),
    _rule("apart", "siblings"),
    # One source in two surveys: the same place has the same telephone there, or the same name letter for letter.
    _rule("apart", "cousins", "phone line twins"),
    # Another ZIP code in one town, mistyped or a box's: 163, with all three; 3,386 others.
    _rule("same", "elsewhere address phone name", "unit programs"),
    _rule("apart", "elsewhere"),
    # An identifier at one address: 61.
    _rule("same", "address identifier"),
    _rule("same", "near identifier"),
    # Address and telephone: 18,150, also under another name; another suite only with the place's own number: 106.
    _rule("same", "address phone", "unit"),
    _rule("same", "address own", "programs"),
    # ... and an agency's number of many places, if both call it theirs: 2,331; in another suite with the name: 66.
    _rule("same", "address line", "unit"),
    _rule("same", "address line name"),
    # Address and name: 1,961, unless one agency names two programs; or a word of the name that few have: 80.
    _rule("same", "address name", "unit programs"),
    _rule("same", "address zip word", "unit two"),
    # Certified opioid treatment programs, each the only one its source has at the address: legal and trade name.
    _rule("same", "address zip certified", "unit programs"),
    # The Veterans Administration at one address: 154, under names as unlike as "Olin E. Teague Veterans' Center".
    _rule("same", "address veterans", "unit"),
    _rule("same", "address veterans line"),
    _rule("same", "near zip veterans", "unit"),
    # The street spelled otherwise: 136 by a word of the name, 270 by telephone, 106 by name, 47 by all but the street,
    # and 5 where the house number lost a digit.
    _rule("same", "near zip word", "unit two"),
    _rule("same", "near zip phone", "unit"),
    _rule("same", "near zip line", "unit"),
    _rule("same", "near equal", "unit programs"),
    _rule("same", "number zip phone name", "unit"),
    _rule("same", "slip zip own name"),
    # No house number to differ ("Highway 264, Mile Marker 388"): 135.
    _rule("same", "unnumbered zip phone name", "unit programs"),
    # Moved within the ZIP code: 92 offices with name, program and own number the same.
    _rule("same", "zip own equal program"),
    # For a person: 1,653.
    _rule("review", "identifier"),
    _rule("review", "address nearly"),
    _rule("review", "address phone"),
    _rule("review", "address line"),
    _rule("review", "zip phone name"),
    _rule("apart", ""),
)
