"""The lines of `tests.flow.authorisation` about new requests: whoever talks with customers sorts them."""

from __future__ import annotations

from app.domain.deal_asks import DeclineIncoming, RestoreIncoming
from tests.flow.cast import ALL, Wish

INCOMING_WISHES: tuple[Wish, ...] = (
    Wish(lambda cast, _: DeclineIncoming(cast.conversation_id), "incoming.decline", ALL),
    Wish(lambda cast, _: RestoreIncoming(cast.conversation_id), "incoming.restore", ALL),
)
