"""Tags, mentions and saved lists as rows: what writes them while events are applied, and what reads them."""

from collections.abc import Iterable, Sequence

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId, MemberId
from app.domain.later import saved_views
from app.domain.tags import TAGS_MAX
from storage.view.merges import Statement

_COUNT_ONE = (
    "INSERT INTO view_tag_count (tag, count) SELECT ?1, 1"
    " WHERE NOT EXISTS (SELECT 1 FROM view_tag WHERE tag = ?1 AND no = ?2)"
    f" AND (SELECT count(*) FROM view_tag WHERE no = ?2) < {TAGS_MAX}"
    " ON CONFLICT (tag) DO UPDATE SET count = count + 1"
)
_TAG = (
    "INSERT OR IGNORE INTO view_tag (tag, no) SELECT ?1, ?2"
    f" WHERE (SELECT count(*) FROM view_tag WHERE no = ?2) < {TAGS_MAX}"
)
_COUNT_ONE_LESS = (
    "UPDATE view_tag_count SET count = count - 1 WHERE tag = ?1"
    " AND EXISTS (SELECT 1 FROM view_tag WHERE tag = ?1 AND no = ?2)"
)
_COUNT_BOTH_ONCE = (
    "UPDATE view_tag_count SET count = count - 1 WHERE tag IN (SELECT tag FROM view_tag WHERE no = ?1"
    " INTERSECT SELECT tag FROM view_tag WHERE no = ?2)"
)
_COUNT_AS_PARTED = (
    "UPDATE view_tag_count SET count = count - (SELECT count(*) FROM view_tag t WHERE t.tag = view_tag_count.tag"
    " AND t.no = ?1) + (SELECT count(*) FROM view_tag t WHERE t.tag = view_tag_count.tag AND t.no IN (?2, ?3))"
    " WHERE tag IN (SELECT tag FROM view_tag WHERE no IN (?1, ?2, ?3))"
)
_TIMELINE_BECAME = (
    "UPDATE view_contact_event SET origin_no = ifnull(origin_no, conversation_no), conversation_no = ?"
    " WHERE conversation_no = ?"
)
_MENTION = (
    "INSERT INTO view_mention (member_id, pos, no, note_pos, is_seen) VALUES (?, ?, ?, ?, 0)"
    " ON CONFLICT DO NOTHING"
)
_SAVE = (
    "INSERT INTO view_saved_view (view_id, name, owner_id, filter) VALUES (?, ?, ?, ?) ON CONFLICT (view_id)"
    " DO UPDATE SET name = excluded.name, owner_id = excluded.owner_id, filter = excluded.filter"
)
_VIEWS = "SELECT view_id, name, owner_id, filter FROM view_saved_view"


# --- writing ---


def tagged(no: int, tag: str) -> list[Statement]:
    """The conversation stands under the tag from now on."""
    return [(_COUNT_ONE, (tag, no)), (_TAG, (tag, no))]


def untagged(no: int, tag: str) -> list[Statement]:
    """No more."""
    return [(_COUNT_ONE_LESS, (tag, no)), ("DELETE FROM view_tag WHERE tag = ? AND no = ?", (tag, no))]


def tag_aside(side_no: int, tag: str, *, is_set: bool) -> Statement:
    """The same for what a conversation would be without a merge; no list counts it."""
    if is_set:
        return _TAG, (tag, side_no)
    return "DELETE FROM view_tag WHERE tag = ? AND no = ?", (tag, side_no)


def mentioned(members: Iterable[MemberId], pos: int, no: int, note_pos: int) -> list[Statement]:
    """A note names them, and they have not seen it."""
    return [(_MENTION, (member_id, pos, no, note_pos)) for member_id in members]


def no_longer_mentioned(note_pos: int, members: Iterable[MemberId]) -> list[Statement]:
    """A note names them no more."""
    return [
        ("DELETE FROM view_mention WHERE note_pos = ? AND member_id = ?", (note_pos, member_id))
        for member_id in members
    ]


def seen(member_id: MemberId, no: int, up_to_pos: int) -> Statement:
    """They have read the conversation so far."""
    return (
        "UPDATE view_mention SET is_seen = 1 WHERE no = ? AND member_id = ? AND pos <= ?",
        (no, member_id, up_to_pos),
    )


def became(gone_no: int, kept_no: int) -> list[Statement]:
    """One conversation is another from now on: what it was filed under, and who was named there."""
    return [
        (_COUNT_BOTH_ONCE, (gone_no, kept_no)),
        ("UPDATE OR IGNORE view_tag SET no = ? WHERE no = ?", (kept_no, gone_no)),
        ("DELETE FROM view_tag WHERE no = ?", (gone_no,)),
        ("UPDATE view_mention SET no = ? WHERE no = ?", (kept_no, gone_no)),
        (_TIMELINE_BECAME, (kept_no, gone_no)),
    ]


def tags_copied(no: int, side_no: int) -> Statement:
    """What a conversation is filed under, for what it would be without a merge."""
    return "INSERT OR IGNORE INTO view_tag (tag, no) SELECT tag, ? FROM view_tag WHERE no = ?", (side_no, no)


def parted(kept_no: int, kept_side_no: int, gone_no: int, gone_side_no: int) -> list[Statement]:
    """Two conversations that were one: each is filed under what it would be without the merge."""
    return [
        (_COUNT_AS_PARTED, (kept_no, kept_side_no, gone_side_no)),
        ("DELETE FROM view_tag WHERE no = ?", (kept_no,)),
        ("UPDATE view_tag SET no = ? WHERE no = ?", (kept_no, kept_side_no)),
        ("UPDATE view_tag SET no = ? WHERE no = ?", (gone_no, gone_side_no)),
    ]


def view_saved(view: "saved_views.SavedView") -> Statement:
    """The list is like this from now on."""
    from storage.packing import packed

    return _SAVE, (view.view_id, view.name, view.owner_id, packed(view.filter))


def view_removed(view_id: str) -> Statement:
    """There is no such list any more."""
    return "DELETE FROM view_saved_view WHERE view_id = ?", (view_id,)


# --- reading ---


def tags_of(conn: Connection, conversation_id: ConversationId) -> list[str]:
    """What a conversation is filed under, in the order of the alphabet."""
    rows = conn.execute(
        "SELECT t.tag FROM view_conversation c JOIN view_tag t ON t.no = c.no WHERE c.conversation_id = ?"
        " ORDER BY t.tag",
        (conversation_id,),
    )
    return [row[0] for row in rows]


def tag_counts(conn: Connection) -> list[tuple[str, int]]:
    """Every tag that some conversation has, the most used first."""
    rows = conn.execute("SELECT tag, count FROM view_tag_count WHERE count > 0 ORDER BY count DESC, tag")
    return [(row[0], row[1]) for row in rows]


def newest_mention(
    conn: Connection, conversation_id: ConversationId, member_id: MemberId, *, is_unseen: bool
) -> int | None:
    """Where a note there named somebody last, in the log; None: none did (or they have seen them all)."""
    row = conn.execute(
        "SELECT max(m.pos) FROM view_conversation c JOIN view_mention m ON m.no = c.no"
        f" WHERE c.conversation_id = ? AND m.member_id = ?{' AND m.is_seen = 0' if is_unseen else ''}",
        (conversation_id, member_id),
    ).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def unseen_mentions(conn: Connection, member_id: MemberId) -> int:
    """In how many conversations somebody is named and has not looked."""
    row = conn.execute(
        "SELECT count(DISTINCT no) FROM view_mention WHERE member_id = ? AND is_seen = 0", (member_id,)
    ).fetchone()
    return int(row[0])


def saved_view(conn: Connection, view_id: str) -> "saved_views.SavedView | None":
    """One list."""
    found = _views(conn.execute(f"{_VIEWS} WHERE view_id = ?", (view_id,)).fetchall())
    return found[0] if found else None


def all_saved_views(conn: Connection, owner_id: MemberId | None = None) -> "list[saved_views.SavedView]":
    """Shared lists and somebody's own (None: everybody's), by name."""
    rows = conn.execute(
        f"{_VIEWS} WHERE ?1 IS NULL OR owner_id IS NULL OR owner_id = ?1 ORDER BY name, view_id", (owner_id,)
    ).fetchall()
    return _views(rows)


def _views(rows: Sequence[tuple[str, str, str | None, bytes]]) -> "list[saved_views.SavedView]":
    if not rows:
        return []
    from storage.packing import unpacked  # most teams have none: a start needs no decoder

    return [
        saved_views.SavedView(
            view_id, name, unpacked(data, saved_views.ViewFilter), MemberId(owner_id) if owner_id else None
        )
        for view_id, name, owner_id, data in rows
    ]
