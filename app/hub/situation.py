"""What a check of a command may look at: who asks, when, and what the hub knows in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.commands import Command
from app.domain.consent_check import Permission
from app.domain.contact_cards import ContactField
from app.domain.contacts import Contact
from app.domain.conversations import Conversation
from app.domain.ids import ContactId, DeviceId, MemberId
from app.domain.members import Member, Role
from app.domain.messages import Message
from app.domain.quick_replies import QuickReply
from app.domain.saved_views import SavedView
from app.domain.scheduled import Scheduled
from app.domain.segments import Segment
from app.domain.tasks import Task

if TYPE_CHECKING:
    from app.hub.agenda_rules import AgendaLook
    from app.hub.appointment_rules import AppointmentLook
    from app.hub.ask_rules import AskLook
    from app.hub.auto_reply_rules import AutoLook
    from app.hub.deal_rules import DealLook
    from app.hub.hour_rules import HoursLook
    from app.hub.ladder_rules import LadderLook
    from app.hub.ledger_rules import LedgerLook
    from app.hub.merge_rules import Pair
    from app.hub.standard_rules import StandardsLook
    from app.hub.waiting_rules import WaitingLook

LEADERS: tuple[Role, ...] = ("owner", "manager")


@dataclass(frozen=True, slots=True)
class Asker:
    """The member and device behind a request."""

    device_id: DeviceId
    member_id: MemberId
    member_name: str
    role: Role

    @property
    def is_leader(self) -> bool:
        """Owner or manager."""
        return self.role in LEADERS


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a check may look at. `answered_by`: who else answered there after the author's `base_pos`.

    `message` has the id that the command names; `target` is the one that it quotes or reacts to, `retried` the one that
    it is sent again for. `contact`: the person of the conversation, or whom a new one is about, if they are known;
    `is_mixed`: the names that a new one is begun under are those of several people. `members`: the team, where a check
    asks for it. `planned`: the planned answer that is meant, `planned_count`: how many there are in the conversation.
    `saved`: the list that is meant, as it is; `saved_count`: how many there are. `is_claiming`: whether
    who answers first takes the conversation.
    """

    command: Command
    asker: Asker
    now: datetime
    conversation: Conversation | None = None
    message: Message | None = None
    answered_by: str | None = None
    is_line_ours: bool = True
    target: Message | None = None
    retried: Message | None = None
    contact: Contact | None = None
    is_mixed: bool = False
    members: Mapping[MemberId, Member] = field(default_factory=dict)
    saved: SavedView | None = None
    saved_count: int = 0
    is_claiming: bool = True
    planned: Scheduled | None = None
    planned_count: int = 0
    quick_reply: QuickReply | None = None  # as it is now, also a removed one
    permission: Permission | None = None  # of what nobody asked for, see `consent_look`
    pair: "Pair | None" = None  # two contacts that may be one person
    holder: Contact | None = None  # who has the names of a contact that is to be added
    note: tuple[str, str, str | None] | None = None  # about a contact: whose, its text, its author
    fields: Mapping[str, ContactField] = field(default_factory=dict)  # that the owner made
    segment: Segment | None = None  # as it is
    segment_count: int = 0
    many: Sequence[ContactId] = ()  # of many contacts, those for whom something changes
    is_declined: bool = False  # the conversation is no new request
    is_member_known: bool = True  # who is to look after them
    task: Task | None = None  # as it is, also a removed one
    task_place: str | None = None  # why what a task is to be put on is not there
    deals: "DealLook | None" = None  # for what is asked about deals and pipelines
    ladders: "LadderLook | None" = None  # for what is asked about ladders
    ledger: "LedgerLook | None" = None  # for what is asked about the ledger
    standards: "StandardsLook | None" = None
    hours: "HoursLook | None" = None  # for what is asked about opening hours and groups
    auto: "AutoLook | None" = None  # for what is asked about automatic answers
    asks: "tuple[AskLook, ...]" = ()  # messages that ask about appointments
    waiting: "WaitingLook | None" = None  # for what is asked about the waiting list
    appointments: "AppointmentLook | None" = None  # for what is asked about one
    agenda: "AgendaLook | None" = None  # for what is asked about who and what can be booked

    @property
    def made_at(self) -> datetime:
        """When it was asked for, by the hub's clock: receipt less the age that the desktop measured."""
        return self.now - timedelta(milliseconds=max(0, self.command.age_ms))

    @property
    def not_after_at(self) -> datetime | None:
        """Its last moment by the hub's clock: the desktop's clock is never compared with ours."""
        limit = self.command.not_after_at
        return None if limit is None else self.made_at + (limit - self.command.made_at)
