"""What holds for all rows of a table: deals that are known, the pipeline, tags, an owner."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.contact_imports.values import tags_of
from app.domain.deal_import_rows import How
from app.domain.ids import MemberId
from app.words import gettext as _
from ui.deals.transfer.session import DealSession
from ui.imports.parts import OneOf, Section
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

PAD = 16
HOWS: tuple[How, ...] = ("overwrite", "fill", "skip")


class Options(Surface):
    """Made anew for each file."""

    def __init__(self, kit: Kit, session: DealSession, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit, self._session = kit, session
        theme = kit.theme
        said = {
            "overwrite": _("Take over what is different in the file"),
            "fill": _("Fill in what is empty"),
            "skip": _("Leave them as they are"),
        }
        chosen = HOWS.index(session.plan.how)
        choices = [(said[how], partial(self._choose_how, how)) for how in HOWS]
        self.how = OneOf(theme, _("Deals you have already"), choices, chosen)
        self.pipeline = Button(
            theme, self._pipeline_name(), trailing="chevron-down", name=_("Pipeline of rows that name none")
        )
        self.pipeline.clicked.connect(self._open_pipelines)
        self.tags = Field(theme, _("Tags for all"), placeholder=_("Imported, spring 2027"))
        self.tags.input.editingFinished.connect(self._take_tags)
        self.owner = Button(theme, _("Nobody"), trailing="chevron-down", name=_("Looked after by"))
        self.owner.clicked.connect(self._open_owners)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(theme.tokens.space.x4)
        column.addWidget(Section(theme, _("Deals you have already"), [self.how]))
        pipeline = Section(theme, _("Pipeline of rows that name none"), [self.pipeline])
        column.addWidget(pipeline)
        pipeline.setVisible(session.review is not None and len(session.review.pipelines) > 1)
        column.addWidget(Section(theme, _("Looked after by, where the file says nothing"), [self.owner]))
        column.addWidget(self.tags)
        column.addStretch(1)

    def _choose_how(self, how: How) -> None:
        self._session.decide(replace(self._session.plan, how=how))

    def _take_tags(self) -> None:
        self._session.decide(replace(self._session.plan, more_tags=tags_of(self.tags.input.text())))

    def _pipeline_name(self) -> str:
        review = self._session.review
        there = review.pipelines if review is not None else ()
        chosen = self._session.plan.pipeline_id
        return next((shown_line(one.name) for one in there if one.pipeline_id == chosen), "")

    def _open_pipelines(self) -> None:
        review = self._session.review
        if review is None:
            return
        menu = Menu(self._kit.theme, _("Pipeline of rows that name none"), self)
        for one in review.pipelines:
            act = partial(self._take_pipeline, one.pipeline_id)
            menu.add(shown_line(one.name), act, is_checked=one.pipeline_id == self._session.plan.pipeline_id)
        menu.open_below(self.pipeline)

    def _take_pipeline(self, pipeline_id: str) -> None:
        self._session.choose_pipeline(pipeline_id)
        self.pipeline.set_face(self._pipeline_name())

    def _open_owners(self) -> None:
        menu = Menu(self._kit.theme, _("Looked after by"), self)
        chosen = self._session.plan.owner_id
        menu.add(_("Nobody"), partial(self._own, None, _("Nobody")), is_checked=chosen is None)
        for row in self._kit.desk.members():
            if row.is_active:
                name = shown_name(row.name)
                menu.add(name, partial(self._own, row.member_id, name), is_checked=chosen == row.member_id)
        menu.open_below(self.owner)

    def _own(self, member_id: MemberId | None, name: str) -> None:
        self.owner.set_face(name)
        self._session.decide(replace(self._session.plan, owner_id=member_id))
