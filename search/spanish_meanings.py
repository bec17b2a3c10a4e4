"""What people mean by Spanish words that the vocabulary does not have: slang of Mexico and the islands, of bars and of
those who pay with a government's card. Folded; read as the tables of `meanings`, which takes them in.
"""

from __future__ import annotations

SPANISH_MEANT = """
care:substance-use =
    perico; la coca; tusi; tecato; tecata; tecatos; drogo; se droga; me drogo; se drogan; drogado; drogada; drogados;
    drogarse; drogandose; deja de drogarse; se mete droga; se mete drogas; se inyecta; se pica; hongos alucinogenos;
    hongos y acido; alucinogenos; thinner; inhala thinner; toma diario; tomo diario; tomo mucho; tomo demasiado; bebo
    mucho; bebo demasiado; bebe diario; bebo diario; tomo vino; toma vino; tomo cerveza; toma cerveza; toma tequila;
    tomo todos los dias; bebo todos los dias; dejar la coca; dejar el perico; dejar la chiva; dejar la tomada; la
    tomadera; ya no tomar; ya no quiero tomar; tomador; bebedor; vicio del alcohol; vicio de las drogas; vicio de la
    droga; dejar el bicio; enganchado; enganchada; enganchados; alcol; alcohl
group:men =
    para ombres; solo ombres; ombres
group:women =
    para mugeres; mugeres
setting:residential care:substance-use =
    anexo; anexos; granja de rehabilitacion
setting:inpatient setting:residential =
    internar; internarlo; internarla; internarme; internarnos; internen; internacion; que lo internen; que la internen
care:transitional-housing =
    casa a medio camino; casa a mitad de camino; hogar de transicion; hogares de transicion; hogar sobrio; hogares
    sobrios; viviendas sobrias; vivienda de sobriedad; casa para sobrios; casas sobrias
group:domestic-violence =
    mujer golpeada; mujeres golpeadas; mujer maltratada; mujeres maltratadas; marido me pega; marido me golpea; pareja
    me pega; novio me pega; pareja me golpea; novio me golpea; golpea a su esposa; le pega a su esposa; le pega a la
    esposa
group:women service:children-stay =
    mujeres con bebes; mujeres con bebe; madres con bebes; mamas con bebes
service:children-stay =
    con bebes; con mis bebes
medication:methadone =
    pastillas de metadona; pastilla de metadona
medication:buprenorphine =
    pastillas de suboxone; pastilla de suboxone
opioid:mat =
    tratamiento medico asistido; tratamiento asistido con medicamentos; tratamiento asistido por medicamentos
payment:medicaid =
    reforma de salud; tarjeta de la reforma; tarjeta de reforma; plan de la reforma; seguro de la reforma; tengo
    reforma; tengo la reforma; tiene reforma; tiene la reforma; acepten reforma; acepte reforma; aceptan reforma;
    acepta reforma; acepten la reforma; acepte la reforma; aceptan la reforma; con reforma; con la reforma; plan
    vital; tengo vital; tiene vital; acepten vital; acepte vital; aceptan vital; seguro vital; seguro del estado;
    seguro estatal; medicaid de emergencia; plan de salud del gobierno
payment:medicaid payment:medicare =
    seguro del gobierno; seguro de gobierno; plan del gobierno; aseguranza del gobierno
payment:self-pay =
    pago en efectivo; pagar en efectivo; pago de mi bolsillo; pagar de mi bolsillo; pago de contado; pago cash; pagar
    cash
payment:free =
    sin costo; no cobran; que no cobren; que no cobre; sin cobrar; no cuesta nada; que no cueste
care:gambling =
    juego de azar; juegos de azar; apuesta todo; apuesta mucho; apuesta dinero; apuesta el dinero; las maquinitas;
    juega maquinitas; adicto a las apuestas; adicto al casino; adicta al casino; adiccion al casino; vicio del juego
care:other-addictions =
    adiccion a los videojuegos; adicto a los videojuegos; adiccion al internet; adiccion a internet; adicto al
    internet; adiccion al celular; adicto al celular; adiccion a la pornografia; adicto a la pornografia; adiccion al
    sexo; adicto al sexo; adiccion a las compras; adiccion a las redes sociales
language:creole =
    creole haitiano; criollo haitiano; habla kreyol; hablan kreyol; en kreyol
service:tobacco-counseling =
    vapear; vapea; vapeando; dejar de vapear; dejar el cigarro; dejar el tabaco; dejar de fumar cigarro; dejar de
    fumar cigarros; dejar de fumar tabaco
service:child-care service:children-stay =
    llevar a mis hijos; llevar a mis ninos; llevar a mi bebe; llevar a mi hijo; llevar a mi hija; dejar a mis hijos;
    dejar a mis ninos; cuide a mis hijos; cuiden a mis hijos; cuidan a mis hijos; cuide a mis ninos; cuiden a mis
    ninos; cuidan a mis ninos
"""

SPANISH_IGNORED = """
    trabajo en el campo; trabaja en el campo; trabajan en el campo; trabajamos en el campo; no solo para hombres; no
    solo para mujeres; no solo hombres; no solo mujeres; no solamente para hombres; no solamente para mujeres; no
    solamente hombres; no solamente mujeres; soy de mexico; soy de honduras; soy de guatemala; soy de el salvador; soy
    del salvador; soy de nicaragua; soy de venezuela; soy de colombia; soy de cuba; soy de ecuador; soy de republica
    dominicana; soy de la republica dominicana; soy de santo domingo; soy de peru; sin seguro social; no tengo seguro
    social; no tiene seguro social; no pidan papeles; no pidan documentos; hiperactivo; hiperactiva; hiperactivos;
    donde den; que den; que abra; que abran
"""
"""Phrases that carry no wish, for all that their words do."""

SPANISH_HERE = """
    serca de mi; serca de aqui; serca de mi casa; aqui serca; zerca de mi; cercas de mi; serca; aqui cerca; por mi
    casa; cerca de donde vivo; donde vivo; por mi area; cerca de mi area; en mi area; mas serca; cerca mio
"""
"""The place where the person is, as it is often written."""

SPANISH_NEGATIONS = "que no este en; que no este; que no sea en; que no quede en; que no sea de; que no sean"

SPANISH_UNLIKELY = frozenset(
    """
    enganchado enganchada enganchados ombres mugeres alcol alcohl bicio perico tecato tecata tecatos drogo thinner
    anexo anexos granja internar internarlo internarla internarme internarnos internen internacion reforma vital
    efectivo bolsillo contado cobran cobren cobre cobrar cueste azar apuesta apuestas maquinitas casino videojuegos
    celular pornografia compras redes criollo kreyol vapear vapea vapeando cigarro cigarros tabaco cuide cuiden cuidan
    llevar hongos acido diario demasiado cerveza tequila tomada tomadera tomador bebedor vicio golpeada golpeadas
    maltratada maltratadas golpea pareja estatal estado gobierno plan tarjeta mitad camino
    """.split()
)
"""Words of these phrases to which nothing is corrected."""
