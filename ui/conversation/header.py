"""The head of a conversation: who it is with, whether one may write freely, and the one thing that ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.rows import PresenceRow, ThreadHeader
from app.domain.waits import Wait
from app.words import gettext as _
from app.words.formats import Formats
from app.words.team import outcome_words
from ui.conversation.contact_handle import Handle, handle_of
from ui.conversation.presence_view import PresenceView
from ui.keys import KEYS
from ui.plain import shown_line, shown_name
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, Ink, ink_color, set_tip
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon, paint_text
from ui.widgets.small_parts import AvatarView
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.widgets.menu import Menu

PAD: Final = 16
SNOOZE_FROM: Final = 560  # narrower heads have it in their menu alone
ASSIGN_FROM: Final = 500
GAP: Final = 12
AVATAR: Final = 32
POINT_GAP: Final = 8
ICON_GAP: Final = 4
TAG_PAD: Final = 7
TAG_GAP: Final = 4
WINDOW_LEAST_PX: Final = 60  # with less of it the window is left out
NAME_LEAST_PX: Final = 110  # so much of the customer stays before any colleague is shown


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The line under the name: the conversation's state, then the window's, then the customer's number."""

    state: str
    icon: IconName
    window: str
    handle: str = ""  # "" where the name above says it already
    tags: tuple[str, ...] = ()
    tone: Ink = "text_muted"  # of the state


def head_line(header: ThreadHeader, now: datetime, formats: Formats, wait: Wait | None = None) -> HeadLine:
    """What stands under the name at `now` (UTC); `wait`: how the customer's wait stands to its standard."""
    found, reach = _reach_line(header, now, formats), _reach_words(header)
    state = _state_words(header, now, formats, wait)
    tone: Ink = "text_muted"
    if wait is not None and not header.is_closed and wait.share >= min(wait.warn, 1):
        tone = "danger" if wait.share >= 1 else "warning"
    tags = tuple(shown_line(tag) for tag in header.tags)
    return HeadLine(state, *found, reach, tags, tone)


def _reach_line(header: ThreadHeader, now: datetime, formats: Formats) -> tuple[IconName, str]:
    closes_at = header.window_closes_at
    if closes_at is None:
        return "lock", _("has never written")
    if header.is_window_open:
        return "hourglass", formats.until(closes_at, now)
    return "lock", formats.closed_since(min(closes_at, now), now)


def _state_words(header: ThreadHeader, now: datetime, formats: Formats, wait: Wait | None) -> str:
    if header.is_closed:
        return f"{_('Done')}, {outcome_words(header.outcome)}" if header.outcome else _("Done")
    if header.is_snoozed and header.snoozed_until_at is None:
        return _("Snoozed until they write")
    if header.is_snoozed and header.snoozed_until_at is not None:
        return _("Snoozed until {moment}").format(moment=formats.moment(header.snoozed_until_at, now))
    if wait is None or header.waiting_since_at is None:
        return _("Open")
    if wait.share >= 1 or wait.due_at is None:
        return _("Waiting {since}").format(since=formats.since(header.waiting_since_at, now))
    due = _("Reply before {time}").format(time=formats.moment(wait.due_at, now))
    return _("{words} (closed now)").format(words=due) if wait.is_still else due


def _reach_words(header: ThreadHeader) -> str:
    """The number or username; of somebody who shares neither, that they do not; "" where the name says it."""
    handle = handle_of(header)
    if handle is None or handle.kind == "user_id":
        return _("no number shared")
    return handle.shown if handle.shown != shown_name(header.name) else ""


class ThreadHead(Surface):
    """56 high. `back_asked` (one-pane windows), `done_asked`, `reopen_asked`, `copy_asked` for the number,
    `assign_asked`, `snooze_asked`, `tags_asked`, `panel_asked` for the person's card.

    `menu_opening(menu)`: others may add what they offer.
    """

    back_asked = Signal()
    copy_asked = Signal()
    done_asked = Signal()
    reopen_asked = Signal()
    menu_opening = Signal(object)
    assign_asked = Signal()
    snooze_asked = Signal()
    tags_asked = Signal()
    panel_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", edges=("bottom",), parent=parent)
        self._is_closed = False
        self._handle: Handle | None = None
        self.back = IconButton(theme, "arrow-left", _("Back to the list"))
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.name = ElidedLabel(theme, role="lead", weight="semibold")
        self.line = StateLine(theme)
        self.presence = PresenceView(theme)
        self.more = IconButton(theme, "ellipsis", _("More about this conversation"))
        self.assign = AssignButton(theme)
        self.snooze = IconButton(theme, "alarm-clock", _("Snooze"))
        self.panel = IconButton(theme, "panel-right", _("The person’s card"), is_checkable=True)
        self.button = Button(theme, "")
        self._is_alone = True
        self.back.clicked.connect(self.back_asked)
        self.button.clicked.connect(self._end)
        self.more.clicked.connect(lambda: self._menu().open_below(self.more))
        self.line.copy_asked.connect(self.copy_asked)
        self.line.tags_asked.connect(self.tags_asked)
        self.assign.clicked.connect(self.assign_asked)
        self.snooze.clicked.connect(self.snooze_asked)
        self.panel.clicked.connect(self.panel_asked)
        set_tip(self.panel, f"{_('The person’s card')} ({KEYS['contact_panel'].sequence})")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.line)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 0, PAD, 1)
        row.setSpacing(GAP)
        row.addWidget(self.back)
        row.addWidget(self.avatar)
        row.addLayout(words, 1)
        row.addWidget(self.presence)
        row.addWidget(self.assign)
        row.addWidget(self.snooze)
        row.addWidget(self.panel)
        row.addWidget(self.more)
        row.addWidget(self.button)

    def sizeHint(self) -> QSize:
        """56 at the normal text size."""
        return QSize(320, self.theme.px(self.theme.tokens.size.header))

    def show_presence(self, rows: Sequence[PresenceRow]) -> None:
        """Who else is there."""
        self.presence.show_rows(rows)
        self._give_room()

    def _give_room(self) -> None:
        """Colleagues get what the customer's name and the buttons leave."""
        beside = (self.back, self.avatar, self.assign, self.snooze, self.panel, self.more, self.button)
        taken = sum(_width_of(part) + GAP for part in beside if not part.isHidden())
        self.presence.give_room(self.width() - 2 * PAD - taken - GAP - NAME_LEAST_PX)

    def show_header(
        self, header: ThreadHeader, now: datetime, formats: Formats, wait: Wait | None = None
    ) -> None:
        """Another conversation, or the same with other facts."""
        name = shown_name(header.name)
        self._is_closed = header.is_closed
        self.avatar.set_portrait(Portrait(header.contact_id, name if header.is_named else ""))
        self.name.set_text(name)
        self.line.set_line(head_line(header, now, formats, wait))
        self._show_handle(handle_of(header))
        if header.is_closed:
            self.button.set_face(_("Reopen"), icon="reply")
        else:
            self.button.set_face(_("Mark as done"), icon="check")
        set_tip(self.button, f"{self.button.text()} ({KEYS['done'].sequence})")

    def show_team(self, header: ThreadHeader, *, is_alone: bool) -> None:
        """Who has it, and whether it is aside."""
        self._is_alone = is_alone
        self.assign.show_holder(header.assignee_id, header.assignee_name, is_mine=header.is_mine)
        set_tip(self.snooze, _("Bring back now") if header.is_snoozed else _("Snooze"))
        self.snooze.setAccessibleName(_("Bring back now") if header.is_snoozed else _("Snooze"))
        self.snooze.setCheckable(header.is_snoozed)
        self.snooze.setChecked(header.is_snoozed)
        self.snooze.update()  # Qt paints nothing anew when what was checked cannot be any more
        self._settle_width()

    @property
    def snooze_place(self) -> QWidget:
        """Where the choice of a time opens: in a narrow head the button is away."""
        return self.snooze if self.snooze.isVisible() else self.more

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has its place in the menu too goes first where room is short, then who else is there."""
        super().resizeEvent(event)
        self._settle_width()

    def _settle_width(self) -> None:
        width = self.width()
        self.snooze.setVisible(width >= self.theme.px(SNOOZE_FROM))
        self.assign.setVisible(not self._is_alone and width >= self.theme.px(ASSIGN_FROM))
        self._give_room()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same as the button with the three points."""
        self._menu().popup(event.globalPos())

    def _menu(self) -> "Menu":
        """What else may be done with this conversation and its customer."""
        from ui.widgets.menu import Menu

        menu = Menu(self.theme, _("Conversation"), self)
        handle = self._handle
        if handle is not None:
            key = KEYS["copy_contact"].sequence
            menu.add(handle.copy_words, self.copy_asked.emit, icon="copy", key=key)
        icon: IconName = "reply" if self._is_closed else "check"
        menu.add(self.button.text(), self._end, icon=icon, key=KEYS["done"].sequence)
        self.menu_opening.emit(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show_handle(self, handle: Handle | None) -> None:
        """The tip says it also where the line has no room for it."""
        self._handle = handle
        key = KEYS["copy_contact"].sequence
        set_tip(self, "" if handle is None else f"{handle.shown} · {handle.copy_words} ({key})")

    def _end(self) -> None:
        if self._is_closed:
            self.reopen_asked.emit()
        else:
            self.done_asked.emit()


def _width_of(part: QWidget) -> int:
    return max(part.sizeHint().width(), part.minimumWidth())


class StateLine(QWidget):
    """The state and the window ("Open · free to write until tomorrow 10:19"): plain text with one small icon.

    Where there is room, then the customer's number, which a click copies: `copy_asked`; then the tags: `tags_asked`.
    """

    copy_asked = Signal()
    tags_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = HeadLine("", "hourglass", "")
        self._handle_box = QRectF()  # where it was painted
        self._tags_box = QRectF()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def line(self) -> HeadLine:
        """What it says."""
        return self._line

    def set_line(self, line: HeadLine) -> None:
        """Say something else, also to screen readers."""
        self._line = line
        parts = (line.state, line.window, line.handle, *line.tags)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    def sizeHint(self) -> QSize:
        """One small line."""
        return QSize(120, self._theme.line("small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """State, point, icon, window."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()), is_rtl=is_rtl(painter))
        metrics, icon = theme.metrics("small", tabular=True), theme.tokens.icon.chip
        state = metrics.horizontalAdvance(self._line.state) + 1
        point = metrics.horizontalAdvance("·") + 1
        beside = strip.rest.width() - state - point - 2 * POINT_GAP - icon - ICON_GAP
        whole = metrics.horizontalAdvance(self._line.window) + 1
        box, ink = (
            strip.leading(min(state, strip.rest.width()), POINT_GAP - 1),
            ink_color(theme, self._line.tone),
        )
        paint_text(painter, box, theme, self._line.state, ink, role="small", tabular=True)
        if beside < min(whole, theme.px(WINDOW_LEAST_PX)):  # a beginning of it would say nothing
            self._handle_box = self._tags_box = QRectF()
            return
        box = strip.leading(point, POINT_GAP - 1)
        paint_text(painter, box, theme, "·", c.text_muted, role="small", tabular=True)
        paint_icon(painter, strip.leading(icon, ICON_GAP), theme, self._line.icon, icon, c.text_muted)
        window = strip.leading(min(strip.rest.width(), whole))
        paint_text(painter, window, theme, self._line.window, c.text_muted, role="small", tabular=True)
        self._paint_handle(painter, strip)
        self._paint_tags(painter, strip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over the number and the tags."""
        at = event.position()
        is_over = self._handle_box.contains(at) or self._tags_box.contains(at)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the number copies it, one on the tags changes them."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._handle_box.contains(event.position()):
            self.copy_asked.emit()
        elif self._tags_box.contains(event.position()):
            self.tags_asked.emit()

    def _paint_handle(self, painter: QPainter, strip: Strip) -> None:
        """All of it or nothing: half a number is none."""
        theme, words = self._theme, self._line.handle
        metrics = theme.metrics("small", tabular=True)
        width, point = metrics.horizontalAdvance(words) + 1, metrics.horizontalAdvance("·") + 1
        self._handle_box = QRectF()
        if not words or strip.rest.width() < 2 * POINT_GAP + point + width:
            return
        strip.leading(POINT_GAP)
        color = theme.colors.text_muted
        paint_text(painter, strip.leading(point, POINT_GAP - 1), theme, "·", color, role="small")
        self._handle_box = strip.leading(width)
        paint_text(painter, self._handle_box, theme, words, color, role="small", tabular=True)

    def _paint_tags(self, painter: QPainter, strip: Strip) -> None:
        """As many as there is room for, then how many more."""
        theme = self._theme
        self._tags_box = QRectF()
        metrics = theme.metrics("small", "medium")
        for number, tag in enumerate(self._line.tags):
            left = len(self._line.tags) - number
            words = tag
            width = metrics.horizontalAdvance(words) + 2 * TAG_PAD
            more = metrics.horizontalAdvance(f"+{left}") + 2 * TAG_PAD + TAG_GAP
            if strip.rest.width() < width + (POINT_GAP if not number else TAG_GAP) + (
                more if left > 1 else 0
            ):
                words = f"+{left}"
                width = metrics.horizontalAdvance(words) + 2 * TAG_PAD
            if strip.rest.width() < width + POINT_GAP:
                return
            strip.leading(POINT_GAP if not number else TAG_GAP)
            box = strip.leading(width)
            fill_round(painter, box, theme.colors.neutral_soft, box.height() / 2)
            ink = theme.colors.neutral_soft_text
            paint_text(painter, box, theme, words, ink, role="small", weight="medium", is_centered=True)
            self._tags_box = box if self._tags_box.isNull() else self._tags_box.united(box)
            if words != tag:
                return


class AssignButton(Button):
    """Who has the conversation, by portrait and first name; "To pick up" when nobody has it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", trailing="chevron-down", parent=parent)

    def show_holder(self, member_id: str | None, name: str | None, *, is_mine: bool) -> None:
        """Another holder."""
        if member_id is None:
            self.set_face(_("To pick up"), icon="circle-dashed")
            words = _("Nobody has this conversation: take it")
        else:
            whole = shown_name(name or "?")
            self.set_face(_("Me") if is_mine else whole.split()[0], portrait=Portrait(member_id, whole))
            words = _("It is yours") if is_mine else _("{name} has this conversation").format(name=whole)
        self.setAccessibleName(words)
        set_tip(self, words)
