"""The team at a conversation: who has it is seen, taken by answering, given away; a newer answer is shown first."""

from datetime import timedelta

from PySide6.QtCore import Qt

from app.domain.ids import ConversationId
from app.domain.rows import NoticeRow
from app.words.formats import Formats
from tests.fake_team import INES, LEA, MARC
from tests.gui.rig import Rig, press, rig, until
from ui.conversation.team_words import team_words

__all__ = ["rig"]


def asked(rig: Rig, what: str) -> int:
    return sum(one == what for one, _where in rig.desk.done)


async def test_beginning_to_answer_takes_what_nobody_has_once(rig: Rig) -> None:
    rig.desk.settings["claim_on_answer"] = True
    conversation_id = rig.open(3)
    rig.write("H")
    rig.write("i")
    await until(lambda: rig.desk.work(conversation_id).assignee_id == LEA)
    await until(lambda: rig.conversation.head.assign.text() == "Me")
    assert asked(rig, "claim") == 1


async def test_what_a_colleague_has_is_not_taken_by_writing(rig: Rig) -> None:
    rig.desk.settings["claim_on_answer"] = True
    rig.desk.work(ConversationId("c-003")).assignee_id = MARC
    conversation_id = rig.open(3)
    assert rig.conversation.team.holder.isVisible()
    assert rig.conversation.team.holder.label.text().endswith("has this conversation")
    rig.write("Hi")
    assert asked(rig, "claim") == 0
    rig.conversation.team.holder.link.click()
    await until(lambda: rig.desk.work(conversation_id).assignee_id == LEA)
    await until(lambda: not rig.conversation.team.holder.isVisible())


async def test_alone_nothing_needs_to_be_taken(rig: Rig) -> None:
    rig.desk.settings["claim_on_answer"] = True
    rig.desk.team_rows = rig.desk.team_rows[:1]
    rig.open(3)
    rig.write("Hi")
    assert not rig.conversation.head.assign.isVisible() and asked(rig, "claim") == 0


async def test_the_heads_button_takes_and_the_toast_gives_back(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.head.assign.click()
    await until(lambda: rig.desk.work(conversation_id).assignee_id == LEA)
    await until(lambda: bool(rig.conversation.toasts.toasts))
    link = rig.conversation.toasts.toasts[-1].link
    assert link is not None
    link.click()
    await until(lambda: rig.desk.work(conversation_id).assignee_id is None)


async def test_what_is_aside_says_until_when_and_comes_back(rig: Rig) -> None:
    conversation_id = rig.open(3)
    await rig.desk.snooze(conversation_id, rig.clock.now() + timedelta(hours=20))
    await until(lambda: rig.conversation.head.line.line.state.startswith("Snoozed until"))
    rig.conversation.head.snooze.click()
    await until(lambda: not rig.desk.work(conversation_id).is_snoozed)


async def test_tags_stand_in_the_head_as_far_as_there_is_room(rig: Rig) -> None:
    conversation_id = rig.open(3)
    for tag in ("Regular", "VIP", "No ammonia"):
        await rig.desk.tag(conversation_id, tag)
    await until(lambda: rig.conversation.head.line.line.tags == ("Regular", "VIP", "No ammonia"))
    assert "No ammonia" in rig.conversation.head.line.accessibleName()


async def test_a_colleagues_newer_answer_is_shown_before_ones_own_goes_out(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.write("Yes, at eleven")
    marcs = rig.desk.marc_answers(conversation_id, "I have it, at ten").message_id
    press(rig.conversation.composer.box, Qt.Key.Key_Return)
    assert rig.conversation.composer.text == "Yes, at eleven"
    said = rig.conversation.composer.notice.accessibleName()
    assert "Marc" in said and "I have it, at ten" in said
    press(rig.conversation.composer.box, Qt.Key.Key_Return)
    await until(lambda: rig.desk.talks[conversation_id].messages[-1].text == "Yes, at eleven")
    assert rig.desk.talks[conversation_id].messages[-1].message_id != marcs


async def test_an_older_answer_of_a_colleague_stops_nobody(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.desk.marc_answers(conversation_id, "I have it")
    rig.write("And I add this")
    press(rig.conversation.composer.box, Qt.Key.Key_Return)
    await until(lambda: rig.desk.talks[conversation_id].messages[-1].text == "And I add this")


async def test_every_act_of_the_team_has_its_words(rig: Rig) -> None:
    formats, now = Formats("en", "Europe/Paris"), rig.clock.now()
    whats = (
        "claimed", "answered", "assigned", "handed_over", "released", "taken_back", "left",
        "closed", "reopened", "snoozed", "woken",
    )  # fmt: skip
    lines = [team_words(NoticeRow(what, "Léa", None, until_at=now), now, formats)[0] for what in whats]
    lines += [team_words(NoticeRow(what, None, "Marc", outcome="solved"), now, formats)[0] for what in whats]
    assert all(lines) and not [line for line in lines if "{" in line]
    for by, to in (("Léa", "Léa"), ("Léa", "Marc")):  # `to` is who had it
        given_back = team_words(NoticeRow("released", by, to), now, formats)[0]
        assert given_back.endswith("gave the conversation back: whoever can may take it")
    words, _icon = team_words(
        NoticeRow("handed_over", "Léa", "Marc", "a quote", "She hesitates"), now, formats
    )
    assert "a quote" in words and words.endswith("\nShe hesitates")
    assert INES not in words
    for holder in ("Léa", "Marc"):  # her own, and what a colleague had
        words, _icon = team_words(NoticeRow("released", "Léa", holder), now, formats)
        assert "gave the conversation back" in words and "Marc" not in words
