"""The token file holds what it promises: every role in every theme, and contrast that can be read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from ui.theme.on_pictures import DARKROOM, LIGHT, SHADE
from ui.theme.theme import Theme
from ui.theme.token_values import VALUES
from ui.theme.tokens import RESOURCES, SCHEMES, Scheme, TokenError, Tokens, load_tokens, parse_color
from ui.widgets.button import Kind, button_colors
from ui.widgets.paint_chip import Tone, tone_colors

GROUNDS = "surface surface_sunken surface_raised surface_hover window"
# text or mark: least contrast (WCAG 2), grounds; as asked in the design's table of contrast
ASKED: dict[str, list[tuple[float, str]]] = {
    "text": [(7, f"{GROUNDS} surface_pressed accent_soft bubble_in bubble_out")],
    "bubble_note_text": [(7, "bubble_note")],
    "text_muted": [(7, f"{GROUNDS} bubble_in"), (4.5, "accent_soft")],
    "text_faint": [(4.5, f"{GROUNDS} bubble_in accent_soft")],
    "bubble_out_meta": [(4.5, "bubble_out")],
    "bubble_note_meta": [(4.5, "bubble_note")],
    "accent_text": [(4.5, "accent accent_hover accent_pressed")],
    "accent_soft_text": [(7, "accent_soft")],
    "danger_text": [(4.5, "danger")],
    "selection_text": [(7, "selection")],
    "link": [(4.5, f"{GROUNDS} bubble_in bubble_out")],
    "danger": [(4.5, f"{GROUNDS} accent_soft bubble_out danger_soft")],
    "warning": [(4.5, f"{GROUNDS} accent_soft warning_soft")],
    "success": [(4.5, f"{GROUNDS} accent_soft success_soft")],
    "info": [(4.5, f"{GROUNDS} accent_soft info_soft")],
    **{
        f"{tone}_soft_text": [(7, f"{tone}_soft")]
        for tone in ("danger", "warning", "success", "info", "neutral")
    },
    "accent": [(3, GROUNDS)],
    "border_control": [(3, "surface window surface_sunken surface_raised")],
    "focus": [(3, f"{GROUNDS} accent_soft")],
    "tick_read": [(4.5, "bubble_out")],
    **{
        f"{tone}_fill": [(3, "surface window")]
        for tone in ("danger", "warning", "success", "info", "neutral")
    },
}
KINDS: tuple[Kind, ...] = ("primary", "default", "soft", "quiet", "link", "danger", "note")
STATES: tuple[dict[str, bool], ...] = ({}, {"is_hovered": True}, {"is_down": True})


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return load_tokens()


def luminance(color: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = [color.redF(), color.greenF(), color.blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_module_says_what_the_file_says() -> None:
    """After a change of the file: `python -m ui.theme.make_values`."""
    assert tomllib.loads((RESOURCES / "tokens.toml").read_text("utf-8")) == VALUES


def test_black_on_white_is_21() -> None:
    assert contrast(parse_color("#000000"), parse_color("#FFFFFF")) == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_and_mark_can_be_read(tokens: Tokens, scheme: Scheme) -> None:
    colors = tokens.colors[scheme]
    too_faint = [
        f"{ink} on {ground}: {found:.2f} < {least}"
        for ink, rules in ASKED.items()
        for least, grounds in rules
        for ground in grounds.split()
        if (found := contrast(getattr(colors, ink), getattr(colors, ground))) < least
    ]
    assert too_faint == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_button_can_be_read_under_the_pointer_and_pressed_too(scheme: Scheme) -> None:
    """Shades that are mixed have no token of their own."""
    theme = Theme(choice=scheme)
    bare = [getattr(theme.colors, ground) for ground in GROUNDS.split()]
    found = {
        (kind, *state): min(
            contrast(colors.ink, ground) for ground in ([colors.ground] if colors.ground else bare)
        )
        for kind in KINDS
        for state in STATES
        for colors in [button_colors(theme, kind, **state)]
    }
    theme.deleteLater()
    assert {name: ratio for name, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "tone", ["neutral", "accent", "success", "info", "warning", "danger", "outline", "plain"]
)
def test_every_chip_can_be_read(scheme: Scheme, tone: Tone) -> None:
    theme = Theme(choice=scheme)
    ground, ink, _edge = tone_colors(theme, tone)
    theme.deleteLater()
    assert contrast(ink, ground) >= 4.5


def test_words_on_a_picture_can_be_read_on_the_brightest_too() -> None:
    share = SHADE.alphaF()
    on_white = QColor.fromRgbF(
        *(part * share + 1 - share for part in (SHADE.redF(), SHADE.greenF(), SHADE.blueF()))
    )
    assert contrast(LIGHT, on_white) >= 4.5 and contrast(LIGHT, DARKROOM) >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
def test_initials_and_charts_can_be_read(tokens: Tokens, scheme: Scheme) -> None:
    assert all(contrast(pair.ground, pair.initials) >= 6.5 for pair in tokens.avatars.pairs[scheme])
    surface = tokens.colors[scheme].surface
    assert all(contrast(color, surface) >= 3 for color in tokens.charts.series[scheme])


def test_light_and_dark_have_the_eight_hues_of_portraits(tokens: Tokens) -> None:
    assert len(tokens.avatars.pairs["light"]) == len(tokens.avatars.pairs["dark"]) == 8


def test_lengths_of_the_frame_are_those_of_the_design(tokens: Tokens) -> None:
    size = tokens.size
    assert (size.rail, size.rail_narrow, size.status_bar, size.header) == (80, 56, 28, 56)
    assert (size.row_conversation, size.bubble_max, size.dialog_width, size.toast_width) == (
        64,
        480,
        480,
        400,
    )
    assert size.toggle == (32, 18)


def test_alpha_stands_last_in_the_file_and_first_in_qt() -> None:
    color = parse_color("#1D1C1A66")
    assert (color.red(), color.green(), color.blue(), color.alpha()) == (0x1D, 0x1C, 0x1A, 0x66)


@pytest.mark.parametrize("text", ["red", "#12345", "#GGGGGG", ""])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(TokenError):
        parse_color(text)


@pytest.mark.parametrize(
    ("change", "named"),
    [(('focus           = "#74C6DC"', ""), "focus"), (("[space]", "[space]\nx7 = 28"), "x7")],
)
def test_a_role_that_is_missing_or_unknown_is_named(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    text = (RESOURCES / "tokens.toml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "tokens.toml"
    path.write_text(text.replace(change[0], change[1]), "utf-8")
    assert tomllib.loads(path.read_text("utf-8"))
    with pytest.raises(TokenError, match=named):
        load_tokens(path)
