"""The manual's own window, beside the work, for everybody: the owner above all, who reads before trying.

Contents at the left, the page at the right. It never touches what it lies over: Escape closes it, and all is as it was.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.records import record
from app.words import gettext as _
from ui.conversation.links import open_link, where_to
from ui.manual.contents import Contents
from ui.manual.page_view import PageView
from ui.manual.pages import CONTENTS, Manual
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel, set_tip
from ui.widgets.surfaces import Surface, tight

SIZE: Final = (1120, 800)
LEAST: Final = (420, 320)
LIST_PX: Final = 320
ONE_PANE_BELOW: Final = 760  # at the usual size of text


@record
class Stop:
    """A place where the reader was."""

    page: str
    number: int  # of the heading
    lit: tuple[str, ...] = ()
    scrolled: int | None = None  # how far, once they left it


class ManualWindow(QWidget):
    """`closed` when it goes; it destroys itself then."""

    closed = Signal()

    def __init__(self, theme: Theme, language: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme = theme
        self.language = language
        self.manual = Manual(language)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Manual of Comptoir"))
        self.setMinimumSize(*LEAST)
        self._stops: list[Stop] = []
        self._at = -1
        self._picture: QWidget | None = None
        self.contents = Contents(theme, self.manual)
        self.view = PageView(theme, _("Page of the manual"))
        self.back = IconButton(theme, "arrow-left", _("Back"))
        self.forward = IconButton(theme, "chevron-right", _("Forward"))
        self.list_button = IconButton(theme, "layout-list", _("Contents of the manual"), is_checkable=True)
        self._title = ElidedLabel(theme, "", role="lead", weight="semibold")
        self._lay_out()
        self._connect()
        self._fit_screen()

    # -- going

    def go(self, page: str, anchor: str = "", lit: tuple[str, ...] = ()) -> None:
        """A page, at the heading that a link names."""
        self.go_to_heading(page, self.manual.number_of(page, anchor) if anchor else 0, lit)

    def go_to_heading(self, page: str, number: int, lit: tuple[str, ...] = ()) -> None:
        """A page, at its heading of that number; "" and what does not exist are the contents."""
        known = page if page and self.manual.has(page) else CONTENTS
        self._leave()
        del self._stops[self._at + 1 :]
        self._stops.append(Stop(known, number if known == page else 0, lit))
        self._at = len(self._stops) - 1
        self._show()

    def step(self, step: int) -> None:
        """Back (-1) or forward (1) among the places where one was."""
        if 0 <= self._at + step < len(self._stops):
            self._leave()
            self._at += step
            self._show()

    @property
    def stop(self) -> Stop:
        """Where the reader is."""
        return self._stops[self._at]

    def follow(self, href: str) -> None:
        """A link of the page: another page, a heading of this one, or something outside, for the browser."""
        page, _hash, anchor = href.partition("#")
        if "://" in page or page.startswith("mailto:"):
            open_link(href)
        elif page.endswith(".md") or not page:
            name = page.removesuffix(".md").removeprefix("../").removeprefix("en/").removeprefix("fr/")
            self.go(name or self.stop.page, anchor)

    def _leave(self) -> None:
        if self._stops:
            was = self.stop
            self._stops[self._at] = Stop(was.page, was.number, was.lit, self.view.verticalScrollBar().value())

    def _show(self) -> None:
        stop, manual = self.stop, self.manual
        self._show_list(False)  # first: the width tells where a heading stands
        self.view.show_page(manual.text(stop.page), manual.path(stop.page).parent, stop.lit)
        if stop.scrolled is None:
            self.view.show_heading(stop.number)
        else:
            self.view.verticalScrollBar().setValue(stop.scrolled)
        self._title.set_text(manual.title(stop.page))
        self.contents.pages.mark(stop.page)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at + 1 < len(self._stops))

    # -- pictures

    def _show_picture(self, path: str) -> None:
        from ui.manual.picture import Enlarged

        self._picture = Enlarged(self._theme, path, self)
        self._picture.closed.connect(self._forget_picture)
        self._picture.show_over()

    def _forget_picture(self) -> None:
        self._picture = None
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- its shape

    def _lay_out(self) -> None:
        theme = self._theme
        head = Surface(theme, "surface", edges=("bottom",))
        head.setFixedHeight(theme.px(theme.tokens.size.header))
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for part in (self.list_button, self.back, self.forward):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self._title, 1)
        page = Surface(theme, "surface")
        column = tight(QVBoxLayout(page))
        column.addWidget(head)
        column.addWidget(self.view, 1)
        self._page = page
        whole = tight(QHBoxLayout(self))
        whole.addWidget(self.contents)
        whole.addWidget(page, 1)

    def _connect(self) -> None:
        self.contents.asked.connect(self.go_to_heading)
        self.view.link_asked.connect(self.follow)
        self.view.picture_asked.connect(self._show_picture)
        self.view.highlighted.connect(lambda url: self._say_where(url.toString()))
        self.back.clicked.connect(lambda: self.step(-1))
        self.forward.clicked.connect(lambda: self.step(1))
        self.list_button.toggled.connect(self._show_list)
        keys = {
            "Alt+Left": lambda: self.step(-1),
            "Alt+Right": lambda: self.step(1),
            "Ctrl+F": self.look_for,
            "F6": self._next_part,
            "Shift+F6": self._next_part,
            "Ctrl+Home": lambda: self.go(CONTENTS),
        }
        for sequence, act in keys.items():
            QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def look_for(self) -> None:
        """Search in the manual."""
        self._show_list(True)
        self.contents.focus_search()

    def _next_part(self) -> None:
        """From the contents to the page and back."""
        focus = self.focusWidget()
        is_at_list = focus is not None and self.contents.isAncestorOf(focus)
        if is_at_list:
            self._show_list(False)
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._show_list(True)
            part: QWidget = self.contents.results if self.contents.is_searching else self.contents.pages
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say_where(self, href: str) -> None:
        is_outside = "://" in href or href.startswith("mailto:")
        set_tip(self.view, where_to(href) if is_outside else "")

    @property
    def is_one_pane(self) -> bool:
        """Whether there is room for the contents or the page alone."""
        return self.width() < self._theme.px(ONE_PANE_BELOW)

    def _show_list(self, is_asked: bool) -> None:
        """In a narrow window the contents stand in place of the page."""
        self.list_button.setVisible(self.is_one_pane)
        if self.list_button.isChecked() != is_asked:
            self.list_button.setChecked(is_asked)
            return
        takes_all = self.is_one_pane and is_asked
        self.contents.setVisible(not self.is_one_pane or is_asked)
        self.view.setVisible(not takes_all)
        self.contents.setFixedWidth(
            self.width() - self._theme.px(64) if takes_all else self._theme.px(LIST_PX)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One pane or two."""
        super().resizeEvent(event)
        self._show_list(self.list_button.isChecked() and self.is_one_pane)
        if self._picture is not None:
            self._picture.setGeometry(self.rect())

    def _fit_screen(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry().size() if screen is not None else self.size()
        wide, high = (self._theme.px(length) for length in SIZE)
        self.resize(min(wide, room.width()), min(high, room.height() - 40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the search, then closes."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.contents.is_searching:
            self.contents.clear()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """It goes."""
        super().closeEvent(event)
        self.closed.emit()
