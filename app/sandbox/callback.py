"""The business's webhook address: verified once, then given signed posts."""

import secrets
from urllib.parse import urlencode

from app.net import Http, TransportError
from app.sandbox.signing import signature

ANSWER_WITHIN_S = 5.0  # Meta does not say how long it waits; later than this counts as no answer
JSON = {"content-type": "application/json", "user-agent": "facebookexternalua"}


class Callback:
    """Speaks to one webhook URL. `deliver` and `verify` are what `Sandbox` asks for."""

    def __init__(self, http: Http, url: str, *, app_secret: str, verify_token: str) -> None:
        self._http = http
        self._url = url
        self._app_secret = app_secret
        self._verify_token = verify_token

    async def verify(self) -> bool:
        """Meta's handshake: the address must give back the challenge, and thereby prove the token."""
        challenge = str(secrets.randbelow(10**10))
        query = urlencode(
            {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": self._verify_token}
        )
        try:
            answer = await self._http.request("GET", f"{self._url}?{query}", deadline_s=ANSWER_WITHIN_S)
        except TransportError:
            return False
        return answer.status == 200 and answer.body.decode("latin-1") == challenge

    async def deliver(self, body: bytes) -> int:
        """Post one body with its signature; the HTTP status, 0 when no answer came in time."""
        headers = JSON | {"x-hub-signature-256": signature(self._app_secret, body)}
        try:
            answer = await self._http.request(
                "POST", self._url, headers=headers, content=body, deadline_s=ANSWER_WITHIN_S
            )
        except TransportError:
            return 0
        return answer.status
