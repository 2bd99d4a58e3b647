"""What people write when they are asked whether they come to their appointment: French and English whole, five more.

One phrase between bars, as in `app.domain.consent_word_lists`, whose lists (the team's own) count as well: what stands
there does not stand here. How they are read says `app.domain.appointment_answers`.
"""

from typing import Final

# They come.
COMING: Final = """
    je suis d accord | c est bon pour nous | c est toujours bon | toujours bon | toujours bon pour moi | toujours ok
    | tout est bon | c est ok | c est ok pour moi | c est parfait | c est confirme | c est note | bien note | note
    | valide | je valide | c est valide | ca me va | ca me va bien | ca me convient | ca nous va | ca roule
    | ca joue | oki | okk | ouii | super | top | nickel | genial | impeccable | impec | tres bien | avec plaisir
    | avec joie | tout a fait | absolument | evidemment | affirmatif | exact | exactement | bien entendu
    | sans probleme | sans souci | pas de probleme | pas de souci | aucun probleme | aucun souci | je viens
    | je viendrai | je vais venir | je viens bien | je serai present | je serai presente | je serai bien la
    | je serai bien present | je serai bien presente | je serais la | j y serais | j y serai bien | on sera la
    | on y sera | on vient | nous serons la | nous serons presents | nous y serons | nous viendrons | nous venons
    | je confirme ma venue | je confirme ma presence | je confirme bien | je vous confirme
    | je vous confirme ma presence | je vous confirme ma venue | nous confirmons | nous vous confirmons
    | rdv confirme | rendez vous confirme | je maintiens | on maintient | c est maintenu | je serai a l heure
    | comme prevu | comme convenu | ok pour moi | ok pour nous | bon pour moi | present | presente
    | on se voit demain | j ai hate | hate d y etre | i am coming | i m coming | im coming | i will come | i ll come
    | ill come | ill be there | we are coming | we re coming | we will be there | we ll be there | i will be on time
    | i ll be on time | i can make it | i can come | i will make it | i ll make it | that works | that works for me
    | works for me | it works for me | that s fine | thats fine | that is fine | that s perfect | that s ok
    | it s ok | its ok | that s good | all good for me | good for me | fine by me | fine with me | yes please
    | of course | absolutely | definitely | certainly | for sure | great | awesome | excellent | brilliant | lovely
    | cool | noted | will do | count me in | still on | still good | still good for me | no problem | no worries
    | with pleasure | happy to confirm | we confirm | confirming | confirmed for me | as planned | see you there
    | see you at the appointment | looking forward to it | looking forward to seeing you | alright | all right | aye
    | yess | yea | alli estare | ahi estaremos | alli estaremos | voy | si voy | ire | si ire | iremos | asistire
    | perfecto gracias | me viene bien | sin problema | ningun problema | genial gracias | estupendo | muy bien
    | todo bien | con gusto | listo | vou | vou sim | estarei ai | estaremos la | irei | iremos sim | vou estar la
    | confirmadissimo | sem problema | otimo | tudo certo | com certeza | fechado | blz | beleza | ich bin da
    | bin da | ich werde da sein | wir kommen | wir sind da | komme | komme gerne | kein problem | super danke
    | sehr gerne | perfekt | geht klar | passt perfekt | bleibt dabei | naturlich | selbstverstandlich | genau
    | wunderbar | ik ben er | ik zal er zijn | we komen | wij komen | we zijn er | geen probleem | zeker
    | natuurlijk | perfect dank je | helemaal goed | tot dan | komt goed | uitstekend | vengo | verro | ci vediamo
    | saro li | saro presente | ci saremo | veniamo | nessun problema | benissimo | ottimo | volentieri | sicuro
    | va benissimo
"""
# They come, if the appointment is tomorrow, or today; with the name of a day behind, if it is on that one.
SEE_YOU_TOMORROW: Final = """
    a demain | see you tomorrow | see u tomorrow | c u tomorrow | cu tomorrow | until tomorrow | till tomorrow
    | vivement demain | hasta manana | nos vemos manana | ate amanha | bis morgen | tot morgen | a domani
"""
SEE_YOU_TODAY: Final = """
    a tout a l heure | a toute | a tte | see you later today | see you today | see you in a bit | see you shortly
    | hasta luego hoy | ate logo mais | bis spater | bis nachher | tot straks | tot zo | a dopo | a piu tardi
"""
SEE_YOU: Final = (
    "a | see you | see you on | see u | until | hasta el | nos vemos el | ate | bis | bis zum | tot"
)
TOMORROW: Final = """
    demain | de demain | pour demain | tomorrow | for tomorrow | tomorrow s | manana | de manana | para manana
    | amanha | de amanha | morgen | domani | di domani
"""
TODAY: Final = """
    aujourd hui | d aujourd hui | pour aujourd hui | tout a l heure | today | for today | hoy | de hoy | hoje
    | de hoje | heute | vandaag | oggi
"""
WEEKDAYS: Final = (  # Monday first
    "lundi | monday | mon | lunes | segunda | segunda feira | montag | maandag | lunedi",
    "mardi | tuesday | tue | tues | martes | terca | terca feira | dienstag | dinsdag | martedi",
    "mercredi | wednesday | wed | miercoles | quarta | quarta feira | mittwoch | woensdag | mercoledi",
    "jeudi | thursday | thu | thurs | jueves | quinta | quinta feira | donnerstag | donderdag | giovedi",
    "vendredi | friday | fri | viernes | sexta | sexta feira | freitag | vrijdag | venerdi",
    "samedi | saturday | sat | sabado | samstag | sonnabend | zaterdag | sabato",
    "dimanche | sunday | sun | domingo | sonntag | zondag | domenica",
)
BEFORE_DAYS: Final = (
    "le | pour | de | du | pour le | ce | on | for | this | el | para el | am | op | per | na | no dia"
)
# They do not come.
NOT_COMING: Final = """
    j peux pas | jpeux pas | je peux plus | je ne peux plus | je ne peux plus venir | je peux plus venir
    | je pourrai pas | je pourrai pas venir | je ne pourrais pas | je ne pourrais pas venir | je pourrais pas venir
    | je ne pourrai pas etre la | je ne pourrai pas etre present | je ne pourrai pas etre presente
    | je ne pourrai plus venir | je ne pourrai pas honorer mon rendez vous | je viens pas | je ne viens plus
    | je viendrai pas | je ne viendrai plus | je ne serai pas la | je serai pas la | je ne serai pas present
    | je ne serai pas presente | on ne peut pas venir | on peut pas venir | on ne viendra pas | on ne vient pas
    | nous ne pourrons pas venir | nous ne pouvons pas venir | nous ne viendrons pas | je suis oblige d annuler
    | je suis obligee d annuler | je suis dans l obligation d annuler | je prefere annuler | je voudrais annuler
    | j aimerais annuler | je souhaiterais annuler | je veux annuler | je vais annuler | je vais devoir annuler
    | je suis contraint d annuler | je suis contrainte d annuler | il faut que j annule | il faut annuler
    | nous devons annuler | on doit annuler | on annule | nous annulons | merci d annuler | veuillez annuler
    | vous pouvez annuler | tu peux annuler | a annuler | annulation | je me decommande | c est annule
    | je ne confirme pas | i can not make it | cant make it | i cant make it | can t make it anymore | can t come
    | cant come | cannot come | won t make it | wont make it | i will not make it | i won t be able to make it
    | i won t be able to come | won t be able to make it | won t be able to come | i will not be able to make it
    | i will not be able to come | not able to make it | not able to come | unable to make it | unable to come
    | unable to attend | i can t attend | cannot attend | i won t be attending | i won t be coming | i am not coming
    | im not coming | not coming | we can t make it | we can t come | we won t make it | we have to cancel
    | we need to cancel | i will have to cancel | i ll have to cancel | i have got to cancel | i ve got to cancel
    | i must cancel | i want to cancel | i would like to cancel | i d like to cancel | i wish to cancel
    | have to cancel | need to cancel | please cancel it | cancel my appointment | cancel the appointment
    | cancel our appointment | cancel my booking | cancel this appointment | gotta cancel | cancelling
    | i am cancelling | i m cancelling | i can t do it | can t do it | no puedo asistir | no podre asistir
    | no voy a poder | no voy a poder ir | no ire | no voy | anular | quiero anular | tengo que anular
    | debo cancelar | necesito cancelar | no vou conseguir | nao vou conseguir ir | nao irei | nao vou
    | nao poderei ir | nao poderei | tenho que cancelar | tenho de cancelar | desmarcar | quero desmarcar
    | ich kann nicht kommen | kann nicht kommen | ich komme nicht | ich schaffe es nicht | schaffe es leider nicht
    | ich mochte absagen | mochte absagen | muss absagen | muss leider absagen | ich muss leider absagen
    | bitte absagen | ik kan niet komen | kan niet komen | ik kom niet | ik red het niet | ik moet afzeggen
    | afzeggen | ik wil afzeggen | non posso venire piu | non riesco a venire | non vengo | non verro
    | non potro venire | non ci saro | vorrei disdire | vorrei annullare | annullo
"""
# Words with which a slot is given up, however they are bent: beside the wish for another time a person decides.
GIVING_UP: Final = "annul | cancel | absag | storn | disd | desmarc | afzeg | anular | anul | decommand"
# What may stand beside that without changing it.
BESIDE_NOT_COMING: Final = """
    je | nous | on | i | we | et | and | malheureusement | finalement | en fait | du coup | car | parce que
    | because | as | je suis malade | suis malade | malade | mon fils est malade | ma fille est malade
    | mon enfant est malade | mes enfants sont malades | j ai un empechement | un empechement | empechement
    | j ai un imprevu | un imprevu | imprevu | j ai une urgence | une urgence | urgence | j ai eu un imprevu
    | j ai un contretemps | un contretemps | contretemps | a cause d un imprevu | pour cause de maladie
    | je reprendrai rendez vous | je reprendrai rdv | toutes mes excuses | je m en excuse | avec mes excuses
    | encore desole | encore desolee | vraiment desole | vraiment desolee | je suis desole | je suis desolee
    | nous sommes desoles | unfortunately | actually | i am afraid | i m afraid | im afraid | i am sorry | i m sorry
    | im sorry | so sorry | very sorry | really sorry | apologies | my apologies | i am sick | i m sick | im sick
    | i am ill | i m ill | sick | ill | my son is sick | my daughter is sick | my son is ill | my daughter is ill
    | my child is sick | something came up | something has come up | an emergency | i have an emergency | emergency
    | i will rebook | i ll rebook | lamentablemente | desgraciadamente | lo siento | perdon | estoy enfermo
    | estoy enferma | infelizmente | desculpe | desculpa | estou doente | leider | tut mir leid | es tut mir leid
    | ich bin krank | krank | helaas | het spijt me | ik ben ziek | ziek | purtroppo | mi dispiace | sono malato
    | sono malata | scusa | scusi | scusate
"""
# They ask for another time: each of the first before each of the second.
ASKING: Final = """
    peut on | on peut | pourrait on | on pourrait | pouvez vous | pourriez vous | vous pouvez | vous pourriez
    | peux tu | tu peux | pourrais tu | tu pourrais | puis je | je peux | pourrais je | je pourrais | pouvons nous
    | pourrions nous | nous pourrions | possible de | possibilite de | moyen de | besoin de | je voudrais
    | nous voudrions | je souhaite | je souhaiterais | j aimerais | je veux | je dois | je vais devoir | il faudrait
    | il faut | je prefere | je prefererais | merci de | est ce qu on peut | est ce possible de | est il possible de
    | serait il possible de | c est possible de | est ce que je peux | est ce que je pourrais
    | would it be possible to | is it possible to | can we | could we | can i | could i | can you | could you
    | may i | may we | i need to | we need to | i want to | i would like to | i d like to | we d like to | i have to
    | i ll have to | i will have to | we have to | i must | possible to | able to | is there any way to | like to
    | need to | have to | mind if we | podemos | puedo | podriamos | podria | me gustaria | quisiera | necesito
    | es posible | podemos a | posso | poderia | poderiamos | gostaria de | preciso | preciso de | e possivel
    | da para | konnen wir | konnten wir | kann ich | konnte ich | ich mochte | ich wurde gerne | ich muss
    | kunnen we | kan ik | ik wil | ik moet | ik zou graag | possiamo | potremmo | potrei | vorrei | devo
    | e possibile
"""
MOVING: Final = """
    decaler | reporter | deplacer | repousser | avancer | changer de jour | changer d heure | changer l heure
    | changer la date | changer le rendez vous | changer mon rendez vous | changer de creneau
    | modifier mon rendez vous | avoir un autre creneau | avoir un autre horaire | venir un autre jour
    | venir a un autre moment | venir plus tard | venir plus tot | passer plus tard | passer plus tot
    | prendre un autre creneau | remettre a plus tard | le decaler | le reporter | le deplacer | le repousser
    | l avancer | move | move it | move my appointment | move the appointment | move this | reschedule | rearrange
    | postpone | delay it | push it | push it back | bring it forward | change it | change my appointment
    | change the appointment | change the time | change the date | change the day | switch it | shift it
    | have another time | have another slot | come another day | come another time | come later | come earlier
    | do another day | do another time | do it another day | mover | aplazar | posponer | cambiar la cita
    | cambiarla | moverla | remarcar | adiar | reagendar | adiantar | den termin verschieben | verschieben
    | verlegen | umbuchen | den termin verlegen | einen anderen termin | de afspraak verzetten
    | de afspraak verplaatsen | verzetten | verplaatsen | verschuiven | spostare | rimandare | rinviare | anticipare
    | spostare l appuntamento
"""
# Another time in a few words, where nothing else is said.
SHIFTING: Final = """
    si possible | si c est possible | if possible | plus tard | un peu plus tard | plus tot | un peu plus tot
    | plutot | a la place | possible | est ce possible | serait il possible | c est possible | est il possible
    | possible de venir | est ce possible de venir | est ce que je peux venir | je prefere | je prefererais
    | un autre creneau | autre creneau | autre moment | un autre moment | pouvez vous me proposer | vous avez
    | avez vous | avez vous de la place | vous auriez | auriez vous | later | a bit later | earlier | a bit earlier
    | instead | rather | is it possible | would it be possible | is it possible to come | can i come | could i come
    | can we do | could we do | how about | what about | another slot | i d prefer | i would prefer | do you have
    | mas tarde | mas temprano | mejor | es posible | mais tarde | mais cedo | melhor | e possivel | spater | fruher
    | lieber | ware es moglich | ist es moglich | geht es | later op de dag | eerder | liever | is het mogelijk
    | piu tardi | piuttosto | e possibile
"""
# A day or a part of one.
SOME_DAY: Final = """
    le | la | l | a | au | en | pour | pour le | to | on | at | in the | the | for | next | prochain | prochaine
    | matin | apres midi | soir | midi | en fin de journee | morning | afternoon | evening | noon
    | semaine prochaine | la semaine prochaine | next week | lendemain | le lendemain | apres demain
    | dans la journee | dans la matinee | cette semaine | this week | ce matin | cet apres midi | ce soir
    | this morning | this afternoon | this evening
"""
# Politeness, and what may stand beside a yes without changing it.
POLITE: Final = """
    merci a vous | merci a toi | merci pour le rappel | merci du rappel | merci pour votre message | merci pour tout
    | un grand merci | merci infiniment | mille mercis | merci de votre message | merci de me le rappeler
    | je vous remercie | de rien | avec mes remerciements | bonne soiree | bon week end | bonne fin de journee
    | bonne apres midi | bon apres midi | excellente journee | tres bonne journee | belle journee | belle soiree
    | bonne nuit | a bientot | au revoir | a vous aussi | a plus | coucou | hello | bien a vous | bien cordialement
    | mme | mr | m | docteur | dr | a tous | bonjour a vous | thank you very much | thank you so much | many thanks
    | thanks so much | thanks for the reminder | thank you for the reminder | thanks for reminding me
    | thanks for letting me know | cheers | tx | good morning | good afternoon | good evening | good day
    | have a nice day | have a good day | have a great day | have a nice evening | have a good evening
    | have a lovely day | you too | best regards | kind regards | regards | best | bye | good night | see you
    | see you soon | take care | you re welcome | welcome | doctor | there | sir | madam | hasta luego
    | hasta pronto | un saludo | buen dia | que tenga buen dia | ate logo | ate breve | abraco | vielen lieben dank
    | danke sehr | danke fur die erinnerung | schonen tag | schonen abend | bis bald | tschuss | viele grusse
    | fijne dag | prettige dag | bedankt voor de herinnering | tot ziens | groetjes | gr | arrivederci
    | buona giornata | buona serata | grazie mille a voi | grazie per il promemoria | a presto
"""
# The appointment itself; beside a yes and a no.
APPOINTMENT: Final = """
    le rendez vous | le rdv | mon rendez vous | mon rdv | rdv | rendez vous | notre rendez vous | ce rendez vous
    | pour le rendez vous | pour le rdv | pour mon rendez vous | pour mon rdv | my appointment | the appointment
    | our appointment | appointment | my booking | for my appointment | for the appointment | mi cita | la cita
    | minha consulta | meu horario | a consulta | meinen termin | den termin | der termin | mijn afspraak
    | de afspraak | il mio appuntamento | l appuntamento
"""
BESIDE_YES: Final = """
    pour moi | pour nous | ma presence | ma venue | bien | donc | alors | et | je | pour | for me | and | then | i
    | it | so | para mi | para mim | und | en | y | e | per me
"""
# Shifts that say another time by themselves, and those that say "not this one" beside a day.
LATER: Final = "tard tot later earlier tarde temprano cedo spater fruher eerder tardi creneau moment slot"
INSTEAD: Final = "plutot place prefere prefererais instead rather prefer mejor melhor lieber liever piuttosto"
# Where one of these stands beside other words, a wish for another time is no more sure.
TURNING: Final = """
    pas | ne | n | non | jamais | mais | sauf | sinon | ou | plus | not | don | dont | didn | no | never | but
    | except | or | unless | if | si | nicht | kein | aber | oder | pero | sino | ni | nao | mas | niet | geen
    | maar | of | ma | o | se
"""
# What the starter templates' buttons say, in seven languages.
CONFIRM_BUTTONS: Final = "confirmer | confirm | confirmar | bestatigen | bevestigen | conferma | confermare"
MOVE_BUTTONS: Final = (
    "deplacer | move it | move | cambiar | mover | remarcar | mudar | verschieben | verplaatsen | spostare"
)
CANCEL_BUTTONS: Final = "annuler | cancel | cancelar | absagen | annuleren | annulla | annullare"
