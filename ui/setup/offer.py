"""Where the set-up is offered: what the desk can, and the line of Today that leads back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Card

if TYPE_CHECKING:
    from app.desk.desk import Desk
    from app.desk.setup_desk import SetupDesk

PUT_OFF: Final = "setup"  # of the remembered place: "later" once the person left the set-up
SCREEN: Final = "setup"


def setup_of(desk: Desk) -> SetupDesk | None:
    """The part of the desk that connects a number, where it may do so."""
    return cast("SetupDesk", desk) if getattr(desk, "can_set_up", False) else None


def is_unfinished(desk: Desk) -> bool:
    """Whether a number is to be connected here and is not yet."""
    setup = setup_of(desk)
    return setup is not None and not setup.set_up().is_finished


def is_wanted(desk: Desk) -> bool:
    """Whether the window begins with it: it is unfinished and was not put off."""
    return is_unfinished(desk) and desk.last_place().get(PUT_OFF) != "later"


class SetupLine(Card):
    """On Today while no number is connected: what is missing, and the way to go on. `asked` when it is pressed."""

    asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, parent=parent)
        self._kit = kit
        self._says = Paragraph(kit.theme, ink="text_muted")
        self.button = Button(kit.theme, _("Go on"), kind="primary")
        self.button.clicked.connect(self.asked)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(
            Paragraph(kit.theme, _("Your WhatsApp number is not connected yet"), weight="semibold")
        )
        words.addWidget(self._says)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.hide()  # before it has its place, it would be a window of its own

    def look(self) -> None:
        """Shown as long as it is so, with where one stopped."""
        setup = setup_of(self._kit.desk)
        self.setVisible(is_unfinished(self._kit.desk))
        if setup is None or self.isHidden():
            return
        from ui.setup.words import step_name

        step = setup.set_up().step
        is_begun = step != "questions"
        says = _("No message can come or go. You stopped at: {step}.").format(step=step_name(step))
        self._says.set_text(says if is_begun else _("No message can come or go. It takes about an hour."))
        self.button.set_face(_("Go on") if is_begun else _("Begin"))
