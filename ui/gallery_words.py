"""The samples that the gallery shows, in French and English. All people and numbers are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ui.theme.icons import IconName
from ui.widgets.choice import Option
from ui.widgets.paint_chip import Chip

PEOPLE: Final = (
    "Nadia Benali",
    "Thomas Girard",
    "Ana Field",
    "Paul Arnaud",
    "Inès Delcourt",
    "ياسمين حداد",
    "+33 6 39 98 41 07",
)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's samples; the names say where each stands."""

    identity: str
    colors: str
    text: str
    display: str
    title: str
    lead: str
    body: str
    small: str
    scripts: str
    long_text: str
    buttons: str
    states: Mapping[str, str]
    send: str
    done: str
    answer: str
    other: str
    see_list: str
    erase: str
    filter: str
    day: str
    week: str
    period: str
    search: str
    panel: str
    more: str
    emoji: str
    assigned: str
    fields: str
    first_name: str
    code: str
    phone: str
    missing_digit: str
    no: str
    yes: str
    some: str
    sound: str
    chips: str
    chips_note: str
    chip_rows: tuple[tuple[Chip, ...], ...]
    waits: tuple[str, str, str, str]
    windows: tuple[str, str, str, str]
    avatars: str
    people: tuple[str, ...]
    views: str
    tabs: tuple[Option, ...]
    rows: str
    toasts: str
    toast_done: str
    toast_send: str
    toast_offline: str
    undo: str
    details: str
    empty: str
    empties: tuple[tuple[str, str, str], ...]
    menus: str
    menu_rows: tuple[tuple[str, str, IconName], ...]
    block: str
    dialogs: str
    dialog: tuple[str, str, str]
    keep: str
    rail: str
    messages: str
    settings: str
    facts: tuple[str, ...]
    end_facts: tuple[str, ...]


FRENCH: Final = Words(
    identity="Identité",
    colors="Couleurs",
    text="Texte",
    display="8 420 € 28/36",
    title="Titre d’écran 20/28",
    lead="Titre de carte 15/22",
    body="Texte courant 13/20",
    small="Détail et heure 12/16 10:42",
    scripts="Français, Ελληνικά, Русский, العربية, 日本語, 😀🇫🇷👩🏾‍🦱",
    long_text="Vous auriez une place samedi pour un balayage et une coupe ?",
    buttons="Boutons",
    states={"rest": "repos", "hover": "survol", "down": "appui", "focus": "focus", "disabled": "inactif"},
    send="Envoyer",
    done="Terminer",
    answer="Répondre",
    other="Autre",
    see_list="Voir la liste",
    erase="Effacer",
    filter="Filtrer",
    day="Jour",
    week="Semaine",
    period="Période",
    search="Rechercher",
    panel="Fiche",
    more="Plus",
    emoji="Émoji",
    assigned="Confiée à Léa",
    fields="Champs",
    first_name="Prénom",
    code="Code",
    phone="Téléphone",
    missing_digit="Il manque un chiffre à ce numéro",
    no="Non",
    yes="Oui",
    some="Certains",
    sound="Sons",
    chips="Pastilles, minuteurs, coches",
    chips_note="attente, avec son début ; fenêtre, avec sa fin ; coches",
    chip_rows=(
        (
            Chip("Fidèle"),
            Chip("Confirmé", "success", "circle-check"),
            Chip("Demandé", "info", "send"),
            Chip("À demander", "neutral", "circle-dashed"),
        ),
        (
            Chip("Sans réponse", "warning", "circle-help"),
            Chip("Veut déplacer", "warning", "arrow-right-left"),
            Chip("Annulé", "danger", "circle-x"),
            Chip("Absence", "danger", "user-x"),
        ),
        (
            Chip("À appeler", "danger", "phone"),
            Chip("Sans nouvelles 9 j", "warning", "message-square-dashed"),
            Chip("Filtre", "accent", trailing="x"),
            Chip("Étiquette", "outline", "plus"),
        ),
    ),
    waits=("depuis 6 min", "depuis 18 min", "depuis 24 min", "depuis 42 min"),
    windows=("libre jusqu’à 14:22", "libre jusqu’à 11:54", "libre jusqu’à 11:06", "fermée depuis hier 15:58"),
    avatars="Portraits",
    people=PEOPLE,
    views="Vues",
    tabs=(Option("todo", "À répondre", 9), Option("mine", "À moi", 4), Option("free", "À prendre", 5)),
    rows="Lignes, 64",
    toasts="Retours",
    toast_done="Conversation terminée",
    toast_send="Envoi dans 3 s",
    toast_offline="Hors ligne, 2 messages en attente",
    undo="Annuler",
    details="Détails",
    empty="Écrans vides",
    empties=(
        (
            "Personne n’attend",
            "Tout le monde a reçu une réponse. Profitez-en pour confirmer demain.",
            "Confirmer demain",
        ),
        (
            "Rien pour « devi »",
            "Vouliez-vous dire « devis » ? Les messages d’avant mars ne sont pas encore reçus.",
            "Chercher « devis »",
        ),
    ),
    menus="Menu",
    menu_rows=(
        ("Attribuer…", "A", "user-plus"),
        ("Reporter…", "H", "alarm-clock"),
        ("Étiqueter…", "T", "tag"),
        ("Terminer", "E", "check"),
    ),
    block="Bloquer…",
    dialogs="Dialogue",
    dialog=(
        "Effacer les données de Nadia Benali ?",
        (
            "Ses 214 messages, 3 rendez-vous et 1 affaire disparaissent pour toute l’équipe. "
            "Les totaux des rapports restent, sans son nom."
        ),
        "Exporter d’abord",
    ),
    keep="Garder",
    rail="Navigation",
    messages="Messages",
    settings="Réglages",
    facts=("Connecté", "dernier message reçu il y a 2 min", "0 à envoyer", "WhatsApp relié"),
    end_facts=("Salon Camille", "+33 6 39 98 10 20", "délai : 30 min, ouvert jusqu’à 19:00"),
)

ENGLISH: Final = Words(
    identity="Identity",
    colors="Colours",
    text="Text",
    display="€8,420 28/36",
    title="Screen title 20/28",
    lead="Card title 15/22",
    body="Running text 13/20",
    small="Detail and time 12/16 10:42",
    scripts="English, Ελληνικά, Русский, العربية, 日本語, 😀🇬🇧👩🏾‍🦱",
    long_text="Would you have a slot on Saturday for highlights and a cut?",
    buttons="Buttons",
    states={"rest": "rest", "hover": "hover", "down": "pressed", "focus": "focus", "disabled": "disabled"},
    send="Send",
    done="Done",
    answer="Answer",
    other="Other",
    see_list="See the list",
    erase="Erase",
    filter="Filter",
    day="Day",
    week="Week",
    period="Period",
    search="Search",
    panel="Contact panel",
    more="More",
    emoji="Emoji",
    assigned="Assigned to Léa",
    fields="Fields",
    first_name="First name",
    code="Code",
    phone="Phone",
    missing_digit="A digit is missing in this number",
    no="No",
    yes="Yes",
    some="Some",
    sound="Sounds",
    chips="Chips, timers, ticks",
    chips_note="a wait with its start; a window with its end; ticks",
    chip_rows=(
        (
            Chip("Regular"),
            Chip("Confirmed", "success", "circle-check"),
            Chip("Asked", "info", "send"),
            Chip("To ask", "neutral", "circle-dashed"),
        ),
        (
            Chip("No answer", "warning", "circle-help"),
            Chip("Wants to move", "warning", "arrow-right-left"),
            Chip("Cancelled", "danger", "circle-x"),
            Chip("No-show", "danger", "user-x"),
        ),
        (
            Chip("To call", "danger", "phone"),
            Chip("Without news 9 d", "warning", "message-square-dashed"),
            Chip("Filter", "accent", trailing="x"),
            Chip("Tag", "outline", "plus"),
        ),
    ),
    waits=("for 6 min", "for 18 min", "for 24 min", "for 42 min"),
    windows=("free until 14:22", "free until 11:54", "free until 11:06", "closed since yesterday 15:58"),
    avatars="Portraits",
    people=PEOPLE,
    views="Views",
    tabs=(Option("todo", "To answer", 9), Option("mine", "Mine", 4), Option("free", "To pick up", 5)),
    rows="Rows, 64",
    toasts="Toasts",
    toast_done="Conversation done",
    toast_send="Sending in 3 s",
    toast_offline="Offline, 2 messages waiting",
    undo="Undo",
    details="Details",
    empty="Empty states",
    empties=(
        ("Nobody is waiting", "Everyone has an answer. A good time to confirm tomorrow.", "Confirm tomorrow"),
        (
            "Nothing for “quot”",
            "Did you mean “quote”? Messages before March have not arrived yet.",
            "Search “quote”",
        ),
    ),
    menus="Menu",
    menu_rows=(
        ("Assign…", "A", "user-plus"),
        ("Snooze…", "H", "alarm-clock"),
        ("Tag…", "T", "tag"),
        ("Done", "E", "check"),
    ),
    block="Block…",
    dialogs="Dialog",
    dialog=(
        "Erase Nadia Benali’s data?",
        (
            "Her 214 messages, 3 appointments and 1 deal disappear for the whole team. "
            "The totals of reports stay, without her name."
        ),
        "Export first",
    ),
    keep="Keep",
    rail="Navigation",
    messages="Inbox",
    settings="Settings",
    facts=("Connected", "last message received 2 min ago", "0 to send", "WhatsApp connected"),
    end_facts=("Salon Camille", "+33 6 39 98 10 20", "standard: 30 min, open until 19:00"),
)

WORDS: Final[Mapping[str, Words]] = {"fr": FRENCH, "en": ENGLISH}
