"""Files that are dropped or chosen: those that may be exported chats."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

ENDINGS: Final = frozenset({".txt", ".zip"})
# Those that may be lists of people, for the import of contacts.
TABLE_ENDINGS: Final = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".vcf", ".vcard", ".jsonl", ".ndjson"}
)

CALENDAR: Final = ".ics"  # appointments, for the agenda


def exports_in(data: QMimeData, endings: frozenset[str] = ENDINGS) -> list[Path]:
    """The files of this computer among what is dragged that may be exports; none when anything else is with them."""
    if not data.hasUrls():
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths if len(paths) == len(data.urls()) and may_be_exports(paths, endings) else []


def may_be_exports(paths: Iterable[Path], endings: frozenset[str] = ENDINGS) -> bool:
    """Whether all end as a phone's exports do; what they are shows when they are read."""
    found = [path.suffix.lower() for path in paths]
    return bool(found) and all(ending in endings for ending in found)


class Drops(QObject):
    """Takes files that are dropped on a widget, where nothing inside it wants them: exported chats, or of `endings`."""

    def __init__(
        self, widget: QWidget, take: Callable[[list[Path]], object], endings: frozenset[str] = ENDINGS
    ) -> None:
        super().__init__(widget)
        self._take = take
        self._endings = endings
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A drag that holds nothing else is taken."""
        is_drop = event.type() == QEvent.Type.Drop
        if not isinstance(event, QDropEvent) or not (is_drop or isinstance(event, QDragEnterEvent)):
            return False
        paths = exports_in(event.mimeData(), self._endings)
        if not paths:
            return False
        event.acceptProposedAction()
        if is_drop:
            self._take(paths)
        return True
