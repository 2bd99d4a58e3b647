"""Quick replies: texts with files that are written once and sent often, shared by the team or somebody's own.

A reply keeps its row after it is removed, so that an edit of it that comes late is refused, and so that removing it can
be taken back. `version` counts its changes from 1.
"""

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.contents import MEDIA_KINDS, Media, MediaKind
from app.domain.errors import Refused
from app.domain.ids import MemberId, QuickReplyId
from app.domain.media import CAPTION_MAX_CHARS, LIMITS
from app.domain.outgoing import media_problem

NAME_MAX_CHARS = 60
FILES_MAX = 10
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
LANGUAGES = ("", "fr", "en")  # "" fits every conversation


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file that goes with it. `kind`: how it is sent."""

    kind: MediaKind
    media: Media


@dataclass(frozen=True, slots=True)
class QuickReplySaved:
    """quick_reply.saved: a reply is new or different. `owner_id` None: the whole team has it."""

    KIND: ClassVar[str] = "quick_reply.saved"
    VERSION: ClassVar[int] = 1
    reply_id: QuickReplyId
    name: str
    text: str
    version: int
    owner_id: MemberId | None = None
    files: tuple[ReplyFile, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class QuickReplyRemoved:
    """quick_reply.removed: nobody is offered it any more."""

    KIND: ClassVar[str] = "quick_reply.removed"
    VERSION: ClassVar[int] = 1
    reply_id: QuickReplyId
    version: int


@dataclass(frozen=True, slots=True)
class SaveQuickReply:
    """quick_reply.save: a new reply, another form of one, or one that was removed again.

    `is_personal`: for whoever asks alone. `expected_version`: the one that the person saw, 0 for a new one.
    """

    KIND: ClassVar[str] = "quick_reply.save"
    VERSION: ClassVar[int] = 1
    reply_id: QuickReplyId
    name: str
    text: str
    is_personal: bool
    expected_version: int = 0
    files: tuple[ReplyFile, ...] = ()
    language: str = ""

    @property
    def lane(self) -> str:
        """Replies do not wait for one another."""
        return f"quick_reply:{self.reply_id}"


@dataclass(frozen=True, slots=True)
class RemoveQuickReply:
    """quick_reply.remove: offer it to nobody any more."""

    KIND: ClassVar[str] = "quick_reply.remove"
    VERSION: ClassVar[int] = 1
    reply_id: QuickReplyId
    expected_version: int

    @property
    def lane(self) -> str:
        """That of its reply."""
        return f"quick_reply:{self.reply_id}"


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A reply as known now. `is_pending`: only this computer knows this form of it yet."""

    reply_id: QuickReplyId
    name: str
    text: str
    version: int
    owner_id: MemberId | None = None
    files: tuple[ReplyFile, ...] = ()
    language: str = ""
    is_removed: bool = False
    is_pending: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether it is somebody's own."""
        return self.owner_id is not None


def saved(body: SaveQuickReply, member_id: MemberId) -> QuickReplySaved:
    """What is said once the wish of a member is granted."""
    return QuickReplySaved(
        body.reply_id,
        body.name.strip(),
        sendable(body.text),
        body.expected_version + 1,
        member_id if body.is_personal else None,
        body.files,
        body.language,
    )


def removed(body: RemoveQuickReply) -> QuickReplyRemoved:
    """The same of a removal."""
    return QuickReplyRemoved(body.reply_id, body.expected_version + 1)


def reply_after(event: QuickReplySaved | QuickReplyRemoved, before: QuickReply | None) -> QuickReply | None:
    """The reply once this happened; None when something unknown was removed."""
    if isinstance(event, QuickReplySaved):
        return QuickReply(
            event.reply_id, event.name, event.text, event.version, event.owner_id, event.files, event.language
        )
    return None if before is None else replace(before, version=event.version, is_removed=True)


def reply_problem(name: str, text: str, files: tuple[ReplyFile, ...]) -> Refused | None:
    """Why it cannot be kept like this: it must have a name, and the channel must take it."""
    shown = name.strip()
    if not shown:
        return Refused("quick_reply_nameless")
    if len(shown) > NAME_MAX_CHARS or not shown.isprintable():
        return Refused("quick_reply_name", {"limit": str(NAME_MAX_CHARS)})
    if not sendable(text) and not files:
        return Refused("quick_reply_empty")
    limit = text_limit(files)
    if len(text) > limit:
        return Refused("text_too_long", {"length": str(len(text)), "limit": str(limit)})
    if len(files) > FILES_MAX:
        return Refused("quick_reply_files", {"limit": str(FILES_MAX)})
    if any(one.kind not in MEDIA_KINDS for one in files):
        return Refused("media_missing")
    problems = (media_problem(WHATSAPP, one.kind, one.media) for one in files)
    return next((problem for problem in problems if problem is not None), None)


def text_limit(files: tuple[ReplyFile, ...]) -> int:
    """How many characters the text may have: less where it becomes a caption."""
    has_caption = any(
        one.kind in LIMITS[WHATSAPP] and LIMITS[WHATSAPP][one.kind].may_have_caption for one in files
    )
    return CAPTION_MAX_CHARS if has_caption else CHANNELS[WHATSAPP].text_max_chars


def sendable(text: str) -> str:
    """The text as any channel can carry it: without NUL and lone surrogates, without blanks around it."""
    return _UNSENDABLE.sub("", text).strip()
