"""Drawn events about tasks, on people and conversations, on nothing, and about tasks that nobody made."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from app.domain import tasks
from app.domain.events import EventBody
from app.domain.ids import ContactId, ConversationId, MemberId

NINE = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
moments = st.one_of(st.none(), st.integers(0, 3).map(lambda hours: NINE + timedelta(hours=hours)))


def told_of_tasks(draw: st.DrawFn, member_id: MemberId) -> EventBody:
    """Any event of any of four tasks."""
    task_id, person = f"t{draw(st.integers(0, 3))}", draw(st.integers(0, 3))
    place = draw(
        st.sampled_from(
            [
                {},
                {"contact_id": ContactId(f"p{person}")},
                {"conversation_id": ConversationId(f"c{person}")},
                {"deal_id": f"deal{draw(st.integers(0, 2))}"},
            ]
        )
    )
    whose, at = draw(st.sampled_from(tasks.WHOSE)), draw(moments)
    holder = draw(st.sampled_from([None, member_id, MemberId("lea")]))
    added = tasks.TaskAdded(task_id, "Call", whose, at, holder, member_id=member_id, **place)  # type: ignore[arg-type]
    bodies: list[EventBody] = [
        added,
        added,
        tasks.TaskChanged(task_id, "Call again", whose, at, member_id),
        tasks.TaskDone(task_id, member_id),
        tasks.TaskReopened(task_id, holder, member_id),
        tasks.TaskSnoozed(task_id, at, member_id),
        tasks.TaskHandedOver(task_id, holder, draw(st.sampled_from(["", "She knows you"])), member_id),
        tasks.TaskRemoved(task_id, member_id),
        tasks.TaskRestored(task_id, holder, member_id),
    ]
    return draw(st.sampled_from(bodies))


@st.composite
def task_bodies(draw: st.DrawFn) -> tasks.TaskEvent:
    """One of them alone."""
    body = told_of_tasks(draw, MemberId("marc"))
    assert isinstance(body, tasks.TASK_EVENTS)
    return body
