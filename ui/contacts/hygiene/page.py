"""Tidying up: what is missing or wrong with contacts, each with its count, and the people behind it beside it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from app.domain.errors import ComptoirError
from app.domain.hygiene import FINDINGS, Finding, Hygiene
from app.domain.ids import ContactId, ConversationId
from app.domain.merge_suggestions import Suggestion
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.merging import finding_count, finding_name
from ui.contacts.hygiene.sheet import FindingSheet
from ui.contacts.merging.acts import MergeActs
from ui.contacts.merging.open_compare import open_compare
from ui.contacts.page import Page
from ui.kit import Kit
from ui.settings.list_and_sheet import ListAndSheet
from ui.widgets.labels import Label
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import SkeletonRows
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

AGAIN_MS: Final = 250  # changes that come together are read once
PASS_AGAIN_MS: Final = 20_000  # looking at everybody again waits for a quiet moment


class HygienePage(Page):
    """The findings on the left, on the right whom one of them is about and what to do."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _("Tidy up"))
        theme = kit.theme
        self.finding: Finding | None = None
        self._was_chosen = False  # until somebody chose, the first finding with something to do is shown
        self._is_asked = False  # in a narrow window the sheet is shown once somebody chose a finding
        self._is_passing = False
        self.share = Label(theme, ink="text_muted", tabular=True)
        self.head.addWidget(self.share)
        self.list = TwoLineList(theme, "findings", _("Findings"))
        self.sheet = FindingSheet(kit)
        self.toasts = ToastStack(theme, self)
        self.merging = MergeActs(kit, self.toasts)
        self.both = ListAndSheet(theme, SkeletonRows(theme), self.sheet)
        self.both.column.addSpacing(8)
        self.both.column.addWidget(self.list, 1)
        self.column.addWidget(self.both, 1)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._pass_again = QTimer(self, singleShot=True, interval=PASS_AGAIN_MS)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(self._show_list)
        self.sheet.compare_asked.connect(self.compare)
        self.sheet.apart_asked.connect(lambda one: self.merging.keep_apart(one.first_id, one.second_id))
        self.sheet.open_asked.connect(self.open_asked)
        self.sheet.contact_asked.connect(self.contact_asked)
        self.sheet.changed.connect(self.change)
        self.sheet.owner_given.connect(self.give)
        self.sheet.deal_asked.connect(self.make_deal)
        self.sheet.declined.connect(self.decline)
        self._again.timeout.connect(self.refresh)
        self._pass_again.timeout.connect(self.check)
        self.kit.bridge.changed.connect(self._changed)

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: what an index knows at once, the rest in a moment."""
        super().showEvent(event)
        self.refresh()
        self.check()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._pass_again.stop()

    def check(self) -> None:
        """Look at everybody, beside the event loop."""
        if not self._is_passing:
            self._is_passing = True
            self.kit.tasks.spawn(self._check(), "check contacts")

    async def _check(self) -> None:
        try:
            await self.kit.desk.check_contacts()
        finally:
            self._is_passing = False
        self.refresh()

    def refresh(self) -> None:
        """As it is now."""
        found = self.kit.desk.hygiene()
        if not self._was_chosen:
            self.finding = _first(found)
        self.list.show_rows([_row(one, found) for one in self._findings()], self.finding)
        self._show_share()
        self._show_finding(found)

    def _show_finding(self, found: Hygiene) -> None:
        if self.finding is not None:
            self.sheet.show_finding(self.finding, found.count(self.finding))
        self.both.show_sheet(has_row=self.finding is not None, is_asked=self._is_asked)

    def _show_share(self) -> None:
        """Said only when everything is counted, with how many people it is of."""
        share = self.kit.desk.untidy_share()
        if share is None:
            self.share.setText("")
            return
        percent, people = share
        n = self.kit.formats.number(people)
        words = ngettext(
            "{percent} % of {n} contact needs nothing",
            "{percent} % of {n} contacts need nothing",
            people,
        )
        self.share.setText(words.format(percent=percent, n=n))

    def _changed(self, changes: Changes) -> None:
        if (
            not (changes.is_everything or changes.conversations or changes.contacts or changes.deals)
            or not self.isVisible()
        ):
            return
        if not self._again.isActive():
            self._again.start()
        if not self._pass_again.isActive():
            self._pass_again.start()

    # -- what the person does

    def focus_first(self) -> None:
        """The keyboard enters at the findings."""
        self.list.setFocus()

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()
        self._pass_again.stop()

    def _findings(self) -> list[Finding]:
        """Who works without deals is not told who has none."""
        return [one for one in FINDINGS if one != "no_deal" or self.kit.has_area("deals")]

    def _choose(self, key: str) -> None:
        if key != self.finding:
            self.finding = next(one for one in FINDINGS if one == key)
            self._was_chosen = self._is_asked = True
            self._show_finding(self.kit.desk.hygiene())

    def _show_list(self) -> None:
        self._is_asked = False
        self.refresh()

    def compare(self, one: Suggestion) -> None:
        """The two side by side."""
        open_compare(self.kit, self.merging, one, self.window())

    def change(self, contact_id: str, key: str, value: str) -> None:
        """A field was written in place."""
        self.kit.tasks.spawn(self._change(ContactId(contact_id), key, value), "change contact")

    async def _change(self, contact_id: ContactId, key: str, value: str) -> None:
        try:
            await self.kit.desk.change_contact(contact_id, {key: value})
        except ComptoirError as error:
            self._tell_refusal(error)
            return
        self.toasts.show(_("Saved"), is_passing=True)
        self.refresh()

    def give(self, ids: list[ContactId], owner_id: str) -> None:
        """Somebody of the team looks after these people from now on."""
        self.kit.tasks.spawn(self._give(ids, owner_id), "give contacts")

    async def _give(self, ids: list[ContactId], owner_id: str) -> None:
        name = next((one.name for one in self.kit.desk.members() if one.member_id == owner_id), "")
        for contact_id in ids:
            try:
                await self.kit.desk.own_contact(contact_id, owner_id)  # type: ignore[arg-type]
            except ComptoirError as error:
                self._tell_refusal(error)
                return
        words = ngettext("{n} contact given to {name}", "{n} contacts given to {name}", len(ids))
        toast = self.toasts.show(
            words.format(n=self.kit.formats.number(len(ids)), name=name), action=_("Undo")
        )
        toast.acted.connect(partial(self._take_back, ids))
        self.refresh()

    def _take_back(self, ids: list[ContactId]) -> None:
        self.kit.tasks.spawn(self._own_nobody(ids), "take contacts back")

    async def _own_nobody(self, ids: list[ContactId]) -> None:
        for contact_id in ids:
            await self.kit.desk.own_contact(contact_id, None)
        self.refresh()

    def make_deal(self, conversation_id: str) -> None:
        """A deal of what was a conversation alone."""
        self.kit.tasks.spawn(self._make_deal(ConversationId(conversation_id)), "make a deal")

    async def _make_deal(self, conversation_id: ConversationId) -> None:
        try:
            deal_id = await self.kit.desk.accept_incoming(conversation_id)
        except ComptoirError as error:
            self._tell_refusal(error)
            return
        toast = self.toasts.show(_("The deal is on the board"), action=_("Undo"))
        toast.acted.connect(partial(self._undo, lambda: self.kit.desk.remove_deal(deal_id)))
        self.refresh()

    def decline(self, conversation_id: str) -> None:
        """No deal will come of it."""
        self.kit.tasks.spawn(self._decline(ConversationId(conversation_id)), "decline a request")

    async def _decline(self, conversation_id: ConversationId) -> None:
        try:
            await self.kit.desk.decline_incoming(conversation_id)
        except ComptoirError as error:
            self._tell_refusal(error)
            return
        toast = self.toasts.show(_("No deal will come of this conversation"), action=_("Undo"))
        toast.acted.connect(partial(self._undo, lambda: self.kit.desk.restore_incoming(conversation_id)))
        self.refresh()

    def _undo(self, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.kit.tasks.spawn(self._undo_now(act), "take it back")

    async def _undo_now(self, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await act()
        except ComptoirError as error:
            self._tell_refusal(error)
        self.refresh()

    def _tell_refusal(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


def _first(found: Hygiene) -> Finding:
    """Where there is something to do, once all is counted; else the first line."""
    return next((one for one in FINDINGS if found.is_counted and found.count(one)), FINDINGS[0])


def _row(finding: Finding, found: Hygiene) -> TwoLineRow:
    count = found.count(finding)
    if count is None:
        return TwoLineRow(
            finding, finding_name(finding), _("Being counted…"), Chip("", "plain"), is_quiet=True
        )
    words = finding_count(finding, count).format(n=count)
    return TwoLineRow(finding, finding_name(finding), words, Chip("", "plain"), is_quiet=count == 0)
