"""What figures know of appointments: where each stood, what was asked about it, and which slots it left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal

from app.domain.appointments import (
    Answer,
    Appointment,
    AppointmentAnswered,
    AppointmentAsked,
    AppointmentBooked,
    AppointmentEvent,
    AppointmentMoved,
    How,
    Outcome,
    Source,
)
from app.domain.copies import changed
from app.domain.money import Money
from app.domain.records import record

AskResult = Literal["", "confirmed", "declined", "moved", "person"]
"""What came of a request: the customer's own answer, or that a person had to find out; "": silence."""
THEIRS: Final[frozenset[How]] = frozenset({"tap", "text", "reaction"})
"""How customers answer by themselves."""
_RESULTS: Final[dict[Answer, AskResult]] = {
    "confirmed": "confirmed", "cancelled": "declined", "move": "moved", "unclear": "person",
}  # fmt: skip
TELLING: Final = (AppointmentBooked, AppointmentMoved, AppointmentAsked, AppointmentAnswered)


@record
class AskTrack:
    """A request that went out, for the time at which it then stood. `is_alone`: settled without a person.

    `is_newest`: it still stands at that time and was not asked again, so an answer may come.
    """

    starts_s: int
    asked_s: int
    result: AskResult = ""
    is_alone: bool = False
    is_newest: bool = False

    @property
    def lead_s(self) -> int:
        """How long before it began."""
        return self.starts_s - self.asked_s


@record
class FreedSlot:
    """A slot that was left before it began, and when."""

    resource_id: str
    from_s: int
    until_s: int
    freed_s: int


@record
class AppointmentTrack:
    """One appointment that was not removed. `placed_s`: when it came to stand where it stands.

    `cancelled_s`: when it was cancelled, while it is. Times are whole UTC seconds.
    """

    appointment_id: str
    starts_s: int
    until_s: int
    resource_id: str
    service_id: str
    price: Money | None
    source: Source
    answer: Answer
    outcome: Outcome
    placed_s: int
    cancelled_s: int | None = None
    asks: tuple[AskTrack, ...] = ()
    freed: tuple[FreedSlot, ...] = ()

    @property
    def is_standing(self) -> bool:
        """Whether it takes its slot."""
        return self.answer != "cancelled"


@record
class AppointmentFacts:
    """All of them. `members`: which member a resource is; `call_min`: what a confirmation by telephone takes."""

    tracks: tuple[AppointmentTrack, ...] = ()
    members: Mapping[str, str] | None = None
    call_min: int = 3


def track_of(one: Appointment, happened: Iterable[tuple[datetime, AppointmentEvent]]) -> AppointmentTrack:
    """From what it is and what happened to it, in order; of somebody erased nothing is left that happened."""
    told = _Told(one)
    for at, body in happened:
        told.hear(int(at.timestamp()), body)
    asks = told.asks if told.is_told else _left_asks(one)
    if asks and asks[-1].starts_s == _s(one.starts_at) and one.is_standing:
        asks[-1] = changed(asks[-1], is_newest=True)
    cancelled_s = _s(one.answer_at) if one.answer == "cancelled" and one.answer_at is not None else None
    placed_s = told.placed_s if told.is_told else _s(one.booked_at or one.starts_at)
    freed = told.freed if told.is_told else _left_freed(one, cancelled_s)
    return AppointmentTrack(
        one.appointment_id, _s(one.starts_at), _s(one.ends_at), one.resource_id, one.service_id, one.price, one.source,
        one.answer, one.outcome, placed_s, cancelled_s, tuple(asks), tuple(freed),
    )  # fmt: skip


class _Told:
    """Takes what happened, event by event."""

    def __init__(self, one: Appointment) -> None:
        self.is_told = False
        self.placed_s = _s(one.booked_at or one.starts_at)
        self.asks: list[AskTrack] = []
        self.freed: list[FreedSlot] = []
        self._starts_s, self._until_s, self._resource_id = _s(one.starts_at), _s(one.ends_at), one.resource_id
        self._is_free = False

    def hear(self, at_s: int, body: AppointmentEvent) -> None:
        """One event."""
        if isinstance(body, AppointmentBooked):
            self.is_told, self.placed_s = True, at_s
            self._stand(_s(body.starts_at), body.length_min, body.resource_id)
        elif isinstance(body, AppointmentAsked):
            self._ask(at_s, body)
        elif isinstance(body, AppointmentMoved):
            self._move(at_s, body)
        elif isinstance(body, AppointmentAnswered):
            self._answer(at_s, body)

    def _stand(self, starts_s: int, length_min: int, resource_id: str) -> None:
        self._starts_s, self._until_s, self._resource_id = starts_s, starts_s + 60 * length_min, resource_id

    def _ask(self, at_s: int, body: AppointmentAsked) -> None:
        if not body.is_ask:
            return
        if body.is_instead and self._newest() is not None:
            self.asks.pop()  # that one never went out
        self.asks.append(AskTrack(self._starts_s, at_s))

    def _move(self, at_s: int, body: AppointmentMoved) -> None:
        ask = self._newest()
        is_theirs = body.is_agreed and body.how in THEIRS
        if ask is not None and is_theirs:
            self.asks[-1] = changed(ask, result="moved", is_alone=True)
        elif ask is not None and not ask.result and body.starts_at != body.from_at:
            self.asks[-1] = changed(ask, result="person")
        self._leave(at_s)
        self.placed_s, self._is_free = at_s, False
        self._stand(_s(body.starts_at), body.length_min, body.resource_id)

    def _answer(self, at_s: int, body: AppointmentAnswered) -> None:
        ask = self._newest()
        if ask is not None and at_s < ask.starts_s:
            self.asks[-1] = _answered(ask, body)
        if body.answer == "cancelled":
            self._leave(at_s)
            self._is_free = True
        elif self._is_free:
            self._is_free, self.placed_s = False, at_s
            if self.freed and self.freed[-1].from_s == self._starts_s:
                self.freed.pop()  # it stands there again

    def _newest(self) -> AskTrack | None:
        """The request about the time at which it stands now."""
        return self.asks[-1] if self.asks and self.asks[-1].starts_s == self._starts_s else None

    def _leave(self, at_s: int) -> None:
        if not self._is_free and at_s < self._starts_s:
            self.freed.append(FreedSlot(self._resource_id, self._starts_s, self._until_s, at_s))


def _answered(ask: AskTrack, body: AppointmentAnswered) -> AskTrack:
    """What a member noted never hides what the customer said; what is taken back leaves silence."""
    result = _RESULTS.get(body.answer, "")
    if body.how in THEIRS or body.how == "rule":
        return changed(ask, result=result, is_alone=result in ("confirmed", "declined"))
    if not result:
        return changed(ask, result="", is_alone=False)
    return ask if ask.result in ("confirmed", "declined", "moved") else changed(ask, result="person")


def _left_asks(one: Appointment) -> list[AskTrack]:
    """Of figures of nobody: the request that it is known for, with the answer that it has."""
    if one.asked_at is None:
        return []
    result = _RESULTS.get(one.answer, "")
    is_theirs = one.answer_how in THEIRS
    return [
        AskTrack(
            _s(one.starts_at), _s(one.asked_at), result if is_theirs or not result else "person",
            is_theirs and result in ("confirmed", "declined"),
        )
    ]  # fmt: skip


def _left_freed(one: Appointment, cancelled_s: int | None) -> list[FreedSlot]:
    if cancelled_s is None or cancelled_s >= _s(one.starts_at):
        return []
    return [FreedSlot(one.resource_id, _s(one.starts_at), _s(one.ends_at), cancelled_s)]


def _s(moment: datetime) -> int:
    return int(moment.timestamp())
