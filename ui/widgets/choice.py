"""One of a few: segmented cells, and the tabs of a view bar with their counts.

Cells are buttons of an exclusive group: arrow keys move among them, Tab enters and leaves at the chosen one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from app.words import gettext as _
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.button import IconButton
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, fill_chosen, fill_round, is_rtl, paint_text
from ui.widgets.segmented import Option as Option
from ui.widgets.segmented import Segmented as Segmented

if TYPE_CHECKING:
    from ui.widgets.menu import Menu

_TAB_PAD: Final = 8
_TAB_GAP: Final = 2
_COUNT_GAP: Final = 6
_MARK: Final = 8
_MARK_INSET: Final = 3


class _Tab(QAbstractButton):
    """A tab of a view bar: label and count, `accent_soft` when chosen."""

    def __init__(self, theme: Theme, option: Option, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        self._theme = theme
        self._measured: tuple[Option, float] | None = None  # what `_hint` was measured for
        self._hint = QSize()
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wants_ring(self, theme.tokens.radius.normal)
        self.set_option(option)

    def set_option(self, option: Option) -> None:
        """Another label or count; a screen reader hears both."""
        self.option = option
        self.setText(option.label)
        self.setAccessibleName(option.label if option.count is None else f"{option.label}, {option.count}")
        self.update()

    def sizeHint(self) -> QSize:
        """As if chosen, so that choosing does not move the neighbours. Measured once: bars ask 90 times at a start."""
        if self._measured != (self.option, self._theme.scale):
            self._measured = (self.option, self._theme.scale)
            self._hint = QSize(
                round(self._width() + 0.5), self._theme.px(self._theme.tokens.size.button_small)
            )
        return self._hint

    def _width(self) -> float:
        width = self._theme.metrics("body", "medium").horizontalAdvance(self.text()) + 2 * _TAB_PAD
        return width if self.option.count is None else width + _COUNT_GAP + self._count_width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground when chosen or under the pointer, label, count."""
        c, is_on = self._theme.colors, self.isChecked()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        radius = self._theme.tokens.radius.normal
        if is_on:
            fill_chosen(painter, rect, self._theme, radius)
        elif self.underMouse():
            fill_round(painter, rect, c.surface_hover, radius)
        strip = Strip(rect.adjusted(_TAB_PAD, 0, -_TAB_PAD, 0), is_rtl=is_rtl(painter))
        if self.option.count is not None:
            box = strip.trailing(self._count_width(), _COUNT_GAP)
            ink = c.accent_soft_text if is_on else c.text_faint
            weight: Weight = "medium" if is_on else "regular"
            paint_text(painter, box, self._theme, str(self.option.count), ink, weight=weight, tabular=True)
        ink = c.accent_soft_text if is_on else c.text_muted
        paint_text(painter, strip.rest, self._theme, self.text(), ink, weight="medium")

    def _count_width(self) -> float:
        return self._theme.metrics("body", "medium", tabular=True).horizontalAdvance(str(self.option.count))


class TabStrip(QWidget):
    """The views of a list. Tabs that do not fit, never the chosen one, move into a menu at the end of the bar.

    `add_more(menu)` puts more into that menu, which is then always there.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
        add_more: Callable[[Menu], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._add_more = add_more
        self._tabs: list[_Tab] = []
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.buttonToggled.connect(self._toggled)
        self._more = IconButton(theme, "chevron-down", _("Other views"), height="small", parent=self)
        self._more.hide()
        self._mark = _Mark(theme, self)
        self._more.clicked.connect(lambda: self._open_more())
        theme.changed.connect(self._arrange)

    def set_options(self, options: Sequence[Option]) -> None:
        """Labels and counts. The same ids in the same order only change their words: focus and choice stay."""
        if [tab.option.id for tab in self._tabs] == [option.id for option in options]:
            for tab, option in zip(self._tabs, options, strict=True):
                tab.set_option(option)
        else:
            self._rebuild(options)
        self._arrange()

    @property
    def chosen_id(self) -> str:
        """The id of the chosen tab, "" before the first choice."""
        return next((tab.option.id for tab in self._tabs if tab.isChecked()), "")

    def choose(self, option_id: str) -> None:
        """Choose a tab; `chosen` fires if it was another."""
        for tab in self._tabs:
            if tab.option.id == option_id:
                tab.setChecked(True)
        self._arrange()

    def focus_chosen(self) -> None:
        """The keyboard on the chosen tab, as if a key had moved it there."""
        for tab in self._tabs:
            if tab.isChecked():
                tab.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def shown_ids(self) -> list[str]:
        """The ids of the tabs in view, in order."""
        return [tab.option.id for tab in self._tabs if not tab.isHidden()]

    def set_more(self, name: str, *, is_marked: bool) -> None:
        """What the menu's button is called; a mark on it tells that something in the menu wants a look."""
        self._more.setAccessibleName(name)
        set_tip(self._more, name)
        self._mark.setVisible(is_marked)

    def sizeHint(self) -> QSize:
        """Every tab shown."""
        width = sum(tab.sizeHint().width() + _TAB_GAP for tab in self._tabs)
        return QSize(width, self._theme.px(self._theme.tokens.size.button_small))

    def minimumSizeHint(self) -> QSize:
        """One tab and the menu of the others."""
        widest = max((tab.sizeHint().width() for tab in self._tabs), default=0)
        return QSize(widest + _TAB_GAP + self._more.sizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Show what fits."""
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """It stands in its window now: before that, Qt keeps no order."""
        super().showEvent(event)
        self._order()

    def _rebuild(self, options: Sequence[Option]) -> None:
        before = self.chosen_id
        for tab in self._tabs:
            self._group.removeButton(tab)
            tab.deleteLater()
        self._tabs = [_Tab(self._theme, option, self) for option in options]
        self._group.blockSignals(True)  # the chosen one stays chosen: nobody chose it again
        for tab in self._tabs:
            self._group.addButton(tab)
            tab.setChecked(tab.option.id == before)
        self._group.blockSignals(False)
        self._order()

    def _order(self) -> None:
        """For Tab they stand before the menu's button, wherever that is in the window, also those that came late."""
        place: QWidget = self._more
        for tab in self._tabs:
            QWidget.setTabOrder(place, tab)
            place = tab
        QWidget.setTabOrder(place, self._more)

    def _toggled(self, tab: QAbstractButton, is_on: bool) -> None:
        if is_on and isinstance(tab, _Tab):
            self.chosen.emit(tab.option.id)
            self._arrange()

    def _arrange(self) -> None:
        """Show what fits: all, or the first few and the chosen one with the menu of the others."""
        shown, has_more = self._tabs, self._add_more is not None
        if has_more or self.sizeHint().width() - _TAB_GAP > self.width():
            shown = self._fitting(self.width() - self._more.sizeHint().width() - _TAB_GAP)
        self._place(shown)
        self._more.setVisible(has_more or len(shown) < len(self._tabs))
        self.updateGeometry()

    def _fitting(self, room: int) -> list[_Tab]:
        must = next((tab for tab in self._tabs if tab.isChecked()), None)
        left = room - (must.sizeHint().width() + _TAB_GAP if must else 0)
        shown: list[_Tab] = []
        for tab in self._tabs:
            width = 0 if tab is must else tab.sizeHint().width() + _TAB_GAP
            if tab is must or width <= left:
                shown.append(tab)
                left -= width
            else:
                left = -1  # nothing after the first that does not fit, so the order has no holes
        return shown

    def _place(self, shown: list[_Tab]) -> None:
        strip = Strip(QRectF(self.rect()), is_rtl=self._is_rtl())
        self._more.setGeometry(
            Strip(strip.rest, is_rtl=self._is_rtl()).trailing(self._more.sizeHint().width()).toRect()
        )
        corner = self._more.geometry().adjusted(_MARK_INSET, _MARK_INSET, -_MARK_INSET, 0)
        left = corner.left() if self._is_rtl() else corner.right() + 1 - _MARK
        self._mark.setGeometry(left, corner.top(), _MARK, _MARK)
        self._mark.raise_()
        for tab in self._tabs:
            tab.setVisible(tab in shown)
            if tab in shown:
                tab.setGeometry(strip.leading(tab.sizeHint().width(), _TAB_GAP).toRect())

    def _open_more(self) -> None:
        from ui.widgets.menu import Menu

        menu = Menu(self._theme, self._more.accessibleName(), self)
        menu.aboutToHide.connect(menu.deleteLater)
        for tab in self._tabs:
            if tab.isHidden():
                count = "" if tab.option.count is None else str(tab.option.count)
                menu.add(tab.option.label, partial(self.choose, tab.option.id), key=count)
        if self._add_more is not None:
            self._add_more(menu)
        menu.open_below(self._more)

    def _is_rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


class _Mark(QWidget):
    """A disc at the upper trailing corner of the menu's button; the pointer goes through it."""

    def __init__(self, theme: Theme, strip: QWidget) -> None:
        super().__init__(strip)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The disc."""
        fill_round(QPainter(self), QRectF(self.rect()), self._theme.colors.accent, _MARK)
