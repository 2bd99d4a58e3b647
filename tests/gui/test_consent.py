"""Consent on screen: how things stand, recording by mouse and by key, the ledger, words and settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.consent import Doubt, Entry
from app.domain.errors import Refused
from app.domain.ids import ConversationId
from app.domain.rows import NoticeRow
from app.words import set_language
from app.words.formats import Formats
from tests.gui.consent_hands import dialog_of, keep, person, press_button
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.contacts.consent.day import read_day, written_day
from ui.contacts.consent.section import ConsentSection
from ui.contacts.consent.sheet import ConsentSheet
from ui.conversation.team_words import team_words
from ui.settings.consent.words_dialog import WordsDialog
from ui.widgets.menu import Menu

assert rig is not None


@pytest.fixture
def section(rig: Rig) -> Iterator[ConsentSection]:
    made = ConsentSection(rig.kit)
    made.resize(320, 620)
    made.show()
    yield made
    made.close()
    made.deleteLater()


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
    assert section.ledger.proof.text == "16 Nov 10:42 · A form\nProof: Sheet 12"
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
