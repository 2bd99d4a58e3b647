"""Where the panel stands: right of the conversation, or over it where the window is narrow."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter

from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.rows import Changes, ThreadHeader
from ui.contacts.panel.panel import LEAST, MOST, WIDTH, ContactPanel, holds_focus
from ui.contacts.panel.parts import PanelKit
from ui.conversation.pane import ConversationPane
from ui.deals.of_talk import show_deal
from ui.kit import Kit
from ui.place import Place

if TYPE_CHECKING:
    from ui.panes import Panes

DRAWER_BELOW: Final = 1200
BEGUN: Final = "card_begun"
MOST_BEGUN: Final = 20
SHOWN, HIDDEN = "1", "0"


class PanelPlace(QObject):
    """Opened and closed by the button of the conversation's head or by its key, and remembered.

    The window's width decides: below 1200 the panel is a drawer over the conversation, there only while it is asked.
    """

    def __init__(
        self,
        kit: Kit,
        panes: Panes,
        splitter: QSplitter,
        pane: ConversationPane,
        place: Place,
    ) -> None:
        super().__init__(pane)
        self._kit, self._panes, self._splitter, self._pane = kit, panes, splitter, pane
        self._is_asked = place.has_panel  # in wide windows
        self._is_drawer_asked = False
        self._is_wide = True
        self._width_px = place.panel_px or kit.theme.px(WIDTH)
        self._panel: ContactPanel | None = None
        self._begun = begun_of(kit.desk.last_place().get(BEGUN, ""))
        pane.head.panel_asked.connect(self.toggle)
        pane.installEventFilter(self)
        panes.installEventFilter(self)
        splitter.splitterMoved.connect(self._remember_width)
        kit.bridge.changed.connect(self._changed)
        self.settle(panes.width())

    @property
    def panel(self) -> ContactPanel:
        """Made when it is first asked for."""
        if self._panel is None:
            panel_kit = PanelKit(
                self._kit,
                self._say,
                self._show_message,
                self._ask_number,
                self._begun,
                self._pane.toasts.show,
                partial(show_deal, self._panes),
                self._panes.screens.show_appointment,
            )
            self._panel = panel = ContactPanel(panel_kit)
            panel.close_asked.connect(self.close)
            panel.left.connect(self._leave)
        return self._panel

    @property
    def is_shown(self) -> bool:
        """Whether it is there to be seen."""
        return self._panel is not None and self._panel.isVisible()

    def settle(self, window_px: int) -> None:
        """The window has this width now."""
        is_wide = window_px >= DRAWER_BELOW
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._is_drawer_asked = False
        self.follow()

    def follow(self) -> None:
        """Another conversation is open, or none."""
        header = self._header()
        wanted = header is not None and (self._is_asked if self._is_wide else self._is_drawer_asked)
        self._pane.head.panel.setChecked(wanted)
        if not wanted:
            if self._panel is not None:
                self._panel.hide()
            return
        self._put()
        self.panel.show_person(header.contact_id if header is not None else None)

    def toggle(self) -> None:
        """By the button."""
        self._set(is_shown=not self.is_shown)

    def by_key(self) -> None:
        """There and with the keyboard in it; a second time away, with the keyboard in the answer."""
        if self._header() is None:
            return
        if self.is_shown and holds_focus(self.panel):
            self.close()
            return
        self._set(is_shown=True)
        self.panel.focus_first()

    def close(self) -> None:
        """Away."""
        had_focus = self._panel is not None and holds_focus(self._panel)
        self._set(is_shown=False)
        if had_focus:
            self._pane.focus_composer()

    def close_down(self) -> None:
        """What was being typed is there again at the next start."""
        if self._panel is not None:
            self._panel.put_aside()
        kept = [[who, where, text] for (who, where), text in self._begun.items()]
        self._kit.desk.remember_place(**{BEGUN: json.dumps(kept[-MOST_BEGUN:]) if kept else ""})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is wider or narrower; a drawer is as high as the conversation below its head."""
        if event.type() == QEvent.Type.Resize:
            if watched is self._panes:
                self.settle(self._panes.width())
            elif not self._is_wide:
                self._put_drawer()
        return super().eventFilter(watched, event)

    def _changed(self, changes: Changes) -> None:
        if changes.is_everything or changes.conversations:
            self.follow()

    def _set(self, *, is_shown: bool) -> None:
        if self._is_wide:
            self._is_asked = is_shown
            self._kit.desk.remember_place(panel=SHOWN if is_shown else HIDDEN)
        else:
            self._is_drawer_asked = is_shown
        self.follow()

    def _leave(self) -> None:
        """Escape: a drawer goes, and the answer has the keyboard."""
        if not self._is_wide:
            self._set(is_shown=False)
        self._pane.focus_composer()

    def _say(self, sentence: str) -> None:
        self._pane.toasts.show(sentence, icon="info", ink="text_muted")

    def _ask_number(self) -> None:
        header = self._header()
        if header is not None:
            self._pane.person.do("ask_number", header)

    def _header(self) -> ThreadHeader | None:
        conversation_id = self._pane.conversation_id
        return self._kit.desk.header(conversation_id) if conversation_id is not None else None

    def _put(self) -> None:
        panel = self.panel
        px = self._kit.theme.px
        if not self._is_wide:
            if panel.parent() is not self._pane:
                panel.setParent(self._pane)
            self._put_drawer()
            panel.show()
            panel.raise_()
            return
        if self._splitter.indexOf(panel) >= 0 and not panel.isHidden():
            return
        list_px, talk_px = self._splitter.sizes()[:2]  # one that is hidden has no room
        if self._splitter.indexOf(panel) < 0:
            panel.setMinimumWidth(px(LEAST))
            panel.setMaximumWidth(px(MOST))
            self._splitter.addWidget(panel)
            self._splitter.setStretchFactor(self._splitter.indexOf(panel), 0)
        panel.show()
        self._splitter.setSizes([list_px, max(1, talk_px - self._width_px), self._width_px])

    def _put_drawer(self) -> None:
        if self._panel is None or self._panel.parent() is not self._pane:
            return
        top = self._pane.head.height()
        width = min(self._pane.width(), self._kit.theme.px(MOST))
        is_rtl = self._pane.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._panel.setMinimumWidth(0)
        left = 0 if is_rtl else self._pane.width() - width
        self._panel.setGeometry(left, top, width, self._pane.height() - top)

    def _remember_width(self) -> None:
        if self.is_shown and self._is_wide:
            self._width_px = self.panel.width()
            self._kit.desk.remember_place(panel_px=str(self._width_px))

    def _show_message(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        if not self._is_wide:
            self._set(is_shown=False)
        if conversation_id != self._pane.conversation_id:
            self._panes.open(conversation_id)
        self._pane.jump_to(message_id)


def begun_of(kept: str) -> dict[tuple[ContactId, str], str]:
    """What `close_down` kept; nothing where it cannot be read."""
    try:
        found = json.loads(kept) if kept else []
        return {(ContactId(str(who)), str(where)): str(text) for who, where, text in found}
    except (ValueError, TypeError):
        return {}
