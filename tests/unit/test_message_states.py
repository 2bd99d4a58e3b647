"""States of a message: late truth always wins, nothing goes backwards (G6)."""

import itertools

import pytest

from app.domain.messages import Rank
from app.domain.sends import SendCancelled, SendExpired, SendFailed, SendRefused, SendSettled, SendUnknown
from tests.world import ANA, ANSWER, SmallWorld, accepted, at, received, requested, status


def sent() -> SmallWorld:
    return SmallWorld().happen(received()).happen(requested()).happen(accepted())


def test_ticks_rise_from_clock_to_blue() -> None:
    world = SmallWorld().happen(received()).happen(requested())
    states = [world.state("o1")]
    for body in (accepted(), status("sent"), status("delivered"), status("read"), status("played")):
        states.append(world.happen(body).state("o1"))
    assert states == ["queued", "accepted", "sent", "delivered", "read", "played"]


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
def test_statuses_in_any_order_end_at_read(order: tuple[str, ...]) -> None:
    """G6: delivery state never moves backwards."""
    world = sent()
    ranks = [world.happen(status(word)).message("o1").rank for word in order]
    assert ranks == sorted(ranks)
    assert ranks[-1] is Rank.READ


def test_read_without_delivered_is_read() -> None:
    assert sent().happen(status("read")).state("o1") == "read"


@pytest.mark.parametrize(
    "bad",
    [
        SendRefused(ANSWER, ANA, "window_closed"),
        SendUnknown(ANSWER, ANA, "timeout"),
        SendExpired(ANSWER, ANA),
        SendFailed(ANSWER, ANA, "x"),
    ],
)
def test_a_status_lifts_what_we_believed_lost(bad: object) -> None:
    """G6: no message is shown as failed if a status later proves that it went out."""
    world = SmallWorld().happen(received()).happen(requested()).happen(bad)  # type: ignore[arg-type]
    assert world.state("o1") in {"refused", "unknown", "expired", "failed"}
    assert world.happen(status("delivered")).state("o1") == "delivered"


@pytest.mark.parametrize(
    "bad", [SendRefused(ANSWER, ANA, "failed_unknown"), SendFailed(ANSWER, ANA, "channel_failed")]
)
def test_what_we_called_failed_is_sent_when_the_channel_says_so(bad: SendRefused | SendFailed) -> None:
    """G6: one tick is proof enough that it went out; what the channel itself calls failed stays so."""
    world = SmallWorld().happen(received()).happen(requested()).happen(bad)
    assert world.happen(status("sent")).state("o1") == "sent"
    assert world.message("o1").failure_code is None
    assert world.happen(status("failed", failure_code="undeliverable")).state("o1") == "failed"


def test_failed_after_sent_shows_failed_until_a_delivery_proves_otherwise() -> None:
    world = sent().happen(status("sent")).happen(status("failed", failure_code="not_on_channel"))
    assert world.state("o1") == "failed"
    assert world.happen(status("sent")).state("o1") == "failed"
    assert world.happen(status("delivered")).state("o1") == "delivered"


def test_failed_after_delivered_is_not_shown() -> None:
    assert sent().happen(status("delivered")).happen(status("failed")).state("o1") == "delivered"


def test_a_refusal_keeps_its_code() -> None:
    world = (
        SmallWorld().happen(received()).happen(requested()).happen(SendRefused(ANSWER, ANA, "token_invalid"))
    )
    assert world.state("o1") == "refused"
    assert world.message("o1").failure_code == "token_invalid"


def test_cancelled_stays_cancelled() -> None:
    world = SmallWorld().happen(received()).happen(requested()).happen(SendCancelled(ANSWER, ANA))
    assert world.state("o1") == "cancelled"


def test_a_person_settles_what_nobody_can_tell() -> None:
    world = SmallWorld().happen(received()).happen(requested()).happen(SendUnknown(ANSWER, ANA, "timeout"))
    assert world.happen(SendSettled(ANSWER, ANA, "arrived")).state("o1") == "settled"
    assert world.happen(status("read")).state("o1") == "read"


def test_an_unknown_status_word_changes_nothing() -> None:
    assert sent().happen(status("warped")).state("o1") == "accepted"


def test_an_inbound_message_is_received() -> None:
    assert SmallWorld().happen(received(), at(1)).state("m1") == "received"
