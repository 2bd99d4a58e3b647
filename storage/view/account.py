"""What our account has at the channel: its templates, and what customers see of its numbers. Packed values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlcipher3.dbapi2 import Connection

from app.domain.ids import LineId
from app.domain.lines import LineProfile, LineProfileChanged
from app.domain.templates import Template, TemplateChanged, TemplateRemoved, TemplatesCompared, template_key
from storage.instants import from_us, to_us
from storage.packing import packed
from storage.view.merges import Statement

_TEMPLATE = msgspec.json.Decoder(Template)
_SAVE_PROFILE = (
    "INSERT INTO view_line_profile (line_id, account_id, profile) VALUES (?, ?, ?)"
    " ON CONFLICT (line_id) DO UPDATE SET account_id = ifnull(excluded.account_id, account_id),"
    " profile = excluded.profile"
)
_PROFILE = msgspec.json.Decoder(LineProfile)


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """When the templates of an account were last compared with the channel's, and how many it has."""

    at: datetime
    count: int


def templates(conn: Connection, line_id: LineId) -> list[Template]:
    """Every template that a business number may have, by name and language.

    Those of its account; all of them while the account is not known.
    """
    account_id = _account_of(conn, line_id)
    where, values = ("WHERE account_id = ?", (account_id,)) if account_id is not None else ("", ())
    rows = conn.execute(f"SELECT template FROM view_template {where} ORDER BY key", values)
    return sorted(_decoded(rows), key=lambda one: (one.name, one.language))


def account_templates(conn: Connection, account_id: str) -> list[Template]:
    """Every template of an account."""
    rows = conn.execute("SELECT template FROM view_template WHERE account_id = ? ORDER BY key", (account_id,))
    return _decoded(rows)


def template(conn: Connection, account_id: str, name: str, language: str) -> Template | None:
    """One of them."""
    rows = conn.execute(
        "SELECT template FROM view_template WHERE key = ?", (template_key(account_id, name, language),)
    )
    return next(iter(_decoded(rows)), None)


def template_of(conn: Connection, line_id: LineId, name: str, language: str) -> Template | None:
    """One of those of a business number."""
    account_id = _account_of(conn, line_id)
    if account_id is not None:
        return template(conn, account_id, name, language)
    all_known = templates(conn, line_id)
    return next((one for one in all_known if (one.name, one.language) == (name, language)), None)


def template_category(conn: Connection, line_id: LineId, name: str, language: str) -> str | None:
    """What the channel holds a template of a business number to be; None when it is not known."""
    known = template_of(conn, line_id, name, language)
    return known.category if known is not None else None


def template_check(conn: Connection, line_id: LineId) -> TemplateCheck | None:
    """The last comparison; None before the first."""
    account_id = _account_of(conn, line_id)
    row = conn.execute(
        "SELECT at_us, count FROM view_template_check WHERE account_id = ifnull(?, account_id)"
        " ORDER BY at_us DESC LIMIT 1",
        (account_id,),
    ).fetchone()
    return TemplateCheck(from_us(row[0]), row[1]) if row else None


def is_compared(conn: Connection, account_id: str) -> bool:
    """Whether the templates of an account were ever compared."""
    return (
        conn.execute("SELECT 1 FROM view_template_check WHERE account_id = ?", (account_id,)).fetchone()
        is not None
    )


def line_profile(conn: Connection, line_id: LineId) -> LineProfile | None:
    """What customers see of a business number; None before it was read."""
    row = conn.execute("SELECT profile FROM view_line_profile WHERE line_id = ?", (line_id,)).fetchone()
    return _PROFILE.decode(row[0]) if row else None


def told(body: TemplateChanged | TemplateRemoved | TemplatesCompared) -> Statement:
    """A template is new, different or gone, or all were looked at."""
    if isinstance(body, TemplateChanged):
        one = body.template
        return (
            "INSERT OR REPLACE INTO view_template (key, account_id, template) VALUES (?, ?, ?)",
            (one.key, one.account_id, packed(one)),
        )
    if isinstance(body, TemplateRemoved):
        key = template_key(body.account_id, body.name, body.language)
        return "DELETE FROM view_template WHERE key = ?", (key,)
    return (
        "INSERT OR REPLACE INTO view_template_check (account_id, at_us, count) VALUES (?, ?, ?)",
        (body.account_id, to_us(body.at), body.count),
    )


def profile_changed(body: LineProfileChanged) -> Statement:
    """What customers see now. An account that is not named stays."""
    return _SAVE_PROFILE, (body.line_id, body.account_id, packed(body.profile))


def _account_of(conn: Connection, line_id: LineId) -> str | None:
    row = conn.execute("SELECT account_id FROM view_line_profile WHERE line_id = ?", (line_id,)).fetchone()
    return row[0] if row else None


def _decoded(rows: Iterable[tuple[bytes]]) -> list[Template]:
    return [_TEMPLATE.decode(row[0]) for row in rows]
