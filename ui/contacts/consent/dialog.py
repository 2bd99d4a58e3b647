"""Recording that somebody agreed, or wants no more: for what, from where it is known, when, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.consent import (
    GIVING,
    PROOF_MAX_CHARS,
    WITHDRAWING,
    WORDING_MAX_CHARS,
    Purpose,
    Source,
)
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, MessageId
from app.words import gettext as _
from app.words import sentences
from app.words.consent import purpose_words, source_in_short
from ui.contacts.consent.day import read_day, written_day
from ui.conversation.forms.fields import LimitedField
from ui.kit import Kit
from ui.teamwork.kept import too_long
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

DAY_PX: Final = 160
RECORDED: Final[tuple[Purpose, ...]] = ("marketing", "reminders")
WITHDRAWN: Final[tuple[Purpose, ...]] = ("marketing", "reminders", "service")


class ConsentDialog(Dialog):
    """`stored` when the wish is on disk. `purposes`: ticked at the start; `message_id`: their message that says so."""

    stored = Signal()

    def __init__(
        self,
        kit: Kit,
        contact_id: ContactId,
        name: str,
        parent: QWidget,
        *,
        is_giving: bool = True,
        purposes: Sequence[Purpose] = ("marketing",),
        message_id: MessageId | None = None,
    ) -> None:
        title = _("What did {name} agree to?") if is_giving else _("What does {name} want no more?")
        super().__init__(kit.theme, title.format(name=name), parent)
        self._kit, self._contact_id, self._is_giving = kit, contact_id, is_giving
        self._message_id = message_id
        theme = kit.theme
        self._zone = ZoneInfo(kit.formats.zone)
        self._today = kit.clock.now().astimezone(self._zone).date()
        self.boxes = {
            one: CheckBox(theme, purpose_words(one)) for one in (RECORDED if is_giving else WITHDRAWN)
        }
        for one, box in self.boxes.items():
            box.setChecked(one in purposes)
        sources = GIVING if is_giving else WITHDRAWING
        options = [Option(one, source_in_short(one)) for one in sources]
        self.source = Segmented(theme, _("How do you know?"), options, is_small=True)
        self.source.choose("own_message" if message_id else "spoken")
        self.day = Field(theme, _("Which day"))
        self.day.setFixedWidth(theme.px(DAY_PX))
        self.day.input.setText(written_day(self._today))
        asked = _("What they agreed to, in the words they saw or said") if is_giving else _("In their words")
        self.wording = LimitedField(theme, asked, WORDING_MAX_CHARS, lines=3, too_long=too_long())
        self.proof = LimitedField(
            theme,
            _("Where the proof is (you may leave it empty)"),
            PROOF_MAX_CHARS,
            placeholder=_("Sheet 12 in the red folder"),
            too_long=too_long(),
        )
        self.error = Paragraph(theme, role="small", ink="danger")
        self.error.hide()
        self.cancel = Button(theme, _("Cancel"))
        words = _("Record") if is_giving else _("Record that it ends")
        self.confirm = Button(theme, words, kind="primary")
        self._lay_out()
        for box in self.boxes.values():
            box.toggled.connect(self._settle)
        for field in (self.wording, self.proof):
            field.changed.connect(self._settle)
        self.day.input.textChanged.connect(self._settle)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._record)
        next(iter(self.boxes.values())).setFocus()
        self._settle()

    def _lay_out(self) -> None:
        theme, body = self._kit.theme, self.body
        body.addSpacing(theme.tokens.space.x1)
        for box in self.boxes.values():
            body.addWidget(box)
        body.addSpacing(theme.tokens.space.x1)
        body.addWidget(Label(theme, _("How do you know?"), weight="medium"))
        body.addWidget(self.source)
        for part in (self.day, self.wording, self.proof, self.error):
            body.addSpacing(theme.tokens.space.x1)
            body.addWidget(part)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What is ticked."""
        return tuple(one for one, box in self.boxes.items() if box.isChecked())

    @property
    def at(self) -> datetime | None:
        """When it was said. Of a day alone the earlier end counts for a yes, the later one for a no."""
        day = read_day(self.day.input.text(), self._today)
        if day is None or day > self._today:
            return None
        if day == self._today:
            return self._kit.clock.now()
        return self._moment(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter records from the texts too."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirm.click()
        else:
            super().keyPressEvent(event)

    def _moment(self, day: date) -> datetime:
        clock = time(0, 0) if self._is_giving else time(23, 59)
        return datetime.combine(day, clock, self._zone).astimezone(UTC)

    def _settle(self) -> None:
        is_day = self.at is not None
        self.day.set_error("" if is_day else _("A past day is needed, as in 31/12/2025."))
        is_proved = not self._is_giving or bool(self.wording.text or self.proof.text or self._message_id)
        is_short = not (self.wording.is_over or self.proof.is_over)
        self.confirm.setEnabled(bool(self.purposes) and is_day and is_proved and is_short)
        self._say("")

    def _say(self, sentence: str) -> None:
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _record(self) -> None:
        at = self.at
        if self.confirm.isEnabled() and at is not None:
            self._kit.tasks.spawn(self._record_now(at), "record consent")

    async def _record_now(self, at: datetime) -> None:
        desk = self._kit.desk
        say = desk.record_consent if self._is_giving else desk.withdraw_consent
        source = _source(self.source.chosen_id)
        message_id = self._message_id if source == "own_message" else None
        try:
            await say(
                self._contact_id,
                self.purposes,
                source=source,
                at=at,
                wording=self.wording.text,
                proof=self.proof.text,
                message_id=message_id,
            )
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        self.stored.emit()
        self.accept()


def _source(chosen: str) -> Source:
    return next(one for one in WITHDRAWING if one == chosen)
