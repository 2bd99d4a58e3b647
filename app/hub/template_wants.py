"""Which templates go out by themselves: of ladders and of reminders. Where one cannot, a customer hears nothing."""

from app.words.appointment_templates import REMINDERS
from storage.hub.tables import Connection
from storage.view.appointment_due import reminding_services
from storage.view.ladders import ladders


def wanted_templates(conn: Connection, known: frozenset[str]) -> list[tuple[str, ...]]:
    """Names, of each group of which one must be approved. `known`: the names of the account's templates."""
    wanted: set[tuple[str, ...]] = {
        (step.template.name,)
        for ladder in ladders(conn).values()
        for step in ladder.steps
        if step.template is not None
    }
    for service in reminding_services(conn).values():
        for step in service.reminders:
            usual = tuple(name for name in REMINDERS if name in known) or tuple(REMINDERS[:1])
            wanted.add((step.template,) if step.template else usual)
    return sorted(wanted)
