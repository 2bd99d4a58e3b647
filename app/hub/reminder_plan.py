"""Which reminders of an appointment are still to go out, and when: its service's ladder, and what became of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.agenda import ReminderStep, Service
from app.domain.appointments import Appointment
from app.domain.contacts import Contact
from app.domain.ids import ContactId
from app.domain.quiet_hours import QuietHours
from app.domain.records import record
from app.domain.reminder_times import due_s, plan
from app.domain.settings import BY_NAME, SettingValue
from app.words.number_zones import place_of, quiet_hours
from storage import view
from storage.hub import epochs
from storage.hub.tables import Connection
from storage.instants import to_us
from storage.view.appointment_benches import agenda_zone
from storage.view.appointment_due import placed_us, reminding_services, steps_over

LAST_DAY_MIN: Final = 1_440  # a last ask that comes later than this reminds whoever has confirmed
AGAIN_S: Final = 6 * 3_600  # somebody who was asked by hand so shortly before is not asked once more


@record
class Rules:
    """What holds for all of them now. `restored_s`: when the hub was put back from a copy, None if it never was."""

    services: Mapping[str, Service]
    settings: Mapping[str, SettingValue]
    zone: str
    restored_s: int | None

    @property
    def reach_s(self) -> int:
        """How long before its time an appointment is looked at: no reminder is due earlier."""
        longest = max(
            (step.before_min for one in self.services.values() for step in one.reminders), default=0
        )
        return longest * 60 + 2 * 86_400 if longest else 0


@record
class Turn:
    """A reminder that is to go out. `is_in_doubt`: it may have gone out in the log that a restore left behind."""

    appointment: Appointment
    step: ReminderStep
    due_s: int
    is_in_doubt: bool = False


def rules_now(conn: Connection, now: datetime) -> Rules:
    """Read once for all that is looked at in one moment."""
    epoch = epochs.newest(conn)
    settings = {name: one.default for name, one in BY_NAME.items()} | view.settings(conn)
    restored_s = int(epoch.made_at.timestamp()) if epoch is not None else None
    return Rules(reminding_services(conn), settings, agenda_zone(conn, int(now.timestamp())), restored_s)


def turns(conn: Connection, rules: Rules, one: Appointment, now_s: int) -> list[Turn]:
    """Those that are still to go out, the first first; none for one that does not stand, is over, or is to be moved."""
    service = rules.services.get(one.service_id)
    start_s = int(one.starts_at.timestamp())
    if service is None or not one.is_standing or one.outcome or one.answer == "move" or start_s <= now_s:
        return []
    steps = steps_for(service, one)
    over = steps_over(conn, one.appointment_id)
    natural = [due_s(start_s, step.before_min, rules.zone) for step in steps]
    asked_s = int(one.asked_at.timestamp()) if one.asked_at is not None else None
    by_hand_s = None if asked_s in over.values() else asked_s
    done: dict[int, int | None] = {}
    for i, step in enumerate(steps):
        if step.before_min in over:
            done[i] = over[step.before_min]
        elif any(at_s is not None and at_s >= natural[i] for at_s in over.values()):
            done[i] = None  # what went out after its time stood for it
        elif step.is_ask and by_hand_s is not None and natural[i] - AGAIN_S <= by_hand_s:
            done[i] = by_hand_s
    given_s = _given_s(conn, one)
    found = plan(
        start_s, steps, given_s, now_s, _quiet(conn, rules, one), rules.zone, is_answered=one.answer != "", done=done
    )  # fmt: skip
    doubt_s = rules.restored_s
    return sorted(
        (
            Turn(
                one, steps[each.step_index], each.due_s,
                doubt_s is not None and natural[each.step_index] <= doubt_s and given_s <= doubt_s,
            )
            for each in found
            if each.due_s is not None and each.code != "done"
        ),
        key=lambda turn: turn.due_s,
    )  # fmt: skip


def steps_for(service: Service, one: Appointment) -> tuple[ReminderStep, ...]:
    """Its ladder. The last step reminds whoever has confirmed, though it asks the others."""
    steps = service.reminders
    last = min(steps, key=lambda step: step.before_min, default=None)
    if last is None or one.answer != "confirmed" or not last.is_ask or last.before_min >= LAST_DAY_MIN:
        return steps
    return tuple(replace(step, is_ask=False) if step is last else step for step in steps)


def _given_s(conn: Connection, one: Appointment) -> int:
    """When it was given the time at which it stands."""
    moved_us = placed_us(conn, one.appointment_id) if one.moved_from_at is not None else None
    return (moved_us if moved_us is not None else to_us(one.booked_at) or 0) // 1_000_000


def _quiet(conn: Connection, rules: Rules, one: Appointment) -> QuietHours | None:
    return quiet_hours(rules.settings, *place_of(_person(conn, one.writes_to)))


def _person(conn: Connection, contact_id: ContactId | None) -> Contact | None:
    return (
        view.load_contact(conn, ContactId(view.kept_id(conn, contact_id))) if contact_id is not None else None
    )
