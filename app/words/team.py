"""The team in words: roles."""

from app.domain.members import Role
from app.words import gettext as _


def role_words(role: Role) -> str:
    """What somebody is in the team."""
    return {"owner": _("Owner"), "manager": _("Manager"), "rep": _("Team member")}[role]
