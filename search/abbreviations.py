"""How names are shortened. SAMHSA's directories cut names at 38 characters, so half of them are written short; these
are the short forms that occur in its 2022 and 2023 directories, and what each stands for. `words.py` reads the tables.
"""

from __future__ import annotations

from collections.abc import Mapping

_ALWAYS = """
acad academy; addic addiction; addict addiction; adol adolescent; alc alcohol; amer american; assn association; assocs
associates; beh behavioral; behav behavioral; behavior behavioral; behaviour behavioral; behavioural behavioral;
behvrl behavioral; bhvrl behavioral; centre center; ctr center; cntr center; ctrs center; chem chemical; clin clinic;
clnc clinic; cmnty community; cmty community; cnsl counseling; cnslg counseling; cnsling counseling; counselling
counseling; csl counseling; cslg counseling; coun counseling; couns counseling; cnty county; comp comprehensive; compr
comprehensive; corp corporation; corr correctional; ctrl central; depend dependency; dept department; detox
detoxification; dev development; devel development; dist district; div division; educ education; emer emergency; eval
evaluation; fam family; fdn foundation; fndtn foundation; gen general; govt government; healthcare health care; hlth
health; hlthcare health care; hosp hospital; hospt hospital; hse house; hts heights; inpt inpatient; inst institute;
intens intensive; intl international; interv intervention; juv juvenile; lic licensed; mem memorial; meml memorial;
mgmt management; mgt management; mntl mental; natl national; nrth north; ntwk network; outpat outpatient; outpt
outpatient; phys physicians; prev prevention; prg program; prgm program; prog program; progs program; programme
program; progm program; psychol psychological; psyc psychiatric; recov recovery; recvry recovery; rcvry recovery; reg
regional; rehab rehabilitation; rehabil rehabilitation; resid residential; resdtl residential; satell satellite; serv
service; servs service; servcs service; soc social; srv service; srvs service; subs substance; subst substance; svc
service; svcs service; syst system; sys system; therap therapy; tmt treatment; treat treatment; trmt treatment; trt
treatment; trtmnt treatment; trtmt treatment; univ university; unl unlimited; vlg village; vly valley; vol volunteers;
wmns women; yth youth; 1st first; 2nd second; 3rd third; 4th fourth; 5th fifth
"""

_PERHAPS = """
add addiction; assoc associates; assoc association; bh behavioral health; bhs behavioral health services; cbt
cognitive behavioral; cd chemical dependency; cmhc community mental health center; cboc community based outpatient
clinic; comm community; dep dependency; found foundation; ft fort; ii 2; iii 3; intv intervention; ip inpatient; med
medical; mh mental health; mhc mental health center; mhs mental health services; mt mount; op outpatient; otp opioid
treatment program; psych psychiatric; rec recovery; res residential; sa substance abuse; sub substance; su substance
use; sud substance use disorder; tx treatment; va veterans affairs; vamc veterans affairs medical center; vet
veterans; vets veterans; yrs years; one 1; two 2; three 3; four 4; five 5; six 6; seven 7; eight 8; nine 9; ten 10;
eleven 11; twelve 12
"""

_OTHERWISE = """
add additional; comm communication; comm commission; dep department; med medicine; med medication; psych
psychological; psych psychology; rec recreation; res resource; res research;
csb community services board
"""

_STREETS = """
st street; ave avenue; av avenue; blvd boulevard; cir circle; ct court; dr drive; expy expressway; fwy freeway; hwy
highway; ln lane; pkwy parkway; pl place; plz plaza; rd road; rte route; sq square; ste suite; ter terrace; tpke
turnpike; trl trail; bldg building; fl floor; rm room; n north; s south; e east; w west; ne northeast; nw northwest;
se southeast; sw southwest; ft fort; mt mount
"""


def _table(written: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Short form -> every reading of it, each as words."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in written.replace("\n", " ").split(";"):
        short, *words = line.split()
        table[short] = (*table.get(short, ()), tuple(words))
    return table


Readings = Mapping[str, tuple[tuple[str, ...], ...]]

ALWAYS: Readings = _table(_ALWAYS)
"""Short forms, and other spellings, that mean one thing wherever they stand: indexed and searched as it."""

PERHAPS: Readings = _table(_PERHAPS)
"""What may be short for something: in names both are indexed, the word and its readings. ("MT" is Montana too.)"""

OTHERWISE: Readings = _table(_OTHERWISE)
"""Further readings of short forms, for what somebody types."""

STREETS: Readings = _table(_STREETS)
"""Short forms in addresses. "St" is Saint in a name and in a town, Street in an address, and either in a question."""

SAINT: Readings = {"st": (("saint",),), "ste": (("saint",),), "sts": (("saint",),)}
"""In names and towns."""
