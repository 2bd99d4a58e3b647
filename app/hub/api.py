"""All routes but the webhook's: /api/v1 for desks, /admin/v1 for the owner's commands on this computer."""

import hmac
import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import DeviceId, MemberId
from app.domain.team_rows import RemoveMember
from app.hub import HUB_VERSION
from app.hub.access import Access, EnrolRequest, checked_role, device_lines
from app.hub.commands import Commands
from app.hub.config import is_loopback
from app.hub.http import (
    Call,
    Handler,
    HttpRefusal,
    Reply,
    body_pieces,
    call_of,
    json_reply,
    read_call,
    refusal_reply,
    send_reply,
)
from app.hub.imports_api import IMPORTS_PATH, ImportsApi
from app.hub.intake import Receive, Scope, Send
from app.hub.log_api import LOG_PATH, LogApi, hello
from app.hub.media_api import MEDIA_PATH, METHODS, MediaApi
from app.hub.openapi import document
from app.hub.presence_api import PresenceApi
from app.hub.readers import Readers
from app.hub.team import TeamChanges
from storage.hub import access as devices_table

ADMIN_PATH = "/admin/"  # for commands on this computer alone, whatever part serves it
FORWARDED = {"forwarded", "x-forwarded-for"}  # a proxy on this computer speaks for somebody elsewhere

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InviteRequest:
    """The body of /admin/v1/invite: a role for somebody new, or a member who gets one more computer."""

    role: str = ""
    name: str | None = None
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class RevokeRequest:
    """The body of /admin/v1/revoke."""

    device_id: str


class Api:
    """An ASGI application. `routes`: methods and paths that are looked up whole.

    `is_ready` False (the view is being rebuilt, or the hub closes): 503, come again. `more`: routes of other parts,
    `below`: paths below which another part answers everything.
    """

    def __init__(
        self,
        access: Access,
        log: LogApi,
        commands: Commands,
        presence: PresenceApi,
        media: MediaApi,
        imports: ImportsApi,
        readers: Readers,
        team: TeamChanges,
        admin_token: str,
        is_ready: Callable[[], bool],
        more: Mapping[tuple[str, str], Handler] = MappingProxyType({}),
        below: Mapping[str, Handler] = MappingProxyType({}),
    ) -> None:
        self._access = access
        self._log = log
        self._commands = commands
        self._presence = presence
        self._media = media
        self._imports = imports
        self._readers = readers
        self._team = team
        self._admin_token = admin_token
        self._is_ready = is_ready
        self._below = below
        self.routes: dict[tuple[str, str], Handler] = {
            ("GET", "/api/v1/hello"): self._hello,
            ("GET", "/api/v1/openapi.json"): self._openapi,
            ("POST", "/api/v1/enrol"): self._enrol,
            ("GET", "/api/v1/log"): log.page,
            ("POST", "/api/v1/commands"): self._take_commands,
            ("POST", "/api/v1/presence/typing"): self._note_typing,
            ("POST", "/api/v1/media/retry"): media.retry,
            ("POST", "/admin/v1/invite"): self._invite,
            ("GET", "/admin/v1/devices"): self._devices,
            ("POST", "/admin/v1/revoke"): self._revoke,
            ("POST", "/admin/v1/remove"): self._remove,
            **more,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send_reply(send, await self._reply(scope, receive))

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        try:
            if scope["path"].startswith(MEDIA_PATH) and scope["method"] in METHODS:
                return await self._media.answer(call_of(scope), body_pieces(receive))
            call = await read_call(scope, receive)
            return await self._handler(call)(call)
        except HttpRefusal as refusal:
            return refusal_reply(refusal)
        except EnvironmentFailure as error:
            return refusal_reply(_as_refusal(error))
        except ComptoirError as error:
            return refusal_reply(HttpRefusal(422, error.code, **error.facts))
        except Exception as error:  # noqa: BLE001 - told by kind and place alone: its text may hold a customer's words
            place = traceback.extract_tb(error.__traceback__)[-1]
            _LOG.error(
                "call failed error=%s file=%s line=%s", type(error).__name__, place.filename, place.lineno
            )
            return refusal_reply(HttpRefusal(500, "hub_fault"))

    def _handler(self, call: Call) -> Handler:
        if call.method == "GET" and call.path.startswith(LOG_PATH):
            return self._log.original
        if call.path == IMPORTS_PATH or call.path.startswith(IMPORTS_PATH + "/"):
            return self._import
        for path, answer in self._below.items():
            if call.path == path or call.path.startswith(path + "/"):
                self._check_ready()
                return answer
        handler = self.routes.get((call.method, call.path))
        if handler is None:
            is_known = any(path == call.path for _, path in self.routes)
            raise HttpRefusal(405 if is_known else 404, "not_found")
        if call.path.startswith(ADMIN_PATH):
            self._check_admin(call)
        return handler

    async def _hello(self, call: Call) -> Reply:
        return hello(self._readers, HUB_VERSION)

    async def _openapi(self, call: Call) -> Reply:
        return json_reply(document())

    async def _enrol(self, call: Call) -> Reply:
        self._check_ready()
        return json_reply(await self._access.enrol(call.read(EnrolRequest)))

    async def _take_commands(self, call: Call) -> Reply:
        self._check_ready()
        return await self._commands.take(call)

    async def _note_typing(self, call: Call) -> Reply:
        self._check_ready()
        return await self._presence.typing(call)

    async def _import(self, call: Call) -> Reply:
        self._check_ready()
        return await self._imports.answer(call)

    async def _invite(self, call: Call) -> Reply:
        request = call.read(InviteRequest)
        if request.member_id is not None:
            self._check_ready()
            made = await self._access.invite_again(request.member_id)
            return json_reply({"code": made.code, "role": made.role})
        code = await self._access.invite(checked_role(request.role), request.name)
        return json_reply({"code": code, "role": request.role})

    async def _devices(self, call: Call) -> Reply:
        return json_reply(device_lines(self._readers.quick(devices_table.devices)))

    async def _revoke(self, call: Call) -> Reply:
        self._check_ready()
        request = call.read(RevokeRequest)
        await self._access.revoke(DeviceId(request.device_id))
        return json_reply({"device_id": request.device_id, "is_revoked": True})

    async def _remove(self, call: Call) -> Reply:
        self._check_ready()
        wish = call.read(RemoveMember)
        await self._team.remove(None, wish)
        return json_reply({"member_id": wish.member_id, "is_removed": True})

    def _check_admin(self, call: Call) -> None:
        """Only from this computer, only with the folder's token."""
        token: Any = (call.bearer or "").encode("utf-8", "surrogatepass")
        is_here = is_loopback(call.client_host) and not FORWARDED & call.headers.keys()
        if not is_here or not hmac.compare_digest(token, self._admin_token.encode()):
            raise HttpRefusal(403, "admin_only")

    def _check_ready(self) -> None:
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")


def _as_refusal(error: EnvironmentFailure) -> HttpRefusal:
    """What the computer's fault means for a caller: come again, unless the request itself was unreadable."""
    if error.code in {"command_unreadable", "answer_unreadable"}:
        return HttpRefusal(422, "command_unreadable")
    if error.code == "device_unknown":
        return HttpRefusal(404, error.code, **error.facts)
    return HttpRefusal(503, error.code, **error.facts, retry_after="2")
