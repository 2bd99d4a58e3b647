"""What customers' answers about appointments of today and tomorrow are to a person: somebody cancels, or wants to move.

Such an answer leaves the conversation quiet where a rule dealt with it, so that it is told here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from app.domain.rows import Changes
from app.domain.telling import Happening, HappeningKind

if TYPE_CHECKING:
    from app.desk.desk import Desk
    from app.domain.agenda_rows import AppointmentRow

MANY: Final = 20  # what changes together by the dozen is an import, or a start
BY_CUSTOMERS: Final = frozenset({"tap", "text", "reaction"})
KINDS: Final[dict[str, HappeningKind]] = {"cancelled": "cancelled", "move": "wants_move"}


def appointment_news(
    desk: Desk, changes: Changes, now: datetime, level_at: datetime | None
) -> list[Happening]:
    """`level_at`: since when what changes is news."""
    if not changes.appointments or len(changes.appointments) > MANY or level_at is None:
        return []
    rows = [row for key in sorted(changes.appointments) if (row := desk.appointment(key)) is not None]
    told = [_told(desk, row, now, level_at) for row in rows]
    return [one for one in told if one is not None]


def _told(desk: Desk, row: AppointmentRow, now: datetime, level_at: datetime) -> Happening | None:
    one = row.appointment
    kind, at = KINDS.get(one.answer), one.answer_at
    if kind is None or at is None or at < level_at or one.answer_by is not None or one.is_removed:
        return None
    if one.answer_how not in BY_CUSTOMERS or row.conversation_id is None or one.starts_at <= now:
        return None
    from app.domain.hours import business_zone  # a day without such answers does without
    from app.words import language
    from app.words.formats import Formats

    zone = business_zone(desk.hours(), int(now.timestamp()), str(desk.setting("time_zone")))
    place = ZoneInfo(zone)
    if one.starts_at.astimezone(place).date() > now.astimezone(place).date() + timedelta(days=1):
        return None
    words = Formats(language(), zone).moment(one.starts_at, now)
    text = " · ".join(part for part in (words, row.service, row.resource) if part)
    key = f"{kind} {one.appointment_id} {at.isoformat()}"
    return Happening(key, kind, row.conversation_id, row.name, text, _is_open_to_me(desk, one.resource_id))


def _is_open_to_me(desk: Desk, resource_id: str) -> bool:
    """Whoever of the team it is with; everybody, where it is with nobody of them."""
    found = next((one for one in desk.resources() if one.resource_id == resource_id), None)
    return found is None or found.member_id in (None, desk.me().member_id)
