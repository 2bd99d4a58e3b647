"""Response standards in the settings: typed as people say them, for the business, a number or a group."""

import pytest
from PySide6.QtCore import Qt

from app.domain.groups import Group
from app.domain.hours import ALWAYS, OpeningHours, Span, group_scope
from app.domain.standards import Standard
from app.words import set_language
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.settings.standards.page import StandardsPage
from ui.widgets.inputs import Input

__all__ = ["rig"]

OFFICE = (Span(540, 720), Span(840, 1080))
SHOP = OpeningHours(ALWAYS, "Europe/Paris", (*[OFFICE] * 5, (), ()))


async def page(rig: Rig) -> StandardsPage:
    rig.panes.show_settings_page("standards")
    found = rig.panes.settings.standards
    await until(found.isVisible)
    return found


def write(field: Input, text: str) -> None:
    """In place of what stands there."""
    field.selectAll()
    type_text(field, text)


async def test_the_setting_stands_there_until_something_is_saved_by_key(rig: Rig) -> None:
    standards = await page(rig)
    line = standards.line()
    assert "30 min for every answer" in standards.default.text and standards.default.isVisible()
    assert (line.first.text(), line.next.text(), line.warn.text()) == ("30 min", "30 min", "75 %")
    assert not standards.drop.isVisible() and standards.no_hours.isVisible()
    write(line.first, "15")
    press(line.first, Qt.Key.Key_Return)
    assert line.next.hasFocus()
    write(line.next, "1 h 30")
    press(line.next, Qt.Key.Key_Return)
    assert line.warn.hasFocus()
    write(line.warn, "50")
    press(line.warn, Qt.Key.Key_Return)
    assert standards.save.hasFocus()
    press(standards.save, Qt.Key.Key_Return)
    await until(lambda: rig.desk.standards() == (Standard("", 15, 90, "bus", 50),))
    assert standards.line().next.text() == "1 h 30 min" and not standards.default.isVisible()
    assert rig.kit.standard_min is None
    await until(standards.drop.isVisible)
    standards.drop.click()
    await until(lambda: rig.desk.standards() == () and standards.default.isVisible())
    assert rig.kit.standard_min == 30


async def test_a_group_has_a_line_of_its_own_that_goes_again(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    group_id = await rig.desk.save_group(Group("", "Workshop", (rig.desk.me().member_id,)))
    standards = await page(rig)
    assert not standards.no_hours.isVisible()
    standards.add.click()
    assert standards.menu is not None
    workshop = next(one for one in standards.menu.actions() if one.iconText() == "Workshop")
    standards.menu.close()
    workshop.trigger()
    line = standards.line(group_scope(group_id))
    await until(line.first.hasFocus)
    write(line.first, "1 working day")
    write(line.next, "1 day")
    standards.save.click()
    await until(lambda: len(rig.desk.standards()) == 2 and not standards.back.isEnabled())
    assert rig.desk.standards()[1] == Standard(group_scope(group_id), 420, 420)
    assert standards.line(group_scope(group_id)).first.text() == "1 working day"
    assert not standards.add.isVisible()
    standards.line(group_scope(group_id)).remove.click()
    rig.window.activateWindow()  # the closed menu left nothing active here
    await until(standards.line().first.hasFocus)
    assert standards.back.isEnabled()
    standards.back.click()
    assert len(standards.lines) == 2
    standards.line(group_scope(group_id)).remove.click()
    standards.save.click()
    await until(lambda: [one.scope for one in rig.desk.standards()] == [""])


async def test_what_cannot_be_understood_is_said_and_kept(rig: Rig) -> None:
    standards = await page(rig)
    line = standards.line()
    write(line.first, "soon")
    assert "could not be understood" in line.words.text and line.words.isVisible()
    standards.save.click()
    await until(standards.error.isVisible)
    assert line.first.hasFocus() and line.first.text() == "soon" and not rig.desk.standards()
    line.clock.choose("cal")
    line.first.setText("1 working day")
    assert "in opening hours alone" in line.words.text
    for text in ("40 days", "0", "9" * 9):
        line.first.setText(text)
        assert "1 minute to 30 days" in line.words.text and line.words.isVisible()
    standards.save.click()
    await until(standards.error.isVisible)
    assert line.first.hasFocus()
    line.first.setText("2 days")
    line.warn.setText("0")
    assert "1 to 100 %" in line.words.text
    line.warn.setText("100 %")
    standards.save.click()
    await until(lambda: rig.desk.standards() == (Standard("", 2_880, 30, "cal", 100),))
    assert not standards.error.isVisible()


async def test_what_somebody_writes_is_left_alone(rig: Rig) -> None:
    standards = await page(rig)
    standards.line().first.setText("20 min")
    await rig.desk.save_standards([Standard("", 5, 5)])
    await until(standards.drop.isVisible)
    assert standards.line().first.text() == "20 min"
    standards.back.click()
    assert standards.line().first.text() == "5 min"


@pytest.mark.parametrize("language", ["fr"])
async def test_a_french_shop_writes_french(rig: Rig, language: str) -> None:
    set_language(language)
    standards = await page(rig)
    line = standards.line()
    line.first.setText("1 jour ouvré")
    line.next.setText("2 heures")
    assert line.standard == Standard("", 480, 120)
