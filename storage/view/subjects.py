"""The subjects that a batch of events touches: loaded once, changed in memory, written together.

A status that repeats for a message, or ten messages in one conversation, cost one row written. Kept between batches,
the same object spares the loading too (see `storage.view.projector.Projector`).
"""

from collections.abc import Iterable, Sequence

from sqlcipher3.dbapi2 import Connection

from app.domain.arrivals import MessageStatus
from app.domain.contacts import Contact, Identity
from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.ids import ContactId, ConversationId, ImportId, LineId, MemberId, MessageId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.messages import Message, is_amendment, is_placeholder
from app.domain.settings import SettingValue
from storage.view import (
    contacts,
    conversations,
    counters,
    history,
    line_troubles,
    merges,
    messages,
    team,
    trail,
    waiting,
)
from storage.view.appointment_following import AppointmentFollowing
from storage.view.contacts import Alias
from storage.view.counting import Counting
from storage.view.deal_following import DealFollowing
from storage.view.learning import Learning, NameKey
from storage.view.merges import Statement
from storage.view.touched import Touched

External = tuple[LineId, str]  # how a channel names a message: the line and the channel's id


class Subjects(AppointmentFollowing, Counting, DealFollowing, Learning):
    """Messages, conversations, contacts … as known now.

    `was_…`: what they were when the batch began, None for those that were not there.
    """

    def __init__(self) -> None:
        self.conversations: dict[ConversationId, Conversation] = {}
        self.numbers: dict[ConversationId, int] = {}
        self.messages: dict[MessageId, Message] = {}
        self.contacts: dict[ContactId, Contact] = {}
        self.aliases: dict[Alias, ContactId] = {}
        self.origins: dict[Alias, ContactId] = {}  # of names that came with a contact which became another
        self.trail = trail.Trail()
        self.lines: dict[LineId, Line] | None = None
        self.counters: dict[str, int] | None = None
        self._by_external: dict[External, MessageId] = {}
        self._looked_up: set[str] = set()
        self.learnt: dict[ContactId, Identity] = {}  # what each contact was called last
        self._waiting: dict[MessageId | External, dict[int, MessageStatus]] = {}
        self.unjoined: dict[External, list[MessageId]] = {}  # changes whose target is not known yet
        self.owned: dict[ContactId, set[ConversationId]] = {}
        self.troubles: dict[line_troubles.Trouble, int] = {}
        self.merged: dict[str, str] | None = None  # gone contacts and conversations, and what they became
        self.moved: dict[int, int] = {}  # numbers of gone conversations whose messages are not moved yet
        self.given: dict[ConversationId, ContactId] = {}  # conversations whose new owner is not written yet
        self.imports: dict[ImportId, int] = {}  # where the events that began them stand
        self.was_conversations: dict[ConversationId, Conversation | None] = {}
        self.heard: set[ContactId] = set()  # with whom something was said, or is said elsewhere
        self.begin()

    def begin(self) -> None:
        """Forget what the last batch changed and `save` wrote; what it loaded stays."""
        self.was_messages: dict[MessageId, Message | None] = {}
        self.rewritten: set[MessageId] = set()  # of which more changed than their state
        self.new_waiting: dict[int, MessageStatus] = {}
        self.joined: set[int] = set()
        self.changed_contacts: set[ContactId] = set()
        self.changed_aliases: dict[Alias, ContactId] = {}
        self.names: dict[NameKey, tuple[int, int | None]] = {}
        self.withdrawn: set[int] = set()  # numbers of contacts that are gone: their names are told no more
        self.changed_lines: dict[LineId, Line] = {}
        self.changed_members: dict[MemberId, Member | team.Left] = {}
        self.changed_settings: dict[str, SettingValue] = {}
        self.changed_counters: dict[str, int] = {}
        self.statements: list[Statement] = []  # for small tables that nothing here reads
        self.touched_contacts: set[ContactId] = set()  # of whom something else than names changed
        self.merged_contacts: dict[str, str] = {}
        self.has_new_templates = self.has_new_profiles = self.has_new_troubles = False
        self.has_new_imports = self.has_lost_messages = self.has_new_team = self.has_new_quick_replies = False
        self.has_new_fields = self.has_new_tasks = self.has_new_hours = self.has_new_ledger = False
        self.begin_deals()
        self.begin_appointments()
        self.touched_conversations: set[ConversationId] = set()  # something beside them changed

    # --- loading ---

    def load(self, conn: Connection, touched: Touched) -> None:
        """Read what the batch needs and is not here yet: at most one query for each table.

        `difference` asks for each key of the batch; `-` with a dict's keys would go through everything that is here.
        """
        if self.lines is None or self.counters is None or self.merged is None:
            self.lines, self.counters = team.lines(conn), counters.stored(conn)
            self.merged, self.troubles = merges.all_merged(conn), line_troubles.stored(conn)
            self.trail = trail.load(conn)
            self.load_deals(conn)
        self._load_waiting(conn, touched)
        found = self._load_messages(conn, touched)
        wanted = touched.conversations | {message.conversation_id for message in found}
        if touched.merged:
            wanted.update(conversations.ids_of_contacts(conn, map(self.kept_contact, touched.merged)))
        if self.merged:
            wanted = {self.kept(conversation_id) for conversation_id in wanted}
        self._load_conversations(conn, wanted.difference(self.conversations))
        if self.trail and (strays := self._strays(conn, touched)):
            wanted |= strays
            self._load_conversations(conn, strays.difference(self.conversations))
        for message in found:
            self._name(message)
            if is_amendment(message) and not message.is_hidden:
                self.wait_for_target(message)
        self._load_people(conn, touched, wanted)
        if touched.appointments:
            self.load_appointments(conn, touched.appointments)
        if touched.imports - self.imports.keys():
            self.imports.update(history.load_numbers(conn, touched.imports - self.imports.keys()))

    def _load_people(self, conn: Connection, touched: Touched, wanted: set[ConversationId]) -> None:
        unknown = touched.aliases.difference(self.aliases)
        if unknown:
            self.aliases.update(contacts.load_aliases(conn, unknown, self.origins))
        people = touched.contacts | {self.aliases[one] for one in touched.aliases if one in self.aliases}
        if self.merged:
            people = set(map(self.kept_contact, people | self._owners_of_merged(wanted)))
        missing = people.difference(self.contacts)
        if missing:
            self.contacts.update((c.contact_id, c) for c in contacts.load_many(conn, missing))
        if self.trail:
            self.trail.load_states(conn, people | wanted)

    def _strays(self, conn: Connection, touched: Touched) -> set[ConversationId]:
        """All conversations of people who are several, where one that nobody knows is named (`leaves.stray`)."""
        named = touched.openers.items()
        unknown = {self.kept_contact(who) for one, who in named if self.kept(one) not in self.conversations}
        several = [who for who in unknown if self.trail.is_merged(who)]
        known = {one for who in several for one in self.owned.get(who, ())}
        return known.union(conversations.ids_of_contacts(conn, several)) if several else known

    def _owners_of_merged(self, wanted: Iterable[ConversationId]) -> set[ContactId]:
        """Whom an answer in these goes to must be known where several conversations are shown as one."""
        shown = (self.conversations.get(one) for one in wanted if self.trail.is_merged(one))
        return {conversation.contact_id for conversation in shown if conversation is not None}

    def _load_messages(self, conn: Connection, touched: Touched) -> list[Message]:
        missing = touched.messages.difference(self.messages)
        found = messages.load_many(conn, missing) if missing else []
        named = touched.named - self._looked_up
        if named:
            found += self._load_named(conn, named)
        if touched.gained:
            found += messages.load_waiting(conn, touched.gained)
        amended = {m.reply_to for m in found if m.reply_to and m.is_hidden and is_amendment(m)}
        if amended - self._looked_up:
            found += self._load_named(conn, amended - self._looked_up)
        fresh = {m.message_id: m for m in found if m.message_id not in self.messages}
        if self.merged:  # rows of a gone conversation may not have moved yet
            fresh = {key: self._in_kept(m) for key, m in fresh.items()}
        self.messages.update(fresh)
        return list(fresh.values())

    def _load_named(self, conn: Connection, named: set[str]) -> list[Message]:
        self._looked_up |= named
        return messages.load_by_external(conn, named)

    def _in_kept(self, message: Message) -> Message:
        kept = self.kept(message.conversation_id)
        if kept == message.conversation_id:
            return message
        origin_no = message.origin_no or self.trail.own_no(message.conversation_id)
        return changed(message, conversation_id=kept, origin_no=origin_no)

    def _load_conversations(self, conn: Connection, missing: Iterable[ConversationId]) -> None:
        if not missing:
            return
        for no, conversation in conversations.load_numbered(conn, missing):
            self.conversations[conversation.conversation_id] = conversation
            self.numbers[conversation.conversation_id] = no
            self.owned.setdefault(conversation.contact_id, set()).add(conversation.conversation_id)

    def _load_waiting(self, conn: Connection, touched: Touched) -> None:
        self._waiting = {}
        if waiting.is_empty(conn):
            return
        for pos, status in waiting.load(conn, touched.messages, touched.gained):
            self._waiting.setdefault(_waits_for(status), {})[pos] = status
            touched.gained.add(status.external_id)  # of a message that it names by our id

    # --- changing ---

    def kept(self, conversation_id: ConversationId) -> ConversationId:
        """The conversation that shows what was said there."""
        merged = self.merged
        return ConversationId(merged.get(conversation_id, conversation_id)) if merged else conversation_id

    def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """The conversation that shows what was said there, when it is there."""
        return self.conversations.get(self.kept(conversation_id) if self.merged else conversation_id)

    def write_later(self, *statements: Statement) -> None:
        """Into a small table that nothing here reads; in order, when the batch is saved."""
        self.statements += statements

    def put_conversation(self, conversation: Conversation) -> None:
        """It is like this from now on."""
        conversation_id = conversation.conversation_id
        before = self.conversations.get(conversation_id)
        if before is conversation:
            return
        self.was_conversations.setdefault(conversation_id, before)
        self.conversations[conversation_id] = conversation
        if before is None:
            self.owned.setdefault(conversation.contact_id, set()).add(conversation_id)
        if (
            before is None
            or before.last_at != conversation.last_at
            or before.last_inbound_at != conversation.last_inbound_at
            or before.contact_id != conversation.contact_id
        ):
            self.heard.add(conversation.contact_id)
        if before is None or counters.place_of(before) != counters.place_of(conversation):
            self.count_lists(before, -1)
            self.count_lists(conversation, 1)

    def put_message(self, message: Message) -> bool:
        """It is like this from now on; True when it just got the channel's id."""
        message_id = message.message_id
        before = self.messages.get(message_id)
        self.was_messages.setdefault(message_id, before)
        self.messages[message_id] = message
        if message.external_id is None or (before is not None and before.external_id == message.external_id):
            return False
        self._name(message)
        return True

    def rewrite_message(self, message: Message) -> None:
        """It is like this from now on, and not its state alone changed."""
        self.put_message(message)
        self.rewritten.add(message.message_id)

    def named(self, line_id: LineId, external_id: str) -> Message | None:
        """The message that the channel calls so; the oldest, should there be several."""
        message_id = self._by_external.get((line_id, external_id))
        return self.messages[message_id] if message_id else None

    def _name(self, message: Message) -> None:
        conversation = self.conversations.get(message.conversation_id)
        if message.external_id is None or conversation is None:
            return
        key = conversation.line_id, message.external_id
        other_id = self._by_external.get(key)
        if other_id is None or _is_before(message, self.messages[other_id]):
            self._by_external[key] = message.message_id

    def wait_for_target(self, amendment: Message) -> None:
        """Keep a change until the message that it is about appears."""
        conversation = self.conversations.get(amendment.conversation_id)
        if conversation is None or amendment.reply_to is None:
            return
        waiting = self.unjoined.setdefault((conversation.line_id, amendment.reply_to), [])
        if amendment.message_id not in waiting:
            waiting.append(amendment.message_id)

    def take_unjoined(self, message: Message) -> Sequence[Message]:
        """Changes that waited for this message, oldest first."""
        conversation = self.conversations.get(message.conversation_id)
        if conversation is None or message.external_id is None:
            return ()
        found = self.unjoined.pop((conversation.line_id, message.external_id), ())
        return sorted((self.messages[each] for each in found), key=lambda one: one.pos)

    def wait(self, pos: int, status: MessageStatus) -> None:
        """Keep a status until its message appears."""
        self.new_waiting[pos] = status
        self._waiting.setdefault(_waits_for(status), {})[pos] = status

    def take_waiting(self, message: Message) -> Sequence[tuple[int, MessageStatus]]:
        """Statuses that waited for this message, oldest first; they wait no longer."""
        if not self._waiting:
            return ()
        found = self._waiting.pop(message.message_id, {})
        conversation = self.conversations.get(message.conversation_id)
        if conversation is not None and message.external_id is not None:
            found |= self._waiting.pop((conversation.line_id, message.external_id), {})
        for pos in found:
            if self.new_waiting.pop(pos, None) is None:
                self.joined.add(pos)
        return sorted(found.items())

    # --- writing ---

    def save(self, conn: Connection) -> None:
        """Write everything that the batch changed, but for `save_known_conversations`."""
        self._save_new_conversations(conn)
        self._save_messages(conn)
        for sql, values in self.statements:
            conn.execute(sql, values)
        if self.changed_appointments:
            self.save_appointments(conn)
        if self.trail:
            self.trail.save(conn)
        if self.merged_contacts:
            merges.give_aliases(conn, self.merged_contacts)
        if self.new_waiting:
            waiting.insert(conn, self.new_waiting.items())
        if self.joined:
            waiting.delete(conn, self.joined)
        if self.changed_contacts or self.changed_aliases:
            learnt = [self.contacts[contact_id] for contact_id in self.changed_contacts]
            contacts.save(conn, learnt, self.changed_aliases, self.origins)
        for sql, values in self.write_names():
            conn.execute(sql, values)
        team.save_lines(conn, self.changed_lines.values())
        team.save_members(conn, self.changed_members.values())
        team.save_settings(conn, self.changed_settings)
        counters.save(conn, self.changed_counters)
        if self.has_new_troubles:
            line_troubles.save(conn, self.troubles)

    def save_known_conversations(self, conn: Connection) -> None:
        """Write the conversations that were there before. A rebuild does it once, at its end."""
        differing = [
            (self.numbers[key], self.conversations[key])
            for key, was in self.was_conversations.items()
            if was is not self.conversations[key]
        ]
        if differing:
            conversations.update(conn, differing)
        if self.given:
            conversations.give(conn, [(owner, self.numbers[key]) for key, owner in self.given.items()])
        if self.moved:
            messages.move(conn, self.moved)
            conversations.delete(conn, self.moved)
        if self.heard:
            contacts.save_heard(conn, self.heard)
        self.follow_deals(conn)
        self.was_conversations, self.given, self.moved, self.heard = {}, {}, {}, set()

    def _save_new_conversations(self, conn: Connection) -> None:
        new = [key for key, was in self.was_conversations.items() if was is None]
        if new:
            conversations.insert(conn, [(self.numbers[key], self.conversations[key]) for key in new])
            self.was_conversations.update((key, self.conversations[key]) for key in new)

    def _save_messages(self, conn: Connection) -> None:
        new: list[tuple[int, Message]] = []
        known: list[tuple[Message, Message]] = []
        for message_id, was in self.was_messages.items():
            message = self.messages[message_id]
            if was is None:
                new.append((self.numbers[message.conversation_id], message))
            else:
                known.append((was, message))
        if new:
            messages.insert(conn, new)
        messages.update(conn, known, self.rewritten)

    def forget_messages(self) -> None:
        """Let go of the messages, the part that grows."""
        self.messages, self._by_external, self._looked_up, self.unjoined = {}, {}, set(), {}


def _is_before(message: Message, other: Message) -> bool:
    """Whether of two messages that the channel calls the same this is the one that it means."""
    is_gone = other.is_hidden and is_placeholder(other)
    return is_gone or (message.pos <= other.pos and not (message.is_hidden and is_placeholder(message)))


def _waits_for(status: MessageStatus) -> MessageId | External:
    return status.message_id or (status.line_id, status.external_id)
