"""Who waits for whom, what is unread, when the window ends, where a message stands."""

from datetime import timedelta

from app.domain.conversations import ConversationClosed, ConversationRead, ConversationReopened
from tests.world import ANA, SmallWorld, accepted, at, received, requested, status


def asked() -> SmallWorld:
    return SmallWorld().happen(received(when=at(0)), at(0))


def test_a_customer_waits_from_the_first_unanswered_message() -> None:
    world = asked().happen(received("m2", at(5)), at(5))
    assert world.now.waiting_since_at == at(0)
    assert world.now.unread_count == 2


def test_the_wait_ends_when_the_channel_takes_the_answer_not_when_it_is_written() -> None:
    world = asked().happen(requested(), at(3))
    assert world.now.waiting_since_at == at(0)
    assert world.happen(accepted(), at(4)).now.waiting_since_at is None


def test_a_failed_answer_lets_the_old_wait_go_on() -> None:
    world = asked().happen(requested(), at(3)).happen(accepted(), at(3)).happen(status("failed"), at(4))
    assert world.now.waiting_since_at == at(0)


def test_a_failed_answer_that_arrived_after_all_ends_the_wait_again() -> None:
    world = asked().happen(requested(), at(3)).happen(accepted(), at(3)).happen(status("failed"), at(4))
    assert world.happen(status("delivered"), at(5)).now.waiting_since_at is None


def test_a_message_during_the_answer_keeps_the_customer_waiting() -> None:
    world = asked().happen(requested(), at(3)).happen(received("m2", at(4)), at(4)).happen(accepted(), at(5))
    assert world.now.waiting_since_at == at(0)


def test_an_answer_typed_on_the_phone_ends_the_wait() -> None:
    echo = received("p1", at(2), direction="out", author="phone", text="Oui !")
    assert asked().happen(echo, at(2)).now.waiting_since_at is None


def test_a_heart_makes_nobody_wait() -> None:
    world = SmallWorld().happen(received("r1", kind="reaction", text="❤️"))
    assert world.now.waiting_since_at is None
    assert world.now.unread_count == 0
    assert world.now.last_inbound_at == at(0)


def test_history_opens_no_window_and_waits_for_nobody() -> None:
    world = SmallWorld().happen(received(is_history=True))
    assert world.now.last_inbound_at is None
    assert world.now.waiting_since_at is None


def test_the_window_closes_a_minute_before_the_channels_day() -> None:
    now = asked().now
    assert now.is_window_open(at(24 * 60 - 2))
    assert not now.is_window_open(at(24 * 60 - 1))
    assert now.window_closes_at() == at(24 * 60)


def test_an_older_message_does_not_move_the_window_back() -> None:
    world = asked().happen(received("m0", at(-600)), at(1))
    assert world.now.last_inbound_at == at(0)


def test_a_channel_time_in_the_future_is_not_believed() -> None:
    world = SmallWorld().happen(received(sent_at=at(10), received_at=at(0)))
    assert world.message("m1").sort_at == at(0)
    assert world.now.last_inbound_at == at(0)


def test_an_answer_never_stands_above_what_it_answers() -> None:
    world = (
        SmallWorld().happen(received(sent_at=at(1), received_at=at(0)), at(0)).happen(requested(), at(0.5))
    )
    assert world.message("o1").sort_at == at(1)


def test_what_lands_above_the_read_line_arrived_late_and_is_unread() -> None:
    world = asked().happen(ConversationRead(ANA, 1), at(1)).happen(received("m0", at(-120)), at(2))
    assert world.message("m0").is_late
    assert world.now.unread_count == 1
    assert world.now.last_message_id == "m1"


def test_reading_keeps_the_mark_of_what_came_after() -> None:
    world = asked().happen(received("m2", at(1)), at(1)).happen(ConversationRead(ANA, 1), at(2))
    assert world.now.unread_count == 2
    assert world.happen(ConversationRead(ANA, 2), at(3)).now.unread_count == 0


def test_done_and_taken_up_again() -> None:
    world = asked().happen(ConversationClosed(ANA), at(1))
    assert world.now.is_closed
    assert world.now.waiting_since_at is None
    assert not world.happen(ConversationReopened(ANA), at(2)).now.is_closed


def test_who_was_left_without_an_answer_waits_again_when_taken_up() -> None:
    since = asked().now.waiting_since_at
    world = asked().happen(ConversationClosed(ANA), at(1)).happen(ConversationClosed(ANA), at(1))
    assert world.happen(ConversationReopened(ANA), at(2)).now.waiting_since_at == since is not None


def test_who_was_answered_does_not_wait_again_when_taken_up() -> None:
    before = (
        asked().happen(requested(), at(1)).happen(accepted(), at(1)).happen(ConversationClosed(ANA), at(2))
    )
    assert before.happen(ConversationReopened(ANA), at(3)).now.waiting_since_at is None
    closed = asked().happen(ConversationClosed(ANA), at(1))
    after = closed.happen(requested(), at(2)).happen(accepted(), at(2))
    assert after.happen(ConversationReopened(ANA), at(3)).now.waiting_since_at is None


def test_a_wait_that_closing_ended_is_not_counted_for_a_new_question() -> None:
    world = asked().happen(ConversationClosed(ANA), at(1)).happen(received("m2", at(3)), at(3))
    assert world.now.waiting_since_at == at(3)


def test_a_new_message_reopens_a_heart_does_not() -> None:
    world = asked().happen(ConversationClosed(ANA), at(1))
    assert world.happen(received("r1", at(2), kind="reaction"), at(2)).now.is_closed
    assert not world.happen(received("m2", at(3)), at(3)).now.is_closed


def test_the_preview_follows_the_newest_message_and_its_tick() -> None:
    world = asked().happen(requested(), at(3)).happen(accepted(), at(3)).happen(status("read"), at(4))
    assert (world.now.last_text, world.now.last_state) == ("Of course!", "read")


def test_a_window_is_a_day_long() -> None:
    closes_at = asked().now.window_closes_at()
    assert closes_at is not None
    assert closes_at - at(0) == timedelta(hours=24)
