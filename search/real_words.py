"""Real words that a slip or two part from the vocabulary's, and words that nothing is taken for a misspelling of."""

from __future__ import annotations

REAL = frozenset(
    """
    ability agility tanager norcon intercare addition additions additive abduction adduction ambition addictive
    addicting affection adolescence afterward afterwards acabe alemana ahmed aimed armed arabia arabs bacon campos
    champs canal campus cartel cancel carolyn caroline carlson chile chill chilly church coupe coupled counsel
    counsels council councils councilor crank cramp creek crises cruises cruise comparing decade depressing deutsche
    doctrine donation donut effective ejecutivo efectiva elegance relevance elevate emergence emplea employ employer
    employee exercised expertise executing exporting expected falcon fallen fallo feminine franchise france francesca
    francs germany geek greed greet harina harmony healthier heaven haven herein heroic heroine heroes hopeless human
    humane humano humans impatient impatience incentive indigenous interesado italia italiana korea layer mask
    masculine medic medida medium mentir mentioning meadow naive nation nutritional opium opinion persia peer
    presidential presidencial previa promotion promotions protection regards redes reward residencia residence revise
    revive riders rider ridge ridges rises brides rites russia sacado sensor sensors senator sentence sentiment shirt
    skirt social sobriety specialty sucede symptom tape taped tapes tees tenes tens tents terms thanks thermal trama
    traumatic drama transform transformation transformations transported transporting tribu universal universe valley
    village vision vital vivid viviendo voucher women woven woken wonder woodland wellness wellspring willow windsor
    wisdom spanning spanish faith fresh freedom freed fremont frequent grace guide harbor harbour healing health helix
    hero heron herring homes hope house horizon insight journey landing legacy liberty light living manna marina mercy
    method methods methodist metal mental mirror mission monument morning mountain north ocean outlook outback
    outreach paradise parent parents parish passage path pathway pathways patient phoenix pinnacle pioneer place plaza
    prairie press prism process progress promise promises prospect provider pyramid quest rapid rebound refuge
    reliance renewal rescue resolve retreat return revelation ridge rise river rock root safe sage sanctuary season
    sedona seed serene serenity shadow shelter shepherd silver sober solace solid solution solutions soul source
    spirit spring springs stage star station steps stepping stone strength student summit sun sunrise sunset support
    swift table teen temple therapeutic thrive tide together torch total touch tower trail tranquil transcend
    transition transitions transitional tree triumph true trust turning unity urban vantage venture verve victory view
    vista voice vocation volunteer walden water waters wave way well west wind window wings woods world worth youth
    zenith detour detract detach retox rehash rehear debit delta denial derby designer desert defect detect detective
    devote depot vineyard vitamin veterinary veterinarian vegetarian narrow marcan nacho mackay bead beach breathe
    breath bath math mates mates mate mats myth mesh moth month metro meta meat opera option optional optical optimum
    orthodox orthopedic outside outpost output packet pain paint painting pants pediatrics paternity penitent portal
    postpone pregnancies private privacy prisoner persons personal personality physician physical physique pastor
    pasta patch petal pistol sever several server serve service severe sexual siren sister sleep slide sliding smile
    smoking snake soda solo sting sting strong study suburban subtext subdue sublime subway subtle suffix suit summer
    supper surgeon surgery survivor sweet synod tobacco trap traps train trains treat treaty trick tricky trend truth
    tunic vapor vest vests vet victor victim virtue visual weed weeds wheel woman zebra zone bridge bridges bride
    basic basis basin beacons bench benches bento border borderline bolivia bulgaria brick broken brake broker cable
    calm camp care career cascade casino cedar chain chapel charter chest child choice choices church clean clinton
    cocoa coca cocina cola coast colony comfort common compass concept concord connect core corner cottage courage
    craft create crest cross crown crystal curve cycle dawn day deck deer dental dentist dependent dentistry depend
    diamond divine dove dream eagle earth east eden elder elm ember empower endeavor epic era essence ever exodus
    """.split()
)
"""Checked with the 20,000 commonest words of English and 8,000 of Spanish, and with the words in names of listed
places: none of them is read as a word of the vocabulary that it is not a form of."""

UNLIKELY = frozenset(
    """
    saphris internarse dolor broke cheap poor tween juvenile preteen underage barato barata hombre hombres males
    parole trans queer minors art hindi hmong virtual persa griego chino ruso interno gratis menores menor apuestas
    ancianos cash court judge jail prison passport performcare matrix diet house place peer peers short stay point
    value crowd funds espanol coreano japones universitario francais femenino residencial transporte hospitalizado
    teens trauma abogado vivienda empleo arabe efectivo internado beacon secuado sbirt avmed lucet tufts univera
    elevance multiplan optum medica humana fallon carelon lawyer carcel taper tribe rides mentor child couple german
    frances deutsch native senior seniors revia depade rivive champus persian
    """.split()
)
"""Words of the vocabulary to which nothing is corrected: too many others are like them, or they are too rare."""
