"""Meta's handshake, asked of our own public address: whether what stands there is this hub, and why not."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode, urlsplit

from app import net

HOOK_PATH: Final = "/webhooks/whatsapp"
DEADLINE_S: Final = 20.0
_REFUSED: Final = 403


class Reach:
    """Asks as Meta asks when an address is registered."""

    def __init__(self, transport: net.Http) -> None:
        self._http = transport

    async def handshake(self, public_url: str, verify_token: str, challenge: str) -> str:
        """The code of why the hub did not answer through this address ("reach_…"); "" when it did."""
        asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        url = f"{public_url}{HOOK_PATH}?{urlencode(asked)}"
        try:
            answer = await self._http.request("GET", url, deadline_s=DEADLINE_S)
        except net.NotSent as error:
            return _why(str(error))
        except net.OutcomeUnknown:
            return "reach_silent"
        if answer.status == 200 and answer.body == challenge.encode():
            return ""
        if answer.status == _REFUSED:
            return "reach_refused"
        return "reach_gateway" if answer.status >= 500 else "reach_foreign"


def _why(reason: str) -> str:
    """Of a request that did not leave: the name is not known, the certificate is not good, or nobody is there."""
    if "CERTIFICATE" in reason.upper():
        return "reach_certificate"
    names = ("name or service", "getaddrinfo", "nodename", "no address associated", "name resolution")
    return "reach_no_name" if any(words in reason.lower() for words in names) else "reach_unconnected"


def host_of(url: str) -> str:
    """The host that an address names; "" for none."""
    return urlsplit(url).hostname or ""
