"""The freed slot beside the agenda and the waiting list, by mouse and by key."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt

from app.domain.ids import ContactId
from app.domain.slot_offers import OfferSlot, SaveWaiter
from tests.gui.agenda_hands import open_agenda, some_appointments, talk, toasts
from tests.gui.hands import CTRL, SHIFT
from tests.gui.rig import Rig, click, press, rig, until
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.of_talk import put_on_list
from ui.appointments.waiting.box import FreedBox
from ui.appointments.waiting.dialog import WaitingDialog, open_list
from ui.deals.new_deal import ForWhom
from ui.widgets.button import Button

__all__ = ["rig"]


def box_of(page: AgendaPage) -> FreedBox:
    return next(one for one in page.glance.boxes if isinstance(one, FreedBox))


def hit(button: Button) -> None:
    click(button, button.rect().center())


def texts(box: FreedBox) -> list[tuple[str, str]]:
    return [(line.name.text, line.words.text) for part in box.parts for line in part.lines]


async def test_a_freed_slot_is_offered_to_one_or_all(rig: Rig) -> None:
    some_appointments(rig)  # Karim cancelled 12:00 with Léa
    page = await open_agenda(rig)
    box = box_of(page)
    assert box.isHidden()  # nobody waits
    desk = rig.desk
    jules = desk.waiter_of("Jules Perrot", from_min=660, until_min=780, service_id="cut", length_min=45)
    gabriel = desk.waiter_of("Gabriel Noël", title="Barbe")
    desk.waiter_of("Too long", length_min=240)
    mathis = desk.waiter_of("Mathis Leroy", resource_id="lea", note="appeler avant")
    await until(lambda: len(texts(box)) == 3)
    assert not box.isHidden()
    assert texts(box) == [
        ("Jules Perrot", "Coupe et soin, between 11:00 and 13:00"),
        ("Gabriel Noël", "Barbe"),
        ("Mathis Leroy", "with Léa Fontaine · appeler avant"),
    ]
    [part] = box.parts
    assert part.all is not None and part.all.text() == "Offer it to all three, first come, first served"
    first = part.lines[0].button
    assert first is not None and first.accessibleName() == "Offer it, Jules Perrot"
    desk.cannot_be_invited[mathis.waiter_id] = "quiet_hours"
    part.all.setFocus()
    press(part.all, Qt.Key.Key_Return)
    await until(lambda: bool(desk.offers()))
    asked = desk.agenda_asked[-1]
    assert isinstance(asked, OfferSlot)
    assert [one.waiter_id for one in asked.invitations] == [jules.waiter_id, gabriel.waiter_id]
    assert "Offered to 2 people" in toasts(page)[-1] and "too late in the day" in toasts(page)[-1]
    await until(lambda: box.parts[0].stop is not None)
    assert [words for _name, words in texts(box)] == ["was asked", "was asked"]
    desk.waiter_answers(asked.offer_id, gabriel.waiter_id, "declined")
    await until(lambda: texts(box)[1] == ("Gabriel Noël", "said no"))
    stop = box.parts[0].stop
    assert stop is not None
    hit(stop)
    await until(lambda: box.parts[0].all is not None)  # offered no more: it may be offered again
    one = box.parts[0].lines[1].button
    assert one is not None
    hit(one)
    await until(lambda: len(desk.offers()) == 2)
    assert "Offered to" in toasts(page)[-1]


async def test_what_cannot_be_offered_is_said(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    box = box_of(page)
    jules = rig.desk.waiter_of("Jules Perrot")
    rig.desk.cannot_be_invited[jules.waiter_id] = "recipient_unknown"
    await until(lambda: len(texts(box)) == 1)
    assert box.parts[0].all is None
    button = box.parts[0].lines[0].button
    assert button is not None
    hit(button)
    await until(lambda: bool(toasts(page)))
    assert "call them" in toasts(page)[-1] and box.parts[0].isEnabled()
    assert rig.desk.offers() == []


async def test_from_a_conversation_whoever_it_is_with_is_there_already(rig: Rig) -> None:
    some_appointments(rig)
    rig.inbox.list.setFocus()
    press(rig.inbox.list, Qt.Key.Key_Return)
    await until(lambda: rig.panes.conversation.conversation_id is not None)
    conversation_id = rig.panes.conversation.conversation_id
    assert conversation_id is not None
    press(rig.window, Qt.Key.Key_W, CTRL | SHIFT)
    dialog = cast("WaitingDialog", rig.window.findChild(WaitingDialog))
    assert dialog.person.now.contact_id == rig.desk.talks[conversation_id].contact_id
    hit(dialog.add)
    await until(lambda: bool(dialog.rows))
    rig.desk.waiter_of("Somebody else", since_at=None)
    hit(dialog.cancel)
    await until(lambda: not rig.window.findChildren(WaitingDialog))
    put_on_list(rig.panes, rig.kit)
    again = cast("WaitingDialog", rig.window.findChild(WaitingDialog))
    standing = next(row for row in again.rows if row.waiter_id == again.chosen_id)
    assert standing.waiter.contact_id == rig.desk.talks[conversation_id].contact_id
    hit(again.cancel)


async def test_somebody_is_put_on_the_list_and_taken_off(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    assert "waiting" in [tool.id for tool in page.head._tools]
    open_list(page)
    dialog = cast("WaitingDialog", rig.window.findChild(WaitingDialog))
    assert dialog.list.isHidden() and not dialog.nobody.isHidden()
    hit(dialog.add)
    await until(lambda: bool(dialog.note._error.text))
    assert "choose who is waiting" in dialog.note._error.text
    whose = rig.desk.talks[talk(1)].contact_id
    dialog.person.show_whom(ForWhom("Jules", contact_id=ContactId(whose)))
    dialog.service.choose("cut")
    dialog.day.choose("week")
    dialog.hour.choose("noon")
    dialog.length.input.setText("soon")
    hit(dialog.add)
    assert "45 min" in dialog.length._error.text
    dialog.length.input.setText("1h15")
    press(dialog.add, Qt.Key.Key_Return)
    await until(lambda: len(dialog.rows) == 1)
    asked = rig.desk.agenda_asked[-1]
    assert isinstance(asked, SaveWaiter)
    waiter = asked.waiter
    assert (waiter.contact_id, waiter.person, waiter.length_min) == (whose, "Jules", 75)
    assert (waiter.from_min, waiter.until_min, waiter.service_id) == (690, 840, "cut")
    assert waiter.from_day < waiter.until_day
    assert dialog.rows[0].what == "Coupe et soin" and not dialog.list.isHidden()
    hit(dialog.off)
    await until(lambda: not dialog.rows)
    assert not dialog.nobody.isHidden()
    press(dialog, Qt.Key.Key_Escape)
