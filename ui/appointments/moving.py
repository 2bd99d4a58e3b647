"""An appointment goes to another time: the next free ones by their number, or any that is chosen."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from app.domain.agenda_rows import AppointmentRow
from app.domain.appointments import How
from app.words import gettext as _
from ui.appointments.when import formats_of, slot_words
from ui.appointments.words import name_of
from ui.deals.letter_menu import LetterMenu
from ui.plain import isolated, shown_name

if TYPE_CHECKING:
    from ui.appointments.acts import AgendaActs

SLOTS: Final = 7
KNOWS_TIME: Final = frozenset({"asked", "delivered", "read", "confirmed", "no_answer"})


def open_moves(acts: AgendaActs, row: AppointmentRow, how: How = "hand") -> LetterMenu:
    """The free times nearest to its own. By telephone they have agreed to it, else they are to be asked again."""
    desk, one, days = acts.kit.desk, row.appointment, acts.days
    menu = LetterMenu(acts.kit.theme, _("Move to"), acts.page)
    formats = formats_of(acts.kit.formats, days)
    near = max(one.starts_at, days.now)
    where = (one.resource_id,) if one.resource_id else ()
    found = desk.free_slots(one.length_min, near, where, SLOTS)
    others = desk.free_slots(one.length_min, near, (), SLOTS) if where else []
    slots = [slot for slot in found if slot.starts_at != one.starts_at][: SLOTS - 2]
    slots += [slot for slot in others if slot.resource_id != one.resource_id][: SLOTS - len(slots)]
    for number, slot in enumerate(slots, 1):
        said = slot_words(slot.starts_at, formats, days.now)
        if slot.resource_id != one.resource_id and slot.resource:
            said = _("{time} with {resource}").format(time=said, resource=isolated(shown_name(slot.resource)))
        go = partial(move, acts, row, slot.starts_at, slot.resource_id, how=how)
        menu.add_letter(str(number), said, go, icon="calendar-clock")
    if slots:
        menu.addSeparator()
    other = partial(acts.page.edit_asked.emit, row.appointment_id)
    menu.add_letter("E", _("Another time…"), other, icon="pencil")
    acts.page.open_at_current(menu)
    menu.setActiveAction(menu.actions()[0])
    return menu


def move(
    acts: AgendaActs,
    row: AppointmentRow,
    starts_at: datetime,
    resource_id: str | None = None,
    length_min: int | None = None,
    how: How = "hand",
) -> None:
    """To another time, another person or room, or as long as something else."""
    days = acts.days
    formats = formats_of(acts.kit.formats, days)
    name = isolated(name_of(row))
    if starts_at == row.appointment.starts_at and resource_id in (None, row.appointment.resource_id):
        said = _("{name} takes {length} now").format(name=name, length=_length(length_min or 0))
    else:
        is_later = starts_at != row.appointment.starts_at
        is_known = is_later and row.state in KNOWS_TIME and how != "call"  # they know of the time that it had
        said = (
            _("{name} comes {time} now, and is to be asked again")
            if is_known
            else _("{name} comes {time} now")
        )
        said = said.format(name=name, time=slot_words(starts_at, formats, days.now))
    work = partial(
        acts.kit.desk.move_appointment, row.appointment_id, starts_at, length_min, resource_id,
        is_agreed=how == "call", how=how,
    )  # fmt: skip
    acts.do(row, work, said, icon="arrow-right-left")


def _length(minutes: int) -> str:
    from ui.appointments.when import length_words

    return length_words(minutes)
