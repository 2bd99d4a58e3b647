"""The page of quick replies: written, changed, removed and restored, sets added, and what was too late."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.contents import Media
from app.domain.ids import MemberId, QuickReplyId
from app.domain.members import Member
from app.domain.quick_replies import QuickReply, ReplyFile, SaveQuickReply
from app.words.quick_starters import starter_set
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.settings.quick_replies.page import QuickRepliesPage
from ui.widgets.button import Button
from ui.widgets.menu import Menu

__all__ = ["rig"]

CTRL = Qt.KeyboardModifier.ControlModifier
MARC = Member(MemberId("marc"), "Marc", "rep")


def page(rig: Rig) -> QuickRepliesPage:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("quick_replies")
    return rig.panes.settings.quick_replies


def titles(of: QuickRepliesPage) -> list[str]:
    return [row.title for row in of.list.rows.rows]


def chips(of: QuickRepliesPage) -> list[str]:
    return [row.chip.text for row in of.list.rows.rows]


def push(button: Button) -> None:
    click(button, button.rect().center())


def choose(of: QuickRepliesPage, number: int) -> None:
    of.list.setCurrentIndex(of.list.rows.index(number, 0))


def one(rig: Rig) -> QuickReply:
    [reply] = rig.desk.replies.values()
    return reply


async def test_a_new_one_is_written_by_key_alone(rig: Rig) -> None:
    shown = page(rig)
    push(shown.new)
    assert shown.form.name.hasFocus() and not shown.form.save.isEnabled()
    type_text(shown.form.name, "Été")
    type_text(shown.form.text, "Fermé du 1er au 15 août.")
    assert "Fermé" in shown.form.preview.accessibleName()
    press(shown.form.text, Qt.Key.Key_Return, CTRL)
    await until(lambda: bool(rig.desk.replies))
    assert (one(rig).name, one(rig).text, one(rig).owner_id) == ("Été", "Fermé du 1er au 15 août.", None)
    assert titles(shown) == ["Été"] and chips(shown) == ["Whole team"]
    assert shown.form.reply_id == one(rig).reply_id


async def test_what_is_missing_is_said_at_its_field(rig: Rig) -> None:
    shown = page(rig)
    push(shown.new)
    type_text(shown.form.text, "Hello")
    push(shown.form.save)
    await until(lambda: bool(shown.form.groups["name"].error))
    type_text(shown.form.name, "Hi")
    shown.form.text.set_text("")
    push(shown.form.save)
    await until(lambda: bool(shown.form.groups["text"].error))
    assert not shown.form.groups["name"].error and not rig.desk.replies


async def test_a_change_keeps_the_id_and_the_preview_fills_blanks_in(rig: Rig) -> None:
    reply = rig.desk.add_reply("Hours", "Nine to six")
    shown = page(rig)
    choose(shown, 0)
    shown.form.text.set_text("Hello {first_name}, we are at {business} on {day}")
    assert shown.form.preview.accessibleName().endswith("Hello Camille, we are at Salon Rivage on {day}")
    shown.form.language.choose("en")
    push(shown.form.save)
    await until(lambda: rig.desk.replies[reply.reply_id].version == 2)
    assert rig.desk.replies[reply.reply_id].language == "en"


async def test_blanks_are_offered_by_their_meaning(rig: Rig) -> None:
    shown = page(rig)
    push(shown.new)
    push(shown.form.blank)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    next(action for action in menu.actions() if action.iconText() == "First name of the customer").trigger()
    menu.close()
    assert shown.form.text.text == "{first_name}"


async def test_one_is_removed_and_comes_back_by_undo(rig: Rig) -> None:
    rig.desk.add_reply("Hours", "Nine to six")
    shown = page(rig)
    choose(shown, 0)
    push(shown.form.remove)
    await until(lambda: not rig.desk.replies)
    assert titles(shown) == []
    toast = shown.toasts.toasts[-1]
    assert "Hours" in toast.text and toast.link is not None
    push(toast.link)
    await until(lambda: titles(shown) == ["Hours"])
    assert one(rig).version == 3


async def test_a_set_is_added_in_one_press_and_not_twice(rig: Rig) -> None:
    shown = page(rig)
    assert shown.nothing.button is not None
    push(shown.nothing.button)
    shown.pick.trade.choose("garage")
    shown.pick.language.choose("fr")
    press(shown.pick.add, Qt.Key.Key_Space)
    wanted = starter_set("garage", "fr")
    await until(lambda: len(rig.desk.replies) == len(wanted))
    assert {reply.language for reply in rig.desk.replies.values()} == {"fr"}
    await until(lambda: len(titles(shown)) == len(wanted))
    shown.show_sets()
    push(shown.pick.add)
    await until(lambda: any("already" in toast.text for toast in shown.toasts.toasts))
    assert len(rig.desk.replies) == len(wanted)


async def test_the_search_finds_without_accents_in_name_and_text(rig: Rig) -> None:
    rig.desk.add_reply("Été", "Fermé")
    rig.desk.add_reply("Prices", "Cut 30")
    shown = page(rig)
    type_text(shown.search, "ete")
    assert titles(shown) == ["Été"]
    shown.search.setText("cut")
    assert titles(shown) == ["Prices"]


async def test_files_stand_in_the_form_and_go_with_it(rig: Rig) -> None:
    file = ReplyFile("document", Media("application/pdf", "ab" * 32, "prices.pdf", 4_000))
    reply = rig.desk.add_reply("Prices", "", files=(file,))
    shown = page(rig)
    choose(shown, 0)
    assert [row.words[0] for row in shown.form.files.rows] == ["prices.pdf"]
    shown.form.text.set_text("Our prices")
    push(shown.form.save)
    await until(lambda: rig.desk.replies[reply.reply_id].version == 2)
    assert rig.desk.replies[reply.reply_id].files == (file,)


async def test_a_rep_reads_the_teams_and_writes_their_own(rig: Rig) -> None:
    rig.desk.me = lambda: MARC  # type: ignore[method-assign]
    rig.desk.add_reply("Hours", "Nine to six")
    shown = page(rig)
    choose(shown, 0)
    assert not shown.form.name.isEnabled() and shown.form.save.isHidden() and shown.form.remove.isHidden()
    push(shown.new)
    type_text(shown.form.name, "Mine")
    type_text(shown.form.text, "Ciao")
    push(shown.form.save)
    await until(lambda: len(rig.desk.replies) == 2)
    assert list(rig.desk.replies.values())[-1].owner_id == MARC.member_id


async def test_leaving_what_is_not_saved_is_asked_about(rig: Rig) -> None:
    rig.desk.add_reply("A", "a")
    rig.desk.add_reply("B", "b")
    shown = page(rig)
    choose(shown, 0)
    shown.form.text.set_text("changed")
    choose(shown, 1)
    assert shown.dialog is not None and shown.form.name.text() == "A"
    shown.dialog.keep_button.click()
    assert shown.form.text.text == "changed"
    choose(shown, 1)
    shown.dialog.confirm_button.click()
    assert shown.form.name.text() == "B"


async def test_a_change_from_elsewhere_is_shown_unless_somebody_writes(rig: Rig) -> None:
    reply = rig.desk.add_reply("Hours", "Nine to six")
    shown = page(rig)
    choose(shown, 0)
    await rig.desk.save_quick_reply(QuickReply(reply.reply_id, "Hours", "Ten to seven", 1))
    await until(lambda: shown.form.text.text == "Ten to seven")
    shown.form.text.set_text("mine")
    await rig.desk.save_quick_reply(QuickReply(reply.reply_id, "Hours", "Eight to five", 2))
    assert shown.form.text.text == "mine"


async def test_what_was_too_late_stands_first_beside_what_is_there_now(rig: Rig) -> None:
    reply = rig.desk.add_reply("Hours", "Eight to five")
    rig.desk.refuse_reply(SaveQuickReply(reply.reply_id, "Hours", "Ten to seven", is_personal=False))
    shown = page(rig)
    assert chips(shown) == ["Not saved", "Whole team"]
    choose(shown, 0)
    assert shown.form.text.text == "Ten to seven" and "Eight to five" in shown.form.notice.text
    push(shown.form.save)
    await until(lambda: rig.desk.replies[reply.reply_id].text == "Ten to seven")
    assert chips(shown) == ["Whole team"]


async def test_what_was_removed_meanwhile_can_be_saved_as_new_or_given_up(rig: Rig) -> None:
    rig.desk.refuse_reply(
        SaveQuickReply(QuickReplyId("gone"), "Hours", "Ten to seven", is_personal=False), "quick_reply_gone"
    )
    shown = page(rig)
    choose(shown, 0)
    assert "removed" in shown.form.notice.text
    push(shown.form.save)
    await until(lambda: bool(rig.desk.replies))
    assert one(rig).reply_id != "gone" and rig.desk.unsaved == [] and chips(shown) == ["Whole team"]
    rig.desk.refuse_reply(SaveQuickReply(QuickReplyId("gone"), "Hours", "Ten", is_personal=False))
    await until(lambda: len(chips(shown)) == 2)
    choose(shown, 0)
    push(shown.form.give_up)
    assert rig.desk.unsaved == [] and chips(shown) == ["Whole team"]


async def test_a_narrow_window_shows_one_of_the_two(rig: Rig) -> None:
    rig.desk.add_reply("Hours", "Nine to six")
    shown = page(rig)
    rig.window.resize(820, 700)
    assert shown.list.isVisible() and not shown.form.isVisible()
    choose(shown, 0)
    assert shown.form.isVisible() and not shown.list.isVisible()
    push(shown.both.back)
    assert shown.list.isVisible()
