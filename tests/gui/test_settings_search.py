"""Looking for a setting: by Ctrl+F, by a slash and by the button; arrows and Enter go there, Escape goes back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.gui.hands import CTRL, NONE
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.settings.search import SettingsFinder

__all__ = ["rig"]


def finder(rig: Rig) -> SettingsFinder:
    return next(one for one in rig.panes.settings.findChildren(SettingsFinder) if one.isVisible())


@pytest.mark.parametrize("way", ["ctrl_f", "slash", "mouse"])
async def test_a_setting_is_gone_to_and_lit(rig: Rig, way: str) -> None:
    rig.panes.show_screen("settings")
    settings = rig.panes.settings
    settings.show_page("templates")
    settings.tabs.focus_chosen()
    if way == "mouse":
        click(settings.search, settings.search.rect().center())
    else:
        keys = {"ctrl_f": (Qt.Key.Key_F, CTRL), "slash": (Qt.Key.Key_Slash, NONE)}
        target = rig.window.focusWidget()
        assert target is not None
        press(target, *keys[way])
    box = finder(rig)
    type_text(box.input, "sombre")
    assert box.model.rows[0].words == "Appearance" and box.model.rows[0].detail == "On this computer"
    press(box.input, Qt.Key.Key_Return)
    field = settings.fields["theme"]
    assert settings.tabs.chosen_id == "general"
    assert field.is_lit
    await until(lambda: not field.visibleRegion().isEmpty())
    await until(lambda: field.control.isAncestorOf(rig.window.focusWidget()))


async def test_a_page_is_gone_to_with_the_arrows(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    rig.panes.settings.look_for()
    box = finder(rig)
    type_text(box.input, "modeles")
    assert [place.id for place in box.places][:1] == ["templates"]
    press(box.input, Qt.Key.Key_Down)
    press(box.input, Qt.Key.Key_Up)
    press(box.input, Qt.Key.Key_Return)
    assert rig.panes.settings.tabs.chosen_id == "templates"


async def test_escape_leaves_everything_as_it_was(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("profile")
    rig.panes.settings.look_for()
    box = finder(rig)
    type_text(box.input, "dark")
    press(box.input, Qt.Key.Key_Escape)
    await until(lambda: not rig.panes.settings.findChildren(SettingsFinder))
    assert rig.panes.settings.tabs.chosen_id == "profile"


async def test_a_slash_that_is_written_is_written(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    control = rig.panes.settings.fields["business_name"].control
    control.setFocus()
    press(control, Qt.Key.Key_Slash)
    assert not rig.panes.settings.findChildren(SettingsFinder)


async def test_nobody_is_led_to_a_page_that_is_not_theirs(rig: Rig) -> None:
    rig.desk.rows = [replace(row, role="rep") for row in rig.desk.rows]
    rig.desk.settings["area_deals"] = False
    rig.panes.show_screen("settings")
    rig.panes.settings.look_for()
    box = finder(rig)
    type_text(box.input, "journal")
    assert box.places == []
    box.input.clear()
    type_text(box.input, "advertisements bring deals")
    assert box.places == []
