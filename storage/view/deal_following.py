"""Which deals a batch touched, and which hang on what it changed: they are looked at again when it is saved."""

from collections.abc import Mapping

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import Contact
from app.domain.conversations import Conversation
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.messages import Message
from app.domain.rows import Changes
from storage.view import deal_silence
from storage.view.conversations import ids_of_contacts


class DealFollowing:
    """A part of `storage.view.subjects.Subjects`. A rebuild looks at all deals once, at its end."""

    conversations: dict[ConversationId, Conversation]
    contacts: dict[ContactId, Contact]
    messages: dict[MessageId, Message]
    owned: dict[ContactId, set[ConversationId]]
    was_conversations: dict[ConversationId, Conversation | None]
    was_messages: dict[MessageId, Message | None]
    changed_contacts: set[ContactId]
    touched_contacts: set[ContactId]
    merged_contacts: dict[str, str]
    given: Mapping[ConversationId, ContactId]
    has_lost_messages: bool

    is_rebuilding = False
    _talks: frozenset[str] | set[str] = frozenset()  # on which an open deal hangs

    def begin_deals(self) -> None:
        """Forget what the last batch changed."""
        self.touched_deals: set[str] = set()
        self.followed_deals: set[str] = set()
        self.touched_tasks: set[str] = set()
        self.has_new_pipelines = False

    def load_deals(self, conn: Connection) -> None:
        """Read on which conversations and people open deals hang."""
        if not self.is_rebuilding:
            self._talks = deal_silence.talks_of_deals(conn)

    def touch_deal(self, deal_id: str) -> None:
        """Something happened with it, or with a task on it."""
        self.touched_deals.add(deal_id)

    def follow_deals(self, conn: Connection) -> None:
        """Look again at each deal that the batch touched; everything else of it is written."""
        if self.is_rebuilding:
            return
        if self.has_lost_messages and self._talks:
            deal_silence.refresh_all(conn)
            self._talks = deal_silence.talks_of_deals(conn)
        wanted = set(self.touched_deals)
        if self.touched_tasks:
            wanted |= deal_silence.deals_of_tasks(conn, self.touched_tasks)
        if self._talks:
            wanted.update(self._hanging(conn))
        if wanted:
            self.followed_deals |= wanted
            found = deal_silence.refresh(conn, wanted)
            self._talks = {*self._talks, *found} if found - self._talks else self._talks

    def changes_of_deals(self) -> Changes:
        """For screens."""
        return Changes(deals=frozenset(self.followed_deals), is_pipelines=self.has_new_pipelines)

    def _hanging(self, conn: Connection) -> list[str]:
        """Open deals of conversations and people that the batch changed."""
        talks: set[str] = {*self.was_conversations, *self.given}
        talks.update(self.messages[key].conversation_id for key in self.was_messages if key in self.messages)
        people = {
            self.conversations[key].contact_id for key in self.was_conversations if key in self.conversations
        }
        people |= self.changed_contacts | self.touched_contacts
        people.update(map(ContactId, self.merged_contacts.values()))
        hit = people & self._talks
        if self.merged_contacts:
            hit |= people
        touched = talks & self._talks
        if not hit and not touched:
            return []
        return deal_silence.deals_on(conn, {*touched, *hit, *ids_of_contacts(conn, map(ContactId, hit))})
