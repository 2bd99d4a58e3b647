"""Buttons: seven kinds, four heights, an optional icon before the label, a key hint or an icon after it.

They paint themselves, because a style sheet cannot set the gap between icon and label, tint an icon by state
or show a key hint. They stay QPushButtons: keyboard, default button and screen readers work as everywhere.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.on_pictures import HOVER, LIGHT
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.labels import Ink, ink_color, set_tip
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon, paint_text

Kind = Literal["primary", "default", "soft", "quiet", "link", "danger", "note"]
Height = Literal["tiny", "small", "normal", "large"]

_PAD: Final[dict[Height, int]] = {"tiny": 9, "small": 10, "normal": 12, "large": 16}
_TINY_PX: Final = 24  # the practice banner's buttons
_GAP: Final = 8
_PORTRAIT_PX: Final = 20
_EDGE: Final = 1
_HOVER_SHARE: Final = 0.08  # of the ink's hue mixed into a filled ground
_PRESS_SHARE: Final = 0.16


@record
class ButtonColors:
    """What one state is painted with; None is nothing."""

    ground: QColor | None
    edge: QColor | None
    ink: QColor


def mix(a: QColor, b: QColor, share: float) -> QColor:
    """`share` (0 to 1) of `b` in `a`: hover and pressed shades of grounds that have no token of their own."""
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    )


def button_colors(
    theme: Theme, kind: Kind, *, is_enabled: bool = True, is_hovered: bool = False, is_down: bool = False
) -> ButtonColors:
    """Colours of a button in a state; delegates that paint a button use it too."""
    c = theme.colors
    step = 2 if is_down else 1 if is_hovered else 0
    if not is_enabled:
        bare = kind in ("quiet", "link")
        return ButtonColors(None if bare else c.surface_hover, None if bare else c.border, c.text_disabled)
    share = (0.0, _HOVER_SHARE, _PRESS_SHARE)[step]
    if kind == "primary":
        return ButtonColors((c.accent, c.accent_hover, c.accent_pressed)[step], None, c.accent_text)
    if kind == "danger":
        return ButtonColors(mix(c.danger, c.text, share), None, c.danger_text)
    if kind == "note":
        return ButtonColors(mix(c.bubble_note_text, c.text, share), None, c.bubble_note)
    if kind == "soft":
        edge = c.border_control if theme.scheme == "high_contrast" else None
        return ButtonColors(mix(c.accent_soft, c.accent, share), edge, c.accent_soft_text)
    if kind == "quiet":
        return ButtonColors((None, c.surface_hover, c.surface_pressed)[step], None, c.text_muted)
    if kind == "link":
        return ButtonColors(None, None, c.link)
    return ButtonColors((c.surface, c.surface_hover, c.surface_pressed)[step], c.border_strong, c.text)


class PressedByEnter(QPushButton):
    """Enter presses whichever of them has the keyboard, as the blank does: in a dialog too, never another one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Held down, it is pressed once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class Button(PressedByEnter):
    """A button with a word. `name` replaces the label for screen readers where the word is not enough."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: Kind = "default",
        height: Height = "normal",
        icon: IconName | None = None,
        key_hint: str = "",
        trailing: IconName | None = None,
        portrait: Portrait | None = None,
        ink: Ink | None = None,
        is_flush: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind: Kind = kind
        self._height: Height = height
        self._icon: IconName | None = icon
        self._key_hint = key_hint
        self._trailing: IconName | None = trailing
        self._portrait = portrait
        self._ink: Ink | None = ink
        self._is_flush = is_flush  # a link that lines up with the text above it
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        wants_ring(self, theme.tokens.radius.normal)
        theme.changed.connect(self.updateGeometry)

    def set_kind(self, kind: Kind) -> None:
        """As loud as what it does now; its size stays."""
        self._kind = kind
        self.update()

    @property
    def kind(self) -> Kind:
        """Which of the seven it is."""
        return self._kind

    def set_face(
        self, text: str, *, icon: IconName | None = None, portrait: Portrait | None = None, key_hint: str = ""
    ) -> None:
        """Another label, icon, portrait and key hint together (the assign button)."""
        self._icon = icon
        self._portrait = portrait
        self._key_hint = key_hint
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Label and marks with their gaps; the height of its kind at the person's text size."""
        text = self._theme.metrics(*self._face()).horizontalAdvance(self.text())
        marks = sum(width + self._gap() for width in self._mark_widths())
        return QSize(round(text + marks + 2 * (self._pad() + _EDGE)), self._height_px())

    def minimumSizeHint(self) -> QSize:
        """A button is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, then icon or portrait, label, key hint or trailing icon, centred together."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        is_hovered = self.underMouse() and self.isEnabled()
        colors = button_colors(
            self._theme,
            self._kind,
            is_enabled=self.isEnabled(),
            is_hovered=is_hovered,
            is_down=self.isDown() or self.isChecked(),
        )
        if colors.ground is not None or colors.edge is not None:
            radius = self._theme.tokens.radius.normal
            fill_round(painter, QRectF(self.rect()), colors.ground, radius, colors.edge)
        has_ink = self._ink is not None and self.isEnabled()
        ink = ink_color(self._theme, self._ink) if has_ink and self._ink is not None else colors.ink
        self._paint_face(painter, ink, is_underlined=self._kind == "link" and is_hovered)

    def _paint_face(self, painter: QPainter, ink: QColor, *, is_underlined: bool) -> None:
        free = max(0.0, self.width() - self.sizeHint().width()) / 2 + self._pad() + _EDGE
        strip = Strip(QRectF(self.rect()).adjusted(free, 0, -free, 0), is_rtl=is_rtl(painter))
        size = self._theme.tokens.icon.normal
        if self._portrait is not None:
            box = strip.leading(_PORTRAIT_PX, self._gap())
            middle = box.center().y() - _PORTRAIT_PX / 2
            paint_avatar(
                painter, QRectF(box.left(), middle, _PORTRAIT_PX, _PORTRAIT_PX), self._theme, self._portrait
            )
        elif self._icon is not None:
            paint_icon(painter, strip.leading(size, self._gap()), self._theme, self._icon, size, ink)
        if self._trailing is not None:
            paint_icon(painter, strip.trailing(size, self._gap()), self._theme, self._trailing, size, ink)
        if self._key_hint:
            box = strip.trailing(self._hint_width(), self._gap())
            paint_text(painter, box, self._theme, self._key_hint, ink, role="small", weight="medium")
        role, weight = self._face()
        width = paint_text(painter, strip.rest, self._theme, self.text(), ink, role=role, weight=weight)
        if is_underlined:
            self._underline(painter, strip.rest, width)

    def _underline(self, painter: QPainter, rest: QRectF, width: float) -> None:
        line = Strip(rest, is_rtl=is_rtl(painter)).leading(width)
        y = line.center().y() + self._theme.line() * 0.4
        painter.drawLine(round(line.left()), round(y), round(line.right()), round(y))

    def _face(self) -> tuple[Literal["small", "body"], Literal["medium"]]:
        return ("small" if self._height == "tiny" else "body"), "medium"

    def _mark_widths(self) -> list[float]:
        size = self._theme.tokens.icon.normal
        widths: list[float] = []
        if self._portrait is not None:
            widths.append(_PORTRAIT_PX)
        elif self._icon is not None:
            widths.append(size)
        if self._trailing is not None:
            widths.append(size)
        if self._key_hint:
            widths.append(self._hint_width())
        return widths

    def _hint_width(self) -> float:
        return self._theme.metrics("small", "medium").horizontalAdvance(self._key_hint)

    def _pad(self) -> int:
        if self._is_flush:
            return -_EDGE
        # the assign button (portrait first) is narrower: pad 6 before, 8 after, 7 on average
        return 7 if self._portrait is not None else _PAD[self._height]

    def _gap(self) -> int:
        return 6 if self._portrait is not None else _GAP

    def _height_px(self) -> int:
        size = self._theme.tokens.size
        heights = {
            "tiny": _TINY_PX,
            "small": size.button_small,
            "normal": size.button,
            "large": size.button_large,
        }
        return self._theme.px(heights[self._height])


class IconButton(PressedByEnter):
    """A square button with an icon alone; its name is required, and its tool tip unless `tip` says more.

    `is_on_dark`: it lies on a ground that is dark in every theme.
    """

    def __init__(
        self,
        theme: Theme,
        icon: IconName,
        name: str,
        *,
        tip: str = "",
        height: Literal["small", "normal"] = "normal",
        is_checkable: bool = False,
        is_on_dark: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_on_dark = is_on_dark
        self._icon: IconName = icon
        self._is_small = height == "small"
        self.setAccessibleName(name)
        set_tip(self, tip or name)
        self.setCheckable(is_checkable)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.tokens.radius.normal)

    def set_icon(self, icon: IconName, name: str) -> None:
        """Another icon and name: what it does now."""
        if icon != self._icon:
            self._icon = icon
            self.setAccessibleName(name)
            set_tip(self, name)
            self.update()

    def sizeHint(self) -> QSize:
        """32, or 28 in panels; the same at every text size, as it holds no text."""
        size = self._theme.tokens.size
        side = size.button_small if self._is_small else size.button
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than what a finger or a tired hand hits."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground only under the pointer, pressed, or on."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        ground, ink = self._colors()
        rect = QRectF(self.rect())
        if ground is not None:
            fill_round(painter, rect, ground, self._theme.tokens.radius.normal)
        icon = self._theme.tokens.icon
        size = icon.normal if self._is_small else icon.tool
        paint_icon(painter, rect, self._theme, self._icon, size, ink if self.isEnabled() else c.text_disabled)

    def _colors(self) -> tuple[QColor | None, QColor]:
        c = self._theme.colors
        if self._is_on_dark:
            return (HOVER if self.underMouse() or self.isDown() else None), LIGHT
        if self.isChecked():
            return c.accent_soft, c.accent_soft_text
        if self.isDown():
            return c.surface_pressed, c.text
        return (c.surface_hover if self.underMouse() and self.isEnabled() else None), c.text_muted
