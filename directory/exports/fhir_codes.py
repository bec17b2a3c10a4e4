"""Codes of others that FHIR's Plan-Net profile wants, and which of our terms mean them.

Systems and codes of the profile are from HL7's implementation guide DaVinci PDEX Plan-Net (CC0), as its sources of
2.0.0-ballot say; specialties from the Health Care Provider Taxonomy of the National Uniform Claim Committee, under the
names that the guide lists them by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from directory.exports.interchange import SITE

_PLANNET = "http://hl7.org/fhir/us/davinci-pdex-plan-net"
_SERVICE_TYPE = "http://terminology.hl7.org/CodeSystem/service-type"
_NUCC = "http://nucc.org/provider-taxonomy"

VOCABULARY = f"{SITE}vocabulary"
"""The system of our own terms."""

Concept = dict[str, object]
"""A CodeableConcept."""


class Coded(NamedTuple):
    """A code and its name; a place has it that says yes to all `terms`."""

    code: str
    name: str
    terms: frozenset[str]


def _specialty(code: str, name: str, terms: str) -> Coded:
    return Coded(code, name, frozenset(terms.split()))


SPECIALTIES = (
    _specialty("261QM2800X", "Methadone Clinic", "opioid:otp medication:methadone"),
    _specialty(
        "261QR0405X", "Substance Use Disorder Rehabilitation Clinic/Center", "care:substance-use setting:outpatient"
    ),
    _specialty("324500000X", "Substance Abuse Rehabilitation Facility", "care:substance-use setting:residential"),
    _specialty(
        "276400000X", "Substance Use Disorder Rehabilitation Hospital Unit", "care:substance-use setting:inpatient"
    ),
    _specialty("283Q00000X", "Psychiatric Hospital", "kind:psychiatric-hospital"),
    _specialty("273R00000X", "Psychiatric Hospital Unit", "kind:psychiatric-unit"),
    _specialty(
        "261QM0801X",
        "Mental Health Clinic/Center (Including Community Mental Health Center)",
        "care:mental-health setting:outpatient",
    ),
    _specialty(
        "320800000X",
        "Mental Illness Community Based Residential Treatment Facility",
        "care:mental-health setting:residential",
    ),
    _specialty("261QF0400X", "Federally Qualified Health Center (FQHC)", "kind:health-center"),
)
"""The narrowest codes that our terms prove; a place may have several, or none, which the profile allows."""


TYPES = (
    Coded("108", "Non-resid. Alcohol/Drug Treatment", frozenset({"care:substance-use", "setting:outpatient"})),
    Coded("111", "Residential Alcohol/Drug Treatment", frozenset({"care:substance-use", "setting:residential"})),
    Coded("317", "Detoxification", frozenset({"care:detox"})),
)
"""HL7's types of service, of which the guide lists those it takes: the same."""


def specialties(terms: Collection[str]) -> list[Concept]:
    """The specialties of a place that says yes to these terms ("care:detox")."""
    return _meant(SPECIALTIES, _NUCC, terms)


def types(terms: Collection[str]) -> list[Concept]:
    """The types of service of such a place."""
    return _meant(TYPES, _SERVICE_TYPE, terms)


def _meant(table: Iterable[Coded], system: str, terms: Collection[str]) -> list[Concept]:
    said = frozenset(terms)
    return [concept(system, one.code, one.name) for one in table if one.terms <= said]


def concept(system: str, code: str, name: str) -> Concept:
    """A code as FHIR takes it, with its name for people."""
    return {"coding": [{"system": system, "code": code, "display": name}], "text": name}


def profile(resource: str) -> str:
    """The profile that our resources of a type keep."""
    return f"{_PLANNET}/StructureDefinition/plannet-{resource}"


FACILITY = concept(f"{_PLANNET}/CodeSystem/OrgTypeCS", "fac", "Facility")
BEHAVIORAL = concept(f"{_PLANNET}/CodeSystem/HealthcareServiceCategoryCS", "behav", "Behavioral Health")
"""The one category: the profile takes no second one of its own list."""
