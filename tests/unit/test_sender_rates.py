"""How fast we may send: the line's rate, the pair's burst and pace, and breaks that the channel asks for."""

from dataclasses import replace

from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.clock import FakeClock
from app.domain.ids import LineId
from app.hub.send_rates import SendRates

LINE, OTHER = LineId("whatsapp:1"), LineId("whatsapp:2")
CHANNEL = CHANNELS[WHATSAPP]


async def test_a_line_never_sends_more_in_a_second_than_it_may() -> None:
    clock = FakeClock()
    rates = SendRates(CHANNEL, clock)
    sent_at: list[float] = []
    while clock.monotonic_s() < 1_003.0:
        wait_s = rates.take(LINE, f"person {len(sent_at)}")
        if wait_s == 0.0:
            sent_at.append(clock.monotonic_s())
        else:
            await clock.advance(wait_s)
    most = max(sum(start <= at < start + 1.0 for at in sent_at) for start in sent_at)
    assert 60 <= most <= CHANNEL.line_rate_per_s


async def test_one_person_gets_a_burst_and_then_one_each_six_seconds() -> None:
    clock = FakeClock()
    rates = SendRates(CHANNEL, clock)
    count = 0
    while rates.take(LINE, "ana") == 0.0:
        count += 1
        await clock.advance(0.02)
    assert count == CHANNEL.pair_burst
    assert 5.0 < rates.take(LINE, "ana") <= CHANNEL.pair_interval_s
    assert rates.take(LINE, "bo") == 0.0
    await clock.advance(CHANNEL.pair_interval_s)
    assert rates.take(LINE, "ana") == 0.0
    assert rates.take(LINE, "ana") > 0.0


async def test_a_break_holds_one_line_and_ends() -> None:
    clock = FakeClock()
    rates = SendRates(CHANNEL, clock)
    rates.pause(LINE, 8.0)
    rates.pause(LINE, 2.0)  # a shorter one does not end the longer
    assert rates.paused() == {LINE: 8.0}
    assert rates.take(LINE, "ana") == 8.0
    assert rates.take(OTHER, "ana") == 0.0
    await clock.advance(8.0)
    assert rates.paused() == {}
    assert rates.take(LINE, "ana") == 0.0


async def test_people_written_to_long_ago_are_forgotten() -> None:
    clock = FakeClock()
    rates = SendRates(replace(CHANNEL, line_rate_per_s=1e9), clock)
    for number in range(10_000):
        assert rates.take(LINE, str(number)) == 0.0
    await clock.advance(10.0)
    assert rates.take(LINE, "one more") == 0.0
    assert len(rates._pairs) == 1
