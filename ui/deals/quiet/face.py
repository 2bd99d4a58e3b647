"""What one line of the page says: a deal, how long nothing was heard, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from app.domain.deal_rows import DealRow
from app.domain.deals import Pipeline, Stage
from app.domain.records import record
from app.words import gettext as _
from app.words.formats import Formats, in_brief
from app.words.going_quiet import act_words, cause_name
from ui.deals.words import money, short_days, stage_name
from ui.plain import isolated, shown_line, shown_name
from ui.widgets.paint_chip import Chip

Group = Literal["held", "quiet", "under_way", "spent"]
GROUPS: Final[tuple[Group, ...]] = ("held", "quiet", "spent", "under_way")


@record
class QuietLine:
    """The head of a group (without a row, with its count), or one deal of it."""

    group: Group
    row: DealRow | None = None
    count: int = 0

    @property
    def key(self) -> str:
        """What names it while lines change."""
        return f"{self.group}:{self.row.deal_id if self.row is not None else ''}"


@record
class QuietFace:
    """One deal, ready to paint."""

    key: str
    title: str
    person: str
    is_named: bool
    line: str
    amount: str
    chips: tuple[Chip, ...]

    @property
    def below(self) -> str:
        """The second line: whose deal it is, where the first does not say it."""
        return " · ".join(
            filter(None, (isolated(self.person) if self.person != self.title else "", self.line))
        )

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        parts = [self.title, self.person if self.person != self.title else "", self.amount]
        return ", ".join(one for one in (*parts, *(chip.text for chip in self.chips), self.line) if one)


def group_of(row: DealRow) -> Group:
    """Where it stands: what a person must decide about comes first."""
    run = row.follow_up
    if run is None:
        return "quiet"
    return "held" if run.state == "held" else "spent" if run.state == "spent" else "under_way"


def group_words(group: Group) -> str:
    """The head of a group."""
    return {
        "held": _("For you to decide"),
        "quiet": _("Nothing planned"),
        "under_way": _("Being followed up"),
        "spent": _("Everything was tried"),
    }[group]


def lines_of(rows: Sequence[DealRow]) -> list[QuietLine]:
    """By group; within each as the rows came."""
    lines: list[QuietLine] = []
    for group in GROUPS:
        there = [QuietLine(group, row) for row in rows if group_of(row) == group]
        if there:
            lines += [QuietLine(group, count=len(there)), *there]
    return lines


def quiet_face(row: DealRow, pipelines: Sequence[Pipeline], now: datetime, formats: Formats) -> QuietFace:
    """What the line says at `now` (UTC)."""
    person = shown_name(row.person) if row.person else ""
    words = in_brief(row.last_kind, shown_line(row.last_text or ""))
    stage = stage_of(row, pipelines)
    line = " · ".join(part for part in (stage_name(stage) if stage is not None else "", words) if part)
    return QuietFace(
        row.contact_id or row.deal_id,
        shown_name(row.title) if row.title else person,
        person,
        row.is_named,
        line,
        money(row.amount, formats.language) if row.amount is not None else "",
        tuple(_chips(row, now, formats)),
    )


def stage_of(row: DealRow, pipelines: Sequence[Pipeline]) -> Stage | None:
    """The stage that it stands in."""
    pipeline = next((one for one in pipelines if one.pipeline_id == row.pipeline_id), None)
    return pipeline.stage(row.stage_id) if pipeline is not None else None


def run_chip(row: DealRow, now: datetime, formats: Formats) -> Chip | None:
    """What becomes of it, in two words; None when nothing is planned."""
    run = row.follow_up
    if run is None:
        return None
    if run.state == "held":
        return Chip(_("Decide"), "warning", "pause")
    if run.state == "call":
        return Chip(_("To call"), "info", "phone")
    if run.state == "spent" or run.due_at is None:
        return Chip(_("No answer"), "neutral", "circle-x")
    icon: Literal["phone", "clock"] = "phone" if run.act == "call" else "clock"
    when = _soon(run.due_at, now, formats)
    return Chip(
        _("{what} {when}").format(what=act_words("call" if run.act == "call" else "message"), when=when),
        "accent",
        icon,
    )


def _soon(at: datetime, now: datetime, formats: Formats) -> str:
    if at <= now:
        return _("now")
    return formats.time_of_day(at) if formats.is_same_day(at, now) else formats.short_day(at, now)


def _chips(row: DealRow, now: datetime, formats: Formats) -> list[Chip]:
    found = []
    if row.cause is not None and row.follow_up is None:
        found.append(Chip(cause_name(row.cause), "outline"))
    if row.quiet is not None:
        found.append(Chip(short_days(row.quiet.working_days), "warning", "message-square-dashed"))
    chip = run_chip(row, now, formats)
    return [*found, chip] if chip is not None else found
