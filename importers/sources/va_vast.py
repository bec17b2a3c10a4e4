"""VA's sites from its geographic table VAST (CSV), and the list of clinical services that goes with it by station."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from directory.errors import RowError
from importers.row import Row
from importers.source import Outcome, Reading, Refused, Sheet
from importers.sources.va_listing import Form, Offered, numbered

FORM = Form(
    name="stationname",
    lines=("address2", "address1", "address3"),  # address1 names a building, address2 is never empty
    city="city",
    state="st",
    zip="zip",
    zip4="zip4",
    latitude="lat",
    longitude="lon",
    website="",
    phones={
        "sta_phone": "main",
        "afterhoursphone": "after hours",
        "patientadvocatephone": "patient advocate",
        "enrollmentcoordinatorphone": "enrollment",
        "pharmacyphone": "pharmacy",
        "sta_fax": "fax",
    },
    active="pod",
    operating="",
    mobile="mobile",
)
SITES = ("sta_no", "stationname", "categoryid", "address2", "city", "st", "zip", "sta_phone")
SERVICES = ("sta6a", "primarystopcode", "primarystopcodename")
"""The columns each of the two tables is told by."""

JOINED = "clinical services joined to the facility of their station"
NOT_KEPT = "clinical services that are neither for mental health nor for substance use left out"

_CATEGORIES = {"11": "vha", "8": "vc", "9": "vc"}  # 9: mobile Vet Centers
_CLASSES = {"DRRTP": frozenset({"care:mental-health", "setting:residential"})}  # residential rehabilitation
_MENTAL, _SUBSTANCE = "care:mental-health", "care:substance-use"
# Stop codes of clinics -> what they say. 523 counts visits to an opioid treatment program, so there is medication; it
# is no certificate, which SAMHSA gives and lists, and does not tell methadone from buprenorphine. Where the name of a
# clinic says more than the terms, or other things, it is kept as a wording.
_STOPS: Mapping[str, tuple[str, ...]] = {
    "502": (_MENTAL,),
    "550": (_MENTAL,),
    "513": (_SUBSTANCE,),
    "560": (_SUBSTANCE,),
    "523": (_SUBSTANCE, "opioid:mat", "VA clinic|Opioid treatment program"),
    "545": ("VA clinic|Telephone, substance use disorder",),
    "562": (_MENTAL, "VA clinic|PTSD, individual"),
    "516": (_MENTAL, "VA clinic|PTSD, group"),
    "576": (_MENTAL, "VA clinic|Psychogeriatric, individual"),
    "586": ("VA clinic|Residential rehabilitation treatment program, individual",),
    "587": ("VA clinic|Residential rehabilitation treatment program, group",),
}
# Numbers of offices, codes of the post and of the census, times of extraction, further ways to say the class. Hours
# have no place in a listing.
_IGNORED = (
    *("vastid", "extractdate", "geoextractdate", "d_visn", "stationno", "cd", "cname", "cont", "district_visn"),
    *("fips", "loc_name", "market", "mvctr", "newvisn", "oldvisn", "opera_date", "par_sta_no", "parentstationcl"),
    *("prov", "score", "sector", "shar", "sta_name_official", "state_fips", "submarket", "uniquestat", "urh"),
    *("va_site", "visn", "vctr2", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("operationalhoursspecialinstructions", "lastupdated", "clc", "cocclassificationid", "district", "districtname"),
    *("drrtp", "hcc", "mcs", "mscboc", "newvamc", "oos", "outpatientrating", "pccboc", "s_class_name", "vah"),
    *("sh_par_sta", "extrdate"),
)


@dataclass(slots=True)
class Clinics:
    """The clinical services by station: what they say, and their rows until a facility claims them."""

    said: dict[str, set[str]] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    unkept: Counter[str] = field(default_factory=Counter)

    def add(self, sheet: Sheet) -> Iterator[Outcome]:
        """Take in a table; what is wrong with a row refuses that row."""
        for row in sheet.rows:
            try:
                station, stop = row.need("sta6a").upper(), row.need("primarystopcode")
            except RowError as error:
                yield Refused(row.file, row.line, str(error))
                continue
            self.lines.setdefault(station, []).append((row.file, row.line))
            self.said.setdefault(station, set()).update(_STOPS.get(stop, ()))
            self.unkept[station] += stop not in _STOPS

    def of(self, station: str) -> frozenset[str]:
        """What the clinics of a station say."""
        return frozenset(self.said.get(station, ()))

    def claim(self, station: str, reading: Reading) -> None:
        """Count the rows of a station as joined: its facility is listed."""
        if rows := self.lines.pop(station, None):
            unkept = self.unkept[station]
            reading.warnings += Counter({JOINED: len(rows) - unkept, NOT_KEPT: unkept})

    def unclaimed(self) -> Iterator[Outcome]:
        """The rows of stations that no facility has, refused."""
        for station, rows in self.lines.items():
            for file, line in rows:
                yield Refused(file, line, f"station {station} is not among the facilities listed from these files.")


def sites(sheet: Sheet) -> Iterator[Row]:
    """The rows of VAST, with the word "null" read as nothing."""
    for row in sheet.rows:
        try:
            values = {name: row.take(name) for name in sheet.header}
        except RowError:
            yield row  # its cells do not fit the header
            continue
        plain = Row({name: "" if value == "null" else value for name, value in values.items()}, row.file, row.line)
        plain.take(*_IGNORED)
        yield plain


def number(row: Row) -> str:
    """The id the Lighthouse API has for this site. Raises RowError."""
    category, station = row.need("categoryid"), row.need("sta_no")
    if category not in _CATEGORIES:
        raise RowError(f"categoryid {category[:40]!r} is not known; {', '.join(_CATEGORIES)} are.")
    return numbered(f"{_CATEGORIES[category]}_{station}")


def offered(row: Row) -> Offered:
    """What the class of a site says. Nothing was asked of it."""
    if row.take("suspended").upper() == "Y":
        raise RowError("suspended, as VA says.")
    return Offered(_CLASSES.get(row.take("s_abbr").upper(), frozenset()))


def extracted(row: Row) -> str:
    """The day of the extract, "2020-05-20", or ""."""
    try:
        return date.fromisoformat(row.take("extrdate")[:10]).isoformat()
    except (ValueError, RowError):
        return ""
