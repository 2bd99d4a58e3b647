"""What is done with a task, wherever it stands: each at once, with its undo; the menu names all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import MemberId
from app.domain.task_rows import TaskRow
from app.domain.tasks import place_of
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated
from ui.teamwork.moment_dialog import MomentDialog
from ui.teamwork.snooze_times import usual_times
from ui.teamwork.undoing import Show
from ui.theme.icons import IconName
from ui.todo.due_row import due_words
from ui.widgets.menu import Menu

Work = Callable[[], Awaitable[object]]
LEADERS = ("owner", "manager")


class TaskActs:
    """`show` says what was done and takes it back; `opened(task id)` goes where a task leads.

    `pane`: over whose window sheets open.
    """

    def __init__(self, kit: Kit, show: Show, opened: Callable[[str], object], pane: QWidget) -> None:
        self._kit, self._show, self._opened, self._pane = kit, show, opened, pane

    def do(self, act: str, task_id: str, at: QPoint) -> None:
        """By its name (`ui.todo.list_view.ListAct`). `at`: where a menu opens, on the screen."""
        row = self._kit.desk.task(task_id)
        if row is None:
            self._refuse(ComptoirError("task_unknown"))
            return
        if act == "tick":
            self.tick(row)
        elif act == "open":
            self._opened(task_id)
        elif act == "change":
            self.change(row)
        elif act == "hand_over":
            self.hand_over(row)
        elif act == "remove":
            self.remove(row)
        elif act == "snooze":
            self.snooze_menu(row).popup(at)
        else:
            self.menu(row, at).popup(at)

    # -- one by one

    def tick(self, row: TaskRow) -> None:
        """Done; what is done, to be done again."""
        desk, one = self._kit.desk, row.task_id
        finish, reopen = partial(desk.finish_task, one), partial(desk.reopen_task, one)
        if row.done_at is None:
            self._run(finish, _("Done"), reopen)
        else:
            self._run(reopen, _("To be done again"), finish, icon="reply")

    def change(self, row: TaskRow) -> None:
        """In its sheet."""
        from ui.todo.sheet import open_sheet

        open_sheet(self._kit, place_of(row), row.about, self._show, self._pane, row=row)

    def snooze(self, row: TaskRow, until_at: datetime | None) -> None:
        """Aside until then."""
        kit = self._kit
        words = _("Back in the list")
        if until_at is not None:
            words = _("Put aside until {moment}").format(moment=kit.formats.moment(until_at, kit.clock.now()))
        before = row.remind_at if row.remind_at is None or row.remind_at > kit.clock.now() else None
        undo = partial(kit.desk.snooze_task, row.task_id, before)
        self._run(partial(kit.desk.snooze_task, row.task_id, until_at), words, undo, icon="alarm-clock")

    def hand_over(self, row: TaskRow) -> None:
        """To a colleague, with a word."""
        from ui.todo.hand_over import TaskHandOver

        TaskHandOver(self._kit, row, self, self._pane.window()).open()

    def hand_over_to(self, row: TaskRow, to_id: MemberId | None, name: str, word: str = "") -> None:
        """As the sheet decided."""
        desk, one = self._kit.desk, row.task_id
        words = (
            _("Nobody has it now") if to_id is None else _("{name} has it now").format(name=isolated(name))
        )
        if to_id == desk.me().member_id:
            words = _("Yours now")
        give = partial(desk.hand_over_task, one, to_id, word)
        self._run(give, words, partial(desk.hand_over_task, one, row.holder_id), icon="user-check")

    def remove(self, row: TaskRow) -> None:
        """Away, with the way back."""
        desk, one = self._kit.desk, row.task_id
        self._run(
            partial(desk.remove_task, one), _("Task removed"), partial(desk.restore_task, one), icon="trash-2"
        )

    # -- menus

    def menu(self, row: TaskRow, at: QPoint) -> Menu:
        """Everything that may be done with it, each with its key."""
        kit, menu = self._kit, Menu(self._kit.theme, _("Task"), self._pane)
        is_open = row.done_at is None
        tick = _("Done") if is_open else _("To be done again")
        menu.add(tick, partial(self.tick, row), icon="circle-check" if is_open else "reply", key=_("Space"))
        if not place_of(row).is_nothing:
            menu.add(_("Open its place"), partial(self._opened, row.task_id), icon="forward", key="⏎")
        menu.add(_("Change…"), partial(self.change, row), icon="pencil", key="E")
        if is_open:
            menu.add(_("Put aside…"), lambda: self.snooze_menu(row).popup(at), icon="alarm-clock", key="S")
            if not row.is_mine:
                me = kit.desk.me()
                take = partial(self.hand_over_to, row, me.member_id, me.name)
                menu.add(_("Take it"), take, icon="user-check")
            if self._has_colleagues():
                menu.add(_("Hand over…"), partial(self.hand_over, row), icon="arrow-right-left", key="H")
        if self._may_remove(row):
            menu.add(_("Remove"), partial(self.remove, row), icon="trash-2", key=_("Del"), is_danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def snooze_menu(self, row: TaskRow) -> Menu:
        """The usual times, each with when that is; what is aside already comes back."""
        kit, menu = self._kit, Menu(self._kit.theme, _("Put aside"), self._pane)
        now = kit.clock.now()
        for one in usual_times(now, kit.formats.zone):
            words, said = due_words(one.when), kit.formats.moment(one.at, now)
            is_said = kit.formats.time_of_day(one.at) in words  # "Tomorrow 9:00" needs no more
            menu.add(words, partial(self.snooze, row, one.at), icon="clock", key="" if is_said else said)
        menu.addSeparator()
        menu.add(_("Choose day and hour…"), lambda: self.open_moment(row), icon="calendar-clock")
        if row.remind_at is not None:
            menu.add(_("Bring back now"), partial(self.snooze, row, None), icon="reply")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(menu.actions()[0])
        return menu

    def open_moment(self, row: TaskRow) -> MomentDialog:
        """A day and an hour of one's own."""
        dialog = MomentDialog(
            self._kit, partial(self.snooze, row), self._pane.window(), confirm=_("Put aside")
        )
        dialog.open()
        return dialog

    def _has_colleagues(self) -> bool:
        return sum(member.is_active for member in self._kit.desk.members()) > 1

    def _may_remove(self, row: TaskRow) -> bool:
        me = self._kit.desk.me()
        return me.role in LEADERS or me.member_id in (row.made_by, row.holder_id)

    # -- inside

    def _run(self, work: Work, words: str, undo: Work, icon: IconName = "check") -> None:
        self._kit.tasks.spawn(_run(self._kit, self._show, work, words, undo, icon), "task")

    def _refuse(self, error: ComptoirError) -> None:
        self._show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


async def _run(kit: Kit, show: Show, work: Work, words: str, undo: Work | None, icon: IconName) -> None:
    """Do it, say it, and take it back when that is asked for."""
    try:
        await work()
    except ComptoirError as error:
        show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
        return
    if undo is None:
        return
    toast = show(words, icon=icon, action=_("Undo"))
    toast.acted.connect(lambda: kit.tasks.spawn(_run(kit, show, undo, "", None, icon), "undo task"))


def said_kept(kit: Kit, task_id: str, due_at: datetime | None, show: Show) -> None:
    """A new task is there; it can be taken back."""
    words = _("Task kept")
    if due_at is not None:
        words = _("Task kept for {moment}").format(moment=kit.formats.moment(due_at, kit.clock.now()))
    undo = partial(kit.desk.remove_task, task_id)
    toast = show(words, icon="list-checks", action=_("Undo"))
    toast.acted.connect(lambda: kit.tasks.spawn(_run(kit, show, undo, "", None, "check"), "undo task"))
