"""From a task to where it stands, from where one stands to a new task, and what is said when the hub refused one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desk.composed import Refusal
from app.domain.ids import ConversationId

if TYPE_CHECKING:
    from app.domain.tasks import TaskAbout
    from ui.kit import Kit
    from ui.panes import Panes
    from ui.teamwork.undoing import Show

OF_TASKS = "task."  # how the kinds of all commands about tasks begin


def is_of_tasks(refusal: Refusal) -> bool:
    """Whether it is a command about a task that was refused; it is said by `say_refused` alone."""
    return refusal.command.KIND.startswith(OF_TASKS)


def open_task(panes: Panes, kit: Kit, task_id: str) -> None:
    """Its deal, its conversation, its person, else the list of tasks with the task chosen and open."""
    row = kit.desk.task(task_id)
    if row is None:
        panes.show_screen("tasks")
    elif row.deal_id is not None and kit.desk.deal(row.deal_id) is not None:
        panes.screens.show_deal(row.deal_id)
    elif row.conversation_id is not None and kit.desk.header(row.conversation_id) is not None:
        panes.show_screen("inbox")
        panes.open(ConversationId(row.conversation_id))
        panes.focus_on(panes.conversation.view)
    elif row.contact_id is not None and kit.desk.contact(row.contact_id) is not None:
        panes.show_screen("contacts")
        panes.screens.contacts.show_contact(row.contact_id)
    else:
        panes.show_screen("tasks")
        panes.screens.tasks.choose(task_id)
        panes.screens.tasks.acts.change(row)


def new_task(panes: Panes, kit: Kit) -> None:
    """On the conversation, the deal or the person in view, else on nothing."""
    from ui.todo.sheet import open_sheet

    about, name = _place_in_view(panes, kit)
    open_sheet(kit, about, name, show_of(panes), panes)


def show_of(panes: Panes) -> Show:
    """Where what was done is said now."""
    if panes.screen_id == "inbox":
        return panes.conversation.toasts.show
    return panes.screens.undoing.show


def say_refused(panes: Panes, kit: Kit, refusal: Refusal) -> None:
    """The hub said no. Words that somebody typed are one press away from being there again."""
    if not is_of_tasks(refusal):
        return
    from app.domain.tasks import AddTask, ChangeTask, TaskAbout
    from app.words import gettext as _
    from app.words import sentences
    from app.words.tasks import quoted
    from ui.plain import isolated, shown_line
    from ui.todo.sheet import open_sheet

    body, said = refusal.command, sentences.refusal(refusal.code, refusal.facts)
    show = show_of(panes)
    if not isinstance(body, AddTask | ChangeTask):
        show(said, icon="circle-alert", ink="danger")
        return
    words = f"{said} {quoted(isolated(shown_line(body.title)))}"
    toast = show(words, icon="circle-alert", ink="danger", action=_("Write it again"), stay_ms=0)
    toast.acted.connect(lambda: open_sheet(kit, TaskAbout(), "", show_of(panes), panes, text=body.title))


def _place_in_view(panes: Panes, kit: Kit) -> tuple[TaskAbout, str]:
    from app.domain.deal_rows import DealRow
    from app.domain.tasks import TaskAbout

    if panes.screen_id == "inbox" and panes.has_conversation:
        header = kit.desk.header(panes.conversation.conversation_id or ConversationId(""))
        if header is not None:
            return TaskAbout(conversation_id=header.conversation_id), header.name
    if panes.screen_id == "deals":
        entry = panes.screens.deals.deals.current
        if isinstance(entry, DealRow):
            return TaskAbout(deal_id=entry.deal_id), entry.title or entry.person
    if panes.screen_id == "contacts":
        person = panes.screens.contacts.people.card.standing
        if person is not None:
            return TaskAbout(contact_id=person.contact_id), person.name
    return TaskAbout(), ""
