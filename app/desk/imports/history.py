"""From messages of an export to what the hub takes: kinds and contents in our own words, too long texts in parts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from app.desk.imports.imported import ImportedMessage
from app.domain.contents import Card, Content, Media, Place, Trouble, content_or_none
from app.domain.imports import TEXT_MAX_CHARS, HistoryMessage

FILE_KINDS: Final = frozenset({"image", "video", "gif", "audio", "voice", "sticker", "document", "media"})
_KINDS: Final = {"gif": "video", "live_location": "text", "poll": "text", "unknown": "unsupported"}
_POINT = re.compile(r"https?://maps\.google\.com/\?q=(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)", re.ASCII)
_NUMBERED = re.compile(r"\d{8}-")  # what iOS puts before the name of a document
_NAME_MAX: Final = 200


def history_of(message: ImportedMessage) -> Iterator[HistoryMessage]:
    """One message, or several for a text that is longer than one may be. Files are named, not there yet."""
    content = replace(_content(message), is_edited=message.is_edited)
    whole = HistoryMessage(
        message.import_id,
        message.sent_at,
        message.direction,
        _kind(message, content),
        message.text,
        (message.author or "")[:_NAME_MAX] or None,
        content_or_none(content),
    )
    text = message.text or ""
    if len(text) <= TEXT_MAX_CHARS:
        yield whole
        return
    yield replace(whole, text=text[:TEXT_MAX_CHARS])
    for start in range(TEXT_MAX_CHARS, len(text), TEXT_MAX_CHARS):
        stable_id = blake2b(f"{message.import_id}:{start}".encode(), digest_size=16).hexdigest()
        part = text[start : start + TEXT_MAX_CHARS]
        yield replace(whole, stable_id=stable_id, kind="text", text=part, content=None)


def with_file(message: HistoryMessage, media: Media) -> HistoryMessage:
    """The message with its file, which the hub has by now."""
    content = message.content or Content()
    named = replace(media, name=content.media.name if content.media else None)
    if content.media is not None and content.media.is_animated:
        named = replace(named, is_animated=True)
    return replace(message, content=replace(content, media=named))


def with_cards(message: HistoryMessage, cards: tuple[Card, ...]) -> HistoryMessage:
    """The message with what stands on its contact cards."""
    return replace(message, content=replace(message.content or Content(), cards=cards))


def _kind(message: ImportedMessage, content: Content) -> str:
    if message.kind == "location" and content.place is None:
        return "text"
    return _KINDS.get(message.kind, message.kind)


def _content(message: ImportedMessage) -> Content:
    kind, name = message.kind, (message.media_name or "")[-_NAME_MAX:] or None
    if kind in FILE_KINDS:
        title = message.text if kind == "document" and message.is_omitted else None
        shown = _NUMBERED.sub("", name, count=1) if name and kind == "document" else name
        return Content(media=Media(name=shown or title, is_animated=kind == "gif"))
    if kind == "contacts":
        return Content(cards=(Card((name or "?").removesuffix(".vcf")),))
    if kind == "location" and (point := _POINT.search(message.text or "")):
        return Content(place=Place(float(point[1]), float(point[2]), url=point[0]))
    if kind == "unknown":
        return Content(trouble=Trouble(code="content_unavailable"))
    return Content()
