"""A customer who needs no answer: said by key, by menu, for several rows, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt

from app.domain.ids import ConversationId
from app.domain.rows import NoticeRow
from app.words.formats import Formats
from tests.gui.hands import CTRL, click_row, ids, toast, undo
from tests.gui.rig import Rig, press, rig, until
from ui.conversation.bubble_face import Neighbours, automatic_words, bubble_face
from ui.conversation.team_words import team_words
from ui.widgets.menu import Menu

__all__ = ["rig"]

ALT = Qt.KeyboardModifier.AltModifier
NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)


def waiting(rig: Rig) -> list[ConversationId]:
    return [one for one in ids(rig) if rig.desk.talks[one].waiting_since_at is not None]


async def test_a_key_says_so_and_undo_gives_the_wait_back(rig: Rig) -> None:
    one = waiting(rig)[0]
    since = rig.desk.talks[one].waiting_since_at
    click_row(rig, one)
    press(rig.window, Qt.Key.Key_W, ALT)
    await until(lambda: rig.desk.talks[one].waiting_since_at is None)
    await until(lambda: toast(rig).text == "No answer needed")
    undo(rig)
    await until(lambda: rig.desk.talks[one].waiting_since_at == since)


async def test_where_nobody_waits_it_says_so(rig: Rig) -> None:
    one = waiting(rig)[0]
    rig.desk.talks[one].waiting_since_at = None
    rig.panes.open(one)
    rig.conversation.team.waive()
    assert rig.conversation.toasts.toasts[-1].text == "Nobody waits for an answer there"


async def test_the_conversations_menu_offers_it_while_somebody_waits(rig: Rig) -> None:
    one = waiting(rig)[0]
    rig.panes.open(one)
    rig.conversation.head.more.click()
    menu = rig.conversation.head.findChildren(Menu)[-1]
    act = next(act for act in menu.actions() if act.iconText() == "No answer needed")
    act.trigger()
    menu.close()
    await until(lambda: rig.desk.talks[one].waiting_since_at is None)


async def test_several_rows_are_waived_at_once(rig: Rig) -> None:
    one, two = waiting(rig)[:2]
    click_row(rig, one)
    click_row(rig, two, CTRL)
    press(rig.window, Qt.Key.Key_W, ALT)
    await until(lambda: all(rig.desk.talks[each].waiting_since_at is None for each in (one, two)))


def test_the_thread_says_who_said_so() -> None:
    words, _icon = team_words(NoticeRow("waived", "Léa", None), NOW, Formats("en", "UTC"))
    assert words.endswith(": no answer needed") and "Léa" in words
    assert team_words(NoticeRow("unwaived", None, None), NOW, Formats("en", "UTC"))[0].startswith(
        "An answer is"
    )


async def test_an_automatic_answer_says_what_it_is(rig: Rig) -> None:
    one = waiting(rig)[0]
    [row, *_rest] = rig.desk.page(one)
    sent = replace(row, direction="out", author="away", author_name=None, kind="text", text="Closed")
    face = bubble_face(sent, Neighbours(None, None), NOW, rig.kit.formats)
    assert face.meta.startswith("Automatic reply · away message · ")
    assert face.author == "Automatic reply · away message"


def test_a_reminder_is_no_reply() -> None:
    assert automatic_words("reminder") == "Reminder of an appointment"  # a person may have pressed it
