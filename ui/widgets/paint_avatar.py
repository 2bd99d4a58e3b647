"""Portraits without a picture: a disc of the contact's own hue with initials, and what sits at its corner."""

from __future__ import annotations

import unicodedata
import zlib
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from app.domain.records import record
from ui.theme.theme import Theme
from ui.theme.tokens import AVATAR_HUES
from ui.widgets.paint_basic import centered, draw_line, fill_round, is_rtl, mirrored, paint_icon

# Scripts whose letters join: two of them side by side would read as one word.
_JOINED: Final = (
    "ARABIC",
    "SYRIAC",
    "MONGOLIAN",
    "NKO",
    "MANDAIC",
    "DEVANAGARI",
    "BENGALI",
    "GURMUKHI",
    "THAANA",
)
_ONE_LETTER_PX: Final = 20  # discs up to this size hold one letter
_SMALL_RATIO: Final = 0.46  # … which may then be larger than `initials_ratio`
_ASSIGNEE_RATIO: Final = 0.6
_ASSIGNEE_PX: Final = 18
_ASSIGNEE_OFFSET: Final = (4, 3)  # beyond the avatar's lower trailing corner
_GREY: Final = 7  # the hue without a hue, for unknown numbers


@record
class Portrait:
    """Who is shown: `key` is the contact's or member's id (it chooses the hue), `name` may be a number."""

    key: str
    name: str


def hue_of(key: str) -> int:
    """0 to 7, the same on every computer and in every session (Python's own hash() is not)."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % AVATAR_HUES


def initials(name: str) -> str:
    """One or two letters, or "" for a number or a name without letters (then the user icon is drawn).

    First letters of the first and last words; one for a single word and for scripts whose letters join.
    """
    firsts = [letter for word in name.split() if (letter := _first_letter(word))]
    if not firsts:
        return ""
    if len(firsts) == 1 or any(unicodedata.name(firsts[0], "").startswith(script) for script in _JOINED):
        return firsts[0]
    return firsts[0] + firsts[-1]


def _first_letter(word: str) -> str:
    for char in unicodedata.normalize("NFC", word):
        if char.isalpha():
            upper = char.upper()
            return upper if len(upper) == 1 else char  # "ß" would become two letters
        if char.isdigit():
            return ""
    return ""


def paint_avatar(
    painter: QPainter, rect: QRectF, theme: Theme, who: Portrait, picture: QPixmap | None = None
) -> None:
    """The disc in the middle of `rect` (its height is the diameter), with a picture clipped round."""
    disc = centered(rect, rect.height(), rect.height())
    if picture is not None and not picture.isNull():
        _paint_picture(painter, disc, picture)
        return
    letters = initials(who.name)
    pair = theme.avatar_pair(hue_of(who.key) if letters else _GREY)
    edge = theme.colors.border_strong if theme.scheme == "high_contrast" else None
    fill_round(painter, disc, pair.ground, disc.height() / 2, edge)
    if letters:
        _paint_letters(painter, disc, theme, letters, pair.initials)
    else:
        paint_icon(painter, disc, theme, "user", _user_icon_px(disc.height()), pair.initials)


def assignee_rect(avatar: QRectF, *, is_rtl: bool) -> QRectF:
    """Where the small disc of the person in charge lies, at the avatar's lower trailing corner."""
    dx, dy = _ASSIGNEE_OFFSET
    left = avatar.right() + dx - _ASSIGNEE_PX
    disc = QRectF(left, avatar.bottom() + dy - _ASSIGNEE_PX, _ASSIGNEE_PX, _ASSIGNEE_PX)
    return mirrored(disc, avatar, is_rtl=is_rtl)


def paint_assignee(
    painter: QPainter, avatar: QRectF, theme: Theme, name: str, *, is_mine: bool = False
) -> None:
    """The initial of the person in charge, over the lower trailing corner of the avatar; a filled disc is one's own."""
    c = theme.colors
    ground, edge, ink = (
        (c.accent, c.surface, c.accent_text) if is_mine else (c.surface_raised, c.border_strong, c.text)
    )
    disc = assignee_rect(avatar, is_rtl=is_rtl(painter))
    fill_round(painter, disc, ground, _ASSIGNEE_PX / 2, edge)
    font = theme.initials_font(_ASSIGNEE_PX * _ASSIGNEE_RATIO / theme.tokens.avatars.initials_ratio)
    letter = initials(name)[:1] or "?"
    draw_line(painter, disc, font, letter, ink, Qt.AlignmentFlag.AlignHCenter)


def _paint_letters(painter: QPainter, disc: QRectF, theme: Theme, letters: str, color: QColor) -> None:
    diameter = disc.height()
    if diameter <= _ONE_LETTER_PX:
        letters = letters[:1]
        diameter *= _SMALL_RATIO / theme.tokens.avatars.initials_ratio
    draw_line(painter, disc, theme.initials_font(diameter), letters, color, Qt.AlignmentFlag.AlignHCenter)


def _paint_picture(painter: QPainter, disc: QRectF, picture: QPixmap) -> None:
    clip = QPainterPath()
    clip.addEllipse(disc)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    side = min(picture.width(), picture.height())
    source = QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
    painter.drawPixmap(disc, picture, source)
    painter.restore()


def _user_icon_px(diameter: float) -> int:
    return max(12, round(diameter * 0.45))
