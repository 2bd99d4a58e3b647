"""What people write when they want no more messages, agree, refuse or want another time: seven languages at once.

One phrase between bars; how it is compared says `app.domain.consent_words`. A team adds to the lists and takes from
them in its settings.
"""

from typing import Final

STOP: Final = """
    stop | stopp | stop all | stopall | stop it | stop now | stop please | quit | unsubscribe | unsubscribe me
    | opt out
    | optout | opt me out | stop messages | stop message | stop sms | stop texting me | stop messaging me
    | stop writing
    | stop sending | stop sending messages | stop sending me messages | stop contacting me | stop promotions
    | stop ads
    | no more messages | no more promotions | no more ads | no more advertising | no more offers | no promotions
    | remove me | remove me from your list | take me off your list | take me off the list | do not contact me
    | don t contact me | dont contact me | do not message me | don t message me | don t text me | do not write to me
    | i want to unsubscribe | please stop messaging me
    | arret | arreter | arretez | arrete | arretez tout | stop pub | stop pubs | stop publicite | desabonner
    | desabonnez | desabonnez moi | desabonnement | me desabonner | je me desabonne | je veux me desabonner
    | je souhaite me desabonner | desinscrire | desinscription | desinscrivez moi | me desinscrire
    | je souhaite me desinscrire | je veux me desinscrire | ne m ecrivez plus | ne me contactez plus
    | ne m envoyez plus rien | ne m envoyez plus de messages | ne plus recevoir de messages | plus de messages
    | plus de message | plus de pub | plus de pubs | plus de publicite | plus de publicites | plus de promotions
    | arretez les messages | arretez de m ecrire | arretez de m envoyer des messages | arretez vos messages
    | arretez la pub | arreter les promotions | arreter les messages | retirez moi de la liste
    | retirez moi de votre liste | je ne veux plus recevoir de messages | je ne veux plus de messages
    | je ne veux plus de pub | je ne souhaite plus recevoir de messages | resilier | cessez
    | baja | dar de baja | darme de baja | dame de baja | deme de baja | denme de baja | quiero darme de baja
    | date de baja | desuscribir | desuscribirme | desuscribirse | cancelar suscripcion | anular suscripcion
    | no mas mensajes | no mas mensaje | no mas publicidad | no quiero mas mensajes | no quiero mas publicidad
    | no quiero recibir mas mensajes | no me escriba mas | no me escriban mas | no me escribas mas
    | no me envien mas mensajes
    | no me manden mas mensajes | dejen de escribirme | deja de escribirme | deje de escribirme | detener
    | detener promociones | parar mensajes | basta | basta ya | borrame de la lista | quitame de la lista
    | parar | pare | parem | pare de enviar | pare de enviar mensagens | parem de enviar mensagens | parar promocoes
    | sair | quero sair | sair da lista | descadastrar | descadastre me | cancelar inscricao | cancelar subscricao
    | remover | remova me | remover da lista | nao me envie mais mensagens | nao me enviem mais mensagens
    | nao quero mais mensagens | nao quero mais receber mensagens | nao quero receber mais mensagens
    | nao quero receber mensagens | nao me escreva mais | nao me escrevam mais | sem publicidade | chega de mensagens
    | chega de publicidade | nao enviar mais | deixem de me escrever
    | abmelden | abmeldung | abbestellen | austragen | aufhoren | ich mochte mich abmelden | bitte abmelden
    | mich abmelden | keine nachrichten mehr | keine nachrichten | keine werbung | keine werbung mehr
    | bitte keine werbung | bitte keine nachrichten mehr | ich will keine nachrichten mehr
    | ich mochte keine nachrichten mehr | ich mochte keine werbung mehr | schreiben sie mir nicht mehr
    | schreib mir nicht mehr | nicht mehr schreiben | horen sie auf | hor auf | newsletter abbestellen
    | aktionen stoppen | stopp werbung
    | afmelden | meld me af | uitschrijven | schrijf me uit | schrijf mij uit | stoppen | stop ermee | stop met sturen
    | stop met berichten | stop met appen | stop met berichten sturen | geen berichten meer | geen berichten
    | geen reclame | geen reclame meer | ik wil geen berichten meer | ik wil me afmelden | ik wil mij afmelden
    | ik wil me uitschrijven | ik wil geen reclame meer | niet meer sturen | stuur mij niets meer
    | stuur me niets meer
    | promoties stoppen | verwijder mij uit de lijst
    | disiscrivimi | disiscriviti | disiscrivermi | disiscrizione | cancellami | cancellatemi | cancella iscrizione
    | annulla iscrizione | cancellami dalla lista | niente pubblicita | niente messaggi | niente piu messaggi
    | niente piu pubblicita | basta messaggi | basta pubblicita | basta cosi con i messaggi | non scrivetemi piu
    | non scrivermi piu | non voglio piu messaggi | non voglio ricevere messaggi | non voglio piu ricevere messaggi
    | non mandatemi piu messaggi | non inviatemi piu messaggi | smettetela | smettila | fermati | fermatevi
    | interrompi promozioni
"""
YES: Final = """
    yes | yes i confirm | yep | yeah | yup | ok | okay | okey | sure | fine | confirm | confirmed | i confirm | agreed
    | i agree | sounds good | perfect | yes of course | yes that s fine | yes perfect | see you then
    | i will be there | i ll be there
    | oui | ouais | d accord | dac | je confirme | oui je confirme | confirme | c est bon | c est bon pour moi
    | parfait
    | confirmer | oui c est bon | oui bien sur | oui parfait | oui d accord | ok c est bon | ok parfait
    | entendu | bien sur | j y serai | je serai la | ca marche | volontiers
    | si | si confirmo | confirmar | si claro | claro | vale | de acuerdo | confirmo | confirmado | perfecto
    | por supuesto | ahi estare
    | sim | sim confirmo | certo | combinado | perfeito | estarei la | claro que sim | esta bem | pode ser
    | ja | jawohl | jep | klar | einverstanden | bestatigt | ich bestatige | ja ich bestatige | passt | passt mir
    | gerne | bestatigen | ja gerne | ja passt
    | alles klar | in ordnung | ich komme
    | ja hoor | akkoord | oke | prima | ik bevestig | bevestigd | ja ik bevestig | is goed | goed | ik kom
    | bevestigen
    | va bene | d accordo | confermo | si confermo | confermato | perfetto | certamente | ci saro | esatto
    | conferma | confermare | si certo
    | \U0001f44d | ✅ | \U0001f44c | ✔ | \U0001f197
"""
NO: Final = """
    no | nope | nah | no i can t | i can t | i cannot | i can t make it | cannot make it | can t make it
    | i won t be there | i can t come | i cannot come | i m not coming | i won t make it | i will not be there
    | cancel | cancel it | cancel please | i have to cancel | i need to cancel | not possible | i decline
    | non | non je ne peux pas | je ne peux pas | je ne pourrai pas | je ne peux pas venir | annuler | annulez
    | annule
    | je peux pas | je peux pas venir | je ne pourrai pas venir | je ne viendrai pas | je ne viens pas | non desole
    | je dois annuler | je souhaite annuler | j annule | impossible | pas possible | je refuse
    | no puedo | no podre | no podre ir | no puedo ir | cancelar | cancela | cancelo | quiero cancelar
    | tengo que cancelar
    | imposible
    | nao | nao posso | nao vou poder | nao consigo ir | quero cancelar | preciso cancelar | preciso de cancelar
    | impossivel
    | nein | nee | nein danke | ich kann nicht | leider nicht | ich kann leider nicht | absagen | ich muss absagen
    | ich sage ab | stornieren | geht nicht | passt nicht
    | ik kan niet | helaas niet | annuleren | ik moet annuleren | ik wil annuleren | lukt niet | gaat niet
    | non posso | non posso venire | non riesco | annullare | annulla | devo annullare | voglio annullare | disdire
    | devo disdire | purtroppo no | impossibile
    | \U0001f44e | ❌
"""
MOVE: Final = """
    move | move it | can we move it | could we move it | can i move it | can we move | reschedule
    | can we reschedule | i need to reschedule | postpone | another time | another day
    | other time | other day | different time | different day | change the time | change the date | change
    | deplacer | reporter | decaler | changer | changer de jour | changer d heure | changer la date | un autre jour
    | autre jour | autre horaire | un autre horaire | une autre heure | autre date | une autre date | peut on deplacer
    | peut on reporter | peut on decaler | on peut decaler | on peut reporter
    | on peut deplacer | possible de decaler | possible de reporter | je voudrais decaler | je voudrais deplacer
    | je voudrais reporter | je souhaite reporter
    | cambiar | mover | aplazar | posponer | reprogramar | otro dia | otra hora | otra fecha | cambiar la cita
    | cambiar de hora | cambiar de dia | quiero cambiar | puedo cambiar la cita
    | mudar | remarcar | adiar | reagendar | outro dia | outra hora | outro horario | outra data | quero remarcar
    | preciso remarcar | preciso de remarcar
    | verschieben | verlegen | umbuchen | anderer tag | anderer termin | ein anderer termin | ein anderer tag
    | andere uhrzeit | eine andere zeit | konnen wir verschieben | ich mochte verschieben | termin verschieben
    | verplaatsen | verzetten | andere dag | een andere dag | ander moment | een ander moment | andere tijd
    | een andere tijd | ander tijdstip | ik wil verzetten | afspraak verzetten | kunnen we verzetten
    | spostare | spostiamo | rimandare | rinviare | cambiare | altro giorno | un altro giorno | altro orario
    | un altro orario | altra data | un altra data | possiamo spostare | vorrei spostare
"""
# What stands around such words without changing them: politeness, and a greeting.
FILLERS: Final = """
    svp | stp | s il vous plait | s il te plait | merci | merci beaucoup | merci d avance | merci bien | bonjour
    | bonsoir
    | salut | cordialement | madame | monsieur | bonne journee | desole | desolee
    | please | pls | plz | thanks | thank you | thx | ty | thanks a lot | hi | hello | hey | dear team | sorry
    | por favor | porfavor | porfa | gracias | muchas gracias | hola | buenas | buenos dias | buenas tardes | saludos
    | se faz favor | pf | pfv | pfvr | obrigado | obrigada | muito obrigado | muito obrigada | ola | bom dia
    | boa tarde
    | boa noite
    | bitte | danke | danke schon | vielen dank | hallo | guten tag | guten morgen | mfg | liebe grusse
    | alstublieft | alsjeblieft | aub | ajb | svp graag | dank u | dank u wel | dank je | dankjewel | bedankt | graag
    | goedendag | goedemorgen | hoi
    | per favore | perfavore | per cortesia | grazie | grazie mille | ciao | buongiorno | buonasera | salve
"""
# Alone enough to be read by a person, wherever they stand in a message.
TELLING: Final = """
    unsubscribe | unsubscribed | unsubscribing | desabonner | desabonnez | desabonne | desabonnement | desinscrire
    | desinscrivez | desinscription | desuscribir | desuscribirme | descadastrar | abbestellen | uitschrijven
    | disiscrivermi | disiscrivimi | disiscrizione | opt out | de baja | afmelden | abmelden | spam | harcelement
    | harassment | harassing | belastigung | gdpr | rgpd | dsgvo
"""
# A message that begins so may ask for no more, unless it goes on as below: "stop by", "stop at the bakery".
BEGINNINGS: Final = "stop | stopp | arretez | arrete | basta | pare | parem | chega | aufhoren | hort auf"
GOES_ON: Final = """
    by | in | at | over | on | off | here | there | before | near | tram | bus | metro | le bus | au | a
    | la musique | un | una | che | uno
"""
