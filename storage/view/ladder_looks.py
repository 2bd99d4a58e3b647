"""What the hub asks the view before it goes on with a ladder: signs of life, open tasks, deals that went quiet."""

from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from app.domain.deals import SIGNS_OF_LIFE
from app.domain.ids import ContactId, ConversationId
from app.domain.quiet_deals import CutOff
from storage.instants import from_us, to_us
from storage.view.merges import kept_id

_SIGNS = ", ".join(map(repr, SIGNS_OF_LIFE))
_PERSON = "coalesce(c.contact_id, gp.kept_id, d.contact_id)"
# A run whose person wrote or was written to, or whose deal went on: looked at one by one.
_MAYBE_OVER = (
    "SELECT f.deal_id FROM view_follow_up f LEFT JOIN view_deal d ON d.deal_id = f.deal_id"
    " LEFT JOIN view_merged gc ON gc.gone_id = d.conversation_id"
    " LEFT JOIN view_conversation c ON c.conversation_id = ifnull(gc.kept_id, d.conversation_id)"
    " LEFT JOIN view_merged gp ON gp.gone_id = d.contact_id"
    " WHERE f.touched IS NOT NULL OR d.deal_id IS NULL OR d.state != 'open' OR d.is_removed = 1"
    " OR EXISTS (SELECT 1 FROM view_task k WHERE k.deal_id = f.deal_id AND k.whose = 'ours' AND k.done_us IS NULL"
    " AND k.is_removed = 0 AND k.task_id IS NOT f.task_id)"
    f" OR EXISTS (SELECT 1 FROM view_conversation t WHERE t.contact_id = {_PERSON}"
    " AND (t.newest_inbound_pos > f.pos OR t.newest_outbound_pos > f.pos))"
    f" OR EXISTS (SELECT 1 FROM view_consent_state s WHERE s.contact_id = {_PERSON} AND s.is_given = 0)"
    f" OR EXISTS (SELECT 1 FROM view_block b WHERE b.contact_id = {_PERSON})"
    " LIMIT ?"
)
_TALKS = (
    "SELECT t.conversation_id FROM view_follow_up f JOIN view_deal d ON d.deal_id = f.deal_id"
    " LEFT JOIN view_merged gc ON gc.gone_id = d.conversation_id"
    " LEFT JOIN view_conversation c ON c.conversation_id = ifnull(gc.kept_id, d.conversation_id)"
    " LEFT JOIN view_merged gp ON gp.gone_id = d.contact_id"
    f" JOIN view_conversation t ON t.contact_id = {_PERSON}"
)
_QUIET = (
    "SELECT d.deal_id, d.silent_us FROM view_deal d WHERE d.pipeline_id = ? AND d.stage_id = ?"
    " AND d.silent_us <= ? AND d.silent_us > ?"
    " AND NOT EXISTS (SELECT 1 FROM view_follow_up f WHERE f.deal_id = d.deal_id)"
    " AND NOT EXISTS (SELECT 1 FROM view_follow_up_run r WHERE r.deal_id = d.deal_id AND r.started_us >= d.silent_us)"
    " ORDER BY d.silent_us LIMIT ?"
)


def maybe_over(conn: Connection, limit: int) -> list[str]:
    """Deals whose run may have ended, by what the view knows of all of them at once."""
    return [row[0] for row in conn.execute(_MAYBE_OVER, (limit,)).fetchall()]


def talks(conn: Connection) -> frozenset[ConversationId]:
    """All conversations with people whose deal has a run under way."""
    return frozenset(ConversationId(row[0]) for row in conn.execute(_TALKS).fetchall())


def calling(conn: Connection) -> list[str]:
    """Deals whose run waits for a call."""
    rows = conn.execute("SELECT deal_id FROM view_follow_up WHERE state = 'call' ORDER BY deal_id")
    return [row[0] for row in rows.fetchall()]


def newest_talk(conn: Connection, contact_id: ContactId) -> ConversationId | None:
    """The conversation in which a person and the team wrote last."""
    row = conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE contact_id = ? ORDER BY last_us DESC, no LIMIT 1",
        (kept_id(conn, contact_id),),
    ).fetchone()
    return ConversationId(row[0]) if row else None


def places_of(conn: Connection, contact_id: ContactId) -> tuple[int, int]:
    """The newest message of either direction in all conversations of a person."""
    row = conn.execute(
        "SELECT ifnull(max(newest_inbound_pos), 0), ifnull(max(newest_outbound_pos), 0) FROM view_conversation"
        " WHERE contact_id = ?",
        (contact_id,),
    ).fetchone()
    return int(row[0]), int(row[1])


def own_tasks(conn: Connection, deal_id: str) -> set[str]:
    """Tasks of ours on a deal that are to be done."""
    rows = conn.execute(
        "SELECT task_id FROM view_task WHERE deal_id = ? AND whose = 'ours' AND done_us IS NULL AND is_removed = 0",
        (deal_id,),
    )
    return {row[0] for row in rows}


def silent_since(conn: Connection, deal_id: str) -> datetime | None:
    """Since when they owe a word; None: they do not."""
    row = conn.execute("SELECT silent_us FROM view_deal WHERE deal_id = ?", (deal_id,)).fetchone()
    return from_us(row[0]) if row is not None and row[0] is not None else None


def newly_quiet(conn: Connection, cut: CutOff, after: datetime, limit: int) -> list[tuple[str, int]]:
    """Deals of a stage that are silent since a moment up to the cut-off, and had no ladder since; with that moment."""
    values = (cut.pipeline_id, cut.stage_id, to_us(cut.at), to_us(after), limit)
    return [(row[0], row[1]) for row in conn.execute(_QUIET, values).fetchall()]


def messages_sent(conn: Connection, deal_id: str, contact_id: ContactId) -> int:
    """Messages of ladders, of any deal, that a person got in any conversation since they wrote last in one of them.

    Those before the last sign of life that was written down on the deal do not count.
    """
    logged_us = conn.execute(
        "SELECT max(l.at_us) FROM view_deal_log l JOIN view_deal d ON d.no = l.no WHERE d.deal_id = ?"
        f" AND l.what IN ({_SIGNS})",
        (deal_id,),
    ).fetchone()[0]
    heard_pos, _written_pos = places_of(conn, contact_id)
    row = conn.execute(
        "SELECT count(*) FROM view_conversation c JOIN view_message m ON m.conversation_no = c.no"
        " JOIN view_follow_up_step s ON s.message_id = m.message_id"
        " WHERE c.contact_id = ? AND m.sort_us >= max(?, ifnull(c.last_inbound_us, 0)) AND m.pos > ?",
        (contact_id, logged_us or 0, heard_pos),
    ).fetchone()
    return int(row[0])
