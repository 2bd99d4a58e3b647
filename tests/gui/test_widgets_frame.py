"""What frames the screens and what floats over them: rail, status bar, banner, toasts, menus, dialogs, keys."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.words import set_language
from tests.gui.look import colors_in, drawn, in_window, theme
from ui.gallery import Gallery
from ui.gallery_parts import picture
from ui.gallery_words import ENGLISH, FRENCH
from ui.keys import KEYS
from ui.theme.theme import Theme
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import ElidedLabel
from ui.widgets.menu import Menu
from ui.widgets.paint_avatar import Portrait
from ui.widgets.practice_banner import PracticeBanner
from ui.widgets.rail import NavigationRail, RailItem
from ui.widgets.small_parts import AvatarView, ChipView, EmptyState, SkeletonRows
from ui.widgets.status_bar import StatusBar
from ui.widgets.surfaces import Surface
from ui.widgets.toast import Toast, ToastStack

__all__ = ["theme"]

ITEMS = (
    RailItem("inbox", "message-square", "Inbox", 9, "9 to answer"),
    RailItem("people", "contact", "Contacts"),
)
FOOT = (
    RailItem("settings", "settings", "Settings"),
    RailItem("me", "user", "Léa", portrait=Portrait("lea", "Léa")),
)


def rail_in_window(theme: Theme, qtbot: QtBot) -> tuple[NavigationRail, dict[str, QAbstractButton]]:
    rail = NavigationRail(theme, "Screens")
    rail.set_items(ITEMS, FOOT)
    rail.set_active("people")
    qtbot.addWidget(rail)
    rail.show()
    rail.activateWindow()
    assert QTest.qWaitForWindowActive(rail)
    buttons = [child for child in rail.children() if isinstance(child, QAbstractButton)]
    return rail, {button.text(): button for button in buttons}


def test_the_rail_moves_by_up_and_down_and_opens_by_enter(theme: Theme, qtbot: QtBot) -> None:
    rail, buttons = rail_in_window(theme, qtbot)
    opened: list[str] = []
    rail.activated.connect(opened.append)
    buttons["Contacts"].setFocus()
    QTest.keyClick(buttons["Contacts"], Qt.Key.Key_Up)
    assert buttons["Inbox"].hasFocus()
    QTest.keyClick(buttons["Inbox"], Qt.Key.Key_Return)
    QTest.keyClick(buttons["Inbox"], Qt.Key.Key_Up)
    assert buttons["Léa"].hasFocus()
    QTest.keyClick(buttons["Léa"], Qt.Key.Key_Home)
    QTest.keyClick(buttons["Inbox"], Qt.Key.Key_End)
    assert buttons["Léa"].hasFocus()
    QTest.mouseClick(buttons["Settings"], Qt.MouseButton.LeftButton)
    assert opened == ["inbox", "settings"]


def test_in_large_letters_a_narrow_rails_badge_leaves_the_icon_visible(theme: Theme, qtbot: QtBot) -> None:
    theme.set_scale(1.3)
    rail, buttons = rail_in_window(theme, qtbot)
    rail.set_narrow(True)
    inbox, icon, badge = buttons["Inbox"].sizeHint(), theme.tokens.icon.large, theme.px(18)
    assert inbox.width() == 40
    assert (inbox.height() + icon) / 2 - badge >= icon / 2


def test_tab_enters_the_rail_at_the_screen_in_view_only(theme: Theme, qtbot: QtBot) -> None:
    rail, buttons = rail_in_window(theme, qtbot)

    def entries() -> set[str]:
        tab = Qt.FocusPolicy.TabFocus
        return {text for text, button in buttons.items() if button.focusPolicy() & tab == tab}

    assert entries() == {"Contacts"}
    rail.set_active("inbox")
    assert (entries(), rail.active_id) == ({"Inbox"}, "inbox")
    rail.set_active("elsewhere")
    assert entries() == {"Inbox"}


def test_a_badge_is_said_in_words(theme: Theme, qtbot: QtBot) -> None:
    rail, buttons = rail_in_window(theme, qtbot)
    assert buttons["Inbox"].accessibleName() == "Inbox, 9 to answer"
    rail.set_badge("inbox", 2, "2 to answer")
    assert buttons["Inbox"].accessibleName() == "Inbox, 2 to answer"
    rail.set_badge("inbox", 0)
    assert buttons["Inbox"].accessibleName() == "Inbox"


def test_the_narrow_rail_has_icons_with_tips(theme: Theme, qtbot: QtBot) -> None:
    rail, buttons = rail_in_window(theme, qtbot)
    assert (rail.sizeHint().width(), buttons["Contacts"].sizeHint().height()) == (80, 56)
    assert buttons["Contacts"].toolTip() == ""
    rail.set_narrow(True)
    assert (rail.sizeHint().width(), buttons["Contacts"].sizeHint().height()) == (56, 40)
    assert "Contacts" in buttons["Contacts"].toolTip()


def test_other_items_keep_the_active_one(theme: Theme, qtbot: QtBot) -> None:
    rail, _buttons = rail_in_window(theme, qtbot)
    rail.set_items(ITEMS[1:], FOOT)
    assert rail.active_id == "people"
    assert theme.colors.accent_soft.name() in colors_in(drawn(rail))


def test_the_status_bar_drops_its_end_first_then_its_last_facts(theme: Theme, qtbot: QtBot) -> None:
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    facts = ("Connected", "last message received 2 min ago", "0 to send")
    bar.set_state("success", facts, ("Salon Camille", "+33 6 39 98 10 20"))
    assert bar.sizeHint().height() == 28
    bar.resize(1000, 28)
    assert (bar.shown_facts, bar.shows_end) == (facts, True)
    assert theme.colors.success.name() in colors_in(drawn(bar))
    bar.resize(420, 28)
    assert (bar.shown_facts, bar.shows_end) == (facts, False)
    bar.resize(120, 28)
    assert bar.shown_facts == ("Connected",)
    assert bar.accessibleName() == ". ".join((*facts, "Salon Camille", "+33 6 39 98 10 20"))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "You are practising with example customers."),
        ("fr", "Vous vous entraînez avec des clients d’exemple."),
    ],
)
def test_the_banner_says_that_nobody_receives_anything(
    theme: Theme, qtbot: QtBot, code: str, sentence: str
) -> None:
    set_language(code)
    try:
        banner = PracticeBanner(theme)
    finally:
        set_language("en")
    window = in_window(banner)
    qtbot.addWidget(window)
    assert sentence in banner.accessibleName()
    assert banner.sizeHint().height() == banner.height() == 32
    window.resize(1000, 200)
    assert banner.second.isVisible()
    window.resize(860, 200)
    assert not banner.second.isVisible()
    with qtbot.waitSignal(banner.quit_requested):
        QTest.keyClick(banner.quit_button, Qt.Key.Key_Space)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_words_keep_clear_of_painted_icons_in_both_directions(
    theme: Theme, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    pane = in_window(banner := PracticeBanner(theme))
    qtbot.addWidget(pane)
    toast = Toast(theme, "Conversation done", action="Undo", parent=pane)
    pane.setLayoutDirection(direction)
    pane.resize(1000, 300)
    toast.show()
    for part, starts_at_px in ((banner, 40), (toast, 47)):
        words = part.findChildren(ElidedLabel)[0].geometry()
        is_rtl = direction == Qt.LayoutDirection.RightToLeft
        assert (part.width() - 1 - words.right() if is_rtl else words.left()) == starts_at_px
    toast.dismiss()


def test_a_toast_goes_by_itself(theme: Theme, qtbot: QtBot) -> None:
    pane = in_window()
    qtbot.addWidget(pane)
    stack = ToastStack(theme, pane)
    toast = stack.show("Done", stay_ms=80)
    with qtbot.waitSignal(toast.closed):
        pass
    assert stack.toasts == ()


def hover(toast: Toast) -> None:
    """As if the pointer came over it."""
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(toast, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def leave(toast: Toast) -> None:
    """As if it left again."""
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))


def test_a_toast_waits_while_it_is_read_or_focused(theme: Theme, qtbot: QtBot) -> None:
    pane = in_window()
    qtbot.addWidget(pane)
    pane.resize(800, 600)
    toast = ToastStack(theme, pane).show("Done", action="Undo", stay_ms=60_000)
    assert toast.link is not None
    qtbot.waitUntil(lambda: toast.left_ms < 60_000, timeout=20_000)
    hover(toast)
    held = toast.left_ms
    reference = Toast(theme, "Another", stay_ms=150, parent=pane)
    reference.move(300, 200)  # away from where the pointer of the offscreen platform rests
    reference.start()  # measures time without a sleep: while it goes by, the held one must not move
    with qtbot.waitSignal(reference.closed):
        pass
    assert toast.left_ms == held
    toast.link.setFocus()
    leave(toast)
    assert toast.left_ms == held
    toast.link.clearFocus()
    qtbot.waitUntil(lambda: toast.left_ms < held, timeout=20_000)
    toast.dismiss()


def test_a_toasts_link_is_reached_and_used_by_keys(theme: Theme, qtbot: QtBot) -> None:
    pane = in_window()
    qtbot.addWidget(pane)
    stack = ToastStack(theme, pane)
    assert not stack.focus_newest()
    toast = stack.show("Conversation done", action="Undo")
    assert stack.focus_newest()
    assert toast.link is not None and toast.link.hasFocus()
    with qtbot.waitSignals([toast.acted, toast.closed]):
        QTest.keyClick(toast.link, Qt.Key.Key_Space)
    other = stack.show("Conversation done", action="Undo")
    stack.focus_newest()
    with qtbot.waitSignal(other.closed), qtbot.assertNotEmitted(other.acted):
        QTest.keyClick(other, Qt.Key.Key_Escape)


def test_three_toasts_at_most_at_the_lower_leading_corner(theme: Theme, qtbot: QtBot) -> None:
    pane = in_window()
    qtbot.addWidget(pane)
    pane.resize(800, 600)
    stack = ToastStack(theme, pane)
    for text in ("1", "2", "3", "4"):
        stack.show(text)
    assert [toast.text for toast in stack.toasts] == ["2", "3", "4"]
    last = stack.toasts[-1].geometry()
    assert (last.left(), last.bottom() + 1, last.width(), last.height()) == (24, 576, 400, 48)
    pane.resize(800, 700)
    assert stack.toasts[-1].geometry().bottom() + 1 == 676
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    pane.resize(900, 700)
    assert stack.toasts[-1].geometry().right() + 1 == 876
    for toast in stack.toasts:
        toast.dismiss()


def test_a_toast_can_say_something_else(theme: Theme, qtbot: QtBot) -> None:
    toast = Toast(theme, "Sending in 3 s")
    qtbot.addWidget(toast)
    toast.set_text("Sending in 2 s")
    assert toast.text == toast.accessibleName() == "Sending in 2 s"


def test_a_menu_answers_to_keys_and_sets_danger_apart(theme: Theme, qtbot: QtBot) -> None:
    button = QWidget()
    window = in_window(button)
    qtbot.addWidget(window)
    menu = Menu(theme, "Conversation", window)
    chosen: list[str] = []
    menu.add("Snooze & wait", lambda: chosen.append("snooze"), icon="alarm-clock", key="H")
    menu.add("Block", lambda: chosen.append("block"), icon="ban", is_danger=True)
    menu.open_below(button)
    qtbot.waitUntil(menu.isVisible, timeout=20_000)
    kinds = [action.isSeparator() for action in menu.actions()]
    assert kinds == [False, True, False]
    assert theme.colors.danger.name() in colors_in(drawn(menu, 2.0))
    assert menu.actionGeometry(menu.actions()[0]).height() == 32
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == ["snooze"]


def test_the_dangerous_answer_is_right_of_the_safe_one_and_never_the_default(
    theme: Theme, qtbot: QtBot
) -> None:
    window = in_window()
    qtbot.addWidget(window)
    dialog = ConfirmDialog(
        theme, "Erase?", "All of it.", confirm="Erase", keep="Keep", link="Export first", parent=window
    )
    dialog.open()
    qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    assert dialog.width() == 480
    assert dialog.keep_button.x() < dialog.confirm_button.x()
    assert dialog.keep_button.isDefault() and not dialog.confirm_button.isDefault()
    with qtbot.assertNotEmitted(dialog.confirmed), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, None])
def test_only_the_second_answer_confirms(theme: Theme, qtbot: QtBot, key: Qt.Key | None) -> None:
    window = in_window()
    qtbot.addWidget(window)
    dialog = ConfirmDialog(theme, "Leave?", "", confirm="Leave", keep="Stay", is_danger=False, parent=window)
    dialog.open()
    confirmed: list[bool] = []
    dialog.confirmed.connect(lambda: confirmed.append(True))
    with qtbot.waitSignal(dialog.finished):
        if key is None:
            QTest.keyClick(dialog.confirm_button, Qt.Key.Key_Space)
        else:
            QTest.keyClick(dialog, key)
    assert confirmed == ([True] if key is None else [])


def test_an_empty_place_says_why_and_gives_one_way_on(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState(
        theme, "coffee", "Nobody is waiting", "Everyone has an answer. " * 3, action="Confirm tomorrow"
    )
    window = in_window(empty)
    qtbot.addWidget(window)
    assert empty.button is not None
    with qtbot.waitSignal(empty.acted):
        QTest.keyClick(empty.button, Qt.Key.Key_Space)
    assert EmptyState(theme, "search", "Nothing").button is None


def test_a_skeleton_is_not_drawn_for_a_short_wait(theme: Theme, qtbot: QtBot) -> None:
    rows = SkeletonRows(theme)
    qtbot.addWidget(rows)
    rows.resize(360, 200)
    ground = theme.colors.surface_pressed.name()
    rows.start()
    assert ground not in colors_in(drawn(rows))
    qtbot.waitUntil(lambda: ground in colors_in(drawn(rows)), timeout=20_000)
    rows.stop()
    assert ground not in colors_in(drawn(rows))
    rows.start()
    rows.stop()


def test_views_of_painted_parts_have_names(theme: Theme, qtbot: QtBot) -> None:
    chip = ChipView(theme, FRENCH.chip_rows[0][1])
    avatar = AvatarView(theme, Portrait("lea", "Léa"), 32)
    for widget in (chip, avatar):
        qtbot.addWidget(widget)
    assert chip.accessibleName() == "Confirmé"
    before = drawn(avatar)
    avatar.set_portrait(Portrait("bo", "Bo"))
    assert avatar.accessibleName() == "Bo"
    assert drawn(avatar) != before


def test_edges_of_a_surface_are_mirrored(theme: Theme, qtbot: QtBot) -> None:
    pane = Surface(theme, "surface", edges=("trailing", "bottom"))
    qtbot.addWidget(pane)
    pane.resize(20, 20)
    border = theme.colors.border
    assert drawn(pane).pixelColor(19, 5) == border
    assert drawn(pane).pixelColor(5, 19) == border
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert drawn(pane).pixelColor(0, 5) == border
    assert drawn(pane).pixelColor(19, 5) == theme.colors.surface


def test_no_key_is_given_twice_where_both_could_act() -> None:
    apart = {"open_row", "send"}  # one acts in the list, the other in the composer
    counts = Counter(shortcut.sequence for key, shortcut in KEYS.items() if key not in apart)
    assert [sequence for sequence, count in counts.items() if count > 1] == []
    for shortcut in KEYS.values():
        assert not QKeySequence(shortcut.sequence).isEmpty()
        assert shortcut.description


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_the_gallery_is_drawn_in_both_themes_and_ratios(theme: Theme, qtbot: QtBot, words: object) -> None:
    page = Gallery(theme, FRENCH if words is FRENCH else ENGLISH)
    qtbot.addWidget(page)
    light = picture(page, 1.0)
    double = picture(page, 2.0)
    assert (double.width(), double.height()) == (2 * light.width(), 2 * light.height())
    assert light.width() == 1440
    theme.set_choice("dark")
    assert picture(page, 1.0).toImage().pixelColor(2, 200) == theme.tokens.colors["dark"].surface
