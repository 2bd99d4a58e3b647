"""Everybody of a day is asked: the box beside the agenda, what is seen before, how far it is, and single lines."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.appointment_asks import AskAppointments
from app.domain.members import Role
from app.domain.quiet_hours import QuietHours
from app.domain.template_drafts import as_template
from app.domain.templates import Template
from app.words.sentences import refusal
from app.words.starters import starters
from tests.gui.agenda_hands import (
    LEFT,
    button_point,
    click_line,
    entry_of,
    newest,
    open_agenda,
    talk,
    toasts,
)
from tests.gui.hands import NONE
from tests.gui.rig import Rig, click, press, rig, until
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.asking.box import AskBox
from ui.appointments.asking.preflight import PreflightDialog

__all__ = ["rig"]


def reminder(status: str = "approved") -> Template:
    draft = next(
        one.draft for one in starters()
        if (one.trade, one.draft.name, one.draft.language) == ("salon", "appointment_reminder", "fr")
    )  # fmt: skip
    return replace(as_template(draft), account_id="waba", status=status)


async def a_day(rig: Rig, template: str = "approved") -> AgendaPage:
    """Tomorrow: Sophie (open window), Zoe and Max (strangers), Lou without a number, Remy to call, Clara confirmed."""
    desk = rig.desk
    desk.open_agenda()
    desk.set_templates([reminder(template)] if template else [])
    sophie = next(one for one in desk.talks.values() if one.last_inbound_at and not one.is_closed)
    desk.appointment_at("9:00", "", "camille", contact_id=sophie.contact_id)
    desk.appointment_at("10:00", "Zoe", "camille", phone="+33639980001")
    desk.appointment_at("11:00", "Max", "lea", phone="+33639980002")
    desk.appointment_at("12:00", "Lou", "lea")
    remy = desk.appointment_at("13:00", "Remy", "lea", phone="+33639980003")
    desk.ask_of(remy.appointment_id, "failed")
    clara = desk.appointment_at("14:00", "Clara", "lea", contact_id=desk.talks[talk(9)].contact_id)
    desk.customer_answers(clara.appointment_id, "confirmed")
    page = await open_agenda(rig)
    await until(lambda: box_of(page).plan is not None)
    return page


def box_of(page: AgendaPage) -> AskBox:
    return next(one for one in page.glance.boxes if isinstance(one, AskBox))


def said(box: AskBox) -> list[str]:
    """What is told of who is left out."""
    return [one.words.text for one in box.left_out.children() if hasattr(one, "words")]


async def preflight(rig: Rig) -> PreflightDialog:
    await until(lambda: any(one.plan is not None for one in rig.window.findChildren(PreflightDialog)))
    return rig.window.findChildren(PreflightDialog)[-1]


def lines(dialog: PreflightDialog) -> list[tuple[str, str]]:
    return [(row.title, row.line) for row in dialog.list.people.rows.rows]


async def test_the_box_says_who_is_left_why_others_are_not_counted_and_what_it_costs(rig: Rig) -> None:
    page = await a_day(rig)
    box = box_of(page)
    assert (box.facts.value("Template"), box.facts.value("Recipients"), box.facts.value("Estimated cost")) == (
        "Appointment reminder (French)", "3 people", "not known",
    )  # fmt: skip
    assert [one.replace("\u2068", "").replace("\u2069", "") for one in said(box)] == [
        "Remy is not counted: WhatsApp could not deliver their message: call them",
        "Lou is not counted: no number is known: write it into the appointment",
    ]
    assert box.go.text() == "Ask the 3 who are left"
    rig.desk.add_rates("market,category,currency,price\nFR,utility,EUR,0.03\n")
    rig.desk.tell_agenda()
    rig.desk.appointment_at("15:00", "Eva", "lea", phone="+33639980004")
    await until(lambda: box.facts.value("Estimated cost") == "€0.09")
    page.looking.show_span("week")
    assert box.isHidden()


async def test_before_it_goes_out_everything_is_seen_and_enter_sends_it(rig: Rig) -> None:
    page = await a_day(rig)
    click(box_of(page).go, box_of(page).go.rect().center())
    dialog = await preflight(rig)
    assert [title for title, _line in lines(dialog)][1:] == ["Zoe", "Max"]
    assert dialog.windowTitle() == "Ask everyone for tomorrow"
    press(dialog.list.people, Qt.Key.Key_Down)
    assert "Zoe" in dialog.preview.head.text
    assert "Confirmer" in dialog.preview.bubble.accessibleName()
    dialog.list.cells.choose("left_out")
    assert lines(dialog) == [
        ("Lou", "12:00 · No number is known: write it into the appointment"),
        ("Remy", "13:00 · WhatsApp could not deliver their message: call them"),
    ]
    dialog.list.cells.choose("settled")
    assert [title for title, _line in lines(dialog)] == ["Clara"]
    dialog.list.cells.choose("going")
    rig.desk.ask_lets_through = 1
    press(dialog.list.people, Qt.Key.Key_Return)
    await until(lambda: len(rig.desk.asks) == 1 and toasts(page) == ["3 people are being asked"])
    run = box_of(page).run
    await until(lambda: run.words.text == "1 of 3 sent")
    assert not run.bar.isHidden()
    assert entry_of(page, "Zoe").row.state == "asked"
    rig.desk.ask_goes_on("delivered")
    await until(lambda: run.words.text == "3 of 3 sent")
    assert (run.bar.isHidden(), run.stages.text) == (True, "3 delivered")
    await until(lambda: box_of(page).go.isHidden())


async def test_stop_takes_back_what_has_not_left(rig: Rig) -> None:
    page = await a_day(rig)
    box_of(page).open()
    rig.desk.ask_lets_through = 1
    (await preflight(rig)).go.click()
    run = box_of(page).run
    await until(lambda: not run.stop.isHidden() and run.progress is not None)
    click(run.stop, run.stop.rect().center())
    await until(lambda: rig.desk.ask_stopped == ["run-1"] and run.stop.isHidden())
    assert run.words.text == "1 of 3 sent"
    await until(lambda: entry_of(page, "Max").row.state == "to_ask")
    assert entry_of(page, "Max").row.last.code == "cancelled"  # type: ignore[union-attr]
    await until(lambda: box_of(page).go.text() == "Ask the 2 who are left")


async def test_without_the_template_one_press_submits_it_and_the_box_waits_for_meta(rig: Rig) -> None:
    page = await a_day(rig, "")
    box = box_of(page)
    part = box.template
    assert not part.isHidden() and "2 people wait for it." in part.words.text
    assert box.facts.value("Recipients") == "1 person"
    click(part.submit, part.submit.rect().center())
    await until(lambda: "Meta is looking at the reminder" in part.words.text)
    assert part.submit.isHidden()
    rig.desk.set_templates([reminder()])
    await until(lambda: part.isHidden() and box.facts.value("Recipients") == "3 people")


@pytest.mark.parametrize("role", ["rep"])
async def test_who_may_not_submit_it_is_told_whom_to_ask(
    rig: Rig, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = replace(rig.desk.me(), role=role)
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    page = await a_day(rig, "")
    part = box_of(page).template
    assert part.submit.isHidden()
    assert "Ask the owner or a manager" in part.words.text


async def test_the_quiet_hours_hold_people_back_unless_one_decides_otherwise(rig: Rig) -> None:
    rig.desk.ask_quiet = QuietHours(time(0), time(23, 59), ("Europe/Paris",))
    page = await a_day(rig)
    box_of(page).open()
    dialog = await preflight(rig)
    assert (dialog.go.isEnabled(), dialog.quiet.text()) == (
        False, "Ask 3 people in spite of the quiet hours there",
    )  # fmt: skip
    assert "the quiet hours last until 23:59" in lines(dialog)[0][1]
    dialog.quiet.click()
    await until(lambda: dialog.go.isEnabled())
    dialog.go.click()
    await until(lambda: len(rig.desk.asks) == 1)
    assert all(one.asking.message.quiet_anyway for one in rig.desk.asks[0].going if one.asking is not None)


async def test_a_line_is_asked_by_its_button_and_again_by_its_key(rig: Rig) -> None:
    page = await a_day(rig)
    QTest.mouseClick(page.list.viewport(), LEFT, NONE, button_point(page, "Zoe"))
    await until(lambda: len(rig.desk.asks) == 1)
    assert [row.appointment.person for row in rig.desk.asks[0].going[0].rows] == ["Zoe"]
    assert "Zoe" in newest(page).text and "is asked" in newest(page).text
    assert page.undoing.undo()
    await until(lambda: rig.desk.ask_stopped == ["run-1"])
    max_key = entry_of(page, "Max").row.appointment_id
    rig.desk.ask_of(max_key, "read", timedelta(hours=4))
    await until(lambda: entry_of(page, "Max").row.state == "no_answer")
    click_line(page, "Max")
    press(page.list, Qt.Key.Key_D)
    await until(lambda: len(rig.desk.asks) == 2)
    assert rig.desk.asks[1].going[0].is_again
    assert rig.desk.appointments[max_key].ask_count == 2
    click_line(page, "Lou")
    press(page.list, Qt.Key.Key_D)
    await until(lambda: "Lou" in newest(page).text)
    assert "no number is known" in newest(page).text
    assert len(rig.desk.asks) == 2


async def test_the_head_asks_for_tomorrow_while_today_is_shown(rig: Rig) -> None:
    page = await a_day(rig)
    page.looking.show_day(None)
    mark = page.head.tool_icons["ask"]
    assert mark.isVisible()
    click(mark, mark.rect().center())
    dialog = await preflight(rig)
    assert dialog.plan is not None and len(dialog.plan.going) == 3
    dialog.reject()
    await until(lambda: not rig.window.findChildren(PreflightDialog))
    press(page.list, Qt.Key.Key_T)
    assert (await preflight(rig)).windowTitle() == "Ask everyone for tomorrow"
    assert not rig.desk.asks


async def test_requests_that_could_not_leave_in_time_are_told(rig: Rig) -> None:
    page = await a_day(rig)
    plan = await rig.desk.ask_plan(page.looking.days.from_day)  # type: ignore[union-attr]
    asks = tuple(one.asking for one in plan.going if one.asking is not None)
    rig.desk.refuse_appointment(AskAppointments("run-1", asks), "too_old")
    await until(lambda: len(toasts(page)) == 1)
    assert newest(page).text == refusal("too_old", {})
