"""The waiting list: who is on it and for what, taking somebody off, and putting somebody on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.domain.rows import Changes
from app.domain.slot_offers import Waiter
from app.domain.waiting_rows import WaiterRow
from app.words import gettext as _
from app.words import sentences
from app.words.waiting_words import wish_words
from ui.appointments.booking.reading import length_of
from ui.appointments.when import formats_of
from ui.appointments.words import resource_name
from ui.deals.new_deal import ForWhom, PersonPart
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.settings.list_and_sheet import scrolled
from ui.settings.templates.parts import Picker
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage

LIST_PX: Final = 140
MOST_PX: Final = 720
BESIDES_PX: Final = 140
USUAL_MIN: Final = 30
HOURS: Final = {
    "": (0, 1_440),
    "morning": (0, 720),
    "noon": (690, 840),
    "afternoon": (720, 1_080),
    "evening": (1_020, 1_440),
}


def open_list(page: AgendaPage) -> None:
    """From the menu of the agenda."""
    WaitingDialog(page.acts.kit, page).open()


class WaitingDialog(Dialog):
    """`whom`: who is to be put on it, where that is known already."""

    def __init__(self, kit: Kit, parent: QWidget, whom: ForWhom | None = None) -> None:
        super().__init__(kit.theme, _("Waiting list"), parent)
        self._kit = kit
        theme = kit.theme
        self._days = kit.desk.agenda()
        self._formats = formats_of(kit.formats, self._days)
        self.rows: list[WaiterRow] = []
        self.list = TwoLineList(theme, "waiting_list", _("People who wait"))
        self.nobody = Paragraph(
            theme,
            _("Nobody waits. Whoever would come if a slot is freed goes on this list."),
            ink="text_muted",
        )
        self.off = Button(theme, _("Take off the list"), height="small")
        self.person = PersonPart(kit)
        self.service = Picker(theme, _("What for"), [
            Option("", _("Anything")), *(Option(one.service_id, shown_line(one.name)) for one in self._days.services)
        ])  # fmt: skip
        self.place = Picker(theme, _("With"), [
            Option("", _("Whoever is free")),
            *(Option(one.resource_id, resource_name(one)) for one in self._days.resources if one.resource_id),
        ])  # fmt: skip
        self.day = Picker(theme, _("Which days"), self._day_options())
        self.hour = Picker(theme, _("Which hours"), [
            Option("", _("Any time")), Option("morning", _("In the morning")), Option("noon", _("Around noon")),
            Option("afternoon", _("In the afternoon")), Option("evening", _("In the evening")),
        ])  # fmt: skip
        self.length = Field(theme, _("How long"), placeholder=_("45 min"))
        self.note = Field(theme, _("Note for the team"))
        self.cancel = Button(theme, _("Close"))
        self.add = Button(theme, _("Put on the list"), kind="primary")
        self._lay_out()
        self.off.clicked.connect(self._take_off)
        self.add.clicked.connect(self._put_on)
        self.cancel.clicked.connect(self.reject)
        self.service.chosen.connect(lambda _id: self._show_length())
        kit.bridge.changed.connect(self._changed)
        mine = ""
        if whom is not None:
            self.person.show_whom(whom)
            theirs = kit.desk.waiters_of(whom.contact_id) if whom.contact_id is not None else []
            mine = theirs[0].waiter_id if theirs else ""
        self._show(mine)

    def _day_options(self) -> list[Option]:
        return [
            Option("", _("Any day")), Option("today", _("Today")), Option("tomorrow", _("Tomorrow")),
            Option("week", _("Within a week")), Option("month", _("Within four weeks")),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        theme, space = self.theme, self.theme.tokens.space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(space.x3)
        column.addWidget(self.list)
        column.addWidget(self.nobody)
        off = QHBoxLayout()
        off.addStretch(1)
        off.addWidget(self.off)
        column.addLayout(off)
        column.addWidget(self.person)
        for pair in (((_("What for"), self.service), (_("With"), self.place)),
                     ((_("Which days"), self.day), (_("Which hours"), self.hour))):  # fmt: skip
            line = QHBoxLayout()
            line.setSpacing(space.x3)
            for name, picker in pair:
                part = QVBoxLayout()
                part.setSpacing(space.x1)
                part.addWidget(Label(theme, name, weight="medium"))
                part.addWidget(picker)
                line.addLayout(part, 1)
            column.addLayout(line)
        line = QHBoxLayout()
        line.setSpacing(space.x3)
        self.length.setFixedWidth(theme.px(120))
        line.addWidget(self.length)
        line.addWidget(self.note, 1)
        column.addLayout(line)
        column.addStretch(1)
        self._inside, self._area = inside, scrolled(inside)
        self.body.addWidget(self._area)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.add)
        self.add.setDefault(True)

    # -- what it shows

    def _changed(self, changes: Changes) -> None:
        if changes.is_agenda or changes.is_everything:
            self._show()

    def _show(self, chosen: str = "") -> None:
        """`chosen`: on whom it stands, "" on whom it stood."""
        chosen = chosen or self.chosen_id
        self.rows = self._kit.desk.waiters()
        keys = [row.waiter_id for row in self.rows]
        rows = [self._line(row) for row in self.rows]
        self.list.show_rows(rows, chosen if chosen in keys else keys[0] if keys else None)
        self.list.setVisible(bool(rows))
        self.off.setVisible(bool(rows))
        self.nobody.setVisible(not rows)
        self._show_length()
        self._fit()
        QTimer.singleShot(0, self, self._fit)  # once its width is known

    def _fit(self) -> None:
        """As high as it needs to be; where the screen is low, it scrolls and the buttons stay."""
        px = self.theme.px
        self.list.setFixedHeight(px(min(LIST_PX, 20 + 60 * max(1, len(self.rows)))))
        self._inside.layout().activate()  # type: ignore[union-attr]
        parent = self.parentWidget()
        most = self.room(MOST_PX, BESIDES_PX)
        if parent is not None:
            most = min(most, parent.height() - px(BESIDES_PX))
        width = self._area.viewport().width() or self.width() - 2 * px(20)
        wanted = self._inside.layout().totalHeightForWidth(width)  # type: ignore[union-attr]
        wanted = max(wanted, self._inside.minimumSizeHint().height(), self._inside.sizeHint().height())
        self._area.setFixedHeight(max(px(160), min(wanted + 2, most)))
        self.adjustSize()

    @property
    def chosen_id(self) -> str:
        """On whom the list stands."""
        index = self.list.currentIndex()
        return self.rows[index.row()].waiter_id if index.isValid() and index.row() < len(self.rows) else ""

    def _line(self, row: WaiterRow) -> TwoLineRow:
        name = shown_name(row.name)
        since = row.waiter.since_at
        words = ""
        if since is not None:
            words = _("since {moment}").format(moment=self._formats.moment(since, self._kit.clock.now()))
        portrait = Portrait(row.waiter.contact_id or row.waiter_id, name)
        return TwoLineRow(
            row.waiter_id, name, shown_line(wish_words(row, self._formats)), Chip(words), portrait
        )

    def _show_length(self) -> None:
        chosen = next((one for one in self._days.services if one.service_id == self.service.chosen_id), None)
        minutes = chosen.length_min if chosen is not None else USUAL_MIN
        self.length.input.setPlaceholderText(_("{n} min").format(n=minutes))
        self._usual = minutes

    # -- what is done

    def _take_off(self) -> None:
        if self.chosen_id:
            self._kit.tasks.spawn(self._kit.desk.remove_waiter(self.chosen_id), "take off the waiting list")

    def _put_on(self) -> None:
        whom, text = self.person.now, self.length.input.text().strip()
        minutes = length_of(text) if text else self._usual
        if minutes is None:
            self.length.set_error(_("Write how long, as in 45 min."))
            return
        self.length.set_error("")
        self._kit.tasks.spawn(self._kept(self._waiter(whom, minutes)), "put on the waiting list")

    def _waiter(self, whom: ForWhom, minutes: int) -> Waiter:
        begin, end = HOURS[self.hour.chosen_id]
        first, last = self._span()
        contact_id: ContactId | None = whom.contact_id
        return Waiter(
            "", contact_id, whom.name, self.service.chosen_id, "", self.place.chosen_id, minutes, first, last,
            begin, end, self.note.input.text().strip(),
        )  # fmt: skip

    def _span(self) -> tuple[str, str]:
        today = self._kit.clock.now().astimezone(ZoneInfo(self._days.zone)).date()
        ahead = {"today": (0, 0), "tomorrow": (1, 1), "week": (0, 7), "month": (0, 28)}.get(
            self.day.chosen_id
        )
        if ahead is None:
            return "", ""
        return _iso(today, ahead[0]), _iso(today, ahead[1])

    async def _kept(self, waiter: Waiter) -> None:
        try:
            await self._kit.desk.save_waiter(waiter)
        except ComptoirError as error:
            self.person.finder.search.setFocus()
            self.note.set_error(sentences.refusal(error.code, error.facts))
            return
        self.note.set_error("")
        self.note.input.clear()
        self.person.show_whom(ForWhom())


def _iso(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()
