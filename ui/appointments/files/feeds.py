"""Calendars on phones: addresses that are there, a new one (shown once), and revoking one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.calendar_feeds import DAYS_AHEAD, DAYS_BACK, CalendarFeed, Shows
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.appointments.words import resource_name
from ui.kit import Kit
from ui.plain import shown_name
from ui.settings.team.dialogs import LOOPBACK
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

LIST_PX: Final = 150
LINE_PX: Final = 60


def open_feeds(page: AgendaPage) -> None:
    """From the menu of the agenda."""
    FeedsDialog(page.acts.kit, page).open()


class FeedsDialog(Dialog):
    """What the hub says of the addresses is read when it opens, and after each change."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(kit.theme, _("The agenda on the phone"), parent)
        self._kit = kit
        theme = kit.theme
        self.feeds: list[CalendarFeed] = []
        self.intro = Paragraph(
            theme,
            _(
                "A phone’s calendar reads the agenda under an address, from {back} days ago to {ahead} days ahead. It "
                "changes nothing there. Whoever has the address can read it: give it to one person, and revoke it when "
                "they leave or lose the phone."
            ).format(back=DAYS_BACK, ahead=DAYS_AHEAD),
            ink="text_muted",
        )
        self.list = TwoLineList(theme, "feeds", _("Addresses"))
        self.revoke = Button(theme, _("Revoke"), height="small", kind="danger")
        days = kit.desk.agenda()
        self._names = {one.resource_id: resource_name(one) for one in days.resources if one.resource_id}
        self.whose = Picker(theme, _("Whose appointments"), [
            Option("", _("Everybody’s")), *(Option(key, name) for key, name in self._names.items()),
        ])  # fmt: skip
        self.shows = Picker(theme, _("What it shows"), [
            Option("names", _("Who comes")), Option("busy", _("Only “busy”")),
        ])  # fmt: skip
        self.address = Field(theme, _("Address: shown only now"))
        self.address.input.setReadOnly(True)
        self.notice = Paragraph(theme, ink="text_muted")
        self.cancel = Button(theme, _("Close"))
        self.copy = Button(theme, _("Copy the address"), icon="copy")
        self.make = Button(theme, _("Make an address"), kind="primary")
        self._lay_out()
        self.revoke.clicked.connect(self._revoke)
        self.make.clicked.connect(self._make)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.reject)
        self._show([])
        kit.tasks.spawn(self._read(), "addresses of the agenda")

    def _lay_out(self) -> None:
        space = self.theme.tokens.space
        self.body.setSpacing(space.x3)
        self.body.addWidget(self.intro)
        self.body.addWidget(self.list)
        off = QHBoxLayout()
        off.addStretch(1)
        off.addWidget(self.revoke)
        self.body.addLayout(off)
        line = QHBoxLayout()
        line.setSpacing(space.x3)
        for name, picker in ((_("Whose appointments"), self.whose), (_("What it shows"), self.shows)):
            part = QVBoxLayout()
            part.setSpacing(space.x1)
            part.addWidget(Label(self.theme, name, weight="medium"))
            part.addWidget(picker)
            line.addLayout(part, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.address)
        self.body.addWidget(self.notice)
        self.address.hide()
        self.notice.hide()
        self.copy.hide()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.copy)
        self.buttons.addWidget(self.make)
        self.make.setDefault(True)

    # -- what it shows

    @property
    def chosen_id(self) -> str:
        """On which address the list stands."""
        index = self.list.currentIndex()
        there = index.isValid() and index.row() < len(self.feeds)
        return self.feeds[index.row()].feed_id if there else ""

    def _show(self, feeds: list[CalendarFeed]) -> None:
        self.feeds = feeds
        rows = [self._line(one) for one in feeds]
        self.list.show_rows(rows, feeds[0].feed_id if feeds else None)
        self.list.setVisible(bool(feeds))
        self.revoke.setVisible(bool(feeds))
        self.list.setFixedHeight(self.theme.px(min(LIST_PX, LINE_PX * max(1, len(feeds)))))
        self.adjustSize()

    def _line(self, feed: CalendarFeed) -> TwoLineRow:
        kit = self._kit
        now = kit.clock.now()
        whose = _("Everybody’s")
        if feed.resource_id:
            whose = self._names.get(feed.resource_id) or _("No longer in the agenda")
        known = {one.member_id: one.name for one in kit.desk.members()}
        by = shown_name(known[feed.made_by]) if feed.made_by in known else _("somebody who left")
        made = kit.formats.moment(feed.made_at, now) if feed.made_at is not None else ""
        read = (
            _("last read {moment}").format(moment=kit.formats.moment(feed.read_at, now))
            if feed.read_at is not None
            else _("never read")
        )
        said = _("made by {name}, {moment}").format(name=by, moment=made)
        chip = Chip(_("who comes") if feed.shows == "names" else _("busy"), "neutral")
        return TwoLineRow(
            feed.feed_id, whose, f"{said} · {read}", chip, Portrait(feed.resource_id or "-", whose)
        )

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        self.notice.set_ink("danger" if is_bad else "warning")
        self.notice.set_text(words)
        self.notice.setVisible(bool(words))
        self.adjustSize()

    # -- what is done

    async def _read(self) -> None:
        try:
            feeds = await self._kit.desk.calendar_feeds()
        except ComptoirError as error:
            if isValid(self):
                self._say(sentences.refusal(error.code, error.facts), is_bad=True)
            return
        if isValid(self):
            self._show(feeds)

    def _make(self) -> None:
        self.make.setEnabled(False)
        self._kit.tasks.spawn(self._made(), "an address of the agenda")

    async def _made(self) -> None:
        shows = cast("Shows", self.shows.chosen_id)
        try:
            address = await self._kit.desk.make_calendar_feed(self.whose.chosen_id, shows)
        except ComptoirError as error:
            if isValid(self):
                self._say(sentences.refusal(error.code, error.facts), is_bad=True)
                self.make.setEnabled(True)
            return
        if not isValid(self):
            return
        self.make.setEnabled(True)
        self.address.input.setText(address)
        self.address.input.setCursorPosition(0)
        self.address.show()
        self.copy.show()
        self.copy.set_face(_("Copy the address"), icon="copy")
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        is_alone = address.startswith(LOOPBACK)
        self._say(
            _(
                "Your hub runs on this computer alone, so no phone can reach this address. The manual says how to put "
                "the hub on a small machine that is always on."
            )
            if is_alone
            else ""
        )
        await self._read()

    def _revoke(self) -> None:
        if self.chosen_id:
            self._kit.tasks.spawn(self._revoked(self.chosen_id), "an address of the agenda is revoked")

    async def _revoked(self, feed_id: str) -> None:
        try:
            await self._kit.desk.revoke_calendar_feed(feed_id)
        except ComptoirError as error:
            if isValid(self):
                self._say(sentences.refusal(error.code, error.facts), is_bad=True)
        if isValid(self):
            self.address.hide()
            self.copy.hide()
            await self._read()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.input.text())
        self.copy.set_face(_("Copied"), icon="check")
