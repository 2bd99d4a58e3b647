"""Who and what can be booked in four trades, to begin with: names, lengths and reminders, in French and English.

Prices are left out: nobody else knows them. What a message may call a service is never more than its discreet name.
"""

from typing import Final

from app.domain.agenda import ReminderStep, Resource, ResourceKind, Service
from app.domain.records import record
from app.words import gettext as _
from app.words import starters

TRADES: Final = ("salon", "clinic", "garage", "agency")
DAY_MIN: Final = 1_440
ASK_THEN_REMIND: Final = (ReminderStep(2 * DAY_MIN), ReminderStep(180, is_ask=False))
ASK: Final = (ReminderStep(DAY_MIN),)
_Named = tuple[str, str]  # in French, in English


@record
class StarterSet:
    """What one press adds."""

    resources: tuple[Resource, ...]
    services: tuple[Service, ...]


@record
class _Line:
    name: _Named
    length_min: int
    told: _Named = ("", "")
    preparation: _Named = ("", "")
    reminders: tuple[ReminderStep, ...] = ASK_THEN_REMIND


_RESOURCES: Final[dict[str, tuple[tuple[_Named, ResourceKind], ...]]] = {
    "salon": ((("Fauteuil 1", "Chair 1"), "chair"), (("Fauteuil 2", "Chair 2"), "chair"),
              (("Bac et soins", "Wash and care"), "other")),
    "clinic": ((("Cabinet 1", "Room 1"), "room"), (("Cabinet 2", "Room 2"), "room")),
    "garage": ((("Pont 1", "Lift 1"), "other"), (("Pont 2", "Lift 2"), "other"),
               (("Accueil", "Front desk"), "other")),
    "agency": ((("Salle de réunion", "Meeting room"), "room"), (("Visioconférence", "Video call"), "other")),
}  # fmt: skip
_SERVICES: Final[dict[str, tuple[_Line, ...]]] = {
    "salon": (
        _Line(("Coupe femme", "Women’s cut"), 60, ("coupe", "haircut")),
        _Line(("Coupe homme", "Men’s cut"), 30, ("coupe", "haircut"), reminders=ASK),
        _Line(("Coupe enfant", "Children’s cut"), 30, ("coupe", "haircut"), reminders=ASK),
        _Line(("Brushing", "Blow-dry"), 45, reminders=ASK),
        _Line(("Coloration", "Colour"), 120, preparation=(
            "Venez avec les cheveux lavés de la veille, sans produit coiffant.",
            "Please come with hair washed the day before, without styling products.",
        )),
        _Line(("Balayage", "Balayage"), 150),
        _Line(("Barbe", "Beard trim"), 30, reminders=ASK),
    ),
    "clinic": (
        _Line(("Première consultation", "First consultation"), 45, ("consultation", "consultation"), (
            "Apportez votre carte d’assurance, vos ordonnances et vos derniers résultats.",
            "Please bring your insurance card, your prescriptions and your latest results.",
        )),
        _Line(("Consultation de suivi", "Follow-up"), 30, ("consultation", "consultation")),
        _Line(("Contrôle", "Check-up"), 20, ("consultation", "consultation")),
        _Line(("Soin", "Treatment"), 60),
        _Line(("Urgence", "Emergency"), 30, reminders=(ReminderStep(60, is_ask=False),)),
    ),
    "garage": (
        _Line(("Révision", "Service"), 120, ("révision", "service"), (
            "Pensez à la carte grise et au carnet d’entretien.",
            "Please bring the registration papers and the service book.",
        )),
        _Line(("Vidange", "Oil change"), 60, ("vidange", "oil change"), reminders=ASK),
        _Line(("Pneus", "Tyres"), 45, ("pneus", "tyres"), reminders=ASK),
        _Line(("Freins", "Brakes"), 90, ("freins", "brakes")),
        _Line(("Diagnostic", "Diagnosis"), 30, ("diagnostic", "diagnosis"), reminders=ASK),
        _Line(("Remise du véhicule", "Handing the car back"), 15, reminders=(ReminderStep(120, is_ask=False),)),
    ),
    "agency": (
        _Line(("Premier rendez-vous", "First meeting"), 30, ("premier échange", "first meeting"), reminders=ASK),
        _Line(("Point d’étape", "Progress meeting"), 45, ("point d’étape", "progress meeting"), reminders=ASK),
        _Line(("Présentation", "Presentation"), 60, ("présentation", "presentation")),
        _Line(("Signature", "Signing"), 45, preparation=(
            "Pensez à une pièce d’identité.", "Please bring a proof of identity.",
        )),
        _Line(("Visite", "Viewing"), 45, ("visite", "viewing")),
    ),
}  # fmt: skip


def starter_set(trade: str, language: str) -> StarterSet:
    """Those of a trade, named in the language of the window; none has an id yet."""
    place = 0 if language == "fr" else 1
    resources = tuple(
        Resource("", name[place], kind, position=number)
        for number, (name, kind) in enumerate(_RESOURCES[trade])
    )
    services = tuple(
        Service(
            "",
            one.name[place],
            one.length_min,
            discreet_name=one.told[place],
            preparation=one.preparation[place],
            reminders=one.reminders,
            position=number,
        )
        for number, one in enumerate(_SERVICES[trade])
    )
    return StarterSet(resources, services)


def trade_words(trade: str) -> str:
    """How a trade is called on screen."""
    return _("Garage") if trade == "garage" else starters.trade_words(trade)
