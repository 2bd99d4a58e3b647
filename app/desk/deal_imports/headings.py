"""Headings of tables of deals in English and French, as spreadsheets and the usual programs write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.desk.contact_imports.headers import folded

IGNORE: Final = "ignore"
TARGETS: Final = (
    IGNORE, "title", "amount", "currency", "stage", "state", "pipeline", "person", "first_name", "last_name",
    "company", "phone", "email", "owner", "tags", "made_on", "close_on", "ended_on", "won_on", "lost_on", "reason",
    "note", "next_step", "next_on", "ref",
)  # fmt: skip
SEVERAL: Final = frozenset({IGNORE, "phone", "email", "tags", "note"})  # what more than one column may become
OUR_ID: Final = "comptoir_deal_id"  # the column by which an export of our own is known

# Folded as in `app.desk.contact_imports.headers`. Where several columns could be the same thing, the word that stands
# first here wins.
_WORDS: Final[dict[str, str]] = {
    "ref": f"{folded(OUR_ID)}, record id, deal id, opportunity id, card id, deal record id, id opportunite, "
    "identifiant de l opportunite, id de l opportunite, identifiant, reference, ref, numero, id, deal number, "
    "opportunity number, numero de l opportunite, external id, identifiant externe, id de fiche d informations, "
    "id de l enregistrement, id de la transaction, identifiant de l affaire",
    "title": "deal name, opportunity name, card name, deal title, title, deal, opportunity, opportunite, "
    "nom de l opportunite, nom de la transaction, nom de l affaire, intitule de l opportunite, "
    "intitule, titre, affaire, "
    "transaction, objet, libelle, subject, project, projet, nom du projet, potential name, "
    "nom opportunite, nom, name, "
    "designation, devis, quote name",
    "amount": "amount, value, deal value, deal amount, opportunity amount, montant, montant potentiel, valeur, "
    "montant de la transaction, montant de l opportunite, valeur de l affaire, "
    "valeur de la transaction, montant ttc, "
    "montant ht, total, total ttc, total ht, ca, ca potentiel, chiffre d affaires, budget, price, prix, revenue, "
    "amount in company currency, montant dans la devise de l entreprise, potential amount, estimated value, "
    "montant estime, grand total, montant total",
    "currency": "currency, deal currency, currency code, currency of value, amount currency, opportunity currency, "
    "devise, monnaie, code devise, devise de la transaction, devise du montant",
    "stage": "deal stage, stage, stage name, list name, list, sales stage, pipeline stage, etape, "
    "phase de la transaction, phase, etape du pipeline, etape de vente, etape de l opportunite, "
    "liste, nom de la liste, "
    "colonne, column, stade, etape pipe, avancement",
    "state": "status, deal status, state, statut, statut de l opportunite, etat, statut de l affaire, outcome, "
    "resultat, opportunity status, won lost, gagnee perdue",
    "pipeline": "pipeline, pipeline name, sales pipeline, nom du pipeline, parcours, pipe, board name, tableau, "
    "processus, process, tunnel, entonnoir, funnel",
    "person": "contact person, contact name, primary contact, associated contact, associated contacts, "
    "contact, person, "
    "person name, customer, customer name, client, client name, nom du client, nom du contact, contact principal, "
    "contact associe, contacts associes, personne, interlocuteur, contact responsable, prospect, lead name, "
    "tiers, nom complet, full name",
    "first_name": "first name, firstname, given name, prenom, contact first name, prenom du contact",
    "last_name": "last name, lastname, surname, family name, nom de famille, contact last name, "
    "nom de famille du contact",
    "company": "company, company name, organization, organisation, organization name, account, account name, "
    "associated company, associated companies, primary associated company, societe, entreprise, raison sociale, "
    "nom de la societe, nom de l entreprise, entreprise associee, societe liee, etablissement, "
    "compte, nom du compte, "
    "customer company",
    "phone": "phone, phone number, mobile, mobile phone, mobile phone number, tel, telephone, portable, "
    "numero de telephone, telephone portable, telephone mobile, contact phone, telephone du contact, whatsapp, "
    "whatsapp number, numero whatsapp, gsm, cell, person phone, phone work, phone mobile, "
    "phone home, phone other, tel portable, "
    "telephone fixe, other phone, work phone",
    "email": "email, e mail, mail, courriel, email address, adresse email, adresse e mail, adresse mail, "
    "contact email, "
    "email du contact, e mail du contact, person email, email work, email home, email other",
    "owner": "deal owner, opportunity owner, owner, owner name, assigned to, members, proprietaire, "
    "proprietaire de la transaction, proprietaire de l opportunite, responsable, commercial, collaborateur affecte, "
    "attribue a, assigne a, suivi par, looked after by, membres, vendeur, sales rep, salesperson, rep, "
    "utilisateur, conseiller",
    "tags": "tags, tag, labels, label, etiquettes, etiquette, mots cles, smart tags, categories, categorie, "
    "category, "
    "deal label, libelles",
    "made_on": "create date, created date, created time, created, created at, created on, date created, "
    "deal created, "
    "creation date, date de creation, cree le, creee le, add time, date, made on, date d ajout, "
    "date de l opportunite, "
    "opened date, date d ouverture, date d entree",
    "close_on": "expected close date, close date, closing date, date de cloture, date de fermeture, due date, "
    "date d echeance, echeance, date de cloture prevue, date de cloture previsionnelle, date de fin prevue, "
    "cloture prevue, expected close, date de signature prevue, date previsionnelle, date de signature, "
    "expected closing date, fin prevue, conclusion prevue, prevue le, date limite, due, close on",
    "ended_on": "closed date, closed time, closed at, closed on, deal closed on, date closed, "
    "date de cloture effective, "
    "date de cloture reelle, cloture le, cloturee le, close time, terminee le, ended on, date de fin, "
    "actual close date",
    "won_on": "won time, won date, won on, date won, date de gain, gagne le, gagnee le, date gagnee, "
    "date d acceptation, accepte le, acceptee le",
    "lost_on": "lost time, lost date, lost on, date lost, date de perte, perdu le, perdue le, date perdue, "
    "date de refus, refuse le, refusee le",
    "reason": "lost reason, closed lost reason, loss reason, reason for loss, close reason, "
    "closed won reason, reason, "
    "raison, raison de perte, raison de la perte, motif, motif de perte, motif de refus, cause de perte, "
    "raison de la fermeture perdue, raison de la transaction perdue",
    "note": "note, notes, description, card description, deal description, comment, comments, commentaire, "
    "commentaires, remarque, remarques, brief, details, memo, informations",
    "next_step": "next step, next action, next activity, prochaine etape, prochaine action, etape suivante, "
    "action suivante, a faire, to do, todo, next task, prochaine tache, next activity subject",
    "next_on": "next activity date, next step date, next action date, next task date, date de la prochaine etape, "
    "date de la prochaine action, date prochaine action, date de la prochaine activite, relance le, date de relance, "
    "prochaine relance, follow up date, date de rappel, next on",
}  # fmt: skip
_KNOWN: Final = {word.strip(): target for target, words in _WORDS.items() for word in words.split(", ")}
_RANK: Final = {word: place for place, word in enumerate(_KNOWN)}
_BEFORE: Final = re.compile(r"^(?:deal|affaire|opportunity|opportunite|transaction|primary|main) ")
_ABOUT_OTHERS: Final = re.compile(r"^(?:person|contact|personne) (.+)$")
_ABOUT_COMPANY: Final = re.compile(r"^(?:organization|organisation|company|societe|entreprise|account) (.+)$")

# By what an export of a program is known: all of these headings stand in it.
_PROGRAMS: Final[dict[str, tuple[frozenset[str], ...]]] = {
    "comptoir": (frozenset({folded(OUR_ID)}),),
    "trello": (frozenset({"card id", "card name", "list name"}),),
    "pipedrive": (
        frozenset({"deal title", "deal stage"}),
        frozenset({"deal title", "deal value"}),
        frozenset({"affaire titre", "affaire etape"}),
    ),
    "hubspot": (
        frozenset({"record id", "deal name", "deal stage"}),
        frozenset({"deal name", "deal stage", "pipeline"}),
        frozenset({"nom de la transaction", "phase de la transaction"}),
    ),
    "zoho": (
        frozenset({"deal name", "closing date"}),
        frozenset({"record id", "deal name", "stage"}),
        frozenset({"potential name", "stage"}),
    ),
    "salesforce": (
        frozenset({"opportunity name", "stage"}),
        frozenset({"opportunity id", "stage"}),
        frozenset({"nom de l opportunite", "nom du compte", "phase"}),
        frozenset({"nom de l opportunite", "nom du compte", "etape"}),
    ),
    "sellsy": (
        frozenset({"montant potentiel", "etape"}),
        frozenset({"collaborateur affecte", "etape"}),
    ),
    "axonaut": (
        frozenset({"nom de l opportunite", "pipe"}),
        frozenset({"nom de l opportunite", "etape", "probabilite"}),
        frozenset({"opportunite", "pipe", "probabilite"}),
    ),
}  # fmt: skip
PROGRAM_NAMES: Final = {
    "comptoir": "Comptoir", "trello": "Trello", "pipedrive": "Pipedrive", "hubspot": "HubSpot", "zoho": "Zoho CRM",
    "salesforce": "Salesforce", "sellsy": "Sellsy", "axonaut": "Axonaut",
}  # fmt: skip


def program_of(columns: Sequence[str]) -> str:
    """Which program wrote a table, by its headings; "" for a table that anybody could have made."""
    there = {folded(heading) for heading in columns}
    return next((name for name, ways in _PROGRAMS.items() if any(way <= there for way in ways)), "")


def target_of(heading: str) -> str | None:
    """What a column of that heading is likeliest to be; None when it says nothing that we know."""
    found = _found(folded(heading))
    return found[0] if found else None


def _found(words: str) -> tuple[str, int] | None:
    """The target of folded words, and how sure that is (the less the surer)."""
    if not words:
        return None
    for one in (words, re.sub(r" \d+$", "", words), _BEFORE.sub("", words)):
        if one in _KNOWN:
            return _KNOWN[one], _RANK[one]
    if about := _ABOUT_OTHERS.match(words):
        return _of_person(about[1])
    about = _ABOUT_COMPANY.match(words)
    return ("company", len(_RANK)) if about and about[1] in ("name", "nom") else None


def _of_person(words: str) -> tuple[str, int] | None:
    """`Person - Phone`, `Contact - E-mail`: of a person beside the deal, only what makes them known."""
    if words in ("name", "nom"):
        return "person", _RANK["contact name"]
    target = _KNOWN.get(words) or _KNOWN.get(re.sub(r" (?:\d+|work|home|mobile|other)$", "", words))
    return (target, len(_RANK)) if target in ("phone", "email", "first_name", "last_name") else None


def is_deal_heading(heading: str) -> bool:
    """Whether a cell is the heading of a column that we have a place for."""
    return target_of(heading) is not None


def guess_targets(columns: Sequence[str]) -> tuple[str, ...]:
    """A target for every column; of several that could be the same thing, the surest one has it."""
    found = [_found(folded(heading)) for heading in columns]
    best: dict[str, tuple[int, int]] = {}
    for place, one in enumerate(found):
        if one is not None and one[0] not in SEVERAL:
            best[one[0]] = min(best.get(one[0], (one[1], place)), (one[1], place))
    return _settled([_kept(one, place, best) for place, one in enumerate(found)], columns)


def _kept(one: tuple[str, int] | None, place: int, best: dict[str, tuple[int, int]]) -> str:
    if one is None:
        return IGNORE
    target = one[0]
    return target if target in SEVERAL or best[target][1] == place else IGNORE


def _settled(targets: list[str], columns: Sequence[str]) -> tuple[str, ...]:
    """What only the columns together say.

    Where there is a column of states but none of stages, a person maps its values to stages all the same. "Nom" beside
    "Prénom" is a family name.
    """
    if "stage" not in targets and "state" in targets:
        targets[targets.index("state")] = "stage"
    if "first_name" in targets and "last_name" not in targets and "title" in targets:
        place = targets.index("title")
        if folded(columns[place]) in ("nom", "name"):
            targets[place] = "last_name"
    return tuple(targets)
