"""What was planned for the night of a customer: the morning is offered, and a person may decide otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from app.words import gettext as _
from app.words.consent import banner_words
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph


class LateDialog(Dialog):
    """`plan(due_at, is_anyway)` with the next allowed moment, or with the one that was wanted."""

    def __init__(
        self,
        kit: Kit,
        facts: Mapping[str, str],
        due_at: datetime,
        plan: Callable[[datetime, bool], object],
        parent: QWidget,
    ) -> None:
        super().__init__(kit.theme, _("Send it at night?"), parent)
        now, until = kit.clock.now(), datetime.fromisoformat(facts["until"])
        self.words = Paragraph(
            kit.theme, banner_words(Refused("quiet_hours", facts), kit.formats, now, due_at), ink="text_muted"
        )
        moment = kit.formats.moment(until, now)
        self.cancel = Button(kit.theme, _("Cancel"))
        self.anyway = Button(kit.theme, _("At night all the same"))
        self.morning = Button(kit.theme, _("Send it {moment}").format(moment=moment), kind="primary")
        self.anyway.setVisible(facts.get("where") != "marketing")  # promotions wait, whoever asks
        self.body.addWidget(self.words)
        self.buttons.addWidget(self.cancel)
        self.buttons.addStretch()
        self.buttons.addWidget(self.anyway)
        self.buttons.addWidget(self.morning)
        self.morning.setDefault(True)
        self.morning.setFocus()
        self.cancel.clicked.connect(self.reject)
        self.anyway.clicked.connect(lambda: self._choose(plan, due_at, is_anyway=True))
        self.morning.clicked.connect(lambda: self._choose(plan, until, is_anyway=False))

    def _choose(self, plan: Callable[[datetime, bool], object], at: datetime, *, is_anyway: bool) -> None:
        self.accept()
        plan(at, is_anyway)
