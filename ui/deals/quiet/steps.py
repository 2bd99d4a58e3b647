"""The steps of a ladder, one below the other: what was done and when, what comes next, what would follow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.ladder_rows import FollowUpCard
from app.domain.ladders import Ladder, LadderStep
from app.domain.records import record
from app.words import gettext as _
from app.words.going_quiet import act_words, held_words, wait_words
from ui.kit import Kit
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.widgets.labels import Ink, ink_color
from ui.widgets.paint_basic import Strip, centered, is_rtl, paint_icon, paint_text

ROW: Final = 44
ICON: Final = 16
GAP: Final = 12


@record
class StepLine:
    """One step, ready to paint."""

    icon: IconName
    ink: Ink
    title: str
    words: str


class LadderSteps(QWidget):
    """Painted; a screen reader hears all of it as one text. Five steps at most."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.lines: list[StepLine] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def show_run(self, run: FollowUpCard | None, ladder: Ladder | None) -> None:
        """A run that is under way, else what a ladder would do; nothing of neither."""
        if run is not None:
            self.lines = [self._of_run(run, number) for number in range(1, len(run.steps) + 1)]
        else:
            steps = ladder.steps if ladder is not None else ()
            self.lines = [self._planned(step, number) for number, step in enumerate(steps, 1)]
        self.setAccessibleName(". ".join(f"{one.title}: {one.words}" for one in self.lines))
        self.setVisible(bool(self.lines))
        self.updateGeometry()
        self.update()

    def says(self, run: FollowUpCard | None) -> str:
        """What a person must know of it, as a sentence; "" for nothing."""
        if run is None:
            return ""
        if run.state == "held":
            return held_words(run.code, run.facts, self._kit.formats, self._kit.clock.now())
        if run.state == "call":
            return _("Somebody of the team is to call. What comes next waits until that task is done.")
        if run.state == "spent":
            return _("Every step was done, and nobody answered. Call, change the offer, or close the deal.")
        return ""

    def _of_run(self, run: FollowUpCard, number: int) -> StepLine:
        step = run.steps[number - 1]
        done = next((one for one in run.done if one.step == number), None)
        now, formats = self._kit.clock.now(), self._kit.formats
        title = act_words(step.act)
        if done is not None and not (run.state == "call" and number == run.step):
            word = _("Asked for a call") if step.act == "call" else _state_words(done.state)
            icon: IconName = (
                "circle-check" if done.state not in ("failed", "refused", "expired") else "circle-x"
            )
            ink: Ink = "success" if icon == "circle-check" else "danger"
            return StepLine(icon, ink, title, f"{word}, {formats.moment(done.at, now)}")
        if number < run.step:
            return StepLine("minus", "text_faint", title, _("Left out"))
        if number > run.step:
            return self._planned(step, number)
        if run.state == "held":
            return StepLine(
                "pause", "warning_soft_text", title, _("Waits for you. {words}").format(words=_said(step))
            )
        if run.state == "call":
            return StepLine("phone", "accent", title, _("To be made now"))
        when = formats.moment(run.due_at, now) if run.due_at is not None and run.due_at > now else _("now")
        return StepLine("clock", "accent", title, " · ".join(filter(None, (when, _said(step)))))

    def _planned(self, step: LadderStep, number: int) -> StepLine:
        words = " · ".join(filter(None, (wait_words(step.wait_days, is_first=number == 1), _said(step))))
        icon: IconName = "phone" if step.act == "call" else "circle-dashed"
        return StepLine(icon, "text_faint", act_words(step.act), words)

    def sizeHint(self) -> QSize:
        """A row for each step."""
        return QSize(200, self._kit.theme.px(ROW) * len(self.lines))

    def minimumSizeHint(self) -> QSize:
        """It is cut, not scrolled."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, title, words; a line from each icon to the next."""
        theme, c = self._kit.theme, self._kit.theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        height = theme.px(ROW)
        for number, line in enumerate(self.lines):
            strip = Strip(QRectF(0, number * height, self.width(), height), is_rtl=is_rtl(painter))
            column = strip.leading(ICON, GAP)
            box = centered(column, ICON, ICON)
            if number + 1 < len(self.lines):
                painter.fillRect(
                    QRectF(round(box.center().x()), box.bottom() + 4, 1, height - ICON - 8), c.border_strong
                )
            paint_icon(painter, box, theme, line.icon, ICON, ink_color(theme, line.ink))
            first, second = theme.line("body"), theme.line("small")
            top = round(column.center().y() - (first + second) / 2)
            rest = strip.rest
            title = QRectF(rest.left(), top, rest.width(), first)
            paint_text(painter, title, theme, line.title, c.text, weight="medium")
            below = QRectF(rest.left(), top + first, rest.width(), second)
            paint_text(painter, below, theme, line.words, c.text_muted, role="small")


def _said(step: LadderStep) -> str:
    if step.act == "call":
        return ""
    if step.text.strip():
        return _("“{words}”").format(words=shown_line(step.text))
    return _("Template {name}").format(name=step.template.name) if step.template is not None else ""


def _state_words(state: str | None) -> str:
    return {
        "read": _("Read"),
        "played": _("Read"),
        "delivered": _("Delivered"),
        "failed": _("Not delivered"),
        "refused": _("Not delivered"),
        "expired": _("Not delivered"),
        "unknown": _("Not confirmed"),
        "cancelled": _("Taken back"),
    }.get(state or "", _("Sent"))
