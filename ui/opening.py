"""From something that was found, or that proves something, to where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.domain.ids import ConversationId, MessageId
from ui.refusals import is_of_ladders
from ui.todo.opening import open_task, say_refused, show_of

if TYPE_CHECKING:
    from app.desk.desk import Refusal
    from ui.kit import Kit
    from ui.panes import Panes

OF_DEALS: Final = ("deal.", "pipeline.", "incoming.")  # how the kinds of commands begin


def connect_places(panes: Panes, kit: Kit) -> None:
    """What the screens lead to, in a window."""
    panes.screens.message_asked.connect(partial(open_message, panes))
    panes.screens.settings_asked.connect(panes.show_settings_page)
    panes.screens.task_asked.connect(partial(open_task, panes, kit))
    _Refusals(panes, kit)


class _Refusals(QObject):
    """Says what the hub refused, as long as its panes are there: the bridge outlives panes that are made anew."""

    def __init__(self, panes: Panes, kit: Kit) -> None:
        super().__init__(panes)
        self._panes, self._kit = panes, kit
        kit.bridge.refused.connect(self._say)

    def _say(self, refusal: Refusal) -> None:
        say_refused(self._panes, self._kit, refusal)
        say_refused_of_deals(self._panes, refusal)
        _say_refused_follow_up(self._panes, self._kit, refusal)


def say_refused_of_deals(panes: Panes, refusal: Refusal) -> None:
    """The hub said no about a deal, and whoever asked is elsewhere by now: it is said there all the same.

    Messages say it themselves, and so does the board about what was asked of one deal.
    """
    if panes.screen_id == "inbox" or not refusal.command.KIND.startswith(OF_DEALS):
        return
    screens = panes.screens
    is_board = panes.screen_id == "deals" and screens.deals.shown is screens.deals.deals
    if is_board and refusal.command.KIND.startswith("deal."):
        return
    from app.words import sentences

    screens.undoing.show(sentences.refusal(refusal.code, refusal.facts), icon="circle-alert", ink="danger")


def _say_refused_follow_up(panes: Panes, kit: Kit, refusal: Refusal) -> None:
    if is_of_ladders(refusal):
        from ui.deals.quiet.refusals import say_refused as say

        say(kit, show_of(panes), refusal)


def open_message(panes: Panes, conversation_id: ConversationId, message_id: MessageId) -> None:
    """The very message in its conversation, lit for a moment, however far back it is."""
    panes.show_screen("inbox")
    panes.open(conversation_id)
    panes.conversation.jump_to(message_id)
    panes.focus_on(panes.conversation.view)
