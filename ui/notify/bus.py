"""Notifications of a Linux desktop, over D-Bus: org.freedesktop.Notifications, with answers in place where it has them.

Written on jeepney, which keyring brings: QtDBus cannot send the unsigned numbers that the interface asks for (decision
144). Nothing here waits on the window's thread; without a bus, or without a service on it, nothing is shown.
"""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Callable
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, open_dbus_connection
from jeepney.io.common import RouterClosed
from PySide6.QtCore import QObject

from app.words import gettext as _
from ui.notify.notifier import Notifier, Shown

log = logging.getLogger(__name__)
NAME: Final = "org.freedesktop.Notifications"
SERVICE: Final = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
ANSWERS_WITHIN_S: Final = 5.0
DEFAULT: Final = "default"
INLINE: Final = "inline-reply"
NO_BUS: Final = (OSError, EOFError, KeyError, ValueError, TimeoutError, RuntimeError, RouterClosed)
MOST_WAITING: Final = 100


class BusNotifier(Notifier):
    """Let `run` work as a task until it is cancelled or the bus is gone. `address`: of a bus, else the session's."""

    def __init__(self, parent: QObject | None = None, address: str = "SESSION") -> None:
        super().__init__(parent)
        self._address = address
        self._router: DBusRouter | None = None
        self._can: frozenset[str] = frozenset()
        self._ids: dict[str, int] = {}
        self._is_decided = asyncio.Event()
        self._orders: asyncio.Queue[Shown | str] = asyncio.Queue(MOST_WAITING)

    @property
    def is_there(self) -> bool:
        """Whether the service answered, and still does."""
        return self._router is not None

    @property
    def can_answer(self) -> bool:
        """Whether the system has a field to answer in."""
        return INLINE in self._can

    @property
    def has_own_sound(self) -> bool:
        """Whether the service plays sounds."""
        return "sound" in self._can

    async def is_found(self) -> bool:
        """Whether there is a service, once `run` knows."""
        await self._is_decided.wait()
        return self.is_there

    async def run(self) -> None:
        """Find the service and serve; ends quietly when there is none or it goes."""
        try:
            connection = await asyncio.wait_for(open_dbus_connection(self._address), ANSWERS_WITHIN_S)
        except NO_BUS as error:
            log.info("no notifications over a bus: %s", error.__class__.__name__)
            self._is_decided.set()
            return
        try:
            async with connection, DBusRouter(connection) as router:
                can = await self._ask(router, "GetCapabilities")
                if can:
                    self._can, self._router = frozenset(can[0]), router
                    self._is_decided.set()
                    await self._serve(router)
        except NO_BUS as error:
            log.info("the bus of notifications is gone: %s", error.__class__.__name__)
        finally:
            self._router = None
            self._is_decided.set()

    def show(self, shown: Shown) -> None:
        """Shown in a moment; a bus that stopped taking them loses the newest."""
        self._order(shown)

    def withdraw(self, slot: str) -> None:
        """Close it."""
        if slot in self._ids:
            self._order(slot)

    def _order(self, order: Shown | str) -> None:
        try:
            self._orders.put_nowait(order)
        except asyncio.QueueFull:
            log.warning("notifications are not taken any more")

    async def _serve(self, router: DBusRouter) -> None:
        rule = MatchRule(type="signal", interface=NAME, path=SERVICE.object_path)
        await self._send(router, message_bus.AddMatch(rule))
        with router.filter(rule, queue=_Ear(self._hear)):
            await self._work(router)

    async def _work(self, router: DBusRouter) -> None:
        while True:
            order = await self._orders.get()
            if isinstance(order, Shown):
                await self._show(router, order)
            elif order in self._ids:
                await self._ask(router, "CloseNotification", "u", (self._ids.pop(order),))

    async def _show(self, router: DBusRouter, shown: Shown) -> None:
        body = html.escape(shown.body, quote=False) if "body-markup" in self._can else shown.body
        actions = [DEFAULT, _("Open")] if "actions" in self._can else []
        hints: dict[str, tuple[str, Any]] = {
            "desktop-entry": ("s", "comptoir"),
            "category": ("s", "im.received"),
            "x-kde-reply-placeholder-text": ("s", _("Your answer")),
        }
        if shown.can_answer and self.can_answer:
            actions += [INLINE, _("Answer")]
        if shown.has_sound and self.has_own_sound:
            hints["sound-name"] = ("s", "message-new-instant")
        else:
            hints["suppress-sound"] = ("b", True)
        replaced = self._ids.get(shown.slot, 0)
        arguments = ("Comptoir", replaced, "comptoir", shown.title, body, actions, hints, -1)
        given = await self._ask(router, "Notify", "susssasa{sv}i", arguments)
        if given:
            self._ids[shown.slot] = given[0]

    def _hear(self, message: Message) -> None:
        """A signal goes to every program: what is not about ours is none of our business."""
        member, body = message.header.fields.get(HeaderFields.member), message.body
        slots = [slot for slot, number in self._ids.items() if body and number == body[0]]
        if not slots or len(body) < 2:
            return
        if member == "NotificationClosed":
            del self._ids[slots[0]]
        elif member == "ActivationToken":
            self.raised.emit(str(body[1]))
        elif member == "ActionInvoked" and body[1] == DEFAULT:
            self.opened.emit(slots[0])
        elif member == "NotificationReplied":
            self.answered.emit(slots[0], str(body[1]))

    async def _ask(
        self, router: DBusRouter, method: str, signature: str = "", arguments: tuple[Any, ...] = ()
    ) -> Any:
        """What was answered; nothing for a refusal."""
        return await self._send(router, new_method_call(SERVICE, method, signature or None, arguments))

    async def _send(self, router: DBusRouter, message: Message) -> Any:
        answer = await asyncio.wait_for(router.send_and_get_reply(message), ANSWERS_WITHIN_S)
        if answer.header.message_type is MessageType.error:
            log.info("a notification was refused: %s", answer.header.fields.get(HeaderFields.error_name))
            return ()
        return answer.body


class _Ear:
    """What jeepney takes for a queue: each message is heard at once."""

    def __init__(self, hear: Callable[[Message], None]) -> None:
        self._hear = hear

    def put_nowait(self, message: Message) -> None:
        """Hear it."""
        self._hear(message)
