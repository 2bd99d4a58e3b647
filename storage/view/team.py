"""Business numbers, members and team settings: small tables, read whole."""

from collections.abc import Iterable, Mapping

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import LineId, MemberId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.settings import BY_NAME, SettingValue


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
    """The team."""
    rows = conn.execute("SELECT member_id, name, role FROM view_member ORDER BY member_id")
    return {row[0]: Member(row[0], row[1], row[2]) for row in rows}


def names(conn: Connection) -> dict[str, str]:
    """What the members are called, by id."""
    return dict(conn.execute("SELECT member_id, name FROM view_member").fetchall())


def save_members(conn: Connection, changed: Iterable[Member]) -> None:
    """Write members as they are now."""
    conn.executemany(
        "INSERT INTO view_member (member_id, name, role) VALUES (?, ?, ?)"
        " ON CONFLICT (member_id) DO UPDATE SET name = excluded.name, role = excluded.role",
        [(member.member_id, member.name, member.role) for member in changed],
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
