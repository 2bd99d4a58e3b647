"""Which subjects a batch of events is about: what must be loaded before it can be applied."""

from collections.abc import Sequence

from app.domain import sends
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contacts import ContactAliased
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.projection import CONVERSATION_CHANGES, MESSAGE_CHANGES
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
        for event in events:
            self._add(event.body)

    def _add(self, body: object) -> None:
        if isinstance(body, MessageReceived):
            if body.conversation_id is None or body.contact_id is None:
                return
            self.conversations.add(body.conversation_id)
            self.contacts.add(body.contact_id)
            self.messages.add(body.message_id)
            self.gained.add(body.external_id)
            self.aliases.update(body.identity.alias_keys())
        elif isinstance(body, MessageStatus):
            if body.message_id is None:
                self.named.add(body.external_id)
            else:
                self.messages.add(body.message_id)
                self.gained.add(body.external_id)
        elif isinstance(body, sends.SendRequested):
            self.conversations.add(body.conversation_id)
            self.messages.add(body.message_id)
        elif isinstance(body, MESSAGE_CHANGES):
            self.messages.add(body.message_id)
            if isinstance(body, sends.SendAccepted):
                self.gained.add(body.external_id)
        elif isinstance(body, CONVERSATION_CHANGES):
            self.conversations.add(body.conversation_id)
        elif isinstance(body, ContactAliased):
            self.contacts.add(body.contact_id)
            self.aliases.update(body.identity.alias_keys())
