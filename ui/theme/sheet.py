"""The one style sheet, small and built from the tokens: what a palette cannot say to stock widgets.

Our own parts (ui/widgets) paint themselves; this serves Qt's: inputs, lists that open, menus, tool tips,
scroll bars, splitters, and the buttons of dialogs that Qt builds (".QPushButton" leaves our subclass alone).
"""

from __future__ import annotations

from string import Template

from ui.theme.tokens import Colors, Tokens

_SHEET = Template("""
QToolTip { background: $text; color: $surface; border: 1px solid $text; border-radius: 4px;
  padding: 3px 7px; font-size: ${small}px; }
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit { background: $surface; color: $text;
  border: 1px solid $border_control; border-radius: ${radius}px; padding: 0 10px;
  selection-background-color: $selection; selection-color: $selection_text; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $accent; padding: 0 9px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 7px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
  background: $surface_hover; color: $text_disabled; border: 1px solid $border; }
QTextEdit[kind="bare"], QTextEdit[kind="bare"]:focus, QTextEdit[kind="bare"]:disabled {
  background: transparent; border: 0; padding: 0; }
QLineEdit { placeholder-text-color: $text_faint; padding: 0 8px; }
QLineEdit:focus { padding: 0 7px; }
QLineEdit:disabled { placeholder-text-color: $text_disabled; }
QLineEdit[kind="search"] { background: $surface_hover; border: 1px solid $surface_hover; }
QLineEdit[kind="search"]:focus { background: $surface; border: 2px solid $accent; }
QLineEdit[error="true"] { border: 1px solid $danger; }
QLineEdit[error="true"]:focus { border: 2px solid $danger; }
QComboBox { min-height: ${control}px; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox QAbstractItemView { background: $surface_raised; border: 1px solid $border_strong; outline: 0; }
.QPushButton { background: $surface; color: $text; border: 1px solid $border_strong;
  border-radius: ${radius}px; padding: 0 12px; min-height: ${control}px; font-weight: 500; }
.QPushButton:hover { background: $surface_hover; }
.QPushButton:pressed { background: $surface_pressed; }
.QPushButton:disabled { background: $surface_hover; color: $text_disabled; border-color: $border; }
QMenu { background: $surface_raised; color: $text; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { min-height: 32px; padding: 0 12px 0 36px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $accent_soft_text; }
QMenu::item:disabled { color: $text_disabled; background: transparent; }
QMenu::icon { left: 10px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: ${bar}px; }
QScrollBar:horizontal { height: ${bar}px; }
QScrollBar::handle { background: $scrollbar; border-radius: ${bar_radius}px; }
QScrollBar::handle:hover { background: $border_control; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $border; }
QTabBar::tab { background: transparent; color: $text_muted; padding: 0 12px; height: 36px; border: 0;
  border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
""")


def make_sheet(tokens: Tokens, c: Colors, scale: float = 1.0) -> str:
    """The style sheet of one theme at one text size."""
    values: dict[str, object] = {name: getattr(c, name).name() for name in Colors._fields}
    return _SHEET.substitute(
        values,
        small=round(tokens.type.small.size * scale),
        radius=tokens.radius.normal,
        control=round(tokens.size.button * scale) - 2,
        bar=tokens.size.scrollbar,
        bar_radius=tokens.size.scrollbar // 2,
    )
