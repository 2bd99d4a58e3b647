"""When an answer is to go out: the usual times in words, or a moment of one's own."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.kit import Kit
from ui.teamwork.moment_dialog import MomentDialog
from ui.teamwork.snooze_times import When, usual_times
from ui.theme.icons import IconName
from ui.widgets.menu import Menu

_ICONS: Final[dict[When, IconName]] = {
    "hour": "clock",
    "evening": "coffee",
    "tomorrow": "sun",
    "monday": "calendar",
    "week": "calendar",
}


def times_menu(
    kit: Kit, parent: QWidget, chosen: Callable[[datetime], object], latest_at: datetime | None
) -> Menu:
    """`latest_at`: the end of the window, None where any time will do; later ones are not offered."""
    menu = Menu(kit.theme, _("Send later"), parent)
    now = kit.clock.now()
    for one in usual_times(now, kit.formats.zone):
        if latest_at is None or one.at < latest_at:
            menu.add(
                _words(one.when),
                partial(chosen, one.at),
                icon=_ICONS[one.when],
                key=kit.formats.moment(one.at, now),
            )
    menu.addSeparator()
    menu.add(
        _("Choose day and hour…"), lambda: _choose(kit, parent, chosen, latest_at), icon="calendar-clock"
    )
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _choose(
    kit: Kit, parent: QWidget, chosen: Callable[[datetime], object], latest_at: datetime | None
) -> None:
    dialog = MomentDialog(
        kit,
        chosen,
        parent.window(),
        title=_("Send when?"),
        confirm=_("Plan it"),
        says=_("Goes out {moment}"),
        latest_at=latest_at,
    )
    dialog.open()


def _words(when: When) -> str:
    words: dict[When, str] = {
        "hour": _("In an hour"),
        "evening": _("This evening"),
        "tomorrow": _("Tomorrow morning"),
        "monday": _("On Monday"),
        "week": _("In a week"),
    }
    return words[when]
