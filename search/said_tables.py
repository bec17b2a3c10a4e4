"""Tables for finding places in a question: words before a name, names in Spanish, names that are ordinary words."""

from __future__ import annotations

from collections.abc import Mapping

from search.plain_words import phrases
from search.said_nicknames import FOND, NICKNAMES, SHORT

NEAR = phrases(
    """
    near; nera; neer; naer; nere; around; close to; near to; next to; outside; outside of; nearby; near the; cerca
    de; cerca del; serca de; serca del; zerca de; cercas de; alrededor de; alrededores de; al lado de; by; suburbs of;
    suburb of; outskirts of; north of; south
    of; east of; west of; zip; zip code; zipcode; codigo postal; vicinity of; from zip
    """
)
"""Words after which a place comes."""

WITHIN = frozenset("in at from to into en de del desde para for inside throughout serving em".split())
"""Words after which a place may come, and much else."""

UNIT_WORDS = frozenset(
    "m mi mile miles milla millas km kms kilometers kilometros radius drive away minutes minutos mins min hour "
    "hours hora".split()
)
FROM = frozenset({"of", "from", "de", "del", "to", "around", "near"})
"""After a distance or a time ("20 miles", "10mi"), these lead to a place as surely as "near"."""

BEGINNINGS = frozenset(
    "san santa saint st los las new fort ft el la port palm long santo des baton sioux corpus".split()
)
"""First words of names of several words, of which another may be misspelt: "san fransisco"."""

BEFORE_NAME = phrases(
    """
    the; el; la; los; downtown; greater; city of; town of; village of; the city of; the town of; ciudad de; la ciudad
    de; metro; uptown; midtown; inner city; the greater; the downtown; condado de; el condado de
    """
)
"""What may stand between such a word and the name."""

ROADS = frozenset(
    """
    street avenue ave av avenida road rd boulevard blvd highway hwy parkway pkwy freeway fwy expressway interstate
    lane ln drive exit calle route carretera
    """.split()
)
"""What a road's name ends in, and nothing else does."""

LANDMARKS = frozenset(
    "aeropuerto airport walmart mall station subway beach ocean sea lake river coast mountains campus downtown".split()
)
"""What is in many towns, so that "near" it says nothing of which."""

AROUND = frozenset("metro metropolitan greater downtown uptown midtown".split())
"""What may stand before a name, and is no word of another: "rehab metro Detroit"."""

AFTER_NAME = frozenset("area metro region vicinity suburbs suburb surroundings airport downtown campus".split())
"""What may follow a name: "the Pittsburgh area"."""

STATE_WORDS = frozenset(
    """in or me ok hi oh as de la al id ma pa mi co mo va md ms mt pr ct ar ne nd sd wa vi mp fm pw mh gu ks ia ut sc
    ill miss mass wash ore ind del cal fla ark ala tex mich""".split()
)
"""Codes and short forms of states that are words, in English or Spanish, or stand for something else in health care."""

IN_NAMES = frozenset("mt pr vi ill miss mass wash ind".split())
"""Those that are in names, too: "Mass General", "Mt. Sinai"."""

LONE_STATES = STATE_WORDS - frozenset("in or me as de va mh mp fm pw del".split())
"""Those that are the state when they come last, after a wish: "rehab pa", "detox oh", "methadone mass"."""

AFTER_WISH = frozenset("ill miss ind hi ok oh".split())
"""Of them, those that are it only where nobody speaks before: not "mentally ill", "i need help ok"."""

SPEAKING = frozenset(
    """
    i im ive my we you he she hes shes they am is are was be been feel feeling feels got get gets going need want help
    please very mentally sick so
    """.split()
)

STRICT = frozenset("in or me as de al la".split())
"""Those that after a town are its state only at an end: "bend or salem", but "columbus oh detox"."""

NO_PLACES = frozenset({("a", "la"), ("a", "las"), ("i", "a"), ("a", "l", "a"), ("no", "la")})
"""Words that written together are a place's short name: "a la clínica" is not in Alabama."""

NO_LEAD = frozenset("in or me as de la".split())
"""Those that "in" or "near" before them does not make a state: "near me"."""

LAST = frozenset("in or me de".split())
"""Those of them that are the state where "in" and they end a wish: "rehab in or"."""

ASKED_BACK = frozenset("in or me ok la ma pa mi al id mo de va".split())
"""Codes that are words, for which a question that is nothing else, or ends so after a wish, suggests the state."""

HERE_NOW = frozenset(
    """
    live lives living moved moving relocated relocating located staying based reside resides now currently am im
    are hes shes home vivo vive vivimos viven estoy estamos
    """.split()
)
"""Words before "in" that tell where somebody is now: of two places that one is meant."""

ABBREVIATIONS = frozenset("mass wash ore cal fla ark ala tex mich".split())
"""Those of the states' words that are hardly anything else at the beginning, before a wish: "mass detox"."""

AMONG_WISHES = frozenset("oh pa ma mi mo ct ar ks ia ut sc sd nd ne wa ok id".split()) | ABBREVIATIONS
"""Those that are the state between two wishes: "suboxone oh medicaid". "Md" is a doctor, and "va" asks for one."""

WANTING = frozenset("need needs needing want wants looking find search searching seeking busco necesito quiero".split())
"""Words that tell, in the same breath, that something is wanted in a place."""

PERSONAL = frozenset({"washington", "virginia", "georgia"})
"""States that people are called after, so that one behind an unknown word may be of a name: "martha washington"."""

_CALLED: Mapping[tuple[str, ...], str] = {
    tuple(name.split()): meant
    for name, meant in {
        "la": "Los Angeles, CA",
        "l a": "Los Angeles, CA",
        "west la": "W Los Angeles, CA",
        "w la": "W Los Angeles, CA",
        "nueva york": "New York",
        "nueva york city": "New York, NY",
        "ciudad de nueva york": "New York, NY",
        "nyc": "New York, NY",
        "ny ny": "New York, NY",
        "new york city": "New York, NY",
        "filadelfia": "Philadelphia, PA",
        "filadelphia": "Philadelphia, PA",
        "mayami": "Miami, FL",
        "nueva yor": "New York",
        "nueva yorc": "New York",
        "nuevo york": "New York",
        "nueba york": "New York",
        "nueva jersey": "New Jersey",
        "nueva yersey": "New Jersey",
        "nuevo jersey": "New Jersey",
        "nuevo mexico": "New Mexico",
        "nueva orleans": "New Orleans, LA",
        "nuevo orleans": "New Orleans, LA",
        "nola": "New Orleans, LA",
        "nova": "Northern Virginia",
        "rgv": "Rio Grande Valley",
        "carolina del norte": "North Carolina",
        "carolina del sur": "South Carolina",
        "dakota del norte": "North Dakota",
        "dakota del sur": "South Dakota",
        "virginia occidental": "West Virginia",
        "west va": "West Virginia",
        "pensilvania": "Pennsylvania",
        "luisiana": "Louisiana",
        "misisipi": "Mississippi",
        "misuri": "Missouri",
        "tejas": "Texas",
        "hawai": "Hawaii",
        "missippi": "Mississippi",
        "road island": "Rhode Island",
        "rode island": "Rhode Island",
        "kentuki": "Kentucky",
        "el bronx": "The Bronx, NY",
        "bronx": "The Bronx, NY",
        "the bronx": "The Bronx, NY",
        "okc": "Oklahoma City, OK",
        "salt lake": "Salt Lake City, UT",
        "slc": "Salt Lake City, UT",
        "pgh": "Pittsburgh, PA",
        "indy": "Indianapolis, IN",
        "chi town": "Chicago, IL",
        "phx": "Phoenix, AZ",
        "sf": "San Francisco, CA",
        "san fran": "San Francisco, CA",
        "pdx": "Portland, OR",
        "kc": "Kansas City, MO",
        "cincy": "Cincinnati, OH",
        "jax": "Jacksonville, FL",
        "abq": "Albuquerque, NM",
        "bmore": "Baltimore, MD",
        "stl": "Saint Louis, MO",
        "dfw": "Dallas, TX",
        "twin cities": "Minneapolis, MN",
        "quad cities": "Davenport, IA",
        "atl": "Atlanta, GA",
        "washington dc": "Washington, DC",
        "washington d c": "Washington, DC",
    }.items()
}

ALIASES: Mapping[tuple[str, ...], str] = {**_CALLED, **SHORT, **FOND, **NICKNAMES}
"""Names in Spanish and short names that the place table lacks, or means otherwise: "la" is Louisiana to it."""

CALLED_IN: Mapping[str, frozenset[str]] = {
    last: frozenset(meant for name, meant in ALIASES.items() if name[-1] == last) for last in {n[-1] for n in ALIASES}
}
"""The last word of an alias and what is meant by those that end so."""

ONLY_MARKED = NICKNAMES.keys() | FOND.keys() | {("la",), ("nova",), ("l", "a"), ("hawai",), ("road", "island")}
"""Aliases that need a word such as "in" before them."""

ORDINARY = frozenset(
    """
    university reading green central union normal opportunity spring springs mission airport golden holiday liberal
    republic bell superior temple alliance crystal pace liberty summit brick sandy villages pearl eagle sterling
    colony humble hurricane savage sunset mentor anthem carson fountain griffin eden sunrise banning parole flint
    sparks paramount apex midway hastings seaside walnut plum garner cocoa mustang imperial marina orange surprise
    independence enterprise paradise columbia mobile providence hope harmony unity grace bethel bethany genesis
    trinity serenity harbor haven mercy victory faith friendship phoenix lakeview riverside fairview pathway pathways
    horizon horizons beacon gateway bridge bridges crossroads cornerstone lighthouse sanctuary oasis newport
    plantation home homer price best early young story bird page page speed church college chapel cross king prince
    bishop pope hunter mason fisher baker carpenter cook taylor clinton wilson davis howard victoria walker gary allen
    wayne anderson hamilton lawrence graham clay moore murray alice roy marshall mitchell campbell parker evans perry
    douglas franklin wright harvey kyle vincent murphy stuart rogers harrison shaw linda logan hudson duncan palmer
    bradley arnold bryan mercedes adrian frederick newton florence hopkins monroe roosevelt ferguson beverly burke
    lynn sherman bryant donna milton tracy wellington burton marion baldwin johnston tucker hammond matthews gardner
    norton clayton dixon shirley whitney ada sidney brent martinez patterson ramsey jupiter holt katy morton helena
    holden laurel clive hercules kendall seymour jasper keller hoover shelby stafford stanton dalton griffith randolph
    foley elizabeth jackson lincoln warren charlotte kent madison tyler norman brandon henderson jamaica montgomery
    richardson gilbert eugene chandler vista salem edison irvine everett lafayette taylor turner jordan ross dean drew
    dale glen heath troy leon luna aurora angel angels santa maria rosa rosario cruz ana carmen dolores ranger
    commerce industry garden gardens grove forest lake valley river rock stone hill hills view pleasant center medical
    rescue safety progress freedom triumph recovery friend friends family house rapids bend lodge media moody ridge
    park hermitage zion carolina dover prior lake concord possession
    """.split()
)
"""Names of towns that are ordinary words, first or family names, or in many names of treatment centers: a place only
after "in" or "near", with a state, or as the only thing asked. Others are taken when many people live there."""

NEVER_BARE = frozenset("surprise orange independence enterprise paradise mobile hope vista providence beacon".split())
"""Of them, those that are never a place alone, however many people live there."""
