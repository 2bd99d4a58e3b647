"""The send state machine, transition by transition, in a real hub with a Graph whose outcomes are scripted.

Promises G5 (posted again only with proof that the first try did not go out) and G6 (late truth wins).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.contacts import ContactAliased, Identity
from app.domain.sends import (
    CancelSend,
    SendAccepted,
    SendFailed,
    SendRefused,
    SendUnknown,
    SettleSend,
)
from app.hub.config import LineConfig
from app.whatsapp.client import Accepted, NotSent, Outcome, Refusal, SaidFailed, Unclear
from tests.flow.fake_graph import Scripted
from tests.flow.hub_world import ANA, BO, LINE, OTHER_LINE, until
from tests.flow.office import M1, M2, M3, office

REFUSED = Refusal("undeliverable", 131026)
DENIED = Refusal("token_invalid", 190)
TOO_FAST = Refusal("pair_limited", 131056)
SAID_FAILED = SaidFailed("channel_failed", 131000)
UNCLEAR = Unclear("timeout")
UNSENT = NotSent("ConnectError")


# --------------------------------------------------------------- going out


async def test_an_answer_goes_out_once_and_gets_its_id(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.answer()
        await o.ends_as("accepted")
        [post] = o.graph.posts
        assert (post.line, post.to.number, post.text, post.opaque) == (LINE, ANA, "Of course!", "c1:m-1")
        assert o.last() == SendAccepted(M1, o.ana, "wamid.out1", 1)
        assert o.kinds() == ["send.requested", "send.accepted"]
        assert (o.row().outgoing.text, o.row().external_id) == ("", "wamid.out1")


async def test_nothing_leaves_before_the_undo_grace_ends(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        pressed_s = o.world.clock.monotonic_s()
        await o.answer(grace_ms=3000)
        await o.ends_as("accepted")
        assert o.graph.posts[0].at_s >= pressed_s + 3.0


async def test_what_is_taken_back_in_time_never_leaves(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.answer(M1, grace_ms=3000)
        await o.answer(M2)
        outcome = await o.world.do(o.desk, CancelSend(M1, o.ana))
        assert outcome.result == "accepted"
        await o.ends_as("accepted", M2)
        assert [post.opaque for post in o.graph.posts] == ["c1:m-2"]
        assert o.row(M1).state == "cancelled"


async def test_what_is_under_way_cannot_be_taken_back(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        o.graph.hold.clear()
        await o.answer()
        await until(lambda: bool(o.graph.posts))
        outcome = await o.world.do(o.desk, CancelSend(M1, o.ana))
        assert (outcome.result, outcome.code) == ("rejected", "too_late")
        o.graph.hold.set()
        await o.ends_as("accepted")


async def test_a_conversation_keeps_its_order_and_others_do_not_wait_for_it(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        bo = await o.world.conversation(BO)
        o.graph.hold.clear()
        await o.answer(M1)
        await o.answer(M2)
        await o.answer(M3, bo)
        await until(lambda: len(o.graph.posts) == 2)
        assert sorted(post.opaque for post in o.graph.posts) == ["c1:m-1", "c1:m-3"]
        o.graph.hold.set()
        await o.ends_as("accepted", M2)
        assert o.graph.posts[2].opaque == "c1:m-2"


async def test_an_id_that_the_channel_answers_with_is_learned_once(tmp_path: Path) -> None:
    """Brazil, Mexico, Argentina: the answer's id may differ from the number that was written."""
    learned = Identity(number="5511987654321")
    async with office(tmp_path, Accepted("wamid.1", learned), Accepted("wamid.2", learned)) as o:
        await o.answer(M1)
        await o.answer(M2)
        await o.ends_as("accepted", M2)
        [event] = o.world.events("contact.aliased")
        assert isinstance(event.body, ContactAliased)
        assert event.body.identity == learned
        assert await o.world.conversation("5511987654321") == o.ana


# --------------------------------------------------------------- proof that nothing went out


async def test_what_never_left_is_tried_again_with_longer_and_longer_breaks(tmp_path: Path) -> None:
    async with office(tmp_path, UNSENT, UNSENT, UNSENT) as o:
        await o.answer()
        await o.ends_as("accepted")
        assert [wait_s >= least for wait_s, least in zip(o.graph.times_s(), (1, 2, 4), strict=True)] == [
            True
        ] * 3
        assert o.last() == SendAccepted(M1, o.ana, "wamid.out4", 4)
        assert o.kinds() == ["send.requested", "send.accepted"]


@pytest.mark.parametrize(
    ("refusal", "code", "number"),
    [
        (REFUSED, "undeliverable", 131026),
        (Refusal("window_closed", 131047), "window_closed", 131047),
        (Refusal("payment_problem", 131042), "payment_problem", 131042),
        (Refusal("failed_unknown"), "failed_unknown", None),
    ],
)
async def test_a_clear_refusal_is_final(
    tmp_path: Path, refusal: Refusal, code: str, number: int | None
) -> None:
    async with office(tmp_path, refusal) as o:
        await o.answer(M1)
        await o.answer(M2)
        await o.ends_as("accepted", M2)
        [event] = o.world.events("send.refused")
        assert event.body == SendRefused(M1, o.ana, code, provider_code=number)
        assert len(o.graph.posts) == 2
        assert o.shown() == "refused"


async def test_too_many_to_one_person_waits_four_to_the_n(tmp_path: Path) -> None:
    async with office(tmp_path, TOO_FAST, TOO_FAST, TOO_FAST) as o:
        await o.answer()
        await o.ends_as("accepted", within_s=200)
        assert [wait_s >= 4.0**n for n, wait_s in enumerate(o.graph.times_s())] == [True] * 3
        assert o.kinds() == ["send.requested", "send.accepted"]


async def test_a_refusal_that_allows_tries_does_not_allow_endless_ones(tmp_path: Path) -> None:
    async with office(tmp_path, *[TOO_FAST] * 7) as o:
        await o.answer()
        await o.ends_as("refused", within_s=6000, step_s=20)
        assert len(o.graph.posts) == 7
        assert o.last() == SendRefused(M1, o.ana, "pair_limited", provider_code=131056)


async def test_a_line_that_is_too_fast_rests_as_long_as_the_channel_asks(tmp_path: Path) -> None:
    async with office(tmp_path, Refusal("rate_limited", 130429, 30.0)) as o:
        bo = await o.world.conversation(BO)
        other_line = await o.world.conversation(BO, line=OTHER_LINE)
        await o.answer(M1)
        await until(lambda: o.row(M1).refused == 1)
        await o.answer(M2, bo)
        await o.answer(M3, other_line)
        await o.ends_as("accepted", M3)
        assert [post.opaque for post in o.graph.posts] == ["c1:m-1", "c1:m-3"]
        await o.ends_as("accepted", M2, within_s=200)
        await o.ends_as("accepted", M1)
        assert all(post.at_s >= o.graph.posts[0].at_s + 30.0 for post in o.graph.posts[2:])


# --------------------------------------------------------------- tokens and lines


async def test_a_refused_token_stops_the_line_for_a_minute(tmp_path: Path) -> None:
    async with office(tmp_path, DENIED) as o:
        bo = await o.world.conversation(BO)
        await o.answer(M1)
        await o.ends_as("refused", M1)
        await o.answer(M2, bo)
        await o.ends_as("refused", M2)
        assert len(o.graph.posts) == 1
        assert [event.body for event in o.world.events("send.refused")] == [
            SendRefused(M1, o.ana, "token_invalid", provider_code=190),
            SendRefused(M2, bo, "token_invalid"),
        ]
        await o.world.clock.advance(61)
        await o.answer(M3)
        await o.ends_as("accepted", M3)


async def test_without_a_token_nothing_is_posted(tmp_path: Path) -> None:
    async with office(tmp_path, lines=(LineConfig(LINE),)) as o:
        await o.answer()
        await o.ends_as("refused")
        assert o.graph.posts == []
        assert o.last() == SendRefused(M1, o.ana, "token_invalid")


async def test_a_line_that_was_taken_away_sends_nothing(tmp_path: Path) -> None:
    async with office(tmp_path, UNSENT) as o:
        await o.answer()
        await until(lambda: o.row().unsent == 1)
        await o.world.restart(lines=(LineConfig(OTHER_LINE, "token"),))
        await o.ends_as("refused")
        assert o.last().code == "line_not_ours"


# --------------------------------------------------------------- the last moment, the window


async def test_what_comes_too_late_expires(tmp_path: Path) -> None:
    async with office(tmp_path, *[UNSENT] * 20) as o:
        await o.answer(M1, not_after_at=o.world.clock.now() + timedelta(seconds=20))
        await o.ends_as("expired")
        count = len(o.graph.posts)
        await o.answer(M2)
        o.graph.script.clear()
        await o.ends_as("accepted", M2)
        assert len(o.graph.posts) == count + 1
        assert o.shown() == "expired"


async def test_a_window_that_closes_while_a_message_waits_refuses_it(tmp_path: Path) -> None:
    async with office(tmp_path, *[UNSENT] * 2000) as o:
        await o.answer()
        await until(lambda: o.row().unsent > 0)
        await o.world.clock.advance(24 * 3600)
        await o.ends_as("refused", within_s=200)
        body = o.last()
        assert isinstance(body, SendRefused)
        assert (body.code, list(body.facts)) == ("window_closed", ["closed_at"])


# --------------------------------------------------------------- Graph says that it failed


async def test_a_failure_on_the_channels_side_is_tried_twice_more(tmp_path: Path) -> None:
    async with office(tmp_path, *[SAID_FAILED] * 3) as o:
        await o.answer()
        await o.ends_as("failed", within_s=600)
        assert len(o.graph.posts) == 3
        assert all(wait_s >= 60.0 for wait_s in o.graph.times_s())
        assert o.last() == SendFailed(M1, o.ana, "channel_failed", 131000)


async def test_a_failure_that_passes_is_no_failure(tmp_path: Path) -> None:
    async with office(tmp_path, SAID_FAILED) as o:
        await o.answer()
        await o.ends_as("accepted", within_s=200)
        assert o.kinds() == ["send.requested", "send.accepted"]


@pytest.mark.parametrize("word", ["sent", "delivered", "read", "failed", "a new word"])
async def test_any_status_ends_the_tries(tmp_path: Path, word: str) -> None:
    """A lying 5xx: the channel said that it failed and sent it all the same."""
    async with office(tmp_path, SAID_FAILED) as o:
        await o.answer(M1)
        await until(lambda: o.row().said_failed == 1)
        await o.tell(word)
        await o.answer(M2)
        await o.ends_as("accepted", M2, within_s=200)
        await o.world.clock.advance(200)
        assert [post.opaque for post in o.graph.posts] == ["c1:m-1", "c1:m-2"]
        assert o.row(M1).state == "accepted"
        assert o.shown() == ("queued" if word == "a new word" else word)


async def test_no_second_try_when_statuses_could_not_come_in(tmp_path: Path) -> None:
    """After a restart nobody knows what would have come meanwhile."""
    async with office(tmp_path, SAID_FAILED) as o:
        await o.answer()
        await until(lambda: o.row().said_failed == 1)
        await o.world.clock.advance(1)
        await o.world.restart()
        await o.ends_as("failed", within_s=200)
        assert len(o.graph.posts) == 1
        assert o.last() == SendFailed(M1, o.ana, "channel_failed", 131000)


# --------------------------------------------------------------- nobody can tell


async def test_an_unclear_outcome_is_never_tried_again(tmp_path: Path) -> None:
    async with office(tmp_path, UNCLEAR) as o:
        await o.answer(M1)
        await o.answer(M2)
        await o.ends_as("accepted", M2)
        await o.world.clock.advance(3600)
        assert [post.opaque for post in o.graph.posts] == ["c1:m-1", "c1:m-2"]
        assert [event.body for event in o.world.events("send.unknown")] == [SendUnknown(M1, o.ana, "timeout")]
        assert o.shown() == "unknown"


async def test_a_person_may_settle_it_and_the_truth_still_wins(tmp_path: Path) -> None:
    async with office(tmp_path, UNCLEAR) as o:
        await o.answer()
        await o.ends_as("unknown")
        assert (await o.world.do(o.desk, SettleSend(M1, o.ana, "arrived"))).result == "accepted"
        assert (o.row().state, o.shown()) == ("settled", "settled")
        await o.tell("delivered")
        await o.ends_as("accepted")
        assert o.shown() == "delivered"


@pytest.mark.parametrize(
    ("outcome", "believed"),
    [(UNCLEAR, "unknown"), (REFUSED, "refused"), (DENIED, "refused"), (Unclear("bodyless_5xx"), "unknown")],
)
@pytest.mark.parametrize("word", ["sent", "read"])
async def test_late_truth_wins_over_what_we_believed(
    tmp_path: Path, outcome: Outcome, believed: str, word: str
) -> None:
    async with office(tmp_path, outcome) as o:
        await o.answer()
        await o.ends_as(believed)
        await o.tell(word)
        assert o.shown() == word
        await o.ends_as("accepted")


@pytest.mark.parametrize("outcome", [UNCLEAR, REFUSED, SAID_FAILED, UNSENT, None])
async def test_a_status_that_comes_before_the_answer_settles_it(tmp_path: Path, outcome: Scripted) -> None:
    """G6: whatever the answer then says, the message went out; nothing is posted again."""
    async with office(tmp_path, outcome) as o:
        o.graph.hold.clear()
        await o.answer(M1)
        await until(lambda: bool(o.graph.posts))
        await o.tell("delivered", wamid="wamid.out1")
        o.graph.hold.set()
        await o.answer(M2)
        await o.ends_as("accepted", M2)
        await o.world.clock.advance(200)
        assert [post.opaque for post in o.graph.posts] == ["c1:m-1", "c1:m-2"]
        assert o.shown() == "delivered"
        assert o.row(M1).state == "accepted"
        accepted = [event.body for event in o.world.events("send.accepted")]
        assert (SendAccepted(M1, o.ana, "wamid.out1", 1) in accepted) is (outcome is None)
        assert not {"send.unknown", "send.refused", "send.failed"} & set(o.kinds())
