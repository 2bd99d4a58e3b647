"""The system's dialog for files, where the system has none Qt's own: in the person's language, at their documents."""

from PySide6.QtCore import QCoreApplication, QDir, QLibraryInfo, QStandardPaths, QTranslator
from PySide6.QtWidgets import QFileDialog, QWidget

from app.words import gettext as _
from app.words import language


class FileDialog(QFileDialog):
    """Begins where the last one ended, the first one at the documents; it must be opened, never executed."""

    def __init__(self, parent: QWidget, title: str) -> None:
        _speak(language())
        super().__init__(parent, title)
        if self.directory() == QDir.current():  # where the program happened to be started
            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            self.setDirectory(documents if QDir(documents).exists() else QDir.homePath())
        # Of these two Qt has no French.
        self.setLabelText(QFileDialog.DialogLabel.LookIn, _("Folder:"))
        self.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file:"))


def _speak(code: str) -> None:
    """Qt's own words, in these dialogs alone, follow the language that was chosen; 3 ms that no start pays for."""
    app = QCoreApplication.instance()
    if app is None:
        return
    for old in app.findChildren(QTranslator):
        QCoreApplication.removeTranslator(old)
        old.deleteLater()
    words = QTranslator(app)
    if words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(words)
