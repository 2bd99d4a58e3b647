"""The trial: a message from one's own telephone comes in, and an answer written here reaches it."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.rows import Changes, MessageRow
from app.domain.setup import Step
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated, shown_line, shown_name
from ui.setup.chat_link import CodeView, chat_link
from ui.setup.page import StepPage
from ui.setup.session import SetupSession
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Card

LOOK_AGAIN_MS: Final = 4_000
UNCONNECTED: Final = "trial_not_connected"


class TrialPage(StepPage):
    """Connects the number when it comes into view, then waits for the message and takes the answer."""

    STEP: ClassVar[Step] = "trial"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        theme = kit.theme
        self.says = Paragraph(theme, "", role="lead", weight="semibold")
        self.code = CodeView()
        self.scan = Paragraph(
            theme, _("Or point the phone’s camera at this code and send what it writes."), ink="text_muted"
        )
        self.asked = Card(theme)
        row = QHBoxLayout(self.asked)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        lines = QVBoxLayout()
        lines.addWidget(self.says)
        lines.addWidget(self.scan)
        lines.addStretch(1)
        row.addLayout(lines, 1)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        self.came = Card(theme)
        self.who = Paragraph(theme, "", ink="text_muted")
        self.text = Paragraph(theme, "", role="lead")
        self.answer = Field(theme, _("Your answer"))
        self.send = Button(theme, _("Send"), kind="primary", icon="send")
        self.send.clicked.connect(self._send)
        self.answer.input.returnPressed.connect(self._send)
        inside = QVBoxLayout(self.came)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.answer, 1)
        line.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        self._answering = QWidget()
        line.setContentsMargins(0, 0, 0, 0)
        self._answering.setLayout(line)
        for part in (self.who, self.text, self._answering):
            inside.addWidget(part)
        for part in (self.asked, self.came):
            self.column.addWidget(part)
        self.end()
        self._is_sent = False
        self._tick = QTimer(self, interval=LOOK_AGAIN_MS)
        self._tick.timeout.connect(self._look)
        kit.bridge.changed.connect(self._heard)
        self.refresh()

    # -- into view

    def enter(self) -> None:
        """Connect the number; where it is connected with the same values, that is nothing."""
        self.session.connect_number()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: what came is asked for now and then."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._tick.stop()

    def close_down(self) -> None:
        """No timer may outlive the page."""
        self._tick.stop()

    @property
    def first_control(self) -> QWidget | None:
        """The answer, once there is something to answer."""
        return self.answer.input if self._answering.isVisibleTo(self) else None

    def main_words(self) -> str:
        """Where it could not be connected, that comes first."""
        if not self.session.is_connected:
            return _("Connect the number")
        return super().main_words()

    def waits_for(self) -> str:
        """Connecting takes some seconds: the hub of this computer starts again."""
        return super().waits_for() if self.session.is_connected else _("The number is being connected…")

    def do_main(self) -> None:
        """Connect, look, or go on."""
        if self.session.is_connected:
            super().do_main()
        else:
            self.session.connect_number()

    def _look(self) -> None:
        if self.session.is_connected and not self.session.is_busy and not self._is_over:
            self.session.look("trial")

    @property
    def _is_over(self) -> bool:
        report = self.session.reports.get("trial")
        return report is not None and any(one.code == "trial_delivered" for one in report.findings)

    def _heard(self, changes: Changes) -> None:
        if self.isVisible() and (changes.messages or changes.conversations):
            self._look()

    # -- what is shown

    def refresh(self) -> None:
        """The number to write to, what came, and how far the answer is."""
        report = self.session.reports.get("trial")
        codes = {one.code for one in report.findings} if report is not None else set()
        if codes & {"trial_failed", "trial_unconfirmed"}:
            self._is_sent = False
        if UNCONNECTED in codes and not self.session.is_busy:
            self.session.is_connected = False
        phone = self.session.phone
        hello = _("Hello")
        to = isolated(phone.replace(" ", "\u00a0")) if phone else _("the number of your business")
        self.says.set_text(
            _("From your own phone, write “{hello}” to {phone}.").format(hello=hello, phone=to)
        )
        self.code.set_link(chat_link(phone, hello) if phone else "")
        self.scan.setVisible(bool(phone))
        row = self._newest() if self._is_sent or "trial_received" in codes else None
        self.asked.setVisible(self.session.is_connected and row is None)
        self.came.setVisible(row is not None)
        if row is not None:
            name = self._name(row.conversation_id)
            self.who.set_text(_("{name} wrote:").format(name=isolated(shown_name(name))))
            self.text.set_text(shown_line(row.text or "") or "…")
        is_open = bool(codes & {"trial_unanswered", "trial_unconfirmed", "trial_failed"}) or (
            row is not None and not codes - {"trial_received"}
        )
        self._answering.setVisible(is_open and not self._is_sent)
        super().refresh()

    def _newest(self) -> MessageRow | None:
        """The message that came last, whoever wrote it."""
        for conversation_id in self.kit.desk.inbox("all", limit=1):
            rows = [row for row in self.kit.desk.page(conversation_id, limit=20) if row.direction == "in"]
            return rows[-1] if rows else None
        return None

    def _name(self, conversation_id: ConversationId) -> str:
        row = self.kit.desk.inbox_row(conversation_id)
        return row.name if row is not None else ""

    # -- the answer

    def _send(self) -> None:
        text, row = self.answer.input.text().strip(), self._newest()
        if not text or row is None:
            self.answer.set_error(_("Write a few words first."))
        elif not self._is_sent:
            self.answer.set_error("")
            self.kit.tasks.spawn(self._send_now(row.conversation_id, text), "set-up answer")

    async def _send_now(self, conversation_id: ConversationId, text: str) -> None:
        self._is_sent = True
        self.session.reports.pop("trial", None)  # what became of the answer before says nothing of this one
        self.edited.emit()
        try:
            await self.kit.desk.send_text(conversation_id, text)
        except ComptoirError as error:
            self._is_sent = False
            self.answer.set_error(sentences.refusal(error.code, error.facts))
            self.edited.emit()
        else:
            self._look()
