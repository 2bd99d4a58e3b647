"""The events that an account of what happened stands for, in the log's order.

What time alone brings about is written as the hub's scheduler would have written it: the end of a matter after long
silence, and the hand-over of a bot that does not answer.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, cast

from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.assignment import ConversationAssigned
from app.domain.channels import WHATSAPP
from app.domain.contacts import Identity
from app.domain.conversations import ConversationClosed, ConversationStarted
from app.domain.errors import EnvironmentFailure
from app.domain.events import Actor, EventBody
from app.domain.hours import BUSINESS, HoursSaved, OpeningHours, SpecialDay
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.lines import LineAdded, line_id_of
from app.domain.measure_events import BotSet, ConversationWaived, MessageHandled
from app.domain.members import ROLES, MemberAdded, Role
from app.domain.records import record
from app.domain.scheduled import ScheduleSet
from app.domain.sends import SendAccepted, SendRequested
from app.domain.settings import SettingChanged
from app.domain.turns import PHONE
from app.hub.history_lines import HANDLED, MACHINES, Told
from app.hub.history_time import of_time

NUMBER: Final = "history"  # the channel's id of the one business number
LINE: Final = line_id_of(WHATSAPP, NUMBER)
_HUB: Final = Actor("hub")
_CHANNEL: Final = Actor("channel")


@record
class Happened:
    """An event before it has a place: `at` by the hub's clock, `occurred_at` when its author did it."""

    at: datetime
    body: EventBody
    subject: str
    actor: Actor
    occurred_at: datetime


def events(told: Sequence[Told]) -> Iterator[Happened]:
    """All of them. Raises EnvironmentFailure where a line speaks of a message that no line brings."""
    talks = sorted((one for one in told if "at" in one.fields), key=lambda one: one.key)
    if not talks:
        return
    begin, end = talks[0].at, talks[-1].at
    yield from _beginning([one for one in told if "at" not in one.fields], talks, begin)
    found: list[tuple[datetime, int, Happened]] = []
    people: dict[str, list[Told]] = defaultdict(list)
    persons = {one.fields["id"]: one.fields["person"] for one in talks if one.what in {"in", "out"}}
    for place, one in enumerate(talks):
        found += [(each.at, place, each) for each in _events(one, persons)]
        people[one.fields.get("person") or persons[one.fields["id"]]].append(one)
    places = {id(one): place for place, one in enumerate(talks)}
    for person, mine in people.items():
        first = min(min(one.at, one.fields.get("composed_at") or one.at) for one in mine)
        begun = ConversationStarted(
            conversation_of(person), ContactId(_id("contact", person)), LINE, WHATSAPP, _identity(person)
        )
        found.append((first, -1, Happened(first, begun, conversation_of(person), _HUB, first)))
        for at, before, body in of_time(mine, conversation_of(person), end):
            place = len(talks) if before is None else places[id(before)]
            found.append((at, place, Happened(at, body, conversation_of(person), _HUB, at)))
    found.sort(key=lambda one: one[:2])
    yield from (one for _at, _place, one in found)


def conversation_of(person: str) -> ConversationId:
    """The conversation of a person; its id says nothing about them."""
    return ConversationId(_id("conversation", person))


def _id(what: str, name: str) -> str:
    return hashlib.sha256(f"{what} {name}".encode()).hexdigest()[:26]


def _identity(person: str) -> Identity:
    return (
        Identity(number=person[1:])
        if person[:1] == "+" and person[1:].isdecimal()
        else Identity(user_id=person)
    )


def _beginning(told: Iterable[Told], talks: Iterable[Told], at: datetime) -> Iterator[Happened]:
    yield Happened(at, LineAdded(LINE, WHATSAPP, NUMBER), LINE, _HUB, at)
    roles: dict[str, Role] = {}
    hours: list[Told] = []
    for one in told:
        if one.what == "member":
            if one.fields["role"] not in ROLES:
                raise EnvironmentFailure("history_field", line=str(one.number), name="role")
            roles[one.fields["id"]] = one.fields["role"]
        else:
            hours.append(one)
    for name in sorted(_named(talks) - set(roles)):
        roles[name] = "rep"
    for member_id, role in roles.items():
        yield Happened(at, MemberAdded(MemberId(member_id), member_id, role), member_id, _HUB, at)
    for one in hours:
        fields = one.fields
        closed = tuple(
            SpecialDay(day) for day in fields["holidays"]
        )  # of no region: the form shows each as a day
        saved = OpeningHours(fields["from"], fields["zone"], fields["week"], special=closed)
        yield Happened(at, SettingChanged("time_zone", fields["zone"]), "", _HUB, at)
        yield Happened(at, HoursSaved(BUSINESS, saved), "", _HUB, at)


def _named(talks: Iterable[Told]) -> set[str]:
    """Members that lines speak of, of whom no line says more."""
    found = {str(one.fields.get("to") or one.fields.get("by") or "") for one in talks}
    found |= {
        one.fields["author"] for one in talks if one.what == "out" and one.fields["author"] not in MACHINES
    }
    return found - {"", PHONE}


def _events(one: Told, persons: dict[str, str]) -> list[Happened]:
    if one.what == "state":
        if one.fields["id"] not in persons:
            raise EnvironmentFailure("history_stranger", line=str(one.number), id=one.fields["id"])
        conversation_id = conversation_of(persons[one.fields["id"]])
        status = MessageStatus(
            LINE, _external(one), one.fields["state"], one.at, _message(one), conversation_id,
            failure_code="unknown" if one.fields["state"] == "failed" else None,
        )  # fmt: skip
        return [Happened(one.at, status, conversation_id, _CHANNEL, one.at)]
    return _MAKERS[one.what](one, conversation_of(one.fields["person"]))


def _message(one: Told) -> MessageId:
    return MessageId(_id("message", one.fields["id"]))


def _external(one: Told) -> str:
    return f"history.{_message(one)}"


def _received(one: Told, conversation_id: ConversationId, author: str) -> MessageReceived:
    fields, person = one.fields, one.fields["person"]
    kind = fields.get("kind") or "text"
    return MessageReceived(
        _message(one), WHATSAPP, LINE, conversation_id, ContactId(_id("contact", person)), _external(one),
        "in" if author == "customer" else "out", cast("Any", author), "text" if kind in HANDLED else kind,
        fields.get("text"), fields.get("provider_at") or one.at, one.at, _identity(person),
    )  # fmt: skip


def _in(one: Told, conversation_id: ConversationId) -> list[Happened]:
    bodies: list[EventBody] = [_received(one, conversation_id, "customer")]
    if one.fields.get("kind") in HANDLED:
        bodies.append(MessageHandled(conversation_id, _message(one), HANDLED[one.fields["kind"]]))
    return [Happened(one.at, body, conversation_id, _CHANNEL, one.at) for body in bodies]


def _out(one: Told, conversation_id: ConversationId) -> list[Happened]:
    fields, at = one.fields, one.at
    author = fields["author"]
    if author == PHONE:
        return [Happened(at, _received(one, conversation_id, PHONE), conversation_id, _CHANNEL, at)]
    is_machine = author in MACHINES
    actor = _HUB if is_machine else Actor("member", MemberId(author))
    member_id = None if is_machine else MemberId(author)
    kind, text = fields.get("kind") or "text", fields.get("text") or ""
    found = []
    if fields.get("composed_at") is not None and member_id is not None:
        plan = ScheduleSet(_message(one), conversation_id, member_id, at, kind, text, 0)
        found.append(Happened(fields["composed_at"], plan, conversation_id, actor, fields["composed_at"]))
    asked = SendRequested(
        _message(one), conversation_id, ContactId(_id("contact", fields["person"])), LINE, member_id, kind, text,
        automation=author if is_machine else "",
    )  # fmt: skip
    taken = SendAccepted(_message(one), conversation_id, _external(one))
    found.append(Happened(at, asked, conversation_id, actor, min(at, fields.get("pressed_at") or at)))
    return [*found, Happened(at, taken, conversation_id, _HUB, at)]


def _assign(one: Told, conversation_id: ConversationId) -> list[Happened]:
    to = one.fields["to"]
    body = ConversationAssigned(conversation_id, to and MemberId(to), None, "assigned" if to else "released")
    return [Happened(one.at, body, conversation_id, _HUB, one.at)]


def _bot(one: Told, conversation_id: ConversationId) -> list[Happened]:
    return [Happened(one.at, BotSet(conversation_id, one.fields["owns"]), conversation_id, _HUB, one.at)]


def _waive(one: Told, conversation_id: ConversationId) -> list[Happened]:
    by = MemberId(one.fields["by"])
    body = ConversationWaived(conversation_id, by)
    return [Happened(one.at, body, conversation_id, Actor("member", by), one.at)]


def _close(one: Told, conversation_id: ConversationId) -> list[Happened]:
    by = MemberId(one.fields["by"])
    body = ConversationClosed(conversation_id, by)
    return [Happened(one.at, body, conversation_id, Actor("member", by), one.at)]


_MAKERS: Final[dict[str, Callable[[Told, ConversationId], list[Happened]]]] = {
    "in": _in,
    "out": _out,
    "assign": _assign,
    "bot": _bot,
    "waive": _waive,
    "close": _close,
}
