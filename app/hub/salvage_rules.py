"""What becomes of one event that a restored hub lost and a desk still has, when it is given back.

It becomes a new entry of our log with the words, the author and the times that it had. What the log has already, by
another way (WhatsApp brought it again, the desk asked again), stays as it is, and the ids of the lost event are from
then on read as ours. What our log has gone beyond, and what is read again from WhatsApp anyway, is left out. Nothing
that is given back is ever sent. Every function runs inside a Writer job.
"""

import json
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Literal

from app.domain.appointment_imports import APPOINTMENTS_IMPORT_EVENTS
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contact_cards import ContactAdded
from app.domain.contact_imports import ContactsImportBegan, ContactsImportEnded, ContactsImportUndone
from app.domain.contacts import ContactAliased, ContactBlocked, ContactMerged, ContactUnblocked, Identity
from app.domain.conversations import ConversationStarted
from app.domain.deal_asks import deal_of_message
from app.domain.deal_imports import DEALS_IMPORT_EVENTS
from app.domain.erasure import ContactErased
from app.domain.events import Event, UnknownBody
from app.domain.health import HEALTH_EVENTS, HubStarted, HubStopped, WebhookAccount, WebhookUnparsed
from app.domain.ids import ContactId, ConversationId, LineId, LogId
from app.domain.imports import HistoryImportBegan, HistoryImportEnded, HistoryImportUndone
from app.domain.lines import LineProfileChanged
from app.domain.measure_events import EpisodeEnded
from app.domain.media import MediaLost, MediaStored
from app.domain.members import DeviceEnrolled
from app.domain.merging import ContactsKeptApart, ContactUnmerged
from app.domain.outgoing import Outgoing
from app.domain.outside import REACH_EVENTS
from app.domain.sends import (
    SendAccepted,
    SendCancelled,
    SendExpired,
    SendFailed,
    SendRefused,
    SendRequested,
    SendSettled,
    SendUnknown,
)
from app.domain.settings import SettingChanged
from app.domain.slot_offers import OFFERS
from app.domain.templates import TemplateChanged, TemplateRemoved, TemplatesCompared
from app.hub.appender import Draft
from app.hub.event_keys import key_of
from app.hub.media_files import MediaFiles
from app.hub.salvage_appointments import judged_appointment, without_overtaken_changes
from app.hub.salvage_auto import judged_auto
from app.hub.salvage_contacts import judged_contact, without_overtaken
from app.hub.salvage_deals import judged_deal, without_overtaken_values
from app.hub.salvage_hours import judged_hours
from app.hub.salvage_ladders import judged_ladder
from app.hub.salvage_ledger import judged_ledger
from app.hub.salvage_since import Meanwhile
from app.hub.salvage_standards import judged_standards
from app.hub.salvage_tasks import judged_task
from app.hub.salvage_team import TeamRules
from storage import codec, view
from storage.codec import StoredEvent
from storage.hub import commands, epochs, erasures, history, media_jobs, sends
from storage.hub.erasures import Erasure
from storage.hub.tables import Connection

# Read again from WhatsApp or made anew by this hub; of no use without what only the lost hub had; or brought again by
# the person who has the file.
NEVER = (
    UnknownBody, HubStarted, HubStopped, WebhookUnparsed, DeviceEnrolled, LineProfileChanged, TemplateChanged,
    TemplateRemoved, TemplatesCompared, MediaLost, HistoryImportBegan, HistoryImportEnded, ContactsImportBegan,
    ContactsImportEnded, ContactsImportUndone, *DEALS_IMPORT_EVENTS, EpisodeEnded, *APPOINTMENTS_IMPORT_EVENTS, *OFFERS,
    *REACH_EVENTS,
    *HEALTH_EVENTS,
)  # fmt: skip
ENDED = {
    SendRefused: "refused",
    SendFailed: "failed",
    SendUnknown: "unknown",
    SendExpired: "expired",
    SendCancelled: "cancelled",
    SendSettled: "settled",
}
_NAMING = ("retry_of", "reply_to")  # fields that hold an id, and do not say so by their end
Verdict = Draft | Literal["known", "left_out"]


class Rules:
    """The verdict on each event of one branch, in its order. `is_leader`: whether an owner's or manager's computer
    offered it: only then may it change what the team agreed on."""

    def __init__(
        self,
        conn: Connection,
        log_id: LogId,
        fork_pos: int,
        since: Meanwhile,
        files: MediaFiles,
        now: datetime,
    ) -> None:
        self._conn = conn
        self._log_id = log_id
        self._fork_pos = fork_pos
        self._since = since
        self._files = files
        self._now = now
        self._ids = epochs.ids_of(conn, log_id)
        self._team = TeamRules(conn, since, now)

    def verdict(self, stored: StoredEvent, *, is_leader: bool) -> Verdict:
        """What becomes of it; for a draft, what belongs to it outside the log is already done."""
        event = codec.decode_event(stored)
        if (
            isinstance(event.body, NEVER)
            or not stored.fields
            or erasures.is_erased(self._conn, event.subject)
        ):
            return "left_out"
        if isinstance(event.body, ContactErased):
            return self._erased(event.body, event, is_leader=is_leader)
        if event.command_id is not None and commands.find(self._conn, event.command_id) is not None:
            return "known"
        body = self._team.without_rights(self._in_our_words(event.body), is_leader=is_leader)
        body = without_overtaken(body, self._since.things)
        body = without_overtaken_values(body, self._since.things)
        body = without_overtaken_changes(body, self._since.things)
        key = self._judged(body, is_leader=is_leader, event=event)
        if key in ("known", "left_out"):
            return "known" if key == "known" else "left_out"
        return Draft(
            self._in_our_words(body),
            self._ids.get(event.subject, event.subject),
            event.actor,
            event.occurred_at,
            key or None,
            event.command_id,
            json.loads(stored.envelope)["n"],
            accepted_at=event.accepted_at,
        )

    def _judged(self, body: Any, *, is_leader: bool, event: Event) -> str:
        """What is known, what is left out, or the key that makes it unique ("" for none)."""
        if isinstance(body, MessageReceived):
            return self._received(body)
        if isinstance(body, MessageStatus):
            if body.message_id is not None:
                sends.prove(self._conn, [body.message_id])
            return key_of(body) or ""
        if isinstance(body, SendRequested):
            return self._requested(body)
        if isinstance(body, (SendAccepted, *ENDED)):
            return self._ended(body)
        if isinstance(body, MediaStored):
            return self._stored(body)
        if isinstance(body, ContactAliased | ContactMerged | ContactBlocked | ContactUnblocked):
            return self._contact(body, event)
        if isinstance(body, ContactUnmerged | ContactsKeptApart):
            return self._two_people(body)
        of_a_contact = self._card(body, is_leader=is_leader)
        if of_a_contact is not None:
            return of_a_contact
        of_the_team = self._team.judged(body, is_leader=is_leader)
        return self._other(body, event, is_leader=is_leader) if of_the_team is None else of_the_team

    # --- messages ---

    def _received(self, body: MessageReceived) -> str:
        if body.import_id is not None:
            return "left_out"
        self._meet(body.identity, body.contact_id, body.conversation_id, body.line_id)
        known = view.message_by_external_id(self._conn, body.external_id, body.line_id)
        if known is not None and (known.kind == body.kind or body.kind == "media"):
            self._rename(body.message_id, known.message_id)
            if body.content is not None and (
                body.content.order or body.content.ad
            ):  # they may have made a deal
                self._rename(deal_of_message(body.message_id), deal_of_message(known.message_id))
            if body.conversation_id is not None:
                self._rename(body.conversation_id, known.conversation_id)
            return "known"
        return key_of(body) or ""

    def _requested(self, body: SendRequested) -> str:
        if view.load_message(self._conn, body.message_id) is not None:
            return "known"
        contact = view.load_contact(self._conn, body.contact_id)
        if contact is None or view.load_conversation(self._conn, body.conversation_id) is None:
            return "left_out"
        outgoing = Outgoing(
            body.kind, "", None, body.reply_to
        )  # it is never sent from here, so no words are kept
        to = Identity(number=contact.number, user_id=contact.user_id)
        new = sends.NewSend(
            body.message_id, body.conversation_id, body.contact_id, body.line_id, to, outgoing, self._now
        )
        sends.add(self._conn, new)
        epochs.doubt_send(self._conn, body.message_id, self._now)
        return ""

    def _ended(self, body: Any) -> str:
        message = view.load_message(self._conn, body.message_id)
        if message is None:
            return "left_out"
        if isinstance(body, SendAccepted):
            if message.external_id is not None:
                return "known"
            sends.accept(self._conn, body.message_id, body.external_id)
            return ""
        send = sends.find(self._conn, body.message_id)
        if send is None or send.state not in ("queued", "sending", "unknown"):
            return "left_out"  # later truth is known already
        if isinstance(body, SendUnknown) and send.state == "unknown":
            return "known"
        epochs.settle_send(self._conn, body.message_id, ENDED[type(body)])
        return ""

    def _stored(self, body: MediaStored) -> str:
        job = media_jobs.of_message(self._conn, body.message_id)
        if view.load_message(self._conn, body.message_id) is None or (
            job is not None and job.state == "stored"
        ):
            return "known" if job is not None else "left_out"
        if not self._files.store.has(body.sha256):
            return "left_out"  # it is fetched again while WhatsApp has it
        if job is not None:
            media_jobs.end(self._conn, job.job_id, "stored")
        return ""

    # --- people and conversations ---

    def _meet(
        self,
        identity: Identity,
        contact_id: ContactId | None,
        conversation_id: ConversationId | None,
        line_id: LineId,
    ) -> None:
        """The same person wrote to our log first: from here on their ids are ours."""
        if contact_id is None or conversation_id is None:
            return
        self._meet_person(identity, contact_id)
        owner = ContactId(self._ids.get(contact_id, contact_id))
        found = view.conversation_of(self._conn, line_id, owner)
        if found is not None and found.conversation_id != conversation_id:
            self._rename(conversation_id, found.conversation_id)

    def _meet_person(self, identity: Identity, contact_id: ContactId) -> None:
        if view.load_contact(self._conn, contact_id) is None:
            known = view.contact_by_alias(self._conn, identity)
            if known is not None:
                self._rename(contact_id, known)

    def _card(self, body: Any, *, is_leader: bool) -> str | None:
        """What the team wrote of people and deals, and conversations that it began; None for anything else."""
        if isinstance(body, ConversationStarted):
            return self._started(body)
        if isinstance(body, ContactAdded):
            self._meet_person(body.identity, body.contact_id)
        things = self._since.things
        judged = judged_contact(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_ladder(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_deal(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_ledger(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_hours(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_auto(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_appointment(self._conn, body, things, is_leader=is_leader)
        if judged is None:
            judged = judged_standards(self._conn, body, things, is_leader=is_leader)
        return judged_task(self._conn, body, things) if judged is None else judged

    def _contact(self, body: Any, event: Event) -> str:
        if view.load_contact(self._conn, body.contact_id) is None:
            return "left_out"
        if isinstance(body, ContactMerged):
            if body.gone_id == body.contact_id:
                return "known"
            is_there = view.load_contact(self._conn, body.gone_id) is not None
            is_apart = view.are_apart(self._conn, body.contact_id, body.gone_id)  # said since: that is newer
            return key_of(body) or "" if is_there and not is_apart else "left_out"
        if isinstance(body, ContactAliased):
            is_known = view.contact_by_alias(self._conn, body.identity) is not None
            return "known" if is_known else key_of(body) or ""
        kinds = (ContactBlocked.KIND, ContactUnblocked.KIND)
        return "left_out" if any((kind, event.subject) in self._since.acts for kind in kinds) else ""

    def _two_people(self, body: ContactUnmerged | ContactsKeptApart) -> str:
        if isinstance(body, ContactUnmerged):
            pair = body.contact_id, body.gone_id
        else:
            pair = body.first_id, body.second_id
        shown = [ContactId(view.kept_id(self._conn, one)) for one in pair]
        if any(view.load_contact(self._conn, one) is None for one in shown):
            return "left_out"
        if shown[0] == shown[1]:
            is_unmerge = isinstance(body, ContactUnmerged)
            return "" if is_unmerge and view.merged_into(self._conn, pair[1]) is not None else "left_out"
        return "known" if view.are_apart(self._conn, *pair) else ""

    def _started(self, body: ConversationStarted) -> str:
        self._meet(body.identity, body.contact_id, body.conversation_id, body.line_id)
        is_there = ConversationId(self._ids.get(body.conversation_id, body.conversation_id))
        return "known" if view.load_conversation(self._conn, is_there) is not None else ""

    # --- what is left ---

    def _other(self, body: Any, event: Event, *, is_leader: bool) -> str:
        if isinstance(body, SettingChanged):
            return "" if is_leader and body.name not in self._since.settings else "left_out"
        if isinstance(body, HistoryImportUndone):
            row = view.import_row(self._conn, body.import_id)
            if row is None or row.state == "undone":
                return "left_out" if row is None else "known"
            history.undo(self._conn, body.import_id)
        if isinstance(body, WebhookAccount):
            return f"salvage:{event.event_id}"
        return key_of(body) or ""

    def _erased(self, body: ContactErased, event: Event, *, is_leader: bool) -> Verdict:
        """It is done once more, by this hub: a leader's computer may ask for it."""
        if erasures.find(self._conn, body.erasure_id) is not None:
            return "known"
        if not is_leader:
            return "left_out"
        contact_id = ContactId(self._ids.get(body.contact_id, body.contact_id))
        asked = Erasure(
            body.erasure_id, contact_id, body.reason, body.member_id, "asked", event.occurred_at,
            contact_ids=body.contact_ids, conversation_ids=body.conversation_ids,
        )  # fmt: skip
        erasures.save(self._conn, asked)
        return "known"

    # --- ids and places ---

    def _rename(self, old_id: str, new_id: str) -> None:
        if old_id != new_id and old_id not in self._ids:
            self._ids[old_id] = new_id
            epochs.note_id(self._conn, self._log_id, old_id, new_id)

    def _in_our_words(self, body: Any) -> Any:
        """The body with our ids for what ours knows under another one, and our positions."""
        changes: dict[str, Any] = {}
        for field in fields(body):
            value = getattr(body, field.name)
            is_name = field.name.endswith("_id") or field.name in _NAMING
            if isinstance(value, str) and value in self._ids and is_name:
                changes[field.name] = self._ids[value]
            elif field.name.endswith("_pos") and isinstance(value, int) and value > self._fork_pos:
                changes[field.name] = epochs.place_of(self._conn, self._log_id, value) or self._fork_pos
        return replace(body, **changes) if changes else body
