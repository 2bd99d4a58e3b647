"""A customer who shares no number, on every screen: named as well as is known, offered what works and nothing else."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.contents import Content, IdentityChange
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.rows import ReactionRow
from tests.fake_salon import Talk, message_row
from tests.gui.rig import Rig, press, rig, shown_names, until
from tests.gui.test_new_conversation import asked_for, names
from tests.gui.test_person import choose, fail_last, menu_of, question, rows_of, ways_of

__all__ = ["rig"]
ID = "FR.7710045566778899"
HERE = ConversationId("c-hidden")
PEOPLE = {
    "user id alone": Talk(HERE, ContactId("p-hidden"), None, None, None, user_id=ID),
    "username": Talk(HERE, ContactId("p-hidden"), None, None, "ana.field", user_id=ID),
    "name and user id": Talk(HERE, ContactId("p-hidden"), "Ana Field", None, None, user_id=ID),
    "name and username": Talk(HERE, ContactId("p-hidden"), "Ana Field", None, "ana.field", user_id=ID),
}
CALLED = {
    "user id alone": ID,
    "username": "@ana.field",
    "name and user id": "Ana Field",
    "name and username": "Ana Field",
}
# No number may be invented, and no empty place shown.
WRONG = re.compile(r"None|\+\s*$|\u2068\?\u2069|(^|\s)\?")


def put(rig: Rig, who: str) -> str:
    """Somebody of this kind has just written; what they are called."""
    talk, now = replace(PEOPLE[who], messages=[]), rig.clock.now()
    said = replace(message_row(talk, 1, "in", "Bonjour", now), reactions=(ReactionRow("👍", "Léa Fontaine"),))
    answer = message_row(talk, 2, "out", "Bonjour !", now)
    again = replace(
        message_row(talk, 3, "in", "Merci", now),
        reply_text="Bonjour",
        reply_name=CALLED[who],
        reply_message_id=MessageId("c-hidden-m00001"),
    )
    moved = replace(
        message_row(talk, 4, "in", None, now),
        kind="system",
        content=Content(change=IdentityChange("user_id", ID, ID)),
    )
    talk.messages = [said, answer, again, moved]
    talk.last_inbound_at = talk.waiting_since_at = now
    talk.unread_count = 1
    rig.desk.talks[HERE] = talk
    rig.inbox.refresh()
    return CALLED[who]


def opened(rig: Rig) -> None:
    rig.panes.open(HERE)


async def in_the_list(rig: Rig, called: str) -> list[str]:
    """The row, as it is spoken."""
    return [name for name in shown_names(rig.inbox.list) if called in name]


async def in_the_head(rig: Rig, called: str) -> list[str]:
    """Name, line below, tip."""
    opened(rig)
    head = rig.conversation.head
    return [head.name.text, head.line.accessibleName()]


async def in_the_messages(rig: Rig, called: str) -> list[str]:
    """Bubbles, quotes, reactions and notices."""
    opened(rig)
    spoken = shown_names(rig.conversation.view)
    assert any(f"in answer to {called}" in one for one in spoken)
    return [" ".join(spoken)]


async def in_the_box(rig: Rig, called: str) -> list[str]:
    """Why nothing may be written freely."""
    rig.desk.talks[HERE].last_inbound_at = None
    opened(rig)
    return [rig.conversation.composer.lock_part.title.text]


async def in_the_question_of_a_block(rig: Rig, called: str) -> list[str]:
    """And the announcement and the lock after it."""
    opened(rig)
    choose(menu_of(rig), "Block…")
    asked = await question(rig.conversation)
    title = asked.windowTitle()
    asked.confirm_button.click()
    await until(lambda: rig.conversation.composer.is_locked)
    return [title, rig.conversation.toasts.toasts[-1].text, rig.conversation.composer.lock_part.title.text]


async def in_the_question_for_the_number(rig: Rig, called: str) -> list[str]:
    """Who is asked."""
    opened(rig)
    choose(menu_of(rig), "Ask for the number")
    asked = await question(rig.conversation)
    asked.close()
    return [asked.windowTitle()]


async def among_people_to_write_to(rig: Rig, called: str) -> list[str]:
    """By what they are called, or by their id."""
    shown = await asked_for(rig, called)
    spoken = names(shown)
    shown.close()
    return spoken


SCREENS: list[Callable[[Rig, str], Awaitable[list[str]]]] = [
    in_the_list, in_the_head, in_the_messages, in_the_box, in_the_question_of_a_block,
    in_the_question_for_the_number, among_people_to_write_to,
]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
async def test_somebody_without_a_number_is_named(
    rig: Rig, screen: Callable[[Rig, str], Awaitable[list[str]]], who: str
) -> None:
    called = put(rig, who)
    said = await screen(rig, called)
    assert said
    assert any(called in one or called.split()[0] in one for one in said), said
    assert not [one for one in said if WRONG.search(one)], said


@pytest.mark.parametrize("who", PEOPLE)
async def test_only_what_works_without_a_number_is_offered(rig: Rig, who: str) -> None:
    put(rig, who)
    opened(rig)
    menu = menu_of(rig)
    rows = rows_of(menu)
    menu.close()
    assert "Ask for the number" in rows
    assert not {"Call them", "Copy the number"} & set(rows)
    row = fail_last(rig, HERE, "undeliverable")
    await until(lambda: ways_of(rig, row) == ["Copy details"])


@pytest.mark.parametrize("who", PEOPLE)
async def test_that_no_number_is_shared_is_said_once_where_nothing_else_is_known(rig: Rig, who: str) -> None:
    put(rig, who)
    opened(rig)
    line = rig.conversation.head.line.line
    assert line.handle == {
        "user id alone": "no number shared",
        "username": "",  # the name above says it
        "name and user id": "no number shared",
        "name and username": "@ana.field",
    }[who]  # fmt: skip


@pytest.mark.parametrize(("who", "copied"), [("user id alone", ID), ("username", "@ana.field")])
async def test_what_stands_for_a_number_can_be_copied(rig: Rig, who: str, copied: str) -> None:
    put(rig, who)
    opened(rig)
    rig.inbox.list.setFocus()
    press(
        rig.inbox.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert QGuiApplication.clipboard().text() == copied
