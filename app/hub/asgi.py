"""The hub as one ASGI application: the webhook's path goes straight to the intake, everything else to the API."""

from collections.abc import Awaitable, Callable

from app.hub.intake import Receive, Scope, Send

WEBHOOK_PATH = "/webhooks/whatsapp"
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def route(intake: App, api: App) -> App:
    """One application of both."""

    def application(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return (intake if scope["path"] == WEBHOOK_PATH else api)(scope, receive, send)

    return application
