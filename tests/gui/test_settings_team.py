"""Settings, Team: who is there, with which computers; inviting, shutting out, leaving, by mouse and by key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester

from app.domain.errors import ComptoirError
from app.domain.ids import MemberId
from app.domain.members import Member
from app.domain.rows import Changes
from app.words import set_language
from tests.fake_members import CODE
from tests.gui.rig import Rig, check_model, click, press, rig, shown_names, type_text, until
from ui.settings.team.dialogs import InviteDialog, LeaveDialog, RenameDialog
from ui.settings.team.page import TeamPage
from ui.widgets.dialog import ConfirmDialog

__all__ = ["rig"]


async def page(rig: Rig) -> TeamPage:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("team")
    shown = rig.panes.settings.team
    await until(lambda: len(shown.list.rows.rows) == 6)
    return shown


def choose(shown: TeamPage, key: str) -> None:
    """By key: down to the row."""
    shown.list.setFocus()
    for _step in range(10):
        index = shown.list.currentIndex()
        if index.isValid() and shown.list.rows.rows[index.row()].key == key:
            return
        press(shown.list, Qt.Key.Key_Down)
    raise AssertionError(key)


def click_on(button: QWidget) -> None:
    click(button, button.rect().center())


async def test_the_list_says_who_is_there_who_is_invited_and_who_left(
    rig: Rig, qtmodeltester: ModelTester
) -> None:
    shown = await page(rig)
    check_model(qtmodeltester, shown.list.rows)
    assert shown_names(shown.list) == [
        "Bo Roy, 1 computer, seen 12 min ago, Team member",
        "Léa Fontaine, 2 computers, seen just now, Owner",
        "Max Aubin, Manager",
        "Invitation for \u2068Zoé Marchand\u2069, Team member, until tomorrow 6:42, Not used yet",
        "Ines Petit, The name stays on old messages, Left",
        "Invitation for \u2068Bo Roy\u2069, On \u2068Tablette\u2069, Used",
    ]
    assert shown.words.text == "3 people"


async def test_an_invitation_is_made_shown_once_and_copied(rig: Rig) -> None:
    shown = await page(rig)
    click_on(shown.invite)
    dialog = shown.dialog
    assert isinstance(dialog, InviteDialog)
    await until(dialog.isVisible)
    type_text(dialog.name.input, "Nora")
    dialog.role.choose("manager")
    assert "templates" in dialog.role_help.text
    press(dialog.name.input, Qt.Key.Key_Return)
    await until(dialog.letter.isVisible)
    assert rig.desk.team_asked == [("invite", "manager", "Nora", None)]
    assert CODE in dialog.letter.text
    assert rig.desk.address in dialog.letter.text
    assert dialog.notice.text == ""
    click_on(dialog.copy)
    assert QGuiApplication.clipboard().text() == dialog.letter.text
    assert dialog.copy.text() == "Copied"
    press(dialog, Qt.Key.Key_Escape)
    await until(lambda: any("Nora" in name for name in shown_names(shown.list)))


async def test_a_hub_on_this_computer_alone_is_said_to_be_out_of_reach(rig: Rig) -> None:
    rig.desk.address = "http://127.0.0.1:41234"
    shown = await page(rig)
    click_on(shown.invite)
    dialog = shown.dialog
    assert isinstance(dialog, InviteDialog)
    click_on(dialog.make)
    await until(dialog.letter.isVisible)
    assert "others cannot reach it" in dialog.notice.text
    dialog.reject()


async def test_a_refused_invitation_says_why_and_keeps_what_was_typed(rig: Rig) -> None:
    shown = await page(rig)
    click_on(shown.invite)
    dialog = shown.dialog
    assert isinstance(dialog, InviteDialog)
    dialog.name.input.setText("Nora")
    rig.desk.team_refuses = ComptoirError("too_many_requests")
    click_on(dialog.make)
    await until(lambda: dialog.notice.text != "")
    assert "Too much was asked" in dialog.notice.text
    assert (dialog.name.input.text(), dialog.make.isEnabled()) == ("Nora", True)
    dialog.reject()


async def test_a_member_is_read_whole_and_gets_one_more_computer(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "bo")
    assert (shown.detail.title.text, list(shown.detail.revokers)) == ("Bo Roy", ["bo-1"])
    click_on(shown.detail.computer)
    dialog = shown.dialog
    assert isinstance(dialog, InviteDialog)
    assert "one more computer of" in dialog.says.text
    click_on(dialog.make)
    await until(dialog.letter.isVisible)
    assert rig.desk.team_asked == [("invite", None, None, "bo")]
    dialog.reject()


async def test_a_computer_is_shut_out_after_a_question(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "bo")
    shown.detail.revokers["bo-1"].setFocus()
    press(shown.detail.revokers["bo-1"], Qt.Key.Key_Space)
    dialog = shown.dialog
    assert isinstance(dialog, ConfirmDialog)
    press(dialog, Qt.Key.Key_Return)  # a habit of Enter destroys nothing
    assert rig.desk.team_asked == []
    press(shown.detail.revokers["bo-1"], Qt.Key.Key_Space)
    dialog = shown.dialog
    assert isinstance(dialog, ConfirmDialog)
    click_on(dialog.confirm_button)
    await until(lambda: shown.detail.revokers == {})
    assert rig.desk.team_asked == [("revoke", "bo-1")]


async def test_ones_own_computer_is_named_as_such_before_it_is_shut_out(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "member-lea")
    assert set(shown.detail.revokers) == {"lea-1", "lea-2"}
    assert shown.detail.revokers["lea-1"].accessibleName() == "Shut out PC de l’accueil"
    said: list[str] = []
    shown.detail.revoke_asked.connect(said.append)
    click_on(shown.detail.revokers["lea-1"])
    assert said == ["lea-1"]
    assert shown.dialog is not None
    shown.dialog.reject()
    assert rig.desk.team_asked == []


async def test_a_name_is_changed(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "bo")
    click_on(shown.detail.rename)
    dialog = shown.dialog
    assert isinstance(dialog, RenameDialog)
    dialog.name.input.clear()
    press(dialog.name.input, Qt.Key.Key_Return)
    assert dialog.isVisible()
    type_text(dialog.name.input, "Bo Martin")
    press(dialog.name.input, Qt.Key.Key_Return)
    await until(lambda: shown.detail.title.text == "Bo Martin")
    assert rig.desk.team_asked == [("rename", "bo", "Bo Martin")]


async def test_a_role_is_changed_and_a_refused_one_goes_back(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "bo")
    rig.desk.team_refuses = ComptoirError("last_owner")
    shown.detail.role.choose("owner")
    await until(lambda: "needs an owner" in shown.detail.notice.text)
    assert shown.detail.role.chosen_id == "rep"
    shown.detail.role.choose("manager")
    await until(lambda: rig.desk.team_asked == [("role", "bo", "manager")])
    await until(lambda: shown.detail.facts.text == "Manager")


async def test_the_only_owner_keeps_the_role_and_the_place(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "member-lea")
    assert not shown.detail.role.isEnabled()
    assert "The only owner" in shown.detail.role_help.text
    assert shown.detail.remove.isHidden()


async def test_a_leaver_goes_with_the_plan_and_an_heir(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "bo")
    click_on(shown.detail.remove)
    await until(lambda: isinstance(shown.dialog, LeaveDialog))
    dialog = shown.dialog
    assert isinstance(dialog, LeaveDialog)
    assert [line.text() for line in dialog.lines] == [
        "•  2 open conversations",
        "•  1 computer, shut out at once",
        "•  1 file sent in the last 30 days; it stays",
    ]
    press(dialog, Qt.Key.Key_Return)
    assert rig.desk.team_asked == []
    click_on(shown.detail.remove)
    await until(lambda: shown.dialog is not dialog)
    dialog = shown.dialog
    assert isinstance(dialog, LeaveDialog)
    dialog.heir.choose("max")
    click_on(dialog.remove)
    await until(lambda: rig.desk.team_asked == [("remove", "bo", MemberId("max"))])
    await until(lambda: "Bo Roy, The name stays on old messages, Left" in shown_names(shown.list))
    assert shown.detail.remove.isHidden()


async def test_nobody_may_be_the_heir(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "bo")
    click_on(shown.detail.remove)
    await until(lambda: isinstance(shown.dialog, LeaveDialog))
    assert isinstance(shown.dialog, LeaveDialog)
    click_on(shown.dialog.remove)
    await until(lambda: rig.desk.team_asked == [("remove", "bo", None)])


async def test_an_open_code_is_withdrawn(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "i-1")
    assert "made by \u2068Léa Fontaine\u2069" in shown.detail.facts.text
    click_on(shown.detail.withdraw)
    await until(lambda: shown.detail.withdraw.isHidden())
    assert rig.desk.team_asked == [("withdraw", "i-1")]


async def test_a_used_code_names_the_computer_and_cannot_be_withdrawn(rig: Rig) -> None:
    shown = await page(rig)
    choose(shown, "i-0")
    assert "On \u2068Tablette\u2069" in shown.detail.facts.text
    assert shown.detail.withdraw.isHidden()


async def test_a_rep_looks_and_changes_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig.desk, "me", lambda: Member(MemberId("bo"), "Bo Roy", "rep"))
    shown = await page(rig)
    assert shown.invite.isHidden()
    for key in ("bo", "member-lea", "i-1"):
        choose(shown, key)
        detail = shown.detail
        assert detail.revokers == {}
        assert all(
            button.isHidden() for button in (detail.computer, detail.rename, detail.remove, detail.withdraw)
        )
        assert detail.role.isHidden() or not detail.role.isEnabled()


async def test_news_of_the_team_are_shown(rig: Rig) -> None:
    shown = await page(rig)
    team = await rig.desk.team()
    rig.desk.team_of_hub = replace(team, invites=())
    rig.desk._tell(Changes(is_team=True))
    await until(lambda: len(shown.list.rows.rows) == 4)


async def test_in_a_narrow_window_one_of_the_two_is_shown(rig: Rig) -> None:
    shown = await page(rig)
    rig.window.resize(700, 800)
    await until(lambda: not shown.detail.isVisible())
    choose(shown, "bo")
    await until(shown.detail.isVisible)
    click_on(shown.both.back)
    await until(shown.list.isVisible)


async def test_joining_a_team_is_offered_in_practice(rig: Rig) -> None:
    shown = await page(rig)
    asked: list[bool] = []
    rig.window.join_asked.connect(lambda: asked.append(True))
    click_on(shown.join.button)
    assert asked == [True]


async def test_it_speaks_french(rig: Rig) -> None:
    set_language("fr")
    shown = await page(rig)
    assert "Bo Roy, 1 ordinateur, vu il y a 12 min, Équipier" in shown_names(shown.list)
