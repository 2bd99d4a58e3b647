"""What was written in a sheet that was then left: it is there again when the sheet opens for the same conversations."""

from collections.abc import Sequence
from typing import Final

from app.desk.desk import Refusal
from app.domain.assignment import AssignConversation
from app.domain.conversations import CloseConversation
from app.domain.ids import ConversationId
from app.words import gettext as _
from ui.kit import Kit

_APART: Final = "\x1f"  # between the parts, which are what a person typed


def kept_texts(kit: Kit, sheet: str, ids: Sequence[ConversationId]) -> tuple[str, ...]:
    """What was left in a sheet about these conversations; () for nothing."""
    about, *texts = kit.desk.last_place().get(_name(sheet), "").split(_APART)
    return tuple(texts) if about == _about(ids) else ()


def keep_texts(kit: Kit, sheet: str, ids: Sequence[ConversationId], *texts: str) -> None:
    """Keep them; empty ones forget what was left about these conversations, and nothing else."""
    has_any = any(text.strip() for text in texts)
    if not has_any and not kept_texts(kit, sheet, ids):
        return
    value = _APART.join([_about(ids), *(text.replace(_APART, " ") for text in texts)]) if has_any else ""
    kit.desk.remember_place(**{_name(sheet): value})


def keep_refused(kit: Kit, refusal: Refusal) -> None:
    """What was written in a sheet for something that the hub refused: it is there when the sheet opens again."""
    body = refusal.command
    if isinstance(body, CloseConversation):
        keep_texts(kit, "close", [body.conversation_id], body.note)
    elif isinstance(body, AssignConversation):
        keep_texts(kit, "hand_over", [body.conversation_id], body.reason, body.summary)


def too_long() -> str:
    """What a text of the team says that is longer than `{limit}`."""
    return _("At most {limit} characters: shorten it.")


def _name(sheet: str) -> str:
    return f"sheet_{sheet}"


def _about(ids: Sequence[ConversationId]) -> str:
    return ",".join(ids)
