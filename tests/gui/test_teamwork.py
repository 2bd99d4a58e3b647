"""Pickers and sheets of the team: by mouse and by key, kept when left, and refusals said beside what was done."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.modeltest import ModelTester

from app.desk.desk import Refusal
from app.domain.assignment import REASON_MAX_CHARS, AssignConversation, ClaimConversation
from app.domain.conversations import CloseConversation
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from tests.fake_team import INES, LEA, MARC
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from ui.teamwork import acts
from ui.teamwork.assign_picker import AssignPicker, open_assign
from ui.teamwork.close_sheet import open_close
from ui.teamwork.finder import CHOICE, Choice, ChoiceModel, fits
from ui.teamwork.hand_over import HandOver, open_hand_over
from ui.teamwork.snooze_picker import open_moment
from ui.teamwork.tag_picker import open_tags
from ui.teamwork.undoing import Act, Undoing, perform
from ui.widgets.toast import ToastStack

__all__ = ["rig"]

ONE, TWO = ConversationId("c-003"), ConversationId("c-004")


def show(rig: Rig) -> Undoing:
    return Undoing(rig.conversation.toasts)


def shown(picker: AssignPicker) -> list[str]:
    model = picker.finder.model
    return [model.index(row).data() for row in range(model.rowCount())]


def texts(toasts: ToastStack) -> list[str]:
    return [toast.text for toast in toasts.toasts]


def test_the_list_of_choices_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = ChoiceModel()
    model.show([Choice("a", "Ana"), Choice("b", "Bo", "you")])
    check_model(qtmodeltester, model)
    assert [model.index(row).data() for row in range(2)] == ["Ana", "Bo, you"]
    model.show([])
    assert model.rowCount() == 0


def test_words_find_the_beginnings_of_names_without_accents() -> None:
    assert fits("ines mor", "Inès Moreau")
    assert fits("", "Inès Moreau")
    assert not fits("nes", "Inès Moreau")


async def test_the_people_are_oneself_first_then_nobody_and_the_holder_is_marked(rig: Rig) -> None:
    rig.desk.work(ONE).assignee_id = INES
    picker = open_assign(rig.kit, [ONE], rig.inbox, show(rig).show)
    assert shown(picker) == [
        "Léa Fontaine, you",
        "Inès Moreau, has it now",
        "Marc Petit",
        "Nobody: give back to the team",
        "Hand over with a reason…",
    ]
    press(picker.finder.search, Qt.Key.Key_Up)  # from the first round to the last
    assert picker.finder.current is not None and picker.finder.current.id == "hand_over"
    press(picker.finder.search, Qt.Key.Key_Up)
    press(picker.finder.search, Qt.Key.Key_Return)
    await until(lambda: rig.desk.work(ONE).assignee_id is None)


async def test_a_click_gives_it_and_escape_gives_nothing(rig: Rig) -> None:
    picker = open_assign(rig.kit, [ONE], rig.inbox, show(rig).show)
    press(picker.finder.search, Qt.Key.Key_Escape)
    assert rig.desk.work(ONE).assignee_id is None
    picker = open_assign(rig.kit, [ONE], rig.inbox, show(rig).show)
    index = picker.finder.model.index(2)
    click(picker.finder.list.viewport(), picker.finder.list.visualRect(index).center())
    await until(lambda: rig.desk.work(ONE).assignee_id == MARC)


async def test_the_picker_leads_to_handing_over(rig: Rig) -> None:
    picker = open_assign(rig.kit, [ONE], rig.inbox, show(rig).show)
    type_text(picker.finder.search, "hand")
    press(picker.finder.search, Qt.Key.Key_Return)
    sheet = rig.window.findChild(HandOver)
    assert isinstance(sheet, HandOver)
    sheet.reject()


async def test_who_left_is_offered_nothing(rig: Rig) -> None:
    from dataclasses import replace

    rig.desk.team_rows[2] = replace(rig.desk.team_rows[2], is_active=False)
    picker = open_assign(rig.kit, [ONE], rig.inbox, show(rig).show)
    assert not any("Marc" in name for name in shown(picker))
    picker.close()


async def test_what_was_written_to_hand_over_is_kept_for_the_same_conversation_alone(rig: Rig) -> None:
    sheet = open_hand_over(rig.kit, [ONE], rig.inbox, show(rig).show)
    type_text(sheet.reason.line, "Knows her hair")
    type_text(sheet.summary.line, "Allergic to ammonia")
    press(sheet, Qt.Key.Key_Escape)
    other = open_hand_over(rig.kit, [TWO], rig.inbox, show(rig).show)
    assert (other.reason.text, other.summary.text) == ("", "")
    other.close()
    sheet = open_hand_over(rig.kit, [ONE], rig.inbox, show(rig).show)
    assert (sheet.reason.text, sheet.summary.text) == ("Knows her hair", "Allergic to ammonia")
    assert sheet.confirm.text() == "Hand over to \u2068Inès Moreau\u2069"
    click(sheet.confirm, sheet.confirm.rect().center())
    await until(lambda: rig.desk.work(ONE).assignee_id == INES)
    sheet = open_hand_over(rig.kit, [ONE], rig.inbox, show(rig).show)
    assert sheet.reason.text == ""
    sheet.reject()


async def test_a_reason_that_is_too_long_says_so_and_is_not_sent(rig: Rig) -> None:
    sheet = open_hand_over(rig.kit, [ONE], rig.inbox, show(rig).show)
    sheet.reason.set_text("x" * (REASON_MAX_CHARS + 1))
    assert sheet.reason.line.accessibleDescription() == "At most 200 characters: shorten it."
    assert not sheet.confirm.isEnabled()
    sheet.reject()


async def test_an_outcome_is_chosen_by_the_arrows_and_enter_ends_it_as_the_last_one(rig: Rig) -> None:
    sheet = open_close(rig.kit, [ONE], rig.inbox, show(rig).show)
    sheet.activateWindow()
    await until(lambda: sheet.isActiveWindow())
    cell = next(cell for cell in sheet.outcome.findChildren(QAbstractButton) if cell.isChecked())
    assert cell.hasFocus()
    press(cell, Qt.Key.Key_Right)
    press(sheet, Qt.Key.Key_Return)
    await until(lambda: rig.desk.work(ONE).outcome == "not_solved")
    sheet = open_close(rig.kit, [TWO], rig.inbox, show(rig).show)
    assert sheet.outcome.chosen_id == "not_solved"
    press(sheet.note.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: rig.desk.work(TWO).outcome == "not_solved")


async def test_what_was_done_is_kept_when_the_sheet_is_left(rig: Rig) -> None:
    sheet = open_close(rig.kit, [ONE], rig.inbox, show(rig).show)
    type_text(sheet.note.line, "Booked for Friday")
    click(sheet.cancel, sheet.cancel.rect().center())
    assert not rig.desk.talks[ONE].is_closed
    sheet = open_close(rig.kit, [ONE], rig.inbox, show(rig).show)
    assert sheet.note.text == "Booked for Friday"
    sheet.reject()


async def test_a_moment_of_ones_own_is_chosen_by_key_and_said_in_words(rig: Rig) -> None:
    dialog = open_moment(rig.kit, [ONE], rig.inbox, show(rig).show)
    days = dialog.month.days
    assert days.accessibleName() == "Day: Friday 27 November 2026"
    press(days, Qt.Key.Key_Down)
    assert dialog.month.title.text() == "December 2026"
    press(days, Qt.Key.Key_Right)
    dialog.hour.input.setText("14h30")
    assert dialog.says.text == "Comes back 5 Dec 14:30"
    press(dialog.hour.input, Qt.Key.Key_Return)
    await until(lambda: rig.desk.work(ONE).is_snoozed)
    assert rig.desk.work(ONE).snoozed_until_at == datetime(2026, 12, 5, 13, 30, tzinfo=UTC)


async def test_a_moment_is_chosen_by_mouse_and_never_a_past_one(rig: Rig) -> None:
    dialog = open_moment(rig.kit, [ONE], rig.inbox, show(rig).show)
    days = dialog.month.days
    today = days._rect(5, 3).center()
    click(days, today - QPointF(days._rect(0, 0).width(), 0))  # yesterday stays closed
    assert dialog.month.day.day == 27
    click(days, today)
    dialog.hour.input.setText("8:00")
    assert dialog.says.text == "That moment is past: choose a later one."
    assert not dialog.confirm.isEnabled()
    dialog.hour.input.setText("late")
    assert dialog.hour.input.accessibleDescription() == "An hour is needed, as in 14:30."
    click(dialog.month.after, QPoint(5, 5))
    assert dialog.month.title.text() == "December 2026"
    click(dialog.month.before, QPoint(5, 5))
    assert not dialog.month.before.isEnabled()
    dialog.reject()
    assert not rig.desk.work(ONE).is_snoozed


async def test_a_tag_on_some_is_set_on_all_then_removed_from_all(rig: Rig) -> None:
    rig.desk.work(ONE).tags = ["VIP"]
    picker = open_tags(rig.kit, [ONE, TWO], rig.inbox, show(rig).show)
    assert picker.finder.model.index(0).data() == "VIP, set on some"
    press(picker.finder.search, Qt.Key.Key_Return)
    assert picker.finder.model.index(0).data() == "VIP, set"
    picker.close()
    await until(lambda: rig.desk.work(TWO).tags == ["VIP"])
    assert rig.desk.work(ONE).tags == ["VIP"]
    picker = open_tags(rig.kit, [ONE, TWO], rig.inbox, show(rig).show)
    click(picker.finder.list.viewport(), picker.finder.list.visualRect(picker.finder.model.index(0)).center())
    picker.close()
    await until(lambda: rig.desk.work(ONE).tags == [] and rig.desk.work(TWO).tags == [])


async def test_a_tag_that_is_known_in_other_letters_is_not_made_again(rig: Rig) -> None:
    rig.desk.work(TWO).tags = ["Fidèle"]
    picker = open_tags(rig.kit, [ONE], rig.inbox, show(rig).show)
    type_text(picker.finder.search, "fidele")
    assert [
        picker.finder.model.index(row).data(CHOICE).id for row in range(picker.finder.model.rowCount())
    ] == ["Fidèle"]
    picker.close()


async def test_what_is_refused_is_said_and_the_rest_is_done_with_its_undo(rig: Rig) -> None:
    place = show(rig)

    async def refuse() -> None:
        raise ComptoirError("role_missing")

    taken = [
        Act(ONE, refuse),
        Act(TWO, lambda: rig.desk.claim(TWO), lambda: rig.desk.assign(TWO, None)),
    ]
    perform(rig.kit, taken, "Done", place.show, total=2)
    await until(
        lambda: texts(place.toasts) == ["Your role does not allow this. Ask the owner or a manager.", "Done"]
    )
    assert rig.desk.work(TWO).assignee_id == LEA
    assert place.undo()
    await until(lambda: rig.desk.work(TWO).assignee_id is None)
    assert not place.undo()


async def test_a_claim_that_somebody_else_won_is_announced_no_longer_nor_undone(rig: Rig) -> None:
    place = show(rig)
    acts.take(rig.kit, [ONE, TWO], place.show)
    await until(lambda: texts(place.toasts) == ["Yours now (2)"])
    rig.kit.bridge.refused.emit(Refusal(ClaimConversation(ONE), "already_held", {"who": "Marc"}))
    assert texts(place.toasts)[0] == "Yours now"
    await rig.desk.assign(ONE, MARC)
    assert place.undo()
    await until(lambda: rig.desk.work(TWO).assignee_id is None)
    assert rig.desk.work(ONE).assignee_id == MARC
    acts.take(rig.kit, [TWO], place.show)
    await until(lambda: place.can_undo)
    rig.kit.bridge.refused.emit(Refusal(ClaimConversation(TWO), "already_held", {"who": "Marc"}))
    assert "Yours now" not in texts(place.toasts)
    assert not place.undo()


async def test_a_snooze_that_is_taken_back_is_as_it_was_before(rig: Rig) -> None:
    place, before = show(rig), rig.clock.now() + timedelta(hours=5)
    await rig.desk.snooze(ONE, before)
    acts.snooze(rig.kit, [ONE], None, place.show)
    await until(lambda: rig.desk.work(ONE).snoozed_until_at is None)
    await until(lambda: "Snoozed until they write" in texts(place.toasts))
    place.undo()
    await until(lambda: rig.desk.work(ONE).snoozed_until_at == before)


async def test_taking_what_is_mine_already_says_so(rig: Rig) -> None:
    place = show(rig)
    rig.desk.work(ONE).assignee_id = LEA
    acts.take(rig.kit, [ONE], place.show)
    assert texts(place.toasts) == ["You have it already"]
    assert rig.desk.done == []


async def test_taking_back_takes_nothing_from_a_colleague_who_was_faster(rig: Rig) -> None:
    """The claim was lost, or its conversation went on to somebody else, while the way back still stood there."""
    place = show(rig)
    acts.take(rig.kit, [ONE], place.show)
    acts.assign(rig.kit, [TWO], INES, place.show)
    await until(lambda: len(place.toasts.toasts) == 2)
    rig.desk.work(ONE).assignee_id = rig.desk.work(TWO).assignee_id = MARC
    for toast in list(place.toasts.toasts):
        toast.acted.emit()
    await until(lambda: "Marc Petit has it now" in "".join(texts(place.toasts)))
    assert (rig.desk.work(ONE).assignee_id, rig.desk.work(TWO).assignee_id) == (MARC, MARC)


async def test_what_was_written_for_an_end_or_a_gift_that_is_refused_is_in_the_sheet_again(rig: Rig) -> None:
    rig.open(3)
    rig.desk.refuse_command(CloseConversation(ONE, "solved", "Colour and cut"), "newer_message")
    given = AssignConversation(TWO, MARC, None, "Early shift", "She wants a refund")
    rig.desk.refuse_command(given, "holder_changed", who="Inès")
    sheet = open_close(rig.kit, [ONE], rig.window, show(rig).show)
    assert sheet.note.text == "Colour and cut"
    sheet.reject()
    gift = open_hand_over(rig.kit, [TWO], rig.window, show(rig).show)
    assert (gift.reason.text, gift.summary.text) == ("Early shift", "She wants a refund")
    gift.reject()
