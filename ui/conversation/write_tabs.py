"""The two tabs above what one writes: to the customer, or a note to the team."""

from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.words import gettext as _
from ui.keys import KEYS
from ui.theme.icons import IconName
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon, paint_text

WriteTo = Literal["customer", "team"]
TABS: Final = 36
PAD: Final = 8
GAP: Final = 8
MARK: Final = 2  # the line under the tab in force


class WriteTabs(QWidget):
    """`chosen("customer" or "team")` by a person. `add_at_end` puts something at the trailing end of the line."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        shown: WriteTo,
        words: str,
        icon: IconName = "reply",
        parent: QWidget | None = None,
    ) -> None:
        """`words` and `icon`: of the tab that writes to the customer."""
        super().__init__(parent)
        self._theme = theme
        self._is_note = shown == "team"
        self._shown: WriteTo = shown
        self.setAccessibleName(_("Write to"))
        self.customer = _WriteTab(theme, words, icon, is_on_note=self._is_note)
        self.team = _WriteTab(theme, _("Internal note"), "sticky-note", is_on_note=self._is_note)
        key = KEYS["note"].sequence
        set_tip(self.team, _("Only the team sees it ({key})").format(key=key))
        set_tip(self.customer, _("The customer receives it ({key})").format(key=key) if self._is_note else "")
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAD, 0, PAD, 1)
        self._row.setSpacing(0)
        for tab in (self.customer, self.team):
            self._group.addButton(tab)
            self._row.addWidget(tab)
        self._row.addStretch(1)
        self._hold()
        self.customer.clicked.connect(lambda: self._choose("customer"))
        self.team.clicked.connect(lambda: self._choose("team"))
        theme.changed.connect(self.settle)
        self.settle()

    def add_at_end(self, part: QWidget) -> None:
        """Something at the end of the line."""
        self._row.addWidget(part)

    def settle(self) -> None:
        """Height at the person's text size."""
        self.setFixedHeight(self._theme.px(TABS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line below."""
        c = self._theme.colors
        painter = QPainter(self)
        edge = c.bubble_note_border if self._is_note else c.border
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), edge)

    def _choose(self, where: WriteTo) -> None:
        """The other place stands elsewhere with tabs of its own: these keep showing where they stand."""
        self._hold()
        if where != self._shown:
            self.chosen.emit(where)

    def _hold(self) -> None:
        (self.team if self._is_note else self.customer).setChecked(True)


class _WriteTab(QAbstractButton):
    """Icon and word; the one in force has a line under it."""

    def __init__(self, theme: Theme, words: str, icon: IconName, *, is_on_note: bool) -> None:
        super().__init__()
        self._theme, self._icon, self._is_on_note = theme, icon, is_on_note
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        wants_ring(self, theme.tokens.radius.normal)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Icon and word."""
        words = self._theme.metrics("body", "medium").horizontalAdvance(self.text())
        width = round(words + 0.5) + self._theme.tokens.icon.normal + 3 * GAP
        return QSize(width, self._theme.px(TABS) - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Quiet, or in force."""
        theme, c, is_on = self._theme, self._theme.colors, self.isChecked()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        on, off = (c.bubble_note_text, c.bubble_note_meta) if self._is_on_note else (c.accent, c.text_muted)
        ink = on if is_on else c.text if self.underMouse() and not self._is_on_note else off
        if is_on:
            painter.fillRect(QRectF(rect.left(), rect.bottom() - MARK, rect.width(), MARK), ink)
        strip = Strip(rect.adjusted(GAP, 0, -GAP, 0), is_rtl=is_rtl(painter))
        size = theme.tokens.icon.normal
        paint_icon(painter, strip.leading(size, GAP), theme, self._icon, size, ink)
        paint_text(painter, strip.rest, theme, self.text(), ink, weight="medium")
