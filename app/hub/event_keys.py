"""The dedupe keys of events, made again from the events alone: they are not part of what desks hold.

Each is the one that the event had when it first came, so that a webhook that comes again is known.
"""

from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contacts import ContactAliased, ContactMerged
from app.domain.erasure import ContactErased
from app.domain.events import EventBody, UnknownBody
from app.domain.imports import HistoryImportBegan, HistoryImportEnded, HistoryImportUndone
from app.domain.lines import LineAdded
from app.whatsapp.keys import message_key, status_key

_NAMELESS = "unknown"
_IMPORT = "import:"


def key_of(body: EventBody | UnknownBody) -> str | None:
    """The key, None for an event that is never a repeat or whose key lay in its webhook alone."""
    if isinstance(body, MessageReceived):
        return _of_message(body)
    if isinstance(body, MessageStatus):
        return status_key(body.external_id, body.status, body.participant)
    if isinstance(body, ContactMerged):
        return None if body.member_id is not None else f"merge:{body.contact_id}:{body.gone_id}"
    if isinstance(body, ContactAliased):
        keys = body.identity.alias_keys()
        return f"alias:{body.contact_id}:{keys[0][0]}:{keys[0][1]}" if keys else f"book:{body.contact_id}"
    if isinstance(body, ContactErased):
        return f"erase:{body.erasure_id}"
    if isinstance(body, LineAdded):
        return f"line:{body.line_id}"
    if isinstance(body, HistoryImportBegan):
        return f"import:{body.import_id}"
    if isinstance(body, HistoryImportEnded):
        return f"import_ended:{body.import_id}"
    return f"import_undone:{body.import_id}" if isinstance(body, HistoryImportUndone) else None


def _of_message(body: MessageReceived) -> str:
    if body.import_id is not None:
        return f"i:{body.conversation_id}:{body.external_id.removeprefix(_IMPORT)}"
    external = body.line_id.partition(":")[2]
    return message_key(None if external == _NAMELESS else external, body.external_id, body.kind)
