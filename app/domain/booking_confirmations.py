"""A confirmation of a booking before it goes out: which messages it is, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.contents import Content, Media
    from app.domain.ids import ConversationId


@record
class ToTell:
    """One of its messages, exactly as it goes out. `kind`: "text", "image", "document" or "template"."""

    kind: str
    text: str = ""
    content: Content | None = None


@record
class BookingConfirmation:
    """`code`, `facts`: why nothing can go out. `is_open`: one may write freely, and all files go along.

    `templates`: names of approved texts that fit where it is not, `template`: the one that is used; `file_kind`: what
    its head takes, "" for no file. `left`: files that do not go along. `service_files`: those of the service.
    """

    appointment_id: str
    name: str = ""
    conversation_id: ConversationId | None = None
    is_open: bool = False
    messages: tuple[ToTell, ...] = ()
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    template: str = ""
    file_kind: str = ""
    left: tuple[Media, ...] = ()
    service_files: tuple[Media, ...] = ()
