"""The hub as ASGI applications: the webhook's path goes straight to the intake, everything else to the API.

Beside it a door for tunnels, behind which there is nothing but what the outside is meant for.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from app.domain.calendar_feeds import FEED_PATH
from app.hub.intake import Receive, Scope, Send

WEBHOOK_PATH = "/webhooks/whatsapp"
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def route(intake: App, api: App) -> App:
    """One application of both."""

    def application(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return (intake if scope["path"] == WEBHOOK_PATH else api)(scope, receive, send)

    return application


def public_door(intake: App, api: App) -> App:
    """The webhook and the calendars that phones read; neither the desks' API nor the owner's commands."""

    def application(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["path"] == WEBHOOK_PATH:
            return intake(scope, receive, send)
        is_calendar = scope["path"].startswith(f"{FEED_PATH}/") and scope["method"] in ("GET", "HEAD")
        return (api if is_calendar else _nothing)(scope, receive, send)

    return application


def noting(intake: App, on_taken: Callable[[], None]) -> App:
    """The intake; `on_taken` is called for each webhook whose signature was good and which is on disk."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await intake(scope, receive, send)
            return

        async def noted(message: MutableMapping[str, Any]) -> None:
            await send(message)
            if message["type"] == "http.response.start" and message["status"] == 200:
                on_taken()

        await intake(scope, receive, noted)

    return application


async def _nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
