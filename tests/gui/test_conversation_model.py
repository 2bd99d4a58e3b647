"""The movable window of messages, and what one bubble says."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.clock import FakeClock
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from app.words import set_language
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from tests.fake_salon import LONG_THREAD, Talk, message_row
from tests.gui.rig import check_model
from ui.conversation.bubble_face import BubbleFace, Neighbours, bubble_face, is_joined, spoken_bubble
from ui.conversation.parts import Line
from ui.conversation.thread_model import MOST, PAGE, ThreadModel, order

FORMATS = Formats("en", "Europe/Paris")
SHORT = ConversationId("c-003")


@pytest.fixture
def desk() -> FakeDesk:
    set_language("en")
    return FakeDesk()


def opened(desk: FakeDesk, conversation_id: ConversationId = LONG_THREAD) -> ThreadModel:
    model = ThreadModel(desk, desk.clock, FORMATS)
    model.open(conversation_id)
    return model


def is_in_order(model: ThreadModel) -> bool:
    return model.rows == sorted(model.rows, key=order)


def test_a_conversation_opens_at_its_newest_page(
    desk: FakeDesk, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = opened(desk)
    assert model.rowCount() == PAGE and model.has_older and not model.has_newer
    assert model.rows[-1] == desk.talks[LONG_THREAD].messages[-1]
    check_model(qtmodeltester, model)


def test_the_window_never_holds_more_than_three_hundred(
    desk: FakeDesk, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = opened(desk)
    check_model(qtmodeltester, model)
    seen = {row.message_id for row in model.rows}
    while model.load_older():
        seen |= {row.message_id for row in model.rows}
        assert model.rowCount() <= MOST and is_in_order(model)
    assert len(seen) == len(desk.talks[LONG_THREAD].messages) and model.has_newer and not model.has_older
    while model.load_newer():
        assert model.rowCount() <= MOST and is_in_order(model)
    assert model.rows[-1] == desk.talks[LONG_THREAD].messages[-1] and not model.has_newer


def test_a_new_message_is_one_row_more(desk: FakeDesk, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = opened(desk, SHORT)
    check_model(qtmodeltester, model)
    row = desk.arrive(SHORT, "One more thing")
    with qtbot.waitSignal(model.rowsInserted):
        came = model.refresh({row.message_id})
    assert came == 1 and model.rows[-1].text == "One more thing"


def test_a_message_of_another_conversation_is_left_alone(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk, SHORT)
    before = model.rows
    row = desk.arrive(ConversationId("c-005"), "Elsewhere")
    assert model.refresh({row.message_id}) == 0
    assert model.rows == before


def test_a_late_message_lands_where_it_belongs(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk, SHORT)
    talk = desk.talks[SHORT]
    late = replace(talk.messages[2], message_id=MessageId("late"), pos=99_999, is_late=True)
    talk.messages.insert(3, late)
    assert model.refresh({late.message_id}) == 0
    assert model.place_of(late.message_id) == 3 and is_in_order(model)


def test_a_message_that_was_taken_back_goes(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk, SHORT)
    gone = desk.talks[SHORT].messages.pop()
    with qtbot.waitSignal(model.rowsRemoved):
        model.refresh({gone.message_id})
    assert model.place_of(gone.message_id) is None


def test_a_tick_repaints_and_keeps_its_place(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk, ConversationId("c-002"))
    message_id = model.rows[-1].message_id
    assert model.face(model.rowCount() - 1).tick == "delivered"
    desk.set_state(message_id, "read")
    with qtbot.waitSignal(model.dataChanged):
        model.refresh({message_id})
    assert model.face(model.rowCount() - 1).tick == "read"


async def test_a_confirmed_message_moves_from_its_waiting_place(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk, SHORT)
    message_id = await desk.send_text(SHORT, "Yes")
    model.refresh({message_id})
    later = desk.arrive(SHORT, "?")
    model.refresh({later.message_id})
    desk.confirm(message_id)
    model.refresh({message_id})
    assert is_in_order(model) and model.place_of(message_id) is not None


def test_many_changes_are_one_new_reading_in_which_what_is_equal_stays(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk)
    known = model.rows
    row = desk.arrive(LONG_THREAD, "Last")
    touched = {MessageId(f"x{n}") for n in range(100)} | {row.message_id}
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
        model.refresh(touched)
    assert model.rows[-1].text == "Last"
    assert model.rows[:-1] == known and is_in_order(model)


def test_a_history_that_lands_above_a_short_conversation_moves_nothing(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk, SHORT)
    known, newest = model.rows, model.rows[0].sort_at
    assert model.rowCount() < PAGE
    past = [
        replace(
            known[0], message_id=MessageId(f"past{n}"), pos=10_000 + n, text=f"{n}",
            sort_at=newest - timedelta(days=30) + timedelta(minutes=n),
        )
        for n in range(500)
    ]  # fmt: skip
    desk.talks[SHORT].messages[:0] = past
    with qtbot.assertNotEmitted(model.modelReset):
        assert model.refresh({row.message_id for row in past}) == 0
    assert model.rows[-len(known) :] == known and is_in_order(model)
    assert model.has_older and model.rowCount() == len(known) + PAGE
    with qtbot.assertNotEmitted(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
        model.refresh({row.message_id for row in past})  # more of it, far above
    model.load_older()
    assert [row.text for row in model.rows[:2]] == ["380", "381"]


def test_who_reads_older_ones_keeps_them_when_new_ones_come(desk: FakeDesk, qtbot: QtBot) -> None:
    model = opened(desk)
    while model.rowCount() < MOST:
        model.load_older()
    oldest = model.rows[0]
    model.refresh({desk.arrive(LONG_THREAD, "New").message_id}, is_at_end=False)
    assert model.rows[0] == oldest and model.has_newer and model.rowCount() == MOST


def test_opening_around_a_message_has_both_sides(desk: FakeDesk, qtbot: QtBot) -> None:
    around = desk.talks[LONG_THREAD].messages[700]
    model = ThreadModel(desk, desk.clock, FORMATS)
    model.open(LONG_THREAD, around)
    assert model.has_older and model.has_newer
    assert model.rows[PAGE] == around and model.rowCount() == 2 * PAGE + 1


def test_time_alone_makes_an_unconfirmed_message_doubtful(desk: FakeDesk, qtbot: QtBot) -> None:
    conversation_id = ConversationId("c-008")
    model = opened(desk, conversation_id)
    message_id = model.rows[-1].message_id
    desk.set_state(message_id, "unknown")
    model.refresh({message_id})
    last = model.rowCount() - 1
    assert model.face(last).tick == "waiting" and model.face(last).footer.sentence == ""
    words: list[tuple[str, int]] = []
    clock = desk.clock
    assert isinstance(clock, FakeClock)
    for minutes in (1, 1.5, 8):
        clock.set_wall(clock.now() + timedelta(minutes=minutes))
        model.let_time_pass()
        footer = model.face(last).footer
        words.append((footer.sentence[:14], len(footer.ways)))
    assert words == [("", 0), ("Not confirmed ", 0), ("Not confirmed:", 2)]


# -- one bubble


def talk() -> Talk:
    return FakeDesk().talks[SHORT]


def bubble(direction: str = "out", text: str | None = "Hello", **changes: object) -> MessageRow:
    at = changes.pop("at", datetime(2026, 11, 26, 9, 0, tzinfo=FakeClock().now().tzinfo))
    row = message_row(talk(), 1, direction, text, at)  # type: ignore[arg-type]
    return replace(row, **changes)  # type: ignore[arg-type]


def face_of(row: MessageRow, above: MessageRow | None = None, below: MessageRow | None = None) -> BubbleFace:
    return bubble_face(row, Neighbours(above, below), FakeClock().now(), FORMATS)


def test_bubbles_of_one_author_and_minute_stand_together() -> None:
    first = bubble("in")
    soon = replace(first, sort_at=first.sort_at + timedelta(seconds=70))
    later = replace(first, sort_at=first.sort_at + timedelta(minutes=2))
    other = bubble("out")
    assert is_joined(first, soon, FORMATS)
    assert not is_joined(first, later, FORMATS)
    assert not is_joined(first, other, FORMATS)
    assert not is_joined(bubble(state="failed"), bubble(), FORMATS)


def test_two_authors_of_the_team_stand_apart() -> None:
    assert not is_joined(bubble(author_name="Léa"), bubble(author_name="Marc"), FORMATS)


def test_a_day_line_stands_where_a_day_begins() -> None:
    today = bubble("in")
    yesterday = replace(today, sort_at=today.sort_at - timedelta(days=1))
    assert face_of(today).day == "Today, Thursday 26 November"
    assert face_of(today, above=yesterday).day == "Today, Thursday 26 November"
    assert face_of(today, above=today).day is None
    assert face_of(yesterday).day == "Yesterday, Wednesday 25 November"


@pytest.mark.parametrize(
    ("state", "tick"),
    [("queued", "waiting"), ("accepted", "sent"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read"),
     ("failed", "failed"), ("refused", "failed"), ("expired", "failed"), ("cancelled", None), ("unknown", "waiting")],
)  # fmt: skip
def test_every_state_has_its_tick(state: str, tick: str | None) -> None:
    assert face_of(bubble(state=state)).tick == tick


def test_a_failed_message_says_why_and_what_to_do() -> None:
    face = face_of(bubble(state="failed", failure_code="channel_failed"))
    assert face.is_failed and face.footer.is_bad and face.footer.sentence
    assert [way.way for way in face.footer.ways] == ["retry", "details"]
    assert "channel_failed" not in face.footer.sentence


def test_only_ways_that_work_are_offered() -> None:
    face = face_of(bubble(state="failed", failure_code="marketing_limited"))
    assert face.footer.sentence and face.footer.ways == ()


def test_a_message_taken_back_and_one_that_expired_say_so() -> None:
    assert face_of(bubble(state="cancelled")).footer.sentence == "Taken back before it was sent."
    expired = face_of(bubble(state="expired")).footer
    assert expired.is_bad and [way.way for way in expired.ways] == ["retry"]


def test_the_team_sees_who_wrote_and_the_phone_too() -> None:
    assert face_of(bubble(author_name="Léa Fontaine")).meta == "Léa · 10:00"
    assert face_of(bubble(author="phone", author_name=None)).meta == "Phone · 10:00"
    assert face_of(bubble("in")).meta == "10:00"
    assert face_of(bubble("in", is_late=True)).meta == "arrived late · 10:00"


def test_a_kind_that_cannot_be_shown_is_named() -> None:
    face = face_of(bubble("in", None, kind="location"))
    assert (face.above, face.text) == ((Line("Location", "map-pin"),), "")


def test_a_very_long_text_is_cut_until_it_is_asked_for() -> None:
    row = bubble("in", "x" * 65_536)
    assert face_of(row).is_cut and len(face_of(row).text) < 4_096
    whole = bubble_face(row, Neighbours(None, None), FakeClock().now(), FORMATS, is_whole=True)
    assert not whole.is_cut and len(whole.text) == 65_536


def test_a_screen_reader_hears_the_bubble_in_order() -> None:
    face = face_of(
        bubble(author_name="Léa", reply_name="Ana", reply_text="Is it free?", state="read"),
        above=bubble("in"),
    )
    assert spoken_bubble(face) == "Léa, in answer to Ana: Is it free?, Hello, 10:00, read"


def test_of_an_imported_message_nothing_is_said_but_that_it_came_from_the_phone(desk: FakeDesk) -> None:
    row = replace(
        opened(desk, SHORT).row(0), direction="out", author="phone", author_name="Salon", state="imported",
        is_imported=True,
    )  # fmt: skip
    face = bubble_face(row, Neighbours(None, None), desk.clock.now(), FORMATS)
    assert face.tick is None and face.meta.startswith("Phone · ") and not face.footer.sentence
