"""A picture or a film, whole: over the window, closed by Escape, saved where the person says."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.on_pictures import DARKROOM
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import Label

PAD: Final = 16
MOST_ZOOM: Final = 8.0


class Viewer(QWidget):
    """One file over the whole window. `save_asked`, `closed`."""

    save_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(False)
        self._on_close: list[Callable[[], None]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PAD, PAD, PAD, PAD)
        bar = QHBoxLayout()
        self.title = Label(theme, title, weight="medium")
        self.title.setVisible(False)
        save = IconButton(theme, "download", _("Save as…"), is_on_dark=True)
        close = IconButton(theme, "x", _("Close"), is_on_dark=True)
        save.clicked.connect(self.save_asked)
        close.clicked.connect(self.leave)
        bar.addStretch(1)
        for button in (save, close):
            bar.addWidget(button)
        self.column.addLayout(bar)
        self.column.addStretch(1)

    def show_over(self) -> None:
        """Cover the parent and take the keyboard."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def show_image(self, image: QImage) -> None:
        """A picture that can be made larger by wheel and keys."""
        self._take(PictureCanvas(image, self))

    def show_film(self, data: bytes) -> None:
        """A film, played at once; space pauses it."""
        from ui.media.film import FilmCanvas

        canvas = FilmCanvas(data, self)
        self._on_close.append(canvas.end)
        self._take(canvas)

    def _take(self, canvas: QWidget) -> None:
        last = self.column.takeAt(self.column.count() - 1)
        del last
        self.column.addWidget(canvas, 1)
        self.setFocusProxy(canvas)
        canvas.setFocus()

    def leave(self) -> None:
        """Give the window back."""
        for act in self._on_close:
            act()
        self.closed.emit()
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Ctrl+S saves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dark ground in every theme: pictures are judged on it."""
        QPainter(self).fillRect(self.rect(), DARKROOM)


class PictureCanvas(QWidget):
    """The picture, as large as fits; wheel, plus and minus make it larger, dragging moves it."""

    def __init__(self, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = image
        self._zoom = 1.0
        self._shift = QPointF()
        self._dragged_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Photo"))

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(400, 300)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Never larger than it is until somebody asks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        fit = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        ratio = self.devicePixelRatioF()
        natural = self._image.size() / ratio
        base = natural if natural.width() < fit.width() else fit
        width, height = base.width() * self._zoom, base.height() * self._zoom
        center = QPointF(self.width() / 2, self.height() / 2) + self._shift
        box = QRectF(center.x() - width / 2, center.y() - height / 2, width, height)
        painter.drawImage(box, self._image)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus, 0."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._scale(1.25)
        elif event.key() == Qt.Key.Key_Minus:
            self._scale(0.8)
        elif event.key() == Qt.Key.Key_0:
            self._zoom, self._shift = 1.0, QPointF()
            self.update()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel makes it larger and smaller."""
        self._scale(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move it."""
        self._dragged_from = event.position() - self._shift

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it while it is larger than its place."""
        if self._dragged_from is not None and self._zoom > 1:
            self._shift = event.position() - self._dragged_from
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Leave it there."""
        self._dragged_from = None

    def _scale(self, factor: float) -> None:
        self._zoom = min(MOST_ZOOM, max(1.0, self._zoom * factor))
        if self._zoom == 1.0:
            self._shift = QPointF()
        self.update()


def buffer_of(data: bytes, parent: QWidget) -> QBuffer:
    """Bytes as something that Qt reads from."""
    buffer = QBuffer(parent)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer
