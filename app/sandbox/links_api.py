"""Short links and their QR codes, with a text that the customer finds ready to send."""

from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, success
from app.sandbox.fields import Field, Value, show
from app.sandbox.graph_errors import Refusal
from app.sandbox.paging import page
from app.sandbox.world import Json, World

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LENGTH, TEXT_LIMIT, MOST = 14, 140, 2_000
IMAGES = ("PNG", "SVG")
USUAL = ("code", "prefilled_message", "deep_link_url")


class LinksApi:
    """`/<PNID>/message_qrdls`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def edges(self) -> Edges:
        """What this serves on the number's node."""
        return {
            ("GET", "message_qrdls"): self._get,
            ("POST", "message_qrdls"): self._post,
            ("DELETE", "message_qrdls"): self._delete,
        }

    @property
    def _links(self) -> dict[str, Json]:
        return self._world.account.links

    async def _get(self, call: EdgeCall) -> Reply:
        fields = call.query.get("fields")
        if fields is None and call.query.get("generate_qr_image"):
            fields = ",".join((*USUAL, f"qr_image_url.format({call.query['generate_qr_image']})"))
        wanted = call.rest or call.query.get("code")
        if wanted:
            return Reply(200, {"data": [_shown(self._link(wanted), fields)]})
        rows = [(link["number"], _shown(link, fields)) for link in self._links.values()]
        return Reply(200, page(rows, call))

    async def _post(self, call: EdgeCall) -> Reply:
        text = call.text("prefilled_message")
        if not 0 < len(text) <= TEXT_LIMIT:
            raise invalid(f"Param prefilled_message must have 1 to {TEXT_LIMIT} characters.")
        code = call.rest or call.params.get("code")
        link = self._link(str(code)) if code else self._new()
        link["prefilled_message"] = text
        image = call.params.get("generate_qr_image")
        names = (*USUAL, f"qr_image_url.format({image})") if image else USUAL
        return Reply(200, _shown(link, ",".join(names)))

    async def _delete(self, call: EdgeCall) -> Reply:
        del self._links[self._link(call.rest or call.text("code"))["code"]]
        return success()

    def _link(self, code: str) -> Json:
        if code not in self._links:
            raise Refusal(100, f"There is no short link {code}.", subcode=33)
        return self._links[code]

    def _new(self) -> Json:
        if len(self._links) >= MOST:
            raise invalid(f"A number can have {MOST} short links at most.")
        number = self._world.next_number()
        chance = self._world.chance("link", self._world.boot, number)
        code = "".join(chance.choices(ALPHABET, k=LENGTH))
        link: Json = {"number": number, "code": code}
        self._links[code] = link
        return link


def _shown(link: Json, fields: str | None) -> Json:
    known: dict[str, Value] = {
        "code": lambda _: link["code"],
        "prefilled_message": lambda _: link["prefilled_message"],
        "deep_link_url": lambda _: f"https://wa.me/message/{link['code']}",
        "qr_image_url": lambda one: _image(link["code"], one),
    }
    return show(fields, USUAL, known, "WhatsAppQRCode")


def _image(code: str, one: Field) -> str:
    """An address of Meta's form; nothing is behind it here."""
    kind = one.args.get("format", IMAGES[0]).upper()
    if kind not in IMAGES:
        raise invalid(f"generate_qr_image must be one of {{{', '.join(IMAGES)}}}.")
    return f"https://scan.whatsapp.com/v/{code}.{kind.lower()}"
