"""What a customer is told right after an answer about an appointment: other times, the new one, or thanks."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.agenda import Resource
from app.domain.agenda_slots import offers
from app.domain.appointment_answers import SlotTap, read_payload
from app.domain.appointments import Appointment
from app.domain.auto_replies import FRESH
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.ids import LineId, MessageId
from app.domain.measure_events import MessageHandled
from app.domain.messages import Message
from app.domain.settings import BY_NAME
from app.domain.slot_offers import ROWS_MAX, OfferedSlot, SlotsOffered
from app.domain.tasks import TaskAdded
from app.hub.appender import Draft
from app.hub.appointment_look import Talk, around_of, language_of, own_id
from app.hub.appointment_sends import HUB, sent
from app.words.appointment_around import Around, Said
from app.words.appointment_texts import (
    cancelled_words,
    confirmed_words,
    declined_words,
    late_words,
    moved_words,
    offer_words,
    too_late_words,
    took_words,
)
from app.words.appointment_wishes import wish_task
from storage import view
from storage.hub import epochs
from storage.hub.tables import Connection
from storage.view import appointment_reading as reading
from storage.view import waiting_list
from storage.view.appointment_benches import benches
from storage.view.appointment_words import was_moved_by

SOONEST: Final = timedelta(hours=2)  # nobody is offered to come earlier than that
AHEAD: Final = timedelta(days=14)


class Reply:
    """To one message of a customer. `appointment_ids`: what it changed; none for what answered an offer."""

    def __init__(
        self,
        conn: Connection,
        message_id: MessageId,
        appointment_ids: Collection[str],
        lines: Collection[LineId],
        now: datetime,
    ) -> None:
        self._conn = conn
        self._message_id = message_id
        self._appointment_ids = appointment_ids
        self._lines = lines
        self._now = now

    def drafts(self) -> list[Draft]:
        """What goes out and what else happens; nothing where a person is to answer, or nobody."""
        message = view.load_message(self._conn, self._message_id)
        talk = _talk(self._conn, message) if message is not None else None
        if message is None or talk is None or not self._may_speak(message, talk):
            return []
        if not self._appointment_ids:
            said = self._about_offer(talk)
            return self._sent(talk, said) if said is not None else []
        found = (reading.load(self._conn, one) for one in self._appointment_ids)
        theirs = [one for one in found if one is not None and one.answer_message_id == self._message_id]
        theirs.sort(key=lambda one: one.starts_at)
        if not theirs or theirs[0].starts_at <= self._now or theirs[0].is_removed:
            return []
        if theirs[0].answer == "move":
            return self._about_move(talk, message, theirs[0])
        said = self._thanks(talk, theirs)
        return self._sent(talk, said) if said is not None else []

    def _may_speak(self, message: Message, talk: Talk) -> bool:
        """Just now, on a line of ours, to somebody who is not blocked, and to whom nobody of the team wrote since."""
        conversation = talk.conversation
        epoch = epochs.newest(self._conn)
        is_of_before = epoch is not None and message.sort_at <= epoch.made_at
        is_answered = conversation.newest_outbound_pos > message.pos
        is_blocked = view.is_blocked(self._conn, conversation.contact_id, conversation.line_id)
        is_fresh = message.sort_at >= self._now - FRESH
        is_ours = conversation.line_id in self._lines
        return is_fresh and is_ours and not (is_of_before or is_answered or is_blocked)

    def _around(self, talk: Talk, appointments: Sequence[Appointment]) -> Around:
        language = language_of(self._conn, talk.contact, talk.conversation.line_id)
        return around_of(self._conn, appointments, language, self._now)

    # --- thanks ---

    def _about_offer(self, talk: Talk) -> Said | None:
        found = waiting_list.by_answer(self._conn, self._message_id)
        if found is None:
            return None
        offer, person = found
        if person.answer != "took":
            around = self._around(talk, [])
            return late_words(around) if person.answer == "late" else declined_words(around)
        taken = reading.load(self._conn, offer.taken_id)
        return took_words(taken, self._around(talk, [taken])) if taken is not None else None

    def _thanks(self, talk: Talk, theirs: Sequence[Appointment]) -> Said | None:
        around, answer = self._around(talk, theirs), theirs[0].answer
        if answer == "confirmed" and was_moved_by(self._conn, self._appointment_ids, self._message_id):
            return moved_words(theirs[0], around)
        if answer not in ("confirmed", "cancelled") or not _setting(self._conn, "appointment_thanks"):
            return None
        if answer == "cancelled":
            return cancelled_words(theirs, around)
        ask_id = theirs[0].ask_message_id
        ask = view.load_message(self._conn, ask_id) if ask_id is not None else None
        return confirmed_words(theirs, around, is_prepared=ask is not None and ask.kind == "template")

    def _sent(self, talk: Talk, said: Said) -> list[Draft]:
        """Nothing where it may not go: it was only a courtesy."""
        told = self._try(talk, said)
        return [] if isinstance(told, Refused) else told

    def _try(self, talk: Talk, said: Said) -> list[Draft] | Refused:
        return sent(
            self._conn, talk, said, MessageId(own_id("reply", self._message_id)), self._now,
            not_after_at=self._now + FRESH, automation="rule", our_lines=self._lines, is_answer=True,
        )  # fmt: skip

    # --- another time ---

    def _about_move(self, talk: Talk, message: Message, one: Appointment) -> list[Draft]:
        around = self._around(talk, [one])
        is_elsewhere = _setting(self._conn, "agenda_elsewhere")
        slots = [] if is_elsewhere else self._free(one)
        if not slots and not is_elsewhere:
            return []
        names = {each.resource_id: each for each in reading.resources(self._conn)}
        around = replace(around, resources={**around.resources, **names})
        offer_id = own_id("slots", self._message_id)
        is_too_late = isinstance(_tapped(message), SlotTap) and not is_elsewhere
        words = too_late_words if is_too_late else offer_words
        told = self._try(talk, words(offer_id, slots, around))
        if isinstance(told, Refused):
            if told.code == "message_id_taken" or not is_elsewhere:
                return []
            told = []  # the wish is written down all the same
        there = talk.conversation.conversation_id
        if is_elsewhere:
            told.append(self._task(talk.conversation, one))
        else:
            reply_id = MessageId(own_id("reply", self._message_id))
            body = SlotsOffered(one.appointment_id, offer_id, there, reply_id, tuple(slots))
            told.append(Draft(body, one.appointment_id, HUB, self._now, f"slots:{offer_id}"))
        return [*told, self._handled(talk.conversation, message)]

    def _free(self, one: Appointment) -> list[OfferedSlot]:
        """A choice of the next free times: where it is now first, then with others who do the same."""
        wanted = _who_can(self._conn, one)
        if not wanted:
            return []
        from_s, until_s = (int((self._now + later).timestamp()) for later in (SOONEST, AHEAD))
        now_s, length_s = int(self._now.timestamp()), one.length_min * 60
        there = [
            each.without(one.appointment_id)
            for each in benches(self._conn, from_s, until_s + length_s, now_s, wanted)
        ]
        found = [
            OfferedSlot(datetime.fromtimestamp(slot.start_s, UTC), slot.resource_id)
            for slot in offers(there, length_s, from_s, until_s, now_s=now_s, limit=ROWS_MAX + 1)
        ]
        own = OfferedSlot(one.starts_at, one.resource_id)
        return [slot for slot in found if slot != own][:ROWS_MAX]

    def _task(self, conversation: Conversation, one: Appointment) -> Draft:
        task_id = own_id("wish", self._message_id)
        language = language_of(self._conn, None, conversation.line_id)  # the team's own
        title = wish_task(one, around_of(self._conn, [one], language, self._now))
        body = TaskAdded(
            task_id, title, "ours", self._now.replace(microsecond=0), conversation.assignee_id,
            conversation_id=conversation.conversation_id,
        )  # fmt: skip
        return Draft(body, task_id, HUB, self._now, f"task:{task_id}")

    def _handled(self, conversation: Conversation, message: Message) -> Draft:
        """Nobody waits because of it, unless they waited before, or wrote again."""
        is_calm = (
            conversation.waiting_since_at == message.sort_at
            and conversation.newest_inbound_pos == message.pos
        )
        body = MessageHandled(conversation.conversation_id, self._message_id, "rule", frees=is_calm)
        return Draft(body, conversation.conversation_id, HUB, self._now, f"replied:{self._message_id}")


def _talk(conn: Connection, message: Message) -> Talk | None:
    conversation = view.load_conversation(conn, message.conversation_id)
    contact = view.load_contact(conn, conversation.contact_id) if conversation is not None else None
    return Talk(conversation, contact) if conversation is not None and contact is not None else None


def _tapped(message: Message) -> object:
    choice = message.content.choice if message.content is not None else None
    return read_payload(choice.choice_id) if choice is not None else None


def _who_can(conn: Connection, one: Appointment) -> list[Resource]:
    """With whom or where it can be: theirs first. None where nobody can tell which of several is meant."""
    there = reading.resources(conn)
    if not there:
        return [Resource("", "")] if not one.resource_id else []
    service = reading.service_named(conn, one.service_id) if one.service_id else None
    doers = service[0].resource_ids if service is not None else ()
    able = [each for each in there if not doers or each.resource_id in doers]
    own = next((each for each in there if each.resource_id == one.resource_id), None)
    if own is None:
        return able if len(able) == 1 else []
    if service is None:
        return [own]
    return [own, *(each for each in able if each.resource_id != own.resource_id and each.kind == own.kind)]


def _setting(conn: Connection, name: str) -> bool:
    return bool(view.settings(conn).get(name, BY_NAME[name].default))
