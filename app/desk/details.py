"""What "copy details" gives: the facts of a message and what the channel sent, as text for an expert."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.domain.messages import Message
from app.domain.rows import MessageRow


def details(row: MessageRow, message: Message | None, original: bytes | None) -> str:
    """Indented JSON; `message` has what rows leave out, `original` is the channel's element or None."""
    facts = {name: _plain(value) for name, value in asdict(row).items() if value is not None}
    if message is not None:
        facts |= {"external_id": message.external_id, "provider_code": message.provider_code}
    from storage.codec import from_json

    content = {"message": facts, "original": None if original is None else from_json(original)}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
