"""The only door of the desktop's core: what screens and the terminal may read, do and be told.

`app.desk.live.LiveDesk` stands behind it in the program; tests of screens put a fake with the same methods in its
place. Nothing here imports a library, so that a window can be drawn before the core is ready.
It is for the type checker: a start does without it, and what passes through the door is in `app.desk.composed`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.desk.account_desk import AccountDesk
from app.desk.address_desk import AddressDesk
from app.desk.agenda_asking import AskingDesk
from app.desk.agenda_desk import AgendaDesk
from app.desk.agenda_files_desk import AgendaFilesDesk
from app.desk.agenda_templates import AgendaTemplatesDesk
from app.desk.agenda_transfer_desk import AgendaTransferDesk
from app.desk.audit_desk import AuditDesk
from app.desk.auto_desk import AutoDesk
from app.desk.composed import Composed as Composed
from app.desk.composed import Refusal as Refusal
from app.desk.composed import SettleHow as SettleHow
from app.desk.composed import Unsubscribe as Unsubscribe
from app.desk.consent_desk import ConsentDesk
from app.desk.contact_table_desk import ContactTableDesk
from app.desk.contacts_desk import ContactsDesk
from app.desk.deal_transfer_desk import DealTransferDesk
from app.desk.deals_desk import DealsDesk
from app.desk.examining_desk import ExaminingDesk
from app.desk.figures_desk import FiguresDesk
from app.desk.hours_desk import HoursDesk
from app.desk.import_desk import ImportDesk
from app.desk.incoming_desk import IncomingDesk
from app.desk.ladders_desk import LaddersDesk
from app.desk.ledger_desk import LedgerDesk
from app.desk.measures_desk import MeasuresDesk
from app.desk.media_desk import MediaDesk
from app.desk.members_desk import MembersDesk
from app.desk.merging_desk import MergingDesk
from app.desk.people_desk import PeopleDesk
from app.desk.presence_desk import PresenceDesk
from app.desk.quick_reply_desk import QuickReplyDesk
from app.desk.requests_desk import RequestsDesk
from app.desk.safety_desk import SafetyDesk
from app.desk.schedule_desk import ScheduleDesk
from app.desk.search_desk import SearchDesk
from app.desk.seats_desk import SeatsDesk
from app.desk.setup_desk import SetupDesk
from app.desk.standards_desk import StandardsDesk
from app.desk.tasks_desk import TasksDesk
from app.desk.team_desk import TeamDesk
from app.desk.today_desk import TodayDesk
from app.desk.transfer_desk import TransferDesk
from app.desk.waiting_list_desk import WaitingListDesk
from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.rows import (
    Changes,
    ConnectionState,
    InboxCounts,
    InboxRow,
    MessageRow,
    Outcome,
    Shelf,
    ThreadHeader,
    ViewKey,
)
from app.domain.settings import SettingValue

if TYPE_CHECKING:  # a first paint does without
    from app.domain.templates import Template


class Desk(
    AccountDesk,
    AddressDesk,
    AgendaTemplatesDesk,
    AgendaDesk,
    AgendaFilesDesk,
    ExaminingDesk,
    AskingDesk,
    AgendaTransferDesk,
    AuditDesk,
    AutoDesk,
    ConsentDesk,
    ContactTableDesk,
    ContactsDesk,
    DealTransferDesk,
    DealsDesk,
    LaddersDesk,
    LedgerDesk,
    FiguresDesk,
    IncomingDesk,
    ImportDesk,
    MeasuresDesk,
    MediaDesk,
    MembersDesk,
    MergingDesk,
    PeopleDesk,
    PresenceDesk,
    QuickReplyDesk,
    HoursDesk,
    StandardsDesk,
    RequestsDesk,
    SafetyDesk,
    ScheduleDesk,
    SearchDesk,
    SeatsDesk,
    SetupDesk,
    TasksDesk,
    TeamDesk,
    TodayDesk,
    TransferDesk,
    WaitingListDesk,
    Protocol,
):
    """One profile's inbox. Reads are synchronous and take under 5 ms; everything else is awaited.

    All calls come from the event loop's thread. Every time is UTC by this computer's clock or by the channel's.
    A read of something that does not exist gives None, "" or an empty list, never an error.
    """

    # --- read: base rows overlaid with what this computer has asked for and the log does not show yet ---

    def inbox(
        self, view: ViewKey, limit: int = 200, after: ConversationId | None = None
    ) -> list[ConversationId]:
        """Ids in display order: "waiting" and "unassigned" have those beyond the standard first, "snoozed" the next to
        wake, the others are newest first.

        `after`: the last id of the page before.
        """

    def inbox_row(self, conversation_id: ConversationId) -> InboxRow | None:
        """One line of a list, with the start of its draft."""

    def counts(self) -> InboxCounts:
        """How many conversations each view holds, and how many wait longer than the team's standard."""

    def header(self, conversation_id: ConversationId) -> ThreadHeader | None:
        """The head of a conversation pane."""

    def page(
        self,
        conversation_id: ConversationId,
        *,
        before: MessageRow | None = None,
        after: MessageRow | None = None,
        limit: int = 60,
    ) -> list[MessageRow]:
        """Messages, oldest first: the newest `limit`, or those just `before` or just `after` a row that was read."""

    def message(self, message_id: MessageId) -> MessageRow | None:
        """One bubble as it is now. A waiting message has state "queued" and `is_pending`.

        None for what has no bubble: a reaction, an edit or a revoke is shown at the message that it is about.
        """

    def media_page(
        self,
        conversation_id: ConversationId,
        shelf: Shelf,
        *,
        before: MessageRow | None = None,
        limit: int = 60,
    ) -> list[MessageRow]:
        """Pictures and films, files, voice notes or links of a conversation, the newest first.

        `before`: the last row of the page above.
        """

    def lines(self) -> dict[LineId, Line]:
        """The team's business numbers, and others that strayed here (`is_known` False)."""

    def templates(self, line_id: LineId) -> list[Template]:
        """Every template of the account that a business number belongs to, by name and language, sendable or not."""

    def templates_checked_at(self, line_id: LineId) -> datetime | None:
        """When they were last compared with the channel's; None before the first time."""

    def draft(self, conversation_id: ConversationId) -> str:
        """The unsent text there, "" when there is none."""

    def attached(self, conversation_id: ConversationId) -> Composed | None:
        """What else than a text waits in the composer there: a file, a template …, also after a restart."""

    def last_place(self) -> dict[str, str]:
        """What `remember_place` was told, also before the last restart."""

    def remember_place(self, **values: str) -> None:
        """Keep where the person is (view, conversation_id, geometry …); on disk within 1 s, never waited for."""

    def connection(self) -> ConnectionState:
        """What the status bar says."""

    def setting(self, name: str) -> SettingValue:
        """A setting's value or its default. Raises KeyError for a name that the schema does not have."""

    def me(self) -> Member:
        """Whose desk this is."""

    # --- do: stored on this computer first; never waits for the disk on the calling thread ---

    def save_draft(self, conversation_id: ConversationId, text: str) -> None:
        """Keep an unsent text (call it at each change); on disk within 1 s. "" removes it."""

    async def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
    ) -> MessageId:
        """Ask for a text to go out; returns when the wish is on disk, and the draft there is then gone.

        Can be taken back until the row's `hold_until_at`. Raises ComptoirError, leaving the draft: "text_empty",
        "text_too_long" {limit, length}, "conversation_unknown", "window_closed" {closed_at}. The hub may still refuse
        later, for one because a colleague answered meanwhile (then repeat with `send_anyway`):
        see `subscribe_refusals`.
        """

    def keep_attached(self, conversation_id: ConversationId, composed: Composed | None) -> None:
        """Keep what else than a text is being composed; None when it is sent or dropped. On disk within 1 s."""

    async def send(
        self,
        conversation_id: ConversationId,
        composed: Composed,
        *,
        send_anyway: bool = False,
        retry_of: MessageId | None = None,
    ) -> MessageId:
        """Ask for a message of any kind to go out; otherwise as `send_text`.

        A file was made ready by `prepare_file`. What is refused later is `attached` again, unless something else is.
        Raises as `send_text`, and what `app.domain.outgoing.problems` says.
        """

    async def react(self, message_id: MessageId, emoji: str) -> MessageId:
        """React to a message, with "" to nothing any more: the team's newest reaction replaces its others.

        Shown at once; a reaction that does not go out is gone again. Raises as `send`, and "message_unknown",
        "target_unfit".
        """

    async def start_conversation(
        self, line_id: LineId, identity: Identity, contact_id: ContactId | None = None
    ) -> ConversationId:
        """The conversation with somebody on a business number; begun when there is none, however the number is written.

        Waits for the hub. Raises ComptoirError: "hub_unreachable", or the hub's refusal.
        """

    async def take_back(self, message_id: MessageId) -> str | None:
        """Undo a send: the text to put back into the composer, or None when it is too late."""

    async def take_back_message(self, message_id: MessageId) -> Composed | None:
        """The same with everything that the message was made of."""

    async def settle(self, message_id: MessageId, how: SettleHow) -> None:
        """Decide about a message in state "unknown": it "arrived", or it was "resent". Raises ComptoirError."""

    async def retry(self, message_id: MessageId) -> MessageId:
        """Send the same again as a new message; an "unknown" one is settled as "resent". Raises as `send_text`."""

    async def close(
        self, conversation_id: ConversationId, outcome: Outcome | None = None, note: str = ""
    ) -> None:
        """Nothing more is owed there; how it ended, and what was done.

        The hub refuses when the customer wrote in the meantime (a Refusal follows).
        """

    async def reopen(self, conversation_id: ConversationId) -> None:
        """Take a closed conversation up again."""

    async def mark_read(self, conversation_id: ConversationId) -> None:
        """Everything now shown there has been seen; does nothing when nothing was unread."""

    async def change_setting(self, name: str, value: SettingValue) -> None:
        """Give a setting another value: "device" ones here, "team" ones by the hub. Raises ComptoirError."""

    async def original(self, message_id: MessageId) -> str:
        """What is known of a message, for "copy details": indented JSON. Raises EnvironmentFailure without the hub."""

    # --- files of messages ---

    # --- changes, called on the event loop's thread ---

    def subscribe(self, callback: Callable[[Changes], None]) -> Unsubscribe:
        """Be told what may look different now; call the result to stop."""

    def subscribe_refusals(self, callback: Callable[[Refusal], None]) -> Unsubscribe:
        """Be told of each wish that was refused after it had been stored."""

    async def start(self) -> None:
        """Begin to sync. Reading works before, from what this computer already holds."""

    async def stop(self) -> None:
        """Write what is still in memory and end every task and thread."""
