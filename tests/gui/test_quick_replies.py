"""Quick replies where one writes: found by "/", taken by key and by click, blanks filled in or warned of."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.domain.contents import Content, Media
from app.domain.ids import ConversationId, QuickReplyId
from app.domain.media import MediaState
from app.domain.quick_replies import ReplyFile, SaveQuickReply
from app.domain.rows import MessageRow
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.conversation.composer import Composer
from ui.conversation.quick_replies.place import QuickPlace
from ui.widgets.menu import Menu

__all__ = ["rig"]

SHIFT = Qt.KeyboardModifier.ShiftModifier
PRICES = ReplyFile("document", Media("application/pdf", "ab" * 32, "prices.pdf", 4_000))


@pytest.fixture
def quick(rig: Rig) -> QuickPlace:
    rig.desk.add_reply("Hours", "We are open from nine to six, {first_name}.")
    rig.desk.add_reply("Prices", "Here are our prices.", files=(PRICES,))
    rig.desk.add_reply("Été", "Closed from {jour} to {retour}.")
    rig.open(3)
    return rig.conversation.quick


def composer(rig: Rig) -> Composer:
    return rig.conversation.composer


def key(rig: Rig, *keys: Qt.Key) -> None:
    for one in keys:
        press(composer(rig).box, one)


def shown(quick: QuickPlace) -> list[str]:
    return [reply.name for reply in quick.popup.list.rows.replies] if quick.popup.isVisible() else []


def rows(rig: Rig, conversation_id: ConversationId) -> list[MessageRow]:
    return rig.desk.talks[conversation_id].messages


# --- the list


async def test_a_slash_opens_the_list_and_letters_narrow_it(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/")
    assert shown(quick) == ["Été", "Hours", "Prices"]
    rig.write("pr")
    assert shown(quick) == ["Prices"]
    key(rig, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert len(shown(quick)) == 3
    rig.write("ete")
    assert shown(quick) == ["Été"]


async def test_enter_takes_the_chosen_one_with_its_blanks_filled_in_and_sends_nothing(
    rig: Rig, quick: QuickPlace
) -> None:
    conversation_id = ConversationId("c-003")
    count = len(rows(rig, conversation_id))
    rig.write("/ho")
    key(rig, Qt.Key.Key_Return)
    first = (rig.desk.talks[conversation_id].name or "").split()[0]
    assert composer(rig).text == f"We are open from nine to six, {first}."
    assert not quick.is_open and len(rows(rig, conversation_id)) == count
    assert rig.desk.uses == {"r1": 1} and rig.desk.draft(conversation_id) == composer(rig).text
    key(rig, Qt.Key.Key_Return)
    await until(lambda: len(rows(rig, conversation_id)) == count + 1)


async def test_arrows_move_tab_takes_and_files_are_attached(rig: Rig, quick: QuickPlace) -> None:
    rig.write("Hello\n/")
    key(rig, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert quick.popup.list.chosen is not None and quick.popup.list.chosen.name == "Prices"
    key(rig, Qt.Key.Key_Down)
    assert quick.popup.list.chosen.name == "Été"  # beyond the end stands the beginning
    key(rig, Qt.Key.Key_Up, Qt.Key.Key_Tab)
    assert composer(rig).text == "Hello\nHere are our prices."
    assert [one.media.name for one in composer(rig).files.files] == ["prices.pdf"]
    assert composer(rig).box.hasFocus()


async def test_a_click_takes_one_and_the_keyboard_stays_in_the_box(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/")
    view = quick.popup.list
    click(view.viewport(), view.visualRect(view.rows.index(1, 0)).center())
    assert composer(rig).text.startswith("We are open")
    assert composer(rig).box.hasFocus() and not quick.is_open


async def test_escape_closes_the_list_and_leaves_what_was_typed(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/ho")
    key(rig, Qt.Key.Key_Escape)
    assert not quick.is_open and composer(rig).text == "/ho" and rig.conversation.isVisible()
    rig.write("u")
    assert not quick.is_open
    conversation_id = ConversationId("c-003")
    count = len(rows(rig, conversation_id))
    key(rig, Qt.Key.Key_Return)
    await until(lambda: len(rows(rig, conversation_id)) == count + 1)
    assert rows(rig, conversation_id)[-1].text == "/hou"


@pytest.mark.parametrize("text", ["//", "/home/lea", "/ ", "/zzz", "1/2", "and/or"])
async def test_what_is_no_search_is_typed_as_it_is(rig: Rig, quick: QuickPlace, text: str) -> None:
    for letter in text:
        rig.write(letter)
    assert composer(rig).text == text and not quick.is_open
    conversation_id = ConversationId("c-003")
    count = len(rows(rig, conversation_id))
    if text.strip("/ "):
        key(rig, Qt.Key.Key_Return)
        await until(lambda: len(rows(rig, conversation_id)) == count + 1)


async def test_a_slash_before_other_words_opens_nothing(rig: Rig, quick: QuickPlace) -> None:
    rig.write("at nine")
    key(rig, Qt.Key.Key_Home)
    rig.write("/")
    assert composer(rig).text == "/at nine" and not quick.is_open


async def test_keys_belong_to_the_box_while_no_list_is_open(rig: Rig, quick: QuickPlace) -> None:
    rig.write("one\ntwo")
    key(rig, Qt.Key.Key_Up, Qt.Key.Key_Home)
    rig.write("x")
    assert composer(rig).text == "xone\ntwo"
    key(rig, Qt.Key.Key_Tab)
    assert not composer(rig).box.hasFocus()


async def test_shift_enter_still_breaks_the_line_and_closes_the_list(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/")
    press(composer(rig).box, Qt.Key.Key_Return, SHIFT)
    assert composer(rig).text == "/\n" and not quick.is_open


async def test_letters_of_an_input_method_are_not_taken_for_a_choice(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/")
    QApplication.sendEvent(composer(rig).box, QInputMethodEvent("ほ", []))
    key(rig, Qt.Key.Key_Return)
    assert rig.desk.uses == {}


async def test_the_button_opens_the_list_where_the_cursor_is(rig: Rig, quick: QuickPlace) -> None:
    rig.write("Hello ")
    button = composer(rig).tools.quick
    click(button, button.rect().center())
    assert shown(quick) == ["Été", "Hours", "Prices"]
    rig.write("pri")
    key(rig, Qt.Key.Key_Return)
    assert composer(rig).text == "Hello Here are our prices."
    click(button, button.rect().center())
    click(button, button.rect().center())
    assert not quick.is_open


async def test_another_conversation_and_another_place_close_the_list(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/")
    rig.inbox.list.setFocus()
    assert shown(quick) == []
    rig.conversation.focus_composer()
    key(rig, Qt.Key.Key_Backspace)
    rig.write("/")
    assert quick.is_open
    rig.open(4)
    assert not quick.is_open


async def test_undo_gives_back_what_was_typed(rig: Rig, quick: QuickPlace) -> None:
    rig.write("/ho")
    key(rig, Qt.Key.Key_Return)
    press(composer(rig).box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer(rig).text == "/ho"


async def test_without_any_it_leads_to_where_they_are_written(rig: Rig) -> None:
    rig.open(3)
    rig.write("/")
    quick = rig.conversation.quick
    assert quick.popup.isVisible() and not quick.popup.has_rows
    click(quick.popup.manage, quick.popup.manage.rect().center())
    assert rig.panes.screen_id == "settings" and not quick.is_open
    rig.panes.show_screen("inbox")
    composer(rig).focus_text()
    key(rig, Qt.Key.Key_Backspace)
    count = len(rows(rig, ConversationId("c-003")))
    rig.write("/")
    key(rig, Qt.Key.Key_Return)  # sends no lone slash
    assert rig.panes.screen_id == "settings" and not composer(rig).text
    assert len(rows(rig, ConversationId("c-003"))) == count


async def test_another_language_than_the_customers_comes_last(rig: Rig) -> None:
    rig.desk.add_reply("A in English", "Hello", language="en")
    rig.desk.add_reply("Z en français", "Bonjour", language="fr")
    conversation_id = rig.open(3)
    rig.desk.arrive(conversation_id, "Bonjour, est-ce que vous avez une place pour demain ? Merci")
    rig.write("/")
    assert shown(rig.conversation.quick) == ["Z en français", "A in English"]


# --- blanks


async def test_an_open_blank_is_warned_of_once_and_then_sent(rig: Rig, quick: QuickPlace) -> None:
    conversation_id = ConversationId("c-003")
    count = len(rows(rig, conversation_id))
    rig.write("/ete")
    key(rig, Qt.Key.Key_Return)
    box = composer(rig).box
    assert box.textCursor().selectedText() == "{jour}"
    key(rig, Qt.Key.Key_Return)
    assert composer(rig).notice.isVisible() and len(rows(rig, conversation_id)) == count
    assert "{jour}" in composer(rig).notice.label.text
    type_text(box, "Monday")
    assert not composer(rig).notice.isVisible()
    key(rig, Qt.Key.Key_Tab)
    assert box.textCursor().selectedText() == "{retour}"
    key(rig, Qt.Key.Key_Return)
    assert composer(rig).notice.isVisible() and len(rows(rig, conversation_id)) == count
    key(rig, Qt.Key.Key_Return)
    await until(lambda: len(rows(rig, conversation_id)) == count + 1)
    assert rows(rig, conversation_id)[-1].text == "Closed from Monday to {retour}."


async def test_the_link_of_the_warning_sends_too(rig: Rig) -> None:
    conversation_id = rig.open(3)
    count = len(rows(rig, conversation_id))
    rig.write("See you on {day}")
    click(composer(rig).send_button, composer(rig).send_button.rect().center())
    assert len(rows(rig, conversation_id)) == count
    link = composer(rig).notice.link
    click(link, link.rect().center())
    await until(lambda: len(rows(rig, conversation_id)) == count + 1)


async def test_a_blank_and_a_colleagues_newer_answer_are_told_one_after_the_other(rig: Rig) -> None:
    conversation_id = rig.open(3)
    count = len(rows(rig, conversation_id))
    rig.write("See you on {day}")
    rig.desk.marc_answers(conversation_id, "Come at five")
    notice = composer(rig).notice
    key(rig, Qt.Key.Key_Return)
    assert "{day}" in notice.label.text
    key(rig, Qt.Key.Key_Return)
    assert notice.isVisible() and "Marc" in notice.label.text
    assert len(rows(rig, conversation_id)) == count + 1 and composer(rig).text == "See you on {day}"
    key(rig, Qt.Key.Key_Return)
    await until(lambda: rows(rig, conversation_id)[-1].text == "See you on {day}")


async def test_the_links_of_both_warnings_lead_on_too(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("See you on {day}")
    rig.desk.marc_answers(conversation_id, "Come at five")
    link = composer(rig).notice.link
    key(rig, Qt.Key.Key_Return)
    click(link, link.rect().center())
    assert "Marc" in composer(rig).notice.label.text
    click(link, link.rect().center())
    await until(lambda: rows(rig, conversation_id)[-1].text == "See you on {day}")


async def test_an_open_blank_is_warned_of_before_an_answer_is_planned(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("See you on {day}")
    later, notice = composer(rig).tools.later, composer(rig).notice
    click(later, later.rect().center())
    assert notice.isVisible() and "{day}" in notice.label.text and notice.link.text() == "Send later"
    assert not any(menu.isVisible() for menu in rig.window.findChildren(Menu))
    click(notice.link, notice.link.rect().center())
    menu = next(menu for menu in rig.window.findChildren(Menu) if menu.isVisible())
    menu.close()
    assert composer(rig).text == "See you on {day}" and rig.desk.scheduled(conversation_id) == []


async def test_tab_goes_through_the_blanks_and_then_on(rig: Rig) -> None:
    rig.open(3)
    rig.write("{one} and {two}")
    box = composer(rig).box
    key(rig, Qt.Key.Key_Home, Qt.Key.Key_Tab)
    assert box.textCursor().selectedText() == "{one}"
    key(rig, Qt.Key.Key_Tab)
    assert box.textCursor().selectedText() == "{two}"
    press(box, Qt.Key.Key_Backtab, SHIFT)
    assert box.textCursor().selectedText() == "{one}"
    key(rig, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert not box.hasFocus()


async def test_a_text_with_braces_of_another_kind_goes_at_once(rig: Rig) -> None:
    conversation_id = rig.open(3)
    count = len(rows(rig, conversation_id))
    rig.write('{"a": 1} :-{)')
    key(rig, Qt.Key.Key_Return)
    await until(lambda: len(rows(rig, conversation_id)) == count + 1)


# --- a message becomes one


def menu_of(rig: Rig, row: MessageRow) -> Menu:
    rig.conversation.acts._open_menu(row.message_id, rig.window.pos())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    return menu


def labels(menu: Menu) -> list[str]:
    return [action.iconText() for action in menu.actions()]


async def test_a_sent_message_becomes_a_quick_reply_in_one_click_and_can_be_renamed(rig: Rig) -> None:
    conversation_id = rig.open(3)
    row = next(row for row in rows(rig, conversation_id) if row.direction == "out" and row.kind == "text")
    menu = menu_of(rig, row)
    next(action for action in menu.actions() if action.iconText() == "Save as a quick reply").trigger()
    menu.close()
    await until(lambda: len(rig.desk.replies) == 1)
    [reply] = rig.desk.replies.values()
    assert (reply.text, reply.owner_id) == (row.text, rig.desk.me().member_id)
    assert reply.name and (row.text or "").startswith(reply.name)
    toast = rig.conversation.toasts.toasts[-1]
    assert reply.name in toast.text and toast.link is not None
    click(toast.link, toast.link.rect().center())
    dialog = rig.conversation.quick.dialog
    assert dialog is not None and dialog.field.input.selectedText() == reply.name
    dialog.field.input.clear()
    dialog.save.click()
    assert dialog.isVisible()  # a name is needed
    type_text(dialog.field.input, "Étage")
    press(dialog.field.input, Qt.Key.Key_Return)
    await until(lambda: rig.desk.replies[reply.reply_id].name == "Étage")
    assert rig.desk.replies[reply.reply_id].version == 2


async def test_a_customers_message_does_not_become_one(rig: Rig) -> None:
    conversation_id = rig.open(3)
    row = next(row for row in rows(rig, conversation_id) if row.direction == "in")
    menu = menu_of(rig, row)
    assert "Save as a quick reply" not in labels(menu)
    menu.close()


async def test_a_sent_file_becomes_one_with_its_caption(rig: Rig) -> None:
    conversation_id = rig.open(3)
    old = next(row for row in rows(rig, conversation_id) if row.direction == "out" and row.kind == "text")
    media = Media("application/pdf", "ab" * 32, "prices.pdf", 4_000)
    state = MediaState("stored", "ab" * 32, 4_000, "application/pdf")
    row = rig.desk._replace(
        old.message_id, kind="document", text="Our prices", content=Content(media=media), media=state
    )
    rig.conversation.quick.keep(row)
    await until(lambda: len(rig.desk.replies) == 1)
    [reply] = rig.desk.replies.values()
    assert (reply.name, reply.text, reply.files) == ("Our prices", "Our prices", (PRICES,))
    rig.conversation.quick.keep(replace(row, text="prices.pdf"))
    await until(lambda: len(rig.desk.replies) == 2)
    assert [one.text for one in rig.desk.replies.values()] == ["Our prices", ""]


async def test_who_was_too_late_is_told_and_led_to_what_is_kept(rig: Rig) -> None:
    rig.open(3)
    rig.desk.refuse_reply(SaveQuickReply(QuickReplyId("r1"), "Hours", "Ten to seven", False, 1))
    await until(lambda: bool(rig.conversation.toasts.toasts))
    toast = rig.conversation.toasts.toasts[-1]
    assert "Hours" in toast.text and toast.link is not None
    click(toast.link, QPoint(4, 4))
    assert rig.panes.screen_id == "settings"


async def test_the_list_stays_over_the_box_when_the_window_changes_its_size(
    rig: Rig, quick: QuickPlace
) -> None:
    rig.write("/")
    rig.window.resize(1000, 640)
    pane = rig.conversation
    await until(lambda: quick.popup.geometry().bottom() < composer(rig).box_in(pane).top() <= pane.height())
    assert quick.popup.width() <= composer(rig).box_in(pane).width() and quick.popup.y() >= 0


async def test_a_closed_window_takes_the_list_with_it(rig: Rig, quick: QuickPlace) -> None:
    conversation_id = ConversationId("c-003")
    rig.write("/")
    rig.desk.talks[conversation_id].last_inbound_at = None
    rig.conversation._let_time_pass()
    assert composer(rig).is_locked and not quick.is_open
