"""What one card of the board says, as data: made from a row, painted by the painter, spoken by a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain.deal_rows import DealRow
from app.domain.deals import Stage
from app.domain.records import record
from app.domain.rows import InboxRow
from app.words import gettext as _
from app.words.formats import SAYS_ITSELF, Formats, placeholder
from ui.deals import words
from ui.inbox.row_face import kind_icon, tick_of, tick_words
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.theme.icons import IconName
from ui.widgets.labels import Ink
from ui.widgets.paint_marks import TickState


@record
class Step:
    """The last line of a card: what comes next. `is_ours`: somebody of the team is to do it."""

    words: str
    icon: IconName
    ink: Ink = "text_faint"
    is_ours: bool = False


@record
class CardFace:
    """One card, ready to paint. `quiet` takes the place of `days`; `key` chooses the portrait's hue.

    `portrait`: whose initials it has, "" for somebody without a name; `name` stands beside it.
    """

    key: str
    title: str
    amount: str
    name: str
    portrait: str
    days: str
    is_overdue: bool
    quiet: str
    tick: TickState | None
    kind_icon: IconName | None
    last: str
    step: Step
    is_pending: bool
    spoken: str


@record
class Look:
    """What a face needs beside its row."""

    formats: Formats
    now: datetime
    due_of: Callable[[DealRow], datetime | None]  # until when whoever waits there is to be answered


def deal_face(row: DealRow, stage: Stage | None, look: Look) -> CardFace:
    """The card of a deal in `stage`."""
    language = look.formats.language
    days = _days(row, look)
    target = stage.target_days if stage is not None else None
    is_overdue = row.state == "open" and target is not None and days > target
    is_text = row.last_kind in (None, "text")
    step = _step(row, look)
    name = shown_name(row.person) if row.person else ""
    amount = words.money(row.amount, language) if row.amount is not None else ""
    shown_days = words.short_days(days)
    if is_overdue:
        shown_days = _("{n} d of {target}").format(n=days, target=target)
    quiet = row.quiet.working_days if row.quiet is not None else None
    face = CardFace(
        key=row.contact_id or row.deal_id,
        title=shown_name(row.shown_title),
        amount=amount,
        name=name,
        portrait=name if row.is_named else "",
        days=shown_days,
        is_overdue=is_overdue,
        quiet=words.short_days(quiet) if quiet is not None else "",
        tick=tick_of(row.last_state) if row.last_direction == "out" else None,
        kind_icon=None if is_text or row.last_kind is None else kind_icon(row.last_kind),
        last=_last(row.last_kind, row.last_text),
        step=step,
        is_pending=row.is_pending,
        spoken="",
    )
    said = [face.title, amount, name if name != face.title else ""]
    if quiet is not None:
        said.append(words.quiet_words(quiet))
    elif row.state == "open":
        said.append(words.long_days(days))
    if is_overdue and target is not None:
        said.append(words.target_words(target))
    said += [tick_words(face.tick), face.last, step.words]
    if row.owner_name:
        said.append(_("looked after by {name}").format(name=shown_name(row.owner_name)))
    if row.is_pending:
        said.append(_("not sent yet"))
    return _with_spoken(face, ", ".join(part for part in said if part))


def _days(row: DealRow, look: Look) -> int:
    """So long in its stage; of one that is won or lost, from its making to its end."""
    since, until = row.stage_since_at, look.now
    if row.state != "open":
        since, until = row.made_at, row.ended_at or look.now
    return words.days_between(since, until, look.formats) if since is not None else 0


def incoming_face(row: InboxRow, look: Look) -> CardFace:
    """The card of somebody who wrote and has no deal."""
    name = shown_name(row.name)
    step = Step(_("A: a deal, D: no deal"), "plus", "accent", is_ours=True)
    is_text = row.last_kind in (None, "text")
    face = CardFace(
        key=row.contact_id,
        title=name,
        amount="",
        name=_("has written") if row.last_direction == "in" else _("you wrote to them"),
        portrait=name if row.is_named else "",
        days=look.formats.list_time(row.last_at, look.now) if row.last_at is not None else "",
        is_overdue=False,
        quiet="",
        tick=tick_of(row.last_state) if row.last_direction == "out" else None,
        kind_icon=None if is_text or row.last_kind is None else kind_icon(row.last_kind),
        last=_last(row.last_kind, row.last_text),
        step=step,
        is_pending=False,
        spoken="",
    )
    said = [name, face.days, face.last, _("A makes a deal of it, D says that it is none")]
    return _with_spoken(face, ", ".join(part for part in said if part))


def _with_spoken(face: CardFace, spoken: str) -> CardFace:
    from dataclasses import replace

    return replace(face, spoken=spoken)


def _last(kind: str | None, text: str | None) -> str:
    if kind is None:
        return ""
    line = shown_line(text or "")
    if kind == "text" or (line and kind in SAYS_ITSELF and kind != "template"):
        return line
    said = placeholder(kind)
    return f"{said}, {line}" if line else said


def _step(row: DealRow, look: Look) -> Step:
    """What comes next, in the words of whoever has to do it."""
    if row.state != "open":
        return _ended(row, look)
    if row.task is not None:
        return _task(row, look)
    if row.quiet is not None:
        return _quiet(row, look)
    if row.awaits == "us":
        return Step(_answer(row, look), "reply", "accent", is_ours=True)
    if row.awaits == "them":
        return Step(_("Waiting for their answer"), "clock")
    return Step(_("No next step"), "circle-dashed")


def _ended(row: DealRow, look: Look) -> Step:
    at, is_won = row.ended_at, row.state == "won"
    day = look.formats.short_day(at, look.now) if at is not None else ""
    if at is not None and words.days_between(at, look.now, look.formats) > 1:
        said = _("Won on {day}") if is_won else _("Lost on {day}")
    else:  # "today" and "yesterday" say it without a word before them
        said = _("Won {day}") if is_won else _("Lost {day}")
    reason = f" · {shown_line(row.reason)}" if row.reason else ""
    icon: IconName = "check" if is_won else "x"
    return Step(said.format(day=day).strip() + reason, icon)


def _task(row: DealRow, look: Look) -> Step:
    task = row.task
    assert task is not None
    title, due = shown_line(task.title), task.due_at
    if due is None:
        said = title
    elif due < look.now:
        said = _("{task}, was due {moment}").format(task=title, moment=look.formats.moment(due, look.now))
    elif look.formats.is_same_day(due, look.now):
        said = _("{task} before {time}").format(task=title, time=look.formats.time_of_day(due))
    else:
        said = _("{task}, {moment}").format(task=title, moment=look.formats.moment(due, look.now))
    if task.whose == "theirs":
        return Step(said, "clock")
    is_late = due is not None and due < look.now
    return Step(said, "reply", "danger" if is_late else "accent", is_ours=True)


def _quiet(row: DealRow, look: Look) -> Step:
    ladder = row.follow_up
    if ladder is None:
        return Step(_("No news, nothing planned"), "clock")
    if ladder.state == "held":
        return Step(_("Follow-up waits for your decision"), "reply", "accent", is_ours=True)
    if ladder.state == "call":
        return Step(_("Call them"), "phone", "accent", is_ours=True)
    if ladder.due_at is None:
        return Step(_("No news, follow-up planned"), "clock")
    when = look.formats.moment(ladder.due_at, look.now)
    return Step(_("No news, follow-up {moment}").format(moment=when), "clock")


def _answer(row: DealRow, look: Look) -> str:
    """Until when the team means to answer."""
    if row.waiting_since_at is None:
        return _("Your turn")
    until = look.due_of(row)
    if until is None:
        return _("Your turn")
    if until <= look.now:
        return _("Reply now")
    return _("Reply before {time}").format(time=look.formats.moment(until, look.now))


def look_of(kit: Kit) -> Look:
    """As of now."""

    def due_of(row: DealRow) -> datetime | None:
        talk = kit.desk.inbox_row(row.conversation_id) if row.conversation_id is not None else None
        if talk is None:
            return None
        wait = kit.desk.wait_of(replace(talk, waiting_since_at=row.waiting_since_at))
        return wait.due_at if wait is not None else None

    return Look(kit.formats, kit.clock.now(), due_of)
