"""The agenda as a calendar that phones read under a secret address, and the routes that make and revoke addresses.

Decision 236: an address is a key. It is told once, kept as a hash, in no event and in no line of the log.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.calendar_feeds import (
    DAYS_AHEAD,
    DAYS_BACK,
    FEED_PATH,
    FEEDS_MAX,
    FEEDS_PATH,
    SHOWS,
    CalendarFeed,
    FeedNamed,
    MadeFeed,
    NewFeed,
)
from app.domain.clock import Clock
from app.domain.wall_moments import day_bounds
from app.hub.access import Access, secret_hash
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import FEED_BURST, FEED_PER_S, FEEDS_UNKNOWN_BURST, FEEDS_UNKNOWN_PER_S, Bucket
from app.hub.readers import Readers
from app.hub.situation import LEADERS, Asker
from app.words.calendar_items import calendar_item
from app.words.calendar_text import calendar_text
from storage import view
from storage.hub import feeds
from storage.hub.tables import Connection
from storage.view import appointment_reading as kept
from storage.view.appointment_benches import agenda_zone
from storage.view.appointment_lines import people
from storage.writer import Priority, Writer

SECRET_BYTES: Final = 32
REFRESH_MIN: Final = 15
NOTE_EVERY: Final = timedelta(hours=1)  # when a phone last read is kept no finer
_ADDRESS: Final = re.compile(r"/calendar/([0-9A-Za-z_-]{20,64})\.ics", re.ASCII)
_KIND: Final = b"text/calendar; charset=utf-8"
_US: Final = 1_000_000
Stand = tuple[object, str]  # of what a feed is made: the place in the log, and the day


class CalendarFeeds:
    """`is_ready` False: 503, come again."""

    def __init__(
        self,
        access: Access,
        readers: Readers,
        writer: Writer,
        clock: Clock,
        new_id: Callable[[], str],
        is_ready: Callable[[], bool],
    ) -> None:
        self._access, self._readers, self._writer, self._clock = access, readers, writer, clock
        self._new_id, self._is_ready = new_id, is_ready
        self._reads = Bucket(clock, FEED_PER_S, FEED_BURST)
        self._unknown = Bucket(clock, FEEDS_UNKNOWN_PER_S, FEEDS_UNKNOWN_BURST)
        self._tags: dict[str, tuple[Stand, str]] = {}  # by feed: of what it was made, and its ETag

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """For desks."""
        return {
            ("GET", FEEDS_PATH): self._list,
            ("POST", FEEDS_PATH): self._make,
            ("POST", f"{FEEDS_PATH}/revoke"): self._revoke,
        }

    # --- for phones ---

    async def read(self, call: Call) -> Reply:
        """The calendar of an address. An unknown one says no more than any other path that is not there."""
        found = _ADDRESS.fullmatch(call.path)
        if call.method not in ("GET", "HEAD"):
            raise HttpRefusal(405, "not_found")
        hashed = secret_hash(found[1] if found is not None else "")
        feed = self._readers.quick(lambda conn: feeds.of_secret(conn, hashed)) if found is not None else None
        if feed is None:
            self._unknown.take("unknown")
            raise HttpRefusal(404, "not_found")
        self._reads.take(feed.feed_id)
        now = self._clock.now()
        await self._note(feed, now)
        stand = self._readers.quick(lambda conn: _stand(conn, now))
        known = self._tags.get(feed.feed_id)
        if known is not None and known[0] == stand and _has(call, known[1]):
            return _unchanged(known[1])
        text = await self._readers.run(lambda conn: feed_text(conn, feed, now))
        body = text.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self._tags[feed.feed_id] = stand, tag
        if _has(call, tag):
            return _unchanged(tag)
        return Reply(body, headers=_headers(tag), kind=_KIND)

    async def _note(self, feed: CalendarFeed, now: datetime) -> None:
        if feed.read_at is None or now - feed.read_at >= NOTE_EVERY:
            await self._writer.run(
                lambda conn: feeds.note_read(conn, feed.feed_id, now), priority=Priority.BULK
            )

    # --- for desks ---

    async def _list(self, call: Call) -> Reply:
        self._asker(call)
        return json_reply(self._readers.quick(feeds.feeds))

    async def _make(self, call: Call) -> Reply:
        asker, wish = self._asker(call), call.read(NewFeed)
        if wish.shows not in SHOWS or len(wish.language) > 5 or not wish.language.isalpha():
            raise HttpRefusal(422, "body_unreadable")
        secret = secrets.token_urlsafe(SECRET_BYTES)
        feed = CalendarFeed(
            self._new_id(), wish.resource_id, wish.shows, wish.language, made_by=asker.member_id
        )

        def job(conn: Connection) -> None:
            if wish.resource_id and not (kept.resource_named(conn, wish.resource_id) or (None, False))[1]:
                raise HttpRefusal(422, "feed_resource_unknown")
            if len(feeds.feeds(conn)) >= FEEDS_MAX:
                raise HttpRefusal(409, "feeds_many", limit=str(FEEDS_MAX))
            feeds.add(conn, feed, secret_hash(secret), self._clock.now())

        await self._writer.run(job, priority=Priority.REPLY)
        return json_reply(MadeFeed(feed.feed_id, f"{FEED_PATH}/{secret}.ics"))

    async def _revoke(self, call: Call) -> Reply:
        self._asker(call)
        named = call.read(FeedNamed)
        is_gone = await self._writer.run(
            lambda conn: feeds.remove(conn, named.feed_id), priority=Priority.REPLY
        )
        self._tags.pop(named.feed_id, None)
        if not is_gone:
            raise HttpRefusal(404, "feed_unknown")
        return json_reply({})

    def _asker(self, call: Call) -> Asker:
        """Owner and manager alone."""
        asker = self._access.asker(call.bearer)
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")
        if asker.role not in LEADERS:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker


def feed_text(conn: Connection, feed: CalendarFeed, now: datetime) -> str:
    """The calendar from thirty days ago to half a year ahead. Whoever is cancelled is not in it: the slot is free."""
    zone = agenda_zone(conn, int(now.timestamp()))
    today = now.astimezone(ZoneInfo(zone)).date()
    start_s, _end_s = day_bounds(today - timedelta(days=DAYS_BACK), zone)
    _start_s, end_s = day_bounds(today + timedelta(days=DAYS_AHEAD), zone)
    rows = [
        one for one in kept.between(conn, start_s * _US, end_s * _US)
        if one.is_standing and (not feed.resource_id or one.resource_id == feed.resource_id)
    ]  # fmt: skip
    names = people(conn, {key for one in rows for key in (one.contact_id,) if key is not None})
    services = {one.service_id: one.told_name for one in kept.services(conn)}
    places = kept.resource_names(conn)
    items = []
    for one in rows:
        who = names.get(one.contact_id) if one.contact_id is not None else None
        name = one.person or (who.name if who is not None else "")
        told, place = services.get(one.service_id, ""), places.get(one.resource_id, "")
        items.append(calendar_item(one, feed.shows, feed.language, name, told, place))
    title = " · ".join(
        filter(None, (str(view.settings(conn).get("business_name", "")), places.get(feed.resource_id, "")))
    )
    return calendar_text(items, title, REFRESH_MIN)


def _stand(conn: Connection, now: datetime) -> Stand:
    """What a feed's bytes depend on: the log up to a place, and the day that the window lies around."""
    return view.cursor(conn), now.astimezone(
        ZoneInfo(agenda_zone(conn, int(now.timestamp())))
    ).date().isoformat()


def _has(call: Call, tag: str) -> bool:
    """Whether the phone has exactly this already."""
    told = call.headers.get("if-none-match", "")
    return told.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in told.split(",")]


def _headers(tag: str) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"etag", tag.encode()), (b"content-disposition", b'inline; filename="agenda.ics"'),
        (b"x-robots-tag", b"noindex"), (b"referrer-policy", b"no-referrer"),
    )  # fmt: skip


def _unchanged(tag: str) -> Reply:
    return Reply(b"", 304, _headers(tag), kind=_KIND)
