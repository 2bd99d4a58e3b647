"""Response standards: what the hub looks at when somebody changes them, when it refuses, what happens then."""

from dataclasses import dataclass, replace

from app.domain.errors import Refused
from app.domain.standards import SaveStandards, Standard, StandardsSaved, standards_problem
from app.hub.roles import needs
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection
from storage.view.opening_hours import load_groups
from storage.view.standards import load_standards


@dataclass(frozen=True, slots=True)
class StandardsLook:
    """What the rules look at."""

    saved: tuple[Standard, ...]
    lines: frozenset[str]
    groups: frozenset[str]


def of_standards(conn: Connection, seen: Situation) -> Situation:
    """What was saved, the numbers and the groups: few rows each."""
    lines = frozenset(one.line_id for one in view.lines(conn).values() if one.is_known)
    groups = frozenset(one.group_id for one in load_groups(conn).groups())
    return replace(seen, standards=StandardsLook(load_standards(conn), lines, groups))


def check_standards(situation: Situation, body: SaveStandards) -> Refused | None:
    """Why they must not be saved."""
    look = situation.standards
    assert look is not None  # it is there for every such command
    return needs(situation, "change_settings") or standards_problem(body.standards, look.lines, look.groups)


def standards_event(situation: Situation, body: SaveStandards) -> StandardsSaved | None:
    """What happens once it was accepted; nothing where they are so already."""
    look = situation.standards
    assert look is not None
    made = tuple(sorted(body.standards, key=lambda one: one.scope))
    return None if made == look.saved else StandardsSaved(made, situation.asker.member_id)
