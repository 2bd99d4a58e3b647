"""A line to search in and the rows that fit, for whatever is chosen from a list: the arrows move while one types."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.inputs import Input
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon, paint_text

PAD: Final = 8
GAP: Final = 8
AVATAR: Final = 20
CHOICE: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@record
class Choice:
    """One row. `mark`: "check" for what holds, "minus" for what holds in part; `detail` stands at the end."""

    id: str
    name: str
    detail: str = ""
    icon: IconName | None = None
    portrait: Portrait | None = None
    mark: IconName | None = None
    spoken: str = ""  # what a screen reader says where name and detail are not enough


class ChoiceModel(QAbstractListModel):
    """A few choices, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        """Others from now on."""
        self.beginResetModel()
        self._choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The choice for the delegate; what a screen reader says for everybody else."""
        if not index.isValid():
            return None
        choice = self._choices[index.row()]
        if role == CHOICE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return choice.spoken or ", ".join(part for part in (choice.name, choice.detail) if part)
        return None


class _Row(QStyledItemDelegate):
    """Portrait or icon, name, detail, mark."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, self._theme.px(self._theme.tokens.size.row_menu))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setLayoutDirection(option.direction)
        c, theme, rect = self._theme.colors, self._theme, QRectF(option.rect)
        choice: Choice = index.data(CHOICE)
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_on or option.state & QStyle.StateFlag.State_MouseOver:
            fill_round(painter, rect, c.accent_soft if is_on else c.surface_hover, theme.tokens.radius.chip)
        ink = c.accent_soft_text if is_on else c.text
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        size = theme.tokens.icon.normal
        if choice.portrait is not None:
            disc = centered(strip.leading(AVATAR, GAP), AVATAR, AVATAR)
            paint_avatar(painter, disc, theme, choice.portrait)
        elif choice.icon is not None:
            paint_icon(painter, strip.leading(AVATAR, GAP), theme, choice.icon, size, ink)
        if choice.mark is not None:
            paint_icon(painter, strip.trailing(size, GAP), theme, choice.mark, size, ink)
        if choice.detail:
            width = theme.metrics("small", tabular=True).horizontalAdvance(choice.detail)
            box = strip.trailing(min(width, strip.rest.width() / 2), GAP)
            paint_text(painter, box, theme, choice.detail, c.text_muted, role="small", tabular=True)
        paint_text(painter, strip.rest, theme, choice.name, ink)


class Finder(QWidget):
    """`offer` gives the choices for the words that are typed. `taken(id)` at Enter or a click."""

    taken = Signal(str)
    moved = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        offer: Callable[[str], Sequence[Choice]],
        *,
        rows: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._offer, self._rows = theme, offer, rows
        self.search = Input(theme, name, placeholder=name, is_search=True)
        self.model = ChoiceModel()
        self.list = QListView()
        self._delegate = _Row(theme)
        self._lay_out(name)
        self.search.textChanged.connect(lambda _words: self.look())
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._current_moved())
        self.setFocusProxy(self.search)
        self.look()

    def _lay_out(self, name: str) -> None:
        view = self.list
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys come from the line above it
        view.setMouseTracking(True)
        view.viewport().setAutoFillBackground(False)
        view.setAccessibleName(name)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFixedHeight(self._rows * self._theme.px(self._theme.tokens.size.row_menu))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.search)
        column.addWidget(view)

    @property
    def current(self) -> Choice | None:
        """Which one Enter would take."""
        choice: Choice | None = self.list.currentIndex().data(CHOICE)
        return choice

    def look(self) -> None:
        """Offer what fits now; the one that was current stays so."""
        before = self.current
        choices = self._offer(self.search.text())
        self.model.show(choices)
        place = next((n for n, choice in enumerate(choices) if before and choice.id == before.id), 0)
        if self.search.text():
            place = 0 if before is None or all(c.id != before.id for c in choices) else place
        if choices:
            self.list.setCurrentIndex(self.model.index(place))

    def choose(self, choice_id: str) -> None:
        """Make one current."""
        for row in range(self.model.rowCount()):
            if self.model.index(row).data(CHOICE).id == choice_id:
                self.list.setCurrentIndex(self.model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.model.rowCount():
                place = (self.list.currentIndex().row() + step) % self.model.rowCount()
                self.list.setCurrentIndex(self.model.index(place))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._take_current()
                return True  # in a sheet it is not yet the end
        return super().eventFilter(watched, event)

    def _current_moved(self) -> None:
        index = self.list.currentIndex()
        self.search.setAccessibleDescription(str(index.data() or ""))
        self.moved.emit()

    def _clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._take_current()

    def _take_current(self) -> None:
        choice = self.current
        if choice is not None:
            self.taken.emit(choice.id)


def folded(text: str) -> str:
    """Without accents and capitals, as people search."""
    import unicodedata

    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def fits(words: str, name: str) -> bool:
    """Whether each typed word begins a word of the name."""
    within = f" {folded(name)}"
    return all(f" {word}" in within for word in folded(words).split())
