"""What one line of Today says: who, why, with which marks, and the word on its button."""

from datetime import datetime
from typing import Final

from app.domain.records import record
from app.domain.rows import InboxRow
from app.words import gettext as _
from app.words.formats import Formats, in_brief
from app.words.schedule import asked_words
from ui.inbox.row_face import row_face
from ui.plain import shown_line, shown_name
from ui.theme.tokens import Thresholds
from ui.today.model import Section, TodayLine
from ui.widgets.paint_chip import Chip

_BAD: Final = frozenset({"failed", "refused", "expired"})


@record
class TodayFace:
    """One person, ready to paint."""

    key: str
    name: str
    is_named: bool
    reason: str
    chips: tuple[Chip, ...]
    action: str
    holder: str = ""


def section_words(section: Section, standard_min: int) -> str:
    """The head of a section."""
    return {
        "late": _("Beyond the standard of {minutes} min").format(minutes=standard_min),
        "closing": _("Window closing soon"),
        "planned": _("Planned answers that were held back"),
        "troubled": _("Failed or not confirmed"),
    }[section]


def today_face(
    line: TodayLine, row: InboxRow, now: datetime, standard_min: int, formats: Formats, limits: Thresholds
) -> TodayFace:
    """What the line says at `now` (UTC)."""
    face = row_face(row, now, standard_min, formats, limits)
    reason, chips, action = face.preview, [one for one in (face.window, face.wait) if one], _("Answer")
    if line.planned is not None:
        planned = line.planned
        text = in_brief(planned.kind, shown_line(planned.text))
        reason = f"{asked_words(planned.code or '', planned.facts, formats, now)} {text}"
        chips, action = (
            [Chip(formats.list_time(planned.due_at, now), "warning", "calendar-clock")],
            _("Decide"),
        )
    elif line.section == "troubled":
        is_bad = row.last_state in _BAD
        words = _("Not delivered") if is_bad else _("Not confirmed")
        chips = [Chip(words, "danger" if is_bad else "warning", "circle-x" if is_bad else "circle-help")]
        action = _("Look at it")
    return TodayFace(
        row.contact_id, shown_name(row.name), row.is_named, reason, tuple(chips), action, face.holder
    )


def spoken_line(face: TodayFace) -> str:
    """As a screen reader says it."""
    return ", ".join([face.name, *(chip.text for chip in face.chips), face.reason, face.action])
