"""The panes of an open desk: rail, inbox, conversation, settings, status bar, and the keys that move among them.

Made anew when the language changes. Rail and the screen in view come first; the rest follows, or is asked for.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.ids import ConversationId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.acts import acts_of, bind_keys, run_act
from ui.areas import next_area
from ui.imports.drops import CALENDAR, TABLE_ENDINGS, Drops
from ui.kit import Kit
from ui.list_and_talk import LIST, TALK, ListAndTalk
from ui.notify.focus_mode import FocusMode
from ui.opening import connect_places
from ui.place import BELOW, SCREENS, Place, anchor_words
from ui.screens import Screens
from ui.seats.chip import PERSON, rail_items
from ui.status_words import dot_of, share_of, status_end, status_facts
from ui.widgets.rail import NavigationRail
from ui.widgets.status_bar import StatusBar
from ui.widgets.surfaces import tight

if TYPE_CHECKING:
    from ui.contacts.panel.place import PanelPlace
    from ui.conversation.pane import ConversationPane
    from ui.inbox.view import InboxPane
    from ui.settings.view import SettingsView
    from ui.widgets.practice_banner import PracticeBanner

NARROW_RAIL_BELOW: Final = 1200
TICK_MS: Final = 15_000
FILL_AFTER_PAINT_MS: Final = 5  # what was painted is sent to the screen first
FILL_AT_LATEST_MS: Final = 300  # where no list is painted that could tell that it was


class Panes(QWidget):
    """Everything inside the window while a desk is open. `leave_asked`: end practice. `filled`: all of it is there."""

    leave_asked = Signal()
    person_asked = Signal()  # who is at the computer is to be asked
    quit_asked = Signal()
    manual_asked = Signal()  # about what one is doing
    filled = Signal()

    def __init__(self, kit: Kit, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._place = place
        self._is_place_to_come = False  # the view does not hold the conversation of last time yet
        self._inbox: InboxPane | None = None
        self._conversation: ConversationPane | None = None
        self.card: PanelPlace | None = None
        self.rail = NavigationRail(kit.theme, _("Screens"))
        self.status = StatusBar(kit.theme)
        self.banner = _banner(kit) if kit.is_practice else None
        self._splitter = ListAndTalk(kit.theme, place.list_px)
        self.screens = Screens(kit)
        self.focus = FocusMode(kit.desk, kit.clock, kit.formats, self)
        self._tick = QTimer(self, interval=TICK_MS)
        self._fill = QTimer(self, singleShot=True, interval=FILL_AT_LATEST_MS)
        self._lay_out()
        self._connect()
        Drops(self, self.screens.take_exports)
        Drops(self, self.screens.take_tables, TABLE_ENDINGS | {CALENDAR})
        self.acts = acts_of(self, kit)
        bind_keys(self, self.acts)
        self._restore(place)
        self._show_status()
        self._tick.start()
        self._fill.start()

    def _lay_out(self) -> None:
        self.screens.addWidget(self._splitter)
        self.rail.set_items(*rail_items(self._kit))
        body = tight(QHBoxLayout())
        body.addWidget(self.rail)
        body.addWidget(self.screens, 1)
        column = tight(QVBoxLayout(self))
        if self.banner is not None:
            column.addWidget(self.banner)
        column.addLayout(body, 1)
        column.addWidget(self.status)

    def _connect(self) -> None:
        self.rail.activated.connect(self.show_screen)
        self._splitter.splitterMoved.connect(self._remember_width)
        self.screens.way_asked.connect(self.show_screen)
        self.screens.open_asked.connect(self.open_to_write)
        self.screens.write_asked.connect(lambda: self.write_to())
        self.screens.person_asked.connect(self.write_to)
        connect_places(self, self._kit)
        self.focus.changed.connect(self._show_status)
        self.screens.manual_asked.connect(self.manual_asked)
        self.status.manual.clicked.connect(self.manual_asked)
        self._tick.timeout.connect(self._show_status)
        self._fill.timeout.connect(self._fill_in)
        self._kit.bridge.changed.connect(self._changed)
        if self.banner is not None:
            self.banner.quit_requested.connect(self.leave_asked)
            self.banner.connect_requested.connect(self.screens.connect_asked)

    # -- what is made late

    @property
    def inbox(self) -> "InboxPane":
        """The list, made when it is shown or asked for: Today is painted without."""
        return self._make_inbox() if self._inbox is None else self._inbox

    def _make_inbox(self) -> "InboxPane":
        from ui.inbox.view import InboxPane

        self._inbox = inbox = InboxPane(self._kit)
        self._splitter.put(LIST, inbox)
        inbox.chosen.connect(self._open)
        inbox.opened.connect(self.open_to_write)
        inbox.list.clicked_alone.connect(self._clicked)
        inbox.list.typed.connect(lambda text: self.conversation.write(text))
        inbox.list.painted.connect(self._fill_soon)
        inbox.view_changed.connect(lambda view: self._kit.desk.remember_place(view=view))
        inbox.acts.other_toasts = lambda: self.conversation.toasts
        inbox.search_asked.connect(lambda: run_act(self.acts, "search"))
        inbox.write_asked.connect(lambda: self.write_to())
        inbox.counted.connect(self._show_badge)
        inbox.show_view(self._place.view)
        inbox.select(self._place.conversation_id)
        return inbox

    @property
    def conversation(self) -> "ConversationPane":
        """The conversation pane, made and put in place the first time that anything asks for it."""
        if self._conversation is None:
            from ui.conversation.pane import ConversationPane

            _list = self.inbox  # comes first for Tab
            self._conversation = pane = ConversationPane(self._kit)
            pane.back_asked.connect(self.back_to_list)
            pane.open_asked.connect(self.open_to_write)
            pane.settings_asked.connect(self.show_settings_page)
            pane.acts.appointment_asked.connect(self.screens.show_appointment)
            pane.write_asked.connect(self.write_to)
            pane.health_asked.connect(self.show_health)
            self._splitter.put(TALK, pane)
            self._reopen()
            self._put_card(pane)
        return self._conversation

    def _put_card(self, pane: "ConversationPane") -> None:
        from ui.contacts.panel.place import PanelPlace

        self.card = PanelPlace(self._kit, self, self._splitter, pane, self._place)

    def show_card(self) -> None:
        """By its key: the person's card, with the keyboard in it; away again."""
        self.show_screen("inbox")
        if self.card is not None:
            self.card.by_key()

    @property
    def has_conversation(self) -> bool:
        """Whether a conversation is open."""
        return self._conversation is not None and self._conversation.conversation_id is not None

    @property
    def settings(self) -> "SettingsView":
        """The settings screen, likewise."""
        return self.screens.settings

    def show_settings_page(self, page: str) -> None:
        """One part of the settings."""
        self.show_screen("settings")
        self.settings.show_page(page)

    def _fill_soon(self) -> None:
        """The list is on the screen."""
        if self._fill.isActive():
            self._fill.start(FILL_AFTER_PAINT_MS)

    def _fill_in(self) -> None:
        """After the first paint: list and conversation, and the cursor in its box if one is open."""
        inbox = self.inbox
        is_open = self.conversation.conversation_id is not None
        if is_open and inbox.list.hasFocus():
            self.conversation.focus_composer()
        self.filled.emit()

    def _reopen(self) -> None:
        """The conversation that was open when the window was last closed."""
        place = self._place
        if place.conversation_id is not None:
            self.conversation.open(place.conversation_id, place.anchor)
            self._is_place_to_come = self.conversation.conversation_id is None
            self._splitter.shows_list = self._is_place_to_come
        self._arrange()

    def _come_back(self) -> None:
        """The view is whole (again): where the person was can be shown now, unless they went elsewhere meanwhile."""
        conversation_id = self._place.conversation_id
        if self._is_place_to_come and conversation_id and self._kit.desk.header(conversation_id):
            self._is_place_to_come = False
            self.inbox.select(conversation_id)
            self._reopen()

    # -- where the person is

    @property
    def screen_id(self) -> str:
        """Which screen is in view."""
        return self.screens.shown_id

    def show_screen(self, screen_id: str) -> None:
        """Inbox, settings, or what they lead to; the portrait in the rail leads away from all."""
        if screen_id == PERSON:
            self.person_asked.emit()
            return
        self._show(screen_id)
        in_rail = screen_id if screen_id in SCREENS else BELOW.get(screen_id, "settings")
        self.rail.set_active(in_rail)
        self._kit.desk.remember_place(screen=in_rail)

    def _show(self, screen_id: str) -> None:
        self.screens.show_screen(screen_id)
        if self._inbox is None and self.screen_id == "inbox":
            self._make_inbox()

    def show_health(self) -> None:
        """Where the connection's health is told."""
        self.show_screen("settings")
        self.settings.show_health()

    def back_to_list(self) -> None:
        """The list, in one-pane windows in place of the conversation."""
        self.show_screen("inbox")
        self._splitter.shows_list = True
        self._arrange()
        self.focus_on(self.inbox.list)

    def open(self, conversation_id: ConversationId) -> None:
        """Show a conversation as if it had been chosen."""
        self.inbox.select(conversation_id)
        self._open(conversation_id)
        self._show_conversation()

    def write_to(self, text: str = "", name: str = "") -> None:
        """Choose whom to write to; `text` is typed already, `name` is whose number it is. What is chosen opens."""
        from ui.people.new_conversation import choose_person

        choose_person(self._kit, text, name, self).started.connect(self.open_to_write)

    def remember(self) -> None:
        """Keep where in the conversation the person is; the rest was kept when it changed."""
        if self._conversation is None or self._is_place_to_come:
            return
        view = self.conversation.view
        anchor = None if view.is_at_end else view.anchor()
        conversation_id = self.conversation.conversation_id or ""
        self._kit.desk.remember_place(conversation_id=conversation_id, **anchor_words(anchor))

    def window_activated(self) -> None:
        """The person looks at the window again; a conversation that is not there yet begins by being looked at."""
        if self._conversation is not None:
            self._conversation.window_activated()

    def close_down(self) -> None:
        """No timer may outlive the panes."""
        self.remember()
        self._tick.stop()
        self._fill.stop()
        if self._inbox is not None:
            self._inbox.close_down()
        if self._conversation is not None:
            self._conversation.close_down()
        if self.card is not None:
            self.card.close_down()
        self.screens.close_down()

    def say_trouble(self, sentence: str) -> None:
        """A fault of ours: one sentence, and work goes on."""
        self.conversation.toasts.show(sentence, icon="circle-alert", ink="danger")

    def _restore(self, place: Place) -> None:
        self.rail.set_active(place.screen)
        self._show(place.screen)
        self._arrange()

    # -- conversations

    def _open(self, conversation_id: str) -> None:
        self._is_place_to_come = False
        self.remember()
        self.conversation.open(ConversationId(conversation_id))
        if self.card is not None:
            self.card.follow()
        self._kit.desk.remember_place(conversation_id=conversation_id, **anchor_words(None))

    def open_to_write(self, conversation_id: str) -> None:
        """Show a conversation with the cursor in its answer."""
        if conversation_id != self.conversation.conversation_id:
            self.open(ConversationId(conversation_id))
        self.show_screen("inbox")
        self._show_conversation()
        self.conversation.focus_composer()

    def _clicked(self) -> None:
        """Who clicks on a conversation wants to read it and, as a rule, to answer."""
        self._show_conversation()
        self.conversation.focus_composer()

    def _show_conversation(self) -> None:
        """In one-pane windows, in place of the list."""
        self._splitter.shows_list = False
        self._arrange()

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One pane below 900, no words in the rail below 1200."""
        super().resizeEvent(event)
        rail_px = self.rail.sizeHint().width()
        self.rail.set_narrow(event.size().width() < NARROW_RAIL_BELOW)
        if self._splitter.fit(event.size().width(), rail_px):
            self._splitter.shows_list = not self.has_conversation
        self._arrange()

    def _arrange(self) -> None:
        self._splitter.arrange()
        if self._conversation is not None:
            self._conversation.head.back.setVisible(self._splitter.is_one_pane)

    def _remember_width(self) -> None:
        self._kit.desk.remember_place(list_px=str(self._splitter.sizes()[0]))

    # -- focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing nearer wanted it: take a send back, else go back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.conversation.undo.undo():
                self.back_to_list()
        else:
            super().keyPressEvent(event)

    def _areas(self) -> list[QWidget]:
        rail = self.rail.entry
        first = self.screens.first_control
        if first is not None:
            return [rail, first]
        areas = [rail, self.inbox.list, self.conversation.view, self.conversation.composer.box]
        areas += [self.card.panel] if self.card is not None and self.card.is_shown else []
        return [area for area in areas if area.isVisible()]

    def step_area(self, step: int) -> None:
        """The next part of the window (1) or the one before (-1)."""
        self.focus_on(next_area(self._areas(), self.focusWidget(), step))

    def focus_on(self, widget: QWidget) -> None:
        """Put the keyboard there."""
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)  # for Qt a key moved it: the ring shows

    # -- what the desk tells

    def _changed(self, changes: Changes) -> None:
        told = changes.is_everything or changes.is_connection or changes.is_hours
        if told or changes.settings or changes.messages:
            self._show_status()
        if changes.reordered or changes.is_everything:
            self._show_badge()
        if changes.is_everything:
            self._come_back()

    def _show_status(self) -> None:
        kit = self._kit
        state = kit.desk.connection()
        business = str(kit.desk.setting("business_name"))
        self.status.set_state(
            dot_of(state),
            status_facts(state, kit.clock.now(), kit.formats, self.focus.words),
            status_end(business, kit.standard_min, is_practice=kit.is_practice),
            share_of(state),
        )
        self._show_badge()

    def _show_badge(self) -> None:
        counts = self._kit.desk.counts() if self._inbox is None else self._inbox.counts
        waiting = counts.waiting
        says = ngettext("{n} to answer", "{n} to answer", waiting).format(n=waiting)
        self.rail.set_badge("inbox", waiting, says)


def _banner(kit: Kit) -> "PracticeBanner":
    from ui.widgets.practice_banner import PracticeBanner

    return PracticeBanner(kit.theme)
