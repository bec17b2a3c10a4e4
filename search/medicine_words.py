"""Medicines by brand and slang, treatments by machine, and drugs by the names of the street.

Read as the tables of `meanings`, which takes them in.
"""

from __future__ import annotations

MEDICINES = """
medication:psychiatric =
    med management; med mgmt; meds management; med check; med checks; medication check; psychiatric meds; psychiatric
    med management; psych med management; psychiatric medication management; medication refills psychiatry; psych med
    refill; antidepressant; ssri; ssris; mood stabilizer; mood stabilizers
medication:antipsychotics =
    injectable antipsychotic; injectable antipsychotics; antipsychotic injection; antipsychotic injections;
    antipsychotic shot; long acting injectable antipsychotic; long acting injectable antipsychotics; long acting
    antipsychotic; long acting antipsychotics; lai antipsychotic; lai antipsychotics; monthly antipsychotic shot
medication:haloperidol =
    haldol dec; haldol decanoate; haldol shot
medication:risperidone =
    risperdal consta; perseris; uzedy; rykindo
medication:olanzapine =
    zyprexa relprevv; relprevv
medication:aripiprazole =
    abilify maintena; abilify asimtufii; abilify shot; abilify injection
medication:paliperidone =
    invega sustenna; invega trinza; invega hafyera; invega shot
medication:naltrexone =
    sinclair method; the sinclair method
medication:buprenorphine-injection =
    long acting bup; long acting bup injection; bup injection; bup shot; monthly bup; monthly bup shot
medication:methadone =
    liquid methadone
medication:buprenorphine =
    methadone to suboxone; methadone to suboxone transition; methadone to suboxone switch; switch from methadone to
    suboxone; switching from methadone to suboxone; transition from methadone to suboxone; transition to suboxone;
    switch to suboxone; switching to suboxone; methadone to buprenorphine; bernese method; micro induction; microdosing
    suboxone; micro dosing suboxone; micro induction suboxone; suboxone micro induction; suboxone induction; induction
    suboxone; low barrier buprenorphine; low barrier suboxone; low threshold buprenorphine
medication:naloxone =
    rextovy; opvee; nalmefene
care:substance-use =
    purple drank; sizzurp; perc 30; perc 30s; perc30s; opium; rohypnol; galaxy gas; computer duster; dust off;
    robotripping; robo tripping; triple c; uppers and downers; street drugs; party drugs; hard drugs; club drugs;
    synthetic marijuana; synthetic cannabinoids; synthetic weed; bath salts; medetomidine; nitazene; phenazepam;
    bromazolam; poppy tea; poppy seed tea; freebase; freebasing; wet brain; korsakoff; wernicke korsakoff; drugs and
    alcohol; crystal ice; ice crystal; on heroine; using heroine
"""
"""Terms and the phrases that mean them."""

MEDICINES_POSSIBLY = """
medication:psychiatric =
    hydroxyzine; vistaril; prozac; zoloft; lexapro; celexa; paxil; effexor; cymbalta; wellbutrin; trazodone; remeron;
    buspar; lithium; depakote; lamictal; medication refill; medication refills; refill my meds
medication:psychiatric care:substance-use =
    vyvanse; ritalin; concerta
medication:antipsychotics medication:naltrexone-injection medication:buprenorphine-injection =
    lai; lais; long acting injectable; long acting injectables; long acting injection; long acting injections;
    injectables; depot injection; depot shot
approach:ketamine =
    spravato; esketamine; esketamine spravato; spravato esketamine; nasal ketamine; ketamine nasal spray; psychedelic
    therapy; psychedelic assisted therapy
medication:buprenorphine =
    bridge clinic
approach:tms approach:ect =
    vagus nerve stimulation; brain stimulation; neuromodulation
approach:cbt =
    erp; exposure and response prevention; exposure response prevention; exposure therapy
approach:trauma-counseling =
    prolonged exposure; cognitive processing therapy
care:substance-use =
    ice; molly; lean; speed; acid; xans; xan; zaza; sherm; poppers; crank; hydros; hydro; spice; k2; special k; beer;
    wine; mouthwash; hand sanitizer; morphine; dusters; uppers; downers; carts; caffeine pills; glue sniffing; beers;
    whiskey; tequila; drank
service:tobacco-counseling =
    zyn; zyns; nicotine pouch; nicotine pouches; snus; cigars; hookah; dip tobacco
"""
"""Terms that phrases may mean which are said of other things as well: suggested."""
