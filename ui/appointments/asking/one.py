"""One line is asked, or asked again: at once, since its button says so; what stands in the way is said instead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.domain.agenda_rows import AppointmentRow
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from app.words.asking import after_colon, why_left_out
from ui.appointments.when import formats_of, zone_of
from ui.appointments.words import name_of
from ui.plain import isolated

if TYPE_CHECKING:
    from ui.appointments.acts import AgendaActs
    from ui.appointments.agenda_page import AgendaPage


def ask_one(acts: AgendaActs, row: AppointmentRow) -> None:
    """About all that the same number has on that day and was not asked about."""
    acts.kit.tasks.spawn(_ask(acts, row, again=False), "ask")


def ask_again(acts: AgendaActs, row: AppointmentRow) -> None:
    """Once more."""
    acts.kit.tasks.spawn(_ask(acts, row, again=True), "ask again")


def open_everybody(page: AgendaPage) -> None:
    """Of the day that is shown when it is to come, else of tomorrow."""
    from datetime import timedelta

    from ui.appointments.asking.preflight import open_preflight

    days, kit = page.looking.days, page.acts.kit
    today = days.today if days is not None else kit.desk.agenda(None, 1).today
    day = today + timedelta(days=1)
    if days is not None and days.days == 1 and days.from_day > today:
        day = days.from_day
    open_preflight(kit, page, day)


async def _ask(acts: AgendaActs, row: AppointmentRow, *, again: bool) -> None:
    kit = acts.kit
    formats = formats_of(kit.formats, acts.days)
    day = row.appointment.starts_at.astimezone(zone_of(acts.days.zone)).date()
    plan = await kit.desk.ask_plan(day, [row.appointment_id], again)
    name = isolated(name_of(row))
    if not plan.going:
        entry = next(iter(plan.entries), None)
        why = after_colon(why_left_out(entry, formats, plan.now)) if entry is not None else ""
        acts.say(
            _("{name} was not asked: {why}").format(name=name, why=why) if why else _("Nobody is left to ask")
        )
        return
    try:
        run_id = await kit.desk.ask(plan)
    except ComptoirError as error:
        acts.say(sentences.refusal(error.code, error.facts))
        return
    said = _("{name} is asked again") if again else _("{name} is asked")
    toast = acts.page.undoing.show(said.format(name=name), icon="send", action=_("Undo"))
    toast.acted.connect(partial(_stop, acts, run_id, name))


def _stop(acts: AgendaActs, run_id: str, name: str) -> None:
    acts.kit.tasks.spawn(_stopped(acts, run_id, name), "stop asking")


async def _stopped(acts: AgendaActs, run_id: str, name: str) -> None:
    await acts.kit.desk.stop_asking(run_id)
    acts.page.undoing.show(_("{name}: what had not left was taken back").format(name=name), icon="check")
