"""The menu of a conversation says whether a deal may come of it, where the team shows new requests."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.deal_asks import NewDeal
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_person import choose, menu_of, rows_of, toast_words

__all__ = ["rig"]
ANA = ConversationId("c-003")
NEVER, AFTER_ALL = "No deal will come of it", "A deal may come of it"


async def opened(rig: Rig) -> None:
    rig.desk.settings["deals_incoming"] = True
    rig.desk.requests = [ANA]
    rig.open(3)


async def test_without_the_setting_the_menu_says_nothing_of_it(rig: Rig) -> None:
    rig.open(3)
    assert not {NEVER, AFTER_ALL} & set(rows_of(menu_of(rig)))


async def test_put_aside_taken_back_and_brought_back_later(rig: Rig) -> None:
    await opened(rig)
    choose(menu_of(rig), NEVER)
    await until(lambda: rig.desk.declined == [ANA] and rig.desk.incoming() == [])
    await until(lambda: bool(rig.conversation.toasts.toasts))
    undo = rig.conversation.toasts.toasts[-1].link
    assert toast_words(rig) == "No deal will come of this conversation" and undo is not None
    click(undo, undo.rect().center())
    await until(lambda: rig.desk.declined == [])
    choose(menu_of(rig), NEVER)
    await until(lambda: rig.desk.declined == [ANA])
    menu = menu_of(rig)
    assert AFTER_ALL in rows_of(menu) and NEVER not in rows_of(menu)
    choose(menu, AFTER_ALL)
    await until(lambda: rig.desk.declined == [])
    await until(lambda: toast_words(rig) == "This conversation is a new request again")
    assert [row.conversation_id for row in rig.desk.incoming()] == [ANA]


async def test_by_key(rig: Rig) -> None:
    await opened(rig)
    menu = menu_of(rig)
    row = next(action for action in menu.actions() if action.iconText() == NEVER)
    menu.setActiveAction(row)
    press(menu, Qt.Key.Key_Return)
    await until(lambda: rig.desk.declined == [ANA])


async def test_who_has_a_deal_is_no_request(rig: Rig) -> None:
    await opened(rig)
    await rig.desk.add_deal(NewDeal(conversation_id=ANA))
    assert not {NEVER, AFTER_ALL} & set(rows_of(menu_of(rig)))


async def test_a_refusal_is_said(rig: Rig) -> None:
    await opened(rig)
    rig.desk.incoming_refusal = ComptoirError("conversation_unknown")
    choose(menu_of(rig), NEVER)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    assert "conversation" in toast_words(rig) and rig.desk.declined == []
