"""Opening hours and groups of members, as screens read and change them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.groups import Group, GroupBook
    from app.domain.hours import HoursBook, OpeningHours


class HoursDesk(Protocol):
    """Changes come as `Changes.is_hours`. Only owner and managers change anything: "role_missing" for others.

    Every action returns when the wish is on disk; the hub may still refuse later (a Refusal follows).
    """

    def hours(self) -> HoursBook:
        """All versions of the business, of numbers and of groups; to be read, never to be changed."""

    def groups(self) -> list[Group]:
        """Those that there are now, by their names."""

    def group_book(self) -> GroupBook:
        """The same with who was in which one when, for figures; to be read, never to be changed."""

    async def save_hours(self, scope: str, hours: OpeningHours, *, is_correction: bool = False) -> None:
        """A version of `scope` ("" the business, or see `app.domain.hours.line_scope` and `group_scope`).

        `is_correction`: the one from that date on was wrong. Raises what `app.domain.hour_checks.save_problem` says.
        """

    async def remove_hours(self, scope: str, valid_from: str) -> OpeningHours:
        """There never was such a version; gives it, for who wants it back. Raises "hours_gone"."""

    async def save_group(self, group: Group) -> str:
        """A new group (without an id), or another name or other members of one; gives its id.

        Somebody who is in another one leaves that. Raises what `app.domain.groups.group_problem` says.
        """

    async def remove_group(self, group_id: str) -> Group:
        """Gives it, for who wants it back. Raises "group_gone"."""
