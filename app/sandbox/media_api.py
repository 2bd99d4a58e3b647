"""Files by HTTP: upload, look-up, download and deletion, with the faults that only files have."""

import dataclasses
import hashlib
from collections.abc import Mapping
from urllib.parse import urlencode

from app.domain.clock import Clock
from app.sandbox.asgi import Reply
from app.sandbox.faults import Faults
from app.sandbox.graph_errors import Refusal
from app.sandbox.media_rules import KIND_OF, MB, UPLOAD_LIMITS, base_type
from app.sandbox.media_shelf import URL_LIFE, Media
from app.sandbox.multipart import Part, parse_form
from app.sandbox.routing import Call, Owns, Routes, unknown_object
from app.sandbox.said import DEFAULT_FILES
from app.sandbox.updates import Update
from app.sandbox.world import Json, World

ATTACHMENTS = "/whatsapp_business/attachments/"
UPLOAD_BODY_LIMIT = 101 * MB  # the largest document and the form around it
WRONG_SHA256 = hashlib.sha256(b"another file").hexdigest()


class MediaApi:
    """Meta's media endpoints and the download address, which on this computer is the sandbox's own."""

    def __init__(self, world: World, clock: Clock, faults: Faults, address: str | None = None) -> None:
        self._world = world
        self._clock = clock
        self._faults = faults
        self._address = address  # where this sandbox is reached, if that is known
        self._back_at_s = 0.0  # monotonic; end of an outage

    def add_routes(self, routes: Routes, is_number: Owns) -> None:
        """The routes of this part."""
        routes.add("POST", is_number, "media", self._upload)
        routes.add("GET", self._is_media, None, self._look_up)
        routes.add("DELETE", self._is_media, None, self._delete)

    def _is_media(self, node: str) -> bool:
        return self._world.media.find(node, self._clock.now()) is not None

    async def _upload(self, call: Call) -> Reply:
        self._check_outage()
        form = _form(call)
        if form.get("messaging_product", Part("", b"")).data != b"whatsapp":
            raise Refusal(100, message="(#100) The parameter messaging_product is required.")
        if "file" not in form:
            raise Refusal(100, message="(#100) The parameter file is required.")
        mime_type = _checked_type(form)
        media_id = self._world.new_media_id()
        now = self._clock.now()
        self._world.media.put(media_id, form["file"].data, mime_type, now, is_uploaded=True)
        return Reply(200, {"id": media_id})

    async def _look_up(self, call: Call) -> Reply:
        self._check_outage()
        media = self._media(call)
        sha256 = WRONG_SHA256 if self._faults.take("wrong_hash") else media.sha256
        told: Json = {"messaging_product": "whatsapp", "url": self.url(media, call.origin)}
        told |= {"mime_type": media.mime_type, "sha256": sha256}
        return Reply(200, told | {"file_size": str(media.size), "id": media.id})

    async def _delete(self, call: Call) -> Reply:
        self._check_outage()
        self._world.media.delete(self._media(call).id)
        return Reply(200, {"success": True})

    def _media(self, call: Call) -> Media:
        number = call.query.get("phone_number_id", self._world.business.phone_number_id)
        media = self._world.media.find(call.node, self._clock.now())
        if media is None or number != self._world.business.phone_number_id:
            raise unknown_object(call.method, call.node)
        return media

    def url(self, media: Media, origin: str) -> str:
        """A download address that works for five minutes."""
        until = str(int((self._clock.now() + URL_LIFE).timestamp()))
        query = {"mid": media.id, "ext": until, "hash": self._seal(media.id, until)}
        return f"{origin}{ATTACHMENTS}?{urlencode(query)}"

    def with_url(self, update: Update) -> Update:
        """A customer's message, every other file with its download address beside the id, as Meta may do."""
        kind = str(update.element.get("type"))
        content = update.element.get(kind)
        if self._address is None or kind not in DEFAULT_FILES or not isinstance(content, dict):
            return update
        media = self._world.media.find(str(content.get("id")), self._clock.now())
        if media is None or int(media.id) % 2:
            return update
        told = content | {"url": self.url(media, self._address)}
        return dataclasses.replace(update, element=update.element | {kind: told})

    def _seal(self, media_id: str, until: str) -> str:
        return hashlib.sha256(f"{self._world.seed}/{media_id}/{until}".encode()).hexdigest()[:32]

    async def download(self, method: str, query: Mapping[str, str]) -> Reply:
        """The bytes. Raises Refusal: 404 for an address that is old or wrong, 131016 in an outage."""
        self._check_outage()
        media_id, until = query.get("mid", ""), query.get("ext", "0")
        media = self._world.media.find(media_id, self._clock.now())
        is_good = query.get("hash") == self._seal(media_id, until) and method == "GET"
        is_late = not until.isdigit() or self._clock.now().timestamp() >= int(until)
        if media is None or not is_good or is_late or self._faults.take("expired_url"):
            raise Refusal(100, message="The media URL has expired or does not exist.", http=404)
        data = self._world.media.read(media)
        if self._faults.take("wrong_bytes"):
            data = data[: len(data) // 2]
        return Reply(200, data, media.mime_type)

    def _check_outage(self) -> None:
        """Begins an armed outage, and refuses while it lasts."""
        now_s = self._clock.monotonic_s()
        if fault := self._faults.take("media_outage"):
            self._back_at_s = now_s + fault.delay_s
        if now_s < self._back_at_s:
            raise Refusal(131016, http=503)


def _form(call: Call) -> dict[str, Part]:
    try:
        return parse_form(call.headers.get("content-type", ""), call.raw)
    except ValueError as error:
        raise Refusal(100, message=f"(#100) The upload cannot be read: {error}.") from error


def _checked_type(form: Mapping[str, Part]) -> str:
    """The declared type of the file. Raises Refusal 100 when the type or the size is not taken."""
    file, declared = form["file"], form.get("type")
    mime_type = file.content_type or "application/octet-stream"
    if base_type(mime_type) == "application/octet-stream" and declared is not None:
        mime_type = declared.data.decode("latin-1")
    kind = KIND_OF.get(base_type(mime_type))
    if kind is None:
        types = ", ".join(KIND_OF)
        raise Refusal(
            100,
            message=f"(#100) Param file must be a file with one of the following types: {types}. "
            f"Received file of type '{mime_type}'.",
        )
    if not file.data or len(file.data) > UPLOAD_LIMITS[kind]:
        raise Refusal(
            100,
            message=f"(#100) Param file of type '{mime_type}' must have 1 to {UPLOAD_LIMITS[kind]} bytes.",
        )
    return mime_type
