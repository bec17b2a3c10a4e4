"""Ordinary Spanish words: what is never taken for a misspelt English word or town.

All folded as `word_spans.folded_word` folds. What carries no wish is apart from what is in names of places and towns.
Both were chosen among the commonest words of letters, forms and talk about health, and looked up in the names of 18,759
listed places and in the place table.
"""

from __future__ import annotations

from collections.abc import Sequence

SPANISH_FILLER = frozenset(
    """
    a abandonada abandonado abandono abierta abiertas abierto abiertos abogada aborto abran abrazo abre abren abril
    abrir abuelita abuelito abusa abusan abusando abusar abusiva abusivo abuso abusos acaba acabamos acabar acabo
    accidente accidentes accion acciones acepta aceptado aceptados aceptan aceptar acepte acepten acerca acercar
    acompana acompanar acordar acoso actitud actividad actividades actual actuales actualmente actuar acude acudir
    acuerdo acusada acusado administracion admiten admitir adolescencia adonde adulta adultas afecta afectada afectado
    afectan afectar agarra agarrar agencias agosto agradable agradeceria agradezco agrega agresion agresiva agresividad
    agresivo aguanta aguantar aguanto ahijada ahijado ahora ahorita aislada aislado ajeno ajustar al alberca alcance
    alcanza alcanzar alegre aleja alejar alergia alergico algo alguien algun alguna algunas alguno algunos alimentacion
    alimentos alivio alla alli almuerzo alrededor alta alterada alterado alternativa alternativas alucina alucinaciones
    alucinando amable amar amarrar ambas ambos amenaza amenazando amenazas amenazo amigos amistades anda andaba andan
    andando andar ando angustia angustiada angustiado animo animos anos ansias ansiosa ansioso ante antecedentes
    anterior anteriores antidepresivos antro apartamento aparte apellido apenas apetito aplica aplican aplicar apoya
    apoyan apoyar apoyos aprende aprender aprendi aprobado apropiado apurada apurado aquel aquella aquellas aquello
    aquellos aqui arreglar arrestada arrestado arrestaron arresto arriba asaltar asegura asegurada asegurado aseguradora
    aseguradoras aseguranza aseguranzas aseguro asesoria asi asiste asisten asistencia asistente asistir asunto asuntos
    asustada asustado asustados asustan asustar ataque ataques atencion atender atendida atendido atendio atienda
    atiendan atiende atienden atrapada atrapado atras atrasado atraves aumenta aumentar aunque ausente autobus
    autoestima autoridades autorizacion auxilio avanzar avergonzada avergonzado avisar avisen avisenme aviso ayuda
    ayudado ayudame ayudando ayudar ayudarian ayudarla ayudarle ayudarlo ayudarlos ayudarme ayudarnos ayudaron ayudas
    ayude ayudeme ayuden ayudenme ayudenos ayudo ayy baja bajar bajas bajo bajon banarse bancarrota bano barrera
    barreras barriga barrios basada basado basta bastante basura batalla batallando bebemos beben beber bebi bebia
    bebida bebidas bebidos bebiendo bebiera bebiste bebo beneficio beneficios biblioteca bien bisabuelo bolsillo
    borrachazo borrachera borracheras borrachos botella botellas brazo breve brincar brinda brindan brindar busca
    buscamos buscando buscar busco cabeza cada cae caen caer caido caigo calambres calidad callado calles calmante
    calmantes calmarla calmarlo calor cama cambia cambiado cambiar cambios camion camioneta cansada cansado cansancio
    cantidad cantina capaz cara caray carece cargando cargo cargos caros carrera carro carros carta casada casado
    casados casi caso casos casualidad catorce causado causan causas cayo cedula celos celosa celoso celular cena
    cercana cercanas cercano cercanos cerrada cerrado certificado cerveza cervezas chamaco chava chavo chavos chelas
    chequeo chequeos choco choque chupar cierra cierran cierre cierta cierto ciertos cigarrillo cigarrillos cigarro
    cigarros cincuenta cirugia cita citas ciudadana ciudadano ciudades claro clase clases cobarde cobertura cobijo cobra
    cobran cobrar cobraron cobren coche cocina coger cogido colegio colombiana colombiano comadre comenzar comenzo
    comida comidas comido comienza comienzo comio como compadre companera companeras companero companeros compania
    comparte compartir completa completo complicada complicado comportamiento compra comprando comprar comprenden
    comprender comprendo compro comprometido computadora comun comunica comunicar comunicarme comunicarse con concentrar
    condado condados condicion condiciones conduce conducir conducta conductas confianza confiar confidencial conflicto
    conflictos confundida confundido conoce conocemos conocen conocer conocido conozcan conozco consecuencias conseguir
    consejos considera consiga consigo consigue consiguen constante constantemente consulta consultar consultas consume
    consumen consumi consumia consumidor consumidores consumiendo consumir consumo contactar contacto contamos contar
    contesta contestan contestar contesten continua continuar contra contrario contrato controla controlar controlarse
    convencer convencerla convencerle convencerlo conversar conviene convivir convulsion copas corre correcto correr
    corriente corta cortada cortandose cortas corte cortes corto cosa costara costo costos costosa costoso costumbre
    crecer cree creemos creen creer crees critica crudo cuadras cual cuales cualquiera cuando cuandos cuanta cuantas
    cuanto cuantos cuarenta cuarto cuatro cubana cubano cubre cubren cuenta cuentan cuento cuerpo cuesta cuestan cuida
    cuidado cuidador cuidadora cuidados cuidar cuide cuiden culpa culpabilidad culpable cumple cumplio cumplir cunada
    cunado cuota cuotas curar curarla curarlo curarme curarse curso cursos cuya cuyo da dado dados damos dan danar
    dandole dano danos dar daria darle darles darme darnos das datos de debajo debemos deben deber deberes deberia
    deberiamos debes debia debido debil debo decia decidi decidido decimos decir decirle decirme decisiones dedica dedo
    dedos defender definitivamente dejado dejamos dejan dejando dejar dejarla dejarlo dejaron deje dejen dejes dejo del
    delante delgada delgado delito delitos demanda demas demora denos dentista denuncia denunciar depende dependencia
    dependencias dependiente deportado deportar deporte deportes depresiva depresivo deprimente derecha derecho derechos
    derrame desafortunadamente desahogarme desamparada desamparado desamparados desaparecer desaparecio desayuno
    descansar desconocido descontrol descontrolado descuento descuentos desde desea desean desear desempleada desempleo
    deseo deseos desespera desesperacion desesperada desesperado desesperados desgracia deshacer desilusion desintoxica
    desorden desordenes despacho despedido despertar despertarse despierta despues destruida destruido destruye
    destruyendo desvelado detectar detener detenido deteriorando deterioro deuda deudas devolver dganme diabetico
    diagnosticada diagnosticado diagnosticaron diagnostico diaria diariamente diario diarrea dice dicen dicho dichos
    diciembre diciendo diecinueve dieciocho dieciseis diecisiete diente dientes diera dieron dietas diez diferencia
    diferente diferentes dificiles dificultad dificultades diga digame digan diganme digas dignidad digo dijera dijeron
    dile dio direccion direcciones directa directo discapacidad discapacitada discapacitado disciplina discoteca
    discusiones discute discutir disminuir disponibilidad disponible disponibles distancia distinto divorciada
    divorciado divorcio doble doce doctora doctores documento documentos dolencia domestica domesticas domestico
    domicilio domingo domingos dominicana dominicano donde dormirse dos dosis duda dudas duelos duerma duermo dura
    duracion duran durar durara duras duro echar echaron economica economicamente economicas economicos ecuatoriano edad
    edades educacion efecto efectos ejemplo ejercito el elegir ella ellas ellos embarazos embargo emergencia emergencias
    emocional emocionales emociones empece empeora empeorando empeorar empeoro empezado empezar empeze empezo empieza
    empiezan empiezo empleado empleados en encerrada encerrado encerrar encerrarlo encima encontrado encontramos
    encontrar encontrarle encontre encuentra encuentran encuentro enero enferma enfermar enfermas enfermedad
    enfermedades enfermera enfermero enfermo enfermos enfoque enfrentar enganar enojada enojado enojar enojo ensena
    ensenanza ensenar entendemos entender entera enterar entero entiende entienden entiendo entra entrado entran entrar
    entre entregar entrego entrevista entro envia enviar envien epilepsia episodio episodios epoca equipo equipos
    equivocado equivoque era eramos eras eres error errores es esa esas escala escalofrios escapa escapar escapo esconde
    esconder escondida escondidas escribe escribir escrito escucha escuchar escuelas ese esfuerzo eso espacio espalda
    especial especiales especialista especialistas especializada especializado especializados especialmente espera
    esperamos esperando esperar esquina esta estabamos estabilidad estable establece establecer estadia estado estados
    estamos estan estancias estar estara estaria estas este esten estilo esto estomago estos estoy estres estresada
    estresado estricto estudia estudiante estudiantes estudiar estudio estudios estuve estuviera estuvo etapa eventos
    evita evitan evitar exactamente exagera examen examenes excelente excepto excesivo exceso exige exigen existe
    existen existir exito expareja experiencia experiencias expertos explica explicar expliquen expulsada expulsado
    extrana extranjero extrano extremo falla fallecido fallecio falta faltaba faltan faltando farmacia farmacias fatal
    favor febrero fecha fechas ferias fianza fiebre fiesta fiestas fijo fila finalmente financiera financiero fines
    firmar fisica fisicamente fisicas fisico fisicos flaco forma formas formulario formularios fracaso frecuencia
    frecuente frecuentemente frente frustracion frustrada frustrado fuerte fuerzas fuese fugarse fui fuimos fumado fuman
    fumando fumar fume fumo funciona funcionan funcionar funciono gana ganar ganas gano garantia garganta gasolina gasta
    gastar gasto gastos genera gente golpe golpea golpear golpes gracias grados gran grasa gratuitamente gratuitos
    gravemente grita gritaba gritando gritar gritos guarda guardar guatemalteca guatemalteco gusta gustan gustaria gusto
    ha haber habian habido habilidad habito habitos habla hablaba hablado hablamos hablan hablando hablar hablarle
    hablas hable hablen hablo habria hace hacemos hacen hacer hacerlo hacerse hacia haciendo haga hagamos haganlo hagas
    hago hallamos hallar hallo hambre hambriento haremos haria harta harto hasta hay haya hayan hecha hechos hepatica
    herida heridas herido hermanita hermanito herramientas hice hicieron higado hijastra hijastro hijita hijito hijole
    hipertension hispana hispanas hispanohablantes histeria historial hizo hoja hola hombro hombros hondurena hondureno
    honesta horario horarios horrible horrores hospitalaria hospitalario hospitalarios hospitalizar hospitalizarla
    hospitalizarlo hospitalizaron hoy hubiera hubiese hubo hueso huesos huir humana humanos humo humor huye
    identificacion idioma idiomas ignora igual iguales ilegal ilegales imagino impide implica importa importan
    importancia importante importantes imposible impotencia impuestos impulsos incapacidad incapaz incidente incluir
    incluso incluye incluyen inconsciente incontrolable incontrolables indefenso independiente indica indicaciones
    indicar indigente indigentes individuos indocumentada indocumentado indocumentados infancia infeccion infecciones
    infierno informacion informar informarme informen informes ingresa ingresada ingresado ingresar ingresarla
    ingresarlo ingreso ingresos inicial iniciar inicio injusto inmediata inmediatamente inmediato inmigracion inmigrante
    inmigrantes inscribirme inscribirse inscripcion insegura inseguridad inseguro insomne insomnio insoportable insulta
    insultos intensa intenso intenta intentado intentamos intentando intentar intento intentos interes interesa
    interesada interesado interna internacion internar internarla internarlo internarme interprete interpretes intima
    inutil inyeccion inyecciones inyecta inyectable inyectables inyectado inyectan inyectarse ir irme irnos irritable
    irse izquierda jala jamas jardines jefe jeringa jeringas
    jeringuillas jornada jornalera jornalero jornaleros jovencita jovencito jubilacion
    jubilada jubilado juegan juegas jueves jugar juicio julio junio juntas juntos justicia justo juzgado la labios
    laboral laboratorio laboratorios lado lados ladrones lagrimas lamentablemente larga largas largos las lastima
    lastimar latido le leer legalmente lejano lejos lenta lentamente lento les lesion lesiones levanta levantar
    levantarse leve leves ley leyes libertad libras libros licencia licor ligero limite limites limpia limpiar limpio
    limpios linea lineas lista listado listo llama llamada llamadas llamame llaman llamando llame llamen llamo llanto
    llega llegado llegan llegando llegar llego llegue llena lleno lleva llevamos llevan llevar llevarla llevarlo
    llevarme llevarnos llevarse lleve llevo llorar lloro llover lo loca localizar localizo loco locos locura logra
    logrado lograr logre logro los lucha luchando luchar lugar lugares lunes madrastra madrugada madura maestro mala
    malas maldita maldito malo malos maltrata maltratada maltratado maltrato maltratos mamita mandar mandaron manden
    mando maneja manejaba manejando manejar maneje manejo maneras mantener mantenerme mantenimiento mantiene mareada
    mareado mareos martes marzo mas matan matar mayor mayores mayoria me mediante medicacion medicamentos medicas
    medicinas medico medicos medidas medio mediodia medios mejor mejora mejorando mejorar mejores mejoria melancolia
    mellizos memoria mensaje mensajes mensual mensuales mentales mentalmente mentir mentira mentiras mentirosa mentiroso
    mes mete meter meterla meterlo metido metio meto mexicana mexicano mexicanos mezcal mezcla mezclando mezclar mi mia
    miedos miedosa miembro miembros miente mientras miercoles migra migratorio mija mijo militar militares minima minimo
    minutos mio mirar mis misma mismas mismo mismos mitad moderado molesta molestar molestia molestias momentos monton
    moral moria morir mostrar motivacion motivo motivos movil moviliza mucha muchisimas muchisimo mucho muchos mudar
    mueren muerte muertes muertos multa multas mundo muriendo murieron musculo musculos muy nacida nacido nacimiento
    nacio nada narcotico narcoticos nariz nauseas necesaria necesarias necesario necesarios necesidad necesidades
    necesita necesitaba necesitamos necesitan necesitar necesitaria necesite necesiten necesito negado negar negativa
    negativo negocio nervios nerviosa nerviosismo nervioso nerviosos neurologo ni nicaraguense nicotina niega ninez
    ningun ninguna ninguno nivel niveles noches nombres normales normalmente nos nosotros noticia noticias noventa
    noviembre nuera nuestra nuestro nuevamente nueve numero numeros o obesidad objetivo obliga obligada obligado obligan
    obligar obligatoria obligatorio obsesion obsesivo obtener obtengo obtiene ocasion ocasiones ocho octubre ocupa
    ocupado ocupan ocupo ocurre ocurrio odia odio oficina oficinas ofrece ofrecen ofrecer ofreciendo ofrezca ofrezcan
    oido oidos oigo oir ojala ojeras olvida olvidar olvido once opciones operacion operar opina opinion oportunidades
    orden ordena ordenes ordeno orientar orienten origen orina otra otro oye oyen pachanga pacientes padece padecen
    padecer padecimiento padezco padrastro pagado pagamos pagan pagando pagar pagarle pagarles pagaron pagina paginas
    pago pagos pague paguen pais palabra palabras palida palido pandilla pandillas pandillero panico panza papeleo
    papeles papito paquete para parado paranoia paranoico parar parche parches parecen parecer parecido pared parejas
    parientes parranda parte partes particular particulares partir parto pasada pasado pasamos pasan pasando pasaporte
    pasar pasarle pasos pastilla patron peca pecho pega pegar pego pelea peleando pelear peleas peligro peligrosa
    peligroso penas pensaba pensamiento pensamientos pensando pensar pensiones pequena pequeno pequenos perdemos perdi
    perdiendo perdona perdoname perfecto periodo periodos permanecer permanencia permiso permite permiten permitido
    permitir pero perro perros persona personas peruana peruano pesadilla pesadillas pesado pesar pesimo peso peticion
    pide piden pidiendo piedra piel piensa piensan pienso pierda pierde pierdo pierna piernas pies pillar piscina planes
    planilla plazo plazos pleito pleitos pobre pobres pobreza pocas poco pocos podamos podemos poder poderes podido
    podra podran podria podriamos podrian policia politica polvo pone ponen poner ponerse pongan pongo por porcion pork
    porque portarse posibilidad posibilidades posible posiblemente posibles positivo posterior pq precio precios preciso
    preferible prefiere prefiero pregunta preguntar preguntas prenatal prende preocupa preocupacion preocupada
    preocupado preocupados preocupan preocupante preocupar presenta presentar presente presion preso presos presta
    prestan preste presten presupuesto prevencion prevenir previo primario primer primeras primero primeros principal
    principio prisa prision privacidad privada privado privados probable probablemente probado probar problematica
    problematico proceso procesos profesional profesionales profesor profunda profundo prohibido prolongado promedio
    promete prometida prometido prometio pronostico pronto propia propio propios propone proporciona proporcionan
    proposito propuesta prostitucion proteger protegida proveedor proveedores provoca proxima proximo proximos prueba
    pruebas psicologica psicologicas psicologico psicologicos psiquiatricas psiquiatricos publica publico publicos pude
    pudiera pudieran pudo pueda puedan puede pueden puedo puertorriquena puertorriqueno puesto puestos pulmon pulmones
    punto puntos puse puso que queda quedaba quedado quedan quedar quedarme quedarnos quedarse quedo quejas queremos
    querer queria querian querida querido queriendo quiebra quien quienes quiera quieran quiere quieren quiero quimica
    quince quise quisiera quisieramos quiso quita quitar quitarle quitaron quitarse quiza rabia rapida rapidamente
    rapidez rapidisimo rapidos rara raro rato razon razones reabrir reaccion realidad rebelde recaer recaidas recayeron
    receta recetada recetado recetados recetan recetar recetas recete receto rechazado rechazan rechazaron reciba
    reciban recibe reciben recibido recibiendo recibieron recibimos recibio recibir recibira recibo recien reciente
    recientemente reclamar recomendacion recomendaciones recomendar recomienda recomiendan recomiende recomienden
    reconoce reconocer recorrer recuerda recuerdo recuerdos recupera recuperado recuperarme recuperarse recurso recursos
    reducir referencia referencias referido refugios regala regalan
    regalar regalen registrarme registrarse registro regresa regresar
    regular regularmente rehabilitado rehabilitar rehabilitarme rehabilitarse rehusa relacion relacionado relacionados
    relaciones remedio rencor renta rentar renunciar repente reporta requiere requieren requisito requisitos rescatar
    residente residentes resistir resolver respaldo respeto respira respirar respondan responde responsable respuesta
    respuestas restaurante resto resulta resultado resultados retirada retraso reunir revisar revision reviso rezar
    riesgo riesgos rinon rinones roba roban robando robar robo robos rodea rodilla rogamos romper ropa roto ruego ruido
    ruina ruta sabado sabados sabe sabemos saben saber sabia sabiendo sabra sacado sacame sacan sacar sacarla sacarlo
    sacarme sala salario salas salen salga salgo salido saliendo salieron salimos salio salir salirme salirse saludable
    saludables saludos salvadorena salvadoreno salvar salvarla salvarlo salvenme sanacion sanar sangra sangrado sangre
    satisfecho se sea seamos sean seas secreto sector secundarios sedantes seguidas seguido seguimos seguir seguira
    segunda segundos segura seguras seguridad seguro seguros seis semanal semanales semanas senal senales sensacion
    sensible sentada sentado sentencia sentido sentimientos sentir sentirme sentirnos sentirse sepa sepan separacion
    separada separado separados septiembre ser seran seres seria serian serio servir servira sesenta sesion sesiones
    setenta severa severo severos sexo sexuales si siempre siendo sienta sientan siente sienten sientes siento siete
    significa significado sigo sigue siguen siguiente siguientes silencio silla similar simplemente sin sindrome sintio
    sintoma sintomas sirve situacion situaciones sobre sobredosificacion sobrevive sobreviviente sobrevivientes
    sobrevivir sobria sobriedad sobrio sobrios sociales sola solicita solicitar solicite solicitud solidaridad solo
    solos soltera solteras soltero solucion soluciones somnolencia somos son sonido soporta soporto sospecha sospecho
    sospechosa sostener soy su suba subir subsidio sucede suceden sucedido suda sudando sudor sudores sudoroso suegra
    suegro sueldo suele suelen suelo sueltan suena sueno suenos suficiente suficientes sufra sufren sufrido sufrimiento
    sufrio sufrir sugerencia sugerencias sugiere sugieren suicidarse sujeto superar supiera suplico supongo supuesto sus
    suspendida suspendido sustancia sustancias sustituto susto tabaco tales taller talleres tambien tan tanta tantas
    tanto tantos tarda tardan tardar tardes tarjeta tarjetas tartamudea tatuaje telefonica telefonico telefono telefonos
    tema temas temblando temblor temblores tembloroso temer temia temo temporal temprana temprano tendra tendran tendre
    tendria tenemos tener tenga tengan tengo teniamos tenian tenido teniendo tension tequila terapeutica terapias tercer
    tercera termina terminar termino terminos testigo texto tias tiembla tiemblo tiene tienen tipos tira tirado tiro tmb
    toca tocar toda todas todo todos tolerancia toma tomaba tomadas tomadera tomado tomamos toman tomando tomar tomen
    tomo tonto tortura totalmente toxicas toxico toxicos trabajaba trabajador trabajadora trabajadores trabajamos
    trabajan trabajando trabajar trabajo trabajos traduccion traducir traductor traductores trae traerla traerlo
    traficante trafico trago tragos traigo tramite tramites tranquila tranquilizar tranquilo transito transmision
    transporta trasladar traslado trastorno trastornos trata tratada tratado tratan tratando tratar tratarla tratarlo
    tratarse trate traten trato traumatica traumatico traumaticos traves trece treinta tribunal trimestre triste tristes
    tristeza tu turno turnos tus tutela tutor tuve tuviera tuvimos tuvo tuya tuyo ubicacion ubicada ubicado ubicados
    ubicar ultima ultimamente ultimas ultimo ultimos un una unas unica unicamente unico unicos unirse uno unos urge
    urgen urgencia urgencias urgente urgentemente usa usaba usaban usado usamos usan usando usar usarlas uso usos usted
    utiles utiliza utilizan utilizando utilizar vacaciones vacia vacio vacuna vacunas vagabundo vagando vagos valen
    valgo valiente valor valores vamonos vamos varia varias varios vaya vayamos vayan vayas vea vean vecina vecindario
    vecino vecinos veinte veintiuno velocidad vemos ven venas venda vende vendedor venden vender vendiendo vendio veneno
    venezolana venezolano venga vengan vengo venia venido venir ventaja veo ver veran verdadera verdadero verguenza
    verificar verla verlo vespertino vestido vestirse vete vez viaja viajar viaje viajes victima victimas vida vieja
    viejita viejito viejos viendo viene vienen viernes vigilado vigilancia vio violacion violaciones violada violado
    violar viole violencia violenta violento violo visita visitar visitarlo visitas viste visto viuda viudo vivan vive
    vivencias vivia viviendas viviendo vivimos vivio vivir vivo voces voluntad voluntaria voluntario volver volveria
    volvi volviendo volvio vomita vomitado vomitando vomito vomitos voy voz vuelta vuelto vuelva vuelve vuelven vuelvo
    vulnerable xq y ya yendo yerno yo zona
    """.split()
)
"""Words that carry no wish and are in no name."""

SPANISH_NAMES = frozenset(
    """
    abundancia adelante agua aliviar alma almas alto altos amanecer amigas amor angeles arbol asma ayer azul barrio
    bendicion biblia blanca blanco bosque brazos cabo calmar camas caminar camino caminos cancer carcel caro causa cielo
    cinco colonia comunidades consejo control corazon corazones criminal cristo cruz cura decision descanso diabetes
    dios dolores dolorosa echo entrada escondido escuela esperanza estancia estes estrella fe feliz flor flores forman
    frio fuente fuerza futuro gloria graves habra hagan hermandad hierba hispano hispanos iglesia ira isla jardin jesus
    judicial junta largo latinos libre luna luz madera maestra manda mandan mano manos mayo milagro milagros mira
    misericordia montana monte negro normal nueva nuevo ochenta ojo ojos orientacion oro pan papel paso paz pena
    permanente pie plata playa poca primera psiquiatrica puerta raices refugio regreso renacer responder rio rojo rosa
    rota saco sale salida salud sana sano santo segundo sendero senderos sexual sierra social sol solas soledad
    terapeutico tierra tome total traer unidas unidos vale valle van verano verde victoria vidas viejo vino virus vista
    """.split()
)
"""Words that are in names of places or towns ("Nueva Vida"), or mean a filter: not corrected, but no filler."""

SPANISH = SPANISH_FILLER | SPANISH_NAMES

BOTH = frozenset("hay sea once fin van".split())
"""Words of these tables that are English words, too."""


def spanish(words: Sequence[str]) -> bool:
    """Whether at least half of these folded words are Spanish; not of none."""
    return bool(words) and 2 * sum(word in SPANISH for word in words) >= len(words)
