"""Automatic replies in the settings: switched on, written, seen as a bubble, and each number's own."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.auto_replies import AutoReply
from app.domain.hours import ALWAYS, OpeningHours, Span
from app.words import set_language
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.settings.auto_replies.page import AutoRepliesPage
from ui.settings.auto_replies.text_part import TextPart

__all__ = ["rig"]

OFFICE = (Span(540, 720), Span(840, 1080))
SHOP = OpeningHours(ALWAYS, "Europe/Paris", (*[OFFICE] * 5, (), ()))
CTRL = Qt.KeyboardModifier.ControlModifier


async def page(rig: Rig) -> AutoRepliesPage:
    rig.panes.show_settings_page("auto_replies")
    found = rig.panes.settings.auto_replies
    await until(found.isVisible)
    return found


def bubble(part: TextPart) -> str:
    return part.preview.accessibleName()


async def test_both_are_switched_on_with_the_mouse_and_saved(rig: Rig) -> None:
    await rig.desk.save_hours("", SHOP)
    replies = await page(rig)
    assert not replies.greeting.text.isVisible() and not replies.save.isEnabled()
    replies.greeting.switch.click()
    replies.away.switch.click()
    await until(replies.away.text.isVisible)
    assert "{opening}" in replies.away.text.text
    assert "tomorrow at 9 am" in bubble(replies.away) or "later today at 2 pm" in bubble(replies.away)
    assert "Hello Ana, thank you" in bubble(replies.greeting)
    replies.save.click()
    await until(lambda: "" in rig.desk.auto_texts)
    saved = rig.desk.auto_texts[""]
    assert saved.is_greeting and saved.is_away and saved.language == "en"
    await until(lambda: not replies.save.isEnabled())
    replies.language.choose("fr")
    replies._settle()
    assert "à 14 h" in bubble(replies.away) or "demain à 9 h" in bubble(replies.away)


async def test_the_keyboard_writes_and_saves_and_what_is_wrong_is_said(rig: Rig) -> None:
    replies = await page(rig)
    replies.greeting.switch.setFocus()
    press(replies.greeting.switch, Qt.Key.Key_Space)
    box = replies.greeting.text
    box.setFocus()
    press(box, Qt.Key.Key_A, CTRL)
    type_text(box, "Hello, open {opening}")
    press(box, Qt.Key.Key_Return, CTRL)
    await until(lambda: "cannot say {opening}" in replies.greeting.group.error)
    assert box.hasFocus() and not rig.desk.auto_texts and box.text == "Hello, open {opening}"
    press(box, Qt.Key.Key_A, CTRL)
    type_text(box, "Hello {price}")
    assert replies.greeting.group.error == ""  # it was about other words
    press(box, Qt.Key.Key_Return, CTRL)
    await until(
        lambda: "{price}" in replies.greeting.group.error and "{business}" in replies.greeting.group.error
    )
    assert "{opening}" not in replies.greeting.group.error  # which a greeting cannot say either
    press(box, Qt.Key.Key_A, CTRL)
    type_text(box, "Hello!")
    press(box, Qt.Key.Key_Return, CTRL)
    await until(lambda: rig.desk.auto_texts.get("") == AutoReply("", True, "Hello!", language="en"))
    assert replies.greeting.group.error == ""


async def test_without_opening_hours_it_says_so_and_leads_there(rig: Rig) -> None:
    replies = await page(rig)
    replies.away.switch.click()
    await until(replies.away.way.isVisible)
    assert "No opening hours are saved" in replies.away.notice.text
    replies.away.way.click()
    await until(rig.panes.settings.hours.form.isVisible)
    await rig.desk.save_hours("", SHOP)
    rig.panes.show_settings_page("auto_replies")
    await until(lambda: not replies.away.way.isVisible())


async def test_who_answers_on_the_phone_is_chosen_at_once(rig: Rig) -> None:
    replies = await page(rig)
    [(line_id, picker), *_rest] = replies.phones.pickers.items()
    me = rig.desk.me().member_id
    picker.choose(me)
    await until(lambda: rig.desk.phone_of == {line_id: me})
    picker.choose("")
    await until(lambda: not rig.desk.phone_of)


async def test_the_page_speaks_french(rig: Rig) -> None:
    set_language("fr")
    try:
        replies = AutoRepliesPage(rig.kit)
        replies.greeting.switch.click()
        assert "{prenom}" in replies.greeting.text.text
        replies.away.switch.click()
        assert "{ouverture}" in replies.away.text.text
        assert replies.save.text() == "Enregistrer"
        replies.deleteLater()
    finally:
        set_language("en")
