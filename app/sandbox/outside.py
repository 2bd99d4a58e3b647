"""What the pretend Meta needs of the world outside: webhook addresses that the business names by itself."""

from typing import Protocol

from app.net import Http
from app.sandbox.callback import Callback


class Outside(Protocol):
    """Posts to any address, and asks any address for the handshake."""

    async def post(self, url: str, body: bytes) -> int:
        """Post one signed body; the HTTP status, 0 when no answer came in time."""

    async def verify(self, url: str, token: str) -> bool:
        """Whether the address gives back the challenge for this token."""


class Internet:
    """The real outside."""

    def __init__(self, http: Http, app_secret: str) -> None:
        self._http = http
        self._app_secret = app_secret

    async def post(self, url: str, body: bytes) -> int:
        """Post one signed body; the HTTP status, 0 when no answer came in time."""
        return await self._callback(url, "").deliver(body)

    async def verify(self, url: str, token: str) -> bool:
        """Whether the address gives back the challenge for this token."""
        return await self._callback(url, token).verify()

    def _callback(self, url: str, token: str) -> Callback:
        return Callback(self._http, url, app_secret=self._app_secret, verify_token=token)
