"""Painters: what a chip, a portrait, a badge or a line of text says and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from tests.gui.look import theme
from ui.theme.theme import Theme
from ui.theme.tokens import load_tokens
from ui.widgets.paint_avatar import Portrait, assignee_rect, hue_of, initials, paint_assignee, paint_avatar
from ui.widgets.paint_basic import Strip, elided, paint_text
from ui.widgets.paint_chip import Chip, chip_width, paint_chip, row_shows_window, wait_chip, window_chip
from ui.widgets.paint_marks import TickState, badge_text, badge_width, paint_badge, paint_ring, paint_tick

__all__ = ["theme"]

LIMITS = load_tokens().thresholds


class Sheet:
    """A white picture to paint on, at one device ratio, in one direction."""

    def __init__(self, width: int = 200, height: int = 64, *, is_rtl: bool = False) -> None:
        self.image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        self.image.fill(Qt.GlobalColor.white)
        self.rect = QRectF(0, 0, width, height)
        self._is_rtl = is_rtl

    def __enter__(self) -> QPainter:
        self._painter = QPainter(self.image)
        if self._is_rtl:
            self._painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        return self._painter

    def __exit__(self, *_error: object) -> None:
        self._painter.end()

    def columns(self) -> tuple[int, int]:
        """First and last column that is not white."""
        inked = [
            x
            for x in range(self.image.width())
            if any(self.image.pixelColor(x, y).name() != "#ffffff" for y in range(self.image.height()))
        ]
        return inked[0], inked[-1]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Field", "AF"),
        ("Léa", "L"),
        ("élodie van der Berg", "ÉB"),
        ("Jean-Pierre Martin", "JM"),
        ("  Ana   Field  ", "AF"),
        ("🙌 Nadia Benali", "NB"),
        ("«Bo»", "B"),
        ("ياسمين حداد", "ي"),
        ("यास्मीन हद्दाद", "य"),
        ("Яна Белова", "ЯБ"),
        ("王小明", "王"),
        ("ßella Rossi", "ßR"),
        ("e\u0301lodie", "É"),
        ("+33 6 39 98 41 07", ""),
        ("0639984107", ""),
        ("", ""),
        ("🙌", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text())
def test_initials_of_anything_are_at_most_two_letters(name: str) -> None:
    letters = initials(name)
    assert len(letters) <= 2
    assert letters == "" or letters.isalpha()


def test_hues_are_the_same_on_every_computer() -> None:
    assert [hue_of(key) for key in ("ana", "bo", "contact-0001", "+33639984107")] == [2, 3, 4, 7]


@given(st.text())
def test_a_hue_is_one_of_eight(key: str) -> None:
    assert 0 <= hue_of(key) < 8


def test_hues_are_spread() -> None:
    counts = [0] * 8
    for number in range(800):
        counts[hue_of(f"contact-{number}")] += 1
    assert min(counts) > 60


def test_an_unknown_number_gets_the_grey_disc(theme: Theme) -> None:
    sheet = Sheet(40, 40)
    with sheet as painter:
        paint_avatar(painter, sheet.rect, theme, Portrait("anyone", "+33 6 39 98 41 07"))
    assert sheet.image.pixelColor(20, 3) == theme.avatar_pair(7).ground


def test_a_picture_is_clipped_round(theme: Theme) -> None:
    sheet = Sheet(40, 40)
    picture = theme.artwork("icon", 64)
    with sheet as painter:
        paint_avatar(painter, sheet.rect, theme, Portrait("ana", "Ana"), picture)
    assert sheet.image.pixelColor(0, 0).name() == "#ffffff"
    assert sheet.image.pixelColor(20, 3).name() != "#ffffff"


def test_the_person_in_charge_stands_at_the_trailing_corner(theme: Theme) -> None:
    avatar = QRectF(10, 10, 40, 40)
    assert assignee_rect(avatar, is_rtl=False) == QRectF(36, 35, 18, 18)
    assert assignee_rect(avatar, is_rtl=True) == QRectF(6, 35, 18, 18)
    sheet = Sheet(60, 60)
    with sheet as painter:
        paint_assignee(painter, avatar, theme, "Léa")
    assert sheet.columns() == (36, 53)


@pytest.mark.parametrize(
    ("share", "tone"),
    [(0, "plain"), (0.74, "plain"), (0.75, "warning"), (0.99, "warning"), (1.0, "danger"), (9, "danger")],
)
def test_a_wait_warns_at_three_quarters_and_is_late_at_the_whole(share: float, tone: str) -> None:
    assert wait_chip("depuis 24 min", share, LIMITS) == Chip("depuis 24 min", tone, ring=share)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left_s", "tone", "icon"),
    [
        (5 * 3600, "neutral", "hourglass"),
        (2 * 3600, "neutral", "hourglass"),
        (2 * 3600 - 1, "warning", "hourglass"),
        (30 * 60, "warning", "hourglass"),
        (30 * 60 - 1, "danger", "hourglass"),
        (0, "neutral", "lock"),
        (-5, "neutral", "lock"),
    ],
)
def test_the_window_chip_grows_louder(left_s: float, tone: str, icon: str) -> None:
    chip = window_chip("libre", left_s, LIMITS)
    assert (chip.tone, chip.icon) == (tone, icon)


def test_rows_show_the_window_near_its_end_only() -> None:
    assert not row_shows_window(4 * 3600, LIMITS)
    assert row_shows_window(4 * 3600 - 1, LIMITS)
    assert row_shows_window(-1, LIMITS)


def test_a_chip_is_as_wide_as_it_says_and_never_wider_than_its_place(theme: Theme) -> None:
    chip = Chip("libre jusqu’à 14:22", "danger", "hourglass")
    for room in (200, 60):
        sheet = Sheet()
        with sheet as painter:
            paint_chip(painter, QRectF(0, 0, room, 64), theme, chip)
        first, last = sheet.columns()
        assert first == 0
        assert last + 1 == pytest.approx(min(room, chip_width(theme, chip)), abs=1.5)


def test_a_chip_stands_at_the_leading_edge(theme: Theme) -> None:
    sheet = Sheet(is_rtl=True)
    with sheet as painter:
        paint_chip(painter, sheet.rect, theme, Chip("ok", "success", "check"))
    assert sheet.columns()[1] == 199


def test_late_is_a_full_disc_and_not_only_a_colour(theme: Theme) -> None:
    ring, disc = Sheet(), Sheet()
    with ring as painter:
        paint_chip(painter, ring.rect, theme, Chip("x", "danger", ring=0.99))
    with disc as painter:
        paint_chip(painter, disc.rect, theme, Chip("x", "danger", ring=1.0))
    at = (7 + 3, 32)  # inside the mark, beside its middle
    ground, ink = theme.colors.danger_soft, theme.colors.danger_soft_text
    assert ring.image.pixelColor(*at) == ground
    assert disc.image.pixelColor(*at) == ink


def test_a_ring_fills_clockwise_from_the_top(theme: Theme) -> None:
    sheet = Sheet(24, 24)
    with sheet as painter:
        paint_ring(painter, sheet.rect, theme.colors.text, 0.5, 4)
    ink = theme.colors.text.name()
    assert sheet.image.pixelColor(21, 12).name() == ink
    assert sheet.image.pixelColor(2, 12).name() != ink


@pytest.mark.parametrize(("count", "text"), [(1, "1"), (99, "99"), (100, "99+"), (12_000, "99+")])
def test_badges_end_at_99(count: int, text: str) -> None:
    assert badge_text(count) == text


def test_a_badge_is_a_disc_for_one_figure_and_wider_for_more(theme: Theme) -> None:
    assert badge_width(theme, 9) == 18
    assert badge_width(theme, 140) > badge_width(theme, 14) > 18
    sheet = Sheet(40, 40)
    with sheet as painter:
        paint_badge(painter, sheet.rect, theme, 9)
    assert sheet.columns() == (11, 28)


def test_every_tick_looks_different(theme: Theme) -> None:
    states: tuple[TickState, ...] = ("waiting", "sent", "delivered", "read", "failed")
    pictures = []
    for state in states:
        sheet = Sheet(20, 20)
        with sheet as painter:
            paint_tick(painter, sheet.rect, theme, state, theme.colors.text_faint)
        pictures.append(bytes(sheet.image.constBits()))
    assert len(set(pictures)) == len(states)


def test_a_strip_hands_out_both_ends_and_mirrors() -> None:
    strip = Strip(QRectF(0, 0, 100, 10), is_rtl=False)
    assert strip.leading(10, 5).left() == 0
    assert strip.trailing(20, 5).left() == 80
    assert strip.rest == QRectF(15, 0, 60, 10)
    turned = Strip(QRectF(0, 0, 100, 10), is_rtl=True)
    assert turned.leading(10, 5).left() == 90
    assert turned.trailing(20, 5).left() == 0
    assert turned.rest == QRectF(25, 0, 60, 10)


def test_a_strip_never_turns_inside_out() -> None:
    strip = Strip(QRectF(0, 0, 10, 10), is_rtl=False)
    strip.leading(8, 8)
    strip.trailing(8, 8)
    assert strip.rest.width() == 0


def test_a_long_text_is_cut_on_one_line(theme: Theme) -> None:
    metrics = theme.metrics()
    assert elided(metrics, "Bonjour", 200) == "Bonjour"
    cut = elided(metrics, "Bonjour\n" * 20_000, 100)
    assert cut.endswith("…")
    assert "\n" not in cut
    assert metrics.horizontalAdvance(cut) <= 100.5


def test_an_arabic_preview_stays_at_the_leading_edge_of_a_french_window(theme: Theme) -> None:
    sheet = Sheet()
    with sheet as painter:
        paint_text(painter, sheet.rect, theme, "شكرا", theme.colors.text)
    assert sheet.columns()[1] < 60


@pytest.mark.parametrize("text", ["<b>x</b>", "\u202eabc", "a\x00b", "\ud800", "\u200b", "x" * 65_536])
def test_hostile_text_is_painted_as_it_is(theme: Theme, text: str) -> None:
    sheet = Sheet()
    with sheet as painter:
        width = paint_text(painter, sheet.rect, theme, text, theme.colors.text)
    assert 0 <= width <= 200
