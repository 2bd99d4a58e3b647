"""What can be done with the rows of the inbox: by the menu, by keys, by the bar of several rows. One way for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, cast

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.domain.ids import ConversationId
from app.domain.rows import InboxRow
from app.words import gettext as _
from ui.keys import KEYS, KeyId
from ui.kit import Kit
from ui.refusals import is_said_by_window
from ui.theme.icons import IconName

if TYPE_CHECKING:
    from app.desk.desk import Refusal
    from ui.teamwork.undoing import Show, Undoing
    from ui.widgets.toast import ToastStack

RowAct = Literal[
    "take",
    "release",
    "assign",
    "hand_over",
    "snooze",
    "wake",
    "tag",
    "done",
    "reopen",
    "waive",
    "unread",
    "read",
]
BY_KEY: Final[tuple[KeyId, ...]] = ("take", "assign", "hand_over", "snooze", "tag", "waive", "unread")
TOAST_MARGIN_PX: Final = 8
LOOKED_AT: Final = 60  # rows that are read before a menu opens


class RowActs(QObject):
    """`ids` gives what is chosen, `place` where a picker opens for some: a widget and a place of it."""

    show_asked = Signal(str)  # a refusal leads to its conversation

    def __init__(
        self,
        kit: Kit,
        pane: QWidget,
        ids: Callable[[], list[ConversationId]],
        place: Callable[[Sequence[ConversationId]], tuple[QWidget, QRect | None]],
    ) -> None:
        super().__init__(pane)
        self._kit, self._pane, self._ids, self._place = kit, pane, ids, place
        self.is_team = True
        self._here: Undoing | None = None
        self.other_toasts: Callable[[], ToastStack] | None = None
        kit.bridge.refused.connect(self._refused)

    @property
    def undoing(self) -> Undoing:
        """The toasts over the list, made when there is something to say."""
        from ui.teamwork.undoing import Undoing
        from ui.widgets.toast import ToastStack

        if self._here is None:
            self._here = Undoing(ToastStack(self._kit.theme, self._pane, margin_px=TOAST_MARGIN_PX))
        return self._here

    def undo(self) -> bool:
        """Take the newest act back, of the list or of the conversation; False when nothing can be."""
        if self._here is not None and self._here.undo():
            return True
        link = self._link_elsewhere()
        if link is not None:
            link.click()
        return link is not None

    def _link_elsewhere(self) -> QAbstractButton | None:
        """The "Undo" in the newest toast over the conversation."""
        others = self.other_toasts().toasts if self.other_toasts is not None else ()
        return next((one.link for one in reversed(others) if one.link and one.link.text() == _("Undo")), None)

    def end(self, alone: Callable[[], object]) -> None:
        """The key of "done": one sheet for several rows; `alone` ends the one that is open."""
        ids = self._ids()
        if len(ids) > 1:
            self.do("done", ids)
        else:
            alone()

    def do(self, act: RowAct, ids: Sequence[ConversationId]) -> None:
        """Do it, or open what asks for more."""
        if not ids:
            return
        kit, show = self._kit, self._show
        anchor, at = self._place(ids)
        if act in ("assign", "hand_over", "snooze", "tag", "done"):
            self._open(act, ids, anchor, at)
            return
        from ui.teamwork import acts

        plain: dict[str, Callable[[Kit, Sequence[ConversationId], Show], None]] = {
            "take": acts.take,
            "release": acts.release,
            "wake": acts.wake,
            "reopen": acts.reopen,
            "waive": acts.waive,
            "unread": acts.mark_unread,
            "read": acts.mark_read,
        }
        plain[act](kit, ids, show)

    def open_menu(
        self, ids: Sequence[ConversationId], at: QPoint, answer: Callable[[], object] | None
    ) -> None:
        """The menu of one row, or of several; `answer` None leaves that line out."""
        rows = self._looked_at(ids)
        if not rows:
            return
        from ui.widgets.menu import Menu

        menu = Menu(self._kit.theme, _("Conversation"), self._pane)
        if answer is not None:
            menu.add(_("Answer"), answer, icon="pencil", key="⏎")
        for group in self._groups(rows):
            if menu.actions():
                menu.addSeparator()
            for act, words, icon, key in group:
                sequence = KEYS[key].sequence if key is not None else ""
                menu.add(words, partial(self.do, act, ids), icon=icon, key=sequence)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # -- inside

    def _groups(self, rows: list[InboxRow]) -> list[list[tuple[RowAct, str, IconName, KeyId | None]]]:
        is_closed = all(row.is_closed for row in rows)
        end: list[tuple[RowAct, str, IconName, KeyId | None]] = [
            ("reopen", _("Reopen"), "reply", "done")
            if is_closed
            else ("done", _("Mark as done"), "check", "done")
        ]
        if any(row.waiting_since_at is not None for row in rows):
            end.append(("waive", _("No answer needed"), "circle-check", "waive"))
        team: list[tuple[RowAct, str, IconName, KeyId | None]] = []
        if any(row.assignee_id is None for row in rows):
            team.append(("take", _("Take"), "user-check", "take"))
        team.append(("assign", _("Assign to…"), "user-plus", "assign"))
        team.append(("hand_over", _("Hand over…"), "arrow-right-left", "hand_over"))
        if any(row.assignee_id is not None for row in rows):
            team.append(("release", _("Give back to the team"), "user-x", None))
        rest: list[tuple[RowAct, str, IconName, KeyId | None]] = []
        if any(row.is_snoozed for row in rows):
            rest.append(("wake", _("Bring back now"), "sun", None))
        if not is_closed:
            rest.append(("snooze", _("Snooze…"), "alarm-clock", "snooze"))
        rest.append(("tag", _("Tags…"), "tag", "tag"))
        if any(row.unread_count for row in rows):
            rest.append(("read", _("Mark as read"), "mail", "unread"))
        else:
            rest.append(("unread", _("Mark as unread"), "mail", "unread"))
        return [end, team, rest] if self.is_team else [end, rest]

    def _open(self, act: RowAct, ids: Sequence[ConversationId], anchor: QWidget, at: QRect | None) -> None:
        kit, show = self._kit, self._show
        if act == "assign":
            from ui.teamwork.assign_picker import open_assign

            open_assign(kit, ids, anchor, show, at)
        elif act == "hand_over":
            from ui.teamwork.hand_over import open_hand_over

            open_hand_over(kit, ids, anchor, show)
        elif act == "snooze":
            from ui.teamwork.snooze_picker import open_snooze

            open_snooze(kit, ids, anchor, show, at)
        elif act == "tag":
            from ui.teamwork.tag_picker import open_tags

            open_tags(kit, ids, anchor, show, at)
        else:
            from ui.teamwork.close_sheet import open_close

            open_close(kit, ids, anchor, show)

    def can(self, key: KeyId) -> bool:
        """Whether a key would do anything now."""
        is_for_team = key in ("take", "assign", "hand_over")
        return bool(self._ids()) and (self.is_team or not is_for_team)

    @property
    def can_undo(self) -> bool:
        """Whether something done to rows can be taken back now."""
        return (self._here is not None and self._here.can_undo) or self._link_elsewhere() is not None

    def by_key(self, key: KeyId) -> None:
        """What a key of the window does to the chosen rows."""
        ids = self._ids()
        if not self.can(key):
            return
        rows = self._looked_at(ids)
        if key == "unread" and any(row.unread_count for row in rows):
            self.do("read", ids)
        elif key == "snooze" and rows and all(row.is_closed for row in rows):
            return
        else:
            self.do(cast("RowAct", key), ids)

    def _refused(self, refusal: Refusal) -> None:
        """What the hub refused is said over the conversation; here where that is not in view."""
        if is_said_by_window(refusal):
            return
        is_seen_there = self.other_toasts is not None and self.other_toasts().is_in_view
        if is_seen_there or not self._pane.isVisible():
            return
        from app.words import sentences

        words, where = sentences.refusal(refusal.code, refusal.facts), refusal.conversation_id
        action = _("Show") if where is not None else ""
        toast = self.undoing.show(words, icon="circle-alert", ink="danger", action=action)
        toast.acted.connect(lambda: self.show_asked.emit(where))

    def _looked_at(self, ids: Sequence[ConversationId]) -> list[InboxRow]:
        """What the menu is made after: of very many, the first ones."""
        return [row for row in map(self._kit.desk.inbox_row, ids[:LOOKED_AT]) if row is not None]

    @property
    def _show(self) -> Show:
        if self._pane.isVisible() or self.other_toasts is None:
            return self.undoing.show
        return self.other_toasts().show
