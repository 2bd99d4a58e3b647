"""The page of appointments in the reports: its figures, why there is none, and the way to an appointment."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from app.domain.agenda import Resource, Service
from app.domain.report_figures import report
from app.domain.report_rows import BehindRow
from tests.appointment_stories import TEN, salon_facts
from tests.gui.report_hands import open_reports, said, texts
from tests.gui.rig import Rig, click, press, rig, until
from tests.unit.drawn_turns import MONTH, NOW_S, facts
from ui.reports.views.appointments import AppointmentsPage

__all__ = ["rig"]


def fill(rig: Rig) -> None:
    found = facts(appointments=salon_facts)
    rig.desk.reports["appointments"] = report("appointments", found, MONTH, NOW_S)
    rig.desk.made_resources = [Resource("r1", "Léa"), Resource("r2", "Chair 2", "chair")]
    rig.desk.made_services = [Service("cut", "Cut"), Service("colour", "Colour")]


async def test_tiles_say_what_they_are_of(rig: Rig) -> None:
    fill(rig)
    view = await open_reports(rig, "appointments", is_filled=False)
    assert said(view) == [
        "No-shows, 20 %, 1 of 5, 2 not noted", "Confirmed by customers, 42.9 %, 3 of 7 asked",
        "Saved at the front desk, 12 min, 4 answers without anybody", "Cancelled, 2, of 9 appointments",
        "Cancelled within a day, 50 %, 1 of 2 cancelled", "Slots saved, 50 %, 1 of 2 that were left",
        "By the waiting list, 1, who tapped first got it", "Time that was filled again, 30 min, 1 slot saved",
        "What they bring, €40, 1 appointment with a price",
        "Cancelled how long before, 37 h 30, median of 2 cancelled",
    ]  # fmt: skip
    page = view.page
    assert isinstance(page, AppointmentsPage)
    assert texts(page.lead)[0] == ["48 h before, or more", "1", "0 %", "100 %", "0 %", "0 %", "0 %"]
    assert [row[0] for row in texts(page.services)] == ["Cut", "Colour", "No longer in the agenda"]
    assert [row[0] for row in texts(page.resources)] == ["Léa", "Chair 2"]


async def test_without_appointments_there_is_no_figure_and_no_0(rig: Rig) -> None:
    rig.desk.reports["appointments"] = report("appointments", facts(), MONTH, NOW_S)
    view = await open_reports(rig, "appointments", is_filled=False)
    assert {tile.face.figure for tile in view.page.tiles} == {"–"}
    assert view.page.tiles[0].face.base == "Nobody noted yet who came"


async def test_a_figure_opens_its_appointments_and_those_the_agenda(rig: Rig) -> None:
    fill(rig)
    at_s = int(TEN.timestamp())
    rig.desk.behind["no_show_rate"] = [
        BehindRow("appointment", at_s, "Zoé", text="Cut · Léa", state="no_show", appointment_id="e"),
        BehindRow("appointment", at_s, "", text="Cut", state="came"),
    ]
    view = await open_reports(rig, "appointments", is_filled=False)
    opened: list[str] = []
    view.appointment_asked.disconnect()
    view.appointment_asked.connect(opened.append)
    click(view.page.tiles[0], QPoint(20, 20))
    await until(view.behind.isVisible)
    rows = view.behind.list.rows.rows
    assert view.behind.count.text() == "5 appointments, the newest 2 are shown"
    assert [(row.title, row.chip.text) for row in rows] == [
        ("Zoé", "No-show"), ("Somebody without a name", "Came"),
    ]  # fmt: skip
    press(view.behind.list, Qt.Key.Key_Down)
    press(view.behind.list, Qt.Key.Key_Return)  # of nobody: nothing opens
    press(view.behind.list, Qt.Key.Key_Up)
    press(view.behind.list, Qt.Key.Key_Return)
    assert opened == ["e"]


async def test_the_table_for_a_spreadsheet_says_the_same(rig: Rig, tmp_path: Path) -> None:
    fill(rig)
    view = await open_reports(rig, "appointments", is_filled=False)
    target = tmp_path / "out.csv"
    view.write(target)
    await until(target.exists)
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    line = next(row[:4] for row in rows if row[:1] == ["Slots saved"])
    assert line == ["Slots saved", "50 %", "", "1 of 2 that were left"]
    assert any(row[:2] == ["Chair 2", "1"] for row in rows)
