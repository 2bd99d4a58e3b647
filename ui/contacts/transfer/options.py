"""What holds for all rows of a list: what happens to people who are known, tags, an owner, and what they agreed to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.contact_imports.values import tags_of
from app.desk.transfer_desk import Agreement
from app.words import gettext as _
from ui.contacts.transfer.session import TransferSession, day_of
from ui.imports.parts import OneOf, Section
from ui.kit import Kit
from ui.plain import shown_name
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph
from ui.widgets.menu import Menu

PAD = 16
PURPOSES = ("service", "reminders", "marketing")


class Options(QWidget):
    """Made anew for each file."""

    def __init__(self, kit: Kit, session: TransferSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._session = kit, session
        theme = kit.theme
        self.how = OneOf(
            theme,
            _("People you know already"),
            [
                (_("Fill in what is empty"), lambda: self._choose_how("fill")),
                (_("Overwrite with the list"), lambda: self._choose_how("overwrite")),
                (_("Leave them as they are"), lambda: session.skip_known(is_skipped=True)),
            ],
            0,
        )
        self.tags = Field(theme, _("Tags for all"), placeholder=_("Trade fair 2026, newsletter"))
        self.tags.input.editingFinished.connect(self._take_tags)
        self.owner = Button(theme, _("Nobody"), trailing="chevron-down", name=_("Looked after by"))
        self.owner.clicked.connect(self._open_owners)
        self.has_agreed = CheckBox(theme, _("They agreed to be written to"))
        self.has_agreed.toggled.connect(self._show_agreement)
        self.purpose = OneOf(
            theme,
            _("What they agreed to"),
            [(purpose_words(one), self._agree) for one in PURPOSES],
            0,
        )
        self.source = Field(theme, _("Where they agreed"), placeholder=_("Form at the counter"))
        self.wording = Field(theme, _("To which words"), placeholder=_("“I would like news by WhatsApp”"))
        self.day = Field(theme, _("When"), placeholder="2026-11-30")
        for field in (self.source, self.wording, self.day):
            field.input.textChanged.connect(lambda _text: self._agree())
        self._agreement = QWidget()
        inner = QVBoxLayout(self._agreement)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.tokens.space.x3)
        for part in (self.purpose, self.source, self.wording, self.day):
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(theme.tokens.space.x4)
        column.addWidget(Section(theme, _("People you know already"), [self.how]))
        column.addWidget(self.tags)
        column.addWidget(Section(theme, _("Looked after by"), [self.owner]))
        column.addWidget(self.has_agreed)
        column.addWidget(self._agreement)
        self.hint = Paragraph(
            theme,
            _("It is kept with every person of this list as the proof of their consent."),
            ink="text_muted",
        )
        inner.addWidget(self.hint)
        column.addStretch(1)
        self._show_agreement()

    @property
    def is_ready(self) -> bool:
        """Whether an agreement, where one is told of, says where and when."""
        return not self.has_agreed.isChecked() or bool(self._told().source and self._told().agreed_at)

    def _choose_how(self, how: str) -> None:
        self._session.skip_known(is_skipped=False)
        self._session.decide(replace(self._session.plan, how=how))  # type: ignore[arg-type]

    def _take_tags(self) -> None:
        self._session.decide(replace(self._session.plan, more_tags=tags_of(self.tags.input.text())))

    def _open_owners(self) -> None:
        menu = Menu(self._kit.theme, _("Looked after by"), self)
        chosen = self._session.owner
        menu.add(_("Nobody"), lambda: self._own(None, _("Nobody")), is_checked=chosen is None)
        for row in self._kit.desk.members():
            if row.is_active:
                name = shown_name(row.name)
                menu.add(
                    name,
                    lambda row=row, name=name: self._own(row.member_id, name),  # type: ignore[misc]
                    is_checked=chosen == row.member_id,
                )
        menu.open_below(self.owner)

    def _own(self, member_id: object, name: str) -> None:
        self.owner.set_face(name)
        self._session.decide(replace(self._session.plan, owner_id=member_id))  # type: ignore[arg-type]

    def _show_agreement(self) -> None:
        self._agreement.setVisible(self.has_agreed.isChecked())
        self.setMinimumHeight(0)
        self.setMinimumHeight(
            self.sizeHint().height()
        )  # the area around it scrolls rather than squeezing the parts
        self._agree()

    def _told(self) -> Agreement:
        checked = next((n for n, radio in enumerate(self.purpose.buttons) if radio.isChecked()), 0)
        return Agreement(
            PURPOSES[checked],
            self.source.input.text().strip(),
            self.wording.input.text().strip(),
            day_of(self.day.input.text().strip()),
        )

    def _agree(self) -> None:
        told = self._told() if self.has_agreed.isChecked() else Agreement()
        is_wrong = bool(self.day.input.text().strip()) and told.agreed_at is None
        shown = self.has_agreed.isChecked() and is_wrong
        self.day.set_error(_("A day such as 2026-11-30 is needed.") if shown else "")
        self._session.agree(told)
        self._session.changed.emit()


def purpose_words(purpose: str) -> str:
    """What somebody agrees to."""
    words = {
        "service": _("Answers to what they ask"),
        "reminders": _("Reminders of appointments"),
        "marketing": _("News and offers"),
    }
    return words.get(purpose, purpose)
