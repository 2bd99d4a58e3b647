"""Opening hours in the settings: typed as on the door, corrected or new from a date on, removed and brought back."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.domain.hours import ALWAYS, BUSINESS, OpeningHours, Span, SpecialDay, group_scope
from app.words import set_language
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.settings.hours.page import OpeningHoursPage

__all__ = ["rig"]

OFFICE = (Span(540, 720), Span(840, 1080))
SHOP = OpeningHours(ALWAYS, "Europe/Paris", (*[OFFICE] * 5, (), ()))
PLANNED = "2027-01-04"


async def page(rig: Rig) -> OpeningHoursPage:
    rig.panes.show_settings_page("hours")
    found = rig.panes.settings.hours
    await until(found.isVisible)
    return found


def rows(page: OpeningHoursPage) -> list[tuple[str, str]]:
    return [(row.title, row.chip.text) for row in page.list.rows.rows]


def saved(rig: Rig, valid_from: str = ALWAYS) -> OpeningHours:
    found = rig.desk.hours().version(BUSINESS, valid_from)
    assert found is not None
    return found


async def test_the_first_hours_are_written_with_the_keyboard(rig: Rig) -> None:
    hours = await page(rig)
    assert not hours.deals.isVisible() and hours.words.text == "No opening hours are saved yet."
    assert hours.nothing.button is not None
    hours.nothing.button.click()
    week = hours.form.week
    await until(week.inputs[0].hasFocus)
    type_text(week.inputs[0], "9h-12h 14h-18h")
    assert week.meanings[0].text == "9:00 – 12:00, 14:00 – 18:00 · 7 h"
    press(week.inputs[0], Qt.Key.Key_Return)
    assert week.inputs[1].hasFocus()
    week.copies[0].click()
    assert week.menu is not None
    next(one for one in week.menu.actions() if one.iconText() == "To Monday to Friday").trigger()
    press(week.inputs[6], Qt.Key.Key_Return)
    assert hours.form.save.hasFocus()
    press(hours.form.save, Qt.Key.Key_Return)
    await until(lambda: rows(hours) == [("Since the beginning", "Now")])
    assert saved(rig) == SHOP
    assert hours.deals.isVisible()  # the days of deals are still as they come


async def test_the_next_day_comes_into_view_with_the_keyboard(rig: Rig) -> None:
    rig.window.resize(1000, 620)
    hours = await page(rig)
    hours.write_new()
    week = hours.form.week
    for day in range(6):
        press(week.inputs[day], Qt.Key.Key_Return)
        following = week.inputs[day + 1]
        assert following.hasFocus()
        assert following.visibleRegion().boundingRect().height() == following.height()


async def test_what_cannot_be_understood_is_said_and_kept(rig: Rig) -> None:
    hours = await page(rig)
    hours.write_new()
    week, other = hours.form.week, hours.form.other
    type_text(week.inputs[5], "9-12 maybe")
    assert "could not be understood" in week.meanings[5].text
    hours.form.save.click()
    await until(hours.form.error.isVisible)
    assert week.inputs[5].hasFocus() and "a day of the week" in hours.form.error.text
    assert not rig.desk.hours().scopes() and week.inputs[5].text() == "9-12 maybe"
    week.inputs[5].setText("22-2")
    assert "write 18-24 here and 0-2 on the next day" in week.meanings[5].text
    week.inputs[5].setText("9-5")
    assert week.meanings[5].text == "9:00 – 17:00 · 8 h"
    other.add.click()
    type_text(other.lines[0].days, "Christmas")
    hours.form.save.click()
    await until(lambda: "one of the other days" in hours.form.error.text)
    assert other.lines[0].days.hasFocus()
    other.lines[0].remove.click()
    hours.form.zone.setText("Europe/Lutece")
    hours.form.save.click()
    await until(lambda: "no such time zone" in hours.form.error.text)
    hours.form.zone.setText("Europe/Paris")
    hours.form.when.new.click()
    hours.form.when.day.setText("soon")
    hours.form.save.click()
    await until(lambda: "from which day on" in hours.form.error.text)
    assert hours.form.when.day.hasFocus()


async def test_a_new_policy_leaves_the_past_and_a_correction_says_what_it_does(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    hours = await page(rig)
    when = hours.form.when
    assert when.new.isChecked() and not when.always.isVisible()
    hours.form.save.click()
    await until(lambda: "Nothing is different yet" in hours.form.error.text)
    hours.form.week.inputs[5].setText("9-12")
    when.day.setText("04/01/2027")
    assert when._help.text == "What was measured before Monday 4 January 2027 stays as it is."
    hours.form.save.click()
    await until(
        lambda: rows(hours) == [("From Monday 4 January 2027 on", "Later"), ("Since the beginning", "Now")]
    )
    assert saved(rig) == SHOP and saved(rig, PLANNED).week[5] == (Span(540, 720),)
    assert when.correct.isChecked()  # what has not begun is simply changed
    hours._open(ALWAYS)
    hours.form.week.inputs[4].setText("closed")
    when.correct.click()
    assert when._help.text == "Every figure of the reports is reckoned again with these hours."
    hours.form.save.click()
    await until(lambda: saved(rig).week[4] == ())
    assert len(rig.desk.hours().versions()) == 2


async def test_a_version_is_removed_and_brought_back(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    await rig.desk.save_hours("", replace(SHOP, valid_from=PLANNED))
    hours = await page(rig)
    hours._open(PLANNED)
    hours.form.remove.click()
    await until(lambda: rows(hours) == [("Since the beginning", "Now")])
    hours.toasts.toasts[-1].acted.emit()
    await until(lambda: len(rows(hours)) == 2)
    assert saved(rig, PLANNED) == replace(SHOP, valid_from=PLANNED)


async def test_holidays_come_by_place_and_a_tick_opens_one_of_them(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    hours = await page(rig)
    holidays = hours.form.holidays
    holidays.place.input.setText("Atlantis")
    hours.form.when.correct.click()
    hours.form.save.click()
    await until(lambda: "holidays of this place" in hours.form.error.text)
    holidays.place.input.setText("France-57")
    holidays.look()
    await until(lambda: bool(holidays.ticks))
    christmas = date(rig.clock.now().year, 12, 25)
    assert "Christmas" in holidays.ticks[christmas].text()
    holidays.ticks[christmas].click()
    hours.form.save.click()
    await until(lambda: saved(rig).region == "FR-57")
    kept = saved(rig).holidays
    assert christmas.isoformat() not in kept and christmas.replace(day=26).isoformat() in kept
    hours.refresh()
    await until(lambda: bool(holidays.ticks) and holidays.ticks[christmas].isChecked())  # it is read back
    assert not hours.form.is_changed


async def test_other_days_are_a_day_or_a_stretch(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    hours = await page(rig)
    other = hours.form.other
    other.add.click()
    await until(other.lines[0].days.hasFocus)
    type_text(other.lines[0].days, "24/12/2027")
    type_text(other.lines[0].hours, "9-16")
    assert other.lines[0].meaning.text == "Friday 24 December 2027 · 9:00 – 16:00 · 7 h"
    other.add_line("10/08/2027 to 12/08/2027")
    hours.form.when.correct.click()
    hours.form.save.click()
    closed = tuple(SpecialDay(f"2027-08-{day}") for day in (10, 11, 12))
    await until(lambda: saved(rig).special == (*closed, SpecialDay("2027-12-24", (Span(540, 960),))))
    assert [line.days.text() for line in other.lines] == ["10/08/2027 to 12/08/2027", "24/12/2027"]


async def test_a_group_has_hours_of_its_own_when_it_is_given_some(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    rig.panes.show_settings_page("team")
    team = rig.panes.settings.team
    team.groups_way.button.click()
    groups = team.groups
    await until(groups.isVisible)
    groups.new.click()
    type_text(groups.form.name.input, "Salon")
    press(groups.form.name.input, Qt.Key.Key_Return)
    await until(lambda: [row.title for row in groups.list.rows.rows] == ["Salon"])
    [group] = rig.desk.groups()
    groups.form.hours.click()
    hours = rig.panes.settings.hours
    await until(hours.isVisible)
    assert hours.words.text == "No hours of their own: those of the whole business count."
    hours.write_new()
    assert hours.form.week.week == SHOP.week  # it begins as the business's
    hours.form.week.inputs[5].setText("9-12")
    hours.form.save.click()
    await until(lambda: len(rig.desk.hours().versions(group_scope(group.group_id))) == 1)
    assert saved(rig) == SHOP


async def test_what_is_not_saved_is_asked_about_and_a_change_elsewhere_waits(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    await rig.desk.save_hours("", replace(SHOP, valid_from=PLANNED))
    hours = await page(rig)
    hours.form.week.inputs[6].setText("10-12")
    await rig.desk.save_hours("", replace(SHOP, zone="UTC"), is_correction=True)
    assert hours.form.week.inputs[6].text() == "10-12" and hours.form.zone.text() == "Europe/Paris"
    hours._choose(PLANNED)
    assert hours.dialog is not None and hours.dialog.isVisible()
    hours.dialog.keep_button.click()
    assert hours.form.week.inputs[6].text() == "10-12"
    hours._choose(PLANNED)
    hours.dialog.confirm_button.click()
    await until(lambda: hours.form.title.text().startswith("From Monday 4 January"))


async def test_the_link_leads_to_the_days_of_deals(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    hours = await page(rig)
    hours.deals_way.click()
    assert rig.panes.settings.tabs.chosen_id == "general"
    await rig.desk.change_setting("holiday_region", "FR")
    await until(lambda: not hours.deals.isVisibleTo(hours))


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_field_has_a_name(rig: Rig, language: str) -> None:
    set_language(language)
    hours = await page(rig)
    hours.write_new()
    parts = [*hours.form.week.inputs, *hours.form.week.copies, hours.form.zone, hours.form.when.day]
    names = [part.accessibleName() for part in parts]
    assert all(names) and len(set(names)) == len(names)
