"""The marks of the team in a line of the inbox: each has a fixed place, and none pushes the name or the last words out.

Beside the name "New" and "Ad" (as icons where the words would cut it); at the end of the second line the mention, the
outcome and the tags, which take what the preview can spare; at the portrait's corners who holds it and who is there.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.words import gettext as _
from ui.inbox.kept_paint import KeptPaint
from ui.inbox.row_face import RowFace
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.paint_avatar import assignee_rect
from ui.widgets.paint_basic import Strip, centered, draw_line, fill_round, is_rtl, paint_icon, paint_text
from ui.widgets.paint_chip import Chip

GAP: Final = 8
TIGHT: Final = 4
MOST_TAGS: Final = 2
TAG_MOST_PX: Final = 84
NAME_LEAST_PX: Final = 72  # so much of the name stays before any mark beside it
PREVIEW_LEAST_PX: Final = 96  # so much of the last words stays before any tag
CHIP_LEAVES_PX: Final = 64
TAGS_SHARE: Final = 0.45  # of the second line, at most


def paint_name(painter: QPainter, rect: QRectF, kept: KeptPaint, face: RowFace) -> None:
    """The name, and behind it what is special about who wrote."""
    theme = kept.theme
    weight: Weight = "semibold" if face.is_unread else "medium"
    marks = _name_marks(face)
    if not marks:
        paint_text(painter, rect, theme, face.name, theme.colors.text, weight=weight)
        return
    strip = Strip(rect, is_rtl=is_rtl(painter))
    wanted = theme.metrics("body", weight).horizontalAdvance(face.name) + 1
    widths = [kept.width(chip) for chip, _icon in marks]
    in_words = wanted + sum(width + TIGHT for width in widths) + TIGHT <= rect.width()
    size = theme.tokens.icon.small
    if not in_words:
        most = int(max(0.0, rect.width() - min(wanted, NAME_LEAST_PX)) // (size + TIGHT))
        marks = marks[:most]
        widths = [float(size)] * len(marks)
    room = rect.width() - sum(width + TIGHT for width in widths) - TIGHT
    name = strip.leading(max(0.0, min(wanted, room)), GAP if in_words else TIGHT)
    paint_text(painter, name, theme, face.name, theme.colors.text, weight=weight)
    for (chip, icon), width in zip(marks, widths, strict=True):
        box = strip.leading(width, TIGHT)
        if in_words:
            kept.chip(painter, box, chip)
        else:
            paint_icon(painter, box, theme, icon, size, theme.colors.accent)


def _name_marks(face: RowFace) -> list[tuple[Chip, IconName]]:
    marks: list[tuple[Chip, IconName]] = []
    if face.is_new:
        marks.append((Chip(_("New"), "accent"), "sparkles"))
    if face.is_from_ad:
        marks.append((Chip(_("Ad"), "outline"), "megaphone"))
    return marks


def window_in(kept: KeptPaint, room: float, chip: Chip) -> Chip:
    """The window's end, in a narrow list as its icon alone: the words of the customer come first."""
    return chip if room - kept.width(chip) - GAP >= CHIP_LEAVES_PX else Chip("", chip.tone, chip.icon)


def paint_ends(painter: QPainter, strip: Strip, kept: KeptPaint, face: RowFace) -> None:
    """From the trailing end: the mention, how it ended, the tags."""
    if face.is_mentioned:
        side = kept.theme.px(kept.theme.tokens.size.badge)
        _paint_at_sign(painter, strip.trailing(side, GAP), kept.theme)
    if face.outcome is not None:
        kept.chip(painter, strip.trailing(kept.width(face.outcome), GAP), face.outcome)
    if face.tags:
        _paint_tags(painter, strip, kept, face.tags)


def _paint_tags(painter: QPainter, strip: Strip, kept: KeptPaint, tags: tuple[str, ...]) -> None:
    room = min(strip.rest.width() * TAGS_SHARE, strip.rest.width() - PREVIEW_LEAST_PX)
    shown = shown_tags(kept, tags, room)
    for chip, width in reversed(shown):
        is_last = chip is shown[0][0]
        kept.chip(painter, strip.trailing(width, GAP if is_last else TIGHT), chip)


def shown_tags(kept: KeptPaint, tags: tuple[str, ...], room: float) -> list[tuple[Chip, float]]:
    """Up to two tags and "+n" for the rest, with their widths; nothing where nothing fits."""
    shown: list[tuple[Chip, float]] = []
    used = 0.0
    for place, tag in enumerate(tags[:MOST_TAGS]):
        chip = Chip(tag, "neutral")
        width = min(kept.width(chip), kept.theme.px(TAG_MOST_PX))
        left = len(tags) - place - 1
        rest = TIGHT + kept.width(_rest(left)) if left else 0.0
        if used + width + rest > room:
            break
        shown.append((chip, width))
        used += width + TIGHT
    hidden = len(tags) - len(shown)
    if hidden:
        chip = _rest(hidden) if shown else Chip(str(hidden), "neutral", "tag")
        width = kept.width(chip)
        if used + width <= room:
            shown.append((chip, width))
    return shown


def _rest(count: int) -> Chip:
    return Chip(f"+{count}", "neutral")


def _paint_at_sign(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    c, side = theme.colors, theme.px(theme.tokens.size.badge)
    disc = centered(rect, side, side)
    fill_round(painter, disc, c.warning_soft, side / 2, c.warning)
    font = theme.font("small", "semibold")
    draw_line(painter, disc.translated(0, -1), font, "@", c.warning_soft_text, Qt.AlignmentFlag.AlignHCenter)


def paint_around(painter: QPainter, portrait: QRectF, kept: KeptPaint, face: RowFace) -> None:
    """Who holds it at the lower trailing corner, mine filled; at the upper one who is there now."""
    if face.holder:
        kept.holder(painter, portrait, face.holder, is_mine=face.is_mine)
    if face.presence is not None:
        theme = kept.theme
        below = assignee_rect(portrait, is_rtl=is_rtl(painter))
        disc = below.translated(0, portrait.top() + portrait.bottom() - below.top() - below.bottom())
        fill_round(painter, disc, theme.colors.surface_raised, disc.height() / 2, theme.colors.border_strong)
        is_typing = face.presence == "typing"
        ink = theme.colors.accent if is_typing else theme.colors.text_muted
        paint_icon(painter, disc, theme, "pencil" if is_typing else "eye", theme.tokens.icon.chip, ink)
