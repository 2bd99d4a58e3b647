"""The foot of an import of appointments: how far it is, what came of it, and the buttons that go on with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words import gettext as _
from app.words import ngettext
from ui.appointments.transfer import words
from ui.appointments.transfer.session import AgendaSession
from ui.imports.parts import Bar
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel
from ui.widgets.surfaces import Surface

FOOT_PX: Final = 56
SIDE_PAD: Final = 24


class Foot(Surface):
    """`undo_button` and `show_button` are connected by the page."""

    def __init__(self, kit: Kit, session: AgendaSession, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", edges=("top",), parent=parent)
        self._kit, self._session = kit, session
        theme = kit.theme
        self.said = ElidedLabel(theme, "")
        self.bar = Bar(theme)
        self.stop_button = Button(theme, _("Stop"))
        self.undo_button = Button(theme, _("Undo the import…"))
        self.show_button = Button(theme, _("Show the agenda"))
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
        session = self._session
        stage, progress = session.stage, session.progress
        self.setVisible(is_shown)
        sentence = self._sentence()
        self.said.set_text(sentence)
        self.bar.setVisible(stage in ("reading", "bringing", "looking", "undoing"))
        self.bar.show_share(session.share, sentence)
        self.stop_button.setVisible(stage in ("reading", "bringing"))
        has_done = progress is not None and progress.done > 0
        self.undo_button.setVisible(stage in ("done", "stopped") and has_done)
        self.show_button.setVisible(stage in ("done", "undone"))
        self.press.setVisible(stage in ("review", "looking", "stopped"))
        is_again = stage == "stopped" and has_done
        self.press.setText(_("Go on") if is_again else words.press_words(session.preview, self._kit.formats))
        self.press.setEnabled(session.is_settled and session.is_ready)

    def _sentence(self) -> str:
        session, formats = self._session, self._kit.formats
        progress = session.progress
        if session.stage == "reading":
            name = session.path.name if session.path is not None else ""
            return _("Reading {file}…").format(file=name) if name else _("Reading what was pasted…")
        if session.sentence:
            return session.sentence
        if session.stage == "bringing":
            rows = session.preview.brought() if session.preview is not None else []
            done, total = (progress.done, progress.total) if progress else (0, len(rows))
            return _("{done} of {total} appointments").format(
                done=formats.number(done), total=formats.number(total)
            )
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
            return _("Answer what the list leaves open first.")
        if not seen.brought() and not seen.counts.get("gone"):
            return _("No row of this list is an appointment. Look at what the columns become.")
        if not seen.doing:
            return _("Everything is as in this list already.")
        if seen.is_doubtful and seen.counts.get("gone"):
            return _(
                "Some rows could not be read, so nothing that is missing from the list is cancelled by itself."
            )
        if seen.is_sparse and seen.counts.get("gone"):
            return _("Much of the last list is missing in this one, so nothing of it is cancelled by itself.")
        number = self._kit.formats.number
        if left := sum(count for name, count in seen.places.items() if not seen.is_made(name)):
            return ngettext(
                "{n} appointment is with somebody who is not in your agenda: it comes in as nobody’s.",
                "{n} appointments are with somebody who is not in your agenda: they come in as nobody’s.",
                left,
            ).format(n=number(left))
        if seen.unreachable:
            return ngettext(
                "{n} person comes without a number and cannot be asked on WhatsApp.",
                "{n} people come without a number and cannot be asked on WhatsApp.",
                seen.unreachable,
            ).format(n=number(seen.unreachable))
        return _("Nothing is written before you press the button.")

    def _say(self, sentence: str) -> None:
        self.said.set_text(sentence)
        self.setVisible(True)
