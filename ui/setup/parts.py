"""What the steps are made of: where a value is found, what was found, a secret that hides, a value to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.findings import Finding
from app.domain.findings import State as FindingState
from app.words import gettext as _
from app.words.findings import advice, sentence
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.controls import Radio
from ui.widgets.inputs import Field
from ui.widgets.labels import Ink, Label, Paragraph
from ui.widgets.paint_basic import centered, paint_icon
from ui.widgets.surfaces import Card, tight

MARKS: Final[dict[FindingState, tuple[IconName, Ink]]] = {
    "good": ("circle-check", "success"),
    "notice": ("info", "info"),
    "warning": ("triangle-alert", "warning"),
    "bad": ("circle-alert", "danger"),
    "unknown": ("circle-help", "text_faint"),
}


class Marked(QWidget):
    """A sentence with its mark before it, and below it what to do, if anything."""

    def __init__(
        self, theme: Theme, icon: IconName, ink: Ink, says: str, more: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName = icon
        self._ink: Ink = ink
        self.words = [says, more] if more else [says]
        size = theme.tokens.icon.normal
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(Paragraph(theme, says))
        if more:
            lines.addWidget(Paragraph(theme, more, ink="text_muted"))
        row = tight(QHBoxLayout(self))
        row.addSpacing(size + theme.tokens.space.x2)
        row.addLayout(lines, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark, level with the first line."""
        theme, size = self._theme, self._theme.tokens.icon.normal
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = centered(QRectF(self.width() - size if is_rtl else 0, 0, size, theme.line()), size, size)
        paint_icon(QPainter(self), box, theme, self._icon, size, getattr(theme.colors, self._ink))


class Findings(QWidget):
    """What a step found, each with what it means and what to do."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._lines: list[Marked] = []
        self._column = tight(QVBoxLayout(self))
        self._column.setSpacing(kit.theme.tokens.space.x3)
        self.setAccessibleName(_("What was found"))

    @property
    def words(self) -> list[str]:
        """All that it says."""
        return [word for line in self._lines for word in line.words]

    def show_findings(self, findings: Sequence[Finding], sentence_above: str = "") -> None:
        """These and no others; above them why nothing could be asked, if so."""
        for line in self._lines:
            line.hide()
            self._column.removeWidget(line)
            line.deleteLater()
        theme, formats = self._kit.theme, self._kit.formats
        self._lines = [Marked(theme, *MARKS["bad"], sentence_above)] if sentence_above else []
        for found in findings:
            says, more = sentence(found, formats), advice(found, formats)
            self._lines.append(Marked(theme, *MARKS[found.state], says, more))
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(self._lines))
        self.setAccessibleDescription(" ".join(self.words))


class Where(Card):
    """Where a value is found, path by path in the words of Meta's own pages, and the page itself."""

    def __init__(
        self, theme: Theme, title: str, steps: Sequence[str], link: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._link = link
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(Paragraph(theme, title, weight="semibold"))
        for number, says in enumerate(steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(8)
            count = Label(theme, f"{number}.", ink="text_faint", tabular=True)
            count.setFixedWidth(theme.px(20))
            row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Paragraph(theme, says, ink="text_muted"), 1)
            column.addLayout(row)
        if link:
            host = QUrl(link).host()
            self.open = Button(theme, _("Open {page}").format(page=host), height="small", icon="globe")
            self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._link)))
            column.addSpacing(4)
            column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeading)


class SecretField(Field):
    """A secret: shown as discs, readable while its eye is pressed in, and never again once it is kept."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent=parent)
        self.input.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        self.input.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoPredictiveText)
        self.eye = IconButton(
            theme, "eye", _("Show what is typed: {name}").format(name=name), is_checkable=True
        )
        self.eye.toggled.connect(self._show)
        self.input.textChanged.connect(lambda text: self.eye.setEnabled(bool(text)))
        self.eye.setEnabled(False)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.removeWidget(self.input)
        row = tight(QHBoxLayout())
        row.setSpacing(4)
        row.addWidget(self.input, 1)
        row.addWidget(self.eye)
        column.insertLayout(1, row)

    def set_kept(self, *, is_kept: bool) -> None:
        """It lies in the encrypted file now: here it is gone."""
        if is_kept:
            self.input.clear()
            self.eye.setChecked(False)
        self.input.setPlaceholderText(_("Kept. Type a new one to replace it.") if is_kept else "")

    def _show(self, is_shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.input.setEchoMode(modes.Normal if is_shown else modes.Password)


class CopyRow(QWidget):
    """A value to be pasted elsewhere: its name, itself, and the button that copies it."""

    def __init__(self, theme: Theme, name: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self.field = Field(theme, name)
        self.field.input.setText(value)
        self.field.input.setReadOnly(True)
        self.field.input.setCursorPosition(0)
        self.button = Button(theme, _("Copy"), icon="copy", name=_("Copy: {name}").format(name=name))
        self.button.clicked.connect(self._copy)
        row = tight(QHBoxLayout(self))
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)

    def set_value(self, value: str, *, is_ready: bool = True) -> None:
        """Another one; `is_ready`: it is whole, and may be copied."""
        if (value, is_ready) != (self.value, self.button.isEnabled()):
            self.value = value
            self.field.input.setText(value)
            self.field.input.setCursorPosition(0)
            self.button.setEnabled(is_ready)
            self.button.set_face(_("Copy"), icon="copy")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.value)
        self.button.set_face(_("Copied"), icon="check")


class _Choice(Radio):
    """`entered` by Enter, which goes on with what holds."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is not for choosing: the blank is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Choices(QWidget):
    """One of several, each with a line that says what it means. `chosen(id)`; `entered`: on, with what holds."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._choices: list[tuple[str, str, str]] = []
        self._rows: list[QWidget] = []
        self.radios: dict[str, Radio] = {}
        self._column = tight(QVBoxLayout(self))
        self._column.setSpacing(theme.tokens.space.x2)

    def set_choices(self, choices: Sequence[tuple[str, str, str]], chosen: str | None) -> None:
        """(id, words, what it means), and which holds now. The same ones stay as they are."""
        if self._choices != list(choices):
            self._choices = list(choices)
            self._rebuild(choices)
        for one, radio in self.radios.items():
            radio.setChecked(one == chosen)

    @property
    def chosen_id(self) -> str | None:
        """Which one holds, None before the first choice."""
        return next((one for one, radio in self.radios.items() if radio.isChecked()), None)

    @property
    def first(self) -> QWidget | None:
        """Where the keyboard enters."""
        wanted = self.chosen_id or next(iter(self.radios), None)
        return self.radios[wanted] if wanted is not None else None

    def _rebuild(self, choices: Sequence[tuple[str, str, str]]) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        for radio in self.radios.values():
            self._group.removeButton(radio)
        self._rows, self.radios = [], {}
        for one, words, means in choices:
            row = QWidget(self)
            lines = tight(QVBoxLayout(row))
            radio = _Choice(self._theme, words, row)
            radio.entered.connect(self.entered)
            radio.setAccessibleDescription(means)
            radio.clicked.connect(lambda _is_on, one=one: self.chosen.emit(one))
            self._group.addButton(radio)
            lines.addWidget(radio)
            if means:
                below = Paragraph(self._theme, means, role="small", ink="text_muted")
                below.setContentsMargins(28, 0, 0, 0)
                lines.addWidget(below)
            self.radios[one] = radio
            self._rows.append(row)
            self._column.addWidget(row)
