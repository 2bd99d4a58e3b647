"""Making, dropping and marking the view: its tables, its version, the newest event in it, and its hash."""

from sqlcipher3.dbapi2 import Connection

from app.domain.later import hashlib
from storage.engine import create_tables

VIEW_VERSION = 11
UNFINISHED = 0  # version of a view whose rebuild has begun and not ended
IN_STEPS = -VIEW_VERSION  # the same, of a rebuild by this program that can go on from the view's cursor
_TABLES = (
    "view_appointment", "view_appointment_ask", "view_appointment_event", "view_appointment_message",
    "view_appointment_step",
    "view_appointments_import", "view_declined",
    "view_resource", "view_service", "view_slot_invited", "view_slot_offer", "view_slots_offered",
    "view_waiter",
    "view_alias", "view_apart", "view_aside", "view_auto_reply", "view_billed", "view_billed_gone", "view_billed_kind",
    "view_block", "view_consent", "view_consent_doubt",
    "view_consent_state", "view_contact", "view_contact_event", "view_contact_field", "view_contact_field_def",
    "view_contact_identity", "view_contact_note", "view_contact_tag", "view_conversation", "view_deal",
    "view_deal_event", "view_deal_log", "view_deal_stay", "view_deal_tag", "view_deals_import", "view_episode_end",
    "view_follow_up", "view_follow_up_run", "view_follow_up_step", "view_group_change", "view_health",
    "view_import", "view_ladder", "view_ledger",
    "view_line", "view_line_profile", "view_member", "view_mention", "view_merge", "view_merged", "view_message",
    "view_opening", "view_phone", "view_pipeline", "view_quick_reply", "view_saved_view", "view_scheduled",
    "view_segment", "view_setting", "view_standard", "view_tag", "view_tag_count", "view_task", "view_template",
    "view_template_check", "view_trouble", "view_waiting_status",
)  # fmt: skip
# Indexes that no projection needs: a rebuild makes them at its end, sorted, in a fraction of the time.
_LATE_INDEXES = (
    "view_message_place", "view_contact_name", "view_contact_username", "view_contact_sort_key", "view_contact_last",
    "view_contact_phone", "view_contact_email", "view_contact_unheard", "view_contact_owner",
    "view_contact_field_value",
    "view_contact_country", "view_contact_language", "view_contact_created", "view_contact_event_import",
    "view_conversation_open", "view_conversation_closed", "view_conversation_waiting",
    "view_conversation_fresh", "view_conversation_free",
    "view_conversation_idle", "view_conversation_theirs", "view_conversation_held",
    "view_conversation_incoming", "view_conversation_settled",
    "view_conversation_snoozed", "view_conversation_silent", "view_conversation_since",
    "view_billed_when", "view_consent_import", "view_consent_who",
    "view_deal_open", "view_deal_silent", "view_deal_ended", "view_deal_made", "view_deal_contact",
    "view_deal_conversation", "view_deal_import", "view_deal_tag_tag", "view_follow_up_run_deal",
    "view_follow_up_step_deal", "view_follow_up_step_message",
    "view_appointment_when", "view_appointment_contact", "view_appointment_booker", "view_appointment_talk",
    "view_appointment_import", "view_appointment_phone", "view_appointment_place",
    "view_waiter_contact", "view_slot_offer_when", "view_slot_invited_talk", "view_slots_offered_appointment",
    "view_slots_offered_talk",
    "view_task_turn", "view_task_held", "view_task_done", "view_task_contact", "view_task_conversation",
)  # fmt: skip


def create(conn: Connection) -> None:
    """Make what is missing of an empty view, as one transaction; one that is there stays as it is."""
    if version(conn) is not None:
        return
    if conn.in_transaction:
        _make(conn)
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        _make(conn)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")


def _make(conn: Connection) -> None:
    from storage.codec import GENESIS_CHAIN  # here: a usual start makes no view and needs no codec

    _create_tables(conn)
    conn.execute("INSERT INTO view_meta VALUES (1, ?, 0, ?)", (VIEW_VERSION, GENESIS_CHAIN))


def drop(conn: Connection) -> None:
    """Remove the view, whatever version made it; a trigger or table of another name is left alone."""
    rows = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'view^_%' ESCAPE '^'"
    )
    for (name,) in rows.fetchall():
        conn.execute(f'DROP TABLE "{name}"')


def begin_rebuild(conn: Connection, marked: int = UNFINISHED) -> None:
    """An empty view without its late indexes, marked as unfinished (or as IN_STEPS)."""
    from storage.codec import GENESIS_CHAIN

    drop(conn)
    _create_tables(conn)
    for name in _LATE_INDEXES:
        conn.execute(f"DROP INDEX {name}")
    conn.execute("INSERT INTO view_meta VALUES (1, ?, 0, ?)", (marked, GENESIS_CHAIN))


def end_rebuild(conn: Connection) -> None:
    """Make the late indexes and mark the view as whole."""
    _create_tables(conn)
    conn.execute("UPDATE view_meta SET version = ?", (VIEW_VERSION,))


def version(conn: Connection) -> int | None:
    """The version that made the view; None without one, another number than VIEW_VERSION when it must be rebuilt."""
    is_there = conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'view_meta'").fetchone()
    row = conn.execute("SELECT version FROM view_meta").fetchone() if is_there else None
    return int(row[0]) if row else None


def cursor(conn: Connection) -> tuple[int, bytes]:
    """Position and chain of the newest event in the view."""
    pos, chain = conn.execute("SELECT pos, chain FROM view_meta").fetchone()
    return int(pos), bytes(chain)


def set_cursor(conn: Connection, pos: int, chain: bytes) -> None:
    """Note the newest event, in the transaction that projects it."""
    conn.execute("UPDATE view_meta SET pos = ?, chain = ?", (pos, chain))


def view_hash(conn: Connection) -> str:
    """SHA-256 over every row in order of its key: equal for equal logs, however they came in (G12).

    Cursor and version are left out. Reads everything: seconds for a million rows.
    """
    from storage.codec import to_json

    digest = hashlib.sha256()
    for table in _TABLES:
        digest.update(table.encode())
        for row in conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
            digest.update(to_json(row))
            digest.update(b"\n")
    return digest.hexdigest()


def _create_tables(conn: Connection) -> None:
    from storage.view import appointment_import_tables as appointment_import_tables
    from storage.view import appointment_tables as appointment_tables
    from storage.view import auto_tables as auto_tables
    from storage.view import consent_tables as consent_tables  # their tables join the others
    from storage.view import contact_import_tables as contact_import_tables
    from storage.view import contact_tables as contact_tables
    from storage.view import deal_import_tables as deal_import_tables
    from storage.view import deal_tables as deal_tables
    from storage.view import hour_tables as hour_tables
    from storage.view import incoming_tables as incoming_tables
    from storage.view import ladder_tables as ladder_tables
    from storage.view import ledger_tables as ledger_tables
    from storage.view import segment_tables as segment_tables
    from storage.view import standard_tables as standard_tables
    from storage.view import task_tables as task_tables
    from storage.view import waiting_list_tables as waiting_list_tables
    from storage.view.tables import METADATA  # SQLAlchemy: a third of a second, never at a usual start

    create_tables(conn, METADATA)
