"""What the check of a send looks at beside the window: what its person agreed to, and what hour it is there."""

from app.domain.consent_check import Permission, is_unasked
from app.domain.contacts import Contact
from app.domain.contents import Content
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.settings import BY_NAME
from app.hub.kept_off import keeps_off
from app.words.number_zones import place_of, quiet_hours
from storage import view
from storage.hub import erasures
from storage.hub.tables import Connection


def permission_of(
    conn: Connection, conversation: Conversation | None, contact: Contact | None, content: Content | None,
    *, is_planned: bool = False, category: str | None = None,
) -> Permission | None:  # fmt: skip
    """None for an answer: that needs nothing but an open window. `category`: what free words are that stand for a
    template, as a reminder's."""
    template = content.template if content is not None else None
    if category is not None and template is None:
        is_planned = True
    if conversation is None or not is_unasked(template, is_planned=is_planned):
        return None
    settings = {name: one.default for name, one in BY_NAME.items()} | view.settings(conn)
    quiet = quiet_hours(settings, *place_of(contact))
    if template is not None:  # what the channel says counts, not what a desk says
        known = view.template_category(conn, conversation.line_id, template.name, template.language)
        category = known or template.category
    if category is None:
        return Permission(None, {}, quiet=quiet)
    return Permission(
        category,
        view.consent_standings(conn, conversation.contact_id, conversation.channel),
        is_doubted=view.is_doubted(conn, conversation.contact_id),
        is_asked_first=bool(settings["marketing_consent"]) or _is_kept_off(conn, conversation),
        quiet=quiet,
    )


def _is_kept_off(conn: Connection, conversation: Conversation) -> bool:
    """Whoever was erased and asked to be left alone must have agreed anew, whatever the team's rule is."""
    if not erasures.is_anybody(conn, erasures.KEPT_OFF):
        return False
    contact = view.load_contact(conn, conversation.contact_id)
    return contact is not None and contact.number is not None and keeps_off(conn, [contact.number])


def consent_ended(
    conn: Connection, conversation: Conversation | None, content: Content | None, category: str | None = None
) -> Refused | None:
    """Why a message that waits must not leave any more: consent may have ended since it was asked for."""
    permission = permission_of(conn, conversation, None, content, category=category)
    return permission.check_consent() if permission is not None else None
