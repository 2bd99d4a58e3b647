"""What the page of opening hours says: whose they are, since when they count, on which days."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.errors import Refused
from app.domain.hours import (
    ALWAYS,
    BUSINESS,
    OpeningHours,
    Spans,
    SpecialDay,
    group_scope,
    line_scope,
    wall_day,
)
from app.domain.working_days import read_closed
from app.words import gettext as _
from app.words import language, sentences
from app.words.hours_of import day_words, length_words, span_words, week_words
from app.words.typed_hours import read_spans
from ui.kit import Kit
from ui.people.lines import line_words, own_lines
from ui.plain import shown_line
from ui.settings.calendar_fields import read_closed_days
from ui.widgets.choice import Option
from ui.widgets.paint_chip import Chip
from ui.widgets.two_line_list import TwoLineRow


def scopes_of(kit: Kit) -> list[Option]:
    """The business, its numbers, its groups; one number needs no hours of its own."""
    lines = own_lines(kit)
    scopes = set(kit.desk.hours().scopes())
    numbers = [Option(line_scope(one.line_id), line_words(kit, one)) for one in lines]
    shown = numbers if len(lines) > 1 else [one for one in numbers if one.id in scopes]
    groups = [Option(group_scope(one.group_id), shown_line(one.name)) for one in kit.desk.groups()]
    return [Option(BUSINESS, _("The whole business")), *shown, *groups]


def today_of(kit: Kit) -> date:
    """The date on the business's wall."""
    return date.fromisoformat(wall_day(int(kit.clock.now().timestamp()), str(kit.desk.setting("time_zone"))))


def row_of(hours: OpeningHours, now: OpeningHours | None, today: str) -> TwoLineRow:
    """A version in the list."""
    if now is not None and hours.valid_from == now.valid_from:
        chip = Chip(_("Now"), "success")
    elif hours.valid_from > today:
        chip = Chip(_("Later"), "info")
    else:
        chip = Chip(_("Formerly"), "neutral")
    words = week_words(hours.week, language()) or _("Always closed")
    return TwoLineRow(hours.valid_from, since_words(hours.valid_from), words, chip)


def since_words(valid_from: str) -> str:
    """From when on a version counts."""
    if valid_from <= ALWAYS:
        return _("Since the beginning")
    return _("From {day} on").format(day=day_words(date.fromisoformat(valid_from), language()))


def meaning_of(text: str) -> tuple[Spans | None, str]:
    """What was typed for a day and what was understood; None and the sentence for what cannot be."""
    spans = read_spans(text, language())
    if isinstance(spans, Refused):
        return None, _span_sentence(spans)
    if not spans:
        return (), _("Closed all day")
    minutes = sum(one.closes_min - one.opens_min for one in spans)
    return spans, f"{span_words(spans, language())} · {length_words(minutes)}"


def _span_sentence(refused: Refused) -> str:
    """Beside the field, where which day it is and that nothing is saved need no words."""
    told = {
        "hours_span_backwards": _(
            "{opens} to {closes} ends before it begins. Past midnight, write 18-24 here and 0-2 on the next day."
        ),
        "hours_overlap": _("{opens} to {closes} begins before the time before it ends."),
        "hours_spans_many": _("A day has {limit} openings at most."),
    }.get(refused.code)
    if told is None:
        return sentences.refusal(refused.code, refused.facts)
    return told.format_map({"opens": "", "closes": "", "limit": "", **refused.facts})


def read_days(text: str) -> tuple[date, ...] | None:
    """One day or several, or from one to another; None for what is none."""
    kept, error = read_closed_days(text)
    return None if error or not kept else read_closed(kept)


def read_one_day(text: str) -> date | None:
    """Exactly one day."""
    days = read_days(text)
    return days[0] if days is not None and len(days) == 1 else None


def written_day(day: date) -> str:
    """As it is typed."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def stretches(special: tuple[SpecialDay, ...]) -> list[tuple[date, date, Spans]]:
    """Days of their own that follow one another and are alike, as one: a holiday of three weeks is one line."""
    found: list[tuple[date, date, Spans]] = []
    for one in special:
        day = date.fromisoformat(one.day)
        if found and found[-1][1] + timedelta(days=1) == day and found[-1][2] == one.spans:
            found[-1] = (found[-1][0], day, one.spans)
        else:
            found.append((day, day, one.spans))
    return found


def written_days(first: date, last: date) -> str:
    """A stretch as it is typed."""
    if first == last:
        return written_day(first)
    return _("{first} to {last}").format(first=written_day(first), last=written_day(last))
