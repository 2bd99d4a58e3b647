"""The menu of one message: the same ways on as its links, and the truth about what cannot be undone any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.ids import MessageId
from app.domain.rows import MessageRow
from app.words import gettext as _
from ui.conversation.bubble_face import BubbleFace
from ui.conversation.footers import Way
from ui.conversation.links import where_to
from ui.conversation.quick_replies.naming import can_be_kept
from ui.conversation.writing.quote_strip import can_be_answered
from ui.conversation.writing.reaction_bar import own_reaction
from ui.keys import KEYS
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.menu import Menu

SENT_STATES: Final = frozenset({"accepted", "sent", "delivered", "read", "played", "settled", "unknown"})
MOST_LINKS: Final = 4
WAY_ICONS: Final[dict[Way, IconName]] = {
    "retry": "send",
    "arrived": "check",
    "details": "file-text",
    "number": "copy",
    "call": "phone",
    "template": "layout-template",
    "unblock": "user-check",
    "ask_number": "user",
    "health": "settings",
}


@dataclass(frozen=True, slots=True)
class MenuActs:
    """What the rows of the menu do."""

    copy: Callable[[MessageRow], object]
    details: Callable[[MessageRow], object]
    way: Callable[[MessageRow, Way], object]
    open_link: Callable[[str], object]
    take_back: Callable[[MessageRow], object]
    jump: Callable[[MessageId], object]
    copy_text: Callable[[str], object]
    fetch_again: Callable[[MessageRow], object]
    reply: Callable[[MessageRow], object]
    react: Callable[[MessageRow, str | None], object]  # None: ask which emoji
    selected: str = ""  # part of the message's text
    write_to: Callable[[str], object] = lambda _card: None
    edit_note: Callable[[MessageRow], object] = lambda _row: None
    remove_note: Callable[[MessageRow], object] = lambda _row: None
    keep_reply: Callable[[MessageRow], object] = lambda _row: None
    appointment: Callable[[str], object] = lambda _appointment_id: None


def message_menu(
    theme: Theme,
    row: MessageRow,
    face: BubbleFace,
    now: datetime,
    acts: MenuActs,
    parent: QWidget,
    *,
    is_open: bool = True,
    is_leader: bool = False,
    about: str = "",
) -> Menu:
    """The menu of `row`; only rows that work, and one line that says why a sent message stays sent.

    `is_open`: the customer may be written to freely. `is_leader`: may take anybody's note away. `about`: the id of the
    appointment that it asked about, or that it answers.
    """
    menu = Menu(theme, _("Message"), parent)
    if row.kind in ("note", "notice"):
        _add_note(menu, row, acts, is_leader=is_leader)
        return menu
    if acts.selected:  # who has chosen words wants to copy them
        _add_copies(menu, row, acts)
    if is_open and can_be_answered(row):
        _add_answers(menu, row, acts)
    if can_be_taken_back(row, now):
        menu.add(_("Take back"), lambda: acts.take_back(row), key="Ctrl+Z")
    for way in face.footer.ways:
        if way.way != "details":
            menu.add(way.label, _chosen(acts, row, way.way), icon=WAY_ICONS[way.way])
    if can_be_fetched_again(row):
        menu.add(_("Fetch the file again"), lambda: acts.fetch_again(row), icon="download")
    _add_places(menu, row, about, acts)
    if not acts.selected:
        _add_copies(menu, row, acts)
    _add_rest(menu, row, face, acts)
    return menu


def _add_note(menu: Menu, row: MessageRow, acts: MenuActs, *, is_leader: bool) -> None:
    """What the team wrote to itself, and the lines that tell what it did."""
    _add_copies(menu, row, acts)
    if row.kind == "note" and row.is_mine:
        menu.add(_("Change the note"), lambda: acts.edit_note(row), icon="pencil")
    if row.kind == "note" and (row.is_mine or is_leader):
        menu.add(_("Remove the note"), lambda: acts.remove_note(row), icon="trash-2", is_danger=True)
    menu.addSeparator()
    menu.add(_("Only the team sees it"), lambda: None, icon="info", is_enabled=False)


def _add_copies(menu: Menu, row: MessageRow, acts: MenuActs) -> None:
    """The chosen words, or the whole text."""
    if acts.selected:
        menu.add(
            _("Copy the selected text"), lambda: acts.copy_text(acts.selected), key="Ctrl+C", icon="copy"
        )
    if row.text:
        words, key = (_("Copy the message"), "") if acts.selected else (_("Copy"), "Ctrl+C")
        menu.add(words, lambda: acts.copy(row), key=key, icon="copy")


def _add_rest(menu: Menu, row: MessageRow, face: BubbleFace, acts: MenuActs) -> None:
    """Where it leads, its details, and what cannot be undone any more."""
    _add_leads(menu, face, acts)
    if row.state in SENT_STATES and can_be_kept(row):
        menu.add(_("Save as a quick reply"), lambda: acts.keep_reply(row), icon="zap")
    menu.add(_("Copy details"), lambda: acts.details(row), icon="file-text")
    if row.direction == "out" and row.state in SENT_STATES:
        menu.addSeparator()
        words = _("Sent: it cannot be taken back from the customer’s phone")
        menu.add(words, lambda: None, icon="info", is_enabled=False)


def _add_answers(menu: Menu, row: MessageRow, acts: MenuActs) -> None:
    """What the customer will see of it."""
    menu.add(_("Answer"), lambda: acts.reply(row), icon="reply", key=KEYS["reply"].sequence)
    menu.add(_("React…"), lambda: acts.react(row, None), icon="smile-plus", key=KEYS["react"].sequence)
    if own_reaction(row):
        menu.add(_("Take my reaction back"), lambda: acts.react(row, ""), icon="x")
    menu.addSeparator()


def _add_places(menu: Menu, row: MessageRow, about: str, acts: MenuActs) -> None:
    """What it speaks of: a message, an appointment."""
    quoted_id = row.reply_message_id
    if quoted_id is not None:
        menu.add(_("Go to the quoted message"), lambda: acts.jump(quoted_id), icon="reply")
    if about:
        menu.add(_("Go to its appointment"), lambda: acts.appointment(about), icon="calendar-check")


def _add_leads(menu: Menu, face: BubbleFace, acts: MenuActs) -> None:
    """Where the message leads: to people of its contact cards, to its links."""
    for line in face.buttons:
        if line.act == "write":
            menu.add(line.words, _writes(acts, line.value), icon="message-square")
    for link in face.links[:MOST_LINKS]:
        menu.add(where_to(link.target), _opens(acts, link.target), icon="globe")


def can_be_taken_back(row: MessageRow, now: datetime) -> bool:
    """Whether a message still waits on this side."""
    return row.state == "queued" and row.hold_until_at is not None and now < row.hold_until_at


def can_be_fetched_again(row: MessageRow) -> bool:
    """Whether a customer's file did not come, and may come yet: one that is too large never does."""
    return (
        row.media is not None
        and row.media.stage == "lost"
        and row.media.code not in ("too_large", "not_exported")
    )


def _chosen(acts: MenuActs, row: MessageRow, way: Way) -> Callable[[], object]:
    return lambda: acts.way(row, way)


def _opens(acts: MenuActs, target: str) -> Callable[[], object]:
    return lambda: acts.open_link(target)


def _writes(acts: MenuActs, value: str) -> Callable[[], object]:
    return lambda: acts.write_to(value)
