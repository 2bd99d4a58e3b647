"""A deal made by hand: whom it is for, what it is about, how much. From a conversation, Enter alone makes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.contact_cards import is_email
from app.domain.deal_asks import NewDeal
from app.domain.deals import TITLE_MAX_CHARS
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ContactId, ConversationId
from app.domain.money import Money
from app.domain.records import record
from app.words import gettext as _
from app.words import sentences
from app.words.typed_amounts import amount_problem, read_amount
from ui.deals.person_picker import NAME, People
from ui.deals.sheet.words import amount_words
from ui.deals.words import pipeline_name, stage_name
from ui.kit import Kit
from ui.plain import isolated, shown_line, shown_name
from ui.settings.templates.parts import Picker
from ui.teamwork.finder import Finder
from ui.teamwork.kept import keep_texts, kept_texts
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field, Input
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView

ROWS: Final = 3
AVATAR: Final = 24
SHEET: Final = "new_deal"
NEW: Final = "new"  # for nobody who is known yet


@record
class ForWhom:
    """Whose deal it is going to be. `name`: as shown; of somebody unknown, as typed."""

    name: str = ""
    is_named: bool = True
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None


class PersonPart(QWidget):
    """Looks for somebody, then says who it is, with the way to choose another."""

    settled = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        theme = kit.theme
        self.whom = ForWhom()
        self._people = People(kit, has_names=True)
        self.finder = Finder(theme, _("Name of the person or company"), self._people.offer, rows=ROWS)
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.name = ElidedLabel(theme, weight="medium")
        self.other = Button(theme, _("Somebody else"), kind="link", is_flush=True)
        self._chosen = QWidget()
        row = QHBoxLayout(self._chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.x2)
        row.addWidget(self.avatar)
        row.addWidget(self.name, 1)
        row.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        column.addWidget(Label(theme, _("For whom"), weight="medium"))
        column.addWidget(self.finder)
        column.addWidget(self._chosen)
        self.finder.taken.connect(self._take)
        self.other.clicked.connect(self.look_for)
        self.show_whom(ForWhom())

    @property
    def now(self) -> ForWhom:
        """Who was chosen; what stands in the line and was not chosen is a name."""
        typed = " ".join(self.finder.search.text().split())
        is_looking = not self._chosen.isVisibleTo(self)
        return ForWhom(name=typed) if is_looking and typed else self.whom

    def knows(self, words: str) -> bool:
        """Whether somebody whom the team knows is called so."""
        return bool(words.strip()) and any(
            choice.portrait is not None for choice in self._people.offer(words)
        )

    def show_whom(self, whom: ForWhom) -> None:
        """Somebody, or nobody yet."""
        self.whom = whom
        is_somebody = bool(whom.name or whom.contact_id)
        self.avatar.set_portrait(
            Portrait(whom.contact_id or whom.name, shown_name(whom.name) if whom.is_named else "")
        )
        self.name.set_text(shown_name(whom.name) if is_somebody else "")
        self._chosen.setVisible(is_somebody)
        self.finder.setVisible(not is_somebody)

    def look_for(self) -> None:
        """Choose another."""
        self.show_whom(ForWhom())
        self.finder.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, choice_id: str) -> None:
        person = self._people.person(choice_id)
        if person is not None:
            self.show_whom(ForWhom(person.name, person.is_named, person.contact_id))
        elif choice_id.startswith(NAME):
            self.show_whom(ForWhom(choice_id.removeprefix(NAME)))
        else:
            return
        self.settled.emit()


class NewDealDialog(Dialog):
    """`made(deal_id)` once it is on its way. `whom`: prefilled, from a conversation or a contact's card."""

    made = Signal(str)

    def __init__(
        self,
        kit: Kit,
        parent: QWidget,
        whom: ForWhom | None = None,
        pipeline_id: str = "",
        stage_id: str = "",
    ) -> None:
        super().__init__(kit.theme, _("New deal"), parent)
        self._kit = kit
        self._home = str(kit.desk.setting("currency"))
        pipelines = kit.desk.pipelines()
        self._pipelines = {one.pipeline_id: one for one in pipelines}
        first = self._pipelines.get(pipeline_id) or pipelines[0]
        theme = kit.theme
        self.person = PersonPart(kit)
        self.email = Field(theme, _("E-mail, to find them again later"))
        self.title = Field(theme, _("What it is about"))
        self.amount = Field(theme, _("Amount"), placeholder=_("For example: 1 250,50 or $300"))
        self.says = Paragraph(theme, role="small", ink="text_muted")
        several = [Option(one.pipeline_id, shown_line(pipeline_name(one))) for one in pipelines]
        self.pipeline = Picker(theme, _("Pipeline"), several)
        self.pipeline.choose(first.pipeline_id)
        self.stage = Picker(theme, _("Stage"), self._stages(first.pipeline_id))
        if stage_id and first.stage(stage_id) is not None:
            self.stage.choose(stage_id)
        self.error = Paragraph(theme, role="small", ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Make the deal"), kind="primary", key_hint="⏎")
        self._lay_out()
        self._connect()
        if whom is not None:
            self.person.show_whom(whom)
        self._about = [ConversationId(whom.contact_id if whom is not None and whom.contact_id else NEW)]
        self._refill()
        self._settle()
        (self.title.input if whom is not None else self.person.finder.search).setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.body.addSpacing(theme.tokens.space.x1)
        for part in (self.person, self.email, self.title, self.amount, self.says):
            self.body.addWidget(part)
        self._stage_row = QHBoxLayout()
        self._stage_row.setSpacing(theme.tokens.space.x2)
        self.pipeline.setVisible(len(self._pipelines) > 1)
        self._stage_row.addWidget(Label(theme, _("Stage"), weight="medium"))
        self._stage_row.addWidget(self.pipeline)
        self._stage_row.addWidget(self.stage)
        self._stage_row.addStretch()
        self.body.addLayout(self._stage_row)
        self.body.addWidget(self.error)
        self.error.hide()
        self.says.hide()
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _connect(self) -> None:
        self.person.settled.connect(self._person_settled)
        self.person.finder.search.textChanged.connect(lambda _text: self._settle())
        self.person.other.clicked.connect(self._settle)
        self.amount.input.textChanged.connect(lambda _text: self._amount_typed())
        for field in (self.title, self.email):
            field.input.textChanged.connect(lambda _text, field=field: field.set_error(""))
        self.pipeline.chosen.connect(self._other_pipeline)
        self.cancel.clicked.connect(self.reject)
        self.rejected.connect(self._keep)
        self.confirm.clicked.connect(self._make)

    # -- what was written when it was left

    def _refill(self) -> None:
        for field, text in zip(self._texts, kept_texts(self._kit, SHEET, self._about), strict=False):
            field.setText(text)

    def _keep(self) -> None:
        keep_texts(self._kit, SHEET, self._about, *(field.text() for field in self._texts))

    @property
    def _texts(self) -> tuple[Input, ...]:
        return self.title.input, self.amount.input, self.email.input, self.person.finder.search

    # -- while one types

    def _stages(self, pipeline_id: str) -> list[Option]:
        stages = self._pipelines[pipeline_id].stages
        return [Option(one.stage_id, shown_line(stage_name(one))) for one in stages]

    def _other_pipeline(self, pipeline_id: str) -> None:
        old, self.stage = self.stage, Picker(self._kit.theme, _("Stage"), self._stages(pipeline_id))
        self._stage_row.replaceWidget(old, self.stage)
        old.hide()
        old.deleteLater()

    def _person_settled(self) -> None:
        self._settle()
        self.title.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        """An address is asked for where nobody is known; without a title the deal is called as the person."""
        self._say("")
        whom = self.person.now
        self.email.setVisible(bool(whom.name) and whom.contact_id is None)
        self.title.input.setPlaceholderText(shown_name(whom.name) if whom.name else "")
        QTimer.singleShot(0, self, self.adjustSize)  # no gap where the list of people stood

    def _amount_typed(self) -> None:
        self.amount.set_error("")
        read = self._read()
        is_read = isinstance(read, Money)
        if isinstance(read, Money):
            shown = amount_words(read, self._kit.formats)
            self.says.set_text(_("Read as {amount}").format(amount=isolated(shown)))
        self.says.setVisible(is_read)

    def _read(self) -> Money | Refused | None:
        return read_amount(self.amount.input.text(), self._home)

    # -- the end

    def _make(self) -> None:
        amount = self._read()
        if isinstance(amount, Refused):
            self.says.hide()
            self.amount.set_error(amount_problem(amount))
            self.amount.input.setFocus()
            return
        if self._has_error():
            return
        whom = self.person.now
        is_known = whom.contact_id is not None
        new = NewDeal(
            self.pipeline.chosen_id,
            self.stage.chosen_id,
            self._words(self.title),
            amount,
            whom.contact_id,
            whom.conversation_id,
            "" if is_known else whom.name,
            "" if is_known else self._words(self.email).lower(),
            owner_id=self._kit.desk.me().member_id,
        )
        self.confirm.setEnabled(False)
        self._kit.tasks.spawn(self._store(new), "new deal")

    def _has_error(self) -> bool:
        whom, title, email = self.person.now, self._words(self.title), self._words(self.email)
        if len(title) > TITLE_MAX_CHARS:
            self.title.set_error(too_long(len(title) - TITLE_MAX_CHARS))
            self.title.input.setFocus()
        elif whom.contact_id is None and len(whom.name) > TITLE_MAX_CHARS:
            self._say(too_long(len(whom.name) - TITLE_MAX_CHARS))
        elif not self.email.isHidden() and email and not is_email(email.lower()):
            self.email.set_error(_("This is not an e-mail address: it looks like name@company.com."))
            self.email.input.setFocus()
        elif not title and not whom.name and whom.contact_id is None:
            self._say(_("Say whom it is for, or write what it is about."))
            self.title.input.setFocus()
        else:
            return False
        return True

    async def _store(self, new: NewDeal) -> None:
        try:
            deal_id = await self._kit.desk.add_deal(new)
        except ComptoirError as error:
            self.confirm.setEnabled(True)
            self._say(sentences.refusal(error.code, error.facts))
            return
        keep_texts(self._kit, SHEET, self._about)
        self.made.emit(deal_id)
        self.accept()

    def _say(self, sentence: str) -> None:
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    @staticmethod
    def _words(field: Field) -> str:
        return " ".join(field.input.text().split())


def too_long(over: int) -> str:
    """What is said of a text with `over` characters too many."""
    return _("This is {n} characters too long. Nothing of it is lost: shorten it.").format(n=over)


def whom_of(kit: Kit, conversation_id: ConversationId) -> ForWhom | None:
    """The person of a conversation, in it."""
    header = kit.desk.header(conversation_id)
    if header is None:
        return None
    return ForWhom(header.name, header.is_named, header.contact_id, conversation_id)


def open_new_deal(
    kit: Kit, parent: QWidget, whom: ForWhom | None = None, pipeline_id: str = "", stage_id: str = ""
) -> NewDealDialog:
    """The dialog over a window."""
    dialog = NewDealDialog(kit, parent.window(), whom, pipeline_id, stage_id)
    dialog.open()
    return dialog
