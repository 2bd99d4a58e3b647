"""Above the text: which message is being answered, with a cross that answers none."""

from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words.formats import in_brief
from ui.conversation.notices import SYSTEM_KINDS
from ui.plain import shown_line, shown_name
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, mirrored, paint_text

PAD: Final = 12
BAR: Final = 3
INNER: Final = 8
GONE: Final = frozenset({"accepted", "sent", "delivered", "read", "played", "settled", "received"})


def can_be_answered(row: MessageRow) -> bool:
    """Whether the channel knows this message, so that it can be quoted and reacted to."""
    is_said = row.kind not in SYSTEM_KINDS and row.kind != "note"  # the customer knows of neither
    is_shown = is_said and not row.is_revoked and not row.is_imported
    return is_shown and (row.direction == "in" or row.state in GONE) and not row.is_pending


def quoted_words(row: MessageRow, customer: str) -> tuple[str, str]:
    """Who said it, and the start of it."""
    name = shown_name(customer) if row.direction == "in" else _("You")
    if row.direction == "out" and row.author_name:
        name = shown_name(row.author_name)
    return name, in_brief(row.kind, shown_line(row.text or ""))


class QuoteStrip(QWidget):
    """`closed` when the person answers none after all."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = self._text = ""
        self.close_button = IconButton(theme, "x", _("Do not quote"), height="small")
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 8, 8, 0)
        row.addStretch(1)
        row.addWidget(self.close_button)
        theme.changed.connect(self._settle)
        self._settle()
        self.hide()

    def show_quote(self, name: str, text: str) -> None:
        """Who is quoted, and the start of what they said."""
        self._name, self._text = name, text
        self.setAccessibleName(_("In answer to {name}: {text}").format(name=name, text=text))
        self.show()
        self.update()

    def _settle(self) -> None:
        self.setFixedHeight(8 + 2 * self._theme.line("small") + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As a quote in a bubble."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rtl = is_rtl(painter)
        whole = Strip(QRectF(self.rect()).adjusted(0, 8, 0, 0), is_rtl=rtl)
        whole.leading(PAD)
        whole.trailing(8 + self.close_button.width(), 8)
        box = whole.rest
        fill_round(painter, box, c.surface_hover, theme.tokens.radius.small)
        bar = QRectF(box.left(), box.top(), BAR, box.height())
        painter.fillRect(mirrored(bar, box, is_rtl=rtl), c.accent)
        words = Strip(box, is_rtl=rtl)
        words.leading(BAR + INNER)
        words.trailing(INNER)
        line, rest = theme.line("small"), words.rest
        upper = QRectF(rest.left(), box.top() + 4, rest.width(), line)
        lower = QRectF(rest.left(), upper.bottom(), rest.width(), line)
        paint_text(painter, upper, theme, self._name, c.accent, role="small", weight="semibold")
        paint_text(painter, lower, theme, self._text, c.text_muted, role="small")
