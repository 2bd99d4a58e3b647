"""`main.py appointments add`, `move`, `answer` and `outcome`: each waits for the hub and prints the appointment.

What the hub refuses ends with 1; where another time would be free, it is printed as an object with "free".
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime

from app.desk.live import LiveDesk
from app.domain.appointment_asks import NewAppointment
from app.domain.errors import ComptoirError
from app.domain.slot_refusals import read_free
from app.terminal.appointments_naming import (
    appointment_line,
    contact_named,
    found_appointment,
    resource_named,
    service_named,
    typed_slot,
)
from app.terminal.deals_naming import amount_of
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_first
from app.terminal.team_command import decided, read_moment
from app.words import gettext as _
from app.words.sentences import refusal
from app.words.slot_problems import problem_words

ANSWERS = {"confirmed": "confirmed", "move": "move", "cancelled": "cancelled", "none": ""}
OUTCOMES = {"came": "came", "no-show": "no_show", "none": ""}


def run_add(argv: Sequence[str]) -> int:
    """Book one, as it would be typed in the window: "Tue 14:30 cut 45 min"."""
    parser = profile_parser("appointments add", _("Book an appointment."))
    parser.add_argument("slot", metavar="TEXT", help=_("when and what, such as “Tue 14:30 cut 45 min”"))
    parser.add_argument("--person", default="", metavar="NAME", help=_("who comes"))
    parser.add_argument(
        "--phone", default="", metavar="NUMBER", help=_("their number, where they are no contact")
    )
    parser.add_argument("--contact", metavar="CONTACT", help=_("who comes: a contact’s id, or +number"))
    parser.add_argument(
        "--booker", metavar="CONTACT", help=_("who booked and is written to, if somebody else")
    )
    parser.add_argument("--service", metavar="SERVICE", help=_("id or name, where the text does not say it"))
    parser.add_argument("--with", dest="resource", metavar="NAME", help=_("with this person, chair or room"))
    parser.add_argument("--price", metavar="AMOUNT", help=_("such as “45 EUR”; else the service’s"))
    parser.add_argument("--note", default="", metavar="TEXT", help=_("for the team"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        read = typed_slot(desk, options.slot)
        if read.starts_at is None:
            raise ComptoirError("slot_unreadable", why=problem_words(read.problem))
        service = (
            service_named(desk, options.service).service_id if options.service else read.service_id or ""
        )
        resource = (
            resource_named(desk, options.resource).resource_id if options.resource else read.resource_id or ""
        )
        new = NewAppointment(
            read.starts_at, read.length_min or 0, resource, service,
            "" if service else read.rest,
            options.person or (read.rest if service and not options.contact else ""),
            contact_named(desk, options.contact) if options.contact else None,
            contact_named(desk, options.booker) if options.booker else None,
            options.phone, amount_of(desk, options.price) if options.price else None, options.note, "terminal",
        )  # fmt: skip
        made: list[str] = []

        async def book() -> None:
            made.append(await desk.book_appointment(new))

        return await _done(desk, book, lambda: made[0])

    return run_desk(options.profile, work)


def run_move(argv: Sequence[str]) -> int:
    """Move one."""
    parser = profile_parser("appointments move", _("Move an appointment to another time."))
    parser.add_argument("appointment", metavar="APPOINTMENT", help=_("its id"))
    parser.add_argument("when", metavar="WHEN", help=_("such as “Thu 11:00”, or 2026-12-24T11:00+01:00"))
    parser.add_argument("--with", dest="resource", metavar="NAME", help=_("to this person, chair or room"))
    parser.add_argument(
        "--agreed", action="store_true", help=_("the customer agreed, so they need not be asked")
    )
    parser.add_argument("--expected", metavar="ISO", help=_("only if it begins at this moment now"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        row = found_appointment(desk, options.appointment)
        if options.expected and read_moment(options.expected) != row.appointment.starts_at:
            raise ComptoirError(
                "appointment_elsewhere", starts=appointment_time(desk, row.appointment.starts_at)
            )
        starts_at = _when(desk, options.when)
        resource = resource_named(desk, options.resource).resource_id if options.resource else None

        async def move() -> None:
            await desk.move_appointment(
                row.appointment_id, starts_at, None, resource, is_agreed=options.agreed
            )

        return await _done(desk, move, lambda: row.appointment_id)

    return run_desk(options.profile, work)


def run_answer(argv: Sequence[str]) -> int:
    """What a customer said to a member."""
    parser = profile_parser("appointments answer", _("Note what a customer said about an appointment."))
    parser.add_argument("appointment", metavar="APPOINTMENT", help=_("its id"))
    parser.add_argument("answer", choices=tuple(ANSWERS), help=_("what they said; none takes it back"))
    parser.add_argument("--by-phone", action="store_true", help=_("they said it by telephone"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        row = found_appointment(desk, options.appointment)

        async def answer() -> None:
            how = "call" if options.by_phone else "hand"
            await desk.answer_appointment(row.appointment_id, ANSWERS[options.answer], how)  # type: ignore[arg-type]

        return await _done(desk, answer, lambda: row.appointment_id)

    return run_desk(options.profile, work)


def run_outcome(argv: Sequence[str]) -> int:
    """Whether they came."""
    parser = profile_parser("appointments outcome", _("Note whether somebody came."))
    parser.add_argument("appointment", metavar="APPOINTMENT", help=_("its id"))
    parser.add_argument("outcome", choices=tuple(OUTCOMES), help=_("none takes it back"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        row = found_appointment(desk, options.appointment)

        async def note() -> None:
            await desk.set_outcome(row.appointment_id, OUTCOMES[options.outcome])  # type: ignore[arg-type]

        return await _done(desk, note, lambda: row.appointment_id)

    return run_desk(options.profile, work)


def appointment_time(desk: LiveDesk, at: datetime) -> str:
    """On the wall of the business: 2026-12-24 11:00."""
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(desk.agenda().zone)):%Y-%m-%d %H:%M}"


def _when(desk: LiveDesk, text: str) -> datetime:
    """A moment with its zone, or words. Raises ComptoirError("slot_unmoved")."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        return moment.astimezone(UTC)
    read = typed_slot(desk, text.replace("T", " ") if moment is not None else text, is_when=True)
    if read.starts_at is None:
        raise ComptoirError("slot_unmoved", why=problem_words(read.problem))
    return read.starts_at


async def _done(desk: LiveDesk, do: Callable[[], Awaitable[None]], appointment_id: Callable[[], str]) -> int:
    try:
        refusals = await decided(desk, do)
    except ComptoirError as error:
        _offer(error.facts)
        raise
    for one in refusals[:1]:
        _offer(one.facts)
        print(refusal(one.code, one.facts), file=sys.stderr)
    if refusals:
        return 1
    row = desk.appointment(appointment_id())
    if row is not None:
        print_line(appointment_line(row, desk.agenda().zone))
    return 0


def _offer(facts: Mapping[str, str]) -> None:
    """What would be free instead."""
    free = read_free(facts.get("free", ""))
    if free:
        print_line(
            {
                "free": [
                    {"starts_at": one.starts_at.isoformat(), "resource_id": one.resource_id} for one in free
                ]
            }
        )
