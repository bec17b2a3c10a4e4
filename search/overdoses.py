"""Dangers that are told as a story, which no table of phrases holds: "he took forty of his pills", "I can't wake her".

A sentence that tells one is read as any other; the crisis lines stand before its answer. What somebody takes every day,
or drank in other years, is a habit and no danger of this hour. A false alarm costs a line of the page, a missed one
may cost a life: "took too many" alone is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from directory.vocabulary import vocabulary
from search.drug_words import DRUGS, TAKEN
from search.plain_words import phrases
from search.word_spans import Word, folded

MEDICINES = phrases(
    """
    pill; pills; med; meds; medicine; medicines; medication; medications; tablet; tablets; capsule; capsules; drugs;
    prescription; prescriptions; tylenol; acetaminophen; paracetamol; advil; ibuprofen; motrin; aleve; naproxen;
    aspirin; aspirins; benadryl; diphenhydramine; melatonin; nyquil; dayquil; unisom; zzzquil; dramamine; loperamide;
    imodium; coricidin; trazodone; zoloft; sertraline; prozac; fluoxetine; lexapro; celexa; paxil; wellbutrin;
    bupropion; effexor; cymbalta; amitriptyline; elavil; lithium; lamictal; depakote; antidepressant; antidepressants;
    hydroxyzine; buspar; propranolol; metoprolol; insulin; metformin; flexeril; baclofen; tizanidine; zanaflex;
    phenobarbital; barbiturates; librium; lorazepam; clonazepam; alprazolam; diazepam; temazepam; restoril; lunesta;
    zolpidem; sedatives; tranquilizers; muscle relaxers; xans; bars; ghb; mdma; ecstasy; edibles; gummies; shrooms;
    oxycodona; pastilla; pastillas; pildora; pildoras; tableta; tabletas; capsula; capsulas; medicina; medicinas;
    medicamento; medicamentos; aspirinas; paracetamoles; ibuprofeno; tramadoles; insulina; litio; sertralina; drogas
    """
)
"""What is taken, besides what `drug_words` and the vocabulary name."""

POISONS = phrases(
    """
    bleach; antifreeze; rat poison; poison; drain cleaner; oven cleaner; toilet cleaner; cleaning products; detergent;
    tide pods; ammonia; rubbing alcohol; hand sanitizer; windex; lye; gasoline; lighter fluid; paint thinner;
    pesticide; pesticides; weed killer; insecticide; methanol; cloro; lejia; anticongelante; veneno; raticida;
    detergente; gasolina; insecticida; pesticida; amoniaco; sosa caustica
    """
)
"""What nobody swallows without danger, however little."""

_WORDS_OF_TEN = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|hundreds?|dozens?|diez|doce|quince|cien"
_TENS = (
    "twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta"
)
_MANY = (
    rf"(?:(?:a|an|y|[1-9]|[1-9]0 (?:or|to|o|a)) )*(?:[1-9][0-9]{{1,3}}|{_WORDS_OF_TEN}|(?:{_TENS})(?: (?:y )?[a-z]+)??)"
    r"|(?:to+|so|tan) (?:many|meny|much)|demasiad[oa]s?|much[oa]s|tant[oa]s"
    r"|(?:a )?(?:whole )?(?:lots?|bunch|handfuls?|tons?|loads|bottles?|pack|box|couple dozen)"
    r"|all|every|(?:the )?rest|(?:(?:a|an|the|my|his|her) )?(?:whole|entire|full)|tod[oa]s?"
    r"|un (?:monton|punado|frasco|bote)|el (?:frasco|bote)"
)
_ABOUT = (
    "(?:way|like|about|maybe|around|probably|almost|just|accidentally|at least|more than|over|up to|down|como|unas|unos"
    "|casi|mas de|por lo menos)"
)
_BETWEEN = (
    r"(?!(?:money|cash|to|for|from|and|who|that|which|off|on|but|with|without|or|days?|dias|weeks?|months?|meses|years?"
    r"|anos|hours?|horas?|minutes?|minutos?|mgs?|steps?|pasos|classes|clases|patients?|clients?|times?|veces|insurances?"
    r"|plans?|kinds?|types?|sorts?|tipos?|i|he|she|we|they|needs?|para|por|con|sin|y|o|dinero)\b)[a-z0-9]+"
)
_NO_PATIENTS = (
    r"(?! (?:patients?|clients?|programs?|clinics?|class(?:es)?|trainings?|courses?|tests?|management"
    r"|(?:(?:a|per|each|every) (?:single )?|al |cada |por |to)(?:day|night|week|dia|noche|semana)"
    r"|daily|diari[oa]s?|diariamente|for (?:\w+ )?years|(?:por|durante) (?:\w+ )?anos|todos los dias|years ago"
    r"|last year|in the past|growing up)\b)"
)
_HARMLESS = (
    r"(?! (?:\w+ )?(?:days?|class(?:es)?|years?|months?|weeks?|hours?|minutes?|times?|tries|attempts?|risks?|chances?"
    r"|breaks?|shifts?|courses?|loans?|photos?|pictures?|steps?|people|patients?|clients?|clases|dias|anos|veces|horas"
    r"|pasos|cursos|fotos|cervezas|tragos|riesgos)\b)"
)
_TOOK = (
    r"(?:took|taken|swallow(?:ed|ing)?|snorted|injected|ingested|popped|ate|eaten|tome|tomo|tomado|trag(?:ue|o|ado))"
)
_DRANK = r"(?:drank|drunk|drink(?:ing)?|bebi|bebio|bebido)"
_TAKE = r"(?<!didnt )(?<!doesnt )(?<!wont )(?<!not )(?:take|taking|tomar(?:me|se)?|tragar(?:me|se)?)"

_TOLD = (
    r"(?:cant|cannot|can not|couldnt|could not|unable to|cant get) wake (?:up )?(?:him|her|them|my|the|our|this)",
    r"(?:wont|will not|doesnt|isnt|not|cant get h(?:im|er) to) (?:wake|waking)(?: up)?(?! (?:up )?(?:early|in|at))",
    r"no (?:(?:lo|la|le) )?(?:puedo|podemos) (?:respirar|despertar(?:l[oae])?)(?! (?:temprano|por))",
    r"no (?:se )?despierta|(?:barely|hardly) breathing|unresponsive|(?:turn(?:ing|ed|s)|going|gone) blue",
    r"(?:telling|tells?|told) (?:me|him|her|them|my \w+) to (?:kill|hurt|harm|stab|cut|die)",
    r"(?:dicen|dice|diciendo(?:me|le)?) que (?:l[oae]s? |me |se )*(?:mate|lastime|hiera|muera)",
)
"""Dangers that need no drug: nobody can be woken, breathes, or voices command."""


def in_danger(words: Iterable[Word], read: Iterable[str]) -> bool:
    """Whether a sentence tells of an overdose, of poison, or of a danger like it. `read` are its words as corrected."""
    words = tuple(words)
    parts = [" ," if word.apart else "" for word in words]
    typed = " ".join(f"{part} {word.folded}" for part, word in zip(parts, words, strict=True))
    corrected = " ".join(f"{part} {word}" for part, word in zip(parts, read, strict=True))
    return any(_danger().search(" ".join(line.split())) for line in (typed, corrected))


@cache
def _danger() -> re.Pattern[str]:
    """All of it as one pattern, made once."""
    amount = rf"(?:\w+self )?(?:{_ABOUT} )*(?:{_MANY})"
    drug = rf"(?: {_BETWEEN}){{0,5}}? (?:{_one_of(_medicines())})\b{_NO_PATIENTS}"
    liquid = rf"(?: {_BETWEEN}){{0,4}}? (?:{_one_of(MEDICINES)})\b{_NO_PATIENTS}"
    poison = rf"(?: {_BETWEEN}){{0,5}}? (?:{_one_of(POISONS)})\b"
    alone = r"(?:to+ (?:many|meny)|demasiadas|muchas)\b"
    told = (
        rf"{_TOOK} {amount}{drug}",
        rf"{_TAKE} (?!(?:a )?lots? ){amount}{drug}",
        rf"{_DRANK} {amount}{liquid}",
        rf"(?:{_TOOK}|{_DRANK}){poison}",
        rf"{_TOOK} (?:{_ABOUT} )*{alone}{_HARMLESS}{_NO_PATIENTS}",
        *_TOLD,
    )
    return re.compile(rf"\b(?:{'|'.join(told)})\b")


def _medicines() -> frozenset[str]:
    """Medicines and drugs by every name that the tables have, folded; what is drunk at a party is none."""
    drugs = {name for key, names in DRUGS.items() if key != "detox:alcohol" for name in phrases(names)}
    terms = [term for term in vocabulary().terms if term.facet == "medication"]
    named = {name for term in terms for name in (*term.brands, *term.synonyms)}
    return MEDICINES | TAKEN | drugs | {" ".join(folded(name)) for name in named}


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
