"""What un-merging needs: each merge that holds, and what its two sides would be today without it (decision 168).

A side is kept up to date by the same rules as what is shown: an event goes to every side that has its subject in it.
A contact or a conversation that is named by an event or a row is a leaf; from a leaf, a path of sides leads up to what
is shown. Few people were ever two, so all of this is empty for nearly everybody.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import Contact
from app.domain.conversations import Conversation
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.records import record
from storage.json_list import json_list
from storage.packing import packed, unpacked

Kind = Literal["contact", "conversation", "given", "late"]
_SIDES_MAX = 1 << 20  # of one merge: contacts, conversations for each business number, few late messages
_SHAPES: dict[str, type] = {"contact": Contact, "conversation": Conversation}
_NOT_READ: Any = object()


@record
class Merge:
    """One contact that became part of another; `kept_id` and `gone_id` were shown until then."""

    pos: int
    kept_id: ContactId
    gone_id: ContactId
    reason: str
    member_id: MemberId | None
    at_us: int


class Side:
    """A contact or a conversation before a merge, as it would be today without it; or one that changed hands.

    `other_id`: the other side of the merge; of what changed hands, whose it was. `own_no`: a conversation's number.
    Of kind "late": a message, by its position `own_no`, that would have come late on this side and did not, or the
    other way round.
    """

    __slots__ = ("id", "is_kept", "kind", "no", "other_id", "own_no", "pos", "state")

    def __init__(
        self,
        no: int,
        pos: int,
        kind: Kind,
        id_: str,
        other_id: str,
        own_no: int | None,
        is_kept: bool,
        state: Any,
    ) -> None:
        self.no, self.pos, self.kind, self.id, self.other_id = no, pos, kind, id_, other_id
        self.own_no, self.is_kept, self.state = own_no, is_kept, state


class Trail:
    """All merges that hold, and their sides; states are read for those that a batch is about."""

    def __init__(self, merges: Iterable[Merge] = (), sides: Iterable[Side] = ()) -> None:
        self.merges: dict[int, Merge] = {}
        self._sides: dict[int, list[Side]] = {}  # by merge
        self._of_id: dict[str, list[Side]] = {}
        self._leaves: dict[int, str] = {}  # conversations by their numbers
        self._unsaved_merges: list[Merge] = []
        self._unsaved: dict[int, Side] = {}
        for merge in merges:
            self.merges[merge.pos] = merge
            self._sides[merge.pos] = []
        for side in sides:
            self._put(side)

    def __bool__(self) -> bool:
        return bool(self.merges)

    # --- asking ---

    def path(self, leaf_id: str) -> Iterator[Side]:
        """The sides that have this leaf in them, from the leaf up to what is shown."""
        now, pos = leaf_id, 0
        while True:
            side = next(
                (one for one in self._of_id.get(now, ()) if one.pos > pos and one.kind != "given"), None
            )
            if side is None:
                return
            yield side
            pos = side.pos
            if not side.is_kept:
                now = side.other_id

    def members(self, id_: str, before_pos: int) -> list[str]:
        """The leaves of what was called so before a merge."""
        found = [id_]
        for side in self._of_id.get(id_, ()):
            if side.is_kept and side.kind != "given" and side.pos < before_pos:
                found += self.members(side.other_id, side.pos)
        return found

    def is_merged(self, id_: str) -> bool:
        """Whether anything became part of it, or it of something."""
        return id_ in self._of_id

    def sides(self, pos: int, kind: Kind) -> list[Side]:
        """Of one merge."""
        return [side for side in self._sides.get(pos, ()) if side.kind == kind]

    def merge_of(self, gone_id: ContactId) -> Merge | None:
        """The merge in which this contact became part of another."""
        side = next(
            (one for one in self._of_id.get(gone_id, ()) if one.kind == "contact" and not one.is_kept), None
        )
        return self.merges[side.pos] if side is not None else None

    def later(self, first: Merge) -> list[Merge]:
        """A merge and those after it by which the same person grew, in order."""
        ids, found = {first.kept_id, first.gone_id}, [first]
        for pos in sorted(pos for pos in self.merges if pos > first.pos):
            merge = self.merges[pos]
            if merge.kept_id in ids or merge.gone_id in ids:
                ids |= {merge.kept_id, merge.gone_id}
                found.append(merge)
        return found

    def leaf_of(self, conversation_id: ConversationId, origin_no: int | None) -> str:
        """The conversation that a message was written in."""
        return conversation_id if origin_no is None else self._leaves.get(origin_no, conversation_id)

    def own_no(self, conversation_id: str) -> int | None:
        """The number of a conversation that became part of another."""
        sides = self._of_id.get(conversation_id, ())
        return next((side.own_no for side in sides if side.kind == "conversation"), None)

    def contact_no(self, contact_id: str) -> int | None:
        """The number of a contact of its own, where it became part of another or another part of it."""
        side = next(self.path(contact_id), None)
        return side.state.no if side is not None and side.state is not None else None

    def conversation_for(self, shown: Conversation, contact_id: ContactId) -> str:
        """Of the conversations that are shown as one: that of this contact, else the one that it is called by."""
        ids = self.members(shown.conversation_id, 1 << 62)
        return next(
            (one for one in ids if self._first_owner(one, shown) == contact_id), shown.conversation_id
        )

    def has_of(self, shown: Conversation, contact_id: ContactId) -> bool:
        """Whether one of the conversations that are shown as this one is that of this contact."""
        ids = self.members(shown.conversation_id, 1 << 62)
        return any(self._first_owner(one, shown) == contact_id for one in ids)

    def addressed(self, shown: Contact) -> ContactId:
        """Of the contacts that are shown as one: whom its number (else its user id) is of."""
        for id_ in self.members(shown.contact_id, 1 << 62):
            state: Contact | None = next(self.path(id_)).state
            if state is None or (state.number is None and state.user_id is None):
                continue
            if state.number == shown.number and (shown.number is not None or state.user_id == shown.user_id):
                return ContactId(id_)
        return shown.contact_id

    def _first_owner(self, conversation_id: str, shown: Conversation) -> str:
        sides = self._of_id.get(conversation_id, ())
        given = next((side for side in sides if side.kind == "given"), None)
        if given is not None:
            return given.other_id
        return next((side.state.contact_id for side in sides if side.state is not None), shown.contact_id)

    # --- changing ---

    def begin(self, merge: Merge) -> None:
        """A merge that holds from now on."""
        self.merges[merge.pos] = merge
        self._sides[merge.pos] = []
        self._unsaved_merges.append(merge)

    def add(
        self, pos: int, kind: Kind, id_: str, other_id: str, *, own_no: int | None, is_kept: bool, state: Any
    ) -> Side:
        """One side of a merge."""
        side = Side(
            -(pos * _SIDES_MAX + len(self._sides[pos])), pos, kind, id_, other_id, own_no, is_kept, state
        )
        self._put(side)
        self._unsaved[side.no] = side
        return side

    def follow(self, leaf_id: str, change: Callable[[Any], Any]) -> None:
        """The same happens to every side that has this leaf in it."""
        for side in self.path(leaf_id):
            state = change(side.state)
            if state is not side.state:
                side.state = state
                self._unsaved[side.no] = side

    def put(self, side: Side, state: Any) -> None:
        """It is like this from now on."""
        side.state = state
        self._unsaved[side.no] = side

    def end(self, merge: Merge) -> None:
        """It holds no longer."""
        del self.merges[merge.pos]
        for side in self._sides.pop(merge.pos):
            self._unsaved.pop(side.no, None)
            if side.kind == "late":
                continue
            self._of_id[side.id].remove(side)
            if not self._of_id[side.id]:
                del self._of_id[side.id]

    def _put(self, side: Side) -> None:
        self._sides[side.pos].append(side)
        if side.kind == "late":
            return
        known = self._of_id.setdefault(side.id, [])
        known.append(side)
        known.sort(key=lambda one: (one.pos, -one.no))
        if side.own_no is not None and side.kind == "conversation":
            self._leaves[side.own_no] = side.id

    # --- rows ---

    def load_states(self, conn: Connection, ids: Iterable[str]) -> None:
        """Read what is not read yet of all sides of these, which are shown."""
        leaves = {leaf for id_ in ids if id_ in self._of_id for leaf in self.members(id_, 1 << 62)}
        wanted = {
            side.no: side for leaf in leaves for side in self._of_id.get(leaf, ()) if side.state is _NOT_READ
        }
        rows = conn.execute(
            "SELECT no, kind, state FROM view_aside WHERE no IN (SELECT value FROM json_each(?))",
            (json_list(wanted),),
        )
        for no, kind, state in rows.fetchall():
            wanted[no].state = None if state is None else unpacked(state, _SHAPES[kind])

    def save(self, conn: Connection) -> None:
        """Write what is new."""
        if self._unsaved_merges:
            conn.executemany(
                "INSERT INTO view_merge (pos, kept_id, gone_id, reason, member_id, at_us) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (one.pos, one.kept_id, one.gone_id, one.reason, one.member_id, one.at_us)
                    for one in self._unsaved_merges
                ],
            )
        conn.executemany(
            "INSERT INTO view_aside (no, pos, kind, id, other_id, own_no, is_kept, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (no) DO UPDATE SET state = excluded.state",
            [
                (
                    one.no,
                    one.pos,
                    one.kind,
                    one.id,
                    one.other_id,
                    one.own_no,
                    int(one.is_kept),
                    _packed(one.state),
                )
                for one in self._unsaved.values()
            ],
        )
        self._unsaved_merges, self._unsaved = [], {}


def _packed(state: object | None) -> bytes | None:
    return None if state is None else packed(state)


def load(conn: Connection) -> Trail:
    """All of them; their states when they are needed."""
    merges = conn.execute(
        "SELECT pos, kept_id, gone_id, reason, member_id, at_us FROM view_merge ORDER BY pos"
    ).fetchall()
    if not merges:
        return Trail()
    rows = conn.execute(
        "SELECT no, pos, kind, id, other_id, own_no, is_kept FROM view_aside ORDER BY no DESC"
    ).fetchall()
    return Trail((Merge(*row) for row in merges), map(_side, rows))


def _side(row: tuple[Any, ...]) -> Side:
    no, pos, kind, id_, other_id, own_no, is_kept = row
    return Side(no, pos, kind, id_, other_id, own_no, is_kept == 1, _NOT_READ if kind in _SHAPES else None)
