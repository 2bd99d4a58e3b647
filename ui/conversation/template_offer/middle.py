"""The choice at the left, the whole bubble at the right; below each other where the box is narrow."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.conversation.template_offer.preview import BubblePreview
from ui.theme.theme import Theme
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import fill_round

RIGHT: Final = 332
PAD: Final = 12
SIDE: Final = 8
GAP: Final = 8
NARROW: Final = 600  # a narrower box shows both parts below each other
LEAST: Final = 168  # whatever it holds
SMALLEST: Final = 96  # in a window that has hardly any room


class PreviewPart(QWidget):
    """The ground on which the bubble stands, or the words that say that nothing is chosen yet."""

    def __init__(self, theme: Theme, preview: BubblePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.preview = theme, preview
        self.title = Label(theme, role="small", ink="text_muted")
        self.empty = Paragraph(theme, _("Choose a template to read it in full."), ink="text_muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, GAP, PAD, PAD)
        column.setSpacing(GAP)
        for part in (self.title, self.empty, preview):
            column.addWidget(part)
        column.addStretch(1)

    def show_chosen(self, name: str, *, is_chosen: bool) -> None:
        """Whose bubble it is."""
        self.title.setText(_("What {name} will receive").format(name=name))
        self.title.setVisible(is_chosen)
        self.preview.setVisible(is_chosen)
        self.empty.setVisible(not is_chosen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sunken ground."""
        c = self._theme.colors
        rect = QRectF(self.rect())
        fill_round(QPainter(self), rect, c.surface_sunken, self._theme.tokens.radius.normal, c.border)


class OfferMiddle(QWidget):
    """`left` scrolls; `most_px` is the height that the window can spare."""

    def __init__(
        self, theme: Theme, left: QWidget, right: PreviewPart, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._left, self._right = theme, left, right
        self.most_px = LEAST
        self.left_scroll, self.right_scroll = _scroll(left), _scroll(right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(SIDE, 0, SIDE, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.left_scroll, 1)
        self._row.addWidget(self.right_scroll)
        self._settle()

    @property
    def is_narrow(self) -> bool:
        """Whether the parts stand below each other."""
        return self.width() < self._theme.px(NARROW)

    def settle(self) -> None:
        """The height of its content, up to the most."""
        self._settle()
        self.setFixedHeight(min(max(self._wanted(), self._theme.px(LEAST)), max(self.most_px, SMALLEST)))

    def show_part(self, part: QWidget, rect: QRect) -> None:
        """A place of a widget at the left comes into view."""
        middle = part.mapTo(self._left, rect.center())
        self.left_scroll.ensureVisible(0, middle.y(), 0, rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps differently."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.settle()

    def _settle(self) -> None:
        is_narrow = self.is_narrow
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        most = 16_777_215 if is_narrow else self._theme.px(RIGHT)
        self.right_scroll.setFixedWidth(most) if not is_narrow else self.right_scroll.setMaximumWidth(most)
        self.right_scroll.setMinimumWidth(0 if is_narrow else most)

    def _wanted(self) -> int:
        free = self.width() - 2 * SIDE
        if self.is_narrow:
            return height_for(self._left, free) + GAP + height_for(self._right, free)
        right = self._theme.px(RIGHT)
        return max(height_for(self._left, free - GAP - right), height_for(self._right, right))


def height_for(part: QWidget, width: int) -> int:
    """How high a widget is when its content wraps at this width."""
    layout = part.layout()
    if layout is None:
        return part.sizeHint().height()
    layout.invalidate()
    wanted = (
        layout.totalHeightForWidth(max(width, 1)) if layout.hasHeightForWidth() else part.sizeHint().height()
    )
    return max(part.minimumHeight(), wanted)


def _scroll(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setMinimumSize(QSize(0, 0))
    scroll.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)
    return scroll
