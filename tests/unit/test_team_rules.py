"""Who may do what to the team, role by role."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.ids import MemberId
from app.domain.members import ROLES, Member, Role
from app.domain.team_rules import (
    is_last_owner,
    may_act_on,
    may_add_computer,
    may_change_role,
    may_invite,
    may_remove,
    may_revoke,
    may_see_all,
)


def member(role: Role, name: str = "x", *, is_removed: bool = False) -> Member:
    return Member(MemberId(name), name, role, is_removed)


def code(refused: object) -> str | None:
    return getattr(refused, "code", None)


@pytest.mark.parametrize(("by", "of"), list(product(ROLES, ROLES)))
def test_an_owner_may_with_anybody_a_manager_with_reps_a_rep_with_nobody(by: Role, of: Role) -> None:
    may = by == "owner" or (by == "manager" and of == "rep")
    me, other = member(by, "me"), member(of, "other")
    for refused in (
        may_invite(me, of),
        may_act_on(me, other),
        may_add_computer(me, other),
        may_revoke(me, other),
        may_remove(me, other, None, [me, other, member("owner", "third")]),
    ):
        assert code(refused) == (None if may else "role_missing")
    assert (may_see_all(me) is None) == (by != "rep")


def test_a_manager_has_the_own_computers_in_hand() -> None:
    me = member("manager", "me")
    assert may_add_computer(me, me) is None
    assert may_revoke(me, me) is None
    assert code(may_act_on(me, me)) == "role_missing"


def test_only_an_owner_gives_roles_and_one_owner_stays() -> None:
    one, two, rep = member("owner", "one"), member("owner", "two"), member("rep", "rep")
    assert may_change_role(one, rep, "owner", [one, rep]) is None
    assert code(may_change_role(member("manager"), rep, "manager", [one, rep])) == "role_missing"
    assert code(may_change_role(one, one, "rep", [one, rep])) == "last_owner"
    assert may_change_role(one, one, "owner", [one, rep]) is None
    assert may_change_role(one, one, "rep", [one, two]) is None
    gone = member("owner", "gone", is_removed=True)
    assert is_last_owner(one, [one, gone])
    assert code(may_remove(one, one, None, [one, gone, rep])) == "last_owner"


def test_who_left_is_left_alone_and_inherits_nothing() -> None:
    owner, gone, rep = member("owner", "o"), member("rep", "gone", is_removed=True), member("rep", "rep")
    team = [owner, gone, rep]
    assert code(may_act_on(owner, gone)) == "member_gone"
    assert code(may_change_role(owner, gone, "owner", team)) == "member_gone"
    assert code(may_add_computer(owner, gone)) == "member_gone"
    assert may_revoke(owner, gone) is None
    for heir in ("gone", "rep", "nobody"):
        assert code(may_remove(owner, rep, MemberId(heir), team)) == "heir_unknown"
    assert may_remove(owner, rep, MemberId("o"), team) is None
