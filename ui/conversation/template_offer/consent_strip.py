"""Above the foot of the offer, before anything is sent: whether this person agreed to it, and what hour it is there."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.consent import Standing, purpose_of
from app.domain.errors import Refused
from app.domain.rows import Changes, ThreadHeader
from app.domain.templates import Template
from app.words import gettext as _
from app.words.consent import banner_words, standing_words
from ui.contacts.consent.dialog import ConsentDialog
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.theme.icons import IconName
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon

PAD = 16
SETTINGS = frozenset({"marketing_consent", "quiet_hours", "quiet_from", "quiet_to"})


class ConsentStrip(QWidget):
    """`moved` when what it says is different; `read_asked(message_id)`; `plan_asked(moment)`, `anyway_asked`."""

    moved = Signal()
    read_asked = Signal(str)
    plan_asked = Signal(object)
    anyway_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._header: ThreadHeader | None = None
        self._category: str | None = None
        self.refused: Refused | None = None
        theme = kit.theme
        self.words = Paragraph(theme, role="small", ink="warning_soft_text")
        self.record_button = Button(theme, _("Record consent…"), height="small")
        self.read_button = Button(theme, _("Read the message"), height="small")
        self.plan_button = Button(theme, "", height="small", icon="alarm-clock")
        self.anyway_button = Button(theme, _("Send anyway"), kind="link", height="small")
        self.buttons = (self.record_button, self.read_button, self.plan_button, self.anyway_button)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.space.x2)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._column: QBoxLayout = QVBoxLayout(self)
        self._column.setContentsMargins(PAD + theme.tokens.icon.normal + 8, 6, PAD, 6)
        self._column.setSpacing(4)
        self._column.addWidget(self.words)
        self._column.addLayout(row)
        self.record_button.clicked.connect(self.record)
        self.read_button.clicked.connect(self._read)
        self.plan_button.clicked.connect(self._plan)
        self.anyway_button.clicked.connect(self.anyway_asked)
        kit.bridge.changed.connect(self._changed)
        self.hide()

    @property
    def until(self) -> datetime | None:
        """From when it may go out, where the hour alone stands against it."""
        until = self.refused.facts.get("until") if self.refused is not None else None
        return datetime.fromisoformat(until) if until else None

    def show_for(self, header: ThreadHeader | None, template: Template | None) -> None:
        """Look anew."""
        self._header, self._category = header, template.category if template is not None else None
        is_asked = header is not None and template is not None
        desk = self._kit.desk
        self.refused = (
            desk.check_template(header.conversation_id, template.category)
            if header is not None and template is not None
            else None
        )
        standing = self._standing() if is_asked and self.refused is None else None
        self._say(standing)

    def record(self) -> None:
        """The dialog that records what this template needs."""
        header = self._header
        if header is None or self._category is None:
            return
        name = isolated(shown_name(header.name))
        purpose = purpose_of(self._category)
        dialog = ConsentDialog(
            self._kit, header.contact_id, name, self.window(),
            purposes=("marketing", "reminders") if purpose == "service" else (purpose,),
        )  # fmt: skip
        dialog.open()

    def _standing(self) -> Standing | None:
        """That they agreed, where it had to be known."""
        header = self._header
        if header is None or self._category is None or purpose_of(self._category) != "marketing":
            return None
        standing = self._kit.desk.consent(header.contact_id).of("marketing")
        return standing if standing.state == "given" else None

    def _say(self, agreed: Standing | None) -> None:
        kit, refused, now = self._kit, self.refused, self._kit.clock.now()
        words = ""
        if refused is not None:
            words = banner_words(refused, kit.formats, now)
        elif agreed is not None:
            words = standing_words(agreed, kit.formats, now)
        code = refused.code if refused is not None else ""
        self.words.set_text(words)
        self.words.set_ink("warning_soft_text" if refused is not None else "text_muted")
        self.setAccessibleName(words)
        self.record_button.setVisible(code in ("consent_missing", "consent_withdrawn"))
        self.read_button.setVisible(code == "consent_doubted")
        self.plan_button.setVisible(self.until is not None)
        self.anyway_button.setVisible(self.until is not None and self._is_free_to_decide())
        if self.until is not None:
            moment = kit.formats.moment(self.until, now)
            self.plan_button.setText(_("Send it {moment}").format(moment=moment))
            self.plan_button.updateGeometry()
        self.setVisible(bool(words))
        self.update()

    def _is_free_to_decide(self) -> bool:
        return self._category is not None and purpose_of(self._category) != "marketing"

    def _changed(self, changes: Changes) -> None:
        header = self._header
        if header is None:
            return
        is_ours = header.contact_id in changes.contacts or header.conversation_id in changes.conversations
        if is_ours or changes.is_everything or changes.settings & SETTINGS:
            self.moved.emit()

    def _read(self) -> None:
        header = self._header
        doubts = self._kit.desk.consent(header.contact_id).doubts if header is not None else ()
        if doubts:
            self.read_asked.emit(doubts[0].message_id)

    def _plan(self) -> None:
        if self.until is not None:
            self.plan_asked.emit(self.until)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The amber ground with its sign, or a check mark on none."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        theme, size = self._kit.theme, self._kit.theme.tokens.icon.normal
        c = theme.colors
        icon: IconName = "circle-check"
        ink = c.success
        if self.refused is not None:
            painter.fillRect(self.rect(), c.warning_soft)
            icon, ink = ("alarm-clock" if self.until is not None else "ban"), c.warning_soft_text
        line = QRectF(PAD, 6, self.width() - 2 * PAD, theme.line("small"))
        box = Strip(line, is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, theme, icon, size, ink)
