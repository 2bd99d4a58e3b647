"""Planning an answer from the composer, and what stands above it until it goes out."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtGui import QAction

from app.domain.ids import ConversationId
from app.domain.scheduled import ChangeScheduled, SendScheduled
from tests.gui.rig import Rig, rig, until
from ui.conversation.planning.strip import PlannedStrip
from ui.teamwork.moment_dialog import MomentDialog
from ui.widgets.menu import Menu

__all__ = ["rig"]


def strip(rig: Rig) -> PlannedStrip:
    return rig.conversation.planning.strip


def open_menu(rig: Rig) -> Menu:
    return next(menu for menu in rig.window.findChildren(Menu) if menu.isVisible())


def choose(rig: Rig, words: str) -> None:
    menu = open_menu(rig)
    action: QAction = next(one for one in menu.actions() if one.iconText() == words)
    menu.close()
    action.trigger()


async def plan(rig: Rig, text: str, when: str = "In an hour") -> ConversationId:
    conversation_id = rig.open(3)
    rig.write(text)
    rig.conversation.composer.tools.later.click()
    choose(rig, when)
    await until(lambda: strip(rig).isVisible())
    return conversation_id


async def test_what_is_written_is_planned_and_the_box_is_empty(rig: Rig) -> None:
    rig.open(3)
    assert not rig.conversation.composer.tools.later.isEnabled() and not strip(rig).isVisible()
    conversation_id = await plan(rig, "See you tomorrow")
    [planned] = rig.desk.scheduled(conversation_id)
    assert (planned.text, planned.due_at) == ("See you tomorrow", rig.clock.now() + timedelta(hours=1))
    assert rig.conversation.composer.text == "" and rig.desk.draft(conversation_id) == ""
    [row] = strip(rig).rows
    assert "See you tomorrow" in row.accessibleName() and not row.send.isVisible()


async def test_it_comes_back_into_the_box_beside_what_is_written_there(rig: Rig) -> None:
    conversation_id = await plan(rig, "See you tomorrow")
    rig.write("One more thing")
    strip(rig).rows[0].back.click()
    await until(lambda: rig.conversation.composer.text == "See you tomorrow\nOne more thing")
    assert rig.desk.scheduled(conversation_id) == []
    await until(lambda: not strip(rig).isVisible())


async def test_dropping_it_can_be_undone(rig: Rig) -> None:
    conversation_id = await plan(rig, "See you tomorrow")
    strip(rig).rows[0].drop.click()
    await until(lambda: rig.desk.scheduled(conversation_id) == [])
    await until(lambda: rig.conversation.toasts.toasts[-1].text == "It will not be sent")
    link = rig.conversation.toasts.toasts[-1].link
    assert link is not None
    link.click()
    await until(lambda: rig.conversation.composer.text == "See you tomorrow")


async def test_another_time_is_chosen_from_the_same_menu(rig: Rig) -> None:
    conversation_id = await plan(rig, "See you tomorrow")
    before = rig.desk.scheduled(conversation_id)[0].due_at
    strip(rig).rows[0].time.click()
    choose(rig, "This evening")
    await until(lambda: rig.desk.scheduled(conversation_id)[0].due_at > before)


async def test_one_that_was_held_back_says_why_and_can_be_sent(rig: Rig) -> None:
    conversation_id = await plan(rig, "See you tomorrow")
    [planned] = rig.desk.scheduled(conversation_id)
    rig.desk.plans[planned.message_id] = replace(planned, state="asked", code="customer_wrote")
    rig.desk.tell_plans(conversation_id)
    await until(lambda: strip(rig).rows[0].is_asked)
    row = strip(rig).rows[0]
    assert row.accessibleName().startswith("Not sent: the customer wrote")
    await until(row.send.isVisible)
    row.send.click()
    await until(lambda: rig.desk.sent_after_all == [planned.message_id])


async def test_times_beyond_the_window_are_not_offered(rig: Rig) -> None:
    rig.open(3)
    rig.write("Hello")
    rig.conversation.composer.tools.later.click()
    words = [one.iconText() for one in open_menu(rig).actions() if one.iconText()]
    assert "In an hour" in words and "In a week" not in words
    open_menu(rig).close()


async def test_a_moment_of_ones_own_beyond_the_window_is_not_taken(rig: Rig) -> None:
    now, chosen = rig.clock.now(), list[datetime]()
    dialog = MomentDialog(rig.kit, chosen.append, rig.window, latest_at=now + timedelta(hours=2))
    assert not dialog.confirm.isEnabled() and "Too late" in dialog.says.text  # tomorrow at nine
    dialog.month.days.choose((now + timedelta(hours=1)).astimezone(ZoneInfo("Europe/Paris")).date())
    dialog.hour.input.setText(f"{(now + timedelta(hours=1)).astimezone(ZoneInfo('Europe/Paris')):%H:%M}")
    assert dialog.confirm.isEnabled()
    dialog.confirm.click()
    assert len(chosen) == 1 and chosen[0] < now + timedelta(hours=2)


async def test_many_plans_leave_room_for_the_talk(rig: Rig) -> None:
    conversation_id = await plan(rig, "One")
    [planned] = rig.desk.scheduled(conversation_id)
    for number in range(5):
        message_id = type(planned.message_id)(f"more-{number}")
        rig.desk.plans[message_id] = replace(planned, message_id=message_id)
    rig.desk.tell_plans(conversation_id)
    await until(lambda: len(strip(rig).rows) == 3)
    assert strip(rig).more.text() == "and 3 more planned"


async def test_a_refused_change_of_a_plan_puts_nothing_into_the_box(rig: Rig) -> None:
    """It is planned still, or gone out: its words in the box would go out twice."""
    conversation_id = await plan(rig, "See you tomorrow")
    [one] = rig.desk.scheduled(conversation_id)
    rig.write("Something else")
    changed = ChangeScheduled(one.message_id, conversation_id, one.due_at, "text", one.text)
    rig.desk.refuse_command(changed, "schedule_unknown")
    assert rig.conversation.composer.text == "Something else"
    rig.desk.refuse_command(SendScheduled(one.message_id, conversation_id), "newer_answer", who="Marc")
    notice = rig.conversation.composer.notice
    assert rig.conversation.composer.text == "Something else"
    assert "Marc" in notice.label.text and not notice.link.isVisible()
