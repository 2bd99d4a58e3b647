"""Writing and sending: nothing that was typed is ever lost, and nothing goes out twice."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.conversation.composer import LIMIT, Composer
from ui.conversation.text_box import TextBox

__all__ = ["rig"]

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def composer(rig: Rig) -> Composer:
    return rig.conversation.composer


def box(rig: Rig) -> TextBox:
    return rig.conversation.composer.box


def last(rig: Rig, conversation_id: ConversationId) -> MessageRow:
    return rig.desk.talks[conversation_id].messages[-1]


async def test_enter_sends_once_and_empties_the_box(rig: Rig) -> None:
    conversation_id = rig.open(3)
    count = len(rig.desk.talks[conversation_id].messages)
    rig.write("Oui, à onze heures 🙂")
    press(box(rig), Qt.Key.Key_Return)
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: last(rig, conversation_id).text == "Oui, à onze heures 🙂")
    assert composer(rig).text == "" and rig.desk.draft(conversation_id) == ""
    assert len(rig.desk.talks[conversation_id].messages) == count + 1


async def test_the_button_sends_too(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Yes")
    click(composer(rig).send_button, composer(rig).send_button.rect().center())
    await until(lambda: last(rig, conversation_id).text == "Yes")


async def test_shift_enter_breaks_the_line(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("one")
    press(box(rig), Qt.Key.Key_Return, SHIFT)
    type_text(box(rig), "two")
    assert composer(rig).text == "one\ntwo"
    assert rig.desk.draft(conversation_id) == "one\ntwo"


async def test_enter_belongs_to_an_input_method_while_it_shows_letters(rig: Rig) -> None:
    conversation_id = rig.open(3)
    count = len(rig.desk.talks[conversation_id].messages)
    rig.write("に")
    QApplication.sendEvent(box(rig), QInputMethodEvent("ほ", []))
    press(box(rig), Qt.Key.Key_Return)
    assert len(rig.desk.talks[conversation_id].messages) == count
    type_text(box(rig), "本")
    assert composer(rig).text.startswith("に")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: len(rig.desk.talks[conversation_id].messages) == count + 1)


async def test_tab_leaves_the_box(rig: Rig) -> None:
    rig.open(3)
    rig.write("x")
    press(box(rig), Qt.Key.Key_Tab)
    assert composer(rig).text == "x" and not box(rig).hasFocus()


async def test_blank_text_is_not_sent(rig: Rig) -> None:
    conversation_id = rig.open(3)
    count = len(rig.desk.talks[conversation_id].messages)
    rig.write("  \n ")
    press(box(rig), Qt.Key.Key_Return)
    assert len(rig.desk.talks[conversation_id].messages) == count
    assert not composer(rig).send_button.isEnabled()


async def test_drafts_stay_with_their_conversations(rig: Rig) -> None:
    first = rig.open(3)
    rig.write("Pour vous, à dix heures")
    rig.open(5)
    assert composer(rig).text == ""
    rig.write("Another")
    rig.panes.open(first)
    assert composer(rig).text == "Pour vous, à dix heures"
    assert rig.desk.drafts[ConversationId("c-005")] == "Another"


async def test_a_restart_brings_draft_and_place_back(rig: Rig) -> None:
    rig.inbox.show_view("all")
    rig.open(3)
    rig.write("Half a sent")
    rig.panes.remember()
    from ui.place import read_place

    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    assert rig.inbox.view == "all" and rig.inbox.current == "c-003"
    assert rig.conversation.conversation_id == "c-003"
    assert composer(rig).text == "Half a sent"
    await until(box(rig).hasFocus)


async def test_too_long_says_how_much_and_sends_nothing(rig: Rig) -> None:
    rig.open(3)
    rig.write("é" * (LIMIT - 100))
    assert composer(rig).count.text() == f"{LIMIT - 100} / {LIMIT}"
    assert composer(rig).send_button.isEnabled()
    type_text(box(rig), "é" * 101)
    assert str(LIMIT + 1) in composer(rig).count.text() and "shorten" in composer(rig).count.text()
    assert not composer(rig).send_button.isEnabled()


async def test_the_box_grows_with_the_text_up_to_its_most(rig: Rig) -> None:
    rig.open(3)
    heights = []
    for lines in (1, 8, 60):
        box(rig).set_text("\n".join(["line"] * lines))
        composer(rig)._settle()
        await until(lambda: composer(rig).height() == composer(rig).sizeHint().height())
        heights.append(composer(rig).height() - 16)
    assert heights[0] == 120 and 120 < heights[1] < 320 and heights[2] == 320


async def test_only_plain_text_is_pasted(rig: Rig) -> None:
    rig.open(3)
    mime = QMimeData()
    mime.setHtml("<b>bold</b><img src='file:///etc/passwd'>")
    mime.setText("plain")
    box(rig).insertFromMimeData(mime)
    assert composer(rig).text == "plain"
    assert "<b>" not in box(rig).toHtml().partition("<body")[2]


# -- change one's mind


@pytest.mark.parametrize("way", ["link", "escape", "ctrl_z", "window_key", "menu"])
async def test_a_send_is_taken_back_and_its_text_returns(rig: Rig, way: str) -> None:
    conversation_id = rig.open(3)
    rig.write("Trop vite")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    toast = rig.conversation.toasts.toasts[-1]
    assert toast.text == "Sending in 3 s" and toast.link is not None
    row = last(rig, conversation_id)
    if way == "link":
        click(toast.link, toast.link.rect().center())
    elif way == "escape":
        press(box(rig), Qt.Key.Key_Escape)
    elif way == "ctrl_z":
        press(box(rig), Qt.Key.Key_Z, CTRL)
    elif way == "window_key":
        rig.inbox.list.setFocus()
        press(rig.inbox.list, Qt.Key.Key_Z, CTRL)
    else:
        rig.conversation.acts._take_back_row(row)
    await until(lambda: composer(rig).text == "Trop vite")
    assert rig.desk.message(row.message_id) is None
    assert rig.desk.draft(conversation_id) == "Trop vite"
    assert rig.conversation.toasts.toasts == ()
    await until(lambda: rig.conversation.model.place_of(row.message_id) is None)


async def test_an_undone_send_vanishes_and_what_is_read_does_not_move(rig: Rig) -> None:
    conversation_id = rig.open(1)
    rig.write("Trop vite")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    row = last(rig, conversation_id)
    view = rig.conversation.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 700)
    before = view.anchor()
    rig.conversation.undo.undo()
    await until(lambda: rig.conversation.model.place_of(row.message_id) is None)
    assert view.anchor() == before
    await until(lambda: composer(rig).text == "Trop vite")


async def test_what_was_written_meanwhile_stays_behind_what_comes_back(rig: Rig) -> None:
    rig.open(3)
    rig.write("first")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    rig.write("second")
    rig.conversation.undo.undo()
    await until(lambda: composer(rig).text == "first\nsecond")


async def test_taken_back_from_another_conversation_it_returns_to_its_own_draft(rig: Rig) -> None:
    first = rig.open(3)
    rig.write("for the first")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    rig.open(5)
    rig.conversation.undo.undo()
    await until(lambda: rig.desk.draft(first) == "for the first")
    assert composer(rig).text == ""


async def test_after_its_seconds_it_is_too_late(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("gone")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    rig.clock.set_wall(rig.clock.now() + timedelta(seconds=4))
    await until(lambda: rig.conversation.toasts.toasts == ())
    assert rig.conversation.undo.message_id is None
    row = last(rig, conversation_id)
    rig.conversation.acts._take_back_row(row)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    assert rig.conversation.toasts.toasts[-1].text.startswith("Too late")


# -- refusals


async def test_a_refusal_after_the_send_gives_the_text_back_and_says_why(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Hello")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: last(rig, conversation_id).text == "Hello")
    rig.desk.refuse(last(rig, conversation_id).message_id, "window_closed")
    assert composer(rig).text == "Hello"
    assert composer(rig).notice.isVisible() and composer(rig).notice.label.text


async def test_a_refusal_elsewhere_is_a_toast_that_leads_there(rig: Rig) -> None:
    first = rig.open(3)
    rig.write("Hello")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: last(rig, first).text == "Hello")
    rig.open(5)
    rig.conversation.undo.release()
    rig.desk.refuse(last(rig, first).message_id, "window_closed")
    toast = rig.conversation.toasts.toasts[-1]
    assert toast.link is not None
    click(toast.link, toast.link.rect().center())
    assert rig.conversation.conversation_id == first and composer(rig).text == "Hello"


async def test_a_colleague_answered_meanwhile(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation_id = rig.open(3)
    plain_send = rig.desk.send_text

    async def send(
        where: ConversationId, text: str, *, send_anyway: bool = False, retry_of: MessageId | None = None
    ) -> MessageId:
        if not send_anyway:
            raise ComptoirError("newer_answer", who="Marc")
        return await plain_send(where, text, send_anyway=True, retry_of=retry_of)

    monkeypatch.setattr(rig.desk, "send_text", send)
    rig.write("Me too")
    press(box(rig), Qt.Key.Key_Return)
    notice = composer(rig).notice
    await until(notice.isVisible)
    assert composer(rig).text == "Me too" and rig.desk.draft(conversation_id) == "Me too"
    assert notice.link.text() == "Send anyway"
    click(notice.link, notice.link.rect().center())
    await until(lambda: last(rig, conversation_id).text == "Me too")
    assert not notice.isVisible()


async def test_a_failed_send_keeps_the_text(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation_id = rig.open(3)

    async def refuse(*_args: object, **_kwargs: object) -> MessageId:
        raise ComptoirError("device_revoked")

    monkeypatch.setattr(rig.desk, "send_text", refuse)
    rig.write("Kept")
    press(box(rig), Qt.Key.Key_Return)
    await until(composer(rig).notice.isVisible)
    assert composer(rig).text == "Kept" and rig.desk.draft(conversation_id) == "Kept"
    type_text(box(rig), "!")
    assert not composer(rig).notice.isVisible()


# -- the window is closed


async def test_the_window_closes_while_one_writes_and_opens_when_the_customer_does(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Almost")
    rig.clock.set_wall(rig.clock.now() + timedelta(hours=24))
    rig.conversation._let_time_pass()
    assert composer(rig).is_locked and rig.desk.draft(conversation_id) == "Almost"
    rig.desk.arrive(conversation_id, "Hello again")
    await until(lambda: not composer(rig).is_locked)
    assert composer(rig).text == "Almost" and composer(rig).send_button.isEnabled()


async def test_who_never_wrote_cannot_be_written_to_freely(rig: Rig) -> None:
    rig.desk.talks[ConversationId("c-003")].last_inbound_at = None
    rig.open(3)
    assert composer(rig).lock_part.title.text.startswith("You cannot write freely to")


async def test_the_hub_says_that_a_colleague_answered_and_one_sends_all_the_same(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Me too")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: last(rig, conversation_id).text == "Me too")
    rig.desk.refuse(last(rig, conversation_id).message_id, "newer_answer", who="Marc")
    notice = composer(rig).notice
    assert composer(rig).text == "Me too" and "Marc" in notice.label.text
    click(notice.link, notice.link.rect().center())
    await until(lambda: last(rig, conversation_id).text == "Me too" and composer(rig).text == "")


async def test_words_that_the_hub_refuses_stand_before_those_that_are_written_meanwhile(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Me too")
    press(box(rig), Qt.Key.Key_Return)
    await until(lambda: last(rig, conversation_id).text == "Me too")
    rig.write("See you")
    rig.desk.refuse(last(rig, conversation_id).message_id, "newer_answer", who="Marc")
    type_text(box(rig), "!")
    assert rig.desk.draft(conversation_id) == composer(rig).text == "Me too\nSee you!"
