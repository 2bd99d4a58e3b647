"""What "/" opens over the answer box: the replies that fit, the whole of the chosen one, and how to go on."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.quick_replies import QuickReply
from app.words import amounts
from app.words import gettext as _
from app.words.formats import placeholder
from ui.conversation.quick_replies.rows import ROW, QuickList
from ui.plain import shown_name, shown_text
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_basic import fill_round
from ui.widgets.surfaces import Line

MOST_ROWS: Final = 7
LEAST_ROWS: Final = 2
PREVIEW_LINES: Final = 6
PREVIEW_CHARS: Final = 420
MOST_WIDE: Final = 720
PAD: Final = 12
GAP_ABOVE_BOX: Final = 4
EDGE: Final = 5  # above and below the lines


class QuickPopup(QFrame):
    """`picked(QuickReply)` by a click, `manage_asked` for the page where they are written. It never has the focus."""

    picked = Signal(object)
    manage_asked = Signal()

    def __init__(
        self, theme: Theme, filled: Callable[[QuickReply], str], language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._filled, self._language = theme, filled, language
        self.setAccessibleName(_("Quick replies"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QuickList(theme)
        self.text = Paragraph(theme, ink="text")
        self.files = ElidedLabel(theme, role="small", ink="text_muted")
        self.nothing = Paragraph(theme, ink="text_muted")
        self.hint = Label(theme, role="small", ink="text_muted")
        self.manage = Button(theme, "", kind="link", height="small")
        self.manage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.list.picked.connect(self.picked)
        self.list.moved.connect(self._show_whole)
        self.manage.clicked.connect(self.manage_asked)
        self.hide()

    def _lay_out(self) -> None:
        self._whole = QWidget()
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(PAD, 8, PAD, 8)
        whole.setSpacing(4)
        whole.addWidget(self.text)
        whole.addWidget(self.files)
        foot = QHBoxLayout()
        foot.setContentsMargins(PAD, 0, PAD - 8, 0)
        foot.addWidget(self.hint)
        foot.addStretch(1)
        foot.addWidget(self.manage)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(1, EDGE, 1, EDGE)
        column.setSpacing(0)
        self._lines = [Line(self._theme), Line(self._theme)]
        self._none = QWidget()
        none = QVBoxLayout(self._none)
        none.setContentsMargins(PAD, 8, PAD, 8)
        none.addWidget(self.nothing)
        for part in (self.list, self._lines[0], self._whole, self._none, self._lines[1]):
            column.addWidget(part)
        column.addLayout(foot)

    @property
    def has_rows(self) -> bool:
        """Whether there is a line to choose: only then do keys belong to it."""
        return self.isVisible() and self.list.rows.rowCount() > 0

    def show_found(self, replies: Sequence[QuickReply], over: QRect) -> None:
        """What fits, above the answer's box `over`; without any it says how one comes to have some."""
        has_any = bool(replies)
        self.list.show_replies(replies)
        for part in (self.list, self._lines[0], self._whole):
            part.setVisible(has_any)
        self._none.setVisible(not has_any)
        self.nothing.set_text(
            _(
                "There are no quick replies yet: texts that you write often, one “/” away. Begin with a ready set."
            )
        )
        self.hint.setText(_("↑ ↓ choose · ⏎ insert · Esc close") if has_any else "")
        self.manage.setText(_("Manage…") if has_any else _("Open quick replies"))
        self._place(over)

    def _show_whole(self, reply: QuickReply) -> None:
        text = in_short(shown_text(self._filled(reply)))
        self.text.set_text(text)
        self.text.setVisible(bool(text))
        names = [
            shown_name(one.media.name or "") if one.media.name else placeholder(one.kind)
            for one in reply.files
        ]
        sizes = [amounts.size(one.media.size_bytes or 0, self._language) for one in reply.files]
        self.files.set_text(", ".join(f"{name} ({size})" for name, size in zip(names, sizes, strict=True)))
        self.files.setVisible(bool(reply.files))

    def _place(self, over: QRect) -> None:
        """Above the box, as high as its lines and no higher than the room."""
        width = min(over.width(), self._theme.px(MOST_WIDE))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = over.left() + (over.width() - width if is_mirrored else 0)
        room = max(0, over.top() - 2 * GAP_ABOVE_BOX)
        row = self._theme.px(ROW)
        self.setFixedWidth(width)
        rows = min(self.list.rows.rowCount(), MOST_ROWS)
        self.list.setFixedHeight(rows * row)
        while rows > LEAST_ROWS and self._needed(width) > room:
            rows -= 1
            self.list.setFixedHeight(rows * row)
        height = self._needed(width)
        self.setGeometry(QRect(left, over.top() - GAP_ABOVE_BOX - height, width, height))
        self.show()
        self.raise_()

    def _needed(self, width: int) -> int:
        self._column.invalidate()
        self._column.activate()
        return self._column.totalHeightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box of everything that floats."""
        c = self._theme.colors
        fill_round(
            QPainter(self),
            QRectF(self.rect()),
            c.surface_raised,
            self._theme.tokens.radius.normal,
            c.border_strong,
        )


def in_short(text: str) -> str:
    """The first lines of a long text."""
    lines = text[:PREVIEW_CHARS].split("\n")[:PREVIEW_LINES]
    short = "\n".join(lines).rstrip()
    return short if len(short) >= len(text.rstrip()) else f"{short}…"
