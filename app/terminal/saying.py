"""Sending one text from the terminal and following it to its end."""

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from app.desk.desk import Refusal
from app.desk.live import LiveDesk
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words.sentences import refusal

WENT_WRONG = frozenset({"failed", "refused", "expired", "cancelled"})
SHUT_OUT = "device_revoked"
FINAL = frozenset({"read", "played", "settled"}) | WENT_WRONG

Print = Callable[[dict[str, Any]], None]


async def say(desk: LiveDesk, conversation_id: ConversationId, text: str, wait_s: float, show: Print) -> int:
    """Send, print each state, and give the exit code. Raises ComptoirError when it is refused at once."""
    told = asyncio.Event()
    refusals: list[Refusal] = []
    stop_changes = desk.subscribe(lambda _changes: told.set())
    stop_refusals = desk.subscribe_refusals(refusals.append)
    try:
        desk.follow()
        message_id = await desk.send_text(conversation_id, text, grace_s=0)
        last = await _follow(desk, message_id, wait_s, show, told, refusals)
    finally:
        stop_changes()
        stop_refusals()
    return _verdict(last, refusals, desk.connection().stopped_code)


async def _follow(
    desk: LiveDesk,
    message_id: MessageId,
    wait_s: float,
    show: Print,
    told: asyncio.Event,
    refusals: list[Refusal],
) -> MessageRow | None:
    """Print each new state until a final one, a refusal, or the end of the wait; the last that was seen."""
    deadline_s = time.monotonic() + wait_s
    last: MessageRow | None = None
    while not refusals:
        told.clear()
        row = desk.message(message_id)
        if row is not None:
            if last is None or row.state != last.state:
                show({"message_id": message_id, "state": row.state})
            last = row
            if row.state in FINAL:
                break
        if desk.connection().stopped_code == SHUT_OUT:
            break
        try:
            await asyncio.wait_for(told.wait(), deadline_s - time.monotonic())
        except TimeoutError:
            break
    return last


def _verdict(last: MessageRow | None, refusals: list[Refusal], stopped_code: str | None) -> int:
    """0 when it went out or is on its way at the hub; else a sentence and 1."""
    if refusals:
        print(refusal(refusals[0].code, refusals[0].facts), file=sys.stderr)
        return 1
    if last is None or (last.is_pending and last.state == "queued"):
        print(refusal(SHUT_OUT if stopped_code == SHUT_OUT else "hub_unreachable", {}), file=sys.stderr)
        return 1
    if last.state in WENT_WRONG:
        code = last.failure_code
        known = _("The message did not go out.")
        print(refusal(code, {}) if code else known, file=sys.stderr)
        return 1
    return 0
