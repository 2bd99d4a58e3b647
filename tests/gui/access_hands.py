"""What a screen reader, a keyboard alone and large letters find in a window: what is nameless, out of reach or cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QScrollBar,
    QSplitterHandle,
    QTextBrowser,
    QWidget,
)

from tests.gui.rig import Rig, press, until
from ui.widgets.controls import CheckBox
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.small_parts import ChipView

Role = QAccessible.Role
SAYS_NOTHING: Final = (Role.NoRole, Role.Client, Role.Pane, Role.Window, Role.Grouping, Role.LayeredPane)
ROWS: Final = 8  # of a list are listened to
LINKS: Final = 200  # that a page of text may have
HANDLERS: Final = ("mousePressEvent", "mouseReleaseEvent")


def parts(window: QWidget) -> list[QWidget]:
    """All that is in view."""
    return [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]


def controls(window: QWidget) -> list[QWidget]:
    """What Tab should reach."""
    return [
        one
        for one in parts(window)
        if one.isEnabled() and one.focusProxy() is None and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def spoken(widget: QWidget) -> tuple[str, Role]:
    """What a screen reader says of it, and as what."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return interface.text(QAccessible.Text.Name).strip(), interface.role()


def words(widget: QWidget) -> str:
    """A widget as a failing test should name it."""
    text = getattr(widget, "text", "")
    text = text() if callable(text) else text
    owner = widget.parentWidget()
    return f"{type(owner).__name__}/{type(widget).__name__} {widget.accessibleName() or text!r:.60}"


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader has no word for, or no kind."""
    found = []
    for one in controls(window):
        name, role = spoken(one)
        if not name or role in SAYS_NOTHING:
            found.append(f"{words(one)}: {name!r} {role.name}")
    return found


def mute_rows(window: QWidget) -> list[str]:
    """Lists with a row that says nothing."""
    found = []
    for one in parts(window):
        model = (
            one.model() if isinstance(one, QAbstractItemView) and not isinstance(one, QHeaderView) else None
        )
        if model is not None and model.rowCount(QModelIndex()):
            mute = [number for number, row in enumerate(_rows(one, model)) if not any(map(_says, row))]
            if mute:
                found.append(f"{words(one)}: {mute}")
    return found


def _rows(view: QWidget, model: QAbstractItemModel) -> list[list[QAccessibleInterface | None]]:
    """What a screen reader finds in the first rows of a list or table, without the heads of columns."""
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    rows, all_ = model.rowCount(QModelIndex()), interface.childCount()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    columns = columns if all_ >= columns * rows else 1  # of one column a list shows
    across = next(
        width for width in (columns, columns + 1) if not all_ % width and all_ // width - rows in (0, 1)
    )
    heads = (all_ // across - rows) * across
    return [
        [interface.child(heads + row * across + column) for column in range(across)]
        for row in range(min(ROWS, rows))
    ]


def _says(child: QAccessibleInterface | None) -> bool:
    return child is not None and bool(child.text(QAccessible.Text.Name).strip())


def mouse_only(window: QWidget) -> list[str]:
    """What answers the mouse and never gets the keyboard."""
    found = []
    for one in parts(window):
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus or one.focusProxy() is not None or not one.isEnabled():
            continue
        ours = [kind for kind in type(one).__mro__ if kind.__module__.startswith("ui.")]
        answers = any(handler in vars(kind) for kind in ours for handler in HANDLERS)
        if isinstance(one, QAbstractButton) or answers:
            found.append(words(one))
    return found


def walked(window: QWidget) -> tuple[list[QWidget], bool]:
    """The controls that Tab comes through, and whether it came round; in a page of text it goes from link to link."""
    begun = QApplication.focusWidget()
    assert begun is not None and begun.window() is window
    path, stays = [begun], 0
    while True:
        press(path[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None and now.window() is window
        if now is path[-1]:
            stays += 1
            if stays > (LINKS if isinstance(now, QTextBrowser) else 0):
                return path, controls(window) == path  # there is nothing else
        elif now in path:
            return path, True
        else:
            path.append(now)
            stays = 0


def unreached(window: QWidget, path: list[QWidget]) -> list[str]:
    """Controls that were not on the way."""
    passed = set(path)
    return [
        words(one) for one in controls(window) if one not in passed and not _is_chosen_elsewhere(one, passed)
    ]


def _is_chosen_elsewhere(one: QWidget, passed: set[QWidget]) -> bool:
    """Of one group the keyboard enters one button; the arrows lead to the others."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(other in passed for other in group.buttons())
    is_radio = isinstance(one, QAbstractButton) and one.autoExclusive()
    owner = one.parentWidget()
    return (
        is_radio
        and owner is not None
        and any(other in passed for other in owner.findChildren(QAbstractButton))
    )


async def settled(rig: Rig) -> QWidget:
    """The window in front, once nothing in it is read or moves any more."""
    seen: list[object] = []

    def is_still() -> bool:
        now = [(one, one.geometry()) for one in parts(in_front(rig))]
        is_same = seen == now and rig.kit.tasks.count == 0
        seen[:] = now
        return is_same

    await until(is_still)
    return in_front(rig)


def in_front(rig: Rig) -> QWidget:
    """The sheet that lies over the window, or the window."""
    over = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not rig.window]
    return over[-1] if over else rig.window


# -- cut


class Windows(QObject):
    """Every window that is shown while somebody goes about, by its kind: a part without a place is one too."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def cut(window: QWidget) -> list[str]:
    """What has less room than its words need, or lies where nobody can scroll to."""
    worded = [one for one in parts(window) if _needs(one) is not None]
    found = [f"{words(one)}: {why}" for one in worded for why in _cuts(one)]
    for place, one in enumerate(worded):
        for other in worded[place + 1 :]:
            if other.parent() is one.parent() and one.geometry().intersects(other.geometry()):
                found.append(f"{words(one)}: below or above {words(other)}")
    return found


def _cuts(one: QWidget) -> Iterator[str]:
    if isinstance(one, QScrollBar | QSplitterHandle):
        return
    needs = _needs(one)
    if needs is None:
        return
    width, height = needs
    if one.width() < width:
        yield f"{one.width()} of {width} px wide"
    if one.height() < height:
        yield f"{one.height()} of {height} px high"
    hidden = _hidden(one)
    if hidden:
        yield hidden


def _needs(one: QWidget) -> tuple[int, int] | None:
    """The least width and height in which its words are whole; None where it has none."""
    if isinstance(one, Paragraph):
        return one.minimumSizeHint().width(), one.heightForWidth(one.width())
    if isinstance(one, ElidedLabel):
        return (one.minimumSizeHint().width(), one.minimumSizeHint().height()) if one.text else None
    if isinstance(one, QLabel):
        if not one.text():
            return None
        if one.wordWrap():
            return 0, one.heightForWidth(one.width())
        return one.sizeHint().width(), one.fontMetrics().height()
    if isinstance(one, CheckBox):
        return one.minimumSizeHint().width(), one.heightForWidth(one.width())
    if isinstance(one, ChipView) or (isinstance(one, QAbstractButton) and one.text()):
        least = one.minimumSizeHint() if one.minimumSizeHint().isValid() else one.sizeHint()
        return least.width(), least.height()
    return None


def _hidden(one: QWidget) -> str:
    """Which part of it no scrolling brings into view."""
    rect = one.rect()
    child, owner = one, one.parentWidget()
    while owner is not None and not child.isWindow():
        rect = (
            QRect(rect.topLeft() + child.pos(), rect.size())
            if child is not one
            else QRect(one.pos(), one.size())
        )
        area = owner.parentWidget()
        across, down = False, False
        if isinstance(area, QAbstractScrollArea) and owner is area.viewport():
            off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            across = area.horizontalScrollBarPolicy() != off and area.horizontalScrollBar().maximum() > 0
            down = area.verticalScrollBarPolicy() != off and area.verticalScrollBar().maximum() > 0
        room = owner.rect()
        if not across and (rect.left() < room.left() or rect.right() > room.right()):
            return f"{rect.left()}–{rect.right()} of {room.width()} px in {type(owner).__name__}"
        if not down and (rect.top() < room.top() or rect.bottom() > room.bottom()):
            return f"{rect.top()}–{rect.bottom()} of {room.height()} px high in {type(owner).__name__}"
        if across or down:
            rect = (
                QRect(QPoint(0, 0), room.size()).intersected(rect)
                if rect.intersects(room)
                else QRect(0, 0, 1, 1)
            )
        child, owner = owner, owner.parentWidget()
    return ""
