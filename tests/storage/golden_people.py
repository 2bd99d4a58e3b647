"""Who is in the golden logs, and how a customer's message there is made. What stands here is for ever."""

from datetime import timedelta

from app.domain.arrivals import MessageReceived
from app.domain.contacts import Identity
from app.domain.events import Actor
from app.domain.ids import ContactId, ConversationId, DeviceId, MemberId, MessageId
from tests.storage.view_log import LINE, START

LEA, DEVICE = (
    MemberId("01930000-0000-7000-8000-00000000000a"),
    DeviceId("01930000-0000-7000-8000-00000000000b"),
)
ANA, BO = (ContactId(f"01930000-0000-7000-8000-0000000000a{n}") for n in (1, 2))
WITH_ANA, WITH_BO = (ConversationId(f"01930000-0000-7000-8000-0000000000c{n}") for n in (1, 2))
HUB, CHANNEL, MEMBER = Actor("hub"), Actor("channel"), Actor("member", LEA, DEVICE)
PHONE = "33639980001"


def received(
    number: int, conversation: ConversationId | None, text: str | None, **more: object
) -> MessageReceived:
    """A message; `more` changes what is usual."""
    at = START + timedelta(seconds=number)
    fields: dict[str, object] = {
        "message_id": MessageId(f"01930000-0000-7000-a000-000000000{number:03d}"),
        "channel": "whatsapp",
        "line_id": LINE,
        "conversation_id": conversation,
        "contact_id": {WITH_ANA: ANA, WITH_BO: BO}.get(conversation) if conversation else None,
        "external_id": f"wamid.in{number}",
        "direction": "in",
        "author": "customer",
        "kind": "text",
        "text": text,
        "sent_at": at - timedelta(seconds=3),
        "received_at": at,
        "identity": Identity(number=PHONE, name="Ana Field"),
        "line_number": "33639981020",
    }
    return MessageReceived(**{**fields, **more})  # type: ignore[arg-type]
