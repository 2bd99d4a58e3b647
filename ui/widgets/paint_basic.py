"""What every painter needs: filled shapes with crisp edges, icons, lines of text, and mirrored placement.

Painters are plain functions (painter, rect, theme, …); they read no data and keep no state. Rectangles are in
logical pixels. "Leading" is left in a left-to-right window and right in a right-to-left one.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.theme.tokens import Role, Weight

_LONGEST_LINE = 400  # characters looked at when one line is elided: a 65,536 character message costs no more


class Strip:
    """One line of a row: hands out pieces from either end, mirrored when the window reads right to left."""

    def __init__(self, rect: QRectF, *, is_rtl: bool) -> None:
        self._rest = QRectF(rect)
        self._is_rtl = is_rtl

    @property
    def rest(self) -> QRectF:
        """What is still free."""
        return QRectF(self._rest)

    def leading(self, width: float, gap: float = 0) -> QRectF:
        """Take `width` from the leading end, then drop `gap`."""
        return self._take(width, gap, from_left=not self._is_rtl)

    def trailing(self, width: float, gap: float = 0) -> QRectF:
        """Take `width` from the trailing end, then drop `gap`."""
        return self._take(width, gap, from_left=self._is_rtl)

    def _take(self, width: float, gap: float, *, from_left: bool) -> QRectF:
        rest = self._rest
        if from_left:
            piece = QRectF(rest.left(), rest.top(), width, rest.height())
            rest.setLeft(min(rest.right(), piece.right() + gap))
        else:
            piece = QRectF(rest.right() - width, rest.top(), width, rest.height())
            rest.setRight(max(rest.left(), piece.left() - gap))
        return piece


def ratio_of(painter: QPainter) -> float:
    """Device pixels per logical pixel of what is really painted on, also when a widget renders into a picture."""
    return painter.deviceTransform().m11()


def is_rtl(painter: QPainter) -> bool:
    """Whether the painter's window reads right to left (delegates set it from option.direction)."""
    return painter.layoutDirection() == Qt.LayoutDirection.RightToLeft


def mirrored(inner: QRectF, outer: QRectF, *, is_rtl: bool) -> QRectF:
    """`inner` at its place, or at the mirrored one inside `outer`."""
    if not is_rtl:
        return QRectF(inner)
    return QRectF(outer.left() + outer.right() - inner.right(), inner.top(), inner.width(), inner.height())


def centered(rect: QRectF, width: float, height: float) -> QRectF:
    """A box of this size in the middle of `rect`, on whole pixels."""
    left = round(rect.center().x() - width / 2)
    return QRectF(left, round(rect.center().y() - height / 2), width, height)


def fill(painter: QPainter, rect: QRectF, ground: QColor) -> None:
    """A box of one colour with square corners.

    Not by `fillRect`: its first call makes PySide look at every gradient's name, which takes a start 1.3 ms.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRect(rect)


def fill_round(
    painter: QPainter, rect: QRectF, ground: QColor | None, radius: float, edge: QColor | None = None
) -> None:
    """A rounded box; its 1 px edge lies inside `rect` and is crisp."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5) if edge is not None else rect
    radius = min(radius, box.height() / 2, box.width() / 2)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def fill_chosen(painter: QPainter, rect: QRectF, theme: Theme, radius: float) -> None:
    """The box of what is chosen; in high contrast with an edge, as every ground that means something."""
    c = theme.colors
    fill_round(painter, rect, c.accent_soft, radius, c.accent if theme.scheme == "high_contrast" else None)


def rounded_path(
    rect: QRectF, top_left: float, top_right: float, bottom_right: float, bottom_left: float
) -> QPainterPath:
    """A box with four radii of its own, as bubbles in a group need; not mirrored."""
    path = QPainterPath(QPointF(rect.left() + top_left, rect.top()))
    path.lineTo(rect.right() - top_right, rect.top())
    path.arcTo(rect.right() - 2 * top_right, rect.top(), 2 * top_right, 2 * top_right, 90, -90)
    path.lineTo(rect.right(), rect.bottom() - bottom_right)
    corner = 2 * bottom_right
    path.arcTo(rect.right() - corner, rect.bottom() - corner, corner, corner, 0, -90)
    path.lineTo(rect.left() + bottom_left, rect.bottom())
    path.arcTo(rect.left(), rect.bottom() - 2 * bottom_left, 2 * bottom_left, 2 * bottom_left, 270, -90)
    path.lineTo(rect.left(), rect.top() + top_left)
    path.arcTo(rect.left(), rect.top(), 2 * top_left, 2 * top_left, 180, -90)
    path.closeSubpath()
    return path


def paint_icon(
    painter: QPainter, rect: QRectF, theme: Theme, name: IconName, size_px: int, color: QColor
) -> None:
    """One icon in the middle of `rect`, on whole pixels; mirrored with the window if it points somewhere."""
    pixmap = theme.pixmap(name, size_px, color, ratio_of(painter), is_rtl=is_rtl(painter))
    painter.drawPixmap(centered(rect, size_px, size_px).topLeft(), pixmap)


def paint_text(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    text: str,
    color: QColor,
    *,
    role: Role = "body",
    weight: Weight = "regular",
    tabular: bool = False,
    italic: bool = False,
    is_trailing: bool = False,
    is_centered: bool = False,
) -> float:
    """One line, elided at its end, vertically centred, at the leading edge unless told; returns its width.

    The text reads in the direction of its own first strong letter but stays at the window's leading edge.
    """
    metrics = theme.metrics(role, weight, tabular=tabular, italic=italic)
    font = theme.font(role, weight, tabular=tabular, italic=italic)
    shown = elided(metrics, text, rect.width())
    at_right = is_trailing != is_rtl(painter)
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    draw_line(painter, rect, font, shown, color, Qt.AlignmentFlag.AlignHCenter if is_centered else side)
    return min(rect.width(), metrics.horizontalAdvance(shown))


def draw_line(
    painter: QPainter, rect: QRectF, font: QFont, text: str, color: QColor, side: Qt.AlignmentFlag
) -> None:
    """One line as it is, at the left, right or middle of `rect` whatever the window's direction."""
    flags = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | side
    direction = painter.layoutDirection()
    painter.setFont(font)
    painter.setPen(color)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), text)
    painter.setLayoutDirection(direction)


def elided(metrics: QFontMetricsF, text: str, width: float) -> str:
    """The text on one line, cut with "…" where it no longer fits."""
    line = " ".join(text[:_LONGEST_LINE].split("\n"))
    # half a pixel of grace: a box made from the text's own advance must never cut it
    return metrics.elidedText(line, Qt.TextElideMode.ElideRight, width + 0.5)


def paint_row_ring(painter: QPainter, rect: QRectF, theme: Theme, radius: float | None = None) -> None:
    """The focus ring of rows and cells: inside the row, 2 px. Call it only for keyboard focus."""
    width = theme.tokens.size.focus_width
    inset = width / 2
    corner = theme.tokens.radius.normal if radius is None else radius
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colors.focus, width))
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), corner - inset, corner - inset)
    painter.restore()
