"""What came with release 0.3 about tasks."""

from datetime import UTC, datetime

from app.domain import tasks
from tests.storage.golden_people import ANA, LEA, MEMBER, WITH_BO
from tests.storage.golden_rich import Body
from tests.storage.golden_team import MARC

CALL, WAIT, ORDER = (f"01930000-0000-7000-e000-00000000000{number}" for number in (1, 2, 3))
FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def task_bodies() -> list[Body]:
    """One of each kind and more."""
    bodies = [
        tasks.TaskAdded(CALL, "Rappeler Ana", "ours", FRIDAY, LEA, contact_id=ANA, member_id=LEA),
        tasks.TaskAdded(
            WAIT, "Il envoie le plan", "theirs", None, LEA, conversation_id=WITH_BO, member_id=LEA
        ),
        tasks.TaskAdded(ORDER, "Commander le bois", "ours", MONDAY, None, member_id=LEA),
        tasks.TaskChanged(CALL, "Rappeler Ana, avant midi", "ours", MONDAY, LEA),
        tasks.TaskSnoozed(CALL, MONDAY.replace(hour=13), LEA),
        tasks.TaskHandedOver(CALL, MARC, "Elle préfère un homme du métier", LEA),
        tasks.TaskDone(WAIT, LEA),
        tasks.TaskDone(CALL, MARC),
        tasks.TaskReopened(CALL, MARC, LEA),
        tasks.TaskRemoved(ORDER, LEA),
        tasks.TaskRestored(ORDER, LEA, LEA),
        tasks.TaskRemoved(ORDER, LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
