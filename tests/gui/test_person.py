"""What is done about a customer: blocked, asked for the number, called, written to from a card, shown that we write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.domain.contents import Card, CardPhone, Content
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.rows import MessageRow
from app.domain.templates import Template
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_new_conversation import dialog
from ui.conversation.spots import Spot
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.menu import Menu

__all__ = ["rig"]
HIDDEN = 26  # @mia.hair, who shares no number


def menu_of(rig: Rig) -> Menu:
    """The menu of the conversation's head, opened by its button."""
    head = rig.conversation.head
    click(head.more, head.more.rect().center())
    return next(menu for menu in head.findChildren(Menu) if menu.isVisible())


def rows_of(menu: Menu) -> list[str]:
    return [action.iconText() for action in menu.actions() if not action.isSeparator()]


def choose(menu: Menu, words: str) -> None:
    """A row of the menu."""
    next(action for action in menu.actions() if action.iconText() == words).trigger()
    menu.close()


async def question(parent: QWidget) -> ConfirmDialog:
    """The open question."""
    await until(lambda: any(one.isVisible() for one in parent.findChildren(ConfirmDialog)))
    return next(one for one in parent.findChildren(ConfirmDialog) if one.isVisible())


def toast_words(rig: Rig) -> str:
    return rig.conversation.toasts.toasts[-1].text


def notices(rig: Rig) -> list[str]:
    faces = (rig.conversation.model.face(number) for number in range(rig.conversation.model.rowCount()))
    return [face.notice[0] for face in faces if face.notice is not None]


def fail_last(rig: Rig, conversation_id: ConversationId, code: str) -> MessageRow:
    """The newest message of ours did not arrive."""
    talk = rig.desk.talks[conversation_id]
    row = [one for one in talk.messages if one.direction == "out"][-1]
    rig.desk.set_state(row.message_id, "failed", code)
    return row


def ways_of(rig: Rig, row: MessageRow) -> list[str]:
    place = rig.conversation.model.place_of(row.message_id)
    assert place is not None
    return [one.label for one in rig.conversation.model.face(place).footer.ways]


def button_place(rig: Rig) -> QPointF | None:
    """Where the view answers with "write to this person", looked for along the newest bubble."""
    view = rig.conversation.view
    said = view.said_rect(rig.conversation.model.rowCount() - 1)
    for y in range(round(said.top()), round(said.bottom()), 4):
        at = QPointF(said.center().x(), y)
        hit = view.spot_under(at)
        if hit is not None and hit[1].target == "write":
            return at
    return None


def take(rig: Rig, row: MessageRow, way: str) -> None:
    """A click on a link below the message."""
    rig.conversation.view.spot_chosen.emit(row.message_id, Spot(QRectF(), "way", way))


async def test_blocking_asks_first_and_locks_the_box_until_unblocked(rig: Rig) -> None:
    rig.open(3)
    choose(menu_of(rig), "Block…")
    asked = await question(rig.conversation)
    assert asked.keep_button.isDefault()  # a habit of Enter blocks nobody
    asked.confirm_button.click()
    await until(lambda: rig.conversation.composer.is_locked)
    assert [what for what, _ in rig.desk.asked] == ["block"]
    lock = rig.conversation.composer.lock_part
    assert lock.title.text == "You have blocked \u2068Tom\u2069"
    assert notices(rig)[-1] == "\u2068Léa Fontaine\u2069 blocked this person"
    assert toast_words(rig) == "\u2068Tom\u2069 is blocked"
    menu = menu_of(rig)
    assert "Unblock" in rows_of(menu)
    assert "Block…" not in rows_of(menu)
    menu.close()
    click(lock.unlock_button, lock.unlock_button.rect().center())
    await until(lambda: not rig.conversation.composer.is_locked)
    assert notices(rig)[-1] == "\u2068Léa Fontaine\u2069 unblocked this person"
    assert not lock.unlock_button.isVisible()


async def test_not_to_block_changes_nothing(rig: Rig) -> None:
    rig.open(3)
    choose(menu_of(rig), "Block…")
    asked = await question(rig.conversation)
    press(asked, Qt.Key.Key_Escape)
    await until(lambda: not rig.conversation.findChildren(ConfirmDialog))
    assert rig.desk.asked == []


async def test_a_block_can_be_undone_from_its_announcement(rig: Rig) -> None:
    rig.open(3)
    choose(menu_of(rig), "Block…")
    (await question(rig.conversation)).confirm_button.click()
    await until(lambda: rig.conversation.composer.is_locked)
    rig.conversation.toasts.toasts[-1].acted.emit()
    await until(lambda: not rig.conversation.composer.is_locked)
    assert [about[2] for _, about in rig.desk.asked] == [True, False]


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [
        ("channel_refused", "window_closed", "only people who wrote to you in the last 24 hours"),
        ("channel_refused", "block_list_full", "list of blocked people is full"),
        ("channel_refused", "block_list_busy", "Try again."),
        ("channel_refused", "block_list_failed", "was not changed"),
        ("channel_refused", "token_invalid", "connection is not in order"),
        ("channel_refused", "failed_unknown", "Try again later."),
        ("hub_unreachable", "", "hub does not answer"),
    ],
)
async def test_why_nobody_was_blocked_is_said(rig: Rig, code: str, reason: str, words: str) -> None:
    rig.open(3)
    rig.desk.refuses = ComptoirError(code, reason=reason, said="(#131047) Re-engagement message")
    choose(menu_of(rig), "Block…")
    (await question(rig.conversation)).confirm_button.click()
    await until(lambda: bool(rig.conversation.toasts.toasts))
    assert words in toast_words(rig)
    assert "131047" not in toast_words(rig)
    assert not rig.conversation.composer.is_locked


async def test_the_number_is_asked_for_where_there_is_none(rig: Rig) -> None:
    conversation_id = rig.open(HIDDEN)
    menu = menu_of(rig)
    assert rows_of(menu) == [
        "Copy the username", "Mark as done", "Take", "Assign to…", "Hand over…", "Snooze…", "Tags…", "New task…",
        "Mark as unread", "Ask for the number", "Consent…", "Block…",
    ]  # fmt: skip
    choose(menu, "Ask for the number")
    asked = await question(rig.conversation)
    asked.confirm_button.click()
    talk = rig.desk.talks[conversation_id]
    await until(lambda: talk.messages[-1].kind == "contact_request")
    assert talk.messages[-1].text == "Could you share your phone number with us?"
    assert rig.conversation.view.is_at_end


async def test_a_person_with_a_number_is_called_and_never_asked_for_it(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: called.append(url.toString()))
    rig.open(3)
    menu = menu_of(rig)
    assert "Ask for the number" not in rows_of(menu)
    choose(menu, "Call them")
    assert called == ["tel:+33600000003"]


async def test_ways_below_a_failed_message_lead_there(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: called.append(url.toString()))
    row = fail_last(rig, rig.open(4), "undeliverable")
    assert ways_of(rig, row) == ["Copy the number", "Call them", "Copy details"]
    take(rig, row, "call")
    assert called == ["tel:+33600000004"]
    rig.desk.set_state(row.message_id, "failed", "token_invalid")
    await until(lambda: ways_of(rig, row)[0] == "Look at the connection")
    take(rig, row, "health")
    assert rig.panes.screen_id == "settings"
    assert rig.panes.settings.health.hasFocus()


async def test_ways_follow_what_is_possible_now(rig: Rig) -> None:
    conversation_id = rig.open(4)
    row = fail_last(rig, conversation_id, "channel_failed")
    assert ways_of(rig, row) == ["Send again", "Copy details"]
    rig.desk.blocked.add(rig.desk.talks[conversation_id].contact_id)
    rig.desk.set_state(row.message_id, "failed", "blocked_by_us")
    await until(lambda: ways_of(rig, row) == ["Unblock"])
    take(rig, row, "unblock")
    await until(lambda: not rig.desk.blocked)
    rig.desk.set_state(row.message_id, "failed", "channel_failed")
    await until(lambda: ways_of(rig, row) == ["Send again", "Copy details"])


async def test_who_shares_no_number_cannot_be_called_from_a_failed_message(rig: Rig) -> None:
    row = fail_last(rig, rig.open(HIDDEN), "undeliverable")
    assert ways_of(rig, row) == ["Copy details"]
    rig.desk.set_state(row.message_id, "failed", "number_needed")
    await until(lambda: ways_of(rig, row) == ["Ask for the number"])
    take(rig, row, "ask_number")
    (await question(rig.conversation)).close()


@pytest.mark.parametrize("way", ["click", "menu"])
async def test_a_contact_card_leads_to_a_conversation_with_its_number(rig: Rig, way: str) -> None:
    conversation_id = rig.open(3)
    talk = rig.desk.talks[conversation_id]
    card = Card("Lucie Martin", phones=(CardPhone("06 12 34 56 78", chat_number="33612345678"),))
    talk.messages[-1] = replace(talk.messages[-1], kind="contacts", text=None, content=Content(cards=(card,)))
    rig.conversation.open(conversation_id)
    row = rig.conversation.model.rows[-1]
    if way == "click":
        spots = (
            rig.conversation.view.spots_of(row.message_id)
            if hasattr(rig.conversation.view, "spots_of")
            else []
        )
        spot = next((one for one in spots if one.target == "write"), None)
        from PySide6.QtCore import QRectF

        rig.conversation.view.spot_chosen.emit(
            row.message_id, spot or Spot(QRectF(), "write", "+33612345678\nLucie Martin")
        )
    else:
        rig.conversation.acts._open_menu(row.message_id, rig.window.mapToGlobal(rig.window.rect().center()))
        choose(
            next(one for one in rig.conversation.view.findChildren(Menu) if one.isVisible()),
            "Write to this person",
        )
    shown = await dialog(rig)
    current = shown.current
    assert current is not None
    assert (current.name, current.identity.name) == ("Lucie Martin", "Lucie Martin")
    press(shown.input, Qt.Key.Key_Return)
    await until(lambda: rig.conversation.conversation_id == ConversationId("c-new-64"))
    assert rig.conversation.head.name.text == "Lucie Martin"


async def test_an_own_number_that_was_shared_offers_no_other_conversation(rig: Rig) -> None:
    conversation_id = rig.open(3)
    talk = rig.desk.talks[conversation_id]
    card = Card("Tom", phones=(CardPhone("+33600000003", chat_number="33600000003"),), is_answer=True)
    talk.messages[-1] = replace(talk.messages[-1], kind="contacts", text=None, content=Content(cards=(card,)))
    rig.conversation.open(conversation_id)
    assert rig.conversation.model.face(rig.conversation.model.rowCount() - 1).buttons == ()


async def test_typing_is_told_to_the_desk_and_emptying_the_box_is_not(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Bon")
    rig.write("jour")
    assert rig.desk.typing == [conversation_id] * 2  # the desk tells the hub now and then
    rig.conversation.composer.set_text("")
    assert len(rig.desk.typing) == 2


async def test_somebody_blocked_is_offered_no_template(rig: Rig) -> None:
    conversation_id = rig.open(7)  # more than 24 hours ago
    offers = rig.conversation.offers
    await until(lambda: offers.is_shown)
    rig.desk.blocked.add(rig.desk.talks[conversation_id].contact_id)
    rig.conversation.open(conversation_id)
    await until(lambda: not offers.is_shown)
    assert rig.conversation.composer.isVisible()
    assert rig.conversation.composer.lock_part.unlock_button.isVisible()
    rig.conversation.composer.unlock_asked.emit()
    await until(lambda: offers.is_shown)


async def test_choose_a_template_leads_to_the_offer(rig: Rig) -> None:
    conversation_id = rig.open(7)
    row = fail_last(rig, conversation_id, "window_closed")
    assert ways_of(rig, row) == []  # the account has none
    rig.desk.set_templates([Template("waba", "ready", "fr", "approved", "utility", "Prêt")])
    rig.conversation.open(conversation_id)
    assert ways_of(rig, row) == ["Choose a template"]
    rig.conversation.view.setFocus()
    take(rig, row, "template")
    assert rig.conversation.offers.offer.isAncestorOf(rig.window.focusWidget())
