"""One blank of a template: what it is, the line to write in, values at hand, and what stands in when it stays empty."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.template_blanks import Blank
from app.domain.template_proposals import Proposal
from app.words import gettext as _
from app.words.templates import blank_words, source_words
from ui.plain import shown_line
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import ElidedLabel
from ui.widgets.menu import Menu

LONGEST: Final = 200  # characters of a proposal in the menu


class BlankField(QWidget):
    """`changed` at each letter, of the value or of its fallback. `value` and `fallback` are what is written."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        blank: Blank,
        proposals: Sequence[Proposal],
        value: str,
        fallback: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self.blank = theme, blank
        self._proposals = tuple(one for one in proposals if len(one.value) <= blank.limit)
        name = shown_line(blank_words(blank))
        hint = _("for example {sample}").format(sample=shown_line(blank.sample)) if blank.sample else ""
        self.label = ElidedLabel(theme, name, role="small", weight="medium")
        self.input = Input(theme, name, placeholder=hint)
        self.input.setMaxLength(blank.limit)
        self.input.setText(value)
        self.fallback_button = Button(
            theme, _("If it stays empty…"), kind="link", height="tiny", is_flush=True
        )
        self.fallback_input = Input(
            theme,
            _("{name}, if it stays empty").format(name=name),
            placeholder=_("What stands there if it stays empty"),
        )
        self.fallback_input.setMaxLength(blank.limit)
        self.fallback_input.setText(fallback)
        self.proposals_button = IconButton(
            theme, "chevron-down", _("Values for “{name}”").format(name=name), height="small"
        )
        self._lay_out()
        self._connect()
        self._settle(has_fallback=bool(fallback))

    @property
    def value(self) -> str:
        """What is written."""
        return self.input.text()

    @property
    def fallback(self) -> str:
        """What stands in for nothing."""
        return self.fallback_input.text()

    @property
    def places(self) -> tuple[QWidget, ...]:
        """Where Tab stops while one fills in; Alt+Down offers the values, as in any box with an arrow."""
        return (self.input,)

    @property
    def helping_places(self) -> tuple[QWidget, ...]:
        """Where Tab stops when all fields were passed: few need it, and it must not stand between two of them."""
        return self.proposals_button, self.fallback_button, self.fallback_input

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.label, 1)
        head.addWidget(self.fallback_button)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.input, 1)
        line.addWidget(self.proposals_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self.fallback_input)

    def _connect(self) -> None:
        self.input.textChanged.connect(self.changed)
        self.fallback_input.textChanged.connect(self.changed)
        self.fallback_button.clicked.connect(self._ask_fallback)
        self.proposals_button.clicked.connect(self._offer_proposals)
        shortcut = QShortcut(QKeySequence("Alt+Down"), self.input)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._offer_proposals)

    def _settle(self, *, has_fallback: bool) -> None:
        is_text = self.blank.where in ("header", "body", "card")
        self.fallback_input.setVisible(has_fallback)
        self.fallback_button.setVisible(is_text and not has_fallback)
        self.proposals_button.setVisible(bool(self._proposals))

    def _ask_fallback(self) -> None:
        self._settle(has_fallback=True)
        self.fallback_input.setFocus()

    def _offer_proposals(self) -> None:
        if not self._proposals:
            return
        menu = Menu(self._theme, self.proposals_button.accessibleName(), self)
        for one in self._proposals:
            menu.add(shown_line(one.value)[:LONGEST], self._taker(one.value), key=source_words(one.source))
        menu.open_below(self.proposals_button)

    def _taker(self, value: str) -> Callable[[], None]:
        def take() -> None:
            self.input.setText(value)
            self.input.setFocus()

        return take
