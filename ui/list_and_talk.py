"""The list and the conversation side by side, or one of them where the window is narrow; each may come late."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme.theme import Theme
from ui.widgets.surfaces import Surface

ONE_PANE_BELOW: Final = 900
LIST: Final = 0
TALK: Final = 1


class ListAndTalk(QSplitter):
    """Empty surfaces stand where the list and the conversation will be."""

    def __init__(self, theme: Theme, list_px: int | None) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._list_px = list_px or theme.tokens.size.list_pane  # until the first real size is known
        self._is_sized = False
        self.is_one_pane = False
        self.shows_list = True
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(Surface(theme, "surface"))
        self.addWidget(Surface(theme, "surface_sunken"))
        self.setStretchFactor(TALK, 1)

    def put(self, place: int, pane: QWidget) -> None:
        """The list or the conversation, in place of its empty surface; for Tab the list is where that was."""
        sizes, empty = self.sizes(), self.widget(place)
        before = empty.previousInFocusChain() if empty is not None else None
        old = self.replaceWidget(place, pane)
        if place == LIST:
            _follow(before, pane)
        self.setStretchFactor(TALK, 1)  # it belongs to the widget, not to the place
        self.setSizes(sizes)
        if old is not None:
            old.deleteLater()

    def fit(self, window_px: int, rail_px: int) -> bool:
        """The window has this width now; whether that made one pane of two, or two of one."""
        if not self._is_sized:
            self._is_sized = True
            self.setSizes([self._list_px, max(1, window_px - rail_px - self._list_px)])
        was_one_pane, self.is_one_pane = self.is_one_pane, window_px < ONE_PANE_BELOW
        return was_one_pane != self.is_one_pane

    def arrange(self) -> None:
        """Show what there is room for."""
        for place, is_shown in ((LIST, self.shows_list), (TALK, not self.shows_list)):
            pane = self.widget(place)
            if pane is not None:
                pane.setVisible(is_shown or not self.is_one_pane)


def _follow(before: QWidget | None, pane: QWidget) -> None:
    """What can be reached in a pane that came late comes right after `before`, or what is before that, for Tab."""
    inside = [each for each in _chain(pane) if pane.isAncestorOf(each) and _is_reached(each)]
    while before is not None and before.isAncestorOf(pane):
        before = before.previousInFocusChain()
    for each in inside:
        if before is not None:
            QWidget.setTabOrder(before, each)
        before = each


def _chain(first: QWidget) -> Iterator[QWidget]:
    """All that come after it, once around."""
    each = first.nextInFocusChain()
    while each is not None and each is not first:
        yield each
        each = each.nextInFocusChain()


def _is_reached(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
