"""The manual in the program: F1 at the place where one is, reading, searching, going back, and leaving as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.words import set_language
from tests.gui.hands import ALT
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.deals.new_deal import NewDealDialog
from ui.manual.dressing import pictures_in
from ui.manual.page_view import PageView
from ui.manual.pages import CONTENTS
from ui.manual.where import place_of
from ui.manual.window import ManualWindow
from ui.settings.pages import page_options
from ui.theme.theme import Theme

__all__ = ["rig"]
CTRL = Qt.KeyboardModifier.ControlModifier
SCREENS = {
    "today": "today#today",
    "inbox": "inbox#the-list",
    "contacts": "contacts-table",
    "deals": "deals",
    "appointments": "appointments",
    "reports": "reports",
    "tasks": "tasks",
    "imports": "import",
}
PAGES = {
    "general": "hours",
    "team": "members",
    "hours": "hours",
    "agenda": "appointments",
    "auto_replies": "auto-replies",
    "standards": "standards",
    "quick_replies": "quick-replies",
    "templates": "templates",
    "profile": "templates",
    "safety": "hub",
    "contact_fields": "contacts",
    "pipelines": "deals",
    "audit": "today",
    "connection": "connection",
    "areas": "connection",
}


def manual(rig: Rig) -> ManualWindow:
    window = rig.window.manual.window
    assert window is not None
    return window


def shown(rig: Rig) -> str:
    """Page and heading, as the table of places names them."""
    window = manual(rig)
    anchor = window.manual.headings(window.stop.page)[window.stop.number].anchor
    return window.stop.page + (f"#{anchor}" if window.stop.number else "")


async def come_back(rig: Rig) -> None:
    press(manual(rig), Qt.Key.Key_Escape)
    await until(lambda: rig.window.manual.window is None and rig.window.isActiveWindow())


@pytest.fixture
def window(qapp: QApplication) -> Iterator[ManualWindow]:
    """The manual alone, in English."""
    set_language("en")
    theme = Theme(choice="light")
    theme.apply(qapp)
    window = ManualWindow(theme, "en")
    window.resize(1120, 800)
    window.show()
    window.go("")
    assert QTest.qWaitForWindowActive(window)
    yield window
    if isValid(window):
        window.close()
    theme.deleteLater()
    qapp.setStyleSheet("")


async def test_f1_opens_the_page_of_every_screen(rig: Rig) -> None:
    for screen, wanted in SCREENS.items():
        rig.panes.show_screen(screen)
        assert place_of(QApplication.focusWidget(), rig.window) == wanted, screen
        assert place_of(rig.panes.rail.entry, rig.window) == wanted, screen
    press(rig.window, Qt.Key.Key_F1)
    assert shown(rig) == "import"
    await come_back(rig)


async def test_f1_opens_the_page_of_every_part_of_the_settings(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    assert {option.id for option in page_options("owner")} == set(PAGES)
    for page, wanted in PAGES.items():
        rig.panes.settings.show_page(page)
        rig.panes.settings.tabs.setFocus()
        if page == "general":
            rig.panes.settings.focus_first()
        assert place_of(QApplication.focusWidget(), rig.window).partition("#")[0] == wanted, page


async def test_a_setting_leads_to_its_own_page(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    rig.panes.settings.fields["theme"].control.setFocus()
    rig.window.manual.open_here()
    assert manual(rig).stop.page == "shared-computer"
    await come_back(rig)


async def test_f1_in_an_answer_leads_to_answering_and_the_draft_stays(rig: Rig) -> None:
    rig.open(3)
    rig.write("Bonjour, oui")
    press(rig.conversation.composer.box, Qt.Key.Key_F1)
    assert shown(rig) == "inbox#answering"
    await come_back(rig)
    assert rig.conversation.composer.text == "Bonjour, oui"
    assert rig.window.focusWidget() is rig.conversation.composer.box


async def test_f1_in_a_dialog_leads_to_its_page_and_the_dialog_stays(rig: Rig) -> None:
    rig.panes.show_screen("deals")
    press(rig.window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = next(one for one in rig.window.findChildren(NewDealDialog) if one.isVisible())
    await until(dialog.isActiveWindow)
    handle = dialog.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_F1)
    assert shown(rig) == "deals#a-new-deal"
    assert dialog.isVisible()
    press(manual(rig), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.reject()


async def test_the_status_bar_and_the_settings_have_a_button(rig: Rig) -> None:
    rig.open(3)
    rig.conversation.focus_composer()
    rig.panes.status.manual.click()
    assert shown(rig) == "inbox#answering"
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("hours")
    rig.panes.settings.manual_button.click()
    assert shown(rig) == "hours"
    await come_back(rig)


async def test_another_language_speaks_in_an_open_manual(rig: Rig) -> None:
    rig.window.manual.open("deals#by-key")
    before = manual(rig)
    rig.window.manual.speak_anew()  # the panes were made anew, in the same language
    assert manual(rig) is before
    set_language("fr")
    rig.window.manual.speak_anew()
    assert shown(rig).startswith("deals#") and manual(rig).stop.number == 3
    assert manual(rig).windowTitle() == "Mode d’emploi de Comptoir"
    await come_back(rig)


async def test_the_manual_ends_with_the_program(rig: Rig) -> None:
    rig.window.manual.open()
    window = manual(rig)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    rig.window.close()
    assert closed == [True]


# -- the window by itself


async def test_it_begins_with_the_contents_and_a_page_opens_by_key(window: ManualWindow) -> None:
    assert window.stop.page == CONTENTS
    pages = window.contents.pages
    pages.setFocus()
    first = next(number for number, row in enumerate(pages.rows.rows) if not row.is_head)
    pages.setCurrentIndex(pages.rows.index(first))
    press(pages, Qt.Key.Key_Down)
    press(pages, Qt.Key.Key_Return)
    assert window.stop.page == "first-hour-front-desk"
    assert pages.currentIndex().row() == first + 1


async def test_search_finds_without_accents_lights_and_escape_ends_it_first(window: ManualWindow) -> None:
    press(window, Qt.Key.Key_F, CTRL)
    search = window.contents.search
    assert search.hasFocus()
    type_text(search, "WAITING list")
    press(search, Qt.Key.Key_Return)
    assert (window.stop.page, window.view.headings[window.stop.number]) == (
        "appointments",
        "The waiting list",
    )
    assert len(window.view.extraSelections()) > 3
    assert window.view.verticalScrollBar().value() > 0
    press(search, Qt.Key.Key_Escape)
    assert window.isVisible() and not window.contents.is_searching
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    press(window, Qt.Key.Key_Escape)
    assert closed == [True]


async def test_what_is_not_there_is_said(window: ManualWindow) -> None:
    type_text(window.contents.search, "zzzz")
    press(window.contents.search, Qt.Key.Key_Return)
    assert window.contents.says.text.startswith("Nothing in the manual")
    assert window.stop.page == CONTENTS


async def test_links_lead_on_and_back_comes_to_the_same_line(window: ManualWindow) -> None:
    window.go("inbox")
    window.view.verticalScrollBar().setValue(300)
    window.view.anchorClicked.emit(QUrl("notifications.md#focus-mode"))
    assert (window.stop.page, window.stop.number) == ("notifications", 3)
    assert window.view.verticalScrollBar().value() > 0
    press(window, Qt.Key.Key_Left, ALT)
    assert window.stop.page == "inbox" and window.view.verticalScrollBar().value() == 300
    assert window.forward.isEnabled()
    press(window, Qt.Key.Key_Right, ALT)
    assert window.stop.page == "notifications" and not window.forward.isEnabled()
    window.follow("no-such-page.md")
    assert window.stop.page == CONTENTS


class Browser(QObject):
    """What the system would open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


async def test_an_outside_link_goes_to_the_browser_and_nothing_is_fetched(window: ManualWindow) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # the stub wants bytes, Qt the name
    window.follow("https://example.com/a")
    window.follow("file:///etc/passwd")
    QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == ["https://example.com/a"]
    assert window.view.loadResource(2, QUrl("https://example.com/a.png")) is None
    assert window.stop.page == CONTENTS


async def test_a_narrow_window_shows_the_page_or_the_contents(window: ManualWindow) -> None:
    assert not window.list_button.isVisible() and window.contents.isVisible()
    window.resize(500, 600)
    assert window.list_button.isVisible() and not window.contents.isVisible()
    window.list_button.click()
    assert window.contents.isVisible() and not window.view.isVisible()
    window.contents.pages.opened.emit("deals")
    assert window.view.isVisible() and not window.contents.isVisible()


async def test_f6_goes_from_the_page_to_the_contents_and_back(window: ManualWindow) -> None:
    window.view.setFocus()
    press(window.view, Qt.Key.Key_F6)
    assert window.contents.pages.hasFocus()
    press(window.contents.pages, Qt.Key.Key_F6)
    assert window.view.hasFocus()


async def test_large_letters_keep_the_heading_that_was_gone_to(window: ManualWindow) -> None:
    window.go("deals", "by-key")
    window._theme.set_scale(1.3)
    window.resize(900, 700)
    top = window.view.cursorForPosition(window.view.rect().topLeft()).block()
    assert top.text() == "By key" or top.next().text() == "By key"


def test_pictures_fit_the_column_and_stay_whole(qapp: QApplication, tmp_path: Path) -> None:
    image = QImage(1440, 900, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(tmp_path / "a.png"))
    theme = Theme(choice="light")
    theme.apply(qapp)
    view = PageView(theme, "page")
    asked: list[str] = []
    view.picture_asked.connect(asked.append)
    for width in (1000, 400):
        view.resize(width, 600)
        view.show()
        view.show_page("# A\n\n![a picture](a.png)\n", tmp_path)
        assert [name for _at, name in pictures_in(view.document())] == ["a.png"]
        cursor = QTextCursor(view.document())
        cursor.setPosition(next(at for at, _name in pictures_in(view.document())) + 1)
        form = cursor.charFormat().toImageFormat()
        assert form.width() == view.viewport().width() <= width
        assert form.height() == pytest.approx(form.width() * 900 / 1440, abs=1)
    view.anchorClicked.emit(QUrl("picture:a.png"))
    assert asked == [str(tmp_path / "a.png")]
    view.close()
    theme.deleteLater()
    qapp.setStyleSheet("")
