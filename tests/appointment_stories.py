"""Appointments and what happens to them, told in hours before or after their first start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain import appointments as aps
from app.domain.appointment_tracks import AppointmentFacts, AppointmentTrack, track_of
from app.domain.ids import ConversationId, MessageId
from app.domain.money import Money
from tests.unit.drawn_turns import at

TEN = datetime.fromtimestamp(at("2026-03-10 10:00"), UTC)
HOUR = timedelta(hours=1)
PRICE = Money(4_000, "EUR")
Told = list[tuple[datetime, aps.AppointmentEvent]]


class Story:
    """An appointment and what happens to it, hours before or after its first start."""

    def __init__(self, name: str, starts_at: datetime = TEN, placed_h: float = -100, **more: Any) -> None:
        self.name, self.starts_at = name, starts_at
        fields = {"length_min": 30, "resource_id": "r1", "service_id": "cut", **more}
        body = aps.AppointmentBooked(name, starts_at, **fields)
        self.told: Told = [(starts_at + placed_h * HOUR, body)]
        self.one = aps.booked(body, self.told[0][0])

    def then(self, hours: float, body: Any) -> Story:
        moment = self.starts_at + hours * HOUR
        self.told.append((moment, body))
        self.one = aps.applied(self.one, body, moment)
        return self

    def asked(self, hours: float, *, is_instead: bool = False) -> Story:
        body = aps.AppointmentAsked(
            self.name, f"k{hours}", MessageId("m"), ConversationId("c"), is_instead=is_instead
        )
        return self.then(hours, body)

    def said(self, hours: float, answer: aps.Answer, how: aps.How = "tap") -> Story:
        return self.then(hours, aps.AppointmentAnswered(self.name, answer, how))

    def moved(self, hours: float, to: datetime, **more: Any) -> Story:
        fields = {
            "length_min": 30,
            "resource_id": "r1",
            "from_at": self.one.starts_at,
            "from_resource_id": "r1",
            **more,
        }
        return self.then(hours, aps.AppointmentMoved(self.name, to, **fields))

    def ended(self, outcome: aps.Outcome) -> Story:
        return self.then(1, aps.AppointmentOutcome(self.name, outcome))

    @property
    def track(self) -> AppointmentTrack:
        return track_of(self.one, self.told)


def salon() -> list[Story]:
    """A few days of March, with everything in them."""
    day: timedelta = timedelta(days=1)
    colour: dict[str, Any] = {"service_id": "colour", "resource_id": "r2"}
    return [
        Story("a", price=PRICE).asked(-50).said(-5, "cancelled"),
        Story("b", placed_h=-4, source="waiting", price=PRICE).ended("came"),
        Story("c", TEN + HOUR).asked(-25).said(-24, "confirmed").ended("came"),
        Story("d", TEN + 2 * HOUR).asked(-25).said(-23, "confirmed", "text").ended("came"),
        Story("e", TEN + 3 * HOUR).asked(-26).asked(-4).ended("no_show"),
        Story("f", TEN + day, **colour).asked(-25).said(-24, "move"),
        Story("g", TEN + day + HOUR, **colour).asked(-13).said(-12, "confirmed", "call").ended("came"),
        Story("h", TEN + 7 * day, **colour).asked(-2).said(-1, "confirmed"),
        Story("i", TEN + 7 * day + HOUR, service_id="gone").said(-70, "cancelled"),
    ]


def salon_facts() -> AppointmentFacts:
    """All that figures know of them."""
    return AppointmentFacts(tuple(one.track for one in salon()), {"r1": "bo"}, 3)
