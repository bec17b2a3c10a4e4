"""What people write who do this work, and those who talk as they do: "res SUD dual dx mcaid", "level 3.7", "MST".

Read as the tables of `meanings`, which takes them in.
"""

from __future__ import annotations

SHORTHAND = """
care:co-occurring =
    dual dx; dual diag; dual diagnosed; dual dxd; codx; co dx; co occuring; cooccuring; co occurring dx; mh sud; sud
    mh; mh and sud; sud and mh; mental health and addiction issues; mhsa; mh sa
care:mental-health =
    sychiatrist; sykiatrist; sychologist; sycologist; sychiatry; bh; mh; mental hlth; behavioral hlth; pmhnp; psych
    np; psychiatric nurse practitioner; psychiatric; psych tx; insomnia; sleep disorder; borderline personality;
    borderline personality disorder; personality disorders; tourette; tourettes; tourette syndrome; asd; aspergers;
    oppositional defiant disorder; oppositional defiant; conduct disorder; hoarding; hoarder; agoraphobia; phobia;
    phobias; social anxiety; social anxiety disorder; anxiety disorder; generalized anxiety; generalized anxiety
    disorder; mdd; gad; major depression; major depressive disorder; severe depression; clinical depression; treatment
    resistant depression; seasonal depression; manic; mania; manic episode; manic depression; manic depressive;
    bipolar mania; delusions; delusional; hallucinations; hallucinating; hallucinates; paranoid; paranoid
    schizophrenia; psychotic; psychotic break; psychotic episode; catatonic; catatonia; dissociative; dissociation;
    dissociative identity disorder; ppd; pmdd; body dysmorphia; body dysmorphic disorder; mood disorders; intrusive
    thoughts; self esteem; low self esteem; stress management; emotional problems; emotional issues; mental
    institution; mental facility; psych facility; psych care; shrink; anger and depression; grieving; loss of a child;
    prescribes adderall; prescribe adderall; adderall prescriber; adderall prescription; adderall doctor; adderall
    refill; prescribes xanax; prescribe xanax; xanax prescription; prescribes klonopin; prescribes ativan; adhd
    medication; adhd meds; adhd medicine; add medication; trichotillomania; ptsd and anxiety psychiatrist;
    schizophrenic; schizophrenics
care:substance-use =
    sud tx; aod; aoda; atod; sa tx; d and a; drug and alc; etoh; i drink; drink every day; drink everyday; drink
    daily; drink all day; drink a lot; drinks a lot; drink alone; drink a fifth; a fifth of vodka; fifth of vodka;
    fifth a day; handle of vodka; strung out; oxy; norcos; lortab; codeine; hallucinogens; hallucinogen;
    psychedelics; magic mushrooms; anabolic steroids; nitrous; nitrous oxide; nitazenes; flakka; dxm; carfentanil;
    carfentanyl; amphetamines; amphetamine; barbiturates; sedatives; thc; thc carts; dab pen; edibles; booze;
    liquor; vodka; boozing; heavy drinker; heavy drinking; binge drinker; day drinking; problem drinker; narcotics;
    narcotic; polysubstance; polysubstance use; poly substance; poly substance use; polysubstance abuse; substance
    issues; substance dependence; chemical dependence; black tar; black tar heroin; m30s; m30; dirty 30s; pressed
    pills; 7oh; 7 oh; 7 hydroxymitragynine; black out drunk; blacking out; drugged; drugging; drinking and drugging;
    drinks and drugs; substance user; iv drug use; iv drug user; iv drugs; injection drug use; on drugs; on meth; on
    heroin; on fentanyl; on crack; on pills; on percs; on xanax; on coke; high on fent; high on meth; meth head;
    dope head; pill head; pillhead; crack head; getting high; gets high; get high; high again; high all the time;
    bad trip
setting:residential =
    resi; residential tx; res tx; res treatment; res program; res bed; res beds; res placement; res dual; asam 3 1;
    asam 3 3; asam 3 5; level 3 1; level 3 3; level 3 5; loc 3 1; loc 3 5
setting:residential care:substance-use =
    res sud; sud res; sud resi; res sa; res rehab
setting:hospital-detox setting:residential-detox =
    res detox; resi detox; ip detox; asam 3 7 wm; level 3 7 wm; asam 3 7 detox; level 3 7 detox; asam 3 2 wm; asam 3
    2; level 3 2 wm; level 3 2; wm 3 7; wm 3 2; atx detox
setting:inpatient setting:residential =
    ip; asam 3 7; level 3 7; loc 3 7
setting:inpatient =
    asam 4; asam 4 0; level 4 0
setting:intensive-outpatient =
    asam 2 1; level 2 1; loc 2 1
setting:partial-hospitalization =
    asam 2 5; level 2 5; loc 2 5
care:mental-health setting:inpatient =
    ip psych; psych ip; psych inpatient; inpt psych; psych inpt; psych admission; ip mh
kind:psychiatric-unit kind:psychiatric-hospital =
    bh unit; behavioral unit; bhu; psych floor; locked unit; geri psych unit; bh hospital; behavioral health
    hospital; behavioral hospital
setting:inpatient setting:residential care:substance-use =
    ip rehab; inpt rehab; ip sud; sud ip
opioid:otp =
    guest dose; guest doses; guest dosing; methadone guest dose; methadone guest dosing
medication:buprenorphine =
    bup; sub doc; sub docs; mat bup; bup nal; bupe clinic; bup clinic; bup provider; bup induction; bupe induction
setting:telehealth medication:buprenorphine =
    online suboxone; online suboxone doctor; online suboxone clinic; suboxone online; telehealth suboxone; suboxone
    telehealth; virtual suboxone; online buprenorphine; telehealth buprenorphine; tele suboxone; suboxone by mail;
    online sub doctor; suboxone by phone; suboxone over the phone; online mat; virtual mat; telehealth mat
payment:medicaid =
    mcaid; m caid; medicaid mco; medicaid hmo; managed medicaid plan; medicaid managed care; mediciad; oregon health
    plan; ohp; kancare; hoosier healthwise; healthy indiana plan; healthy michigan plan; healthy michigan; green
    mountain care; healthy connections; star plus; starplus; cardinal care; granite advantage; medicaid expansion
payment:medicare =
    mcare; m care; medicare part a; medicare part b; medicare part c; medicare part d; medicare hmo; medicare ppo;
    medicare a and b; straight medicare; traditional medicare; original medicare; medicare replacement
payment:medicaid payment:medicare =
    dual eligible; medi medi; medicare medicaid; medicaid medicare; mcare mcaid; medicare and medicaid; medicaid and
    medicare; dually eligible; dsnp; d snp
payment:private =
    epo; pos plan; cobra insurance; cobra plan; marketplace insurance; aca plan; aca insurance; affordable care act;
    work insurance; insurance through work; insurance through my work; insurance through his work; commercial plan
payment:sliding-fee payment:free payment:assistance =
    indigent; indigent care; unins; no pay; low or no cost; low cost or free; free or low cost; free or sliding
    scale; doesnt require insurance; dont require insurance; insurance not required; no insurance needed; no
    insurance required; little or no money; cant afford it; cannot afford it; no funds; unfunded; nothing to pay
    with; cheapest; least expensive; lowest cost
payment:assistance =
    payment plans; financing available; scholarship bed; scholarship beds; grant bed; funded bed; county bed
payment:va-funds =
    va ccn; va community care; community care va; va choice
age:older-adults age:adults =
    over 65; 65 and older; over 60; 60 and over; 65 and over; 55 and over
age:children =
    adol; adols; adolesc; peds; tay youth
age:children care:mental-health =
    adol psych; peds psych; child psych; adolescent psych; play therapy; play therapist; child behavioral health
group:ptsd =
    c ptsd; cptsd; complex ptsd; ptsd symptoms
group:sexual-abuse =
    mst; military sexual trauma; sexual assault survivor; sexual assault survivors; sexual abuse survivor; sexual
    abuse survivors; csa survivor; sex abuse; survivor of rape; survivors of rape
group:eating-disorders =
    ed treatment; ed program; ed programs; ed residential; ed php; ed iop; ed clinic; ed unit; ed inpatient; ed
    rehab; ed facility; ed recovery; ed center; eating d o; arfid; ednos; anorexic; bulimic; binge eater; purging;
    orthorexia
group:eating-disorders approach:12-step =
    overeaters anonymous
group:criminal-justice =
    probation officer; parole officer; probation officers; pretrial; pre trial; pretrial services; ankle monitor;
    house arrest; deferred prosecution; diversion program; diversion programs; jail diversion; jail diversion
    program; drug diversion; pre arrest diversion; conditional release; work release; on papers; community
    corrections; court ordered treatment; court ordered rehab program; court referral; court referred; re entry; re
    entry program; returning citizen; returning citizens; formerly incarcerated; minor in possession; possession
    charge; possession charges; drug charge; drug charges; justice system; out of jail; out of prison; released from
    jail; released from prison; jail release; coming home from prison; coming home from jail; getting out of prison;
    getting out of jail; gets out of prison; gets out of jail
group:criminal-justice care:substance-use =
    court ordered rehab; court mandated rehab; court ordered drug treatment; court ordered drug rehab; court ordered
    substance abuse treatment; court ordered alcohol treatment
group:criminal-justice setting:outpatient =
    court ordered outpatient; court ordered outpatient program
group:criminal-justice setting:inpatient setting:residential =
    court ordered inpatient; court ordered residential
group:dui =
    oui; ovi; duii; dwai; dui course; dui education; dwi education; dui counseling; victim impact panel; oui class
testing:substance-use-assessment =
    dot sap; sap program; sap counselor; sap provider; dot evaluation; dot assessment; lcdc assessment; level of
    care assessment; asam assessment; court ordered evaluation; court ordered assessment; sud assessment; sud eval;
    sud evaluation; drug and alcohol eval; d and a eval; substance abuse eval; alcohol eval; drug eval; da eval
testing:hepatitis-c =
    hep c testing; hcv testing; hcv test; tested for hep c; hep c screening
testing:hepatitis-c testing:hiv =
    hep c and hiv testing; hiv and hep c testing; hiv hep c testing; hep c hiv testing; hiv and hep c test
testing:mental-health-assessment =
    psychological testing; psych testing; neuropsych testing; neuropsychological testing; neuropsych eval; adhd
    testing; add testing; autism testing; adhd evaluation; adhd assessment; autism evaluation; autism assessment;
    autism diagnosis; adhd diagnosis; psychological evaluation; psychological assessment; psych evaluation; mh eval;
    mh assessment
approach:individual =
    lcsw; lmft; lpc; lmhc; counsler; talk to a counselor; talk to a therapist
approach:12-step =
    cocaine anonymous; crystal meth anonymous; marijuana anonymous; heroin anonymous; pills anonymous; cma meetings;
    aa and na; aa na; na and aa; aa or na; anonymous meetings; aa group; aa groups; na
    group; aa meeting; na meeting; 12 step meetings; 12 step meeting; 12 step program; 12 step programs
approach:12-step care:gambling =
    gamblers anonymous
detox:alcohol =
    etoh w d; etoh wd; alcohol w d; dts; the dts; etoh withdrawal
care:transitional-housing =
    sober livin; sober livin homes; sober livin house
care:detox =
    detocks; detoks; detoxs; w d; sobering center; sobering station; sobering unit; sober up; sobering up; drying out;
    dry out; drunk tank; kicking cold turkey; kick dope; getting off dope; medically assisted detox; medically
    supervised detox; rapid detox; medical detoxification
service:tobacco-counseling =
    vape addiction; vaping addiction; addicted to vaping; addicted to vapes; addicted to vape; addicted to nicotine;
    addicted to cigarettes; addicted to tobacco; addicted to juul; quit juul; quit juuling; quit tobacco; quit vape;
    stop vape; tobacco treatment; tobacco program; tobacco cessation program; quit chewing tobacco; quit dipping;
    stop smoking program; nicotine dependence; quit smoking program; give up smoking; quit smoking cigarettes; stop
    smoking cigarettes; quitline; quit line
policy:smoking policy:smoking-areas =
    allows cigarettes; allow cigarettes; smoke cigarettes; can smoke cigarettes; cigarettes allowed; smoking is
    allowed
setting:telehealth =
    by video; over video; video call; video calls; video appointments; video appointment; video visits; by zoom;
    over zoom; on zoom; zoom therapy; zoom counseling; zoom appointments; telephonic; phone appointments; via telehealth
service:transportation =
    picks you up; pick you up; pick me up; picks me up; pick him up; pick her up; picks up; ride to treatment; rides
    to treatment; ride to detox; ride to rehab; gives rides; give rides; offers rides; offer rides; transportation
    help; van service; shuttle service; with transportation
service:children-stay =
    with babies; with infant; with infants; with an infant; with my infant; with newborn; with toddler; with my
    toddler; have my kids with me; keep baby; keep newborn; moms and babies; moms with babies; mothers with babies;
    mom and baby; bring your baby; bring ur baby; bring baby; let you bring your kids; place for mothers with children;
    place for women with children; place for women and children; place for moms with kids
group:women =
    women with kids; women with children; women and children; women and kids
approach:couples care:detox =
    couples detox; detox for couples
crisis:walk-in =
    mental health urgent care; psych urgent care; behavioral health urgent care; crisis walk in center; walk in
    mental health crisis
crisis:on-site =
    crisis stabilization unit; crisis unit; psych emergency room; psychiatric er; psychiatric emergency room;
    cpep; psychiatric emergency services; pes; crisis receiving center; crisis residential; crisis stabilization
    center
care:other-addictions =
    video game addiction; video games addiction; gaming disorder; phone addiction; social media addiction; screen
    addiction; shopping addict; food addiction; love addiction
group:lgbtq =
    two spirit; lgbtqia2s; queer friendly; lgbtq friendly; lgbtq affirming
setting:long-term-residential care:substance-use =
    year long rehab; 1 year rehab; 12 month rehab; 9 month rehab; 12 month program rehab; 1 year program; 12 month
    program
"""
"""Terms and the phrases that mean them, as in `meanings`."""

POSSIBLY = """
payment:sliding-fee payment:free payment:assistance =
    cheaper
payment:assistance =
    financing
group:criminal-justice =
    diversion
approach:12-step =
    meetings
care:detox =
    wd
setting:telehealth =
    zoom
service:transportation =
    shuttle
crisis:on-site =
    csu
"""
"""Terms that phrases may mean which are said of other things as well: suggested."""
