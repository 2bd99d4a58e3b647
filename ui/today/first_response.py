"""How fast people are answered first, in the right column of Today: half of them within so long, over seven days.

The same figures as in the reports, where a press leads. They are reckoned when who waits is long on the screen.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.records import record
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.kit import Kit
from ui.theme.style import wants_ring
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon, paint_text

if TYPE_CHECKING:
    from app.domain.periods import Period
    from app.domain.report_rows import Report, ReportAsk
    from ui.reports.words import Change

PAD: Final = 16
PAD_Y: Final = 12
LINE_PX: Final = 40  # of the seven days
DOT_PX: Final = 3
ICON_PX: Final = 14
DAYS: Final = 7
FIRST_MS: Final = 4_000  # what reports are made from is read from the disk once: not while a start is busy
AGAIN_MS: Final = 5_000


@record
class ResponseFace:
    """`points`: a name and the seconds for each day, None where nobody was answered for the first time."""

    figure: str
    says: str
    hours: str
    change: Change | None
    points: tuple[tuple[str, int | None], ...]


class FirstResponseCard(QAbstractButton):
    """Hidden while there is no figure. `asked(period)`: to the report of these days."""

    asked = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.face: ResponseFace | None = None
        self._period: Period | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wants_ring(self, kit.theme.tokens.radius.normal)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.refresh)
        self.clicked.connect(lambda: self.asked.emit(self._period))
        kit.theme.changed.connect(self.updateGeometry)
        kit.bridge.changed.connect(self._changed)
        self.hide()

    # -- reading

    def look(self) -> None:
        """Today is looked at."""
        if not self._again.isActive():
            self._again.start(FIRST_MS)

    def rest(self) -> None:
        """Nobody looks."""
        self._again.stop()

    def refresh(self) -> None:
        """As it is now, reckoned beside the event loop."""
        self._kit.tasks.spawn(self._read(), "first responses")

    async def _read(self) -> None:
        from app.domain.periods import Period

        zone = self._kit.formats.zone
        today = self._kit.clock.now().astimezone(ZoneInfo(zone)).date()
        self._period = Period(today - timedelta(days=DAYS - 1), today)
        try:
            report = await self._kit.desk.report("speed", self._ask(self._period, zone))
        except ComptoirError:
            return  # it is said where it is asked for: in the reports
        if isValid(self):
            self.show_report(report)

    def _ask(self, period: Period, zone: str) -> ReportAsk:
        from app.domain.hours import BUSINESS
        from app.domain.periods import Period
        from app.domain.report_periods import window_s
        from app.domain.report_rows import ReportAsk

        from_s, until_s = window_s(period, zone)
        days = timedelta(days=DAYS)
        before = window_s(Period(period.first - days, period.last - days), zone)
        is_known = self._kit.desk.hours().hours_at(until_s - 1, [BUSINESS]) is not None
        return ReportAsk(from_s, until_s, zone, "bus" if is_known else "cal", "day", versus=before)

    def _changed(self, changes: Changes) -> None:
        parent = self.parentWidget()
        is_seen = parent is not None and parent.isVisible()
        is_ours = changes.is_measures or changes.is_hours or changes.is_everything
        if is_ours and is_seen and not self._again.isActive():
            self._again.start(AGAIN_MS)

    # -- showing

    def show_report(self, report: Report) -> None:
        """Another figure; none: the card is not there."""
        self.face = face = _face(report, self._kit)
        self.setVisible(face is not None)
        if face is not None:
            self.setAccessibleName(", ".join((_("First response"), face.says, face.hours)))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """A title, the figure, its sentence, the days."""
        theme = self._kit.theme
        lines = theme.line("body") + theme.line("display") + 2 * theme.line("small")
        return QSize(0, round(lines + theme.px(LINE_PX) + 2 * PAD_Y + 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with three lines and the days below."""
        face, theme, c = self.face, self._kit.theme, self._kit.theme.colors
        if face is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        ground = c.surface_hover if self.underMouse() else c.surface
        fill_round(painter, QRectF(self.rect()), ground, theme.tokens.radius.normal, c.border)
        inner = QRectF(self.rect()).adjusted(PAD, PAD_Y, -PAD, -PAD_Y)
        head = QRectF(inner.left(), inner.top(), inner.width(), theme.line("body"))
        paint_text(painter, head, theme, _("First response"), c.text, weight="semibold")
        title_px = theme.metrics("body", "semibold").horizontalAdvance(_("First response")) + 12
        rest = Strip(head, is_rtl=is_rtl(painter))
        rest.leading(min(title_px, head.width()))
        paint_text(painter, rest.rest, theme, face.hours, c.text_muted, is_trailing=True)
        middle = QRectF(inner.left(), head.bottom() + 6, inner.width(), theme.line("display"))
        self._paint_figure(painter, face, middle)
        says = QRectF(inner.left(), middle.bottom() + 2, inner.width(), theme.line("small"))
        paint_text(painter, says, theme, face.says, c.text_muted, role="small", tabular=True)
        top = says.bottom() + 8
        self._paint_days(
            painter, face, QRectF(inner.left(), top, inner.width(), max(0.0, inner.bottom() - top))
        )

    def _paint_figure(self, painter: QPainter, face: ResponseFace, place: QRectF) -> None:
        theme, c = self._kit.theme, self._kit.theme.colors
        strip = Strip(place, is_rtl=is_rtl(painter))
        width = theme.metrics("display", "semibold", tabular=True).horizontalAdvance(face.figure) + 1
        box = strip.leading(min(width, place.width()), 10)
        paint_text(painter, box, theme, face.figure, c.text, role="display", weight="semibold", tabular=True)
        change = face.change
        strip = Strip(strip.rest.adjusted(0, theme.px(6), 0, 0), is_rtl=is_rtl(painter))
        if change is not None:
            from ui.reports.tile import verdict_ink

            ink = verdict_ink(theme, change)
            if change.way:
                icon = strip.leading(ICON_PX, 3)
                name = "arrow-up" if change.way > 0 else "arrow-down"
                paint_icon(painter, icon, theme, name, ICON_PX, ink)  # type: ignore[arg-type]
            width = theme.metrics("body", "medium", tabular=True).horizontalAdvance(change.text) + 1
            said = strip.leading(min(width, strip.rest.width()), 8)
            paint_text(painter, said, theme, change.text, ink, weight="medium", tabular=True)
        paint_text(painter, strip.rest, theme, _("over 7 days"), c.text_muted)

    def _paint_days(self, painter: QPainter, face: ResponseFace, place: QRectF) -> None:
        """A line from day to day, broken where there was none; the last day is filled."""
        theme, c = self._kit.theme, self._kit.theme.colors
        step = place.width() / max(1, len(face.points))
        foot = theme.line("small")
        most = max((seconds for _name, seconds in face.points if seconds is not None), default=0) or 1
        high = place.height() - foot - 2 * DOT_PX - 4
        before: QPointF | None = None
        dots: list[QPointF] = []
        for number, (name, seconds) in enumerate(face.points):
            left = place.left() + step * (len(face.points) - 1 - number if is_rtl(painter) else number)
            label = QRectF(left, place.bottom() - foot, step, foot)
            paint_text(painter, label, theme, name, c.text_muted, role="small", is_centered=True)
            if seconds is None:
                before = None
                continue
            dot = QPointF(left + step / 2, place.top() + DOT_PX + high * (1 - seconds / most))
            if before is not None:
                painter.setPen(QPen(c.accent, 2))
                painter.drawLine(before, dot)
            dots.append(dot)
            before = dot
        painter.setPen(QPen(c.accent, 2))
        for dot in dots:
            is_last = dot is dots[-1] and face.points[-1][1] is not None
            painter.setBrush(c.accent if is_last else c.surface)
            painter.drawEllipse(dot, DOT_PX + is_last, DOT_PX + is_last)


def _face(report: Report, kit: Kit) -> ResponseFace | None:
    from ui.reports.words import at, change_of, figure_words, weekday

    clock, formats = report.ask.clock, kit.formats
    figure = report.figure(f"first_{clock}_median")
    if figure is None or figure.value is None or not figure.n:
        return None
    trend = report.trend(figure.code)
    place = ZoneInfo(report.ask.zone)
    points = []
    for one in trend.points if trend is not None else ():
        number = at(one.start_s).astimezone(place).weekday()
        points.append((weekday(number, formats.language, is_short=True), one.value))
    said = figure_words(figure, formats, clock)
    within = ngettext(
        "half the time within {time} ({n} reply)", "half the time within {time} ({n} replies)", figure.n
    )
    return ResponseFace(
        said,
        within.format(time=said, n=formats.number(figure.n)),
        _("opening hours") if clock == "bus" else _("round the clock"),
        change_of(figure, formats),
        tuple(points),
    )
