"""Since when the other side of a deal owes a word, a second time: slow, plain, from every message, nothing shared."""

from __future__ import annotations

from typing import Any

from storage import view
from storage.engine import Connection

CHANGING = ("edit", "revoke", "call_ended")  # no list shows these
NO_WORDS = (*CHANGING, "reaction", "system")  # nobody owes an answer to these
OF_THE_TEAM = ("blocked", "unblocked", "notice", "note")
NEVER_THERE = ("refused", "failed", "expired", "cancelled")


def plain_silence(conn: Connection) -> dict[str, tuple[int | None, str]]:
    """Of each deal that is listed: since when it is silent (None: it is not), and who is awaited."""
    there = [row for row in _rows(conn, "view_deal") if not row["is_erased"] and not row["is_removed"]]
    return {row["deal_id"]: _of(conn, row) for row in there}


def _of(conn: Connection, deal: dict[str, Any]) -> tuple[int | None, str]:
    if deal["state"] != "open":
        return None, "nobody"
    tasks = [
        task["whose"]
        for task in _rows(conn, "view_task")
        if task["deal_id"] == deal["deal_id"] and task["done_us"] is None and not task["is_removed"]
    ]
    talk = _talk(conn, deal)
    told = [one for one in _said(conn, talk) if one["kind"] not in OF_THE_TEAM]
    words = [one for one in told if one["kind"] not in NO_WORDS and one["state"] != "cancelled"]
    last = words[-1] if words else None
    is_ours = last is None or last["direction"] == "in" or last["state"] in NEVER_THERE
    if "ours" in tasks:
        return None, "us"
    if is_ours:
        is_any = any(one["kind"] not in CHANGING for one in told)
        return None, "us" if is_any else "them" if "theirs" in tasks else "nobody"
    signs = [one for one in told if one["direction"] == "in"]
    heard = (signs[-1]["sort_us"], signs[-1]["pos"]) if signs else (-(1 << 62), 0)
    after = [
        one["sort_us"]
        for one in words
        if one["direction"] == "out"
        and one["state"] not in NEVER_THERE
        and (one["sort_us"], one["pos"]) > heard
    ]
    logged = [
        entry["at_us"]
        for entry in _rows(conn, "view_deal_log")
        if entry["no"] == deal["no"] and entry["what"] in ("call", "meeting", "email")
    ]
    return max([min(after, default=heard[0]), *logged]), "them"


def _talk(conn: Connection, deal: dict[str, Any]) -> dict[str, Any] | None:
    became = {row["gone_id"]: row["kept_id"] for row in _rows(conn, "view_merged")}
    talks = _rows(conn, "view_conversation")
    if deal["conversation_id"] is not None:
        key = became.get(deal["conversation_id"], deal["conversation_id"])
        return next((one for one in talks if one["conversation_id"] == key), None)
    key = became.get(deal["contact_id"], deal["contact_id"])
    theirs = [one for one in talks if one["contact_id"] == key and key is not None]
    return max(theirs, key=lambda one: (one["last_us"] or -(1 << 62), -one["no"]), default=None)


def _said(conn: Connection, talk: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Every message of a conversation in its order."""
    if talk is None:
        return []
    there = [row for row in _rows(conn, "view_message") if row["conversation_no"] == talk["no"]]
    for row in there:
        message = view.load_message(conn, row["message_id"])
        assert message is not None
        row["state"] = message.state
    return sorted(there, key=lambda row: (row["sort_us"], row["pos"]))


def _rows(conn: Connection, table: str) -> list[dict[str, Any]]:
    found = conn.execute(f"SELECT * FROM {table}")
    names = [one[0] for one in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
