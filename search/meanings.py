"""What people mean by words where the vocabulary alone would say too much, too little or only one of several things.

Terms are written facet:key. Several of one facet are joined by *or* (any of them fits), of different facets by *and*.
The rule is to filter never more narrowly than was meant, and to suggest where the meaning is not sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search.care_words import CARE, CARE_POSSIBLY
from search.children_words import WITH_CHILDREN
from search.medicine_words import MEDICINES, MEDICINES_POSSIBLY
from search.plain_words import phrases as listed
from search.plan_words import BRANDED, PLANS, PLANS_POSSIBLY
from search.shorthand import POSSIBLY, SHORTHAND
from search.spanish_meanings import SPANISH_MEANT

_MEANT = """
# Who has no insurance is helped by a fee by income, by no fee and by help with paying alike.
payment:sliding-fee payment:free payment:assistance =
    no insurance; without insurance; uninsured; not insured; no health insurance; dont have insurance; do not
    have insurance; lost insurance; lost my insurance; no coverage; no money; no income; cant afford; cannot
    afford; cant pay; broke; poor; low income; affordable; cheap; low cost; inexpensive; underinsured; sin
    seguro; sin seguro medico; no tengo seguro; no tengo seguro medico; no tiene seguro medico; no tiene seguro;
    sin aseguranza; no tengo aseguranza; sin dinero; no tengo dinero; barato; barata; bajo costo; bajos
    ingresos; economico; bajos recursos; pocos recursos; no medicaid; no medicare; self pay no insurance;
    unemployed; desempleado; cant get medicaid; denied medicaid; medicaid denied; too much for
    medicaid; make too much for medicaid; not eligible for medicaid; dont qualify for medicaid; lost my job; lost
    his job; lost her job; laid off; lost coverage; lost medicaid; lost my
    medicaid; no health coverage; no ins; perdi mi trabajo; perdi mi seguro; no tenemos seguro; no tienen seguro;
    no tenemos seguro medico; no tienen seguro medico; no tiene aseguranza; no tenemos aseguranza; no tienen
    aseguranza; no tiene dinero; no tenemos dinero; no tienen dinero; sin cobertura; no cuento con seguro; no
    contamos con seguro; no cuenta con seguro; no puedo pagar; no puede pagar; no podemos pagar; no pueden pagar
# "Inpatient" is said of any stay; the vocabulary's term is a stay in a hospital.
setting:inpatient setting:residential =
    inpatient; in patient; in-patient; internado; interno; internamiento; internarse; sleep there
setting:inpatient setting:residential care:substance-use =
    inpatient rehab; inpatient drug rehab; inpatient alcohol rehab; residential rehab; live in rehab; inpatient
    drug treatment; inpatient substance abuse; inpatient addiction treatment
setting:hospital-detox setting:residential-detox =
    inpatient detox; residential detox; live in detox; detox bed; detox beds
setting:long-term-residential care:substance-use =
    long term rehab; 90 day rehab; 60 day rehab; 6 month rehab; six month rehab; one year program; year long
    program
setting:short-term-residential care:substance-use =
    short term rehab; 28 day rehab; 30 day rehab; 30 day program
setting:residential care:substance-use =
    sleepaway rehab
setting:telehealth setting:intensive-outpatient =
    virtual iop; online iop; telehealth iop
age:children care:mental-health =
    child psychiatrist; child psychiatry; child psychologist; child therapist; kids psychiatrist; child therapy;
    adolescent psychiatrist; teen therapist; psiquiatra infantil
payment:free =
    free clinic; free clinics; clinica gratis; clinica gratuita; gratuita; sin pagar; for free
payment:free care:substance-use =
    free rehab; free treatment; free drug rehab
payment:free care:detox =
    free detox
age:children care:substance-use =
    teen rehab; adolescent rehab; youth rehab; teen drug rehab; teenage rehab
age:children =
    teen treatment; for kids; for children; children's therapy; kids therapy; para ninos; para ninas; adolescent
    treatment; underage; teenage; teenaged; preteen; tween; juvenile; high schooler; high school student; middle
    school; ninos; nino; nina; menor; menor de edad; joven menor
age:young-adults age:adults =
    college student; college age; college kid; in college; universitario
group:women care:substance-use =
    women's rehab; womens rehab
group:men care:substance-use =
    men's rehab; mens rehab
group:young-adults care:substance-use =
    young adult rehab
setting:outpatient care:mental-health =
    outpatient therapy; outpatient mental health; mental health outpatient; outpatient psychiatry; outpatient
    counseling
care:mental-health setting:inpatient =
    inpatient psych; inpatient psychiatric; inpatient mental health; psych ward; psych bed; psych hospital stay
care:substance-use setting:outpatient =
    outpatient rehab; outpatient drug treatment; outpatient drug rehab; outpatient substance abuse
# The vocabulary's terms called "mental health clinic" and "mental health services" are a licence and a service of
# substance use programs.
care:mental-health =
    mental health clinic; mental health center; mental health services; mental health help; mental health
    program; mental health therapist; centro de salud mental; servicios de salud mental; clinica de salud
    mental; mental; psych; mental heath; mental helth; mental healt; hears voices; hear voices; hearing voices;
    grief; grief counseling; grief counselor; grief therapy; bereavement; duelo; autism; autistic; autismo; autista;
    autistas; nervous breakdown; mental breakdown; panic attacks; panic attack; schizo; skizofrenia; esquisofrenia;
    ataques de
    panico
# Who is addicted to something else needs no place for drugs.
care:gambling =
    gambling addict; gambling addicts; addicted to gambling; compulsive gambler; problem gambler; adicto al juego;
    adiccion al juego; ludopata; sports betting; sports gambling; online gambling; betting; casino addiction;
    gambler; gamblers; gambles;
    apostador
care:other-addictions =
    porn addiction; porn addict; addicted to porn; sex addict; addicted to sex; shopping addiction; shopping addict;
    gaming addict; addicted to video games; video game addict; internet addict
care:co-occurring =
    duel diagnosis; dual diagnosis program; dual diagnosis rehab; dual diagnosis treatment
care:substance-use =
    sober; drug; drunk; pot; pills; opioid; abusing drugs; drinks; drinks too much; drink too much; drinking too much;
    alcohol problem; smoking weed; smokes weed; smoking crack; shooting up; recovery center; recovery centers;
    vaping weed; vapes weed; smoking meth; smokes meth; smoking fentanyl; snorting coke; relapsed; relapsing;
    relapsed again; recayo; recai; dilaudid; hydromorphone; opana; roxy; roxys; roxies; roxicodone; oxy 30s; kpins;
    k pins; xannies; ambien; lsd;
    shrooms; dabs; delta 8; phenibut; tianeptine; gas station heroin; gabapentin addiction; lyrica addiction; pcp; ghb;
    fuma mota; mota; fuma marihuana; marihuana; usa cristal; fuma cristal; cristal; chiva; la bebida; been clean; stay
    clean; staying clean; been sober; stay sober; staying sober; tweaker; tweakers; on ice; fent; fetty; xanax bars;
    bars of xanax; tranq dope; dope fiend;
    opiods; opiates addiction; junkie; crackhead; wino; huffing; whippets; whippits; speedball; lean addiction; k2
    spice; spice k2;
    molly addiction; ice addiction; toma mucho; toma demasiado; bebe mucho; bebe demasiado; dejar de tomar; dejar de
    beber; tomando mucho; bebiendo mucho; borracho; borracha; rehabilitation center; rehabilitation centers;
    rehabilitation facility; rehabilitation program; rehabilitation clinic; rehabilitation
group:women =
    for women; just women; all women; para mujeres
group:men =
    for men; just men; all men; para hombres
group:criminal-justice =
    ordered by the court; mandated; ordered by a judge; judge ordered
approach:12-step =
    na; na program; aa program
operator:va =
    the va
medication:naloxone =
    nasal narcan; narcan nasal; narcan nasal spray; narcan spray; narcan kit; narcan kits; naloxone kit; naloxone kits;
    free narcan; free naloxone; free narcan kit; narcan gratis
testing:substance-use-assessment =
    alcohol evaluation; drug evaluation; drug and alcohol evaluation; alcohol and drug evaluation; substance abuse
    evaluation; substance use evaluation; alcohol assessment; drug assessment; drug and alcohol assessment; alcohol and
    drug assessment; sap evaluation; evaluacion de alcohol; evaluacion de drogas
group:dui testing:substance-use-assessment =
    dui evaluation; dwi evaluation; dui assessment; dwi assessment
policy:no-smoking =
    non smoking; nonsmoking; smoke free
policy:smoking =
    allow smoking; allows smoking; must allow smoking; can smoke; where i can smoke
age:older-adults =
    elder; elders; old people; older person
medication:buprenorphine-injection =
    long acting buprenorphine; long acting injectable buprenorphine; injectable buprenorphine; monthly buprenorphine;
    monthly buprenorphine shot; suboxone shot; suboxone injection; monthly suboxone shot; inyeccion de suboxone
group:domestic-violence =
    dv; dv classes; dv program; dv class; abusive husband; abusive boyfriend; abusive relationship; abusive partner;
    beats me; hits me; dv survivor; dv survivors; dv victim; dv victims; domestic violence survivor; domestic violence
    survivors; domestic violence victim; domestic violence victims; survivor of dv; survivor of domestic violence;
    survivors of dv; survivors of domestic violence; victim of dv; victim of domestic violence; victims of dv; victims
    of domestic violence
group:sexual-abuse =
    rape; raped; rape crisis; rape crisis center; molested; sexually assaulted; sexually abused
approach:anger-management =
    anger; anger issues; anger problems; anger problem
group:pregnant =
    preg; preggo; prego; expecting a baby; im expecting; having a baby
approach:couples-family-therapy =
    couples counselor; couples counselors; couples therapist; marriage counselor; marriage therapist; terapeuta de
    pareja
operator:tribal operator:indian-health-service =
    tribal treatment; tribal clinic; tribal clinics; tribal rehab; tribal health; tribal health program; tribal
    health center; tribal treatment center; tribal facility; tribal services; run by a tribe; tribally run; native
    american rehab; native american treatment; native american treatment center; native rehab; clinica tribal
care:mental-health =
    oye voces; oigo voces; escucha voces; escucho voces; trastorno obsesivo compulsivo; obsesivo compulsivo; sufre de
    los
    nervios; sufre de nervios; sufro de los nervios; padece de los nervios; enfermo de los nervios
group:women service:children-stay =
    mujeres con ninos; madres con ninos; mamas con ninos; madres con hijos; mujeres y sus hijos; madres y sus hijos
group:domestic-violence =
    me pega; me golpea; nos pega; nos golpea; me maltrata; esposo me pega; esposo me golpea
setting:hospital-detox setting:residential-detox =
    desintoxicacion con internamiento; desintoxicacion interna; desintoxicacion internado
age:children care:mental-health =
    psicologo infantil; psicologa infantil; terapia infantil; psiquiatria infantil; sicologo infantil; siquiatra
    infantil; psicologo para ninos; psiquiatra para ninos; terapeuta infantil
care:substance-use =
    no tomar alcohol; no tomar mas; no beber alcohol; no beber; no usar drogas; no volver a tomar; no volver a usar;
    eroina; cocayna; dejar de fumar marihuana; dejar de fumar mota; dejar de fumar crack; dejar de fumar cristal; fuma
    crack; fuma piedra; dejar la piedra; dejar la mota; dejar el crack; dejar el cristal; usa piedra; no puedo parar de
    tomar; no puedo dejar de tomar; toma todos los dias; bebe todos los dias;
    dejar el trago; rehabilitarme; rehabilitarse
care:detox =
    malilla; tengo malilla; desintoxicarlo; desintoxicarla; desintoxicarnos
language:spanish =
    no hablo ingles; no habla ingles; no hablo english; no habla english; no hablamos ingles; solo espanol; spanish
    only; only speaks spanish
service:children-stay =
    bring your kids; bring your children; with your kids; with your children; with my kid; with my
    baby; with baby; with her kids; with her children; with her baby; with their
    children; with my son; with my daughter; bring my baby; bring my child; bring my son; bring my daughter;
    bring kids; bring children; bring her kids; bring her children; keep my kids; keep my children; keep my
    baby; kids can stay; my kids can stay; children can stay; my children can stay; baby can stay; my baby can stay;
    kids can come; my kids can come; kids can live; take my kids; take my children; take my baby; kids allowed;
    children allowed; kids with me; my kids with me; children with me; baby with me; con mi hijo; con mi hija; con
    mi bebe; con mis ninos; con sus hijos
"""


def _parsed(table: str) -> Iterator[tuple[str, str]]:
    """Phrase and terms, from lines "terms =" and indented phrases below. Lines that begin with # are remarks."""
    terms = ""
    phrase = ""
    for line in table.strip().splitlines():
        if line.startswith(" "):
            phrase = f"{phrase} {line.strip()}"
        elif not line.startswith("#"):
            yield from ((said, terms) for said in listed(phrase) if said)
            terms, phrase = line.removesuffix(" ="), ""
    yield from ((said, terms) for said in listed(phrase) if said)


TABLES = (_MEANT, SHORTHAND, SPANISH_MEANT, PLANS, MEDICINES, CARE)
"""Of phrases that become filters. What a later one says of a phrase counts."""

POSSIBLE_TABLES = (POSSIBLY, PLANS_POSSIBLY, MEDICINES_POSSIBLY, CARE_POSSIBLY)
"""Of phrases that are suggested."""

MEANT: Mapping[str, str] = {**BRANDED, **dict(row for table in TABLES for row in _parsed(table))}
"""Phrase to the filters it means."""

POSSIBLE: Mapping[str, str] = {
    **dict(row for table in POSSIBLE_TABLES for row in _parsed(table)),
    **dict.fromkeys(WITH_CHILDREN, "service:children-stay age:children"),
    # A program that only says that it is certified says nothing of medicines, so "methadone" leaves it out.
    "methadone": "opioid:otp",
    "metadona": "opioid:otp",
    # No federal list says who hands naloxone out, only who teaches about it.
    **{said: "service:naloxone-education" for said, meant in MEANT.items() if meant == "medication:naloxone"},
    **dict.fromkeys(("narcan", "naloxone", "naloxona"), "service:naloxone-education"),
    "free": "payment:sliding-fee",
    "free rehab": "payment:sliding-fee",
    "free treatment": "payment:sliding-fee",
    "free detox": "payment:sliding-fee",
    "gratis": "payment:sliding-fee",
    "no cost": "payment:sliding-fee",
    "free clinic": "payment:sliding-fee",
    "teen": "group:adolescents",
    "teens": "group:adolescents",
    "teenager": "group:adolescents",
    "teen rehab": "group:adolescents",
    "hospital": "setting:inpatient kind:general-hospital",
    "hospitals": "setting:inpatient kind:general-hospital",
    "hospitales": "setting:inpatient kind:general-hospital",
    "therapy": "approach:individual care:mental-health",
    "counseling": "approach:individual care:mental-health",
    "counselling": "approach:individual care:mental-health",
    "terapia": "approach:individual care:mental-health",
    "consejeria": "approach:individual care:mental-health",
    "recovery": "care:substance-use",
    "recuperacion": "care:substance-use",
    "no car": "service:transportation",
    "no transportation": "service:transportation",
    "no ride": "service:transportation",
    "dont drive": "service:transportation",
    "sin carro": "service:transportation",
    "sin transporte": "service:transportation",
    "my kids": "service:children-stay age:children",
    "my children": "service:children-stay age:children",
    "my child": "age:children",
    "my kid": "age:children",
    "mis hijos": "service:children-stay age:children",
    "seguro medico": "payment:private payment:medicaid",
    "seguro de salud": "payment:private payment:medicaid",
    "aseguranza": "payment:private payment:medicaid",
    "violencia en el hogar": "service:domestic-violence",
    "mi hijo": "age:children",
    "mi hija": "age:children",
    "baby": "service:children-stay group:pregnant",
    "newborn": "service:children-stay group:pregnant",
    "suicide": "crisis:suicide-prevention",
    "suicidal": "crisis:suicide-prevention crisis:walk-in",
    "suicidio": "crisis:suicide-prevention",
    "overdose": "service:naloxone-education",
    "overdosed": "service:naloxone-education",
    "sobredosis": "service:naloxone-education",
    "crisis": "crisis:walk-in crisis:mobile",
    "emergency": "crisis:walk-in crisis:on-site",
    "emergencia": "crisis:walk-in crisis:on-site",
    "homeless shelter": "service:housing-services",
    "shelter": "service:housing-services",
    **dict.fromkeys(("refugios", "refugio para", "un refugio"), "service:housing-services"),
    "albergue": "service:housing-services",
    "felon": "group:criminal-justice",
    "felons": "group:criminal-justice",
    "ex offenders": "group:criminal-justice",
    "court": "group:criminal-justice",
    "judge": "group:criminal-justice",
    "jail": "group:criminal-justice",
    "prison": "group:criminal-justice",
    "carcel": "group:criminal-justice",
    "couple": "approach:couples",
    "couples": "approach:couples",
    "mom": "group:women",
    "lady": "group:women",
    "military": "group:active-duty payment:military group:veterans",
    "militar": "group:active-duty payment:military group:veterans",
    "militares": "group:active-duty payment:military group:veterans",
    "army": "group:veterans group:active-duty",
    "navy": "group:veterans group:active-duty",
    "marines": "group:veterans group:active-duty",
    "marine": "group:veterans group:active-duty",
    "air force": "group:veterans group:active-duty",
    "national guard": "group:active-duty group:veterans",
    "soldier": "group:veterans group:active-duty",
    "iraq": "group:veterans group:active-duty",
    "afghanistan": "group:veterans group:active-duty",
    "sex offender": "group:criminal-justice",
    "sex offenders": "group:criminal-justice",
    "al anon": "service:family-education approach:12-step",
    "alanon": "service:family-education approach:12-step",
    "nar anon": "service:family-education approach:12-step",
    "naranon": "service:family-education approach:12-step",
    "smart recovery": "service:self-help-groups",
    "celebrate recovery": "service:self-help-groups",
    "anexo": "setting:residential care:substance-use",
    "anexos": "setting:residential care:substance-use",
    "involuntary commitment": "service:court-ordered-treatment kind:psychiatric-hospital",
    "baker act": "service:court-ordered-treatment kind:psychiatric-hospital",
    "section 35": "service:court-ordered-treatment",
    "5150": "service:court-ordered-treatment kind:psychiatric-hospital",
    "parenting classes": "service:family-education",
    "parenting class": "service:family-education",
    "tribal": "operator:tribal payment:indian-health",
    "native": "payment:indian-health operator:tribal",
    "involuntary": "service:court-ordered-treatment kind:psychiatric-hospital",
    "involuntarily": "service:court-ordered-treatment kind:psychiatric-hospital",
    "against his will": "service:court-ordered-treatment kind:psychiatric-hospital",
    "against her will": "service:court-ordered-treatment kind:psychiatric-hospital",
    "against their will": "service:court-ordered-treatment kind:psychiatric-hospital",
    "committed": "service:court-ordered-treatment kind:psychiatric-hospital",
    **dict.fromkeys(("guest dose", "guest doses", "guest dosing"), "opioid:pain"),
    "marchman act": "service:court-ordered-treatment",
    "caseys law": "service:court-ordered-treatment",
    "section 12": "service:court-ordered-treatment kind:psychiatric-hospital",
    "res": "setting:residential",
    "rez": "operator:tribal operator:indian-health-service",
    "op": "setting:outpatient",
    "po": "group:criminal-justice",
    "mip": "group:criminal-justice",
    "needle exchange": "service:outreach medication:naloxone",
    "syringe exchange": "service:outreach medication:naloxone",
    "syringe services": "service:outreach medication:naloxone",
    "syringe service": "service:outreach medication:naloxone",
    "syringe services program": "service:outreach medication:naloxone",
    "clean needles": "service:outreach medication:naloxone",
    "harm reduction": "service:outreach medication:naloxone",
    "test strips": "service:naloxone-education medication:naloxone",
    "fentanyl test strips": "service:naloxone-education medication:naloxone",
    "pain": "group:pain",
    "wound care": "service:primary-care",
    "hep c": "testing:hepatitis-c medication:hepatitis-c",
    "hepatitis c": "testing:hepatitis-c medication:hepatitis-c",
    "hcv": "testing:hepatitis-c medication:hepatitis-c",
    "pain management": "group:pain",
    "pain clinic": "group:pain",
    "pain doctor": "group:pain",
    "social worker": "service:case-management approach:individual",
    "tobacco": "service:tobacco-counseling",
    "nicotine": "service:tobacco-counseling",
    "cigarettes": "service:tobacco-counseling",
    "vape": "service:tobacco-counseling",
    "vapes": "service:tobacco-counseling",
    "juul": "service:tobacco-counseling",
    "chewing tobacco": "service:tobacco-counseling",
    "human trafficking": "group:trauma group:sexual-abuse",
    "trafficking": "group:trauma group:sexual-abuse",
    "trafficked": "group:trauma group:sexual-abuse",
    "sex trafficking": "group:trauma group:sexual-abuse",
    "intellectual disability": "care:mental-health",
    "intellectual disabilities": "care:mental-health",
    "developmental disability": "care:mental-health",
    "developmental disabilities": "care:mental-health",
    "developmentally disabled": "care:mental-health",
    "idd": "care:mental-health",
    "eap": "payment:private",
    "community care network": "payment:va-funds",
    "employee assistance program": "payment:private",
    "unhoused": "service:housing-services",
    "couch surfing": "service:housing-services",
    "coast guard": "group:veterans group:active-duty",
    "reservist": "group:veterans group:active-duty",
    "reserves": "group:veterans group:active-duty",
    "alateen": "service:family-education approach:12-step",
    "families anonymous": "service:family-education approach:12-step",
    "refuge recovery": "service:self-help-groups",
    "dharma recovery": "service:self-help-groups",
    "recovery dharma": "service:self-help-groups",
    "lifering": "service:self-help-groups",
    "waitlist": "service:interim-services",
    "wait list": "service:interim-services",
    "waiting list": "service:interim-services",
    "monthly shot": "medication:buprenorphine-injection medication:naltrexone-injection",
    "shot": "medication:buprenorphine-injection medication:naltrexone-injection",
}
"""Phrase to what may be meant by it: suggested, never a filter."""

NAMES = frozenset({"healthy connections"})
"""Of what is meant what clinics are called, too: a filter only beside a word of paying."""

DISTRUSTED = WITH_CHILDREN | listed(
    """
    peer; peers; mentor; mentoring; rewards; incentives; vouchers; matrix; diet; exercise; fitness; nutrition;
    outreach; transport; ride; rides; pick up; follow up; seguimiento; relapse; recaida; tribe; tribal; clubhouse;
    state plan; expecting; taper; intervention; vocational; child; children; kid; kids; minor; aids; donations;
    housing; homeless; homelessness; sin hogar; ssi; ssdi; lawyer; abogado; sed; mica; coa; dea; ua; prep; native
    american; american indian; alaska native; indigena; brazilian; haitian; private company; health center; centro
    de salud; medical care; family doctor; general practitioner; tutoring; drug free; alcohol free; boys; girls;
    hospitalization; hospitalizacion; suicide; suicidal; suicidio; sobredosis; local government; french; german;
    polish; italian; greek; chino; ruso; criollo; frances; aleman; adult; interno; medical hospital; hospital
    general; recovery center; act team; matrix; forensic; step down; dui only; waitlist; wait list; waiting list;
    lista de espera
    """
)
"""What terms are called that people say of other things more often: suggested, not a filter."""

FOR_PEOPLE = frozenset(
    f"group:{key}"
    for key in "women men veterans adolescents young-adults older-adults active-duty military-families pregnant".split()
) | {"age:children", "age:young-adults", "age:older-adults", "age:adults", "sex:female", "sex:male"}
"""Filters whose words make a name before a word such as "center" or "house": "women's center", "veterans home"."""

TURNED = frozenset("care setting opioid medication approach detox alcohol kind operator licence".split())
"""Facets that a negation excludes. "No Medicaid", "not pregnant" and "no children" tell of the person, not of a place
to be left out."""

HOSPITALS = frozenset({"hospital", "hospitals", "hospitales"})
"""What "no hospitals" excludes is what these words may mean."""

NEITHER = frozenset({"or", "nor", "and", "o", "u", "ni", "y"})
"""Words that carry a negation on: "no methadone or suboxone"."""

SECULAR = listed(
    """
    not religious; non religious; nonreligious; no religion; not faith based; non faith based; no faith based; not
    christian; not church based; no church; no god; no higher power; secular; not spiritual; no religioso; no
    religiosa; sin religion; no religious stuff; without religion; not religious based; non christian; no bible; no
    jesus; without god; nothing faith based; nothing religious; nothing christian; nothing churchy; no faith; not a
    religious; not a christian; not a faith based; isnt religious; isnt faith based; isnt christian; non religious
    based; 12 step free; twelve step free; aa free; 12 step alternative; 12 step alternatives; alternative to 12
    step; alternative to 12 steps; alternatives to 12 step; alternative to aa; alternatives to aa; aa alternative;
    aa alternatives; alternative to na; isnt 12 step; isnt aa; atheist; atheists; agnostic; not through a church;
    not in a church; not a church; not run by a church; without church; not through church; humanist
    """
)
"""No source says what is religious. Programs of twelve steps, which speak of God, can be excluded: suggested."""
