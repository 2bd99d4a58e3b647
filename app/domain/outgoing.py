"""What goes out: one message as the channel's side is given it, and what of it the channel would not take.

`problems` is pure, so that the desk says it before anything is asked for and the hub still refuses it afterwards.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category

from app.domain.ask_checks import ask_problem, product_problem
from app.domain.channels import CHANNELS
from app.domain.contents import EMPTY, MEDIA_KINDS, Content, Media
from app.domain.errors import Refused
from app.domain.media import CAPTION_MAX_CHARS, LIMITS, STATIC_STICKER_MAX_BYTES
from app.domain.template_checks import template_problem

CARDS_MAX = 5
_ASKS = ("buttons", "list", "link", "location_request", "contact_request")
_PRODUCT_ASKS = ("product", "products", "catalog")
_MIME = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}( ?; ?[\w-]{1,40}=[\w.+ \"-]{1,40})?", re.ASCII)
_HEX = frozenset("0123456789abcdef")
_DIGEST_CHARS = 64
_EMOJI_MAX_CHARS = 32  # a family of four with its joiners and colours is 11
_KEYCAP = "\u20e3"
_JOINERS = frozenset("\u200d\ufe0e\ufe0f" + _KEYCAP)

# Which parts each kind may carry; anything else in it would be lost on the way.
PARTS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"has_preview"}),
    **dict.fromkeys(MEDIA_KINDS, frozenset({"media"})),
    "location": frozenset({"place"}),
    "contacts": frozenset({"cards"}),
    "reaction": frozenset(),
    **dict.fromkeys(_ASKS, frozenset({"ask", "media"})),
    **dict.fromkeys(_PRODUCT_ASKS, frozenset({"ask"})),
    "template": frozenset({"template", "media", "place"}),
}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send. `reply_to`: the channel's id of the message that it quotes or reacts to."""

    kind: str
    text: str = ""
    content: Content | None = None
    reply_to: str | None = None

    @property
    def parts(self) -> Content:
        """Its parts, all of them empty where it has none."""
        return self.content or EMPTY

    def files(self) -> tuple[Media, ...]:
        """The files that the channel must have before it can take the message, each once."""
        parts = self.parts
        cards = parts.template.cards if parts.template else ()
        found = [parts.media, *(card.media for card in cards)]
        return tuple(dict.fromkeys(one for one in found if one is not None))


def problems(channel: str, kind: str, text: str, content: Content | None) -> Refused | None:
    """Why the channel would not take a message; None when nothing speaks against it."""
    parts = content or EMPTY
    check = _CHECKS.get(kind)
    if check is None:
        return Refused("kind_unknown", {"kind": kind})
    allowed = PARTS[kind]
    if any(getattr(parts, name) != getattr(EMPTY, name) for name in _ALL_PARTS if name not in allowed):
        return Refused("content_unfit", {"kind": kind})
    return check(channel, kind, text, parts)


def media_problem(channel: str, kind: str, media: Media | None) -> Refused | None:
    """Why the channel would not take a file as this kind; it must have been looked at (type, size, hash)."""
    if media is None or not _is_digest(media.sha256) or media.size_bytes is None or not media.mime:
        return Refused("media_missing")
    limit = LIMITS[channel][kind]
    mime = media.mime.partition(";")[0].strip().lower()
    if (limit.mimes and mime not in limit.mimes) or not _MIME.fullmatch(media.mime):
        return Refused("media_type", {"kind": kind, "mime": mime})
    most = limit.max_bytes
    if kind == "sticker" and not media.is_animated:
        most = min(most, STATIC_STICKER_MAX_BYTES)
    if media.size_bytes > most:
        return Refused("media_too_large", {"size_bytes": str(media.size_bytes), "limit_bytes": str(most)})
    return Refused("media_empty") if media.size_bytes <= 0 else None


def _text(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    limit = CHANNELS[channel].text_max_chars
    if not text.strip():
        return Refused("text_empty")
    return (
        Refused("text_too_long", {"length": str(len(text)), "limit": str(limit)})
        if len(text) > limit
        else None
    )


def _media(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    if text and not LIMITS[channel][kind].may_have_caption:
        return Refused("caption_not_allowed")
    if len(text) > CAPTION_MAX_CHARS:
        return Refused("caption_too_long", {"length": str(len(text)), "limit": str(CAPTION_MAX_CHARS)})
    return media_problem(channel, kind, parts.media)


def _place(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    place = parts.place
    is_good = place is not None and abs(place.latitude) <= 90 and abs(place.longitude) <= 180
    return None if is_good else Refused("place_missing")


def _cards(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    if not parts.cards:
        return Refused("cards_missing")
    if len(parts.cards) > CARDS_MAX:
        return Refused("too_many_cards", {"count": str(len(parts.cards)), "limit": str(CARDS_MAX)})
    return None if all(card.name.strip() for card in parts.cards) else Refused("card_nameless")


def _reaction(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    return None if not text or _is_emoji(text) else Refused("reaction_not_emoji")


def _ask(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    found = ask_problem(kind, text, parts)
    return found or (
        media_problem(channel, header_kind(parts.media.mime), parts.media) if parts.media else None
    )


def _products(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    return product_problem(kind, text, parts)


def _template(channel: str, kind: str, text: str, parts: Content) -> Refused | None:
    found = template_problem(text, parts)
    return found or next(_template_files(channel, parts), None)


def _template_files(channel: str, parts: Content) -> Iterator[Refused]:
    cards = parts.template.cards if parts.template else ()
    for media in (parts.media, *(card.media for card in cards)):
        if media is not None and (problem := media_problem(channel, header_kind(media.mime), media)):
            yield problem


def header_kind(mime: str | None) -> str:
    """What a file is when it heads a message: a picture, a film, else a document."""
    family = (mime or "").partition("/")[0].lower()
    return family if family in ("image", "video") else "document"


def _is_digest(sha256: str | None) -> bool:
    return sha256 is not None and len(sha256) == _DIGEST_CHARS and set(sha256) <= _HEX


def _is_emoji(text: str) -> bool:
    """One picture, as far as the characters tell: no letters, no blanks, digits only below a keycap."""
    if len(text) > _EMOJI_MAX_CHARS:
        return False
    if _KEYCAP in text:
        return text[0] in "0123456789#*" and set(text[1:]) <= _JOINERS
    return all(char in _JOINERS or category(char) in ("So", "Sk", "Sm", "Cf", "Po") for char in text) and any(
        category(char) in ("So", "Sm", "Po") for char in text if ord(char) > 0x7F
    )


_ALL_PARTS = tuple(name for name in EMPTY.__dataclass_fields__)
_CHECKS: Mapping[str, Callable[[str, str, str, Content], Refused | None]] = {
    "text": _text,
    **dict.fromkeys(MEDIA_KINDS, _media),
    "location": _place,
    "contacts": _cards,
    "reaction": _reaction,
    **dict.fromkeys(_ASKS, _ask),
    **dict.fromkeys(_PRODUCT_ASKS, _products),
    "template": _template,
}
