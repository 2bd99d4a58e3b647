"""Notifications over a real D-Bus: what the service is asked to show, and what comes back from it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.rig import until
from ui.notify.notifier import Shown

if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
    pytest.skip("needs dbus-daemon", allow_module_level=True)

from jeepney import HeaderFields, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.asyncio import DBusConnection, DBusRouter, open_dbus_connection

from ui.notify.bus import NAME, SERVICE, BusNotifier

KDE = ("actions", "body", "body-markup", "inline-reply", "sound")
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


@pytest.fixture
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bus of this test's own."""
    folder = tmp_path_factory.mktemp("bus")
    path, config = folder / "s", folder / "c"
    config.write_text(CONFIG.format(path=path))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


class Service:
    """A desktop's notification service: it numbers what it is given, and says what the person did."""

    def __init__(self, connection: DBusConnection, can: tuple[str, ...]) -> None:
        self._connection, self._can = connection, can
        self.notified: list[tuple[Any, ...]] = []
        self.closed: list[int] = []
        self.refuses = False

    async def serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is MessageType.method_call:
                await self._connection.send(self._answer(message))

    def _answer(self, message: Message) -> Message:
        member = message.header.fields[HeaderFields.member]
        if member == "GetCapabilities":
            return new_method_return(message, "as", (list(self._can),))
        if member == "CloseNotification":
            self.closed.append(message.body[0])
            return new_method_return(message)
        self.notified.append(message.body)
        return new_method_return(message, "u", (message.body[1] or len(self.notified),))

    async def say(self, signal: str, signature: str, *body: Any) -> None:
        await self._connection.send(new_signal(SERVICE, signal, signature, body))


async def begin(bus: str, can: tuple[str, ...]) -> AsyncIterator[tuple[BusNotifier, Service]]:
    connection = await open_dbus_connection(bus)
    async with DBusRouter(connection) as router:
        await router.send_and_get_reply(message_bus.RequestName(NAME))
    service = Service(connection, can)
    serving = asyncio.ensure_future(service.serve())
    notifier = BusNotifier(address=bus)
    running = asyncio.ensure_future(notifier.run())
    assert await notifier.is_found()
    yield notifier, service
    for task in (running, serving):
        task.cancel()
    await asyncio.gather(running, serving, return_exceptions=True)
    await connection.__aexit__(None, None, None)


@pytest.fixture
async def kde(bus: str, qtbot: QtBot) -> AsyncIterator[tuple[BusNotifier, Service]]:
    async for both in begin(bus, KDE):
        yield both


@pytest.fixture
async def plain(bus: str, qtbot: QtBot) -> AsyncIterator[tuple[BusNotifier, Service]]:
    async for both in begin(bus, ("body",)):
        yield both


Both = tuple[BusNotifier, Service]


async def test_a_message_is_shown_with_a_field_to_answer_in(kde: Both) -> None:
    notifier, service = kde
    notifier.show(Shown("c-1", "Ana", "<b>5 > 3</b> & so on", can_answer=True))
    await until(lambda: bool(service.notified))
    name, replaced, icon, title, body, actions, hints, expires = service.notified[0]
    assert (name, replaced, icon, title, expires) == ("Comptoir", 0, "comptoir", "Ana", -1)
    assert body == "&lt;b&gt;5 &gt; 3&lt;/b&gt; &amp; so on"  # nobody's words are markup
    assert actions == ["default", "Open", "inline-reply", "Answer"]
    assert hints["desktop-entry"] == ("s", "comptoir") and hints["suppress-sound"] == ("b", True)


async def test_where_the_service_knows_no_actions_and_no_markup_it_gets_none(plain: Both) -> None:
    notifier, service = plain
    notifier.show(Shown("c-1", "Ana", "5 > 3", can_answer=True))
    await until(lambda: bool(service.notified))
    assert service.notified[0][4:6] == ("5 > 3", [])


async def test_a_sound_is_asked_for_where_the_service_plays_some(kde: Both) -> None:
    notifier, service = kde
    notifier.show(Shown("c-1", "Ana", "Hello", has_sound=True))
    await until(lambda: bool(service.notified))
    assert notifier.has_own_sound and service.notified[0][6]["sound-name"] == ("s", "message-new-instant")


async def test_the_second_of_a_conversation_takes_the_place_of_the_first(kde: Both) -> None:
    notifier, service = kde
    notifier.show(Shown("c-1", "Ana", "One"))
    notifier.show(Shown("c-2", "Bo", "Two"))
    notifier.show(Shown("c-1", "Ana", "Three"))
    await until(lambda: len(service.notified) == 3)
    assert [body[1] for body in service.notified] == [0, 0, 1]


async def test_a_click_and_an_answer_come_back_for_their_conversation(kde: Both) -> None:
    notifier, service = kde
    heard: list[tuple[str, ...]] = []
    notifier.opened.connect(lambda slot: heard.append(("opened", slot)))
    notifier.answered.connect(lambda slot, text: heard.append(("answered", slot, text)))
    notifier.raised.connect(lambda token: heard.append(("raised", token)))
    notifier.show(Shown("c-1", "Ana", "One", can_answer=True))
    notifier.show(Shown("c-2", "Bo", "Two", can_answer=True))
    notifier.withdraw("c-9")
    await until(lambda: len(service.notified) == 2 and len(notifier._ids) == 2)
    await service.say("NotificationReplied", "us", 2, "Oui, à dix heures")
    await service.say("ActivationToken", "us", 1, "token")
    await service.say("ActionInvoked", "us", 1, "default")
    await service.say("ActionInvoked", "us", 77, "default")  # another program's
    await until(lambda: len(heard) == 3)
    assert heard == [("answered", "c-2", "Oui, à dix heures"), ("raised", "token"), ("opened", "c-1")]


async def test_what_was_seen_elsewhere_is_closed_and_what_the_person_closed_is_forgotten(kde: Both) -> None:
    notifier, service = kde
    notifier.show(Shown("c-1", "Ana", "One"))
    notifier.show(Shown("c-2", "Bo", "Two"))
    await until(lambda: len(notifier._ids) == 2)
    await service.say("NotificationClosed", "uu", 2, 2)
    await until(lambda: len(notifier._ids) == 1)
    notifier.withdraw("c-2")
    notifier.withdraw("c-1")
    await until(lambda: service.closed == [1])


async def test_without_a_service_nothing_is_shown(bus: str, qtbot: QtBot) -> None:
    notifier = BusNotifier(address=bus)
    await notifier.run()
    assert not await notifier.is_found() and not notifier.is_there


@pytest.mark.parametrize("address", ["unix:path=/nowhere/at/all", "nonsense", "tcp:host=x"])
async def test_without_a_bus_nothing_is_shown_and_nothing_fails(address: str, qtbot: QtBot) -> None:
    notifier = BusNotifier(address=address)
    await notifier.run()
    assert not await notifier.is_found()
    notifier.show(Shown("c-1", "Ana", "Hello"))
    assert Path("/nowhere").exists() is False
