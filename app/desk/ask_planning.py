"""What asking would send, person by person: the rules and words of the hub, asked of what this computer knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from app.domain.agenda_rows import AppointmentRow
from app.domain.appointment_asks import Asking, seen_of
from app.domain.appointments import AWAITED, Appointment, State
from app.domain.ask_plans import AskEntry, AskPlan
from app.domain.consent_check import Permission
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.exact_money import priced, summed
from app.domain.ids import ContactId, ConversationId, IdMaker, LineId, MessageId
from app.domain.ledger_checks import decimal_of
from app.domain.prices import RateCard
from app.domain.records import record
from app.domain.sends import SendMessage
from app.domain.templates import Template
from app.words.appointment_around import Around, Said, is_one_person
from app.words.appointment_templates import REMINDERS, meanings, template_for
from app.words.appointment_texts import ask_words

_SAID: Final[Mapping[State, str]] = {
    "confirmed": "confirmed", "wants_move": "wants_move", "unclear": "unclear", "no_answer": "asked_already",
    "asked": "asked_already", "delivered": "asked_already", "read": "asked_already",
}  # fmt: skip
_OVER: Final = frozenset({"cancelled", "came", "no_show"})


@record
class Reach:
    """How somebody is written to. `key`: one for each number. `refused`: why not at all.

    `talk`: the conversation, also one that would begin (`is_new`). `contact_id`: whose that is. `number`: digits.
    `language`: in which they are written to. `permission`: what they agreed to, and the hour there.
    """

    key: str
    name: str = ""
    number: str = ""
    refused: Refused | None = None
    talk: Conversation | None = None
    is_new: bool = False
    contact_id: ContactId | None = None
    language: str = "fr"


class AskKnower(Protocol):
    """What a plan is made of: the running desk's view, or a test's rows."""

    def reach(self, row: AppointmentRow) -> Reach:
        """How whoever is written to about it can be reached."""

    def around(self, appointments: Sequence[Appointment], language: str) -> Around:
        """Who, what and where these are about."""

    def templates(self, line_id: LineId) -> list[Template]:
        """Of a number."""

    def permission(self, reach: Reach, said: Said) -> Permission | None:
        """What such a message to them is checked against."""


@record
class Wanted:
    """What is to be planned; see `AskingDesk.ask_plan`."""

    day: date
    zone: str
    now: datetime
    is_everybody: bool
    again: bool = False
    template: str = ""
    quiet_anyway: bool = False


class Planner:
    """Makes a plan entry by entry, so that a long one need not be made at once."""

    def __init__(self, knower: AskKnower, ids: IdMaker, card: RateCard, wanted: Wanted) -> None:
        self._knower, self._ids, self._card, self._wanted = knower, ids, card, wanted
        self._used: dict[str, None] = {}
        self._fitting: dict[str, None] = {}

    def entries(self, rows: Sequence[AppointmentRow]) -> Iterator[AskEntry | None]:
        """Those that go and those that do not; None in between is a moment to let others work."""
        groups: dict[tuple[str, date], tuple[Reach, list[AppointmentRow]]] = {}
        for row in rows:
            if row.state in _OVER or not row.appointment.is_standing or self._has_begun(row):
                continue
            refused = self._settled(row)
            if refused is not None:
                yield AskEntry((row,), _called(row), row.number, code=refused.code, facts=refused.facts)
                continue
            reach = self._knower.reach(row)
            day = row.appointment.starts_at.astimezone(ZoneInfo(self._wanted.zone)).date()
            groups.setdefault((reach.key, day), (reach, []))[1].append(row)
            yield None
        for reach, theirs in groups.values():
            yield self._entry(reach, theirs)

    def plan(self, entries: Sequence[AskEntry]) -> AskPlan:
        """All of them together."""
        wanted = self._wanted
        ordered = sorted(entries, key=lambda one: one.rows[0].appointment.starts_at)
        costing = [one for one in ordered if one.goes and not one.is_open]
        known = [one.price for one in costing if one.price is not None]
        sums = [
            priced(amount, price.currency, 1)
            for price in known
            if (amount := decimal_of(price.amount)) is not None
        ]
        return AskPlan(
            wanted.day,
            wanted.zone,
            wanted.now,
            tuple(ordered),
            summed(sums),
            len(costing) - len(known),
            tuple(sorted(self._fitting)),
            next(iter(self._used), ""),
        )

    # --- one appointment ---

    def _has_begun(self, row: AppointmentRow) -> bool:
        return row.appointment.starts_at <= self._wanted.now

    def _settled(self, row: AppointmentRow) -> Refused | None:
        """Why it is not asked about, whoever it is."""
        one, state, wanted = row.appointment, row.state, self._wanted
        if state == "to_ask":
            return None
        if state == "to_call":
            return self._to_call(row)
        is_silent = state == "no_answer" or (state in AWAITED and not wanted.is_everybody)
        if is_silent and wanted.again:
            return None
        asked = one.asked_at
        at = (
            {"at": asked.isoformat()}
            if asked is not None and state not in ("confirmed", "wants_move")
            else {}
        )
        return Refused(_SAID.get(state, state), at)

    def _to_call(self, row: AppointmentRow) -> Refused | None:
        one, last = row.appointment, row.last
        if last is not None and last.what == "not_delivered":
            return Refused("not_delivered") if self._wanted.is_everybody or not self._wanted.again else None
        if one.ask_trouble:
            return None  # what stood in the way is looked at anew
        if self._wanted.again:
            return None
        return Refused("voicemail" if one.called_at is not None else "silent")

    # --- one person ---

    def _entry(self, reach: Reach, rows: Sequence[AppointmentRow]) -> AskEntry:
        ordered = tuple(sorted(rows, key=lambda one: one.appointment.starts_at))
        talk = reach.talk
        entry = AskEntry(
            ordered,
            reach.name or _called(ordered[0]),
            f"+{reach.number}" if reach.number else ordered[0].number,
            talk.conversation_id if talk is not None and not reach.is_new else None,
            language=reach.language,
            is_open=talk is not None and talk.is_window_open(self._wanted.now),
            is_again=any(_was_asked(row) for row in ordered),
        )
        if reach.refused is not None:
            return replace(entry, code=reach.refused.code, facts=reach.refused.facts)
        assert talk is not None
        return self._worded(entry, reach, talk)

    def _worded(self, entry: AskEntry, reach: Reach, talk: Conversation) -> AskEntry:
        ask_id = self._ids.new()
        appointments = [row.appointment for row in entry.rows]
        around = self._knower.around(appointments, reach.language)
        template = self._template(reach, talk)
        said = ask_words(ask_id, appointments, around, template, is_open=entry.is_open)
        if isinstance(said, Refused):
            code = _missing(self._knower.templates(talk.line_id)) if said.code == "no_template" else said.code
            return replace(entry, code=code, facts=said.facts)
        entry = replace(entry, kind=said.kind, text=said.text, buttons=_buttons(said))
        if template is not None and said.kind == "template":
            self._used[template.name] = None
            day = self._wanted.now.date()
            price = self._card.price(reach.number, template.category, day)
            entry = replace(entry, template=template.name, language=template.language, price=price)
        permission = self._knower.permission(reach, said)
        anyway = self._wanted.quiet_anyway
        refused = permission.check(talk, self._wanted.now, quiet_anyway=anyway) if permission else None
        if refused is not None:
            return replace(entry, code=refused.code, facts=refused.facts)
        message = SendMessage(
            MessageId(self._ids.new()), talk.conversation_id, said.kind, said.text, said.content,
            send_anyway=True, quiet_anyway=anyway,
        )  # fmt: skip
        ids = tuple(one.appointment_id for one in appointments)
        asking = Asking(ask_id, ids, message, seen=tuple(map(seen_of, appointments)))
        if reach.is_new:
            asking = replace(asking, number=reach.number, contact_id=reach.contact_id, line_id=talk.line_id)
        return replace(entry, asking=asking)

    def _template(self, reach: Reach, talk: Conversation) -> Template | None:
        known = self._knower.templates(talk.line_id)
        self._fitting |= {one.name: None for one in known if one.is_sendable and _may_ask(one)}
        return template_for(known, reach.language, REMINDERS, self._wanted.template)


def settle(reach: Reach, row: AppointmentRow) -> Reach:
    """A number that is known as somebody else's is nobody's to write to before a person says who booked."""
    one = row.appointment
    written = one.person
    if one.writes_to is None and reach.name and written and not is_one_person(written, reach.name):
        refused = Refused("number_of_other", {"name": reach.name})
        return replace(reach, key=row.appointment_id, refused=refused)
    return reach


def new_talk(conversation_id: str, contact_id: ContactId, line_id: LineId, channel: str) -> Conversation:
    """One that would begin with the message."""
    return Conversation(ConversationId(conversation_id), contact_id, line_id, channel)


def slices(
    entries: Iterator[AskEntry | None], clock_s: Callable[[], float], slice_s: float
) -> Iterator[list[AskEntry]]:
    """The same in pieces of about so long."""
    found: list[AskEntry] = []
    began_s = clock_s()
    for entry in entries:
        if entry is not None:
            found.append(entry)
        if clock_s() - began_s >= slice_s:
            yield found
            found, began_s = [], clock_s()
    yield found


def _called(row: AppointmentRow) -> str:
    return row.booker_name or row.name


def _was_asked(row: AppointmentRow) -> bool:
    return row.appointment.asked_at is not None and row.state != "to_ask"


def _may_ask(template: Template) -> bool:
    """Whether a text has buttons that say yes and something else, and is no advertising."""
    titles = [button.text for button in template.buttons if button.kind == "quick_reply"]
    told = meanings(titles, ("confirm", "move", "cancel")).values()
    return "confirm" in told and len(told) > 1 and template.category == "utility"


def _missing(templates: Sequence[Template]) -> str:
    """Why no template may go out: the ready one is held back, or there is none."""
    states = {one.status for one in templates if one.name in REMINDERS}
    for status in ("paused", "disabled", "pending", "rejected"):
        if status in states:
            return f"template_{status}"
    return "no_template"


def _buttons(said: Said) -> tuple[str, ...]:
    content = said.content
    if content is None:
        return ()
    if content.ask is not None:
        return tuple(option.title for option in content.ask.options)
    return tuple(button.text for button in content.template.buttons) if content.template is not None else ()
