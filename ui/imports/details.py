"""What is asked and said about the chosen file: who is who, whose chat, how times are meant, what is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.imports.review import ReviewRow
from app.desk.imports.sides import UNKNOWN
from app.domain.ids import ConversationId, ImportId
from app.domain.lines import Line
from app.words import gettext as _
from app.words.phones import phone
from ui.imports import words
from ui.imports.entry import Entry
from ui.imports.parts import Bar, OneOf, Section
from ui.imports.session import ImportSession
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import ElidedLabel, Paragraph

PAD: Final = 16
MOST_WIDE: Final = 560
FIELD_PX: Final = 280


class Details(QWidget):
    """Shows one Entry; made anew when what it asks changes, so that there is nothing to keep in step.

    `opened` with a conversation, `undo_asked` with an import.
    """

    opened = Signal(str)
    undo_asked = Signal(str)

    def __init__(self, kit: Kit, session: ImportSession, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._session, self.entry = kit, session, entry
        self._bar: Bar | None = None
        self._progress: Paragraph | None = None
        self.number: Field | None = None
        self.zone: Field | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PAD, PAD, PAD, PAD)
        self._column.setSpacing(kit.theme.tokens.space.x3)
        self.setMaximumWidth(kit.theme.px(MOST_WIDE))
        self._fill()
        self._column.addStretch(1)
        self.shape = shape_of(entry)

    def show_progress(self) -> None:
        """Only the bar and its words."""
        if self._bar is None or self._progress is None:
            return
        words_now = words.face_of(self.entry, self._kit.formats)
        self._progress.set_text(f"{words_now.chip.text}. {words_now.detail}")
        self._bar.show_share(self.entry.share, words_now.chip.text)

    # -- its parts

    def _fill(self) -> None:
        entry, theme = self.entry, self._kit.theme
        self._column.addWidget(
            ElidedLabel(theme, shown_line(entry.path.name), role="lead", weight="semibold")
        )
        if entry.row is not None and entry.row.preview is not None:
            facts = "\n".join(words.facts_of(entry.row.preview, self._kit.formats))
            self._column.addWidget(Paragraph(theme, facts, ink="text_muted"))
        if entry.is_working:
            self._add_progress()
        elif entry.stage in ("done", "stopped"):
            self._add_result()
        elif entry.stage == "failed":
            self._column.addWidget(Paragraph(theme, entry.sentence, ink="danger"))
            self._add_buttons(_("Try again"))
        elif entry.row is not None:
            self._add_questions(entry.row)

    def _add_progress(self) -> None:
        theme = self._kit.theme
        self._bar, self._progress = Bar(theme), Paragraph(theme, " ")
        stop = Button(theme, _("Stop"), icon="x")
        stop.clicked.connect(lambda: self._stop())
        for part in (self._progress, self._bar):
            self._column.addWidget(part)
        self._column.addLayout(_row(stop))
        self.show_progress()

    def _stop(self) -> None:
        if self.entry.stage in ("reading", "waiting"):
            self._session.remove(self.entry)
        else:
            self._session.stop(self.entry)

    def _add_result(self) -> None:
        entry, theme = self.entry, self._kit.theme
        for sentence in words.result_words(entry, self._kit.formats):
            self._column.addWidget(Paragraph(theme, sentence))
        buttons: list[Button] = []
        if entry.stage == "stopped":
            buttons.append(self._button(_("Go on"), lambda: self._session.bring([entry])))
        if entry.conversation_id is not None:
            conversation_id: ConversationId = entry.conversation_id
            buttons.append(
                self._button(_("Show the conversation"), lambda: self.opened.emit(conversation_id))
            )
        if entry.import_id is not None:
            import_id: ImportId = entry.import_id
            buttons.append(self._button(_("Undo…"), lambda: self.undo_asked.emit(import_id)))
        self._column.addLayout(_row(*buttons))

    def _add_questions(self, row: ReviewRow) -> None:
        blocking = words.doubts_of(self.entry) & words.HOPELESS
        if not blocking:
            self._ask_us(row)
            self._ask_person(row)
            self._ask_line()
            self._ask_order(row)
            self._ask_zone(row)
        self._say_problems(row)
        self._add_buttons("" if blocking else _("Import this chat"))

    def _ask_us(self, row: ReviewRow) -> None:
        assert row.preview is not None
        authors = list(row.preview.authors)
        counts = row.preview.authors
        formats = self._kit.formats
        answers: list[tuple[str, Callable[[], object]]] = [
            (
                f"{shown_name(author)}, {words.messages_words(counts[author], formats)}",
                partial(self._session.choose_us, self.entry, author),
            )
            for author in authors
        ]
        if len(authors) == 1:
            answers.append(
                (_("Nobody: you wrote nothing"), partial(self._session.choose_us, self.entry, None))
            )
        ours = row.sides.ours
        chosen = None
        if row.sides != UNKNOWN:
            chosen = authors.index(ours) if ours in authors else len(authors)
        title = _("Which of them is your business?")
        self._add(title, OneOf(self._kit.theme, title, answers, chosen))

    def _ask_person(self, row: ReviewRow) -> None:
        if row.sides == UNKNOWN:
            return
        theme, chosen = self._kit.theme, words.chosen(row)
        title = _("Whose chat is it?")
        parts: list[QWidget] = []
        if len(row.contacts) > 1:
            answers = [
                (words.contact_words(one), partial(self._session.choose_contact, self.entry, one))
                for one in row.contacts
            ]
            ids = [one.contact_id for one in row.contacts]
            place = ids.index(row.contact_id) if row.contact_id in ids else None
            parts.append(OneOf(theme, title, answers, place))
        known = phone("+" + chosen.number) if chosen is not None and chosen.number else ""
        asked = _("Number of {name}").format(name=shown_name(row.sides.person or row.path.name))
        self.number = field = Field(theme, asked, placeholder="+33 6 39 98 00 01")
        field.input.setMaximumWidth(theme.px(FIELD_PX))
        field.input.setText(self.entry.number or known)
        field.set_error(self.entry.number_error)
        field.input.editingFinished.connect(lambda: self._number_written(field.input.text(), known))
        parts.append(field)
        match = words.match_words(row)
        if match:
            parts.append(Paragraph(theme, match, role="small", ink="text_muted"))
        self._add(title if len(row.contacts) > 1 else "", *parts)

    def _number_written(self, written: str, known: str) -> None:
        if written.strip() != (self.entry.number.strip() or known):
            self._session.choose_number(self.entry, written)

    def _ask_line(self) -> None:
        lines = [line for line in self._kit.desk.lines().values() if line.is_known]
        if len(lines) < 2:
            return
        answers: list[tuple[str, Callable[[], object]]] = [
            (_line_words(line), partial(self._session.choose_line, self.entry, line.line_id))
            for line in lines
        ]
        ids = [line.line_id for line in lines]
        place = ids.index(self.entry.line_id) if self.entry.line_id in ids else None
        title = _("On which of your numbers?")
        self._add(title, OneOf(self._kit.theme, title, answers, place))

    def _ask_order(self, row: ReviewRow) -> None:
        assert row.preview is not None
        known = row.preview.day_order
        if not known.is_ambiguous and known.how != "given":
            return
        title = _("How are the dates meant?")
        samples = words.order_samples(row.preview, self._kit.formats)
        answers: list[tuple[str, Callable[[], object]]] = [
            (sample, partial(self._session.choose_day_order, self.entry, order)) for order, sample in samples
        ]
        orders = [order for order, _sample in samples]
        place = None if known.is_ambiguous else orders.index(known.order)
        self._add(title, OneOf(self._kit.theme, title, answers, place))

    def _ask_zone(self, row: ReviewRow) -> None:
        self.zone = field = Field(self._kit.theme, _("Time zone of the phone"))
        field.input.setMaximumWidth(self._kit.theme.px(FIELD_PX))
        field.input.setText(row.zone)
        field.set_error(self.entry.zone_error)
        field.input.editingFinished.connect(lambda: self._zone_written(field.input.text().strip(), row.zone))
        self._column.addWidget(field)

    def _zone_written(self, written: str, known: str) -> None:
        if written != known:
            self._session.choose_zone(self.entry, written)

    def _say_problems(self, row: ReviewRow) -> None:
        theme, formats = self._kit.theme, self._kit.formats
        sentences = [
            words.problem_words(one, row, formats) for one in row.problems if one.doubt not in words.ASKED
        ]
        parts: list[QWidget] = [Paragraph(theme, sentence) for sentence in sentences if sentence]
        samples = row.preview.samples if row.preview else ()
        for sample in samples:
            line = _("Line {n}, {why}: {text}").format(
                n=formats.number(sample.line), why=words.why_words(sample.why), text=shown_line(sample.text)
            )
            parts.append(ElidedLabel(theme, line, role="small", ink="text_muted"))
        if parts:
            self._add(_("To know"), *parts)

    def _add_buttons(self, bring: str) -> None:
        session, entry = self._session, self.entry
        buttons = [self._button(_("Remove from the list"), lambda: session.remove(entry), is_quiet=True)]
        if bring and entry.row is not None:
            act = self._button(bring, lambda: session.bring([entry]))
            act.setEnabled(entry.is_ready)
            buttons.insert(0, act)
        self._column.addLayout(_row(*buttons))

    def _button(self, text: str, act: Callable[[], object], *, is_quiet: bool = False) -> Button:
        button = Button(self._kit.theme, text, kind="quiet" if is_quiet else "default")
        button.clicked.connect(lambda: act())
        return button

    def _add(self, title: str, *parts: QWidget) -> None:
        self._column.addWidget(Section(self._kit.theme, title, parts))


def shape_of(entry: Entry) -> tuple[object, ...]:
    """What the details depend on but for progress: equal shapes look the same."""
    return (
        entry.stage, entry.row, entry.sentence, entry.number_error, entry.zone_error, entry.line_id, entry.import_id,
    )  # fmt: skip


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _line_words(line: Line) -> str:
    return phone("+" + line.display_number) if line.display_number else line.line_id.partition(":")[2]
