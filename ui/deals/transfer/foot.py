"""The foot of an import of deals: how far it is, what came of it, and the buttons that go on with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words import gettext as _
from app.words import ngettext
from ui.deals.transfer import words
from ui.deals.transfer.session import DealSession
from ui.imports.parts import Bar
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel
from ui.widgets.surfaces import Surface

FOOT_PX: Final = 56
SIDE_PAD: Final = 24


class Foot(Surface):
    """`undo_button` and `show_button` are connected by the page."""

    def __init__(self, kit: Kit, session: DealSession, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", edges=("top",), parent=parent)
        self._kit, self._session = kit, session
        theme = kit.theme
        self.said = ElidedLabel(theme, "")
        self.bar = Bar(theme)
        self.stop_button = Button(theme, _("Stop"))
        self.undo_button = Button(theme, _("Undo…"))
        self.show_button = Button(theme, _("Show the deals"))
        self.press = Button(theme, _("Import"), kind="primary")
        self.setFixedHeight(theme.px(FOOT_PX))
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE_PAD, 0, SIDE_PAD, 0)
        line.setSpacing(12)
        line.addWidget(self.said, 2)
        line.addWidget(self.bar, 1)
        for button in (self.stop_button, self.undo_button, self.show_button, self.press):
            line.addWidget(button)
        self.stop_button.clicked.connect(session.stop)
        self.press.clicked.connect(session.bring)
        session.refused.connect(self._say)

    def show_session(self, *, is_shown: bool) -> None:
        """As it stands now."""
        session, formats = self._session, self._kit.formats
        stage, progress = session.stage, session.progress
        self.setVisible(is_shown)
        sentence = self._sentence()
        self.said.set_text(sentence)
        self.bar.setVisible(stage in ("reading", "bringing", "looking", "undoing"))
        self.bar.show_share(session.share, sentence)
        self.stop_button.setVisible(stage in ("reading", "bringing"))
        self.undo_button.setVisible(
            stage in ("done", "stopped") and progress is not None and progress.done > 0
        )
        self.show_button.setVisible(stage in ("done", "undone"))
        self.press.setVisible(stage in ("review", "looking", "stopped"))
        is_again = stage == "stopped" and progress is not None and progress.done > 0
        self.press.setText(_("Go on") if is_again else words.press_words(session.count, formats))
        self.press.setEnabled(session.is_settled and session.count > 0 and not session.open_questions)

    def _sentence(self) -> str:
        session, formats = self._session, self._kit.formats
        progress = session.progress
        if session.stage == "reading":
            return _("Reading {file}…").format(file=session.path.name if session.path else "")
        if session.sentence:
            return session.sentence
        if session.stage == "bringing":
            done, total = (progress.done, progress.total) if progress else (0, session.count)
            return _("{done} of {total} deals").format(done=formats.number(done), total=formats.number(total))
        if session.stage == "undoing":
            return _("Taking the import back…")
        if progress is not None:
            if session.stage == "undone":
                return words.undo_words(progress)
            if session.stage == "done":
                return words.result_words(progress, formats)
            if session.stage == "stopped":
                return _("Stopped. {result} so far; nothing comes twice when you go on.").format(
                    result=words.result_words(progress, formats)
                )
        return self._hint()

    def _hint(self) -> str:
        session, seen = self._session, self._session.preview
        if seen is None:
            return ""
        if session.open_questions:
            return _("Answer what the file leaves open first.")
        if seen.unmapped:
            return ngettext(
                "{n} row has a stage of which nobody said what it becomes: it is left out.",
                "{n} rows have a stage of which nobody said what it becomes: they are left out.",
                seen.unmapped,
            ).format(n=self._kit.formats.number(seen.unmapped))
        if not session.count:
            return _("No row of this table can be imported. Look at what the columns become.")
        if seen.makes_people:
            return ngettext(
                "{n} person becomes a contact. Nothing is written before you press the button.",
                "{n} people become contacts. Nothing is written before you press the button.",
                seen.makes_people,
            ).format(n=self._kit.formats.number(seen.makes_people))
        return _("Nothing is written before you press the button.")

    def _say(self, sentence: str) -> None:
        self.said.set_text(sentence)
        self.setVisible(True)
