"""When the hub answers by itself, and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.auto_replies import AutoReply, Wait, due, filled, needs_opening, reply_for, reply_problem
from app.domain.conversations import Conversation, with_changed_message, with_closed, with_message
from app.domain.copies import changed
from app.domain.hours import ALWAYS, OpeningHours, OpenTime, Span
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.messages import Message, Rank
from app.domain.waiving import is_waived, with_unwaived, with_waived
from app.words.auto_texts import said

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
NOW_S = int(NOON.timestamp())
BOTH = AutoReply("", True, "Hello {name}", True, "Back {opening}", "en")
CLOSED = Wait(NOW_S, closed_since_s=NOW_S - 60, next_opening_s=NOW_S + 3600)
OPEN = Wait(NOW_S)
HOURS = OpenTime(OpeningHours(ALWAYS, "UTC", (*[(Span(540, 720),)] * 5, (), ())))


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        (OPEN, (False, False)),
        (replace(OPEN, is_first=True), (True, False)),
        (CLOSED, (False, True)),
        (replace(CLOSED, is_first=True), (True, True)),
        (replace(CLOSED, is_first=True, was_answered=True), (False, True)),
        (replace(CLOSED, was_told_closed=True), (False, False)),
        (replace(CLOSED, next_opening_s=None), (False, False)),
        (replace(CLOSED, is_first=True, is_left_alone=True), (False, False)),
        (replace(CLOSED, is_first=True, is_person_there=True), (False, False)),
        (replace(CLOSED, wrote_s=NOW_S - 600), (False, True)),
        (replace(CLOSED, wrote_s=NOW_S - 601), (False, False)),
    ],
)
def test_what_is_due(wait: Wait, expected: tuple[bool, bool]) -> None:
    assert due(BOTH, wait, NOW_S) == expected
    assert due(None, wait, NOW_S) == (False, False)
    assert due(replace(BOTH, is_greeting=False, is_away=False), wait, NOW_S) == (False, False)


def test_an_away_text_that_names_no_time_goes_out_without_one() -> None:
    plain = replace(BOTH, away="We are closed.")
    assert not needs_opening(plain.away) and needs_opening("{Ouverture}")
    assert due(plain, replace(CLOSED, next_opening_s=None), NOW_S) == (False, True)


def test_of_a_blank_that_nobody_knows_nothing_is_left() -> None:
    assert filled("Bonjour {prénom}, merci !", {"first_name": ""}) == "Bonjour, merci !"
    assert filled("{nom}, merci", {}) == "merci"
    assert filled("{name} à {entreprise}", {"name": "Ana", "business": "Salon"}) == "Ana à Salon"
    assert filled("a {} brace", {}) == "a {} brace"


def test_both_are_one_message_with_the_greeting_first() -> None:
    what: Any = {"name": "Ana Field", "business": "", "hours": HOURS, "now_s": NOW_S}
    assert said(BOTH, is_greeting=True, is_away=True, **what) == "Hello Ana Field\n\nBack tomorrow at 9 am"
    french = replace(BOTH, away="Retour {ouverture}, {prénom}", language="fr")
    assert said(french, is_greeting=False, is_away=True, **what) == "Retour demain à 9 h, Ana"


def test_what_cannot_be_saved_says_why() -> None:
    def code(**changes: Any) -> str | None:
        refused = reply_problem(replace(BOTH, **changes), ["line-1"])
        return refused.code if refused else None

    assert code() is None and code(scope="line:line-1") is None
    assert code(scope="line:gone") == "auto_scope"
    assert code(language="de") == "auto_language"
    assert code(greeting=" ") == "auto_empty" and code(greeting=" ", is_greeting=False) is None
    assert code(away="x" * 1001) == "auto_long"
    assert code(away="{price}") == "auto_blank"
    assert code(greeting="{opening}") == "auto_opening"


def test_a_number_answers_as_the_business_unless_it_has_its_own() -> None:
    own = replace(BOTH, scope="line:2")
    assert reply_for({"": BOTH, "line:2": own}, "2") is own
    assert reply_for({"": BOTH}, "2") is BOTH
    assert reply_for({}, "2") is None


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("2026-11-26T10:00", None),
        ("2026-11-26T12:00", "2026-11-26T12:00"),
        ("2026-11-30T08:59", "2026-11-27T12:00"),
    ],
)
def test_since_when_it_is_closed(clock: str, expected: str | None) -> None:
    since = HOURS.closed_since(_s(clock))
    assert since == (None if expected is None else _s(expected))


def test_what_never_opens_is_closed_for_ever() -> None:
    assert OpenTime(OpeningHours(ALWAYS, "UTC", ((),) * 7)).closed_since(NOW_S) == 0


def _s(clock: str) -> int:
    return int(datetime.fromisoformat(clock).replace(tzinfo=UTC).timestamp())


# --- what lists show ---

TALK = Conversation(ConversationId("c"), ContactId("p"), LineId("l"), "whatsapp")


def _in(pos: int) -> Message:
    return Message(
        MessageId(f"in{pos}"), TALK.conversation_id, pos, "in", "customer", "text", "Hi", NOON, "received"
    )


def _away(pos: int) -> Message:
    return Message(
        MessageId("auto-1"), TALK.conversation_id, pos, "out", "away", "text", "Closed", NOON, "queued"
    )


def test_an_automatic_answer_answers_nobody() -> None:
    waiting = with_message(TALK, _in(1), NOON)
    after = with_message(waiting, _away(2), NOON)
    assert after == waiting
    taken = changed(_away(2), rank=Rank.ACCEPTED)
    assert with_changed_message(after, _away(2), taken, 3) == waiting
    failed = changed(_away(2), failure_code="undeliverable")
    assert with_changed_message(after, taken, failed, 4) == waiting


def test_a_waived_wait_comes_back_until_somebody_writes_or_ends_it() -> None:
    waiting = with_message(TALK, _in(1), NOON)
    waived = with_waived(waiting)
    assert waived.waiting_since_at is None and is_waived(waived) and waived.is_new
    assert with_unwaived(waived).waiting_since_at == waiting.waiting_since_at
    assert with_waived(TALK) is TALK and with_unwaived(waiting) is waiting
    again = with_message(waived, _in(5), NOON)
    assert again.waiting_since_at is not None and with_unwaived(again) is again
    closed = with_closed(waived, NOON)
    assert with_unwaived(closed) is closed
    reply = Message(MessageId("out"), TALK.conversation_id, 6, "out", "member", "text", "Yes", NOON, "queued")
    assert not is_waived(with_message(waived, reply, NOON))
