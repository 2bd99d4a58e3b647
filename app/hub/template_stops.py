"""The channel holds a template back: whatever else waits to go out with it stops too, instead of failing one by one."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.ask_troubles import TEMPLATE_STOPS
from app.domain.events import Actor
from app.domain.failures import failure_of
from app.domain.sends import SendEvent, SendFailed, SendRefused
from app.domain.templates import TemplateChanged
from app.hub.appender import Draft
from storage import view
from storage.hub import sends
from storage.hub.sends import Send
from storage.hub.tables import Connection

HUB: Final = Actor("hub")
_NOW: Final = {"template_paused": "paused", "template_disabled": "disabled"}


def stopped(conn: Connection, send: Send, ended: SendEvent | None, now: datetime) -> list[Draft]:
    """What a refusal of one message means for its template and for all that wait with it on that number.

    The state of the template is kept as the channel told it; the next comparison tells whether it is over.
    """
    content = send.outgoing.content
    template = content.template if content is not None else None
    if template is None or not isinstance(ended, SendRefused | SendFailed):
        return []
    code = failure_of(ended.code).code
    if code not in TEMPLATE_STOPS:
        return []
    drafts = []
    for one in sends.queued_templates(conn, send.line_id):
        theirs = one.outgoing.content.template if one.outgoing.content is not None else None
        is_same = theirs is not None and (theirs.name, theirs.language) == (template.name, template.language)
        if is_same and sends.end_queued(conn, one.message_id, "refused", code):
            body = SendRefused(one.message_id, one.conversation_id, code, provider_code=ended.provider_code)
            drafts.append(Draft(body, one.conversation_id, HUB, now))
    known = view.template_of(conn, send.line_id, template.name, template.language)
    if code in _NOW and known is not None and known.is_sendable:
        changed = TemplateChanged(replace(known, status=_NOW[code]))
        drafts.append(Draft(changed, known.account_id, HUB, now))
    return drafts
