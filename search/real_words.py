"""Real words that a slip or two part from the vocabulary's, and words that nothing is taken for a misspelling of."""

from __future__ import annotations

REAL = frozenset(
    """
    samhsa hrsa nida niaaa nami hhs cdc fda hipaa cms sanish ability agility tanager norcon intercare addition additions
    additive abduction adduction ambition addictive
    addicting affection adolescence afterward afterwards acabe alemana ahmed aimed armed arabia arabs bacon campos
    champs canal campus cartel cancel carolyn caroline carlson chile chill chilly church coupe coupled counsel
    counsels council councils councilor crank cramp creek crises cruises cruise comparing decade depressing deutsche
    doctrine donation donut effective ejecutivo efectiva elegance relevance elevate emergence emplea employ employer
    employee exercised expertise executing exporting expected falcon fallen fallo feminine franchise france
    francesca francs germany geek greed greet harina harmony healthier heaven haven herein heroic heroine heroes
    hopeless human humane humano humans impatient impatience incentive indigenous interesado italia italiana korea
    layer mask masculine medic medida medium mentir mentioning meadow naive nation nutritional opium opinion persia
    peer presidential presidencial previa promotion promotions protection regards redes reward residencia residence
    revise revive riders rider ridge ridges rises brides rites russia sacado sensor sensors senator sentence
    sentiment shirt skirt social sobriety specialty sucede symptom tape taped tapes tees tenes tens tents terms
    thanks thermal trama traumatic drama transform transformation transformations transported transporting tribu
    universal universe valley village vision vital vivid viviendo voucher women woven woken wonder woodland wellness
    wellspring willow windsor wisdom spanning spanish faith fresh freedom freed fremont frequent grace guide harbor
    harbour healing health helix hero heron herring homes hope house horizon insight journey landing legacy liberty
    light living manna marina mercy method methods methodist metal mental mirror mission monument morning mountain
    north ocean outlook outback outreach paradise parent parents parish passage path pathway pathways patient
    phoenix pinnacle pioneer place plaza prairie press prism process progress promise promises prospect provider
    pyramid quest rapid rebound refuge reliance renewal rescue resolve retreat return revelation ridge rise river
    rock root safe sage sanctuary season sedona seed serene serenity shadow shelter shepherd silver sober solace
    solid solution solutions soul source spirit spring springs stage star station steps stepping stone strength
    student summit sun sunrise sunset support swift table teen temple therapeutic thrive tide together torch total
    touch tower trail tranquil transcend transition transitions transitional tree triumph true trust turning unity
    urban vantage venture verve victory view vista voice vocation volunteer walden water waters wave way well west
    wind window wings woods world worth youth zenith detour detract detach retox rehash rehear debit delta denial
    derby designer desert defect detect detective devote depot vineyard vitamin veterinary veterinarian vegetarian
    narrow marcan nacho mackay bead beach breathe breath bath math mates mates mate mats myth mesh moth month metro
    meta meat opera option optional optical optimum orthodox orthopedic outside outpost output packet pain paint
    painting pants pediatrics paternity penitent portal postpone pregnancies private privacy prisoner persons
    personal personality physician physical physique pastor pasta patch petal pistol sever several server serve
    service severe sexual siren sister sleep slide sliding smile smoking snake soda solo sting sting strong study
    suburban subtext subdue sublime subway subtle suffix suit summer supper surgeon surgery survivor sweet synod
    tobacco trap traps train trains treat treaty trick tricky trend truth tunic vapor vest vests vet victor victim
    virtue visual weed weeds wheel woman zebra zone bridge bridges bride basic basis basin beacons bench benches
    bento border borderline bolivia bulgaria brick broken brake broker cable calm camp care career cascade casino
    cedar chain chapel charter chest child choice choices church clean clinton cocoa coca cocina cola coast colony
    comfort common compass concept concord connect core corner cottage courage craft create crest cross crown
    crystal curve cycle dawn day deck deer dental dentist dependent dentistry depend diamond divine dove dream eagle
    earth east eden elder elm ember empower endeavor epic era essence ever exodus altman angel artista artistas
    artistic artistica artistico autopista bathing batting biting benz boating champa clack cracked cristobal danger
    decreased donaciones drums duele dueno dunk fatty filipinas gables hallway mandate mandates mariano marie maries
    marin mariners marino martine mino perks piles pilas polacca polls preso psyche pulls raced realising recap
    releasing roxie sentimiento sheltered soper sorta stimulate sucedio transformacion yough ambient america change
    defensive dimension grand black costa spine monte field palos clinical stokes scalp allied smokey driver
    conductor estates carr nabal legion recreation clear forge breaux staten americana beaty coles banos gain bears
    blick bloc corso olde mares residents brave brien paces holmes hearts pagan unidas scholl cease habra pride
    contact americano clarity grape mediation slate committed cannon compassion gallows spears strip cargo molloy
    mont skill trent diversity claus couch esper evolution continuity matters faster forte profess halo hamblen hale
    giant libra della estate intercept lisa managua bauer prices lyric officer mathers matter shipping finest space
    bever grade traditional citizen turney weakley paar keating seaport hogan stites fore gravel unser proactive
    practical tradition relate resilience integrate hoes clares beyer lago linings saguaro classen simone naval
    staton motivation stamp shangri leake spear consulting analysis administrative assistant fulon herron croley
    halfday woden womac worman wyman shelteris addicks spelter brazilton alleman koran familicare horse coalition
    asociacion associated cass peace easter major northwell rancho norte network networks video videos possession
    touchette newberne sevier concerted pearce
    """.split()
)
"""What was found, and left out, when every word of these lists was read: the 20,000 commonest words of English and
8,000 of Spanish by their frequency in print and on the web; the 18,600 words in names, programs, streets and towns of
18,759 listed places (FindTreatment.gov of 2022, certified opioid programs of 2020, Veterans Affairs); and the names of
the place table that are one word. None is now read as a word that is a filter by itself, but for forms of it
("recovered", "felony", "consejero") and misspellings of it that sources made themselves ("hosptial"). It was done by
hand after the last change of the vocabulary; a word that is added there may need it again."""

UNLIKELY = frozenset(
    """
    saphris internarse dolor broke cheap poor tween juvenile preteen underage barato barata hombre hombres males
    parole trans queer minors art hindi hmong virtual persa griego chino ruso interno gratis menores menor apuestas
    ancianos cash court judge jail prison passport performcare matrix diet house place peer peers short stay point
    value crowd funds espanol coreano japones universitario francais femenino residencial transporte hospitalizado
    teens trauma abogado vivienda empleo arabe efectivo internado beacon secuado sbirt avmed lucet tufts univera
    elevance multiplan optum medica humana fallon carelon lawyer carcel taper tribe rides mentor child couple german
    frances deutsch native senior seniors revia depade rivive champus persian anger betting gambles gambler gamblers
    pills marine marines raped rape mota cristal chiva fetty autista autistas autistic autismo duelo preg prego
    preggo roxies roxys roxy hable hablen nasal lyrica recai recayo molly elder elders fiend dabs grief anexo anexos
    army molested batterer ambien crackhead relapsing relapsed adols boozing catatonia diversion drugged drugging
    cheaper cheapest committed lifering mania mcaid mcare reserves shuttle shrink unfunded unins unhoused hoarder
    hoarding arfid ednos telephonic purging
    """.split()
)
"""Words of the vocabulary to which nothing is corrected: too many others are like them, or they are too rare."""

RARE = frozenset(
    """
    accelerated acute adsap agent albanian amharic apache armenian asimtufii assessed assessments attachment
    avoidance barrier beers before bengali bernese between birth bison blended blind board bosnian bridge
    bringing bromazolam buddhist burmese burnout buying caffeine cambodian cannabinoids casac casinos celexa
    chemsex cherokee childhood chronically chuukese cigars civil clinically codependents compulsion computer
    concerta concussion concussions conservatorship consta crank daughters debts decanoate delay delays denali
    denalicare depot detention downers drank driver duster dusters dutch dynasaur dysphoria eligibility enrolled
    evaluated evaluations expired extended falls famis fanduel fantasy fetal focused freebase freebasing galaxy
    gambled gender generational glass gujarati hafyera hawki heroine herself himself hookah hungarian hydro
    hydros image incest indonesian injectables injections injuries insurances integration intensity interpreters
    khmer kleptomania korsakoff lakota laotian lapsed lcadc lines liquid lottery lozenges machine machines makes
    marshallese meals medallion medigap member mentally method micro microdosing mixteco molestation moral
    mouthwash multiple mutism myself nalmefene narcissist nation navajo nepali nerve neuromodulation nitazene
    njfamilycare offense opium opvee orange order oromo oupatient outpt overeating papeles paper papered
    parolees party pashto paxil pending perpetrator perpetrators personalities petition phenazepam picking poker
    poppers poppy pornography pouch pouches presumptive probationer probationers processing prolonged punjabi
    purple quest reactive rebellious refills refusal refuses refusing relay religious relprevv remote report
    reporting reservation respite response rextovy roblox robotripping rohypnol romanian runaway rykindo saint
    samoan sanitizer satop savings scratch second selective senile sexaholic share sherm shopaholic shoplifting
    sinclair sizzurp slipped small smoker smokers sniffing somali spend spenddown spending sportsbook ssris
    stabilizer stabilizers starkids starving sterile stopped subacute superbill superbills supplement swahili
    swings switch switching synthetic syringes tamil targeted teams telling telugu theft third threshold throw
    throwing throws ticket tickets tigrinya tiktok title toddlers tongan trading transitioning translator trich
    trinza triple tripping troches troubled turkish ukrainian uppers urban using uzedy vagus vasap wagon
    warmline warrant weight wellbriety wernicke whiskey white works wraparound
    """.split()
)
"""Words of `care_words`, `medicine_words`, `plan_words` and the like to which nothing is corrected, for the same
reasons: what is misspelt there is mostly another word."""
