"""A desktop's tray, for tests: takes icons over D-Bus and clicks on the last one for each line on its standard input.

Prints `ready`, then `icon` for each that comes. The bus is the session's.
"""

from __future__ import annotations

import asyncio
import sys

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.asyncio import DBusConnection, DBusRouter, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"


class Tray:
    """Answers as the watcher of StatusNotifierItem does."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._icon = ""

    async def serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is MessageType.method_call:
                await self._connection.send(self._answer(message))

    def _answer(self, message: Message) -> Message:
        member = message.header.fields[HeaderFields.member]
        if member == "Get":
            return new_method_return(message, "v", (("b", True),))
        if member == "RegisterStatusNotifierItem":
            self._icon = message.header.fields[HeaderFields.sender]
            tell("icon")
        return new_method_return(message)

    async def click(self) -> None:
        item = DBusAddress("/StatusNotifierItem", bus_name=self._icon, interface=ITEM)
        await self._connection.send(new_method_call(item, "Activate", "ii", (0, 0)))


def tell(word: str) -> None:
    """For the test that reads."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


async def main() -> None:
    connection = await open_dbus_connection()
    async with DBusRouter(connection) as router:
        await router.send_and_get_reply(message_bus.RequestName(WATCHER))
    tray = Tray(connection)
    tell("ready")
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(tray.serve())
        while await asyncio.to_thread(sys.stdin.readline):
            await tray.click()
        serving.cancel()


if __name__ == "__main__":
    asyncio.run(main())
