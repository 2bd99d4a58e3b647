"""Whom to write to, for the front desk: a known person or somebody new; what is doubtful is asked about."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import LineId
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.people.candidates import MOST, Candidate, offer_for
from ui.people.lines import LineButton, home_country
from ui.people.list_parts import CANDIDATE, ROW, CandidateDelegate, CandidateModel
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph

LOOK_AFTER_MS: Final = 60  # a quick typist is looked after once
FRAME_PX: Final = 300  # everything in the dialog but the list, and the window's own edge
SAYS_LINES: Final = 3


def choose_person(kit: Kit, text: str, name: str, parent: QWidget) -> "NewConversation":
    """The dialog, opened; see there."""
    dialog = NewConversation(kit, text, name, parent)
    dialog.open()
    return dialog


class NewConversation(Dialog):
    """`started(conversation_id)`: the conversation is there, new or old; the dialog has closed."""

    started = Signal(str)

    def __init__(self, kit: Kit, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("New conversation"), parent)
        self._kit = kit
        self._given = (text, name)  # a contact card's number, and whose it is
        self._asked: Candidate | None = None  # which doubtful one a person is asked about
        self._is_busy = False
        placeholder = _("Name, username or phone number")
        self.input = Input(kit.theme, _("To"), placeholder=placeholder, is_search=True)
        self.lines = LineButton(kit)
        self.model = CandidateModel()
        self.list = QListView()
        self.says = Paragraph(kit.theme, role="small", ink="text_muted")
        self.cancel = Button(kit.theme, _("Cancel"))
        self.write = Button(kit.theme, _("Write"), kind="primary")
        self._look = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._lay_out()
        self._connect()
        self.input.setText(text)
        self._show_offer()
        self.input.setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.list.setModel(self.model)
        self.list.setItemDelegate(CandidateDelegate(theme))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys come from the line above it
        self.list.setMouseTracking(True)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setAccessibleName(_("People"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(self._rows_shown() * theme.px(ROW))
        self.says.setFixedHeight(SAYS_LINES * theme.line("small"))  # nothing jumps when it says something
        self.body.addSpacing(theme.tokens.space.x1)
        for part in (self.input, self.lines, self.list, self.says):
            self.body.addWidget(part)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.write)
        self.write.setDefault(True)

    def _rows_shown(self) -> int:
        """As many as the window leaves room for."""
        window = self.parentWidget()
        px = self._kit.theme.px
        room = (window.height() if window is not None else 900) - px(FRAME_PX)
        return max(1, min(MOST, room // px(ROW)))

    def _connect(self) -> None:
        self.input.textChanged.connect(self._typed)
        self.input.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.lines.changed.connect(self._show_offer)
        self.cancel.clicked.connect(self._step_back)
        self.write.clicked.connect(self._choose)
        self._look.timeout.connect(self._show_offer)

    # -- what is offered

    @property
    def current(self) -> Candidate | None:
        """Whom Enter would write to."""
        candidate: Candidate | None = self.list.currentIndex().data(CANDIDATE)
        return candidate

    def _typed(self) -> None:
        self._look.start()

    def _show_offer(self) -> None:
        self._look.stop()
        home = home_country(self._kit, self.lines.line_id)
        text, name = self.input.text(), self._given[1] if self.input.text() == self._given[0] else ""
        offer = offer_for(self._kit.desk, text, home, self._kit.formats.language, name)
        self.model.show(offer.candidates)
        self._ask_about(None)
        if offer.candidates:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._say(offer.hint)
        self._settle()

    def _show_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._ask_about(None)
        candidate = self.current
        self._say(candidate.says if candidate is not None else "")
        self.input.setAccessibleDescription(candidate.spoken if candidate is not None else "")
        if candidate is not None and candidate.line_id is not None:
            self.lines.propose(candidate.line_id)
        self._settle()

    def _say(self, sentence: str, *, is_loud: bool = False) -> None:
        self.says.set_ink("warning" if is_loud else "text_muted")
        self.says.set_text(sentence)

    def _settle(self) -> None:
        self.write.setEnabled(self.current is not None and not self._is_busy)

    # -- choosing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types."""
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.model.rowCount():
                place = (self.list.currentIndex().row() + step) % self.model.rowCount()
                self.list.setCurrentIndex(self.model.index(place))
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._choose()

    def _choose(self) -> None:
        """Write to the current one; a doubtful one is asked about first."""
        if self._look.isActive():
            self._show_offer()  # Enter was quicker than the look-up
        candidate = self.current
        if candidate is None or self._is_busy:
            return
        if candidate.confirm and self._asked != candidate:
            self._ask_about(candidate)
            return
        self._is_busy = True
        self._settle()
        self._kit.tasks.spawn(self._start(candidate, self.lines.line_id), "start conversation")

    def _ask_about(self, candidate: Candidate | None) -> None:
        """The question stands where the sentence stood; the safe answer has the focus."""
        self._asked = candidate
        self.cancel.setText(_("Cancel") if candidate is None else _("Change"))
        self.write.setText(_("Write") if candidate is None else candidate.confirm)
        (self.write if candidate is None else self.cancel).setDefault(True)  # a second Enter writes to nobody
        if candidate is not None:
            self._say(candidate.says, is_loud=True)
            self.cancel.setFocus(Qt.FocusReason.TabFocusReason)

    def _step_back(self) -> None:
        if self._asked is None:
            self.reject()
            return
        self._ask_about(None)
        self.input.setFocus()
        self.input.selectAll()

    async def _start(self, candidate: Candidate, line_id: LineId | None) -> None:
        try:
            if line_id is None:
                raise ComptoirError("line_missing")
            started = await self._kit.desk.start_conversation(
                line_id, candidate.identity, candidate.contact_id
            )
        except ComptoirError as error:
            self._is_busy = False
            self._ask_about(None)
            self._say(sentences.refusal(error.code, error.facts), is_loud=True)
            self._settle()
            return
        self.started.emit(started)
        self.accept()
