"""A task, new or changed: what is to be done, when, whose turn it is, who does it. Enter keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId
from app.domain.task_rows import TaskRow
from app.domain.tasks import TITLE_MAX_CHARS, NewTask, TaskAbout, Whose
from app.words import gettext as _
from app.words import sentences
from app.words.tasks import due_sentence, quoted
from app.words.typed_tasks import TypedTask, read_task
from ui.contacts.panel.parts import PickList
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.acts import active_members
from ui.teamwork.assign_picker import member_choice
from ui.teamwork.finder import Choice
from ui.teamwork.kept import keep_texts, kept_texts
from ui.teamwork.undoing import Show
from ui.todo.due_row import NONE, OTHER, DueRow
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_avatar import Portrait

SHEET: Final = "task"
NOBODY: Final = "nobody"
PAD: Final = 20  # of a dialog


class TaskSheet(Dialog):
    """`row`: the task that is changed; else a new one at `about`, of whom `name` is what the screen calls them."""

    def __init__(
        self,
        kit: Kit,
        about: TaskAbout,
        name: str,
        show: Show,
        parent: QWidget,
        *,
        row: TaskRow | None = None,
        text: str | None = None,
    ) -> None:
        super().__init__(kit.theme, _("Change the task") if row is not None else _("New task"), parent)
        self._kit, self._about, self._show, self._row = kit, about, show, row
        self._name = isolated(shown_name(name)) if name else ""
        self._is_saving = False
        me = kit.desk.me()
        self._holder: MemberId | None = row.holder_id if row is not None else me.member_id
        self.words = Field(kit.theme, _("What is to be done"), placeholder=_("Call Ana tomorrow 9am"))
        self.due = DueRow(kit, kit.theme.tokens.size.dialog_width - 2 * PAD)
        self.says = Paragraph(kit.theme, role="small", ink="text_muted")
        self.whose = Segmented(
            kit.theme, _("Whose turn is it?"), [Option("ours", _("Ours")), Option("theirs", _("Theirs"))]
        )
        self.holder = Button(kit.theme, "", trailing="chevron-down")
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Keep"), kind="primary", key_hint="⏎")
        self._lay_out()
        self._fill(text)
        self._connect()
        self._show_holder()
        self.words.input.setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        if self._name:
            self.body.addWidget(Label(theme, _("About {name}").format(name=self._name), ink="text_muted"))
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(self.words)
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(self.due)
        self.body.addWidget(self.says)
        self.body.addSpacing(theme.tokens.space.x1)
        for words, part in ((_("Whose turn is it?"), self.whose), (_("Who does it"), self.holder)):
            line = QHBoxLayout()
            label = Label(theme, words, weight="medium")
            label.setBuddy(part)
            line.addWidget(label, 1)
            line.addWidget(part)
            self.body.addLayout(line)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _fill(self, text: str | None) -> None:
        row = self._row
        if row is not None:
            self.whose.choose(row.whose)
            self.due.take(OTHER if row.due_at is not None else NONE, row.due_at)
        kept = () if row is not None else kept_texts(self._kit, SHEET, self._places)
        first = text if text is not None else row.title if row is not None else kept[0] if kept else ""
        self._unchanged = row.title if row is not None else None
        self.words.input.setText(first)

    def _connect(self) -> None:
        self.words.input.textChanged.connect(lambda _text: self._settle())
        self.due.picked.connect(self._picked)
        self.holder.clicked.connect(self._choose_holder)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._keep)
        self.rejected.connect(self._keep_words)

    # -- what stands in it

    @property
    def typed(self) -> TypedTask:
        """What was typed, understood; words that were there before are no time."""
        text = self.words.input.text()
        if text == self._unchanged:
            return TypedTask(text)
        formats = self._kit.formats
        return read_task(text, self._kit.clock.now(), formats.zone, formats.language)

    @property
    def title(self) -> str:
        """What is to be done; who chose that there is no time means every word."""
        return " ".join(self.words.input.text().split()) if self.due.choice == NONE else self.typed.title

    @property
    def due_at(self) -> datetime | None:
        """What was chosen, else what was typed."""
        return self.due.at if self.due.choice else self.typed.due_at

    def _settle(self) -> None:
        typed, now = self.typed, self._kit.clock.now()
        if typed.due_at is not None and self._row is not None and self.due.choice == OTHER:
            self.due.take("", None)  # a new time was typed in place of the old one
            return
        parts = (
            [due_sentence(self.due_at, self._holder_name(), self._kit.formats, now)]
            if self.title or self.due_at
            else []
        )
        if self.title and self.title != " ".join(self.words.input.text().split()):
            parts.insert(0, quoted(isolated(self.title)))
        self.says.set_text(" · ".join(parts))
        self.words.set_error(_too_long() if len(self.title) > TITLE_MAX_CHARS else "")
        self.confirm.setEnabled(
            bool(self.title) and len(self.title) <= TITLE_MAX_CHARS and not self._is_saving
        )

    def _picked(self) -> None:
        self._settle()
        if self.due.choice != "" and not self.title:
            self.words.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_holder(self) -> None:
        member = next((one for one in active_members(self._kit) if one.member_id == self._holder), None)
        if member is None:
            self.holder.set_face(_("Nobody in particular"), icon="users-round")
        else:
            words = _("Me") if member.is_me else isolated(shown_name(member.name))
            self.holder.set_face(words, portrait=Portrait(member.member_id, shown_name(member.name)))
        self.holder.setAccessibleName(_("Who does it: {name}").format(name=self.holder.text()))
        self._settle()
        self.holder.setEnabled(self._row is None)  # what is there is handed over, with a word

    def _holder_name(self) -> str | None:
        """Who is reminded: "" for whose desk this is, None for nobody in particular."""
        found = next((one for one in active_members(self._kit) if one.member_id == self._holder), None)
        if found is None:
            return None
        return "" if found.is_me else isolated(shown_name(found.name))

    def _choose_holder(self) -> None:
        members = active_members(self._kit)
        choices = [member_choice(one, one.member_id == self._holder) for one in members]
        choices.append(Choice(NOBODY, _("Nobody in particular"), icon="users-round"))
        PickList(self._kit.theme, _("Who does it"), choices, self.holder, self._take_holder).open_at(
            self.holder
        )

    def _take_holder(self, choice_id: str) -> None:
        self._holder = None if choice_id == NOBODY else MemberId(choice_id)
        self._show_holder()

    # -- keeping

    def _keep(self) -> None:
        if self._is_saving or not self.title:
            return
        self._is_saving = True
        self._kit.tasks.spawn(self._keep_now(), "keep a task")

    async def _keep_now(self) -> None:
        desk, whose = self._kit.desk, self._chosen_whose()
        title, due_at = self.title, self.due_at
        try:
            if self._row is not None:
                await desk.change_task(self._row.task_id, title, whose, due_at)
            else:
                task_id = await desk.add_task(NewTask(title, due_at, self._holder, self._about, whose))
        except ComptoirError as error:
            self._is_saving = False
            self._settle()
            self.words.set_error(sentences.refusal(error.code, error.facts))
            return
        if self._row is None:
            from ui.todo.acts import said_kept

            said_kept(self._kit, task_id, due_at, self._show)
            keep_texts(self._kit, SHEET, self._places)
        self.accept()

    def _chosen_whose(self) -> Whose:
        return "theirs" if self.whose.chosen_id == "theirs" else "ours"

    def _keep_words(self) -> None:
        """What was typed is there again when a task is begun at the same place."""
        if self._row is None:
            keep_texts(self._kit, SHEET, self._places, self.words.input.text())

    @property
    def _places(self) -> list[ConversationId]:
        about = self._about
        return [ConversationId(about.deal_id or about.contact_id or about.conversation_id or "-")]


def _too_long() -> str:
    return _("At most {limit} characters: shorten it.").format(limit=TITLE_MAX_CHARS)


def open_sheet(
    kit: Kit,
    about: TaskAbout,
    name: str,
    show: Show,
    parent: QWidget,
    *,
    row: TaskRow | None = None,
    text: str | None = None,
) -> TaskSheet:
    """The sheet over the window of a widget."""
    sheet = TaskSheet(kit, about, name, show, parent.window(), row=row, text=text)
    sheet.open()
    return sheet
