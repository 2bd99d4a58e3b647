"""Widgets side by side that go on in the next line where one is full, as words do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """`show_parts` replaces them; its height follows its width."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._gap = gap
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parts(self, parts: list[QWidget]) -> None:
        """Others from now on; the old ones go."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = parts
        for part in parts:
            part.setParent(self)
            part.show()
        self._place(self.width())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """It has."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines."""
        return self._place(width, is_moving=False)

    def sizeHint(self) -> QSize:
        """As high as it is at its width."""
        return QSize(120, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The same: nothing is cut."""
        return QSize(60, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._place(event.size().width())
        self.updateGeometry()

    def _place(self, width: int, *, is_moving: bool = True) -> int:
        left = top = line = 0
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for part in self._parts:
            size = part.sizeHint().boundedTo(QSize(max(1, width), 10_000))
            if left and left + size.width() > width:
                left, top, line = 0, top + line + self._gap, 0
            if is_moving:
                x = width - left - size.width() if is_rtl else left
                part.setGeometry(x, top, size.width(), size.height())
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line
