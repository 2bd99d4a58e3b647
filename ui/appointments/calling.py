"""Somebody is called about their appointment, and what came of it is one key away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.domain.agenda_rows import AppointmentRow
from app.words import gettext as _
from ui.conversation.links import open_link
from ui.deals.letter_menu import LetterMenu
from ui.plain import isolated, shown_name

if TYPE_CHECKING:
    from ui.appointments.acts import AgendaActs


def open_call(acts: AgendaActs, row: AppointmentRow) -> LetterMenu | None:
    """The number, then C, M, V or X for what they said."""
    number = row.number or row.appointment.phone
    if not number:
        acts.say(_("There is no number to call. Open the appointment to write one down."))
        return None
    menu = LetterMenu(acts.kit.theme, _("Call them"), acts.page)
    dialled = "".join(one for one in number if one.isdigit() or one == "+")
    call = _("Call {number}").format(number=isolated(shown_name(number)))
    menu.add_letter("⏎", call, partial(open_link, f"tel:{dialled}"), icon="phone")
    menu.addSeparator()
    one = row.appointment
    if one.is_standing and not one.outcome:
        from ui.appointments.moving import open_moves

        menu.add_letter(
            "C", _("They confirmed"), partial(acts.answer, row, "confirmed", "call"), icon="circle-check"
        )
        menu.add_letter(
            "M", _("They move…"), partial(open_moves, acts, row, how="call"), icon="arrow-right-left"
        )
        menu.add_letter("V", _("Nobody there, a word left"), partial(acts.call_later, row), icon="volume-2")
        menu.add_letter(
            "X", _("They cancelled"), partial(acts.answer, row, "cancelled", "call"), icon="circle-x"
        )
    acts.page.open_at_current(menu)
    menu.setActiveAction(menu.actions()[0])
    return menu
