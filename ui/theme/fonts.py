"""Type: loads the bundled Inter and makes the few fonts that the window may use.

Four files are bundled (regular, medium, semibold, italic); all land in family "Inter", told apart by weight.
They are plain TrueType: unpacking the web's format (woff2) cost every start 18 ms.
Sizes are pixels, so a screen's dpi setting does not bend the grid; the person's text size multiplies them.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from ui.theme.tokens import RESOURCES, Role, TextStyle, Type, Weight

_EMOJI = "Noto Color Emoji"
_UPRIGHT = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_ITALIC = "Inter-Italic.ttf"


class FontError(RuntimeError):
    """A bundled font file is missing or unreadable."""


def load_fonts(folder: Path = RESOURCES / "fonts") -> None:
    """Make Inter's three weights known to Qt, once per process. Errors: FontError naming the file."""
    for name in _UPRIGHT:
        _load(folder / name)
    QFontDatabase.setApplicationEmojiFontFamilies([_EMOJI])


def load_italic(folder: Path = RESOURCES / "fonts") -> None:
    """The fourth file, when something is first set in italics: most windows never need it (4 ms)."""
    _load(folder / _ITALIC)


def _load(path: Path) -> None:
    if QFontDatabase.addApplicationFont(str(path)) < 0:
        raise FontError(f"cannot read {path.name}")


def text_style(tokens: Type, role: Role) -> TextStyle:
    """Size, line height and tracking of a role, unscaled."""
    styles = {
        "small": tokens.small,
        "body": tokens.body,
        "lead": tokens.lead,
        "title": tokens.title,
        "display": tokens.display,
    }
    return styles[role]


def weight_value(tokens: Type, weight: Weight) -> int:
    """400, 500 or 600."""
    return {"regular": tokens.regular, "medium": tokens.medium, "semibold": tokens.semibold}[weight]


def make_font(
    tokens: Type,
    role: Role,
    weight: Weight = "regular",
    *,
    is_tabular: bool = False,
    is_italic: bool = False,
    scale: float = 1.0,
) -> QFont:
    """A font of one of the five sizes; tabular figures for times, money, counters and tables."""
    style = text_style(tokens, role)
    font = sized_font(tokens, round(style.size * scale), weight, is_tabular=is_tabular)
    font.setItalic(is_italic)
    if style.tracking:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.tracking * scale)
    return font


def sized_font(tokens: Type, size_px: int, weight: Weight, *, is_tabular: bool = False) -> QFont:
    """A font of any pixel size: only initials need it, they grow with their disc."""
    font = QFont()
    font.setFamilies([tokens.family, *tokens.fallback])
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight(weight_value(tokens, weight)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if is_tabular:
        for feature in tokens.features_figures:
            font.setFeature(QFont.Tag.fromString(feature), 1)
    return font
