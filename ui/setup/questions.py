"""The first step: what the number is today, the website, and what is to be brought along."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.setup import Step
from app.words import gettext as _
from ui.kit import Kit
from ui.setup.page import StepPage
from ui.setup.parts import Choices
from ui.setup.session import SetupSession
from ui.setup.words import bring_choices, number_choices
from ui.widgets.controls import CheckBox
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph

SITE: Final = re.compile(r"(https?://)?([\w-]+\.)+[a-zA-Z]{2,24}(:\d{1,5})?(/\S*)?")


def site_of(text: str) -> str | None:
    """The address of a website as it is kept, "" for none; None for what is no address."""
    text = text.strip()
    if not text:
        return ""
    if not SITE.fullmatch(text):
        return None
    return text if text.startswith(("http://", "https://")) else f"https://{text}"


class QuestionsPage(StepPage):
    """Three questions; only the first must be answered."""

    STEP: ClassVar[Step] = "questions"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        theme, answers = kit.theme, session.answers
        self.number = Choices(theme, _("What is the number today?"))
        self.number.set_choices(number_choices(), answers.number_is)
        self.number.entered.connect(self.entered)
        self.number.chosen.connect(self._choose_number)
        self.missing = Paragraph(theme, "", role="small", ink="danger")
        self.missing.hide()
        self.site = Field(theme, _("Your website, if you have one"), placeholder="www.example.com")
        self.site.input.setText(answers.website)
        self.site.input.textEdited.connect(lambda _text: self.site.set_error(""))
        self.site.input.editingFinished.connect(lambda: self._take_site())
        self.site.input.returnPressed.connect(self.entered)
        self.boxes: dict[str, CheckBox] = {}
        self.column.addLayout(self._asked(_("What is the number today?"), self.number, self.missing))
        help_ = Paragraph(
            theme,
            _("At the end you get a link for it that opens a chat with your number."),
            role="small",
            ink="text_muted",
        )
        self.column.addLayout(self._asked("", self.site, help_))
        boxes = QWidget()
        lines = QVBoxLayout(boxes)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for one, words in bring_choices():
            box = CheckBox(theme, words)
            box.setChecked(one in answers.bring_from)
            box.clicked.connect(lambda _is_on, one=one: self._bring(one))
            self.boxes[one] = box
            lines.addWidget(box)
        self.column.addLayout(self._asked(_("What shall come along? Each is asked for at the end."), boxes))
        self.end()

    def _asked(self, title: str, *parts: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        if title:
            column.addWidget(Paragraph(self.kit.theme, title, weight="semibold"))
        for part in parts:
            column.addWidget(part)
        return column

    @property
    def first_control(self) -> QWidget | None:
        """The first question."""
        return self.number.first

    @property
    def can_go_on(self) -> bool:
        """Nothing is asked of anybody here."""
        return True

    def do_main(self) -> None:
        """On, when the first is answered and the website can be one."""
        if not self.complain():
            self.session.go_on()

    def complain(self) -> bool:
        """At the line where something is missing."""
        self.missing.set_text("")
        if self.session.answers.number_is is None:
            self.missing.set_text(_("Choose what the number is today: the next page depends on it."))
            if (first := self.number.first) is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
        self.missing.setVisible(bool(self.missing.text))
        is_site = self._take_site()
        if not is_site:
            self.site.input.setFocus()
        return self.session.answers.number_is is None or not is_site

    def _take_site(self) -> bool:
        site = site_of(self.site.input.text())
        if site is None:
            self.site.set_error(
                _("This is not the address of a website. Write it as www.example.com, or leave it out.")
            )
            return False
        self.session.answer(website=site)
        return True

    def _choose_number(self, number_is: str) -> None:
        self.missing.hide()
        if number_is != self.session.answers.number_is:
            self.session.answer(number_is=number_is, way=None)

    def _bring(self, one: str) -> None:
        is_on = self.boxes[one].isChecked()
        for other, box in self.boxes.items():
            if is_on and (one == "nothing") != (other == "nothing"):
                box.setChecked(False)
        self.session.answer(bring_from=tuple(name for name, box in self.boxes.items() if box.isChecked()))
