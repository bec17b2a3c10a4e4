"""Levels and programs of care by the numbers and words that planners use, and conditions by what people call them.

Read as the tables of `meanings`, which takes them in. Levels are those of the American Society of Addiction Medicine,
with Arabic numbers or Roman ones; 3.7 and above is with nurses and doctors in the house.
"""

from __future__ import annotations

CARE = """
setting:inpatient =
    level iv; level 4 inpatient; level iv inpatient; asam iv; asam level iv; asam level 4; loc 4; loc iv; level 4
    hospital
setting:inpatient setting:residential =
    level iii 7; asam iii 7; level iii inpatient; asam level 3 7; inpt; inpt tx; inpt treatment; inpt bed
setting:residential =
    level iii 1; level iii 3; level iii 5; asam iii 1; asam iii 3; asam iii 5; asam level iii; asam level 3; asam level
    3 1; asam level 3 3; asam level 3 5; level 3 residential; clinically managed residential; high intensity
    residential; low intensity residential
setting:partial-hospitalization =
    level ii 5; asam ii 5; asam level 2 5
setting:intensive-outpatient =
    level ii 1; asam ii 1; asam level 2 1; siop
setting:outpatient =
    asam 1; asam 1 0; asam i; asam level 1; asam level 1 0; level i outpatient; level 1 outpatient; level 1 0; loc 1;
    outpt; outpt tx
setting:hospital-detox =
    4 wm; 4wm; level 4 wm; asam 4 wm; level 4 detox; level iv detox; level iv inpatient detox
setting:hospital-detox setting:residential-detox =
    3 7wm; 3 7 wm; 3 2wm; 3 2 wm; asam 3 7wm; asam 3 2wm; level 3 7wm; level 3 2wm; level iii 7 d; level iii 2 d;
    level iii 7 detox; level iii 2 detox; level iii detox; 3 7 detox; 3 2 detox; subacute detox; sub acute detox;
    inpatient withdrawal management; residential withdrawal management; inpt detox; inpatient wm; residential wm
setting:outpatient-detox =
    1wm; 2wm; 1 wm; 2 wm; wm 1; wm 2; level 1 wm; level 2 wm; asam 1 wm; asam 2 wm; asam 1wm; asam 2wm; outpatient
    withdrawal management; ambulatory withdrawal management; op detox; outpt detox; ambulatory wm
setting:short-term-residential =
    short term inpatient; short term treatment; short term residential treatment; short term stay; short term program;
    short term facility; short term care
setting:long-term-residential =
    long term inpatient; long term stay; long term facility; long term program; long term treatment center; extended
    care program; extended care rehab
service:assertive-community-treatment =
    act team; act teams; pact team; fact team; assertive community team
service:peer-support =
    peer respite; peer warm line; peer warmline
language:spanish =
    bilingue; personal bilingue; terapeuta bilingue
language:sign-language =
    videophone; video relay; deafblind; deaf blind; terp for deaf; deaf terp; asl terp; terp asl; needs a terp; need a
    terp
approach:cbt =
    cbt i; cbti
language:native =
    navajo speaking; speaks navajo; speak navajo; in navajo; navajo language; navajo interpreter; lakota speaking;
    speaks lakota; cherokee speaking; cree speaking; apache speaking; dine language; hopi speaking
age:children =
    troubled teen; troubled teens; troubled youth; troubled boy; troubled boys; troubled girl; troubled girls;
    troubled adolescent; troubled adolescents; at risk youth; runaway teen; out of control teen; rebellious teen
group:trauma =
    childhood trauma; early childhood trauma; religious trauma; developmental trauma; generational trauma; past
    trauma; family trauma; medical trauma; birth trauma
group:ptsd =
    combat ptsd; combat related ptsd; combat trauma; war trauma
group:veterans =
    gulf war veteran; gulf war vet; korean war vet; post 9 11 veteran; oef oif; disabled vet; disabled veteran
group:sexual-abuse =
    molestation; incest; child sexual abuse; childhood sexual abuse; sexual abuse as a child
group:brain-injury =
    head injury; head injuries
group:dementia =
    memory care; senile; dementia care
group:serious-mental-illness =
    chronic mental illness; severe mental illness; chronically mentally ill
group:dui =
    satop; vasap; adsap; idrc; risk reduction class; dui risk reduction; risk reduction dui; prime for life; dui deep
    program; dwi offender; dwi offenders; dwi offender program; dui offender; dui offenders; dui offender program; first
    offender dui; first offender dui program; dui first offender; multiple offender dui; dui multiple offender; 1st dui;
    first dui; second dui; 2nd dui; third dui; 3rd dui; 1st offense dui; dui level 1; dui level 2; level 2 dui; level ii
    dui; 18 month dui; 3 month dui; 12 hour dui class; impaired driver program; impaired driving program; dwi school;
    dwi class
group:criminal-justice =
    parolee; parolees; probationer; probationers; release from jail; release from prison; before release from jail;
    before release from prison; after release from prison; getting released from jail; getting released from prison;
    released from county; justice involved; day report; day reporting center; in county jail; from county jail; upon
    release from jail; upon release from prison
care:mental-health =
    mood swings; voices telling; trich; dermatillomania; skin picking; body focused; panic disorder; panic disorders;
    body dysmorphic; attachment disorder; reactive attachment; reactive attachment disorder; dmdd; selective mutism;
    multiple personality; multiple personalities; multiple personality disorder; school refusal; school avoidance;
    school refusing; school anxiety; kleptomania; nervous problems; emotional breakdown
care:gambling =
    gambling addictions; scratch off addiction; scratch offs addiction; scratch ticket addiction; sports betting
    addiction; betting addiction; slot addiction; online gambling addiction; poker addictions; gambling debt; gambling
    debts; slot machines; slot machine addiction; scratch offs; scratch tickets; lottery addiction; day trading
    addiction; fantasy sports; draftkings; fanduel; sportsbook; poker addiction
care:other-addictions =
    compulsive shopping; compulsive spending; compulsive buying; shopping compulsion; porn; pornography; gaming
    addiction help; internet gaming; roblox addiction; tiktok addiction; codependency addiction; sexaholic; sex addicts
    anonymous; shopaholic
group:military-families =
    army wife; army spouse; navy wife; navy spouse; marine wife; military wife; national guard spouse; national guard
    family; military kid; military kids; military child; gold star family
service:case-management =
    targeted case management; blended case management; cm tcm
care:substance-use =
    fell off the wagon; falls off the wagon; fall off the wagon; off the wagon; back on the wagon; on the wagon; doesnt
    want rehab; doesnt want treatment; doesnt want to go to rehab; doesnt want to go to treatment; does not want rehab;
    does not want to go to rehab; didnt want to go to rehab; wont go to rehab; no quiere ir a rehabilitacion
approach:ect =
    ect maintenance; maintenance ect
approach:tms =
    accelerated tms; deep tms; saint tms; tms maintenance
approach:ketamine =
    ketamine lozenges; ketamine troches; at home ketamine; oral ketamine; iv ketamine
"""
"""Terms and the phrases that mean them."""

CARE_POSSIBLY = """
crisis:on-site =
    er
group:eating-disorders =
    cant stop eating; throw it up; throwing up food; makes herself throw up; make myself throw up; makes himself throw
    up; starving herself; starving himself; starving myself; refusing to eat; refuses to eat; wont eat; not eating;
    stopped eating; eats nothing; throwing up after meals; throws up after eating; overeating; body weight
service:outreach medication:naloxone =
    needles; free needles; sterile needles; clean works; free syringes; syringes; needle program; needle programs
group:lgbtq =
    chemsex; party and play; gender dysphoria; gender identity; transitioning; coming out
language:other =
    somali; amharic; swahili; burmese; nepali; punjabi; urdu; bengali; khmer; cambodian; laotian; ukrainian; romanian;
    samoan; tongan; marshallese; chuukese; mixteco; dari; pashto; tigrinya; oromo; thai; indonesian; bosnian;
    albanian; armenian; turkish; hungarian; dutch; gujarati; tamil; telugu
testing:substance-use-assessment testing:mental-health-assessment =
    assessment; board ordered evaluation; license evaluation; license board evaluation; fitness for duty evaluation;
    fitness for duty; assessments; an evaluation; evaluations
setting:short-term-residential =
    short term
setting:long-term-residential =
    extended care
care:mental-health =
    panic; burnout; burn out; body image; rage; npd; narcissistic; narcissist; codependency; codependent;
    developmental delay; developmental delays; down syndrome; fasd; fetal alcohol; fetal alcohol syndrome; respite;
    wraparound; wraparound services; school phobia
group:ptsd =
    moral injury
group:veterans =
    agent orange; gulf war; burn pits
group:brain-injury =
    concussion; concussions
group:dementia =
    memory loss; memory problems
group:criminal-justice =
    offender; offenders; pretrial release; tasc; theft class; shoplifting class; upon release; court order
care:other-addictions =
    video games; internet use; gaming; codependents anonymous; csat
service:peer-support =
    warm line; warmline; warm lines
testing:hepatitis-c testing:hepatitis-b =
    hepatitis
service:tobacco-counseling =
    smoker; smokers
service:court-ordered-treatment kind:psychiatric-hospital =
    pink slip; pink slipped; m1 hold; title 36; 72 hour hold; psych hold; mental health hold; legal hold;
    conservatorship; petition for commitment; civil commitment; green warrant; tdo; blue paper; blue papered; 51 50;
    52 50; 5250; involuntary hold; emergency detention; involuntarily committed
service:family-education =
    parenting; parenting skills
operator:tribal operator:indian-health-service =
    wellbriety; white bison; on the reservation; tribal member; enrolled member; tribally enrolled; urban indian;
    navajo nation member
care:gambling =
    casino; casinos; gambled
setting:residential =
    ltsr; crr; eac; level iii; level 3
kind:residential-center-children =
    rtf; rtfa
care:mental-health age:children =
    ibhs; bhrs; ibhs bhrs; bhrs ibhs
service:psychosocial-rehabilitation =
    cpst; psr; prp; psych rehab
group:veterans service:supported-housing =
    hud vash; vash
service:self-help-groups =
    buddhist; buddhist recovery
approach:couples =
    sex therapist; sex therapy
service:case-management =
    tcm
group:dui =
    deep program
"""
"""Terms that phrases may mean which are said of other things as well: suggested."""

CARE_UNKNOWN = """
    pill mill; pill mills; wheel chair; wheel chair ramp; wheelchair ramp; ramp; confidential rehab; confidential
    treatment; confidential help; need confidential; my sponsor; sponsor; trucker; pronouns; pronouns respected; raising
    kids; raising grandkids; raising grandchildren; treatment team; care team; outreach team; wont drug test; doesnt
    drug test; dont drug test; no drug test; no drug tests; no drug testing; without drug testing; without drug tests;
    no ua; no uas; wont test me; at school; in school; from school; school nurse; school counselor; reinstating license;
    license reinstatement; get my license back; reinstate my license; suspended license; green card; green card holder;
    green card holders; daca; h2a; work visa; insurance card; vending machine; by mail; wont go inpatient; wont do
    inpatient; wont go to inpatient; refuses inpatient; refusing inpatient; wont go to detox; refuses detox; refusing
    detox; refuses to detox; refugee; refugees; asylum seeker; asylum seekers; immigrant; immigrants; no sud; no
    substance use; no substance use hx; no substance abuse; no sud hx; no drug history; no sa hx; d o; on disability;
    disability; disability recipient; ssdi; ssi; on ssi; ssi recipient; license board; licensing board; imd; imd
    exclusion; under 16 beds; interlock; ignition interlock; exposed newborn; newborn exposed; drug exposed newborn;
    substance exposed newborn; fentanyl test strips; fentanyl test strip; xylazine test strips; fetal alcohol; fetal
    alcohol syndrome; fetal alcohol spectrum; luxury; upscale; high end; five star; 5 star; resort style; exclusive;
    dcfs; dhs case; dcs; cys; cyf case; child services; open dcfs case; area code; neurofeedback; biofeedback;
    hypnotherapy; hypnosis; ibogaine; ayahuasca; psilocybin therapy; police; truckers; fmla; short term disability;
    observation bed; without my parents knowing; without anyone knowing; without my job knowing; without parents
    knowing; without telling my parents; long covid; fibromyalgia; cirrhosis; pancreatitis; epilepsy; epileptic;
    colostomy; d c planning; discharge planning for; sober coach; sober companion; dot physical; hair follicle; hair
    follicle test; emotional support animal; support animal; service animal; esa dog; text therapy; therapy app; an app;
    answer the phone; answers the phone; answer phone; answers their phone; pick up the phone; answer at night; picks up
    the phone; answers at night; answer their phone; answers calls; answering phones; phone answered; admissions dept;
    admissions department; admissions office; admissions number; intake dept; intake department; intake number; icu;
    from the icu; d c from icu; peg tube; picc; picc line; trach; wound vac; iv antibiotics; c pap; cpap; uses a walker;
    uses a wheelchair; in a wheelchair; ada compliant; bariatric bed; dv offender; dv offenders; dv perpetrator; dv
    perpetrators; domestic violence offender; domestic violence offenders; domestic violence perpetrator; domestic
    violence perpetrators; perpetrator program; perpetrator programs; batterer; batterers; batterer program; batterers
    program; batterer programs; batterers programs; batterer intervention; batterers intervention; batterer intervention
    program; batterers intervention program; batterer intervention programs; batterers intervention programs; bip; 52
    week dv; 26 week dv; 52 week domestic violence; 26 week domestic violence
"""
"""Phrases that wish for what no source says: shown as not used (see `plain_words.IGNORED`)."""

EXAMINED = "autism adhd add ptsd depression anxiety bipolar ocd schizophrenia dementia alzheimers autismo".split()
"""What an examination is for: not what is treated."""

EXAMINING = (
    "psych eval for {}",
    "psych evaluation for {}",
    "psychological evaluation for {}",
    "psychiatric evaluation for {}",
    "psych testing for {}",
    "psychological testing for {}",
    "evaluation for {}",
    "eval for {}",
    "assessment for {}",
    "testing for {}",
    "tested for {}",
    "evaluated for {}",
    "assessed for {}",
    "{} eval",
    "{} evaluation",
    "{} assessment",
    "{} testing",
    "evaluacion de {}",
    "evaluacion para {}",
    "prueba de {}",
)
"""How people say so."""
