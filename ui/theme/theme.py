"""The theme in force: tokens, light or dark, text size, and what is made from them.

One `Theme` is made in main.py and handed to every widget and delegate. They read `theme.colors` when they
paint, so a switch needs no new objects: `changed` fires, Qt repaints, sizes are measured again.
Qt cannot be told a scheme on every platform (setColorScheme did nothing on offscreen and bare xcb), so
the palette is ours, and the system is only listened to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import load_fonts, load_italic, make_font, sized_font, text_style
from ui.theme.icons import Artwork, IconName, Icons
from ui.theme.palette import make_palette
from ui.theme.sheet import make_sheet
from ui.theme.style import ComptoirStyle, FocusRing
from ui.theme.tokens import AvatarPair, Colors, Role, Scheme, Tokens, Weight, load_tokens

Choice = Literal["system", "light", "dark", "high_contrast"]  # what Settings offers
_FontKey = tuple[str, Weight, bool, bool]


class Theme(QObject):
    """Colours, fonts and icons of the moment; `changed` after each switch of scheme or text size."""

    changed = Signal()

    def __init__(
        self, tokens: Tokens | None = None, *, choice: Choice = "system", scale: float = 1.0
    ) -> None:
        super().__init__()
        self.tokens = tokens or load_tokens()
        self.icons = Icons(self.tokens.icon)
        self._choice: Choice = choice
        self._system: Scheme = "light"
        self._is_contrast_asked = False  # by the system
        self._scheme: Scheme = "light" if choice == "system" else choice
        self._scale = scale
        self._has_italic = False
        self._fonts: dict[_FontKey, QFont] = {}
        self._metrics: dict[_FontKey, QFontMetricsF] = {}
        self._app: QApplication | None = None
        self._ring: FocusRing | None = None

    # -- what painters and widgets read

    @property
    def colors(self) -> Colors:
        """The colours in force."""
        return self.tokens.colors[self._scheme]

    @property
    def scheme(self) -> Scheme:
        """The scheme in force, never "system"."""
        return self._scheme

    @property
    def choice(self) -> Choice:
        """What the person chose."""
        return self._choice

    @property
    def scale(self) -> float:
        """Text size: 1.0, 1.15 or 1.3; multiplies fonts and row heights."""
        return self._scale

    def px(self, length_px: float) -> int:
        """A height that holds text, at the person's text size (row heights, buttons, chips)."""
        return round(length_px * self._scale)

    def font(
        self, role: Role = "body", weight: Weight = "regular", *, tabular: bool = False, italic: bool = False
    ) -> QFont:
        """A font from the token file; kept, so painters may ask each time. Do not alter it in place."""
        key = (role, weight, tabular, italic)
        if key not in self._fonts:
            if italic and not self._has_italic:
                load_italic()
                self._has_italic = True
            self._fonts[key] = make_font(
                self.tokens.type, role, weight, is_tabular=tabular, is_italic=italic, scale=self._scale
            )
        return self._fonts[key]

    def metrics(
        self, role: Role = "body", weight: Weight = "regular", *, tabular: bool = False, italic: bool = False
    ) -> QFontMetricsF:
        """Widths and elision of that font; kept."""
        key = (role, weight, tabular, italic)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(role, weight, tabular=tabular, italic=italic))
        return self._metrics[key]

    def line(self, role: Role = "body") -> int:
        """Line height of a role in pixels, at the person's text size."""
        return self.px(text_style(self.tokens.type, role).line)

    def initials_font(self, diameter_px: float) -> QFont:
        """The letters inside an avatar of this diameter."""
        size = max(8, round(diameter_px * self.tokens.avatars.initials_ratio))
        return sized_font(self.tokens.type, size, "semibold")

    def avatar_pair(self, hue: int) -> AvatarPair:
        """Ground and letters of hue 0 to 7 (see paint_avatar.hue_of)."""
        pairs = self.tokens.avatars.pairs[self._scheme]
        return pairs[hue % len(pairs)]

    def pixmap(
        self, name: IconName, size_px: int, color: QColor, ratio: float = 1.0, *, is_rtl: bool = False
    ) -> QPixmap:
        """One icon, kept once drawn."""
        return self.icons.pixmap(name, size_px, color, ratio, is_rtl=is_rtl)

    def icon(self, name: IconName, color: QColor | None = None, size_px: int | None = None) -> QIcon:
        """A QIcon for actions and menus, in the text colour unless told."""
        size = size_px or self.tokens.icon.normal
        return self.icons.icon(name, size, color or self.colors.text, self.colors.text_disabled)

    def artwork(self, name: Artwork, height_px: int, ratio: float = 1.0) -> QPixmap:
        """Comptoir's icon or wordmark, its letters in the text colour of the theme."""
        return self.icons.artwork(name, height_px, ratio, self.colors.text if name == "wordmark" else None)

    @contextmanager
    def in_scheme(self, scheme: Scheme) -> Iterator[None]:
        """For what is drawn within, as for paper: another scheme, of which nobody is told."""
        before, self._scheme = self._scheme, scheme
        try:
            yield
        finally:
            self._scheme = before

    # -- switching

    def apply(self, app: QApplication) -> None:
        """Take over the application: fonts, style, palette, style sheet; then follow the system. Once."""
        load_fonts()
        self._app = app
        app.setStyle(ComptoirStyle())
        self._ring = FocusRing(self)
        app.focusChanged.connect(self._ring.follow)
        hints = app.styleHints()
        self._system = _scheme_of(hints.colorScheme())
        hints.colorSchemeChanged.connect(self._system_changed)
        asked = hints.accessibility()
        self._is_contrast_asked = asked.contrastPreference() == Qt.ContrastPreference.HighContrast
        asked.contrastPreferenceChanged.connect(self._contrast_changed)
        self._settle()

    def show_icon(self) -> None:
        """The application's icon for the task bar: drawn once the window is there."""
        if self._app is not None:
            self._app.setWindowIcon(self.icons.window_icon())

    def set_choice(self, choice: Choice) -> None:
        """Light, dark, high contrast, or whatever the system has."""
        self._choice = choice
        self._settle()

    def set_scale(self, scale: float) -> None:
        """Text size: 1.0, 1.15 or 1.3 (the setting's 100, 115 and 130 %)."""
        self._scale = scale
        self._fonts.clear()
        self._metrics.clear()
        self._settle()

    def _system_changed(self, scheme: Qt.ColorScheme) -> None:
        self._system = _scheme_of(scheme)
        if self._choice == "system":
            self._settle()

    def _contrast_changed(self, asked: Qt.ContrastPreference) -> None:
        self._is_contrast_asked = asked == Qt.ContrastPreference.HighContrast
        if self._choice == "system":
            self._settle()

    def _settle(self) -> None:
        of_system: Scheme = "high_contrast" if self._is_contrast_asked else self._system
        self._scheme = of_system if self._choice == "system" else self._choice
        if self._app is not None:
            self._app.setPalette(make_palette(self.colors))
            self._app.setFont(self.font())
            self._app.setStyleSheet(make_sheet(self.tokens, self.colors, self._scale))
        self.changed.emit()


def _scheme_of(scheme: Qt.ColorScheme) -> Scheme:
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"
