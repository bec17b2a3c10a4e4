"""Tables of everyday words: what carries no wish, what names are made of, what is an emergency.

All folded as `word_spans.folded_word` folds: lower case, no accents, no apostrophes.
"""

from __future__ import annotations

from search.spanish_meanings import SPANISH_HERE, SPANISH_IGNORED, SPANISH_NEGATIONS


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

SAID_ON_THE_WAY = frozenset(
    """
    absolutely requirement requirements ingles cities bring brings bringing accessible account afraid again agree
    allow almost alone along already although always among angry anymore apparently appointment appointments apply
    approved arrested arrives asleep became become becomes beg begging begin behind below besides bit boss bought
    break broken burned busy cause caused certain check clearly confused consider consistently constant constantly
    continue cool cost costs crazy cries cry crying current cut damn date dead death decide decided deeply definitely
    died dies difficult discharged discuss dying early easily easy enough enter especially eventually everybody
    everyone everywhere exactly except expensive extra extremely eyes fail failed fall falling fear feels fight
    fighting final finally fine finish finished fired focus follow following food forever forget forgot former fuck
    fucked fucking fully fun further gave generally gets gone goods group guess guys gun happen happened happens happy
    heard held hell heres honest honestly hopefully hopeless hour hours however hurt hurting hurts idea ideas
    important include includes including interested involved isolate issued itself join kept kicked kill kinda lack
    lately learn leave leaves leaving lie lies lying likely listen literally lonely lose loses losing loss lost low
    luck mad mainly manage match mean means mentally miles minute minutes miss missing moment mostly nearly necessary
    neither nights none nor notice obviously offers often order ourselves overall owe past perfect perhaps pick please
    plenty possibly pretty probation problem proper quality question questions quiet ran rather reach reached read
    realize realized reason reasons recent recently remember require required requires rest result results risk rough
    run running runs sad said save saw says scared schedule school seem seemed seems sell selling sent serious
    seriously several shame shit sick sign simple simply situation sleep sleeping slowly sorry specific specifically
    spend spent stand starts steal stealing stole stress stressed student stuff stupid suddenly suggest suggestions
    supposed suspended symptoms talk talked talking teach tells terrible themselves therefore thinking though thought
    threatening throughout throw times tired told totally trouble true trust turn turned turning twice typically
    unable understand unless unfortunately upset usually various violent voices vomiting waiting wake waking wasnt
    watching weird wherever wish wishes woke wonder world worry worse worst worth wouldnt write wrong yeah yesterday
    took keeps keep nurse custody garage pending pill pills cuts slipped safely dangerous safe legally paperwork
    hides hide hiding hidden kills hear hears came brought
    cover evaluation bunch mess messed
    hospitalized
    drove drives ruined ruining destroyed destroying sneaking sneaks caught argues arguing screams screaming yells
    yelling hits hitting beats overwhelmed exhausted shaking shakes sweating sweats puking tweaking binge binging
    blackout blackouts hungover begged promised swears admits admitted denies noticed suspect suspects discovered asks
    insists complains drinkin usin livin lookin tryin doin goin gettin thinkin outta lemme gimme tryna yall aint idk
    thx ppl bc cuz coz tho rn ngl smh fr imo gfs dunno alot aswell alright anyways terrified freaking panicking
    youd yourself youve zero shouldnt wasn arent werent hasnt lives renting rent evicted bills fiend fiending using
    nodding nods overdue relapsing desperate hurry soonest allowed beach pet pets dog dogs cat cell phones phone
    laptop wifi internet couples te fue tiempo dia dias ano anos otros cosas menos nunca antes habia durante creo
    hecho sido estaba estaban momento luego parece pues verdad nadie veces debe dijo entonces tipo tal ademas mal
    segun cualquier fueron manera nombre fuera sino sera fin noche ahi dentro esos aun tenia hora horas manana pasa
    semana dinero quizas problema problemas tarde meses cambio realmente junto conmigo contigo puedas sabes suerte
    dificil miedo bueno buena buenos buenas deja demasiado espero rapido llamar dolor triste peor solamente tampoco
    siempre sufre sufriendo sufro llora llorando murio muere muerto perdio perdido perder trabaja familias pido
    ayudenme porfavor porfa vicio pedir esperanza grave mente dormir duerme come comer
    """.split()
) - {"probation", "couples", "esperanza", "school", "group", "internet", "beach"}
"""What people tell besides what they wish for: "my son was kicked out and I am so scared". Chosen from the common words
of both languages, without those that are in names of treatment centers."""

FILLER = _LITTLE | SAID_ON_THE_WAY
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
    f";{SPANISH_IGNORED}"
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
    a an any the with using based type style more in at en al un una ningun ninguna el la los las de con mas want to go
    be take
    use on do quiero usar tomar ir
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
