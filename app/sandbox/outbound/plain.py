"""Text, media, location, contact cards and reactions."""

import re
import unicodedata
from urllib.parse import urlsplit

from app.sandbox.outbound.fields import Fields, invalid
from app.sandbox.outbound.holdings import Draft, MediaUse
from app.sandbox.world import Json

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
CONTACTS_LIMIT = 257
NAME_PARTS = ("first_name", "last_name", "middle_name", "prefix", "suffix")
LISTS_OF_A_CARD = ("phones", "emails", "urls", "addresses")
ZWJ, KEYCAP, VARIATION = "\u200d", "\u20e3", "\ufe0f"
SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
REGIONAL = re.compile("^[\U0001f1e6-\U0001f1ff]{2}$")
TAGS = re.compile("[\U000e0020-\U000e007f]")


def read_text(fields: Fields, draft: Draft) -> Json:
    """A text."""
    body = fields.text("body")
    if len(body) > TEXT_LIMIT:
        raise invalid(f"Param {fields.where('body')} must be at most {TEXT_LIMIT} characters long.")
    fields.check_boolean("preview_url")
    draft.shown = body
    return {"body": body} | ({"preview_url": True} if fields.raw.get("preview_url") else {})


def read_media(fields: Fields, draft: Draft, kind: str) -> Json:
    """An image, video, audio, document or sticker. Raises Refusal 100 for an id that is not a living file's."""
    if fields.has("id") == fields.has("link"):
        raise invalid(f"Param {fields.where()} must have either an id or a link.")
    if kind in {"image", "video", "document"}:
        draft.shown = fields.maybe_text("caption", CAPTION_LIMIT)
    else:
        fields.check_absent("caption")
    if kind == "document":
        fields.maybe_text("filename", 240)
    else:
        fields.check_absent("filename")
    fields.check_boolean("voice")
    media_id, link = fields.maybe_text("id"), fields.maybe_text("link")
    if media_id is not None and draft.holdings.media.find(media_id, draft.now) is None:
        raise invalid(
            f"Param {fields.where('id')} is not a valid whatsapp business account media attachment ID"
        )
    if link is not None and not urlsplit(link).netloc:
        raise invalid(f"Param {fields.where('link')} is not a valid URI.")
    is_voice = kind == "audio" and fields.raw.get("voice") is True
    draft.uses.append(MediaUse("video" if kind == "gif" else kind, media_id, link, is_voice))
    return fields.raw


def read_location(fields: Fields, draft: Draft) -> Json:
    """A place on the map."""
    for name, most in (("latitude", 90), ("longitude", 180)):
        if abs(fields.number(name)) > most:
            raise fields.wrong(name, f"must be from -{most} to {most}.")
    draft.shown = fields.maybe_text("name", 1000)
    fields.maybe_text("address", 1000)
    return fields.raw


def read_contacts(fields: Fields, draft: Draft) -> list[Json]:
    """Contact cards; each needs a name with one further part."""
    cards = fields.children("contacts", 1, CONTACTS_LIMIT)
    for card in cards:
        name = card.child("name")
        name.text("formatted_name")
        if not any(name.maybe_text(part) for part in NAME_PARTS):
            raise name.missing("first_name")
        for part in LISTS_OF_A_CARD:
            if card.has(part):
                card.children(part, 0, 50)
    draft.shown = ", ".join(card.raw["name"]["formatted_name"] for card in cards)
    return [card.raw for card in cards]


def read_reaction(fields: Fields, draft: Draft) -> Json:
    """A reaction, or its removal by an empty emoji."""
    target = fields.text("message_id")
    if "emoji" not in fields.raw:
        raise fields.missing("emoji")
    emoji = fields.raw["emoji"]
    if not isinstance(emoji, str):
        raise invalid(f"Param {fields.where('emoji')} must be a string.")
    if emoji and not is_one_emoji(emoji):
        raise fields.wrong("emoji", "must be one emoji.")
    draft.shown = emoji
    return {"message_id": target, "emoji": emoji}


def is_one_emoji(text: str) -> bool:
    """Whether a text is one emoji, however many code points that takes."""
    plain = TAGS.sub("", SKIN_TONES.sub("", text)).replace(VARIATION, "")
    if REGIONAL.match(plain):
        return True
    if plain.endswith(KEYCAP):
        return len(plain) == 2 and plain[0] in "0123456789#*"
    parts = plain.split(ZWJ)
    return all(len(part) == 1 and unicodedata.category(part) in {"So", "Sm", "Po", "Cn"} for part in parts)
