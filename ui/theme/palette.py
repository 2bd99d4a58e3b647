"""QPalette from the tokens: what every stock widget and style takes its colours from (look, section 5)."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Colors


def make_palette(c: Colors) -> QPalette:
    """The palette of one theme. Selected text of text fields has its own colours, set in the style sheet."""
    role = QPalette.ColorRole
    palette = QPalette()
    for key, color in _roles(c).items():
        palette.setColor(key, color)
    for key in (role.Text, role.WindowText, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, c.text_disabled)
    return palette


def _roles(c: Colors) -> dict[QPalette.ColorRole, QColor]:
    role = QPalette.ColorRole
    return {
        role.Window: c.window,
        role.Base: c.surface,
        role.AlternateBase: c.surface_sunken,
        role.Button: c.surface,
        role.Text: c.text,
        role.WindowText: c.text,
        role.ButtonText: c.text,
        role.BrightText: c.danger,
        role.PlaceholderText: c.text_faint,
        role.Highlight: c.accent_soft,
        role.HighlightedText: c.accent_soft_text,
        role.Accent: c.accent,
        role.Link: c.link,
        role.LinkVisited: c.link,
        role.ToolTipBase: c.text,
        role.ToolTipText: c.surface,
        role.Light: c.surface_raised,
        role.Midlight: c.border,
        role.Mid: c.border,
        role.Dark: c.border_strong,
        role.Shadow: c.border_strong,
    }
