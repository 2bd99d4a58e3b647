"""Notifications as a person meets them: told once, opened, answered in place; and focus mode."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.ids import ConversationId, MessageId
from app.domain.rows import Changes
from app.domain.telling import BURST_WITHIN
from tests.gui.beside import ANA, Beside, beside, present
from tests.gui.fake_notifier import FakeNotifier
from tests.gui.rig import click, press, rig, until
from ui.notify.focus_mode import FocusMode
from ui.widgets.menu import Menu

__all__ = ["beside", "rig"]

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def nobody_waits(beside: Beside) -> None:
    """All have their answer."""
    for talk in beside.rig.desk.talks.values():
        talk.waiting_since_at = None


# -- what is told


async def test_a_customer_who_writes_is_told_with_name_and_words(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Are you\nthere?")
    (shown,) = beside.told
    row = beside.rig.desk.inbox_row(ANA)
    assert row is not None
    assert (shown.slot, shown.title, shown.body) == (ANA, row.name, "Are you\nthere?")
    assert shown.can_answer and not shown.has_sound


async def test_two_messages_of_one_person_are_one_notification(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Hello")
    await beside.rig.clock.advance(60)
    beside.rig.desk.arrive(ANA, "Anyone?")
    await until(lambda: len(beside.told) == 2)
    assert list(beside.notifier.open) == [ANA]
    assert beside.notifier.open[ANA].body == "2 new messages\nAnyone?"


async def test_what_is_before_ones_eyes_is_not_told(beside: Beside) -> None:
    beside.rig.panes.open(ANA)
    beside.rig.desk.arrive(ANA, "I see this")
    await beside.pass_time(1)
    assert beside.told == []
    await beside.look_away()
    beside.rig.desk.arrive(ANA, "I do not see this")
    await until(lambda: bool(beside.told))
    assert beside.told[0].body == "I do not see this"


async def test_the_settings_cover_the_conversation(beside: Beside) -> None:
    beside.rig.panes.open(ANA)
    beside.rig.panes.show_screen("settings")
    beside.rig.desk.arrive(ANA, "Behind the settings")
    await until(lambda: bool(beside.told))


async def test_opening_the_conversation_takes_its_notification_away(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Hello")
    assert ANA in beside.notifier.open
    beside.rig.panes.open(ANA)
    beside.rig.conversation.focus_composer()
    await until(lambda: ANA not in beside.notifier.open)


async def test_a_message_that_somebody_read_elsewhere_is_taken_away(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Hello")
    await beside.rig.desk.mark_read(ANA)
    await until(lambda: ANA not in beside.notifier.open)


async def test_a_locked_desk_leaves_no_words_of_customers_on_the_screen(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "My address is …")
    assert ANA in beside.notifier.open
    beside.rig.desk.lock = "lease_over"
    beside.rig.desk._tell(Changes(is_everything=True))
    await until(lambda: not beside.notifier.open)


async def test_where_customers_see_the_screen_only_the_name_is_shown(beside: Beside) -> None:
    await beside.rig.desk.change_setting("notify_text", False)
    beside.rig.desk.arrive(ANA, "My test was positive")
    await until(lambda: bool(beside.told))
    assert beside.told[0].body == "1 new message"


async def test_nothing_is_told_where_nothing_was_wished(beside: Beside) -> None:
    await beside.rig.desk.change_setting("notify_about", "none")
    beside.rig.desk.arrive(ANA, "Hello")
    await beside.pass_time(3_600)
    assert beside.told == []


async def test_a_storm_ends_in_one_sentence(beside: Beside) -> None:
    for number in range(10, 17):
        beside.rig.desk.arrive(ConversationId(f"c-0{number}"), "Hello")
    await until(lambda: len(beside.told) == 3)
    await beside.rig.clock.advance(BURST_WITHIN.total_seconds())
    beside.presence.telling._tell_held()
    assert beside.told[-1].slot == ""
    assert beside.told[-1].title == "4 messages from 4 people"
    assert len(beside.told) == 4


async def test_who_waits_too_long_is_told(beside: Beside) -> None:
    talk = beside.rig.desk.talks[ConversationId("c-040")]
    nobody_waits(beside)
    beside.rig.desk.arrive(talk.conversation_id, "A question")
    await beside.pass_time(30 * 60)
    breaches = [shown for shown in beside.told if "waited longer" in shown.body]
    assert [shown.slot for shown in breaches if shown.slot == talk.conversation_id] == [talk.conversation_id]


async def test_a_message_that_failed_is_told_and_stays_though_nothing_is_unread(beside: Beside) -> None:
    message_id = await beside.rig.desk.send_text(ANA, "Tomorrow at ten")
    await beside.rig.desk.mark_read(ANA)
    beside.rig.desk.confirm(message_id)
    beside.rig.desk.set_state(message_id, "failed", "recipient_unreachable")
    await until(lambda: ANA in beside.notifier.open)
    assert beside.told[-1].body == "Your message was not sent. Open the conversation to see why."
    assert not beside.told[-1].can_answer
    await beside.pass_time(15)
    assert ANA in beside.notifier.open


async def test_marks_that_reorder_do_not_reach_the_notification(beside: Beside) -> None:
    beside.rig.desk.talks[ANA].name = "Ana\u202e evil\nname"
    beside.rig.desk.arrive(ANA, "a\u202eb\x00c")
    assert beside.told[0].title == "Ana evil name"
    assert beside.told[0].body == "ab\N{REPLACEMENT CHARACTER}c"


# -- what one does with it


async def test_a_click_opens_the_very_conversation_from_a_hidden_window(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Hello")
    beside.rig.panes.show_screen("settings")
    await beside.look_away()
    beside.notifier.opened.emit(ANA)
    assert beside.rig.window.isVisible()
    assert beside.rig.panes.screen_id == "inbox"
    assert beside.rig.conversation.conversation_id == ANA
    assert beside.rig.window.focusWidget() is beside.rig.conversation.composer.box


async def test_a_click_on_a_summary_opens_the_window(beside: Beside) -> None:
    await beside.look_away()
    beside.notifier.opened.emit("")
    assert beside.rig.window.isVisible()


async def test_an_answer_in_the_notification_goes_out_like_any_other(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Hello")
    beside.notifier.answered.emit(ANA, "Yes, at ten")
    await until(lambda: beside.rig.desk.talks[ANA].messages[-1].text == "Yes, at ten")
    sent = beside.rig.desk.talks[ANA].messages[-1]
    assert sent.direction == "out" and sent.hold_until_at is not None  # it can be taken back for some seconds
    await until(lambda: ANA not in beside.notifier.open)
    assert beside.rig.desk.talks[ANA].unread_count == 0


async def test_an_answer_that_cannot_go_says_so_in_the_notification_and_is_kept(beside: Beside) -> None:
    talk = beside.rig.desk.talks[ANA]
    beside.rig.desk.arrive(ANA, "Hello")
    beside.rig.desk.save_draft(ANA, "Begun before")
    talk.last_inbound_at = beside.rig.clock.now().replace(year=2025)
    beside.notifier.answered.emit(ANA, "Too late")
    await until(lambda: len(beside.told) == 2)
    assert beside.told[-1].title.startswith("Not sent to ")
    assert beside.told[-1].body
    assert beside.rig.desk.draft(ANA) == "Begun before\nToo late"


async def test_an_answer_that_the_hub_refuses_later_says_so_too(beside: Beside) -> None:
    beside.rig.desk.arrive(ANA, "Hello")
    beside.notifier.answered.emit(ANA, "Yes, at ten")
    await until(lambda: beside.rig.desk.talks[ANA].messages[-1].text == "Yes, at ten")
    message_id = MessageId(beside.rig.desk.talks[ANA].messages[-1].message_id)
    beside.rig.desk.refuse(message_id, "window_closed")
    await until(lambda: beside.told[-1].title.startswith("Not sent to "))


async def test_a_blank_answer_sends_nothing(beside: Beside) -> None:
    count = len(beside.rig.desk.talks[ANA].messages)
    beside.notifier.answered.emit(ANA, "  \n")
    await beside.pass_time(1)
    assert len(beside.rig.desk.talks[ANA].messages) == count


# -- focus mode


async def test_focus_mode_by_key_is_quiet_until_its_time_and_ends_in_one_sentence(beside: Beside) -> None:
    press(beside.rig.window, Qt.Key.Key_M, CTRL_SHIFT)
    menu = next(menu for menu in beside.rig.panes.status.findChildren(Menu) if menu.isVisible())
    press(menu, Qt.Key.Key_Return)
    assert beside.focus.is_on
    assert "Focus mode until 11:12" in beside.rig.panes.status.accessibleName()
    beside.rig.desk.arrive(ANA, "One")
    await beside.rig.clock.advance(60)
    beside.rig.desk.arrive(ANA, "Two")
    await until(lambda: beside.rig.desk.place.get("focus_missed", "") == '{"c-002":[2,0,0,0]}')
    await beside.pass_time(28 * 60)
    assert [shown for shown in beside.told if shown.slot == ANA] == []
    await beside.pass_time(60)
    assert beside.focus.words == "" and "Focus mode" not in beside.rig.panes.status.accessibleName()
    over = next(shown for shown in beside.told if shown.title == "Focus mode is over")
    assert "2 messages from 1 person" in over.body
    assert beside.rig.desk.place["focus_missed"] == ""


async def test_a_mention_a_breach_and_a_vip_come_through_as_chosen(beside: Beside) -> None:
    nobody_waits(beside)
    beside.rig.desk.arrive(ConversationId("c-040"), "A question")
    beside.focus.begin("open")
    await beside.pass_time(30 * 60)
    assert any("waited longer" in shown.body and shown.slot == "c-040" for shown in beside.told)
    count = len(beside.told)
    await beside.rig.desk.change_setting("focus_breach", False)
    beside.rig.desk.arrive(ConversationId("c-041"), "A question")
    await beside.pass_time(30 * 60)
    assert len(beside.told) == count


async def test_focus_mode_is_kept_over_a_restart(beside: Beside) -> None:
    beside.focus.begin("hour")
    beside.rig.desk.arrive(ANA, "Kept back")
    await until(lambda: "c-002" in beside.rig.desk.place.get("focus_missed", ""))
    kit = beside.rig.kit
    again = FocusMode(kit.desk, kit.clock, kit.formats)
    assert again.is_on and again.words == "Focus mode until 11:42"
    await beside.rig.clock.advance(3_600)
    later = FakeNotifier()
    second = present(beside.rig, later)
    second.presence.telling.let_time_pass()
    assert [shown.title for shown in later.all if shown.slot == ""] == ["Focus mode is over"]
    second.presence.close()


async def test_focus_mode_is_ended_by_hand(beside: Beside) -> None:
    beside.focus.begin("tomorrow")
    assert beside.focus.words == "Focus mode until tomorrow 8:00"
    press(beside.rig.window, Qt.Key.Key_M, CTRL_SHIFT)
    menu = next(menu for menu in beside.rig.panes.status.findChildren(Menu) if menu.isVisible())
    end = menu.actions()[-1]
    click(menu, menu.actionGeometry(end).center())
    assert not beside.focus.is_on
    assert [shown for shown in beside.told if shown.title == "Focus mode is over"] == []  # nothing came
