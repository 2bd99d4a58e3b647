"""What stands in the window while nothing of the team's may be read here: why, and what to do.

Designed for the front desk, on the morning on which the inbox does not open.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words import gettext as _
from app.words import sentences
from app.words.team import lock_title
from ui.theme.theme import Theme
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface


class LockedPage(Surface):
    """`join_asked` where a new code lets this computer in again."""

    join_asked = Signal()

    def __init__(self, theme: Theme, code: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "window", parent=parent)
        self.code = code
        action = _("Join again…") if code == "device_revoked" else ""
        self.state = EmptyState(
            theme, "lock", lock_title(code), sentences.refusal(code, {}), action=action, kind="primary"
        )
        self.state.acted.connect(self.join_asked)
        self.setAccessibleName(lock_title(code))
        column = QVBoxLayout(self)
        column.addWidget(self.state)
