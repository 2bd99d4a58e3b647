"""The parts of messages that carry a file: on its way, lost, or here and shown by what its content is."""

from typing import Final

from app.domain.contents import Content, Media
from app.domain.file_names import may_run
from app.domain.rows import MessageRow
from app.words import amounts
from app.words import gettext as _
from app.words.formats import Formats, placeholder
from ui.conversation import parts as p
from ui.conversation.parts import Parts
from ui.inbox.row_face import kind_icon
from ui.plain import shown_name

LARGE_FILM_BYTES: Final = 16 * 1024 * 1024  # what a business may send itself; customers send up to 100 MB


def waiting_or_lost(row: MessageRow) -> str | None:
    """What stands in place of a file that is not here: still fetched, or gone. None: it is here."""
    media = row.media
    if media is None or media.stage == "fetching":
        return _("{what}, still being received").format(what=placeholder(row.kind))
    if media.stage == "lost":
        reason = {
            "too_large": _("{what}, too large to be received"),
            "wrong_hash": _("{what}, arrived damaged and was thrown away"),
            "not_exported": _("{what}, not in the export"),
        }.get(media.code or "", _("{what}, no longer available"))
        return reason.format(what=placeholder(row.kind))
    return None


def picture(row: MessageRow, content: Content) -> list[p.Part]:
    """A photo, film or sticker; a file whose content is something else is never drawn."""
    absent = waiting_or_lost(row)
    if absent is not None:
        return [p.Line(absent, kind_icon(row.kind))]
    media, said = row.media, content.media or Media()
    assert media is not None
    kind: p.PictureKind = "sticker" if row.kind == "sticker" else "video" if row.kind == "video" else "image"
    if (media.mime or "").partition("/")[0] not in ("image", "video"):
        return [file_card(row, said)]  # its content is not what it claims: a file, never drawn
    duration_ms = media.duration_ms or said.duration_ms
    return [
        p.Picture(
            kind,
            media.sha256,
            media.width_px or said.width_px or 0,
            media.height_px or said.height_px or 0,
            amounts.length(duration_ms) if kind == "video" and duration_ms else "",
            said.is_animated,
            is_large=kind == "video" and (media.size_bytes or 0) > LARGE_FILM_BYTES,
        )
    ]


def sound(row: MessageRow, content: Content) -> list[p.Part]:
    """A voice message or a sound file."""
    absent = waiting_or_lost(row)
    if absent is not None:
        return [p.Line(absent, kind_icon(row.kind))]
    media, said = row.media, content.media or Media()
    assert media is not None
    waveform = media.waveform or said.waveform or ""
    name = shown_name(said.name) if said.name and row.kind == "audio" else ""
    return [
        p.Sound(media.sha256, media.duration_ms or said.duration_ms or 0, _levels(waveform), name),
    ]


def _levels(waveform: str) -> tuple[int, ...]:
    try:
        return tuple(bytes.fromhex(waveform))
    except ValueError:
        return ()


def document(row: MessageRow, content: Content, above: list[p.Part], formats: Formats) -> Parts:
    """A document with its caption."""
    said = content.media or Media()
    # Without a caption the text that lists show is the name, which stands on the card.
    text = "" if row.text == said.name else None
    absent = waiting_or_lost(row)
    if absent is not None:
        name = [p.Line(shown_name(said.name), is_title=True)] if said.name else []
        return Parts((*above, *name, p.Line(absent, kind_icon(row.kind))), text=text)
    return Parts((*above, file_card(row, said, formats.language)), text=text)


def file_card(row: MessageRow, said: Media, language: str = "en") -> p.FileCard:
    """Any file by its name and facts."""
    media = row.media
    size_bytes = (media.size_bytes if media else None) or said.size_bytes
    mime = (media.mime if media else None) or said.mime
    facts = [amounts.file_type(mime, said.name), amounts.size(size_bytes, language) if size_bytes else ""]
    name = shown_name(said.name) if said.name else placeholder(row.kind)
    told = ", ".join(fact for fact in facts if fact)
    return p.FileCard(name, told, media.sha256 if media else None, may_run(name, mime))


def header_media(row: MessageRow, media: Media) -> p.Part:
    """The file at the head of a template or of buttons."""
    kind = (media.mime or "").partition("/")[0]
    if kind == "image":
        return picture_of(media, "image")
    return picture_of(media, "video") if kind == "video" else file_card(row, media)


def picture_of(media: Media, kind: p.PictureKind) -> p.Picture:
    """A file of ours as a picture."""
    return p.Picture(kind, media.sha256, media.width_px or 0, media.height_px or 0)
