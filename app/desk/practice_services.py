"""Who works in the practice salon and what they do there: lengths, prices, reminders."""

from __future__ import annotations

from typing import Final

from app.domain.agenda import ReminderStep, Resource, Service
from app.domain.copies import changed
from app.domain.money import Money

DAY_MIN: Final = 1_440
LADDER: Final = (ReminderStep(DAY_MIN), ReminderStep(180, is_ask=False))
SHORT: Final = (ReminderStep(DAY_MIN),)
RESOURCES: Final = (
    Resource("practice-camille", "Camille Roux", position=0),
    Resource("practice-lea", "Léa Fontaine", position=1),
    Resource("practice-hugo", "Hugo Lambert", position=2),
)


def _service(
    service_id: str,
    name: str,
    length_min: int,
    euros: int,
    *shortcuts: str,
    told: str = "",
    preparation: str = "",
    reminders: tuple[ReminderStep, ...] = LADDER,
) -> Service:
    return Service(
        service_id,
        name,
        length_min,
        Money(euros * 100, "EUR"),
        discreet_name=told,
        preparation=preparation,
        reminders=reminders,
        shortcuts=shortcuts,
    )


_ALL = (
    _service("men", "Coupe homme", 45, 32, "coupe h", told="coupe"),
    _service("woman", "Coupe femme", 60, 48, "coupe f", told="coupe"),
    _service("child", "Coupe enfant", 30, 22, "enfant", told="coupe", reminders=SHORT),
    _service("beard", "Barbe", 30, 24, "barbe", reminders=SHORT),
    _service("cut_beard", "Coupe et barbe", 60, 46, "c+b", told="coupe"),
    _service("cut_care", "Coupe et soin", 90, 72, "soin", told="coupe"),
    _service("dry", "Brushing", 60, 38, "brush", reminders=SHORT),
    _service("dry_care", "Brushing et soin", 75, 54),
    _service(
        "vegetal",
        "Coloration végétale",
        120,
        98,
        "végétale",
        preparation="Venez avec les cheveux lavés de la veille, sans produit coiffant.",
    ),
    _service(
        "balayage_cut",
        "Balayage et coupe",
        150,
        145,
        "balayage",
        preparation="Pensez à une photo de la couleur que vous aimez, prise à la lumière du jour.",
    ),
    _service("straight", "Lissage et soin long", 180, 390, "lissage"),
    _service("trial", "Essai coiffure", 75, 80, "essai", told="essai"),
)
SERVICES: Final = tuple(changed(one, position=place) for place, one in enumerate(_ALL))
