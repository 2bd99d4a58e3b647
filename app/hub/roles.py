"""What not everybody in the team may do, in one place. Everything that is not named here is everybody's."""

from typing import Literal

from app.domain.errors import Refused
from app.domain.members import Role
from app.hub.situation import LEADERS, Situation

Right = Literal[
    "change_settings",
    "share_lists",
    "share_quick_replies",
    "remove_others_notes",
    "cancel_others_sends",
    "pay_twice",
    "define_contact_fields",
    "change_many_contacts",
    "export",
    "remove_others_tasks",
    "change_pipelines",
    "remove_others_deals",
    "import_deals",
    "keep_ledger",
    "change_hours",
    "change_auto_replies",
    "change_agenda",
]
RIGHTS: dict[Right, tuple[Role, ...]] = {
    "change_settings": LEADERS,
    "share_lists": LEADERS,
    "share_quick_replies": LEADERS,
    "remove_others_notes": LEADERS,
    "cancel_others_sends": LEADERS,
    "define_contact_fields": LEADERS,
    "change_many_contacts": LEADERS,
    "export": LEADERS,
    "remove_others_tasks": LEADERS,
    "change_pipelines": LEADERS,
    "remove_others_deals": LEADERS,
    "import_deals": LEADERS,
    "keep_ledger": LEADERS,
    "change_hours": LEADERS,
    "change_auto_replies": LEADERS,
    "change_agenda": LEADERS,
    "pay_twice": LEADERS,  # to send again what may have arrived, where the channel charges for it
}


def may(situation: Situation, right: Right) -> bool:
    """Whether who asks may do it."""
    return situation.asker.role in RIGHTS[right]


def needs(situation: Situation, right: Right) -> Refused | None:
    """The refusal for who may not."""
    return None if may(situation, right) else Refused("role_missing", {"role": situation.asker.role})
