"""What becomes of what a restored hub lost about contacts: fields, tags, owners, notes, and the owner's own fields."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from app.domain import contact_cards as cards
from storage import view
from storage.hub.tables import Connection


def things_of(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts."""
    if isinstance(body, cards.ContactAdded | cards.ContactChanged):
        return tuple(f"contact:{body.contact_id}:{change.key}" for change in body.changes)
    if isinstance(body, cards.ContactTagged | cards.ContactUntagged):
        return (f"contact_tag:{body.contact_id}:{body.tag}",)
    if isinstance(body, cards.ContactOwned):
        return (f"contact_owner:{body.contact_id}",)
    if isinstance(body, cards.NOTE_EVENTS):
        return (f"contact_note:{body.note_id}",)
    return (f"contact_field:{body.field_id}",) if isinstance(body, cards.FIELD_EVENTS) else ()


def without_overtaken(body: Any, things: Collection[str]) -> Any:
    """The body without values that our log has changed since."""
    if not isinstance(body, cards.ContactChanged):
        return body
    kept = tuple(one for one in body.changes if f"contact:{body.contact_id}:{one.key}" not in things)
    return body if kept == body.changes else replace(body, changes=kept)


def judged_contact(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about no contact."""
    if isinstance(body, cards.FIELD_EVENTS):
        is_free = is_leader and not any(one in things for one in things_of(body))
        return "" if is_free else "left_out"
    if not isinstance(body, cards.CARD_EVENTS):
        return None
    contact = view.kept_contact(conn, body.contact_id)
    if isinstance(body, cards.ContactAdded):
        return "known" if contact is not None else ""
    if contact is None or (isinstance(body, cards.ContactChanged) and not body.changes):
        return "left_out"
    if isinstance(body, cards.ContactNoteAdded):
        return "known" if view.contact_note(conn, body.note_id) is not None else ""
    if isinstance(body, cards.NOTE_EVENTS) and view.contact_note(conn, body.note_id) is None:
        return "left_out"
    is_overtaken = not isinstance(body, cards.ContactChanged) and any(
        one in things for one in things_of(body)
    )
    return "left_out" if is_overtaken else ""
