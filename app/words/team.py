"""The team in words: roles, and how a conversation ended."""

from app.domain.members import Role
from app.domain.rows import Outcome
from app.words import gettext as _


def role_words(role: Role) -> str:
    """What somebody is in the team."""
    return {"owner": _("Owner"), "manager": _("Manager"), "rep": _("Team member")}[role]


def outcome_words(outcome: Outcome) -> str:
    """How a conversation ended, as part of a sentence."""
    return {"solved": _("solved"), "not_solved": _("not solved"), "no_action": _("nothing to do")}[outcome]
