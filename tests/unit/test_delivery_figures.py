"""Reports about deliveries and replies, with numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction

from app.domain.copies import changed
from app.domain.report_figures import measure_value, report
from app.domain.report_lists import messages_behind
from app.domain.report_rows import BehindKey, Figure, Report
from app.domain.send_index import ACCEPTED, ASKED, DELIVERED, FAILED, HUMAN, IN, READ, SendIndex, Sent
from tests.unit.drawn_turns import DAY_S, HOUR_S, MONTH, NOW_S, at, facts, sent

TAKEN = ASKED | ACCEPTED | HUMAN
OLD_S = NOW_S - 3 * DAY_S


def _figure(made: Report, code: str) -> Figure:
    found = made.figure(code)
    assert found is not None, code
    return found


def test_a_thousand_messages_of_which_thirty_are_silent_make_93_percent() -> None:
    flags = (
        [TAKEN | DELIVERED] * 400 + [TAKEN | DELIVERED | READ] * 530 + [TAKEN | FAILED] * 40 + [TAKEN] * 30
    )
    messages = [
        sent(no, OLD_S + no, bits, f"c{no}", failure="undeliverable") for no, bits in enumerate(flags, 1)
    ]
    made = report("deliveries", facts(messages=messages), MONTH, NOW_S)
    delivered, read = _figure(made, "delivered"), _figure(made, "read")
    assert (delivered.value, delivered.part, delivered.whole, delivered.pending) == (930, 930, 1000, 0)
    assert (read.value, read.part, read.whole) == (570, 530, 930)
    assert (_figure(made, "failed").value, _figure(made, "silent").value) == (40, 30)
    table = made.table("failures")
    assert table is not None
    assert [(line.row, line.cells[0].value) for line in table.lines if line.cells[0]] == [
        ("undeliverable", 40),
        ("silent", 30),
    ]


def test_what_is_young_counts_only_once_its_end_is_known() -> None:
    young_s = NOW_S - DAY_S + 1
    messages = [
        sent(1, NOW_S - DAY_S, TAKEN, "c1"),
        sent(2, young_s, TAKEN, "c2"),
        sent(3, young_s, TAKEN | DELIVERED, "c3"),
        sent(4, young_s, TAKEN | FAILED, "c4"),
    ]
    delivered = _figure(report("deliveries", facts(messages=messages), MONTH, NOW_S), "delivered")
    assert (delivered.part, delivered.whole, delivered.pending) == (1, 3, 1)


def test_what_the_channel_did_not_take_is_in_the_rate_of_acceptance_alone() -> None:
    messages = [sent(1, OLD_S, ASKED, "c1"), sent(2, OLD_S, TAKEN | DELIVERED, "c2"), sent(3, OLD_S, 0, "c3")]
    made = report("deliveries", facts(messages=messages), MONTH, NOW_S)
    accepted, delivered = _figure(made, "accepted"), _figure(made, "delivered")
    assert (accepted.part, accepted.whole, delivered.part, delivered.whole) == (1, 2, 1, 1)


def test_a_reply_counts_within_seven_days_and_before_our_next_message() -> None:
    start_s = at("2026-03-02 10:00")
    reached = TAKEN | DELIVERED
    week_s = 7 * DAY_S
    messages = [
        sent(1, start_s, reached, "c1"), sent(2, start_s + week_s, IN, "c1"),
        sent(3, start_s, reached, "c2"), sent(4, start_s + week_s + 1, IN, "c2"),
        # the second one was never delivered: the reply after it is a reply to nothing that arrived
        sent(5, start_s, reached, "c3"), sent(6, start_s + 60, TAKEN, "c3"), sent(7, start_s + 120, IN, "c3"),
        # two replies of one person are one person
        sent(8, start_s, reached, "c4"), sent(9, start_s + 5, IN, "c4"), sent(10, start_s + 9, reached, "c4"),
        sent(11, start_s + 10, IN, "c4"),
        sent(12, NOW_S - HOUR_S, reached, "c5"),
    ]  # fmt: skip
    replied = _figure(report("deliveries", facts(messages=messages), MONTH, NOW_S), "replied")
    assert (replied.part, replied.whole, replied.pending, replied.value) == (2, 5, 1, 400)


def test_messages_of_another_number_or_member_are_not_asked_for() -> None:
    other = changed(sent(2, OLD_S, TAKEN | DELIVERED, "c2", "cy"), line_id="l2")
    found = facts(messages=[sent(1, OLD_S, TAKEN | FAILED, "c1"), other])
    for ask, part, whole in (
        (changed(MONTH, line_id="l2"), 1, 1),
        (changed(MONTH, member_id="bo"), 0, 1),
        (changed(MONTH, group_id="g1"), 0, 1),
        (changed(MONTH, member_id="nobody"), 0, 0),
    ):
        delivered = _figure(report("deliveries", found, ask, NOW_S), "delivered")
        assert (delivered.part, delivered.whole) == (part, whole), ask


def test_when_people_write_is_by_the_hour_there() -> None:
    found = facts(
        messages=[sent(1, at("2026-03-04 14:59"), IN), sent(2, at("2026-03-04 15:00"), TAKEN, who="phone")]
    )
    made = report("hours", found, MONTH, NOW_S)
    writing, answering = made.grid("writing"), made.grid("answering")
    assert writing is not None
    assert answering is not None
    assert [writing.values[2][hour] for hour in (14, 15)] == [1, 0]
    assert [answering.values[2][hour] for hour in (14, 15)] == [0, 1]
    assert messages_behind(found, BehindKey("hours", MONTH, "writing", detail="2-14"), NOW_S) == [1]


def test_a_conversation_that_changed_is_told_again() -> None:
    index = SendIndex()
    before = [sent(1, OLD_S, TAKEN), sent(3, OLD_S + 30, TAKEN, "c2")]
    index.load(before)
    after = [sent(1, OLD_S, TAKEN | DELIVERED), sent(2, OLD_S + 60, IN)]
    index.replace([after])
    whole = SendIndex()
    whole.load([*after, before[1]])
    assert _rows(index) == _rows(whole)
    index.drop(["c1"])
    assert index.messages.ident.tolist() == [3]


def test_one_measure_of_messages_is_exact() -> None:
    messages: list[Sent] = [
        sent(no, OLD_S, TAKEN | (DELIVERED if no < 3 else FAILED), f"c{no}") for no in (1, 2, 3)
    ]
    found = facts(messages=messages)
    assert measure_value("delivered", found, MONTH.from_s, MONTH.until_s, NOW_S) == Fraction(2, 3)


def _rows(index: SendIndex) -> list[tuple[object, ...]]:
    cols = index.messages
    names = (index.threads.words, index.contacts.words)
    rows = [cols.row(i) for i in range(len(cols))]
    return [(*row[:3], names[1][row[4]], names[0][row[5]], *row[6:]) for row in rows]
