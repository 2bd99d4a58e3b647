"""From an element of a webhook to drafts of events: which line, contact, conversation and message it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.channels import WHATSAPP
from app.domain.contacts import ContactAliased, Identity
from app.domain.contents import Content, with_texts
from app.domain.events import Actor, EventBody
from app.domain.health import WebhookAccount, WebhookUnparsed
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.lines import line_id_of
from app.hub.appender import Draft
from app.hub.appointment_signs import AppointmentSigns
from app.hub.consent_signs import ConsentSigns, switched_off
from app.hub.deal_signs import DealSigns
from app.hub.people import People
from app.whatsapp.elements import Element, ParsedAccount, ParsedFailure, ParsedMessage, ParsedStatus
from storage import view
from storage.hub.tables import Connection

CHANNEL, HUB = Actor("channel"), Actor("hub")
_NAMELESS_LINE = "unknown"  # an element that names no business number at all


@dataclass(frozen=True, slots=True)
class Arrival:
    """An element and the stored webhook that it came in."""

    raw_id: int
    received_at: datetime
    element: Element

    def draft(self, body: EventBody, subject: str, occurred_at: datetime) -> Draft:
        """The element's one event."""
        element = self.element
        return Draft(
            body, subject, CHANNEL, occurred_at, element.dedupe_key,
            raw_id=self.raw_id, path=element.path, original=element.original,
        )  # fmt: skip


def showable(text: str | None) -> str | None:
    """A text without NUL, which files and screens would take for its end. The original keeps it."""
    return text if text is None or "\0" not in text else text.replace("\0", "\ufffd")


def showable_content(content: Content | None, original: bytes) -> Content | None:
    """The parts with every text without NUL; only an element that holds one is walked."""
    if content is None or (b"u0000" not in original and b"\0" not in original):
        return content
    return with_texts(content, lambda text: text.replace("\0", "\ufffd"))


def _showable_identity(identity: Identity) -> Identity:
    name = showable(identity.name)
    return identity if name == identity.name else replace(identity, name=name)


def unparsed(arrival: Arrival, reason: str, line_id: LineId | None) -> Draft:
    """What the log says of an element that failed in our hands. Its own key stays free for a better parser."""
    body = WebhookUnparsed(reason, line_id)
    element = arrival.element
    return Draft(
        body, line_id or "", CHANNEL, arrival.received_at, f"u:{element.dedupe_key}",
        raw_id=arrival.raw_id, path=element.path, original=element.original,
    )  # fmt: skip


class Resolver:
    """Turns arrivals into drafts, in order, within one transaction.

    It remembers what earlier arrivals brought, since they are in the view only after they were appended together.
    `is_practice`: the past of a practice business comes all at once, and is told as if it had come when it was sent.
    """

    def __init__(
        self,
        conn: Connection,
        lines: Mapping[str, LineId],
        new_id: Callable[[], str],
        *,
        is_practice: bool = False,
    ) -> None:
        self._is_practice = is_practice
        self._conn = conn
        self._lines = lines
        self._new_id = new_id
        self._people = People(conn)
        self._signs = ConsentSigns(conn)
        self._deals = DealSigns(conn)
        self._appointments = AppointmentSigns(conn)
        self._conversations: dict[tuple[LineId, ContactId], ConversationId] = {}
        self._messages: dict[tuple[LineId, str], tuple[MessageId, ConversationId]] = {}

    def drafts(self, arrival: Arrival) -> list[Draft]:
        """The element's event; before it what makes one person of two, after it what else it taught about somebody."""
        parsed = arrival.element.parsed
        if isinstance(parsed, ParsedMessage):
            return self._message(arrival, parsed)
        if isinstance(parsed, ParsedStatus):
            return self._status(arrival, parsed)
        if isinstance(parsed, ParsedAccount):
            return self._account(arrival, parsed)
        assert isinstance(parsed, ParsedFailure)
        line_id = self.line_of(arrival)
        return [arrival.draft(WebhookUnparsed(parsed.reason, line_id), line_id or "", arrival.received_at)]

    def line_of(self, arrival: Arrival) -> LineId | None:
        """The line that the element names, ours or not; None when it names none."""
        external_id = arrival.element.line_external_id
        return None if external_id is None else line_id_of(WHATSAPP, external_id)

    def _message(self, arrival: Arrival, parsed: ParsedMessage) -> list[Draft]:
        line_id = self.line_of(arrival) or line_id_of(WHATSAPP, _NAMELESS_LINE)
        is_ours = arrival.element.line_external_id in self._lines
        merges = self._people.named_together(parsed.identity, parsed.sent_at) if is_ours else []
        contact_id = self._people.contact(parsed.identity, parsed.sent_at, self._new_id) if is_ours else None
        conversation_id = self._conversation(line_id, contact_id) if contact_id else None
        message_id = MessageId(self._new_id())
        if conversation_id:
            self._messages[line_id, parsed.external_id] = message_id, conversation_id
        body = MessageReceived(
            message_id=message_id,
            channel=WHATSAPP,
            line_id=line_id,
            conversation_id=conversation_id,
            contact_id=contact_id,
            external_id=parsed.external_id,
            direction=parsed.direction,
            author=parsed.author,
            kind=parsed.kind,
            text=showable(parsed.text),
            sent_at=parsed.sent_at,
            received_at=min(arrival.received_at, parsed.sent_at)
            if self._is_practice
            else arrival.received_at,
            identity=_showable_identity(parsed.identity),
            line_number=parsed.line_number,
            reply_to=parsed.reply_to,
            is_history=parsed.is_history,
            content=showable_content(parsed.content, arrival.element.original),
        )
        found = [*merges, arrival.draft(body, conversation_id or line_id, parsed.sent_at)]
        if contact_id and parsed.alias:
            is_card = parsed.kind == "contacts"
            found += self._people.became(contact_id, parsed.alias, arrival.received_at, is_card=is_card)
        if contact_id:
            key, at = arrival.element.dedupe_key, arrival.received_at
            found += self._signs.in_message(parsed, contact_id, message_id, line_id, at, key)
            if conversation_id:
                found += self._deals.in_message(parsed, contact_id, conversation_id, message_id, at, key)
                found += self._appointments.in_message(parsed, conversation_id, message_id, at, key)
        return found

    def _account(self, arrival: Arrival, parsed: ParsedAccount) -> list[Draft]:
        line_id = self.line_of(arrival)
        body = WebhookAccount(parsed.what, line_id, parsed.facts)
        found = [arrival.draft(body, line_id or "", arrival.received_at)]
        if parsed.identity and parsed.alias:
            contact_id = self._people.known(parsed.identity, arrival.received_at)
            found += self._people.became(contact_id, parsed.alias, arrival.received_at) if contact_id else []
        if parsed.what == "contact" and parsed.identity and arrival.element.line_external_id in self._lines:
            found += self._in_address_book(parsed.identity, parsed.facts, arrival.received_at)
        if (
            parsed.what == "preference"
            and parsed.identity
            and arrival.element.line_external_id in self._lines
        ):
            found += self._preferred(arrival, parsed, parsed.identity)
        return found

    def _preferred(self, arrival: Arrival, parsed: ParsedAccount, identity: Identity) -> list[Draft]:
        """Whoever switches our offers off is known from now on, so that nobody sends them any."""
        at, line_id = arrival.received_at, self.line_of(arrival)
        contact_id = self._people.known(identity, at)
        found: list[Draft] = []
        if contact_id is None:
            contact_id = ContactId(self._new_id())
            found = self._people.learned(contact_id, identity, at)
        if line_id is not None and contact_id is not None:
            key = arrival.element.dedupe_key
            found += self._signs.in_preference(parsed, contact_id, line_id, at, key)
        return found

    def _in_address_book(self, identity: Identity, facts: Mapping[str, str], at: datetime) -> list[Draft]:
        """Somebody of the phone's address book is known from now on; a name that they gave themselves stays."""
        if not identity.name or facts.get("action") == "remove":
            return []
        contact_id = self._people.known(identity, at)
        if contact_id is None:
            return self._people.learned(ContactId(self._new_id()), _showable_identity(identity), at)
        contact = view.load_contact(self._conn, contact_id)
        if contact is None or contact.name:
            return []
        body = ContactAliased(contact_id, Identity(name=showable(identity.name)))
        return [Draft(body, contact_id, HUB, at, f"book:{contact_id}")]

    def _status(self, arrival: Arrival, parsed: ParsedStatus) -> list[Draft]:
        line_id = self.line_of(arrival) or line_id_of(WHATSAPP, _NAMELESS_LINE)
        message_id, conversation_id = self._message_of(line_id, parsed)
        body = MessageStatus(
            line_id=line_id,
            external_id=parsed.external_id,
            status=parsed.status,
            at=parsed.at,
            message_id=message_id,
            conversation_id=conversation_id,
            failure_code=parsed.failure_code,
            provider_code=parsed.provider_code,
            price_type=parsed.price_type,
            price_category=parsed.price_category,
            participant=parsed.participant,
        )
        found = [arrival.draft(body, conversation_id or line_id, parsed.at)]
        if conversation_id and not parsed.participant:
            found += self._people.named_together(parsed.identity, parsed.at, is_only_source=True)
            found += self._learned_of(conversation_id, arrival, parsed.identity)
        if conversation_id and message_id and parsed.failure_code:
            conversation = view.load_conversation(self._conn, conversation_id)
            whose = self._people.kept(conversation.contact_id) if conversation else None
            found += switched_off(parsed.failure_code, whose, message_id, line_id, parsed.at) if whose else []
        return found

    def _learned_of(
        self, conversation_id: ConversationId, arrival: Arrival, identity: Identity
    ) -> list[Draft]:
        """Further names of the person whom a message of ours went to."""
        if all(self._people.owner(key) is not None for key in identity.alias_keys()):
            return []
        conversation = view.load_conversation(self._conn, conversation_id)
        if conversation is None:
            return []
        return self._people.learned(conversation.contact_id, identity, arrival.received_at)

    def _message_of(
        self, line_id: LineId, parsed: ParsedStatus
    ) -> tuple[MessageId | None, ConversationId | None]:
        """By our own id that the channel carried back, else by the channel's id."""
        known = self._messages.get((line_id, parsed.external_id))
        if known:
            return known
        ours = parsed.message_id
        message = view.load_message(self._conn, ours) if ours else None
        message = message or view.message_by_external_id(self._conn, parsed.external_id)
        if message is None:
            return None, None
        self._messages[line_id, parsed.external_id] = message.message_id, message.conversation_id
        return message.message_id, message.conversation_id

    def _conversation(self, line_id: LineId, contact_id: ContactId) -> ConversationId:
        key = line_id, contact_id
        if key not in self._conversations:
            self._conversations[key] = self._known_conversation(line_id, contact_id) or ConversationId(
                self._new_id()
            )
        return self._conversations[key]

    def _known_conversation(self, line_id: LineId, contact_id: ContactId) -> ConversationId | None:
        """Theirs, else the one of a contact that has just become them."""
        for owner in (contact_id, *self._people.gone_into(contact_id)):
            if (line_id, owner) in self._conversations:
                return self._conversations[line_id, owner]
            known = view.conversation_of(self._conn, line_id, owner)
            if known is not None:
                return known.conversation_id
        return None
