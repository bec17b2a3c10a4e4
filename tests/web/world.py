"""A small directory to test the pages with: real record, real generation, listings whose one odd value matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from directory.listing import Listing, Phone, public_id
from directory.settings import Settings
from directory.settings import settings as read_settings
from directory.store import Record
from directory.vocabulary import vocabulary
from importers import progress
from importers.run import Options, run
from importers.source import Outcome, Read, Reading, Source
from search.build import Plan, publish

HOSTILE = '"><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(2)>\u202e'
NOW = "2026-11-03T09:00:00Z"


def said(*terms: str) -> tuple[str, ...]:
    """The codes a survey would use for terms ("medication:methadone"), those that make up a term included."""
    facets = vocabulary().facets
    pairs = [term.split(":") for term in terms]
    found = [facets[facet].terms[key] for facet, key in pairs]
    return tuple(sorted({min(term.codes or term.derived) for term in found}))


def listing(key: str, **fields: object) -> Listing:
    """A listing in Pittsburgh that answered the substance-use survey, but for the fields that are given."""
    usual: dict[str, object] = {
        "key": key,
        "scope": "su",
        "survey": "su",
        "name": f"Place {key}",
        "street": "100 Main St",
        "city": "Pittsburgh",
        "state": "PA",
        "zip": "15213",
        "phones": (Phone(number="4125550100"),),
        "latitude": 40.44,
        "longitude": -79.95,
        "said": said("care:substance-use", "setting:outpatient"),
    }
    return msgspec.convert(usual | fields, Listing)


METHADONE = listing(
    "methadone",
    name="River Clinic",
    name2="North Side",
    phones=(
        Phone(number="4125550111", extension="42"),
        Phone(number="8005550112", use="intake"),
        Phone(number="4125550113", use="fax"),
    ),
    website="https://river.example.org/",
    said=said("care:substance-use", "setting:outpatient", "medication:methadone", "opioid:otp", "payment:medicaid"),
)
HOSTILE_ONE = listing(
    "hostile", name=HOSTILE, name2=HOSTILE, street=HOSTILE, website="javascript:alert(1)", said=("ZZ|" + HOSTILE,)
)
MENTAL = listing("mental", name="Quiet House", scope="mh", survey="mh", said=said("care:mental-health"))
ZIP_ONLY = listing("zip", name="Somewhere In Town", latitude=None, longitude=None)
NOWHERE = listing("nowhere", name="No Point At All", zip="", latitude=None, longitude=None)
SUBURB = listing("suburb", name="Far Out", city="Monroeville", zip="15146", latitude=40.43, longitude=-79.76)
GONE = listing("gone", name="Closed Place", phones=(Phone(number="4125550199"),))
MANY = tuple(
    listing(f"many{n:02}", name=f"Row House {n:02}", latitude=40.44 + n / 500, said=said("payment:medicaid"))
    for n in range(30)
)
LISTED = (METHADONE, HOSTILE_ONE, MENTAL, ZIP_ONLY, NOWHERE, SUBURB, *MANY)


def source(listings: Sequence[Listing], *, fictional: bool = False) -> Source:
    """A source that yields these listings and covers everything."""

    def read(paths: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
        reading.scopes.update(("su", "mh"))
        reading.as_of = "2022-05"
        for line, each in enumerate(listings, 2):
            yield Read("test.csv", line, each)

    return Source(
        key="test",
        label="Test Directory",
        publisher="nobody",
        url="",
        licence="CC0-1.0",
        takes="nothing",
        read=read,
        fictional=fictional,
    )


def id_of(found: Listing) -> str:
    """The public id of a listing of the test source."""
    return public_id("test", found.key)


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings that keep everything in a folder, and let a test ask as often as it wants."""
    given = {"TREATMENT_DIRECTORY_DATA": str(folder), "TREATMENT_DIRECTORY_RATE": "0"}
    return replace(read_settings(given), **changes)  # type: ignore[arg-type]  # by name


def publish_world(chosen: Settings, places: Path, *, fictional: bool = False) -> None:
    """Import LISTED, after a run that still had GONE, and publish."""
    chosen.data.mkdir(parents=True, exist_ok=True)
    with Record(chosen.database_url) as record:
        for listings, now in (((*LISTED, GONE), "2026-10-01T09:00:00Z"), (LISTED, NOW)):
            options = Options(now=now, allow_shrink=True)
            run(record, source(listings, fictional=fictional), [], options, progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=chosen.generations, places=places, now=NOW, match=False), lambda _: None)
