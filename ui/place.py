"""Where the person is, as the desk keeps it over a restart: plain words, read leniently."""

from app.domain.ids import ConversationId, MessageId
from app.domain.records import record

SCREENS = ("today", "inbox", "contacts", "deals", "appointments", "reports", "settings")
BELOW = {
    "tasks": "today",
    "setup": "today",
}  # screens that one of the rail leads to; all others belong to the settings


@record
class Place:
    """`anchor`: the topmost message in view and its distance from the top in px; None at the newest."""

    screen: str = "inbox"
    view: str = "waiting"
    conversation_id: ConversationId | None = None
    anchor: tuple[MessageId, int] | None = None
    list_px: int | None = None
    geometry: str = ""  # Qt's own, base64
    has_panel: bool = True  # the person's card beside the conversation, where there is room
    panel_px: int | None = None


def read_place(kept: dict[str, str]) -> Place:
    """What was kept; whatever cannot be read is as on the first day."""
    anchor_id, anchor_px = kept.get("anchor_id", ""), _number(kept.get("anchor_px", ""))
    conversation_id = kept.get("conversation_id", "")
    return Place(
        screen=kept["screen"] if kept.get("screen") in SCREENS else "inbox",
        view=kept.get("view", "waiting"),
        conversation_id=ConversationId(conversation_id) if conversation_id else None,
        anchor=(MessageId(anchor_id), anchor_px or 0) if anchor_id else None,
        list_px=_number(kept.get("list_px", "")),
        geometry=kept.get("geometry", ""),
        has_panel=kept.get("panel", "1") == "1",
        panel_px=_number(kept.get("panel_px", "")),
    )


def anchor_words(anchor: tuple[MessageId, int] | None) -> dict[str, str]:
    """How an anchor is kept."""
    return {"anchor_id": anchor[0] if anchor else "", "anchor_px": str(anchor[1]) if anchor else ""}


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
