"""The end of the talk behind a deal: who decides reads it here, and a press goes to where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.domain.deal_rows import DealCard
from app.domain.ids import ConversationId
from app.domain.rows import Changes, MessageRow
from app.words import gettext as _
from app.words.formats import in_brief
from ui.contacts.panel.parts import SectionBox
from ui.deals.sheet.parts import SheetKit
from ui.inbox.row_face import TICKS
from ui.plain import shown_line, shown_name, shown_text
from ui.theme.style import wants_ring
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import Strip, elided, fill_round, is_rtl, paint_text
from ui.widgets.paint_marks import paint_tick

SHOWN: Final = 5
PAD: Final = 6
GAP: Final = 6
TICK: Final = 16
LONGEST: Final = 280  # characters of a message


class TalkLine(QPushButton):
    """One message: whose and when, then its words on as many lines as they need, a long one cut."""

    def __init__(self, sheet: SheetKit) -> None:
        super().__init__()
        self._sheet = sheet
        self.row: MessageRow | None = None
        self._who = self._when = ""
        self.words = Paragraph(sheet.theme, parent=self)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        wants_ring(self, sheet.theme.tokens.radius.chip)

    def show_row(self, row: MessageRow, who: str) -> None:
        """Another message."""
        kit = self._sheet.kit
        self.row, self._who = row, who
        words = shown_text(in_brief(row.kind, row.text or "")).strip()
        self.words.set_text(f"{words[:LONGEST].rstrip()}…" if len(words) > LONGEST else words)
        self._when = kit.formats.list_time(row.sort_at, kit.clock.now())
        self.setAccessibleName(f"{who}, {self._when}, {shown_line(words)}")
        self._place()
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A line for whose it is, and its words."""
        return self._top + self.words.heightForWidth(max(1, width - 2 * PAD)) + PAD

    def sizeHint(self) -> QSize:
        """At its width, else two lines."""
        return QSize(120, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return QSize(60, self._top + self._sheet.theme.line("body") + PAD)

    @property
    def _top(self) -> int:
        return PAD + self._sheet.theme.line("small")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its words follow."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = max(1, self.width() - 2 * PAD)
        self.words.setGeometry(PAD, self._top, width, self.words.heightForWidth(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as the blank does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """It is painted anew under the pointer."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground under the pointer, whose, when."""
        theme, c, painter = self._sheet.theme, self._sheet.theme.colors, QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse():
            fill_round(painter, QRectF(self.rect()), c.surface_hover, theme.tokens.radius.chip)
        line = QRectF(PAD, PAD, self.width() - 2 * PAD, theme.line("small"))
        top = Strip(line, is_rtl=is_rtl(painter))
        when = top.trailing(theme.metrics("small", tabular=True).horizontalAdvance(self._when) + 1, GAP)
        paint_text(painter, when, theme, self._when, c.text_faint, role="small", tabular=True)
        row = self.row
        tick = TICKS.get(row.state) if row is not None and row.direction == "out" else None
        if tick is not None:
            paint_tick(painter, top.trailing(TICK, GAP), theme, tick, c.text_faint)
        who = elided(theme.metrics("small", "medium"), self._who, top.rest.width())
        paint_text(painter, top.rest, theme, who, c.text_muted, role="small", weight="medium")


class TalkSection:
    """The newest five, in their order. `place`: which conversation they are of."""

    def __init__(self, sheet: SheetKit, place: Callable[[], ConversationId | None]) -> None:
        self._sheet, self._place = sheet, place
        self._conversation_id: ConversationId | None = None
        self._card: DealCard | None = None
        self.widget = SectionBox(sheet.theme, _("Last messages"), "message-square", _("Open the chat"))
        self.nothing = Paragraph(sheet.theme, _("Nothing was written yet"), ink="text_faint")
        self.lines = [TalkLine(sheet) for _number in range(SHOWN)]
        self.widget.column.addWidget(self.nothing)
        for line in self.lines:
            self.widget.lines.addWidget(line)
            line.clicked.connect(lambda _is_on=False, line=line: self._go_to(line))
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self._open)

    def show(self, card: DealCard) -> None:
        """Of its thread, or of the person's newest one."""
        self._card = card
        self._conversation_id = self._place()
        self.widget.setVisible(self._conversation_id is not None)
        if self._conversation_id is not None:
            self._fill(self._conversation_id, card)

    def changed(self, changes: Changes) -> None:
        """Somebody wrote there."""
        conversation_id = self._conversation_id
        if (
            self._card is not None
            and conversation_id is not None
            and conversation_id in changes.conversations
        ):
            self._fill(conversation_id, self._card)

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _fill(self, conversation_id: ConversationId, card: DealCard) -> None:
        page = self._sheet.kit.desk.page(conversation_id, limit=4 * SHOWN)
        rows = [row for row in page if row.kind not in ("notice", "note")][-SHOWN:]
        self.nothing.setVisible(not rows)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(rows))
            if place < len(rows):
                line.show_row(rows[place], _who(rows[place], card))

    def _go_to(self, line: TalkLine) -> None:
        if line.row is not None:
            self._sheet.open_message(line.row.conversation_id, line.row.message_id)

    def _open(self) -> None:
        if self._conversation_id is not None:
            self._sheet.open_chat(self._conversation_id)


def _who(row: MessageRow, card: DealCard) -> str:
    if row.direction == "in":
        return shown_name(card.person)
    return shown_name(row.author_name) if row.author_name else _("Us")
