"""Business numbers, members and team settings: small tables, read whole."""

from collections.abc import Iterable, Mapping

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import LineId, MemberId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.records import record
from app.domain.settings import BY_NAME, SettingValue


@record
class Left:
    """Somebody left, of whom the batch knows no more."""

    member_id: MemberId


def lines(conn: Connection) -> dict[LineId, Line]:
    """Every line that the log named, ours or not."""
    rows = conn.execute("SELECT line_id, channel, display_number, is_known FROM view_line ORDER BY line_id")
    return {row[0]: Line(row[0], row[1], row[2], row[3] == 1) for row in rows}


def save_lines(conn: Connection, changed: Iterable[Line]) -> None:
    """Write lines as they are now."""
    conn.executemany(
        "INSERT INTO view_line (line_id, channel, display_number, is_known) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (line_id) DO UPDATE SET display_number = excluded.display_number, is_known = excluded.is_known",
        [(line.line_id, line.channel, line.display_number, int(line.is_known)) for line in changed],
    )


def members(conn: Connection) -> dict[MemberId, Member]:
    """The team, and who was of it."""
    rows = conn.execute("SELECT member_id, name, role, is_removed FROM view_member ORDER BY member_id")
    return {row[0]: Member(row[0], row[1], row[2], row[3] == 1) for row in rows}


def member(conn: Connection, member_id: str) -> Member | None:
    """One of them."""
    row = conn.execute(
        "SELECT member_id, name, role, is_removed FROM view_member WHERE member_id = ?", (member_id,)
    ).fetchone()
    return Member(row[0], row[1], row[2], row[3] == 1) if row else None


def names(conn: Connection) -> dict[str, str]:
    """What the members are called, by id."""
    return dict(conn.execute("SELECT member_id, name FROM view_member").fetchall())


def save_members(conn: Connection, changed: Iterable[Member | Left]) -> None:
    """Write members as they are now; who left keeps name and role."""
    known = list(changed)
    conn.executemany(
        "INSERT INTO view_member (member_id, name, role, is_removed) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (member_id) DO UPDATE"
        " SET name = excluded.name, role = excluded.role, is_removed = excluded.is_removed",
        [
            (one.member_id, one.name, one.role, int(one.is_removed))
            for one in known
            if isinstance(one, Member)
        ],
    )
    conn.executemany(
        "UPDATE view_member SET is_removed = 1 WHERE member_id = ?",
        [(one.member_id,) for one in known if isinstance(one, Left)],
    )


def settings(conn: Connection) -> dict[str, SettingValue]:
    """Team settings that were ever changed; the others have their default. Unknown names are there too."""
    rows = conn.execute("SELECT name, value FROM view_setting ORDER BY name")
    return {name: _typed(name, value) for name, value in rows}


def save_settings(conn: Connection, changed: Mapping[str, SettingValue]) -> None:
    """Write new values."""
    conn.executemany(
        "INSERT INTO view_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(changed.items()),
    )


def _typed(name: str, value: str | int) -> SettingValue:
    """SQLite has no truth values; the schema knows where one was meant."""
    setting = BY_NAME.get(name)
    return bool(value) if setting and isinstance(setting.default, bool) else value
