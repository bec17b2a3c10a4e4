"""What people tell of their lives beside what they wish for: the house, the police, money, the body, who said what.

Common words of English without those that are in a name of the listed places, in a town's of 3,000 people, or in any
table of meanings. Searched as text they would find nothing, or a name that is spelt alike ("bail", "Ball").
"""

from __future__ import annotations

STORY = frozenset(
    """
    adopted affair afternoon afterwards aggressive agitated agreed agreeing agrees ambulance anonymously
    answered answering answers anyway apologized app application applications applying approval apps argue
    argued ashamed asking ate attached attempt attempted attempting attempts attorney autumn awake backpack bag
    baggie baggies bags bail bankrupt bankruptcy barely basement basically bathroom bathtub beautiful bedbugs
    bedded bedroom beforehand began begins begs bestfriend betrayed bff birthday blacked bleeding blew block
    blood bloody blow blowing bones bong bongs boring borrowed borrowing bottle bottles bout box boxes breakfast
    breaking bruised bruises bugs bullied bully bullying buried bus buying buys cab callback calling calls
    camper cans car card cards cared carefully case cases catch catches catching certificate charge charged
    charges cheat cheated cheating cheats chills choked circumstances classmates close closet colleague
    colleagues combative completely confess confessed confidentially continued continues continuing cop copay
    copays coworkers cpr cramps crashed crashes crashing cried cruel curfew cursing custodial deductible
    dehydrated denial denied denying deputy despite detail details diarrhea die dinner dirty disagree discovers
    discreet discreetly dishonest divorce divorced dizzy dockets document documents dollar dollars dorm
    downstairs dr drawer dreaming dreams driven driveway dropped drs dumb earliest eats elsewhere email emails
    embarrassed employed employer employers empty ems ended ending ends everyday eviction excuses exhusband
    expelled exwife facebook failing faint fainted fake fat fee fees fever fights filthy finishing fix fixed
    fixing flask floor flunked focused foil form formerly forms fought found fraud freshman functioning funeral
    funny furious gallon gallons given glasses google googled grades graduate graduated grandchild grandchildren
    granddad grandkids grandparents gross grp grps guilt guilty guns hardly hated hates hating headache
    headaches heavy helpless hid hit holder holders holding holds holidays homework hoped hoping hourly huge
    hung hungry hush icu ignored ignores ignoring indoors infidelity initially inlaws instagram interesting
    isolated itching jailed jobs judged judgement judging judgment judgmental keeping kitchen knife knives
    knowing laid landlord late lice license licenses lied lighter lighters liked likes liking lines listened
    listening listens lived loan loans locked lockup lunch lyft machine machines mail mailed manager meal meals
    meanwhile message messages midnight migraine misdemeanor missed misses mold monthly mood mortgage motel
    moves nasty nausea nauseous neighbors nervous newborns nightly nightmare nightmares nonstop noon normally
    notices noticing notified nowhere numb odor officer officers openly ordered originally otherwise outdoors
    overtime overweight owed owes painful pals panicked paramedic paramedics parking passed pawned pawning
    paycheck paychecks picking pint pints pipe pipes pleaded pleading pocket pockets police polite presently
    previous previously pricey privately prom proof publicly puke puked punched punching purse pushed raging
    rang rarely rated ratings recipient recipients recommendation recommendations recommends reddit release
    released reliable reputable return returned returning review reviews revived ring rings roaches roof room
    rooms rude saved savings saying scabies scam scammed scams scar scars scary scratches scratching seconds
    secret secretly secrets sees seldom semester sending sends sentenced separated shady sheriff shifts shorter
    shouting shoved shower sidewalk silent since sink sipping sips situations sketchy skin skinny slapped
    sleepless sleeps sleepy slept slow smashed smell smells smelly snacks snapchat sobbing sofa sold somewhat
    sooner sophomore sore spending spends spoon spoons ssn starving stash stashed stayed stepdad stepfather
    stepmom stepmother stigma stigmatized stink stinks stolen stomach stopped stops straw straws suggestion
    surgeries suspected suspicious swear swings swore talks tall taxi teacher tent tents tether texting texts
    thanksgiving thin threatened threatens threats threw thrice throwing thrown ticket tiktok tiny tip tips
    toddler toilet totaled trailer train tries trippin tripping truck trusted trustworthy uber ugly under
    unhealthy unsafe upstairs vending verification verified verify violate violated violation violations visa
    voicemail vomit vomited waitlisted waits wakes walked walking wallet warrant warrants wasted wasting watched
    watches weak website websites weekends weight whether winning wished won worked worries worrying wound
    wounds wreck wrecked yearly
    """.split()
)
"""Words that carry no wish. Part of a name they may be all the same: see `readings.names`."""

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
