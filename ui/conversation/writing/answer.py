"""What the composer asks to send, as data, and the messages that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from app.desk.desk import Composed
from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.contents import MEDIA_KINDS, Content, Media, MediaKind
from app.domain.ids import MessageId
from app.domain.media import CAPTION_MAX_CHARS, LIMITS

TEXT_LIMIT: Final = CHANNELS[WHATSAPP].text_max_chars
MOST_FILES: Final = 30  # at once, as on a phone


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is ready to be sent. `name` is what it was called here; `note` is a sentence about it."""

    kind: MediaKind
    media: Media
    name: str = ""
    note: str = ""

    @property
    def may_have_caption(self) -> bool:
        """Whether words can stand below it."""
        return LIMITS[WHATSAPP][self.kind].may_have_caption


@dataclass(frozen=True, slots=True)
class Answer:
    """A text, files, a quote. `is_anyway`: a colleague's newer answer was seen."""

    text: str = ""
    reply_to: MessageId | None = None
    files: tuple[Attached, ...] = ()
    has_preview: bool = False
    is_anyway: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.text.strip() and not self.files


def text_limit(files: Sequence[Attached]) -> int:
    """How many characters the text may have: less where it is a caption."""
    return CAPTION_MAX_CHARS if any(one.may_have_caption for one in files) else TEXT_LIMIT


def messages_of(answer: Answer) -> list[Composed]:
    """The messages of an answer: one for each file, the first that can carries the text; else it goes last, alone."""
    text = answer.text if answer.text.strip() else ""
    captioned = next((one for one in answer.files if one.may_have_caption), None)
    found = [
        Composed(one.kind, text if one is captioned else "", Content(media=one.media)) for one in answer.files
    ]
    if text and captioned is None:
        found.append(Composed("text", text, Content(has_preview=True) if answer.has_preview else None))
    return [
        replace(one, reply_to=answer.reply_to if not number else None) for number, one in enumerate(found)
    ]


def rest_of(answer: Answer, done: int) -> Answer:
    """What is left to send once the first `done` messages have gone."""
    is_text_gone = any(one.text for one in messages_of(answer)[:done])
    return replace(
        answer,
        text="" if is_text_gone else answer.text,
        reply_to=None if done else answer.reply_to,
        files=answer.files[done:],
        is_anyway=False,
    )


def joined(back: Answer, written: Answer) -> Answer:
    """What came back stands before what was written meanwhile."""
    same = not written.text or written.text == back.text
    if back.text and written.text.startswith(f"{back.text}\n"):  # the desk has put it back already
        back, same = replace(back, text=written.text), True
    text = back.text if same else f"{back.text}\n{written.text}" if back.text else written.text
    return Answer(
        text,
        back.reply_to or written.reply_to,
        (*back.files, *(one for one in written.files if one not in back.files)),
        written.has_preview,
    )


def answer_of(composed: Composed) -> Answer | None:
    """A message that was taken back or refused, as an answer again; None for one that has a form of its own."""
    if composed.kind == "text":
        return Answer(composed.text, composed.reply_to)
    media = composed.content.media if composed.content is not None else None
    if composed.kind not in MEDIA_KINDS or media is None:
        return None
    caption = "" if composed.text == media.name else composed.text
    file = Attached(cast("MediaKind", composed.kind), media, media.name or "")
    return Answer(caption, composed.reply_to, (file,))


def kept_of(answer: Answer) -> Composed | None:
    """What is kept of an answer beside its text, for after a restart: its quote and its first file."""
    if answer.files:
        first = answer.files[0]
        return Composed(first.kind, "", Content(media=first.media), answer.reply_to)
    return Composed("text", "", None, answer.reply_to) if answer.reply_to is not None else None
