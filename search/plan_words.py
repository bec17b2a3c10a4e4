"""What states call their Medicaid and the insurance for children beside it, and how its plans are spoken of.

Read as the tables of `meanings`, which takes them in.
"""

from __future__ import annotations

from collections.abc import Mapping

from search.plain_words import phrases as listed

PLANS = """
payment:medicaid =
    tenncare select; husky a; husky b; husky c; husky d; husky health; husky insurance; husky plan; hip 2 0; hip
    insurance; denali care; denalicare; denali kidcare; dr dynasaur; dynasaur; hoosier care connect; kidcare; famis;
    famis plus; badgercare plus; star kids; starkids; star medicaid; quest integration; med quest; hawk i; hawki;
    centennial care; turquoise care; healthy blue; nj familycare; njfamilycare; spenddown; spend down; medicaid spend
    down; presumptive eligibility; straight medicaid; fee for service medicaid; ffs medicaid; family planning
    medicaid; share of cost; share of cost medi cal; mo healthnet; humana healthy horizons; healthy horizons; child
    health plus; child health plan plus; chp plus; chip insurance; chip medicaid; medicaid chip; chip plan; chip
    coverage; medicaid card; pending medicaid; medicaid eligible; magi medicaid
payment:medicare =
    qmb; slmb; medicare adv; mcare adv; medicare advantage plan; medicare supplement; medicare savings program;
    medigap; red white and blue card
payment:medicaid payment:medicare =
    medicare with medicaid; medicaid with medicare
payment:military =
    tricare select; tricare for life; tricare remote
payment:sliding-fee payment:free payment:assistance =
    ni seguro; no papeles ni seguro; sin papeles ni seguro; pro bono; charity care; hospital charity; cant afford
    insurance; between insurances; in between insurance; insurance lapsed; insurance ran out; insurance expired; aged
    out of insurance; lost my coverage; lost our insurance
payment:assistance =
    grant funded; grant funded bed; grant funded treatment; scholarships
"""
"""Terms and the phrases that mean them."""

PLANS_POSSIBLY = """
payment:medicaid =
    husky; chip; medallion
payment:private =
    cobra; marketplace; obamacare plan; hsa; fsa; hsa card; superbill; superbills
payment:assistance =
    grants
payment:medicaid payment:state-funded =
    state plan insurance
"""
"""Terms that phrases may mean which are said of other things as well: suggested."""

ONLY_INSURERS = listed(
    """
    carelon; cdphp; mbhp; wellsense; caloptima; chpw; metroplus; silversummit; nhpri; fidelis care; molina; premera;
    regence; univera; cencal; careoregon; pacificsource; alohacare; avmed; mdwise; summacare; aultcare; connecticare;
    ucare; la care; l a care
    """
)
"""Names of insurers that no place for treatment has, so that they need no word of paying beside them."""

_BRANDS = """
    absolute total care; buckeye; driscoll; home state; magnolia; meridian; molina; parkland; peach state; priority;
    simply; sunflower; sunshine; superior; trillium; passport; aetna; humana; anthem; carolina complete; vaya;
    alliance; wellsense
"""

BRANDED: Mapping[str, str] = {
    said.format(brand): "payment:medicaid" for brand in listed(_BRANDS) for said in ("{} medicaid", "medicaid {}")
}
"""Short names of plans beside the word: "ohio medicaid buckeye" is in no town called Buckeye."""

WELL_KNOWN_INSURERS = frozenset(
    """
    aetna cigna evernorth bcbs uhc ubh umr unitedhealthcare highmark ambetter wellcare amerigroup caresource geisinger
    amerihealth compsych geha triwest carefirst wellmark excellus iehp hmsa multiplan emblemhealth healthfirst
    """.split()
) | {
    "united healthcare",
    "united health care",
    "kaiser permanente",
    "health net",
    "oscar health",
    "molina healthcare",
    "tricare east",
    "tricare west",
    "florida blue",
    "harvard pilgrim",
    "keystone first",
    *ONLY_INSURERS,
}
"""Insurers that few other things are called. Other names ("Beacon", "Oxford", "Denver Health") are insurers only beside
a word of paying."""

INSURER_WORDS = ("insurance", "health plan", "blue cross", "blue shield", "bluecross", "blueshield", "bcbs", "medicaid")
"""What makes any name one of an insurer."""
