"""Which subjects a batch of events is about: what must be loaded before it can be applied."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain import sends
from app.domain.appointments import APPOINTMENT_EVENTS
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.consent import CONSENT_EVENTS
from app.domain.contact_cards import CARD_EVENTS, ContactAdded
from app.domain.contact_imports import ContactWithdrawn
from app.domain.contacts import ContactAliased, ContactBlocked, ContactMerged, ContactUnblocked
from app.domain.conversations import ConversationStarted
from app.domain.deals import INCOMING_EVENTS
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, ImportId, MessageId
from app.domain.imports import HistoryImportBegan, HistoryImportEnded, HistoryImportUndone
from app.domain.merging import ContactUnmerged
from app.domain.messages import AMENDING_KINDS
from app.domain.notes import NoteAdded
from app.domain.projection import MESSAGE_CHANGES
from app.domain.scheduled import SCHEDULE_EVENTS
from app.domain.slot_offers import SlotsOffered
from app.domain.tags import ConversationTagged, ConversationUntagged
from app.domain.teamwork import CONVERSATION_CHANGES, NOTE_CHANGES
from storage.view.contacts import Alias


class Touched:
    """Keys of everything that a batch is about."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.conversations: set[ConversationId] = set()
        self.contacts: set[ContactId] = set()
        self.messages: set[MessageId] = set()
        self.named: set[str] = set()  # channel's ids by which a status looks for its message
        self.gained: set[str] = set()  # channel's ids that a message gets: statuses may wait for them
        self.aliases: set[Alias] = set()
        self.merged: set[ContactId] = set()  # whose conversations change hands, or get a notice
        self.imports: set[ImportId] = set()
        self.appointments: set[str] = set()
        self.openers: dict[
            ConversationId, ContactId
        ] = {}  # with whom a message is that may open a conversation
        for event in events:
            add = _ADDING.get(type(event.body))
            if add is not None:
                add(self, event.body)


def _received(touched: Touched, body: MessageReceived) -> None:
    if body.conversation_id is None or body.contact_id is None:
        return
    touched.conversations.add(body.conversation_id)
    touched.contacts.add(body.contact_id)
    touched.openers[body.conversation_id] = body.contact_id
    touched.messages.add(body.message_id)
    if body.import_id is not None:
        touched.imports.add(body.import_id)
        return
    touched.gained.add(body.external_id)
    touched.aliases.update(body.identity.alias_keys())
    if body.kind in AMENDING_KINDS and body.reply_to is not None:
        touched.named.add(body.reply_to)
    if body.is_history:
        touched.named.add(body.external_id)  # a placeholder and its file have one name


def _status(touched: Touched, body: MessageStatus) -> None:
    if body.message_id is None:
        touched.named.add(body.external_id)
    else:
        touched.messages.add(body.message_id)
        touched.gained.add(body.external_id)


def _requested(touched: Touched, body: sends.SendRequested) -> None:
    touched.conversations.add(body.conversation_id)
    touched.openers[body.conversation_id] = body.contact_id
    touched.messages.add(body.message_id)
    if body.kind in AMENDING_KINDS and body.reply_to is not None:
        touched.named.add(body.reply_to)


def _accepted(touched: Touched, body: sends.SendAccepted) -> None:
    touched.messages.add(body.message_id)
    touched.gained.add(body.external_id)


def _message_changed(touched: Touched, body: Any) -> None:
    touched.messages.add(body.message_id)


def _conversation_changed(touched: Touched, body: Any) -> None:
    touched.conversations.add(body.conversation_id)


def _noted(touched: Touched, body: Any) -> None:
    touched.conversations.add(body.conversation_id)
    touched.messages.add(body.note_id)


def _card_changed(touched: Touched, body: Any) -> None:
    touched.contacts.add(body.contact_id)


def _aliased(touched: Touched, body: ContactAliased | ContactAdded) -> None:
    touched.contacts.add(body.contact_id)
    touched.aliases.update(body.identity.alias_keys())


def _import_began(touched: Touched, body: HistoryImportBegan) -> None:
    _started(touched, body)
    touched.imports.add(body.import_id)


def _import_over(touched: Touched, body: HistoryImportEnded | HistoryImportUndone) -> None:
    touched.conversations.add(body.conversation_id)
    touched.imports.add(body.import_id)


def _started(touched: Touched, body: ConversationStarted | HistoryImportBegan) -> None:
    touched.conversations.add(body.conversation_id)
    touched.contacts.add(body.contact_id)
    touched.aliases.update(body.identity.alias_keys())


def _merged(touched: Touched, body: ContactMerged | ContactUnmerged) -> None:
    touched.merged |= {body.contact_id, body.gone_id}
    touched.contacts |= {body.contact_id, body.gone_id}


def _blocked(touched: Touched, body: ContactBlocked | ContactUnblocked) -> None:
    touched.merged.add(body.contact_id)


def _consented(touched: Touched, body: Any) -> None:
    if getattr(body, "import_id", None) is None:  # a line of it stands in their conversation
        touched.merged.add(body.contact_id)


def _appointment(touched: Touched, body: Any) -> None:
    touched.appointments.add(body.appointment_id)


_ADDING: dict[type, Callable[[Touched, Any], None]] = {
    **dict.fromkeys(MESSAGE_CHANGES, _message_changed),
    **dict.fromkeys(CONVERSATION_CHANGES, _conversation_changed),
    **dict.fromkeys((NoteAdded, *NOTE_CHANGES), _noted),
    **dict.fromkeys((*SCHEDULE_EVENTS, *INCOMING_EVENTS), _conversation_changed),
    **dict.fromkeys(CONSENT_EVENTS, _consented),
    ConversationTagged: _conversation_changed,
    ConversationUntagged: _conversation_changed,
    MessageReceived: _received,
    MessageStatus: _status,
    sends.SendRequested: _requested,
    sends.SendAccepted: _accepted,
    **dict.fromkeys(CARD_EVENTS, _card_changed),
    **dict.fromkeys((*APPOINTMENT_EVENTS, SlotsOffered), _appointment),
    ContactAdded: _aliased,
    ContactWithdrawn: _card_changed,
    ContactAliased: _aliased,
    ContactMerged: _merged,
    ContactUnmerged: _merged,
    ContactBlocked: _blocked,
    ContactUnblocked: _blocked,
    ConversationStarted: _started,
    HistoryImportBegan: _import_began,
    HistoryImportEnded: _import_over,
    HistoryImportUndone: _import_over,
}
