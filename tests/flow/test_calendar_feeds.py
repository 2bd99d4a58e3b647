"""The agenda under an address that phones read: what is in it, for whom, how long, and what is kept of the address."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain import agenda
from app.domain.appointment_asks import (
    NewAppointment,
)
from app.domain.errors import ComptoirError
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HUB_URL, HubWorld


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


async def settle(world: HubWorld, at: Computer) -> None:
    await reach(world.clock, lambda: at.desk.position == world.head and not at.desk.is_waiting_for_hub)


async def opened(world: HubWorld, lea: Computer) -> tuple[str, str, dict[str, str]]:
    """Two chairs, a service that may not be named, three appointments tomorrow; gives chairs and ids by name."""
    first = await lea.desk.save_resource(agenda.Resource("", "Léa"))
    other = await lea.desk.save_resource(agenda.Resource("", "Room 2", "room"))
    service = await lea.desk.save_service(agenda.Service("", "Colour", 45))
    named = await lea.desk.save_service(agenda.Service("", "Hair, cut", 45, is_named=True))
    await settle(world, lea)  # the hub knows them before somebody is booked there
    at = world.clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    keys = {}
    for name, where, what, hours in (
        ("Zoé", first, service, 0),
        ("Ana", first, named, 1),
        ("Bo", other, service, 0),
    ):
        new = NewAppointment(at + timedelta(hours=hours), 45, where, what, person=name, note="secret note")
        keys[name] = await lea.desk.book_appointment(new)
    await settle(world, lea)
    return first, other, keys


async def got(world: HubWorld, address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    answer = await world.http.request("GET", address, headers=headers)
    told = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, answer.body.decode(), told


async def test_a_phone_reads_the_days_and_asks_again_for_little(
    world: HubWorld, lea: Computer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    first, _other, keys = await opened(world, lea)
    address = await lea.desk.make_calendar_feed("", "names")
    assert "/calendar/" in address and address.endswith(".ics")
    status, text, headers = await got(world, address)
    assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert headers["cache-control"] == "no-store"
    assert "SUMMARY:Zoé\r\n" in text and "SUMMARY:Ana · Hair\\, cut\r\n" in text
    assert "Colour" not in text and "secret note" not in text
    assert text.count("BEGIN:VEVENT") == 3

    assert (await got(world, address, **{"if-none-match": headers["etag"]}))[0] == 304
    await lea.desk.answer_appointment(keys["Zoé"], "cancelled")
    await settle(world, lea)
    status, text, again = await got(world, address, **{"if-none-match": headers["etag"]})
    assert status == 200 and again["etag"] != headers["etag"]
    assert "Zoé" not in text and text.count("BEGIN:VEVENT") == 2

    mine = await lea.desk.make_calendar_feed(first, "busy")
    _status, text, _headers = await got(world, mine)
    assert text.count("BEGIN:VEVENT") == 1
    assert "Ana" not in text and "SUMMARY:Busy" in text

    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert secret not in caplog.text
    assert secret not in repr(world.events())
    for file in world.config.data_dir.glob("hub.db*"):
        assert secret.encode() not in file.read_bytes()


async def test_an_address_is_revoked_bounded_and_listed(world: HubWorld, lea: Computer) -> None:
    await opened(world, lea)
    address = await lea.desk.make_calendar_feed("", "names")
    (feed,) = await lea.desk.calendar_feeds()
    assert (feed.shows, feed.resource_id, feed.made_by, feed.read_at) == (
        "names",
        "",
        lea.desk.me().member_id,
        None,
    )
    statuses = [(await got(world, address))[0] for _turn in range(14)]
    assert statuses[:12] == [200] * 12 and statuses[12:] == [429] * 2
    assert (await lea.desk.calendar_feeds())[0].read_at is not None
    await lea.desk.revoke_calendar_feed(feed.feed_id)
    assert (await got(world, address))[0] == 404
    with pytest.raises(ComptoirError, match="feed_unknown"):
        await lea.desk.revoke_calendar_feed(feed.feed_id)
    with pytest.raises(ComptoirError, match="feed_resource_unknown"):
        await lea.desk.make_calendar_feed("nobody", "names")
    assert [
        (await got(world, f"{HUB_URL}/calendar/{guess}"))[0]
        for guess in ("x.ics", "../a.ics", "a" * 43 + ".ics")
    ] == [404] * 3


async def test_of_what_is_long_past_or_far_ahead_nothing_is_told(world: HubWorld, lea: Computer) -> None:
    chair = await lea.desk.save_resource(agenda.Resource("", "Léa"))
    await settle(world, lea)
    now = world.clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    for days in (2, 179, 200):
        new = NewAppointment(now + timedelta(days=days), 30, chair, person=f"In {days}")
        await lea.desk.book_appointment(new)
    await settle(world, lea)
    _status, text, _headers = await got(world, await lea.desk.make_calendar_feed("", "names"))
    assert "In 2\r\n" in text and "In 179" in text and "In 200" not in text
