"""A confirmation of a booking: its words and files are seen before it goes out, and why it may not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.domain.booking_confirmations import BookingConfirmation, ToTell
from tests.gui.agenda_hands import click_line, open_agenda, some_appointments, toasts
from tests.gui.rig import Rig, press, rig, until
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.confirming.dialog import ConfirmingDialog

__all__ = ["rig"]


async def opened(rig: Rig) -> tuple[AgendaPage, ConfirmingDialog]:
    some_appointments(rig)
    page = await open_agenda(rig)
    await until(lambda: bool(page.acts.days.rows))
    click_line(page, "Lucie")
    press(page.list, Qt.Key.Key_S)
    (dialog,) = [one for one in page.findChildren(ConfirmingDialog) if one.isVisible()]
    return page, dialog


async def test_it_is_read_a_file_goes_with_it_and_it_is_sent(rig: Rig, tmp_path: Path) -> None:
    page, dialog = await opened(rig)
    assert dialog.words.text == "It is booked."
    assert dialog.why.text == "They wrote within 24 hours, so it goes out as a free message."
    assert dialog.templates.isHidden() and dialog.attached.isHidden()
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    dialog.add(file)
    await until(lambda: len(dialog.files) == 1)
    assert dialog.attached.text == "With it: plan.pdf"
    press(dialog, Qt.Key.Key_Return)
    await until(lambda: len(rig.desk.confirmed) == 1)
    assert [one.kind for one in rig.desk.confirmed[0].messages] == ["text", "document"]
    assert any("The confirmation for" in words for words in toasts(page))


async def test_outside_the_window_the_approved_text_is_chosen_and_what_stays_behind_is_said(rig: Rig) -> None:
    rig.desk.confirmation = BookingConfirmation(
        "", messages=(ToTell("template", "Your appointment is booked."),), templates=("booked", "rdv"),
        template="booked",
    )  # fmt: skip
    _page, dialog = await opened(rig)
    assert "goes out as an approved text" in dialog.why.text
    assert dialog.templates.isVisible() and dialog.templates.chosen_id == "booked"
    dialog.reject()


async def test_why_nothing_can_go_out_is_said(rig: Rig) -> None:
    rig.desk.confirmation = BookingConfirmation("", code="confirmation_no_template")
    _page, dialog = await opened(rig)
    assert dialog.why.text.startswith("Nothing was sent: their last message is more than 24 hours old")
    assert not dialog.confirm.isEnabled() and dialog.card.isHidden()
    dialog.reject()
