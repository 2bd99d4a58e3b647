"""The first run: three doors, in the language one chooses, by key alone; and the ways from practice and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from app.desk.config import is_first_run, main_profile, practice_profile
from app.domain.errors import EnvironmentFailure
from app.domain.setup import SetUp
from app.words import set_language
from tests.gui.doors_rig import First, first
from tests.gui.rig import press, type_text, until
from ui.doors.beginning import PassphraseDialog
from ui.doors.kept import KeptDialog
from ui.doors.page import DoorsPage
from ui.joining import JoinDialog
from ui.setup.offer import SetupLine
from ui.setup.view import SetupView
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Paragraph
from ui.widgets.menu import Menu

__all__ = ["first"]


async def test_enter_opens_practice_at_once_and_leaving_it_leads_back(first: First) -> None:
    page = await first.here()
    press(page.cards[0].button, Qt.Key.Key_Return)
    await first.opened(first.practice)
    assert first.asked == [("practice", None)]
    panes = first.show.window.panes
    assert panes is not None and panes.banner is not None and panes.screen_id == "today"
    assert panes.banner.connect_button.isVisible()
    first.show.window.leave_confirmed.emit()
    assert await first.ended() == 0
    assert first.show.ways.is_reopening


async def test_arrows_and_tab_lead_from_door_to_door(first: First) -> None:
    page = await first.here()
    press(page.cards[0].button, Qt.Key.Key_Right)
    assert page.cards[1].button.hasFocus()
    press(page.cards[1].button, Qt.Key.Key_Tab)
    assert page.cards[2].button.hasFocus()
    press(page.cards[2].button, Qt.Key.Key_Left)
    assert page.cards[1].button.hasFocus()
    press(page.cards[2].button, Qt.Key.Key_Tab)
    assert await first.end() == 0
    assert first.asked == []


async def test_connect_begins_an_inbox_of_ones_own_with_the_set_up_over_it(first: First) -> None:
    page = await first.here()
    press(page.cards[1].button, Qt.Key.Key_Return)
    await first.opened(first.own)
    assert first.asked == [("begin", None), ("own", None)]
    panes = first.show.window.panes
    assert panes is not None and panes.banner is None and panes.screen_id == "setup"
    setup = panes.screens.setup
    assert isinstance(setup, SetupView) and setup.isVisible()
    setup.later.click()
    assert panes.screen_id == "today"
    line = panes.screens.today.setup
    assert isinstance(line, SetupLine) and line.isVisible()
    line.button.click()
    assert panes.screen_id == "setup"
    panes.show_screen("settings")
    panes.settings.setup_way.button.click()
    assert panes.screen_id == "setup"


async def begun(first: First) -> DoorsPage:
    """The doors once more, over the set-up that one came to through the second of them."""
    page = await first.here()
    page.cards[1].button.click()
    await first.opened(first.own)
    panes = first.show.window.panes
    assert panes is not None
    panes.screens.setup.other.click()
    await until(lambda: first.page is not page and first.page.isVisible())
    assert first.page.is_begun and not first.page.languages.isVisible()
    return first.page


async def test_who_began_to_connect_sees_the_doors_again_and_nothing_is_lost(first: First) -> None:
    first.own.setup = SetUp(step="token")
    page = await begun(first)
    press(page.cards[0].button, Qt.Key.Key_Escape)
    panes = first.show.window.panes
    assert panes is not None and panes.isVisible() and panes.screen_id == "setup"
    assert panes.screens.setup.session.shown == "token"
    panes.screens.setup.other.click()
    await until(lambda: first.page is not page and first.page.isVisible())
    first.page.cards[1].button.click()
    assert panes.isVisible() and not first.own.forgotten
    panes.screens.setup.other.click()
    await until(lambda: first.page.isVisible())
    first.page.cards[0].button.click()
    assert await first.ended() == 0
    assert first.asked[-1] == ("practise", None) and not first.show.ways.is_reopening


async def test_who_began_to_connect_may_join_a_team_after_a_clear_question(first: First) -> None:
    first.own.setup = SetUp(step="trial", changed=(("webhook", "account_subscribed"),))
    page = await begun(first)
    page.cards[2].button.click()
    question = first.show.window.findChildren(ConfirmDialog)[-1]
    assert any("What was changed at Meta" in one.text for one in question.findChildren(Paragraph))
    question.keep_button.click()
    assert page.isVisible() and not first.show.window.findChildren(JoinDialog)
    page.cards[2].button.click()
    first.show.window.findChildren(ConfirmDialog)[-1].confirm_button.click()
    dialog = first.show.window.findChildren(JoinDialog)[-1]
    type_text(dialog.address.input, "https://hub.example")
    type_text(dialog.code.input, "abc")
    dialog.go.click()
    assert await first.ended() == 0
    assert first.asked[-1] == ("join", None) and first.show.ways.is_reopening


async def test_an_inbox_in_which_something_was_done_is_not_left_for_another(first: First) -> None:
    first.own.can_begin_again = False
    page = await first.here()
    page.cards[1].button.click()
    await first.opened(first.own)
    panes = first.show.window.panes
    assert panes is not None and not panes.screens.setup.other.isVisible()
    panes.screens.setup.other.click()  # a click that came just before
    assert panes.isVisible() and not first.show.window.findChildren(DoorsPage)


async def test_a_set_up_that_was_put_off_waits_on_today(first: First) -> None:
    first.own.place["setup"] = "later"
    first.own.setup = SetUp(step="token")
    page = await first.here()
    page.cards[1].button.click()
    await first.opened(first.own)
    panes = first.show.window.panes
    assert panes is not None and panes.screen_id == "today"
    line = panes.screens.today.setup
    assert line is not None and "The access" in line._says.text


async def test_without_a_keyring_a_passphrase_is_chosen_and_typed_twice(first: First) -> None:
    first.refuses = [EnvironmentFailure("passphrase_needed"), EnvironmentFailure("disk_full")]
    page = await first.here()
    page.cards[1].button.click()
    await until(lambda: bool(first.show.window.findChildren(PassphraseDialog)))
    dialog = first.show.window.findChildren(PassphraseDialog)[-1]
    assert not dialog.go.isEnabled()
    type_text(dialog.passphrase.input, "correct horse")
    type_text(dialog.again.input, "corect horse")
    dialog.go.click()
    await until(lambda: bool(dialog.again.error))
    dialog.again.input.clear()
    type_text(dialog.again.input, "correct horse")
    dialog.go.click()
    await until(lambda: bool(dialog.notice.text))
    dialog.go.click()
    await first.opened(first.own)
    assert first.asked[-2:] == [("begin", "correct horse"), ("own", "correct horse")]


async def test_a_beginning_that_fails_is_said_and_the_doors_stay(first: First) -> None:
    first.refuses = [EnvironmentFailure("disk_full")]
    page = await first.here()
    page.cards[1].button.click()
    await until(lambda: page.notice.isVisible())
    assert page.notice.text and all(card.button.isEnabled() for card in page.cards)
    first.refuses = [EnvironmentFailure("passphrase_needed")]
    page.cards[1].button.click()
    await until(lambda: bool(first.show.window.findChildren(PassphraseDialog)))
    assert not page.cards[0].button.isEnabled()
    first.show.window.findChildren(PassphraseDialog)[-1].cancel.click()
    await until(lambda: page.cards[0].button.isEnabled())
    assert not page.notice.isVisible()


async def test_a_team_is_joined_from_its_door(first: First) -> None:
    page = await first.here()
    page.cards[2].button.click()
    await until(lambda: bool(first.show.window.findChildren(JoinDialog)))
    dialog = first.show.window.findChildren(JoinDialog)[-1]
    type_text(dialog.address.input, "https://hub.example")
    type_text(dialog.code.input, "abc")
    dialog.go.click()
    await first.opened(first.own)
    assert first.asked == [("join", None), ("own", None)]


async def test_the_language_is_chosen_before_anything_and_kept(first: First) -> None:
    page = await first.here()
    page.languages.click()
    menu = page.findChildren(Menu)[-1]
    next(action for action in menu.actions() if action.iconText() == "Français").trigger()
    menu.close()
    await until(lambda: first.page is not page)
    assert "Relier mon numéro" in first.page.cards[1].words.title
    first.page.cards[0].button.click()
    await first.opened(first.practice)
    assert first.practice.setting("language") == "fr"


async def test_the_language_chosen_before_practice_was_left_is_spoken_and_kept(first: First) -> None:
    doors = first.show.ways.doors
    assert doors is not None
    first.show.ways.doors = replace(doors, language="fr")
    page = await first.here()
    assert "Relier mon numéro" in page.cards[1].words.title
    page.cards[1].button.click()
    await first.opened(first.own)
    assert first.own.setting("language") == "fr"


async def test_what_is_kept_is_told_in_a_page_of_its_own(first: First) -> None:
    page = await first.here()
    page.kept.click()
    dialog = first.show.window.findChildren(KeptDialog)[-1]
    assert dialog.isVisible() and dialog.focusWidget() is dialog.close_button
    dialog.close_button.click()
    await until(lambda: page.kept.isVisible())


@pytest.mark.parametrize("spoken", ["fr", "en"])
async def test_no_door_is_cut_in_the_narrowest_window(first: First, spoken: str) -> None:
    page = await first.here()
    set_language(spoken)
    page.theme.set_scale(1.3)
    narrow = DoorsPage(page.theme)
    narrow.resize(640, 400)
    narrow.show()
    await until(lambda: narrow.cards[2].y() > narrow.cards[0].y())
    area = narrow.findChildren(QScrollArea)[0]
    inside = area.widget()
    assert inside is not None and inside.minimumSizeHint().width() <= area.viewport().width()
    assert all(card.button.width() >= card.button.sizeHint().width() for card in narrow.cards)
    narrow.close()
    narrow.deleteLater()
    page.theme.set_scale(1.0)


async def test_from_practice_a_number_is_connected_beside_the_examples(first: First) -> None:
    page = await first.here()
    page.cards[0].button.click()
    await first.opened(first.practice)
    panes = first.show.window.panes
    assert panes is not None and panes.banner is not None
    panes.banner.connect_button.click()
    assert await first.ended() == 0
    assert first.asked[-1] == ("begin", None) and first.show.ways.is_reopening


async def test_where_there_is_an_inbox_already_practice_does_not_offer_another(first: First) -> None:
    page = await first.here()
    first.show.ways.begin = None
    page.cards[0].button.click()
    await first.opened(first.practice)
    panes = first.show.window.panes
    assert panes is not None and panes.banner is not None and not panes.banner.connect_button.isVisible()


def test_the_doors_stand_where_nothing_was_chosen_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desk.config.data_folder", lambda: tmp_path)
    assert is_first_run(None, {})
    assert not is_first_run(tmp_path / "mine", {})
    assert not is_first_run(None, {"COMPTOIR_PHONE_NUMBER_ID": "1"})
    for profile in (main_profile(), practice_profile()):
        profile.folder.mkdir()
        profile.log_path.touch()
        assert not is_first_run(None, {})
        profile.log_path.unlink()
