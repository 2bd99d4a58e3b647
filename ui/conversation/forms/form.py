"""The frame of every form: its fields, the bubble that it becomes, and a button that sends it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desk.desk import Composed
from app.domain.channels import WHATSAPP
from app.domain.errors import Refused
from app.domain.outgoing import problems
from app.words import gettext as _
from app.words import sentences
from ui.conversation.forms.fields import LimitedField
from ui.conversation.forms.preview import BubblePreview
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph

WIDE: Final = 820
NARROW: Final = 480
PREVIEW: Final = 320
MARGIN: Final = 32  # left free of the window around the dialog
SIDE: Final = 20  # the dialog's own pad
CHROME: Final = 150  # title and buttons
LEAST_FIELDS: Final = 120


class Form(Dialog):
    """`sent(Composed)` when it is to go; `left(Composed)` when it was closed: what was filled in is not lost."""

    sent = Signal(object)
    left = Signal(object)

    def __init__(self, kit: Kit, title: str, customer: str, parent: QWidget) -> None:
        super().__init__(kit.theme, title, parent)
        self.kit = kit
        self._is_going = False
        self._problem = Paragraph(kit.theme, role="small", ink="danger")
        self._problem.hide()
        self.preview = BubblePreview(kit)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(kit.theme.tokens.space.x3)
        room = parent.window().size()
        is_wide = room.width() >= WIDE + MARGIN
        self.setFixedWidth(WIDE if is_wide else max(320, min(NARROW, room.width() - MARGIN)))
        self._lay_out(customer, is_wide=is_wide, most_px=max(LEAST_FIELDS, room.height() - CHROME - MARGIN))
        self.finished.connect(self._finished)

    # -- what a form says of itself

    def composed(self) -> Composed:
        """The message as it is filled in now."""
        raise NotImplementedError

    def fill(self, composed: Composed) -> None:
        """Put in what was filled in before."""
        raise NotImplementedError

    # -- for forms

    def add_field(
        self, name: str, limit: int, *, placeholder: str = "", lines: int = 1, text: str = ""
    ) -> LimitedField:
        """A line or paragraph below the others."""
        field = LimitedField(self.theme, name, limit, placeholder=placeholder, lines=lines)
        field.set_text(text)
        field.changed.connect(self.refresh)
        self.fields.addWidget(field)
        return field

    def refresh(self) -> None:
        """Something is filled in differently."""
        self._problem.hide()
        self.preview.show_message(self.composed())

    def send(self) -> None:
        """Send it, or say why it cannot be sent."""
        problem = self.problem()
        if problem is None:
            self._is_going = True
            composed = self.composed()
            self.accept()
            self.sent.emit(composed)
            return
        self._problem.set_text(sentences.refusal(problem.code, problem.facts))
        self._problem.setAccessibleName(self._problem.text)
        self._problem.show()
        self._focus_first_wrong()

    def problem(self) -> Refused | None:
        """Why the channel would not take it."""
        composed = self.composed()
        return problems(WHATSAPP, composed.kind, composed.text, composed.content)

    # -- inside

    def _lay_out(self, customer: str, *, is_wide: bool, most_px: int) -> None:
        theme = self.theme
        inside = self._inside = QWidget()
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        across = self._across = QBoxLayout(way, inside)
        across.setContentsMargins(2, 2, 6, 2)  # room for focus rings
        across.setSpacing(theme.tokens.space.x5)
        left = QVBoxLayout()
        left.addLayout(self.fields)
        left.addStretch(1)
        right = QVBoxLayout()
        words = _("What {name} will receive").format(name=isolated(shown_name(customer)))
        right.addWidget(Label(theme, words, role="small", weight="medium", ink="text_muted"))
        right.addWidget(self.preview)
        right.addStretch(1)
        across.addLayout(left, 1)
        if is_wide:
            self.preview.setFixedWidth(PREVIEW)
        across.addLayout(right)
        scroll = self._scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._most_px = most_px
        self.body.addSpacing(theme.tokens.space.x2)
        self.body.addWidget(scroll)
        self.body.addWidget(self._problem)
        self.cancel_button = Button(theme, _("Cancel"))
        self.send_button = Button(theme, _("Send"), kind="primary", icon="send", key_hint="Ctrl ⏎")
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.send_button)
        self.cancel_button.clicked.connect(self.reject)
        self.send_button.clicked.connect(self.send)

    def fit(self) -> None:
        """As high as its fields, within the window."""
        across, inside = self._across, self._inside
        across.activate()
        wanted = across.heightForWidth(self.width() - 2 * SIDE) if across.hasHeightForWidth() else -1
        height = max(wanted, inside.sizeHint().height()) + 4
        self._scroll.setFixedHeight(max(LEAST_FIELDS, min(height, self._most_px)))

    def open(self) -> None:
        """Show it with the cursor in the first field."""
        self.refresh()
        self.fit()
        super().open()
        first = self.findChild(LimitedField)
        if first is not None:
            first.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_first_wrong(self) -> None:
        fields = self.findChildren(LimitedField)
        wrong = next((one for one in fields if one.is_over), None) or next(
            (one for one in fields if not one.text), None
        )
        if wrong is not None:
            wrong.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(wrong)

    def _finished(self) -> None:
        if not self._is_going:
            self.left.emit(self.composed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends; Enter alone does nothing that could surprise."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send()
        elif not is_enter:
            super().keyPressEvent(event)
