"""The set-up as a screen: the steps at the left, one of them at the right, and below it the ways on and back.

It can be left at any moment and is taken up again where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.setup_desk import SetupDesk
from app.domain.setup import STEPS, Step
from app.words import gettext as _
from ui.kit import Kit
from ui.setup.account import AccountPage
from ui.setup.address import AddressPage, DeliveryPage, MakeAddress, OwnAddress
from ui.setup.changes import ChangesPage
from ui.setup.column import SIDE, ScrolledColumn
from ui.setup.done import DonePage
from ui.setup.keys import AppPage, TokenPage
from ui.setup.number import NumberPage
from ui.setup.offer import PUT_OFF
from ui.setup.page import StepPage
from ui.setup.questions import QuestionsPage
from ui.setup.rail import StepRail
from ui.setup.session import SetupSession
from ui.setup.trial import TrialPage
from ui.setup.words import step_name
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface, tight

RAIL_FROM: Final = 860
FOOT: Final = 64


class SetupView(Surface):
    """`left`: the person goes on later, or is done. `import_asked(what)`: see `app.domain.setup.BringFrom`.

    `areas_asked`: what is not needed is to be switched off. `doors_asked`: something else is to be begun with.
    `finished`: the number is connected, and all is done.
    """

    left = Signal()
    finished = Signal()
    import_asked = Signal(str)
    areas_asked = Signal()
    doors_asked = Signal()

    def __init__(
        self, kit: Kit, desk: SetupDesk, make_address: MakeAddress = OwnAddress, parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self.session = SetupSession(kit, desk, self)
        self._make_address = make_address
        self.pages: dict[Step, StepPage] = {}
        theme = kit.theme
        self.rail = StepRail(theme, self.session)
        self.steps = Button(theme, "", kind="quiet", trailing="chevron-down")
        self.other = Button(theme, _("Begin another way"), kind="quiet")
        self.later = Button(theme, _("Go on later"), kind="quiet")
        self.back = Button(theme, _("Back"), icon="arrow-left")
        self.main = Button(theme, _("Go on"), kind="primary", key_hint="⏎")
        self.stop = Button(theme, _("Stop waiting"), kind="quiet")
        self.says = ElidedLabel(theme, "", ink="text_muted")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show(self.session.shown)

    @property
    def page(self) -> StepPage:
        """The step in view."""
        scrolled = self._stack.currentWidget()
        assert isinstance(scrolled, _Step)
        return scrolled.page

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.page.first_control or (self.stop if self.session.is_busy else self.main)

    def focus_first(self) -> None:
        """Looked at: the keyboard enters the step."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        trial = self.pages.get("trial")
        if isinstance(trial, TrialPage):
            trial.close_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads nowhere by accident: what is typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for the list of steps, a menu has it."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._kit.theme.px(RAIL_FROM)
        self.rail.setVisible(is_wide)
        self.steps.setVisible(not is_wide)
        self._title.setVisible(is_wide)
        self._show_other()

    # -- made once

    def _lay_out(self) -> None:
        theme = self._kit.theme
        head = Surface(theme, "surface", edges=("bottom",))
        head.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        title = QHBoxLayout(head)
        title.setContentsMargins(SIDE, 0, 16, 0)
        self._title = Label(theme, _("Connect my number"), role="title", weight="semibold")
        title.addWidget(self._title)
        title.addWidget(self.steps)
        title.addStretch(1)
        title.addWidget(self.other)
        title.addWidget(self.later)
        foot = Surface(theme, "surface", edges=("top",))
        foot.setFixedHeight(theme.px(FOOT))
        row = QHBoxLayout(foot)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.says, 1)
        row.addWidget(self.stop)
        row.addWidget(self.main)
        right = tight(QVBoxLayout())
        right.addWidget(self._stack, 1)
        right.addWidget(foot)
        body = tight(QHBoxLayout())
        body.addWidget(self.rail)
        body.addLayout(right, 1)
        whole = tight(QVBoxLayout(self))
        whole.addWidget(head)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        session = self.session
        session.moved.connect(lambda step: self._show(step))
        session.changed.connect(self._refresh)
        session.left.connect(self._leave)
        session.finished.connect(self.finished)
        session.forgotten.connect(self._begin_anew)
        self._kit.bridge.changed.connect(self._show_other)
        self.rail.chosen.connect(session.go)
        self.steps.clicked.connect(self._open_steps)
        self.later.clicked.connect(self._leave)
        self.other.clicked.connect(self.doors_asked)
        self.back.clicked.connect(session.go_back)
        self.stop.clicked.connect(session.stop)
        self.main.clicked.connect(self._do_main)

    def _make(self, step: Step) -> StepPage:
        kit, session = self._kit, self.session
        if step == "address":
            page: StepPage = AddressPage(kit, session, self._make_address)
        else:
            page = PAGES[step](kit, session)
        if isinstance(page, DonePage):
            page.import_asked.connect(self.import_asked)
            page.areas_asked.connect(self.areas_asked)
        page.edited.connect(self._refresh)
        page.entered.connect(self._main_by_key)
        return page

    # -- what it shows

    def _show(self, step: Step) -> None:
        if step not in self.pages:
            self.pages[step] = self._make(step)
            self._stack.addWidget(_Step(self._kit.theme, self.pages[step]))
        page = self.pages[step]
        scrolled = next(one for one in self._scrolled() if one.page is page)
        self._stack.setCurrentWidget(scrolled)
        scrolled.verticalScrollBar().setValue(0)
        page.enter()
        self._refresh()
        if self.isVisible():
            self.focus_first()

    def _scrolled(self) -> list[_Step]:
        widgets = [self._stack.widget(place) for place in range(self._stack.count())]
        return [one for one in widgets if isinstance(one, _Step)]

    def _begin_anew(self) -> None:
        """Nothing is left of what was typed."""
        self.close_down()
        self.pages.clear()
        for scrolled in self._scrolled():
            self._stack.removeWidget(scrolled)
            scrolled.hide()
            scrolled.deleteLater()
        self._show(self.session.shown)

    def _refresh(self) -> None:
        session, page = self.session, self.page
        focus = self.window().focusWidget()  # also while another program is in front
        was_here = focus is not None and page.isAncestorOf(focus)
        page.refresh()
        self.rail.refresh()
        place = STEPS.index(session.shown)
        words = _("Step {n} of {count}: {name}").format(
            n=place + 1, count=len(STEPS), name=step_name(session.shown)
        )
        self.steps.setText(words)
        self.steps.updateGeometry()
        self.back.setVisible(place > 0)
        self.later.setVisible(session.shown != "done")
        self._show_other()
        self.main.set_face(page.main_words(), key_hint="⏎")
        is_busy = session.is_busy and not session.is_quiet
        was_busy = self.stop.isVisibleTo(self)
        self._show_busy(is_busy=is_busy)
        if focus is not None and was_here and not focus.isVisibleTo(page):  # it was answered, and is gone
            self._enter()
        self.says.set_text(page.waits_for() if is_busy else "")
        self._order()
        if was_busy and not is_busy:
            self._show_outcome()

    def _show_other(self) -> None:
        """What is in the log comes a moment after the window, and decides. Without room the menu of steps has it."""
        self.other.setVisible(self.session.can_begin_again and not self.steps.isVisibleTo(self))

    def _show_outcome(self) -> None:
        """What was found comes into view, with the keyboard at what is wrong."""
        wrong = self.page.first_error
        if wrong is not None:
            self._focus(wrong)
        elif self.page.findings.isVisibleTo(self.page):
            self._bring(self.page.findings)

    def _focus(self, control: QWidget) -> None:
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring(control)

    def _bring(self, part: QWidget) -> None:
        """Into view, once it has its place."""
        scrolled = self._stack.currentWidget()
        assert isinstance(scrolled, _Step)
        if scrolled.page.isAncestorOf(part):
            around = part.parentWidget()
            whole = around if isinstance(around, Field) else part  # with what is said of it
            QTimer.singleShot(0, whole, lambda: scrolled.ensureWidgetVisible(whole, 0, SIDE))

    def _show_busy(self, *, is_busy: bool) -> None:
        """The keyboard waits on the button that stops the waiting, and comes back from there."""
        focus = self.window().focusWidget()  # also while another program is in front
        waits = focus is self.stop
        if is_busy:
            self.stop.show()
            if focus is self.main:
                self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.main.setEnabled(not is_busy)
        if not is_busy and waits:
            self._enter()
        self.stop.setVisible(is_busy)

    def _enter(self) -> None:
        """The keyboard goes on: with the main button where that leads on, else into the step."""
        where = self.main if self.page.can_go_on else self.first_control
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> None:
        """For Tab the ways on stand after the step, whatever of it came late."""
        chain = [*controls_of(self.page), self.back, self.stop, self.main]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _main_by_key(self) -> None:
        if self.main.isEnabled():
            self._do_main()

    def _do_main(self) -> None:
        """On, or ask; where something is missing, the keyboard goes there."""
        page = self.page
        page.do_main()
        if page is self.page and not self.session.is_busy and page.first_error is not None:
            self._focus(page.first_error)

    def _open_steps(self) -> None:
        menu = Menu(self._kit.theme, _("Steps"), self)
        menu.aboutToHide.connect(menu.deleteLater)
        reached = STEPS.index(self.session.furthest)
        for place, step in enumerate(STEPS):
            menu.add(
                step_name(step), partial(self.session.go, step),
                is_checked=step == self.session.shown, is_enabled=place <= reached,
            )  # fmt: skip
        if self.session.can_begin_again:
            menu.addSeparator()
            menu.add(self.other.text(), self.doors_asked.emit)
        menu.open_below(self.steps)

    def _leave(self) -> None:
        """What is done is kept; a line on Today leads back."""
        self.session.stop()
        self._kit.desk.remember_place(**{PUT_OFF: "later"})
        self.left.emit()


def controls_of(widget: QWidget) -> Iterator[QWidget]:
    """What can have the keyboard, in the order in which it is laid out."""
    layout = widget.layout()
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield widget
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from controls_of(widget)
        elif inner is not None:
            yield from _laid_out(inner)


class _Step(ScrolledColumn):
    """A step of the set-up."""

    page: StepPage


PAGES: Final[dict[Step, type[StepPage]]] = {
    "questions": QuestionsPage,
    "changes": ChangesPage,
    "app": AppPage,
    "token": TokenPage,
    "account": AccountPage,
    "number": NumberPage,
    "webhook": DeliveryPage,
    "trial": TrialPage,
    "done": DonePage,
}
