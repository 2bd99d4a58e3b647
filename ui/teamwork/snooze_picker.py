"""Putting aside: the usual times in words, a moment of one's own, or until the customer writes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from app.domain.ids import ConversationId
from app.words import gettext as _
from ui.kit import Kit
from ui.teamwork import acts
from ui.teamwork.moment_dialog import MomentDialog
from ui.teamwork.snooze_times import When, usual_times
from ui.teamwork.undoing import Show
from ui.theme.icons import IconName
from ui.widgets.menu import Menu

_ICONS: Final[dict[When, IconName]] = {
    "hour": "clock",
    "evening": "coffee",
    "tomorrow": "sun",
    "monday": "calendar",
    "week": "calendar",
}


def snooze_menu(kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show) -> Menu:
    """The times, each with when that is; what is aside already can be taken back."""
    menu = Menu(kit.theme, _("Snooze"), anchor)
    now = kit.clock.now()

    def put(until_at: datetime | None) -> None:
        acts.snooze(kit, ids, until_at, show)

    for one in usual_times(now, kit.formats.zone):
        said = kit.formats.moment(one.at, now)
        menu.add(_words(one.when), partial(put, one.at), icon=_ICONS[one.when], key=said)
    menu.addSeparator()
    menu.add(_("Until the customer writes"), partial(put, None), icon="message-square")
    menu.add(_("Choose day and hour…"), lambda: open_moment(kit, ids, anchor, show), icon="calendar-clock")
    rows = acts.looked_at(kit, ids)
    if any(row.is_snoozed for row in rows):
        menu.addSeparator()
        menu.add(_("Bring back now"), lambda: acts.wake(kit, ids, show), icon="reply")
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def open_snooze(
    kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show, at: QRect | None = None
) -> Menu:
    """The menu below a widget, or below a place of it."""
    menu = snooze_menu(kit, ids, anchor, show)
    if at is None:
        menu.open_below(anchor)
    else:
        menu.popup(anchor.mapToGlobal(QPoint(at.left(), at.bottom() + 4)))
    menu.setActiveAction(menu.actions()[0])  # the key and Enter: in an hour
    return menu


def open_moment(kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show) -> MomentDialog:
    """A day and an hour of one's own."""
    dialog = MomentDialog(kit, lambda until_at: acts.snooze(kit, ids, until_at, show), anchor.window())
    dialog.open()
    return dialog


def _words(when: When) -> str:
    words: dict[When, str] = {
        "hour": _("In an hour"),
        "evening": _("This evening"),
        "tomorrow": _("Tomorrow morning"),
        "monday": _("On Monday"),
        "week": _("In a week"),
    }
    return words[when]
