"""What one line of Today says: who, why, with which marks, and the word on its button."""

from datetime import datetime
from typing import Final

from app.domain.records import record
from app.domain.rows import InboxRow
from app.domain.waits import Wait
from app.words import gettext as _
from app.words.formats import Formats, in_brief
from ui.inbox.row_face import beyond_words, row_face
from ui.kit import Kit
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
    is_task: bool = False
    person: str = ""  # whose portrait it is, where `name` says more than that


def section_words(section: Section, standard_min: int | None) -> str:
    """The head of a section."""
    return {
        "late": beyond_words(standard_min),
        "closing": _("Window closing soon"),
        "booked": _("Appointments to confirm, today and tomorrow"),
        "planned": _("Planned answers that were held back"),
        "tasks": _("Tasks due"),
        "quiet": _("Deals without news"),
        "troubled": _("Failed or not confirmed"),
    }[section]


def today_face(
    line: TodayLine, row: InboxRow, now: datetime, wait: Wait | None, formats: Formats, limits: Thresholds
) -> TodayFace:
    """What the line says at `now` (UTC)."""
    face = row_face(row, now, wait, formats, limits)
    reason, chips, action = face.preview, [one for one in (face.window, face.wait) if one], _("Answer")
    if line.planned is not None:
        from app.words.schedule import asked_words  # a day without planned answers does without

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


def task_line(line: TodayLine, now: datetime, formats: Formats) -> TodayFace | None:
    """A task that is due: what, when, about whom."""
    if line.task is None:
        return None
    from ui.todo.face import task_face  # a day without tasks does without

    face = task_face(line.task, now, formats)
    chips = (face.chip,) if face.chip is not None else ()
    return TodayFace(line.task.task_id, face.title, False, face.line, chips, _("Go there"), is_task=True)


def deal_line(line: TodayLine, kit: Kit) -> TodayFace | None:
    """A deal without news, or one about whose next follow-up somebody must decide."""
    row = line.deal
    if row is None:
        return None
    from app.words.going_quiet import held_words  # a day without such deals does without
    from ui.deals.quiet.face import quiet_face

    now, formats = kit.clock.now(), kit.formats
    face = quiet_face(row, kit.desk.pipelines(), now, formats)
    name = face.title if face.person in ("", face.title) else f"{face.person} · {face.title}"
    reason, action = face.line, _("Follow up")
    if row.follow_up is not None and row.follow_up.state == "held":
        run = kit.desk.follow_up(row.deal_id)
        reason, action = held_words(row.follow_up.code, run.facts if run else {}, formats, now), _("Decide")
    chips = (Chip(face.amount, "outline"), *face.chips) if face.amount else face.chips
    return TodayFace(face.key, name, row.is_named, reason, chips, action, person=face.person)


def booked_line(line: TodayLine, kit: Kit) -> TodayFace | None:
    """An appointment that is not confirmed: when, who, what was last heard."""
    row = line.appointment
    if row is None:
        return None
    from ui.appointments.today_face import booked_face  # a day without appointments does without

    return booked_face(row, kit)


def spoken_line(face: TodayFace) -> str:
    """As a screen reader says it."""
    return ", ".join([face.name, *(chip.text for chip in face.chips), face.reason, face.action])
