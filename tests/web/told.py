"""A directory in which several sources speak of the same places, an operator corrects some, and some are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from directory.listing import Amendment, Listing, Phone, Reason, public_id
from directory.settings import Settings
from directory.store import Record
from importers import progress
from importers.run import Options, run
from importers.source import Outcome, Read, Reading, Source
from search.build import Plan, publish
from tests.web.world import HOSTILE, NOW, listing, said

LOCATOR, YEARLY, LEGAL, REGISTER, OPERATOR = "findtreatment", "samhsa-directory", "cms-otp", "nppes", "overlay:county"
LABELS = {
    LOCATOR: "Locator",
    YEARLY: "Yearly Directory",
    LEGAL: "Program List",
    REGISTER: "Billing Register",
    OPERATOR: f"County {HOSTILE}",
}
DATES = {LOCATOR: "2026-10-01", YEARLY: "2023", LEGAL: "", REGISTER: "2026-11", OPERATOR: "2026-11-18"}
DAY, SHOWN_DAY = "2026-11-18", "18 Nov 2026"
STREET, VEILED = "77 Hiddenway Lane", "88 Veiledpath Court"
"""Streets that nobody is to be told."""
EXACT = {"latitude": 40.441234, "longitude": -79.956789}

HARBOR = listing(
    "harbor",
    name="Harbor Clinic",
    street="516 East 1st Street",
    phones=(Phone("4125550101"),),
    website="https://harbor.example.org/",
    said=said("care:substance-use", "medication:methadone", "payment:medicaid"),
)
HARBOR_YEARLY = listing(
    "harbor-su",
    name="Harbor Clinic",
    street="516 E 1st St",
    phones=(Phone("4125550109"), Phone("4125550102", use="intake")),
    website="https://old-harbor.example.com",
    said=said("care:substance-use", "payment:medicaid"),
)
HARBOR_LEGAL = listing(
    "harbor-otp",
    name="Wchs Inc",
    street="516 East 1st Street, Suite 9",
    phones=(Phone("4125550101"),),
    survey="opioid:otp",
    said=("opioid:otp",),
)
LAKE = listing("lake", name="Lake House", street="40 Elm Street", phones=(Phone("4125550140"),))
LAKE_REGISTER = listing(
    "lake-npi",
    name="Lake House",
    street="40 Elm St",
    phones=(Phone("4125550140"),),
    survey="",
    said=("insurer:aetna",),
    identifiers={"issuers": "AETNA; CIGNA"},
)
LAKE_YEARLY = listing("lake-su", name="Lake House", street="40 Elm St", phones=(Phone("4125550140"),))
SHELTER = listing("shelter", name="Safe Shelter", street=STREET, phones=(Phone("4125550150"),), **EXACT)
SHELTER_YEARLY = listing("shelter-su", name="Safe Shelter", street=STREET, phones=(Phone("4125550150"),), **EXACT)
LOST = listing(
    "lost", name="Former House", name2=HOSTILE, street="9 Oak Street", phones=(Phone("4125550199"),), zip="15213"
)
SHUT = listing("shut", name="Shut House", street="11 Oak Street", phones=(Phone("4125550198"),))
SECRET = listing("secret", name="Never Told House", street="13 Oak Street", phones=(Phone("4125550197"),))
CENTER = tuple(
    listing(
        f"call{n}", name=f"Plan {n} Home", street=f"{n} Ash Street", phones=(Phone("4125550177"),), city=city, zip=z
    )
    for n, (city, z) in enumerate([("Pittsburgh", "15213"), ("Monroeville", "15146")] * 3, start=1)
)


def _correction(about: Listing, reasons: Sequence[Reason], values: dict[str, object], **decided: object) -> Listing:
    made = {"about": public_id(LOCATOR, about.key), "reasons": tuple(reasons), **decided}
    plain: dict[str, object] = {"survey": "", "said": (), "phones": (), "latitude": None, "longitude": None}
    plain |= dict.fromkeys(("name", "street", "city", "state", "zip"), "")
    amendment = Amendment(**made)  # type: ignore[arg-type]  # values of a test
    return replace(listing(f"about-{about.key}", scope="corrections", **(plain | values)), amendment=amendment)


CORRECTIONS = (
    _correction(
        HARBOR,
        [
            Reason("phones.main", f"Called: disconnected {HOSTILE}", DAY),
            Reason("strike", f"Called: disconnected {HOSTILE}", DAY),
            Reason("payment:medicaid", "They stopped.", DAY),
        ],
        {"phones": (Phone("4125550110"),)},
        struck=("4125550101",),
        no=("payment:medicaid",),
    ),
    _correction(
        SHELTER,
        [Reason("front_gate", "People hide here.", DAY), Reason("street", f"It moved from {VEILED}.", DAY)],
        {},
        front_gate=True,
    ),
    _correction(SHUT, [Reason("closed", f"The owner said so {HOSTILE}", DAY)], {}, closed="2026-10-31"),
    _correction(SECRET, [Reason("hide", "They asked.", DAY)], {}, hidden=True),
)
ADDED = replace(
    listing("add|quiet", scope="additions", name="Quiet Gate", street=VEILED, phones=(Phone("4125550160"),), **EXACT),
    amendment=Amendment(reasons=(Reason("", "Visited.", DAY),), front_gate=True),
)
FIRST_RUN = {LOCATOR: (HARBOR, LAKE, SHELTER, SHUT, SECRET, *CENTER, LOST), YEARLY: (LAKE_YEARLY,)}
THEN = {
    LOCATOR: FIRST_RUN[LOCATOR][:-1],
    YEARLY: (HARBOR_YEARLY, SHELTER_YEARLY),
    LEGAL: (HARBOR_LEGAL,),
    REGISTER: (LAKE_REGISTER,),
    OPERATOR: (*CORRECTIONS, ADDED),
}


def id_in(found: Listing, key: str = LOCATOR) -> str:
    """The public id of a listing of a source."""
    return public_id(key, found.key)


COUNTY = " ".join(LABELS[OPERATOR].split())
LOCATOR_SAID, YEARLY_SAID = "Locator, data of 1 Oct 2026", "Yearly Directory, data of 2023"
PLACES = {
    "harbor": f"/facility/{id_in(HARBOR)}",
    "lake": f"/facility/{id_in(LAKE)}",
    "shelter": f"/facility/{id_in(SHELTER)}",
    "gate": f"/facility/{id_in(ADDED, OPERATOR)}",
    "lost": f"/facility/{id_in(LOST)}",
    "shut": f"/facility/{id_in(SHUT)}",
    "secret": f"/facility/{id_in(SECRET)}",
    "center": f"/facility/{id_in(CENTER[0])}",
}
"""Where the places of this directory are."""


def publish_told(chosen: Settings, places: Path) -> None:
    """Import FIRST_RUN and then THEN, and publish with listings of one place joined."""
    chosen.data.mkdir(parents=True, exist_ok=True)
    with Record(chosen.database_url) as record:
        for sources, now in ((FIRST_RUN, "2026-10-02T09:00:00Z"), (THEN, NOW)):
            for key, listings in sources.items():
                options = Options(now=now, allow_shrink=True)
                run(record, _source(key, listings), [], options, progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=chosen.generations, places=places, now=NOW, match=True), lambda _: None)


def _source(key: str, listings: Sequence[Listing]) -> Source:
    def read(_: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
        reading.scopes.update(("su", "corrections", "additions"))
        reading.as_of = DATES[key]
        yield from (Read("told.csv", line, each) for line, each in enumerate(listings, start=2))

    return Source(key=key, label=LABELS[key], publisher="", url="", licence="", takes="", read=read)
