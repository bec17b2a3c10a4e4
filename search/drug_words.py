"""What people take, and how they say that they detox from it or are addicted to it."""

from __future__ import annotations

from collections.abc import Mapping

from search.plain_words import phrases as listed

DRUGS: Mapping[str, str] = {
    "detox:opioids": "heroin; heroine; fentanyl; oxycodone; oxycontin; oxy; oxys; percocet; percs; hydrocodone; "
    "vicodin; norco; norcos; lortab; opioids; opioid; opiates; opiate; pain pills; painkillers; dope; tramadol; "
    "morphine; codeine; "
    "heroina; fentanilo; opioides",
    "detox:alcohol": "alcohol; etoh; drinking; liquor; booze; vodka; el alcohol",
    "detox:benzodiazepines": "benzos; benzo; benzodiazepine; benzodiazepines; xanax; xanax bars; xannies; klonopin; "
    "valium; ativan; benzodiacepinas",
    "detox:cocaine": "cocaine; coke; crack; crack cocaine; cocaina",
    "detox:methamphetamine": "meth; methamphetamine; crystal meth; crystal; metanfetamina; cristal",
}
"""What people detox from."""

DETOXED = (
    "detox from {}",
    "detox off {}",
    "detox for {}",
    "detoxing from {}",
    "detoxing off {}",
    "{} detox",
    "{} withdrawal",
    "{} withdrawals",
    "{} wd",
    "withdrawal from {}",
    "withdrawals from {}",
    "withdrawing from {}",
    "desintoxicacion de {}",
    "desintoxicacion del {}",
    "desintoxicarse de {}",
    "desintoxicarme de {}",
)
"""How they say so."""

TAKEN = listed(
    """
    suboxone; subutex; subs; methadone; buprenorphine; heroine; ketamine; ket; k; special k; kratom; adderall; ritalin;
    vyvanse; gabapentin; lyrica; ambien; molly; lean; spice; k2; ice; crystal; speed; soma; dope; pot; acid; oxy;
    codeine; mushrooms; steroids; inhalants; cough syrup; robitussin; pain medication; pain meds; pain medicine;
    pain pills;
    pain pill; sleeping pills; prescription drugs; prescription pills; prescription medication; zaza; blues; bath salts;
    tianeptine
    """
)
"""What is a medicine, or something else, unless somebody is addicted to it."""

ADDICTED = (
    "addicted to {}",
    "hooked on {}",
    "strung out on {}",
    "dependent on {}",
    "addiction to {}",
    "{} addiction",
    "{} addict",
    "{} addicts",
    "{} abuse",
    "{} abuser",
    "abusing {}",
    "abuses {}",
    "{} misuse",
    "{} dependence",
    "{} dependency",
    "{} use disorder",
    "{} habit",
    "snorting {}",
    "smoking {}",
    "smokes {}",
    "shooting {}",
)
"""How people say so."""

TROUBLED = ("{} problem", "{} rehab")
"""How they say so as well, but of the medicines for opioids that these are wanted: "methadone rehab"."""

TREATING = listed("suboxone; subutex; subs; methadone; buprenorphine")
"""Medicines for opioids."""

LEFT = TREATING | listed("kratom; ketamine; gabapentin; adderall; ambien; lyrica")
"""Medicines, or what is sold as such, that people detox from: none of the terms of detox names them."""

SLANG = listed(
    """
    ice; molly; lean; speed; acid; xans; bars; zaza; crank; glass; tina; crystal; rock; blues; spice; k2; special k;
    wet; poppers; hydros; beer; wine; carts; mushrooms
    """
)
"""Names of drugs that are other things as well, and drugs where they stand beside one of `KNOWN`."""

KNOWN = listed(
    """
    heroin; fentanyl; meth; cocaine; coke; crack; xanax; benzos; ecstasy; mdma; lsd; weed; marijuana; codeine; percocet;
    percs; oxy; pills; opiates; opioids; alcohol; shrooms; ghb; pcp; kratom; adderall
    """
)
"""Drugs that are nothing else."""

BESIDE = ("{} {}", "{1} {0}", "{} and {}", "{1} and {0}")
"""How the two are said together."""
