"""What every step has in common: its title and reason, its parts, and what was found, with the error at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.findings import Finding
from app.domain.setup import Credentials, Registration, Step
from app.words import gettext as _
from app.words.findings import advice, sentence
from ui.kit import Kit
from ui.setup.parts import Findings
from ui.setup.session import SetupSession
from ui.setup.words import step_reason, step_title
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph


class StepPage(QWidget):
    """A step. `edited`: what was found does not hold any more; `entered`: Enter in a line, as the main button.

    `field_of` says under which line a finding's sentence stands, by the start of its code.
    """

    edited = Signal()
    entered = Signal()
    STEP: ClassVar[Step]
    HOLDS: ClassVar[bool] = False  # what was found is not about what is typed, and stays while somebody types

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit, self.session = kit, session
        self.is_edited = False
        self.field_of: Mapping[str, Field] = {}
        theme = kit.theme
        self.setAccessibleName(step_title(self.STEP))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.tokens.space.x4)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(Paragraph(theme, step_title(self.STEP), role="title", weight="semibold"))
        self.reason = Paragraph(theme, self._reason(), ink="text_muted")
        head.addWidget(self.reason)
        self.column.addLayout(head)
        self.findings = Findings(kit)

    def end(self) -> None:
        """After the parts of a step: what is found stands below them."""
        self.column.addWidget(self.findings)
        self.column.addStretch(1)

    def watch(self, *fields: Field) -> None:
        """Lines of the step: typing in them asks for a new check, Enter does it."""
        for field in fields:
            field.input.textEdited.connect(lambda _text, field=field: self._edited(field))
            field.input.returnPressed.connect(self.entered)

    # -- what the screen asks

    @property
    def typed(self) -> Credentials:
        """What was typed here; empty fields stand for what is kept."""
        return Credentials()

    @property
    def registration(self) -> Registration | None:
        """What registering takes, where the step registers."""
        return None

    def complain(self) -> bool:
        """Say inline what is missing before anything is asked; whether anything is."""
        return False

    @property
    def can_go_on(self) -> bool:
        """Whether the main button leads on rather than asking."""
        return self.session.is_passed(self.STEP) and not self.is_edited

    def main_words(self) -> str:
        """What the main button says."""
        return _("Go on") if self.can_go_on else _("Check")

    def waits_for(self) -> str:
        """What is said while one waits."""
        return _("Asking Meta…")

    def do_main(self) -> None:
        """The main button: on, or ask."""
        if self.can_go_on:
            self.session.go_on()
        elif not self.complain():
            self.is_edited = False
            self.session.check(self.STEP, self.typed, self.registration)

    def enter(self) -> None:
        """The step comes into view."""

    @property
    def first_control(self) -> QWidget | None:
        """Where the keyboard enters; None for the main button."""
        return None

    def focus_first(self) -> None:
        """The first line, with what is in it chosen."""
        if self.first_control is not None:
            self.first_control.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def first_error(self) -> QWidget | None:
        """The first line that something is wrong with."""
        return next(
            (one.input for one in self.findChildren(Field) if one.error and one.isVisibleTo(self)), None
        )

    # -- what was found

    def refresh(self) -> None:
        """What was found, each at its line where it has one."""
        self.reason.set_text(self._reason())
        report = self.session.reports.get(self.STEP)
        is_shown = report is not None and (self.HOLDS or not self.is_edited)
        found = list(report.findings) if report is not None and is_shown else []
        said: dict[Field, list[str]] = {}
        rest: list[Finding] = []
        for one in found:
            field = self._field(one) if one.state == "bad" else None
            if field is None or not field.isVisibleTo(self):
                rest.append(one)
            else:
                formats = self.kit.formats
                said.setdefault(field, []).extend((sentence(one, formats), advice(one, formats)))
        for field in set(self.field_of.values()):
            if not self.is_edited:
                field.set_error(" ".join(filter(None, said.get(field, []))))
        is_here = self.session.failed_step == self.STEP
        self.findings.show_findings(rest, self.session.sentence if is_here else "")

    def _reason(self) -> str:
        return step_reason(self.STEP, has_changed=bool(self.session.state.changed))

    def _field(self, one: Finding) -> Field | None:
        starts = [start for start in self.field_of if one.code.startswith(start)]
        return self.field_of[max(starts, key=len)] if starts else None

    def _edited(self, field: Field) -> None:
        self.is_edited = True
        field.set_error("")
        self.edited.emit()
