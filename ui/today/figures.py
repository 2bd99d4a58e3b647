"""The figures at the top of Today: what each tile counts, and about whom the nearest of it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desk.today_desk import Today
from app.domain.ids import ConversationId
from app.words import gettext as _
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.today.tiles import Figure


def figures_of(
    today: Today,
    closing: Sequence[ConversationId],
    kit: Kit,
    first_name: Callable[[Sequence[ConversationId]], str],
) -> list[Figure]:
    """In the order of the list; what not every business has, only where there is some."""
    since_at, now = today.late_since_at, kit.clock.now()
    since = kit.formats.since(since_at, now) if since_at is not None else ""
    task = shown_line(today.tasks[0].title) if today.tasks else ""
    late_count = max(today.late_count, len(today.late))
    return [
        Figure("late", "circle-alert", "danger", _("Beyond the standard"), late_count, since),
        Figure("closing", "hourglass", "warning", _("Window closing soon"), len(closing), first_name(closing)),
        *_booked(today),
        *_planned(today, first_name),
        Figure("tasks", "list-checks", "info", _("Tasks due"), len(today.tasks), task),
        *_quiet(today),
        Figure(
            "troubled", "triangle-alert", "danger", _("Failed or not confirmed"), today.troubled_count,
            first_name(today.troubled),
        ),
    ]  # fmt: skip


def _booked(today: Today) -> list[Figure]:
    if not today.appointments:
        return []
    first = today.appointments[0]
    words = shown_name(first.name or first.appointment.person)
    label = _("To confirm")
    return [Figure("booked", "calendar-check", "info", label, today.appointments_count, words)]


def _planned(today: Today, first_name: Callable[[Sequence[ConversationId]], str]) -> list[Figure]:
    """Where appointments take their room, only what there is."""
    if today.appointments and not today.planned:
        return []
    words = first_name([one.conversation_id for one in today.planned])
    return [Figure("planned", "calendar-clock", "info", _("Planned, held back"), len(today.planned), words)]


def _quiet(today: Today) -> list[Figure]:
    if not today.quiet:
        return []
    first = today.quiet[0]
    words = shown_name(first.person or first.title)
    label = _("Deals without news")
    return [Figure("quiet", "message-square-dashed", "warning", label, today.quiet_count, words)]
