"""How a line of the agenda is made of an appointment and of what is known around it, and a day of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.agenda import Resource
from app.domain.agenda_bench import Bench
from app.domain.agenda_day import booked_seconds, free_seconds
from app.domain.agenda_rows import AppointmentRow, LastWhat, LastWord, ResourceDay
from app.domain.appointment_waits import WaitRules, call_at, silent_at
from app.domain.appointments import UNREACHABLE, Appointment, How, state_of
from app.domain.ask_troubles import is_in_vain
from app.domain.ids import ConversationId
from app.domain.money import Money
from app.domain.records import record
from app.domain.wall_moments import day_bounds

_HOW: Mapping[How, LastWhat] = {
    "tap": "tapped", "text": "wrote", "reaction": "reacted", "call": "called", "hand": "noted", "rule": "by_rule",
    "import": "imported",
}  # fmt: skip


@record
class Around:
    """What a line says that its appointment does not hold. `name`: of its contact, `booker_name`: of the booker's.

    `message_state`, `message_code`: of the request's message, and why it failed. `said`: the customer's word,
    `teller`: the member who noted it or booked. `service`, `price`: of its service.
    """

    name: str = ""
    booker_name: str = ""
    number: str = ""
    conversation_id: ConversationId | None = None
    resource: str = ""
    service: str = ""
    price: Money | None = None
    message_state: str = ""
    said: str = ""
    teller: str = ""
    message_code: str = ""


def row_of(
    one: Appointment,
    around: Around,
    rules: WaitRules,
    zone: ZoneInfo,
    now: datetime,
    *,
    is_pending: bool = False,
) -> AppointmentRow:
    """The line as it stands now."""
    silent = call = None
    if one.asked_at is not None and not one.answer and not one.outcome:
        silent = silent_at(one.asked_at, rules)
        call = call_at(one.asked_at, one.starts_at, rules, zone)
    has_booker = one.booker_id is not None and one.booker_id != one.contact_id
    return AppointmentRow(
        one,
        state_of(one, around.message_state, now, silent, call, around.message_code),
        one.person or around.name or ("" if has_booker else around.booker_name) or around.number or one.phone,
        around.booker_name if has_booker else "",
        one.writes_to,
        around.number or one.phone,
        around.conversation_id or one.ask_conversation_id,
        around.resource,
        around.service or one.title,
        one.price if one.price is not None else around.price,
        last_word(one, around),
        is_pending,
        one.ask_trouble,
        silent,
        call,
    )


def last_word(one: Appointment, around: Around) -> LastWord:
    """What was last heard of it, or done about it."""
    if one.outcome:
        return LastWord("came" if one.outcome == "came" else "no_show")
    if one.answer:
        is_waiting = one.source == "waiting" and one.answer_message_id is None and not one.moves
        what = "from_waiting" if is_waiting else _HOW[one.answer_how]
        return LastWord(
            what, one.answer_at, one.wish or around.said, one.answer_message_id, around.teller, one.answer
        )
    if one.ask_trouble:
        return LastWord("not_asked", code=one.ask_trouble)
    if one.called_at is not None:
        return LastWord("voicemail", one.called_at)
    if one.asked_at is not None:
        if is_in_vain(around.message_state, around.message_code):
            return LastWord("not_asked", code=around.message_code or "cancelled")
        what = "not_delivered" if around.message_state in UNREACHABLE else "asked"
        return LastWord(
            what,
            one.asked_at,
            message_id=one.ask_message_id,
            message_state=around.message_state,
            count=one.ask_count,
        )
    if one.moves:
        return LastWord("moved", one.moved_from_at)
    booked: Mapping[str, LastWhat] = {"import": "imported", "waiting": "from_waiting"}
    return LastWord(booked.get(one.source, "booked"), one.booked_at, who=around.teller)


def in_order(rows: Iterable[AppointmentRow], resources: Sequence[Resource]) -> tuple[AppointmentRow, ...]:
    """By start, then by column."""
    places = {one.resource_id: place for place, one in enumerate(resources)}

    def key(row: AppointmentRow) -> tuple[datetime, int, str]:
        one = row.appointment
        return one.starts_at, places.get(one.resource_id, len(places)), one.appointment_id

    return tuple(sorted(rows, key=key))


def columns_of(benches: Iterable[Bench], from_day: date, days: int, zone: str) -> tuple[ResourceDay, ...]:
    """The days of each resource."""
    bounds = [(day, *day_bounds(day, zone)) for day in _days(from_day, days)]
    return tuple(_column(bench, *bound) for bench in benches for bound in bounds)


def changes_at(rows: Iterable[AppointmentRow], now: datetime) -> datetime | None:
    """When one of them is another by itself."""
    moments = (at for row in rows for at in (row.silent_at, row.call_at) if at is not None and at > now)
    return min(moments, default=None)


def moment(at_s: int) -> datetime:
    """Whole seconds as a moment."""
    return datetime.fromtimestamp(at_s, UTC)


def _column(bench: Bench, day: date, low_s: int, high_s: int) -> ResourceDay:
    offered = tuple((moment(begin), moment(end)) for begin, end in bench.offered_between(low_s, high_s))
    return ResourceDay(
        bench.resource_id,
        day,
        offered,
        booked_seconds(bench, low_s, high_s),
        free_seconds(bench, low_s, high_s),
        list(bench.open_between(low_s, high_s)) == list(bench.offered_between(low_s, high_s)),
    )


def _days(from_day: date, days: int) -> list[date]:
    return [from_day + timedelta(days=n) for n in range(days)]
