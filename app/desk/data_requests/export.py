"""Everything that is held of one person in one file: a page to read, the same for programs, and their files.

What colleagues think belongs to colleagues: nobody of the team is named, and the team's notes go along only where the
owner wants it.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.desk.data_requests import deals, pages
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import ContactId
from app.domain.messages import NOTE_KINDS, Message
from app.domain.tasks import TaskAbout
from app.words import gettext as _
from app.words.contacts import field_title
from app.words.formats import placeholder
from storage import view
from storage.codec import to_json
from storage.engine import Connection
from storage.view.messages import COLUMNS, message_of_row
from storage.view.task_rows import tasks_about

if TYPE_CHECKING:
    from app.desk.media import DeskMedia
    from app.domain.contact_rows import ContactCard

_MESSAGES = (
    f"SELECT {COLUMNS} FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"  # noqa: S608
    " WHERE c.contact_id = ? AND m.joined IS NOT 1 ORDER BY m.sort_us, m.pos"
)
Noted = tuple[str, datetime]
MOST_TASKS = 10_000
_UNFIT = re.compile(r"[^\w.\- ]+")
_NOT_THEIRS = frozenset({"member_id", "text_by", "edited_by", "owner_id", "owner_name"})


class PersonExport:
    """`reading`: the view; `files`: brings a file from the hub where it does not lie here."""

    def __init__(self, reading: Callable[[], Connection], files: DeskMedia, clock: Clock) -> None:
        self._reading, self._files, self._clock = reading, files, clock

    async def write(
        self,
        contact_id: ContactId,
        target: Path,
        *,
        with_notes: bool,
        on_progress: Callable[[int, int], None],
    ) -> int:
        """Gives the number of messages. Raises ComptoirError: contact_unknown; EnvironmentFailure: export_failed."""
        conn = self._reading()
        card = view.contact_card(conn, contact_id)
        if card is None:
            raise ComptoirError("contact_unknown")
        messages = [message_of_row(row) for row in conn.execute(_MESSAGES, (card.contact_id,))]
        is_theirs = (one for one in messages if with_notes or one.kind not in NOTE_KINDS)
        shown = [one for one in is_theirs if one.kind != "notice"]
        noted = _noted(conn, card) if with_notes else []
        part = target.with_name(target.name + ".part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as made:
                named = await self._add_files(made, shown, on_progress)
                theirs = deals.deals_of(conn, card.contact_id)
                data = self._data(card, shown, named, noted)
                data["deals"] = [deals.as_data(one, with_notes=with_notes) for one in theirs]
                made.writestr("data.json", to_json(data))
                parts = deals.as_page(theirs, with_notes=with_notes)
                made.writestr("index.html", self._page(card, shown, named, noted, parts))
            os.replace(part, target)
        except OSError as error:
            raise EnvironmentFailure("export_failed", reason=error.strerror or "") from error
        finally:
            part.unlink(missing_ok=True)
        return len(shown)

    async def _add_files(
        self, made: zipfile.ZipFile, messages: Sequence[Message], on_progress: Callable[[int, int], None]
    ) -> dict[str, str]:
        """Names in the zip by hash; a file that cannot be had is left out, and the page says so."""
        wanted = {sha256: one for one in messages if (sha256 := _file_of(one)) is not None}
        named: dict[str, str] = {}
        for n, (sha256, message) in enumerate(wanted.items(), 1):
            try:
                data = await self._files.read(sha256)
            except ComptoirError:
                data = None
            if data is not None:
                named[sha256] = f"files/{n:04d} {_name_of(message)}".rstrip()
                made.writestr(named[sha256], data)
            on_progress(n, len(wanted))
        return named

    def _data(
        self, card: ContactCard, messages: Sequence[Message], named: dict[str, str], noted: Sequence[Noted]
    ) -> dict[str, Any]:
        person = {key: value for key, value in asdict(card).items() if key not in _NOT_THEIRS}
        notes = [{"text": text, "at": at} for text, at in noted]
        return {
            "export": "comptoir.person",
            "version": 1,
            "made_at": self._clock.now(),
            "person": person | {"notes": notes},
            "messages": [_told(one, named) for one in messages],
        }

    def _page(
        self,
        card: ContactCard,
        messages: Sequence[Message],
        named: dict[str, str],
        noted: Sequence[Noted],
        of_deals: Sequence[str],
    ) -> str:
        who = [
            (_("Name"), card.name),
            *((field_title(key), value) for key, value in card.fields if key != "name"),
        ]
        ids = [f"{one.kind}: {one.value} ({pages.moment(one.first_seen_at)})" for one in card.identities]
        parts = [
            pages.paragraph(
                _("Everything that we hold of you, on {at}.").format(at=pages.moment(self._clock.now()))
            ),
            pages.facts(who),
            *([pages.heading(_("Tags")), pages.items(card.tags)] if card.tags else []),
            *([pages.heading(_("How we know you")), pages.items(ids)] if ids else []),
            *(
                [
                    pages.heading(_("What we noted")),
                    *(pages.bubble(text, pages.moment(at), is_ours=True) for text, at in noted),
                ]
                if noted
                else []
            ),
            *of_deals,
            pages.heading(_("Messages")),
        ]
        for one in messages:
            sha256 = _file_of(one)
            link = (named[sha256], _name_of(one) or _("File")) if sha256 in named else None
            text = one.text or ("" if link else placeholder(one.kind))
            if sha256 is not None and link is None:
                text = f"{text} {_('(this file could not be had any more)')}".strip()
            parts.append(
                pages.bubble(text, pages.moment(one.sort_at), is_ours=one.direction == "out", link=link)
            )
        return pages.page(card.name, parts)


def _noted(conn: Connection, card: ContactCard) -> list[Noted]:
    """The team's notes about a person, and what it means to do about them."""
    about = TaskAbout(contact_id=card.contact_id)
    tasks = [
        (row.title, row.made_at) for row in tasks_about(conn, about, MOST_TASKS) if row.made_at is not None
    ]
    return [*((note.text, note.at) for note in card.notes), *tasks]


def _told(message: Message, named: dict[str, str]) -> dict[str, Any]:
    sha256 = _file_of(message)
    return {
        "message_id": message.message_id,
        "at": message.sort_at,
        "from": "us" if message.direction == "out" else "you",
        "kind": message.kind,
        "text": message.text,
        "state": message.state,
        "content": message.content,
        "file": named.get(sha256 or ""),
    }


def _file_of(message: Message) -> str | None:
    if message.media is not None and message.media.sha256 is not None:
        return message.media.sha256
    media = message.content.media if message.content else None
    return media.sha256 if media is not None and message.direction == "out" else None


def _name_of(message: Message) -> str:
    media = message.content.media if message.content else None
    name = media.name if media is not None else None
    mime = (message.media.mime if message.media else None) or (media.mime if media else None) or ""
    ending = {"image/jpeg": ".jpg", "image/png": ".png", "audio/ogg": ".ogg", "video/mp4": ".mp4"}.get(
        mime, ""
    )
    return _UNFIT.sub("_", name or f"{message.kind}{ending}")[:80].strip(". ")
