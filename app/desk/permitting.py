"""What this computer knows of whether something that nobody asked for may go out: the same rule as the hub's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.desk.outbox import Outbox
from app.desk.pending import Pending
from app.desk.reading import Reader
from app.domain.consent import (
    PURPOSES,
    ClearDoubt,
    ConsentCard,
    ConsentGiven,
    ConsentWithdrawn,
    Entry,
    RecordConsent,
    WithdrawConsent,
    entries_of,
    standings_of,
)
from app.domain.consent_check import Permission, is_unasked
from app.domain.contents import Content
from app.domain.conversations import Conversation
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ContactId, MemberId
from app.words.number_zones import place_of, quiet_hours
from storage import view
from storage.engine import Connection

SETTINGS = ("quiet_hours", "quiet_from", "quiet_to", "time_zone")


def card_of(reader: Reader, outbox: Outbox, contact_id: ContactId) -> ConsentCard:
    """All that is known of one person, with what waits for the hub."""
    conn = reader.view_connection()
    kept = ContactId(view.kept_id(conn, contact_id))
    card = view.consent_card(conn, kept)
    me = reader.me()
    waiting = [
        one
        for one in outbox.pending_of(RecordConsent, WithdrawConsent, ClearDoubt)
        if one.stage != "expired" and _is_about(one, kept, conn)
    ]
    added = [entry for one in waiting for entry in _entries(one, me.member_id, reader)]
    gone = {one.command.body.message_id for one in waiting if isinstance(one.command.body, ClearDoubt)}
    if not waiting:
        return card
    entries = sorted([*added, *card.entries], key=lambda one: one.at, reverse=True)
    doubts = () if added else tuple(one for one in card.doubts if one.message_id not in gone)
    return ConsentCard(contact_id, standings_of(entries), tuple(entries), doubts)


def permission_of(
    reader: Reader,
    outbox: Outbox,
    conversation: Conversation,
    content: Content | None,
    *,
    category: str | None = None,
    is_planned: bool = False,
) -> Permission | None:
    """What a check looks at; None for an answer. `category`: of a template that is only thought of."""
    template = content.template if content is not None else None
    if category is None and not is_unasked(template, is_planned=is_planned):
        return None
    conn = reader.view_connection()
    contact = view.load_contact(conn, conversation.contact_id)
    settings = {name: reader.setting(name) for name in SETTINGS}
    quiet = quiet_hours(settings, *place_of(contact))
    if template is None and category is None:
        return Permission(None, {}, quiet=quiet)
    if template is not None:
        known = view.template_category(conn, conversation.line_id, template.name, template.language)
        category = known or template.category
    card = card_of(reader, outbox, conversation.contact_id)
    return Permission(
        category,
        {purpose: card.of(purpose) for purpose in PURPOSES},
        is_doubted=bool(card.doubts),
        is_asked_first=bool(reader.setting("marketing_consent")),
        quiet=quiet,
    )


def check_permitted(
    permission: Permission | None, conversation: Conversation, at: datetime, *, quiet_anyway: bool
) -> None:
    """Raises ComptoirError with the code of what stands against it."""
    refused: Refused | None = None
    if permission is not None:
        refused = permission.check(conversation, at, quiet_anyway=quiet_anyway)
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)


def _is_about(one: Pending, kept: ContactId, conn: Connection) -> bool:
    body = one.command.body
    assert isinstance(body, (RecordConsent, WithdrawConsent, ClearDoubt))
    return view.kept_id(conn, body.contact_id) == kept


def _entries(one: Pending, me: MemberId, reader: Reader) -> list[Entry]:
    body, made_at = one.command.body, one.command.made_at
    if not isinstance(body, (RecordConsent, WithdrawConsent)):
        return []
    event = ConsentGiven if isinstance(body, RecordConsent) else ConsentWithdrawn
    by = one.by(me)
    said = event(
        body.contact_id, body.channel, body.purposes, body.source, body.wording, body.at, body.proof, body.message_id,
        member_id=by,
    )  # fmt: skip
    pos = 1 << 60  # later than everything that the log has
    name = reader.team.name(by)
    return [
        replace(entry, member_name=name)
        for entry in entries_of(said, pos + one.order, made_at, is_pending=True)
    ]
