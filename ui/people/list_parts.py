"""The candidates as a list: a model of a few rows, and how one is painted."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.people.candidates import Candidate
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill_chosen, fill_round, is_rtl, paint_text

ROW: Final = 48
PAD: Final = 8
AVATAR: Final = 32
AVATAR_GAP: Final = 12
CANDIDATE: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class CandidateModel(QAbstractListModel):
    """A few candidates, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._candidates: tuple[Candidate, ...] = ()

    def show(self, candidates: Sequence[Candidate]) -> None:
        """Others from now on."""
        self.beginResetModel()
        self._candidates = tuple(candidates)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self._candidates)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The candidate for the delegate; what a screen reader says for everybody else."""
        if not index.isValid():
            return None
        candidate = self._candidates[index.row()]
        if role == CANDIDATE:
            return candidate
        return (
            candidate.spoken
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            else None
        )


class CandidateDelegate(QStyledItemDelegate):
    """Portrait, name, and below it how they are reached."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """48 at the normal text size."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, portrait, two lines."""
        painter.setLayoutDirection(option.direction)
        c, theme, rect = self._theme.colors, self._theme, QRectF(option.rect)
        states = QStyle.StateFlag
        if option.state & states.State_Selected:
            fill_chosen(painter, rect, theme, theme.tokens.radius.normal)
        elif option.state & states.State_MouseOver:
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.normal)
        candidate: Candidate = index.data(CANDIDATE)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        disc = centered(strip.leading(AVATAR, AVATAR_GAP), AVATAR, AVATAR)
        paint_avatar(
            painter, disc, theme, Portrait(candidate.key, candidate.name if candidate.is_named else "")
        )
        self._paint_words(painter, strip.rest, candidate)

    def _paint_words(self, painter: QPainter, rect: QRectF, candidate: Candidate) -> None:
        c, theme = self._theme.colors, self._theme
        line, small = theme.line("body"), theme.line("small") if candidate.detail else 0
        top = round(rect.center().y() - (line + small) / 2)
        first = QRectF(rect.left(), top, rect.width(), line)
        paint_text(
            painter, first, theme, candidate.name, c.text, weight="medium", tabular=not candidate.is_named
        )
        if candidate.detail:
            second = QRectF(rect.left(), top + line, rect.width(), small)
            paint_text(painter, second, theme, candidate.detail, c.text_muted, role="small", tabular=True)
