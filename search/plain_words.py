"""Tables of everyday words: what carries no wish, what names are made of, what is an emergency.

All folded as `word_spans.folded_word` folds: lower case, no accents, no apostrophes.
"""

from __future__ import annotations

from search.care_words import CARE_UNKNOWN
from search.spanish_meanings import SPANISH_HERE, SPANISH_IGNORED, SPANISH_NEGATIONS
from search.story_words import SAID_ON_THE_WAY, STORY


def phrases(text: str) -> frozenset[str]:
    """The phrases of a table, parted by semicolons."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


_LITTLE = frozenset(
    """
    a able about accept accepted accepting accepts actually after ago all allow allows also am an and another any
    anybody anyone anything are around as ask asked at available away back bad badly based be because been before
    being believe best between both but by call called can cannot cant care cares caring clinician come comes coming
    could couldnt covered coverage covering covers currently day days desperate desperately did didnt different do
    doctor doctors does doesnt doing done dont during each either else even ever every everything fast feel feeling
    few find finding for from full get gets getting gives give giving go goes going gonna good got gotta great guy had
    handle handles hard has hasnt have havent having he hed hello help helped helping helps her here hes hi him
    himself his hold how hows i id if ill im immediate immediately in information info instead into is isnt it its ive
    job just kind know known knows last later least left less let lets like list listed listing listings little live
    lives living located location locations long look looking looks lot lots made make makes making many may maybe me
    meet mine money more most move moved much must my myself near need needed needing needs never new next nice no
    nobody not nothing now number numbers of off offer offered offering offers ok okay old on once one ones only open
    opening openings options option or other others our out over own paid patient patients pay paying pays people
    person persons phone please pls plz possible prefer preferably probably provide provided provider providers
    provides put quick quickly quite really reasonable receive recommend recommended referral referrals right same say
    says search searching see seeing seek seeking seen send serious severe she shes should show single so some
    somebody somehow someone something somewhere soon specialist specialists specialize specializes specializing start
    started starting stay staying stays still stop stuck struggle struggles struggling such suffer suffering suffers
    supports sure take taken takes taking tell than thank thanks that thats tht teh the their them then there theres
    these they theyre thing things think this those through time to today together tonight tomorrow too top town tried
    try trying type types u understand until up ur urgent urgently us use used user uses using usually very visit wait
    walk want wanted wanting wants was way we weve weekend went were what whats when where which while who whos whose
    why will willing with within without wont work working works worried smoke smokes shoots shooting snorts snorting
    injects injecting friendly deal dealing dealer husbands wont quit quits quitting stopping reduce gotten refer
    refers referred hate love loves loving loved afford affording specializes cold hot two three four five six seven
    eight nine ten bf gf night morning week weeks month months again herself kick kicking accredited certified hooked
    clinicians wanna caller refuse refuses refused refusing smoking evening evenings daytime would yes yet you your
    youre yrs year years bed beds spot spots slot slots vacancy vacancies admission admissions admit enroll intake dx
    hx sx pt pts avail appt appts eve eves stat asam wks wk level levels weekly medically far transfer transferring
    transferred abuser abusers steals stealing telling debt debts doc docs placement placements discharge abuse
    dependence misuse dependency insurance insured plan plans private
    """.split()
)
"""Little words, and those of asking. "private" alone says nothing that could be filtered."""

FILLER = _LITTLE | SAID_ON_THE_WAY | STORY
"""Words that carry no wish of their own."""

FAMILY = frozenset(
    """
    son sons daughter daughters brother brothers sister sisters sis bro mother mom moms mama mum mommy father dad dads
    papa daddy husband wife boyfriend girlfriend partner spouse fiance fiancee ex uncle aunt cousin nephew niece
    grandson granddaughter grandma grandpa grandmother grandfather grandparent parent parents friend friends buddy
    roommate neighbor client clients patient family member members loved relative relatives coworker employee stepson
    stepdaughter mothers fathers husbands wives boy girl lady gentleman man guy baby babies newborn infant hijo hija
    hijos hijas hermanos hermanas madres padres esposos esposas hermano hermana
    esposo esposa marido mujer novio novia pareja madre padre mami papi tio tia primo prima sobrino sobrina nieto
    nieta abuelo abuela amigo amiga familia familiar familiares pariente cliente paciente bebe nene nena chico chica
    muchacho muchacha senor senora
    """.split()
) - {"mujer"}
"""Who it is for, where that says nothing of what is needed: "my son" may be fifteen or forty."""

GENERIC = frozenset(
    """
    agency association associates building campus center centers centre clinic clinics clinica clinicas centro centros
    company facility facilities foundation group groups hospital hospitals hospitales house houses home homes hogar
    hogares casa institute institution lodge manor office offices organization place places practice program programs
    programme programa programas ranch recovery recuperacion residence resource resources shelter shelters society
    medico medicos medica medicas medicamentos salud albergue albergues escuela escuelas support system treatment
    treatments tratamiento tratamientos university village counseling counselling counsel counselors counselor therapy
    therapies terapia consejeria servicio servicios rehabilitation recover recovering counselling session sessions
    medicine medicines medication medications medicina medicamento meds shot shots injection prescription
    prescriptions prescriber prescribers prescribe prescribes prescribing rx dose doses dosing rural education
    training interpreter interpreters unit units high first counsellor class classes grupo grupos reunion reuniones
    meeting meetings hotline helpline line disorder disorders problem problems issue issues addict addicts condition
    community local area state county city downtown health medical service services north south east west northern
    southern eastern western northeast northwest southeast southwest upstate downstate ciudad pueblo
    """.split()
)
"""What a kind of place or help is called. Beside a word that is not understood it is part of a name ("Mercy Hospital",
"Hope House"); elsewhere it carries no wish ("suboxone clinic", "rehab center")."""

HELP = frozenset(
    "therapy therapies counseling counselling counsel counselors treatment treatments terapia consejeria".split()
)
"""Of them, what somebody wants who types it behind a town and nothing else: "denver therapy"."""

NAME_NOUNS = frozenset(
    """
    center centers centre clinic clinics hospital house home homes shelter institute foundation ranch village manor
    lodge society association agency campus hall challenge
    """.split()
)
"""After a word for people they make a name: "women's center", "children's hospital", "vet center", "youth home"."""

IGNORED = phrases(
    """
    no wait; no waiting; no waiting list; no waitlist; no wait list; no waits; short wait; without waiting; walk in;
    walk ins; open now; open today; open late; right now; right away; same day; as soon as possible; asap; 24 7; 24
    hours; 24 hour; 24 hrs; 24 hr; 24h; 24 horas; around the clock; hoy mismo; lo antes posible; i dont know; dont
    know; not sure; no se; no job; no referral; without referral; without a referral; sin papeles; no papers; sin
    cita; sin cita previa; no tengo papeles; no tiene papeles; no tenemos papeles; sin documentos; no tengo
    documentos; no tiene documentos; indocumentado; indocumentada; indocumentados; sin identificacion; no tengo
    identificacion; no tiene identificacion; sin lista de espera; undocumented; zip code; zip; codigo postal; not
    working; no luck; beds available; available beds; bed available; accepting new patients; new patients; wheelchair;
    wheelchair accessible; handicap accessible; handicapped accessible; handicap; handicapped; ada accessible; silla
    de ruedas; blind; visually impaired; ciego; ciega; private room; private rooms; own room; single room; high
    quality; top rated; highly rated; how much; not only; not just; no solo; after hours; after work; before work;
    weekdays; weekends; monday; mondays; tuesday; tuesdays; wednesday; wednesdays; thursday; thursdays; friday;
    fridays; saturday; saturdays; sunday; sundays; lunes; martes; miercoles; jueves; viernes; sabado; sabados;
    domingo; domingos; bus line; bus lines; on a bus line; bus route; bus stop; close to bus; near bus; near a bus; by
    bus; near transit; public transit; public transportation; near public transportation; coed; co ed; in network; out
    of network; low barrier; low threshold; dialysis; bariatric; obese; diabetic; insulin; on oxygen; wound; wounds;
    tranq wounds; xylazine wounds; nursing home; nursing homes; assisted living; board and care; skilled nursing; snf;
    level of care; levels of care; cps; dcf; cps case; open cps case; dcf case; child protective services; dosing
    window; take home bottles; keep my phone; keep your phone; first responder; first responders; teacher; teachers;
    pilot; pilots; physicians; firefighter; firefighters; police officer; police officers; healthcare workers;
    healthcare professionals; health care professionals; health professionals; medical professionals; executives;
    truck driver; truck drivers; airline pilots; professionals; breastfeeding; no bed bugs; house pets; same day
    appointment; same day appointments; same day admission; next day; my name is; walking distance; choice plus; gold
    plus; bronze plan; silver plan; gold plan; platinum plan; librium; phenobarbital; directions to; reviews for;
    reviews of; review of; phone number for; phone number of; hours for; hours of; address of; address for; website
    for; halfway between; half way between; photo id; without id; no id; dont have id; doesnt require id; dont require
    id; require id; requires id; valid id; diabetes; copd; heart condition; high blood pressure; from ed; from the ed;
    from er; from the er; in the er; in the ed; emergency room; emergency department; d c from
    """
    f";{SPANISH_IGNORED};{CARE_UNKNOWN}"
)
"""Phrases that wish for what no source says, or carry no wish: shown as not used."""

HERE = phrases(
    """
    near me; close to me; around me; close by; near here; around here; near by; nearby; nearest; closest; near my
    house; near my home; near my location; my location; my area; in my area; near us; close to home; cerca; cerca de
    mi; cerca de aqui; cerca de mi casa; por aqui; mas cercano; mas cercana; mas cerca; local; near my area
    """
    f";{SPANISH_HERE}"
)
"""Phrases that mean the place where the person is."""

EMERGENCY = phrases(
    """
    suicide; suicidal; suicidio; suicida; suicidarme; suicidarse; suicidar; kill myself; kill himself; kill herself;
    kill themselves; killing myself; hurt myself; hurting myself; harm myself; self harm; end my life; ending my life;
    end it all; take my own life; took pills; want to die; wants to die; wanna die; wanting to die; dont want to live;
    dont want to be alive; dont want to be here anymore; no reason to live; overdose; overdosed; overdosing;
    overdoses; oded; took too much; sobredosis; quiero morir; quiere morir; quiero morirme; matarme; quitarme la vida;
    no quiero vivir; no quiere vivir; not breathing; wont wake up; unconscious; no respira; 988; 911; suicide hotline;
    suicide line; crisis line; crisis hotline; emergency; emergencia; in crisis; en crisis; crisis; cutting myself;
    too many pills; bunch of pills;
    bottle of pills; all my pills; all his pills; all her pills; swallowed pills; dont want to wake up; not want to wake
    up; stopped breathing; isnt breathing; cant breathe; cannot breathe; turning blue; lips are blue; blue lips;
    unresponsive; live or die; hurt somebody; hurt someone; hurt others; kill somebody; kill
    someone; homicidal; cant do this anymore; swallowed a bottle; took a bottle; whole bottle; drank bleach; cuts
    herself;
    cuts himself; cuts her arms; self harming; self harms; who cuts; is dying; im dying; hes dying; shes dying; se
    esta muriendo; se muere; not waking up; isnt waking
    up; wont wake; passed out; better off dead; want to be dead; wish i was
    dead; wish i were dead; kms; unalive; hang myself; shoot myself; slit my wrists; cut my wrists; jump off a bridge;
    seizure; seizures; seizing; convulsiones; chest pain; cant go on; me quiero matar; me voy a matar; quiere matarse;
    matarse; se quiere matar; se quiere morir; no despierta; dejo de respirar; no puede respirar; muchas pastillas; me
    quiero morir; no quiero estar vivo; no quiero estar viva; tried to kill; trying to kill; killing himself; killing
    herself;
    cutting herself; cutting himself; hurt himself; hurt herself; hurting himself; hurting herself; cortarse; ganas de
    morir; ganas de morirme; ganas de morirse; quisiera morir; quisiera morirme; quisiera estar muerto; quisiera estar
    muerta; deseo morir; deseo morirme; prefiero morir; prefiero morirme; quiero estar muerto; quiero estar muerta;
    quiero matarme; no quiero seguir viviendo; no quiere seguir viviendo; ya no quiero estar aqui; sin ganas de vivir;
    no tengo ganas de vivir; no tiene ganas de vivir; no vale la pena vivir; acabar con mi vida; terminar con mi vida;
    acabar con su vida; quitarse la vida; se quito la vida; no aguanto mas; ya no puedo mas; ya no aguanto; hacerme
    dano; hacerse dano; lastimarme; lastimarse; se lastima; autolesiones; autolesion; autolesionarse; se corta; me
    corto; se corta los brazos; cortarme; cortandose; inconsciente; no reacciona; no esta respirando; no respira bien;
    labios azules; labios morados; se puso azul; se puso morado; todas las pastillas; todas mis pastillas; todas sus
    pastillas; frasco de pastillas; bote de pastillas; sobre dosis; sobredocis; matar a alguien; quiere matar; se va a
    morir; me voy a morir; me estoy muriendo; dolor de pecho; dolor en el pecho; convulsion; convulsionando;
    convulsiona;
    ahorcarme; ahorcarse; darme un tiro; pegarme un tiro; linea de crisis; linea de suicidio; suicidas; suisidio;
    suisidarme; suicidarnos; me kiero morir; me kiero matar; se mato; se quiere matar; trato de matarse; intento
    matarse; se quiso matar
    """
)
"""Words after which the page puts 988 and 911 first. They are no filter: who types them needs a voice, not a list."""

NEGATIONS = phrases(
    """
    no; not; non; without; w o; sin; except; excluding; not a; dont want; do not want; doesnt want; does not want;
    dont; dont have; do not have; doesnt have; does not have; no tengo; no tiene; dont need; dont like; doesnt use;
    does not use; doesnt offer; doesnt do; dont do; instead of; other than; anything but; doesnt; does not; cualquier
    cosa menos; todo menos; lo que sea menos; salvo; anything except; everything but; but not; never; no quiero; no
    quiere; no necesito; que no sea; que no use; que no usen; excepto; nothing with; not into; isnt; arent; aint; not
    on; hate; hates; avoid; avoiding; against; scared of; allergic to
    """
    f";{SPANISH_NEGATIONS}"
)
"""What turns the wish after it around. "No insurance" and "no cost" are phrases of the vocabulary and come first."""

WITHOUT, CANNOT = frozenset({"without", "sin"}), frozenset({"cant", "cannot", "couldnt", "puedo", "puede"})
"""The first after one of the others says what somebody does: "can't sleep without drinking"."""

AFTER_NEGATION = frozenset(
    """
    a an any the with using based type style more through run by in at en al un una ningun ninguna el la los las de
    con mas want to go be take use have on do doing quiero usar tomar ir
    """.split()
)
"""Words that may stand between a negation and what it is about."""

THERE_IS = frozenset("is are was were be theres there have has had hay tengo tenemos hubo".split())
TAKES = frozenset(
    """
    will would wants want wanted takes take took taking accepts accept accepted can could has have had does did is are
    was quiere quieren acepta aceptan lo la me puede pueden
    """.split()
)
"""Around "no hospital" they tell what is missing, not what nobody wants: "there is no hospital"."""

PAYING = frozenset(
    """
    take takes taking accept accepts accepting accepted insurance insured insurer cover covers covered coverage plan
    plans policy pay pays have has with through network medicaid medicare mcaid mcare hmo ppo epo hdhp copay
    deductible member members subscriber acepta aceptan acepte acepten seguro cubre tengo tiene con plan my use using
    """.split()
)
"""Words beside which the name of an insurer means the insurer."""
