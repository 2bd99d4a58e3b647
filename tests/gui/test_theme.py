"""The theme in force: palette, switching, fonts, icons, focus ring."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.look import drawn, in_window, theme
from ui.theme.fonts import FontError, load_fonts, load_italic
from ui.theme.icons import MIRRORED, IconName, Icons
from ui.theme.style import FocusRing, KeyWatch, is_keyboard_focus, wants_ring
from ui.theme.theme import Choice, Theme
from ui.theme.tokens import RESOURCES, Role, Weight

__all__ = ["theme"]

ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface_sunken",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "text_faint",
    QPalette.ColorRole.Highlight: "accent_soft",
    QPalette.ColorRole.HighlightedText: "accent_soft_text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
}
ICONS: tuple[IconName, ...] = get_args(IconName)


@pytest.mark.parametrize("choice", ["light", "dark", "high_contrast"])
def test_stock_widgets_get_their_colours_from_the_tokens(
    theme: Theme, qapp: QApplication, choice: Choice
) -> None:
    theme.set_choice(choice)
    palette = qapp.palette()
    for role, name in ROLES.items():
        assert palette.color(role) == getattr(theme.colors, name), role
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert disabled == theme.colors.text_disabled


def test_a_switch_is_told_and_repaints(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(20, 20)
    before = drawn(window).pixelColor(5, 5)
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    assert theme.scheme == "dark"
    assert before == theme.tokens.colors["light"].window
    assert drawn(window).pixelColor(5, 5) == theme.tokens.colors["dark"].window


def test_the_systems_scheme_is_followed_only_if_chosen(theme: Theme, qapp: QApplication) -> None:
    hints = qapp.styleHints()
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.scheme))
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert seen == []
    theme.set_choice("system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
    assert seen == ["dark", "light", "dark", "light"]
    assert theme.choice == "system"


def test_contrast_that_the_system_asks_for_goes_before_its_light_and_dark(
    theme: Theme, qapp: QApplication
) -> None:
    hints = qapp.styleHints()
    asked = hints.accessibility()
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.scheme))
    asked.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert seen == []
    theme.set_choice("system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    asked.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert seen == ["high_contrast", "high_contrast", "dark"]


def test_text_size_multiplies_fonts_and_rows(theme: Theme) -> None:
    assert (theme.font("body").pixelSize(), theme.line("body"), theme.px(64)) == (13, 20, 64)
    theme.set_scale(1.3)
    assert (theme.font("body").pixelSize(), theme.line("body"), theme.px(64)) == (17, 26, 83)


@pytest.mark.parametrize(("weight", "value"), [("regular", 400), ("medium", 500), ("semibold", 600)])
def test_every_weight_is_inters_own(theme: Theme, weight: Weight, value: int) -> None:
    info = QFontInfo(theme.font("body", weight))
    assert (info.family(), info.weight(), info.pixelSize()) == ("Inter", value, 13)


def test_italic_is_a_file_of_its_own(theme: Theme) -> None:
    assert QFontInfo(theme.font("body", italic=True)).italic()


@pytest.mark.parametrize(
    ("role", "size"), [("small", 12), ("body", 13), ("lead", 15), ("title", 20), ("display", 28)]
)
def test_there_are_five_sizes(theme: Theme, role: Role, size: int) -> None:
    font = theme.font(role)
    assert font.pixelSize() == size
    assert font.letterSpacing() == pytest.approx(
        {"lead": -0.1, "title": -0.2, "display": -0.5}.get(role, 0), abs=0.02
    )


def test_tabular_figures_are_equally_wide(theme: Theme) -> None:
    metrics = theme.metrics("body", tabular=True)
    assert metrics.horizontalAdvance("111") == metrics.horizontalAdvance("000")
    loose = theme.metrics("body")
    assert loose.horizontalAdvance("111") < loose.horizontalAdvance("000")


def test_emoji_and_other_scripts_have_families_to_fall_back_on(theme: Theme) -> None:
    families = theme.font().families()
    assert families[0] == "Inter"
    assert {"Noto Sans Arabic", "Noto Sans Hebrew", "Noto Color Emoji"} <= set(families)


def test_a_missing_or_broken_font_is_named(
    tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> None:
    folder = tmp_path_factory.mktemp("fonts")
    with pytest.raises(FontError, match=r"Inter-Regular\.ttf"):
        load_fonts(folder)
    (folder / "Inter-Italic.ttf").write_bytes(b"no font")
    with pytest.raises(FontError, match=r"Inter-Italic\.ttf"):
        load_italic(folder)


def test_the_icons_are_those_of_the_list() -> None:
    files = {path.stem for path in (RESOURCES / "icons" / "lucide").glob("*.svg")}
    assert files == set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn_in_the_colour_asked_for(theme: Theme, name: IconName) -> None:
    image = theme.pixmap(name, 20, theme.colors.danger, 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (40, 2.0)
    pixels = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
    solid = [pixel for pixel in pixels if pixel.alpha() == 255]
    wanted = theme.colors.danger
    assert solid
    assert all(
        abs(pixel.red() - wanted.red()) <= 2 and abs(pixel.blue() - wanted.blue()) <= 2 for pixel in solid
    )


def test_strokes_follow_the_size(theme: Theme) -> None:
    icons = Icons(theme.tokens.icon)
    assert [icons.stroke(size) for size in (12, 14, 16, 18, 20, 32)] == [2.2, 2.0, 2.0, 1.75, 1.75, 1.5]


def test_an_icon_is_drawn_once(theme: Theme) -> None:
    first = theme.pixmap("send", 16, theme.colors.text)
    again = theme.pixmap("send", 16, QColor(theme.colors.text))
    assert first.cacheKey() == again.cacheKey()
    assert first.cacheKey() != theme.pixmap("send", 16, theme.colors.accent).cacheKey()


@pytest.mark.parametrize("name", sorted(MIRRORED))
def test_what_points_is_mirrored(theme: Theme, name: IconName) -> None:
    plain = theme.pixmap(name, 24, theme.colors.text).toImage()
    turned = theme.pixmap(name, 24, theme.colors.text, is_rtl=True).toImage()
    assert turned == plain.flipped(Qt.Orientation.Horizontal)
    assert turned != plain


def test_clocks_and_ticks_are_not(theme: Theme) -> None:
    for name in ("clock", "check", "hourglass", "play", "phone"):
        plain, turned = (theme.pixmap(name, 24, theme.colors.text, is_rtl=rtl) for rtl in (False, True))
        assert plain.cacheKey() == turned.cacheKey()


def test_the_identity_is_drawn_with_its_own_blue_in_every_theme(theme: Theme) -> None:
    choices: tuple[Choice, ...] = ("light", "dark")
    for choice in choices:
        theme.set_choice(choice)
        mark = theme.artwork("icon-small", 32).toImage()
        assert mark.pixelColor(16, 2) == theme.tokens.colors["light"].accent
    assert not theme.icons.window_icon().isNull()
    light = theme.icons.artwork("wordmark", 64, 1.0, theme.tokens.colors["light"].text)
    dark = theme.icons.artwork("wordmark", 64, 1.0, theme.tokens.colors["dark"].text)
    assert light.toImage() != dark.toImage()


def ringed(theme: Theme) -> QWidget | None:
    """The widget that has the focus ring now."""
    ring = theme.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    return ring.target


def test_the_ring_shows_for_keys_and_not_for_the_mouse(theme: Theme, qtbot: QtBot) -> None:
    first, second, bare = QPushButton(), QPushButton(), QPushButton()
    for button in (first, second):
        wants_ring(button, 8)
    window = in_window(first, second, bare)
    qtbot.addWidget(window)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert ringed(theme) is None
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert ringed(theme) is second
    focus = theme.colors.focus.name()
    around = second.geometry()
    middle = around.center().x()
    assert window.grab().toImage().pixelColor(middle, around.top() - 3).name() == focus
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert bare.hasFocus() and ringed(theme) is None


def test_the_ring_outlives_the_window_that_it_was_in(theme: Theme, qtbot: QtBot) -> None:
    for _ in range(2):
        button, other = QPushButton(), QPushButton()
        wants_ring(other, 8)
        window = in_window(button, other)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Tab)
        assert ringed(theme) is other
        window.deleteLater()
        qtbot.waitUntil(lambda: ringed(theme) is None, timeout=20_000)


def test_arrow_keys_in_a_list_count_as_keyboard_focus(theme: Theme, qtbot: QtBot) -> None:
    rows = QListWidget()
    rows.addItems(["Ana", "Bo"])
    KeyWatch(rows, rows.viewport())
    window = in_window(rows)
    qtbot.addWidget(window)
    where = rows.visualItemRect(rows.item(0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert not is_keyboard_focus(rows)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert is_keyboard_focus(rows)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert not is_keyboard_focus(rows)


def test_fonts_are_pixels_so_that_dpi_does_not_bend_the_grid(theme: Theme, qapp: QApplication) -> None:
    font: QFont = qapp.font()
    assert (font.pixelSize(), font.pointSize()) == (13, -1)
