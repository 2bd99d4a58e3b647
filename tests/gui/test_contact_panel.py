"""The person's card beside the conversation: read at a glance, changed in place, by mouse and by key."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from app.domain.contact_cards import ContactField
from app.domain.contact_rows import ContactCard, EpisodeRow, IdentityRow, TimelineRow
from app.domain.ids import ContactId
from app.domain.rows import Changes
from tests.gui.hands import CTRL
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.contacts.panel.field_rows import FieldRow
from ui.contacts.panel.fields import FieldsSection
from ui.contacts.panel.identities import IdentitiesSection
from ui.contacts.panel.notes import NotesSection
from ui.contacts.panel.panel import ContactPanel, holds_focus
from ui.contacts.panel.past import EpisodesSection
from ui.contacts.panel.place import PanelPlace, begun_of
from ui.contacts.panel.sections import Section
from ui.contacts.panel.shelf import FilesSection
from ui.contacts.panel.tag_box import SectionTagPicker, TagChip
from ui.contacts.panel.tags import TagsSection
from ui.contacts.panel.timeline import TimelineSection
from ui.teamwork.popover import Popover

__all__ = ["rig"]
T = TypeVar("T")
ENTER = Qt.Key.Key_Return


def place(rig: Rig) -> PanelPlace:
    found = rig.panes.card
    assert found is not None
    return found


async def panel(rig: Rig, number: int = 3) -> ContactPanel:
    """The card of one of the salon's people."""
    rig.open(number)
    if not place(rig).is_shown:
        rig.conversation.head.panel.click()
    await until(lambda: place(rig).is_shown and place(rig).panel.card is not None)
    await until(lambda: shown(rig).card is not None and shown(rig).card.contact_id == person(rig))  # type: ignore[union-attr]
    return shown(rig)


def shown(rig: Rig) -> ContactPanel:
    return place(rig).panel


def person(rig: Rig) -> ContactId:
    header = rig.desk.header(rig.conversation.conversation_id)  # type: ignore[arg-type]
    assert header is not None
    return header.contact_id


def section(panel: ContactPanel, kind: type[T]) -> T:
    return next(one for one in panel.sections if isinstance(one, kind))


def card(rig: Rig) -> ContactCard:
    found = rig.desk.contact(person(rig))
    assert found is not None
    return found


def _holds(rig: Rig, key: str, value: str) -> bool:
    return card(rig).value(key) == value


def row(panel: ContactPanel, key: str) -> FieldRow:
    return section(panel, FieldsSection).rows[key]


def popover(rig: Rig) -> Popover:
    return next(one for one in rig.window.findChildren(Popover) if one.isVisible())


async def test_it_shows_who_is_open_and_follows(rig: Rig) -> None:
    first = await panel(rig, 3)
    name = first.head.name.words
    assert name == card(rig).name
    rig.open(4)
    await until(lambda: first.card is not None and first.card.contact_id == person(rig))
    assert first.head.name.words == card(rig).name


async def test_who_was_opened_while_another_screen_was_looked_at_is_shown_after_it(rig: Rig) -> None:
    opened = await panel(rig)
    before = opened.card
    rig.panes.hide()
    talk = rig.desk.inbox("waiting")[0]
    other = rig.desk.header(talk)
    assert other is not None and before is not None and other.contact_id != before.contact_id
    rig.panes.open(talk)  # as a notification does; whoever else follows the open conversation says the same
    await until(lambda: opened.contact_id == other.contact_id and not opened._soon.isActive())
    assert opened.card is before
    rig.panes.show()
    await until(lambda: opened.card is not None and opened.card.contact_id == other.contact_id)


async def test_its_key_opens_enters_and_closes_it_and_the_button_too(rig: Rig) -> None:
    shown_panel = await panel(rig)
    click(rig.conversation.head.panel, QPoint(5, 5))
    await until(lambda: not place(rig).is_shown)
    assert rig.desk.place["panel"] == "0" and not rig.conversation.head.panel.isChecked()
    press(rig.window, Qt.Key.Key_4, CTRL)
    await until(lambda: place(rig).is_shown and holds_focus(shown_panel))
    assert shown_panel.head.name.hasFocus() and rig.desk.place["panel"] == "1"
    press(shown_panel.head.name, Qt.Key.Key_Escape)
    await until(lambda: rig.conversation.composer.box.hasFocus())
    assert place(rig).is_shown
    press(rig.window, Qt.Key.Key_4, CTRL)
    press(rig.window, Qt.Key.Key_4, CTRL)
    await until(lambda: not place(rig).is_shown)
    assert rig.conversation.composer.box.hasFocus()


async def test_in_a_narrow_window_it_covers_and_goes(rig: Rig) -> None:
    await panel(rig)
    rig.window.resize(1000, 700)
    await until(lambda: not place(rig).is_shown)
    press(rig.window, Qt.Key.Key_4, CTRL)
    await until(lambda: place(rig).is_shown)
    assert shown(rig).parent() is rig.conversation
    assert shown(rig).geometry().right() == rig.conversation.rect().right()
    press(shown(rig).head.name, Qt.Key.Key_Escape)
    await until(lambda: not place(rig).is_shown)
    rig.window.resize(1440, 900)
    await until(lambda: place(rig).is_shown and shown(rig).parent() is not rig.conversation)


async def test_a_value_is_changed_in_place(rig: Rig) -> None:
    field = row(await panel(rig), "company")
    press(field.value, ENTER)
    assert field.is_editing and field.line.hasFocus()
    type_text(field.line, "Rivage & Fils")
    press(field.line, ENTER)
    await until(lambda: card(rig).value("company") == "Rivage & Fils")
    await until(lambda: not field.is_editing and field.value.words == "Rivage & Fils")
    click(field.value, QPoint(5, 5))
    field.line.setText("")
    press(field.line, ENTER)
    await until(lambda: card(rig).value("company") is None)


async def test_what_cannot_be_kept_says_why_and_stays(rig: Rig) -> None:
    field = row(await panel(rig), "email")
    field.edit()
    type_text(field.line, "ana at example")
    press(field.line, ENTER)
    await until(lambda: field.error.isVisible())
    assert "e-mail address" in field.error.text and field.line.text() == "ana at example"
    assert card(rig).value("email") is None
    press(field.line, Qt.Key.Key_Escape)
    assert not field.is_editing and not field.error.isVisible() and field.value.hasFocus()


async def test_words_that_are_not_kept_yet_wait_for_their_person(rig: Rig) -> None:
    there = await panel(rig, 3)
    field = row(there, "email")
    field.edit()
    type_text(field.line, "half an addr")
    rig.open(4)
    await until(lambda: there.card is not None and there.card.contact_id == person(rig))
    assert not field.is_editing
    rig.open(3)
    await until(lambda: field.is_editing)
    assert field.line.text() == "half an addr"


async def test_words_that_are_not_kept_yet_outlive_the_window(rig: Rig) -> None:
    there = await panel(rig)
    row(there, "email").edit()
    type_text(row(there, "email").line, "half an addr")
    section(there, NotesSection).write()
    type_text(section(there, NotesSection).box, "Half a note")
    place(rig).close_down()
    kept = begun_of(rig.desk.place["card_begun"])
    assert set(kept.values()) == {"half an addr", "Half a note"}
    assert begun_of("[[1]]") == begun_of("{") == {}


async def test_own_fields_are_written_by_their_kind(rig: Rig) -> None:
    there = await panel(rig)
    rig.desk.own_fields = [
        ContactField("f1", "Birthday", "date", (), 0),
        ContactField("f2", "Spent", "money", (), 1),
        ContactField("f3", "Hair", "choice", ("Fair", "Dark"), 2),
        ContactField("f4", "Photos", "yes_no", (), 3),
        ContactField("f5", "Visits", "number", (), 4),
    ]
    rig.desk._tell(Changes(is_contact_fields=True))
    for key, typed, kept in (
        ("f1", "28/02/1990", "1990-02-28"), ("f2", "1 234,50", "123450 EUR"), ("f5", "12", "12"),
    ):  # fmt: skip
        field = row(there, key)
        field.edit()
        type_text(field.line, typed)
        press(field.line, ENTER)
        await until(partial(_holds, rig, key, kept))
    assert row(there, "f1").value.words == "28 February 1990"
    assert row(there, "f2").value.words == "€1,234.50"
    for key, words, kept in (("f3", "dark", "Dark"), ("f4", "yes", "yes")):
        row(there, key).edit()
        await until(lambda: any(one.isVisible() for one in rig.window.findChildren(Popover)))
        type_text(popover(rig).finder.search, words)
        press(popover(rig).finder.search, ENTER)
        await until(partial(_holds, rig, key, kept))
    field = row(there, "f5")
    field.edit()
    field.line.setText("many")
    press(field.line, ENTER)
    await until(lambda: field.error.isVisible())
    assert "no number" in field.error.text


async def test_a_day_is_chosen_in_the_calendar(rig: Rig) -> None:
    there = await panel(rig)
    rig.desk.own_fields = [ContactField("f1", "Birthday", "date")]
    rig.desk._tell(Changes(is_contact_fields=True))
    field = row(there, "f1")
    field.edit()
    type_text(field.line, "1990-02-27")
    field.calendar.click()
    await until(lambda: field.dialog.isVisible())
    press(field.dialog.month.days, Qt.Key.Key_Right)
    field.dialog.confirm.click()
    await until(lambda: card(rig).value("f1") == "1990-02-28")


async def test_the_name_is_the_teams_and_emptied_the_persons_again(rig: Rig) -> None:
    there = await panel(rig)
    profile = card(rig).profile_name
    press(there.head.name, ENTER)
    type_text(there.head.line, "The baker")
    press(there.head.line, ENTER)
    await until(lambda: card(rig).own_name == "The baker" and there.head.name.words == "The baker")
    assert profile is not None and profile in there.head.under.text
    there.head.edit()
    there.head.line.setText("")
    press(there.head.line, ENTER)
    await until(lambda: card(rig).own_name is None)


async def test_the_owner_is_chosen_from_the_team(rig: Rig) -> None:
    there = await panel(rig)
    owner = section(there, FieldsSection).owner
    press(owner.value, ENTER)
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(Popover)))
    press(popover(rig).finder.search, ENTER)
    await until(lambda: card(rig).owner_id == rig.desk.me().member_id)
    await until(lambda: bool(owner.value.words))


async def test_tags_are_added_by_word_and_taken_away_by_a_press(rig: Rig) -> None:
    there = await panel(rig)
    tags = section(there, TagsSection)
    assert tags.nothing.isVisible() and tags.widget.action is not None
    tags.widget.action.click()
    picker = next(one for one in rig.window.findChildren(SectionTagPicker) if one.isVisible())
    type_text(picker.finder.search, "Baker")
    press(picker.finder.search, ENTER)
    await until(lambda: card(rig).tags == ("Baker",))
    picker.close()
    await until(lambda: len([one for one in tags.chips.findChildren(TagChip) if one.isVisible()]) == 1)
    chip = next(one for one in tags.chips.findChildren(TagChip) if one.isVisible())
    press(chip, Qt.Key.Key_Delete)
    await until(lambda: card(rig).tags == ())


async def test_a_note_is_written_changed_and_removed(rig: Rig) -> None:
    there = await panel(rig)
    notes = section(there, NotesSection)
    notes.write()
    type_text(notes.box, "Comes early")
    press(notes.box, ENTER)
    await until(lambda: [note.text for note in card(rig).notes] == ["Comes early"])
    await until(lambda: (len(notes.views) == 1 and notes.box.isHidden() is False) or notes.views != [])
    notes._change(card(rig).notes[0])
    notes.box.setPlainText("Comes at nine")
    notes.keep()
    await until(lambda: [note.text for note in card(rig).notes] == ["Comes at nine"])
    notes.write()
    notes.keep()
    await until(lambda: notes.error.isVisible())
    notes.leave()
    notes._remove(card(rig).notes[0])
    await until(lambda: card(rig).notes == () and notes.nothing.isVisible())


async def test_a_note_that_is_being_written_waits_for_its_person(rig: Rig) -> None:
    there = await panel(rig, 3)
    notes = section(there, NotesSection)
    notes.write()
    type_text(notes.box, "Half a")
    rig.open(4)
    await until(lambda: there.card is not None and there.card.contact_id == person(rig))
    assert not notes.box.isVisible()
    rig.open(3)
    await until(lambda: notes.box.isVisible())
    assert notes.box.toPlainText() == "Half a"


async def test_identities_tell_which_counts_and_are_copied(rig: Rig) -> None:
    there = await panel(rig)
    now = rig.clock.now()
    old = IdentityRow("wa_id", "447700900999", now - timedelta(days=90), now - timedelta(days=9))
    rig.desk.put_card(replace(card(rig), identities=(*card(rig).identities, old)))
    names = section(there, IdentitiesSection)
    await until(lambda: names.older.isVisible())
    assert len(names.rows) == len([one for one in card(rig).identities if one.is_used])
    names.older.click()
    assert names.rows[-1].words == "+44 7700 900999"
    names.rows[-1].click()
    assert QGuiApplication.clipboard().text() == "+447700900999"


async def test_who_shares_no_number_can_be_asked_for_it(rig: Rig) -> None:
    talk = next(one for one in rig.desk.talks.values() if one.number is None and not one.is_closed)
    rig.panes.open(talk.conversation_id)
    rig.conversation.head.panel.click()
    await until(lambda: place(rig).is_shown and shown(rig).card is not None)
    names = section(shown(rig), IdentitiesSection)
    await until(lambda: names.no_number.isVisible())
    header = rig.desk.header(talk.conversation_id)
    assert header is not None and names.ask.isVisible() == header.is_window_open


async def test_episodes_files_and_the_timeline_lead_to_their_message(rig: Rig) -> None:
    there = await panel(rig)
    talk = rig.desk.talks[rig.conversation.conversation_id]  # type: ignore[index]
    first, last, now = talk.messages[0], talk.messages[-1], rig.clock.now()
    who = person(rig)
    rig.desk.episode_rows[who] = [
        EpisodeRow(
            talk.conversation_id, now - timedelta(days=2), now, "solved", "Léa", "Booked", first.message_id
        )
    ]
    rig.desk.shelves[who] = [last]
    rig.desk.timelines[who] = [
        TimelineRow("messages", last.sort_at, 9, "Léa", last.text, 3, 1, message=last),
        TimelineRow("tagged", now - timedelta(days=1), 5, "Marc", values=(("tag", "VIP"),)),
    ]
    rig.desk.put_card(card(rig))
    past, files, lines = (
        section(there, EpisodesSection),
        section(there, FilesSection),
        section(there, TimelineSection),
    )
    await until(lambda: bool(past.rows) and bool(files.rows) and lines.list.rows.rowCount() == 2)
    assert lines.list.rows.lines[0].words == "3 messages"
    assert "VIP" in lines.list.rows.lines[1].words and lines.list.rows.lines[1].below == "Marc"
    began_s = int((now - timedelta(days=2)).timestamp())
    rig.desk.answered[talk.conversation_id] = [(began_s - 9_000, 60), (began_s + 5, 420), (began_s + 900, 30)]
    past._times.start(0)
    await until(lambda: "answer in 7 min" in past.rows[0].words)
    assert past.rows[0].accessibleName().endswith("solved · Léa")
    jumped: list[str] = []
    rig.conversation.jump_to = jumped.append  # type: ignore[method-assign,assignment]
    past.rows[0].click()
    files.rows[0].click()
    lines.list.setCurrentIndex(lines.list.rows.index(0, 0))
    press(lines.list, ENTER)
    assert jumped == [first.message_id, last.message_id, last.message_id]


async def test_every_part_has_a_name_for_a_screen_reader(rig: Rig) -> None:
    there = await panel(rig)
    titles = [one.title for one in there.sections]
    assert len(set(titles)) == len(titles)
    for one in there.sections:
        check: Section = one
        assert check.widget.accessibleName() == check.title
    await until(lambda: there.head.name.accessibleName().startswith("Name: "))
