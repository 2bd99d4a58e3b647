"""What a message of each type says: a neutral kind, a text that can be shown, its parts, and whom it answers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.contents import EMPTY, Choice, Content, content_or_none
from app.whatsapp.elements import MessageKind
from app.whatsapp.parts import (
    ad_of,
    cards_of,
    change_of,
    form_of,
    media_of,
    order_of,
    place_of,
    product_of,
    trouble_of,
)
from app.whatsapp.values import listed, obj, word

Json = Mapping[str, Any]
EMOJI_MAX_CHARS = 32
_NO_EDIT_OF = frozenset({"edit", "revoke"})


@dataclass(frozen=True, slots=True)
class Said:
    """A message's own part. `about`: external id of the message that it reacts to, changes or withdraws."""

    kind: MessageKind
    text: str | None = None
    about: str | None = None
    content: Content = EMPTY


def said_in(item: Json) -> Said:
    """What a message of any type says; an unknown one, or one without its object, still gives a kind."""
    said = _read(item)
    if "errors" in item and said.content.trouble is None:
        said = replace(said, content=replace(said.content, trouble=trouble_of(item)))
    if "context" in item or "referral" in item or "group_id" in item:
        return replace(said, content=_surrounded(item, said.content))
    return said


def content_of(said: Said) -> Content | None:
    """The parts, None for pure text."""
    return content_or_none(said.content)


def _surrounded(item: Json, content: Content) -> Content:
    """The parts with what any type may have around it: forwards, an advertisement, a product, a group."""
    context = obj(item.get("context"))
    is_often = context.get("frequently_forwarded") is True
    return replace(
        content,
        is_forwarded=is_often or context.get("forwarded") is True,
        is_often_forwarded=is_often,
        product=product_of(obj(context.get("referred_product"))),
        ad=ad_of(obj(item.get("referral"))),
        group_id=word(item.get("group_id")),
    )


def _read(item: Json) -> Said:
    named = word(item.get("type"))
    reader = READERS.get(named) if named else None
    if reader is not None:
        return reader(item)
    if named is None and "text" in item:
        return _text(item)
    return _unknown(item, named)


def _unknown(item: Json, named: str | None) -> Said:
    kind: MessageKind = "unsupported" if listed(item.get("errors")) else "unknown"
    return Said(kind, content=Content(trouble=trouble_of(item, named)))


def _text(item: Json) -> Said:
    return Said("text", word(obj(item.get("text")).get("body")))


def _file(kind: MessageKind, name: str) -> Callable[[Json], Said]:
    def read(item: Json) -> Said:
        file = obj(item.get(name))
        return Said(kind, word(file.get("caption")), content=Content(media=media_of(file)))

    return read


def _audio(item: Json) -> Said:
    audio = obj(item.get("audio"))
    return Said("voice" if audio.get("voice") is True else "audio", content=Content(media=media_of(audio)))


def _document(item: Json) -> Said:
    document = obj(item.get("document"))
    text = word(document.get("caption")) or word(document.get("filename"))
    return Said("document", text, content=Content(media=media_of(document)))


def _location(item: Json) -> Said:
    place = obj(item.get("location"))
    latitude, longitude = word(place.get("latitude")), word(place.get("longitude"))
    point = f"{latitude}, {longitude}" if latitude and longitude else None
    text = word(place.get("name")) or word(place.get("address")) or point
    return Said("location", text, content=Content(place=place_of(place)))


def _contacts(item: Json) -> Said:
    cards = cards_of(item.get("contacts"))
    return Said("contacts", ", ".join(card.name for card in cards) or None, content=Content(cards=cards))


def _reaction(item: Json) -> Said:
    reaction = obj(item.get("reaction"))
    emoji = word(reaction.get("emoji"))
    return Said("reaction", emoji and emoji[:EMOJI_MAX_CHARS], word(reaction.get("message_id")))


def _button(item: Json) -> Said:
    button = obj(item.get("button"))
    payload = word(button.get("payload"))
    choice = Choice(payload) if payload else None
    return Said("answer", word(button.get("text")) or payload, content=Content(choice=choice))


def _interactive(item: Json) -> Said:
    chosen = obj(item.get("interactive"))
    kind = word(chosen.get("type"))
    reply = obj(chosen.get(kind)) if kind else {}
    if kind in ("button_reply", "list_reply"):
        choice = Choice(word(reply.get("id")), word(reply.get("description")))
        return Said("answer", word(reply.get("title")) or choice.choice_id, content=Content(choice=choice))
    if kind == "nfm_reply":
        return Said("form", word(reply.get("body")), content=Content(form=form_of(reply)))
    if kind == "call_permission_reply":
        response = word(reply.get("response"))
        return Said("call_permission", content=Content(choice=Choice(response) if response else None))
    return _unknown(item, kind or "interactive")


def _order(item: Json) -> Said:
    order = obj(item.get("order"))
    return Said("order", word(order.get("text")), content=Content(order=order_of(order)))


def _system(item: Json) -> Said:
    body = word(obj(item.get("system")).get("body"))
    return Said("system", body, content=Content(change=change_of(item)))


def _edit(item: Json) -> Said:
    """The whole new message: its text, and its file where the caption of one was changed."""
    edit = obj(item.get("edit"))
    message = obj(edit.get("message"))
    new = Said("edit") if word(message.get("type")) in _NO_EDIT_OF else _read(message)
    return Said("edit", new.text, word(edit.get("original_message_id")), new.content)


def _revoke(item: Json) -> Said:
    return Said("revoke", None, word(obj(item.get("revoke")).get("original_message_id")))


def _unsupported(item: Json) -> Said:
    type_name = word(obj(item.get("unsupported")).get("type"))
    return Said("unsupported", content=Content(trouble=trouble_of(item, type_name)))


READERS: Mapping[str, Callable[[Json], Said]] = {
    "text": _text,
    "image": _file("image", "image"),
    "video": _file("video", "video"),
    "audio": _audio,
    "voice": _file("voice", "voice"),  # older form of audio
    "document": _document,
    "sticker": _file("sticker", "sticker"),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
    "system": _system,
    "request_welcome": lambda item: Said("system"),
    "edit": _edit,
    "revoke": _revoke,
    "media_placeholder": lambda item: Said("media"),
    "unsupported": _unsupported,
}


def made_up_id(original: bytes) -> str:
    """An id for a message that came without one, the same each time it comes."""
    return "sha256:" + hashlib.sha256(original).hexdigest()[:32]
