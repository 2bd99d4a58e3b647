"""Headings of columns in seven languages, as spreadsheets, address books and other programs write them."""

import re
import unicodedata
from typing import Final

# By what a column can become. Folded: small letters without accents and signs, words with one blank between.
_WORDS: Final[dict[str, str]] = {
    "name": "name, full name, display name, contact, contact name, customer, customer name, client, client name, "
    "nom, nom complet, nom et prenom, nom prenom, prenom nom, nom du client, nom affiche, "
    "nome, nome completo, nome e cognome, nominativo, cliente, nome do cliente, nome cliente, "
    "nombre y apellidos, nombre completo, nombre del cliente, naam, volledige naam, klant, klantnaam, "
    "vollstandiger name, kunde, kundenname, ansprechpartner, fn, razon social",
    "first_name": "first name, firstname, given name, forename, prenom, nombre, nombre de pila, vorname, voornaam, "
    "roepnaam, primeiro nome, primer nombre, nome proprio, given",
    "last_name": "last name, lastname, surname, family name, nom de famille, nom famille, apellido, apellidos, "
    "nachname, familienname, achternaam, familienaam, cognome, sobrenome, apelido, ultimo nome, family",
    "phone": "phone, phone number, telephone, telephone number, tel, tel no, mobile, mobile phone, mobile number, "
    "cell, cell phone, cellphone, cellular, number, whatsapp, whatsapp number, whatsapp id number, phone 2, phone 3, "
    "second phone, other phone, autre telephone, "
    "home phone, work phone, business phone, main phone, primary phone, contact number, "
    "phone 1 value, phone 2 value, phone 3 value, msisdn, wa id, "
    "telephone portable, portable, numero, numero de telephone, n de telephone, no de telephone, num tel, "
    "tel portable, tel mobile, gsm, numero de portable, numero whatsapp, telephone fixe, fixe, telephone 2, tel 2, "
    "telefono, numero de telefono, movil, telefono movil, celular, numero de celular, telefono 2, tlf, fijo, "
    "telefone, telemovel, numero de telefone, telefone celular, contacto, n de telemovel, "
    "telefon, telefonnummer, mobil, handy, handynummer, mobiltelefon, mobilnummer, rufnummer, festnetz, telefon mobil, "
    "telefoon, telefoonnummer, mobiel, mobiele telefoon, mobiel nummer, gsm nummer, "
    "cellulare, numero di telefono, telefono cellulare, numero di cellulare, recapito telefonico",
    "email": "email, e mail, mail, email address, e mail address, email 2, e mail 2, courriel, adresse mail, "
    "adresse email, adresse e mail, adresse electronique, mel, correo, correo electronico, direccion de correo, "
    "correio, correio eletronico, endereco de e mail, email adresse, e mail adresse, mailadresse, emailadres, "
    "e mailadres, e mail adres, indirizzo email, indirizzo e mail, posta elettronica, e mail 1 value, email 1 value",
    "company": "company, company name, organization, organisation, organization name, business, employer, org, firm, "
    "entreprise, societe, raison sociale, etablissement, empresa, compania, organizacion, organizacao, sociedade, "
    "firma, unternehmen, bedrijf, bedrijfsnaam, organisatie, azienda, ditta, societa, organizzazione, account",
    "language": "language, lang, preferred language, langue, langue preferee, idioma, lingua, sprache, taal, locale",
    "country": "country, country code, region, pays, code pays, pais, land, paese, nazione, lander code, landcode",
    "tags": "tags, tag, labels, label, categories, category, groups, group, group membership, etiquettes, etiquette, "
    "mots cles, categorie, groupe, groupes, etiquetas, etiqueta, categorias, categoria, grupo, grupos, "
    "schlagworte, kategorien, kategorie, gruppe, gruppen, stichworte, trefwoorden, categorieen, groep, "
    "etichette, etichetta, gruppi, gruppo, parole chiave, marcadores",
    "owner": "owner, looked after by, suivi par, assigned to, "
    "assignee, rep, salesperson, account manager, contact owner, responsable, attribue a, "
    "commercial, vendeur, conseiller, responsavel, propietario, asignado a, vendedor, comercial, "
    "verantwortlich, zustandig, betreuer, verkaufer, eigenaar, verantwoordelijke, toegewezen aan, "
    "proprietario, assegnato a, venditore",
    "user_id": "whatsapp id, wa user id, user id, channel id, identifiant whatsapp",
}  # fmt: skip
_DATES: Final = frozenset(
    "birthday, birth date, date of birth, dob, bday, naissance, date de naissance, anniversaire, cumpleanos, "
    "fecha de nacimiento, aniversario, data de nascimento, geburtstag, geburtsdatum, verjaardag, geboortedatum, "
    "compleanno, data di nascita, date, datum, data, fecha".split(", ")
)
_ADDRESS: Final = frozenset(
    "address, street, city, town, zip, zip code, postal code, notes, note, comment, comments, remarks, adresse, rue, "
    "ville, code postal, remarque, remarques, commentaire, direccion, calle, ciudad, codigo postal, notas, endereco, "
    "cidade, morada, strasse, ort, stadt, plz, postleitzahl, notizen, bemerkung, adres, straat, plaats, postcode, "
    "opmerking, indirizzo, via, citta, cap, osservazioni, id, ref, reference, url, website, site, title, "
    "job title, gender, civilite".split(", ")
)
_BESIDE: Final = re.compile(r"^(?:primary|main|home|work|mobile|other|client|customer) ")
_KNOWN: Final = {word: target for target, words in _WORDS.items() for word in words.split(", ")}


def folded(heading: str) -> str:
    """A heading as it is compared: "N° de téléphone (*)" is "n de telephone"."""
    plain = unicodedata.normalize("NFKD", heading.replace("ß", "ss").casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def target_of(heading: str) -> str | None:
    """What a column of that heading is likeliest to be; None when it says nothing that we know."""
    words = folded(heading)
    if not words:
        return None
    found = _KNOWN.get(words) or _KNOWN.get(re.sub(r" \d+$", "", words))
    return found or _KNOWN.get(_BESIDE.sub("", words))


def is_known_header(heading: str) -> bool:
    """Whether a cell is a heading of some kind, also of a column that we have no place for."""
    return target_of(heading) is not None or folded(heading) in _DATES or folded(heading) in _ADDRESS


def is_full_name_beside_first(heading: str) -> bool:
    """`Nom` means the family name where a column says `Prénom`, and the whole name where none does."""
    return folded(heading) in ("nom", "name", "naam", "nome", "apellido", "apellidos")
