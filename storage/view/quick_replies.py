"""Quick replies, removed ones among them: some hundred packed rows, read whole and held by who reads them."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec
from sqlcipher3.dbapi2 import Connection

from app.domain.ids import MemberId, QuickReplyId
from app.domain.quick_replies import QuickReply, QuickReplyRemoved, QuickReplySaved, reply_after
from storage.packing import packed
from storage.view.merges import Statement

_SAVE = (
    "INSERT OR REPLACE INTO view_quick_reply (reply_id, owner_id, version, is_removed, reply)"
    " VALUES (?, ?, ?, 0, ?)"
)
_REMOVE = "UPDATE view_quick_reply SET is_removed = 1, version = ? WHERE reply_id = ?"
_REPLY = msgspec.json.Decoder(QuickReply)


def quick_replies(conn: Connection, member_id: MemberId) -> list[QuickReply]:
    """All that a member may see, also removed ones: the team's and their own."""
    rows = conn.execute(
        "SELECT reply, version, is_removed FROM view_quick_reply WHERE owner_id IN ('', ?) ORDER BY reply_id",
        (member_id,),
    )
    return _decoded(rows)


def load_quick_reply(conn: Connection, reply_id: QuickReplyId) -> QuickReply | None:
    """One of them, whoever's it is."""
    rows = conn.execute(
        "SELECT reply, version, is_removed FROM view_quick_reply WHERE reply_id = ?", (reply_id,)
    )
    return next(iter(_decoded(rows)), None)


def told(body: QuickReplySaved | QuickReplyRemoved) -> Statement:
    """One is new, different or gone. A removal of something unknown changes nothing."""
    if isinstance(body, QuickReplySaved):
        return _SAVE, (body.reply_id, body.owner_id or "", body.version, packed(reply_after(body, None)))
    return _REMOVE, (body.version, body.reply_id)


def _decoded(rows: Iterable[tuple[bytes, int, int]]) -> list[QuickReply]:
    return [
        replace(_REPLY.decode(reply), version=version, is_removed=True)
        if is_removed
        else _REPLY.decode(reply)
        for reply, version, is_removed in rows
    ]
