"""Who may do what to the team: pure checks, for the hub that decides and for screens that offer what is allowed."""

from collections.abc import Iterable

from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.members import ROLES, Member, Role

LEADERS: tuple[Role, ...] = ("owner", "manager")
ROLE_MISSING = "role_missing"


def rank(role: Role) -> int:
    """The owner stands highest."""
    return len(ROLES) - ROLES.index(role)


def may_see_all(by: Member) -> Refused | None:
    """Whether the computers and invitations of others are this member's business."""
    return None if by.role in LEADERS else _refused(by)


def may_invite(by: Member, role: Role) -> Refused | None:
    """An owner anybody, a manager reps."""
    return None if by.role == "owner" or _is_managers(by, role) else _refused(by)


def may_add_computer(by: Member, target: Member) -> Refused | None:
    """One more computer of a member: as `may_act_on`, and a manager's own."""
    is_own = by.role in LEADERS and by.member_id == target.member_id
    return None if is_own and not target.is_removed else may_act_on(by, target)


def may_act_on(by: Member, target: Member) -> Refused | None:
    """Rename, shut a computer out, remove: an owner anybody, a manager reps."""
    if target.is_removed:
        return Refused("member_gone", {"name": target.name})
    return None if by.role == "owner" or _is_managers(by, target.role) else _refused(by)


def may_revoke(by: Member, target: Member) -> Refused | None:
    """Shut a computer out: as `may_act_on`, and a manager's own; those of who left are out already."""
    if target.is_removed:
        return None if by.role in LEADERS else _refused(by)
    return may_add_computer(by, target)


def may_change_role(by: Member, target: Member, role: Role, team: Iterable[Member]) -> Refused | None:
    """Owners give roles; one owner must stay."""
    if by.role != "owner":
        return _refused(by)
    if target.is_removed:
        return Refused("member_gone", {"name": target.name})
    return Refused("last_owner") if role != "owner" and is_last_owner(target, team) else None


def may_remove(
    by: Member, target: Member, heir_id: MemberId | None, team: Iterable[Member]
) -> Refused | None:
    """As `may_act_on`; one owner must stay, and the heir must be somebody else who is there."""
    known = list(team)
    refused = may_act_on(by, target)
    if refused is not None:
        return refused
    if is_last_owner(target, known):
        return Refused("last_owner")
    heirs = {one.member_id for one in known if not one.is_removed} - {target.member_id}
    return Refused("heir_unknown") if heir_id is not None and heir_id not in heirs else None


def is_last_owner(member: Member, team: Iterable[Member]) -> bool:
    """Whether nobody else could run the team."""
    owners = [one.member_id for one in team if one.role == "owner" and not one.is_removed]
    return owners == [member.member_id]


def _is_managers(by: Member, role: Role) -> bool:
    return by.role == "manager" and role == "rep"


def _refused(by: Member) -> Refused:
    return Refused(ROLE_MISSING, {"role": by.role})
