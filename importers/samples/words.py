"""Invented names of organisations and streets, written the way the sources write them.

No name here is that of a real place: each is two words (`FIRST` and `SECOND`) that stand together in none of some
60,000 names in public listings, and what kind of place it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

Chance = Callable[[], float]
"""Where chance comes from: numbers from 0 up to 1."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    """
    Alderfen Alderwick Amberfen Ambergate Applethorn Ashmoor Bayleaf Bellwort Birchwind Bitterfern Blackfern
    Brackenmoss Bramblewood Brindle Brookmoss Burdock Buttonbush Calamint Candlewick Cattail Cedarquill Chickory
    Cinderbrook Clearfen Cloverdown Coldspring Coneflower Copperfen Copperleaf Cottongrass Crabapple Cranefly
    Cricketfield Dogbane Driftwood Dunlin Duskwater Elderfen Emberly Emberwick Featherbed Fennelwood Fernbrake
    Fernhatch Flintwood Foamflower Galewind Gentian Gooseberry Gorsefield Graywillow Harebell Hawksbeard Hazelmere
    Hazelquill Hickorynut Honeylocust Indigobush Ironweed Jewelweed Kittiwake Lanternfish Larchmere Lavender
    Lichenstone Lilypad Lodgepole Lupine Maplewing Marlstone Marshmarigold Milkvetch Mistletoe Moonseed Moorhen
    Mossback Mosswick Nannyberry Nettlewood Nightjar Ninebark Oatgrass Osprey Pawpaw Pebblebrook Persimmon
    Pinedrop Plumtree Quailbush Quillwood Quincewood Ragwort Redbud Ridgewillow Rosinweed Rowanmere
    Rushfen Rushlight Saltgrass Sedgemoor Sedgewick Serviceberry Shadbush Silverbell Sorrel Spicebush Starflower
    Stonecrop Sundew Sweetfern Teaberry Tealbrook Thimbleberry Thistledown Thornquill Thrushwood Toadflax Towhee
    Turnstone Umberfield Veery Vireo Wagtail Warbler Waxwing Whimbrel Whippoorwill Wildrye Willowherb Willowquill
    Windflower Wintergreen Witchhazel Wrenfield Yellowwood
    """
)
SECOND = _words(
    """
    Acre Alcove Arbor Bank Bend Bight Bluff Brae Causeway Clearing Cove Crest Croft Dell Dune Eddy Fell Ferry Ford
    Garth Glade Glen Grange Grove Heath Hedge Hollow Inlet Knoll Landing Lantern Ledge Loft Meadow Mere Mill Moor
    Nook Orchard Overlook Pasture Pond Quay Reach Rise Roost Shore Slope Spinney Spire Spring Steading Stile
    Summit Terrace Thicket Trellis Vale Wharf Weir
    """
)

KINDS: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = {
    "su": (
        ("HI", ("Hospital", "Regional Hospital", "Behavioral Health Hospital", "Medical Center")),
        ("OTP", ("Treatment Center", "Medication Treatment Center", "Opioid Treatment Program", "Treatment LLC")),
        ("RES", ("Recovery House", "Residential Treatment Center", "Recovery Ranch", "House Inc", "Detox Center")),
        ("VAMC", ("VA Clinic",)),
        ("TBG", ("Tribal Wellness Center", "Tribal Health Services")),
        (
            "",
            (
                *("Recovery Center", "Recovery Services Inc", "Recovery Group PLLC", "Community Recovery Services"),
                *("Counseling", "Counseling LLC", "Counseling and Recovery Services", "Behavioral Health"),
                *("Outpatient Center", "Addiction Services", "Wellness Center", "Treatment Associates"),
                *("Family Services", "Health Services", "Human Services Inc"),
            ),
        ),
    ),
    "mh": (
        ("RTCC", ("Youth Residential Center", "School and Treatment Center", "Home for Children")),
        ("HI", ("Psychiatric Hospital", "Behavioral Health Hospital", "Medical Center", "Hospital")),
        ("RES", ("Residential Services", "Supported Living", "House Inc", "Group Home Services")),
        ("VAMC", ("VA Clinic",)),
        ("CMHC", ("Community Mental Health Center", "Community Services Board", "Mental Health Center Inc")),
        (
            "",
            (
                *("Mental Health Services", "Counseling Center", "Counseling Associates PLLC", "Behavioral Health"),
                *("Family Guidance Center", "Psychological Associates", "Child and Family Services"),
                *("Wellness Center", "Health Services", "Behavioral Services Inc"),
            ),
        ),
    ),
}
"""Survey -> (code, what places with that code are called); the first code a place has counts."""

SECOND_NAMES = (
    *("Outpatient Clinic", "Outpatient Services", "Intensive Outpatient Program", "Day Program", "Recovery Network"),
    *("North Office", "South Office", "Downtown Office", "Satellite Office", "Main Campus", "East Clinic"),
    *("Womens Program", "Mens Program", "Adolescent Program", "Family Program", "Behavioral Health Services"),
    *("Annex", "Unit 2", "West Clinic"),
)

STREETS = _words(
    """
    Alder Amber Anvil Barley Beacon Bellflower Bobolink Bramble Buckwheat Candle Catalpa Chestnut Cinder Clover
    Cobbler Cooper Copper Cricket Currant Damson Ember Falcon Fennel Ferry Fiddler Flax Foundry Gander Ginger
    Goldfinch Granary Hazel Heron Hornbeam Indigo Ironwood Ivory Kettle Kiln Lantern Larch Linden Lupine Mallow
    Mason Meadowlark Mill Millrace Nutmeg Orchard Osier Otter Parsley Pepper Plover Potter Quarry Quince Rosemary
    Rowan Saddler Sage Sandpiper Sparrow Sycamore Tanner Teal Thistle Thyme Turner Umber Walnut Weaver Wheelwright
    Wicker Willet Yarrow 2nd 3rd 5th 8th 12th 14th 21st 42nd 103rd
    """
)
STREET_TYPES = _words(
    """
    Street Street Street Street Street Street Street Street Avenue Avenue Avenue Avenue Road Road Road Road
    Drive Drive Drive Boulevard Lane Highway Way Parkway Court Place Pike Circle
    """
)
"""As often as they are in listings."""
DIRECTIONS = ("North", "South", "East", "West", "NE", "NW", "SE", "SW")
ROOMS = ("Suite",) * 8 + ("Building", "Unit", "Floor")

SHORT: Mapping[str, str] = {
    "Associates": "Assoc",
    "Behavioral": "Behav",
    "Center": "Ctr",
    "Community": "Comm",
    "Counseling": "Csl",
    "Health": "Hlth",
    "Outpatient": "OP",
    "Program": "Prog",
    "Regional": "Reg",
    "Residential": "Resid",
    "Services": "Servs",
    "Treatment": "Trt",
}
"""How the sources abbreviate when a name is too long for them."""

LONGEST = 38
"""Characters that the sources have for a name."""


def pick(options: Sequence[str], chance: Chance) -> str:
    """One of the options, each as likely as the others."""
    return options[int(chance() * len(options))]


def name(survey: str, codes: Iterable[str], chance: Chance) -> tuple[str, str]:
    """An invented name for a place with these codes, as it is written, and its first two words."""
    first, second = pick(FIRST, chance), pick(SECOND, chance)
    has = set(codes)
    kinds = next(kinds for code, kinds in KINDS[survey] if not code or code in has)
    full = f"{first} {second} {pick(kinds, chance)}"
    return (shortened(full) if len(full) > LONGEST or chance() < 0.1 else full), f"{first} {second}"


def shortened(full: str) -> str:
    """The name with the abbreviations of the sources."""
    return " ".join(SHORT.get(word, word) for word in full.split())


def street(chance: Chance) -> str:
    """An invented street with a number; a quarter of them with a direction."""
    number = int(10 ** (1 + 3 * chance()))  # from 10 to 9999, small numbers as likely as large ones
    direction = f"{pick(DIRECTIONS, chance)} " if chance() < 0.25 else ""
    return f"{number} {direction}{pick(STREETS, chance)} {pick(STREET_TYPES, chance)}"


def room(chance: Chance) -> str:
    """A second line of an address, which three in ten have."""
    return f"{pick(ROOMS, chance)} {1 + int(chance() * 399)}" if chance() < 0.3 else ""
