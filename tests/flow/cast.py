"""Who asks and what about, in the table of who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.commands import CommandBody
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.members import Role
from tests.flow.hub_world import Desk

ALL: frozenset[Role] = frozenset({"owner", "manager", "rep"})
LEADERS: frozenset[Role] = frozenset({"owner", "manager"})
OWNER: frozenset[Role] = frozenset({"owner"})
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Cast:
    """Whom and what the requests are about. `sent`, `noted`, `planned`: a queued message, a note and
    a planned answer of each role's member."""

    desks: dict[str, Desk]  # "owner", "manager", "rep" ask; "owner 2", "manager 2", "rep 2" are asked about
    conversation_id: ConversationId
    contact_id: ContactId
    invites: dict[str, str]  # ids of open invitations, by the role that they are for
    now: datetime
    sent: dict[str, MessageId] = field(default_factory=dict)
    noted: dict[str, MessageId] = field(default_factory=dict)
    planned: dict[str, MessageId] = field(default_factory=dict)

    def member(self, who: str) -> str:
        return self.desks[who].member_id

    def device(self, who: str) -> str:
        return self.desks[who].device_id


@dataclass(frozen=True)
class Route:
    """One request to a route as the OpenAPI document names it. `what`: the object that it is about."""

    method: str
    path: str
    may: frozenset[Role]
    ask: Callable[[Cast], Any] = lambda _cast: None  # the body
    what: str = ""
    at: Callable[[Cast], str] | None = None  # the address, where it is not the path itself
    is_open: bool = False  # without any token

    @property
    def name(self) -> str:
        return f"{self.method} {self.path} {self.what}".strip()


@dataclass(frozen=True)
class Wish:
    """One command. `by_role`: the object depends on who asks."""

    ask: Callable[[Cast, str], CommandBody]
    kind: str
    may: frozenset[Role]
    what: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind} {self.what}".strip()
