"""Steps that ask a person to call: the task that is made, and when it is done with."""

from datetime import datetime

from app.domain import ladders
from app.domain.deals import Deal
from app.domain.events import Actor
from app.domain.follow_ups import FollowUp
from app.domain.members import Member
from app.domain.tasks import TaskAdded
from app.hub.appender import Draft
from app.hub.ladder_look import own_id
from app.words.going_quiet import call_title
from storage import view
from storage.hub.tables import Connection
from storage.view.ladder_people import talk_of
from storage.view.task_rows import load_task

_HUB = Actor("hub")


def call_task(conn: Connection, run: FollowUp, deal: Deal, member: Member, now: datetime) -> list[Draft]:
    """The task, for whoever owns the deal, else for the run's author, and the event of the run."""
    task, asked = call_events(conn, run, deal, member, now)
    return [Draft(task, task.task_id, _HUB, now), Draft(asked, run.deal_id, _HUB, now)]


def call_events(
    conn: Connection, run: FollowUp, deal: Deal, member: Member, now: datetime
) -> tuple[TaskAdded, ladders.FollowUpCallAsked]:
    """The same as bodies. The task is due now: the ladder waited long enough."""
    owner = view.members(conn).get(deal.owner_id) if deal.owner_id is not None else None
    holder = owner if owner is not None and not owner.is_removed else member
    contact = talk_of(conn, deal).contact
    name = contact.name if contact is not None and contact.name else deal.person or deal.title
    task_id = own_id(run.run_id, run.step, "call")
    title = call_title(name, deal.title)
    task = TaskAdded(task_id, title, "ours", now, holder.member_id, deal_id=deal.deal_id)
    return task, ladders.FollowUpCallAsked(run.deal_id, run.run_id, run.step, task_id)


def is_called(conn: Connection, run: FollowUp) -> bool:
    """Whether the call that was asked for is done, or is not to be done any more."""
    task = load_task(conn, run.task_id) if run.task_id is not None else None
    return task is None or task.done_at is not None or task.is_removed
