"""What a person may ask for about segments and about many contacts: checked here as far as this computer can know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.desk.actions import Standing, sendable
from app.desk.outbox import Outbox
from app.domain import contact_bulk as bulk
from app.domain.contact_table import BULK_MAX
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, IdMaker, MemberId
from app.domain.later import commands
from app.domain.members import Member
from app.domain.segments import (
    NAME_MAX_CHARS,
    SEGMENTS_MAX,
    RemoveSegment,
    SaveSegment,
    Segment,
    rule_problem,
)
from app.domain.tags import clean_tag

LEADERS = ("owner", "manager")


class TableActions:
    """What the methods do is said in `app.desk.contact_table_desk.ContactTableDesk`. `known`: segments as shown."""

    def __init__(
        self,
        outbox: Outbox,
        ids: IdMaker,
        me: Callable[[], Member],
        name_of: Callable[[MemberId | None], str | None],
        standing: Callable[[], Standing],
    ) -> None:
        self._outbox, self._ids, self._me = outbox, ids, me
        self._name_of, self._standing = name_of, standing

    async def save_segment(self, segment: Segment, known: Sequence[Segment]) -> None:
        """One's own, or a shared one for who leads."""
        name = sendable(segment.name)
        if not name:
            raise ComptoirError("name_empty")
        if len(name) > NAME_MAX_CHARS:
            limit = str(NAME_MAX_CHARS)
            raise ComptoirError("text_too_long", length=str(len(name)), limit=limit, where="team")
        problem = rule_problem(segment.rule)
        if problem is not None:
            raise ComptoirError(problem.code, **problem.facts)
        was = next((one for one in known if one.segment_id == segment.segment_id), None)
        if was is None and len(known) >= SEGMENTS_MAX:
            raise ComptoirError("segments_full", limit=str(SEGMENTS_MAX))
        for one in (segment, was):
            if one is not None and one.owner_id is None:
                self._check_leading()
        await self._ask(SaveSegment(replace(segment, name=name)))

    async def remove_segment(self, segment_id: str, known: Sequence[Segment]) -> None:
        """Where it is."""
        found = next((one for one in known if one.segment_id == segment_id), None)
        if found is None:
            return
        if found.owner_id is None:
            self._check_leading()
        await self._ask(RemoveSegment(segment_id))

    async def tag(self, ids: Sequence[ContactId], tag: str, *, is_on: bool) -> None:
        """One command for all of them."""
        word = clean_tag(tag)
        if not word:
            raise ComptoirError("tag_empty")
        self._check_many(ids)
        kind = bulk.TagContacts if is_on else bulk.UntagContacts
        await self._ask(kind(tuple(ids), word))

    async def own(self, ids: Sequence[ContactId], owner_id: MemberId | None) -> None:
        """Likewise."""
        if owner_id is not None and self._name_of(owner_id) is None:
            raise ComptoirError("member_unknown", where="team")
        self._check_many(ids)
        await self._ask(bulk.OwnContacts(tuple(ids), owner_id))

    async def _ask(self, body: commands.CommandBody) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)

    def _check_many(self, ids: Sequence[ContactId]) -> None:
        if len(ids) > bulk.MOST:
            raise ComptoirError("too_many_contacts", limit=str(bulk.MOST))
        if len(ids) > BULK_MAX:
            self._check_leading()

    def _check_leading(self) -> None:
        if self._me().role not in LEADERS:
            raise ComptoirError("role_missing", role=self._me().role)
