"""From where the keyboard is to the page of the manual that fits: the nearest part that has one, from inside out."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.manual.places import HOLDERS, SECTIONS, target_of
from ui.settings.field import SettingField


def place_of(focused: QWidget | None, window: QWidget) -> str:
    """The page, with its heading where one fits best; "" is the contents."""
    widget: QWidget | None = focused or window
    while widget is not None:
        found = _place(widget)
        if found is not None:
            return found
        widget = widget.parentWidget()
    return ""


def _place(widget: QWidget) -> str | None:
    module = type(widget).__module__
    if module in HOLDERS:
        return _shown_in(widget)
    if isinstance(widget, SettingField) and widget.section in SECTIONS:
        return SECTIONS[widget.section]
    return target_of(module)


def _shown_in(holder: QWidget) -> str | None:
    """What a screen shows now, where the keyboard is on none of its parts: the page in view, else itself."""
    stacks = [holder] if isinstance(holder, QStackedWidget) else []
    stacks += [stack for stack in holder.findChildren(QStackedWidget) if stack.isVisibleTo(holder)]
    for stack in stacks:
        shown = stack.currentWidget()
        if shown is None:
            continue
        module = type(shown).__module__
        found = _shown_in(shown) if module in HOLDERS else target_of(module)
        if found is not None:
            return found
    return target_of(type(holder).__module__)
