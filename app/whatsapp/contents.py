"""What can be shown of each type of message: a neutral kind, a text, and the message that it is about."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.whatsapp.elements import MessageKind
from app.whatsapp.values import listed, obj, word

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """A message's own part. `about`: external id of the message that it reacts to, changes or withdraws."""

    kind: MessageKind
    text: str | None = None
    about: str | None = None


def content_of(item: Json) -> Content:
    """Kind and text of a message of any type; an unknown one, or one without its object, still gives a kind."""
    named = word(item.get("type"))
    reader = READERS.get(named) if named else None
    if reader is not None:
        return reader(item)
    if named is None and "text" in item:
        return _text(item)
    return Content("unsupported" if listed(item.get("errors")) else "unknown")


def _text(item: Json) -> Content:
    return Content("text", word(obj(item.get("text")).get("body")))


def _captioned(kind: Literal["image", "video"]) -> Callable[[Json], Content]:
    def read(item: Json) -> Content:
        return Content(kind, word(obj(item.get(kind)).get("caption")))

    return read


def _audio(item: Json) -> Content:
    return Content("voice" if obj(item.get("audio")).get("voice") is True else "audio")


def _document(item: Json) -> Content:
    document = obj(item.get("document"))
    return Content("document", word(document.get("caption")) or word(document.get("filename")))


def _location(item: Json) -> Content:
    place = obj(item.get("location"))
    latitude, longitude = word(place.get("latitude")), word(place.get("longitude"))
    point = f"{latitude}, {longitude}" if latitude and longitude else None
    return Content("location", word(place.get("name")) or word(place.get("address")) or point)


def _contacts(item: Json) -> Content:
    names = [word(obj(obj(card).get("name")).get("formatted_name")) for card in listed(item.get("contacts"))]
    return Content("contacts", ", ".join(name for name in names if name) or None)


def _reaction(item: Json) -> Content:
    reaction = obj(item.get("reaction"))
    return Content("reaction", word(reaction.get("emoji")), word(reaction.get("message_id")))


def _button(item: Json) -> Content:
    button = obj(item.get("button"))
    return Content("answer", word(button.get("text")) or word(button.get("payload")))


def _interactive(item: Json) -> Content:
    chosen = obj(item.get("interactive"))
    kind = word(chosen.get("type"))
    reply = obj(chosen.get(kind)) if kind else {}
    if kind in ("button_reply", "list_reply"):
        return Content("answer", word(reply.get("title")))
    if kind == "nfm_reply":
        return Content("form", word(reply.get("body")))
    if kind == "call_permission_reply":
        return Content("call_permission")
    return Content("unsupported" if listed(item.get("errors")) else "unknown")


def _order(item: Json) -> Content:
    return Content("order", word(obj(item.get("order")).get("text")))


def _system(item: Json) -> Content:
    return Content("system", word(obj(item.get("system")).get("body")))


def _edit(item: Json) -> Content:
    edit = obj(item.get("edit"))
    message = obj(edit.get("message"))
    text = None if word(message.get("type")) in ("edit", "revoke") else content_of(message).text
    return Content("edit", text, word(edit.get("original_message_id")))


def _revoke(item: Json) -> Content:
    return Content("revoke", None, word(obj(item.get("revoke")).get("original_message_id")))


READERS: Mapping[str, Callable[[Json], Content]] = {
    "text": _text,
    "image": _captioned("image"),
    "video": _captioned("video"),
    "audio": _audio,
    "voice": lambda item: Content("voice"),  # older form of audio
    "document": _document,
    "sticker": lambda item: Content("sticker"),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
    "system": _system,
    "request_welcome": lambda item: Content("system"),
    "edit": _edit,
    "revoke": _revoke,
    "media_placeholder": lambda item: Content("media"),
    "unsupported": lambda item: Content("unsupported"),
}


def made_up_id(original: bytes) -> str:
    """An id for a message that came without one, the same each time it comes."""
    return "sha256:" + hashlib.sha256(original).hexdigest()[:32]
