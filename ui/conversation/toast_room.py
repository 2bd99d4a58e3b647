"""What a toast over the bubbles would hide: above all, never the newest message, which is the one being answered."""

from PySide6.QtCore import QPoint, QRect, QRectF

from ui.conversation.thread_view import ThreadView
from ui.widgets.toast import TOO_MUCH


def hidden_by(view: ThreadView, rect: QRect) -> float:
    """How much of the bubbles in view a toast in `rect` hides: a share of its area, TOO_MUCH more for the newest."""
    rows = view.model().rowCount()
    if not rows:
        return 0.0
    first = view.indexAt(QPoint(view.viewport().width() // 2, 1))
    hidden, area = 0.0, float(rect.width() * rect.height())
    for number in range(max(0, first.row()), rows):
        if view.bubble_rect(number).top() > view.viewport().height():
            break
        common = view.said_rect(number).intersected(QRectF(rect))
        if common.isEmpty():
            continue
        hidden += common.width() * common.height() / area
        hidden += TOO_MUCH * (number == rows - 1)
    return hidden
