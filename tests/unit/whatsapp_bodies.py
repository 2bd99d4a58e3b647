"""Webhook bodies as Meta documents them, built around what a test is about."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.whatsapp.webhook import Element, ParsedAccount, ParsedFailure, ParsedMessage, ParsedStatus, walk

Json = dict[str, Any]
PNID = "309900000000042"
LINE_NUMBER = "493023125001"
ANA_NUMBER = "447700900123"
ANA_ID = "GB.7710045566778899"
WAMID = "wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUM0FGMEMxRDJFM0E0QjVDNkQ3RTgA"
SENT_AT = datetime(2026, 5, 28, 20, 26, 40, tzinfo=UTC)  # 1780000000
RECEIVED_AT = datetime(2026, 5, 28, 20, 26, 42, tzinfo=UTC)
ANA: Json = {
    "profile": {"name": "Ana Field", "username": "ana.field"},
    "wa_id": ANA_NUMBER,
    "user_id": ANA_ID,
    "parent_user_id": "GB.ENT.4455001122",
}


def message(kind: str = "text", **more: Any) -> Json:
    """A message from Ana; its own object comes with `more`."""
    head = {"from": ANA_NUMBER, "from_user_id": ANA_ID, "id": WAMID, "timestamp": "1780000000", "type": kind}
    return {**head, **more}


def status(word: str = "sent", **more: Any) -> Json:
    """A status of a message to Ana."""
    head = {"id": WAMID, "status": word, "timestamp": "1780000002", "recipient_id": ANA_NUMBER}
    return {**head, "recipient_user_id": ANA_ID, **more}


def value(contacts: Sequence[Json] = (ANA,), **arrays: Any) -> Json:
    """The value of a change on our line."""
    metadata = {"display_phone_number": LINE_NUMBER, "phone_number_id": PNID}
    return {"messaging_product": "whatsapp", "metadata": metadata, "contacts": list(contacts), **arrays}


def change(content: Any, field: str = "messages") -> Json:
    """A change of a field."""
    return {"field": field, "value": content}


def body(*changes: Json, time: int | None = None) -> bytes:
    """A whole body with one entry, escaped as Meta does."""
    entry: Json = {"id": "204800000000017", "changes": list(changes)}
    if time is not None:
        entry["time"] = time
    text = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, separators=(",", ":"))
    return text.replace("/", "\\/").encode()


def elements(*changes: Json) -> list[Element]:
    """The elements of a body with these changes."""
    return walk(body(*changes), RECEIVED_AT)


def element(content: Any, field: str = "messages") -> Element:
    """The one element of a change."""
    found = elements(change(content, field))
    assert len(found) == 1
    return found[0]


def parsed_message(
    item: Json, array: str = "messages", field: str = "messages", **more: Any
) -> ParsedMessage:
    """What one item of an array of messages says."""
    parsed = element(value(**{array: [item]}, **more), field).parsed
    assert isinstance(parsed, ParsedMessage), parsed
    return parsed


def parsed_status(item: Json) -> ParsedStatus:
    """What one status says."""
    parsed = element(value(statuses=[item])).parsed
    assert isinstance(parsed, ParsedStatus), parsed
    return parsed


def parsed_account(content: Any, field: str = "messages") -> ParsedAccount:
    """What a change says that is no message."""
    parsed = element(content, field).parsed
    assert isinstance(parsed, ParsedAccount), parsed
    return parsed


def reason(found: Element) -> str:
    """Why an element could not be read."""
    assert isinstance(found.parsed, ParsedFailure), found.parsed
    return found.parsed.reason
