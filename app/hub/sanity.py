"""What no honest desktop sends: numbers, times and ids that nobody could work with. Refused before anything else."""

import re
from datetime import timedelta

from app.domain.commands import Command
from app.domain.conversations import ReadConversation, StartConversation
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend

NUMBER_MAX = 1 << 53  # what every JSON reader carries exactly
AGE_MAX = timedelta(days=3660)
TEXT_MAX_CHARS = 100_000  # far above every channel's limit, whose own refusal is the kinder one
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def is_sane(command: Command) -> bool:
    """Whether a command that could be read also makes sense as one."""
    body = command.body
    numbers = [command.device_seq, command.base_pos]
    if isinstance(body, SendText | SendMessage):
        numbers.append(body.grace_ms)
    if isinstance(body, ReadConversation):
        numbers.append(body.up_to_pos)
    if isinstance(body, SaveQuickReply | RemoveQuickReply):
        numbers.append(body.expected_version)
    return (
        all(_ID.fullmatch(one) for one in _ids(command))
        and all(0 <= number <= NUMBER_MAX for number in numbers)
        and len(getattr(body, "text", "")) <= TEXT_MAX_CHARS
        and _has_sane_times(command)
    )


def _ids(command: Command) -> list[str]:
    """Every id that somebody else made up."""
    ids: list[str] = [command.command_id, *command.needs]
    body = command.body
    if isinstance(body, SendText | SendMessage | CancelSend | SettleSend):
        ids.append(body.message_id)
    if isinstance(body, SendMessage) and body.reply_to is not None:
        ids.append(body.reply_to)
    if isinstance(body, StartConversation):
        ids += [body.conversation_id, body.contact_id]
    if isinstance(body, SaveQuickReply | RemoveQuickReply):
        ids.append(body.reply_id)
    return ids


def _has_sane_times(command: Command) -> bool:
    if abs(command.age_ms) > AGE_MAX / timedelta(milliseconds=1) or command.made_at.tzinfo is None:
        return False
    limit = command.not_after_at
    return limit is None or (limit.tzinfo is not None and abs(limit - command.made_at) <= AGE_MAX)
