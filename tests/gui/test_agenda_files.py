"""Days of the agenda on paper, in the clipboard, as files: what is in them, and who may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.members import Role
from tests.gui.agenda_hands import many_appointments, open_agenda, some_appointments, toasts
from tests.gui.hands import choose, open_menu, words_of
from tests.gui.rig import Rig, click, press, rig, until
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.files import acts
from ui.appointments.files.day_paper import printed_days
from ui.appointments.files.feeds import FeedsDialog

__all__ = ["rig"]


def pages_of(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n")


def open_more(page: AgendaPage) -> None:
    click(page.head.more, page.head.more.rect().center())


async def test_the_paper_says_who_comes_when_and_how_it_stands(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    (paper,) = acts.papers_of(page)
    assert paper.title == "Friday 27 November"
    assert paper.counts.startswith("6 appointments · confirmed: 1 · ")
    assert [column.title for column in paper.columns] == ["Camille Roux", "Léa Fontaine"]
    first = paper.columns[0].lines[0]
    assert (first.time, first.person, first.service, first.state) == (
        "9:00 – 11:00",
        "Lucie",
        "Coloration végétale",
        "Read",
    )
    karim = next(line for line in paper.columns[1].lines if line.person == "Karim")
    assert karim.is_gone and karim.state == "Cancelled"
    remy = next(line for line in paper.columns[0].lines if line.person == "Remy")
    assert remy.phone.replace(" ", "") == "+33639981020"


async def test_the_pdf_has_a_page_for_what_does_not_fit(rig: Rig, tmp_path: Path) -> None:
    many_appointments(rig)
    page = await open_agenda(rig)
    pdf = printed_days(rig.kit.theme, acts.papers_of(page))
    assert pdf.startswith(b"%PDF") and pages_of(pdf) > 5
    target = tmp_path / "day.pdf"
    acts.write_paper(page, target)
    await until(lambda: "The day sheet was written into day.pdf." in toasts(page))


async def test_what_is_shown_is_copied_from_the_menu(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    open_more(page)
    choose(open_menu(page), "Copy what is shown")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Friday 27 November\n\nCamille Roux\n9:00 – 11:00\tLucie\tColoration végétale\t")
    assert "Karim" in text and toasts(page) == ["The day was copied."]


@pytest.mark.parametrize(("role", "may"), [("owner", True), ("rep", False)])
async def test_files_are_for_owner_and_manager_paper_is_for_everybody(
    rig: Rig, role: Role, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = replace(rig.desk.me(), role=role)
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    some_appointments(rig)
    page = await open_agenda(rig)
    open_more(page)
    words = words_of(open_menu(page))
    assert "Day sheet for printing (PDF)…" in words and "Copy what is shown" in words
    assert ("Calendar file (.ics)…" in words) is ("Table for Excel (CSV)…" in words) is may


async def test_a_calendar_and_a_table_are_written_of_the_days_shown(rig: Rig, tmp_path: Path) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    acts.write_file(page, tmp_path / "a.ics", "ics")
    acts.write_file(page, tmp_path / "a.csv", "csv")
    await until(lambda: len(toasts(page)) == 2)
    assert [one[1:] for one in rig.desk.agenda_exports] == [("ics", 6), ("csv", 6)]
    page.looking.step(60)
    await until(lambda: page.acts.days.rows == ())
    acts.write_file(page, tmp_path / "b.ics", "ics")
    await until(lambda: "There is no appointment to export on these days." in toasts(page))


async def test_an_address_is_made_shown_once_copied_and_revoked(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    open_more(page)
    choose(open_menu(page), "The agenda on the phone…")
    (dialog,) = [one for one in rig.window.findChildren(FeedsDialog) if one.isVisible()]
    assert dialog.list.isHidden() and dialog.copy.isHidden()
    dialog.whose.choose("camille")
    dialog.shows.choose("busy")
    press(dialog, Qt.Key.Key_Return)
    await until(dialog.copy.isVisible)
    await until(lambda: len(dialog.feeds) == 1)
    assert dialog.feeds[0].resource_id == "camille" and dialog.feeds[0].shows == "busy"
    click(dialog.copy, dialog.copy.rect().center())
    assert QGuiApplication.clipboard().text() == "https://hub.salon.example/calendar/f0-secret.ics"
    assert dialog.notice.isHidden()
    row = dialog.list.rows.rows[0]
    assert (row.title, row.chip.text) == ("Camille Roux", "busy") and "never read" in row.line
    click(dialog.revoke, dialog.revoke.rect().center())
    await until(lambda: not dialog.feeds)
    assert dialog.address.isHidden() and dialog.list.isHidden()
    dialog.reject()


async def test_a_hub_of_one_computer_says_that_no_phone_reaches_it(rig: Rig) -> None:
    some_appointments(rig)
    rig.desk.feed_host = "http://127.0.0.1:8420"
    page = await open_agenda(rig)
    dialog = FeedsDialog(rig.kit, page)
    dialog.open()
    click(dialog.make, dialog.make.rect().center())
    await until(dialog.notice.isVisible)
    assert "no phone can reach this address" in dialog.notice.text
    dialog.reject()
