"""Notes to the team: apart from the answer in every way, with names that are told, kept over a change of place."""

from PySide6.QtCore import Qt

from app.domain.ids import ConversationId, MessageId
from app.domain.notes import AddNote, draft_key
from app.domain.rows import MemberRow, MessageRow
from tests.fake_team import INES, LEA, MARC
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.conversation.bubble_face import spoken_bubble
from ui.conversation.notes.mentions import begun, called, fitting, named
from ui.conversation.notes.note_box import NoteBox

__all__ = ["rig"]

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
TEAM = [
    MemberRow(LEA, "Léa Fontaine", "owner", is_me=True),
    MemberRow(MARC, "Marc Petit", "manager"),
    MemberRow(INES, "Inès Moreau", "rep"),
]


def box(rig: Rig) -> NoteBox:
    return rig.conversation.notes.box


def last(rig: Rig, conversation_id: ConversationId) -> MessageRow:
    return rig.desk.talks[conversation_id].messages[-1]


async def test_a_note_is_written_by_key_and_never_sent(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("An answer")
    press(rig.conversation.composer.box, Qt.Key.Key_N, CTRL_SHIFT)
    assert box(rig).isVisible() and not rig.conversation.composer.isVisible()
    type_text(box(rig).box, "She prefers Saturdays")
    press(box(rig).box, Qt.Key.Key_Return)
    assert last(rig, conversation_id).kind != "note"  # Enter breaks the line here
    type_text(box(rig).box, "and no ammonia")
    press(box(rig).box, Qt.Key.Key_Return, CTRL)
    await until(lambda: last(rig, conversation_id).kind == "note")
    assert last(rig, conversation_id).text == "She prefers Saturdays\nand no ammonia"
    assert box(rig).text == "" and rig.desk.draft(draft_key(conversation_id)) == ""
    press(box(rig).box, Qt.Key.Key_Escape)
    assert rig.conversation.composer.isVisible() and rig.conversation.composer.text == "An answer"


async def test_the_tab_and_the_button_do_the_same(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.composer.tabs.team.click()
    assert not box(rig).keep.isEnabled()
    type_text(box(rig).box, "Call her back")
    box(rig).keep.click()
    await until(lambda: last(rig, conversation_id).text == "Call her back")
    box(rig).tabs.customer.click()
    assert rig.conversation.composer.isVisible() and not box(rig).isVisible()


async def test_a_note_can_be_written_where_no_answer_can(rig: Rig) -> None:
    conversation_id = rig.open(7)  # the window is closed
    rig.conversation.offers.offer.top.team.click()
    assert box(rig).isVisible() and not rig.conversation.offers.offer.isVisible()
    type_text(box(rig).box, "Try again on Monday")
    press(box(rig).box, Qt.Key.Key_Return, CTRL)
    await until(lambda: last(rig, conversation_id).text == "Try again on Monday")
    box(rig).tabs.customer.click()
    assert rig.conversation.offers.offer.isVisible()


async def test_each_conversation_keeps_its_own_unsent_note(rig: Rig) -> None:
    first = rig.open(3)
    rig.conversation.notes.show()
    type_text(box(rig).box, "half a no")
    rig.open(5)
    assert not box(rig).isVisible() and box(rig).text == ""
    rig.panes.open(first)
    assert box(rig).isVisible() and box(rig).text == "half a no"
    assert rig.desk.draft(draft_key(first)) == "half a no" and rig.desk.draft(first) == ""


async def test_a_name_is_offered_after_an_at_and_told(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.notes.show()
    type_text(box(rig).box, "Ask @m")
    assert [row.name for row in box(rig).names.rows] == ["Inès Moreau", "Marc Petit"]
    press(box(rig).box, Qt.Key.Key_Down)
    press(box(rig).box, Qt.Key.Key_Return)
    assert box(rig).text == "Ask @Marc " and box(rig).names.rows == []
    type_text(box(rig).box, "about it")
    press(box(rig).box, Qt.Key.Key_Return, CTRL)
    await until(lambda: last(rig, conversation_id).mentions == (MARC,))


async def test_escape_closes_the_names_and_then_the_note(rig: Rig) -> None:
    rig.open(3)
    rig.conversation.notes.show()
    box(rig).at.click()
    assert len(box(rig).names.rows) == 2
    press(box(rig).box, Qt.Key.Key_Escape)
    assert box(rig).isVisible() and box(rig).names.rows == [] and box(rig).text == "@"
    press(box(rig).box, Qt.Key.Key_Escape)
    assert not box(rig).isVisible()


async def test_ones_own_note_is_changed_and_removed_from_its_menu(rig: Rig) -> None:
    conversation_id = rig.open(3)
    note_id = await rig.desk.add_note(conversation_id, "Wrong")
    rig.conversation.acts.edit_note_asked.emit(note_id, "Wrong")
    assert box(rig).text == "Wrong" and box(rig).keep.text() == "Change the note"
    box(rig).set_text("Right")
    press(box(rig).box, Qt.Key.Key_Return, CTRL)
    await until(lambda: note_text(rig, note_id) == "Right")
    rig.conversation.acts.remove_note_asked.emit(note_id)
    await until(lambda: rig.desk.message(note_id) is None)


async def test_a_note_is_read_as_one(rig: Rig) -> None:
    conversation_id = rig.open(3)
    note_id = await rig.desk.add_note(conversation_id, "@Marc <b>see</b>", (MARC,))
    place = rig.conversation.model.place_of(note_id)
    assert place is not None
    face = rig.conversation.model.face(place)
    assert face.is_note and face.tick is None and face.footer.sentence == ""
    assert "Internal note by" in spoken_bubble(face) and "<b>see</b>" in spoken_bubble(face)
    assert [(style.start, style.end) for style in face.styles if style.style == "bold"] == [(0, 5)]


def note_text(rig: Rig, note_id: MessageId) -> str | None:
    row = rig.desk.message(note_id)
    return row.text if row else None


def test_names_are_found_by_any_of_their_parts_and_without_accents() -> None:
    assert begun("hello @") == "" and begun("hello @in") == "in"
    assert begun("mail@x") is None and begun("@marc and") is None
    assert [row.name for row in fitting("ines", TEAM)] == ["Inès Moreau"]
    assert [row.name for row in fitting("mo", TEAM)] == ["Inès Moreau"]
    assert fitting("lea", TEAM) == []  # nobody names themselves


def test_a_note_names_whoever_stands_after_an_at() -> None:
    assert named("@marc and (@Ines), not a@lea.fr", TEAM) == (MARC, INES)
    assert named("nobody", TEAM) == ()


def test_two_of_one_first_name_are_called_by_their_whole_names() -> None:
    twin = MemberRow(INES, "Marc Moreau", "rep")
    team = [TEAM[0], TEAM[1], twin]
    assert called(twin, team) == "MarcMoreau" and named("@MarcMoreau", team) == (INES,)
    assert named("@Marc", team) == ()


async def test_a_note_that_the_hub_refused_is_in_the_box_again(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.notes.show()
    type_text(box(rig).box, "Call her")
    press(box(rig).box, Qt.Key.Key_Return, CTRL)
    await until(lambda: last(rig, conversation_id).kind == "note")
    note = AddNote(MessageId("n"), conversation_id, "Call her")
    rig.desk.refuse_command(note, "member_unknown", where="team")
    assert box(rig).text == "Call her"
    assert "not in the team" in rig.conversation.toasts.toasts[-1].text
