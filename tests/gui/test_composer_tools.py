"""The tools of the answer: emoji, quotes, reactions, formatting, the link's preview; by mouse and by key."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from tests.gui.rig import Rig, click, move_over, press, rig, type_text, until
from ui.conversation.composer import Composer
from ui.conversation.writing.quote_strip import can_be_answered
from ui.conversation.writing.reaction_bar import QUICK, ReactionBar
from ui.widgets.emoji_picker import EmojiPicker
from ui.widgets.menu import Menu

__all__ = ["rig"]

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def composer(rig: Rig) -> Composer:
    return rig.conversation.composer


def rows(rig: Rig, conversation_id: ConversationId) -> list[MessageRow]:
    return rig.desk.talks[conversation_id].messages


def picker(rig: Rig) -> EmojiPicker:
    found = QApplication.activePopupWidget()
    assert isinstance(found, EmojiPicker)
    return found


def menu_of(rig: Rig, row: MessageRow) -> Menu:
    rig.conversation.acts._open_menu(row.message_id, rig.window.pos())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    return menu


def choose(menu: Menu, words: str) -> None:
    next(action for action in menu.actions() if action.iconText() == words).trigger()
    menu.close()


def bar(rig: Rig) -> ReactionBar:
    assert rig.conversation.reacting.bar is not None
    return rig.conversation.reacting.bar


# -- emoji


async def test_an_emoji_goes_where_the_cursor_is_and_is_remembered(rig: Rig) -> None:
    rig.open(3)
    rig.write("ab")
    composer(rig).box.moveCursor(QTextCursor.MoveOperation.Left)
    click(composer(rig).tools.emoji, composer(rig).tools.emoji.rect().center())
    type_text(picker(rig).search, "unicorn")
    press(picker(rig).search, Qt.Key.Key_Return)
    assert composer(rig).text == "a🦄b" and composer(rig).box.hasFocus()
    press(composer(rig).box, Qt.Key.Key_J, CTRL)
    again = picker(rig)
    assert again.grid.model().index(0, 0).data() == "🦄"
    again.close()
    assert rig.desk.last_place()["emoji"] == "🦄"


# -- quotes


async def test_the_menu_quotes_a_message_and_the_answer_carries_it(rig: Rig) -> None:
    conversation_id = rig.open(3)
    quoted = rows(rig, conversation_id)[0]
    choose(menu_of(rig, quoted), "Answer")
    strip = composer(rig).quote
    assert strip.isVisible() and quoted.text is not None and quoted.text in strip.accessibleName()
    assert composer(rig).box.hasFocus()
    rig.write("Yes")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: rows(rig, conversation_id)[-1].text == "Yes")
    assert rows(rig, conversation_id)[-1].reply_message_id == quoted.message_id
    assert not strip.isVisible()


async def test_the_key_quotes_the_newest_of_the_customer_or_the_chosen_one(rig: Rig) -> None:
    conversation_id = rig.open(9)
    rig.conversation.focus_composer()
    press(composer(rig).box, Qt.Key.Key_R, ALT)
    newest = next(row for row in reversed(rows(rig, conversation_id)) if row.direction == "in")
    assert composer(rig).answer.reply_to == newest.message_id
    view = rig.conversation.view
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    view.setCurrentIndex(rig.conversation.model.index(0))
    press(view, Qt.Key.Key_R, ALT)
    assert composer(rig).answer.reply_to == rows(rig, conversation_id)[0].message_id


async def test_the_cross_answers_none_and_the_keyboard_writes_on(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.reply()
    assert rig.desk.attached(conversation_id) is not None
    cross = composer(rig).quote.close_button
    click(cross, cross.rect().center())
    assert composer(rig).answer.reply_to is None and not composer(rig).quote.isVisible()
    assert composer(rig).box.hasFocus() and rig.desk.attached(conversation_id) is None


async def test_a_quote_stays_with_its_conversation_and_survives_a_restart(rig: Rig) -> None:
    first = rig.open(3)
    rig.conversation.reply()
    quoted = composer(rig).answer.reply_to
    rig.open(5)
    assert composer(rig).answer.reply_to is None
    rig.panes.open(first)
    assert composer(rig).answer.reply_to == quoted and composer(rig).quote.isVisible()
    from ui.place import read_place

    rig.panes.remember()
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    assert rig.conversation.conversation_id == first
    assert composer(rig).answer.reply_to == quoted


async def test_a_text_with_a_quote_that_is_taken_back_has_both_again(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.reply()
    quoted = composer(rig).answer.reply_to
    rig.write("Too soon")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: rig.conversation.undo.message_id is not None)
    press(composer(rig).box, Qt.Key.Key_Z, CTRL)
    await until(lambda: composer(rig).text == "Too soon")
    assert composer(rig).answer.reply_to == quoted
    assert rig.desk.draft(conversation_id) == "Too soon"


async def test_only_what_the_channel_knows_can_be_answered(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Waits")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: rows(rig, conversation_id)[-1].text == "Waits")
    waiting = rows(rig, conversation_id)[-1]
    assert not can_be_answered(waiting) and can_be_answered(rows(rig, conversation_id)[0])
    assert not can_be_answered(replace(rows(rig, conversation_id)[0], is_imported=True))  # no channel's id
    await until(lambda: rig.conversation.model.place_of(waiting.message_id) is not None)
    menu = menu_of(rig, waiting)
    words = [action.iconText() for action in menu.actions()]
    assert "Answer" not in words and "React…" not in words
    menu.close()


async def test_where_the_window_is_closed_nothing_is_quoted_or_reacted_to(rig: Rig) -> None:
    conversation_id = rig.open(7)
    rig.conversation.reply()
    rig.conversation.react()
    assert not composer(rig).quote.isVisible() and rig.conversation.reacting.bar is None
    menu = menu_of(rig, rows(rig, conversation_id)[0])
    assert "Answer" not in [action.iconText() for action in menu.actions()]
    menu.close()


# -- reactions


async def test_a_reaction_by_mouse_beside_the_bubble_and_its_removal(rig: Rig) -> None:
    conversation_id = rig.open(3)
    view, button = rig.conversation.view, rig.conversation.reacting.button
    number = 0
    move_over(view, view.bubble_rect(number).center().toPoint())
    assert button.isVisible() and button.accessibleName() == "React"
    click(button, button.rect().center())
    thumb = bar(rig).buttons[0]
    click(thumb, thumb.rect().center())
    await until(lambda: bool(rows(rig, conversation_id)[number].reactions))
    assert rows(rig, conversation_id)[number].reactions[0].emoji == QUICK[0]
    rig.conversation.reacting.open(rows(rig, conversation_id)[number].message_id)
    own = bar(rig).buttons[0]
    assert own.is_own and own.accessibleName() == "Take back 👍"
    click(own, own.rect().center())
    await until(lambda: not rows(rig, conversation_id)[number].reactions)


async def test_a_reaction_by_key_alone(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.focus_composer()
    press(composer(rig).box, Qt.Key.Key_E, ALT)
    opened = bar(rig)
    assert opened.buttons[0].hasFocus()
    press(opened.buttons[0], Qt.Key.Key_Right)
    assert opened.buttons[1].hasFocus()
    press(opened.buttons[1], Qt.Key.Key_Return)
    newest = next(row for row in reversed(rows(rig, conversation_id)) if row.direction == "in")
    await until(lambda: bool(rig.desk.message(newest.message_id).reactions))  # type: ignore[union-attr]
    found = rig.desk.message(newest.message_id)
    assert found is not None and found.reactions[0].emoji == QUICK[1]


async def test_any_other_emoji_by_the_picker(rig: Rig) -> None:
    conversation_id = rig.open(3)
    message_id: MessageId = rows(rig, conversation_id)[0].message_id
    rig.conversation.reacting.open(message_id)
    more = bar(rig).more
    click(more, more.rect().center())
    type_text(picker(rig).search, "unicorn")
    press(picker(rig).search, Qt.Key.Key_Return)
    await until(lambda: bool(rows(rig, conversation_id)[0].reactions))
    assert rows(rig, conversation_id)[0].reactions[0].emoji == "🦄"
    choose(menu_of(rig, rows(rig, conversation_id)[0]), "Take my reaction back")
    await until(lambda: not rows(rig, conversation_id)[0].reactions)


async def test_the_button_beside_a_bubble_goes_with_the_pointer(rig: Rig) -> None:
    rig.open(1)
    view, button = rig.conversation.view, rig.conversation.reacting.button
    last = rig.conversation.model.rowCount() - 1
    move_over(view, view.bubble_rect(last).center().toPoint())
    assert button.isVisible()
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 40)
    assert not button.isVisible()


# -- formatting and links


async def test_bold_and_italic_by_key(rig: Rig) -> None:
    rig.open(3)
    rig.write("très 🙂 important")
    box = composer(rig).box
    box.moveCursor(QTextCursor.MoveOperation.WordLeft, QTextCursor.MoveMode.KeepAnchor)
    press(box, Qt.Key.Key_B, CTRL)
    assert composer(rig).text == "très 🙂 *important*"
    press(box, Qt.Key.Key_B, CTRL)
    assert composer(rig).text == "très 🙂 important"
    box.selectAll()
    press(box, Qt.Key.Key_I, CTRL)
    assert composer(rig).text == "_très 🙂 important_"
    box.set_text("")
    press(box, Qt.Key.Key_I, CTRL)
    type_text(box, "oui")
    assert composer(rig).text == "_oui_"


async def test_a_link_shows_its_preview_unless_one_does_not_want_it(rig: Rig) -> None:
    conversation_id = rig.open(3)
    switch = composer(rig).tools.preview
    rig.write("No link")
    assert not switch.isVisible()
    type_text(composer(rig).box, " https://salon.example/tarifs")
    assert switch.isVisible() and switch.isChecked()
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: rows(rig, conversation_id)[-1].is_pending)
    content = rows(rig, conversation_id)[-1].content
    assert content is not None and content.has_preview
    rig.write("again https://salon.example/tarifs")
    click(switch, switch.rect().center())
    assert switch.accessibleName() == "No preview of the link"
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: (rows(rig, conversation_id)[-1].text or "").startswith("again"))
    assert rows(rig, conversation_id)[-1].content is None


async def test_every_tool_has_a_name_and_a_tip_with_its_key(rig: Rig) -> None:
    rig.open(3)
    tools = composer(rig).tools
    for button, key in ((tools.emoji, "Ctrl+J"), (tools.attach, "Ctrl+O"), (tools.record, "Ctrl+M")):
        assert button.accessibleName() and key in button.toolTip()
