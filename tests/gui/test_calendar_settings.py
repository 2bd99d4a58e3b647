"""The business's calendar in the settings: days of the week, the country of its holidays, days when it is closed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.words import set_language
from tests.gui.hands import ALT
from tests.gui.rig import Rig, click, press, rig, until
from ui.settings.calendar_fields import (
    WeekdayPicker,
    closed_words,
    read_closed_days,
    read_region,
    region_words,
)
from ui.settings.view import SettingsView
from ui.widgets.inputs import Input

__all__ = ["rig"]


def settings(rig: Rig) -> SettingsView:
    press(rig.window, Qt.Key.Key_0, ALT)
    return rig.panes.screens.settings


def control(rig: Rig, name: str) -> Any:
    return settings(rig).fields[name].control


async def test_a_click_closes_a_day_and_another_opens_one(rig: Rig) -> None:
    days = control(rig, "working_days")
    assert isinstance(days, WeekdayPicker) and days.days == "12345"
    friday, saturday = days.buttons[4][1], days.buttons[5][0]
    settings(rig).fields["working_days"].ensurePolished()
    friday.click()
    await until(lambda: rig.desk.setting("working_days") == "1234")
    saturday.click()
    await until(lambda: rig.desk.setting("working_days") == "12346")


async def test_the_last_worked_day_stays(rig: Rig) -> None:
    days = control(rig, "working_days")
    days.choose("3")
    days.buttons[2][1].click()
    assert days.days == "3"


async def test_a_country_is_written_as_people_say_it(rig: Rig) -> None:
    line = control(rig, "holiday_region")
    assert isinstance(line, Input)
    line.setText("france")
    line.editingFinished.emit()
    await until(lambda: rig.desk.setting("holiday_region") == "FR")
    await until(lambda: line.text() == "France" or line.hasFocus())


async def test_a_country_that_is_none_says_so(rig: Rig) -> None:
    field = settings(rig).fields["holiday_region"]
    line = field.control
    assert isinstance(line, Input)
    line.setText("Atlantis")
    line.editingFinished.emit()
    assert "not known" in line.accessibleDescription()
    assert rig.desk.setting("holiday_region") == ""


async def test_closed_days_that_are_no_dates_say_so(rig: Rig) -> None:
    line = control(rig, "closed_days")
    line.setText("24 décembre")
    line.editingFinished.emit()
    await until(lambda: "24/12/2026" in line.accessibleDescription())
    line.setText("24/12/2026")
    line.editingFinished.emit()
    await until(lambda: rig.desk.setting("closed_days") == "2026-12-24")
    await until(lambda: line.text() == "24/12/2026")


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("", "", ""),
        ("24/12/26; du 10/08/2026 au 21/08/2026", "2026-12-24, 2026-08-10/2026-08-21",
         "24/12/2026, 10/08/2026 to 21/08/2026"),
        ("2026-12-24, 2026-08-10/2026-08-21", "2026-12-24, 2026-08-10/2026-08-21",
         "24/12/2026, 10/08/2026 to 21/08/2026"),
        ("10.8.2026-21.8.2026", "2026-08-10/2026-08-21", "10/08/2026 to 21/08/2026"),
    ],
)  # fmt: skip
def test_closed_days_are_read_as_people_write_them(typed: str, kept: str, shown: str) -> None:
    assert read_closed_days(typed) == (kept, "")
    assert closed_words(kept) == shown
    assert read_closed_days(shown) == (kept, "")


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "21/08/2026 - 10/08/2026", "Noël", "24/12/2026 31/12/2026", "24/12"]
)
def test_what_are_no_days_says_so_and_is_kept_as_typed(typed: str) -> None:
    text, error = read_closed_days(typed)
    assert text == typed and "24/12/2026" in error


def test_what_was_kept_by_another_hand_is_shown_as_it_is() -> None:
    assert closed_words("soon") == "soon"


@pytest.mark.parametrize(
    ("text", "region"),
    [("", ""), ("France", "FR"), ("fr", "FR"), ("FR-57", "FR-57"), ("Allemagne-by", "DE-BY"), ("UK-ENG", "GB-ENG"),
     ("Côte d'Ivoire", "CI")],
)  # fmt: skip
def test_regions_are_read(text: str, region: str) -> None:
    assert read_region(text) == (region, "")


@pytest.mark.parametrize("text", ["Atlantis", "FR-99", "-", "France-", "12"])
def test_what_is_no_region_is_told(text: str) -> None:
    assert read_region(text)[1]


def test_regions_are_named_in_the_persons_language() -> None:
    assert region_words("") == ""
    assert region_words("DE-BY") == "Germany-BY"
    set_language("fr")
    try:
        assert region_words("DE") == "Allemagne"
    finally:
        set_language("en")


async def test_the_days_can_be_clicked(rig: Rig) -> None:
    days = control(rig, "working_days")
    monday = days.buttons[0][1]
    await until(monday.isVisible)
    click(monday, monday.rect().center())
    await until(lambda: rig.desk.setting("working_days") == "2345")
