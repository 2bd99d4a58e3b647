"""A hub that came from another computer: it takes webhooks, and does nothing else until that computer hands it over.

So there are never two hubs that send: the old one was ended for good before its file was made, and it hands over once,
to one address (see storage/moved.py). A second server with the same file waits for ever.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import EnvironmentFailure
from app.hub.access import Access
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from storage.hub.backup import sync

WAITING_NOTE = "hub.arriving.json"  # {"move_id": …} until the old computer came
ARRIVED_NOTE = "hub.arrived.json"  # the same afterwards, since its answer may get lost

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HandOver:
    """The body of /arrival: what the file and the old computer alone know."""

    move_id: str


class Arrival:
    """Made on the event loop that will serve. Raises EnvironmentFailure when its note cannot be read."""

    def __init__(self, data_dir: Path, access: Access) -> None:
        self._folder = data_dir
        self._access = access
        self._move_id = _read(data_dir / WAITING_NOTE)
        self._came = asyncio.Event()

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        return {("POST", "/api/v1/arrival"): self._take}

    @property
    def is_waiting(self) -> bool:
        """Whether the old computer has not handed the hub over yet."""
        return self._move_id is not None

    async def over(self) -> None:
        """Return once this hub is nobody else's; at once where it never came from elsewhere."""
        if self.is_waiting:
            _LOG.info("waiting for the computer that this hub came from")
            await self._came.wait()

    async def _take(self, call: Call) -> Reply:
        """The owner's computer hands over; asked again, it hears the same."""
        asker = self._access.asker(call.bearer)
        if asker.role != "owner":
            raise HttpRefusal(403, "role_missing", role=asker.role)
        asked = call.read(HandOver).move_id.encode("utf-8", "surrogatepass")
        known = self._move_id or _read(self._folder / ARRIVED_NOTE)
        if known is None or not hmac.compare_digest(asked, known.encode()):
            raise HttpRefusal(409, "move_unknown")
        if self.is_waiting:
            try:
                (self._folder / WAITING_NOTE).replace(self._folder / ARRIVED_NOTE)
                sync(self._folder / ARRIVED_NOTE)
            except OSError as error:
                raise EnvironmentFailure("folder_unusable", folder=str(self._folder)) from error
            self._move_id = None
            self._came.set()
            _LOG.info("handed over")
        return json_reply({"is_here": True})


def _read(path: Path) -> str | None:
    try:
        return str(json.loads(path.read_text("utf-8"))["move_id"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailure("file_unreadable", file=path.name, reason=str(error)) from error
