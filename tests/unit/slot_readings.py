"""Services, people and a moment with which typed appointments are read in tests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.words.typed_slots import ResourceName, ServiceName, TypedSlot, read_slot

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)  # a Thursday, 14:00 in Paris
SERVICES = (
    ServiceName("cut", ("Coupe", "Cut"), 30),
    ServiceName("cut-men", ("Coupe homme",), 20),
    ServiceName("colour", ("Coloration", "Couleur", "Colour"), 90),
    ServiceName("massage", ("Massage 60",), 60),
    ServiceName("scaling", ("Détartrage complet",), 40),
    ServiceName("blow", ("Shampooing et brushing",), 45),
)
RESOURCES = (
    ResourceName("lea", "Léa"),
    ResourceName("tom", "Tom Petit"),
    ResourceName("sam", "Sam"),
    ResourceName("chair-1", "Fauteuil 1"),
    ResourceName("chair-2", "Fauteuil 2"),
    ResourceName("salon", "Le Salon bleu"),
)


def read(text: str, now: datetime = NOW, zone: ZoneInfo = PARIS, *, day_first: bool = True) -> TypedSlot:
    return read_slot(text, now, zone, SERVICES, RESOURCES, day_first=day_first)


def when(slot: TypedSlot, zone: ZoneInfo = PARIS) -> str | None:
    return slot.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if slot.starts_at else None
