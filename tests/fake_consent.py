"""The part of `tests.fake_desk.FakeDesk` that keeps what people agreed to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.clock import Clock
from app.domain.consent import (
    PURPOSES,
    ConsentCard,
    ConsentGiven,
    ConsentWithdrawn,
    Doubt,
    Entry,
    Purpose,
    RecordConsent,
    Source,
    WithdrawConsent,
    check_words,
    entries_of,
    standings_of,
)
from app.domain.consent_check import Permission
from app.domain.conversations import Conversation
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.members import Member
from app.domain.quiet_hours import QuietHours
from app.domain.rows import Changes, ThreadHeader
from app.domain.settings import SettingValue


class FakeConsent:
    """`ledgers` and `doubts` by person; `quiet`: the team's quiet hours where everybody lives, None for none."""

    clock: Clock
    header: Callable[[ConversationId], ThreadHeader | None]
    setting: Callable[[str], SettingValue]
    me: Callable[[], Member]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.ledgers: dict[ContactId, list[Entry]] = {}
        self.doubts: dict[ContactId, list[Doubt]] = {}
        self.quiet: QuietHours | None = None
        self.consent_refused: Refused | None = None  # what recording meets

    def consent(self, contact_id: ContactId) -> ConsentCard:
        """By the domain's own rules."""
        entries = sorted(self.ledgers.get(contact_id, []), key=lambda one: one.at, reverse=True)
        doubts = tuple(self.doubts.get(contact_id, ()))
        return ConsentCard(contact_id, standings_of(entries), tuple(entries), doubts)

    def check_template(
        self, conversation_id: ConversationId, category: str, at: datetime | None = None
    ) -> Refused | None:
        """By the domain's own rules; nobody waits here."""
        header = self.header(conversation_id)
        if header is None:
            return None
        card = self.consent(header.contact_id)
        permission = Permission(
            category,
            {purpose: card.of(purpose) for purpose in PURPOSES},
            is_doubted=bool(card.doubts),
            is_asked_first=bool(self.setting("marketing_consent")),
            quiet=self.quiet,
        )
        there = Conversation(conversation_id, header.contact_id, LineId("whatsapp:1"), "whatsapp")
        return permission.check(there, at or self.clock.now())

    async def record_consent(
        self, contact_id: ContactId, purposes: Sequence[Purpose], *, source: Source, at: datetime, wording: str = "",
        proof: str = "", message_id: MessageId | None = None,
    ) -> None:  # fmt: skip
        """At once."""
        body = RecordConsent(contact_id, tuple(purposes), source, at, wording, proof, message_id)
        self._say(body)

    async def withdraw_consent(
        self, contact_id: ContactId, purposes: Sequence[Purpose], *, source: Source, at: datetime, wording: str = "",
        proof: str = "", message_id: MessageId | None = None,
    ) -> None:  # fmt: skip
        """At once."""
        body = WithdrawConsent(contact_id, tuple(purposes), source, at, wording, proof, message_id)
        self._say(body)

    async def clear_doubt(self, contact_id: ContactId, message_id: MessageId) -> None:
        """At once."""
        left = [one for one in self.doubts.get(contact_id, []) if one.message_id != message_id]
        self.doubts[contact_id] = left
        self._tell(Changes(contacts=frozenset({contact_id})))

    def _say(self, body: RecordConsent | WithdrawConsent) -> None:
        refused = self.consent_refused or check_words(body, self.clock.now())
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        kind = ConsentGiven if isinstance(body, RecordConsent) else ConsentWithdrawn
        me = self.me()
        event = kind(
            body.contact_id, body.channel, body.purposes, body.source, body.wording, body.at, body.proof,
            body.message_id, member_id=me.member_id,
        )  # fmt: skip
        known = self.ledgers.setdefault(body.contact_id, [])
        lines = entries_of(event, 100 + len(known), self.clock.now())
        known += [replace(one, member_name=me.name) for one in lines]
        self.doubts.pop(body.contact_id, None)
        self._tell(Changes(contacts=frozenset({body.contact_id})))
