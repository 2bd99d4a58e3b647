"""Consent on screen: how things stand, recording by mouse and by key, and what is said before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from app.domain.consent import Doubt, Entry, Purpose, Source
from app.domain.errors import Refused
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.quiet_hours import QuietHours
from app.domain.rows import NoticeRow
from app.domain.templates import Template
from app.words import set_language
from app.words.formats import Formats
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.contacts.consent.day import read_day, written_day
from ui.contacts.consent.dialog import ConsentDialog
from ui.contacts.consent.section import ConsentSection
from ui.contacts.consent.sheet import ConsentSheet
from ui.conversation.planning.late import LateDialog
from ui.conversation.team_words import team_words
from ui.conversation.template_offer.offer import TemplateOffer
from ui.settings.consent.words_dialog import WordsDialog
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.menu import Menu

assert rig is not None
SALE = Template("waba", "spring", "en", "approved", "marketing", "Spring is here.")
READY = Template("waba", "ready", "en", "approved", "utility", "It is ready.")


@pytest.fixture
def section(rig: Rig) -> Iterator[ConsentSection]:
    made = ConsentSection(rig.kit)
    made.resize(320, 620)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def person(rig: Rig, number: int = 3) -> tuple[ConversationId, ContactId, str]:
    where = rig.open(number)
    header = rig.desk.header(where)
    assert header is not None
    return where, header.contact_id, header.name


def keep(
    rig: Rig, who: ContactId, purpose: Purpose, *, is_given: bool, days: int = 10, source: Source = "form"
) -> MessageId:
    """A line of their ledger, with a message as its proof."""
    at = rig.clock.now() - timedelta(days=days)
    message_id = next(iter(rig.desk.talks.values())).messages[0].message_id
    known = rig.desk.ledgers.setdefault(who, [])
    known.append(Entry(len(known) + 1, who, purpose, "whatsapp", is_given, source, at, at, "My words", "Sheet 12",
                       message_id))  # fmt: skip
    return message_id


def press_button(button: Button | CheckBox) -> None:
    click(button, button.rect().center() if isinstance(button, Button) else QPoint(8, button.height() // 2))


def dialog_of(window: QWidget) -> ConsentDialog:
    return next(one for one in window.findChildren(ConsentDialog) if one.isVisible())


# ------------------------------------------------- the section


async def test_each_purpose_says_how_it_stands_in_words(rig: Rig, section: ConsentSection) -> None:
    _where, who, name = person(rig)
    section.show_contact(who, name)
    assert section.lines["marketing"].words.text == "No consent recorded"
    assert not section.more_button.isVisible()
    keep(rig, who, "marketing", is_given=True)
    keep(rig, who, "reminders", is_given=False, days=2, source="stop_word")
    section.show_contact(who, name)
    assert section.lines["marketing"].accessibleName() == "Promotions: Agreed: 16 Nov"
    assert section.lines["reminders"].words.text == "No more since: 24 Nov"
    assert section.lines["service"].words.text == "They have not written yet"


async def test_the_ledger_shows_each_line_and_opens_its_proof(rig: Rig, section: ConsentSection) -> None:
    _where, who, name = person(rig)
    message_id = keep(rig, who, "marketing", is_given=True)
    keep(rig, who, "marketing", is_given=False, days=1)
    section.show_contact(who, name)
    assert section.more_button.text() == "See 2 lines of proof"
    assert not section.ledger.isVisible()
    press_button(section.more_button)
    rows = section.ledger.list.rows.rows
    assert [row.spoken for row in rows] == [
        "Promotions, yesterday 10:42 · A form, no more",
        "Promotions, 16 Nov 10:42 · A form, agreed",
    ]
    opened: list[str] = []
    section.open_asked.connect(opened.append)
    section.ledger.list.setFocus()
    press(section.ledger.list, Qt.Key.Key_Down)
    assert section.ledger.words.text == "“My words”"
    assert section.ledger.proof.text == "Proof: Sheet 12"
    press(section.ledger.list, Qt.Key.Key_Return)
    press_button(section.ledger.open_button)
    assert opened == [message_id, message_id]


async def test_consent_is_recorded_by_mouse_with_words_day_and_proof(
    rig: Rig, section: ConsentSection
) -> None:
    _where, who, name = person(rig)
    section.show_contact(who, name)
    press_button(section.record_button)
    dialog = dialog_of(section)
    assert not dialog.confirm.isEnabled()  # nothing says what they agreed to
    press_button(dialog.boxes["reminders"])
    dialog.source.choose("form")
    dialog.day.input.setText("1/3/2025")
    type_text(dialog.wording.line, "I agree to offers by WhatsApp")
    type_text(dialog.proof.line, "Sheet 12")
    assert dialog.confirm.isEnabled()
    press_button(dialog.confirm)
    await until(lambda: section.lines["marketing"].words.text == "Agreed: 01/03/2025")
    first, second = rig.desk.ledgers[who]
    assert {first.purpose, second.purpose} == {"marketing", "reminders"}
    assert (first.source, first.wording, first.proof) == ("form", "I agree to offers by WhatsApp", "Sheet 12")
    assert first.at == datetime(2025, 2, 28, 23, 0, tzinfo=UTC)  # midnight in Paris


async def test_a_word_of_the_team_ends_it_by_key(rig: Rig, section: ConsentSection) -> None:
    _where, who, name = person(rig)
    keep(rig, who, "marketing", is_given=True)
    section.show_contact(who, name)
    section.withdraw_button.setFocus()
    press(section.withdraw_button, Qt.Key.Key_Space)
    dialog = dialog_of(section)
    assert dialog.purposes == ("marketing",)
    dialog.boxes["reminders"].setFocus()
    press(dialog.boxes["reminders"], Qt.Key.Key_Space)
    press(dialog.wording.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: section.lines["reminders"].words.text == "No more since: today")
    assert section.lines["marketing"].words.text == "No more since: today"
    assert section.lines["service"].words.text == "They have not written yet"


@pytest.mark.parametrize("text", ["31/12/2027", "32/1/2025", "yesterday", ""])
async def test_a_day_that_is_none_or_to_come_is_not_taken(
    rig: Rig, section: ConsentSection, text: str
) -> None:
    _where, who, name = person(rig)
    section.show_contact(who, name)
    dialog = section.ask(is_giving=True)
    assert dialog is not None
    type_text(dialog.wording.line, "Yes")
    assert dialog.confirm.isEnabled()
    dialog.day.input.setText(text)
    assert not dialog.confirm.isEnabled()
    dialog.reject()


async def test_a_refusal_is_said_in_the_dialog_and_loses_nothing(rig: Rig, section: ConsentSection) -> None:
    _where, who, name = person(rig)
    section.show_contact(who, name)
    dialog = section.ask(is_giving=True)
    assert dialog is not None
    type_text(dialog.wording.line, "Yes")
    rig.desk.consent_refused = Refused("consent_future")
    press_button(dialog.confirm)
    await until(lambda: dialog.error.isVisible())
    assert "this moment has not come yet" in dialog.error.text
    assert dialog.wording.text == "Yes"
    assert rig.desk.ledgers.get(who) is None
    dialog.reject()


async def test_what_may_be_a_stop_is_read_and_decided(rig: Rig, section: ConsentSection) -> None:
    _where, who, name = person(rig)
    message_id = rig.desk.talks[ConversationId("c-003")].messages[0].message_id
    rig.desk.doubts[who] = [Doubt(message_id, rig.clock.now())]
    section.show_contact(who, name)
    assert section.doubt.isVisible()
    opened: list[str] = []
    section.open_asked.connect(opened.append)
    press_button(section.doubt.read_button)
    assert opened == [message_id]
    press_button(section.doubt.stop_button)
    dialog = dialog_of(section)
    assert (dialog.purposes, dialog.source.chosen_id) == (("marketing", "reminders"), "own_message")
    press_button(dialog.confirm)
    await until(lambda: not section.doubt.isVisible())
    assert {one.message_id for one in rig.desk.ledgers[who]} == {message_id}
    rig.desk.doubts[who] = [Doubt(message_id, rig.clock.now())]
    section.show_contact(who, name)
    press_button(section.doubt.nothing_button)
    await until(lambda: not section.doubt.isVisible())
    assert len(rig.desk.ledgers[who]) == 2


async def test_nobodys_consent_is_no_fault(rig: Rig, section: ConsentSection) -> None:
    section.show_contact(None)
    assert section.ask(is_giving=True) is None
    assert rig.faults == []


async def test_the_menu_of_a_conversation_leads_to_it_and_its_proof_to_the_message(rig: Rig) -> None:
    where, who, _name = person(rig)
    message_id = rig.desk.talks[where].messages[0].message_id
    at = rig.clock.now() - timedelta(days=1)
    rig.desk.ledgers[who] = [
        Entry(1, who, "marketing", "whatsapp", True, "own_message", at, at, "Oui", "", message_id)
    ]
    menu = Menu(rig.kit.theme, "", rig.window)
    header = rig.desk.header(where)
    assert header is not None
    rig.conversation.person.add_to(menu, header)
    next(action for action in menu.actions() if action.text() == "Consent…").trigger()
    sheet = next(one for one in rig.window.findChildren(ConsentSheet) if one.isVisible())
    assert sheet.section.lines["marketing"].words.text == "Agreed: yesterday"
    press_button(sheet.section.more_button)
    press_button(sheet.section.ledger.open_button)
    await until(lambda: not [one for one in rig.window.findChildren(ConsentSheet) if one.isVisible()])
    menu.deleteLater()


# ------------------------------------------------- the offer of templates


def offered(rig: Rig, template: Template) -> TemplateOffer:
    rig.desk.set_templates([SALE, READY])
    rig.conversation.composer.template_asked.emit()
    offer = rig.conversation.offers.offer
    offer.choose(template.key)
    return offer


def shown(*parts: QWidget) -> list[bool]:
    return [part.isVisible() for part in parts]


async def test_the_offer_says_before_sending_what_is_missing_and_recording_it_allows_it(rig: Rig) -> None:
    where, who, _name = person(rig)
    offer = offered(rig, SALE)
    strip = offer.consent
    assert "none is recorded" in strip.words.text
    assert not offer.foot.send_button.isEnabled()
    assert shown(strip.record_button, strip.read_button, strip.plan_button, strip.anyway_button) == [
        True, False, False, False,
    ]  # fmt: skip
    press_button(strip.record_button)
    dialog = dialog_of(rig.window)
    type_text(dialog.wording.line, "Yes please")
    press_button(dialog.confirm)
    await until(offer.foot.send_button.isEnabled)
    assert strip.words.text == "Agreed: today"
    assert [one.purpose for one in rig.desk.ledgers[who]] == ["marketing"]
    count = len(rig.desk.talks[where].messages)
    press_button(offer.foot.send_button)
    await until(lambda: len(rig.desk.talks[where].messages) == count + 1)


async def test_the_offer_says_since_when_somebody_wants_no_more(rig: Rig) -> None:
    _where, who, _name = person(rig)
    keep(rig, who, "marketing", is_given=False, days=2, source="stop_word")
    offer = offered(rig, SALE)
    assert offer.consent.words.text.startswith("No more promotions since 24 Nov (They wrote “stop”)")
    sent: list[object] = []
    offer.send_asked.connect(lambda *what: sent.append(what))
    press(offer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == []
    offer.choose(READY.key)
    assert not offer.consent.isVisible()
    assert offer.foot.send_button.isEnabled()


async def test_a_doubt_is_read_from_the_offer(rig: Rig) -> None:
    where, who, _name = person(rig)
    keep(rig, who, "marketing", is_given=True)
    message_id = rig.desk.talks[where].messages[0].message_id
    rig.desk.doubts[who] = [Doubt(message_id, rig.clock.now())]
    offer = offered(rig, SALE)
    jumped: list[str] = []
    offer.consent.read_asked.connect(jumped.append)
    press_button(offer.consent.read_button)
    assert jumped == [message_id]


async def test_at_night_the_offer_waits_for_the_morning_or_for_an_explicit_press(rig: Rig) -> None:
    where, who, _name = person(rig)
    keep(rig, who, "marketing", is_given=True)
    rig.desk.quiet = QuietHours(time(9), time(7), ("Europe/Paris",))
    offer = offered(rig, SALE)
    strip = offer.consent
    assert (
        strip.words.text == "It is 10:42 where this customer lives: your quiet hours last until 7:00 there."
    )
    assert strip.plan_button.text() == "Send it tomorrow 7:00"
    assert not strip.anyway_button.isVisible()  # promotions never
    press_button(strip.plan_button)
    await until(lambda: bool(rig.desk.plans))
    [plan] = rig.desk.plans.values()
    assert (plan.kind, plan.due_at) == ("template", datetime(2026, 11, 27, 6, 0, tzinfo=UTC))
    offer = offered(rig, READY)
    count = len(rig.desk.talks[where].messages)
    press_button(offer.consent.anyway_button)
    await until(lambda: len(rig.desk.talks[where].messages) == count + 1)


async def test_what_is_planned_for_the_night_is_offered_the_morning_and_may_be_wanted_at_night(
    rig: Rig,
) -> None:
    where, _who, _name = person(rig)
    rig.desk.quiet = QuietHours(time(21), time(8), ("Europe/Paris",))
    night = datetime(2026, 11, 26, 21, 30, tzinfo=UTC)
    for is_anyway, due_at in ((False, datetime(2026, 11, 27, 7, 0, tzinfo=UTC)), (True, night)):
        rig.desk.plans.clear()
        rig.write("Good night")
        planning = rig.conversation.planning
        planning._plan(where, rig.conversation.composer.answer, night)
        await until(lambda: bool([one for one in rig.window.findChildren(LateDialog) if one.isVisible()]))
        dialog = next(one for one in rig.window.findChildren(LateDialog) if one.isVisible())
        assert dialog.words.text.startswith("It will be 22:30 where this customer lives")
        if is_anyway:
            press_button(dialog.anyway)
        else:
            press(dialog, Qt.Key.Key_Return)
        await until(lambda: bool(rig.desk.plans))
        assert [one.due_at for one in rig.desk.plans.values()] == [due_at]


# ------------------------------------------------- words and settings


async def test_the_words_of_the_team_are_changed_tried_and_kept(rig: Rig) -> None:
    dialog = WordsDialog(rig.kit, rig.window)
    dialog.open()
    type_text(dialog.trial.input, "Fiche-moi la paix !")
    assert dialog.verdict.text == "Means none of these."
    dialog.area.appendPlainText("fiche moi la paix")
    assert dialog.verdict.text == "Means: Stop"
    dialog.meaning.choose("yes")
    dialog._turn("yes")
    dialog.area.appendPlainText("top")
    press(dialog.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: rig.desk.setting("words_yes") == "+top")
    assert rig.desk.setting("words_stop") == "+fiche moi la paix"
    assert rig.desk.setting("words_no") == ""
    again = WordsDialog(rig.kit, rig.window)
    assert again.area.toPlainText().endswith("fiche moi la paix")
    assert again.reset.isVisibleTo(again)
    again.reset.click()
    assert again.changes["stop"] == ""
    again.reject()


@pytest.mark.parametrize(
    ("typed", "kept"), [("22h", "22:00"), ("9", "09:00"), ("21:30", "21:30"), ("25", "21:00")]
)
async def test_quiet_hours_are_written_as_people_write_hours(rig: Rig, typed: str, kept: str) -> None:
    rig.panes.show_screen("settings") if hasattr(rig.panes, "show_screen") else None
    from ui.settings.view import SettingsView

    view = SettingsView(rig.kit)
    field = view.fields["quiet_from"]
    field.control.setText(typed)  # type: ignore[union-attr]
    field.control.editingFinished.emit()  # type: ignore[union-attr]
    await until(lambda: rig.desk.setting("quiet_from") == kept)
    view.deleteLater()


# ------------------------------------------------- lines and days


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_line_of_a_conversation_has_words_of_its_own(language: str) -> None:
    set_language(language)
    try:
        formats, now = Formats(language, "Europe/Paris"), datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
        whats = [
            "consent_given", "consent_given_channel", "consent_withdrawn", "consent_withdrawn_stop_word",
            "consent_withdrawn_channel", "consent_doubted",
        ]  # fmt: skip
        base = NoticeRow("", "Léa", None, "reminders,marketing", "Her words")
        lines = [team_words(replace(base, what=what), now, formats)[0] for what in whats]
        lines += [
            team_words(replace(base, what=what, by_name=None, summary=""), now, formats)[0] for what in whats
        ]
        assert len({line.partition("\n")[0] for line in lines}) == 8
        assert all("{" not in line for line in lines)
        assert sum("Her words" in line for line in lines) == len(whats)
    finally:
        set_language("en")


TODAY = datetime(2026, 11, 26, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26/11/2026", "2026-11-26"), ("1/3/25", "2025-03-01"), ("1.3.2025", "2025-03-01"),
        ("01-03-2025", "2025-03-01"),
        ("2025-03-01", "2025-03-01"), ("1/3", "2026-03-01"), ("24/12", "2025-12-24"), (" 1/3/2025 ", "2025-03-01"),
        ("29/2/2025", None), ("13/13/2025", None), ("1/3/202", None), ("", None), ("mars", None),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_typed(text: str, day: str | None) -> None:
    found = read_day(text, TODAY)
    assert (found.isoformat() if found else None) == day
    if found is not None:
        assert read_day(written_day(found), TODAY) == found
