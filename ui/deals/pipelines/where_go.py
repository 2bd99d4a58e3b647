"""A stage that still holds deals is removed: where do they go?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from app.words import ngettext
from ui.plain import isolated
from ui.settings.templates.parts import Picker
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph


class WhereGo(Dialog):
    """`taken` hears the id of the stage that takes the deals."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        count: int,
        options: Sequence[Option],
        taken: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, _("Remove the stage {stage}?").format(stage=isolated(name)), parent.window())
        says = ngettext(
            "{n} deal is in it. It is moved when you save the pipeline.",
            "{n} deals are in it. They are moved when you save the pipeline.",
            count,
        )
        self.stage = Picker(theme, _("Stage that takes the deals"), options)
        self.keep = Button(theme, _("Keep the stage"))
        self.confirm = Button(theme, _("Remove the stage"), kind="primary")
        self.body.addWidget(Paragraph(theme, says.format(n=count), ink="text_muted"))
        self.body.addWidget(Label(theme, _("Where do they go?"), weight="medium"))
        self.body.addWidget(self.stage)
        self.buttons.addStretch()
        self.buttons.addWidget(self.keep)
        self.buttons.addWidget(self.confirm)
        self.keep.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.accept)
        self.accepted.connect(lambda: taken(self.stage.chosen_id))
        self.stage.button.setFocus()
