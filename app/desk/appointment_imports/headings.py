"""Headings of tables of appointments in English and French, and the labels that agendas write into their notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.desk.contact_imports.headers import folded

IGNORE: Final = "ignore"
TARGETS: Final = (
    IGNORE, "day", "start", "end", "length", "who", "first_name", "last_name", "phone", "service", "resource", "price",
    "status", "note", "uid",
)  # fmt: skip
SEVERAL: Final = frozenset({IGNORE, "phone", "note"})  # what more than one column may become

# Folded as in `app.desk.contact_imports.headers`. Where several columns could be the same thing, the word that stands
# first here wins.
_WORDS: Final[dict[str, str]] = {
    # a bare "id" or "ref" may be the client's, and one client's appointments are several
    "uid": "uid, appointment id, booking id, id rendez vous, id rdv, numero de rendez vous, numero rdv, n rdv, "
    "n de rendez vous, reference rdv, booking reference, booking ref, reference de reservation, booking number, "
    "confirmation number",
    "start": "heure de debut, heure debut, debut, start time, starts at, start, begin, begins, date et heure, "
    "date heure, "
    "date time, datetime, date and time, date et heure de debut, date debut, date de debut, start date, "
    "start date time, "
    "heure rdv, heure du rdv, heure du rendez vous, appointment time, scheduled for, scheduled time, scheduled at, "
    "horaire, horaires, heure, heures, time, hour, creneau, creneau horaire, slot, time slot, when, quand, a, "
    "at, de, h",
    "day": "date du rendez vous, date du rdv, date rdv, date rendez vous, appointment date, booking date, date, "
    "jour, "
    "jours, day, le, on, dates",
    "end": "heure de fin, heure fin, end time, ends at, date de fin, date fin, end date, end, fin, finish, jusqu a, "
    "until, to, end date time, date et heure de fin",
    "length": "duree, duration, duree min, duree en minutes, duration min, duration minutes, duration mins, length, "
    "minutes, min, temps, duree prevue, duree du rdv, appointment length",
    "who": "client, cliente, nom du client, nom de la cliente, nom client, nom et prenom, nom prenom, prenom nom, "
    "prenom et nom, patient, patiente, nom du patient, nom patient, customer, customer name, client name, "
    "patient name, "
    "clients, invitee name, guest, guest name, attendee, attendee name, participant, nom complet, full name, "
    "contact, "
    "invite, invitee, beneficiaire, personne, nom, name, who, qui, tiers, eleve, "
    "clientele, booked by, reserve par",
    "first_name": "first name, firstname, given name, prenom, prenom du client, client first name, "
    "customer first name, "
    "prenom client, invitee first name, prenom patient, prenom du patient",
    "last_name": "last name, lastname, surname, family name, nom de famille, client last name, customer last name, "
    "nom d usage, invitee last name, nom de naissance",
    "phone": "telephone, tel, phone, phone number, mobile, portable, tel portable, telephone portable, tel mobile, "
    "telephone mobile, mobile phone, mobile number, numero de telephone, numero, numero de portable, gsm, cell, "
    "cell phone, cellulaire, whatsapp, numero whatsapp, whatsapp number, tel client, telephone client, "
    "telephone du client, client phone, customer phone, contact number, tel fixe, telephone fixe, fixe, n tel, "
    "n de tel, "
    "n de telephone, telephone patient, telephone du patient, coordonnees, home phone, work phone, "
    "text reminder number, "
    "telephone domicile, tel domicile, tel 2, telephone 2, patient phone",
    "service": "prestation, prestations, prestation s, service, services, soin, soins, motif, motif de consultation, "
    "motif de la consultation, motif du rendez vous, motif rdv, type de rendez vous, type de rdv, type rdv, "
    "appointment type, event type, event type name, treatment, treatments, service name, nom de la prestation, acte, "
    "actes, intervention, formule, cours, activite, seance, offre, type, objet, subject, title, titre, libelle, "
    "what, "
    "item, intitule, designation, consultation, summary",
    "resource": "collaborateur, collaboratrice, collaborateur s, praticien, praticienne, employe, employee, "
    "employe e, "
    "staff, staff member, team member, avec, with, technicien, technicienne, coiffeur, coiffeuse, estheticienne, "
    "stylist, stylist name, practitioner, provider, provider name, therapist, barber, docteur, medecin, "
    "dentiste, dr, "
    "agenda, calendar, calendar name, ressource, resource, resources, salle, room, cabine, fauteuil, chair, poste, "
    "table, box, equipe, team, intervenant, intervenante, professionnel, professional, user, utilisateur, vendeur, "
    "conseiller, instructor, coach, prof, professeur, salarie, realise par, host, lieu, location, emplacement",
    "price": "prix, tarif, montant, price, amount, total, cout, prix ttc, montant ttc, total ttc, cost, "
    "prix total, fee, "
    "a regler, prix eur, service price, honoraires",
    "status": "statut, etat, status, state, statut du rendez vous, statut rdv, etat du rendez vous, etat rdv, "
    "appointment status, booking status, annule, annulee, cancelled, canceled, situation",
    "note": "note, notes, commentaire, commentaires, remarque, remarques, observation, observations, comment, "
    "comments, "
    "description, info, infos, informations, details, memo, message, notes du client, customer note, client notes, "
    "appointment notes, consigne, consignes, note interne, adresse, address",
}  # fmt: skip
_KNOWN: Final = {word.strip(): target for target, words in _WORDS.items() for word in words.split(", ")}
_RANK: Final = {word: place for place, word in enumerate(_KNOWN)}
# Labels inside of a note are told apart by a colon alone, so short words that begin sentences are none.
_NO_LABELS: Final = frozenset(
    {"a", "at", "de", "h", "le", "on", "to", "min", "id", "ref", "message", "info", "infos"}
)
_LABEL: Final = re.compile(r"[\s*•–-]*([^\W\d_][^:=\n]{0,40}?)\s*(?::|=)[ \t]*(\S.*)")


def target_of(heading: str) -> str | None:
    """What a column of that heading is likeliest to be; None when it says nothing that we know."""
    found = _found(folded(heading))
    return found[0] if found else None


def _found(words: str) -> tuple[str, int] | None:
    for one in (words, re.sub(r" \d+$", "", words)):
        if one in _KNOWN:
            return _KNOWN[one], _RANK[one]
    return None


def guess_by_heading(columns: Sequence[str]) -> tuple[str, ...]:
    """A target for every column, IGNORE where the heading tells nothing; of several, the surest one has it."""
    found = [_found(folded(heading)) for heading in columns]
    best: dict[str, tuple[int, int]] = {}
    for place, one in enumerate(found):
        if one is not None and one[0] not in SEVERAL:
            best[one[0]] = min(best.get(one[0], (one[1], place)), (one[1], place))
    targets = [
        IGNORE if one is None or (one[0] not in SEVERAL and best[one[0]][1] != place) else one[0]
        for place, one in enumerate(found)
    ]
    if "first_name" in targets and "last_name" not in targets and "who" in targets:
        place = targets.index("who")
        if folded(columns[place]) in ("nom", "name"):
            targets[place] = "last_name"
    return tuple(targets)


def labelled(text: str) -> tuple[dict[str, str], str]:
    """What the lines of a note say by themselves, `Téléphone : 06 12 34 56 78`, and the lines that say nothing so.

    The first of each kind counts, the others stay in the note.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    for line in text.splitlines():
        label = _LABEL.fullmatch(line.strip())
        words = folded(label[1]) if label is not None else ""
        target = _KNOWN.get(words) if words not in _NO_LABELS else None
        if label is None or target in (None, "note") or target in found:
            rest.append(line)
        else:
            found[str(target)] = label[2].strip()
    return found, "\n".join(rest)
