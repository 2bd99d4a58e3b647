"""Resumable uploads: samples for template headers and the profile picture. A handle is not a media id."""

import base64
import hashlib
from dataclasses import dataclass, field

from app.sandbox.account import Account
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid
from app.sandbox.world import Json, World

PREFIX = "upload:"
SESSION = f"/{PREFIX}"  # in the address of a session
TYPES = frozenset({"application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"})
LARGEST = 100 * 1024 * 1024
HANDLE = "4::"


@dataclass(slots=True)
class _Session:
    name: str
    kind: str
    length: int
    content: bytearray = field(default_factory=bytearray)


class Uploads:
    """Upload sessions; they live as long as the process, handles as long as the practice."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, _Session] = {}

    def app_edges(self) -> Edges:
        """What this serves on the app's node."""
        return {("POST", "uploads"): self._begin}

    def edges(self) -> Edges:
        """What this serves on a session's node."""
        return {("GET", ""): self._offset, ("POST", ""): self._append}

    @property
    def _account(self) -> Account:
        return self._world.account

    def has(self, node: str) -> bool:
        """Whether this is the id of a session."""
        return node in self._sessions

    def kind_of(self, handle: str) -> str | None:
        """MIME type of an upload by its handle, None for a foreign one."""
        return self._account.handles.get(handle)

    async def _begin(self, call: EdgeCall) -> Reply:
        kind, length = call.text("file_type").lower(), call.number("file_length")
        if kind not in TYPES:
            raise invalid(f"Param file_type must be one of {{{', '.join(sorted(TYPES))}}}.")
        if not 0 < length <= LARGEST:
            raise invalid("Param file_length must be the number of bytes of the file.")
        number = self._world.next_number()
        unique = f"{self._world.seed}/{self._world.boot}/{number}/{call.params.get('file_name', '')}"
        node = PREFIX + base64.urlsafe_b64encode(hashlib.sha256(unique.encode()).digest()).decode().rstrip(
            "="
        )
        self._sessions[node] = _Session(str(call.params.get("file_name", "")), kind, length)
        return Reply(200, {"id": f"{node}?sig={_sign(node)}"})

    def _session(self, call: EdgeCall) -> _Session:
        if call.query.get("sig") != _sign(call.node):
            raise invalid("The signature of the upload session is missing or wrong.")
        return self._sessions[call.node]

    async def _offset(self, call: EdgeCall) -> Reply:
        session = self._session(call)
        answer: Json = {"id": f"{call.node}?sig={call.query['sig']}", "file_offset": len(session.content)}
        return Reply(200, answer)

    async def _append(self, call: EdgeCall) -> Reply:
        session = self._session(call)
        offset = call.headers.get("file_offset", "0")
        if not offset.isdecimal() or int(offset) != len(session.content):
            raise invalid(f"file_offset must be {len(session.content)}, where the upload goes on.")
        if len(session.content) + len(call.raw) > session.length:
            raise invalid(f"The file is longer than the {session.length} bytes that were announced.")
        session.content += call.raw
        if len(session.content) < session.length:
            return Reply(
                200, {"id": f"{call.node}?sig={call.query['sig']}", "file_offset": len(session.content)}
            )
        return Reply(200, {"h": self._handle(session)})

    def _handle(self, session: _Session) -> str:
        digest = hashlib.sha256(session.content).digest()
        parts = [session.kind.encode(), digest, str(self._world.next_number()).encode()]
        handle = HANDLE + ":".join(base64.b64encode(part).decode().rstrip("=") for part in parts)
        self._account.handles[handle] = session.kind
        return handle


def _sign(node: str) -> str:
    return hashlib.sha256(f"sig/{node}".encode()).hexdigest()[:24]
