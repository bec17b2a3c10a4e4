"""The taxonomy codes of NPPES that mean treatment of drug use or of mental health, and what each of them says.

A provider picks its codes itself and seldom takes one back. So a code tells what kind of care a place gives, in what
setting and to whom; it is no proof of a medication or of a certificate: "methadone clinic" is kept as a wording, and
whether a place is a certified opioid treatment program is left to the sources that certify it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_SUBSTANCE, _MENTAL = "care:substance-use", "care:mental-health"

TAXONOMIES: Mapping[str, tuple[str, ...]] = {
    "261QM2800X": (_SUBSTANCE, "setting:outpatient", "TAXONOMY|261QM2800X Methadone clinic"),
    "261QR0405X": (_SUBSTANCE, "setting:outpatient"),  # clinic, rehabilitation, substance use disorder
    "324500000X": (_SUBSTANCE, "setting:residential"),  # substance abuse rehabilitation facility
    "3245S0500X": (_SUBSTANCE, "setting:residential", "age:children"),  # the same for children
    "276400000X": (_SUBSTANCE, "setting:inpatient"),  # hospital unit for substance use disorder
    "283Q00000X": (_MENTAL, "setting:inpatient", "kind:psychiatric-hospital"),
    "273R00000X": (_MENTAL, "setting:inpatient", "kind:psychiatric-unit"),
    "251S00000X": (_MENTAL,),  # agency, community/behavioral health
    "261QM0801X": (_MENTAL, "setting:outpatient"),  # clinic, mental health, community mental health centers among them
    "261QM0850X": (_MENTAL, "setting:outpatient", "age:adults"),
    "261QM0855X": (_MENTAL, "setting:outpatient", "age:children"),
    "320800000X": (_MENTAL, "setting:residential"),  # community based, mental illness
    "322D00000X": (_MENTAL, "setting:residential", "age:children"),  # emotionally disturbed children
    "323P00000X": (_MENTAL, "setting:residential"),  # psychiatric residential treatment facility
    "261QF0400X": ("kind:health-center",),  # federally qualified health center; which care it gives, it does not say
}
"""Taxonomy code -> the terms and wordings that an organisation with it says."""

KEPT = frozenset(TAXONOMIES)


def said(codes: Iterable[str]) -> tuple[str, ...]:
    """What the codes say together, sorted; codes that are not kept say nothing."""
    return tuple(sorted({term for code in codes for term in TAXONOMIES.get(code, ())}))
