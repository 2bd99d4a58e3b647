"""The phrases of messages about appointments, in the customer's language and not in that of the window.

Each language has one `Phrases`; languages other than French are told in English, as opening hours are. `{…}` are put
in by `app.words.appointment_texts`.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from app.domain.records import record
from app.words.appointment_times import spoken_day
from app.words.hours_of import is_french


@record
class Phrases:
    """What a language says. `asked`, `reminds` …: about one's own appointment; those with `_other`: about another's."""

    hello: str
    hello_nobody: str
    asked: str
    asked_other: str
    asked_many: str
    asked_end: str
    asked_end_many: str
    reminds: str
    reminds_other: str
    reminds_many: str
    booked: str
    booked_other: str
    booked_many: str
    confirmed: str
    moved: str
    moved_other: str
    cancelled: str
    taken: str
    invited: str
    invited_other: str
    invited_end: str
    took: str
    too_late_for_it: str
    no_thanks: str
    offered: str
    too_late: str
    nothing_free: str
    or_write: str
    see_times: str
    answer_in_words: str
    buttons: tuple[str, str, str]
    invitation: tuple[str, str]
    with_whom: str
    and_: str
    others_one: str
    others_many: str
    an_appointment: str
    us: str
    you: str
    colon: str
    ends: tuple[str, str, str]
    comma_at: str
    at: str
    on: str
    of: tuple[str, str, str]


FRENCH: Final = Phrases(
    hello="Bonjour {name}",
    hello_nobody="Bonjour",
    asked="{hello}, vous avez rendez-vous {when}{with_}{what}.",
    asked_other="{hello}, {who} a rendez-vous {when}{with_}{what}.",
    asked_many="{hello}, voici vos rendez-vous {day} :",
    asked_end="Est-ce toujours bon pour vous ?",
    asked_end_many="Tout est-il toujours bon pour vous ?",
    reminds="{hello}, petit rappel : vous avez rendez-vous {when}{with_}{what}.",
    reminds_other="{hello}, petit rappel : {who} a rendez-vous {when}{with_}{what}.",
    reminds_many="{hello}, petit rappel de vos rendez-vous {day} :",
    booked="{hello}, votre rendez-vous est noté : {when}{with_}{what}.",
    booked_other="{hello}, le rendez-vous est noté pour {who} : {when}{with_}{what}.",
    booked_many="{hello}, vos rendez-vous sont notés ({day}) :",
    confirmed="Merci{name}, c’est confirmé : {list}.",
    moved="C’est fait : vous avez maintenant rendez-vous {when}{with_}{what}.",
    moved_other="C’est fait : {who} a maintenant rendez-vous {when}{with_}{what}.",
    cancelled="C’est annulé : {list}. Pour un autre rendez-vous, écrivez-nous ici quand vous voulez.",
    taken="Cette place vient d’être prise.",
    invited="{hello}, une place s’est libérée {when}{with_}{what}.",
    invited_other="{hello}, une place s’est libérée pour {who} {when}{with_}{what}.",
    invited_end="La voulez-vous ?",
    took="C’est noté, la place est à vous : {list}.",
    too_late_for_it="Merci ! La place vient d’être prise par quelqu’un d’autre. Vous restez sur notre liste d’attente.",
    no_thanks="Merci de nous l’avoir dit. Vous restez sur notre liste d’attente.",
    offered="Voici les prochaines places libres. Laquelle vous convient ?",
    too_late="Voici celles qui restent. Laquelle vous convient ?",
    nothing_free="Nous cherchons une autre place et vous répondons ici.",
    or_write="Sinon, écrivez-nous simplement ici.",
    see_times="Voir les places",
    answer_in_words="Répondez simplement « je confirme », « déplacer » ou « annuler ».",
    buttons=("Confirmer", "Déplacer", "Annuler"),
    invitation=("Je la prends", "Non merci"),
    with_whom=" avec {name}",
    and_=" et ",
    others_one="… et un autre",
    others_many="… et {count} autres",
    an_appointment="rendez-vous",
    us="nous",
    you="vous",
    colon=" : ",
    ends=("À tout à l’heure !", "À demain !", "À bientôt !"),
    comma_at="{day}, {date}, à {time}",
    at="{day} à {time}",
    on="{day}",
    of=("d’aujourd’hui", "de demain, {date}", "du {date}"),
)
ENGLISH: Final = Phrases(
    hello="Hello {name}",
    hello_nobody="Hello",
    asked="{hello}, you have an appointment {when}{with_}{what}.",
    asked_other="{hello}, {who} has an appointment {when}{with_}{what}.",
    asked_many="{hello}, these are your appointments {day}:",
    asked_end="Is that still good for you?",
    asked_end_many="Are they all still good for you?",
    reminds="{hello}, a short reminder: you have an appointment {when}{with_}{what}.",
    reminds_other="{hello}, a short reminder: {who} has an appointment {when}{with_}{what}.",
    reminds_many="{hello}, a short reminder of your appointments {day}:",
    booked="{hello}, your appointment is booked: {when}{with_}{what}.",
    booked_other="{hello}, the appointment for {who} is booked: {when}{with_}{what}.",
    booked_many="{hello}, your appointments are booked ({day}):",
    confirmed="Thank you{name}, that is confirmed: {list}.",
    moved="Done: you now have an appointment {when}{with_}{what}.",
    moved_other="Done: {who} now has an appointment {when}{with_}{what}.",
    cancelled="That is cancelled: {list}. Write to us here whenever you would like another appointment.",
    taken="That time has just been taken.",
    invited="{hello}, a time has become free {when}{with_}{what}.",
    invited_other="{hello}, a time has become free for {who} {when}{with_}{what}.",
    invited_end="Would you like it?",
    took="Done, the time is yours: {list}.",
    too_late_for_it="Thank you! Somebody else has just taken that time. You stay on our waiting list.",
    no_thanks="Thank you for telling us. You stay on our waiting list.",
    offered="These are the next free times. Which one suits you?",
    too_late="These are still free. Which one suits you?",
    nothing_free="We are looking for another time and will answer you here.",
    or_write="Or simply write to us here.",
    see_times="See the times",
    answer_in_words="Just answer “I confirm”, “move” or “cancel”.",
    buttons=("Confirm", "Move it", "Cancel"),
    invitation=("I’ll take it", "No thanks"),
    with_whom=" with {name}",
    and_=" and ",
    others_one="… and one more",
    others_many="… and {count} more",
    an_appointment="appointment",
    us="us",
    you="you",
    colon=": ",
    ends=("See you soon!", "See you tomorrow!", "See you soon!"),
    comma_at="{day}, {date}, at {time}",
    at="{day} at {time}",
    on="on {day}",
    of=("today", "tomorrow, {date}", "on {date}"),
)


def phrases(language: str) -> Phrases:
    """Those of a language."""
    return FRENCH if is_french(language) else ENGLISH


def whole_day(day: date, today: date, language: str) -> str:
    """A day that is understood whenever it is read: "vendredi 27 novembre", never "demain"."""
    return spoken_day(day, day - timedelta(days=2) if 0 <= (day - today).days < 2 else today, language)


def day_of(day: date, today: date, language: str) -> str:
    """Inside a sentence: "aujourd’hui", "demain, vendredi 27 novembre", "on Friday 4 December"."""
    spoken, ahead = spoken_day(day, today, language), (day - today).days
    if ahead == 0:
        return spoken
    if ahead == 1:
        return f"{spoken}, {whole_day(day, today, language)}"
    return phrases(language).on.format(day=spoken)


def moment_of(day: date, times: str, today: date, language: str) -> str:
    """The same with its times: "demain, vendredi 27 novembre, à 14 h 30", "on Friday 27 November at 14:30"."""
    said = phrases(language)
    if (day - today).days == 1:
        spoken, date_ = spoken_day(day, today, language), whole_day(day, today, language)
        return said.comma_at.format(day=spoken, date=date_, time=times)
    return said.at.format(day=day_of(day, today, language), time=times)


def of_day(day: date, today: date, language: str) -> str:
    """Whose appointments: "de demain, vendredi 27 novembre", "du lundi 30 novembre"; "tomorrow, Friday 27 November"."""
    ahead = (day - today).days
    said = phrases(language).of[ahead if ahead in (0, 1) else 2]
    return said.format(date=whole_day(day, today, language))


def joined(parts: Iterable[str], language: str) -> str:
    """As a sentence lists them: "9 h", "9 h et 9 h 30", "9 h, 9 h 30 et 10 h"."""
    *first, last = list(parts)
    return phrases(language).and_.join([", ".join(first), last]) if first else last


def closing(day: date, today: date, language: str) -> str:
    """How one takes leave until then."""
    ahead = (day - today).days
    return phrases(language).ends[ahead if ahead in (0, 1) else 2]
