"""The settings screen: made from the schema, applied at once, wrong values explained."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.domain.rows import LineTrouble
from app.domain.settings import SCHEMA
from app.words import set_language
from tests.fake_salon import LINE
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.place import read_place
from ui.settings.field import SettingField, is_zone
from ui.settings.view import SIDE_PAD, SettingsView
from ui.theme.theme import Theme
from ui.widgets.choice import Segmented
from ui.widgets.controls import Toggle
from ui.widgets.inputs import Input

__all__ = ["rig"]


def settings(rig: Rig) -> SettingsView:
    rig.panes.show_screen("settings")
    return rig.panes.settings


def line(rig: Rig, name: str) -> Input:
    control = settings(rig).fields[name].control
    assert isinstance(control, Input)
    return control


def rewrite(field: Input, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


async def test_every_setting_that_is_shown_is_there(rig: Rig) -> None:
    shown = {setting.name for setting in SCHEMA if setting.section != "hidden"}
    settings(rig).show_page("areas")
    assert set(settings(rig).fields) == shown


async def test_a_toggle_applies_at_once(rig: Rig) -> None:
    toggle = settings(rig).fields["read_receipts"].control
    assert isinstance(toggle, Toggle) and toggle.isChecked()
    click(toggle, toggle.rect().center())
    await until(lambda: rig.desk.setting("read_receipts") is False)


async def test_a_choice_applies_at_once_by_key(rig: Rig) -> None:
    control = settings(rig).fields["theme"].control
    assert isinstance(control, Segmented)
    cells = control.findChildren(QAbstractButton)
    cells[0].setFocus()
    press(cells[0], Qt.Key.Key_Right)
    press(cells[0], Qt.Key.Key_Right)
    await until(lambda: rig.desk.setting("theme") in ("light", "dark"))


async def test_a_number_is_taken_and_a_wrong_one_says_why(rig: Rig) -> None:
    field = line(rig, "response_standard_min")
    rewrite(field, "45")
    await until(lambda: rig.desk.setting("response_standard_min") == 45)
    for wrong in ("0", "soon", "99999", "１２"):
        rewrite(field, wrong)
        assert "from 1 to 1440" in field.accessibleDescription()
    assert rig.desk.setting("response_standard_min") == 45
    rewrite(field, "20")
    assert field.accessibleDescription() == ""
    await until(lambda: rig.desk.setting("response_standard_min") == 20)


async def test_a_name_takes_every_letter(rig: Rig) -> None:
    rewrite(line(rig, "business_name"), "Salon Élan & fils")
    await until(lambda: rig.desk.setting("business_name") == "Salon Élan & fils")
    await until(lambda: "Salon Élan & fils" in rig.panes.status.accessibleName())


async def test_a_zone_that_does_not_exist_is_not_taken(rig: Rig) -> None:
    field = line(rig, "time_zone")
    rewrite(field, "Europe/Atlantis")
    assert field.accessibleDescription() and rig.desk.setting("time_zone") == "Europe/Paris"


async def test_a_currency_is_taken_however_it_is_typed_and_no_other_letters(rig: Rig) -> None:
    field = line(rig, "currency")
    rewrite(field, "usd")
    await until(lambda: rig.desk.setting("currency") == "USD")
    rewrite(field, "EURO")
    assert "EUR, USD" in field.accessibleDescription() and rig.desk.setting("currency") == "USD"


async def test_a_value_that_changed_elsewhere_is_shown(rig: Rig) -> None:
    field = line(rig, "send_grace_s")
    settings(rig).fields["business_name"].control.setFocus()
    await rig.desk.change_setting("send_grace_s", 9)
    await until(lambda: field.text() == "9")


async def test_a_longer_standard_changes_who_is_late(rig: Rig) -> None:
    late = rig.desk.counts().beyond_standard
    await rig.desk.change_setting("response_standard_min", 1440)
    await until(lambda: rig.inbox._counts.beyond_standard < late)


async def test_connection_health_is_said_in_sentences(rig: Rig) -> None:
    view = settings(rig)
    state = replace(rig.desk.state, to_send=2, unparsed_count=1, unknown_line_count=3)
    rig.desk.set_connection(state)
    await until(lambda: view.health.words[2] == "2 messages wait to be sent")
    assert view.health.words[0] == "Connected"
    assert view.health.words[1].startswith("Last message received")
    assert view.health.words[3].startswith("1 notice from WhatsApp was not understood")
    assert view.health.words[4].startswith("3 messages came for a business number")
    assert isinstance(state.last_received_at, datetime)


@pytest.mark.parametrize(("name", "is_real"), [("Africa/Abidjan", True), ("", False), ("../etc", False)])
def test_zones(name: str, is_real: bool) -> None:
    assert is_zone(name) is is_real


async def test_what_keeps_a_number_from_sending_is_said_with_what_to_do(rig: Rig) -> None:
    view = settings(rig)
    assert view.health.troubles == []
    since = rig.clock.now() - timedelta(hours=2)
    known = LineTrouble(LINE, "token_invalid", since)
    unnamed = LineTrouble(None, "payment_problem", since)
    rig.desk.set_connection(replace(rig.desk.state, troubles=(known, unnamed)))
    await until(lambda: len(view.health.troubles) == 2)
    first, second = view.health.troubles
    assert "no longer accepts the access of \u2068+33 6 39 98 00 00\u2069" in first
    assert first.endswith("Since 8:42.")
    assert "your business number" in second and "means of payment" in second
    assert rig.panes.status._facts[0].startswith("WhatsApp takes no messages from you now")
    rig.desk.set_connection(replace(rig.desk.state, troubles=()))
    await until(lambda: view.health.troubles == [])


@pytest.mark.parametrize(
    ("quality", "status", "says"),
    [
        ("green", "connected", []),
        ("yellow", "connected", ["Some customers have blocked or reported"]),
        ("red", "restricted", ["Customers judge", "is not ready to send"]),
    ],
)
async def test_how_customers_judge_a_number_is_said(
    rig: Rig, quality: str, status: str, says: list[str]
) -> None:
    rig.desk.profile = replace(rig.desk.profile, quality=quality, status=status)
    view = settings(rig)
    rig.desk.set_connection(replace(rig.desk.state))
    await until(lambda: len(view.health.troubles) == len(says))
    assert all(part in sentence for part, sentence in zip(says, view.health.troubles, strict=True))


async def test_the_connection_is_shown_wherever_the_settings_were(rig: Rig) -> None:
    view = settings(rig)
    view.show_page("templates")
    rig.panes.show_screen("inbox")
    rig.panes.show_health()
    assert view.tabs.chosen_id == "general"
    assert view.health.hasFocus()
    assert not view.health.visibleRegion().isEmpty()


async def test_made_again_the_settings_keep_the_keyboard(rig: Rig) -> None:
    settings(rig)
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    assert rig.panes.screen_id == "settings"
    await until(rig.panes.settings.first_control.hasFocus)


async def test_larger_letters_do_not_lead_away_from_where_they_were_chosen(rig: Rig) -> None:
    view = settings(rig)
    view.values.change("text_scale", "130")
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    field = rig.panes.settings.fields["text_scale"]
    await until(field.control.hasFocus)
    await until(lambda: not field.visibleRegion().isEmpty())


async def test_what_did_not_happen_is_no_line_of_the_connections_health(rig: Rig) -> None:
    view = settings(rig)
    rig.desk.set_connection(replace(rig.desk.state, to_send=0, unparsed_count=0, unknown_line_count=0))
    await until(lambda: view.health.words[2:] == ["No message waits to be sent", "", ""])


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3])
async def test_settings_in_a_narrow_window_with_large_letters_are_not_cut(
    rig: Rig, language: str, scale: float
) -> None:
    set_language(language)
    rig.kit.theme.set_scale(scale)
    rig.window.show_panes(rig.kit, read_place({"screen": "settings"}))
    rig.window.resize(640, 900)
    view = rig.panes.settings
    await until(lambda: rig.panes.settings.isVisible())
    await until(lambda: all(_is_high_enough(field) for field in view.fields.values()))
    for field in view.fields.values():
        right = field.control.mapTo(view, field.control.rect().topRight()).x()
        assert right < view.width() - SIDE_PAD, field.control.accessibleName()
    rig.window.resize(1440, 900)
    field = view.fields["language"]
    await until(lambda: field.control.x() > view.width() / 5 and view.width() > 1000)


def _is_high_enough(field: SettingField) -> bool:
    layout = field.layout()
    assert layout is not None
    return field.height() >= layout.heightForWidth(field.width())


def test_a_wide_control_goes_below_its_words_where_there_is_no_room(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(choice="light")
    setting = next(setting for setting in SCHEMA if setting.name == "theme")
    field = SettingField(theme, setting, "light")
    qtbot.addWidget(field)
    field.resize(700, 60)
    field.show()
    assert field.control.x() > 300
    field.resize(field.minimumSizeHint().width(), 120)
    qtbot.waitUntil(lambda: field.control.x() == 16, timeout=20_000)
    assert field.control.geometry().right() <= field.width() - 16
    theme.deleteLater()
